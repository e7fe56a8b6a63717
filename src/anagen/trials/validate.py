"""Judge the model on packaged trials: run each, and set every published outcome of a role beside what is predicted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from anagen.cluster.executor import Executor
from anagen.errors import AnagenError, InputError, unknown_name
from anagen.evidence import Catalogue, known
from anagen.provenance import Provenance, check_run, provenance
from anagen.trials.files import find_trial, packaged_trials
from anagen.trials.judging import EVERY_ROLE, Failed, Judged, is_of, judge, unpredicted
from anagen.trials.protocol import ROLES, Trial
from anagen.trials.result import DIGITS
from anagen.trials.run import run_trial

__all__ = ["Summary", "Validation", "validate"]

PEOPLE, FOLLICLES = 500, 400
Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Scores over all judged outcomes."""

    role: str
    entered_since: date | None = None
    """Only trials that were entered on this day or later; of any day if none."""
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
            "entered_since": self.entered_since.isoformat() if self.entered_since else None,
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
    entered_since: date | None = None
    """The first day on which their trials may have been entered, if one was asked for."""
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
            entered_since=self.entered_since,
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
        "entered": one.entered.isoformat() if one.entered else None,
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
    entered_since: date | None = None,
    people: int = PEOPLE,
    seed: int = 1,
    follicles: int = FOLLICLES,
    evidence: Catalogue | None = None,
    ensemble: Sequence[Catalogue] | None = None,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Validation:
    """Run packaged trials and judge the outcomes of a role.

    Parameters
    ----------
    role
        ``"validation"`` for what no fit has read, ``"calibration"`` for what one has, ``"all"`` for both.
    trials
        Identifiers or files; every packaged trial that has outcomes of the role if not given.
    entered_since
        Only trials whose files say that they were entered on this day or later. A model whose structure was fixed
        before that day cannot have been shaped by them.
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
    executor
        Where the work is done, as `anagen.cluster.workers.opened` gives it; this process if not given.

    Returns
    -------
    Validation
        Every judged outcome, and those trials that did not run.
    """
    if role not in (*ROLES, EVERY_ROLE):
        raise unknown_name("role", role, (*ROLES, EVERY_ROLE))
    check_run(seed=seed, people=people, follicles=follicles)
    plans = chosen(role, trials, entered_since)
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
                executor=executor,
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
        entered_since=entered_since,
        outcomes=tuple(judged),
        trials=tuple(ran),
        failed=tuple(failed),
        provenance=provenance(
            seed=seed,
            evidence=evidence.fingerprint,
            overrides=evidence.overrides_as_dicts(),
            settings={
                "people": people,
                "follicles": follicles,
                "role": role,
                **({} if entered_since is None else {"entered_since": entered_since.isoformat()}),
            },
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


def chosen(role: str, trials: Sequence[str | Path] | None, since: date | None = None) -> list[Trial]:
    """The trials that were asked for, or every packaged one, that have an outcome of a role and are new enough."""
    plans = [find_trial(name) for name in (packaged_trials() if trials is None else dict.fromkeys(trials))]
    without = [plan.id for plan in plans if not has(plan, role)]
    earlier = [plan.id for plan in plans if not is_entered(plan, since)]
    if trials is not None and without:
        raise InputError(
            f"{', '.join(without)} published nothing with the role '{role}'. "
            f"Ask for another role ({', '.join(ROLES)} or {EVERY_ROLE}), or another trial; "
            "in a file of your own each of [[outcomes]] says its role."
        )
    if trials is not None and earlier:
        raise InputError(
            f"The file of {', '.join(earlier)} does not say that it was entered on {since} or later. "
            "Ask for an earlier day, or another trial."
        )
    return [plan for plan in plans if has(plan, role) and is_entered(plan, since)]


def has(plan: Trial, role: str) -> bool:
    """Whether a trial has an outcome of a role."""
    return any(is_of(one, role) for one in plan.outcomes)


def is_entered(plan: Trial, since: date | None) -> bool:
    """Whether a trial says that it was entered on a day or later; every trial does where no day is asked for."""
    return since is None or (plan.entered is not None and plan.entered >= since)
