"""Nearest guide of each hair on the flat map of the scalp."""

from __future__ import annotations

import numpy as np

from anagen.compiled import compiled, f4, i4
from anagen.render.arrays import Floats, Integers, by_rows

__all__ = ["nearest_of"]


def nearest_of(points: Floats, kind: Integers, guides: Floats, guide_kind: Integers) -> Integers:
    """Number of the nearest guide of the same kind to each point.

    Parameters
    ----------
    points, guides
        On a plane. [mm] [n, 2]
    kind, guide_kind
        Whole numbers; each kind that a point has must have a guide. [n]
    """
    low = np.minimum(points.min(axis=0), guides.min(axis=0)).astype(f4)
    span = np.maximum(points.max(axis=0), guides.max(axis=0)) - low
    cell = max(1.0, float(np.sqrt(2.0 * span[0] * span[1] / len(guides))))
    shape = (int(span[0] / cell) + 1, int(span[1] / cell) + 1)
    place = ((guides - low) / cell).astype(np.int64)
    number = place[:, 0] * shape[1] + place[:, 1]
    order = np.argsort(number, kind="stable").astype(i4)
    starts = np.searchsorted(number[order], np.arange(shape[0] * shape[1] + 1)).astype(i4)
    found = np.zeros(len(points), i4)
    by_rows(
        find_rows, len(points), points.astype(f4), kind.astype(i4), guides.astype(f4), guide_kind.astype(i4),
        order, starts, low, f4(cell), np.array(shape, i4), found,
    )  # fmt: skip
    return found


@compiled
def find_rows(  # noqa: PLR0917  compiled functions take no keywords, and are clearer as one loop
    first: int,
    last: int,
    points: Floats,
    kind: Integers,
    guides: Floats,
    guide_kind: Integers,
    order: Integers,
    starts: Integers,
    low: Floats,
    cell: float,
    shape: Integers,
    found: Integers,
) -> None:
    """Search rings of cells about each point of a range until no nearer guide can be left."""
    for p in range(first, last):
        i0, j0 = int((points[p, 0] - low[0]) / cell), int((points[p, 1] - low[1]) / cell)
        best = f4(1e30)
        for ring in range(max(shape[0], shape[1]) + 1):
            if ring > 1 and best <= ((ring - 1) * cell) ** 2:
                break
            for i in range(max(i0 - ring, 0), min(i0 + ring, shape[0] - 1) + 1):
                for j in range(max(j0 - ring, 0), min(j0 + ring, shape[1] - 1) + 1):
                    if max(abs(i - i0), abs(j - j0)) != ring:
                        continue
                    for m in range(starts[i * shape[1] + j], starts[i * shape[1] + j + 1]):
                        g = order[m]
                        if guide_kind[g] != kind[p]:
                            continue
                        d = (guides[g, 0] - points[p, 0]) ** 2 + (guides[g, 1] - points[p, 1]) ** 2
                        if d < best:
                            best = d
                            found[p] = g
