"""What the visits see of one cycle of one follicle: the scalar form of `block_record`, which a GPU runs.

Nothing is added to sums here. A GPU adds in one step that no other thread can come between (`device`).
"""

from __future__ import annotations

from typing import Any

from anagen.compiled import compiled, f4, i8
from anagen.kernel.clocks import Clocks, Grid, cell_up_to, clock_reading
from anagen.kernel.numbers import Numbers
from anagen.kernel.record import COUNT, ENDLESS, decay_of, fixed_power, thinning_day, thinning_value
from anagen.laws.miniaturization import appetite, thinning_exposure


@compiled
def visit_of(day: float, grid: Grid, visit_after: Any) -> int:
    """The first visit that sees an event of a given day."""
    return i8(visit_after[cell_up_to(grid.last_cell + 1, day, grid)])


@compiled
def span(
    begin_day: float, end_day: float, diameter: float, threshold: float, grid: Grid, visit_after: Any
) -> tuple[int, int]:
    """The first visit that sees a hair, and the first that no longer does; the same one if none sees it."""
    begin = cell_up_to(grid.last_cell + 1, begin_day, grid)
    end = cell_up_to(grid.last_cell + 1, end_day, grid)
    if begin < end and diameter >= threshold:
        return i8(visit_after[begin]), i8(visit_after[end])
    return i8(0), i8(0)


@compiled
def count_end(
    begin: int,
    end: int,
    entry_day: float,
    size_in: float,
    size_out: float,
    full_diameter: float,
    threshold: float,
    sensitivity: float,
    clocks: Clocks,
    numbers: Numbers,
    visit_after: Any,
) -> int:
    """The first visit that no longer counts a hair: it has gone, or has thinned below the threshold."""
    if full_diameter * size_out >= threshold:
        return end
    day = thinning_day(entry_day, size_in, threshold / full_diameter, sensitivity, clocks, numbers)
    return min(max(visit_of(day, clocks.grid, visit_after), begin), end)


@compiled
def last_value(diameter: float, threshold: float, power: float) -> int:
    """What a hair adds that has thinned to a diameter and keeps it."""
    return i8(fixed_power(diameter, power)) if diameter >= threshold else i8(0)


@compiled
def thinning(
    diameter: float, threshold: float, power: float, sensitivity: float, numbers: Numbers
) -> tuple[float, float, float]:
    """For a hair that thins: its value at the start, its decay with exposure, exposure at the threshold."""
    rate, own = numbers.within_anagen_thinning_rate, appetite(sensitivity, numbers.size_target_hill)
    limit = thinning_exposure(diameter, threshold, rate, own) if threshold > COUNT else ENDLESS
    return fixed_power(diameter, power), decay_of(power, rate, own), limit


@compiled
def level(value: float, decay: float, limit: float, exposure: float, start: float) -> int:
    """What a thinning hair adds at a visit, given the readings of the exposure clock there and at anagen's start."""
    passed = f4(exposure - start)
    return thinning_value(value, decay, passed) if passed <= limit else i8(0)


@compiled
def exposure_on(day: float, clocks: Clocks) -> float:
    """What the exposure clock shows on a day. [day]"""
    return clock_reading(day, 0.0, clocks.exposure, clocks.grid)
