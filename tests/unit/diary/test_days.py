"""Days are local dates."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anagen.diary.days import days_between, read_day, read_time, today_in, zone_name
from anagen.errors import InputError

SUNDAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", SUNDAY),
        ("Yesterday", date(2026, 2, 28)),
        ("3 days  ago", date(2026, 2, 26)),
        ("1 week ago", date(2026, 2, 22)),
        ("sunday", SUNDAY),
        ("Monday", date(2026, 2, 23)),
        ("2026-01-31", date(2026, 1, 31)),
    ],
)
def test_a_day_can_be_said_in_words(words, day):
    assert read_day(words, SUNDAY) == day


@pytest.mark.parametrize(
    "words", ["", "tomorrow", "2026-02-30", "31.1.2026", "1850-01-01", "99999 weeks ago"]
)
def test_what_is_no_day_is_refused(words):
    with pytest.raises(InputError):
        read_day(words, SUNDAY)


def test_a_day_ahead_is_refused_unless_it_is_asked_for():
    with pytest.raises(InputError, match="has not been yet: today is 2026-03-01"):
        read_day("2026-03-02", SUNDAY)
    assert read_day("2026-03-02", SUNDAY, future=True) == date(2026, 3, 2)


@given(st.dates(date(1901, 1, 1), date(2100, 1, 1)))
def test_every_date_reads_as_itself(day):
    assert read_day(day.isoformat(), day) == day


def test_one_moment_is_two_days_in_two_zones():
    moment = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)

    assert today_in("Asia/Tokyo", moment) == date(2026, 3, 2)
    assert today_in("America/New_York", moment) == date(2026, 3, 1)


def test_the_zone_of_the_machine_has_a_name():
    assert zone_name(zone_name()) == zone_name()


@pytest.mark.parametrize("name", ["Europe/Berlyn", "", "../etc/passwd", "/etc/localtime", "a" * 300])
def test_a_zone_that_is_none_is_refused(name):
    with pytest.raises(InputError, match="No time zone named"):
        zone_name(name)


def test_a_wrong_zone_is_put_right():
    with pytest.raises(InputError, match="Did you mean 'Europe/Berlin'"):
        zone_name("Europe/Berlyn")


@pytest.mark.parametrize(("words", "time"), [("8:00", "08:00"), ("20.30", "20:30"), (" 00:05 ", "00:05")])
def test_times_are_written_in_one_way(words, time):
    assert read_time(words) == time


@pytest.mark.parametrize("words", ["24:00", "8", "8:60", "noon", ""])
def test_what_is_no_time_is_refused(words):
    with pytest.raises(InputError, match="Write it like 08:00"):
        read_time(words)


def test_days_between_holds_both_ends():
    assert days_between(date(2026, 2, 27), SUNDAY) == [date(2026, 2, 27), date(2026, 2, 28), SUNDAY]
