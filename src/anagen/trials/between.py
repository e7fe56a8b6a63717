"""How far a trial's means may lie from the model for reasons that are the trial's own: a random effect of each trial.

A trial of the same treatment in the same kind of people differs from the next by more than chance. Its effect is
larger or smaller by some share, its instrument moves in all arms alike, and its people have more or less hair to begin
with. A predicted interval is that of a new trial, and holds all three.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from anagen.evidence import Catalogue
from anagen.treatment.regimen import Regimen
from anagen.trials.protocol import Trial

if TYPE_CHECKING:
    from anagen.trials.values import Key, Value

__all__ = ["between_trials_sd"]


def between_trials_sd(trial: Trial, key: Key, values: Mapping[Key, Value], evidence: Catalogue) -> float:
    """Standard deviation of an outcome between trials, beyond chance. [unit of the outcome]

    Parameters
    ----------
    trial
        The trial.
    key
        Which outcome.
    values
        Every predicted outcome.
    evidence
        How trials differ.
    """
    arm, versus, measure, week, kind = key
    mean = values[key].mean
    if kind == "level":
        return abs(mean) * evidence.value("between_trials_level", "1")
    effect = effect_share(trial, arm, evidence) * abs(mean)
    if versus is not None:
        return effect
    if trial.control is not None and trial.control.name != arm:
        over_control = values.get((arm, trial.control.name, measure, week, kind))
        if over_control is not None:
            effect = effect_share(trial, arm, evidence) * abs(over_control.mean)
    baseline = 100.0
    if kind == "change_from_baseline":
        baseline = abs(values[arm, None, measure, trial.visits_weeks[0], "level"].mean)
    return math.hypot(effect, baseline * evidence.value("between_trials_drift", "1"))


def effect_share(trial: Trial, arm: str, evidence: Catalogue) -> float:
    """How much the effect of an arm's regimen differs between trials, as a share of it."""
    given = Regimen.of(trial.arm(arm).regimen)
    if given.procedures:
        return evidence.value("between_trials_effect_procedures", "1")
    return evidence.value("between_trials_effect_drugs", "1")
