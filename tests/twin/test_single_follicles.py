"""Each single follicle of the block engine against its scalar life: on day 0, and on days to come."""

from __future__ import annotations

import numpy as np
import pytest
from biology import BUSY, CELL_DAYS, CELLS, restless_drives
from sizes import number

from anagen.kernel.clocks import build_clocks
from anagen.kernel.life import live
from anagen.kernel.numbers import to_kernel
from anagen.kernel.past import drive_on
from anagen.kernel.plain import PlainDrives, PlainFollicle
from anagen.kernel.population import follow, grow_up, keys_of, make_grid
from anagen.kernel.snapshot import snapshots

EVEN = BUSY._replace(
    anagen_duration_full_size=150.0,
    catagen_duration=110.0,
    telogen_duration=140.0,
    kenogen_duration_full_size=130.0,
    minoxidil_telogen_acceleration=0.3,
    size_step_down_share=0.6,
    vellus_size_limit=0.5,
    established_vellus_loss_probability=0.3,
)
"""Follicles are found in any phase."""
FOLLICLES, SEED, PERSON, MEDIAN, ONSET, CHANGE = number(400, 40), 3 + 2**33, 6, 1.6, -4200.0, -420.0
CELLS_BEFORE = 601
ANDROGEN, MINOXIDIL, WOUND = restless_drives()
DAYS = np.array([0.0, 7.0, 98.0, 700.0, 1435.0, 3500.0])


def drives() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """From a cell before the onset to the end."""
    left = ONSET + CELL_DAYS * np.arange(-1, CELLS_BEFORE - 1 + CELLS)
    untreated = [drive_on(day + 3.5, ONSET, CHANGE, 1.3, EVEN.susceptibility_rise_time) for day in left]
    past = np.zeros(CELLS_BEFORE)
    return (
        np.array(untreated) * np.append(past + 1.0, ANDROGEN),
        np.append(past, MINOXIDIL),
        np.append(past, WOUND),
    )


@pytest.fixture(scope="module")
def lives():
    """Days and sizes of all cycles of each follicle, and whether it is lost in the end."""
    numbers, (key_0, key_1) = to_kernel(EVEN), keys_of(SEED)
    grid = make_grid(ONSET - CELL_DAYS, CELL_DAYS, CELLS_BEFORE + CELLS)
    clocks, found = build_clocks(*drives(), grid, numbers), []
    for follicle in range(FOLLICLES):
        days, sizes = np.empty((90, 5)), np.empty((90, 2))
        who = np.uint32(follicle), PERSON, key_0, key_1
        n = live(*who, ONSET, np.float32(MEDIAN), DAYS[-1], clocks, numbers, days, sizes)
        found.append((days[: abs(n)], sizes[: abs(n)], n < 0))
    return found


@pytest.fixture(scope="module")
def people():
    return grow_up(
        EVEN,
        sensitivity=[MEDIAN],
        onset_day=ONSET,
        change_day=CHANGE,
        change_factor=1.3,
        follicles=FOLLICLES,
        seed=SEED,
        person=PERSON,
    )


def test_a_life_opens_in_any_phase_as_the_plain_twin_does(lives):
    androgen, minoxidil, wound = drives()
    found = PlainDrives(
        first_day=ONSET - CELL_DAYS,
        cell_days=CELL_DAYS,
        androgen=androgen.tolist(),
        minoxidil=minoxidil.tolist(),
        wound=wound.tolist(),
    )
    phases = []
    for follicle, (days, _, _) in enumerate(lives[:40]):
        twin = PlainFollicle(
            numbers=EVEN,
            drives=found,
            key=(SEED % 2**32, SEED >> 32),
            person=PERSON,
            follicle=follicle,
            median_sensitivity=MEDIAN,
            opening_day=ONSET,
        )
        phase, day = twin.opening(twin.traits()[1])
        assert days[0, 0] == pytest.approx(day, abs=0.02)
        assert phase == (days[0, 1:4] < ONSET).sum()
        phases.append(phase)
    assert set(phases) == {0, 1, 2, 3}


def test_day_0_finds_each_follicle_in_the_cycle_of_its_scalar_life(lives, people):
    state, lost = people.state, 0
    for follicle, (days, sizes, ends_in_loss) in enumerate(lives):
        assert state.number[follicle] == follicle
        if ends_in_loss and days[-1, 4] < 0.0:
            assert state.entry_day[follicle] == np.inf
            lost += 1
            continue
        n = int(np.flatnonzero((days[:, 0] < 0.0) & (days[:, 4] >= 0.0))[0])
        assert state.cycle[follicle] == n
        assert state.entry_day[follicle] == pytest.approx(days[n, 0], abs=1e-6)
        assert state.size[follicle] == pytest.approx(sizes[n - 1, 1] if n > 0 else 1.0, rel=1e-6)
        assert (state.first_phase[follicle] == -1) == (n > 0)
    assert 0 < lost < FOLLICLES


def test_a_snapshot_shows_each_follicle_as_its_scalar_life_has_it(lives, people):
    """Phase, days grown, and size: of the growing hair as it thins, of the club hair as it was left."""
    seen = snapshots(
        people, androgen=ANDROGEN, minoxidil=MINOXIDIL, wound=WOUND, cell_days=CELL_DAYS, days=DAYS
    )
    for follicle, (days, sizes, _) in enumerate(lives):
        for visit, day in enumerate(DAYS):
            phase = seen.phase[visit, 0, follicle]
            size, grown = seen.size[visit, 0, follicle], seen.grown_days[visit, 0, follicle]
            holding = np.flatnonzero((days[:, 0] < day) & (days[:, 4] >= day))
            if holding.size == 0:
                assert phase == 4
                continue
            d, (first, last) = days[holding[0]], sizes[holding[0]]
            assert phase == (day > d[1:4]).sum()
            expected = 0.0 if phase == 3 else min(day, d[1]) - d[0]
            assert grown == pytest.approx(expected, abs=1e-3)
            assert last <= size <= first if phase == 0 else size == last


def test_readings_count_the_events_and_the_shed_hairs_of_all_scalar_lives(lives, people):
    thick_um = 35.0
    read = follow(
        people,
        androgen=ANDROGEN,
        minoxidil=MINOXIDIL,
        wound=WOUND,
        cell_days=CELL_DAYS,
        visit_days=DAYS,
        channels=[],
        shed_threshold_um=thick_um,
    )
    events, shed = 0, np.zeros(DAYS.size)
    for follicle, (days, sizes, is_lost) in enumerate(lives):
        seen = (days[:, 1:] > 0.0) & (days[:, 1:] <= DAYS[-1])
        events += seen.sum() + (is_lost and seen[-1, -1])
        is_thick = sizes[:, 1] * people.state.full_diameter[follicle] >= thick_um
        shed[1:] += np.histogram(days[is_thick, 3], DAYS)[0]

    assert read.events == events
    assert read.shed[0].tolist() == shed.tolist()
    assert shed.sum() > 0
    assert read.sums[0, 0].tolist() == read.phases[0, :3].sum(axis=0).tolist()
