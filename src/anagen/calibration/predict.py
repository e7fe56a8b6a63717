"""What a set of numbers predicts for the outcomes of a trial: fast and smooth, so that a search can follow it.

As `trials.run`, with one difference: candidates are not taken or refused but weighted by their chance to be taken, so
that a small change of a number changes the prediction by little. A trial's drives do not depend on the numbers that a
fit moves; they are computed once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.evidence import Catalogue
from anagen.instruments import Instrument, instrument, number
from anagen.kernel.population import Population, follow
from anagen.patient.cohort import Candidates, grown
from anagen.simulation.bodies import physiology_of
from anagen.simulation.numbers import follicle_numbers
from anagen.simulation.observe import channel, hair_sums, read
from anagen.treatment.drives import Drives, drives
from anagen.trials.batches import regimen_of
from anagen.trials.enrolment import grade_chance, trial_candidates, window_of
from anagen.trials.protocol import Outcome, Trial
from anagen.units import DAYS_PER_WEEK

Floats = NDArray[np.float64]
LEAST_WEIGHT = 1e-12
"""Keeps the weights of a hopeless set of numbers from all being zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A trial made ready for a search: what stays the same whatever the numbers."""

    trial: Trial
    outcomes: tuple[Outcome, ...]
    weeks: tuple[float, ...]
    people: int
    follicles: int
    seed: int
    drives: Mapping[str, Drives]
    """In weekly cells, by arm."""


def make_plan(
    trial: Trial,
    outcomes: tuple[Outcome, ...],
    *,
    people: int,
    follicles: int,
    seed: int,
    evidence: Catalogue,
    more_weeks: tuple[float, ...] = (),
) -> Plan:
    """Make a trial ready for a search over some of its outcomes, with some more visits if asked."""
    arms = {one.arm for one in outcomes} | {one.versus for one in outcomes if one.versus}
    weeks = tuple(sorted({0.0, *more_weeks} | {one.week for one in outcomes}))
    cells = max(1, round(weeks[-1]))
    physiology = physiology_of(candidates_of(trial, people, seed, evidence), seed, evidence)
    by_arm = {
        name: drives(
            regimen_of(trial.arm(name), evidence),
            physiology,
            cells=cells,
            cell_days=DAYS_PER_WEEK,
            seed=seed,
            evidence=evidence,
        )
        for name in sorted(arms)
    }
    return Plan(
        trial=trial,
        outcomes=outcomes,
        weeks=weeks,
        people=people,
        follicles=follicles,
        seed=seed,
        drives=by_arm,
    )


def candidates_of(trial: Trial, people: int, seed: int, evidence: Catalogue) -> Candidates:
    """The people who might enter a trial; of a trial of both sexes, the men."""
    sex = trial.population.sexes[0][0]
    return trial_candidates(trial.population, sex, 0, people, seed=seed, evidence=evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """Predicted values of a trial's outcomes, with how well the candidates covered its people."""

    values: Mapping[Outcome, float]
    effective_people: float
    """Effective number of candidates under their weights."""
    courses: Mapping[str, Mapping[str, Floats]]
    """Mean reading of each measure at each visit, by arm."""
    shed: Mapping[str, Floats]
    """Mean number of hairs shed since the visit before, by arm. [visits]"""


def predict(plan: Plan, evidence: Catalogue) -> Prediction:
    """Predict a plan's outcomes with the numbers of a catalogue."""
    trial, who = plan.trial, candidates_of(plan.trial, plan.people, plan.seed, evidence)
    people = trial.population
    population = grown(
        who,
        numbers=follicle_numbers(evidence, who.sex),
        follicles=plan.follicles,
        seed=plan.seed,
        evidence=evidence,
        region=people.region,
    )
    if people.enrolment is None:
        weight = grade_chance(people, who, evidence) + LEAST_WEIGHT
    else:
        weight = window_of(people, population, evidence) + LEAST_WEIGHT
    weight = weight / weight.sum()
    tools = {one.measure: instrument(one.kind, one.settings, evidence) for one in trial.instruments}
    courses: dict[str, dict[str, Floats]] = {}
    shed: dict[str, Floats] = {}
    for arm, given in plan.drives.items():
        courses[arm], shed[arm] = mean_courses(plan, population, given, tools, weight, evidence)
    values = {one: outcome_value(one, trial, courses, plan.weeks, evidence) for one in plan.outcomes}
    effective = 1.0 / float((weight**2).sum())
    return Prediction(values=values, effective_people=effective, courses=courses, shed=shed)


def mean_courses(
    plan: Plan,
    population: Population,
    given: Drives,
    tools: Mapping[str, Instrument],
    weight: Floats,
    evidence: Catalogue,
) -> tuple[dict[str, Floats], Floats]:
    """Weighted mean reading of each instrument at each visit, and the mean number of hairs shed."""
    sums = hair_sums(list(tools.values()))
    readings = follow(
        population,
        androgen=given.androgen,
        minoxidil=given.minoxidil,
        wound=given.wound,
        cell_days=DAYS_PER_WEEK,
        visit_days=np.array(plan.weeks) * DAYS_PER_WEEK,
        channels=[channel(one) for one in sums],
        shed_threshold_um=evidence.value("total_hair_diameter", "um"),
    )
    means = {
        measure: weighted_mean(read(tool, sums, readings, evidence), weight)
        for measure, tool in tools.items()
    }
    return means, weight @ readings.shed


def weighted_mean(values: Floats, weight: Floats) -> Floats:
    """Mean over the people who can be read: a mean diameter of no hairs is none. [visits]"""
    counts = np.where(np.isfinite(values), weight[:, None], 0.0)
    return np.asarray((counts * np.nan_to_num(values)).sum(axis=0) / counts.sum(axis=0))


def outcome_value(
    outcome: Outcome,
    trial: Trial,
    courses: Mapping[str, Mapping[str, Floats]],
    weeks: tuple[float, ...],
    evidence: Catalogue,
) -> float:
    """The predicted value of one outcome, drift of the trial's readings included."""
    visit = weeks.index(outcome.week)

    def change(arm: str) -> float:
        course = courses[arm][outcome.measure]
        later, first = float(course[visit]), float(course[0])
        for drift in trial.drifts if visit > 0 else ():
            if drift.measure == outcome.measure and (not drift.arms or arm in drift.arms):
                later = later * number(drift.times, "1", evidence) + number(drift.adds, "1", evidence)
        if outcome.value_kind == "level":
            return later
        if outcome.value_kind == "change_from_baseline":
            return later - first
        return 100.0 * (later / first - 1.0)

    return change(outcome.arm) - (change(outcome.versus) if outcome.versus else 0.0)
