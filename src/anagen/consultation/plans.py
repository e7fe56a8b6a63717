"""Regimens in time: begun later, one after another, given up after a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from anagen.consultation.horizon import STOP_MONTH, STOP_SEEN_MONTH, week_of
from anagen.treatment.procedures import Procedure
from anagen.treatment.regimen import Course, Regimen
from anagen.units import DAYS_PER_WEEK, MONTHS_PER_YEAR

__all__ = ["joined", "started_on", "stopped_plans"]

Part = TypeVar("Part", bound="Course | Procedure")


def started_on(regimen: Regimen, day: float) -> Regimen:
    """A regimen that begins some days later. [day]"""

    def moved(one: Part) -> Part:
        stop = None if one.stop_day is None else one.stop_day + day
        return replace(one, start_day=one.start_day + day, stop_day=stop)

    return Regimen(
        courses=tuple(moved(one) for one in regimen.courses),
        procedures=tuple(moved(one) for one in regimen.procedures),
    )


def joined(first: Regimen, then: Regimen) -> Regimen:
    """Two regimens as one."""
    return Regimen(courses=(*first.courses, *then.courses), procedures=(*first.procedures, *then.procedures))


def stopped_plans(plans: Sequence[Regimen], from_day: float, years: float) -> dict[Regimen, Regimen]:
    """Each regimen given up after a year, if it goes on until then and begins today."""
    if from_day > 0.0 or years * MONTHS_PER_YEAR < STOP_SEEN_MONTH:
        return {}
    day = DAYS_PER_WEEK * week_of(STOP_MONTH)
    given_up = {one: one.until(day) for one in plans}
    return {one: after for one, after in given_up.items() if not one.is_empty and after != one}
