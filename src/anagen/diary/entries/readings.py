"""What was counted, measured and graded."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from anagen.diary.entries.entry import LONGEST_NAME, Entry
from anagen.errors import InputError, unknown_name
from anagen.patient.person import known_fields

if TYPE_CHECKING:
    from anagen.consultation.measurements import Measurement as Measured

__all__ = [
    "GRADERS",
    "MEASURES",
    "METHODS",
    "MOST_SHED",
    "RATERS",
    "SCALES",
    "SITES",
    "Grade",
    "Measurement",
    "ShedCount",
    "grades_of",
]

GRADERS = ("self", "doctor")
METHODS = ("comb60", "wash")
"""60 seconds of combing before the hair is washed; hairs of one wash, caught and counted."""
WAYS = {"comb60": "60 seconds of combing", "wash": "one wash"}
"""What hairs are counted of, in words."""
MOST_SHED = {"comb60": 500.0, "wash": 2000.0}
"""The most hairs that a person's file takes."""
MEASURES = ("visible_hair_density", "hair_count", "terminal_hair_density", "mean_shaft_diameter")
UNITS = {
    "visible_hair_density": " hairs/cm2",
    "hair_count": "",
    "terminal_hair_density": " hairs/cm2",
    "mean_shaft_diameter": " um",
}
"""What stands after the number."""
RATERS = ("self", "doctor", "automatic")
"""Who measured: the person, somebody trained, or a program that nobody corrected."""
BY_WHOM = {"self": "by oneself", "doctor": "by somebody trained", "automatic": "by a program"}
"""The same in a line of words."""
SITES = ("frontal", "mid_scalp", "vertex", "temporal", "occipital")
MOST_CM2 = 100.0
SCALES = ("norwood", "ludwig", "sinclair")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShedCount(Entry):
    """Hairs that fell, counted in one of two ways."""

    KIND = "shed_count"

    method: str
    """One of `METHODS`."""
    counts: tuple[float, ...]
    """Hairs, one number a day; three days of combing make one count. [hairs]"""
    days_unwashed: int | None = None
    """Days since the wash before, for the wash test. [day]"""

    def check(self) -> None:
        """Refuse counts that are none."""
        if self.method not in METHODS:
            raise unknown_name("way to count shed hair", self.method, METHODS)
        if not self.counts:
            raise InputError("No count was given. Give at least one number of hairs.")
        most = MOST_SHED[self.method]
        for one in self.counts:
            if not (math.isfinite(one) and 0.0 <= one <= most):
                raise InputError(f"{one:g} hairs cannot be. Give a number from 0 to {most:g}.")
        if self.method == "wash" and len(self.counts) > 1:
            raise InputError("A wash test is one count. Give one number; enter another wash by itself.")
        if self.days_unwashed is not None and not 0 <= self.days_unwashed <= 60:
            raise InputError(f"{self.days_unwashed} days without washing cannot be. Give 0 to 60.")

    @property
    def mean(self) -> float:
        """Hairs, as a mean of the days. [hairs]"""
        return sum(self.counts) / len(self.counts)

    @property
    def words(self) -> str:
        """What it says, in a line."""
        number = f"{self.mean:.3g} hair{'' if self.mean == 1.0 else 's'}"
        days = len(self.counts)
        mean = (
            f", the mean of {days} counts ({', '.join(f'{one:g}' for one in self.counts)})"
            if days > 1
            else ""
        )
        washed = self.days_unwashed
        before = "" if washed is None else f", {washed} day{'' if washed == 1 else 's'} after the wash before"
        return f"{number} in {WAYS[self.method]}{mean}{before}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement(Entry):
    """One reading of an instrument."""

    KIND = "measurement"

    measure: str
    """One of `MEASURES`."""
    value: float
    """In the unit of the measure."""
    by: str = "self"
    """One of `RATERS`; who counts is what decides on the error."""
    instrument: str = ""
    """What it was read with, in one's own words; only readings of one instrument are compared."""
    site: str = "vertex"
    """One of `SITES`."""
    area_cm2: float | None = None
    """Area in which hairs were counted. [cm2]"""

    def check(self) -> None:
        """Refuse a reading that no instrument gives."""
        if self.measure not in MEASURES:
            raise unknown_name("measure", self.measure, MEASURES)
        if self.site not in SITES:
            raise unknown_name("site", self.site, SITES)
        if len(self.instrument) > LONGEST_NAME:
            raise InputError(
                f"The instrument's name has {len(self.instrument)} letters. Keep it to {LONGEST_NAME}."
            )
        if self.area_cm2 is not None and not 0.0 < self.area_cm2 <= MOST_CM2:
            raise InputError(
                f"An area of {self.area_cm2:g} cm2 cannot be. Give more than 0, at most {MOST_CM2:g}."
            )
        self.measured(self.day)

    def measured(self, day_zero: date) -> Measured:
        """The same as a likelihood takes it.

        Parameters
        ----------
        day_zero
            The date that is day 0.
        """
        from anagen.consultation.measurements import Measurement as Likely

        return Likely.on(
            self.day, day_zero, kind=self.measure, value=float(self.value), by=self.by, area_cm2=self.area_cm2
        )

    @property
    def alike(self) -> tuple[str, str, str, str]:
        """What two readings must have in common to be compared."""
        return self.measure, self.site, self.by, self.instrument.casefold()

    @property
    def words(self) -> str:
        """What it says, in a line."""
        where = "" if self.area_cm2 is None else f" in {self.area_cm2:g} cm2"
        how = ", ".join(one for one in (self.instrument, BY_WHOM[self.by]) if one)
        return f"{self.reading}{where}, {self.site.replace('_', '-')} ({how})"

    @property
    def reading(self) -> str:
        """What was read, with its unit."""
        return f"{self.measure.replace('_', ' ')} {self.value:g}{UNITS[self.measure]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade(Entry):
    """A grade, by the person or by a clinician."""

    KIND = "grade"

    scale: str
    """One of `SCALES`."""
    grade: str
    """As printed."""
    by: str = "self"
    """One of `GRADERS`."""

    def check(self) -> None:
        """Refuse a grade that its scale does not have."""
        if self.scale not in SCALES:
            raise unknown_name("scale of grades", self.scale, SCALES)
        allowed = grades_of(self.scale)
        if self.grade not in allowed:
            raise unknown_name(f"grade of {self.scale}", self.grade, allowed)
        if self.by not in GRADERS:
            raise unknown_name("grader", self.by, GRADERS)

    @property
    def words(self) -> str:
        """What it says, in a line."""
        return f"{self.scale.capitalize()} {self.grade}, {BY_WHOM[self.by]}"


def grades_of(scale: str) -> tuple[str, ...]:
    """The grades of a scale, as printed."""
    about = known_fields()[scale]
    if about["kind"] == "integer":
        return tuple(str(one) for one in range(int(about["low"]), int(about["high"]) + 1))
    return tuple(one for one in about["allowed"] if one != "none_match")
