"""What belongs to a trial and not to the numbers: its random effects, by which its outcomes miss together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from anagen.calibration.objective import Objective, name_of, outcome_error
from anagen.calibration.predict import outcome_value, predict
from anagen.treatment.regimen import Regimen
from anagen.trials.between import drift_of, drugs_of, share_of

__all__ = ["covariance", "trial_loadings"]

Floats = NDArray[np.float64]


def trial_loadings(aim: Objective, places: Floats, names: tuple[str, ...]) -> Floats:
    """How far one standard deviation of each trial's random effects moves each miss. [misses, effects]

    Effects of a treated arm, levels, and the drift of an instrument that has no number of its own in the fit: the
    three kinds that `anagen.trials.between` adds to a predicted interval.
    """
    evidence = aim.numbers(places)
    columns: dict[tuple[str, str, str], Floats] = {}

    def move(cause: tuple[str, str, str], name: str, size: float) -> None:
        columns.setdefault(cause, np.zeros(len(names)))[names.index(name)] += size

    for plan in aim.plans:
        trial, prediction = plan.trial, predict(plan, evidence)
        drifting = {one.measure for one in trial.drifts}
        control = trial.control.name if trial.control else None
        for outcome in plan.outcomes:
            name = name_of(trial, outcome)
            if name not in names:
                continue
            error = outcome_error(outcome, trial.arm(outcome.arm).people)
            value = prediction.values[outcome]
            if outcome.value_kind == "level":
                move(
                    (trial.id, "level", ""), name, evidence.value("between_trials_level", "1") * value / error
                )
                continue
            against = outcome.versus or control
            if against is not None and against != outcome.arm and against in prediction.courses:
                contrast = replace(outcome, versus=against)
                effect = outcome_value(contrast, trial, prediction.courses, plan.weeks, evidence)
                share = share_of(drugs_of(Regimen.of(trial.arm(outcome.arm).regimen)), evidence)
                move((trial.id, "effect", outcome.arm), name, share * effect / error)
            if outcome.versus is None and outcome.measure not in drifting:
                course = prediction.courses[outcome.arm][outcome.measure]
                base = float(course[0]) if outcome.value_kind == "change_from_baseline" else 100.0
                drift = evidence.value(drift_of(trial), "1") * base
                move((trial.id, "drift", outcome.measure), name, drift / error)
    return np.stack(list(columns.values()), axis=1) if columns else np.zeros((len(names), 0))


def covariance(loadings: Floats, *errors: Floats) -> Floats:
    """Covariance of the misses: one for the published error, further independent errors, and trials' effects."""
    return np.diag(1.0 + sum((error**2 for error in errors), np.zeros(len(loadings)))) + loadings @ loadings.T
