"""The result of a trial: predicted beside published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from anagen.provenance import Provenance
from anagen.trials.protocol import Outcome, Trial

__all__ = ["ArmResult", "Comparison", "Predicted", "TrialResult"]

DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicted:
    """What a trial of this size would report."""

    mean: float
    low90: float
    """Nine of ten such trials would report a mean between this ..."""
    high90: float
    """... and this, by chance and by what is not known of the numbers."""
    half_width_90: float
    """Half of that interval before it is cut off where no reading can be. [unit]"""
    sd_between_people: float | None = None
    """Standard deviation between people; none for a difference between arms."""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        spread = (
            {}
            if self.sd_between_people is None
            else {"sd_between_people": round(self.sd_between_people, DIGITS)}
        )
        return {
            "mean": round(self.mean, DIGITS),
            **spread,
            "low90": round(self.low90, DIGITS),
            "high90": round(self.high90, DIGITS),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One outcome of an arm, or of a contrast between two arms, predicted and, where there is one, published."""

    arm: str
    versus: str | None
    measure: str
    site: str
    week: float
    value_kind: str
    unit: str
    predicted: Predicted
    published: Outcome | None
    published_interval: tuple[float, float] | None
    """The published value's 90 % interval, where one can be told."""

    @property
    def error(self) -> float | None:
        """Predicted minus published."""
        return None if self.published is None else self.predicted.mean - self.published.value

    @property
    def inside_90(self) -> bool | None:
        """Whether the published value lies where nine of ten such trials would."""
        if self.published is None:
            return None
        return self.predicted.low90 <= self.published.value <= self.predicted.high90

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        who: dict[str, Any] = {} if self.versus is None else {"arm": self.arm, "versus": self.versus}
        return {
            **who,
            "measure": self.measure,
            "site": self.site,
            "week": int(self.week) if self.week == int(self.week) else self.week,
            "value_kind": self.value_kind,
            "unit": self.unit,
            "predicted": self.predicted.as_dict(),
            "published": self._published(),
            "role": None if self.published is None else self.published.role,
        }

    def _published(self) -> dict[str, Any] | None:
        if self.published is None:
            return None
        low, high = self.published_interval or (None, None)
        return {
            "value": self.published.value,
            "low": None if low is None else round(low, DIGITS),
            "high": None if high is None else round(high, DIGITS),
            "source": self.published.source,
            "source_listed": self.published.source_listed,
            "where": self.published.where,
            "trust": self.published.trust,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmResult:
    """All outcomes of one arm."""

    arm: str
    regimen: str
    people: int
    """How many virtual people took it."""
    outcomes: tuple[Comparison, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialResult:
    """A trial, run."""

    trial: Trial
    arms: tuple[ArmResult, ...]
    contrasts: tuple[Comparison, ...]
    notes: tuple[str, ...]
    """What to know before reading the figures."""
    provenance: Provenance

    def __iter__(self) -> Iterator[Comparison]:
        """All outcomes of all arms, then all contrasts."""
        for arm in self.arms:
            yield from arm.outcomes
        yield from self.contrasts

    def find(
        self, measure: str, week: float, value_kind: str, *, arm: str, versus: str | None = None
    ) -> Comparison | None:
        """One outcome or contrast; none if there is no such."""
        asked = (measure, week, value_kind, arm, versus)
        return next(
            (one for one in self if (one.measure, one.week, one.value_kind, one.arm, one.versus) == asked),
            None,
        )

    def published(self) -> list[Comparison]:
        """Those that have something published beside them."""
        return [one for one in self if one.published is not None]

    def as_dict(self) -> dict[str, Any]:
        """The result as plain values, for JSON."""
        return {
            "trial": self.trial.id,
            "title": self.trial.title,
            "arms": [
                {
                    "arm": one.arm,
                    "regimen": one.regimen,
                    "people": one.people,
                    "outcomes": [outcome.as_dict() for outcome in one.outcomes],
                }
                for one in self.arms
            ],
            "contrasts": [one.as_dict() for one in self.contrasts],
            "notes": list(self.notes),
            "provenance": self.provenance.as_dict(),
        }

    def __repr__(self) -> str:
        beside = self.published()
        inside = sum(bool(one.inside_90) for one in beside)
        return f"TrialResult({self.trial.id}: {inside} of {len(beside)} published values within the 90 % interval)"
