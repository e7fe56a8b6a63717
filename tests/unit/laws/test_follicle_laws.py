"""Equations of the hair cycle and of miniaturization: their ends, their inverses, and what they leave alone."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anagen.laws.cycle import (
    anagen_clock_androgen,
    anagen_clock_rebound,
    anagen_clock_relief,
    anagen_length,
    habit,
    kenogen_clock,
    kenogen_length,
    lognormal_factor,
    missed,
    telogen_clock,
)
from anagen.laws.miniaturization import (
    appetite,
    is_established_vellus,
    lifted_target,
    next_size,
    own_size,
    size_target,
    thickened_size,
    thinned_size,
    thinning_exposure,
)

approx = pytest.approx

f4 = np.float32


def test_stays_vary_about_a_mean_of_one():
    sigma = 0.5
    z = [NormalDist().inv_cdf((i + 0.5) / 4000) for i in range(4000)]
    factors = [lognormal_factor(f4(one), f4(sigma), f4(0.5 * sigma * sigma)) for one in z]

    assert np.mean(factors) == approx(1.0, abs=2e-3)
    assert np.std(np.log(factors)) == approx(sigma, abs=2e-3)


def test_anagen_runs_from_the_smallest_to_the_full_length():
    full, smallest = f4(1000.0), f4(100.0)

    assert anagen_length(f4(1.0), full, smallest, f4(2.0)) == approx(1000.0, rel=1e-6)
    assert anagen_length(f4(0.0), full, smallest, f4(2.0)) == approx(100.0, rel=1e-6)
    assert anagen_length(f4(0.5), full, smallest, f4(2.0)) == approx(325.0, rel=1e-5)


def test_fine_hairs_are_missed_for_longer():
    assert kenogen_length(f4(1.0), f4(30.0), f4(50.0)) == approx(30.0)
    assert kenogen_length(f4(0.0), f4(30.0), f4(50.0)) == approx(80.0)
    assert kenogen_length(f4(0.25), f4(30.0), f4(50.0)) == approx(67.5)


def test_clocks_run_at_one_untreated_and_faster_or_slower_in_proportion():
    assert anagen_clock_relief(0.0, 0.5) == 1.0
    assert anagen_clock_relief(2.0, 0.5) == approx(0.5)
    assert anagen_clock_androgen(1.5, 0.4) == approx(0.6)
    assert telogen_clock(0.0, 0.7, 0.0, 0.2) == 1.0
    assert telogen_clock(2.0, 0.7, 3.0, 0.2) == approx(1.0 + 1.4 + 0.6)


def test_follicles_get_used_to_minoxidil_and_miss_it_by_as_much_whatever_the_step():
    """What is missed after a stop adds up to the drive times the time constant, in days as in weeks."""
    time = 30.0
    assert habit(0.4, 0.4, time, 7.0) == 0.4
    assert habit(0.0, 1.0, time, 1e4) == approx(1.0)
    assert missed(0.2, 1.0, time, 7.0) == 0.0, "a rising drive is not missed"

    def in_all(step: float) -> float:
        used_to, total = 1.0, 0.0
        for _ in range(round(140.0 / step)):
            total += missed(used_to, 0.0, time, step) * step
            used_to = habit(used_to, 0.0, time, step)
        return total

    assert in_all(1.0) == approx(in_all(7.0), rel=1e-9)
    assert in_all(7.0) == approx(time * (1.0 - math.exp(-140.0 / time)), rel=1e-9)
    assert anagen_clock_rebound(0.5, 4.0) == 3.0


def test_what_is_hardly_missed_is_not_missed():
    """Else no clock would ever be steady again."""
    assert missed(0.5005, 0.5, 30.0, 1.0) == 0.0
    assert missed(0.502, 0.5, 30.0, 1.0) > 0.0


def test_an_empty_follicle_wakes_sooner_with_less_androgen_and_with_drugs():
    quiet = {"minoxidil": 0.0, "acceleration": 0.7, "wound": 0.0, "wound_acceleration": 0.2}

    assert kenogen_clock(1.0, 3.0, *quiet.values()) == 1.0
    assert kenogen_clock(1.7, 3.0, *quiet.values()) == 1.0
    assert kenogen_clock(0.0, 3.0, *quiet.values()) == approx(4.0)
    assert kenogen_clock(0.5, 3.0, *quiet.values()) == approx(2.5)
    assert kenogen_clock(0.5, 3.0, 2.0, 0.7, 3.0, 0.2) == approx(2.5 * 3.0)


def test_a_load_of_one_halves_the_target_and_none_leaves_it():
    assert size_target(f4(1.0), f4(3.0)) == approx(0.5)
    assert size_target(f4(2.0), f4(2.0)) == approx(0.2, rel=1e-5)
    assert size_target(f4(0.0), f4(3.0)) == approx(1.0)
    assert appetite(f4(2.0), f4(2.0)) == approx(0.8, rel=1e-5)


def test_a_lift_gives_back_its_share_of_what_was_taken():
    assert lifted_target(f4(0.4), f4(0.0)) == approx(0.4)
    assert lifted_target(f4(0.4), f4(1.0)) == approx(1.0)
    assert lifted_target(f4(0.4), f4(0.25)) == approx(0.55)


def test_a_follicle_steps_down_and_up_by_shares_of_its_own():
    down, up = f4(0.5), f4(0.25)

    assert next_size(f4(0.8), f4(0.4), down, up) == approx(0.6)
    assert next_size(f4(0.4), f4(0.8), down, up) == approx(0.5)
    assert next_size(f4(0.6), f4(0.6), down, up) == approx(0.6)


def test_a_thinned_hair_had_the_exposure_that_thins_it():
    rate, own = f4(1e-3), f4(0.7)
    later = thinned_size(f4(0.9), rate, own, f4(400.0))

    assert np.log(0.9 / later) == approx(0.28, rel=1e-5)
    assert thinning_exposure(f4(0.9), later, rate, own) == approx(400.0, rel=1e-4)
    assert thinned_size(f4(0.9), rate, own, f4(0.0)) == approx(0.9)


@pytest.mark.parametrize(("day", "is_lost"), [(99.0, False), (100.0, False), (101.0, True)])
def test_vellus_is_established_once_its_time_is_over(day, is_lost):
    assert is_established_vellus(day, 60.0, 40.0) == is_lost


@given(size=st.floats(0.05, 1.0), gain=st.floats(0.0, 1.0))
def test_hair_under_minoxidil_is_thicker_by_a_share_of_what_was_lost_and_no_thicker_than_its_best(size, gain):
    shaft = thickened_size(f4(size), f4(gain))
    assert size * (1.0 - 1e-6) <= shaft <= 1.0 + 1e-6
    assert shaft / size - 1.0 == approx(gain * (1.0 - size), abs=1e-6)
    assert own_size(f4(size), shaft, f4(0.8) * shaft) == approx(0.8 * size, rel=1e-5)
