"""What is done to the scalp on a day: needling by a roller, and injections of platelet-rich plasma."""

from __future__ import annotations

import math
from dataclasses import dataclass

from anagen.errors import RegimenError
from anagen.evidence import known
from anagen.treatment.pace import check_share, check_times, due_days, text_of
from anagen.units import UM_PER_MM, every_words

__all__ = ["Injections", "Procedure", "Rolling"]

MOST_SESSIONS = 100
SHORTEST_ROLLING_INTERVAL_DAYS = 1.0
"""A session before the epidermis has closed over the last one opens a wound, not channels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolling:
    """A course of needling: sessions with one roller at one pace."""

    needle_mm: float
    """Length of the needles. [mm]"""
    passes: float | None = None
    """How often each place is rolled over in a session; None for as often as in the reference course."""
    every_days: float
    """Time between two sessions. [day]"""
    start_day: float = 0.0
    """Day of the first session. [day]"""
    stop_day: float | None = None
    """Day from which no session is due any more. [day]"""
    adherence_fraction: float = 1.0
    """Share of sessions that are done."""

    @property
    def agent(self) -> str:
        """The name that a timetable and a comparison of courses use."""
        return "microneedling"

    def __post_init__(self) -> None:
        longest_mm = known().value("needle_longest_length", "um") / UM_PER_MM
        most_passes = known().value("needling_most_passes", "1")
        if not (math.isfinite(self.needle_mm) and self.needle_mm > 0.0):
            raise RegimenError(
                f"A needle of {text_of(self.needle_mm)} mm makes no hole. "
                f"Give a length of up to {text_of(longest_mm)} mm."
            )
        if self.needle_mm > longest_mm:
            raise RegimenError(
                f"A needle of {text_of(self.needle_mm)} mm is longer than any roller for skin: it would go through "
                f"the dermis to vessels and nerves. Give at most {text_of(longest_mm)} mm."
            )
        if self.passes is not None and not 1.0 <= self.passes <= most_passes:
            raise RegimenError(
                f"Rolling with {text_of(self.passes)} passes cannot be followed: without a pass there is no hole, "
                f"and nobody makes more than {text_of(most_passes)}. Usual are 10 to 15."
            )
        if self.every_days < SHORTEST_ROLLING_INTERVAL_DAYS:
            raise RegimenError(
                f"Rolling {every_words(self.every_days, 2)} is refused: the skin needs a day or two to close "
                "over the holes of one session. Give once a day at most; once or twice a week is usual."
            )
        check_times("microneedling", self.every_days, self.start_day, self.stop_day)
        check_share(self.adherence_fraction, "sessions")

    def session_days(self, until_day: float) -> list[float]:
        """Days of all sessions that are due before a day. [day]"""
        return due_days(self.start_day, self.every_days, self.stop_day, until_day)

    @property
    def end_day(self) -> float:
        """Day on which the course is over; infinite if it goes on. [day]"""
        return math.inf if self.stop_day is None else self.stop_day

    @property
    def says(self) -> str:
        """One session in words."""
        passes = "" if self.passes is None else f" {text_of(self.passes)} passes"
        return f"microneedling {text_of(self.needle_mm)} mm{passes}"

    def __str__(self) -> str:
        from anagen.treatment.text import procedure_text

        return procedure_text(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Injections:
    """A course of platelet-rich plasma: some sessions at one pace, and then, if wanted, boosters at another."""

    sessions: int
    """How many there are before the boosters."""
    every_days: float
    """Time between two of them. [day]"""
    then_every_days: float | None = None
    """Time between two boosters; None for no boosters. [day]"""
    start_day: float = 0.0
    """Day of the first session. [day]"""
    stop_day: float | None = None
    """Day from which no session is due any more. [day]"""
    adherence_fraction: float = 1.0
    """Share of sessions that are done."""

    @property
    def agent(self) -> str:
        """The name that a timetable and a comparison of courses use."""
        return "prp"

    def __post_init__(self) -> None:
        if not 1 <= self.sessions <= MOST_SESSIONS:
            raise RegimenError(
                f"A course of {self.sessions} injections cannot be followed. Give between 1 and {MOST_SESSIONS}."
            )
        for every in (self.every_days, self.then_every_days):
            if every is not None and every < SHORTEST_ROLLING_INTERVAL_DAYS:
                raise RegimenError(
                    f"Injections of platelets every {text_of(every)} days cannot be followed. "
                    "Give once a day at most; once a month is usual."
                )
            if every is not None:
                check_times("prp", every, self.start_day, self.stop_day)
        check_share(self.adherence_fraction, "sessions")

    def session_days(self, until_day: float) -> list[float]:
        """Days of all sessions that are due before a day. [day]"""
        first_part = self.start_day + (self.sessions - 0.5) * self.every_days
        end = until_day if self.stop_day is None else min(until_day, self.stop_day)
        days = due_days(self.start_day, self.every_days, min(first_part, end), until_day)
        if self.then_every_days is not None:
            last = self.start_day + (self.sessions - 1) * self.every_days
            days += due_days(last + self.then_every_days, self.then_every_days, end, until_day)
        return days

    @property
    def end_day(self) -> float:
        """Day on which the course is over; infinite if it goes on. [day]"""
        if self.stop_day is not None:
            return self.stop_day
        if self.then_every_days is not None:
            return math.inf
        return self.start_day + self.sessions * self.every_days

    @property
    def says(self) -> str:
        """One session in words."""
        return "prp injection"

    def __str__(self) -> str:
        from anagen.treatment.text import procedure_text

        return procedure_text(self)


Procedure = Rolling | Injections
