"""Recording by differences: each event adds to the visits after it, once; a running sum gives what a visit sees.

The cost is a few additions an event, however many visits there are. All sums are integers, so that they do not depend
on the order in which threads add them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled, compiled_pass, f4, f8, i4, i8, inlined, u4, u8
from anagen.kernel.clocks import Clocks, Grid, cell_of, clock_reading, search_clock
from anagen.kernel.numbers import Numbers
from anagen.laws.arithmetic import exp_f32, power_f32
from anagen.laws.miniaturization import appetite, thinning_exposure

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
ENDLESS = f4(np.inf)
LANES = u8(16)
"""Visits that `record_thinning_power` takes at a time; rows of visits have room for as many beyond the last."""


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
    levels: NDArray[np.int64]
    """[channels, visits + `LANES`]: not differences, but what a visit sees of hairs that are thinning."""
    exposure: NDArray[np.float64]
    """[visits + `LANES`]: what the exposure clock shows on the day of each visit."""
    moves: NDArray[np.int64]
    """[visits + 1, 6]: first entries into anagen, exits from anagen, catagen, telogen, kenogen; losses."""
    shed: NDArray[np.int64]
    """[visits + 1]: releases of a hair of at least ``shed_threshold``."""
    shed_threshold: np.float32


@compiled
def with_room(
    record: Record,
    sums: NDArray[np.int64],
    levels: NDArray[np.int64],
    exposure: NDArray[np.float64],
    moves: NDArray[np.int64],
    shed: NDArray[np.int64],
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
        levels,
        exposure,
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


@compiled_pass
def find_cells(m: int, day: Any, lag: float, grid: Grid, cell: Any) -> int:
    """The (open) cell of each follicle's day, a lag later; returns the earliest of them."""
    earliest = i4(grid.last_cell)
    for j in range(m):
        k = open_cell(day[j] + lag, grid)
        cell[j] = k
        earliest = min(earliest, k)
    return earliest


@compiled_pass
def first_visit(day: float, grid: Grid, visit_after: Any) -> int:
    """The first visit that sees an event of a given day."""
    return i4(visit_after[u4(open_cell(day, grid))])


@compiled_pass
def count_moves(m: int, cell: Any, kind: int, visit_after: Any, moves: Any) -> None:
    """Add one to a kind of move at the first visit that sees each follicle's event."""
    for j in range(m):
        moves[u4(visit_after[u4(cell[j])]), kind] += 1


@compiled_pass
def count_shed(
    m: int, cell: Any, full_diameter: Any, size: Any, threshold: float, visit_after: Any, shed: Any
) -> None:
    """Count the released hairs that are thick enough to be seen."""
    for j in range(m):
        shed[u4(visit_after[u4(cell[j])])] += i8(full_diameter[j] * size[j] >= threshold)


@compiled_pass
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
def fixed_power(diameter: float, power: float) -> float:
    """Power of a diameter in fixed-point units, not yet rounded."""
    return power_f32(diameter / REFERENCE_UM, power) * FIXED_POINT


@inlined
def hair_value(diameter: float, power: float) -> int:
    """What a hair of a diameter adds to a channel."""
    if power == COUNT:
        return ONE_HAIR
    return i8(fixed_power(diameter, power))


@inlined
def decay_of(power: float, rate: float, appetites: float) -> float:
    """How the logarithm of a thinning hair's value changes with exposure. [1/day]"""
    return -power * rate * appetites


@inlined
def thinning_value(full: float, decay: float, passed: float) -> int:
    """What a thinning hair adds after some exposure since its anagen began."""
    return i8(full * exp_f32(decay * passed))


@compiled_pass
def mark_counted(
    m: int,
    begin_cell: Any,
    end_cell: Any,
    full_diameter: Any,
    size_in: Any,
    size_out: Any,
    threshold: float,
    value: Any,
    thinning: Any,
) -> int:
    """What each hair adds to a count; hairs that pass the threshold as they thin are marked and their number returned.

    A hair that begins and ends between the same two visits is added and taken away at one visit: it need not be told
    apart.
    """
    n = 0
    for j in range(m):
        seen = (begin_cell[j] < end_cell[j]) & (full_diameter[j] * size_in[j] >= threshold)
        stays = full_diameter[j] * size_out[j] >= threshold
        value[j] = i4(seen & stays)
        thinning[j] = i4(seen & (not stays))
        n += i4(seen & (not stays))
    return n


@compiled_pass
def mark_weighed(
    m: int,
    begin_cell: Any,
    end_cell: Any,
    full_diameter: Any,
    size_in: Any,
    size_out: Any,
    threshold: float,
    thinning: Any,
) -> int:
    """Mark hairs whose value changes as they thin; returns their number."""
    n = 0
    for j in range(m):
        seen = (begin_cell[j] < end_cell[j]) & (full_diameter[j] * size_in[j] >= threshold)
        thins = seen & (size_out[j] < size_in[j])
        thinning[j] = i4(thins)
        n += i4(thins)
    return n


@compiled_pass
def weigh_steady(
    m: int,
    begin_cell: Any,
    end_cell: Any,
    full_diameter: Any,
    size_in: Any,
    size_out: Any,
    threshold: float,
    power: float,
    value: Any,
) -> None:
    """What each hair that keeps its diameter adds to a sum of powers."""
    for j in range(m):
        diameter = full_diameter[j] * size_in[j]
        steady = (begin_cell[j] < end_cell[j]) & (diameter >= threshold) & (size_out[j] >= size_in[j])
        value[j] = hair_value(diameter, power) if steady else i8(0)


@compiled_pass
def book(m: int, begin_cell: Any, end_cell: Any, value: Any, visit_after: Any, sums: Any) -> None:
    """Add each hair's value from the visit that first sees it to the visit that no longer does."""
    for j in range(m):
        sums[u4(visit_after[u4(begin_cell[j])])] += value[j]
        sums[u4(visit_after[u4(end_cell[j])])] -= value[j]


@compiled_pass
def list_marked(m: int, mark: Any, place: Any) -> int:
    """Places of the marked follicles; returns their number."""
    n = 0
    for j in range(m):
        place[n] = j
        n += mark[j]
    return n


@compiled_pass
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
    if begin >= end:
        return
    day = thinning_day(entry, size_in, threshold_size, sensitivity, clocks, numbers)
    visit = first_visit(day, clocks.grid, visit_after)
    sums[begin] += ONE_HAIR
    sums[min(max(visit, begin), end)] -= ONE_HAIR


@compiled_pass
def exposure_at_visits(visit_days: Any, clocks: Clocks, exposure: Any) -> None:
    """What the exposure clock shows on each day of a visit. [day]"""
    for visit in range(visit_days.size):
        exposure[visit] = clock_reading(visit_days[visit], 0.0, clocks.exposure, clocks.grid)


@compiled_pass
def weigh_ends(
    m: int,
    full_diameter: Any,
    size_in: Any,
    size_out: Any,
    appetites: Any,
    threshold: float,
    power: float,
    rate: float,
    value: Any,
    last_value: Any,
    decay: Any,
    limit: Any,
) -> None:
    """For hairs that thin: value at the start and at the end, its decay with exposure, exposure at the threshold."""
    for j in range(m):
        first = full_diameter[j] * size_in[j]
        value[j] = fixed_power(first, power)
        decay[j] = decay_of(power, rate, appetites[j])
    for j in range(m):
        last = full_diameter[j] * size_out[j]
        last_value[j] = fixed_power(last, power) if last >= threshold else COUNT
    if threshold > COUNT:
        for j in range(m):
            limit[j] = thinning_exposure(full_diameter[j] * size_in[j], threshold, rate, appetites[j])
    else:
        for j in range(m):
            limit[j] = ENDLESS


@compiled_pass
def record_thinning_power(
    n: int,
    place: Any,
    begin_cell: Any,
    anagen_cell: Any,
    end_cell: Any,
    start: Any,
    value: Any,
    last_value: Any,
    decay: Any,
    limit: Any,
    visit_after: Any,
    exposure: Any,
    levels: Any,
    sums: Any,
) -> None:
    """Book the values of hairs that thin within anagen, as they are at each visit that sees them.

    The only place where the kernel looks at a hair at each visit: a sum of powers of a thinning hair changes all the
    time, and what a visit reads must not depend on what comes after it. Visits of one hair are taken `LANES` at a
    time, those beyond its end adding nothing.
    """
    for k in range(n):
        j = u4(place[k])
        begin, end = visit_after[u4(begin_cell[j])], visit_after[u4(end_cell[j])]
        still = min(max(visit_after[u4(anagen_cell[j])], begin), end)
        if end > still:
            last = i8(last_value[j])
            sums[u4(still)] += last
            sums[u4(end)] -= last
        from_reading, full, rate, until = start[j], value[j], decay[j], limit[j]
        stop = u8(still)
        for visit in range(u8(begin), u8(begin) + ((stop - u8(begin) + LANES - u8(1)) & ~(LANES - u8(1)))):
            passed = f4(exposure[visit] - from_reading)
            seen = (visit < stop) & (passed <= until)
            levels[visit] += thinning_value(full, rate, passed) if seen else i8(0)
