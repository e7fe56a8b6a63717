"""How far a set of numbers is from what is known: the outcomes of trials, and a little knowledge besides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from anagen.calibration.knowledge import Known, read_knowledge
from anagen.calibration.predict import Plan, Prediction, make_plan, predict
from anagen.calibration.space import Space
from anagen.evidence import Catalogue
from anagen.trials.protocol import Outcome, Trial, TrialInstrument

Floats = NDArray[np.float64]
SHED_TRIAL = "olsen_2002"
SHED_ARM, SHED_CONTROL = "minoxidil_5pct", "placebo"
SHED_MEASURE = "nonvellus_hair_density"
MORE_WEEKS = (8.0, 16.0, 39.0)
DIAMETER = "mean_shaft_diameter"


def outcome_error(outcome: Outcome, people: int | None) -> float:
    """Standard deviation with which an outcome is weighed: the tolerance that was set, else its standard error."""
    error = outcome.tolerance if outcome.tolerance is not None else outcome.standard_error(people)
    if error is None:
        raise ValueError(
            f"The outcome {outcome.measure} of {outcome.arm} at week {outcome.week:g} has no error to weigh it by."
        )
    return error


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """How far a vector of the unit cube is from all that is known."""

    space: Space
    evidence: Catalogue
    plans: tuple[Plan, ...]
    knowledge: Mapping[str, Known]

    def numbers(self, places: Floats) -> Catalogue:
        """The evidence with the vector's values in place."""
        return self.evidence.replace(because="a try of the calibration", **self.space.values_at(places))

    def misses(self, places: Floats) -> dict[str, float]:
        """Every miss in standard errors, by what it is a miss of."""
        evidence = self.numbers(places)
        misses: dict[str, float] = {}
        for plan in self.plans:
            prediction = predict(plan, evidence)
            for outcome in plan.outcomes:
                if outcome.role == "calibration":
                    error = outcome_error(outcome, plan.trial.arm(outcome.arm).people)
                    misses[name_of(plan.trial, outcome)] = (
                        prediction.values[outcome] - outcome.value
                    ) / error
            misses |= self.other_misses(plan, prediction)
        anagen = evidence.value("anagen_duration_full_size", "day")
        rest = evidence.value("catagen_duration", "day") + evidence.value("telogen_duration", "day")
        misses["healthy anagen share"] = self.miss("healthy_anagen_share", anagen / (anagen + rest))
        empty = evidence.value("kenogen_duration_full_size", "day")
        longer = evidence.value("kenogen_duration_extra_smallest", "day")
        misses["kenogen of thick hair"] = self.miss("kenogen_of_thick_hair", empty)
        misses["kenogen of fine hair"] = self.miss("kenogen_of_fine_hair", empty + longer)
        for name in evidence.names("severity_shift_"):
            misses[name] = self.miss("severity_shift", evidence[name].value)
        return misses

    def miss(self, name: str, value: float) -> float:
        """A miss of a piece of knowledge, in its standard deviations."""
        return self.knowledge[name].miss(value)

    def other_misses(self, plan: Plan, prediction: Prediction) -> dict[str, float]:
        """Misses of what a trial shows besides its outcomes."""
        share = prediction.effective_people / plan.people
        misses = {f"{plan.trial.id} people": min(0.0, self.miss("effective_people", share))}
        if plan.trial.id == SHED_TRIAL:
            shed = prediction.shed[SHED_ARM], prediction.shed[SHED_CONTROL]
            early = slice(1, 1 + plan.weeks.index(8.0))
            misses["early shed"] = self.miss("early_shed", float(shed[0][early].sum() / shed[1][early].sum()))
            gain = prediction.courses[SHED_ARM][SHED_MEASURE] - prediction.courses[SHED_CONTROL][SHED_MEASURE]
            misses["gain at 16 weeks"] = self.miss(
                "net_gain_at_16_weeks", float(gain[plan.weeks.index(16.0)])
            )
            diameter = prediction.courses[SHED_ARM][DIAMETER]
            rise = float(diameter[plan.weeks.index(39.0)] - diameter[0])
            misses["diameter on minoxidil"] = self.miss("diameter_gain_on_minoxidil", rise)
        return misses


def name_of(trial: Trial, outcome: Outcome) -> str:
    """An outcome in a few words."""
    versus = f" - {outcome.versus}" if outcome.versus else ""
    kind = {"level": "level", "change_from_baseline": "change", "pct_change_from_baseline": "change %"}
    return (
        f"{trial.id} {outcome.arm}{versus} {outcome.measure} {kind[outcome.value_kind]} wk {outcome.week:g}"
    )


def reads_hair(outcome: Outcome) -> bool:
    """Whether an outcome depends on the numbers of the follicle; hormones do not."""
    return "dht" not in outcome.measure


def with_diameters(trial: Trial) -> Trial:
    """The trial with its hairs measured, too: what is known of their diameter comes from elsewhere."""
    callipers = TrialInstrument(
        kind=DIAMETER, measure=DIAMETER, settings={"threshold_um": "total_hair_diameter"}
    )
    return replace(trial, instruments=(*trial.instruments, callipers))


def objective(
    trials: tuple[Trial, ...],
    space: Space,
    *,
    evidence: Catalogue,
    people: int,
    follicles: int,
    seed: int,
) -> Objective:
    """The objective over all outcomes of some trials whose role is calibration."""
    plans = []
    for trial in trials:
        read = tuple(one for one in trial.outcomes if one.role == "calibration" and reads_hair(one))
        if read:
            is_shed_trial = trial.id == SHED_TRIAL
            plans.append(
                make_plan(
                    with_diameters(trial) if is_shed_trial else trial,
                    read,
                    people=people,
                    follicles=follicles,
                    seed=seed,
                    evidence=evidence,
                    more_weeks=MORE_WEEKS if is_shed_trial else (),
                )
            )
    return Objective(
        space=space, evidence=evidence, plans=tuple(plans), knowledge=read_knowledge("knowledge")
    )
