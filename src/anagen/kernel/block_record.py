"""What the visits see of one cycle of all follicles of a block."""

from __future__ import annotations

from typing import Any

from anagen.compiled import composed_pass, u4
from anagen.kernel.block import Follicles, Scratch
from anagen.kernel.block_cycle import look_up_reading
from anagen.kernel.clocks import Clocks
from anagen.kernel.numbers import Numbers
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
