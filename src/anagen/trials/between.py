"""How far a trial's means may lie from the model for reasons that are the trial's own: a random effect of each trial.

A trial of the same treatment in the same kind of people differs from the next by more than chance. What a treatment
does is larger or smaller, its instrument moves in all arms alike, and its people have more or less hair to begin with.
A predicted interval is that of a new trial, and holds all three.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from anagen.evidence import Catalogue
from anagen.instruments import instrument
from anagen.treatment.regimen import Regimen
from anagen.trials.protocol import Arm, Trial

if TYPE_CHECKING:
    from anagen.trials.values import Key, Value

__all__ = ["between_trials_sd"]

HAIRS_OF_AN_AREA = "hairs/cm2"
"""The unit in which the spread of what needling and injections do is known."""


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
    arm, versus, measure, _, kind = key
    if kind == "level":
        return abs(values[key].mean) * evidence.value("between_trials_level", "1")
    if versus is not None:
        return contrast_sd(trial, key, values, evidence)
    drifting = baseline_of(trial, arm, measure, values) if kind == "change_from_baseline" else 100.0
    drift = drifting * evidence.value("between_trials_drift", "1")
    given = Regimen.of(trial.arm(arm).regimen)
    drugs = drug_sd(effect_of(trial, key, values), evidence) if given.courses else 0.0
    healing = healing_sd(trial, key, values, evidence) if given.procedures else 0.0
    return math.hypot(drift, drugs, healing)


def contrast_sd(trial: Trial, key: Key, values: Mapping[Key, Value], evidence: Catalogue) -> float:
    """Standard deviation of a difference of two arms between trials.

    Of two treatments of which neither holds the other, it is that of what either does, as network meta-analyses have it
    (LuAdes2004); where one drug, or one dose, is added to what both are given, it is that of what is added.
    """
    arm, versus = key[0], key[1] or key[0]
    one, other = (Regimen.of(trial.arm(name).regimen) for name in (arm, versus))
    if one.procedures or other.procedures:
        return healing_sd(trial, key, values, evidence)
    drugs, other_drugs = drugs_of(one), drugs_of(other)
    if drugs <= other_drugs or other_drugs <= drugs:
        return drug_sd(abs(values[key].mean), evidence)
    return drug_sd(
        max(effect_of(trial, (name, None, *key[2:]), values) for name in (arm, versus)),
        evidence,
    )


def drugs_of(given: Regimen) -> frozenset[tuple[str, str]]:
    """The drugs of a regimen, and by which way each is given."""
    return frozenset((one.agent, one.route) for one in given.courses)


def effect_of(trial: Trial, key: Key, values: Mapping[Key, Value]) -> float:
    """What an arm's treatment does: its change over that of an untreated arm, or its change where there is none."""
    nobody = next((one for one in trial.arms if is_untreated(one)), None)
    mean = values[key].mean
    if nobody is None or nobody.name == key[0]:
        return abs(mean)
    return abs(mean - values[nobody.name, None, *key[2:]].mean)


def is_untreated(arm: Arm) -> bool:
    """Whether an arm is given nothing that works."""
    return Regimen.of(arm.regimen).is_empty


def drug_sd(effect: float, evidence: Catalogue) -> float:
    """Standard deviation between trials of what a drug does. [unit of the effect]"""
    return effect * evidence.value("between_trials_effect_drugs", "1")


def healing_sd(trial: Trial, key: Key, values: Mapping[Key, Value], evidence: Catalogue) -> float:
    """Standard deviation between trials of what needling or injections do. [unit of the outcome]

    Where hairs of an area are counted it is a number of hairs, whatever is predicted: single trials lie as far from
    each other where little is gained. Elsewhere no pooled spread is known but as a share of the effect.
    """
    arm, _, measure, _, kind = key
    (tool,) = (one for one in trial.instruments if one.measure == measure)
    if instrument(tool.kind, tool.settings, evidence).unit != HAIRS_OF_AN_AREA:
        return abs(values[key].mean) * evidence.value("between_trials_effect_procedures", "1")
    hairs = evidence.value("between_trials_effect_procedures_density", "1/cm2")
    if kind == "change_from_baseline":
        return hairs
    baseline = baseline_of(trial, arm, measure, values)
    return 100.0 * hairs / baseline if baseline > 0.0 else math.nan


def baseline_of(trial: Trial, arm: str, measure: str, values: Mapping[Key, Value]) -> float:
    """What is read of an arm at its first visit."""
    return abs(values[arm, None, measure, trial.visits_weeks[0], "level"].mean)
