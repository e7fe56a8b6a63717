"""What a GPU runs: kernels of one thread a follicle or a person, put together from `life` and `life_record`.

Nothing of the biology is written here. A kernel calls the functions that the processor runs, which Numba compiles for
the GPU as they are, and adds what they find to whole numbers, in whatever order threads come: sums cannot differ.

Numba's simulator runs a kernel in Python, a Python thread for each of CUDA's; the functions that it calls then run as
compiled for the processor and hand back plain Python numbers. So each result in single precision, and each unsigned
one, is cast where it comes in. A GPU does nothing for that.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numba.cuda

from anagen.compiled import f4, i4, i8, u4
from anagen.kernel import cycle as c
from anagen.kernel.block import Follicles
from anagen.kernel.clocks import Clocks, Grid, clocks_in, fill_clocks
from anagen.kernel.life import opening, run_one_cycle, stays_of, traits_of
from anagen.kernel.life_record import (
    count_end,
    exposure_on,
    last_value,
    level,
    span,
    thinning,
    visit_of,
)
from anagen.kernel.numbers import Numbers
from anagen.kernel.past import STEP_DAYS, Past, fill_past, steps_of
from anagen.kernel.population import fill_drives, make_grid
from anagen.kernel.record import ANAGEN, COUNT, Record, hair_value

cuda: Any = numba.cuda  # its types leave out what kernels are made of


class People(NamedTuple):
    """What lives are lived from, one element a person."""

    number: Any
    median_sensitivity: Any
    opening_day: Any


class Drives(NamedTuple):
    """Drives that are given from day 0 on. [people, cells]"""

    androgen: Any
    minoxidil: Any
    wound: Any


class Room(NamedTuple):
    """Where the clocks of people stand."""

    clocks: Any
    """[people, `ROWS_OF_CLOCKS`, cells]"""
    drives: Any
    """[people, 2, cells]: minoxidil and wound."""


@cuda.jit(device=True)
def add(sums: Any, person: int, channel: int, begin: int, end: int, value: int) -> None:
    """Add a value to what visits see from `begin` on, and take it away from `end` on; differences between visits."""
    visits = sums.shape[2] - 1  # the last row is what no visit sees
    if begin != end:
        if begin < visits:
            cuda.atomic.add(sums, (person, channel, begin), value)
        if end < visits:
            cuda.atomic.add(sums, (person, channel, end), -value)


@cuda.jit(device=True)
def move(moves: Any, person: int, visit: int, kind: int) -> None:
    """Count a change of phase at the first visit that sees it."""
    if visit < moves.shape[1] - 1:
        cuda.atomic.add(moves, (person, visit, kind), i8(1))


@cuda.jit(device=True)
def record_thinning(
    person: int,
    channel: int,
    begin: int,
    end: int,
    entry_day: float,
    anagen_end: float,
    first_diameter: float,
    last_diameter: float,
    sensitivity: float,
    clocks: Clocks,
    numbers: Numbers,
    record: Record,
) -> None:
    """A hair that thins, in a sum of powers: as each visit of its anagen sees it, and after that as it ended."""
    threshold, power = record.threshold[channel], record.power[channel]
    still = min(max(visit_of(anagen_end, clocks.grid, record.visit_after), begin), end)
    add(record.sums, person, channel, still, end, last_value(last_diameter, threshold, power))
    value, decay, limit = thinning(first_diameter, threshold, power, sensitivity, numbers)
    value, decay, limit = f4(value), f4(decay), f4(limit)
    start = exposure_on(entry_day, clocks)
    for visit in range(begin, still):
        seen = level(value, decay, limit, record.exposure[person, visit], start)
        if seen > 0:
            cuda.atomic.add(record.levels, (person, channel, visit), i8(seen))


@cuda.jit(device=True)
def record_channels(
    person: int,
    entry_day: float,
    anagen_end: float,
    release: float,
    size_in: float,
    size_out: float,
    full_diameter: float,
    sensitivity: float,
    clocks: Clocks,
    numbers: Numbers,
    record: Record,
) -> None:
    """One cycle of a follicle in each channel."""
    first, last = f4(full_diameter * size_in), f4(full_diameter * size_out)
    for channel in range(record.window.size):
        threshold, power = record.threshold[channel], record.power[channel]
        end_day = anagen_end if record.window[channel] == ANAGEN else release
        begin, end = span(
            entry_day + record.lag[channel], end_day, first, threshold, clocks.grid, record.visit_after
        )
        if begin == end:
            continue
        if power == COUNT:
            until = count_end(
                begin,
                end,
                entry_day,
                size_in,
                size_out,
                full_diameter,
                threshold,
                sensitivity,
                clocks,
                numbers,
                record.visit_after,
            )
            add(record.sums, person, channel, begin, until, i8(1))
        elif size_out >= size_in:
            add(record.sums, person, channel, begin, end, i8(hair_value(first, power)))
        else:
            record_thinning(
                person,
                channel,
                begin,
                end,
                entry_day,
                anagen_end,
                first,
                last,
                sensitivity,
                clocks,
                numbers,
                record,
            )


@cuda.jit
def build_clocks_of_drives(
    before: int,
    cell_days: float,
    past: Past,
    drives: Drives,
    numbers: Numbers,
    room: Room,
    grid: Grid,
    record: Record,
) -> None:
    """The clocks of each person under drives, and what the exposure clock shows at each visit; a thread a person."""
    i = cuda.grid(1)
    if i >= room.clocks.shape[0]:
        return
    rows, minoxidil, wound = room.clocks[i], room.drives[i, 0], room.drives[i, 1]
    fill_drives(
        i,
        before,
        cell_days,
        past,
        drives.androgen,
        drives.minoxidil,
        drives.wound,
        numbers,
        rows[0],
        minoxidil,
        wound,
    )
    clocks = clocks_in(rows, grid)
    fill_clocks(minoxidil, wound, clocks, numbers)
    for visit in range(record.visit_days.size):
        record.exposure[i, visit] = exposure_on(record.visit_days[visit], clocks)


@cuda.jit
def build_clocks_of_past(past: Past, numbers: Numbers, room: Room) -> None:
    """The clocks of each person's untreated past; a thread a person."""
    i = cuda.grid(1)
    if i >= room.clocks.shape[0]:
        return
    cells = 1 + steps_of(i, past, numbers)
    rows, none = room.clocks[i, :, :cells], room.drives[i, 0, :cells]
    fill_past(i, past, numbers, rows[0])
    grid = make_grid(past.onset_day[i] - STEP_DAYS, STEP_DAYS, cells)
    fill_clocks(none, none, clocks_in(rows, grid), numbers)


@cuda.jit
def grow_each(
    first: int,
    each: int,
    key_0: int,
    key_1: int,
    people: People,
    past: Past,
    numbers: Numbers,
    room: Room,
    grown: Follicles,
) -> None:
    """Live each follicle from its opening to day 0, and leave it on the day on which its present cycle began.

    `first` is the number of the first follicle of each person, `each` how many there are of each.
    """
    i = cuda.grid(1)
    if i >= grown.entry_day.size:
        return
    k = i // each
    number, person = u4(first + i - k * each), people.number[k]
    cells = 1 + steps_of(k, past, numbers)
    grid = make_grid(past.onset_day[k] - STEP_DAYS, STEP_DAYS, cells)
    clocks = clocks_in(room.clocks[k, :, :cells], grid)
    full_diameter, sensitivity = traits_of(
        number, person, key_0, key_1, people.median_sensitivity[k], numbers
    )
    full_diameter, sensitivity = f4(full_diameter), f4(sensitivity)
    phase, day = opening(number, person, key_0, key_1, people.opening_day[k], sensitivity, clocks, numbers)
    phase, size, since, cycle = i4(phase), c.ONE, c.NEVER, u4(0)
    while True:
        size_in, _, own, _, _, _, end = run_one_cycle(
            number, person, cycle, phase, key_0, key_1, day, size, since, sensitivity, clocks, numbers
        )
        if end >= 0.0:
            break
        since = c.vellus_since_day(day, f4(size_in), since, numbers.vellus_size_limit)
        day, size, cycle, phase = end, f4(own), u4(cycle + u4(1)), c.NOT_FIRST
        if c.is_lost(number, person, cycle, end, since, key_0, key_1, numbers):
            day = c.NEVER
            break
    grown.entry_day[i] = day
    grown.vellus_since[i] = since
    grown.size[i] = size
    grown.sensitivity[i] = sensitivity
    grown.full_diameter[i] = full_diameter
    grown.number[i] = number
    grown.cycle[i] = cycle
    grown.first_phase[i] = phase


@cuda.jit
def follow_each(
    each: int,
    key_0: int,
    key_1: int,
    until: float,
    people: People,
    numbers: Numbers,
    room: Room,
    grid: Grid,
    state: Follicles,
    record: Record,
) -> None:
    """Live each follicle from its present cycle until a day and record each event."""
    i = cuda.grid(1)
    if i >= state.entry_day.size:
        return
    k = i // each
    day = state.entry_day[i]
    if day == c.NEVER:  # lost before day 0
        move(record.moves, k, 0, 0)
        move(record.moves, k, 0, 5)
        return
    number, person, cycle, phase = state.number[i], people.number[k], state.cycle[i], state.first_phase[i]
    since, size, sensitivity = state.vellus_since[i], state.size[i], state.sensitivity[i]
    full_diameter = state.full_diameter[i]
    clocks = clocks_in(room.clocks[k], grid)
    move(record.moves, k, visit_of(day, grid, record.visit_after), 0)
    while True:
        size_in, size_out, own, anagen_end, catagen_end, release, end = run_one_cycle(
            number, person, cycle, phase, key_0, key_1, day, size, since, sensitivity, clocks, numbers
        )
        size_in, size_out = f4(size_in), f4(size_out)
        move(record.moves, k, visit_of(anagen_end, grid, record.visit_after), 1)
        move(record.moves, k, visit_of(catagen_end, grid, record.visit_after), 2)
        released = visit_of(release, grid, record.visit_after)
        move(record.moves, k, released, 3)
        move(record.moves, k, visit_of(end, grid, record.visit_after), 4)
        if f4(full_diameter * size_out) >= record.shed_threshold and released < record.shed.shape[1] - 1:
            cuda.atomic.add(record.shed, (k, released), i8(1))
        record_channels(
            k,
            day,
            anagen_end,
            release,
            size_in,
            size_out,
            full_diameter,
            sensitivity,
            clocks,
            numbers,
            record,
        )
        if end >= until:
            return
        since = c.vellus_since_day(day, size_in, since, numbers.vellus_size_limit)
        day, size, cycle, phase = end, f4(own), u4(cycle + u4(1)), c.NOT_FIRST
        if c.is_lost(number, person, cycle, day, since, key_0, key_1, numbers):
            move(record.moves, k, visit_of(day, grid, record.visit_after), 5)
            return


@cuda.jit
def draw_each(cycles: int, key_0: int, key_1: int, person: int, numbers: Numbers, found: Any) -> None:
    """The chance of so many cycles of each follicle and nothing else: the least arithmetic that a life can do.

    No cycle waits for another, nothing is looked up or recorded: how fast this runs is the limit of a machine.
    """
    i = cuda.grid(1)
    if i >= found[0].size:
        return
    days = f4(0.0)
    for cycle in range(cycles):
        a, b, t, k = stays_of(u4(i), u4(person), u4(cycle), c.NOT_FIRST, key_0, key_1, numbers)
        size = f4(a) * f4(0.01)
        days += (
            f4(a) * f4(c.mean_anagen(size, numbers))
            + f4(b) * f4(t)
            + f4(k) * f4(c.mean_kenogen(size, numbers))
        )
    found[0][i] = days
