"""The scalp's map as small square cells, in which a thinning area is drawn and cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from anagen.scalp.flatmap import MAP_MM_PER_RADIAN
from anagen.scalp.grading import grading_sites

__all__ = ["CELL_MM", "Cell", "Lattice", "connected", "lattice", "neighbors", "runs_of"]

CELL_MM = 4.0
"""Side of a cell on the map; half the distance of the sites at which cover is known. [mm]"""
INSIDE_MM = 1.0
"""How far inside the hairline the middle of a cell must lie. [mm]"""

Cell = tuple[int, int]
"""Column to the subject's left, row to the front; cell (0, 0) touches the middle of the map."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lattice:
    """The cells of the haired scalp of a sex."""

    sex: str
    reach: int
    """Cells from the middle to each side of the arrays."""
    haired: NDArray[np.bool_]
    """[columns, rows] whether a cell lies within the hairline; the array's first cell is (-reach, -reach)."""
    area_cm2: Floats
    """[columns, rows] of the skin under a cell. [cm2]"""

    @property
    def middles_mm(self) -> tuple[Floats, Floats]:
        """Map places of the middles of all columns and of all rows. [mm]"""
        ticks = (np.arange(-self.reach, self.reach, dtype=np.float64) + 0.5) * CELL_MM
        return ticks, ticks

    def mask(self, cells: Iterable[Cell]) -> NDArray[np.bool_]:
        """Which cells are meant, as an array."""
        found = np.zeros_like(self.haired)
        for column, row in cells:
            found[column + self.reach, row + self.reach] = True
        return found

    def cells(self, mask: NDArray[np.bool_]) -> frozenset[Cell]:
        """The cells that an array marks."""
        return frozenset((int(i) - self.reach, int(j) - self.reach) for i, j in np.argwhere(mask))

    def size_cm2(self, cells: Iterable[Cell]) -> float:
        """Area of the skin under some cells. [cm2]"""
        return float(sum(self.area_cm2[i + self.reach, j + self.reach] for i, j in cells))


@cache
def lattice(sex: str) -> Lattice:
    """The cells of a man's or a woman's scalp; mirror-symmetric.

    Parameters
    ----------
    sex
        The hairline is the one that grading uses.
    """
    sites = grading_sites(sex)
    reach = int(np.ceil(sites.edge_mm.max() / CELL_MM))
    ticks = (np.arange(-reach, reach) + 0.5) * CELL_MM
    u, v = np.meshgrid(ticks, ticks, indexing="ij")
    radius = np.hypot(u, v)
    # The map stretches what is far from its middle, across the way to it.
    area = 0.01 * CELL_MM**2 * np.sinc(radius / MAP_MM_PER_RADIAN / np.pi)
    made = Lattice(
        sex=sex,
        reach=reach,
        haired=radius <= sites.edge_at(np.arctan2(u, v)) - INSIDE_MM,
        area_cm2=area,
    )
    made.haired.flags.writeable = made.area_cm2.flags.writeable = False
    return made


def neighbors(cell: Cell) -> tuple[Cell, Cell, Cell, Cell]:
    """The four cells that share a side with one."""
    i, j = cell
    return (i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1)


def connected(cells: Iterable[Cell]) -> list[frozenset[Cell]]:
    """Patches of cells that hang together by their sides, the frontmost first."""
    left = set(cells)
    patches = []
    while left:
        found, todo = set(), [left.pop()]
        while todo:
            cell = todo.pop()
            found.add(cell)
            near = [one for one in neighbors(cell) if one in left]
            left.difference_update(near)
            todo += near
        patches.append(frozenset(found))
    return sorted(patches, key=lambda patch: (-max(j for _, j in patch), -max(i for i, _ in patch)))


def runs_of(cells: Iterable[Cell]) -> list[tuple[int, int, int]]:
    """Cells as runs (row, first column, length), for files: shorter than a list of them."""
    runs: list[tuple[int, int, int]] = []
    for i, j in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        if runs and runs[-1][0] == j and runs[-1][1] + runs[-1][2] == i:
            runs[-1] = (j, runs[-1][1], runs[-1][2] + 1)
        else:
            runs.append((j, i, 1))
    return runs


def cells_of(runs: Iterable[Sequence[int]]) -> frozenset[Cell]:
    """The cells of some runs."""
    return frozenset((first + k, row) for row, first, length in runs for k in range(length))
