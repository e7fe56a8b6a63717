"""Warnings of a regimen: each where it belongs, and none where there is nothing to say."""

from __future__ import annotations

import pytest

from anagen.evidence import known
from anagen.treatment.notes import regimen_notes, safe_interval_days
from anagen.treatment.regimen import Regimen
from anagen.treatment.studied import beyond_trials
from anagen.trials.files import find_trial, packaged_trials

KNOWN = known()
SOLUTION = "minoxidil 5 % 1 mL topical twice daily"


@pytest.mark.parametrize(
    "text",
    [
        "untreated",
        "finasteride 1 mg oral daily",
        SOLUTION,
        "home rolling course",
        f"{SOLUTION} starting 24 hours after rolling + microneedling 0.5 mm weekly",
        "prp 3 sessions monthly",
    ],
)
def test_what_is_usual_has_no_warning(text):
    assert regimen_notes(Regimen.of(text), KNOWN) == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("minoxidil 2.5 mg oral daily", "off-label against hair loss"),
        ("finasteride 0.25 % 1 mL topical daily", "approved in some countries only"),
        ("spironolactone 100 mg oral daily", "Spironolactone is given to women only"),
        ("spironolactone 100 mg oral daily", "watch potassium"),
        ("microneedling 1.5 mm weekly", "oftener than the model's safe interval of 21 days"),
        ("microneedling 0.5 mm daily", "oftener than the model's safe interval of 4 days"),
        (f"{SOLUTION} + microneedling 0.5 mm weekly", "within a day of rolling"),
        ("minoxidil 10 mg oral daily", "2 times as much minoxidil into the blood"),
        ("minoxidil 10 mg oral daily", "the heart beats faster"),
        ("finasteride 1 g oral daily", "200 times the most that any trial here gave (5 mg)"),
        ("finasteride 5 mg oral twice daily", "Is the unit right?"),
        ("minoxidil 50 % 1 mL topical twice daily", "10 times the most that any trial here gave (100 mg)"),
    ],
)
def test_what_is_not_has_one(text, says):
    notes = regimen_notes(Regimen.of(text), KNOWN)

    assert any(says in note for note in notes)
    assert all("\n" not in note for note in notes)


def test_the_first_dose_of_the_label_is_not_more_than_itself():
    assert not any(
        "times as much" in note for note in regimen_notes(Regimen.of("minoxidil 5 mg oral daily"), KNOWN)
    )


def test_no_arm_of_a_packaged_trial_is_beyond_what_trials_gave():
    regimens = [Regimen.of(arm.regimen) for name in packaged_trials() for arm in find_trial(name).arms]

    assert len(regimens) > 50
    assert not any(beyond_trials(course) for regimen in regimens for course in regimen.courses)


def test_longer_needles_need_longer_intervals():
    intervals = [safe_interval_days(mm, KNOWN) for mm in (0.25, 0.5, 1.0, 1.5)]

    assert intervals == sorted(intervals)


@pytest.mark.parametrize("text", ["finasteride 1 mg oral daily", "dutasteride 0.5 mg oral daily"])
def test_women_are_warned_of_what_harms_a_fetus(text):
    (note,) = regimen_notes(Regimen.of(text), KNOWN, sex="female")

    assert "may become pregnant" in note


def test_women_are_not_told_that_a_drug_is_for_women():
    (note,) = regimen_notes(Regimen.of("spironolactone 100 mg oral daily"), KNOWN, sex="female")

    assert "rule out pregnancy" in note
