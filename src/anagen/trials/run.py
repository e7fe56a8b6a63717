"""Run a trial: enrol virtual people, give each arm its regimen, read the instruments, set it beside what was published.

All arms hold the same people with the same chance, so that a contrast is not blurred by who happened to be in which
arm; its interval is that of a trial with different people in each arm.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError
from anagen.evidence import Catalogue, known
from anagen.evidence.ensemble import ensemble as fitted
from anagen.instruments import Instrument, instrument, number
from anagen.kernel.population import Population
from anagen.patient.cohort import Candidates, Chance, draw, enrol
from anagen.provenance import check_run, provenance
from anagen.simulation.conditioning import window_chance
from anagen.simulation.numbers import follicle_numbers
from anagen.simulation.observe import observe, observe_baseline, shed_up_to_baseline
from anagen.treatment.regimen import Regimen
from anagen.trials.files import find_trial
from anagen.trials.protocol import HALF_WIDTH_90, VALUE_KINDS, Arm, Outcome, Trial
from anagen.trials.result import ArmResult, Comparison, Predicted, TrialResult

__all__ = ["readings", "run_trial"]

Floats = NDArray[np.float64]
Progress = Callable[[float], None]
Readings = Mapping[tuple[str, str], Floats]
"""[people, visits] by arm and measure."""
Key = tuple[str, str | None, str, float, str]
"""Arm, other arm, measure, week, kind of value."""
DAYS_PER_WEEK, DAYS_PER_YEAR = 7.0, 365.25
PEOPLE, FOLLICLES = 1000, 400
SETS = 8
"""Further sets of numbers of the fit that a trial is run with."""
SPREAD_PEOPLE_SHARE = 0.1
"""Share of the people that each further set of numbers is run with, to see how far its means lie from the first's."""


def run_trial(
    trial: Trial | str | Path,
    *,
    people: int | None = None,
    seed: int = 1,
    follicles: int = FOLLICLES,
    evidence: Catalogue | None = None,
    ensemble: Sequence[Catalogue] | None = None,
    progress: Progress | None = None,
) -> TrialResult:
    """Run a trial.

    Parameters
    ----------
    trial
        A trial, the identifier of a packaged one, or a file.
    people
        Virtual people in each arm. Intervals are those of a trial of the published size; where the file does not give
        it, of this many.
    seed
        Seed of all random numbers; one seed gives one result on any machine and number of cores.
    follicles
        Follicles of each.
    evidence
        Other numbers than those that are known.
    ensemble
        Further sets of numbers that are nearly as likely; how far their means lie apart widens the intervals. Those of
        the fit if not given; none for intervals of chance alone.
    progress
        Called with the share of the work that was done since the last call.

    Returns
    -------
    TrialResult
        Every arm and contrast at every visit, predicted and, where there is one, published.
    """
    plan = trial if isinstance(trial, Trial) else find_trial(trial)
    evidence = evidence or known()
    enrolled = PEOPLE if people is None else people
    check_run(seed=seed, people=enrolled, follicles=follicles)
    check(plan)
    further = fitted(evidence, most=1 + SETS)[1:] if ensemble is None else ensemble
    fewer = max(2, math.ceil(SPREAD_PEOPLE_SHARE * enrolled))
    work = enrolled + fewer * len(further)

    def tell(done: float) -> None:
        if progress is not None:
            progress(done / work)

    def run(numbers: Catalogue, size: int) -> dict[Key, Value]:
        seen = readings(plan, people=size, seed=seed, follicles=follicles, evidence=numbers, tell=tell)
        return values_of(plan, seen, numbers)

    main = run(evidence, enrolled)
    others = [run(one, fewer) for one in further]
    spread = {key: float(np.std([one[key].mean for one in others])) if others else 0.0 for key in main}
    units = {one.measure: instrument(one.kind, one.settings, evidence).unit for one in plan.instruments}
    published = {(one.arm, one.versus, one.measure, one.week, one.value_kind): one for one in plan.outcomes}
    rows = [
        comparison(plan, key, value, published.get(key), spread[key], units, enrolled)
        for key, value in main.items()
    ]
    return TrialResult(
        trial=plan,
        arms=tuple(
            ArmResult(
                arm=arm.name,
                regimen=str(regimen_of(arm, evidence)),
                people=enrolled,
                outcomes=tuple(one for one in rows if one.arm == arm.name and one.versus is None),
            )
            for arm in plan.arms
        ),
        contrasts=tuple(one for one in rows if one.versus is not None),
        notes=notes(plan, evidence),
        provenance=provenance(
            seed=seed,
            evidence=evidence.fingerprint,
            overrides=evidence.overrides_as_dicts(),
            settings={"people": enrolled, "follicles": follicles, "parameter_sets": 1 + len(further)},
        ),
    )


def check(trial: Trial) -> None:
    """Refuse what cannot be run."""
    if trial.population.sex != "male":
        raise InputError(
            f"Only men can be simulated so far; {trial.id} is of sex = '{trial.population.sex}'."
        )


def notes(trial: Trial, evidence: Catalogue) -> tuple[str, ...]:
    """What to know before reading the figures."""
    said = [trial.notes] if trial.notes else []
    if trial.population.region != "vertex":
        said.append(
            f"The {trial.population.region} region cannot be simulated so far; the vertex is shown instead."
        )
    for drift in trial.drifts:
        adds, times = number(drift.adds, "1", evidence), number(drift.times, "1", evidence)
        moves = [f"{adds:+g}"] if adds else []
        moves += [f"times {times:g}"] if times != 1.0 else []
        said.append(f"{drift.measure} reads {' and '.join(moves) or '+0'} after baseline: {drift.because}.")
    return tuple(said)


def regimen_of(arm: Arm, evidence: Catalogue) -> Regimen:
    """What an arm is given, and how much of it is taken."""
    regimen = Regimen.of(arm.regimen)
    share = number(arm.adherence_fraction, "1", evidence)
    if share >= 1.0:
        return regimen
    return Regimen(
        courses=tuple(
            replace(one, adherence_fraction=share * one.adherence_fraction) for one in regimen.courses
        ),
        procedures=tuple(
            replace(one, adherence_fraction=share * one.adherence_fraction) for one in regimen.procedures
        ),
    )


def readings(
    trial: Trial, *, people: int, seed: int, follicles: int, evidence: Catalogue, tell: Progress | None = None
) -> Readings:
    """What the instruments read of every person at every visit, by arm and measure, drifts included.

    Parameters
    ----------
    trial
        The trial.
    people
        Virtual people in each arm.
    seed
        Seed of all random numbers.
    follicles
        Follicles of each.
    evidence
        All numbers.
    tell
        Called with the number of people that are done.
    """
    numbers = follicle_numbers(evidence)
    read = [instrument(one.kind, one.settings, evidence) for one in trial.instruments]
    days = np.round(DAYS_PER_WEEK * np.array(trial.visits_weeks))
    population = trial.population
    groups = enrol(
        people,
        numbers=numbers,
        follicles=follicles,
        seed=seed,
        evidence=evidence,
        candidates=partial(
            draw,
            seed=seed,
            evidence=evidence,
            age_years=population.age_years,
            age_mean_years=population.age_mean_years,
            severity_shift_sd=number(population.severity_shift_sd, "1", evidence),
        ),
        chance=enrolment_chance(trial, evidence),
    )
    regimens = {arm.name: regimen_of(arm, evidence) for arm in trial.arms}
    parts: dict[tuple[str, str], list[Floats]] = {}
    for group in groups:
        before = None
        if any(one.source == "shed" for one in read):
            before = shed_up_to_baseline(group, seed=seed, evidence=evidence)
        for arm, regimen in regimens.items():
            seen = observe(group, regimen, read, days, evidence=evidence, seed=seed, shed_before=before)
            for one, values in zip(trial.instruments, seen, strict=True):
                parts.setdefault((arm, one.measure), []).append(values)
        if tell is not None:
            tell(float(group.taken.size))
    return {key: drifted(trial, key, np.concatenate(values), evidence) for key, values in parts.items()}


def enrolment_chance(trial: Trial, evidence: Catalogue) -> Chance | None:
    """The chance of a candidate to be taken by a trial's own criteria; none where there are none."""
    window = trial.population.enrolment
    if window is None:
        return None
    screen: Instrument = instrument(window.kind, window.settings, evidence)

    def chance(population: Population, _candidates: Candidates) -> Floats:
        reading = observe_baseline(population, [screen], evidence)[0]
        return window_chance(reading, window.low, window.high, window.softness)

    return chance


def drifted(trial: Trial, key: tuple[str, str], values: Floats, evidence: Catalogue) -> Floats:
    """Readings of an arm and measure with what moves the instrument after the first visit."""
    arm, measure = key
    for drift in trial.drifts:
        if drift.measure == measure and (not drift.arms or arm in drift.arms):
            later = number(drift.times, "1", evidence) * values[:, 1:] + number(drift.adds, "1", evidence)
            values = np.concatenate([values[:, :1], later], axis=1)
    return values


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """Mean and spread of one outcome over the people of one arm, or of two."""

    mean: float
    sd: float
    sd_versus: float | None = None
    """Standard deviation in the other arm."""


def values_of(trial: Trial, seen: Readings, evidence: Catalogue) -> dict[Key, Value]:
    """Every outcome of every arm, and every contrast, in the order in which they are reported."""
    values: dict[Key, Value] = {}
    noise = {one.measure: number(one.noise_share, "1", evidence) for one in trial.instruments}
    for arm in trial.arms:
        for one in trial.instruments:
            for visit, week in enumerate(trial.visits_weeks):
                for kind in VALUE_KINDS if visit else VALUE_KINDS[:1]:
                    values[arm.name, None, one.measure, week, kind] = value(
                        seen[arm.name, one.measure], visit, kind, noise[one.measure]
                    )
    for arm_name, versus in contrasts(trial):
        for one in trial.instruments:
            for week in trial.visits_weeks[1:]:
                for kind in VALUE_KINDS[1:]:
                    a, b = (values[name, None, one.measure, week, kind] for name in (arm_name, versus))
                    values[arm_name, versus, one.measure, week, kind] = Value(
                        mean=a.mean - b.mean, sd=a.sd, sd_versus=b.sd
                    )
    return values


def contrasts(trial: Trial) -> list[tuple[str, str]]:
    """Pairs of arms that are compared: each with the control, and those of which a difference was published."""
    control = trial.control
    pairs = [] if control is None else [(arm.name, control.name) for arm in trial.arms if arm is not control]
    pairs += [(one.arm, one.versus) for one in trial.outcomes if one.versus is not None]
    return list(dict.fromkeys(pairs))


def value(seen: Floats, visit: int, kind: str, noise_share: float = 0.0) -> Value:
    """Mean and spread over people of one kind of value at one visit.

    A percentage is that of the means, as a trial's own table gives it: the mean of everyone's percentages would hang on
    those who have hardly a hair to begin with. Noise of the instrument widens the spread and moves no mean.
    """
    first, now = seen[:, 0], seen[:, visit]
    before, after = float(first.mean()), float(now.mean())
    noise = noise_share * math.hypot(before, after)
    if kind == "level":
        return Value(mean=after, sd=math.hypot(float(now.std(ddof=1)), noise_share * after))
    if kind == "change_from_baseline":
        return Value(mean=float((now - first).mean()), sd=math.hypot(float((now - first).std(ddof=1)), noise))
    if before == 0.0:
        return Value(mean=math.nan, sd=math.nan)
    ratio = after / before
    own = float((now - ratio * first).std(ddof=1))
    return Value(
        mean=100.0 * (ratio - 1.0),
        sd=100.0 / before * math.hypot(own, noise_share * math.hypot(after, ratio * before)),
    )


def comparison(
    trial: Trial,
    key: Key,
    found: Value,
    published: Outcome | None,
    spread: float,
    units: Mapping[str, str],
    enrolled: int,
) -> Comparison:
    """One outcome, predicted beside published."""
    arm, versus, measure, week, kind = key
    size = people_at(trial, trial.arm(arm), week, enrolled)
    variance = spread**2 + found.sd**2 / size
    if versus is not None and found.sd_versus is not None:
        variance += found.sd_versus**2 / people_at(trial, trial.arm(versus), week, enrolled)
    half = HALF_WIDTH_90 * math.sqrt(variance)
    return Comparison(
        arm=arm,
        versus=versus,
        measure=measure,
        site=trial.population.site,
        week=week,
        value_kind=kind,
        unit="%" if kind.startswith("pct") else units[measure],
        predicted=Predicted(
            mean=found.mean,
            low90=found.mean - half,
            high90=found.mean + half,
            sd_between_people=found.sd if versus is None else None,
        ),
        published=published,
        published_interval=None if published is None else published.interval_90(trial.arm(arm).people),
    )


def people_at(trial: Trial, arm: Arm, week: float, enrolled: int) -> float:
    """How many people a mean rests on in the trial itself: what it published for that visit, or for the arm."""
    said = [
        one for one in trial.outcomes if one.arm == arm.name and one.week == week and one.people is not None
    ]
    if said:
        return float(min(one.people or enrolled for one in said))
    stay = math.exp(-arm.dropout_per_year * week * DAYS_PER_WEEK / DAYS_PER_YEAR)
    return max(2.0, (arm.people or enrolled) * stay)
