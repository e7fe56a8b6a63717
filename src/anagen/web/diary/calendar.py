"""A month of a diary, day by day."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta

from anagen.diary.adherence import due_dates
from anagen.diary.entries import Consent, Reminder, SideEffect, Taken
from anagen.diary.logbook import ROLLING
from anagen.errors import InputError
from anagen.web.diary.book import KIND_WORDS, OpenDiary, due_of, shown
from anagen.web.diary.views import CalendarView, DayCell, EntryShown

__all__ = ["calendar_of"]

LAST = 6
"""Entries that are shown whatever their day."""
NOT_MARKED = (Taken, Reminder, Consent)
Doses = Mapping[date, tuple[int, int]]
"""Taken and due, by day; what was not said anything of is not in it."""


def calendar_of(book: OpenDiary, month: str | None, day: str | None) -> CalendarView:
    """A month, and a day of it.

    Parameters
    ----------
    book
        Whose.
    month
        As 2026-03; that of the day if not given.
    day
        As 2026-03-01; today, or the first of the month, if not given.
    """
    chosen = book.day(day) if day else None
    first = read_month(month, book.today) if month else (chosen or book.today).replace(day=1)
    if chosen is None or chosen.replace(day=1) != first:
        chosen = book.today if book.today.replace(day=1) == first else first
    everything = [one for one in book.diary.all() if not isinstance(one.entry, Reminder | Consent)]
    marks = marks_of(book)
    doses = doses_of(book)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    running = book.diary.treatments(running_on=chosen)
    return CalendarView(
        person=book.person,
        today=book.today.isoformat(),
        month=f"{first:%Y-%m}",
        month_name=f"{first:%B %Y}",
        before=f"{first - timedelta(days=1):%Y-%m}" if first > date(1900, 1, 1) else "",
        after=f"{first + timedelta(days=31):%Y-%m}" if first < book.today.replace(day=1) else "",
        weeks=[[cell(book, one, first, chosen, doses, marks) for one in week] for week in weeks],
        day=chosen.isoformat(),
        day_name="Today" if chosen == book.today else f"{chosen:%A}, {chosen.day} {chosen:%B}",
        due=[due_of(book, one, chosen) for one in running] if chosen <= book.today else [],
        entries=[*(shown(one) for one in everything if one.entry.day == chosen), *sessions_on(book, chosen)],
        last=[
            shown(one)
            for one in sorted(everything, key=lambda one: (one.entry.day, one.written_at))[-LAST:][::-1]
        ],
        effects=[
            shown(one)
            for one in everything
            if isinstance(one.entry, SideEffect) and (one.entry.over is None or one.entry.over > book.today)
        ],
        empty=not everything,
    )


def read_month(text: str, today: date) -> date:
    """The first day of a month that was given as 2026-03."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        found = None
    if found is None or not 1900 <= found.year <= today.year:
        raise InputError(f"There is no such month. Write it like {today:%Y-%m}.")
    return found


def marks_of(book: OpenDiary) -> dict[date, list[str]]:
    """Kinds of entries by day, besides doses."""
    found: dict[date, list[str]] = {}
    for one in book.diary.all():
        if not isinstance(one.entry, NOT_MARKED):
            found.setdefault(one.entry.day, []).append(one.entry.KIND)
    for day in book.diary.rolled():
        found.setdefault(day, []).append(ROLLING)
    return {day: list(dict.fromkeys(kinds)) for day, kinds in found.items()}


def doses_of(book: OpenDiary) -> Doses:
    """What was taken of what was due, of all treatments together, on days of which anything was said."""
    found: dict[date, tuple[int, int]] = {}
    for one in book.diary.treatments():
        due, said = due_dates(one.entry, book.today), book.diary.doses(one)
        for day in due.keys() | said.keys():
            if day in said:
                taken, expected = found.get(day, (0, 0))
                found[day] = taken + said[day], expected + due.get(day, 0)
    return found


def cell(
    book: OpenDiary, day: date, first: date, chosen: date, doses: Doses, marks: Mapping[date, list[str]]
) -> DayCell:
    """A day of the calendar."""
    here = marks.get(day, [])
    taken, due = doses.get(day, (0, 0))
    said = "" if day not in doses else "all" if taken >= due else "some" if taken else "none"
    words = (
        [{"all": "all doses taken", "some": "some doses taken", "none": "doses missed"}[said]] if said else []
    )
    words += [KIND_WORDS[one].lower() for one in here]
    return DayCell(
        day=day.isoformat(),
        number=day.day,
        in_month=day.month == first.month,
        is_today=day == book.today,
        is_ahead=day > book.today,
        is_shown=day == chosen,
        doses=said,
        marks=here,
        says=f"{day.day} {day:%B}" + (f": {', '.join(words)}" if words else ""),
    )


def sessions_on(book: OpenDiary, day: date) -> list[EntryShown]:
    """Guided sessions of a day, which have a page of their own."""
    found = book.diary.rolled().get(day)
    if found is None:
        return []
    return [EntryShown(id=found, day=day.isoformat(), kind=KIND_WORDS[ROLLING], words="guided", note="")]
