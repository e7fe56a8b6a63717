"""Hair grays with age, later in some ancestries, and as much as surveys found."""

from itertools import pairwise

import pytest

from anagen.errors import InputError
from anagen.scalp import ANCESTRIES
from anagen.scalp.graying import gray_share

WORLD = ("european", "east_asian", "african")


def worldwide(age_years):
    return sum(gray_share(age_years, one) for one in WORLD) / len(WORLD)


@pytest.mark.parametrize("ancestry", ANCESTRIES)
def test_hair_only_gets_grayer(ancestry):
    shares = [gray_share(age, ancestry) for age in range(45, 100, 5)]
    assert all(a < b for a, b in pairwise(shares))
    assert gray_share(25, ancestry) == 0.0
    assert shares[-1] > 0.7


@pytest.mark.parametrize(("age", "found"), [(55, 0.74 * 0.27), (63, 0.91 * 0.40)])
def test_the_mean_over_the_world_is_that_of_the_survey(age, found):
    assert worldwide(age) == pytest.approx(found, abs=0.02)


def test_europeans_gray_first_then_east_asians_then_africans():
    shares = [gray_share(50, one) for one in WORLD]
    assert shares == sorted(shares, reverse=True)
    assert gray_share(50, "african") < gray_share(50, "other") < gray_share(50, "european")


def test_an_unknown_ancestry_is_refused():
    with pytest.raises(InputError, match="ancestry"):
        gray_share(40, "martian")
