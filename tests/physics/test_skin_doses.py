"""Doses on the scalp as drives: what the skin makes of strength, pace, foam, rolling and waiting."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
import pytest

from anagen.evidence import known
from anagen.skin import Application, Formulation, course, minoxidil_drive
from anagen.treatment import skin_doses as skin_doses_module
from anagen.treatment.drives import dht_course, drives
from anagen.treatment.physiology import typical_physiology
from anagen.treatment.regimen import Regimen
from anagen.treatment.skin_doses import skin_doses

KNOWN = known()
SOLUTION = "minoxidil 5 % 1 mL topical twice daily"
ROLLING = "microneedling 1.5 mm weekly"


def settled(text, weeks=30):
    who = typical_physiology(KNOWN)
    seen = drives(Regimen.of(text), who, cells=weeks, cell_days=7.0, seed=0, evidence=KNOWN)
    return seen.minoxidil[0, -1]


def test_the_reference_course_is_a_drive_of_one():
    assert settled(SOLUTION) == pytest.approx(1.0, abs=1e-3)


def test_the_drive_is_that_of_the_skin_itself():
    """Doses counted one by one against the skin's own course, over the weeks in which the drive rises."""
    five = Application(formulation=Formulation(drug="minoxidil", strength_percent=5.0))
    skin = course(five, applied_days=[0.5 * k for k in range(112)], until_days=56.0, every_min=60)
    whole = minoxidil_drive(skin)
    weeks = [whole[(skin.days >= 7 * w) & (skin.days < 7 * w + 7)].mean() for w in range(8)]
    mine = drives(
        Regimen.of(SOLUTION),
        typical_physiology(KNOWN),
        cells=8,
        cell_days=7.0,
        seed=0,
        evidence=KNOWN,
    ).minoxidil[0]

    np.testing.assert_allclose(mine, weeks, atol=0.03)


def test_situations_that_came_before_are_not_run_again_and_cost_no_accuracy():
    """Doses far into a course, read from its first weeks, against the skin run all the way."""
    plan = Regimen.of(f"{SOLUTION} + {ROLLING}")
    short, long = (skin_doses(plan, plan.courses[0], days, KNOWN) for days in (21.0, 140.0))

    np.testing.assert_allclose(short.exposure, long.exposure[:42], rtol=1e-9)
    np.testing.assert_allclose(long.exposure[-14:], long.exposure[28:42], rtol=2e-3)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("minoxidil 2 % 1 mL topical twice daily", 0.58, 0.62),
        ("minoxidil 5 % 1 mL foam topical twice daily", 0.82, 0.96),
        ("minoxidil 5 % 1 mL topical daily", 0.65, 0.85),
        (f"{SOLUTION} with 50 % of doses taken", 0.3, 0.9),
        ("minoxidil 5 mg oral daily", 0.95, 1.05),
        ("minoxidil 2.5 mg oral daily", 0.6, 0.8),
        (f"{SOLUTION} + minoxidil 5 mg oral daily", 1.1, 1.5),
    ],
)
def test_other_courses_do_more_or_less(text, low, high):
    assert low < settled(text) < high


def test_rolling_lets_more_in_and_a_wait_of_a_day_loses_that():
    at_once, soon, late = (
        settled(f"{SOLUTION} {wait} after rolling + {ROLLING}")
        for wait in ("right", "starting 10 minutes", "starting 24 hours")
    )

    assert at_once >= soon > 1.01
    assert late < 1.0
    unrolled = 12.0 / 14.0  # of fourteen doses a week two are left out
    assert late == pytest.approx(unrolled, abs=0.1)


def test_without_rolling_a_dose_is_the_same_whatever_else_is_done():
    assert settled(f"{SOLUTION} + prp 3 sessions monthly") == settled(SOLUTION)


def test_longer_needles_and_more_passes_let_more_in():
    by_length = [settled(f"{SOLUTION} + microneedling {mm} mm weekly") for mm in (0.25, 0.5, 1.0, 1.5)]
    by_passes = [settled(f"{SOLUTION} + microneedling 0.5 mm {n} passes weekly") for n in (1, 5, 15)]

    assert by_length == sorted(by_length)
    assert by_passes == sorted(by_passes)


def test_with_two_rollers_a_dose_follows_the_one_used_last():
    both = settled(f"{SOLUTION} + {ROLLING} until week 10 + microneedling 0.25 mm weekly from week 10")

    assert both == pytest.approx(settled(f"{SOLUTION} + microneedling 0.25 mm weekly"), rel=1e-3)


def after_a_week(text):
    """Serum and scalp DHT relative to before, and the area under finasteride in blood over the seventh day."""
    days = np.arange(0.0, 7.0 + 1e-9, 1.0 / 12.0)
    seen = dht_course(Regimen.of(text), typical_physiology(KNOWN), days, evidence=KNOWN)
    last = days >= 6.0 - 1e-9
    (level,) = seen.concentration_ng_per_ml.values()
    area = np.trapezoid(level[0][last], 24.0 * days[last])
    return float(seen.serum_dht[0, -1]), float(seen.scalp_dht[0, -1]), float(area)


def test_little_topical_finasteride_acts_on_the_scalp_more_than_on_the_blood():
    """Caserini2016, 0.23 and 0.46 mg a day: scalp -47 to -52 %, serum -24 to -26 %."""
    little = [after_a_week(f"finasteride 0.2275 % {volume} mL topical daily") for volume in (0.1, 0.2)]
    serum, scalp, _ = np.mean(little, axis=0)

    assert 0.65 < serum < 0.82
    assert 0.45 < scalp < 0.62


def test_much_topical_finasteride_acts_on_the_blood_as_well():
    """Caserini2014 and Caserini2016: serum -60 to -75 %, scalp -50 to -70 %."""
    for pace in ("daily", "twice daily"):
        serum, scalp, _ = after_a_week(f"finasteride 0.2275 % 1 mL topical {pace}")

        assert 0.25 < serum < 0.45
        assert 0.30 < scalp < 0.55


def test_the_blood_gets_a_ninth_of_what_a_tablet_brings():
    """Caserini2014: areas of 6.64 and 57.93 ng h/mL."""
    areas = [
        after_a_week(f"finasteride {dose}")[2]
        for dose in ("0.2275 % 1 mL topical twice daily", "1 mg oral daily")
    ]

    assert areas[0] / areas[1] == pytest.approx(0.115, abs=0.015)


def test_minoxidil_in_blood_is_read_by_mouth_and_through_the_skin():
    """25.4 ng h/mL a day from 5 % solution (Pharmacia2003); a tablet of 5 mg brings more, and so does rolling."""
    seen = [
        after_a_week(text)[2]
        for text in (SOLUTION, "minoxidil 5 mg oral daily", f"{SOLUTION} + microneedling 1.5 mm every 6 days")
    ]

    assert seen[0] == pytest.approx(25.4, rel=0.05)
    assert seen[1] > 2.0 * seen[0]
    assert seen[2] > 1.2 * seen[0]


@pytest.fixture
def run(monkeypatch):
    """How far the skin was run each time, with nothing kept from before. [day]"""
    far = []

    def watched(*given, **settings):
        far.append(settings["until_days"])
        return course(*given, **settings)

    monkeypatch.setattr(skin_doses_module, "skin_course", watched)
    monkeypatch.setattr(skin_doses_module, "_kept", OrderedDict())
    return far


def test_the_skin_of_five_years_is_run_for_its_first_weeks_only(run):
    """All that can happen to a dose twice daily has happened within weeks, however long the course goes on."""
    plan = Regimen.of(f"{SOLUTION} starting 24 hours after rolling + {ROLLING} for 24 weeks")
    short, long = (skin_doses(plan, plan.courses[0], days, KNOWN) for days in (364.0, 1827.0))

    assert max(run) < 200.0
    for few, many in zip(short, long, strict=True):
        np.testing.assert_array_equal(few, many[: few.size])


def test_what_else_is_taken_does_not_run_the_skin_again(run):
    others = "finasteride 1 mg oral daily + prp 3 sessions monthly"
    plans = Regimen.of(SOLUTION), Regimen.of(f"{SOLUTION} + {others}")
    alone, together = (skin_doses(plan, plan.courses[0], 60.0, KNOWN) for plan in plans)

    assert alone is together
    assert len(run) == 1
