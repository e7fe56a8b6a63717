"""What was begun, and what of it was taken."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from anagen.diary.entries.entry import Entry
from anagen.errors import InputError
from anagen.treatment.regimen import Regimen

__all__ = ["MOST_DOSES", "Taken", "Treatment"]

MOST_DOSES = 48
"""Doses of one thing in a day at most: one every half hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment(Entry):
    """One course that was begun; its day is that of the first dose."""

    KIND = "treatment"

    course: str
    """One course in words, without from and until."""
    stopped: date | None = None
    """From when on nothing is due any more; None if it goes on."""

    def check(self) -> None:
        """Refuse what is not one course, or ends before it begins."""
        plan = Regimen.of(self.course)
        parts = [*plan.courses, *plan.procedures]
        if len(parts) != 1:
            raise InputError(
                f"'{self.course}' is not one treatment. Start each by itself, such as 'finasteride 1 mg oral daily'."
            )
        (part,) = parts
        if part.start_day != 0.0 or part.adherence_fraction != 1.0:
            raise InputError(
                f"'{self.course}' says from when or how much of it. Leave that out: the diary counts it itself."
            )
        if self.stopped is not None and self.stopped <= self.day:
            raise InputError(
                f"{self.agent} was begun on {self.day} and cannot have stopped on {self.stopped}. Delete it instead."
            )

    @property
    def part(self) -> Any:
        """The course or procedure, its day 0 being the first."""
        plan = Regimen.of(self.course)
        return (*plan.courses, *plan.procedures)[0]

    @property
    def ends(self) -> date | None:
        """From when on nothing is due, because it was stopped or was for a time; None if it goes on."""
        lasts = self.part.stop_day
        over = None if lasts is None else self.day + timedelta(days=math.ceil(lasts))
        return min((one for one in (over, self.stopped) if one is not None), default=None)

    @property
    def is_drug(self) -> bool:
        """Whether it has doses, not sessions."""
        return bool(Regimen.of(self.course).courses)

    @property
    def agent(self) -> str:
        """The drug or procedure."""
        return str(self.part.agent)

    @property
    def words(self) -> str:
        """What it says, in a line."""
        return self.course if self.stopped is None else f"{self.course}, until {self.stopped}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken(Entry):
    """Doses or sessions of some days; its day is the first of them.

    A later entry takes the place of an earlier one, day by day.
    """

    KIND = "treatment_taken"

    treatment: str
    """Id of the record of the treatment."""
    doses: Mapping[date, int]
    """How many were taken on each day; 0 is a missed one."""
    session: str | None = None
    """Id of the record of a rolling session, where it was guided."""

    def check(self) -> None:
        """Refuse doses that are none."""
        if not self.doses:
            raise InputError("No day was given. Give at least one.")
        for day, doses in self.doses.items():
            if type(doses) is not int or not 0 <= doses <= MOST_DOSES:
                raise InputError(
                    f"{doses} doses on {day} cannot be. Give a whole number from 0 to {MOST_DOSES}."
                )

    @property
    def words(self) -> str:
        """What it says, in a line."""
        days = f"{min(self.doses)} to {max(self.doses)}" if len(self.doses) > 1 else ""
        return f"{sum(self.doses.values())} taken {days}".strip()
