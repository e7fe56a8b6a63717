"""Procedures as drives: what needling and platelets give to follicles, and to whom."""

from __future__ import annotations

import numpy as np
import pytest

from anagen.evidence import known
from anagen.treatment.drives import drives
from anagen.treatment.healing import healing_signal
from anagen.treatment.physiology import draw_physiology, typical_physiology
from anagen.treatment.regimen import Regimen
from anagen.wound.drive import wound_drive
from anagen.wound.people import WoundPeople
from anagen.wound.sessions import reference_needling, repeated

KNOWN = known()
MEN = draw_physiology(40, 3, KNOWN)
ROLLING = "microneedling 1.5 mm weekly"
SOLUTION = "minoxidil 5 % 1 mL topical twice daily"


def weekly(text, people=MEN, weeks=40, seed=0):
    return drives(Regimen.of(text), people, cells=weeks, cell_days=7.0, seed=seed, evidence=KNOWN)


def test_the_reference_course_settles_at_a_drive_of_one():
    assert weekly(ROLLING, typical_physiology(KNOWN)).wound[0, -1] == pytest.approx(1.0, abs=1e-5)


def test_without_a_procedure_nothing_heals():
    for text in ("untreated", SOLUTION, "finasteride 1 mg oral daily"):
        assert (weekly(text).wound == 0.0).all()


def test_a_procedure_alone_leaves_the_other_drives_as_they_were():
    seen = weekly(f"{ROLLING} + prp 3 sessions monthly")

    assert (seen.androgen == 1.0).all()
    assert (seen.minoxidil == 0.0).all()


def test_cells_that_are_copied_are_those_that_would_be_computed():
    """A course of weekly sessions in cells that differ, so that nothing repeats, against cells that do."""
    session = reference_needling(KNOWN)
    course = repeated(session, every_days=7.0, count=80)
    who = WoundPeople.typical()
    by_week = wound_drive(course, who, cells=80, cell_days=7.0, evidence=KNOWN)
    at_once = wound_drive(course, who, cells=2, cell_days=280.0, evidence=KNOWN)

    np.testing.assert_allclose(by_week[0, :40].mean(), at_once[0, 0], rtol=2e-4)
    np.testing.assert_allclose(by_week[0, 40:].mean(), at_once[0, 1], rtol=2e-4)


def test_the_drive_fades_after_the_last_session():
    seen = weekly(f"{ROLLING} until week 10", weeks=30).wound

    life = KNOWN.value("healing_tissue_life", "day")

    assert (np.diff(seen[:, 14:], axis=1) < 0.0).all()
    # The signal is over within a month; what it built fades by its own life.
    np.testing.assert_allclose(seen[:, -1] / seen[:, 20], np.exp(-63.0 / life), rtol=2e-3)


def test_the_signal_is_over_within_weeks_of_the_last_session():
    course = Regimen.of(f"{ROLLING} until week 10")
    sent = healing_signal(course, MEN, cells=30, cell_days=7.0, seed=0, evidence=KNOWN)

    assert (sent[:, 10:15] > 0.0).all()
    assert sent[:, -1].max() < 1e-3


def test_over_rolling_loses_drive():
    daily, twice, every_ten = (
        weekly(f"microneedling 1.5 mm {pace}").wound[:, 10:].mean()
        for pace in ("daily", "twice weekly", "every 4 weeks")
    )

    assert twice > daily
    assert twice > every_ten


def test_platelets_monthly_are_of_the_size_of_rolling():
    """The pooled trials rank both alone alike (Gupta2023)."""
    injected = weekly("prp 6 sessions monthly", weeks=26).wound[:, 4:].mean()

    assert 0.3 < injected / weekly(ROLLING, weeks=26).wound[:, 4:].mean() < 3.0


def test_missed_sessions_cost_drive_and_differ_between_people():
    seen = weekly(f"{ROLLING} with 50 % of sessions done").wound

    assert (seen != weekly(ROLLING).wound).any(axis=1).all()
    assert np.unique(seen[:, 20]).size > 10


def test_people_answer_differently_and_each_is_the_same_in_any_company(monkeypatch):
    text = f"{ROLLING} with 70 % of sessions done + prp 3 sessions monthly"
    everyone = weekly(text).wound

    assert np.ptp(everyone[:, 20]) > 0.05
    np.testing.assert_array_equal(weekly(text, MEN.take([17])).wound[0], everyone[17])
    monkeypatch.setenv("ANAGEN_THREADS", "3")
    np.testing.assert_array_equal(weekly(text).wound, everyone)


def test_the_old_get_less_from_platelets():
    young, old = (
        typical_physiology(KNOWN).aged([age]) for age in (KNOWN.value("wound_age_reference", "year"), 60.0)
    )
    text = "prp 3 sessions monthly"

    assert weekly(text, old).wound.sum() < 0.9 * weekly(text, young).wound.sum()


def test_another_wait_after_rolling_changes_no_wound():
    soon, late = (
        weekly(f"{SOLUTION} starting {wait} after rolling + {ROLLING}") for wait in ("10 minutes", "24 hours")
    )

    np.testing.assert_array_equal(soon.wound, late.wound)
    assert (soon.minoxidil[:, 20] > late.minoxidil[:, 20]).all()
