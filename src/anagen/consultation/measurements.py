"""What was measured of a person, and on which day: likelihoods, each with its instrument's error.

Counts and diameters compare with a virtual person's up to a factor that is the person's own (how dense their follicles
stand, how thick their hair is) and the same in all their measurements; shed hairs up to a factor of which nothing is
known, so that only their change tells anything. Errors are relative and lognormal.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError, unknown_name
from anagen.evidence import Catalogue
from anagen.scalp.grading import SCALES, CoverField, grade_likelihood
from anagen.units import DAYS_PER_WEEK

__all__ = [
    "KINDS",
    "RATERS",
    "Change",
    "Measurement",
    "Seen",
    "Weighed",
    "clear_change",
    "graded",
    "least_clear_change",
    "weigh",
]

Floats = NDArray[np.float64]

RATERS = ("self", "doctor", "automatic")
"""Who measured: the person, somebody trained, or a program that nobody corrected."""
NORMAL_90 = 1.644854
"""Quantile of the normal law beyond which one of ten changes lies by chance alone, to either side."""
MEAN_SIZE_OF_NORMAL = math.sqrt(2.0 / math.pi)
"""Mean size of a normal number, in its standard deviations."""
UNKNOWN_FACTOR_SD = 3.0
"""Spread of the logarithm of a factor of which nothing is known."""
FEWEST = 0.5
"""What a count of none is taken for, so that it has a logarithm."""
LEAST_LIKELIHOOD = 1e-300
"""What a likelihood of none is taken for, for the same reason."""
SHED_DAYS, SHED_AREA_CM2 = 28.0, 100.0
"""Over which shed hairs of a virtual person are read, and of how much scalp."""


class Kind(NamedTuple):
    """One kind of measurement."""

    reads: str
    """The measure of a virtual person that it compares with; empty for grades."""
    unit: str
    factor: str
    """Whose factor is shared: ``density``, ``caliber``, or the kind's own; empty for grades."""
    low: float = 0.0
    high: float = math.inf
    says: str = ""


KINDS: Mapping[str, Kind] = {
    "visible_hair_density": Kind("density", "1/cm2", "density", 0.0, 600.0, "visible hairs on an area"),
    "hair_count": Kind(
        "density", "hairs", "density", 0.0, 5000.0, "visible hairs counted in an area of known size"
    ),
    "terminal_hair_density": Kind("terminal", "1/cm2", "terminal", 0.0, 600.0, "terminal hairs on an area"),
    "mean_shaft_diameter": Kind("diameter", "um", "caliber", 10.0, 150.0, "mean thickness of hairs"),
    "comb60": Kind("shed", "hairs", "comb60", 0.0, 500.0, "hairs shed in a 60-second combing"),
    "wash_test": Kind("shed", "hairs", "wash_test", 0.0, 2000.0, "hairs shed in a wash"),
    "daily_shed": Kind("shed", "hairs", "daily_shed", 0.0, 2000.0, "hairs shed in a day"),
    "norwood": Kind("", "", "", says="grade of a man"),
    "ludwig": Kind("", "", "", says="grade of a woman"),
    "sinclair": Kind("", "", "", says="grade of a woman's part"),
}
"""All kinds of measurement, by name."""

CHANGE_ERRORS = {
    "self": "hair_count_change_error_home",
    "doctor": "hair_count_change_error_corrected",
    "automatic": "hair_count_change_error_automatic",
}
"""The number that says how far a change of a count is off, by who counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One thing that was measured of a person on one day."""

    kind: str
    """One of `KINDS`."""
    value: float | str
    """What was read, in the kind's unit; a grade as printed."""
    day: float = 0.0
    """Days after the answers were given; negative before. [day]"""
    by: str = "doctor"
    """One of `RATERS`."""
    area_cm2: float | None = None
    """Area in which hairs were counted; needed for ``hair_count``. [cm2]"""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise unknown_name("kind of measurement", self.kind, KINDS)
        if self.by not in RATERS:
            raise unknown_name("rater", self.by, RATERS)
        if not math.isfinite(self.day):
            raise InputError(f"A measurement on day {self.day} has no place. Give a number of days.")
        if not self.is_grade:
            self._check_value()

    def _check_value(self) -> None:
        about = KINDS[self.kind]
        if isinstance(self.value, str | bool) or not about.low <= self.value <= about.high:
            raise InputError(
                f"A {self.kind.replace('_', ' ')} of {self.value} cannot be. "
                f"Give {about.low:g} to {about.high:g} {about.unit}."
            )
        if self.kind == "hair_count" and not (self.area_cm2 is not None and self.area_cm2 > 0.0):
            raise InputError(
                "A hair count needs the area it was counted in. Give area_cm2, or --area in the diary."
            )

    @classmethod
    def on(cls, day: date, start: date, **given: Any) -> Measurement:
        """A measurement by its date.

        Parameters
        ----------
        day
            When it was made.
        start
            When the answers were given: day 0.
        **given
            The other fields.
        """
        return cls(day=float((day - start).days), **given)

    @property
    def is_grade(self) -> bool:
        """Whether it is a grade, which has no number."""
        return not KINDS[self.kind].reads

    @property
    def reading(self) -> float:
        """The number to compare with a virtual person's."""
        value = float(self.value)
        return value / self.area_cm2 if self.kind == "hair_count" and self.area_cm2 else value

    def error(self, evidence: Catalogue) -> float:
        """Standard deviation of its logarithm by the instrument's error. [1]"""
        reads = KINDS[self.kind].reads
        if reads == "diameter":
            return evidence.value("shaft_diameter_error", "1")
        if reads == "shed":
            return math.hypot(
                evidence.value("shed_count_error", "1"), 1.0 / math.sqrt(max(float(self.value), FEWEST))
            )
        change = evidence.value(CHANGE_ERRORS[self.by], "1") / MEAN_SIZE_OF_NORMAL
        return change / math.sqrt(2.0)

    @property
    def week_day(self) -> float:
        """The simulated day on which it is compared: the nearest whole week from day 0 on. [day]"""
        return DAYS_PER_WEEK * max(0.0, round(self.day / DAYS_PER_WEEK))

    def as_dict(self) -> dict[str, Any]:
        """The record as plain values, for JSON."""
        return {
            "kind": self.kind,
            "value": self.value,
            "unit": KINDS[self.kind].unit,
            "day": self.day,
            "by": self.by,
            "area_cm2": self.area_cm2,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change between two measurements, and whether the instrument can tell it from none."""

    percent: float
    """[%]"""
    least_clear_percent: float
    """Changes smaller than this are called none. [%]"""
    says: str
    """``"clear gain"``, ``"clear loss"`` or ``"no clear change"``."""


def least_clear_change(kind: str, by: str, evidence: Catalogue, value: float = math.inf) -> float:
    """The least relative change that lies beyond the error of two readings, nine times in ten. [1]

    Parameters
    ----------
    kind
        One of `KINDS`, not a grade.
    by
        One of `RATERS`.
    evidence
        Where errors come from.
    value
        What was read; few shed hairs are told apart worse than many.
    """
    if kind not in KINDS:
        raise unknown_name("kind of measurement", kind, KINDS)
    if not KINDS[kind].reads:
        raise InputError(f"Grades such as {kind} are steps, not numbers. Compare counts or diameters.")
    read = min(value, KINDS[kind].high)
    one = Measurement(kind=kind, value=max(read, KINDS[kind].low), by=by, area_cm2=1.0)
    return math.expm1(NORMAL_90 * math.sqrt(2.0) * one.error(evidence))


def clear_change(before: Measurement, after: Measurement, evidence: Catalogue) -> Change:
    """Whether two measurements of one kind differ by more than their instrument's error.

    Parameters
    ----------
    before, after
        Of the same kind, and not grades.
    evidence
        Where errors come from.
    """
    if before.kind != after.kind:
        raise InputError(f"A {before.kind} and a {after.kind} cannot be compared. Give two of one kind.")
    if before.is_grade:
        raise InputError(f"Grades such as {before.kind} are steps, not numbers. Compare counts or diameters.")
    error = math.hypot(before.error(evidence), after.error(evidence))
    change = math.log(max(after.reading, FEWEST) / max(before.reading, FEWEST))
    least = NORMAL_90 * error
    says = "no clear change" if abs(change) <= least else "clear gain" if change > 0.0 else "clear loss"
    return Change(
        percent=100.0 * math.expm1(change), least_clear_percent=100.0 * math.expm1(least), says=says
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """What is known of some virtual people on the days of measurements: readings, and covers for grades."""

    days: Floats
    """[day]"""
    readings: Mapping[str, Floats]
    """By the names that `KINDS` read: [people, days]."""
    cover: Mapping[float, CoverField]
    """The cover of the whole head, by the day of a grade."""
    area_cm2: float
    """Scalp of each of them that is looked at. [cm2]"""

    def read(self, name: str, day: float) -> Floats:
        """One reading of everybody on a day."""
        return self.readings[name][:, int(np.argmin(np.abs(self.days - day)))]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weighed:
    """How well some virtual people fit, and what their own factors are then."""

    log_likelihood: Floats
    """[people]"""
    factor: Mapping[str, tuple[Floats, Floats]] = field(default_factory=dict)
    """Mean and standard deviation [people] of the logarithm of each factor, given the measurements."""


def weigh(
    measurements: Sequence[Measurement],
    seen: Seen,
    evidence: Catalogue,
    spreads: Mapping[str, float],
    blur: float = 0.0,
) -> Weighed:
    """The likelihood of measurements, for each of some virtual people.

    Parameters
    ----------
    measurements
        What was measured.
    seen
        What the people read on those days, under what was really taken.
    evidence
        Where errors come from.
    spreads
        Standard deviation of the logarithm of each factor between people; others are not known at all.
    blur
        How much of the chance by which hairs stand on a little scalp counts as error too, between 0 and 1. Without it
        the spot of a virtual person is the spot that was measured, which is right and which few people meet.
    """
    people = len(next(iter(seen.readings.values())))
    total = np.zeros(people)
    factors: dict[str, tuple[Floats, Floats]] = {}
    for grade in (one for one in measurements if one.is_grade):
        total += np.log(np.maximum(graded(grade, seen.cover[grade.day], evidence), LEAST_LIKELIHOOD))
    counted = [one for one in measurements if not one.is_grade]
    for name in dict.fromkeys(KINDS[one.kind].factor for one in counted):
        group = [one for one in counted if KINDS[one.kind].factor == name]
        gaps = np.stack([_gap(one, seen) for one in group])
        errors = np.stack(
            [np.hypot(one.error(evidence), blur * _chance(one, seen, evidence)) for one in group]
        )
        likelihood, factors[name] = _shared(gaps, errors, spreads.get(name, UNKNOWN_FACTOR_SD))
        total += likelihood
    return Weighed(log_likelihood=total, factor=factors)


def graded(one: Measurement, cover: CoverField, evidence: Catalogue) -> Floats:
    """The likelihood of a grade on each of some heads. [heads]

    Parameters
    ----------
    one
        The grade.
    cover
        Of the heads, on its day.
    evidence
        Where thresholds and agreement come from.
    """
    if one.kind not in SCALES:
        raise unknown_name("scale", one.kind, SCALES)
    rater = "self" if one.by == "self" else "doctor"
    return grade_likelihood(cover, str(one.value), scale=one.kind, rater=rater, evidence=evidence)


def _gap(one: Measurement, seen: Seen) -> Floats:
    """Logarithm of what was measured over what each virtual person reads. [people]"""
    expected = seen.read(KINDS[one.kind].reads, one.week_day)
    # Who has no hair to read has no diameter either: nothing can be said, and the least is taken.
    known = np.maximum(np.nan_to_num(expected, nan=FEWEST), FEWEST)
    return np.asarray(math.log(max(one.reading, FEWEST)) - np.log(known))


def _chance(one: Measurement, seen: Seen, evidence: Catalogue) -> Floats:
    """Spread of the logarithm of a reading by chance of which hairs stand on the little scalp looked at. [people]"""
    reads = KINDS[one.kind].reads
    expected = np.nan_to_num(seen.read("shed" if reads == "shed" else "density", one.week_day))
    hairs = expected * seen.area_cm2
    if reads == "shed":
        hairs = hairs * SHED_DAYS / SHED_AREA_CM2
    spread = evidence.value("full_shaft_diameter_cv", "1") if reads == "diameter" else 1.0
    return np.asarray(spread / np.sqrt(np.maximum(hairs, FEWEST)))


def _shared(gaps: Floats, errors: Floats, spread: float) -> tuple[Floats, tuple[Floats, Floats]]:
    """Log likelihood of gaps [measurements, people] that share one factor, and that factor's mean and spread then."""
    weight = 1.0 / errors**2
    precision = 1.0 / spread**2 + weight.sum(axis=0)
    mean = (weight * gaps).sum(axis=0) / precision
    square = (weight * gaps**2).sum(axis=0) - precision * mean**2
    scale = np.log(errors).sum(axis=0) + 0.5 * np.log(precision * spread**2)
    return -0.5 * square - scale, (mean, 1.0 / np.sqrt(precision))
