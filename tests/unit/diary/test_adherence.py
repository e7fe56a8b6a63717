"""Doses taken of doses due: the arithmetic."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anagen.diary.adherence import adherence, due_on, share_words, windows
from anagen.diary.entries import Treatment
from anagen.diary.regimen_taken import regimen_taken

START = date(2026, 1, 5)
ZONE = "Europe/Berlin"
COURSES = (
    "finasteride 1 mg oral daily",
    "minoxidil 5 % 1 mL topical twice daily",
    "dutasteride 0.5 mg oral every 2 days",
    "finasteride 1 mg oral 3 times weekly",
    "microneedling 0.5 mm weekly",
    "microneedling 0.5 mm weekly for 8 weeks",
    "prp 3 sessions monthly then every 6 months",
)


def begun(course=COURSES[0], stopped=None, day=START):
    return Treatment(day=day, zone=ZONE, course=course, stopped=stopped)


def after(days):
    return START + timedelta(days=days)


def taken_on(days, doses=1):
    return {after(one): doses for one in days}


treatments = st.builds(begun, st.sampled_from(COURSES), st.none() | st.integers(1, 200).map(after))
logs = st.dictionaries(st.integers(-5, 220).map(after), st.integers(0, 3), max_size=60)
todays = st.integers(0, 220).map(after)


@given(treatments, logs, todays)
def test_what_was_due_is_taken_missed_not_logged_or_still_open(treatment, doses, today):
    seen = adherence(treatment, doses, today)

    assert seen.due == seen.taken + seen.missed + seen.not_logged + seen.still_open
    assert min(seen.taken, seen.missed, seen.not_logged, seen.still_open) >= 0
    assert 0 <= seen.streak <= seen.longest_streak
    assert seen.share is None or 0.0 <= seen.share <= 1.0


@given(treatments, logs, todays, st.integers(0, 219).map(after))
def test_one_dose_more_never_makes_it_less(treatment, doses, today, day):
    more = doses | {day: doses.get(day, 0) + 1}

    assert adherence(treatment, more, today).taken >= adherence(treatment, doses, today).taken


@given(treatments, todays)
def test_who_takes_what_is_due_on_its_day_misses_nothing(treatment, today):
    doses = {one.due_day: one.due for one in windows(treatment, today)}

    seen = adherence(treatment, doses, today)

    assert seen.taken == seen.due
    assert seen.missed == seen.not_logged == seen.still_open == 0
    assert seen.streak == seen.longest_streak == len(doses)


@given(treatments, todays)
def test_windows_hold_their_due_day_and_do_not_touch(treatment, today):
    seen = windows(treatment, today)

    assert all(one.first <= one.due_day <= one.last for one in seen)
    assert all(one.last < later.first for one, later in pairwise(seen))
    assert all(treatment.ends is None or one.last < treatment.ends for one in seen)


@given(treatments, logs, todays, st.integers(0, 3000))
def test_the_calendar_does_not_matter(treatment, doses, today, shift):
    later = timedelta(days=shift)
    moved = begun(treatment.course, treatment.stopped and treatment.stopped + later, START + later)

    one = adherence(treatment, doses, today)
    other = adherence(moved, {day + later: number for day, number in doses.items()}, today + later)

    assert one.as_dict() | {"last_logged": None} == other.as_dict() | {"last_logged": None}


def test_a_week_with_one_missed_day():
    doses = taken_on(range(7)) | taken_on([3], 0)

    seen = adherence(begun(), doses, after(7))

    assert (seen.due, seen.taken, seen.missed, seen.still_open) == (8, 6, 1, 1)
    assert seen.share == pytest.approx(6 / 7)
    assert (seen.streak, seen.longest_streak) == (3, 3)


def test_a_gap_before_a_later_entry_was_missed_and_the_days_since_the_last_are_not_known():
    seen = adherence(begun(), taken_on([0, 1, 5]), after(10))

    assert (seen.taken, seen.missed, seen.not_logged, seen.still_open) == (3, 3, 4, 1)
    assert seen.last_logged == after(5)


def test_two_tablets_do_not_make_good_for_the_day_before():
    seen = adherence(begun(), taken_on([0, 2]) | taken_on([3], 2), after(4))

    assert (seen.taken, seen.missed) == (3, 1)


def test_a_session_a_day_late_is_done_and_two_in_a_week_are_one():
    weekly = begun("microneedling 0.5 mm weekly")

    assert adherence(weekly, taken_on([0, 8, 13]), after(18)).missed == 0
    assert adherence(weekly, taken_on([0, 1, 14]), after(18)).missed == 1


def test_twice_a_day_is_two_doses_of_one_day():
    twice = begun("minoxidil 5 % 1 mL topical twice daily")

    assert due_on(twice, after(3)) == 2
    seen = adherence(twice, taken_on([0, 1], 2) | taken_on([2], 1), after(3))
    assert (seen.taken, seen.missed, seen.still_open) == (5, 1, 2)


def test_nothing_is_due_from_the_day_on_which_it_was_stopped():
    stopped = begun(stopped=after(5))

    assert due_on(stopped, after(4)) == 1
    assert due_on(stopped, after(5)) == 0
    assert adherence(stopped, taken_on(range(5)), after(30)).due == 5


@pytest.mark.parametrize(
    ("course", "days"),
    [
        ("prp 3 sessions monthly then every 6 months", [0, 30, 60, 243, 426]),
        ("finasteride 1 mg oral 3 times weekly", [0, 2, 4, 7]),
    ],
)
def test_paces_are_counted_from_the_first_day(course, days):
    seen = windows(begun(course), after(days[-1]))

    assert [(one.due_day - START).days for one in seen] == days


@pytest.mark.parametrize(
    ("share", "words"), [(1.0, "all"), (0.999, "99 %"), (0.5, "50 %"), (0.004, "none"), (0.0, "none")]
)
def test_shares_in_words_promise_nothing(share, words):
    assert share_words(share) == words


# What is simulated


def test_nothing_logged_is_all_taken_and_says_so():
    seen = regimen_taken([(begun(), {})], after(100))

    assert str(seen.regimen) == "finasteride 1 mg oral daily"
    assert seen.regimen == seen.planned
    assert "all doses are assumed" in seen.notes[0]


def test_a_share_is_kept_and_goes_on():
    doses = taken_on(range(100)) | taken_on(range(0, 100, 4), 0)

    seen = regimen_taken([(begun(), doses)], after(100))

    assert str(seen.regimen) == "finasteride 1 mg oral daily with 75 % of doses taken"


def test_from_today_on_it_is_as_of_late():
    doses = taken_on(range(100)) | taken_on(range(0, 16, 2), 0)

    seen = regimen_taken([(begun(), doses)], after(100))

    past, ahead = seen.regimen.courses
    assert (past.start_day, past.stop_day, past.adherence_fraction) == (0.0, 100.0, 0.92)
    assert (ahead.start_day, ahead.stop_day, ahead.adherence_fraction) == (100.0, None, 1.0)


def test_a_holiday_is_a_pause():
    doses = taken_on(range(30)) | taken_on(range(50, 100))

    seen = regimen_taken([(begun(), doses)], after(100))

    first, second, ahead = seen.regimen.courses
    assert (first.stop_day, second.start_day) == (30.0, 50.0)
    assert first.adherence_fraction == second.adherence_fraction == 1.0
    assert ahead.adherence_fraction == pytest.approx((14 + 50) / 84, abs=0.01)
    assert any("none from 2026-02-04 to 2026-02-23" in one for one in seen.notes)


def test_treatments_keep_their_distance_in_days():
    second = begun("minoxidil 5 % 1 mL topical twice daily", day=after(84))

    seen = regimen_taken([(begun(), {}), (second, {})], after(100), first=after(-10))

    assert seen.day_zero == after(-10)
    assert [one.start_day for one in seen.regimen.courses] == [10.0, 94.0]
    assert seen.day_of(after(3)) == 13.0


def test_nobody_who_took_nothing_is_simulated_as_treated():
    seen = regimen_taken([(begun(stopped=after(60)), taken_on(range(60), 0))], after(90))

    assert seen.regimen.is_empty


@given(st.lists(st.tuples(treatments, logs), max_size=1), todays)
def test_what_was_taken_can_always_be_simulated(told, today):
    seen = regimen_taken(told, today)

    for course in (*seen.regimen.courses, *seen.regimen.procedures):
        assert 0.0 < course.adherence_fraction <= 1.0
        assert course.start_day >= 0.0
