"""A course of sessions as dates: a clinic's, weekly for two months, or a longer one at home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from anagen.errors import InputError, unknown_name
from anagen.evidence import Catalogue, known
from anagen.rolling.dose import Rolled, course_risk
from anagen.treatment.procedures import Rolling
from anagen.treatment.regimen import Regimen
from anagen.units import every_words

__all__ = ["COURSES", "Course", "Due", "course", "schedule"]

COURSES = {"home": "home rolling course", "clinic": "clinic rolling course"}
"""Preset regimens, by setting."""
LONGEST_YEARS_DAYS = 366.0
SLOWEST_DAYS = 84
"""The slowest pace that is tried. [day]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Sessions at one pace."""

    name: str
    regimen: str
    """As `anagen simulate --regimen` takes it."""
    needle_mm: float
    """[mm]"""
    passes: int
    every_days: int
    """[day]"""
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One session of a schedule."""

    number: int
    day: date
    since_last_days: int | None
    """[day]"""
    risk_percent: float
    """Risk of a lasting scar from the sessions up to this one. [%]"""
    moved_because: str = ""
    """Why it is later than the course has it."""

    def as_dict(self) -> dict[str, Any]:
        """The session as plain values."""
        return {
            "number": self.number,
            "day": self.day.isoformat(),
            "since_last_days": self.since_last_days,
            "scar_risk_percent": self.risk_percent,
            "moved_because": self.moved_because,
        }


def course(setting: str, *, needle_mm: float | None = None, passes: int | None = None) -> Course:
    """The preset course of a setting, with other needles or passes if they are given.

    Parameters
    ----------
    setting
        From `COURSES`.
    needle_mm
        Length of the needles. [mm]
    passes
        Over each place.
    """
    if setting not in COURSES:
        raise unknown_name("course", setting, COURSES)
    (preset,) = Regimen.of(COURSES[setting]).procedures
    if not isinstance(preset, Rolling) or preset.passes is None:
        raise InputError(f"The preset {COURSES[setting]!r} is no course of rolling with passes.")
    length = preset.needle_mm if needle_mm is None else needle_mm
    over = round(preset.passes) if passes is None else passes
    sessions = len(preset.session_days(LONGEST_YEARS_DAYS))
    every = round(preset.every_days)
    return Course(
        name=COURSES[setting],
        regimen=f"microneedling {length:g} mm {over} passes {every_words(every)} for {every * sessions} days",
        needle_mm=length,
        passes=over,
        every_days=every,
        sessions=sessions,
    )


def schedule(
    plan: Course,
    first: date,
    *,
    least_days: int = 0,
    past: Sequence[Rolled] = (),
    evidence: Catalogue | None = None,
) -> tuple[Due, ...]:
    """The dates of a course: at its pace, or as much slower as the rules and the accepted risk ask.

    Parameters
    ----------
    plan
        The course.
    first
        Day of its first session.
    least_days
        Least time between two sessions by the rules. [day]
    past
        Sessions that were done, on days before the first, which is day 0.
    evidence
        Where numbers stand; what is known, unless given.

    Raises
    ------
    InputError
        If no pace keeps the accepted risk.
    """
    numbers = evidence or known()
    limit = numbers.value("scar_risk_limit", "1")
    wanted = max(plan.every_days, least_days)

    def risk(count: int, every: int) -> float:
        sessions = [_session(plan, k * every) for k in range(count)]
        return course_risk([*past, *sessions], evidence=numbers)

    every = next(
        (days for days in range(wanted, SLOWEST_DAYS + 1) if risk(plan.sessions, days) <= limit), None
    )
    if every is None:
        raise InputError(
            f"No pace keeps the accepted risk of a scar with {plan.sessions} sessions of {plan.needle_mm:g} mm. "
            "Give shorter needles with --length."
        )
    because = ""
    if every > plan.every_days:
        because = "the accepted risk of a scar" if every > wanted else "the rule on intervals"
    return tuple(
        Due(
            number=number,
            day=first + timedelta(days=(number - 1) * every),
            since_last_days=every if number > 1 else None,
            risk_percent=100.0 * risk(number, every),
            moved_because=because if number > 1 else "",
        )
        for number in range(1, plan.sessions + 1)
    )


def _session(plan: Course, day: int) -> Rolled:
    return Rolled(day=float(day), needle_mm=plan.needle_mm, passes=float(plan.passes))
