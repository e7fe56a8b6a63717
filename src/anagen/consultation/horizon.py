"""Which weeks a forecast looks at: those of its table, its charts, the early shed, and of what was measured."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from anagen.consultation.measurements import KINDS, Measurement
from anagen.errors import InputError
from anagen.units import DAYS_PER_WEEK, DAYS_PER_YEAR, MONTHS_PER_YEAR

__all__ = ["MONTHS", "check_days", "is_shed", "stop_weeks", "week_of", "weeks_looked_at"]

Floats = NDArray[np.float64]

MONTHS = (6, 12, 24, 60)
"""Months ahead that are told. [month]"""
STOP_MONTH, STOP_SEEN_MONTH = 12, 24
"""When a treatment is given up to see what stopping does, and when those who did are looked at. [month]"""
WEEKS_PER_MONTH = DAYS_PER_YEAR / DAYS_PER_WEEK / MONTHS_PER_YEAR
EARLY_WEEKS = (2, 4, 6, 8, 10, 12, 16, 20, 24)
"""Weeks in which an early shed is looked for."""
YEARLY_WEEKS, LATER_WEEKS = 13, 26
"""Between two readings, in the first two years and after them. [week]"""
MOST_YEARS = 60.0


def check_days(from_day: float, years: float, measurements: Sequence[Measurement]) -> None:
    """Refuse days that cannot be meant."""
    if not (math.isfinite(from_day) and 0.0 <= from_day <= MOST_YEARS * DAYS_PER_YEAR):
        raise InputError(
            f"Today cannot be day {from_day:g}. Give days since the answers were given, from 0 on."
        )
    if not 0.0 < years <= MOST_YEARS:
        raise InputError(
            f"Cannot look {years:g} years ahead. Give more than 0 and at most {MOST_YEARS:g} years."
        )
    late = [one for one in measurements if one.day > from_day + DAYS_PER_WEEK]
    if late:
        raise InputError(
            f"The {late[0].kind} of day {late[0].day:g} was measured after today, day {from_day:g}. Mend one of them."
        )


def is_shed(one: Measurement) -> bool:
    """Whether a measurement is a count of shed hairs."""
    return KINDS[one.kind].reads == "shed"


def weeks_looked_at(from_day: float, years: float, measurements: Sequence[Measurement]) -> Floats:
    """Weeks on which the crowd is read: for the table, the charts, the early shed and what was measured. [week]"""
    first, last = round(from_day / DAYS_PER_WEEK), max(1, round(years * MONTHS_PER_YEAR * WEEKS_PER_MONTH))
    weeks = {0, first, first + last}
    weeks |= set(range(0, first, YEARLY_WEEKS))
    weeks |= {first + week for week in EARLY_WEEKS if week < last}
    weeks |= {first + week for week in range(0, min(last, 2 * 52), YEARLY_WEEKS)}
    weeks |= {first + week for week in range(2 * 52, last, LATER_WEEKS)}
    weeks |= {first + week_of(month) for month in MONTHS if week_of(month) <= last}
    weeks |= {round(one.week_day / DAYS_PER_WEEK) for one in measurements}
    weeks |= {round(one.week_day / DAYS_PER_WEEK) - 4 for one in measurements if is_shed(one)}
    return np.array(sorted(week for week in weeks if week >= 0), np.float64)


def week_of(month: float) -> int:
    """The week nearest to some months ahead."""
    return round(month * WEEKS_PER_MONTH)


def stop_weeks() -> Floats:
    """Weeks on which those who stop are read. [week]"""
    first, last = week_of(STOP_MONTH), week_of(STOP_SEEN_MONTH)
    return np.unique(np.array([0, *range(first, last, YEARLY_WEEKS), last], np.float64))
