"""Heads whose shape is known are graded as what they are."""

import numpy as np
import pytest
from graded_heads import MEN, WOMEN, field_of, ludwig_head, male_cover, norwood_head
from hypothesis import given, settings
from hypothesis import strategies as st

from anagen.errors import InputError
from anagen.scalp.grading import (
    NORWOOD_GRADES,
    CoverField,
    basp,
    christmas_tree,
    grades,
    grading_sites,
    ludwig,
    measure,
    norwood,
    pattern,
    severity,
    sinclair,
)

SEXES = ("male", "female")
NOISE = 0.05
PARTS_ON_A_BORDER = ("IV", "IVa")
"""Men whose part, a mixture of bald and full, is drawn just where one Sinclair grade meets the next."""


def mirrored(field):
    """The same head seen in a mirror."""
    place = {tuple(np.round(at, 3)): row for row, at in enumerate(field.map_mm)}
    other = [place[round(-u, 3), round(v, 3)] for u, v in field.map_mm]
    return field_of(field.sex, field.relative_density[..., other])


def lopsided():
    """A head that has receded on its left only, with spots at random."""
    rng = np.random.default_rng(5)
    field = norwood_head("IV")
    right = field.map_mm[:, 0] < 0
    cover = np.where(right, norwood_head("II").relative_density, field.relative_density)
    return field_of("male", cover * rng.uniform(0.7, 1.0, len(cover)))


@pytest.mark.parametrize("sex", SEXES)
@pytest.mark.parametrize("grade", MEN)
def test_a_head_drawn_after_norwood_is_of_its_type(grade, sex):
    assert norwood(norwood_head(grade, sex)).tolist() == [grade]


@pytest.mark.parametrize("sex", SEXES)
@pytest.mark.parametrize("grade", WOMEN)
def test_a_head_drawn_after_ludwig_is_of_its_degree(grade, sex):
    assert ludwig(ludwig_head(grade, sex)).tolist() == [grade]


def test_the_part_widens_from_degree_to_degree():
    found = [int(sinclair(ludwig_head(grade))[0]) for grade in WOMEN]

    assert found == [1, 2, 3, 4]
    assert sinclair(norwood_head("VI")).tolist() == [5]


@pytest.mark.parametrize("sex", SEXES)
def test_a_healthy_head_has_no_grade(sex):
    found = grades(field_of(sex, np.ones(len(grading_sites(sex).map_mm))))

    assert (found.norwood[0], found.ludwig[0], found.sinclair[0], found.basp[0]) == ("I", "0", 1, "L")
    assert (found.pattern[0], found.severity[0], found.christmas_tree[0]) == ("none", 1, False)


@pytest.mark.parametrize("grade", ["I", "II"])
@pytest.mark.parametrize("sex", SEXES)
def test_diffuse_thinning_is_ludwigs_and_not_norwoods(grade, sex):
    field = ludwig_head(grade, sex)

    assert norwood(field).tolist() == ["I"]
    assert pattern(field).tolist() == ["female"]


def test_a_denuded_top_behind_a_kept_hairline_is_of_the_female_pattern_in_both_sexes():
    for sex in SEXES:
        assert pattern(ludwig_head("III", sex)).tolist() == ["female"]
        assert measure(ludwig_head("III", sex)).hairline_kept.all()


@pytest.mark.parametrize("grade", [grade for grade in MEN if grade != "I"])
@pytest.mark.parametrize("sex", SEXES)
def test_norwoods_types_are_of_the_male_pattern_in_both_sexes(grade, sex):
    assert pattern(norwood_head(grade, sex)).tolist() == ["male"]


def test_thinning_that_spares_no_place_is_of_no_pattern():
    everywhere = np.full(len(grading_sites("female").map_mm), 0.6)

    assert pattern(field_of("female", everywhere)).tolist() == ["unpatterned"]


@pytest.mark.parametrize(
    ("grade", "type_"),
    [
        ("I", "L"),
        ("II", "M1"),
        ("III", "M1"),
        ("IIa", "C1"),
        ("IVa", "C2F3"),
        ("IIIv", "M1V3"),
        ("IV", "M1V3"),
        ("VI", "U2"),
        ("VII", "U2"),
    ],
)
def test_basic_and_specific_types_follow_from_the_shape(grade, type_):
    assert basp(norwood_head(grade)).tolist() == [type_]


@pytest.mark.parametrize(
    ("temple", "mid", "basic"),
    [
        (0, 0, "L"),
        (9, 0, "M0"),
        (8, 8, "C0"),
        (20, 0, "M1"),
        (60, 10, "M2"),
        (60, 60, "C2"),
        (110, 110, "C3"),
    ],
)
def test_the_basic_type_says_how_deep_and_whether_the_middle_recedes_too(temple, mid, basic):
    found = basp(field_of("male", male_cover("male", temple, mid)))[0]

    assert found.split("F")[0].split("V")[0] == basic


@pytest.mark.parametrize(("grade", "type_"), [("0", "L"), ("I", "LF1V1"), ("II", "LF2V2"), ("III", "LF3V3")])
def test_a_thinned_top_has_a_straight_front_and_specific_types(grade, type_):
    assert basp(ludwig_head(grade)).tolist() == [type_]


def test_a_tree_is_wider_at_its_foot():
    tree, even = ludwig_head("I", frontal=0.5), ludwig_head("I")

    assert christmas_tree(tree).all()
    assert not christmas_tree(even).any()
    width = measure(tree).part_width_mm[0]
    assert width[1] > width[3] > width[5]


@pytest.mark.parametrize("sex", SEXES)
@pytest.mark.parametrize("head", [*MEN, *(f"Ludwig {grade}" for grade in WOMEN)])
def test_noise_does_not_flip_a_grade(head, sex):
    field = ludwig_head(head.split()[1], sex) if " " in head else norwood_head(head, sex)
    rng = np.random.default_rng(11)
    noisy = field.relative_density + NOISE * rng.standard_normal((60, len(field.map_mm)))

    found, clean = grades(field_of(sex, np.maximum(noisy, 0.0))), grades(field)

    assert (found.norwood == clean.norwood).all()
    assert (found.ludwig == clean.ludwig).all()
    assert (found.pattern == clean.pattern).all()
    if head not in PARTS_ON_A_BORDER:
        assert (found.sinclair == clean.sinclair).all()


def test_small_bald_patches_make_no_grade():
    rng = np.random.default_rng(3)
    sites = grading_sites("male").map_mm
    centers = rng.uniform([-100, -150], [100, 30], (300, 2))
    patched = 1.0 - 0.95 * (np.linalg.norm(sites[None] - centers[:, None], axis=2) < 9.0)

    assert (norwood(field_of("male", patched)) == "I").all()


@pytest.mark.parametrize("field", [*map(norwood_head, MEN), lopsided(), *map(ludwig_head, WOMEN)])
def test_a_head_in_the_mirror_has_the_same_grades(field):
    one, other = grades(field), grades(mirrored(field))

    for name in ("norwood", "ludwig", "sinclair", "basp", "pattern"):
        assert (getattr(one, name) == getattr(other, name)).all()
    assert one.measures.temple_asymmetry_mm == pytest.approx(-other.measures.temple_asymmetry_mm)


def test_measures_are_those_that_were_drawn():
    seen = measure(norwood_head("IIIv"))

    assert seen.temple_recession_mm == pytest.approx(19.0, abs=2.0)
    assert measure(norwood_head("IIa")).mid_recession_mm == pytest.approx(15.0, abs=2.0)
    behind = np.pi * 0.25 * 2.5**2 * 4.0 * 0.93  # a disk of 25 mm, of which the map stretches some
    assert 0.6 * behind < seen.vertex_bald_cm2[0] < behind  # the smoothing takes off an edge
    assert seen.bridge_width_mm[0] > 80.0
    assert measure(norwood_head("VII")).fringe_mm < measure(norwood_head("VI")).fringe_mm - 20.0
    assert measure(ludwig_head("II")).occiput_cover == pytest.approx(1.0, rel=0.02)


def worn(sex, steps):
    """Heads that only lose, one after the other: each wears a place of the one before."""
    sites = grading_sites(sex).map_mm
    heads = [np.ones(len(sites))]
    for u, v, radius, left in steps:
        worn_off = 1.0 - (1.0 - left) * np.exp(
            -0.5 * ((sites[:, 0] - u) ** 2 + (sites[:, 1] - v) ** 2) / radius**2
        )
        heads.append(heads[-1] * worn_off)
    return field_of(sex, np.stack(heads))


PLACES = st.tuples(st.floats(-100, 100), st.floats(-160, 90), st.floats(6, 70), st.floats(0.0, 1.0))


@settings(max_examples=100, deadline=None)
@given(sex=st.sampled_from(SEXES), steps=st.lists(PLACES, min_size=4, max_size=24))
def test_losing_hair_anywhere_never_lowers_a_grade(sex, steps):
    field = worn(sex, steps)

    assert (np.diff(severity(norwood(field))) >= 0).all()
    assert (np.diff(sinclair(field)) >= 0).all()
    assert (np.diff(np.searchsorted(["0", "I", "II", "III"], ludwig(field))) >= 0).all()


@settings(max_examples=60, deadline=None)
@given(
    grade=st.sampled_from(sorted(MEN)),
    sex=st.sampled_from(SEXES),
    seed=st.integers(0, 2**32 - 1),
    share=st.floats(0.001, 1.0),
)
def test_losing_hair_at_single_sites_never_lowers_the_step_of_a_type(grade, sex, seed, share):
    field, rng = norwood_head(grade, sex), np.random.default_rng(seed)
    kept = np.where(rng.random(len(field.map_mm)) < share, rng.random(len(field.map_mm)), 1.0)
    fewer = field_of(sex, field.relative_density * kept)

    assert severity(norwood(fewer)) >= severity(norwood(field))


def test_the_steps_of_the_types_are_ordered_and_variants_share_them():
    assert severity(np.array(["I", "II", "III", "IV", "V", "VI", "VII"])).tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert severity("IIIv") == severity("IIIa") == severity("III") == NORWOOD_GRADES["III"]


def test_many_heads_at_once_are_graded_as_each_alone():
    fields = [norwood_head(grade) for grade in MEN]
    together = field_of("male", np.stack([field.relative_density for field in fields]))

    assert norwood(together).tolist() == list(MEN)
    assert basp(together).tolist() == [basp(field)[0] for field in fields]


def test_a_field_of_the_wrong_size_or_with_odd_numbers_is_refused():
    with pytest.raises(InputError, match="needs 1384 sites"):
        CoverField(sex="male", relative_density=np.ones(7))
    cover = np.ones(1384)
    cover[3] = np.nan
    with pytest.raises(InputError, match="finite"):
        CoverField(sex="male", relative_density=cover)
    with pytest.raises(InputError, match="Norwood type"):
        severity("IIIb")
