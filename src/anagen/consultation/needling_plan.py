"""Length and interval of needling: by setting, by what else is put on, and under the model's limit of scars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from anagen.consultation.catalog import catalog
from anagen.units import every_words

__all__ = ["NeedlingPlan", "needling_plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedlingPlan:
    """How the scalp would be rolled."""

    setting: str
    needle_mm: float
    """[mm]"""
    every_days: float
    """Between sessions: the model's best interval, or the shortest that the rules allow if that is longer. [day]"""
    best_days: float
    """The interval that the model finds best within the accepted risk of a scar. [day]"""
    scar_risk: float
    """Over a course at that best interval. [ratio]"""
    risk_decides: bool
    """Whether more frequent sessions would do more, were it not for the risk."""
    wait_hours: float
    """From a session until something is put on. [hour]"""
    passes: float
    weeks: float
    """Length of the course: that over which the risk is counted. [week]"""

    @property
    def regimen(self) -> str:
        """The course in words that `Regimen.of` reads."""
        return (
            f"microneedling {self.needle_mm:g} mm {self.passes:g} passes "
            f"{every_words(self.every_days)} for {self.weeks:g} weeks"
        )


def needling_plan(
    setting: str, *, with_topical: bool, answers: Mapping[str, Any] | None = None
) -> NeedlingPlan | None:
    """The course of needling that suits; None if at no interval the risk of a scar is accepted.

    Parameters
    ----------
    setting
        ``"home"`` or ``"clinic"``.
    with_topical
        Whether something is put on the scalp besides.
    answers
        Of the person: dark skin takes the short end of the lengths.
    """
    about = catalog().needling
    short, long = about[setting]["with_topical" if with_topical else "alone"]
    skin = (answers or {}).get("fitzpatrick")
    dark = skin is not None and skin >= about["dark_skin_from"]
    length = short if dark else long
    best = _best(length)
    if best is None:
        return None
    least = next(one["days"] for one in about["least"] if length <= one["up_to_mm"])
    # On dark skin needles are shorter, but sessions no closer than with the usual ones: both spare it.
    usual = _best(long)
    slowest = max(best.interval_days, least, usual.interval_days if dark and usual is not None else 0.0)
    return NeedlingPlan(
        setting=setting,
        needle_mm=length,
        every_days=slowest,
        best_days=best.interval_days,
        scar_risk=best.scar_risk,
        risk_decides=best.risk_decides,
        wait_hours=about["wait_hours"],
        passes=about["passes"],
        weeks=about["weeks"],
    )


@cache
def _best(length_mm: float) -> Any:
    """The best interval of the model for a length of needles."""
    from anagen.evidence import known
    from anagen.wound.interval import best_interval

    return best_interval(length_mm, evidence=known())
