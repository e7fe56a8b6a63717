"""The block engine: many follicles of one person, run in lock-step by cycle.

All follicles of a block go through the same step at the same time, so that each step is a loop that the compiler
turns into vector instructions; a follicle that is done is dropped as its state is written back. A follicle's whole
life stays in the processor's inner caches. Events are recorded as differences between visits (`record`), never by
looking at each follicle on each visiting day.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled, f4, f8, i4, u4
from anagen.kernel import cycle as c
from anagen.kernel.clocks import Clock, Clocks, Grid, cell_of, clock_reading, search_clock
from anagen.kernel.numbers import Numbers
from anagen.kernel.random import DURATIONS, TRAITS, philox
from anagen.kernel.record import (
    ANAGEN,
    COUNT,
    Record,
    count_moves,
    count_shed,
    find_visits,
    record_channel,
    record_thinning_count,
    record_thinning_power,
)
from anagen.laws.arithmetic import uniform_f32
from anagen.laws.miniaturization import appetite, thinned_size

BLOCK = 2048
"""Follicles in a block: large enough to fill vectors, small enough for the inner caches."""

GONE, DONE = i4(-1), i4(-2)


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
    minoxidil: NDArray[np.float32]
    size_in: NDArray[np.float32]
    size_out: NDArray[np.float32]
    anagen_end: NDArray[np.float64]
    catagen_end: NDArray[np.float64]
    release: NDArray[np.float64]
    cycle_end: NDArray[np.float64]
    share: NDArray[np.float64]
    no_share: NDArray[np.float64]
    """Zeros: telogen and kenogen run at the same speed in all follicles."""
    late: NDArray[np.bool_]
    place: NDArray[np.int32]
    begin_visit: NDArray[np.int32]
    anagen_visit: NDArray[np.int32]
    release_visit: NDArray[np.int32]
    other_visit: NDArray[np.int32]


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
        np.zeros(BLOCK),
        np.empty(BLOCK, np.bool_),
        np.empty(BLOCK, i4),
        np.empty(BLOCK, i4),
        np.empty(BLOCK, i4),
        np.empty(BLOCK, i4),
        np.empty(BLOCK, i4),
    )


@compiled
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


@compiled
def draw_stays(m: int, word: Any, sigma: float, phase: int, first_phase: Any, stay: Any) -> None:
    """Length of a stay relative to its mean, for each follicle."""
    for j in range(m):
        stay[j] = c.stay_factor(word[j], sigma, phase, first_phase[j])


@compiled
def draw_all_stays(
    m: int, f: Follicles, person: int, key_0: int, key_1: int, numbers: Numbers, s: Scratch
) -> None:
    """The four stays of a cycle relative to their means, for each follicle."""
    draw_words(m, f.number, person, f.cycle, DURATIONS, key_0, key_1, s.word_0, s.word_1, s.word_2, s.word_3)
    draw_stays(m, s.word_0, numbers.anagen_sigma, c.ANAGEN, f.first_phase, s.anagen)
    draw_stays(m, s.word_1, numbers.catagen_sigma, c.CATAGEN, f.first_phase, s.catagen)
    draw_stays(m, s.word_2, numbers.telogen_sigma, c.TELOGEN, f.first_phase, s.telogen)
    draw_stays(m, s.word_3, numbers.kenogen_sigma, c.KENOGEN, f.first_phase, s.kenogen)


@compiled
def look_up_drives(m: int, day: Any, clocks: Clocks, androgen: Any, minoxidil: Any) -> None:
    """The drives that each follicle meets on a day; apart, because a loop with look-ups does not vectorize."""
    androgen_cells, minoxidil_cells, grid = clocks.androgen, clocks.minoxidil, clocks.grid
    for j in range(m):
        cell = u4(cell_of(day[j], grid))
        androgen[j] = f4(androgen_cells[cell])
        minoxidil[j] = f4(minoxidil_cells[cell])


@compiled
def step_sizes(m: int, f: Follicles, androgen: Any, minoxidil: Any, numbers: Numbers, size_in: Any) -> None:
    """Size with which each follicle enters anagen."""
    entry_day, vellus_since, size = f.entry_day, f.vellus_since, f.size
    sensitivity, first_phase = f.sensitivity, f.first_phase
    for j in range(m):
        size_in[j] = c.entry_size(
            entry_day[j],
            size[j],
            vellus_since[j],
            sensitivity[j] * androgen[j],
            minoxidil[j],
            first_phase[j],
            numbers,
        )


@compiled
def scale_stays(
    m: int, size: Any, numbers: Numbers, anagen: Any, catagen: Any, telogen: Any, kenogen: Any
) -> None:
    """Stays in operational days from stays relative to their means."""
    for j in range(m):
        anagen[j] *= c.mean_anagen(size[j], numbers)
        kenogen[j] *= c.mean_kenogen(size[j], numbers)
        catagen[j] *= numbers.catagen_mean
        telogen[j] *= numbers.telogen_mean


@compiled
def anagen_shares(m: int, sensitivity: Any, numbers: Numbers, share: Any) -> None:
    """Each follicle's share in the part of the anagen clock that androgen drives."""
    for j in range(m):
        share[j] = c.anagen_share(sensitivity[j], numbers)


@compiled
def run_clock(
    m: int, start: Any, length: Any, share: Any, clock: Clock, grid: Grid, late: Any, end: Any
) -> None:
    """The day on which each stay ends: at once where the speed stays as it is, by search where it changes."""
    base, extra, steady_until = clock.speed_base, clock.speed_extra, clock.steady_until
    any_late = False
    for j in range(m):
        cell = u4(cell_of(start[j], grid))
        end[j] = start[j] + f8(length[j]) / (base[cell] + share[j] * extra[cell])
        late[j] = end[j] > steady_until[cell]
        any_late |= late[j]
    if not any_late:
        return
    for j in range(m):
        if late[j]:
            reading = clock_reading(start[j], share[j], clock, grid) + f8(length[j])
            end[j] = search_clock(cell_of(start[j], grid), reading, share[j], clock, grid)


@compiled
def add_days(m: int, start: Any, length: Any, end: Any) -> None:
    """The end of stays that no drive hurries."""
    for j in range(m):
        end[j] = start[j] + f8(length[j])


@compiled
def look_up_exposure(m: int, start: Any, end: Any, clock: Clock, grid: Grid, exposure: Any) -> None:
    """The androgen exposure between two days: the integral of the drive. [day]"""
    androgen, reading = clock.speed_base, clock.reading_base
    for j in range(m):
        a, b = u4(cell_of(start[j], grid)), u4(cell_of(end[j], grid))
        before = reading[a] + (start[j] - (grid.first_day + grid.cell_days * f8(a))) * androgen[a]
        after = reading[b] + (end[j] - (grid.first_day + grid.cell_days * f8(b))) * androgen[b]
        exposure[j] = f4(after - before)


@compiled
def thin_sizes(m: int, f: Follicles, clocks: Clocks, numbers: Numbers, s: Scratch) -> None:
    """Size of each shaft as anagen ends; the club hair keeps it."""
    size_in, size_out = s.size_in, s.size_out
    if numbers.within_anagen_thinning_rate == c.ZERO:
        for j in range(m):
            size_out[j] = size_in[j]
        return
    exposure, sensitivity = s.androgen, f.sensitivity
    look_up_exposure(m, f.entry_day, s.anagen_end, clocks.exposure, clocks.grid, exposure)
    for j in range(m):
        size_out[j] = thinned_size(
            size_in[j],
            numbers.within_anagen_thinning_rate,
            appetite(sensitivity[j], numbers.size_target_hill),
            exposure[j],
        )


@compiled
def run_cycle(
    m: int, f: Follicles, person: int, key_0: int, key_1: int, clocks: Clocks, numbers: Numbers, s: Scratch
) -> None:
    """One cycle of each of the first m follicles of a block: sizes and days into `s`."""
    draw_all_stays(m, f, person, key_0, key_1, numbers, s)
    look_up_drives(m, f.entry_day, clocks, s.androgen, s.minoxidil)
    step_sizes(m, f, s.androgen, s.minoxidil, numbers, s.size_in)
    scale_stays(m, s.size_in, numbers, s.anagen, s.catagen, s.telogen, s.kenogen)
    anagen_shares(m, f.sensitivity, numbers, s.share)
    run_clock(m, f.entry_day, s.anagen, s.share, clocks.anagen, clocks.grid, s.late, s.anagen_end)
    add_days(m, s.anagen_end, s.catagen, s.catagen_end)
    run_clock(m, s.catagen_end, s.telogen, s.no_share, clocks.telogen, clocks.grid, s.late, s.release)
    run_clock(m, s.release, s.kenogen, s.no_share, clocks.kenogen, clocks.grid, s.late, s.cycle_end)
    thin_sizes(m, f, clocks, numbers, s)


@compiled
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


@compiled
def begin_next_cycles(
    m: int,
    f: Follicles,
    person: int,
    key_0: int,
    key_1: int,
    until: float,
    numbers: Numbers,
    s: Scratch,
    place: Any,
) -> tuple[int, int]:
    """Put the follicles that go on living before `until` at the start of their next cycle, in front of the block.

    ``place[:m]`` tells what became of each: its new place, `GONE` where it is lost for good, `DONE` where its
    cycle goes on until `until` or beyond. Returns how many go on and how many are lost.
    """
    entry_day, vellus_since, size, sensitivity = f.entry_day, f.vellus_since, f.size, f.sensitivity
    full_diameter, number, cycle, first_phase = f.full_diameter, f.number, f.cycle, f.first_phase
    size_in, size_out, cycle_end = s.size_in, s.size_out, s.cycle_end
    kept = lost = 0
    for j in range(m):
        if cycle_end[j] >= until:
            place[j] = DONE
            continue
        since = c.vellus_since_day(entry_day[j], size_in[j], vellus_since[j], numbers.vellus_size_limit)
        if c.is_lost(number[j], person, cycle[j] + u4(1), cycle_end[j], since, key_0, key_1, numbers):
            place[j] = GONE
            lost += 1
            continue
        place[j] = kept
        entry_day[kept] = cycle_end[j]
        vellus_since[kept] = since
        size[kept] = size_out[j]
        sensitivity[kept] = sensitivity[j]
        full_diameter[kept] = full_diameter[j]
        number[kept] = number[j]
        cycle[kept] = cycle[j] + u4(1)
        first_phase[kept] = c.NOT_FIRST
        kept += 1
    return kept, lost


@compiled
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
    place = s.size_out.copy()
    draw_all_stays(m, f, person, key_0, key_1, numbers, s)
    for j in range(m):
        f.entry_day[j] = day - f8(
            c.opening_age(
                f.first_phase[j],
                place[j],
                s.anagen[j] * f4(anagen / s.size_in[j]),
                s.catagen[j] * numbers.catagen_mean,
                s.telogen[j] * telogen,
                s.kenogen[j] * kenogen,
            )
        )


@compiled
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
    while m > 0:
        run_cycle(m, f, person, key_0, key_1, clocks, numbers, s)
        for j in range(m):  # all that may end here; those that go on are overwritten when they do end
            if s.cycle_end[j] >= until:
                copy_follicle(f, j, grown, first + i4(f.number[j]))
            else:
                grown.entry_day[first + i4(f.number[j])] = c.NEVER
        m, _ = begin_next_cycles(m, f, person, key_0, key_1, until, numbers, s, s.place)


@compiled
def record_channels(
    m: int, f: Follicles, clocks: Clocks, numbers: Numbers, s: Scratch, record: Record
) -> None:
    """Record one cycle of each follicle in each channel."""
    for channel in range(record.window.size):
        window, lag = record.window[channel], record.lag[channel]
        threshold, power, sums = record.threshold[channel], record.power[channel], record.sums[channel]
        end = s.anagen_visit if window == ANAGEN else s.release_visit
        find_visits(m, f.entry_day, lag, clocks.grid, record.visit_after, s.begin_visit)
        left = record_channel(
            m, s.begin_visit, end, f.full_diameter, s.size_in, s.size_out, threshold, power, sums, s.place
        )
        for k in range(left):
            j = s.place[k]
            if power == COUNT:
                record_thinning_count(
                    s.begin_visit[j],
                    end[j],
                    f.entry_day[j],
                    s.size_in[j],
                    threshold / f.full_diameter[j],
                    f.sensitivity[j],
                    clocks,
                    numbers,
                    record.visit_after,
                    sums,
                )
            else:
                record_thinning_power(
                    s.begin_visit[j],
                    end[j],
                    f.entry_day[j],
                    s.anagen_end[j],
                    f.full_diameter[j],
                    s.size_in[j],
                    f.sensitivity[j],
                    threshold,
                    power,
                    clocks,
                    numbers,
                    record.visit_days,
                    sums,
                )


@compiled
def record_moves(m: int, f: Follicles, opening: bool, clocks: Clocks, s: Scratch, record: Record) -> None:
    """Record the changes of phase of one cycle of each follicle, and the hairs released."""
    grid, after = clocks.grid, record.visit_after
    if opening:
        find_visits(m, f.entry_day, 0.0, grid, after, s.other_visit)
        count_moves(m, s.other_visit, 0, record.moves)
    find_visits(m, s.anagen_end, 0.0, grid, after, s.anagen_visit)
    count_moves(m, s.anagen_visit, 1, record.moves)
    find_visits(m, s.catagen_end, 0.0, grid, after, s.other_visit)
    count_moves(m, s.other_visit, 2, record.moves)
    find_visits(m, s.release, 0.0, grid, after, s.release_visit)
    count_moves(m, s.release_visit, 3, record.moves)
    find_visits(m, s.cycle_end, 0.0, grid, after, s.other_visit)
    count_moves(m, s.other_visit, 4, record.moves)
    count_shed(m, s.release_visit, f.full_diameter, s.size_out, record.shed_threshold, record.shed)


@compiled
def record_losses(m: int, visit: Any, place: Any, moves: Any) -> None:
    """Record follicles that are gone on the day on which they should have entered anagen."""
    for j in range(m):
        if place[j] == GONE:
            moves[u4(visit[j]), 5] += 1


@compiled
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
    opening = True
    while m > 0:
        run_cycle(m, f, person, key_0, key_1, clocks, numbers, s)
        record_moves(m, f, opening, clocks, s, record)
        record_channels(m, f, clocks, numbers, s, record)
        kept, lost = begin_next_cycles(m, f, person, key_0, key_1, until, numbers, s, s.place)
        if lost > 0:
            record_losses(m, s.other_visit, s.place, record.moves)
        m = kept
        opening = False
