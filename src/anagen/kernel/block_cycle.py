"""One cycle of all follicles of a block, step by step; each step is a loop that the compiler turns into vectors."""

from __future__ import annotations

from typing import Any

from anagen.compiled import compiled_pass, composed_pass, f4, f8, i4, u4
from anagen.kernel import cycle as c
from anagen.kernel.block import Follicles, Scratch
from anagen.kernel.clocks import Clock, Clocks, Grid, cell_of, clock_reading, search_clock
from anagen.kernel.numbers import Numbers
from anagen.kernel.random import DURATIONS, philox
from anagen.kernel.record import find_cells
from anagen.laws.arithmetic import normal_from_tail_f32, tail_f32
from anagen.laws.cycle import lognormal_factor
from anagen.laws.miniaturization import appetite, thinned_size


@compiled_pass
def draw_words(
    m: int,
    number: Any,
    person: int,
    cycle: Any,
    stream: int,
    key_0: int,
    key_1: int,
    w0: Any,
    w1: Any,
    w2: Any,
    w3: Any,
) -> None:
    """Four random words for each follicle."""
    for j in range(m):
        w0[j], w1[j], w2[j], w3[j] = philox(number[j], person, cycle[j], stream, key_0, key_1)


@compiled_pass
def draw_stays(m: int, word: Any, sigma: float, phase: int, first_phase: Any, stay: Any) -> None:
    """Length of a stay relative to its mean, for each follicle: `cycle.stay_factor` in three short loops."""
    for j in range(m):
        stay[j] = tail_f32(word[j])
    for j in range(m):
        normal = normal_from_tail_f32(word[j], stay[j])
        stay[j] = c.opening_shift(normal, sigma, phase, first_phase[j])
    half_variance = c.HALF * sigma * sigma
    for j in range(m):
        stay[j] = lognormal_factor(stay[j], sigma, half_variance)


@composed_pass
def draw_all_stays(
    m: int, f: Follicles, person: int, key_0: int, key_1: int, numbers: Numbers, s: Scratch
) -> None:
    """The four stays of a cycle relative to their means, for each follicle."""
    draw_words(m, f.number, person, f.cycle, DURATIONS, key_0, key_1, s.word_0, s.word_1, s.word_2, s.word_3)
    draw_stays(m, s.word_0, numbers.anagen_sigma, c.ANAGEN, f.first_phase, s.anagen)
    draw_stays(m, s.word_1, numbers.catagen_sigma, c.CATAGEN, f.first_phase, s.catagen)
    draw_stays(m, s.word_2, numbers.telogen_sigma, c.TELOGEN, f.first_phase, s.telogen)
    draw_stays(m, s.word_3, numbers.kenogen_sigma, c.KENOGEN, f.first_phase, s.kenogen)


@compiled_pass
def look_up_drives(m: int, cell: Any, clocks: Clocks, androgen: Any, lift: Any, gain: Any) -> None:
    """The drives that each follicle meets in a cell; apart, because a loop with look-ups does not vectorize."""
    androgen_cells, lift_cells, gain_cells = clocks.androgen, clocks.lift, clocks.gain
    last = i4(clocks.grid.last_cell)
    for j in range(m):
        k = u4(min(cell[j], last))
        androgen[j] = f4(androgen_cells[k])
        lift[j] = f4(lift_cells[k])
        gain[j] = f4(gain_cells[k])


@composed_pass
def step_sizes(m: int, f: Follicles, numbers: Numbers, s: Scratch) -> None:
    """Own size of each follicle as it enters anagen, and that of the shaft that it makes."""
    androgen, lift, gain, own_size, size_in = s.androgen, s.lift, s.gain, s.own_size, s.size_in
    entry_day, vellus_since, size = f.entry_day, f.vellus_since, f.size
    sensitivity, first_phase = f.sensitivity, f.first_phase
    for j in range(m):
        own_size[j] = c.entry_size(
            entry_day[j],
            size[j],
            vellus_since[j],
            sensitivity[j] * androgen[j],
            lift[j],
            first_phase[j],
            numbers,
        )
    for j in range(m):
        size_in[j] = c.shaft_size(
            entry_day[j], own_size[j], vellus_since[j], gain[j], first_phase[j], numbers
        )


@compiled_pass
def scale_stays(
    m: int, size: Any, numbers: Numbers, anagen: Any, catagen: Any, telogen: Any, kenogen: Any
) -> None:
    """Stays in operational days from stays relative to their means."""
    for j in range(m):
        anagen[j] *= c.mean_anagen(size[j], numbers)
        kenogen[j] *= c.mean_kenogen(size[j], numbers)
        catagen[j] *= numbers.catagen_mean
        telogen[j] *= numbers.telogen_mean


@composed_pass
def follicle_constants(m: int, f: Follicles, numbers: Numbers, s: Scratch) -> None:
    """What follows from a follicle's sensitivity and stays the same in all cycles, for the present order of a block."""
    sensitivity, share, appetites = f.sensitivity, s.share, s.appetite
    for j in range(m):
        share[j] = c.anagen_share(sensitivity[j], numbers)
    for j in range(m):
        appetites[j] = appetite(sensitivity[j], numbers.size_target_hill)


@compiled_pass
def run_steady_clock(
    m: int, start: Any, length: Any, share: Any, base: float, extra: float, end: Any
) -> None:
    """The day on which each stay ends, by a clock whose speed has come to rest."""
    if extra != 0.0:
        for j in range(m):
            end[j] = start[j] + f8(length[j]) / (base + share[j] * extra)
    elif base != 1.0:
        for j in range(m):
            end[j] = start[j] + f8(length[j]) / base
    else:
        for j in range(m):
            end[j] = start[j] + f8(length[j])


@compiled_pass
def run_clock(
    m: int,
    start: Any,
    cell: Any,
    earliest: int,
    length: Any,
    share: Any,
    clock: Clock,
    grid: Grid,
    late: Any,
    end: Any,
) -> None:
    """The day on which each stay ends: at once where the speed stays as it is, by search where it changes.

    ``cell[j]`` is the cell of ``start[j]``, `earliest` the first of them.
    """
    base, extra, steady_until, last = (
        clock.speed_base,
        clock.speed_extra,
        clock.steady_until,
        i4(grid.last_cell),
    )
    if steady_until[u4(earliest)] == c.NEVER:
        run_steady_clock(m, start, length, share, base[u4(earliest)], extra[u4(earliest)], end)
        return
    any_late = False
    for j in range(m):
        k = u4(min(cell[j], last))
        end[j] = start[j] + f8(length[j]) / (base[k] + share[j] * extra[k])
        late[j] = end[j] > steady_until[k]
        any_late |= late[j]
    if not any_late:
        return
    for j in range(m):
        if late[j]:
            reading = clock_reading(start[j], share[j], clock, grid) + f8(length[j])
            end[j] = search_clock(cell_of(start[j], grid), reading, share[j], clock, grid)


@compiled_pass
def add_days(m: int, start: Any, length: Any, end: Any) -> None:
    """The end of stays that no drive hurries."""
    for j in range(m):
        end[j] = start[j] + f8(length[j])


@compiled_pass
def look_up_exposure(
    m: int, start: Any, start_cell: Any, end: Any, end_cell: Any, clock: Clock, grid: Grid, exposure: Any
) -> None:
    """The androgen exposure between two days: the integral of the drive. [day]"""
    androgen, reading, last = clock.speed_base, clock.reading_base, i4(grid.last_cell)
    for j in range(m):
        a, b = u4(min(start_cell[j], last)), u4(min(end_cell[j], last))
        before = reading[a] + (start[j] - (grid.first_day + grid.cell_days * f8(a))) * androgen[a]
        after = reading[b] + (end[j] - (grid.first_day + grid.cell_days * f8(b))) * androgen[b]
        exposure[j] = f4(after - before)


@compiled_pass
def look_up_reading(m: int, day: Any, cell: Any, clock: Clock, grid: Grid, found: Any) -> None:
    """What the exposure clock shows on a day of each follicle. [day]"""
    androgen, reading, last = clock.speed_base, clock.reading_base, i4(grid.last_cell)
    for j in range(m):
        a = u4(min(cell[j], last))
        found[j] = reading[a] + (day[j] - (grid.first_day + grid.cell_days * f8(a))) * androgen[a]


@composed_pass
def thin_sizes(m: int, f: Follicles, clocks: Clocks, numbers: Numbers, s: Scratch) -> None:
    """Size of each shaft as anagen ends; the club hair keeps it."""
    size_in, size_out, appetites, exposure = s.size_in, s.size_out, s.appetite, s.androgen
    if numbers.within_anagen_thinning_rate == c.ZERO:
        for j in range(m):
            size_out[j] = size_in[j]
        return
    look_up_exposure(
        m, f.entry_day, s.entry_cell, s.anagen_end, s.anagen_end_cell, clocks.exposure, clocks.grid, exposure
    )
    for j in range(m):
        size_out[j] = thinned_size(size_in[j], numbers.within_anagen_thinning_rate, appetites[j], exposure[j])


@composed_pass
def run_cycle(
    m: int, f: Follicles, person: int, key_0: int, key_1: int, clocks: Clocks, numbers: Numbers, s: Scratch
) -> None:
    """One cycle of each of the first m follicles of a block: sizes and days into `s`."""
    grid, no_lag = clocks.grid, 0.0
    draw_all_stays(m, f, person, key_0, key_1, numbers, s)
    earliest = find_cells(m, f.entry_day, no_lag, grid, s.entry_cell)
    look_up_drives(m, s.entry_cell, clocks, s.androgen, s.lift, s.gain)
    step_sizes(m, f, numbers, s)
    scale_stays(m, s.size_in, numbers, s.anagen, s.catagen, s.telogen, s.kenogen)
    run_clock(
        m,
        f.entry_day,
        s.entry_cell,
        earliest,
        s.anagen,
        s.share,
        clocks.anagen,
        grid,
        s.late,
        s.anagen_end,
    )
    find_cells(m, s.anagen_end, no_lag, grid, s.anagen_end_cell)
    add_days(m, s.anagen_end, s.catagen, s.catagen_end)
    earliest = find_cells(m, s.catagen_end, no_lag, grid, s.catagen_end_cell)
    run_clock(
        m,
        s.catagen_end,
        s.catagen_end_cell,
        earliest,
        s.telogen,
        s.no_share,
        clocks.telogen,
        grid,
        s.late,
        s.release,
    )
    earliest = find_cells(m, s.release, no_lag, grid, s.release_cell)
    run_clock(
        m,
        s.release,
        s.release_cell,
        earliest,
        s.kenogen,
        s.no_share,
        clocks.kenogen,
        grid,
        s.late,
        s.cycle_end,
    )
    find_cells(m, s.cycle_end, no_lag, grid, s.cycle_end_cell)
    thin_sizes(m, f, clocks, numbers, s)
