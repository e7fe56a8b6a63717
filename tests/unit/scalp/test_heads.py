"""Heads: the tables, the mesh, the map, the hairline, the distance grid."""

import numpy as np
import pytest

from anagen.errors import InputError
from anagen.scalp import ANCESTRIES, PARTS, SEXES, SITES, head, parting_line
from anagen.scalp import distance as distance_module
from anagen.scalp import head as head_of
from anagen.scalp.distance import distance_grid
from anagen.scalp.flatmap import rays, to_map
from anagen.scalp.hairline import monotone_cubic
from anagen.scalp.head import baked
from anagen.scalp.mesh import subdivided, triangle_normals, triangles_of

EVERY_HEAD = [(sex, ancestry) for sex in SEXES for ancestry in ANCESTRIES]
CUBE = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)
CUBE_QUADS = np.array([[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]])


@pytest.fixture(scope="module")
def man():
    return head("male")


@pytest.mark.parametrize(("sex", "ancestry"), EVERY_HEAD)
def test_every_head_is_a_head(sex, ancestry):
    one = head_of(sex, ancestry)
    skull = one.vertices[one.vertices[:, 1] > 30]

    assert np.isfinite(one.vertices).all()
    assert 170 < np.ptp(skull[:, 2]) < 215
    assert 125 < np.ptp(skull[:, 0]) < 160
    assert np.allclose(np.linalg.norm(one.normals, axis=1)[np.unique(one.triangles)], 1.0, atol=1e-5)
    assert set(one.part) == set(range(len(PARTS)))
    assert not one.vertices.flags.writeable


def test_heads_of_different_people_differ():
    shapes = {head_of(sex, ancestry).vertices.tobytes() for sex, ancestry in EVERY_HEAD}

    assert len(shapes) == len(EVERY_HEAD) - len(SEXES)  # Middle Eastern heads are the European ones


def test_normals_of_the_skull_point_away_from_its_center(man):
    skull = np.flatnonzero(
        (man.vertices[:, 1] > 60) & (np.linalg.norm(man.vertices - man.center, axis=1) < 140)
    )
    outward = np.sum(man.normals[skull] * (man.vertices[skull] - man.center), axis=1)

    assert (outward > 0).all()


def test_a_head_is_nearly_symmetric(man):
    skin = man.vertices[np.unique(man.skin_triangles())]
    mirrored = skin * np.array([-1, 1, 1], np.float32)
    away = man.distance.at(mirrored[skin[:, 1] > -150])

    assert np.percentile(np.abs(away), 99) < 1.0


def test_unknown_words_are_refused_with_the_known_ones():
    with pytest.raises(InputError, match="male"):
        head("man")
    with pytest.raises(InputError, match="european"):
        head("male", "europe")


def test_the_tables_are_small_and_of_one_topology():
    table = baked()
    cages = [name for name in table if name not in {"quads", "part", "ear"}]

    assert len(cages) == 12
    assert {table[name].shape for name in cages} == {(int(table["quads"].max()) + 1, 3)}
    assert len(table["part"]) == len(table["quads"])


def test_subdivision_rounds_a_cube_and_keeps_it_closed():
    points, quads = subdivided(*subdivided(CUBE, CUBE_QUADS))
    triangles = triangles_of(quads)
    edges = np.sort(
        np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1
    )
    radius = np.linalg.norm(points, axis=1)

    assert len(quads) == 16 * len(CUBE_QUADS)
    assert (np.unique(edges, axis=0, return_counts=True)[1] == 2).all()
    assert radius.max() / radius.min() < 1.12
    assert np.allclose(triangle_normals(points, triangles).sum(axis=0), 0.0, atol=1e-9)


def test_subdivision_keeps_a_flat_border_in_its_plane():
    square = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], float)
    points, quads = subdivided(square, np.array([[0, 1, 2, 3]]))

    assert len(quads) == 4
    assert np.all(points[:, 2] == 0)
    assert np.allclose(points.mean(axis=0), [0.5, 0.5, 0.0])


def test_the_map_keeps_distances_from_its_middle_and_goes_back():
    places = np.array([[0.0, 50.0], [30.0, -80.0], [-120.0, 10.0]])
    center = np.array([0.0, 15.0, 52.0])
    points = center + 90.0 * rays(places)

    assert np.allclose(to_map(points, center), places)


def test_points_of_the_map_lie_on_the_skin(man):
    places = np.array(list(SITES.values()))
    points = man.from_map(places)

    assert np.allclose(man.to_map(points), places, atol=1e-6)
    assert np.abs(man.distance.at(points)).max() < 0.4


@pytest.mark.parametrize(("sex", "ancestry"), EVERY_HEAD)
def test_the_hairline_lies_on_the_head_and_is_smooth(sex, ancestry):
    one = head_of(sex, ancestry)
    edge = one.hairline.points
    steps = np.linalg.norm(np.diff(edge, axis=0), axis=1)

    assert np.abs(one.distance.at(edge)).max() < 0.7
    assert np.allclose(edge[0], edge[-1])
    assert steps.max() < 8.0


def test_the_front_of_the_hairline_is_irregular_the_back_is_not(man):
    edge, azimuth = man.hairline.polar, man.hairline.azimuth
    uneven = np.abs(edge - edge[::-1])

    assert uneven[np.abs(azimuth) < 0.5].max() * 95.0 > 0.5
    assert uneven[np.abs(azimuth) > 2.5].max() * 95.0 < 0.01


def test_mens_and_womens_hairlines_differ():
    between = head("male").hairline.polar - head("female").hairline.polar

    assert np.abs(between).max() * 95.0 > 5.0


def test_the_margin_is_positive_inside_and_grows_inward(man):
    front = man.from_map(np.array([[0.0, v] for v in (120.0, 90.0, 70.0, 50.0, 20.0)]))
    margin = man.margin(front)

    assert (margin[:2] < 0).all()
    assert (margin[2:] > 0).all()
    assert (np.diff(margin) > 0).all()


def test_a_monotone_cubic_passes_its_points_and_overshoots_nowhere():
    at, value = np.array([0.0, 1.0, 2.5, 3.0]), np.array([1.0, 4.0, 4.5, 2.0])
    where = np.linspace(0, 3, 301)
    curve = monotone_cubic(at, value, where)

    assert np.allclose(monotone_cubic(at, value, at), value)
    assert curve.max() <= 4.5 + 1e-12
    assert (np.diff(curve[where <= 2.5]) >= -1e-12).all()


def test_distance_is_negative_inside_and_zero_on_the_skin(man):
    grid = man.distance
    near = np.unique(man.skin_triangles())
    near = near[np.linalg.norm(man.vertices[near] - man.center, axis=1) < 130]
    scalp = near[man.margin(man.vertices[near]) > 25]
    skin, normal = man.vertices[scalp].astype(float), man.normals[scalp].astype(float)

    assert grid.at(man.center[None])[0] < -45
    assert grid.at(np.array([[0.0, 130.0, 52.0], [0.0, 20.0, 190.0]])).min() > 20
    assert np.abs(grid.at(skin)).max() < 0.3
    for away, error in ((-3.0, 0.2), (1.0, 0.15), (3.0, 0.2), (8.0, 0.4)):
        assert np.abs(grid.at(skin + away * normal) - away).max() < error


def test_distance_is_that_of_a_ball():
    points, quads = CUBE, CUBE_QUADS
    for _ in range(5):
        points, quads = subdivided(points, quads)
    points = 80.0 * points / np.linalg.norm(points, axis=1, keepdims=True)
    skin = triangles_of(quads).astype(np.int32)
    values = distance_module.computed(points, points / 80.0, skin)
    grid = distance_module.grid_of(values.astype(np.float32))
    places = np.random.default_rng(2).normal(size=(500, 3))
    places *= np.linspace(20, 98, 500)[:, None] / np.linalg.norm(places, axis=1, keepdims=True)
    radius = np.linalg.norm(places, axis=1)
    error = np.abs(grid.at(places) - (radius - 80.0))

    assert error[np.abs(radius - 80.0) < 5].max() < 0.15
    assert error[np.abs(radius - 80.0) < 20].max() < 0.6
    assert error.max() < 2.0


def test_a_grid_is_kept_on_disk_and_read_again(man, tmp_path, monkeypatch):
    monkeypatch.setattr(distance_module, "cache_folder", lambda: tmp_path)
    made = distance_grid(man)
    monkeypatch.setattr(distance_module, "computed", lambda *_: pytest.fail("made again"))

    assert len(list(tmp_path.iterdir())) == 1
    assert np.array_equal(distance_grid(man).values, made.values)


def test_a_spoiled_grid_on_disk_is_made_anew(man, tmp_path, monkeypatch):
    monkeypatch.setattr(distance_module, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(distance_module, "computed", lambda *_: np.ones(distance_module.SHAPE))
    distance_grid(man)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(b"nothing")

    assert (distance_grid(man).values == 1.0).all()


def test_a_disk_that_cannot_be_written_to_is_no_error(man, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(distance_module, "cache_folder", lambda: tmp_path / "file")
    monkeypatch.setattr(distance_module, "computed", lambda *_: np.ones(distance_module.SHAPE))

    assert distance_grid(man).values.shape == distance_module.SHAPE


@pytest.mark.parametrize("side", [-40.0, 0.0, 25.0])
def test_a_parting_runs_from_the_hairline_to_the_whorl(man, side):
    line = parting_line(man, side)

    assert abs(man.margin(line[:1])[0]) < 0.5
    assert man.to_map(line[:1])[0, 0] == pytest.approx(side, abs=1.0)
    assert np.linalg.norm(line[-1] - man.whorl_mm) < 1.0
    assert np.abs(man.distance.at(line)).max() < 0.4


def test_a_parting_beside_the_head_is_refused(man):
    with pytest.raises(InputError, match="midline is 0"):
        parting_line(man, 90.0)
