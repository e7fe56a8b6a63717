"""Equations of hormones and doses: balances of mass, limits, and steps that make one longer step."""

import math

import pytest

from anagen.laws.adherence import miss_probability
from anagen.laws.androgen import (
    antagonized,
    assayed,
    dht_after,
    dht_formed,
    dht_over,
    effective_androgen,
    enzyme_after,
    enzyme_at_rest,
    enzyme_over,
    menopause_drive,
    receptor_drive,
    reduction,
    share_at_odds,
    share_elsewhere,
    share_of_testosterone,
    spared_testosterone,
)
from anagen.laws.minoxidil import delivered, dose_of, drive_of, greatest, reservoir_after
from anagen.laws.sulfation import following, sulfated, sulfation_drive

approx = pytest.approx


def odds(share):
    return share / (1.0 - share)


@pytest.mark.parametrize(("k", "kill"), [(0.3, 0.0), (0.3, 0.6), (0.05, 20.0)])
def test_at_rest_as_much_enzyme_is_made_as_is_lost(k, kill):
    assert (k + kill) * enzyme_at_rest(k, kill) == approx(k)


@pytest.mark.parametrize("kill", [0.0, 0.4, 7.0])
def test_two_steps_of_an_enzyme_are_one_and_begin_with_its_rate_of_change(kill):
    k, e = 0.2, 0.7

    assert enzyme_after(enzyme_after(e, k, kill, 0.5), k, kill, 1.25) == approx(
        enzyme_after(e, k, kill, 1.75)
    )
    assert (enzyme_after(e, k, kill, 1e-7) - e) / 1e-7 == approx(k - (k + kill) * e, rel=1e-5)


def test_the_mean_of_an_enzyme_is_that_of_many_moments():
    e, k, kill, step = 0.9, 0.3, 1.1, 2.0
    moments = [enzyme_after(e, k, kill, step * (i + 0.5) / 2000) for i in range(2000)]

    assert enzyme_over(e, enzyme_after(e, k, kill, step), k, kill, step) == approx(
        sum(moments) / 2000, rel=1e-6
    )


def test_each_enzyme_alone_makes_its_share():
    assert reduction(0.0, 1.0, 0.7) == approx(0.7)
    assert reduction(1.0, 0.0, 0.7) == approx(0.3)


@pytest.mark.parametrize(("capacity", "share"), [(0.0, 0.15), (0.3, 0.5), (1.0, 0.5)])
def test_all_testosterone_that_is_supplied_is_lost_in_the_two_ways(capacity, share):
    level = spared_testosterone(capacity, share)

    assert share * capacity * level + (1.0 - share) * level == approx(1.0)


def test_dht_is_made_in_proportion_to_its_substrate_and_to_what_reduces_it():
    assert dht_formed(1.2, 0.5) == approx(0.6)
    assert dht_formed(0.6, 0.5) == approx(0.3)


def test_dht_comes_to_the_rate_at_which_it_is_made_and_its_mean_balances_it():
    after = dht_after(0.8, 0.3, 1.7, 0.4)

    assert dht_after(0.8, 0.3, 1.7, 1e3) == approx(0.3)
    assert dht_after(dht_after(0.8, 0.3, 1.7, 0.1), 0.3, 1.7, 0.3) == approx(after)
    assert 0.8 - dht_after(0.8, 0.3, 1.7, math.log(2.0) / 1.7) == approx(0.25)
    assert after - 0.8 == approx(1.7 * 0.4 * (0.3 - dht_over(0.8, after, 0.3, 1.7, 0.4)))


def test_each_hormone_alone_has_its_share_of_the_drive():
    assert receptor_drive(1.0, 0.0, 0.2) == approx(0.2)
    assert receptor_drive(0.0, 1.0, 0.2) == approx(0.8)


def test_an_antagonist_at_its_constant_halves_the_drive_and_three_leave_a_quarter():
    assert antagonized(0.8, 0.0) == 0.8
    assert antagonized(0.8, 1.0) == approx(0.4)
    assert antagonized(0.8, 3.0) == approx(0.2)


def test_what_does_not_hang_on_androgen_stays():
    assert effective_androgen(0.0, 0.6) == approx(0.4)
    assert effective_androgen(0.3, 1.0) == approx(0.3)
    assert effective_androgen(0.3, 0.0) == 1.0
    assert effective_androgen(0.5, 0.5) == approx(0.75)


def test_menopause_acts_from_its_day_on():
    assert menopause_drive(50.9, 51.0, 1.4) == 1.0
    assert menopause_drive(51.0, 51.0, 1.4) == 1.4
    assert menopause_drive(70.0, 51.0, 1.4) == 1.4


def test_ratios_of_enzymes_and_of_hormones_are_ratios_of_odds():
    assert odds(share_at_odds(0.7, 0.3)) == approx(0.3 * odds(0.7))
    assert odds(share_of_testosterone(0.2, 0.4)) == approx(odds(0.2) / 0.4)
    assert odds(share_elsewhere(0.6, 0.5, 0.8)) / odds(0.6) == approx(odds(0.8) / odds(0.5))


def test_an_assay_that_drifts_shows_its_drift_in_proportion():
    assert assayed(2.0, 0.25) == approx(2.5)
    assert assayed(0.5, 0.0) == 0.5


@pytest.mark.parametrize("clustering", [0.0, 0.3, 1.0])
def test_neighboring_doses_are_correlated_as_said_and_the_share_is_kept(clustering):
    after_miss, after_dose = (miss_probability(missed, 0.25, clustering) for missed in (True, False))

    assert after_miss - after_dose == approx(clustering)
    assert 0.25 * after_miss + 0.75 * after_dose == approx(0.25)


def test_a_reservoir_empties_by_halves_and_passes_on_what_it_lost():
    k = math.log(2.0) / 3.0

    assert reservoir_after(40.0, k, 3.0) == approx(20.0)
    assert reservoir_after(40.0, k, 6.0) == approx(10.0)
    assert delivered(40.0, reservoir_after(40.0, k, 6.0), 6.0) == approx(5.0)


def test_minoxidil_has_a_greatest_drive_and_half_of_it_at_half():
    assert drive_of(1e12, 0.8, 1.0) == approx(greatest(0.8))
    assert drive_of(0.8, 0.8, 1.0) == approx(0.5 * greatest(0.8))
    assert drive_of(1.0, 0.8, 1.0) == approx(1.0)
    assert drive_of(2.0, 0.8, 0.3) == approx(0.3 * drive_of(2.0, 0.8, 1.0))


@pytest.mark.parametrize("dose", [0.1, 1.0, 3.0])
def test_the_dose_of_a_drive_has_that_drive(dose):
    assert dose_of(drive_of(dose, 0.8, 1.0), 0.8) == approx(dose)


def test_a_drive_as_great_as_the_greatest_has_a_dose_that_is_large_but_not_endless():
    assert dose_of(greatest(0.8), 0.8) == approx(800.0)
    assert dose_of(3.6, 0.8) == approx(1600.0)


def test_sulfation_saturates_and_none_is_there_without_drug():
    assert sulfated(40.0, 40.0) == approx(0.5)
    assert sulfated(120.0, 40.0) == approx(0.75)
    assert sulfated(1e12, 40.0) == approx(1.0)
    assert sulfated(0.0, 40.0) == sulfated(-1.0, 40.0) == 0.0
    assert sulfated(0.5, 40.0) == approx(0.5 / 40.5)


def test_the_mean_man_under_the_reference_dose_has_a_drive_of_one():
    assert sulfation_drive(7.0, 7.0, 40.0, 1.0) == approx(1.0)
    assert sulfation_drive(7.0, 7.0, 40.0, 0.4) == approx(0.4)
    assert sulfation_drive(120.0, 40.0, 40.0, 2.0) == approx(3.0)


def test_a_follicle_answers_by_halves():
    k = math.log(2.0) / 5.0

    assert following(0.2, 1.0, k, 5.0) == approx(0.6)
    assert following(0.2, 1.0, k, 10.0) == approx(0.8)
    assert following(0.2, 1.0, k, 0.0) == approx(0.2)
