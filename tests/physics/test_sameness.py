"""Same seed, same bits: whatever the threads, the blocks and the company."""

from __future__ import annotations

import numpy as np
import pytest
from biology import BUSY, CELL_DAYS, restless_drives
from sizes import number

from anagen.kernel.population import Channel, Readings, follow, grow_up

CHANNELS = [Channel(0, 30.0, 20.0, 0.0), Channel(1, 0.0, 20.0, 2.38)]


def run(people: slice = slice(0, 5), follicles: int = number(5000, 20), first_person: int = 0) -> Readings:
    sensitivity = np.array([0.5, 1.0, 1.5, 2.0, 3.0])[people]
    androgen, minoxidil, wound = restless_drives()
    start = grow_up(
        BUSY,
        sensitivity=sensitivity,
        onset_day=-4000.0,
        follicles=follicles,
        seed=77,
        person=first_person,
    )
    return follow(
        start,
        androgen=androgen,
        minoxidil=minoxidil,
        wound=wound,
        cell_days=CELL_DAYS,
        visit_days=np.arange(0, 50) * 84.0,
        channels=CHANNELS,
    )


@pytest.mark.parametrize("threads", ["1", "2", "3", "7"])
def test_the_number_of_threads_changes_no_bit(threads: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reference = run()
    monkeypatch.setenv("ANAGEN_THREADS", threads)
    again = run()
    np.testing.assert_array_equal(again.sums, reference.sums)
    np.testing.assert_array_equal(again.phases, reference.phases)
    np.testing.assert_array_equal(again.shed, reference.shed)


def test_a_person_is_the_same_alone_and_in_company() -> None:
    alone = run(people=slice(3, 4), first_person=3)
    np.testing.assert_array_equal(alone.sums[0], run().sums[3])


def test_arms_share_the_past_to_the_last_follicle() -> None:
    """At day 0 two treatments of the same people read the same; later they differ."""
    start = grow_up(BUSY, sensitivity=[1.0, 2.0], onset_day=-4000.0, follicles=number(800, 20), seed=5)
    visits = np.array([0.0, 700.0])
    seen = [
        follow(
            start,
            androgen=np.full(100, drive),
            minoxidil=np.zeros(100),
            cell_days=CELL_DAYS,
            visit_days=visits,
            channels=CHANNELS,
        )
        for drive in (1.0, 0.3)
    ]
    np.testing.assert_array_equal(seen[0].sums[:, :, 0], seen[1].sums[:, :, 0])
    assert (seen[0].sums[:, 0, 1] < seen[1].sums[:, 0, 1]).all()
