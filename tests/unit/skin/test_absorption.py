"""The public face: one application, a course, what the blood gets, what is said about it."""

from __future__ import annotations

from time import perf_counter

import numpy as np
import pytest

from anagen.errors import InputError
from anagen.evidence import known
from anagen.skin import (
    Application,
    Formulation,
    Needling,
    absorption,
    channels,
    course,
    minoxidil_drive,
    oral_minoxidil,
    reference_concentration,
    typical_skin,
)
from anagen.skin.absorb import march_rows
from anagen.skin.drugs import permeant
from anagen.skin.events import APPLY, ROLL, WASH, events
from anagen.skin.product import film

FIVE = Application(formulation=Formulation(drug="minoxidil", strength_percent=5.0))
ROLLED = Needling(length_um=500, passes=12)


def test_an_amount_never_gets_lost():
    found = absorption(FIVE, ROLLED, delay_min=10)

    assert np.abs(found.missing_mg).max() < 1e-9


def test_no_amount_is_negative_and_no_total_falls():
    found = course(FIVE, applied_days=[0.0, 0.5, 1.0], until_days=4.0, needling=ROLLED, rolled_days=[1.0])

    for one in (
        found.on_surface_mg,
        found.stratum_corneum_mg,
        found.follicle_openings_mg,
        found.living_skin_mg,
    ):
        assert one.min() > -1e-3
    for one in (found.blood_mg, found.lost_mg, found.washed_mg, found.follicle_exposure):
        assert np.diff(one).min() > -1e-6 * one.max()


def test_without_needles_nothing_goes_through_channels():
    assert not absorption(FIVE).through_mg["needle channels"].any()


def test_the_way_through_channels_is_what_rolling_adds():
    plain, rolled = absorption(FIVE), absorption(FIVE, ROLLED)

    added = rolled.blood_mg[-1] - plain.blood_mg[-1]
    assert added == pytest.approx(rolled.through_mg["needle channels"][-1], rel=0.1)


def test_twice_the_volume_on_twice_the_area_brings_twice_as_much():
    once = absorption(FIVE)
    twice = absorption(Application(formulation=FIVE.formulation, volume_ml=2.0))

    assert twice.blood_mg[-1] == pytest.approx(2.0 * once.blood_mg[-1])
    assert twice.follicle_ng_per_ml == pytest.approx(once.follicle_ng_per_ml)


def test_a_person_with_a_leaky_barrier_absorbs_more():
    assert absorption(FIVE, permeability_factor=2.0).absorbed_share > 1.8 * absorption(FIVE).absorbed_share


def test_a_cap_over_the_film_raises_absorption():
    covered = Application(formulation=FIVE.formulation, covered=True)

    assert absorption(covered).absorbed_share > absorption(FIVE).absorbed_share


def test_washing_after_an_hour_leaves_half_and_after_four_hours_three_quarters():
    """Ferry1990, relative to 11.5 h; nothing was fitted to it."""
    shares = [absorption(FIVE, contact_days=hours / 24).absorbed_share for hours in (1.0, 4.0, 11.5)]

    assert shares[0] / shares[2] == pytest.approx(0.50, abs=0.07)
    assert shares[1] / shares[2] == pytest.approx(0.77, abs=0.05)


def test_a_covered_rolling_under_minoxidil_is_warned_of():
    found = absorption(FIVE, Needling(length_um=1500, passes=15, covered=True))

    assert any("tablet for high blood pressure" in said for said in found.warnings)


def test_a_rolled_scalp_far_beyond_any_label_speeds_the_heart():
    found = absorption(
        Application(formulation=FIVE.formulation, volume_ml=4.0),
        Needling(length_um=1500, passes=40, depth_share=0.8),
    )

    assert any("heart beats faster" in said for said in found.warnings)


def test_ordinary_use_is_not_warned_of():
    assert absorption(FIVE).warnings == ()
    assert (
        absorption(Application(formulation=Formulation(drug="finasteride", strength_percent=0.25))).warnings
        == ()
    )


def test_a_delay_needs_a_rolling():
    with pytest.raises(InputError, match="A delay needs a rolling"):
        absorption(FIVE, delay_min=30)
    with pytest.raises(InputError, match="Give 0 or more"):
        absorption(FIVE, ROLLED, delay_min=-5)


def test_a_course_needs_applications_and_a_roller_to_roll_with():
    with pytest.raises(InputError, match="at least one application"):
        course(FIVE, applied_days=[], until_days=1.0)
    with pytest.raises(InputError, match="needs a roller"):
        course(FIVE, applied_days=[0.0], rolled_days=[0.0], until_days=1.0)
    with pytest.raises(InputError, match="starts on day 0"):
        course(FIVE, applied_days=[-1.0], until_days=1.0)


def test_at_one_time_the_scalp_is_washed_then_rolled_then_treated():
    assert events([1.0], [1.0], [1.0]).kind.tolist() == [WASH, ROLL, APPLY]


def test_reading_more_often_changes_nothing():
    coarse = course(FIVE, applied_days=[0.0, 0.5], until_days=3.0, every_min=240)
    fine = course(FIVE, applied_days=[0.0, 0.5], until_days=3.0, every_min=10)

    assert coarse.blood_mg[-1] == pytest.approx(fine.blood_mg[-1])


def test_the_drive_of_a_typical_man_goes_to_one_and_follows_the_enzyme():
    days = [0.5 * k for k in range(200)]
    found = course(FIVE, applied_days=days, until_days=100.0)

    assert minoxidil_drive(found)[-1] == pytest.approx(1.0, abs=0.02)
    assert minoxidil_drive(found, activity=0.4)[-1] == pytest.approx(0.4, abs=0.01)
    assert minoxidil_drive(found)[0] == 0.0


def test_only_minoxidil_is_sulfated():
    other = absorption(Application(formulation=Formulation(drug="finasteride", strength_percent=0.25)))

    with pytest.raises(InputError, match="makes nothing of finasteride"):
        minoxidil_drive(other)
    with pytest.raises(InputError, match="0 or more"):
        minoxidil_drive(absorption(FIVE), activity=-1.0)


def test_the_reference_belongs_to_its_catalogue():
    leaky = known().replace(because="test", minoxidil_permeability=120.0)

    assert reference_concentration(leaky) > 1.8 * reference_concentration()


def test_a_tablet_brings_its_dose_over_its_clearance():
    days = np.linspace(0.0, 3.0, 3001)
    level = oral_minoxidil(5.0, [0.0], days)

    expected = 5.0 * 0.95 / known().value("minoxidil_clearance", "L/day") * 1000.0
    assert np.trapezoid(level, days) == pytest.approx(expected, rel=1e-3)
    assert days[level.argmax()] * 24 < 1.0
    with pytest.raises(InputError, match="more than zero"):
        oral_minoxidil(0.0, [0.0], days)


def test_a_year_of_doses_and_rollings_is_followed_in_no_time():
    """Well under a millisecond a person on a quiet machine; the limit here is for busy ones."""
    twice, weekly = [0.5 * k for k in range(730)], [7.0 * k for k in range(52)]
    drug, skin = permeant("minoxidil", known()), typical_skin(known())
    layer, holes = film(FIVE, known()), channels(ROLLED)
    what, days = events(twice, weekly, range(1, 365)), np.arange(0, 365 * 1440, 1440)

    def seconds():
        start = perf_counter()
        march_rows(skin, drug, layer, what, days, holes)
        return perf_counter() - start

    seconds()
    assert min(seconds() for _ in range(5)) < 5e-3
