"""From when on the skin may be rolled again, by the model of the wound and the sessions that were done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from anagen.evidence import Catalogue, known
from anagen.rolling.dose import COURSE_DAYS, Rolled, course_risk, dose
from anagen.units import HOURS_PER_DAY

__all__ = ["Recovery", "recovery"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """What keeps from rolling on a day, and until when."""

    free_day: int | None
    """First whole day from today on that is free, counted from today; None if none is within half a year. [day]"""
    redness_day: int
    """Until when redness of the last session is seen, from today. [day]"""
    risk_percent: float
    """Risk of a scar with a session on the free day, or else today. [%]"""
    limit_percent: float
    """The risk that is accepted. [%]"""
    risk_decides: bool
    """Whether it is the risk that keeps from rolling today."""


def recovery(
    past: Sequence[Rolled], next_one: Rolled, *, least_days: int = 0, evidence: Catalogue | None = None
) -> Recovery:
    """The first day on which the accepted risk of a scar is kept, and redness is gone.

    Parameters
    ----------
    past
        Sessions that were done, on days before today, which is day 0.
    next_one
        The session that is planned; its day does not count.
    least_days
        Days from today that have to pass for other reasons. [day]
    evidence
        Where numbers stand; what is known, unless given.
    """
    numbers = evidence or known()
    limit = numbers.value("scar_risk_limit", "1")
    red = 0
    if past:
        last = max(past, key=lambda one: one.day)
        red_days = last.day + dose(last, evidence=numbers).redness_h / HOURS_PER_DAY
        red = max(0, -int(-red_days // 1))

    def risk_on(day: int) -> float:
        return course_risk([*past, replace(next_one, day=float(day))], evidence=numbers)

    today = risk_on(0)
    for day in range(max(least_days, red), COURSE_DAYS + 1):
        risk = today if day == 0 else risk_on(day)
        if risk <= limit:
            return Recovery(
                free_day=day,
                redness_day=red,
                risk_percent=100.0 * risk,
                limit_percent=100.0 * limit,
                risk_decides=today > limit,
            )
    return Recovery(
        free_day=None,
        redness_day=red,
        risk_percent=100.0 * today,
        limit_percent=100.0 * limit,
        risk_decides=True,
    )
