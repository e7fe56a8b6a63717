"""A thinning area cut into sections: each point in one of them, none too large, in an order a hand can follow."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rolling import area, block, haired

from anagen.errors import InputError, UnknownNameError
from anagen.patient.person import Person
from anagen.rolling.lattice import cells_of, connected, lattice, neighbors, runs_of
from anagen.rolling.sections import LONGEST_MM, adjoin, cut, on_edge
from anagen.rolling.thinning import AREAS, drawn_area, stated_areas, thin_area, thin_cells

MEN = [{"norwood": one} for one in ("II", "IIIv", "IV", "V", "VI", "VII")]
HEADS = [("male", one) for one in MEN] + [("female", {"ludwig": "II"}), ("female", {"sinclair": 4})]


@st.composite
def shapes(draw):
    """Areas of any shape: some overlapping rectangles and stripes on the scalp."""
    parts = draw(
        st.lists(
            st.tuples(st.integers(1, 24), st.integers(1, 24), st.integers(-22, 14), st.integers(-24, 12)),
            min_size=1,
            max_size=5,
        )
    )
    cells = frozenset().union(*(block(wide, long, (i, j)) for wide, long, i, j in parts))
    return cells & haired()


def check_partition(whole, sections):
    seen = [cell for one in sections for cell in one.cells]
    assert len(seen) == len(set(seen))
    assert set(seen) == set(whole.cells)


def check_order(whole, sections):
    assert [one.number for one in sections] == list(range(1, len(sections) + 1))
    for patch in connected(whole.cells):
        mine = [one for one in sections if one.cells <= patch]
        assert [one.number for one in mine] == list(range(mine[0].number, mine[0].number + len(mine)))
        assert on_edge(mine[0].cells, patch)
        for place, (before, after) in enumerate(pairwise(mine), start=1):
            ahead = [one for one in mine[place:] if adjoin(before, one)]
            if ahead:  # a leap only out of a dead end, and then beside what is done
                assert adjoin(before, after)
            else:
                assert any(adjoin(after, done) for done in mine[:place])


@settings(max_examples=60, deadline=None)
@given(shapes())
def test_every_point_lies_in_one_section_none_is_too_large_and_neighbors_follow(cells):
    if not cells:
        return
    whole = area(cells)

    sections = cut(whole)

    check_partition(whole, sections)
    assert all(max(one.width_mm) <= LONGEST_MM for one in sections)
    assert all(len(connected(one.cells)) == 1 for one in sections)
    check_order(whole, sections)
    assert sum(one.size_cm2 for one in sections) == pytest.approx(whole.size_cm2)


@pytest.mark.parametrize(("sex", "grade"), HEADS)
def test_the_area_of_a_grade_is_cut_so_too_and_mostly_without_a_leap(sex, grade):
    whole = thin_area(Person(age_years=45, sex=sex, **grade))

    sections = cut(whole)

    check_partition(whole, sections)
    assert all(max(one.width_mm) <= LONGEST_MM for one in sections)
    check_order(whole, sections)
    leaps = sum(not adjoin(a, b) for a, b in pairwise(sections))
    assert leaps <= len(connected(whole.cells)) - 1 + len(sections) // 8


def test_the_area_grows_with_the_grade():
    sizes = [thin_area(Person(age_years=45, sex="male", **one)).size_cm2 for one in MEN]

    assert sizes == sorted(sizes)
    assert sizes[0] >= 16.0
    assert sizes[-1] > 150.0


def test_a_square_that_just_fits_is_one_section_and_one_that_does_not_is_cut_evenly():
    assert len(cut(area(block(10, 10)))) == 1

    halves = cut(area(block(12, 10)))

    assert sorted(len(one.cells) for one in halves) == [60, 60]


def test_the_area_is_mirror_symmetric():
    whole = thin_area(Person(age_years=45, sex="male", norwood="V"))

    assert whole.cells == {(-1 - i, j) for i, j in whole.cells}


def test_what_a_person_points_at_comes_first():
    man = Person(age_years=31, sex="male", norwood="IIIv", answers={"areas": ("crown",)})

    crown = thin_area(man)

    assert all(j < 0 for _, j in crown.cells)
    assert "crown" in crown.says
    temples = thin_area(man, areas=["temples"])
    assert all(j > 0 for _, j in temples.cells)


def test_where_the_heads_show_nothing_the_named_area_is_taken_whole():
    young = Person(age_years=20, sex="female", ludwig="0", answers={"areas": ("crown",)})

    found = thin_area(young)

    cells = lattice("female")
    assert found.cells == cells.cells(drawn_area("female", ["crown"]))
    assert "as drawn" in found.says


def test_nothing_thin_and_nothing_named_is_refused():
    with pytest.raises(InputError, match="--area"):
        thin_area(Person(age_years=20, sex="female", ludwig="0"))


def test_an_area_that_there_is_not_is_refused():
    with pytest.raises(UnknownNameError):
        stated_areas(["neck"], {})


def test_thin_all_over_is_no_single_area():
    assert stated_areas((), {"areas": ("crown", "whole_scalp_diffuse")}) == ()
    assert stated_areas((), {"areas": ("patches", "crown")}) == ("crown",)


@pytest.mark.parametrize("one", AREAS)
def test_every_area_can_be_drawn_on_both_sexes(one):
    for sex in ("male", "female"):
        drawn = drawn_area(sex, [one])
        assert lattice(sex).size_cm2(lattice(sex).cells(drawn)) > 16.0
        assert (drawn == drawn[::-1]).all()


def test_specks_are_left_out_and_small_holes_filled():
    cells = lattice("male")
    ring = block(8, 8) - {(-7, -7)}
    speck = {(10, 5)}

    assert thin_cells(cells, cells.mask(ring | speck)) == block(8, 8)


@given(st.frozensets(st.tuples(st.integers(-9, 9), st.integers(-9, 9))))
def test_runs_tell_the_cells_again(cells):
    assert cells_of(runs_of(cells)) == cells


def test_patches_hang_together_and_share_no_side():
    patches = connected(block(3, 3) | block(2, 2, (5, 5)))

    assert len(patches) == 2
    one, other = patches
    assert not any(near in other for cell in one for near in neighbors(cell))
