"""The diary over a store: entries, corrections, and whose doses are whose."""

import multiprocessing
from datetime import date, timedelta

import pytest

from anagen.diary.album import agree, agreed, keep_photograph, strip, withdraw
from anagen.diary.corrections import EVERY, PARTS, WORDS, listed, read_changes
from anagen.diary.entries import (
    Consent,
    Grade,
    Measurement,
    Photograph,
    Reminder,
    ShedCount,
    SideEffect,
    Taken,
    Treatment,
)
from anagen.diary.logbook import Diary
from anagen.diary.photographs import consent_words
from anagen.errors import InputError

DAY = date(2026, 3, 1)
ZONE = "Europe/Berlin"
TABLET, LOTION, ROLLER = (
    "finasteride 1 mg oral daily",
    "minoxidil 5 % 1 mL topical twice daily",
    "microneedling 0.5 mm weekly",
)


def after(days):
    return DAY + timedelta(days=days)


def begin(diary, course=TABLET, day=DAY):
    return diary.add(Treatment(day=day, zone=ZONE, course=course))


def took(diary, treatment, doses):
    return diary.add(Taken(day=min(doses), zone=ZONE, treatment=treatment, doses=doses))


def test_entries_come_back_by_day_and_kind(diary):
    diary.add(Grade(day=after(3), zone=ZONE, scale="norwood", grade="III"))
    first = begin(diary)

    assert [one.entry.KIND for one in diary.all()] == ["treatment", "grade"]
    (kept,) = diary.entries(Treatment)
    assert kept.id == first
    assert kept.entry.course == TABLET
    assert kept.as_dict()["day"] == "2026-03-01"
    assert "2026-03-01  treatment: finasteride" in kept.words


def test_what_was_said_last_of_a_day_counts(diary):
    treatment = begin(diary)
    took(diary, treatment, {DAY: 1, after(1): 1})
    took(diary, treatment, {after(1): 0})

    (kept,) = diary.treatments()
    assert diary.doses(kept) == {DAY: 1, after(1): 0}
    assert diary.adherence(kept, after(2)).missed == 1


def test_a_corrected_entry_speaks_last(diary):
    treatment = begin(diary)
    first = took(diary, treatment, {DAY: 0})
    took(diary, treatment, {DAY: 1})
    diary.amend(first, {"doses": {DAY: 0}})

    assert diary.doses(diary.treatments()[0]) == {DAY: 0}


def test_people_of_one_store_know_nothing_of_each_other(store):
    one, other = Diary(store, store.add_person("Ada")), Diary(store, store.add_person("Bo"))
    begin(one)

    assert other.all() == []
    with pytest.raises(InputError, match="Nothing is being taken"):
        other.treatment("finasteride", DAY)
    with pytest.raises(InputError, match="No entry begins with"):
        other.find(one.all()[0].id)


def test_two_courses_of_one_thing_at_a_time_are_refused(diary):
    begin(diary)

    with pytest.raises(InputError, match="Stop it first: anagen diary stop finasteride --on 2026-03-11"):
        begin(diary, "finasteride 0.5 mg oral daily", after(10))
    begin(diary, "finasteride 0.25 % 1 mL topical daily", after(10))
    diary.amend(diary.treatments()[0].id, {"stopped": after(10)})
    begin(diary, "finasteride 0.5 mg oral daily", after(10))
    with pytest.raises(InputError, match="goes on"):
        diary.amend(diary.treatments()[0].id, {"stopped": None})


def test_what_begins_before_the_same_thing_is_refused_with_a_way_out_that_works(diary):
    """To stop it on a day before its first would be no way out."""
    first = begin(diary, day=after(3))

    for day in (after(3), after(1)):
        with pytest.raises(
            InputError, match=f"amend {first[:8]} 'course=finasteride 0.5 mg oral daily'"
        ) as refused:
            begin(diary, "finasteride 0.5 mg oral daily", day)
        assert "diary stop" not in str(refused.value)
    with pytest.raises(InputError, match=f"Correct that one: anagen diary amend {first[:8]} day={after(1)}"):
        begin(diary, day=after(1))
    with pytest.raises(InputError, match="It is in the diary already"):
        begin(diary, day=after(3))
    diary.amend(first[:8], {"day": after(1)})
    assert diary.treatments()[0].entry.day == after(1)


def test_what_is_stopped_on_the_day_it_was_begun_counts_for_that_day(diary):
    first = begin(diary)
    took(diary, first, {DAY: 1})

    diary.stop(diary.treatment("finasteride", DAY), DAY)

    (kept,) = diary.treatments()
    seen = diary.adherence(kept, after(9))
    assert kept.entry.ends == after(1)
    assert (seen.due, seen.taken, seen.missed, seen.still_open) == (1, 1, 0, 0)
    assert diary.treatments(running_on=after(1)) == []


def test_whoever_names_a_treatment_of_other_days_is_told_its_days(diary):
    first = begin(diary, day=after(3))

    with pytest.raises(
        InputError, match=f"finasteride was not taken on {DAY}: it is in the diary from {after(3)} on"
    ):
        diary.treatment("finasteride", DAY)
    diary.amend(first, {"stopped": after(5)})
    with pytest.raises(InputError, match=f"from {after(3)} until {after(5)}"):
        diary.treatment("finasteride", after(9))


def test_a_treatment_is_found_by_its_name_while_it_goes_on(diary):
    first = begin(diary)
    begin(diary, LOTION)

    assert diary.treatment("finasteride", after(5)).id == first
    assert diary.treatment("1 mg oral", after(5)).id == first
    assert diary.treatment(first[:8], after(5)).id == first
    with pytest.raises(InputError, match="may be"):
        diary.treatment("daily", after(5))
    with pytest.raises(InputError, match="Did you mean 'minoxidil'"):
        diary.treatment("minoxdil", after(5))
    diary.amend(first, {"stopped": after(3)})
    with pytest.raises(InputError, match="No treatment that goes on"):
        diary.treatment("dutasteride", after(5))


def test_a_guided_session_is_a_session_done(diary):
    begin(diary, ROLLER)
    rolled = {"id": "s1", "rolled_until": "2026-03-08T20:00:00+00:00"}
    diary.store.put(diary.person_id, "rolling_session", after(7), {"session": rolled})
    diary.store.put(
        diary.person_id, "rolling_session", after(14), {"session": {"id": "s2", "rolled_until": None}}
    )

    (kept,) = diary.treatments()
    assert diary.doses(kept) == {after(7): 1}
    took(diary, kept.id, {after(7): 1})
    assert diary.doses(kept) == {after(7): 1}


def test_corrections_and_deletions_are_in_the_audit_without_values(diary):
    record = diary.add(Measurement(day=DAY, zone=ZONE, measure="visible_hair_density", value=120.0))
    diary.amend(record[:6], {"value": 131.0, "day": after(1)})
    (kept,) = diary.entries(Measurement)
    assert (kept.entry.value, kept.entry.day) == (131.0, after(1))
    diary.delete(record)

    assert diary.all() == []
    lines = [one for one in diary.store.audit(diary.person_id) if one.record_id == record]
    assert [(one.what, one.why) for one in lines] == [
        ("put", "entry"), ("replace", "correction"), ("delete", "mistake"),
    ]  # fmt: skip
    assert diary.store.verify().sound
    assert not any("131" in str(one.as_dict().get("why")) for one in lines)


def test_a_correction_that_cannot_be_meant_changes_nothing(diary):
    record = diary.add(Grade(day=DAY, zone=ZONE, scale="norwood", grade="III"))

    for wrong in ({"grade": "IX"}, {"colour": "red"}, {"zone": "Mars"}):
        with pytest.raises(InputError):
            diary.amend(record, wrong)

    assert diary.entries(Grade)[0].entry.grade == "III"


def test_a_treatment_with_doses_is_stopped_not_deleted(diary):
    treatment = begin(diary)
    dose = took(diary, treatment, {DAY: 1})

    with pytest.raises(InputError, match="has 1 entries of doses"):
        diary.delete(treatment)
    diary.delete(dose)
    diary.delete(treatment)
    assert diary.all() == []


def test_an_entry_is_found_by_enough_letters(diary):
    record = begin(diary)

    assert diary.find(record[:4]).id == record
    for too_little in (record[:3], "", "zzzz"):
        with pytest.raises(InputError, match="No entry begins with"):
            diary.find(too_little)


@pytest.mark.parametrize(
    ("entry", "changes", "expected"),
    [
        (Measurement(day=DAY, zone=ZONE, measure="hair_count", value=60, area_cm2=0.5), ["value=61.5", "by=doctor"],
         {"value": 61.5, "by": "doctor"}),
        (ShedCount(day=DAY, zone=ZONE, method="comb60", counts=(1.0,)), ["counts=12,9,14", "day=yesterday"],
         {"counts": (12.0, 9.0, 14.0), "day": DAY - timedelta(days=1)}),
        (Treatment(day=DAY, zone=ZONE, course=TABLET), ["stopped="], {"stopped": None}),
        (Taken(day=DAY, zone=ZONE, treatment="ab", doses={DAY: 1}), ["doses=2026-03-01:2, 2026-02-28:0"],
         {"doses": {DAY: 2, DAY - timedelta(days=1): 0}}),
        (SideEffect(day=DAY, zone=ZONE, effects=("low_mood",)), ["effects=low_mood,sexual", "over=today"],
         {"effects": ("low_mood", "sexual"), "over": DAY}),
        (Reminder(day=DAY, zone=ZONE, subject="shed", times=("08:00",), every_days=7.0, uid="x"),
         ["times=20:00,7:00", "details=yes", "alarm_minutes=5", "until=2027-01-01"],
         {"times": ("07:00", "20:00"), "details": True, "alarm_minutes": 5, "until": date(2027, 1, 1), "sequence": 1}),
    ],
)  # fmt: skip
def test_corrections_are_read_as_what_they_are(entry, changes, expected):
    assert read_changes(entry, changes, DAY) == expected


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            [],
            r"There are: day \(the day\); note \(the note\); measure \(what was measured\); value \(what was read\)",
        ),
        (["value"], r"Write NAME=VALUE; there are: day \(the day\)"),
        (["value="], r"Nothing stands after value=, which is what was read. Write it like value=131\."),
        (["value=many"], "What was read must be a number, not 'many'. Write it like value=131"),
        (["area_cm2=x"], "The area of the count, in cm2 must be a number"),
        (["vlue=1"], "Did you mean 'value'"),
        (["zone=UTC"], "'zone' is nothing of a measurement that can be corrected"),
        (["day=tomorrow"], "Cannot read the day"),
    ],
)
def test_corrections_that_cannot_be_read_are_refused(changes, says):
    entry = Measurement(day=DAY, zone=ZONE, measure="visible_hair_density", value=100.0)

    with pytest.raises(InputError, match=says):
        read_changes(entry, changes, DAY)


@pytest.mark.parametrize("kind", PARTS)
def test_every_part_that_can_be_corrected_has_words(kind):
    names = {**EVERY, **PARTS[kind]}

    assert set(names) <= set(WORDS)
    assert all(f"{name} (" in listed(names) for name in names)


def test_a_consent_is_not_corrected():
    entry = Consent(day=DAY, zone=ZONE, what="photographs", given=True, version="1", text="x")

    with pytest.raises(InputError, match="cannot be corrected"):
        read_changes(entry, ["given=no"], DAY)


def test_rules_have_the_last_answers_and_a_forecast_the_first(diary):
    for day, answers in (
        (after(0), {"sex": "male"}),
        (after(5), {"sex": "male", "age": 31, "norwood": "III"}),
        (after(90), {"sex": "male", "age": 32, "norwood": "IV", "nonsense": 1}),
    ):
        diary.store.put(diary.person_id, "answers", day, {"answers": answers})

    assert diary.answers() == {"sex": "male", "age": 32, "norwood": "IV"}
    assert diary.first_answers() == (after(5), {"sex": "male", "age": 31, "norwood": "III"})
    assert diary.usual_site() == "vertex"


# Photographs


@pytest.fixture
def photograph():
    from io import BytesIO

    from PIL import Image

    def make(color=(120, 80, 60)):
        stream = BytesIO()
        exif = Image.Exif()
        exif.get_ifd(0x8825)[1] = "N"
        Image.new("RGB", (96, 80), color).save(stream, format="JPEG", exif=exif)
        return stream.getvalue()

    return make


def keep(diary, data, day=DAY, view="vertex"):
    return keep_photograph(diary, data, day=day, zone=ZONE, view=view)[0]


def test_no_photograph_without_consent(diary, photograph):
    with pytest.raises(InputError, match="run 'anagen diary consent'"):
        keep(diary, photograph())

    assert diary.store.attachments(diary.person_id) == ()


def test_consent_is_kept_with_the_exact_words(diary, photograph):
    record = agree(diary, DAY, ZONE)
    keep(diary, photograph())

    (consent,) = diary.entries(Consent)
    assert (consent.entry.text, consent.entry.version) == consent_words()
    assert diary.entries(Photograph)[0].entry.consent == record == agreed(diary).id


def test_other_words_need_another_consent(diary, monkeypatch):
    agree(diary, DAY, ZONE)
    monkeypatch.setattr("anagen.diary.album.consent_words", lambda: ("Other words.", "another"))

    assert agreed(diary) is None


def test_what_is_kept_is_the_clean_photograph_under_its_hash(diary, photograph):
    agree(diary, DAY, ZONE)
    keep(diary, photograph())

    entry = diary.entries(Photograph)[0].entry
    picture = diary.store.attachment(diary.person_id, entry.sha256)
    assert picture.data != photograph()
    assert b"Exif" not in picture.data


def test_deleting_a_photograph_deletes_its_picture_unless_another_entry_shows_it(diary, photograph):
    agree(diary, DAY, ZONE)
    first, second = keep(diary, photograph()), keep(diary, photograph(), after(1))
    assert len(diary.store.attachments(diary.person_id)) == 1

    diary.delete(first)
    assert len(diary.store.attachments(diary.person_id)) == 1
    diary.delete(second)
    assert diary.store.attachments(diary.person_id) == ()


def test_taking_consent_back_deletes_all_photographs_and_is_noted(diary, photograph):
    agree(diary, DAY, ZONE)
    keep(diary, photograph())
    keep(diary, photograph((10, 20, 30)), after(1))

    assert withdraw(diary, after(2), ZONE) == 2
    assert diary.entries(Photograph) == []
    assert diary.store.attachments(diary.person_id) == ()
    assert agreed(diary) is None
    reasons = {one.why for one in diary.store.audit(diary.person_id) if one.what in ("delete", "detach")}
    assert reasons == {"consent withdrawn"}


def test_a_strip_shows_the_first_and_the_last_of_a_view(diary, photograph, monkeypatch):
    shown = []

    def beside(photographs, **_):
        shown.extend(day for day, _ in photographs)
        return b"png"

    monkeypatch.setattr("anagen.diary.album.side_by_side", beside)
    agree(diary, DAY, ZONE)
    for day in (0, 30, 60):
        keep(diary, photograph((day, 0, 0)), after(day))
    keep(diary, photograph((0, 0, 99)), after(90), view="front")

    assert strip(diary) == b"png"
    assert strip(diary, days=[after(30), after(60)]) == b"png"
    assert shown == [DAY, after(60), after(30), after(60)]
    with pytest.raises(InputError, match="Of the view 'front' there is one photograph"):
        strip(diary, view="front")
    with pytest.raises(InputError, match="no photograph of vertex on 2026-03-02"):
        strip(diary, days=[after(1), after(30)])


# Killed in the middle


def catch_up_and_die(path, person):
    from anagen.store import Store

    with Store.open(path, who="tester") as store:
        diary = Diary(store, person)
        (kept,) = diary.treatments()
        with store.transaction():
            took(diary, kept.id, {after(k): 1 for k in range(7)})
            import os

            os._exit(9)


def test_a_week_that_was_being_logged_when_the_program_died_is_not_half_there(tmp_path):
    from anagen.store import Store

    path = tmp_path / "store.sqlite"
    with Store.open(path, who="tester") as store:
        person = store.add_person("Ada")
        begin(Diary(store, person))
    process = multiprocessing.get_context("spawn").Process(target=catch_up_and_die, args=(path, person))
    process.start()
    process.join()

    assert process.exitcode == 9
    with Store.open(path, who="tester") as store:
        assert len(Diary(store, person).all()) == 1
        assert store.verify().sound
