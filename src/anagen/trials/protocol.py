"""A trial as a value: who took part, what they were given, what was measured when, and what was published."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from statistics import NormalDist

from anagen.errors import InputError, unknown_name
from anagen.evidence import known
from anagen.trials.words import Grade, grades_of

__all__ = [
    "ANCESTRIES",
    "REGIONS",
    "ROLES",
    "SEXES",
    "TRUST",
    "VALUE_KINDS",
    "Arm",
    "Drift",
    "Enrolment",
    "Number",
    "Outcome",
    "Phase",
    "Trial",
    "TrialInstrument",
    "TrialPopulation",
]

Number = float | str
"""A number as it is, or the name of a number in the evidence."""

SEXES = ("male", "female", "both")
ANCESTRIES = (
    "european",
    "east_asian",
    "south_asian",
    "african",
    "middle_eastern",
    "latin_american",
    "other",
)
REGIONS = ("frontal", "mid_scalp", "vertex", "temporal", "occipital")
VALUE_KINDS = ("level", "change_from_baseline", "pct_change_from_baseline")
ROLES = ("calibration", "validation")
TRUST = ("high", "medium", "low")
"""How far a published value can be trusted: the paper itself; a review or a press report; hearsay."""

SIGNIFICANCE = 0.05
HALF_WIDTH_90 = NormalDist().inv_cdf(0.95)
"""Half the width of a 90 % interval of a normal law, in standard deviations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """The window of a reading, before anything is given, within which a candidate is taken."""

    kind: str = "target_area_hair_count"
    """Kind of the instrument that reads it."""
    settings: Mapping[str, Number] = field(default_factory=dict)
    low: float = -math.inf
    """Lower end. [unit of the instrument]"""
    high: float = math.inf
    """Upper end. [unit of the instrument]"""
    softness: float = 0.0
    """Scale over which the chance to be taken falls at each end; 0 is a sharp limit. [unit of the instrument]"""

    def __post_init__(self) -> None:
        if self.low >= self.high:
            raise InputError(f"The enrolment window from {self.low:g} to {self.high:g} is empty.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPopulation:
    """Who took part."""

    sex: str
    """One of `SEXES`."""
    female_share: float | None = None
    """Share of women, where both took part."""
    ancestry: str = "european"
    """Where the ancestors of most came from, one of `ANCESTRIES`."""
    age_years: tuple[float, float]
    """Youngest and oldest."""
    age_mean_years: float | None = None
    """Mean age, where it was published; else all ages are as likely."""
    age_sd_years: float | None = None
    """Standard deviation of the ages; it makes the range where no range was published."""
    region: str = "vertex"
    """Region of the scalp, one of `REGIONS`."""
    site: str = "vertex"
    """The place in the paper's words."""
    grades: tuple[str, ...] = ()
    """Norwood, Ludwig or Sinclair grades that were taken, as printed."""
    condition: str = ""
    """What else the paper says of them."""
    washout_weeks: float = 0.0
    """How long earlier treatment had been stopped before baseline; virtual people never had any. [week]"""
    severity_shift_sd: Number = 0.0
    """How much more sensitive than people at large, in standard deviations of the log sensitivity."""
    enrolment: Enrolment | None = None

    def __post_init__(self) -> None:
        low, high = self.age_years
        if not 0 < low < high:
            raise InputError(f"The ages {low:g} to {high:g} are no range.")
        if self.age_mean_years is not None and not low < self.age_mean_years < high:
            raise InputError(f"The mean age {self.age_mean_years:g} lies outside {low:g} to {high:g}.")
        if self.female_share is not None and (self.sex != "both" or not 0.0 < self.female_share < 1.0):
            raise InputError(
                f"A share of women of {self.female_share:g} does not fit sex = '{self.sex}'. "
                "Give it where both took part, between 0 and 1."
            )

    @property
    def sexes(self) -> tuple[tuple[str, float], ...]:
        """Each sex that took part, with its share."""
        if self.sex != "both":
            return ((self.sex, 1.0),)
        women = 0.5 if self.female_share is None else self.female_share
        return (("male", 1.0 - women), ("female", women))

    @property
    def graded(self) -> tuple[Grade, ...]:
        """The grades, read."""
        return tuple(dict.fromkeys(one for text in self.grades for one in grades_of(text, self.sex)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A stretch of an arm with a regimen of its own, until the next begins."""

    from_week: float
    """When it begins. [week]"""
    regimen: str
    """The regimen in words; its own times count from the beginning of the phase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """People who were given the same."""

    name: str
    regimen: str
    """The regimen in words; 'untreated' for nothing that works. Of phases, all of them put together."""
    phases: tuple[Phase, ...] = ()
    """The phases as the file has them, where the regimen changes."""
    people: int | None = None
    """How many were measured, where it was published."""
    adherence_fraction: Number = 1.0
    """Share of doses that are taken."""
    quits_share: Number = 0.0
    """Share of people who give up what they were given, but still come to the visits."""
    quits_week: float | None = None
    """When they do. [week]"""
    dropout_per_year: float = 0.0
    """Rate at which people leave, whatever their result. [1/year]"""
    control: bool = False
    """Whether the other arms are compared with this one."""

    def __post_init__(self) -> None:
        if (self.quits_week is None) != (self.quits_share == 0.0):
            raise InputError("People quit in some week: give both 'quits_share', above 0, and 'quits_week'.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialInstrument:
    """An instrument as the trial used it."""

    kind: str
    """Name of the kind of instrument."""
    measure: str
    """Name of the measure that it reports."""
    settings: Mapping[str, Number] = field(default_factory=dict)
    noise_share: Number = 0.0
    """Standard deviation of one person's reading when it is repeated, as a share of the reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """What moves an instrument's readings in all arms alike, for reasons that are not hair.

    Re-finding the area, clipping, the season, a vehicle: it begins after the baseline visit and stays.
    """

    measure: str
    adds: Number = 0.0
    """Added to each later reading. [unit of the instrument]"""
    times: Number = 1.0
    """Each later reading is multiplied by it."""
    arms: tuple[str, ...] = ()
    """Arms in which it acts; none named means all."""
    because: str
    """What is thought to cause it, and how its size is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One published value."""

    arm: str
    versus: str | None = None
    """The other arm, where a difference of changes between two arms was published."""
    measure: str
    week: float
    value_kind: str
    value: float
    low: float | None = None
    """Lower end of its interval."""
    high: float | None = None
    """Upper end of its interval."""
    level: float = 0.9
    """Coverage of that interval."""
    sd: float | None = None
    """Standard deviation between people."""
    se: float | None = None
    """Standard error of the value."""
    people: int | None = None
    """How many were measured at this visit, where it differs from the arm."""
    p_value: float | None = None
    """The published p value, or the limit that it lies below."""
    tolerance: float | None = None
    """Standard deviation with which a calibration weighs it where no error was published; assumed."""
    source: str
    where: str
    """Table, figure or page; for a second-hand value, where it was read."""
    published: str
    """The words that were read."""
    role: str | None = None
    """Whether calibration may read it, or only validation."""
    trust: str = "high"

    def __post_init__(self) -> None:
        for name, allowed in (("value_kind", VALUE_KINDS), ("trust", TRUST)):
            if getattr(self, name) not in allowed:
                raise unknown_name(name, getattr(self, name), allowed)
        if self.role not in (None, *ROLES):
            raise unknown_name("role", str(self.role), ROLES)
        if (self.low is None) != (self.high is None):
            raise InputError("An interval has two ends: give both 'low' and 'high'.")
        if self.low is not None and self.high is not None and not self.low <= self.value <= self.high:
            raise InputError(
                f"The value {self.value:g} lies outside its interval {self.low:g} to {self.high:g}."
            )
        if self.versus is not None and self.value_kind == "level":
            raise InputError("A difference between arms is one of changes: a 'level' cannot have 'versus'.")
        if self.versus == self.arm:
            raise InputError(f"The arm '{self.arm}' cannot be compared with itself.")
        if self.week == 0.0 and self.value_kind != "level":
            raise InputError("There is no change at the baseline, week 0. Give a 'level', or a later week.")

    @property
    def source_listed(self) -> bool:
        """Whether the source is one that the package lists."""
        return self.source in known().sources

    def significant(self, people: int | None) -> bool | None:
        """Whether the published value differs from zero at 5 %; none where that was not published.

        Parameters
        ----------
        people
            How many were in the arm.
        """
        if self.p_value is not None:
            return self.p_value <= SIGNIFICANCE
        error = self.standard_error(people)
        if error is None:
            return None
        return abs(self.value) > NormalDist().inv_cdf(1.0 - SIGNIFICANCE / 2.0) * error

    def standard_error(self, people: int | None) -> float | None:
        """Standard error of the published value, where one can be told. [unit of the value]

        Parameters
        ----------
        people
            How many were in the arm.
        """
        if self.se is not None:
            return self.se
        if self.low is not None and self.high is not None:
            return (self.high - self.low) / 2.0 / NormalDist().inv_cdf(0.5 + self.level / 2.0)
        counted = self.people or people
        if self.sd is not None and counted:
            return self.sd / math.sqrt(counted)
        return None

    def interval_90(self, people: int | None) -> tuple[float, float] | None:
        """The published value's 90 % interval, where one can be told. [unit of the value]"""
        error = self.standard_error(people)
        if error is None:
            return None
        return self.value - HALF_WIDTH_90 * error, self.value + HALF_WIDTH_90 * error


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A trial, as its file tells it."""

    id: str
    title: str
    source: str
    """AuthorYear of the main report."""
    notes: str = ""
    """What a reader of its results should know."""
    entered: date | None = None
    """The day on which it was packaged, where the model's structure was fixed before that; none for earlier ones."""
    visits_weeks: tuple[float, ...]
    population: TrialPopulation
    arms: tuple[Arm, ...]
    instruments: tuple[TrialInstrument, ...]
    drifts: tuple[Drift, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    def arm(self, name: str) -> Arm:
        """An arm by its name."""
        for arm in self.arms:
            if arm.name == name:
                return arm
        raise unknown_name(f"arm of {self.id}", name, [arm.name for arm in self.arms])

    def instrument(self, measure: str) -> TrialInstrument:
        """The instrument that reports a measure."""
        for instrument in self.instruments:
            if instrument.measure == measure:
                return instrument
        raise unknown_name(f"measure of {self.id}", measure, [one.measure for one in self.instruments])

    @property
    def control(self) -> Arm | None:
        """The arm with which the others are compared, if there is one."""
        return next((arm for arm in self.arms if arm.control), None)

    def __str__(self) -> str:
        arms = ", ".join(arm.name for arm in self.arms)
        return f"{self.id}: {self.title} ({arms}; {len(self.visits_weeks)} visits, {len(self.outcomes)} published)"
