"""The fit of women: their onset, their sensitivity, and how follicles of one woman differ and rest.

Surveys say how common their grades are, trials how much hair those who take part have left and what minoxidil gives
back: all of it at once, because who is enrolled hangs on what a grade looks like. How much is left is read off women
who took part in a trial that is not among the packaged ones (Yeon2011). All numbers of men stay as they are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.calibration.fit import is_of_procedures, significant
from anagen.calibration.gauss_newton import search
from anagen.calibration.knowledge import read_knowledge
from anagen.calibration.objective import name_of, outcome_error, reads_hair
from anagen.calibration.patterns import PERCENT_SD, WIDEST_BAND_YEARS, between, share
from anagen.calibration.predict import Plan, make_plan, predict
from anagen.calibration.simulations import Simulations
from anagen.calibration.space import FreeParameter, Space
from anagen.evidence import Catalogue
from anagen.evidence.epidemiology import Survey, surveys
from anagen.instruments import instrument
from anagen.kernel.population import grow_up
from anagen.simulation.numbers import follicle_numbers
from anagen.simulation.observe import observe_baseline
from anagen.simulation.prevalence import OLDEST_YEARS, Graded, graded_people
from anagen.trials.files import find_trial, packaged_trials

__all__ = ["WomenFit", "WomenObjective", "fit_women", "women_objective"]

Floats = NDArray[np.float64]
FITTED_TO_WOMEN = "women"
"""How what the evidence says in `fitted_to` begins, of each number that this fit may move."""
PEOPLE, FOLLICLES, GRADED = 500, 60, 3000
"""Women of each virtual trial, their follicles, and women who are graded."""
SEEN_AT_BASELINE = "lucky_2004"
"""The trial whose women stand for those who take part in trials of minoxidil."""
TO_COME_DAYS = 7.0
HEALTHY_FOLLICLES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WomenObjective:
    """Misses of prevalence, of trials and of what else is known, for a vector of the unit cube."""

    space: Space
    evidence: Catalogue
    plans: tuple[Plan, ...]
    bands: tuple[Survey, ...]
    graded: int
    """Women who are graded."""
    seed: int

    def misses(self, places: Floats) -> dict[str, float]:
        """Every miss in standard deviations."""
        evidence = self.evidence.replace(because="a try of the fit of women", **self.space.values_at(places))
        seen = graded_people(
            sex="female",
            ancestry="east_asian",
            age_years=(18.0, OLDEST_YEARS),
            people=self.graded,
            seed=self.seed,
            evidence=evidence,
        )
        misses = {}
        for one in self.bands:
            within = between(seen, one.age_low_years, one.age_high_years + 1.0)
            found = 100.0 * seen.steps(one.scale, one.threshold)[within].mean()
            misses[f"{one.name} {one.age_low_years:g}"] = (found - one.percent) / PERCENT_SD
        found_of = degrees_of(seen)
        for plan in self.plans:
            prediction = predict(plan, evidence)
            for outcome, value in prediction.values.items():
                misses[name_of(plan.trial, outcome)] = (value - outcome.value) / error_of(
                    plan, value, evidence
                )
            if plan.trial.id == SEEN_AT_BASELINE:
                (measure,) = {one.measure for one in plan.outcomes}
                baseline = float(next(iter(prediction.courses.values()))[measure][0])
                found_of["hair_count_of_trial_women"] = baseline / healthy_count(plan, evidence)
        found_of["kenogen_of_thick_hair"] = evidence.value("female_kenogen_duration_full_size", "day")
        found_of["spread_between_women"] = evidence.value("female_sensitivity_spread_ratio", "1")
        for name, known in read_knowledge("women").items():
            misses[name] = known.miss(found_of[name])
        return misses


def degrees_of(women: Graded) -> dict[str, float]:
    """Shares of Ludwig's degrees among the affected."""
    affected, ludwig = women.steps("ludwig", "I"), women.grades.ludwig.astype(str)
    elder = affected & between(women, 60.0, 120.0)
    return {
        "ludwig_iii_of_affected": share(ludwig == "III", affected),
        "ludwig_ii_of_affected_elderly": share(ludwig == "II", elder),
    }


def error_of(plan: Plan, predicted: float, evidence: Catalogue) -> float:
    """Standard deviation by which an outcome is weighed: its own error, and how much an effect differs by trial."""
    (outcome, *_) = plan.outcomes
    own = outcome_error(outcome, plan.trial.arm(outcome.arm).people)
    return math.hypot(own, evidence.value("between_trials_effect_drugs", "1") * predicted)


def healthy_count(plan: Plan, evidence: Catalogue) -> float:
    """What the instrument of a trial counts on a woman's healthy scalp. [hairs/cm2]"""
    (tool,) = plan.trial.instruments
    scalp = grow_up(
        follicle_numbers(evidence, "female"),
        sensitivity=1.0,
        onset_day=TO_COME_DAYS,
        follicles=HEALTHY_FOLLICLES,
        seed=plan.seed,
    )
    read = observe_baseline(scalp, [instrument(tool.kind, tool.settings, evidence)], evidence)
    return float(read[0][0])


def women_objective(
    evidence: Catalogue,
    *,
    seed: int,
    people: int = PEOPLE,
    follicles: int = FOLLICLES,
    graded: int = GRADED,
) -> WomenObjective:
    """The objective over surveys of women and the calibration outcomes of their trials of drugs.

    Parameters
    ----------
    evidence
        Numbers from which the search starts.
    seed
        Of the virtual women.
    people, follicles
        Size of each virtual trial.
    graded
        Women who are graded as in a survey.
    """
    free = []
    for name in evidence.names():
        one = evidence[name]
        if one.grade == "calibrated" and (one.fitted_to or "").startswith(FITTED_TO_WOMEN) and one.interval:
            free.append(FreeParameter(name=name, low=one.interval[0], high=one.interval[1]))
    trials = [one for one in map(find_trial, packaged_trials()) if one.population.sex == "female"]
    plans = tuple(
        # each outcome is a plan of its own, so that each has its own error
        make_plan(trial, (outcome,), people=people, follicles=follicles, seed=seed, evidence=evidence)
        for trial in trials
        for outcome in trial.outcomes
        if outcome.role == "calibration" and reads_hair(outcome) and not is_of_procedures(trial)
    )
    bands = tuple(
        one
        for one in surveys()
        if one.role == "calibration"
        and one.sex == "female"
        and one.percent > 0.0
        and (one.age_high_years >= 100.0 or one.age_high_years - one.age_low_years <= WIDEST_BAND_YEARS)
    )
    return WomenObjective(
        space=Space(parameters=tuple(free)),
        evidence=evidence,
        plans=plans,
        bands=bands,
        graded=graded,
        seed=seed,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WomenFit:
    """A fit of women, finished or stopped."""

    values: Mapping[str, float]
    misses: Mapping[str, float]
    """In standard deviations."""
    simulations: int


def fit_women(evidence: Catalogue, *, seconds: float, seed: int = 1, workers: int = 1) -> WomenFit:
    """Search for the numbers of women.

    Parameters
    ----------
    evidence
        Numbers from which the search starts; it changes those of women only.
    seconds
        How long simulations may be begun. [s]
    seed
        Of the virtual women.
    workers
        Processes.

    Raises
    ------
    OutOfTimeError
        If the time passes before the start itself is simulated.
    """
    aim = women_objective(evidence, seed=seed)
    simulations = Simulations(aim=aim, workers=workers, seconds=seconds)
    last = search(simulations, aim.space.places_of(evidence))
    return WomenFit(
        values={name: significant(value) for name, value in aim.space.values_at(last.places).items()},
        misses=dict(zip(simulations.names, map(float, last.misses), strict=True)),
        simulations=len(simulations),
    )
