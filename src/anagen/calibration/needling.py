"""The fit of healing: what needling and platelets do to follicles, by the pooled contrasts of their trials.

Published results of needling differ fifty-fold between trials. The pooled value is what is fitted; how far single
trials lie from it is a property of trials, told beside the result and fitted by nobody. All numbers of the hair-count
fit stay as they are, and so does what wounds and platelets send: it is computed once, and only what it builds around
the follicle anew.

What needling does is told by trials of needling; trials of platelets tell only how fast the tissue is built. Those who
pooled them find them biased by what was published, and what is biased must not move numbers of which better is known.
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import repeat
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from anagen.calibration.fit import is_of_procedures, significant
from anagen.calibration.gauss_newton import search
from anagen.calibration.objective import name_of, outcome_error
from anagen.calibration.predict import Plan, candidates_of, make_plan, predict
from anagen.calibration.simulations import Simulations
from anagen.calibration.space import FreeParameter, Space
from anagen.evidence import Catalogue
from anagen.simulation.bodies import physiology_of
from anagen.treatment.healing import healing_signal
from anagen.treatment.procedures import Rolling
from anagen.treatment.regimen import Regimen
from anagen.trials.batches import regimen_of
from anagen.trials.files import find_trial, packaged_trials
from anagen.trials.protocol import Trial
from anagen.units import DAYS_PER_WEEK
from anagen.wound.tissue import built_drive

__all__ = ["HealingFit", "HealingObjective", "fit_healing", "healing_objective"]

Floats = NDArray[np.float64]
Part = Literal["needling", "platelets"]
PARTS: tuple[Part, ...] = ("needling", "platelets")
PEOPLE, FOLLICLES = 800, 100
TURNS = 2
"""How often each part is fitted, with the numbers of the other as they then stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HealingObjective:
    """Cost of a vector of the unit cube: squared misses of pooled contrasts, and of what was thought before."""

    space: Space
    evidence: Catalogue
    plans: tuple[Plan, ...]
    signals: tuple[Mapping[str, Floats], ...]
    """What wounds and platelets send in each plan, by arm. [people, weeks]"""
    prior: Mapping[str, tuple[float, float]]
    """Mean and standard deviation, by number."""

    def __call__(self, places: Floats) -> float:
        """Sum of squared misses."""
        return float(sum(miss**2 for miss in self.misses(places).values()))

    def misses(self, places: Floats) -> dict[str, float]:
        """Every miss in standard errors, by what it is a miss of."""
        values = self.space.values_at(places)
        evidence = self.evidence.replace(because="a try of the calibration", **values)
        misses = {name: (values[name] - mean) / sd for name, (mean, sd) in self.prior.items()}
        for plan in map(healed, self.plans, self.signals, repeat(evidence)):
            for outcome, predicted in predict(plan, evidence).values.items():
                error = outcome_error(outcome, plan.trial.arm(outcome.arm).people)
                misses[name_of(plan.trial, outcome)] = (predicted - outcome.value) / error
        return misses


@dataclass(frozen=True, slots=True, kw_only=True)
class HealingFit:
    """A finished fit of healing."""

    values: Mapping[str, float]
    misses: Mapping[str, float]
    """In standard errors."""
    simulations: int


def healing_objective(
    part: Part, evidence: Catalogue, *, seed: int, people: int = PEOPLE, follicles: int = FOLLICLES
) -> HealingObjective:
    """The objective of one part of the fit, over the calibration outcomes of its packaged trials.

    Parameters
    ----------
    part
        Whose numbers are moved, by whose trials.
    evidence
        Numbers from which the search starts.
    seed
        Of the virtual people.
    people, follicles
        Size of each virtual trial.
    """
    text = (Path(__file__).parent / "needling.toml").read_text(encoding="utf-8")
    told = {name: one for name, one in tomllib.loads(text).items() if one["told_by"] == part}
    free = []
    for name in told:
        interval = evidence[name].interval
        if interval is None:
            raise ValueError(f"The number {name!r} has no interval to search in.")
        free.append(FreeParameter(name=name, low=interval[0], high=interval[1]))
    plans = []
    for trial in map(find_trial, packaged_trials()):
        read = tuple(one for one in trial.outcomes if one.role == "calibration")
        if read and trial.population.sex == "male" and part_of(trial) == part:
            plans.append(
                make_plan(trial, read, people=people, follicles=follicles, seed=seed, evidence=evidence)
            )
    return HealingObjective(
        space=Space(parameters=tuple(free)),
        evidence=evidence,
        plans=tuple(plans),
        signals=tuple(signals_of(plan, evidence) for plan in plans),
        prior={name: (float(one["value"]), float(one["sd"])) for name, one in told.items()},
    )


def part_of(trial: Trial) -> Part | None:
    """Needling, if anybody in a trial is needled; platelets, if all that is done are injections."""
    if not is_of_procedures(trial):
        return None
    done = [one for arm in trial.arms for one in Regimen.of(arm.regimen).procedures]
    return "needling" if any(isinstance(one, Rolling) for one in done) else "platelets"


def signals_of(plan: Plan, evidence: Catalogue) -> dict[str, Floats]:
    """What wounds and platelets send to the people of a plan, by arm. [people, weeks]"""
    people = physiology_of(candidates_of(plan.trial, plan.people, plan.seed, evidence), plan.seed, evidence)
    return {
        name: healing_signal(
            regimen_of(plan.trial.arm(name), evidence),
            people,
            cells=drives.wound.shape[1],
            cell_days=DAYS_PER_WEEK,
            seed=plan.seed,
            evidence=evidence,
        )
        for name, drives in plan.drives.items()
    }


def healed(plan: Plan, signals: Mapping[str, Floats], evidence: Catalogue) -> Plan:
    """A plan whose drives of healing are those of other numbers."""
    built = {
        name: replace(drives, wound=built_drive(signals[name], cell_days=DAYS_PER_WEEK, evidence=evidence))
        for name, drives in plan.drives.items()
    }
    return replace(plan, drives=built)


def fit_healing(evidence: Catalogue, *, seconds: float, seed: int = 1, workers: int = 1) -> HealingFit:
    """Search for the numbers of healing, in turns: needling by its contrasts, then platelets by theirs.

    Parameters
    ----------
    evidence
        Numbers from which the search starts; it changes those of the prior only.
    seconds
        How long to search. [s]
    seed
        Of the virtual people.
    workers
        Processes.
    """
    aims = [healing_objective(part, evidence, seed=seed) for part in PARTS]
    end = time.monotonic() + seconds
    values: dict[str, float] = {}
    misses: dict[str, float] = {}
    simulated = 0
    for turn in range(TURNS):
        for place, aim in enumerate(aims):
            now = replace(aim, evidence=evidence)
            left = (end - time.monotonic()) / (TURNS * len(aims) - turn * len(aims) - place)
            simulations = Simulations(aim=now, workers=workers, seconds=left)
            last = search(simulations, now.space.places_of(evidence))
            found = {name: significant(value) for name, value in now.space.values_at(last.places).items()}
            evidence = evidence.replace(because="found by the calibration", **found)
            values |= found
            misses |= dict(zip(simulations.names, map(float, last.misses), strict=True))
            simulated += len(simulations)
    return HealingFit(values=values, misses=misses, simulations=simulated)
