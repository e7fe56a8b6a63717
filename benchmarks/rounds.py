"""Times of pieces of work that run in turn, round after round, so that a slow spell of the machine hits all alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

Work = Callable[[], Any]


def medians(
    works: Mapping[str, Work], rounds: int, clock: Callable[[], float] = time.thread_time
) -> dict[str, float]:
    """Seconds of each piece of work: the median of its rounds; one run of each beforehand is not counted."""
    seen: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        work()
    for _ in range(rounds):
        for name, work in works.items():
            start = clock()
            work()
            seen[name].append(clock() - start)
    return {name: statistics.median(times) for name, times in seen.items()}


def exponent(sizes: Sequence[float], times: Sequence[float]) -> float:
    """The exponent of a power law through times at sizes, by least squares of the logarithms."""
    return round(float(np.polyfit(np.log(sizes), np.log(times), 1)[0]), 2)


def significant(value: float, digits: int = 3) -> float:
    """A figure without the digits that nobody measured."""
    return float(f"{value:.{digits}g}")
