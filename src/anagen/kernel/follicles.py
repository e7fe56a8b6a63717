"""The block engine: many follicles of one person, run in lock-step by cycle.

All follicles of a block go through the same step at the same time, so that each step is a loop that the compiler
turns into vector instructions. Those that are done go on living beyond the last day, unseen, until they are many
enough to be worth dropping from the block. A follicle's whole life stays in the processor's inner caches. Events are
recorded as differences between visits (`record`), never by looking at each follicle on each visiting day.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled, compiled_pass, composed_pass, f4, f8, i4, i8, u4
from anagen.kernel import cycle as c
from anagen.kernel.clocks import Clock, Clocks, Grid, cell_of, clock_reading, search_clock
from anagen.kernel.numbers import Numbers
from anagen.kernel.random import DURATIONS, LOSS, TRAITS, philox
from anagen.kernel.record import (
    ANAGEN,
    COUNT,
    Record,
    book,
    count_moves,
    count_shed,
    find_cells,
    list_marked,
    mark_counted,
    mark_weighed,
    record_thinning_count,
    record_thinning_power,
    weigh_ends,
    weigh_steady,
)
from anagen.laws.arithmetic import normal_from_tail_f32, tail_f32, uniform_f32
from anagen.laws.cycle import lognormal_factor
from anagen.laws.miniaturization import appetite, is_established_vellus, thinned_size

BLOCK = 2048
"""Follicles in a block: large enough to fill vectors, small enough for the inner caches."""

DROP_SHARE = 8
"""One follicle in so many must be done before the others move up in the block."""


class Follicles(NamedTuple):
    """State of follicles, each on the day on which its present cycle began; one array element a follicle."""

    entry_day: NDArray[np.float64]
    vellus_since: NDArray[np.float64]
    size: NDArray[np.float32]
    sensitivity: NDArray[np.float32]
    full_diameter: NDArray[np.float32]
    number: NDArray[np.uint32]
    cycle: NDArray[np.uint32]
    first_phase: NDArray[np.int32]


class Scratch(NamedTuple):
    """Room for what one cycle of a block computes on the way."""

    word_0: NDArray[np.uint32]
    word_1: NDArray[np.uint32]
    word_2: NDArray[np.uint32]
    word_3: NDArray[np.uint32]
    anagen: NDArray[np.float32]
    catagen: NDArray[np.float32]
    telogen: NDArray[np.float32]
    kenogen: NDArray[np.float32]
    androgen: NDArray[np.float32]
    lift: NDArray[np.float32]
    size_in: NDArray[np.float32]
    size_out: NDArray[np.float32]
    anagen_end: NDArray[np.float64]
    catagen_end: NDArray[np.float64]
    release: NDArray[np.float64]
    cycle_end: NDArray[np.float64]
    share: NDArray[np.float64]
    reading: NDArray[np.float64]
    no_share: NDArray[np.float64]
    """Zeros: telogen and kenogen run at the same speed in all follicles."""
    late: NDArray[np.bool_]
    appetite: NDArray[np.float32]
    entry_cell: NDArray[np.int32]
    """Cells of the grid in which the cycle's events fall."""
    begin_cell: NDArray[np.int32]
    anagen_end_cell: NDArray[np.int32]
    catagen_end_cell: NDArray[np.int32]
    release_cell: NDArray[np.int32]
    cycle_end_cell: NDArray[np.int32]
    place: NDArray[np.int32]
    mark: NDArray[np.int32]
    value: NDArray[np.int32]
    weight: NDArray[np.int64]


@compiled
def new_follicles(n: int) -> Follicles:
    """Room for the state of n follicles."""
    return Follicles(
        np.empty(n),
        np.full(n, c.NEVER),
        np.ones(n, f4),
        np.empty(n, f4),
        np.empty(n, f4),
        np.empty(n, u4),
        np.zeros(n, u4),
        np.empty(n, i4),
    )


@compiled
def new_scratch() -> Scratch:
    """Room for one block."""
    return Scratch(
        np.empty(BLOCK, u4),
        np.empty(BLOCK, u4),
        np.empty(BLOCK, u4),
        np.empty(BLOCK, u4),
        np.empty(BLOCK, f4),
        np.empty(BLOCK, f4),
        np.empty(BLOCK, f4),
        np.empty(BLOCK, f4),
        np.empty(BLOCK, f4),
        np.empty(BLOCK, f4),
        np.empty(BLOCK, f4),
        np.empty(BLOCK, f4),
        np.empty(BLOCK),
        np.empty(BLOCK),
        np.empty(BLOCK),
        np.empty(BLOCK),
        np.empty(BLOCK),
        np.empty(BLOCK),
        np.zeros(BLOCK),
        np.empty(BLOCK, np.bool_),
        np.empty(BLOCK, f4),
        np.empty(BLOCK, i4),
        np.empty(BLOCK, i4),
        np.empty(BLOCK, i4),
        np.empty(BLOCK, i4),
        np.empty(BLOCK, i4),
        np.empty(BLOCK, i4),
        np.empty(BLOCK, i4),
        np.empty(BLOCK, i4),
        np.empty(BLOCK, i4),
        np.empty(BLOCK, i8),
    )


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
def look_up_drives(m: int, cell: Any, clocks: Clocks, androgen: Any, lift: Any) -> None:
    """The drives that each follicle meets in a cell; apart, because a loop with look-ups does not vectorize."""
    androgen_cells, lift_cells, last = clocks.androgen, clocks.lift, i4(clocks.grid.last_cell)
    for j in range(m):
        k = u4(min(cell[j], last))
        androgen[j] = f4(androgen_cells[k])
        lift[j] = f4(lift_cells[k])


@composed_pass
def step_sizes(m: int, f: Follicles, androgen: Any, lift: Any, numbers: Numbers, size_in: Any) -> None:
    """Size with which each follicle enters anagen."""
    entry_day, vellus_since, size = f.entry_day, f.vellus_since, f.size
    sensitivity, first_phase = f.sensitivity, f.first_phase
    for j in range(m):
        size_in[j] = c.entry_size(
            entry_day[j],
            size[j],
            vellus_since[j],
            sensitivity[j] * androgen[j],
            lift[j],
            first_phase[j],
            numbers,
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
    look_up_drives(m, s.entry_cell, clocks, s.androgen, s.lift)
    step_sizes(m, f, s.androgen, s.lift, numbers, s.size_in)
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


@compiled_pass
def copy_follicle(f: Follicles, j: int, g: Follicles, k: int) -> None:
    """Copy follicle j of one set into place k of another."""
    g.entry_day[k] = f.entry_day[j]
    g.vellus_since[k] = f.vellus_since[j]
    g.size[k] = f.size[j]
    g.sensitivity[k] = f.sensitivity[j]
    g.full_diameter[k] = f.full_diameter[j]
    g.number[k] = f.number[j]
    g.cycle[k] = f.cycle[j]
    g.first_phase[k] = f.first_phase[j]


@compiled_pass
def mark_established(
    m: int,
    entry_day: Any,
    cycle_end: Any,
    size_in: Any,
    vellus_since: Any,
    until: float,
    numbers: Numbers,
    mark: Any,
) -> int:
    """Bring up to date since when each follicle is vellus; mark those that may be lost before `until`, count them."""
    n = 0
    for j in range(m):
        since = c.vellus_since_day(entry_day[j], size_in[j], vellus_since[j], numbers.vellus_size_limit)
        vellus_since[j] = since
        established = is_established_vellus(cycle_end[j], since, numbers.vellus_establishment_time)
        doubtful = i4(established & (cycle_end[j] < until))
        mark[j] = doubtful
        n += doubtful
    return n


@composed_pass
def list_lost(n: int, f: Follicles, person: int, key_0: int, key_1: int, numbers: Numbers, s: Scratch) -> int:
    """Of the n follicles listed in ``s.place``, those that are lost for good as their next anagen is due."""
    place, number, cycle, kept = s.place, s.word_1, s.word_2, 0
    for k in range(n):
        number[k], cycle[k] = f.number[u4(place[k])], f.cycle[u4(place[k])] + u4(1)
    for k in range(n):
        s.word_0[k] = philox(number[k], person, cycle[k], LOSS, key_0, key_1)[0]
    for k in range(n):
        place[kept] = place[k]
        kept += i4(uniform_f32(s.word_0[k]) < numbers.established_vellus_loss_probability)
    return kept


@composed_pass
def enter_next_cycles(m: int, f: Follicles, s: Scratch) -> None:
    """Put each follicle at the start of its next cycle."""
    entry_day, cycle_end, size, size_out = f.entry_day, s.cycle_end, f.size, s.size_out
    cycle, first_phase = f.cycle, f.first_phase
    for j in range(m):
        entry_day[j] = cycle_end[j]
    for j in range(m):
        size[j] = size_out[j]
    for j in range(m):
        cycle[j] += u4(1)
        first_phase[j] = c.NOT_FIRST


@compiled_pass
def count_living(m: int, entry_day: Any, until: float) -> int:
    """Follicles of the block that have cycles to begin before `until`."""
    living = 0
    for j in range(m):
        living += i4(entry_day[j] < until)
    return living


@compiled_pass
def move_up(m: int, f: Follicles, until: float) -> int:
    """Drop the follicles that are done; the others keep their order. Returns how many these are."""
    entry_day, vellus_since, size, sensitivity = f.entry_day, f.vellus_since, f.size, f.sensitivity
    full_diameter, number, cycle, first_phase = f.full_diameter, f.number, f.cycle, f.first_phase
    kept = 0
    for j in range(m):  # each is written, those that are done are written over
        lives = i4(entry_day[j] < until)
        entry_day[kept] = entry_day[j]
        vellus_since[kept] = vellus_since[j]
        size[kept] = size[j]
        sensitivity[kept] = sensitivity[j]
        full_diameter[kept] = full_diameter[j]
        number[kept] = number[j]
        cycle[kept] = cycle[j]
        first_phase[kept] = first_phase[j]
        kept += lives
    return kept


@composed_pass
def begin_next_cycles(
    m: int,
    f: Follicles,
    person: int,
    key_0: int,
    key_1: int,
    until: float,
    cell_days: float,
    numbers: Numbers,
    s: Scratch,
) -> int:
    """Put each follicle at the start of its next cycle; list in ``s.place`` those that are lost, return their number.

    A lost follicle is given a day of entry beyond `until`: what it does from then on is not seen.
    """
    lost = mark_established(m, f.entry_day, s.cycle_end, s.size_in, f.vellus_since, until, numbers, s.mark)
    if lost > 0:
        lost = list_lost(list_marked(m, s.mark, s.place), f, person, key_0, key_1, numbers, s)
    enter_next_cycles(m, f, s)
    for k in range(lost):
        f.entry_day[u4(s.place[k])] = until + cell_days
    return lost


@compiled_pass
def drop_done(m: int, f: Follicles, until: float) -> int:
    """Drop the follicles that are done, once they are many enough. Returns how many are left in the block."""
    living = count_living(m, f.entry_day, until)
    if living > 0 and living * DROP_SHARE > m * (DROP_SHARE - 1):
        return m
    return move_up(m, f, until) if living > 0 else 0


@compiled_pass
def open_lives(
    first: int,
    m: int,
    f: Follicles,
    person: int,
    key_0: int,
    key_1: int,
    day: float,
    median_sensitivity: float,
    clocks: Clocks,
    numbers: Numbers,
    s: Scratch,
) -> None:
    """Follicles `first` to `first + m` of full size, in the stationary state of a healthy scalp on a day.

    Each opens in the midst of a cycle; the state holds the day, before the opening, on which that cycle began. Exact
    for constant drives: phase by its share of the cycle, length-biased stay, uniform place within it (Cox1962).
    """
    for j in range(m):
        f.number[j] = u4(first + j)
        f.cycle[j] = u4(0)
        f.size[j] = c.ONE
        f.vellus_since[j] = c.NEVER
    draw_words(m, f.number, person, f.cycle, TRAITS, key_0, key_1, s.word_0, s.word_1, s.word_2, s.word_3)
    anagen, kenogen = c.mean_anagen(c.ONE, numbers), c.mean_kenogen(c.ONE, numbers)
    anagen_clock, telogen_clock, kenogen_clock = clocks.anagen, clocks.telogen, clocks.kenogen
    telogen = f4(numbers.telogen_mean / telogen_clock.speed_base[0])
    kenogen = f4(kenogen / kenogen_clock.speed_base[0])
    for j in range(m):
        f.full_diameter[j] = c.full_diameter(s.word_0[j], numbers)
        own = c.own_sensitivity(s.word_1[j], median_sensitivity, numbers)
        speed = anagen_clock.speed_base[0] + c.anagen_share(own, numbers) * anagen_clock.speed_extra[0]
        f.sensitivity[j] = own
        f.first_phase[j] = c.opening_phase(
            s.word_2[j], f4(anagen / speed), numbers.catagen_mean, telogen, kenogen
        )
        s.size_in[j] = f4(speed)
        s.size_out[j] = uniform_f32(s.word_3[j])
    draw_all_stays(m, f, person, key_0, key_1, numbers, s)
    for j in range(m):
        f.entry_day[j] = day - f8(
            c.opening_age(
                f.first_phase[j],
                s.size_out[j],
                s.anagen[j] * f4(anagen / s.size_in[j]),
                s.catagen[j] * numbers.catagen_mean,
                s.telogen[j] * telogen,
                s.kenogen[j] * kenogen,
            )
        )


@compiled_pass
def grow_block(
    m: int,
    f: Follicles,
    person: int,
    key_0: int,
    key_1: int,
    until: float,
    clocks: Clocks,
    numbers: Numbers,
    s: Scratch,
    grown: Follicles,
    first: int,
) -> None:
    """Live until a day; leave each follicle on the day on which the cycle that holds that day began.

    A lost follicle is left with an infinite day of entry. ``grown[first]`` is follicle 0 of the person.
    """
    follicle_constants(m, f, numbers, s)
    while m > 0:
        run_cycle(m, f, person, key_0, key_1, clocks, numbers, s)
        for k in range(list_ending(m, f.entry_day, s.cycle_end, until, s.mark, s.place)):
            j = u4(s.place[k])
            copy_follicle(f, j, grown, first + i4(f.number[j]))
        lost = begin_next_cycles(m, f, person, key_0, key_1, until, clocks.grid.cell_days, numbers, s)
        for k in range(lost):
            grown.entry_day[first + i4(f.number[u4(s.place[k])])] = c.NEVER
        left = drop_done(m, f, until)
        if left < m:
            follicle_constants(left, f, numbers, s)
        m = left


@compiled_pass
def list_ending(m: int, entry_day: Any, cycle_end: Any, until: float, mark: Any, place: Any) -> int:
    """List the follicles whose present cycle holds a day; returns their number."""
    n = 0
    for j in range(m):
        ending = i4((entry_day[j] < until) & (cycle_end[j] >= until))
        mark[j] = ending
        n += ending
    return list_marked(m, mark, place) if n > 0 else 0


@composed_pass
def record_counts(
    m: int,
    f: Follicles,
    threshold: float,
    end_cell: Any,
    clocks: Clocks,
    numbers: Numbers,
    s: Scratch,
    record: Record,
    sums: Any,
) -> None:
    """Record one cycle of each follicle in a channel that counts hairs."""
    thinning = mark_counted(
        m, s.begin_cell, end_cell, f.full_diameter, s.size_in, s.size_out, threshold, s.value, s.mark
    )
    book(m, s.begin_cell, end_cell, s.value, record.visit_after, sums)
    if thinning == 0:
        return
    list_marked(m, s.mark, s.place)
    for k in range(thinning):
        j = u4(s.place[k])
        record_thinning_count(
            record.visit_after[u4(s.begin_cell[j])],
            record.visit_after[u4(end_cell[j])],
            f.entry_day[j],
            s.size_in[j],
            threshold / f.full_diameter[j],
            f.sensitivity[j],
            clocks,
            numbers,
            record.visit_after,
            sums,
        )


@composed_pass
def record_weights(
    m: int,
    f: Follicles,
    threshold: float,
    power: float,
    end_cell: Any,
    clocks: Clocks,
    numbers: Numbers,
    s: Scratch,
    record: Record,
    levels: Any,
    sums: Any,
) -> None:
    """Record one cycle of each follicle in a channel that sums powers of the diameter."""
    weigh_steady(
        m, s.begin_cell, end_cell, f.full_diameter, s.size_in, s.size_out, threshold, power, s.weight
    )
    book(m, s.begin_cell, end_cell, s.weight, record.visit_after, sums)
    thinning = mark_weighed(
        m, s.begin_cell, end_cell, f.full_diameter, s.size_in, s.size_out, threshold, s.mark
    )
    if thinning == 0:
        return
    list_marked(m, s.mark, s.place)
    value, last_value, decay, limit, start = s.anagen, s.catagen, s.telogen, s.kenogen, s.reading
    rate = numbers.within_anagen_thinning_rate
    weigh_ends(
        m,
        f.full_diameter,
        s.size_in,
        s.size_out,
        s.appetite,
        threshold,
        power,
        rate,
        value,
        last_value,
        decay,
        limit,
    )
    look_up_reading(m, f.entry_day, s.entry_cell, clocks.exposure, clocks.grid, start)
    record_thinning_power(
        thinning,
        s.place,
        s.begin_cell,
        s.anagen_end_cell,
        end_cell,
        start,
        value,
        last_value,
        decay,
        limit,
        record.visit_after,
        record.exposure,
        levels,
        sums,
    )


@composed_pass
def record_channels(
    m: int, f: Follicles, clocks: Clocks, numbers: Numbers, s: Scratch, record: Record
) -> None:
    """Record one cycle of each follicle in each channel."""
    for channel in range(record.window.size):
        threshold, power = record.threshold[channel], record.power[channel]
        end_cell = s.anagen_end_cell if record.window[channel] == ANAGEN else s.release_cell
        if channel == 0 or record.lag[channel] != record.lag[channel - 1]:
            find_cells(m, f.entry_day, record.lag[channel], clocks.grid, s.begin_cell)
        if power == COUNT:
            record_counts(m, f, threshold, end_cell, clocks, numbers, s, record, record.sums[channel])
        else:
            record_weights(
                m,
                f,
                threshold,
                power,
                end_cell,
                clocks,
                numbers,
                s,
                record,
                record.levels[channel],
                record.sums[channel],
            )


@composed_pass
def record_moves(m: int, f: Follicles, opening: bool, s: Scratch, record: Record) -> None:
    """Record the changes of phase of one cycle of each follicle, and the hairs released."""
    after = record.visit_after
    if opening:
        count_moves(m, s.entry_cell, 0, after, record.moves)
    count_moves(m, s.anagen_end_cell, 1, after, record.moves)
    count_moves(m, s.catagen_end_cell, 2, after, record.moves)
    count_moves(m, s.release_cell, 3, after, record.moves)
    count_moves(m, s.cycle_end_cell, 4, after, record.moves)
    count_shed(m, s.release_cell, f.full_diameter, s.size_out, record.shed_threshold, after, record.shed)


@compiled_pass
def follow_block(
    m: int,
    f: Follicles,
    person: int,
    key_0: int,
    key_1: int,
    until: float,
    clocks: Clocks,
    numbers: Numbers,
    s: Scratch,
    record: Record,
) -> None:
    """Live from the present cycles until a day and record each event."""
    follicle_constants(m, f, numbers, s)
    opening = True
    while m > 0:
        run_cycle(m, f, person, key_0, key_1, clocks, numbers, s)
        record_moves(m, f, opening, s, record)
        record_channels(m, f, clocks, numbers, s, record)
        lost = begin_next_cycles(m, f, person, key_0, key_1, until, clocks.grid.cell_days, numbers, s)
        for k in range(lost):
            record.moves[u4(record.visit_after[u4(s.cycle_end_cell[u4(s.place[k])])]), 5] += 1
        left = drop_done(m, f, until)
        if left < m:
            follicle_constants(left, f, numbers, s)
        m = left
        opening = False
