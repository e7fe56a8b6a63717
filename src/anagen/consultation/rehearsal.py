"""Rehearsed consultations: virtual people whose future is known answer as people do, and are forecast.

Somebody is drawn from the very model, looked at on their head, tells a grade as people tell it and an onset as they
remember it, and is measured with an instrument's error. What the forecast says of them can then be held against what
becomes of them. It shows whether the bands are honest about what is not known of a person; not whether the model is
right, which trials show.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.consultation.crowd import (
    SETS,
    Crowd,
    Lives,
    Share,
    gather,
    live,
    own_factors,
    region_of,
    spreads_of,
)
from anagen.consultation.forecast import FOLLICLES
from anagen.consultation.horizon import week_of
from anagen.consultation.measurements import CHANGE_ERRORS, MEAN_SIZE_OF_NORMAL, Measurement
from anagen.consultation.summary import band_of
from anagen.consultation.weighing import weights_of
from anagen.evidence import Catalogue, known
from anagen.evidence.ensemble import ensemble
from anagen.patient.cohort import Candidates, draw
from anagen.patient.person import Person
from anagen.scalp.grading import confusion, ludwig, norwood
from anagen.simulation.conditioning import effective_number, worst_loss
from anagen.simulation.cover import cover_of
from anagen.treatment.regimen import Regimen
from anagen.units import DAYS_PER_WEEK

__all__ = ["Held", "Rehearsed", "hold_against", "rehearse"]

Floats = NDArray[np.float64]

AGES = {"male": (22.0, 60.0), "female": (30.0, 70.0)}
"""Ages of the people who come. [year]"""
LOOK_BACK_YEARS = np.array([0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 11.0, 15.0])
"""When an onset is looked for, before today. [year]"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rehearsed:
    """One person who answered, and what became of them."""

    person: Person
    """As they answered."""
    true_grade: str
    """What is measured on their head."""
    density: Floats
    """Visible hairs on the days that were asked for, under the regimen. [1/cm2]"""
    diameter: Floats
    """[um]"""
    measured: tuple[Measurement, ...]
    """What an instrument read of them."""


def rehearse(
    number: int,
    *,
    seed: int,
    sex: str = "male",
    regimen: Regimen | str = "untreated",
    months: Sequence[float],
    measured_months: Sequence[float] = (),
    by: str = "doctor",
    follicles: int = FOLLICLES,
    evidence: Sequence[Catalogue] | None = None,
) -> Rehearsed:
    """One rehearsed person.

    Parameters
    ----------
    number
        Which; each is another person with another set of numbers.
    seed
        Seed of all random numbers.
    sex
        ``"male"`` or ``"female"``.
    regimen
        What they take.
    months
        When they are looked at. [month]
    measured_months
        When their hair is counted and measured too, with an instrument's error. [month]
    by
        Who measures.
    follicles
        Follicles that are looked at.
    evidence
        Sets of numbers, one of which is the truth; those of the fit if not given.
    """
    sets = list(evidence or ensemble(known(), most=SETS))
    chance = np.random.default_rng((seed, number, 5))
    numbers = sets[int(chance.integers(len(sets)))]
    somebody = one_of(chance, sex, numbers)
    plan = Regimen.of(regimen) if isinstance(regimen, str) else regimen
    person, grade = answers_of(somebody, chance, numbers)
    weeks = sorted({0, *map(week_of, months), *map(week_of, measured_months)})
    lives = lives_of(
        somebody, person, plan, DAYS_PER_WEEK * np.array(weeks, float), follicles, numbers, seed + number
    )
    spreads = spreads_of(numbers)
    dense, thick = (math.exp(spreads[name] * chance.standard_normal()) for name in ("density", "caliber"))
    density = dense * lives.of("density", str(plan))[0]
    diameter = thick * lives.of("diameter", str(plan))[0]
    at = {week: k for k, week in enumerate(weeks)}
    seen = [at[week_of(month)] for month in months]
    measured = [
        one
        for month in measured_months
        for one in measured_on(week_of(month), density, diameter, at, by, chance, numbers)
    ]
    return Rehearsed(
        person=person,
        true_grade=grade,
        density=density[seen],
        diameter=diameter[seen],
        measured=tuple(measured),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One band of a forecast against what became of the person."""

    stage: str
    """Which measurements were known."""
    month: int
    inside: bool
    width: float
    """Of the band. [1/cm2]"""
    error: float
    """Of its median. [1/cm2]"""
    effective_people: float
    tempering: float


def hold_against(
    one: Rehearsed,
    *,
    regimen: Regimen | str,
    months: Sequence[int],
    stages: Mapping[str, Sequence[Measurement]],
    people: int,
    seed: int = 1,
    follicles: int = FOLLICLES,
    evidence: Sequence[Catalogue] | None = None,
) -> list[Held]:
    """The forecast's 90 % bands of visible hairs, with and without measurements, against what became of a person.

    Parameters
    ----------
    one
        The person, who took the regimen.
    regimen
        What was taken.
    months
        Those of the rehearsal. [month]
    stages
        Measurements that are known, by what the stage is called.
    people, seed, follicles, evidence
        As in `forecast`; the forecaster's chance has nothing to do with the person's.
    """
    plan = Regimen.of(regimen) if isinstance(regimen, str) else regimen
    crowd = gather(one.person, people, seed=seed, evidence=evidence)
    days = {DAYS_PER_WEEK * week_of(month) for month in months}
    days |= {measured.week_day for known_then in stages.values() for measured in known_then}
    lives = live(
        crowd,
        list(dict.fromkeys([plan, Regimen()])),
        np.array(sorted({0.0, *days})),
        follicles=follicles,
        names=("density", "diameter"),
    )
    found = []
    for stage, known_then in stages.items():
        weighed, weight, power = weights_of(crowd, lives, known_then, str(plan))
        spread = spreads_of(crowd.evidence)["density"]
        factor = own_factors(crowd, "density", weighed.factor.get("density"), spread)
        for month, truth in zip(months, one.density, strict=True):
            k = int(np.argmin(np.abs(lives.days - DAYS_PER_WEEK * week_of(month))))
            band = band_of(factor * lives.of("density", str(plan))[:, k], weight)
            found.append(
                Held(
                    stage=stage,
                    month=month,
                    inside=bool(band.low90 <= truth <= band.high90),
                    width=band.high90 - band.low90,
                    error=band.median - float(truth),
                    effective_people=min(crowd.effective_people, effective_number(weight)),
                    tempering=min(power, crowd.tempering),
                )
            )
    return found


def one_of(chance: np.random.Generator, sex: str, evidence: Catalogue) -> Candidates:
    """Somebody of the people at large who has lost enough to come, or fears to."""
    while True:
        age = float(round(chance.uniform(*AGES[sex])))
        drawn = draw(
            0,
            64,
            seed=int(chance.integers(2**31)),
            evidence=evidence,
            age_years=(age, age),
            sex=sex,
        )
        cover = cover_of(drawn, evidence)
        noticed = evidence["noticed_hair_loss_share"].interval
        fits = np.flatnonzero(worst_loss(cover) > (noticed or (0.0, 1.0))[0])
        if fits.size:
            return drawn.take(fits[chance.integers(fits.size)][None])


def answers_of(somebody: Candidates, chance: np.random.Generator, evidence: Catalogue) -> tuple[Person, str]:
    """What somebody says of themself, and the grade that is measured on their head."""
    scale = "norwood" if somebody.sex == "male" else "ludwig"
    grader = norwood if scale == "norwood" else ludwig
    true = str(grader(cover_of(somebody, evidence), evidence=evidence)[0])
    names, table = confusion(scale, "self", evidence=evidence)
    told = names[chance.choice(len(names), p=table[names.index(true)])]
    onset = onset_told(somebody, chance, evidence)
    person = Person(
        age_years=float(somebody.age_years[0]),
        sex=somebody.sex,
        norwood=told if scale == "norwood" else None,
        ludwig=told if scale == "ludwig" else None,
        onset_months=onset,
    )
    return person, true


def onset_told(somebody: Candidates, chance: np.random.Generator, evidence: Catalogue) -> float | None:
    """Months since somebody first noticed, as they remember it; none if they have not, or too long ago to say."""
    window = evidence["noticed_hair_loss_share"].interval or (0.0, 1.0)
    notices = chance.uniform(*window)
    losses = [worst_loss(cover_of(somebody, evidence))[0]]
    losses += [
        worst_loss(cover_of(somebody, evidence, earlier_years=float(years)))[0] for years in LOOK_BACK_YEARS
    ]
    if losses[0] < notices:
        return None
    back = np.concatenate([[0.0], LOOK_BACK_YEARS])
    first = next((k for k, loss in enumerate(losses) if loss < notices), None)
    if first is None:
        return None
    share = (losses[first - 1] - notices) / max(losses[first - 1] - losses[first], 1e-9)
    years = back[first - 1] + share * (back[first] - back[first - 1])
    told = 12.0 * years * math.exp(evidence.value("onset_recall_error", "1") * chance.standard_normal())
    return float(min(max(1.0, round(told)), 12.0 * somebody.age_years[0]))


def lives_of(
    somebody: Candidates,
    person: Person,
    plan: Regimen,
    days: Floats,
    follicles: int,
    evidence: Catalogue,
    seed: int,
) -> Lives:
    """What is read of one person under a regimen."""
    share = Share(evidence=evidence, seed=1_000_003 + seed, candidates=somebody.renumbered())
    alone = Crowd(
        person=person,
        region=region_of(person),
        seed=seed,
        shares=(share,),
        effective_people=1.0,
        tempering=1.0,
    )
    return live(alone, [plan], days, follicles=follicles, names=("density", "diameter"))


def measured_on(
    week: int,
    density: Floats,
    diameter: Floats,
    at: dict[int, int],
    by: str,
    chance: np.random.Generator,
    evidence: Catalogue,
) -> list[Measurement]:
    """A count and a thickness of somebody in a week, each with its instrument's error."""
    count_sd = evidence.value(CHANGE_ERRORS[by], "1") / MEAN_SIZE_OF_NORMAL / math.sqrt(2.0)
    thick_sd = evidence.value("shaft_diameter_error", "1")
    day = DAYS_PER_WEEK * week
    count = float(density[at[week]]) * math.exp(count_sd * chance.standard_normal())
    found = [Measurement(kind="visible_hair_density", value=min(count, 600.0), day=day, by=by)]
    if np.isfinite(diameter[at[week]]):
        thick = float(diameter[at[week]]) * math.exp(thick_sd * chance.standard_normal())
        found.append(
            Measurement(kind="mean_shaft_diameter", value=min(max(thick, 10.0), 150.0), day=day, by=by)
        )
    return found
