"""Entries: kept and read back the same, and refused where they cannot be meant."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anagen.diary import entries as kinds
from anagen.diary.effects import effect_words
from anagen.diary.entries import (
    KINDS,
    MOST_SHED,
    Consent,
    Grade,
    Measurement,
    Photograph,
    Reminder,
    ShedCount,
    SideEffect,
    Taken,
    Treatment,
    effects,
    entry_of,
    grades_of,
)
from anagen.errors import InputError, UnknownNameError
from anagen.patient.person import known_fields

DAY = date(2026, 3, 1)
USUAL = {"day": DAY, "zone": "Europe/Berlin"}
COURSES = (
    "finasteride 1 mg oral daily",
    "minoxidil 5 % 1 mL topical twice daily",
    "microneedling 0.5 mm weekly",
)

days = st.dates(date(1950, 1, 1), date(2090, 1, 1))
usual = {
    "day": days,
    "zone": st.sampled_from(["Europe/Berlin", "UTC", "America/Argentina/Ushuaia"]),
    "note": st.text(max_size=30),
}
graded = st.sampled_from(kinds.SCALES).flatmap(
    lambda scale: st.builds(
        Grade,
        scale=st.just(scale),
        grade=st.sampled_from(grades_of(scale)),
        by=st.sampled_from(kinds.GRADERS),
        **usual,
    )
)
entries = st.one_of(
    st.builds(Treatment, course=st.sampled_from(COURSES), **usual),
    st.builds(
        Taken,
        treatment=st.text("0123456789abcdef", min_size=4, max_size=32),
        doses=st.dictionaries(days, st.integers(0, 48), min_size=1, max_size=8),
        session=st.none() | st.just("ab12"),
        **usual,
    ),
    st.builds(
        ShedCount,
        method=st.just("comb60"),
        counts=st.lists(st.floats(0, 500), min_size=1, max_size=3).map(tuple),
        **usual,
    ),
    st.builds(
        Measurement,
        measure=st.just("hair_count"),
        value=st.floats(0, 5000),
        area_cm2=st.floats(0.01, 50),
        by=st.sampled_from(kinds.RATERS),
        instrument=st.text(max_size=40),
        site=st.sampled_from(kinds.SITES),
        **usual,
    ),
    graded,
    st.builds(
        SideEffect,
        effects=st.lists(st.sampled_from(effects()), min_size=1, max_size=3).map(tuple),
        severity=st.sampled_from(kinds.SEVERITIES),
        **(usual | {"note": st.text(min_size=1, max_size=30)}),
    ),
    st.builds(
        Photograph,
        sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
        media_type=st.just("image/jpeg"),
        width=st.integers(64, 4096),
        height=st.integers(64, 4096),
        view=st.sampled_from(kinds.VIEWS),
        consent=st.just("ab12"),
        **usual,
    ),
    st.builds(
        Reminder,
        subject=st.sampled_from(kinds.SUBJECTS),
        times=st.lists(st.sampled_from(["08:00", "12:30", "20:00"]), min_size=1, unique=True).map(tuple),
        every_days=st.floats(1, 200),
        uid=st.uuids().map(str),
        details=st.booleans(),
        **usual,
    ),
    st.builds(
        Consent,
        what=st.just("photographs"),
        given=st.booleans(),
        version=st.just("1"),
        text=st.text(),
        **usual,
    ),
)


@given(entries)
def test_an_entry_comes_back_from_json_as_it_was(entry):
    kept = json.loads(json.dumps(entry.as_content()))

    assert entry_of(entry.KIND, entry.day, kept) == entry
    assert isinstance(entry.words, str)


def test_dates_within_entries_come_back_as_dates():
    stopped = Treatment(course=COURSES[0], stopped=DAY + timedelta(days=5), **USUAL)
    over = SideEffect(effects=("low_mood",), over=DAY, **USUAL)
    ends = Reminder(subject="shed", times=("08:00",), every_days=28.0, uid="x", until=DAY, **USUAL)

    for entry in (stopped, over, ends):
        assert entry_of(entry.KIND, DAY, json.loads(json.dumps(entry.as_content()))) == entry


def test_every_kind_of_entry_is_a_kind_of_the_store():
    from anagen.store import KINDS as STORED

    assert set(KINDS) <= set(STORED)


def test_a_treatment_ends_when_it_was_stopped_or_was_for_a_time():
    course = Treatment(course="microneedling 0.5 mm weekly for 8 weeks", **USUAL)

    assert course.ends == DAY + timedelta(weeks=8)
    assert Treatment(course=course.course, stopped=DAY + timedelta(days=9), **USUAL).ends == DAY + timedelta(
        days=9
    )
    assert Treatment(course=COURSES[0], **USUAL).ends is None
    assert not course.is_drug
    assert Treatment(course=COURSES[1], **USUAL).agent == "minoxidil"


WRONG = [
    (
        Treatment,
        {"course": "finasteride 1 mg oral daily + minoxidil 5 % 1 mL topical daily"},
        "not one treatment",
    ),
    (Treatment, {"course": "untreated"}, "not one treatment"),
    (Treatment, {"course": "finasteride 1 mg oral daily from week 2"}, "Leave that out"),
    (Treatment, {"course": "finasteride 1 mg oral daily with 80 % of doses taken"}, "Leave that out"),
    (Treatment, {"course": COURSES[0], "stopped": DAY}, "cannot have stopped"),
    (Treatment, {"course": "finastride 1 mg oral daily"}, "Did you mean 'finasteride'"),
    (Taken, {"treatment": "ab", "doses": {}}, "at least one"),
    (Taken, {"treatment": "ab", "doses": {DAY: -1}}, "from 0 to 48"),
    (Taken, {"treatment": "ab", "doses": {DAY: True}}, "from 0 to 48"),
    (ShedCount, {"method": "comb", "counts": (1,)}, "Did you mean 'comb60'"),
    (ShedCount, {"method": "comb60", "counts": ()}, "at least one"),
    (ShedCount, {"method": "comb60", "counts": (501,)}, "from 0 to 500"),
    (ShedCount, {"method": "comb60", "counts": (float("nan"),)}, "from 0 to 500"),
    (ShedCount, {"method": "wash", "counts": (1, 2)}, "one count"),
    (ShedCount, {"method": "wash", "counts": (1,), "days_unwashed": 90}, "Give 0 to 60"),
    (Measurement, {"measure": "density", "value": 1}, "No measure named"),
    (Measurement, {"measure": "visible_hair_density", "value": 700}, "0 to 600"),
    (Measurement, {"measure": "hair_count", "value": 60}, "area"),
    (Measurement, {"measure": "hair_count", "value": 60, "area_cm2": 0.0}, "more than 0"),
    (Measurement, {"measure": "mean_shaft_diameter", "value": 60, "by": "friend"}, "rater"),
    (Measurement, {"measure": "mean_shaft_diameter", "value": 60, "site": "ear"}, "site"),
    (Measurement, {"measure": "mean_shaft_diameter", "value": 60, "instrument": "x" * 81}, "Keep it to 80"),
    (Grade, {"scale": "norwood", "grade": "VIII"}, "grade of norwood"),
    (Grade, {"scale": "norwood", "grade": "none_match"}, "grade of norwood"),
    (Grade, {"scale": "sinclair", "grade": "6"}, "grade of sinclair"),
    (Grade, {"scale": "hamilton", "grade": "3"}, "scale of grades"),
    (Grade, {"scale": "ludwig", "grade": "II", "by": "friend"}, "grader"),
    (SideEffect, {"effects": ()}, "No effect was given"),
    (SideEffect, {"effects": ("low_mod",)}, "Did you mean low_mood"),
    (SideEffect, {"effects": ("low_mood",), "severity": "bad"}, "severity"),
    (SideEffect, {"effects": ("low_mood",), "over": DAY - timedelta(days=1)}, "cannot have been over"),
    (Reminder, {"subject": "hat", "times": ("08:00",), "every_days": 1.0, "uid": "x"}, "subject"),
    (Reminder, {"subject": "shed", "times": (), "every_days": 1.0, "uid": "x"}, "times of day"),
    (Reminder, {"subject": "shed", "times": ("8:00",), "every_days": 1.0, "uid": "x"}, "times of day"),
    (Reminder, {"subject": "shed", "times": ("08:00", "08:00"), "every_days": 1.0, "uid": "x"}, "twice"),
    (Reminder, {"subject": "shed", "times": ("08:00",), "every_days": 0.0, "uid": "x"}, "never rings"),
]


@pytest.mark.parametrize(("kind", "said", "refusal"), WRONG)
def test_what_cannot_be_meant_is_refused_in_one_line(kind, said, refusal):
    with pytest.raises(InputError, match=refusal) as caught:
        kind(**USUAL, **said)

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("said", [{"zone": "Mars/Olympus"}, {"day": date(1850, 1, 1)}, {"note": "x" * 2001}])
def test_every_entry_needs_a_day_a_zone_and_a_short_note(said):
    with pytest.raises(InputError):
        Grade(scale="norwood", grade="III", **(USUAL | said))


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("grade", {"scale": "norwood"}),
        ("grade", {"scale": "norwood", "grade": "III", "zone": "UTC", "x": 1}),
        ("treatment_taken", {"treatment": "a", "zone": "UTC", "doses": [1]}),
        ("mood", {}),
    ],
)
def test_what_was_not_kept_as_an_entry_is_refused(kind, content):
    with pytest.raises(InputError):
        entry_of(kind, DAY, content)


def test_effects_are_those_of_a_persons_file_and_each_has_words():
    fields = known_fields()
    of_file = {*fields["side_effects"]["allowed"], *fields["systemic_symptoms"]["allowed"]} - {"none"}

    assert of_file <= set(effects())
    for name, about in effect_words().items():
        assert about["says"]
        for field, value in about.get("sets", {}).items():
            allowed = fields[field].get("allowed")
            assert field in fields
            assert allowed is None or set(value) <= set(allowed), name


@pytest.mark.parametrize(
    ("given", "meant"),
    [("rash", "joint_pain_or_sun_rash or genital_or_body_rash"), ("erections", "sexual"), ("depression", "low_mood"),
     ("head ache", "headache"), ("low libido", "sexual"), ("dizzyness", "dizzy or fainting_dizzy")],
)  # fmt: skip
def test_an_effect_by_another_word_is_found_by_what_is_said_of_it(given, meant):
    with pytest.raises(UnknownNameError, match=f"Did you mean {meant}\\?"):
        SideEffect(effects=(given,), **USUAL)


def test_whoever_names_no_effect_is_told_how_to_see_all_and_how_to_tell_it():
    with pytest.raises(UnknownNameError) as refused:
        SideEffect(effects=("hiccups",), **USUAL)

    assert str(refused.value) == (
        f"No side effect named 'hiccups'. 'anagen diary effect' lists all {len(effects())}; "
        "what is not among them is 'other', with --note saying what."
    )
    with pytest.raises(InputError, match="Say in the note"):
        SideEffect(effects=("other",), **USUAL)
    assert SideEffect(effects=("other",), note="hiccups", **USUAL).note == "hiccups"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            {"method": "comb60", "counts": (12.0, 9.0, 14.0)},
            "11.7 hairs in 60 seconds of combing, the mean of 3 counts (12, 9, 14)",
        ),
        ({"method": "comb60", "counts": (1.0,)}, "1 hair in 60 seconds of combing"),
        (
            {"method": "wash", "counts": (64.0,), "days_unwashed": 3},
            "64 hairs in one wash, 3 days after the wash before",
        ),
    ],
)
def test_shed_hairs_are_told_with_what_they_are_of(said, words):
    assert ShedCount(**said, **USUAL).words == words


@pytest.mark.parametrize(("every", "words"), [(1.0, "every day"), (7.0, "every 7 days")])
def test_a_reminder_says_how_often_it_rings(every, words):
    one = Reminder(subject="shed", times=("08:00",), every_days=every, uid="x", says="count hairs", **USUAL)

    assert one.words == f"count hairs at 08:00, {words}"


def test_limits_of_shed_hairs_are_those_of_a_persons_file():
    assert MOST_SHED["comb60"] == known_fields()["comb60_mean"]["high"]
    assert MOST_SHED["wash"] == known_fields()["wash_test_hairs"]["high"]


def test_measures_and_raters_are_those_of_the_likelihood():
    from anagen.consultation.measurements import KINDS as LIKELY
    from anagen.consultation.measurements import RATERS

    assert set(kinds.MEASURES) <= set(LIKELY)
    assert set(kinds.SCALES) <= set(LIKELY)
    assert kinds.RATERS == RATERS
