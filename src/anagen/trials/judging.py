"""Judge one trial's result: does what was published lie where it was predicted, and is the sign right?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from anagen.trials.protocol import HALF_WIDTH_90, Outcome
from anagen.trials.result import DIGITS, Comparison, TrialResult
from anagen.trials.values import people_at

__all__ = ["EVERY_ROLE", "Failed", "Judged", "is_of", "judge", "unpredicted"]

EVERY_ROLE = "all"
"""The word for outcomes of both roles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One published outcome, and how the prediction stands to it."""

    trial: str
    """Identifier of the trial."""
    entered: date | None = None
    """When the trial was entered, if it says so."""
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
            "entered": self.entered.isoformat() if self.entered else None,
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
                entered=result.trial.entered,
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
    predicted = (one.predicted.half_width_90 / HALF_WIDTH_90) ** 2
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
