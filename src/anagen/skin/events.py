"""When a scalp is rolled, washed and treated: the events of a course, in minutes and in order."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError
from anagen.units import MINUTES_PER_DAY

__all__ = ["APPLY", "ROLL", "WASH", "Events", "events"]

WASH, ROLL, APPLY = range(3)
"""Kinds of events, in the order in which they happen at one time."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Events:
    """What happens, rising in time."""

    minute: NDArray[np.int64]
    """[min]"""
    kind: NDArray[np.int64]


def events(
    applied_days: Iterable[float], rolled_days: Iterable[float] = (), washed_days: Iterable[float] = ()
) -> Events:
    """The events of a course, each on its nearest minute.

    Parameters
    ----------
    applied_days, rolled_days, washed_days
        When the scalp is treated, rolled and washed. [day]
    """
    rows = [
        (_minute(day), kind)
        for kind, days in ((WASH, washed_days), (ROLL, rolled_days), (APPLY, applied_days))
        for day in days
    ]
    rows.sort()
    return Events(
        minute=np.array([minute for minute, _ in rows], dtype=np.int64),
        kind=np.array([kind for _, kind in rows], dtype=np.int64),
    )


def _minute(day: float) -> int:
    if not (math.isfinite(day) and day >= 0.0):
        raise InputError(f"Nothing can happen on day {day:g}: a course starts on day 0.")
    return math.floor(day * MINUTES_PER_DAY + 0.5)
