"""What a diary holds: one small value for each kind of entry, checked when it is made.

An entry is kept as plain values under its kind; `entry_of` reads it back. Nothing here knows where it is kept.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from anagen.diary.days import EARLIEST, read_time, zone_names
from anagen.errors import InputError, unknown_name
from anagen.patient.person import known_fields
from anagen.treatment.regimen import Regimen

if TYPE_CHECKING:
    from anagen.consultation.measurements import Measurement as Measured

__all__ = [
    "KINDS",
    "Consent",
    "Entry",
    "Grade",
    "Measurement",
    "Photograph",
    "Reminder",
    "ShedCount",
    "SideEffect",
    "Taken",
    "Treatment",
    "entry_of",
]

LONGEST_NOTE = 2000
"""Letters of a note at most; a diary is no archive."""
MOST_DOSES = 48
"""Doses of one thing in a day at most: one every half hour."""
SEVERITIES = ("mild", "moderate", "severe")
GRADERS = ("self", "doctor")
VIEWS = ("front", "top", "vertex", "left", "right", "back", "close", "other")
METHODS = ("comb60", "wash")
"""60 seconds of combing before the hair is washed; hairs of one wash, caught and counted."""
MOST_SHED = {"comb60": 500.0, "wash": 2000.0}
"""The most hairs that a person's file takes."""
MEASURES = ("visible_hair_density", "hair_count", "terminal_hair_density", "mean_shaft_diameter")
RATERS = ("self", "doctor", "automatic")
"""Who measured: the person, somebody trained, or a program that nobody corrected."""
SITES = ("frontal", "mid_scalp", "vertex", "temporal", "occipital")
LONGEST_NAME = 80
MOST_CM2 = 100.0
SCALES = ("norwood", "ludwig", "sinclair")
SUBJECTS = ("treatment", "shed", "measurement", "photograph")
"""What one may be reminded of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every entry says."""

    KIND: ClassVar[str] = ""
    """Under which it is kept."""

    day: date
    """Date where the person was."""
    zone: str
    """Time zone of that date, by its name."""
    note: str = ""

    def __post_init__(self) -> None:
        if self.day < EARLIEST:
            raise InputError(f"{self.day} is before {EARLIEST}. Give a later day.")
        if self.zone not in zone_names():
            raise InputError(f"{unknown_name('time zone', self.zone, zone_names())}")
        if len(self.note) > LONGEST_NOTE:
            raise InputError(f"The note has {len(self.note)} letters. Keep it to {LONGEST_NOTE}.")
        self.check()

    def check(self) -> None:
        """Refuse an entry that cannot be meant."""

    @property
    def words(self) -> str:
        """What it says, in a line, without its day."""
        return ""

    def as_content(self) -> dict[str, Any]:
        """The entry as plain values, without its day, which a record has of its own."""
        said = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "day"}
        return {name: _plain(value) for name, value in said.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {_plain(key): _plain(one) for key, one in value.items()}
    return value


def _as_date(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


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
        return f"{self.mean:.3g} hairs ({self.method})"


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
        how = ", ".join(one for one in (self.instrument, f"by {self.by}") if one)
        return f"{self.measure.replace('_', ' ')} {self.value:g}{where}, {self.site} ({how})"


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
        return f"{self.scale} {self.grade}, by {self.by}"


def grades_of(scale: str) -> tuple[str, ...]:
    """The grades of a scale, as printed."""
    about = known_fields()[scale]
    if about["kind"] == "integer":
        return tuple(str(one) for one in range(int(about["low"]), int(about["high"]) + 1))
    return tuple(one for one in about["allowed"] if one != "none_match")


def effects() -> tuple[str, ...]:
    """Names of all effects that can be told."""
    from anagen.diary.effects import effect_words

    return tuple(effect_words())


@dataclass(frozen=True, slots=True, kw_only=True)
class SideEffect(Entry):
    """Something unwanted that was noticed."""

    KIND = "side_effect"

    effects: tuple[str, ...]
    """Some of `effects()`."""
    severity: str = "mild"
    """One of `SEVERITIES`."""
    over: date | None = None
    """From when on it was gone; None if it is still there."""

    def check(self) -> None:
        """Refuse an effect that has no name here."""
        if not self.effects:
            raise InputError(f"No effect was given. There are: {', '.join(effects())}.")
        for one in self.effects:
            if one not in effects():
                raise unknown_name("side effect", one, effects())
        if self.severity not in SEVERITIES:
            raise unknown_name("severity", self.severity, SEVERITIES)
        if self.over is not None and self.over < self.day:
            raise InputError(f"It began on {self.day} and cannot have been over on {self.over}.")

    @property
    def words(self) -> str:
        """What it says, in a line."""
        over = "" if self.over is None else f", over on {self.over}"
        return f"{', '.join(self.effects)} ({self.severity}{over})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Photograph(Entry):
    """A photograph of the scalp, without anything but its pixels."""

    KIND = "photograph"

    sha256: str
    """Of the bytes that are kept."""
    media_type: str
    width: int
    """[px]"""
    height: int
    """[px]"""
    view: str = "other"
    """One of `VIEWS`."""
    consent: str
    """Id of the record of the consent under which it is kept."""

    def check(self) -> None:
        """Refuse a view that has no name here."""
        if self.view not in VIEWS:
            raise unknown_name("view", self.view, VIEWS)

    @property
    def words(self) -> str:
        """What it says, in a line."""
        return f"{self.view}, {self.width} by {self.height} px, sha256 {self.sha256[:12]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Entry):
    """An answer to a question of consent, with the words that were shown."""

    KIND = "consent"

    what: str
    """What is consented to: ``"photographs"``."""
    given: bool
    """Whether it was given; false where it was taken back."""
    version: str
    """Of the words."""
    text: str
    """The exact words that were shown."""

    @property
    def words(self) -> str:
        """What it says, in a line."""
        return f"{self.what}: {'agreed' if self.given else 'withdrawn'}, words of version {self.version}"


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
        return f"{what} at {', '.join(self.times)}, every {self.every_days:g} days"


KINDS: Mapping[str, type[Entry]] = {
    one.KIND: one
    for one in (Treatment, Taken, ShedCount, Measurement, Grade, SideEffect, Photograph, Consent, Reminder)
}
"""What is read under each kind."""
_DATES = ("stopped", "over", "until")


def entry_of(kind: str, day: date, content: Mapping[str, Any]) -> Entry:
    """An entry from what was kept.

    Parameters
    ----------
    kind
        One of `KINDS`.
    day
        Its day.
    content
        What `Entry.as_content` gave.
    """
    if kind not in KINDS:
        raise unknown_name("kind of entry", kind, KINDS)
    made = KINDS[kind]
    names = {one.name for one in fields(made)} - {"day"}
    for name in content:
        if name not in names:
            raise unknown_name(f"part of a {kind}", name, names)
    said: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in content.items()
    }
    try:
        said |= {name: _as_date(said[name]) for name in _DATES if name in said}
        if "doses" in said:
            said["doses"] = {_as_date(key): value for key, value in said["doses"].items()}
        return made(day=day, **said)
    except (TypeError, ValueError, AttributeError) as error:
        raise InputError(f"This entry of kind {kind} cannot be read: {error}.") from None
