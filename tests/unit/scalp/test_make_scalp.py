"""Scalps: where follicles stand, how dense, how they are grouped, which way they grow."""

import dataclasses

import numpy as np
import pytest
from scipy.spatial import cKDTree
from small_scalp import THIN, full_hair, thin_scalp

from anagen.errors import InputError
from anagen.evidence import known
from anagen.scalp import (
    ANCESTRIES,
    PHASES,
    REGIONS,
    SITES,
    HairState,
    follicle_densities,
    hairy_skin,
    make_scalp,
)
from anagen.scalp.density import unit_shares
from anagen.scalp.regions import memberships, region_of
from anagen.scalp.scalp import EDGE_MM, scalp_of
from anagen.scalp.units import blue_noise

ARRAYS = ("position_mm", "normal", "direction", "map_mm", "margin_mm", "unit", "region")


@pytest.fixture(scope="module", params=["male", "female"])
def scalp(request):
    return make_scalp(sex=request.param)


@pytest.fixture(scope="module")
def man():
    return make_scalp(sex="male")


@pytest.fixture(scope="module")
def thin():
    return thin_scalp()


def unit_middles(scalp):
    _, first, count = np.unique(scalp.unit, return_index=True, return_counts=True)
    sums = np.stack([np.bincount(scalp.unit, scalp.position_mm[:, k]) for k in range(3)], axis=1)
    return sums / count[:, None], first, count


def test_the_regions_partition_the_scalp(scalp):
    taken = np.concatenate([scalp.take_region(name) for name in REGIONS])

    assert np.array_equal(np.sort(taken), np.arange(scalp.follicles))
    assert all(len(scalp.take_region(name)) > 5000 for name in REGIONS)
    assert sum(scalp.region_area_cm2) == pytest.approx(scalp.area_cm2)


def test_memberships_sum_to_one_and_agree_with_the_regions():
    places = np.random.default_rng(3).uniform(-150, 150, (2000, 2))
    shares = memberships(places)
    clear = shares.max(axis=1) > 0.9

    assert np.allclose(shares.sum(axis=1), 1.0)
    assert clear.mean() > 0.5
    assert np.array_equal(shares.argmax(axis=1)[clear], region_of(places)[clear])


@pytest.mark.parametrize("name", REGIONS)
def test_the_places_to_look_at_lie_in_their_regions(scalp, name):
    near = scalp.at(SITES[name], 6.0)

    assert REGIONS[int(region_of(np.array(SITES[name])))] == name
    assert (scalp.region[near] == REGIONS.index(name)).mean() > 0.9
    assert scalp.margin_mm[near].min() > 3.0


def test_a_scalp_is_as_large_as_scalps_are():
    """492 cm2 (SD 31) in 25 Indian adults (Cureus 2026, 10.7759/cureus.104173); 775 cm2 is an old textbook's figure."""
    areas = [make_scalp(sex=sex).area_cm2 for sex in ("male", "female")]

    assert 492 - 2 * 31 < np.mean(areas) < 492 + 3 * 31
    assert areas[0] > areas[1]


@pytest.mark.parametrize(
    ("sex", "ancestry"), [("male", "european"), ("female", "african"), ("male", "east_asian")]
)
def test_density_is_as_asked_in_every_region(sex, ancestry):
    scalp = make_scalp(sex=sex, ancestry=ancestry, seed=4)
    asked = follicle_densities(sex, ancestry, known())
    inside = scalp.margin_mm > EDGE_MM
    area = hairy_skin(scalp.head).region_area_cm2(EDGE_MM)
    found = np.bincount(scalp.region[inside], minlength=len(REGIONS)) / area

    assert found == pytest.approx(asked, rel=0.03)


def test_density_follows_ancestry_and_the_wish():
    dense = {one: sum(follicle_densities("male", one, known())) for one in ANCESTRIES}

    assert dense["african"] < dense["east_asian"] < dense["european"]
    assert follicle_densities("male", "european", known())[REGIONS.index("vertex")] == pytest.approx(
        known().value("follicle_density_per_cm2", "1/cm2")
    )
    assert follicle_densities("male", "african", known(), 2.0) == pytest.approx(
        [2.0 * one for one in follicle_densities("male", "african", known())]
    )


def test_a_number_of_ones_own_is_used():
    sparse = known().replace(follicle_density_per_cm2=200 * THIN, because="a test")
    usual = make_scalp(sex="male", density_times=200 / 249.4 * THIN)

    assert make_scalp(sex="male", evidence=sparse).follicles == pytest.approx(usual.follicles, rel=1e-3)


def test_heads_bear_as_many_follicles_as_heads_do():
    """About 100 000 hairs, 90 000 to 150 000 in Europeans; fewer in Asians and Africans."""
    count = {
        (sex, one): make_scalp(sex=sex, ancestry=one).follicles
        for sex in ("male", "female")
        for one in ("european", "east_asian", "african")
    }

    assert all(95_000 < count[sex, "european"] < 140_000 for sex in ("male", "female"))
    assert all(
        count[sex, "african"] < count[sex, "east_asian"] < count[sex, "european"]
        for sex in ("male", "female")
    )
    assert min(count.values()) > 65_000


def test_units_keep_apart_as_blue_noise_does(man):
    middle, first, _ = unit_middles(man)
    inner = man.margin_mm[first] > 2 * EDGE_MM
    distance = cKDTree(middle).query(middle, k=2)[0][:, 1][inner]
    generator = np.random.default_rng(5)
    area = hairy_skin(man.head)
    per_mm2 = inner.sum() / (100 * sum(area.region_area_cm2(2 * EDGE_MM)))
    poisson_median = np.sqrt(np.log(2) / (np.pi * per_mm2))
    by_chance = np.sqrt(-np.log(1 - generator.random(len(distance))) / (np.pi * per_mm2))

    assert np.median(distance) > 1.5 * poisson_median
    assert np.percentile(distance, 0.1) > 0.6 * np.median(distance)
    assert np.percentile(by_chance, 0.1) < 0.1 * np.median(distance)


def test_sample_elimination_keeps_the_number_asked_and_spreads_it():
    generator = np.random.default_rng(6)
    points = np.column_stack([generator.uniform(0, 30, (4000, 2)), np.zeros(4000)])
    chosen = blue_noise(points, np.full(4000, 1000 / 900), 1000)
    kept = points[chosen]
    nearest = cKDTree(kept).query(kept, k=2)[0][:, 1]

    assert chosen.sum() == 1000
    assert nearest.min() > 0.5
    assert nearest.min() > 10 * cKDTree(points).query(points, k=2)[0][:, 1].min()


def test_units_have_one_to_four_hairs_in_published_shares(man):
    _, first, count = unit_middles(man)
    inner = man.margin_mm[first] > EDGE_MM
    share = np.bincount(count[inner], minlength=5)[1:] / inner.sum()

    assert set(count) == {1, 2, 3, 4}
    assert share == pytest.approx(unit_shares("european", known()), abs=0.01)


def test_hair_is_thin_and_single_at_the_hairline(man):
    _, first, count = unit_middles(man)
    edge, inner = man.margin_mm[first] < 2.0, man.margin_mm[first] > EDGE_MM
    area = hairy_skin(man.head)
    strip = sum(area.region_area_cm2(0.0)) - sum(area.region_area_cm2(2.0))

    assert (count[edge] == 1).mean() > 0.6
    assert (count[inner] == 1).mean() < 0.25
    assert edge.sum() / strip < 0.7 * inner.sum() / sum(area.region_area_cm2(EDGE_MM))


def test_hairs_of_a_unit_stand_close_together(man):
    middle, _, _ = unit_middles(man)
    apart = np.linalg.norm(man.position_mm - middle[man.unit], axis=1)

    assert np.percentile(apart, 99) < 0.45
    assert (np.diff(man.unit) >= 0).all()


def test_follicles_stand_on_the_skin_inside_the_hairline(scalp):
    assert np.percentile(np.abs(scalp.head.distance.at(scalp.position_mm)), 99.9) < 0.25
    assert scalp.margin_mm.min() > 0
    assert np.allclose(scalp.head.to_map(scalp.position_mm), scalp.map_mm, atol=1e-3)


def test_left_and_right_are_nearly_alike(scalp):
    left = scalp.map_mm[:, 0] > 0

    assert left.mean() == pytest.approx(0.5, abs=0.01)
    for name in REGIONS:
        assert left[scalp.take_region(name)].mean() == pytest.approx(0.5, abs=0.02)


def test_normals_and_directions_are_unit_and_at_right_angles(scalp):
    assert np.allclose(np.linalg.norm(scalp.normal, axis=1), 1.0, atol=1e-5)
    assert np.allclose(np.linalg.norm(scalp.direction, axis=1), 1.0, atol=1e-5)
    assert np.abs(np.sum(scalp.normal * scalp.direction, axis=1)).max() < 1e-5


def test_hair_grows_forward_on_top_and_down_on_sides_and_back(scalp):
    front = scalp.direction[scalp.at((0.0, 45.0), 12.0)].mean(axis=0)
    left = scalp.direction[scalp.at((125.0, -10.0), 12.0)].mean(axis=0)
    back = scalp.direction[scalp.at((0.0, -170.0), 12.0)].mean(axis=0)

    assert front[2] > 0.8
    assert left[1] < -0.8
    assert back[1] < -0.8


def whirl(scalp):
    """Mean share of the way around the whorl, positive clockwise, and of the way out of it."""
    near = scalp.at(scalp.head.whorl_map_mm, 14.0)
    outward = scalp.position_mm[near] - scalp.head.whorl_mm
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)
    around = np.cross(outward, scalp.normal[near])
    return np.sum(around * scalp.direction[near], axis=1).mean(), np.sum(
        outward * scalp.direction[near], axis=1
    ).mean()


def test_hair_leaves_the_whorl_in_a_spiral_clockwise_in_most():
    scalps = [make_scalp(sex="male", seed=seed, density_times=THIN) for seed in range(1, 31)]

    for scalp in scalps:
        around, outward = whirl(scalp)
        assert outward > 0.2
        assert (around > 0.4) if scalp.clockwise else (around < -0.4)
    assert 15 < sum(scalp.clockwise for scalp in scalps) < 30
    assert scalps[0].clockwise


def test_the_whorl_is_right_of_the_midline_behind_the_top(scalp):
    assert -25 < scalp.head.whorl_mm[0] < 0
    assert scalp.head.whorl_mm[2] < scalp.head.center[2] - 30


def test_the_same_seed_gives_the_same_scalp_and_another_another(thin):
    scalp_of.cache_clear()
    again = thin_scalp()
    other = make_scalp(sex="male", seed=2, density_times=THIN)

    assert again is not thin
    for name in ARRAYS:
        assert np.array_equal(getattr(again, name), getattr(thin, name))
    assert not np.array_equal(other.position_mm[:100], thin.position_mm[:100])
    assert thin_scalp() is again


def test_arrays_are_read_only_and_of_the_types_agreed(thin):
    kinds = {"unit": np.int32, "region": np.uint8}
    for name in ARRAYS:
        array = getattr(thin, name)
        assert array.dtype == kinds.get(name, np.float32)
        assert len(array) == thin.follicles
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


@pytest.mark.parametrize("times", [0.0, -1.0, float("nan"), float("inf")])
def test_an_impossible_density_is_refused(times):
    with pytest.raises(InputError, match="positive"):
        make_scalp(sex="male", density_times=times)


def test_an_unknown_region_is_refused(thin):
    with pytest.raises(InputError, match="mid_scalp"):
        thin.take_region("crown")


def test_sites_are_places_near_hair(thin):
    assert set(thin.sites()) == set(REGIONS)
    assert all(len(thin.at(place, 12.0)) > 5 for place in thin.sites().values())


def test_a_state_of_hair_has_a_row_for_each_follicle(thin):
    hair = full_hair(thin)

    assert hair.follicles == thin.follicles
    assert PHASES[hair.phase[0]] == "anagen"
    assert not hair.diameter_um.flags.writeable
    with pytest.raises(InputError, match="one row for each follicle"):
        dataclasses.replace(hair, phase=np.zeros(3, np.int8))
    with pytest.raises(dataclasses.FrozenInstanceError):
        hair.day = 1.0
    assert isinstance(hair, HairState)
