"""Heredity: what a family says of a man, against the odds of surveys and against families drawn by chance."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from anagen.evidence import known
from anagen.evidence.epidemiology import surveys
from anagen.laws.liability import (
    AncestryShifts,
    Heredity,
    ancestry_shift,
    father_correlation,
    liability_shift,
    liability_variance,
    mean_liability,
    mothers_father_correlation,
    prevalence_shift,
    threshold,
)

KNOWN = known()
RANGES = tomllib.loads(
    (Path(__file__).parents[1] / "evidence" / "literature.toml").read_text(encoding="utf-8")
)
HEREDITY = Heredity(**{name: KNOWN.value(name, "1") for name in Heredity._fields})
SHIFTS = AncestryShifts(**{name: KNOWN.value(name, "1") for name in AncestryShifts._fields})
SONS, FATHERS = 0.42, 0.6
"""Shares of men of 18 to 49 years, and of their fathers, with hair loss."""


def odds_ratio(correlation, prevalence=SONS, relatives=FATHERS):
    """Odds of hair loss of men with a bald relative, relative to those of other men."""
    t, s = threshold(prevalence), threshold(relatives)
    both_free = stats.multivariate_normal([0, 0], [[1, correlation], [correlation, 1]]).cdf([t, s])
    free_bald, bald_free = (1 - prevalence) - both_free, (1 - relatives) - both_free
    both_bald = 1 - both_free - free_bald - bald_free
    return both_bald * both_free / (free_bald * bald_free)


def test_a_bald_father_raises_the_odds_as_in_ohio():
    published = RANGES["odds_ratio_of_a_bald_father"]

    assert published["low"] < odds_ratio(father_correlation(HEREDITY)) < published["high"]
    assert odds_ratio(father_correlation(HEREDITY)) == pytest.approx(2.5, rel=0.15)


def test_a_mothers_father_says_less_than_a_father_and_more_than_without_x():
    without_x = HEREDITY._replace(liability_x_share=0.0)

    assert mothers_father_correlation(without_x) == pytest.approx(0.5 * father_correlation(without_x))
    assert (
        mothers_father_correlation(without_x)
        < mothers_father_correlation(HEREDITY)
        < father_correlation(HEREDITY)
    )


@pytest.mark.parametrize("prevalence", [0.05, 0.42, 0.9])
def test_the_two_groups_together_are_everyone(prevalence):
    share = {True: prevalence, False: 1.0 - prevalence}
    mean = sum(share[one] * mean_liability(one, prevalence) for one in share)
    square = sum(
        share[one] * (liability_variance(one, prevalence) + mean_liability(one, prevalence) ** 2)
        for one in share
    )

    assert mean == pytest.approx(0.0, abs=1e-12)
    assert square == pytest.approx(1.0)


@pytest.mark.parametrize("father", [True, False, None])
@pytest.mark.parametrize("grandfather", [True, False, None])
def test_families_drawn_by_chance_have_that_mean_and_spread(father, grandfather):
    rng = np.random.default_rng(7)
    r, q = father_correlation(HEREDITY), mothers_father_correlation(HEREDITY)
    dad, granddad = rng.standard_normal((2, 400_000))
    sons = r * dad + q * granddad + np.sqrt(1 - r * r - q * q) * rng.standard_normal(dad.size)
    fits = np.ones(dad.size, bool)
    for bald, liability in ((father, dad), (grandfather, granddad)):
        if bald is not None:
            fits &= (liability > threshold(FATHERS)) == bald

    said = liability_shift(HEREDITY, father, grandfather, FATHERS)

    assert said.shift == pytest.approx(sons[fits].mean(), abs=0.01)
    assert said.sd == pytest.approx(sons[fits].std(), abs=0.01)


def test_who_knows_nothing_of_his_family_is_like_everyone():
    assert liability_shift(HEREDITY, None, None, FATHERS) == (0.0, 1.0)


def share_of(name, age):
    return next(one.percent / 100 for one in surveys() if one.name == name and one.age_low_years == age)


def test_the_shift_of_east_asia_is_that_of_the_surveys():
    men = [
        prevalence_shift(share_of("paik_2001_men", 20), share_of("rhodes_1998", 18)),
        prevalence_shift(share_of("paik_2001_men", 40), share_of("rhodes_1998", 40)),
        prevalence_shift(share_of("wang_2010_men", 18), share_of("rhodes_1998", 18)),
        prevalence_shift(share_of("wang_2010_men", 40), share_of("rhodes_1998", 40)),
    ]
    women = [
        prevalence_shift(share_of(f"{survey}_women", 70), 0.355) for survey in ("paik_2001", "wang_2010")
    ]

    assert ancestry_shift(SHIFTS, "east_asian", "male") == pytest.approx(np.mean(men), abs=0.01)
    assert ancestry_shift(SHIFTS, "east_asian", "female") == pytest.approx(np.mean(women), abs=0.01)


def test_the_shift_of_south_asia_is_that_of_the_surveys():
    (india,) = [one.percent / 100 for one in surveys() if one.name == "krupa_2009_iii"]
    (norway,) = [one.percent / 100 for one in surveys() if one.name == "demuro_2000_iii"]

    assert ancestry_shift(SHIFTS, "south_asian", "male") == pytest.approx(
        prevalence_shift(india, norway), abs=0.01
    )


@pytest.mark.parametrize("ancestry", ["european", "other"])
def test_europeans_are_the_reference(ancestry):
    assert ancestry_shift(SHIFTS, ancestry, "male") == 0.0
