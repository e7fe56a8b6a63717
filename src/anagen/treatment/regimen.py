"""What a person is to take: courses of drugs, and all of them together."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from anagen.errors import RegimenError, unknown_name
from anagen.treatment.agents import agents

__all__ = ["Course", "Event", "Regimen", "Timetable"]

MG_PER_ML_PER_PERCENT = 10.0
"""Milligrams in a milliliter of a solution of one percent, weight by volume."""
SHORTEST_INTERVAL_DAYS, LONGEST_INTERVAL_DAYS = 1.0 / 24.0, 366.0
DAYS_PER_YEAR = 365.25


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

    def __post_init__(self) -> None:
        known = agents()
        if self.agent not in known:
            raise RegimenError(str(unknown_name("drug", self.agent, known)))
        agent = known[self.agent]
        if self.route not in agent.routes:
            raise RegimenError(
                f"{self.agent} cannot be given {self.route!r}, only {' or '.join(agent.routes)}. "
                f"Write it like '{agent.example}'."
            )
        if self.route == "topical" and agent.topical is not None:
            self._check_topical(tuple(agent.topical.formulations), agent.example)
        else:
            self._check_oral(agent.example)
        self._check_times()

    def _check_oral(self, example: str) -> None:
        if self.amount_mg is None or self.strength_percent is not None or self.volume_ml is not None:
            raise RegimenError(f"{self.agent} by mouth needs a dose in mg. Write it like '{example}'.")
        if self.formulation is not None:
            raise RegimenError(
                f"{self.agent} by mouth has no formulation {self.formulation!r}. Leave it out."
            )
        self._check_positive("dose", self.amount_mg, "mg")

    def _check_topical(self, formulations: tuple[str, ...], example: str) -> None:
        if self.strength_percent is None or self.volume_ml is None or self.amount_mg is not None:
            raise RegimenError(
                f"{self.agent} on the scalp needs a strength and a volume. Write it like '{example}'."
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
        if not SHORTEST_INTERVAL_DAYS <= self.every_days <= LONGEST_INTERVAL_DAYS:
            raise RegimenError(
                f"A dose of {self.agent} every {text_of(self.every_days)} days cannot be followed. "
                "Give one between every hour and every year."
            )
        if not (math.isfinite(self.start_day) and self.start_day >= 0.0):
            raise RegimenError(
                f"The course of {self.agent} starts on day {text_of(self.start_day)}; the first possible is day 0."
            )
        if self.stop_day is not None and not (
            math.isfinite(self.stop_day) and self.stop_day > self.start_day
        ):
            raise RegimenError(
                f"The course of {self.agent} ends on day {text_of(self.stop_day)} "
                f"but starts on day {text_of(self.start_day)}. Let it end later."
            )
        if not 0.0 <= self.adherence_fraction <= 1.0:
            raise RegimenError(
                f"{text_of(100.0 * self.adherence_fraction)} % of doses cannot be taken. Give 0 to 100 %."
            )

    @property
    def dose_mg(self) -> float:
        """Drug in one dose. [mg]"""
        if self.amount_mg is not None:
            return self.amount_mg
        strength, volume = self.strength_percent or 0.0, self.volume_ml or 0.0
        return MG_PER_ML_PER_PERCENT * strength * volume

    def dose_days(self, until_day: float) -> list[float]:
        """Days of all doses that are due before a day. [day]"""
        end = until_day if self.stop_day is None else min(until_day, self.stop_day)
        # Counted, not added up, so that the hundredth dose is where it should be; the tolerance is rounding.
        count = max(0, math.ceil((end - self.start_day) / self.every_days - 1e-9))
        return [self.start_day + k * self.every_days for k in range(count)]

    def __str__(self) -> str:
        from anagen.treatment.text import course_text

        return course_text(self)


def text_of(value: float) -> str:
    """A number as short as it can be written without changing it."""
    return format(Decimal(repr(float(value))).normalize(), "f")


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
    """All that a person takes; nothing at all if there is no course.

    Examples
    --------
    >>> plan = Regimen.of("finasteride 1 mg oral daily", "minoxidil 5 % 1 mL topical twice daily from month 3")
    >>> print(plan)
    finasteride 1 mg oral daily + minoxidil 5 % 1 mL topical twice daily from month 3
    >>> Regimen.of(str(plan)) == plan
    True
    """

    courses: tuple[Course, ...] = ()

    def __post_init__(self) -> None:
        for i, one in enumerate(self.courses):
            for other in self.courses[:i]:
                first, second = sorted((one, other), key=lambda course: course.start_day)
                if one.agent == other.agent and second.start_day < (first.stop_day or math.inf):
                    raise RegimenError(
                        f"Two courses of {one.agent} overlap: '{other}' and '{one}'. "
                        "End the first with 'until ...' before the second starts."
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

        return cls(courses=tuple(course for text in texts for course in parse_courses(text)))

    def __str__(self) -> str:
        return " + ".join(map(str, self.courses)) or "untreated"

    @property
    def agents(self) -> tuple[str, ...]:
        """Names of the drugs in it, each once, in the order in which they are mentioned."""
        return tuple(dict.fromkeys(course.agent for course in self.courses))

    def timetable(self, years: float) -> Timetable:
        """Every dose, and where courses end.

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
            for day in course.dose_days(last)
        ]
        events += [
            Event(course.stop_day, f"stop {course.agent}")
            for course in self.courses
            if course.stop_day is not None and course.stop_day < last
        ]
        return Timetable(tuple(sorted(events, key=lambda event: event.day)))


def _dose_text(course: Course) -> str:
    from anagen.treatment.text import dose_text

    return dose_text(course)
