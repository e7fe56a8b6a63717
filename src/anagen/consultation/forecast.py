"""What each regimen would probably do to one person, beside no treatment: the same virtual people, the same chance.

One crowd is gathered for all regimens. Measurements weigh it, under what was really taken when they were made; the
forecasts are weighted bands and chances of that crowd, each person with factors of their own (density, caliber).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from anagen.consultation.cautions import cautions, side_effects_of
from anagen.consultation.crowd import (
    READ,
    Crowd,
    Lives,
    ancestral_density,
    gather,
    live,
    own_factors,
    spreads_of,
)
from anagen.consultation.measurements import KINDS, Measurement, Seen, Weighed, least_clear_change, weigh
from anagen.consultation.outlook import Course, EarlyShed, Forecast, Outlook, Stopping
from anagen.consultation.summary import Band, band_of, bands_of, share_of
from anagen.errors import InputError
from anagen.evidence import Catalogue
from anagen.patient.person import Person
from anagen.provenance import check_run
from anagen.scalp.grading import CoverField
from anagen.simulation.conditioning import effective_number, tempered
from anagen.simulation.cover import cover_of
from anagen.treatment.procedures import Procedure
from anagen.treatment.regimen import Course as DrugCourse
from anagen.treatment.regimen import Regimen

__all__ = ["FOLLICLES", "MONTHS", "PEOPLE", "Ahead", "forecast", "look_ahead", "reweigh", "started_on"]

Floats = NDArray[np.float64]
Progress = Callable[[float], None]
Part = TypeVar("Part", bound="DrugCourse | Procedure")

PEOPLE, FOLLICLES = 160, 256
"""Virtual people of a forecast, and follicles of each: about what two cores do in a few seconds."""
MONTHS = (6, 12, 24, 60)
"""Months ahead that are told. [month]"""
STOP_MONTH, STOP_SEEN_MONTH = 12, 24
DAYS_PER_WEEK, WEEKS_PER_MONTH, MONTHS_PER_YEAR = 7.0, 365.25 / 7.0 / 12.0, 12
EARLY_WEEKS = (2, 4, 6, 8, 10, 12, 16, 20, 24)
"""Weeks in which an early shed is looked for."""
PEAK_BY_WEEK = 12
"""Week by which an early shed has its peak; what falls later is more hair that turns over faster. [week]"""
YEARLY_WEEKS, LATER_WEEKS = 13, 26
SHED_EMERGES, SHED_OVER = 1.2, 0.5
"""Shed hairs relative to untreated from which an early shed is told; share of the excess at which it is over."""
LEAST_BENEFIT = 1.0
"""Mean hairs over untreated below which there is no benefit to lose. [1/cm2]"""
LEAST_DENSITY = 1.0
"""Visible hairs that stand for none where a change is relative. [1/cm2]"""
MEASURED_LEAST, MEASURED_LEAST_SHARE = 24.0, 0.3
"""Below this effective number of people (of a small crowd, this share), likelihoods of measurements are tempered."""
BLURS = (0.0, 0.25, 0.5, 0.75, 1.0)
"""How far the chance of a little scalp may count as error, the least first that leaves enough people."""
DRAWS = 200
"""Crowds drawn again for the band of a mean."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ahead:
    """Forecasts, and the virtual people behind them."""

    forecasts: dict[str, Forecast]
    crowd: Crowd
    lives: Lives
    weight: Floats
    """Of each of the people, under measurements."""
    density_factor: Floats
    """Of each of the people."""
    from_day: float


def forecast(
    person: Person,
    regimens: Iterable[Regimen | str],
    *,
    measurements: Sequence[Measurement] = (),
    taken: Regimen | str = "untreated",
    from_day: float = 0.0,
    years: float = 5.0,
    seed: int = 1,
    people: int = PEOPLE,
    follicles: int = FOLLICLES,
    evidence: Catalogue | Sequence[Catalogue] | None = None,
    rater: str = "self",
    progress: Progress | None = None,
) -> dict[str, Forecast]:
    """What each of some regimens would probably do to a person, beside no treatment.

    Parameters
    ----------
    person
        Who.
    regimens
        What might be taken, from day 0 on, as `Regimen` or in words; no treatment is always among the results.
    measurements
        What was measured, with the day; day 0 is when the answers were given.
    taken
        What was really taken when it was measured, from day 0 on.
    from_day
        The day that is today: outlooks are counted, and compared, from here. [day]
    years
        How far to look from today. [year]
    seed
        Seed of all random numbers.
    people, follicles
        Virtual people who stand for the person, and follicles of each.
    evidence
        Other numbers than those that are known, or sets of numbers.
    rater
        Who told the grade among the answers: ``"self"`` or ``"doctor"``.
    progress
        Called with the share of the work that was done since the last call.

    Returns
    -------
    dict
        A forecast for each regimen by its words; the first is ``"untreated"``.
    """
    return look_ahead(
        person,
        regimens,
        measurements=measurements,
        taken=taken,
        from_day=from_day,
        years=years,
        seed=seed,
        people=people,
        follicles=follicles,
        evidence=evidence,
        rater=rater,
        progress=progress,
    ).forecasts


def reweigh(
    person: Person,
    taken: Regimen | str,
    measurements: Sequence[Measurement],
    *,
    today_day: float,
    onward: Iterable[Regimen | str] = (),
    years: float = 5.0,
    seed: int = 1,
    people: int = 2 * PEOPLE,
    follicles: int = FOLLICLES,
    evidence: Catalogue | Sequence[Catalogue] | None = None,
    rater: str = "self",
    progress: Progress | None = None,
) -> dict[str, Forecast]:
    """The forecast narrowed by what was measured, under what was really taken.

    Parameters
    ----------
    person
        Who.
    taken
        What was really taken since day 0, missed doses included:
        ``"finasteride 1 mg oral daily with 80 % of doses taken"``.
    measurements
        What was measured, with the day.
    today_day
        Today, as days since the answers were given. [day]
    onward
        What might be taken from today on; to go on as until now and to stop now are always among the results.
    years, seed, people, follicles, evidence, rater, progress
        As in `forecast`.

    Returns
    -------
    dict
        Forecasts counted from today, by words: ``"go on"``, ``"stop now"``, each of `onward`, and ``"untreated"``:
        never having begun.
    """
    so_far = Regimen.of(taken) if isinstance(taken, str) else taken
    plans = {"go on": so_far, "stop now": so_far.until(today_day) if today_day > 0.0 else Regimen()}
    for one in onward:
        then = Regimen.of(one) if isinstance(one, str) else one
        plans[str(then)] = joined(plans["stop now"], started_on(then, today_day))
    found = forecast(
        person,
        plans.values(),
        measurements=measurements,
        taken=so_far,
        from_day=today_day,
        years=years,
        seed=seed,
        people=people,
        follicles=follicles,
        evidence=evidence,
        rater=rater,
        progress=progress,
    )
    return {name: found[str(plan)] for name, plan in plans.items()} | {"untreated": found["untreated"]}


def started_on(regimen: Regimen, day: float) -> Regimen:
    """A regimen that begins some days later. [day]"""

    def moved(one: Part) -> Part:
        stop = None if one.stop_day is None else one.stop_day + day
        return replace(one, start_day=one.start_day + day, stop_day=stop)

    return Regimen(
        courses=tuple(moved(one) for one in regimen.courses),
        procedures=tuple(moved(one) for one in regimen.procedures),
    )


def joined(first: Regimen, then: Regimen) -> Regimen:
    """Two regimens as one."""
    return Regimen(courses=(*first.courses, *then.courses), procedures=(*first.procedures, *then.procedures))


def look_ahead(
    person: Person,
    regimens: Iterable[Regimen | str],
    *,
    measurements: Sequence[Measurement] = (),
    taken: Regimen | str = "untreated",
    from_day: float = 0.0,
    years: float = 5.0,
    seed: int = 1,
    people: int = PEOPLE,
    follicles: int = FOLLICLES,
    evidence: Catalogue | Sequence[Catalogue] | None = None,
    rater: str = "self",
    progress: Progress | None = None,
) -> Ahead:
    """Forecasts with the virtual people behind them; parameters are those of `forecast`."""
    check_run(seed=seed, people=people, follicles=follicles)
    check_days(from_day, years, measurements)
    plans = [Regimen.of(one) if isinstance(one, str) else one for one in regimens]
    was_taken = Regimen.of(taken) if isinstance(taken, str) else taken
    lived = list(dict.fromkeys([Regimen(), was_taken, *plans]))
    crowd = gather(person, people, seed=seed, evidence=evidence, rater=rater)
    days = DAYS_PER_WEEK * weeks_looked_at(from_day, years, measurements)
    names = ["density", "diameter", "shed"]
    names += ["terminal"] if any(one.kind.startswith("terminal") for one in measurements) else []
    stopped = stopped_plans(plans, from_day, years)
    work = 1.0 + 0.4 * len(stopped) / len(lived)

    def tell(done: float, part: float) -> None:
        if progress is not None:
            progress(done * part / work)

    lives = live(
        crowd,
        lived,
        days,
        follicles=follicles,
        names=names,
        shed_at_start=any(is_shed(one) and one.week_day == 0.0 for one in measurements),
        progress=lambda done: tell(done, 1.0),
    )
    after = None
    if stopped:
        after = live(
            crowd,
            list(stopped.values()),
            DAYS_PER_WEEK * stop_weeks(),
            follicles=follicles,
            names=("density",),
            progress=lambda done: tell(done, work - 1.0),
        )
    weighed, weight, power = weights_of(crowd, lives, measurements, str(was_taken))
    spreads = spreads_of(crowd.evidence)
    density = own_factors(crowd, "density", weighed.factor.get("density"), spreads["density"])
    telling = _Telling(
        crowd=crowd,
        lives=lives,
        after=after,
        weight=weight,
        density=density * ancestral_density(person, crowd.region, crowd.evidence),
        caliber=own_factors(crowd, "caliber", weighed.factor.get("caliber"), spreads["caliber"]),
        tempering=min(power, crowd.tempering),
        from_day=from_day,
        years=years,
        taken=str(was_taken),
    )
    asked = dict.fromkeys([Regimen(), *plans])
    return Ahead(
        forecasts={str(one): telling.forecast(one, stopped.get(one)) for one in asked},
        crowd=crowd,
        lives=lives,
        weight=weight,
        density_factor=telling.density,
        from_day=from_day,
    )


def check_days(from_day: float, years: float, measurements: Sequence[Measurement]) -> None:
    """Refuse days that cannot be meant."""
    if not (math.isfinite(from_day) and 0.0 <= from_day <= 60 * 365.25):
        raise InputError(
            f"Today cannot be day {from_day:g}. Give days since the answers were given, from 0 on."
        )
    if not 0.0 < years <= 60.0:
        raise InputError(f"Cannot look {years:g} years ahead. Give more than 0 and at most 60 years.")
    late = [one for one in measurements if one.day > from_day + DAYS_PER_WEEK]
    if late:
        raise InputError(
            f"The {late[0].kind} of day {late[0].day:g} was measured after today, day {from_day:g}. Mend one of them."
        )


def is_shed(one: Measurement) -> bool:
    """Whether a measurement is a count of shed hairs."""
    return KINDS[one.kind].reads == "shed"


def weeks_looked_at(from_day: float, years: float, measurements: Sequence[Measurement]) -> Floats:
    """Weeks on which the crowd is read: for the table, the charts, the early shed and what was measured. [week]"""
    first, last = round(from_day / DAYS_PER_WEEK), max(1, round(years * MONTHS_PER_YEAR * WEEKS_PER_MONTH))
    weeks = {0, first, first + last}
    weeks |= set(range(0, first, YEARLY_WEEKS))
    weeks |= {first + week for week in EARLY_WEEKS if week < last}
    weeks |= {first + week for week in range(0, min(last, 2 * 52), YEARLY_WEEKS)}
    weeks |= {first + week for week in range(2 * 52, last, LATER_WEEKS)}
    weeks |= {first + week_of(month) for month in MONTHS if week_of(month) <= last}
    weeks |= {round(one.week_day / DAYS_PER_WEEK) for one in measurements}
    weeks |= {round(one.week_day / DAYS_PER_WEEK) - 4 for one in measurements if is_shed(one)}
    return np.array(sorted(week for week in weeks if week >= 0), np.float64)


def week_of(month: float) -> int:
    """The week nearest to some months ahead."""
    return round(month * WEEKS_PER_MONTH)


def stop_weeks() -> Floats:
    """Weeks on which those who stop are read. [week]"""
    first, last = week_of(STOP_MONTH), week_of(STOP_SEEN_MONTH)
    return np.unique(np.array([0, *range(first, last, YEARLY_WEEKS), last], np.float64))


def stopped_plans(plans: Sequence[Regimen], from_day: float, years: float) -> dict[Regimen, Regimen]:
    """Each regimen given up after a year, if it goes on until then and begins today."""
    if from_day > 0.0 or years * MONTHS_PER_YEAR < STOP_SEEN_MONTH:
        return {}
    day = DAYS_PER_WEEK * week_of(STOP_MONTH)
    given_up = {one: one.until(day) for one in plans}
    return {one: after for one, after in given_up.items() if not one.is_empty and after != one}


def weights_of(
    crowd: Crowd, lives: Lives, measurements: Sequence[Measurement], taken: str
) -> tuple[Weighed, Floats, float]:
    """How much each of a crowd counts under measurements, and the power to which their likelihood was raised."""
    if not measurements:
        return Weighed(log_likelihood=np.zeros(len(crowd))), np.ones(len(crowd)), 1.0
    seen = Seen(
        days=lives.days,
        readings={name: lives.of(name, taken) for name in READ if name in lives.readings},
        cover={one.day: cover_on(crowd, lives, one, taken) for one in measurements if one.is_grade},
        area_cm2=lives.area_cm2,
    )
    least, spreads = min(MEASURED_LEAST, MEASURED_LEAST_SHARE * len(crowd)), spreads_of(crowd.evidence)
    for blur in BLURS:
        weighed = weigh(measurements, seen, crowd.evidence, spreads, blur)
        likelihood = np.exp(weighed.log_likelihood - weighed.log_likelihood.max())
        if effective_number(likelihood) >= least:
            break
    weight, power = tempered(likelihood, least)
    return weighed, weight, power


def cover_on(crowd: Crowd, lives: Lives, one: Measurement, taken: str) -> CoverField:
    """The cover of each one's whole head on the day of a grade.

    Whole heads are known untreated. What a treatment did is read in one region; the hair that is missing elsewhere is
    taken to have changed by the same share.
    """
    earlier = -one.day / 365.25
    fields = [cover_of(share.candidates, share.evidence, earlier_years=earlier) for share in crowd.shares]
    untreated = np.concatenate([field.heads for field in fields])
    if one.day > 0.0 and taken != str(Regimen()):
        k = int(np.argmin(np.abs(lives.days - one.week_day)))
        missing = np.maximum(1.0 - lives.cover(taken)[:, k], 0.0)
        usual = np.maximum(1.0 - lives.cover(str(Regimen()))[:, k], 0.02)
        untreated = 1.0 - np.minimum(missing / usual, 2.0)[:, None] * (1.0 - untreated)
    return CoverField(sex=crowd.person.sex, relative_density=np.clip(untreated, 0.0, 1.0))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Telling:
    """Turns lives into forecasts."""

    crowd: Crowd
    lives: Lives
    after: Lives | None
    weight: Floats
    density: Floats
    caliber: Floats
    tempering: float
    from_day: float
    years: float
    taken: str

    def forecast(self, regimen: Regimen, stopped: Regimen | None) -> Forecast:
        name, evidence = str(regimen), self.crowd.evidence
        effective = min(self.crowd.effective_people, effective_number(self.weight))
        return Forecast(
            regimen=name,
            region=self.crowd.region,
            today=self.outlook(self.taken, 0),
            outlooks=tuple(
                self.outlook(name, month) for month in MONTHS if month <= self.years * MONTHS_PER_YEAR + 0.5
            ),
            courses=self.courses(name),
            shed=self.shed(name) if self.from_day == 0.0 and not regimen.is_empty else None,
            stopping=self.stopping(str(stopped)) if stopped is not None else None,
            side_effects=side_effects_of(regimen, self.crowd.person.sex),
            notes=cautions(regimen, self.crowd.person, evidence, effective, self.tempering),
            least_clear_percent=100.0 * least_clear_change("visible_hair_density", "doctor", evidence),
            people=len(self.crowd),
            effective_people=effective,
            tempering=self.tempering,
        )

    def place(self, month: float) -> int:
        """Where the day some months ahead stands."""
        day = DAYS_PER_WEEK * (round(self.from_day / DAYS_PER_WEEK) + week_of(month))
        return int(np.argmin(np.abs(self.lives.days - day)))

    def hairs(self, name: str) -> Floats:
        """Visible hairs, [people, days]. [1/cm2]"""
        return np.asarray(self.density[:, None] * self.lives.of("density", name))

    def outlook(self, name: str, month: int) -> Outlook:
        k, now = self.place(month), self.place(0)
        then, today = self.hairs(name)[:, k], self.hairs(self.taken)[:, now]
        relative = (then + LEAST_DENSITY) / (today + LEAST_DENSITY)
        least = 1.0 + least_clear_change("visible_hair_density", "doctor", self.crowd.evidence)
        gain, loss = (share_of(one, self.weight) for one in (relative > least, relative < 1.0 / least))
        return Outlook(
            month=month,
            density=band_of(then, self.weight),
            diameter=band_of(self.caliber * self.lives.of("diameter", name)[:, k], self.weight),
            cover=band_of(self.lives.cover(name)[:, k], self.weight),
            change_percent=band_of(100.0 * (relative - 1.0), self.weight),
            versus_untreated=band_of(then - self.hairs(str(Regimen()))[:, k], self.weight),
            gain=gain,
            hold=max(0.0, 1.0 - gain - loss),
            loss=loss,
        )

    def courses(self, name: str) -> tuple[Course, ...]:
        days = self.lives.days
        months = tuple(round(float(day - self.from_day) / DAYS_PER_WEEK / WEEKS_PER_MONTH, 2) for day in days)
        diameter = self.caliber[:, None] * self.lives.of("diameter", name)
        read = {
            "visible_hair_density": ("hairs/cm2", self.hairs(name)),
            "mean_shaft_diameter": ("um", diameter),
            "visible_cover": ("1", self.lives.cover(name)),
        }
        return tuple(
            Course(measure=measure, unit=unit, month=months, bands=tuple(bands_of(values, self.weight)))
            for measure, (unit, values) in read.items()
        )

    def shed(self, name: str) -> EarlyShed | None:
        weeks = np.round(self.lives.days / DAYS_PER_WEEK)
        early = [int(np.flatnonzero(weeks == week)[0]) for week in EARLY_WEEKS if week in weeks]
        if not early:
            return None
        treated, usual = (self.lives.of("shed", one)[:, early] for one in (name, str(Regimen())))
        times = mean_ratio(treated, usual, self.weight)
        peak = int(np.argmax(times[: sum(week <= PEAK_BY_WEEK for week in EARLY_WEEKS)]))
        drawn = redrawn_ratios(treated[:, peak], usual[:, peak], self.weight, self.crowd.seed)
        low, high = np.percentile(drawn, (5.0, 95.0))
        over_at = 1.0 + SHED_OVER * (times[peak] - 1.0)
        later = zip(EARLY_WEEKS[peak:], times[peak:], strict=False)
        over = next((week for week, one in later if one <= over_at), None)
        emerges = bool(times[peak] >= SHED_EMERGES and low > 1.0)
        return EarlyShed(
            emerges=emerges,
            times_untreated=Band(median=float(times[peak]), low90=float(low), high90=float(high)),
            peak_week=EARLY_WEEKS[peak],
            over_by_week=over if emerges else None,
        )

    def stopping(self, stopped: str) -> Stopping | None:
        if self.after is None:
            return None
        days, weight = self.after.days, self.weight
        left = self.density[:, None] * self.after.of("density", stopped)
        never = self.hairs(str(Regimen()))
        usual = np.stack([never[:, int(np.argmin(np.abs(self.lives.days - day)))] for day in days], axis=1)
        over = np.average(left - usual, axis=0, weights=weight)
        at_stop = int(np.argmin(np.abs(days - DAYS_PER_WEEK * week_of(STOP_MONTH))))
        benefit = float(over[at_stop])
        gone = [
            float(days[k] - days[at_stop]) / DAYS_PER_WEEK / WEEKS_PER_MONTH
            for k in range(at_stop, days.size)
            if over[k] <= 0.5 * benefit
        ]
        counts = benefit >= LEAST_BENEFIT
        return Stopping(
            stop_month=STOP_MONTH,
            month=STOP_SEEN_MONTH,
            density=band_of(left[:, -1], weight),
            versus_untreated=band_of(left[:, -1] - usual[:, -1], weight),
            benefit_left=float(over[-1]) / benefit if counts else None,
            half_lost_after_months=round(gone[0], 1) if counts and gone else None,
        )


def mean_ratio(treated: Floats, usual: Floats, weight: Floats) -> Floats:
    """Mean of some people's shed hairs over the mean of those that fall untreated, at each visit."""
    means = [np.average(one, axis=0, weights=weight) for one in (treated, usual)]
    return np.asarray(means[0] / np.maximum(means[1], 1e-9))


def redrawn_ratios(treated: Floats, usual: Floats, weight: Floats, seed: int) -> Floats:
    """The same ratio in crowds that are drawn again by weight from the people there are."""
    chosen = np.random.default_rng((seed, 11)).choice(
        weight.size, size=(DRAWS, weight.size), p=weight / weight.sum()
    )
    return np.asarray(treated[chosen].mean(axis=1) / np.maximum(usual[chosen].mean(axis=1), 1e-9))
