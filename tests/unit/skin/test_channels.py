"""Channels: how many, how deep, and how they close by each measure."""

from __future__ import annotations

import math

import numpy as np
import pytest

from anagen.errors import InputError, UnknownNameError
from anagen.evidence import known
from anagen.laws.channels import bottom_permeance, wall_permeance
from anagen.skin import Application, Formulation, Needling, Roller, absorption, channels

HOUR = 1.0 / 24.0


def test_fifteen_passes_leave_about_250_holes_per_cm2_and_open_a_hundredth_of_the_skin():
    fresh = channels(Needling(length_um=770, passes=15))

    assert fresh.density_per_cm2 == pytest.approx(250, rel=0.05)
    assert fresh.open_share == pytest.approx(0.0098, rel=0.05)


def test_a_drum_with_more_needles_leaves_more_holes_in_proportion():
    usual, dense = (channels(Needling(length_um=500, roller=Roller(needles=n))) for n in (192, 540))

    assert dense.density_per_cm2 / usual.density_per_cm2 == pytest.approx(540 / 192)


def test_a_rolled_needle_of_770_um_goes_152_um_deep():
    fresh = channels(Needling(length_um=770))

    assert fresh.depth_um == pytest.approx(152.5, abs=0.1)
    assert fresh.depth_low_um < fresh.depth_um < fresh.depth_high_um
    assert fresh.reaches == "dermis"


def test_a_home_roller_ends_in_the_epidermis_and_a_pressed_one_goes_deeper():
    assert channels(Needling(length_um=250)).reaches == "viable epidermis"
    assert channels(Needling(length_um=250, depth_share=0.77)).reaches == "dermis"


def test_the_area_halves_in_36_minutes_and_is_nearly_gone_in_6_hours():
    fresh = channels(Needling(length_um=770))
    area = fresh.closure([0.0, 0.602 * HOUR, 6 * HOUR]).area

    assert area[0] == 1.0
    assert area[1] == pytest.approx(0.5, abs=0.005)
    assert math.sqrt(area[2]) == pytest.approx(0.03, abs=0.01)


def test_the_three_measures_disagree_by_more_than_an_order_of_magnitude():
    fresh = channels(Needling(length_um=770))

    assert fresh.area_half_life_days / HOUR == pytest.approx(0.6, abs=0.01)
    assert fresh.current_days / HOUR == pytest.approx(2.0, abs=0.01)
    assert fresh.water_recovery_days / HOUR == pytest.approx(4.5, abs=0.01)
    assert fresh.dye_closing_days / HOUR == pytest.approx(18.0, abs=0.01)


def test_a_recovered_barrier_leaks_one_part_in_twenty_and_the_dye_is_out():
    fresh = channels(Needling(length_um=770))

    assert fresh.closure(2 * HOUR).current == pytest.approx(0.05)
    assert fresh.closure(4.5 * HOUR).water == pytest.approx(0.05)
    assert fresh.closure([17.9 * HOUR, 18.1 * HOUR]).dye == pytest.approx([0.0, 0.0], abs=0.01)


def test_dye_leaves_the_channels_of_a_short_needle_after_12_hours():
    assert channels(Needling(length_um=370)).dye_closing_days / HOUR == pytest.approx(12.0, abs=0.05)


def test_current_comes_back_alike_after_short_and_long_needles():
    short, long = (channels(Needling(length_um=length)) for length in (300, 1500))

    assert short.current_days == long.current_days
    assert short.area_half_life_days < long.area_half_life_days


def test_a_cover_keeps_channels_open_for_days_and_hides_what_was_not_measured():
    covered = channels(Needling(length_um=770, covered=True))
    left = covered.closure(1.0)

    assert left.area == pytest.approx(0.5)
    assert left.current == pytest.approx(0.5, abs=0.01)
    assert np.isnan(left.water)
    assert np.isnan(left.dye)


def test_darker_skin_closes_later():
    times = [
        channels(Needling(length_um=770, skin_tone=tone)).area_half_life_days
        for tone in ("light", "medium", "dark")
    ]

    assert times == sorted(times)
    assert times[2] / times[0] == pytest.approx(66.5 / 50.2, rel=1e-3)


def test_the_permeance_of_channels_lies_between_its_two_forms_as_computed_by_hand():
    """1/P of 250 holes 35 um wide and 152 um deep, in seconds and centimeters."""
    water, tissue = 9.52e-6 * 86400 * 1e8, 1.36e-6 * 86400 * 1e8
    bottom = 250 / (0.0152 / (9.52e-6 * math.pi * 35e-4**2) + 1 / (4 * 1.36e-6 * 35e-4)) * 86400
    wall = (
        250
        / (15e-4 / (9.52e-6 * math.pi * 35e-4**2) + math.log(2 * 152 / 35) / (2 * math.pi * 0.0152 * 1.36e-6))
        * 86400
    )

    assert bottom_permeance(250.0, 35.0, 152.0, water, tissue) == pytest.approx(bottom)
    assert wall_permeance(250.0, 35.0, 152.0, 15.0, water, tissue) == pytest.approx(wall)
    assert bottom < wall


@pytest.mark.parametrize(
    ("needling", "says"),
    [
        (lambda: Needling(length_um=5000), "5 mm is refused: it would go through the skin"),
        (lambda: Needling(length_um=500, passes=0), "0 passes leave no channels"),
        (lambda: Needling(length_um=500, passes=120), "120 passes are refused"),
        (lambda: Needling(length_um=math.nan), "longer than zero"),
        (lambda: Needling(length_um=500, depth_share=1.5), "1.5 times as deep"),
        (lambda: Needling(length_um=500, roller=Roller(needles=0)), "0 needles leaves no holes"),
    ],
)
def test_what_no_roller_does_is_refused_with_the_reason(needling, says):
    with pytest.raises(InputError, match=says):
        channels(needling())


def test_a_prick_that_ends_in_the_barrier_lets_nothing_through():
    five = Application(formulation=Formulation(drug="minoxidil", strength_percent=5.0))
    shallow = Needling(length_um=60)

    assert channels(shallow).reaches == "stratum corneum"
    assert absorption(five, shallow).blood_mg == pytest.approx(absorption(five).blood_mg)


def test_an_unknown_skin_tone_is_refused_with_those_there_are():
    with pytest.raises(UnknownNameError, match="There are: dark, light, medium"):
        Needling(length_um=500, skin_tone="pale green")


def test_a_session_reads_in_words():
    assert str(Needling(length_um=500, passes=12)) == "roller 0.5 mm, 12 passes"


def test_another_catalogue_is_heeded():
    wide = known().replace(because="wider needles", channel_radius=50.0)

    assert channels(Needling(length_um=500), evidence=wide).radius_um == 50.0
