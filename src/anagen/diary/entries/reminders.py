"""What somebody wants to be reminded of."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from anagen.diary.days import read_time
from anagen.diary.entries.entry import Entry
from anagen.errors import InputError, unknown_name
from anagen.units import every_words

__all__ = ["SUBJECTS", "Reminder"]

SUBJECTS = ("treatment", "shed", "measurement", "photograph")
"""What one may be reminded of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder(Entry):
    """Something to be reminded of; its day is the first."""

    KIND = "reminder"

    subject: str
    """One of `SUBJECTS`."""
    treatment: str | None = None
    """Id of the record of the treatment, where it is one."""
    times: tuple[str, ...]
    """Times of day, as HH:MM."""
    every_days: float
    """[day]"""
    until: date | None = None
    """The last day on which it may ring; None for no end."""
    details: bool = False
    """Whether the title says what it is about."""
    says: str = ""
    """What it is about."""
    alarm_minutes: int = 0
    """How long before its time it rings. [minute]"""
    uid: str
    """Its name in the calendar, the same for ever."""
    sequence: int = 0
    """How often it was changed."""

    def check(self) -> None:
        """Refuse a reminder that cannot ring."""
        if self.subject not in SUBJECTS:
            raise unknown_name("subject of a reminder", self.subject, SUBJECTS)
        if not self.times or [read_time(one) for one in self.times] != list(self.times):
            raise InputError("A reminder needs times of day, such as 08:00.")
        if len(set(self.times)) < len(self.times):
            raise InputError("A reminder rings twice at one time. Give each time once.")
        if not (math.isfinite(self.every_days) and self.every_days > 0.0):
            raise InputError(f"A reminder every {self.every_days:g} days never rings.")
        if not 0 <= self.alarm_minutes <= 24 * 60:
            raise InputError(f"An alarm {self.alarm_minutes} minutes before cannot be. Give 0 to 1440.")
        if self.until is not None and self.until < self.day:
            raise InputError(f"The reminder begins on {self.day} and cannot end on {self.until}.")

    @property
    def words(self) -> str:
        """What it says, in a line."""
        what = self.says or self.subject
        return f"{what} at {', '.join(self.times)}, {every_words(self.every_days)}"
