"""Reminders: what a calendar reads in the file."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from anagen.diary.adherence import due_dates
from anagen.diary.entries import Reminder, Treatment
from anagen.diary.reminders import calendar_bytes, new_uid, reminder_of, usual_times
from anagen.errors import InputError

STAMP = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
FIRST = date(2026, 3, 1)
COURSES = (
    "finasteride 1 mg oral daily",
    "minoxidil 5 % 1 mL topical twice daily",
    "dutasteride 0.5 mg oral every 2 days",
    "finasteride 1 mg oral 3 times weekly",
    "microneedling 0.5 mm weekly",
    "microneedling 1 mm every 2 weeks for 24 weeks",
    "microneedling 1 mm every 10 days",
    "finasteride 1 mg oral every 1.5 days",
    "prp 3 sessions monthly",
)


def begun(course, day=FIRST, zone="Europe/Berlin", stopped=None):
    return Treatment(day=day, zone=zone, course=course, stopped=stopped)


def written(*reminders):
    data = calendar_bytes(reminders, stamped=STAMP)
    return data, Calendar.from_ical(data)


def rings(event, until):
    """When an event rings, as a calendar would work it out, in local time."""
    start = event["DTSTART"].dt
    zone = start.tzinfo
    if "RRULE" in event:
        rule = event["RRULE"].to_ical().decode()
        naive = start.replace(tzinfo=None)
        if "UNTIL" in event["RRULE"]:
            end = event["RRULE"]["UNTIL"][0].astimezone(zone).replace(tzinfo=None)
            rule = ";".join(part for part in rule.split(";") if not part.startswith("UNTIL"))
            until = min(until, end)
        return list(rrulestr(rule, dtstart=naive).between(naive, until, inc=True))
    more = event.get("RDATE")
    listed = [start] + ([one.dt for one in more.dts] if more is not None else [])
    return [one.replace(tzinfo=None) for one in listed if one.replace(tzinfo=None) <= until]


@pytest.mark.parametrize("course", COURSES)
def test_a_reminder_rings_when_a_dose_is_due(course):
    treatment = begun(course)
    reminder = reminder_of(treatment, "ab12", today=FIRST)
    _, calendar = written(reminder)
    until = FIRST + timedelta(days=170)

    rung = {}
    for event in calendar.events:
        for one in rings(event, datetime.combine(until, datetime.max.time())):
            rung[one.date()] = rung.get(one.date(), 0) + 1

    due = due_dates(treatment, until)
    if "prp" in course:  # a month of the calendar, not 30.4 days
        assert [(day - FIRST).days for day in sorted(rung)][:3] == [0, 31, 61]
    else:
        assert rung == due


def test_the_file_is_valid_and_says_who_made_it():
    data, calendar = written(reminder_of(begun(COURSES[1]), "ab12", today=FIRST))

    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    assert not calendar.errors
    for event in calendar.events:
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "DURATION"} <= set(event)
        (alarm,) = event.walk("VALARM")
        assert {"ACTION", "TRIGGER", "DESCRIPTION"} <= set(alarm)


def test_nothing_of_health_is_in_the_file_unless_asked_for():
    plain, _ = written(reminder_of(begun(COURSES[1]), "ab12", today=FIRST))
    told, calendar = written(reminder_of(begun(COURSES[1]), "ab12", today=FIRST, details=True))

    assert b"minoxidil" not in plain
    assert b"ab12" not in plain
    assert {str(event["SUMMARY"]) for event in calendar.events} == {COURSES[1]}
    assert b"minoxidil" in told


def test_twice_a_day_is_two_events_with_names_of_their_own_that_stay():
    reminder = reminder_of(begun(COURSES[1]), "ab12", today=FIRST)

    once, again = ([str(event["UID"]) for event in written(reminder)[1].events] for _ in range(2))

    assert once == again
    assert len(set(once)) == 2
    assert new_uid() != new_uid()
    assert [event["DTSTART"].dt.hour for event in written(reminder)[1].events] == [8, 20]


def test_the_clock_of_the_wall_is_kept_through_summer_time():
    _, calendar = written(reminder_of(begun(COURSES[0]), "ab12", today=FIRST, times=["08:30"]))

    (event,) = calendar.events
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    (zone,) = calendar.walk("VTIMEZONE")
    read = zone.to_tz(lookup_tzid=False)
    for day, hours in (
        (date(2026, 3, 1), 1),
        (date(2026, 6, 1), 2),
        (date(2030, 12, 1), 1),
        (date(2034, 7, 1), 2),
    ):
        moment = datetime(day.year, day.month, day.day, 8, 30)  # noqa: DTZ001  the wall's time is meant
        assert read.utcoffset(moment) == timedelta(hours=hours)
        assert ZoneInfo("Europe/Berlin").utcoffset(moment) == timedelta(hours=hours)


def test_it_ends_with_the_treatment_on_the_last_local_day():
    stopped = begun(COURSES[0], zone="Asia/Tokyo", stopped=date(2026, 3, 11))
    _, calendar = written(reminder_of(stopped, "ab12", today=FIRST))

    (event,) = calendar.events
    assert event["RRULE"]["UNTIL"][0] == datetime(2026, 3, 10, 14, 59, 59, tzinfo=UTC)
    assert len(rings(event, datetime(2027, 1, 1))) == 10  # noqa: DTZ001


def test_an_alarm_may_ring_before():
    _, calendar = written(reminder_of(begun(COURSES[0]), "ab12", today=FIRST, alarm_minutes=15))

    assert calendar.walk("VALARM")[0]["TRIGGER"].dt == timedelta(minutes=-15)


def test_as_many_times_as_doses_are_needed():
    with pytest.raises(InputError, match="due 2 times on a day, and 1 times were given"):
        reminder_of(begun(COURSES[1]), "ab12", today=FIRST, times=["08:00"])


def test_usual_times_are_spread_over_the_day():
    assert usual_times(1.0) == usual_times(7.0) == ("08:00",)
    assert usual_times(0.5) == ("08:00", "20:00")
    assert usual_times(1.0 / 3.0) == ("08:00", "14:00", "20:00")


def test_no_reminder_is_no_calendar():
    with pytest.raises(InputError, match="nothing to be reminded of"):
        calendar_bytes([], stamped=STAMP)


reminders = st.builds(
    Reminder,
    day=st.dates(date(2000, 1, 1), date(2060, 1, 1)),
    zone=st.sampled_from(
        ["Europe/Berlin", "UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
    ),
    subject=st.just("shed"),
    times=st.lists(st.sampled_from(["00:00", "02:30", "08:00", "23:59"]), min_size=1, unique=True).map(tuple),
    every_days=st.sampled_from([1.0, 2.0, 3.5, 7.0 / 3.0, 7.0, 10.5, 28.0, 30.4375, 91.3125]),
    until=st.none(),
    details=st.booleans(),
    says=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60),
    alarm_minutes=st.integers(0, 1440),
    uid=st.uuids().map(str),
    sequence=st.integers(0, 5),
)


@given(st.lists(reminders, min_size=1, max_size=3))
def test_what_is_written_is_read_back(told):
    _, calendar = written(*told)

    assert not calendar.errors
    events = list(calendar.events)
    expected = [(one, time) for one in told for time in one.times]
    assert len(events) == len(expected)
    for event, (one, time) in zip(events, expected, strict=True):
        assert str(event["UID"]).startswith(one.uid)
        assert int(event["SEQUENCE"]) == one.sequence
        start = event["DTSTART"].dt
        assert start.date() == one.day
        assert f"{start:%H:%M}" == time
        assert start.tzinfo.utcoffset(start) == ZoneInfo(one.zone).utcoffset(start.replace(tzinfo=None))
        assert str(event["SUMMARY"]) == (one.says if one.details and one.says else "Reminder")
