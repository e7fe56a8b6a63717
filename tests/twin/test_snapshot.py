"""Snapshots of single follicles against the readings of the same people, which are sums by differences."""

from __future__ import annotations

import numpy as np
import pytest
from biology import BUSY, CELL_DAYS, QUIET, restless_drives
from sizes import number

from anagen.kernel.numbers import FollicleNumbers
from anagen.kernel.population import REFERENCE_UM, Channel, follow, grow_up
from anagen.kernel.record import HAIR
from anagen.kernel.snapshot import snapshots

VISITS = np.array([0.0, 28.0, 336.0, 1400.0, 4200.0])
THRESHOLD_UM, LAG_DAYS = 30.0, 20.0


@pytest.mark.parametrize(
    "numbers", [BUSY, QUIET], ids=["thinning within anagen", "change between cycles only"]
)
def test_all_single_follicles_together_are_what_the_readings_sum(numbers: FollicleNumbers) -> None:
    """Phases, hairs that can be seen and their mean diameter; people before and after the onset of androgen."""
    androgen, minoxidil, wound = restless_drives()
    people = grow_up(
        numbers,
        sensitivity=[1.4, 2.0, 1.4],
        onset_day=[-4480.0, -700.0, 630.0],
        follicles=number(3000, 20),
        seed=4,
    )
    drives = {"androgen": androgen, "minoxidil": minoxidil, "wound": wound, "cell_days": CELL_DAYS}
    channels = [Channel(HAIR, THRESHOLD_UM, LAG_DAYS, 0.0), Channel(HAIR, 0.0, 0.0, 1.0)]

    read = follow(people, visit_days=VISITS, channels=channels, **drives)
    seen = snapshots(people, days=VISITS, **drives)

    counted = np.stack([(seen.phase == phase).sum(axis=2).T for phase in range(5)], axis=1)
    np.testing.assert_array_equal(read.phases, counted)
    diameter = np.where(seen.phase <= 2, seen.size * seen.full_diameter_um, 0.0)
    visible = (diameter >= THRESHOLD_UM) & (seen.grown_days > LAG_DAYS)
    # a hair may pass the threshold or emerge within the rounding of a visit
    np.testing.assert_allclose(read.sums[:, 0], visible.sum(axis=2).T, atol=2)
    np.testing.assert_allclose(read.sums[:, 1], (diameter / REFERENCE_UM).sum(axis=2).T, rtol=1e-4)


def test_before_the_onset_no_follicle_shrinks_and_after_it_they_do() -> None:
    cells = 1000
    people = grow_up(BUSY, sensitivity=[3.0], onset_day=[2100.0], follicles=number(2000, 20), seed=4)
    seen = snapshots(
        people, androgen=np.ones(cells), minoxidil=0.0, cell_days=7.0, days=np.array([0.0, 2100.0, 7000.0])
    )
    assert (seen.size[:2] == 1.0).all()
    assert seen.size[2].mean() < 0.6


def test_a_life_cut_into_past_and_future_is_one_life() -> None:
    """The same follicles seen on a day of the future, and grown up to that day: same phase and size."""
    lived, later = 4900.0, 2660.0
    young = grow_up(
        BUSY,
        sensitivity=[1.4],
        onset_day=[-lived],
        change_day=[-700.0],
        change_factor=[1.2],
        follicles=number(2000, 20),
        seed=4,
    )
    old = grow_up(
        BUSY,
        sensitivity=[1.4],
        onset_day=[-lived - later],
        change_day=[-700.0 - later],
        change_factor=[1.2],
        follicles=number(2000, 20),
        seed=4,
    )
    cells = round(later / CELL_DAYS)
    seen = snapshots(
        young, androgen=np.ones(cells), minoxidil=0.0, cell_days=CELL_DAYS, days=np.array([later])
    )
    now = snapshots(old, androgen=np.ones(1), minoxidil=0.0, cell_days=CELL_DAYS, days=np.array([0.0]))
    np.testing.assert_array_equal(seen.phase, now.phase)
    np.testing.assert_allclose(seen.size, now.size, rtol=1e-5)
    np.testing.assert_allclose(seen.grown_days, now.grown_days, atol=0.02)
