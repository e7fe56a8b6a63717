"""Doses taken of doses due, without a model: counting only.

Every due day has a window of days around it, and windows do not touch: a dose belongs to the due day that it lies
nearest to. So a daily tablet that was forgotten is not made good by two on the next day, and a weekly session that was
done a day late is still done.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from anagen.diary.entries import Treatment

__all__ = ["Adherence", "Window", "adherence", "due_on", "windows"]

ONE = timedelta(days=1)
LOOK_AHEAD_DAYS = 800.0
"""Beyond the day asked for, so that the window of the last due day is known: two of the longest intervals. [day]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days that count for one due day."""

    due_day: date
    due: int
    """Doses due on it."""
    first: date
    last: date
    """The last day that counts."""
    taken: int = 0
    """Doses taken, as far as they were due."""
    logged: bool = False
    """Whether anything was said of one of its days."""


def due_dates(treatment: Treatment, until: date) -> dict[date, int]:
    """How many doses are due on each day up to one, that one too."""
    part: Any = treatment.part
    days = getattr(part, "dose_days", None) or part.session_days
    span = (until - treatment.day).days + 1
    counts: dict[date, int] = {}
    for one in days(float(max(span, 0))):
        day = treatment.day + timedelta(days=int(one + 1e-9))
        if treatment.stopped is None or day < treatment.stopped:
            counts[day] = counts.get(day, 0) + 1
    return counts


def due_on(treatment: Treatment, day: date) -> int:
    """Doses due on a day."""
    return due_dates(treatment, day).get(day, 0)


def windows(treatment: Treatment, until: date, doses: Mapping[date, int] | None = None) -> tuple[Window, ...]:
    """The windows of all due days up to one, that one too, and what was taken in each.

    Parameters
    ----------
    treatment
        What is due.
    until
        How far to look.
    doses
        Doses taken by day; 0 where one was missed.
    """
    counts = due_dates(treatment, until + timedelta(days=int(LOOK_AHEAD_DAYS)))
    due = sorted(counts)
    firsts = [treatment.day]
    firsts += [day - timedelta(days=((day - before).days - 1) // 2) for before, day in pairwise(due)]
    lasts = [*(one - ONE for one in firsts[1:]), _end(treatment, due)]
    said = doses or {}
    made = []
    places = [bisect_right(firsts, day) - 1 for day in said]
    taken, logged = [0] * len(due), [False] * len(due)
    for place, (day, number) in zip(places, said.items(), strict=True):
        if 0 <= place < len(due) and day <= lasts[place]:
            taken[place] += number
            logged[place] = True
    for k, day in enumerate(due):
        if day <= until:
            made.append(
                Window(
                    due_day=day,
                    due=counts[day],
                    first=firsts[k],
                    last=lasts[k],
                    taken=min(taken[k], counts[day]),
                    logged=logged[k],
                )
            )
    return tuple(made)


def _end(treatment: Treatment, due: Sequence[date]) -> date:
    """The last day of the last window."""
    if treatment.ends is not None:
        return treatment.ends - ONE
    return due[-1] + timedelta(days=int(LOOK_AHEAD_DAYS)) if due else treatment.day


def share_words(share: float) -> str:
    """A share of doses in words; all of them are called so, since a round number of percents promises too much."""
    percent = round(100.0 * share)
    if share >= 1.0 or percent == 0:
        return "all" if share >= 1.0 else "none"
    return f"{min(percent, 99)} %"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adherence:
    """How a treatment was taken up to a day. Taken, missed, not logged and still open add up to what was due."""

    due: int
    """Doses that were due so far."""
    taken: int
    missed: int
    """Of days up to the last one that anything was said of."""
    not_logged: int
    """Of days since then: nobody has said anything of them."""
    still_open: int
    """Of days that are not over."""
    streak: int
    """Due days in a row of which nothing was missed, up to the last one that was logged."""
    longest_streak: int
    last_logged: date | None
    """The last day of which anything was said."""

    @property
    def share(self) -> float | None:
        """Doses taken of those that are known to be taken or missed; None where nothing is known. [ratio]"""
        known = self.taken + self.missed
        return self.taken / known if known else None

    @property
    def words(self) -> str:
        """The counts in a line."""
        if not self.due:
            return "nothing was due yet"
        share = "" if self.share is None else f" ({share_words(self.share)} of those that are known)"
        parts = [f"{self.taken} of {self.due} taken{share}", f"{self.missed} missed"]
        if self.not_logged:
            parts.append(f"{self.not_logged} not logged since {self.last_logged or 'the start'}")
        if self.still_open:
            parts.append(f"{self.still_open} still due")
        longest = "" if self.longest_streak <= self.streak else f" (the longest run: {self.longest_streak})"
        parts.append(f"{self.streak} in a row{longest}")
        return ", ".join(parts)

    def as_dict(self) -> dict[str, Any]:
        """The counts as plain values."""
        return {
            "due": self.due,
            "taken": self.taken,
            "missed": self.missed,
            "not_logged": self.not_logged,
            "still_open": self.still_open,
            "share": self.share,
            "streak": self.streak,
            "longest_streak": self.longest_streak,
            "last_logged": None if self.last_logged is None else self.last_logged.isoformat(),
        }


def is_missed(window: Window, today: date, last_logged: date | None) -> bool:
    """Whether what was not taken in a window was missed: its days are over, and a day not before its end was logged."""
    return window.last < today and last_logged is not None and window.last <= last_logged


def adherence(treatment: Treatment, doses: Mapping[date, int], today: date) -> Adherence:
    """How a treatment was taken so far.

    Parameters
    ----------
    treatment
        What was due.
    doses
        Doses taken by day; 0 where one was missed. A day that is not in it was not logged.
    today
        The date where the person is.
    """
    seen = windows(treatment, today, doses)
    last = max((day for day in doses if day <= today), default=None)
    missed = not_logged = still_open = 0
    run = longest = 0
    for one in seen:
        lacking = one.due - one.taken
        if is_missed(one, today, last):
            missed += lacking
            run = run + 1 if lacking == 0 else 0
        elif one.last >= today:
            still_open += lacking
            run += lacking == 0
        else:
            not_logged += lacking
            run += lacking == 0
        longest = max(longest, run)
    return Adherence(
        due=sum(one.due for one in seen),
        taken=sum(one.taken for one in seen),
        missed=missed,
        not_logged=not_logged,
        still_open=still_open,
        streak=run,
        longest_streak=longest,
        last_logged=last,
    )
