"""What lies ahead by the diary: the forecast under what was really taken, narrowed by what was measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from anagen.diary.entries import Measurement
from anagen.diary.readings import measured
from anagen.diary.regimen_taken import RegimenTaken, regimen_taken
from anagen.errors import InputError
from anagen.patient.person import Person, person_of
from anagen.units import DAYS_PER_MONTH

if TYPE_CHECKING:
    from anagen.consultation.measurements import Measurement as Measured
    from anagen.consultation.outlook import Course, Forecast
    from anagen.consultation.summary import Band
    from anagen.diary.logbook import Diary
    from anagen.provenance import Provenance

__all__ = ["Prospect", "prospect", "taken_so_far"]

Progress = Callable[[float], None]
GO_ON, STOP, UNTREATED = "go on", "stop now", "untreated"
COUNTED = "visible_hair_density"
"""The measure whose band is told and charted, and the one of thickness."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """Forecasts counted from today."""

    person: Person
    today: date
    taken: RegimenTaken
    measurements: tuple[Measured, ...]
    forecasts: Mapping[str, Forecast]
    """Under what is really taken (`GO_ON`), given up today (`STOP`), and never begun (`UNTREATED`)."""
    unmeasured: Forecast | None
    """The first without the measurements; None where there are none or nobody asked."""
    provenance: Provenance

    def course(self, name: str, measure: str = COUNTED) -> Course:
        """One measure through the years under one of the forecasts."""
        return next(one for one in self.forecasts[name].courses if one.measure == measure)

    def now(self, name: str) -> Band:
        """Visible hair today under one of the forecasts; of those who never began, what they would have. [1/cm2]"""
        course = self.course(name)
        return min(zip(course.month, course.bands, strict=True), key=lambda one: abs(one[0]))[1]

    def dates(self, course: Course) -> list[date]:
        """Its days as dates."""
        return [self.today + timedelta(days=round(month * DAYS_PER_MONTH)) for month in course.month]

    @property
    def narrowed(self) -> float | None:
        """Width of the band of visible hair at the end, relative to that without measurements. [ratio]"""
        if self.unmeasured is None:
            return None
        return _width(self.forecasts[GO_ON]) / max(_width(self.unmeasured), 1e-9)

    def as_dict(self) -> dict[str, Any]:
        """The prospect as plain values, for JSON."""
        return {
            "person": self.person.as_dict(),
            "today": self.today.isoformat(),
            "day_zero": self.taken.day_zero.isoformat(),
            "taken": str(self.taken.regimen),
            "planned": str(self.taken.planned),
            "assumed": list(self.taken.notes),
            "measurements": [one.as_dict() for one in self.measurements],
            "forecasts": {name: one.as_dict() for name, one in self.forecasts.items()},
            "band_relative_to_unmeasured": self.narrowed,
            "provenance": self.provenance.as_dict(),
        }


def _width(forecast: Forecast) -> float:
    band = forecast.outlooks[-1].density
    return band.high90 - band.low90


def taken_so_far(diary: Diary, today: date) -> RegimenTaken:
    """What a diary says was taken, from the day of the answers or of the first treatment on."""
    begun = [one for one in diary.treatments() if one.entry.day <= today]
    answered = diary.first_answers()
    first = None if answered is None else answered[0]
    if first is None and not begun:
        first = min((one.entry.day for one in diary.entries(Measurement)), default=None)
    told = [(one.entry, diary.doses(one)) for one in begun]
    return regimen_taken(told, today, first=None if first is None else min(first, today))


def refuse_where_rules_stop(diary: Diary, today: date) -> None:
    """Forecast nothing for somebody whom a rule sends to a doctor, or to help, first."""
    from anagen.consultation.screening import screen
    from anagen.diary.effects import answers_now

    screening = screen(answers_now(diary, today))
    if screening.outcome == "stop":
        first = screening.findings[0]
        words = " ".join([*screening.crisis, f"{first.title}: {first.says} ({first.rule})"])
        raise InputError(f"No forecast is made here. {words}")


def prospect(
    diary: Diary,
    today: date,
    *,
    years: float = 2.0,
    seed: int = 1,
    beside_unmeasured: bool = False,
    people: int | None = None,
    follicles: int | None = None,
    progress: Progress | None = None,
) -> Prospect:
    """The forecast of a diary.

    Parameters
    ----------
    diary
        Whose.
    today
        The date where the person is.
    years
        How far to look. [year]
    seed
        Seed of all random numbers.
    beside_unmeasured
        Whether to forecast without the measurements too, to see how much they narrow it.
    people, follicles
        Virtual people who stand for the person, and follicles of each, where other numbers are wanted than usual.
    progress
        Called with the share of the work that was done since the last call.

    Raises
    ------
    InputError
        If there are no answers to forecast from, or a rule says stop.
    """
    from anagen.consultation.consult import rater_of
    from anagen.consultation.crowd import region_of
    from anagen.consultation.forecast import FOLLICLES, PEOPLE, reweigh
    from anagen.evidence import known
    from anagen.provenance import provenance

    answered = diary.first_answers()
    if answered is None:
        raise InputError(
            "A forecast needs at least age and sex. Give them once: anagen diary start --answers FILE.toml."
        )
    refuse_where_rules_stop(diary, today)
    person = person_of(answered[1])
    taken = taken_so_far(diary, today)
    readings = measured(diary, taken.day_zero, today, site=region_of(person))
    both = beside_unmeasured and bool(readings)
    share = 0.5 if both else 1.0

    def tell(done: float) -> None:
        if progress is not None:
            progress(done * share)

    def run(told: list[Measured]) -> dict[str, Forecast]:
        return reweigh(
            person,
            taken.regimen,
            told,
            today_day=max(0.0, taken.day_of(today)),
            years=years,
            seed=seed,
            people=people or 2 * PEOPLE,
            follicles=follicles or FOLLICLES,
            rater=rater_of(answered[1], "self"),
            progress=tell,
        )

    found = run(readings)
    return Prospect(
        person=person,
        today=today,
        taken=taken,
        measurements=tuple(readings),
        forecasts=found,
        unmeasured=run([])[GO_ON] if both else None,
        provenance=provenance(
            seed=seed,
            evidence=known().fingerprint,
            overrides=known().overrides_as_dicts(),
            settings={"years": years, "people": people or 2 * PEOPLE, "follicles": follicles or FOLLICLES},
        ),
    )
