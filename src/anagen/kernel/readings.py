"""What visits see of a population: room for the differences between them, and readings from those."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anagen.kernel.record import FIXED_POINT, LANES, Channel, Record

FloatArray = NDArray[np.float64]


class Room(NamedTuple):
    """Differences between visits, of its own for each task; the columns are those of `Record`."""

    sums: NDArray[np.int64]
    levels: NDArray[np.int64]
    moves: NDArray[np.int64]
    shed: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """What was seen at each visit, as sums over the follicles of each person."""

    visit_days: FloatArray
    follicles: int
    sums: FloatArray
    """[people, channels, visits]: hairs counted, or sums of (diameter / `REFERENCE_UM`) ** power."""
    phases: NDArray[np.int64]
    """[people, 5, visits]: follicles in anagen, catagen, telogen, kenogen, and lost."""
    shed: NDArray[np.int64]
    """[people, visits]: hairs released since the visit before; 0 at the first."""
    events: int
    """Changes of phase that happened between the first and the last visit."""


def new_room(tasks: int, channels: int, visits: int) -> Room:
    """Empty room."""
    return Room(
        sums=np.zeros((tasks, channels, visits + 1), np.int64),
        levels=np.zeros((tasks, channels, visits + int(LANES)), np.int64),
        moves=np.zeros((tasks, visits + 1, 6), np.int64),
        shed=np.zeros((tasks, visits + 1), np.int64),
    )


def new_record(
    days: FloatArray,
    channels: Sequence[Channel],
    room: Room,
    visit_after: NDArray[np.int32],
    shed_threshold_um: float,
) -> Record:
    """What is looked at, with the room of the first task; each task takes its own."""
    return Record(
        visit_after=visit_after,
        visit_days=days,
        window=np.array([c.window for c in channels], np.int64),
        threshold=np.array([c.threshold_um for c in channels], np.float32),
        lag=np.array([c.lag_days for c in channels], np.float64),
        power=np.array([c.power for c in channels], np.float32),
        sums=room.sums[0],
        levels=room.levels[0],
        exposure=np.zeros(days.size + int(LANES)),
        moves=room.moves[0],
        shed=room.shed[0],
        shed_threshold=np.float32(shed_threshold_um),
    )


def visits_after(visit_days: FloatArray, first_day: float, cell_days: float, cells: int) -> NDArray[np.int32]:
    """For each cell, the first visit at or after its right edge; events of that cell are seen from then on."""
    right_edges = first_day + cell_days * np.arange(1, cells + 1)
    after = np.searchsorted(visit_days, right_edges - 1e-9 * cell_days, side="left")
    return np.append(after, visit_days.size).astype(np.int32)


def check_visits(days: FloatArray, cell_days: float, cells: int) -> None:
    """Refuse visits that the grid cannot hold."""
    if days.size == 0 or np.any(np.diff(days) <= 0) or days[0] < 0:
        raise ValueError(f"Visits must grow from day 0 on; given {days.tolist()}.")
    if np.any(np.abs(days / cell_days - np.round(days / cell_days)) > 1e-9):
        raise ValueError(f"Visits must fall on multiples of {cell_days} days; given {days.tolist()}.")
    if days[-1] > cells * cell_days + 1e-9:
        raise ValueError(
            f"The drives end on day {cells * cell_days}, before the last visit on day {days[-1]}."
        )


def assemble(
    room: Room, days: FloatArray, channels: Sequence[Channel], people: int, follicles: int
) -> Readings:
    """Readings from the differences of all tasks."""
    visits = days.size

    def by_person(differences: NDArray[np.int64]) -> NDArray[np.int64]:
        return differences.reshape(people, -1, *differences.shape[1:]).sum(axis=1)

    seen = np.cumsum(by_person(room.sums), axis=2)[:, :, :visits] + by_person(room.levels)[:, :, :visits]
    totals = seen.astype(np.float64)
    powers = np.array([c.power for c in channels])
    totals[:, powers > 0] /= float(FIXED_POINT)
    changes = by_person(room.moves)[:, :visits]
    born, a, c, t, k, lost = np.moveaxis(np.cumsum(changes, axis=1), 2, 0)
    phases = np.stack([born + k - lost - a, a - c, c - t, t - k, lost], axis=1)
    fallen = by_person(room.shed)[:, :visits]
    fallen[:, 0] = 0
    return Readings(
        visit_days=days,
        follicles=follicles,
        sums=totals,
        phases=phases,
        shed=fallen,
        events=int(changes[:, 1:].sum()),
    )
