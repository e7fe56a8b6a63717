"""How far a trial's means may lie from the model for reasons that are the trial's own: a random effect of each trial.

A trial of the same treatment in the same kind of people differs from the next by more than chance. What a treatment
does is larger or smaller, its instrument moves in all arms alike (by more where no arm goes untreated: nobody is blind
to what is given, and nothing tells a season or a lens from hair), its people have more or less hair to begin with, and
an assay of a hormone reads what is left on a scale of its own. A predicted interval is that of a new trial, and holds
all of it.
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

MICROMETERS = "um"
ABSOLUTE = {
    "hairs/cm2": ("between_trials_effect_procedures_density", "1/cm2"),
    MICROMETERS: ("between_trials_effect_procedures_diameter", "um"),
}
"""Units of instruments in which the spread of what needling and injections do is known as such."""
FINASTERIDE = frozenset({("finasteride", "oral")})
OF_FINASTERIDE, OF_DRUGS = "between_trials_effect_finasteride", "between_trials_effect_drugs"
ASSAYS = {
    "serum_dht": "between_trials_serum_dht",
    "scalp_dht": "between_trials_scalp_dht",
    "scalp_dht_assay": "between_trials_scalp_dht",
}
"""Kinds of instrument that read a hormone, and the number that says how trials differ in what a drug leaves of it."""


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
    assay = ASSAYS.get(trial.instrument(measure).kind)
    if assay is not None:
        spread = evidence.value(assay, "1")
        return math.hypot(
            *(left_sd(trial, key, name, spread, values, evidence) for name in (arm, versus) if name)
        )
    if versus is not None:
        return contrast_sd(trial, key, values, evidence)
    drift = scale_of(trial, key, values) * evidence.value(drift_of(trial), "1")
    given = Regimen.of(trial.arm(arm).regimen)
    drugs = effect_of(trial, key, values) * share_of(drugs_of(given), evidence) if given.courses else 0.0
    if not given.procedures:
        return math.hypot(drift, drugs)
    healing = healing_sd(trial, key, values, evidence)
    return (
        math.hypot(healing, drugs)
        if is_of_diameter(trial, measure, evidence)
        else math.hypot(drift, drugs, healing)
    )


def drift_of(trial: Trial) -> str:
    """The number that says how far all arms of a trial move alike."""
    if any(is_untreated(arm) for arm in trial.arms):
        return "between_trials_drift"
    return "between_trials_drift_uncontrolled"


def left_sd(
    trial: Trial, key: Key, name: str, spread: float, values: Mapping[Key, Value], evidence: Catalogue
) -> float:
    """Standard deviation between trials of what is left of a hormone in an arm. [unit of the outcome]

    Trials differ in the logit of the share that is left, so that a drug that leaves next to nothing does so in every
    trial, as far as assays can tell so little, and one that takes next to nothing takes it in none.
    """
    _, _, measure, week, kind = key
    baseline = baseline_of(trial, name, measure, values)
    left = min(1.0, abs(values[name, None, measure, week, "level"].mean) / baseline)
    least = evidence.value("between_trials_dht_least", "1")
    if is_untreated(trial.arm(name)):
        least = evidence.value("between_trials_drift", "1")
    sd = math.hypot(spread * left * (1.0 - left), least)
    return sd * (baseline if kind == "change_from_baseline" else 100.0)


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
        return abs(values[key].mean) * share_of(drugs ^ other_drugs or drugs, evidence)
    return max(
        effect_of(trial, (name, None, *key[2:]), values) * share_of(given, evidence)
        for name, given in ((arm, drugs), (versus, other_drugs))
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


def share_of(drugs: frozenset[tuple[str, str]], evidence: Catalogue) -> float:
    """Standard deviation between trials of what drugs do, as a share of it.

    Trials of finasteride by mouth are many and alike (Mella2010); for all others the wider figure stands.
    """
    alone = bool(drugs) and drugs <= FINASTERIDE
    return evidence.value(OF_FINASTERIDE if alone else OF_DRUGS, "1")


def healing_sd(trial: Trial, key: Key, values: Mapping[Key, Value], evidence: Catalogue) -> float:
    """Standard deviation between trials of what needling or injections do. [unit of the outcome]

    Where hairs of an area are counted it is a number of hairs, whatever is predicted: single trials lie as far from
    each other where little is gained. So it is with the diameter of hair in one arm, drift included; in contrasts of
    diameters pooled trials do not differ beyond chance (Ahmed2025), and like all else they keep a share of the effect.
    """
    measure, versus = key[2], key[1]
    unit = unit_of(trial, measure, evidence)
    if unit not in ABSOLUTE or (unit == MICROMETERS and versus is not None):
        return abs(values[key].mean) * evidence.value("between_trials_effect_procedures", "1")
    scale = scale_of(trial, key, values)
    baseline = baseline_of(trial, key[0], measure, values)
    return evidence.value(*ABSOLUTE[unit]) * scale / baseline if baseline > 0.0 else math.nan


def is_of_diameter(trial: Trial, measure: str, evidence: Catalogue) -> bool:
    """Whether a measure is that of the thickness of hairs."""
    return unit_of(trial, measure, evidence) == MICROMETERS


def unit_of(trial: Trial, measure: str, evidence: Catalogue) -> str:
    """The unit in which a measure is read."""
    tool = trial.instrument(measure)
    return instrument(tool.kind, tool.settings, evidence).unit


def scale_of(trial: Trial, key: Key, values: Mapping[Key, Value]) -> float:
    """The baseline reading of an arm in the unit of its change: itself, or a hundred percent."""
    return baseline_of(trial, key[0], key[2], values) if key[4] == "change_from_baseline" else 100.0


def baseline_of(trial: Trial, arm: str, measure: str, values: Mapping[Key, Value]) -> float:
    """What is read of an arm at its first visit."""
    return abs(values[arm, None, measure, trial.visits_weeks[0], "level"].mean)
