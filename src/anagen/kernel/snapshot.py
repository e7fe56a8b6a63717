"""Each single follicle on some days: what a picture needs, where the readings of `population` are sums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled, compiled_pass, composed_pass, f4, f8, i4, u4
from anagen.kernel import cycle as c
from anagen.kernel.block import BLOCK, Follicles, Scratch, new_follicles, new_scratch
from anagen.kernel.block_cycle import follicle_constants, run_cycle
from anagen.kernel.clocks import Clock, Clocks, Grid, clock_reading
from anagen.kernel.follicles import begin_next_cycles, copy_follicle, drop_done
from anagen.kernel.numbers import Numbers, to_kernel
from anagen.kernel.past import Past, past_cells
from anagen.kernel.population import Population, as_rows, chunks_of, clocks_of, keys_of
from anagen.kernel.readings import check_visits
from anagen.laws.miniaturization import thinned_size
from anagen.threads import run_ranges

__all__ = ["Snapshots", "snapshots"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshots:
    """Every follicle of every person on some days; all arrays but the last have the shape [days, people, follicles]."""

    days: FloatArray
    phase: NDArray[np.int8]
    """0 anagen, 1 catagen, 2 telogen, 3 kenogen, 4 lost for good."""
    size: NDArray[np.float32]
    """Shaft diameter relative to the follicle's own best, of the hair that stands or stood last. [ratio]"""
    grown_days: NDArray[np.float32]
    """Days for which the hair that stands has grown since its anagen began; 0 where none stands. [day]"""
    full_diameter_um: NDArray[np.float32]
    """[people, follicles] shaft diameter of each follicle at its own best. [um]"""


@compiled_pass
def look(
    m: int,
    f: Follicles,
    days: Any,
    exposure_at: Any,
    exposure: Clock,
    grid: Grid,
    numbers: Numbers,
    s: Scratch,
    phase: Any,
    size: Any,
    grown: Any,
) -> None:
    """Write down one cycle of each follicle, on the days that it holds."""
    last = days.size
    for j in range(m):
        entry, end, place = f.entry_day[j], s.cycle_end[j], u4(f.number[j])
        visit = np.searchsorted(days, entry, side="right")
        start = clock_reading(entry, 0.0, exposure, grid)
        while visit < last and days[visit] <= end:
            day = days[visit]
            now = i4(day > s.anagen_end[j]) + i4(day > s.catagen_end[j]) + i4(day > s.release[j])
            phase[visit, place] = now
            grows_until = day if now == c.ANAGEN else s.anagen_end[j]
            grown[visit, place] = f4(0.0) if now == c.KENOGEN else f4(grows_until - entry)
            size[visit, place] = s.size_out[j]
            if now == c.ANAGEN:
                passed = f4(exposure_at[visit] - start)
                rate = numbers.within_anagen_thinning_rate
                size[visit, place] = thinned_size(s.size_in[j], rate, s.appetite[j], passed)
            visit += 1


@composed_pass
def look_at_block(
    m: int,
    f: Follicles,
    person: int,
    key_0: int,
    key_1: int,
    until: float,
    clocks: Clocks,
    numbers: Numbers,
    s: Scratch,
    days: Any,
    exposure_at: Any,
    phase: Any,
    size: Any,
    grown: Any,
) -> None:
    """Live from the present cycles until a day, and look at each follicle on each of some days."""
    follicle_constants(m, f, numbers, s)
    while m > 0:
        run_cycle(m, f, person, key_0, key_1, clocks, numbers, s)
        look(m, f, days, exposure_at, clocks.exposure, clocks.grid, numbers, s, phase, size, grown)
        begin_next_cycles(m, f, person, key_0, key_1, until, clocks.grid.cell_days, numbers, s)
        left = drop_done(m, f, until)
        if left < m:
            follicle_constants(left, f, numbers, s)
        m = left


@compiled
def look_tasks(
    first_task: int,
    last_task: int,
    chunks: int,
    follicles: int,
    person: NDArray[np.uint32],
    key_0: int,
    key_1: int,
    before: int,
    cell_days: float,
    past: Past,
    androgen: FloatArray,
    minoxidil: FloatArray,
    wound: FloatArray,
    numbers: Numbers,
    state: Follicles,
    days: FloatArray,
    phase: NDArray[np.int8],
    size: NDArray[np.float32],
    grown: NDArray[np.float32],
) -> None:
    """Look at the follicles of some tasks."""
    f, s = new_follicles(BLOCK), new_scratch()
    exposure_at = np.zeros(days.size)
    until = f8(days[days.size - 1])
    for task in range(first_task, last_task):
        i, k = task // chunks, task % chunks
        clocks = clocks_of(i, before, cell_days, past, androgen, minoxidil, wound, numbers)
        for visit in range(days.size):
            exposure_at[visit] = clock_reading(days[visit], 0.0, clocks.exposure, clocks.grid)
        first, last = i * follicles + k * follicles // chunks, i * follicles + (k + 1) * follicles // chunks
        for begin in range(first, last, BLOCK):
            m = 0
            for j in range(begin, min(begin + BLOCK, last)):
                if state.entry_day[j] != np.inf:
                    copy_follicle(state, j, f, m)
                    m += 1
            look_at_block(
                m,
                f,
                person[i],
                key_0,
                key_1,
                until + 1e-6,
                clocks,
                numbers,
                s,
                days,
                exposure_at,
                phase[:, i * follicles : (i + 1) * follicles],
                size[:, i * follicles : (i + 1) * follicles],
                grown[:, i * follicles : (i + 1) * follicles],
            )


def snapshots(
    population: Population,
    *,
    androgen: Any,
    minoxidil: Any,
    wound: Any = 0.0,
    cell_days: float,
    days: Any,
) -> Snapshots:
    """Each follicle of a population on some days under drives; all arguments as in `follow`.

    Parameters
    ----------
    androgen, minoxidil, wound
        Drives in each cell from day 0 on. [ratio]
    cell_days
        Width of a cell. [day]
    days
        Days to look at, growing, the first at 0 or later; each a multiple of `cell_days`. [day]
    """
    people, follicles = population.people, population.follicles
    given = np.shape(androgen)[-1]
    a, m, w = (as_rows(one, people, given) for one in (androgen, minoxidil, wound))
    visits = np.asarray(days, np.float64)
    check_visits(visits, cell_days, given)
    before = past_cells(population.past, population.state, population.numbers, cell_days)
    shape = (visits.size, people * follicles)
    phase = np.full(shape, c.LOST, np.int8)
    size, grown = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    chunks, (key_0, key_1) = chunks_of(people, follicles), keys_of(population.seed)
    numbers = to_kernel(population.numbers)

    def work(first: int, last: int) -> None:
        look_tasks(
            first,
            last,
            chunks,
            follicles,
            population.person,
            key_0,
            key_1,
            before,
            float(cell_days),
            population.past,
            a,
            m,
            w,
            numbers,
            population.state,
            visits,
            phase,
            size,
            grown,
        )

    run_ranges(work, people * chunks)
    by_person = (visits.size, people, follicles)
    return Snapshots(
        days=visits,
        phase=phase.reshape(by_person),
        size=size.reshape(by_person),
        grown_days=grown.reshape(by_person),
        full_diameter_um=population.state.full_diameter.reshape(people, follicles),
    )
