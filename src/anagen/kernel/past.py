"""The untreated past: when androgen began to act on a person's follicles, and how it went on.

Before the onset a follicle does not feel androgen at all. From then on its response rises in steps to its full size;
a change, such as menopause, may multiply it later. The steps are piecewise constant, as all drives are, and begin on
the onset, so that a life cut into past and future is the same life.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled, inlined
from anagen.kernel.block import Follicles
from anagen.kernel.numbers import FollicleNumbers, Numbers

STEP_DAYS = 84.0
"""Width of a step of the rise; whole weeks, so that cells of a week or of a day fall within one step. Not biology."""
WEEK_DAYS = 7.0


class Past(NamedTuple):
    """The untreated androgen drive of people, one element each."""

    onset_day: NDArray[np.float64]
    change_day: NDArray[np.float64]
    change_factor: NDArray[np.float64]


def past_of(people: int, onset_day: Any, change_day: Any, change_factor: Any) -> Past:
    """The past of some people, each value one for each of them or one for all."""
    given = (onset_day, change_day, change_factor)
    return Past(*(np.array(np.broadcast_to(np.asarray(one, np.float64), (people,))) for one in given))


@inlined
def drive_on(day: float, onset: float, change: float, factor: float, rise: float) -> float:
    """Untreated androgen drive on a day, relative to a man's at its full height. [ratio]"""
    if day < onset:
        return 0.0
    step = math.floor((day - onset) / STEP_DAYS) + 1.0
    level = min(1.0, step * STEP_DAYS / rise) if rise > 0.0 else 1.0
    return level * factor if day >= change else level


@compiled
def untreated_androgen(left: float, width: float, i: int, past: Past, numbers: Numbers) -> float:
    """Mean untreated androgen drive of person i in a cell; exact where its pieces of a week lie within one step."""
    pieces = max(1, int(width / WEEK_DAYS)) if width < STEP_DAYS else 1
    total = 0.0
    for piece in range(pieces):
        day = left + width * (piece + 0.5) / pieces
        total += drive_on(
            day,
            past.onset_day[i],
            past.change_day[i],
            past.change_factor[i],
            numbers.susceptibility_rise_time,
        )
    return total / pieces


@compiled
def steps_of(i: int, past: Past, numbers: Numbers) -> int:
    """Steps from person i's onset until the drive no longer changes, or until day 0; at least one."""
    restless = past.onset_day[i] + numbers.susceptibility_rise_time
    if past.change_day[i] < 0.0:
        restless = max(restless, past.change_day[i])
    lived = min(restless, 0.0) - past.onset_day[i]
    return 1 + max(0, math.ceil(lived / STEP_DAYS))


@compiled
def fill_past(i: int, past: Past, numbers: Numbers, androgen: NDArray[np.float64]) -> None:
    """The drive of person i from a step before the onset on, a step a cell."""
    androgen[0] = 0.0
    for cell in range(1, androgen.size):
        left = past.onset_day[i] + STEP_DAYS * (cell - 1)
        androgen[cell] = untreated_androgen(left, STEP_DAYS, i, past, numbers)


def past_cells(past: Past, state: Follicles, numbers: FollicleNumbers, cell_days: float) -> int:
    """Cells before day 0 that are needed for the present cycles to meet the drives that they met when they began.

    One, which stands for all that went before, if every present cycle began when the drive had come to rest.
    """
    people = past.onset_day.size
    entry = state.entry_day.reshape(people, -1).min(axis=1, initial=0.0)
    entry = np.where(np.isfinite(entry), entry, 0.0)
    rest = past.onset_day + numbers.susceptibility_rise_time
    rest = np.where(past.change_day < 0.0, np.maximum(rest, past.change_day), rest)
    restless = (rest > entry) & (past.onset_day < 0.0)
    oldest = np.maximum(entry, past.onset_day)[restless].min(initial=0.0)
    return 1 + math.ceil(-oldest / cell_days)
