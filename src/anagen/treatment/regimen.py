"""What a person is to take and have done: courses of drugs, procedures, and all of them together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from anagen.errors import RegimenError, unknown_name
from anagen.treatment.agent import Agent
from anagen.treatment.agents import agents
from anagen.treatment.pace import check_share, check_times, due_days, put_off, text_of
from anagen.treatment.procedures import Procedure, Rolling
from anagen.units import DAYS_PER_YEAR

__all__ = ["Course", "Event", "Regimen", "Timetable"]

MG_PER_ML_PER_PERCENT = 10.0
"""Milligrams in a milliliter of a solution of one percent, weight by volume."""

Part = TypeVar("Part", bound="Course | Procedure")


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One drug, at one dose and pace, over one stretch of time."""

    agent: str
    route: str
    every_days: float
    """Time between two doses. [day]"""
    amount_mg: float | None = None
    """A dose by mouth. [mg]"""
    strength_percent: float | None = None
    """Strength of what is put on the scalp, weight by volume. [%]"""
    volume_ml: float | None = None
    """Volume of it at a time. [mL]"""
    formulation: str | None = None
    """Such as ``"foam"``; None for the first that the agent has."""
    start_day: float = 0.0
    """Day of the first dose. [day]"""
    stop_day: float | None = None
    """Day from which no dose is due any more. [day]"""
    adherence_fraction: float = 1.0
    """Share of doses that are taken."""
    wait_after_rolling_days: float | None = None
    """How long after each rolling it is first put on; None if rolling moves no dose. [day]"""

    def __post_init__(self) -> None:
        known = agents()
        if self.agent not in known:
            raise RegimenError(str(unknown_name("drug", self.agent, known)))
        agent = known[self.agent]
        check_route(agent, self.route)
        if self.route == "topical":
            self._check_topical(agent.vehicles)
        else:
            self._check_oral()
        self._check_times()

    def _check_oral(self) -> None:
        if self.amount_mg is None or self.strength_percent is not None or self.volume_ml is not None:
            raise RegimenError(
                f"{self.agent} by mouth needs a dose in mg. Write it like '{self.agent} ... mg oral daily'."
            )
        if self.formulation is not None:
            raise RegimenError(
                f"{self.agent} by mouth has no formulation {self.formulation!r}. Leave it out."
            )
        self._check_positive("dose", self.amount_mg, "mg")

    def _check_topical(self, formulations: tuple[str, ...]) -> None:
        if self.strength_percent is None or self.volume_ml is None or self.amount_mg is not None:
            raise RegimenError(
                f"{self.agent} on the scalp needs a strength and a volume, in % and mL. "
                f"Write it like '{self.agent} ... % 1 mL topical daily'."
            )
        self._check_positive("strength", self.strength_percent, "%")
        self._check_positive("volume", self.volume_ml, "mL")
        if self.strength_percent > 100.0:
            raise RegimenError(f"A strength of {text_of(self.strength_percent)} % is more than all of it.")
        if self.formulation is not None and self.formulation not in formulations:
            raise RegimenError(
                str(unknown_name(f"formulation of {self.agent}", self.formulation, formulations))
            )

    def _check_positive(self, what: str, value: float, unit: str) -> None:
        if not (math.isfinite(value) and value > 0.0):
            raise RegimenError(
                f"The {what} of {self.agent} is {text_of(value)} {unit}; it must be more than zero. "
                "To give nothing, leave the course out."
            )

    def _check_times(self) -> None:
        check_times(self.agent, self.every_days, self.start_day, self.stop_day)
        check_share(self.adherence_fraction, "doses")
        wait = self.wait_after_rolling_days
        if wait is None:
            return
        if self.route != "topical":
            raise RegimenError(f"{self.agent} by mouth does not wait for rolling. Leave 'after rolling' out.")
        if not (math.isfinite(wait) and wait >= 0.0):
            raise RegimenError(f"{self.agent} cannot be put on {text_of(wait)} days after rolling.")

    @property
    def dose_mg(self) -> float:
        """Drug in one dose. [mg]"""
        if self.amount_mg is not None:
            return self.amount_mg
        strength, volume = self.strength_percent or 0.0, self.volume_ml or 0.0
        return MG_PER_ML_PER_PERCENT * strength * volume

    def dose_days(self, until_day: float) -> list[float]:
        """Days of all doses that are due before a day. [day]"""
        return due_days(self.start_day, self.every_days, self.stop_day, until_day)

    @property
    def end_day(self) -> float:
        """Day on which the course is over; infinite if it goes on. [day]"""
        return math.inf if self.stop_day is None else self.stop_day

    def __str__(self) -> str:
        from anagen.treatment.text import course_text

        return course_text(self)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is due on a day."""

    day: float
    """[day]"""
    what: str

    def __str__(self) -> str:
        return f"day {self.day:>7.2f}  {self.what}"


@dataclass(frozen=True, slots=True)
class Timetable:
    """Events in the order of time."""

    events: tuple[Event, ...]

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)

    def __str__(self) -> str:
        return "\n".join(map(str, self.events)) or "nothing is due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Regimen:
    """All that a person takes and has done; nothing at all if there is no course and no procedure.

    Examples
    --------
    >>> plan = Regimen.of("finasteride 1 mg oral daily", "minoxidil 5 % 1 mL topical twice daily from month 3")
    >>> print(plan)
    finasteride 1 mg oral daily + minoxidil 5 % 1 mL topical twice daily from month 3
    >>> Regimen.of(str(plan)) == plan
    True
    """

    courses: tuple[Course, ...] = ()
    procedures: tuple[Procedure, ...] = ()

    def __post_init__(self) -> None:
        _refuse_overlaps([(f"{one.agent} {one.route}", one) for one in self.courses])
        _refuse_overlaps([(one.agent, one) for one in self.procedures])
        for course in self.courses:
            if course.wait_after_rolling_days is not None:
                self._check_wait(course, course.wait_after_rolling_days)

    def _check_wait(self, course: Course, wait_days: float) -> None:
        rollings = [one for one in self.procedures if isinstance(one, Rolling)]
        if not rollings:
            raise RegimenError(
                f"'{course}' waits for rolling, but nothing is rolled. "
                "Add a course such as 'microneedling 0.5 mm weekly'."
            )
        shortest = min(one.every_days for one in rollings)
        if wait_days >= shortest:
            raise RegimenError(
                f"'{course}' would never be given: the scalp is rolled again after {text_of(shortest)} days. "
                "Give a shorter wait."
            )

    @classmethod
    def of(cls, *texts: str) -> Regimen:
        """The regimen that some texts describe.

        Parameters
        ----------
        *texts
            Courses, each a text of its own or joined by ``+``; ``"untreated"`` for none.

        Raises
        ------
        RegimenError
            If a text cannot be read, or cannot be carried out.
        """
        from anagen.treatment.text import parse_courses

        parts = [part for text in texts for part in parse_courses(text)]
        return cls(
            courses=tuple(one for one in parts if isinstance(one, Course)),
            procedures=tuple(one for one in parts if not isinstance(one, Course)),
        )

    def __str__(self) -> str:
        return " + ".join(map(str, (*self.courses, *self.procedures))) or "untreated"

    @property
    def is_empty(self) -> bool:
        """Whether nothing is taken and nothing is done."""
        return not self.courses and not self.procedures

    def until(self, day: float) -> Regimen:
        """The same given up on a day: nothing is due from then on.

        Parameters
        ----------
        day
            When. [day]
        """

        def cut(one: Part) -> Part:
            return replace(one, stop_day=day if one.stop_day is None else min(one.stop_day, day))

        procedures = tuple(cut(one) for one in self.procedures if one.start_day < day)
        courses = tuple(cut(one) for one in self.courses if one.start_day < day)
        if not any(isinstance(one, Rolling) for one in procedures):  # nothing is left to wait for
            courses = tuple(replace(one, wait_after_rolling_days=None) for one in courses)
        return Regimen(courses=courses, procedures=procedures)

    def rolling_days(self, until_day: float) -> list[float]:
        """Days before a day on which the scalp is rolled. [day]"""
        rollings = (one for one in self.procedures if isinstance(one, Rolling))
        return sorted(day for one in rollings for day in one.session_days(until_day))

    def dose_days(self, course: Course, until_day: float) -> list[float]:
        """Days of all doses of one of its courses that are due before a day, put off where rolling asks for it. [day]

        Parameters
        ----------
        course
            One of `courses`.
        until_day
            How far to look. [day]
        """
        days = course.dose_days(until_day)
        if course.wait_after_rolling_days is None:
            return days
        rolled = self.rolling_days(until_day)
        return [day for day in put_off(days, rolled, course.wait_after_rolling_days) if day < until_day]

    @property
    def agents(self) -> tuple[str, ...]:
        """Names of the drugs in it, each once, in the order in which they are mentioned."""
        return tuple(dict.fromkeys(course.agent for course in self.courses))

    def timetable(self, years: float) -> Timetable:
        """Every dose and session, and where courses end.

        Parameters
        ----------
        years
            How far to look. [year]
        """
        if not (math.isfinite(years) and years > 0.0):
            raise RegimenError(f"A timetable of {text_of(years)} years is empty. Give more than zero.")
        last = years * DAYS_PER_YEAR
        events = [
            Event(day, f"{course.agent} {_dose_text(course)} {course.route}")
            for course in self.courses
            for day in self.dose_days(course, last)
        ]
        events += [Event(day, one.says) for one in self.procedures for day in one.session_days(last)]
        events += [
            Event(one.stop_day, f"stop {one.agent}")
            for one in (*self.courses, *self.procedures)
            if one.stop_day is not None and one.stop_day < last
        ]
        return Timetable(tuple(sorted(events, key=lambda event: event.day)))


def check_route(agent: Agent, route: str) -> None:
    """Refuse a drug on a route that it is not made for."""
    if route in agent.routes:
        return
    because = "none is made for the skin" if route == "topical" else "none is made for the mouth"
    raise RegimenError(
        f"{agent.name} cannot be given {route!r}, only {' or '.join(agent.routes)}: {because} that is modeled here. "
        f"Write it like '{agent.example}'."
    )


def _refuse_overlaps(named: Sequence[tuple[str, Course | Procedure]]) -> None:
    """Refuse two courses of one thing at a time."""
    for i, (name, one) in enumerate(named):
        for other_name, other in named[:i]:
            first, second = sorted((one, other), key=lambda course: course.start_day)
            if name == other_name and second.start_day < first.end_day:
                raise RegimenError(
                    f"Two courses of {one.agent} overlap: '{other}' and '{one}'. "
                    "End the first with 'until ...' before the second starts."
                )


def _dose_text(course: Course) -> str:
    from anagen.treatment.text import dose_text

    return dose_text(course)
