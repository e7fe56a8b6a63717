"""Judge the model on packaged trials: run each, and set every published outcome of a role beside what is predicted."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from anagen.errors import AnagenError, InputError, unknown_name
from anagen.evidence import Catalogue, known
from anagen.provenance import Provenance, check_run, provenance
from anagen.trials.files import find_trial, packaged_trials
from anagen.trials.protocol import HALF_WIDTH_90, ROLES, Outcome, Trial
from anagen.trials.result import DIGITS, Comparison, TrialResult
from anagen.trials.run import run_trial
from anagen.trials.values import people_at

__all__ = ["EVERY_ROLE", "Failed", "Judged", "Summary", "Validation", "judge", "validate"]

EVERY_ROLE = "all"
"""The word for outcomes of both roles."""
PEOPLE, FOLLICLES = 500, 400
Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One published outcome, and how the prediction stands to it."""

    trial: str
    """Identifier of the trial."""
    seen: Comparison
    """The outcome, predicted beside published."""
    low90: float
    """Lower end of the interval that it is judged by: the predicted one, widened where the paper's error is larger."""
    high90: float
    """Upper end of that interval."""
    significant: bool | None
    """Whether the published value differs from zero at 5 %; none where that cannot be told, and for a level."""

    @property
    def published(self) -> Outcome:
        """What was published."""
        if self.seen.published is None:
            raise ValueError(f"Nothing was published of {self.seen.measure} in {self.trial}.")
        return self.seen.published

    @property
    def inside_90(self) -> bool:
        """Whether the published value lies in the interval that it is judged by."""
        return self.low90 <= self.published.value <= self.high90

    @property
    def sign_right(self) -> bool | None:
        """Whether the prediction has the sign of a significant change; none where there is none."""
        if not self.significant or self.published.value == 0.0:
            return None
        return (self.seen.predicted.mean > 0.0) == (self.published.value > 0.0)

    @property
    def abs_error_share(self) -> float | None:
        """Distance of the predicted mean from the published value, as a share of the latter; none of zero."""
        if self.published.value == 0.0:
            return None
        return abs(self.seen.predicted.mean - self.published.value) / abs(self.published.value)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        shown = self.seen.as_dict()
        error = self.abs_error_share
        return {
            "trial": self.trial,
            "arm": self.seen.arm,
            "versus": self.seen.versus,
            **{name: shown[name] for name in ("measure", "site", "week", "value_kind", "unit")},
            "predicted": shown["predicted"],
            "judged_by": {"low90": round(self.low90, DIGITS), "high90": round(self.high90, DIGITS)},
            "published": shown["published"],
            "inside_90": self.inside_90,
            "inside_predicted_90": bool(self.seen.inside_90),
            "sign_right": self.sign_right,
            "abs_error_share": None if error is None else round(error, DIGITS),
            "role": self.published.role,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A trial that did not run, or did not read what was published."""

    trial: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Scores over all judged outcomes."""

    role: str
    trials: int
    """How many were run."""
    failed: int
    """How many did not run, or had an outcome that could not be read."""
    outcomes: int
    contrasts: int
    """How many of the outcomes are differences between two arms."""
    inside_90_share: float | None
    """Share of the outcomes in the interval that they are judged by."""
    inside_predicted_90_share: float | None
    """Share of the outcomes in the predicted interval as it is."""
    median_abs_error_share: float | None
    """Median over contrasts of the error of the mean, as a share of the published effect."""
    significant: int
    """How many published changes and contrasts are known to differ from zero."""
    wrong_signs: int
    """How many of those are predicted with the other sign."""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        rounded = {
            name: None if value is None else round(value, DIGITS)
            for name in ("inside_90_share", "inside_predicted_90_share", "median_abs_error_share")
            for value in (getattr(self, name),)
        }
        return {
            "role": self.role,
            "trials": self.trials,
            "failed": self.failed,
            "outcomes": self.outcomes,
            "contrasts": self.contrasts,
            **rounded,
            "significant": self.significant,
            "wrong_signs": self.wrong_signs,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """Every judged outcome of the packaged trials."""

    role: str
    """Which outcomes were judged."""
    outcomes: tuple[Judged, ...]
    trials: tuple[str, ...]
    """Identifiers of the trials that were run."""
    failed: tuple[Failed, ...]
    """Trials that did not run, or outcomes of them that could not be read, each with the reason."""
    provenance: Provenance

    @property
    def summary(self) -> Summary:
        """Scores over all judged outcomes."""
        contrasts = [one for one in self.outcomes if one.seen.versus is not None]
        errors = [one.abs_error_share for one in contrasts if one.abs_error_share is not None]
        signs = [one.sign_right for one in self.outcomes if one.sign_right is not None]
        return Summary(
            role=self.role,
            trials=len(self.trials),
            failed=len({one.trial for one in self.failed}),
            outcomes=len(self.outcomes),
            contrasts=len(contrasts),
            inside_90_share=share([one.inside_90 for one in self.outcomes]),
            inside_predicted_90_share=share([bool(one.seen.inside_90) for one in self.outcomes]),
            median_abs_error_share=median(errors) if errors else None,
            significant=len(signs),
            wrong_signs=signs.count(False),
        )

    def table(self) -> list[dict[str, Any]]:
        """One flat row for each judged outcome."""
        return [flat(one) for one in self.outcomes]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "outcomes": [one.as_dict() for one in self.outcomes],
            "summary": self.summary.as_dict(),
            "failed": [{"trial": one.trial, "because": one.because} for one in self.failed],
            "provenance": self.provenance.as_dict(),
        }

    def __repr__(self) -> str:
        inside = sum(one.inside_90 for one in self.outcomes)
        return f"Validation({self.role}: {inside} of {len(self.outcomes)} outcomes of {len(self.trials)} trials inside)"


def share(those: Sequence[bool]) -> float | None:
    """Share of what is true; none of nothing."""
    return sum(those) / len(those) if those else None


def flat(one: Judged) -> dict[str, Any]:
    """One judged outcome as a flat row."""
    return {
        "trial": one.trial,
        "arm": one.seen.arm,
        "versus": one.seen.versus,
        "measure": one.seen.measure,
        "week": one.seen.week,
        "value_kind": one.seen.value_kind,
        "unit": one.seen.unit,
        "predicted_mean": one.seen.predicted.mean,
        "predicted_low90": one.seen.predicted.low90,
        "predicted_high90": one.seen.predicted.high90,
        "judged_low90": one.low90,
        "judged_high90": one.high90,
        "published_value": one.published.value,
        "inside_90": one.inside_90,
        "sign_right": one.sign_right,
        "abs_error_share": one.abs_error_share,
        "role": one.published.role,
        "trust": one.published.trust,
        "source": one.published.source,
    }


def validate(
    *,
    role: str = "validation",
    trials: Sequence[str | Path] | None = None,
    people: int = PEOPLE,
    seed: int = 1,
    follicles: int = FOLLICLES,
    evidence: Catalogue | None = None,
    ensemble: Sequence[Catalogue] | None = None,
    progress: Progress | None = None,
) -> Validation:
    """Run packaged trials and judge the outcomes of a role.

    Parameters
    ----------
    role
        ``"validation"`` for what no fit has read, ``"calibration"`` for what one has, ``"all"`` for both.
    trials
        Identifiers or files; every packaged trial that has outcomes of the role if not given.
    people
        Virtual people in each arm.
    seed
        Seed of all random numbers.
    follicles
        Follicles of each.
    evidence
        Other numbers than those that are known.
    ensemble
        Further sets of numbers, as `run_trial` takes them.
    progress
        Called with the share of the work that was done since the last call.

    Returns
    -------
    Validation
        Every judged outcome, and those trials that did not run.
    """
    if role not in (*ROLES, EVERY_ROLE):
        raise unknown_name("role", role, (*ROLES, EVERY_ROLE))
    check_run(seed=seed, people=people, follicles=follicles)
    plans = chosen(role, trials)
    judged: list[Judged] = []
    failed: list[Failed] = []
    ran: list[str] = []
    for plan in plans:
        done = Part(progress, len(plans))
        try:
            result = run_trial(
                plan,
                people=people,
                seed=seed,
                follicles=follicles,
                evidence=evidence,
                ensemble=ensemble,
                progress=done,
            )
        except AnagenError as error:
            failed.append(Failed(trial=plan.id, because=str(error)))
        except (ArithmeticError, LookupError, RuntimeError, ValueError) as error:
            # a fault of ours, but one trial of fifty should not cost the others
            failed.append(Failed(trial=plan.id, because=f"{type(error).__name__}: {error}"))
        else:
            ran.append(plan.id)
            judged += judge(result, role)
            failed += unpredicted(result, role)
        done.finish()
    evidence = evidence or known()
    return Validation(
        role=role,
        outcomes=tuple(judged),
        trials=tuple(ran),
        failed=tuple(failed),
        provenance=provenance(
            seed=seed,
            evidence=evidence.fingerprint,
            overrides=evidence.overrides_as_dicts(),
            settings={"people": people, "follicles": follicles, "role": role},
        ),
    )


class Part:
    """The progress of one of several trials, as a part of all."""

    def __init__(self, progress: Progress | None, parts: int) -> None:
        self.progress, self.parts, self.done = progress, parts, 0.0

    def __call__(self, share_done: float) -> None:
        self.done += share_done
        if self.progress is not None:
            self.progress(share_done / self.parts)

    def finish(self) -> None:
        """Tell the rest, where a trial stopped early."""
        if self.done < 1.0:
            self(1.0 - self.done)


def chosen(role: str, trials: Sequence[str | Path] | None) -> list[Trial]:
    """The trials that were asked for, or every packaged one that has an outcome of a role."""
    if trials is None:
        plans = [find_trial(name) for name in packaged_trials()]
        return [plan for plan in plans if any(is_of(one, role) for one in plan.outcomes)]
    plans = [find_trial(name) for name in dict.fromkeys(trials)]
    without = [plan.id for plan in plans if not any(is_of(one, role) for one in plan.outcomes)]
    if without:
        raise InputError(
            f"{', '.join(without)} published nothing with the role '{role}'. "
            f"Ask for another role ({', '.join(ROLES)} or {EVERY_ROLE}), or another trial."
        )
    return plans


def is_of(outcome: Outcome, role: str) -> bool:
    """Whether an outcome has a role; one without a role is shown beside another that has one, and not judged."""
    return outcome.role is not None and role in (outcome.role, EVERY_ROLE)


def judge(result: TrialResult, role: str = EVERY_ROLE) -> list[Judged]:
    """The outcomes of a role in a trial's result, judged.

    Parameters
    ----------
    result
        A trial, run.
    role
        One of the roles, or ``"all"``.
    """
    judged = []
    for one in result:
        published = one.published
        if published is None or not is_of(published, role) or not math.isfinite(one.predicted.mean):
            continue
        half = HALF_WIDTH_90 * math.sqrt(variance_to_judge_by(result, one))
        judged.append(
            Judged(
                trial=result.trial.id,
                seen=one,
                low90=one.predicted.mean - half,
                high90=one.predicted.mean + half,
                significant=None
                if one.value_kind == "level"
                else published.significant(result.trial.arm(one.arm).people),
            )
        )
    return judged


def unpredicted(result: TrialResult, role: str) -> list[Failed]:
    """What a trial published but the instruments could not read, such as the diameter of hair where there is none."""
    return [
        Failed(
            trial=result.trial.id,
            because=f"{one.measure} of {one.arm} in week {one.week:g} could not be read of virtual people.",
        )
        for one in result.published()
        if one.published is not None and is_of(one.published, role) and not math.isfinite(one.predicted.mean)
    ]


def variance_to_judge_by(result: TrialResult, one: Comparison) -> float:
    """Variance of what the published mean would be, if the prediction were right.

    The predicted interval holds the chance of a trial of the published size. Where the paper's own standard error is
    larger than that chance, it takes its place; both together would count one chance twice.
    """
    half = (one.predicted.high90 - one.predicted.low90) / 2.0
    predicted = (half / HALF_WIDTH_90) ** 2
    error = None if one.published is None else one.published.standard_error(result.trial.arm(one.arm).people)
    if error is None:
        return predicted
    return predicted + max(0.0, error**2 - variance_of_chance(result, one))


def variance_of_chance(result: TrialResult, one: Comparison) -> float:
    """The part of the predicted variance that is chance: who happened to be in the arms."""
    variance = 0.0
    for name in (one.arm, one.versus):
        if name is None:
            continue
        seen = result.find(one.measure, one.week, one.value_kind, arm=name)
        enrolled = next(arm.people for arm in result.arms if arm.arm == name)
        if seen is not None and seen.predicted.sd_between_people is not None:
            size = people_at(result.trial, result.trial.arm(name), one.week, enrolled)
            variance += seen.predicted.sd_between_people**2 / size
    return variance
