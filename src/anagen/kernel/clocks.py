"""The drives of one person as cumulative clocks on a uniform grid, and the exact inversion of a clock.

Drives are constant within a cell, so that every clock is a piecewise linear, growing function of time. Its inverse is
found exactly: no time step, no time-step error. To the left of the first cell and to the right of the last one the
outermost cells go on for ever.

A rule of the compiled code in this folder: no array goes into a function that a loop over follicles pastes in. Numba
would count references to it for each follicle, which costs more than the biology. Loops look arrays up, laws see
numbers.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import borrowing, compiled, f8, i8, inlined, u4
from anagen.kernel.numbers import Numbers
from anagen.laws.cycle import (
    anagen_clock_androgen,
    anagen_clock_rebound,
    anagen_clock_relief,
    habit,
    kenogen_clock,
    missed,
    telogen_clock,
)


class Clock(NamedTuple):
    """A clock whose speed is ``base + share * extra``, where each follicle has its own share.

    ``speed_*[i]`` holds inside cell i, ``reading_*[i]`` is what the clock shows at the left edge of cell i, and
    ``steady_until[i]`` is the day up to which the speed of cell i does not change.
    """

    speed_base: NDArray[np.float64]
    speed_extra: NDArray[np.float64]
    reading_base: NDArray[np.float64]
    reading_extra: NDArray[np.float64]
    steady_until: NDArray[np.float64]


class Grid(NamedTuple):
    """Cells of equal width: cell i covers [first_day + i * cell_days, first_day + (i + 1) * cell_days). [day]"""

    first_day: float
    cell_days: float
    cells_per_day: float
    last_cell: int


class Clocks(NamedTuple):
    """Everything that the follicles of one person share while they live."""

    grid: Grid
    androgen: NDArray[np.float64]
    lift: NDArray[np.float64]
    """Share of the way back to full size that healing adds to the size target. [ratio]"""
    gain: NDArray[np.float64]
    """By how much minoxidil thickens a shaft, relative to it and to what the follicle has lost. [ratio]"""
    anagen: Clock
    telogen: Clock
    kenogen: Clock
    exposure: Clock


@inlined
def cell_up_to(last: int, day: float, grid: Grid) -> int:
    """Index of the cell that holds a day; the first and a last one take what lies beyond them."""
    cell = i8(math.floor((day - grid.first_day) * grid.cells_per_day))  # a GPU knows no `np.floor`
    cell = i8(0) if cell < 0 else cell
    return last if cell > last else cell


@inlined
def cell_of(day: float, grid: Grid) -> int:
    """Index of the cell that holds a day; the outermost cells take what lies beyond them."""
    return cell_up_to(grid.last_cell, day, grid)


@borrowing
def search_clock(start: int, reading: float, share: float, clock: Clock, grid: Grid) -> float:
    """The day, in cell `start` or later, on which a clock shows a given reading; exact for piecewise constant speed.

    A bracketed Newton search over cells: each step goes as far as the speed of the present cell would need, and one
    step lands in the right cell wherever the speed changes slowly.
    """
    low, high, i = start, grid.last_cell, start
    while True:
        k = u4(i)
        speed = clock.speed_base[k] + share * clock.speed_extra[k]
        missing = reading - (clock.reading_base[k] + share * clock.reading_extra[k])
        width = speed * grid.cell_days
        if missing < 0.0 and i > low:
            high = i - 1
            step = i8(missing / width) - 1
            i = i + step if i + step > low else low
        elif missing >= width and i < high:
            low = i + 1
            step = i8(missing / width)
            i = i + step if step > 0 and i + step < high else (low if step <= 0 else high)
        else:
            return grid.first_day + grid.cell_days * f8(i) + missing / speed


@borrowing
def clock_reading(day: float, share: float, clock: Clock, grid: Grid) -> float:
    """What a clock shows on a day. [day of operational time]"""
    i = u4(cell_of(day, grid))
    into = day - (grid.first_day + grid.cell_days * f8(i))
    speed = clock.speed_base[i] + share * clock.speed_extra[i]
    return (clock.reading_base[i] + share * clock.reading_extra[i]) + into * speed


@borrowing
def clock_exit(day: float, length: float, share: float, clock: Clock, grid: Grid) -> float:
    """The day on which a stay of a given operational length ends, when it began on a given day. [day]"""
    cell = u4(cell_of(day, grid))
    end = day + length / (clock.speed_base[cell] + share * clock.speed_extra[cell])
    if end <= clock.steady_until[cell]:
        return end
    reading = clock_reading(day, share, clock, grid) + length
    return search_clock(cell_of(day, grid), reading, share, clock, grid)


@compiled
def fill_clock(clock: Clock, grid: Grid) -> None:
    """The readings of a clock whose speeds are given, and until when each speed lasts."""
    base, extra, n = clock.speed_base, clock.speed_extra, clock.speed_base.size
    clock.reading_base[0] = clock.reading_extra[0] = 0.0
    for i in range(1, n):
        clock.reading_base[i] = clock.reading_base[i - 1] + base[i - 1] * grid.cell_days
        clock.reading_extra[i] = clock.reading_extra[i - 1] + extra[i - 1] * grid.cell_days
    clock.steady_until[n - 1] = math.inf
    for i in range(n - 2, -1, -1):
        same = base[i] == base[i + 1] and extra[i] == extra[i + 1]
        clock.steady_until[i] = (
            clock.steady_until[i + 1] if same else grid.first_day + grid.cell_days * f8(i + 1)
        )


@compiled
def build_clock(base: NDArray[np.float64], extra: NDArray[np.float64], grid: Grid) -> Clock:
    """A clock from its speeds in each cell."""
    n = base.size
    clock = Clock(base, extra, np.empty(n), np.empty(n), np.empty(n))
    fill_clock(clock, grid)
    return clock


@compiled
def fill_clocks(
    minoxidil: NDArray[np.float64], wound: NDArray[np.float64], clocks: Clocks, numbers: Numbers
) -> None:
    """All clocks of one person from the person's drives in each cell; that of androgen stands in the clocks."""
    androgen, lift, gain, grid = clocks.androgen, clocks.lift, clocks.gain, clocks.grid
    relief, hurry = clocks.anagen.speed_base, clocks.anagen.speed_extra
    release, waking = clocks.telogen.speed_base, clocks.kenogen.speed_base
    used_to = 0.0
    for i in range(androgen.size):
        lift[i] = f8(numbers.wound_size_lift) * wound[i]
        gain[i] = f8(numbers.minoxidil_thickening) * minoxidil[i]
        short = missed(used_to, minoxidil[i], numbers.minoxidil_habituation_time, grid.cell_days)
        used_to = habit(used_to, minoxidil[i], numbers.minoxidil_habituation_time, grid.cell_days)
        relief[i] = anagen_clock_relief(
            minoxidil[i], f8(numbers.minoxidil_anagen_prolongation)
        ) * anagen_clock_rebound(short, f8(numbers.minoxidil_withdrawal_acceleration))
        hurry[i] = relief[i] * anagen_clock_androgen(androgen[i], f8(numbers.androgen_anagen_acceleration))
        release[i] = telogen_clock(
            minoxidil[i],
            f8(numbers.minoxidil_telogen_acceleration),
            wound[i],
            f8(numbers.wound_telogen_acceleration),
        )
        waking[i] = kenogen_clock(
            androgen[i],
            f8(numbers.androgen_kenogen_delay),
            minoxidil[i],
            f8(numbers.minoxidil_kenogen_acceleration),
            wound[i],
            f8(numbers.wound_kenogen_acceleration),
        )
    fill_clock(clocks.anagen, grid)
    fill_clock(clocks.telogen, grid)
    fill_clock(clocks.kenogen, grid)
    fill_clock(clocks.exposure, grid)


ROWS_OF_CLOCKS = 17
"""Rows of cells that `clocks_in` takes."""


@compiled
def clocks_in(rows: NDArray[np.float64], grid: Grid) -> Clocks:
    """Clocks over rows of cells, of which the first holds the androgen drive; the second must hold zeros."""
    androgen, none = rows[0], rows[1]
    return Clocks(
        grid,
        androgen,
        rows[2],
        rows[16],
        Clock(rows[3], rows[4], rows[5], rows[6], rows[7]),
        Clock(rows[8], none, rows[9], none, rows[10]),
        Clock(rows[11], none, rows[12], none, rows[13]),
        Clock(androgen, none, rows[14], none, rows[15]),
    )


@compiled
def build_clocks(
    androgen: NDArray[np.float64],
    minoxidil: NDArray[np.float64],
    wound: NDArray[np.float64],
    grid: Grid,
    numbers: Numbers,
) -> Clocks:
    """All clocks of one person from the person's drives in each cell."""
    rows = np.zeros((ROWS_OF_CLOCKS, androgen.size))
    rows[0] = androgen
    clocks = clocks_in(rows, grid)
    fill_clocks(minoxidil, wound, clocks, numbers)
    return clocks
