"""The course that sessions belong to: when it began and how often, as the diary keeps it, and when the next is due."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from anagen.diary.days import zone_name
from anagen.diary.entries import Treatment
from anagen.errors import InputError
from anagen.rolling.checks import TOPIC, rule_interval_days
from anagen.web.rolling.views import CourseShown, DueShown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from anagen.diary.logbook import Diary
    from anagen.rolling.preparing import Preparation

__all__ = ["PACES", "begin_course", "course_of", "dates_of", "running_course"]

PACES = {7: "Every week", 14: "Every two weeks", 21: "Every three weeks", 28: "Every four weeks"}
"""How often courses are rolled, as the form offers it. [day]"""


def running_course(diary: Diary, today: date) -> Treatment | None:
    """The course of rolling that goes on, or is to begin; none if the diary has none.

    Parameters
    ----------
    diary
        Of the person.
    today
        The day at this place.
    """
    found = [
        one.entry
        for one in diary.treatments()
        if one.entry.agent == TOPIC and (one.entry.ends is None or one.entry.ends > today)
    ]
    return found[-1] if found else None


def course_of(one: Treatment, today: date, *, rolled: Sequence[date], not_before: date | None) -> CourseShown:
    """A course, and when its next session is due.

    Parameters
    ----------
    one
        The course.
    today
        The day at this place.
    rolled
        Days of the sessions so far.
    not_before
        First day on which the skin allows it; None where nothing keeps it back.
    """
    every = float(one.part.every_days)
    last = max((day for day in rolled if day >= one.day), default=None)
    due = one.day if last is None else last + timedelta(days=round(every))
    if last is None and due < today and not rolled:
        gone = (today - one.day).days
        due = one.day + timedelta(days=round(-(-gone // every) * every))
    over = one.ends is not None and due >= one.ends
    waits = not_before is not None and not over and not_before > due
    return CourseShown(
        says=one.course,
        began=one.day.isoformat(),
        ahead=one.day > today,
        next_due="" if over else max(due, not_before or due).isoformat(),
        late=not over and not waits and due < today,
        waits=waits,
        done=sum(day >= one.day for day in rolled),
    )


def dates_of(ready: Preparation) -> tuple[str, list[DueShown]]:
    """The usual course of the setting from today on, in words and as dates; nothing where no pace is slow enough.

    Parameters
    ----------
    ready
        A session that may begin.
    """
    try:
        usual, due = ready.schedule()
    except InputError:
        return "", []
    says = f"{usual.sessions} sessions with {usual.needle_mm:g} mm, {usual.passes} passes each"
    return says, [
        DueShown(
            number=one.number,
            day=f"{one.day:%a %Y-%m-%d}",
            risk=f"{one.risk_percent:.2g} %",
            moved=one.moved_because and f"later: {one.moved_because}",
        )
        for one in due
    ]


def begin_course(
    diary: Diary, day: date, *, every_days: int, needle_mm: float, setting: str, passes: int
) -> None:
    """Put a course into the diary.

    Parameters
    ----------
    diary
        Of the person.
    day
        Of the first session.
    every_days
        Time between two sessions. [day]
    needle_mm
        Length of the needles. [mm]
    setting
        Home or clinic.
    passes
        Over each section.

    Raises
    ------
    InputError
        If sessions would follow each other faster than the rules allow, or another course goes on.
    """
    least = rule_interval_days(needle_mm=needle_mm, setting=setting)
    if every_days < least:
        raise InputError(
            f"Sessions with {needle_mm:g} mm every {every_days} days come too early: by the rules at least "
            f"{least} days lie between two. Choose a slower pace, or shorter needles."
        )
    course = f"microneedling {needle_mm:g} mm {passes} passes every {every_days} days"
    diary.add(Treatment(day=day, zone=zone_name(), course=course))
