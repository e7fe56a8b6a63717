"""When something is due: at a pace, from a day, until a day."""

from __future__ import annotations

import math
from bisect import bisect_left
from decimal import Decimal

from anagen.errors import RegimenError

__all__ = ["check_share", "check_times", "due_days", "put_off", "text_of"]

SHORTEST_INTERVAL_DAYS, LONGEST_INTERVAL_DAYS = 1.0 / 24.0, 366.0
ROUNDING = 1e-9
"""Share of an interval, or part of a day, that counts as nothing."""


def text_of(value: float) -> str:
    """A number as short as it can be written without changing it."""
    return format(Decimal(repr(float(value))).normalize(), "f")


def due_days(start_day: float, every_days: float, stop_day: float | None, until_day: float) -> list[float]:
    """Days on which something is due before a day. [day]

    Parameters
    ----------
    start_day
        The first. [day]
    every_days
        Time from one to the next. [day]
    stop_day
        From when on nothing is due any more; None if it goes on. [day]
    until_day
        How far to look. [day]
    """
    end = until_day if stop_day is None else min(until_day, stop_day)
    # Counted, not added up, so that the hundredth is where it should be; the tolerance is rounding.
    count = max(0, math.ceil((end - start_day) / every_days - ROUNDING))
    return [start_day + k * every_days for k in range(count)]


def put_off(days: list[float], rolled: list[float], wait_days: float) -> list[float]:
    """Doses that keep a wait after each rolling: one that falls into it is put off to its end. [day]

    Of several that fall into one wait only one is given then, and none if another is due at that moment anyway.

    Parameters
    ----------
    days
        When doses would be due. [day]
    rolled
        When the scalp is rolled. [day]
    wait_days
        The wait. [day]
    """
    kept, moved, done = [], [], 0
    for roll in rolled:
        end = roll + wait_days
        first, after = (bisect_left(days, day - ROUNDING) for day in (roll, end))
        kept += days[done:first]
        done = max(done, after)
        due_then = after < len(days) and abs(days[after] - end) <= ROUNDING
        if after > first and not due_then:
            moved.append(end)
    return sorted(kept + days[done:] + moved)


def check_times(what: str, every_days: float, start_day: float, stop_day: float | None) -> None:
    """Refuse a course whose times cannot be followed."""
    if not SHORTEST_INTERVAL_DAYS <= every_days <= LONGEST_INTERVAL_DAYS:
        raise RegimenError(
            f"A dose of {what} every {text_of(every_days)} days cannot be followed. "
            "Give one between every hour and every year."
        )
    if not (math.isfinite(start_day) and start_day >= 0.0):
        raise RegimenError(
            f"The course of {what} starts on day {text_of(start_day)}; the first possible is day 0."
        )
    if stop_day is not None and not (math.isfinite(stop_day) and stop_day > start_day):
        raise RegimenError(
            f"The course of {what} ends on day {text_of(stop_day)} "
            f"but starts on day {text_of(start_day)}. Let it end later."
        )


def check_share(fraction: float, of_what: str) -> None:
    """Refuse a share of doses or sessions that is none."""
    if not 0.0 <= fraction <= 1.0:
        raise RegimenError(f"{text_of(100.0 * fraction)} % of {of_what} cannot be taken. Give 0 to 100 %.")
