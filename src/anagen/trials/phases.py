"""A regimen that changes during a trial: phases put together into one regimen in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from anagen.errors import InputError
from anagen.treatment.procedures import Injections, Procedure
from anagen.treatment.regimen import Course, Regimen
from anagen.trials.protocol import Phase
from anagen.units import DAYS_PER_WEEK

__all__ = ["regimen_of_phases"]


Part = TypeVar("Part", bound=Course | Procedure)


def regimen_of_phases(phases: Sequence[Phase]) -> Regimen:
    """The regimen of phases that follow one another: each ends where the next begins, the last goes on.

    Parameters
    ----------
    phases
        In the order of time. Times within a phase count from its beginning; what goes on unchanged from one phase to
        the next is one course.
    """
    starts = [DAYS_PER_WEEK * one.from_week for one in phases]
    if any(b <= a for a, b in pairwise(starts)):
        raise InputError(
            "The phases of an arm must follow one another: each 'from_week' later than the last."
        )
    ends = [*starts[1:], None]
    courses: list[Course] = []
    procedures: list[Procedure] = []
    for phase, start, end in zip(phases, starts, ends, strict=True):
        regimen = Regimen.of(phase.regimen)
        for course in regimen.courses:
            _append(courses, course, start, end)
        for procedure in regimen.procedures:
            _append(procedures, procedure, start, end)
    return Regimen(courses=tuple(courses), procedures=tuple(procedures))


def _append(parts: list[Part], part: Part, start: float, end: float | None) -> None:
    """Enter a course of a phase: moved to its beginning, cut at its end, joined to what it goes on from."""
    stops = [
        day for day in (None if part.stop_day is None else start + part.stop_day, end) if day is not None
    ]
    stop_day = min(stops, default=None)
    moved = replace(part, start_day=start + part.start_day, stop_day=stop_day)
    if stop_day is not None and stop_day <= moved.start_day:
        return
    for place, earlier in enumerate(parts):
        goes_on = replace(earlier, start_day=moved.start_day, stop_day=stop_day) == moved
        # a number of injections is that of the phase, so that a second phase of them is a second course
        if goes_on and earlier.stop_day == moved.start_day and not isinstance(moved, Injections):
            parts[place] = replace(earlier, stop_day=stop_day)
            return
    parts.append(moved)
