"""The block engine: many follicles of one person, run in lock-step by cycle.

All follicles of a block go through the same step at the same time, so that each step is a loop that the compiler
turns into vector instructions. Those that are done go on living beyond the last day, unseen, until they are many
enough to be worth dropping from the block. A follicle's whole life stays in the processor's inner caches. Events are
recorded as differences between visits (`record`), never by looking at each follicle on each visiting day.
"""

from __future__ import annotations

from typing import Any

from anagen.compiled import compiled_pass, composed_pass, f4, f8, i4, u4
from anagen.kernel import cycle as c
from anagen.kernel.block import DROP_SHARE, Follicles, Scratch
from anagen.kernel.block_cycle import draw_all_stays, draw_words, follicle_constants, run_cycle
from anagen.kernel.block_record import record_channels, record_moves
from anagen.kernel.clocks import Clocks
from anagen.kernel.numbers import Numbers
from anagen.kernel.random import LOSS, TRAITS, philox
from anagen.kernel.record import Record, list_marked
from anagen.laws.arithmetic import uniform_f32
from anagen.laws.miniaturization import is_established_vellus, own_size


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


@compiled_pass
def thin_own_sizes(m: int, own: Any, size_in: Any, size_out: Any) -> None:
    """Own size of each follicle after its shaft has thinned."""
    for j in range(m):
        own[j] = own_size(own[j], size_in[j], size_out[j])


@composed_pass
def enter_next_cycles(m: int, f: Follicles, next_size: Any, s: Scratch) -> None:
    """Put each follicle at the start of its next cycle, with the size that it brings."""
    entry_day, cycle_end, size = f.entry_day, s.cycle_end, f.size
    cycle, first_phase = f.cycle, f.first_phase
    for j in range(m):
        entry_day[j] = cycle_end[j]
    for j in range(m):
        size[j] = next_size[j]
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
    thin_own_sizes(m, s.own_size, s.size_in, s.size_out)
    enter_next_cycles(m, f, s.own_size, s)
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
def list_ending(m: int, entry_day: Any, cycle_end: Any, until: float, mark: Any, place: Any) -> int:
    """List the follicles whose present cycle holds a day; returns their number."""
    n = 0
    for j in range(m):
        ending = i4((entry_day[j] < until) & (cycle_end[j] >= until))
        mark[j] = ending
        n += ending
    return list_marked(m, mark, place) if n > 0 else 0


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
            j = u4(s.place[k])
            copy_follicle(f, j, grown, first + i4(f.number[j]))  # what it was stays known
            grown.entry_day[first + i4(f.number[j])] = c.NEVER
        left = drop_done(m, f, until)
        if left < m:
            follicle_constants(left, f, numbers, s)
        m = left


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
