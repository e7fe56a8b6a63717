"""Spironolactone's chief metabolite in blood, against the twelve men of Gardiner and others (1989)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from anagen.evidence import known
from anagen.laws.androgen import antagonized, effective_androgen, share_at_odds, share_of_testosterone
from anagen.treatment.drives import dht_course
from anagen.treatment.physiology import typical_physiology
from anagen.treatment.regimen import Regimen

KNOWN = known()
# The men in whom it was measured; only women are given it here.
VOLUNTEER = replace(typical_physiology(KNOWN), sex="female")
HOURS = np.arange(0.0, 24.1, 2.0)


def day(number):
    """Levels over a day of 100 mg daily, every two hours. [ng/mL]"""
    seen = dht_course(
        Regimen.of("spironolactone 100 mg oral daily"), VOLUNTEER, number - 1 + HOURS / 24, evidence=KNOWN
    )
    return seen.concentration_ng_per_ml["spironolactone"][0]


def test_the_area_of_a_day_is_that_of_day_fifteen():
    levels = day(15)

    assert np.trapezoid(levels, HOURS) == pytest.approx(2804, rel=0.05)


def test_peaks_are_those_of_the_first_and_the_fifteenth_day():
    # Levels are read every two hours, and the peak is at 3.2 hours.
    assert day(15).max() == pytest.approx(391, rel=0.15)
    assert day(1).max() == pytest.approx(359, rel=0.15)
    assert HOURS[day(15).argmax()] in (2.0, 4.0)


def test_it_is_gone_with_a_half_life_of_fourteen_hours():
    stopped = dht_course(
        Regimen.of("spironolactone 100 mg oral daily until day 15"), VOLUNTEER, [16.0, 17.0], evidence=KNOWN
    ).concentration_ng_per_ml["spironolactone"][0]

    assert 24.0 * np.log(2.0) / np.log(stopped[0] / stopped[1]) == pytest.approx(13.8, rel=0.03)


def test_an_antagonist_at_its_half_concentration_halves_and_none_changes_nothing():
    assert antagonized(0.7, 1.0) == 0.35
    assert antagonized(0.7, 0.0) == 0.7


def test_what_does_not_hang_on_androgen_stays():
    assert effective_androgen(0.3, 0.0) == 1.0
    assert effective_androgen(0.3, 1.0) == pytest.approx(0.3)
    assert effective_androgen(1.0, 0.4) == 1.0


def test_equal_odds_and_equal_reduction_change_no_share():
    assert share_at_odds(0.7, 1.0) == pytest.approx(0.7)
    assert share_of_testosterone(0.02, 1.0) == pytest.approx(0.02)
    assert share_of_testosterone(0.02, 0.0) == 1.0
