"""Smooth noise in space: the unevenness of skin."""

from __future__ import annotations

import math

import numpy as np

from anagen.compiled import compiled, f4, inlined
from anagen.render.arrays import Floats, by_rows

__all__ = ["noise_at", "noise_of"]


@inlined
def corner(i: int, j: int, k: int) -> float:
    """A number from 0 to 1 that a corner of the lattice always has."""
    h = (i * 374761393 + j * 668265263 + k * 2147483647) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 1274126177) & 0xFFFFFFFF
    number: float = f4((h ^ (h >> 16)) & 0xFFFF) / f4(65535.0)
    return number


@inlined
def noise_at(x: float, y: float, z: float) -> float:
    """Noise from -1 to 1 whose waves are about two units long."""
    i, j, k = math.floor(x), math.floor(y), math.floor(z)
    u, v, w = x - i, y - j, z - k
    i, j, k = int(i), int(j), int(k)
    u, v, w = u * u * (3 - 2 * u), v * v * (3 - 2 * v), w * w * (3 - 2 * w)
    a00 = corner(i, j, k) + u * (corner(i + 1, j, k) - corner(i, j, k))
    a10 = corner(i, j + 1, k) + u * (corner(i + 1, j + 1, k) - corner(i, j + 1, k))
    a01 = corner(i, j, k + 1) + u * (corner(i + 1, j, k + 1) - corner(i, j, k + 1))
    a11 = corner(i, j + 1, k + 1) + u * (corner(i + 1, j + 1, k + 1) - corner(i, j + 1, k + 1))
    b0 = a00 + v * (a10 - a00)
    b1 = a01 + v * (a11 - a01)
    number: float = 2 * (b0 + w * (b1 - b0)) - 1
    return number


@compiled
def noise_rows(first: int, last: int, points: Floats, per_mm: float, out: Floats) -> None:
    """Noise at a range of points."""
    for i in range(first, last):
        out[i] = noise_at(
            points[i, 0] * per_mm + 100.5, points[i, 1] * per_mm + 200.5, points[i, 2] * per_mm + 300.5
        )


def noise_of(points: Floats, per_mm: float) -> Floats:
    """Noise from -1 to 1 at points [n, 3] whose waves are about ``2 / per_mm`` mm long."""
    out = np.empty(len(points), f4)
    by_rows(noise_rows, len(points), points, f4(per_mm), out)
    return out
