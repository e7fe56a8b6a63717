"""The cover of a head is what its follicles say."""

from types import SimpleNamespace

import numpy as np
import pytest
from graded_heads import MEN, norwood_head

from anagen.errors import InputError
from anagen.evidence import known
from anagen.scalp.grading import cover_field, grading_sites, norwood
from anagen.scalp.hair import HairState
from anagen.scalp.head import head

FOLLICLES = 60_000
THICK_UM = 70.0


def hair(diameter_um):
    """A day on which these hairs stand."""
    diameter = np.asarray(diameter_um, np.float32)
    return HairState(
        day=0.0,
        diameter_um=diameter,
        length_mm=np.where(diameter > 0, 100.0, 0.0).astype(np.float32),
        growing=diameter > 0,
        full_diameter_um=np.full(len(diameter), THICK_UM, np.float32),
        phase=np.zeros(len(diameter), np.int8),
    )


def follicles_of(sex, ancestry):
    """Follicles strewn over the map of a head, inside its hairline."""
    rng, line = np.random.default_rng(2), head(sex, ancestry).hairline
    places = rng.uniform(-240.0, 240.0, (4 * FOLLICLES, 2))
    edge = np.interp(np.arctan2(*places.T), line.azimuth, np.hypot(*line.map_mm.T))
    places = places[np.hypot(*places.T) < edge][:FOLLICLES]
    return SimpleNamespace(sex=sex, map_mm=places.astype(np.float32), head=head(sex, ancestry))


@pytest.fixture(scope="module")
def scalp():
    return follicles_of("male", "european")


@pytest.fixture(scope="module")
def healthy(scalp):
    return hair(np.full(len(scalp.map_mm), THICK_UM))


def kept_share(field, scalp):
    """The cover of a field at each follicle: that of the nearest site."""
    sites = grading_sites(scalp.sex)
    node = np.rint((scalp.map_mm - sites.corner_mm) / 8.0).astype(int)
    row = sites.row[node[:, 0], node[:, 1]]
    return np.where(row >= 0, field.relative_density[row], 1.0)


def test_a_healthy_head_is_whole_up_to_its_hairline(scalp, healthy):
    assert cover_field(scalp, healthy, healthy).relative_density == pytest.approx(1.0)


@pytest.mark.parametrize("grade", MEN)
def test_follicles_that_lost_their_hair_as_drawn_are_graded_as_drawn(grade, scalp, healthy):
    drawn = norwood_head(grade)
    chance = np.random.default_rng(4).random(len(scalp.map_mm))
    left = hair(np.where(chance < kept_share(drawn, scalp), THICK_UM, 0.0))

    found = cover_field(scalp, left, healthy)

    assert norwood(found).tolist() == [grade]
    assert np.abs(found.relative_density - drawn.relative_density).mean() < 0.03


def test_hair_of_half_the_width_covers_half(scalp, healthy):
    seen = known().value("visible_hair_diameter", "um")
    thick = hair(np.full(len(scalp.map_mm), 2.2 * seen))

    half = cover_field(scalp, hair(np.full(len(scalp.map_mm), 1.1 * seen)), thick)
    unseen = cover_field(scalp, hair(np.full(len(scalp.map_mm), 0.9 * seen)), healthy)

    assert half.relative_density == pytest.approx(0.5)
    assert unseen.relative_density == pytest.approx(0.0)


@pytest.mark.parametrize(("sex", "ancestry"), [("female", "east_asian"), ("male", "african")])
def test_another_head_is_stretched_onto_the_sites(sex, ancestry):
    other = follicles_of(sex, ancestry)
    whole = hair(np.full(len(other.map_mm), THICK_UM))
    line = other.head.hairline
    radius = np.hypot(*other.map_mm.T)
    edge = np.interp(np.arctan2(*other.map_mm.T), line.azimuth, np.hypot(*line.map_mm.T))
    rim_lost = hair(np.where(radius > 0.85 * edge, 0.0, THICK_UM))

    cover = cover_field(other, rim_lost, whole).relative_density

    sites = grading_sites(sex)
    inward = np.hypot(*sites.map_mm.T) / sites.edge_at(np.arctan2(*sites.map_mm.T))
    assert cover_field(other, whole, whole).relative_density == pytest.approx(1.0)
    assert (cover[inward < 0.75] > 0.99).all()
    assert (cover[inward > 0.95] < 0.01).all()


def test_hair_of_another_head_is_refused(scalp, healthy):
    with pytest.raises(InputError, match="of one head"):
        cover_field(scalp, hair([THICK_UM]), healthy)


@pytest.mark.parametrize("sex", ["male", "female"])
def test_sites_lie_inside_the_hairline_and_alike_on_both_sides(sex):
    sites = grading_sites(sex)
    u, v = sites.map_mm.T

    assert 600 <= len(u) <= 1500
    assert (np.hypot(u, v) < sites.edge_at(np.arctan2(u, v))).all()
    assert {(x, y) for x, y in sites.map_mm.tolist()} == {(-x, y) for x, y in sites.map_mm.tolist()}
    assert 450.0 < sites.area_cm2.sum() < 750.0  # a scalp
