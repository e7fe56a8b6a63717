"""Small work for the processor and for a simulated GPU, to be compared digit by digit.

As a program it does all work on the device, which is Numba's simulator if ``NUMBA_ENABLE_CUDASIM=1``, and writes the
arrays to the file that it is given.
"""

from __future__ import annotations

import sys
from typing import NamedTuple

import numpy as np
from biology import BUSY, CELL_DAYS, CELLS, QUIET, restless_drives
from small_trial import small_trial

from anagen.cluster.parts import source_sha256
from anagen.evidence import known
from anagen.kernel.numbers import FollicleNumbers
from anagen.kernel.population import Channel, Population, Readings, follow, grow_up
from anagen.kernel.record import ANAGEN, HAIR
from anagen.trials.batches import Job, look_at

VISITS = [0.0, 28.0, 84.0, 336.0, 700.0, 1400.0, 2800.0, 4200.0]
CHANNELS = [
    Channel(HAIR, 30.0, 20.0, 0.0),
    Channel(ANAGEN, 24.0, 0.0, 0.0),
    Channel(HAIR, 0.0, 0.0, 0.0),
    Channel(HAIR, 0.0, 0.0, 1.0),
    Channel(ANAGEN, 40.0, 30.0, 2.3),
]
SHED_UM = 30.0


class Case(NamedTuple):
    """People with one biology, and the room that a GPU has for them."""

    name: str
    numbers: FollicleNumbers
    follicles: int = 30
    people: int = 3
    own_drives: bool = True
    """Whether people are treated differently."""
    room_bytes: int | None = None
    seed: int = 4


CASES = (
    Case("busy", BUSY),
    Case("quiet", QUIET, follicles=15),
    Case("no room", BUSY, follicles=9, own_drives=False, room_bytes=150_000),
)
"""All branches of the laws; none of the rarer ones; and work that is cut between people and within them."""


def work(case: Case, device: str) -> tuple[Population, Readings]:
    """Grow people, some of whom androgen touches only later, and follow them under drives that change all the time."""
    chosen = slice(0, case.people)
    people = grow_up(
        case.numbers,
        sensitivity=[1.4, 2.0, 1.4][chosen],
        onset_day=[-4480.0, -701.5, 4300.0][chosen],
        change_day=[-700.0, np.inf, 100.0][chosen],
        change_factor=1.3,
        follicles=case.follicles,
        seed=case.seed,
        person=[5, 2, 9][chosen],
        device=device,
    )
    androgen, minoxidil, wound = restless_drives()
    if case.own_drives:
        androgen = np.stack([androgen, 0.5 * androgen, np.ones(CELLS)])
    readings = follow(
        people,
        androgen=androgen,
        minoxidil=minoxidil,
        wound=wound,
        cell_days=CELL_DAYS,
        visit_days=VISITS,
        channels=CHANNELS,
        shed_threshold_um=SHED_UM,
        device=device,
    )
    return people, readings


def arrays_of(people: Population, readings: Readings) -> dict[str, np.ndarray]:
    """All that there is to compare, by name."""
    state = {f"state {name}": column for name, column in people.state._asdict().items()}
    return {
        **state,
        "sums": readings.sums,
        "phases": readings.phases,
        "shed": readings.shed,
        "events": np.array(readings.events),
    }


def trial_values(device: str) -> np.ndarray:
    """What the instruments read in a batch of a trial that screens its candidates."""
    job = Job(
        trial=small_trial(),
        sex="male",
        seed=3,
        follicles=3,
        evidence=known(),
        source=source_sha256(),
        device=device,
    )
    return look_at(job, 0, 1).values


def main(path: str) -> None:
    """Do all work on the device and write what came of it."""
    from anagen.kernel import device

    most = device.MOST_BYTES
    arrays: dict[str, np.ndarray] = {}
    for case in CASES:
        device.MOST_BYTES = case.room_bytes or most
        with device.timed() as kernels:
            arrays |= {f"{case.name} {name}": one for name, one in arrays_of(*work(case, "cuda")).items()}
        arrays[f"{case.name} kernels"] = np.array(sorted(kernels))
    device.MOST_BYTES = most
    with device.timed() as kernels:
        arrays["trial values"] = trial_values("cuda")
    arrays["trial kernels"] = np.array(sorted(kernels))
    np.savez(path, **arrays)


if __name__ == "__main__":
    main(sys.argv[1])
