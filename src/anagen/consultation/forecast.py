"""What each regimen would probably do to one person, beside no treatment: the same virtual people, the same chance.

One crowd is gathered for all regimens. Measurements weigh it, under what was really taken when they were made; the
forecasts are weighted bands and chances of that crowd, each person with factors of their own (density, caliber).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.consultation.crowd import (
    Crowd,
    Lives,
    ancestral_density,
    gather,
    live,
    own_factors,
    spreads_of,
)
from anagen.consultation.horizon import MONTHS, check_days, is_shed, stop_weeks, weeks_looked_at
from anagen.consultation.measurements import Measurement
from anagen.consultation.outlook import Forecast
from anagen.consultation.plans import joined, started_on, stopped_plans
from anagen.consultation.telling import Telling
from anagen.consultation.weighing import weights_of
from anagen.errors import InputError
from anagen.evidence import Catalogue
from anagen.patient.person import Person
from anagen.provenance import check_run
from anagen.treatment.regimen import Regimen
from anagen.units import DAYS_PER_WEEK

__all__ = ["FOLLICLES", "MONTHS", "PEOPLE", "Ahead", "forecast", "look_ahead", "reweigh", "started_on"]

Floats = NDArray[np.float64]
Progress = Callable[[float], None]

PEOPLE, FOLLICLES = 160, 256
"""Virtual people of a forecast, and follicles of each: about what two cores do in a few seconds."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ahead:
    """Forecasts, and the virtual people behind them."""

    forecasts: dict[str, Forecast]
    crowd: Crowd
    lives: Lives
    weight: Floats
    """Of each of the people, under measurements."""
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
    crowd: Crowd | None = None,
) -> Ahead:
    """Forecasts with the virtual people behind them.

    Parameters
    ----------
    person, regimens, measurements, taken, from_day, years, seed, people, follicles, evidence, rater, progress
        As in `forecast`.
    crowd
        The virtual people, if they were gathered already.
    """
    check_run(seed=seed, people=people, follicles=follicles)
    check_days(from_day, years, measurements)
    plans = [Regimen.of(one) if isinstance(one, str) else one for one in regimens]
    was_taken = Regimen.of(taken) if isinstance(taken, str) else taken
    lived = list(dict.fromkeys([Regimen(), was_taken, *plans]))
    if crowd is None:
        grades = [one for one in measurements if one.is_grade]
        crowd = gather(person, people, seed=seed, evidence=evidence, rater=rater, grades=grades)
    elif crowd.person != person or crowd.seed != seed or len(crowd) != people:
        raise InputError("These virtual people were gathered for other answers. Gather them for these.")
    stopped = stopped_plans(plans, from_day, years)
    lives, after = _lived(
        crowd,
        lived,
        stopped,
        DAYS_PER_WEEK * weeks_looked_at(from_day, years, measurements),
        measurements,
        follicles=follicles,
        progress=progress,
    )
    weighed, weight, power = weights_of(crowd, lives, measurements, str(was_taken))
    spreads = spreads_of(crowd.evidence)
    density = own_factors(crowd, "density", weighed.factor.get("density"), spreads["density"])
    telling = Telling(
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
        from_day=from_day,
    )


def _lived(
    crowd: Crowd,
    lived: Sequence[Regimen],
    stopped: Mapping[Regimen, Regimen],
    days: Floats,
    measurements: Sequence[Measurement],
    *,
    follicles: int,
    progress: Progress | None,
) -> tuple[Lives, Lives | None]:
    """What everybody lives through under each regimen, and what follows where one is stopped."""
    work = 1.0 + 0.4 * len(stopped) / len(lived)

    def tell(done: float, part: float) -> None:
        if progress is not None:
            progress(done * part / work)

    names = ["density", "diameter", "shed"]
    names += ["terminal"] if any(one.kind.startswith("terminal") for one in measurements) else []
    lives = live(
        crowd,
        lived,
        days,
        follicles=follicles,
        names=names,
        shed_at_start=any(is_shed(one) and one.week_day == 0.0 for one in measurements),
        progress=lambda done: tell(done, 1.0),
    )
    if not stopped:
        return lives, None
    after = live(
        crowd,
        list(stopped.values()),
        DAYS_PER_WEEK * stop_weeks(),
        follicles=follicles,
        names=("density",),
        progress=lambda done: tell(done, work - 1.0),
    )
    return lives, after
