"""Follicular units: places spread as blue noise, one to four hairs each."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled, i8

__all__ = ["blue_noise"]

Floats = NDArray[np.float64]

PACKING = 0.85
"""Radius of influence over the radius of the densest packing."""


def blue_noise(points: Floats, per_mm2: Floats, kept: int) -> NDArray[np.bool_]:
    """Choose some of many points so that neighbors keep apart, by weighted sample elimination.

    Parameters
    ----------
    points
        [n, 3] candidates, drawn in proportion to the density that is wanted. [mm]
    per_mm2
        [n] the density wanted at each. [1/mm2]
    kept
        How many to keep.
    """
    points = np.ascontiguousarray(points, float)
    reach = 2.0 * PACKING * np.sqrt(1.0 / (2.0 * np.sqrt(3.0) * per_mm2))
    low = points.min(axis=0)
    cells = np.floor((points - low) / reach.max()).astype(np.int64)
    shape = cells.max(axis=0) + 1
    key = (cells[:, 0] * shape[1] + cells[:, 1]) * shape[2] + cells[:, 2]
    order = np.argsort(key, kind="stable")
    start = np.zeros(int(np.prod(shape)) + 1, np.int64)
    np.cumsum(np.bincount(key, minlength=len(start) - 1), out=start[1:])
    first, neighbor, crowding = crowded_pairs(points, reach, cells, shape, order, start)
    alive = np.ones(len(points), np.bool_)
    eliminate(first, neighbor, crowding, kept, alive)
    return alive


@compiled
def crowded_pairs(  # noqa: C901  one loop over cells is clearer than calls
    points: Any, reach: Any, cells: Any, shape: Any, order: Any, start: Any
) -> Any:
    """Neighbors within reach of each point, and how much each crowds it: rows as in a sparse matrix."""
    n = points.shape[0]
    first = np.zeros(n + 1, i8)
    neighbor = np.empty(0, i8)
    crowding = np.empty(0, np.float64)
    for writing in range(2):
        if writing == 1:
            for row in range(n):
                first[row + 1] += first[row]
            neighbor = np.empty(first[n], i8)
            crowding = np.empty(first[n], np.float64)
        for row in range(n):
            place = first[row]
            for a in range(max(cells[row, 0] - 1, 0), min(cells[row, 0] + 2, shape[0])):
                for b in range(max(cells[row, 1] - 1, 0), min(cells[row, 1] + 2, shape[1])):
                    for c in range(max(cells[row, 2] - 1, 0), min(cells[row, 2] + 2, shape[2])):
                        cell = (a * shape[1] + b) * shape[2] + c
                        for k in range(start[cell], start[cell + 1]):
                            other = order[k]
                            square = (
                                (points[other, 0] - points[row, 0]) ** 2
                                + (points[other, 1] - points[row, 1]) ** 2
                                + (points[other, 2] - points[row, 2]) ** 2
                            )
                            far = 0.5 * (reach[row] + reach[other])
                            if other == row or square >= far * far:
                                continue
                            if writing == 0:
                                first[row + 1] += 1
                            else:
                                near = 1.0 - np.sqrt(square) / far
                                near *= near
                                near *= near
                                neighbor[place] = other
                                crowding[place] = near * near
                                place += 1
    return first, neighbor, crowding


@compiled
def eliminate(first: Any, neighbor: Any, crowding: Any, kept: Any, alive: Any) -> None:
    """Remove the most crowded point until `kept` are left. A heap by crowding, with the place of each point in it."""
    n = alive.shape[0]
    crowd = np.zeros(n)
    heap = np.arange(n)
    place = np.arange(n)
    for row in range(n):
        for k in range(first[row], first[row + 1]):
            crowd[row] += crowding[k]
    for top in range(n // 2 - 1, -1, -1):
        sink(heap, place, crowd, top, n)
    for left in range(n, kept, -1):
        gone = heap[0]
        alive[gone] = False
        heap[0] = heap[left - 1]
        place[heap[0]] = 0
        sink(heap, place, crowd, 0, left - 1)
        for k in range(first[gone], first[gone + 1]):
            other = neighbor[k]
            if alive[other]:
                crowd[other] -= crowding[k]
                sink(heap, place, crowd, place[other], left - 1)


@compiled
def sink(heap: Any, place: Any, crowd: Any, at: Any, size: Any) -> None:
    """Let an entry of the heap sink to where it belongs."""
    moving = heap[at]
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and crowd[heap[child + 1]] > crowd[heap[child]]:
            child += 1
        if crowd[heap[child]] <= crowd[moving]:
            break
        heap[at] = heap[child]
        place[heap[at]] = at
        at = child
    heap[at] = moving
    place[moving] = at
