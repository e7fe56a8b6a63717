"""What is said of a trial's design: power, the results that it might have, responders, when an effect shows."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from anagen.provenance import Provenance
from anagen.trials.protocol import Trial

__all__ = ["ContrastPower", "PowerResult", "Responders", "SizePower"]

DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Responders:
    """People whose change from baseline reaches a threshold."""

    share: float
    """In the arm."""
    share_versus: float
    """In the arm that it is compared with."""
    difference: float
    low90: float
    """Nine of ten such trials would report a difference between this ..."""
    high90: float
    """... and this."""
    number_needed_to_treat: float | None
    """Treated for one more responder; none where there is no more."""
    nnt_low90: float | None
    """Nine of ten such trials would report one between this ..."""
    nnt_high90: float | None
    """... and this; none where the interval of the difference reaches zero, so that no number bounds it."""
    power: float
    """Share of trials whose two shares differ significantly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SizePower:
    """What trials with so many people in each arm would show."""

    people: int
    """People in each arm at the start."""
    power: float
    """Share of trials in which the arms differ significantly."""
    low95: float
    """95 % interval of that share from so many simulated trials (Wilson)."""
    high95: float
    assurance: float
    """Mean power over all sets of numbers that fit: the chance to succeed, as far as is known."""
    assurance_low: float
    """Lowest power of any of the sets."""
    assurance_high: float
    wrong_sign: float
    """Share of trials that are significant the wrong way."""
    difference: float
    """Median of the differences that trials report. [unit of the measure]"""
    low90: float
    """Nine of ten trials report a difference between this ..."""
    high90: float
    """... and this."""
    exaggeration: float
    """How many times too large the difference is in trials that are significant, on average."""
    responders: Responders
    power_by_visit: tuple[float, ...]
    """At each visit after baseline."""
    detected_week: float | None
    """First visit from which on the power is 80 % or more up to the one asked for; none if it is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContrastPower:
    """One arm against another."""

    arm: str
    versus: str
    difference: float
    """Difference of mean changes over all virtual people. [unit of the measure]"""
    sd: float
    """Standard deviation of a measured change in the arm. [unit of the measure]"""
    sd_versus: float
    sizes: tuple[SizePower, ...]
    people_for_80: int | None
    """People in each arm at the start for a power of 80 %; none where there is no effect to find."""
    people_for_90: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerResult:
    """The power of a trial's design."""

    trial: Trial
    measure: str
    unit: str
    week: float
    alpha: float
    simulations: int
    responder: str
    """The threshold of a response, in words."""
    weeks: tuple[float, ...]
    """Visits after baseline."""
    contrasts: tuple[ContrastPower, ...]
    notes: tuple[str, ...]
    provenance: Provenance

    def as_dict(self) -> dict[str, Any]:
        """The result as plain values, for JSON."""
        return {
            "trial": self.trial.id,
            "title": self.trial.title,
            "measure": self.measure,
            "unit": self.unit,
            "week": self.week,
            "alpha": self.alpha,
            "simulations": self.simulations,
            "responder": self.responder,
            "weeks": list(self.weeks),
            "contrasts": [rounded(asdict(one)) for one in self.contrasts],
            "notes": list(self.notes),
            "provenance": self.provenance.as_dict(),
        }

    def rows(self) -> list[dict[str, Any]]:
        """One flat row for each contrast and size."""
        found = []
        for one in self.contrasts:
            for size in one.sizes:
                plain = asdict(size)
                responders = plain.pop("responders")
                by_visit = plain.pop("power_by_visit")
                found.append(
                    {"arm": one.arm, "versus": one.versus, "measure": self.measure, "week": self.week}
                    | plain
                    | {f"responders_{name}": value for name, value in responders.items()}
                    | {f"power_week_{w:g}": p for w, p in zip(self.weeks, by_visit, strict=True)}
                )
        return found

    def __repr__(self) -> str:
        needs = ", ".join(f"{one.arm}: {one.people_for_80}" for one in self.contrasts)
        return f"PowerResult({self.trial.id}, {self.measure} at week {self.week:g}; people for 80 %: {needs})"


def rounded(value: Any) -> Any:
    """Plain values with as many digits as matter; what is not finite is none."""
    if isinstance(value, dict):
        return {name: rounded(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(one) for one in value]
    if isinstance(value, float):
        return round(value, DIGITS) if math.isfinite(value) else None
    return value
