"""Recording by differences: each event adds to the visits after it, once; a running sum gives what a visit sees.

The cost is a few additions an event, however many visits there are. All sums are integers, so that they do not depend
on the order in which threads add them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled, f4, f8, i4, i8, inlined, u4
from anagen.kernel.clocks import Clocks, Grid, cell_of, clock_reading, search_clock
from anagen.kernel.numbers import Numbers
from anagen.laws.arithmetic import power_f32
from anagen.laws.miniaturization import appetite, thinned_size, thinning_exposure

HAIR = 0
"""Window of a channel: a hair stands at the skin, from anagen start plus lag until its release."""
ANAGEN = 1
"""Window of a channel: a hair grows, from anagen start plus lag until anagen's end."""
FIXED_POINT = f4(2.0**20)
"""Sums of powers of the diameter are kept in units of 2**-20."""
REFERENCE_UM = f4(64.0)
"""Powers of the diameter are taken of diameter / 64 um, a scale that keeps fixed-point sums exact; not biology."""
COUNT = f4(0.0)
ONE_HAIR = i8(1)


class Channel(NamedTuple):
    """One thing to read off the follicles at each visit.

    ``power`` 0 counts hairs of at least ``threshold_um``; p > 0 sums (diameter / `REFERENCE_UM`) ** p over them.
    """

    window: int
    threshold_um: float
    lag_days: float
    power: float


class Record(NamedTuple):
    """Differences between visits; the last row of each takes what happens after the last visit."""

    visit_after: NDArray[np.int32]
    """For each cell of the grid, and one beyond: the first visit at or after the cell's right edge."""
    visit_days: NDArray[np.float64]
    window: NDArray[np.int64]
    threshold: NDArray[np.float32]
    lag: NDArray[np.float64]
    power: NDArray[np.float32]
    sums: NDArray[np.int64]
    """[channels, visits + 1]"""
    moves: NDArray[np.int64]
    """[visits + 1, 6]: first entries into anagen, exits from anagen, catagen, telogen, kenogen; losses."""
    shed: NDArray[np.int64]
    """[visits + 1]: releases of a hair of at least ``shed_threshold``."""
    shed_threshold: np.float32


@compiled
def with_room(
    record: Record, sums: NDArray[np.int64], moves: NDArray[np.int64], shed: NDArray[np.int64]
) -> Record:
    """The same channels with other room to write to."""
    return Record(
        record.visit_after,
        record.visit_days,
        record.window,
        record.threshold,
        record.lag,
        record.power,
        sums,
        moves,
        shed,
        record.shed_threshold,
    )


@inlined
def open_cell(day: float, grid: Grid) -> int:
    """Index of the cell of a day, where all days after the grid share one more cell."""
    cell = i4(np.floor((day - grid.first_day) * grid.cells_per_day))
    cell = i4(0) if cell < 0 else cell
    last = i4(grid.last_cell + 1)
    return last if cell > last else cell


@compiled
def find_visits(m: int, day: Any, lag: float, grid: Grid, visit_after: Any, visit: Any) -> None:
    """For each follicle, the first visit that sees an event of a given day; one past the last visit if none does."""
    for j in range(m):
        visit[j] = visit_after[u4(open_cell(day[j] + lag, grid))]


@compiled
def first_visit(day: float, grid: Grid, visit_after: Any) -> int:
    """The first visit that sees an event of a given day."""
    return i4(visit_after[u4(open_cell(day, grid))])


@compiled
def count_moves(m: int, visit: Any, kind: int, moves: Any) -> None:
    """Add one to a kind of move at each follicle's visit."""
    for j in range(m):
        moves[u4(visit[j]), kind] += 1


@compiled
def count_shed(m: int, visit: Any, full_diameter: Any, size: Any, threshold: float, shed: Any) -> None:
    """Count the released hairs that are thick enough to be seen."""
    for j in range(m):
        shed[u4(visit[j])] += i8(full_diameter[j] * size[j] >= threshold)


@compiled
def thinning_day(
    entry: float, size: float, smaller: float, sensitivity: float, clocks: Clocks, numbers: Numbers
) -> float:
    """The day on which a hair that thins within anagen passes a smaller size. [day]"""
    exposure = thinning_exposure(
        size,
        smaller,
        numbers.within_anagen_thinning_rate,
        appetite(sensitivity, numbers.size_target_hill),
    )
    start = clock_reading(entry, 0.0, clocks.exposure, clocks.grid)
    return search_clock(cell_of(entry, clocks.grid), start + f8(exposure), 0.0, clocks.exposure, clocks.grid)


@inlined
def hair_value(diameter: float, power: float) -> int:
    """What a hair of a diameter adds to a channel."""
    if power == COUNT:
        return ONE_HAIR
    return i8(power_f32(diameter / REFERENCE_UM, power) * FIXED_POINT)


@compiled
def record_channel(
    m: int,
    begin: Any,
    end: Any,
    full_diameter: Any,
    size_in: Any,
    size_out: Any,
    threshold: float,
    power: float,
    sums: Any,
    thinning: Any,
) -> int:
    """Book hairs that keep their diameter from the visit that first sees them to the visit that no longer does.

    Hairs that thin within anagen, and so cross the threshold or change their value, are left to the two functions
    below: their places go into ``thinning``, their number is returned.
    """
    left = 0
    for j in range(m):
        if begin[j] >= end[j]:
            continue
        diameter = full_diameter[j] * size_in[j]
        if diameter < threshold:
            continue
        later = full_diameter[j] * size_out[j]
        if later < threshold or (power != COUNT and later < diameter):
            thinning[left] = j
            left += 1
            continue
        value = hair_value(diameter, power)
        sums[u4(begin[j])] += value
        sums[u4(end[j])] -= value
    return left


@compiled
def record_thinning_count(
    begin: int,
    end: int,
    entry: float,
    size_in: float,
    threshold_size: float,
    sensitivity: float,
    clocks: Clocks,
    numbers: Numbers,
    visit_after: Any,
    sums: Any,
) -> None:
    """Count one hair that thins within anagen, until the exact day on which it passes the threshold."""
    day = thinning_day(entry, size_in, threshold_size, sensitivity, clocks, numbers)
    visit = first_visit(day, clocks.grid, visit_after)
    sums[begin] += ONE_HAIR
    sums[min(max(visit, begin), end)] -= ONE_HAIR


@compiled
def record_thinning_power(
    begin: int,
    end: int,
    entry: float,
    anagen_end: float,
    full_diameter: float,
    size_in: float,
    sensitivity: float,
    threshold: float,
    power: float,
    clocks: Clocks,
    numbers: Numbers,
    visit_days: Any,
    sums: Any,
) -> None:
    """Book the value of one hair that thins within anagen, as it is at each visit that sees it.

    The only place where the kernel looks at a hair at each visit: a sum of powers of a thinning hair changes all the
    time, and what a visit reads must not depend on what comes after it.
    """
    rate = numbers.within_anagen_thinning_rate
    wish = appetite(sensitivity, numbers.size_target_hill)
    start = clock_reading(entry, 0.0, clocks.exposure, clocks.grid)
    booked = i8(0)
    for visit in range(begin, end):
        day = min(visit_days[visit], anagen_end)
        exposure = f4(clock_reading(day, 0.0, clocks.exposure, clocks.grid) - start)
        diameter = full_diameter * thinned_size(size_in, rate, wish, exposure)
        value = hair_value(diameter, power) if diameter >= threshold else i8(0)
        sums[visit] += value - booked
        booked = value
    sums[end] -= booked
