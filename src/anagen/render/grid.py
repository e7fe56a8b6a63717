"""Reading a field that is tabulated on a uniform grid, between its points."""

from __future__ import annotations

import math
from dataclasses import dataclass

from anagen.compiled import compiled, f4, inlined
from anagen.render.arrays import Floats

__all__ = ["Grid", "cell_of", "gather", "value_and_gradient", "value_at"]

EDGE = 1.001
"""How far from the last point of a grid a place is held, so that it has a cell. [cells]"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grid:
    """A scalar field in the subject's frame."""

    values: Floats
    """[nx, ny, nz]"""
    origin_mm: Floats
    """Of its first point. [mm]"""
    spacing_mm: float
    """[mm]"""

    @property
    def per_mm(self) -> float:
        """Cells to the millimeter. [1/mm]"""
        return 1.0 / self.spacing_mm


@inlined
def cell_of(position: float, points: int) -> tuple[int, float]:
    """The cell of a place along one axis, and the share of the cell before it."""
    held = min(max(position, f4(0.0)), f4(points) - f4(EDGE))
    cell = int(held)
    return cell, f4(held - f4(cell))


@inlined
def value_at(values: Floats, x: float, y: float, z: float) -> float:
    """The field at a place. [cells from its first point]"""
    i, u = cell_of(x, values.shape[0])
    j, v = cell_of(y, values.shape[1])
    k, w = cell_of(z, values.shape[2])
    a00 = values[i, j, k] + u * (values[i + 1, j, k] - values[i, j, k])
    a10 = values[i, j + 1, k] + u * (values[i + 1, j + 1, k] - values[i, j + 1, k])
    a01 = values[i, j, k + 1] + u * (values[i + 1, j, k + 1] - values[i, j, k + 1])
    a11 = values[i, j + 1, k + 1] + u * (values[i + 1, j + 1, k + 1] - values[i, j + 1, k + 1])
    b0 = a00 + v * (a10 - a00)
    b1 = a01 + v * (a11 - a01)
    value: float = b0 + w * (b1 - b0)
    return value


@inlined
def value_and_gradient(values: Floats, x: float, y: float, z: float) -> tuple[float, float, float, float]:
    """The field at a place, and the direction in which it rises, of length one."""
    i, u = cell_of(x, values.shape[0])
    j, v = cell_of(y, values.shape[1])
    k, w = cell_of(z, values.shape[2])
    c000, c100 = values[i, j, k], values[i + 1, j, k]
    c010, c110 = values[i, j + 1, k], values[i + 1, j + 1, k]
    c001, c101 = values[i, j, k + 1], values[i + 1, j, k + 1]
    c011, c111 = values[i, j + 1, k + 1], values[i + 1, j + 1, k + 1]
    a00, a10 = c000 + u * (c100 - c000), c010 + u * (c110 - c010)
    a01, a11 = c001 + u * (c101 - c001), c011 + u * (c111 - c011)
    b0, b1 = a00 + v * (a10 - a00), a01 + v * (a11 - a01)
    one = f4(1.0)
    gx = (one - w) * ((one - v) * (c100 - c000) + v * (c110 - c010)) + w * (
        (one - v) * (c101 - c001) + v * (c111 - c011)
    )
    gy = (one - w) * (a10 - a00) + w * (a11 - a01)
    gz = b1 - b0
    rise = f4(1.0) / (math.sqrt(gx * gx + gy * gy + gz * gz) + f4(1e-9))
    return b0 + w * (b1 - b0), gx * rise, gy * rise, gz * rise


@compiled
def gather(
    first: int, last: int, points: Floats, values: Floats, origin: Floats, per_mm: float, out: Floats
) -> None:
    """The field at a range of points [n, 3]."""
    for i in range(first, last):
        out[i] = value_at(
            values,
            (points[i, 0] - origin[0]) * per_mm,
            (points[i, 1] - origin[1]) * per_mm,
            (points[i, 2] - origin[2]) * per_mm,
        )
