"""How the claims about whole scalps compare people with surveys, and read a head."""

import math

import numpy as np
import pytest

from anagen.claims import scalp
from anagen.evidence import known
from anagen.evidence.epidemiology import surveys
from anagen.scalp import make_scalp
from anagen.simulation.prevalence import graded_people


@pytest.fixture(scope="module")
def men():
    """A few men at large of two ancestries."""
    return {
        ancestry: graded_people(sex="male", ancestry=ancestry, age_years=(18.0, 85.0), people=150)
        for ancestry in ("east_asian", "european")
    }


def test_every_decade_of_the_surveys_that_calibrate_is_compared(men):
    compared = {(one.name, one.age_low_years) for one in scalp.misses_of("calibration", men)}

    assert {("paik_2001_men", age) for age in (20, 30, 40, 50, 60, 70)} <= compared
    assert {("rhodes_1998", 18), ("rhodes_1998", 40)} <= compared
    assert len(compared) == 8


def test_a_miss_is_what_is_found_less_what_was_published(men):
    misses = scalp.misses_of("calibration", men)
    (band,) = (one for one in misses if one.name == "paik_2001_men" and one.age_low_years == 60)
    age, step = men["east_asian"].people.age_years, men["east_asian"].grades.severity
    among = step[(age >= 60.0) & (age < 70.0)]

    assert misses[band] == pytest.approx(100.0 * np.mean(among >= 3) - 34.3)
    assert scalp.farthest(misses) == max(abs(one) for one in misses.values())


def test_what_was_held_out_is_compared_apart_and_never_what_deserves_little_trust(men):
    held_out = scalp.misses_of("validation", men)
    little = {one.name for one in surveys() if one.trust == "low"}

    assert {one.source for one in held_out} >= {"Wang2010"}
    assert {one.role for one in held_out} == {"validation"}
    assert not little & {one.name for one in held_out}


def test_nothing_compared_is_no_number():
    assert math.isnan(scalp.farthest({}))
    assert scalp.told({}) == "nothing."


def test_men_of_one_age_get_no_better_when_nobody_treats_them():
    some = scalp.old_men(known()).take(np.arange(12))
    steps = scalp.steps_through_life(some, known())

    assert steps.shape[0] == 12
    assert np.median(steps[:, 0]) == 1 < np.median(steps[:, -1])
    assert (np.diff(steps, axis=1) >= 0).all()


def test_the_top_and_the_fringe_are_apart_and_both_are_large():
    made = make_scalp(sex="male", density_times=0.05)
    top, fringe = scalp.on_top(made), scalp.in_fringe(made)

    assert not (top & fringe).any()
    assert min(top.mean(), fringe.mean()) > 0.1
    assert made.map_mm[fringe, 1].mean() < made.map_mm[top, 1].mean()


def test_steps_are_told_once_each():
    assert scalp.in_numerals([1, 1, 3, 3, 3, 6]) == "I III VI"
