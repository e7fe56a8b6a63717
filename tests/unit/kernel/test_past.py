"""The untreated past: nothing before the onset, steps up to the full drive, a change that multiplies it."""

import numpy as np
import pytest
from biology import BUSY

from anagen.kernel.numbers import to_kernel
from anagen.kernel.past import (
    STEP_DAYS,
    drive_on,
    fill_past,
    past_cells,
    past_of,
    steps_of,
    untreated_androgen,
)
from anagen.kernel.population import grow_up

NEVER = np.inf
RISE = 10.0 * STEP_DAYS
NUMBERS = BUSY._replace(susceptibility_rise_time=RISE)


@pytest.mark.parametrize(
    ("day", "drive"),
    [
        (-1000.1, 0.0),
        (-1000.0, 0.1),
        (-1000.0 + 83.9, 0.1),
        (-1000.0 + 84.0, 0.2),
        (-1000.0 + 755.0, 0.9),
        (-1000.0 + 756.0, 1.0),
        (-1000.0 + 5000.0, 1.0),
    ],
)
def test_the_drive_rises_in_equal_steps_from_the_onset(day, drive):
    assert drive_on(day, -1000.0, NEVER, 1.3, RISE) == pytest.approx(drive)


def test_a_change_multiplies_from_its_day_on_whatever_the_height():
    assert drive_on(199.9, 0.0, 200.0, 1.5, RISE) == pytest.approx(0.3)
    assert drive_on(200.0, 0.0, 200.0, 1.5, RISE) == pytest.approx(0.45)
    assert drive_on(9000.0, 0.0, 200.0, 1.5, RISE) == pytest.approx(1.5)
    assert drive_on(-1.0, 0.0, -2.0, 1.5, RISE) == 0.0


def test_without_a_rise_the_drive_is_there_at_once():
    assert drive_on(0.0, 0.0, NEVER, 1.0, 0.0) == 1.0
    assert drive_on(-0.1, 0.0, NEVER, 1.0, 0.0) == 0.0


@pytest.mark.parametrize("width", [7.0, 28.0, 84.0])
def test_a_cell_has_the_mean_of_its_weeks(width):
    past = past_of(2, [NEVER, -35.0], [NEVER, 21.0], 1.5)
    weeks = np.arange(-20, 40) * 7.0 + 3.5
    drives = np.array([drive_on(day, -35.0, 21.0, 1.5, RISE) for day in weeks])

    for left in (-84.0, -28.0, 0.0):
        found = untreated_androgen(left, width, 1, past, to_kernel(NUMBERS))
        inside = (weeks > left) & (weeks < left + width)
        # A cell as wide as a step is taken at its middle: it is meant to lie within one.
        expected = (
            drives[inside].mean() if width < STEP_DAYS else drive_on(left + 42.0, -35.0, 21.0, 1.5, RISE)
        )
        assert found == pytest.approx(expected)
        assert untreated_androgen(left, width, 0, past, to_kernel(NUMBERS)) == 0.0


@pytest.mark.parametrize(
    ("onset", "change"),
    [(-5000.0, NEVER), (-5000.0, -300.0), (-300.0, NEVER), (-84.0, NEVER), (-850.0, -845.0), (50.0, NEVER)],
)
def test_the_steps_of_a_past_end_where_the_drive_rests_or_on_day_0(onset, change):
    past, numbers = past_of(1, onset, change, 1.5), to_kernel(NUMBERS)
    steps = steps_of(0, past, numbers)
    rows = np.full(1 + steps, np.nan)
    fill_past(0, past, numbers, rows)

    assert rows[0] == 0.0
    lived = [drive_on(onset + STEP_DAYS * (i + 0.5), onset, change, 1.5, RISE) for i in range(steps)]
    assert rows[1:] == pytest.approx(lived)
    end = onset + STEP_DAYS * steps
    assert end >= 0.0 or drive_on(end, onset, change, 1.5, RISE) == drive_on(-1e-6, onset, change, 1.5, RISE)
    assert steps <= 2 + max(0.0, -onset) / STEP_DAYS


def test_each_person_has_a_past_of_their_own_or_one_for_all():
    past = past_of(3, [-1.0, -2.0, -3.0], -9.0, [1.0, 1.1, 1.2])

    assert past.onset_day.tolist() == [-1.0, -2.0, -3.0]
    assert past.change_day.tolist() == [-9.0] * 3
    assert past.change_factor.tolist() == [1.0, 1.1, 1.2]


def grown(onset, change=NEVER):
    return grow_up(NUMBERS, sensitivity=[1.0], onset_day=onset, change_day=change, follicles=8, seed=3)


def test_cells_before_day_0_reach_back_to_where_present_cycles_met_another_drive():
    at_rest, young, changed = grown(-40_000.0), grown(-400.0), grown(-40_000.0, change=-10.0)

    assert past_cells(at_rest.past, at_rest.state, NUMBERS, 7.0) == 1
    for people in (young, changed):
        oldest = max(people.state.entry_day.min(), people.past.onset_day[0])
        cells = past_cells(people.past, people.state, NUMBERS, 7.0)
        assert cells == 1 + np.ceil(-oldest / 7.0)
        assert cells > 2


def test_an_onset_to_come_needs_no_past():
    people = grown(500.0)

    assert past_cells(people.past, people.state, NUMBERS, 7.0) == 1
