"""A clock with drives that change in every cell is inverted exactly."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from anagen.kernel.clocks import build_clock, clock_exit, clock_reading
from anagen.kernel.population import make_grid

speeds = st.lists(st.floats(0.05, 20.0), min_size=1, max_size=60)


@given(
    base=speeds,
    extra=st.floats(0.0, 3.0),
    share=st.floats(0.0, 4.0),
    start=st.floats(-300.0, 900.0),
    length=st.floats(0.0, 5000.0),
)
def test_reading_at_the_exit_is_reading_at_the_start_plus_the_stay(base, extra, share, start, length):
    """Also before the first cell, after the last, and across any number of changes of speed."""
    grid = make_grid(-50.0, 7.0, len(base))
    clock = build_clock(np.array(base), extra * np.array(base[::-1]), grid)
    end = clock_exit(start, length, share, clock, grid)
    assert end >= start
    used = clock_reading(end, share, clock, grid) - clock_reading(start, share, clock, grid)
    assert abs(used - length) <= 1e-9 * (1.0 + length + abs(start) * 80.0)


@given(
    base=speeds,
    start=st.floats(-100.0, 500.0),
    lengths=st.lists(st.floats(0.0, 500.0), min_size=2, max_size=6),
)
def test_two_stays_in_a_row_end_where_their_sum_ends(base, start, lengths):
    grid = make_grid(0.0, 1.0, len(base))
    clock = build_clock(np.array(base), np.zeros(len(base)), grid)
    day = start
    for length in lengths:
        day = clock_exit(day, length, 0.0, clock, grid)
    assert abs(day - clock_exit(start, sum(lengths), 0.0, clock, grid)) < 1e-7 * (1.0 + abs(day))


@given(base=st.lists(st.sampled_from([0.5, 1.0]), min_size=2, max_size=12), turn=st.integers(0, 11))
def test_a_speed_is_steady_until_either_of_its_parts_changes(base, turn):
    cells = len(base)
    extra = np.roll(np.array(base), turn)
    clock = build_clock(np.array(base), extra, make_grid(-14.0, 7.0, cells))

    for i in range(cells):
        others = [k for k in range(i, cells) if (base[k], extra[k]) != (base[i], extra[i])]
        assert clock.steady_until[i] == (-14.0 + 7.0 * others[0] if others else np.inf)


def test_a_clock_shows_what_has_passed_since_its_first_edge():
    clock = build_clock(np.array([2.0, 0.5]), np.array([1.0, 4.0]), make_grid(-10.0, 10.0, 2))

    assert [clock_reading(day, 0.0, clock, make_grid(-10.0, 10.0, 2)) for day in (-10.0, 0.0, 4.0)] == [
        0,
        20,
        22,
    ]
    assert [clock_reading(day, 2.0, clock, make_grid(-10.0, 10.0, 2)) for day in (-5.0, 0.0, 1.0)] == [
        20,
        40,
        48.5,
    ]
