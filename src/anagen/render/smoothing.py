"""Sums over hairs on a curved surface, divided by the surface that the kernel really covers.

Hairs and the ground they stand on are both spread over a lattice in space and blurred alike. Their ratio is a density
whose kernel is normalized everywhere, on a bend of the head and at the hairline too, where half of it lies outside.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["KERNEL_MM", "Lattice", "Places", "lattice_over"]

Floats = NDArray[np.float64]

KERNEL_MM = 5.0
"""Standard deviation of the kernel. [mm]"""
CELL_MM = 2.5
"""Distance of the lattice's points: half the kernel, finer makes no difference. [mm]"""
REACH = 3.5
"""How far the kernel reaches. [standard deviations]"""
LEAST = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """Points between those of a lattice."""

    corners: tuple[NDArray[np.intp], ...]
    """The eight lattice points around each."""
    shares: tuple[Floats, ...]
    """What each of these gets of it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lattice:
    """Points in space, evenly apart, with the blurred ground on them."""

    origin_mm: Floats
    """The first point. [mm]"""
    shape: tuple[int, int, int]
    """Points along each axis."""
    ground: Floats = field(default_factory=lambda: np.zeros(0))
    """Blurred area of the surface on each point. [cm2]"""

    def places(self, points_mm: NDArray[np.floating]) -> Places:
        """Where points [n, 3] lie in the lattice: worked out once, used for many sums. [mm]"""
        place = (np.asarray(points_mm, np.float64).T - self.origin_mm[:, None]) / CELL_MM
        place = np.clip(place, 0.0, np.array(self.shape)[:, None] - 1.001)
        low = place.astype(np.intp)
        part = place - low
        across, down = self.shape[1] * self.shape[2], self.shape[2]
        first = low[0] * across + low[1] * down + low[2]
        corners, shares = [], []
        for x, y, z in np.ndindex(2, 2, 2):
            share = part[0] if x else 1.0 - part[0]
            share = share * (part[1] if y else 1.0 - part[1])
            shares.append(share * (part[2] if z else 1.0 - part[2]))
            corners.append(first + (x * across + y * down + z))
        return Places(corners=tuple(corners), shares=tuple(shares))

    def blurred(self, places: Places, amounts: NDArray[np.floating]) -> Floats:
        """Amounts that lie at places [n], spread over the lattice and blurred."""
        total = np.zeros(int(np.prod(self.shape)))
        for corner, share in zip(places.corners, places.shares, strict=True):
            total += np.bincount(corner, share * amounts, total.size)
        spread = total.reshape(self.shape)
        for axis in range(3):
            spread = _blurred_along(spread, axis)
        return spread

    def at(self, values: Floats, places: Places) -> Floats:
        """Values on the lattice, read between its points."""
        flat = values.reshape(-1)
        total = np.zeros(len(places.shares[0]))
        for corner, share in zip(places.corners, places.shares, strict=True):
            total += flat[corner] * share
        return total

    def density(self, sums: Floats, places: Places) -> Floats:
        """Blurred sums by the blurred ground under them. [1/cm2]"""
        return np.asarray(self.at(sums, places) / np.maximum(self.at(self.ground, places), LEAST))


def lattice_over(ground_mm: NDArray[np.floating], ground_cm2: NDArray[np.floating]) -> Lattice:
    """The lattice over a surface.

    Parameters
    ----------
    ground_mm
        Points spread over the surface, [n, 3], closer to each other than a cell. [mm]
    ground_cm2
        Area that each one stands for, [n]. [cm2]
    """
    room = REACH * KERNEL_MM + CELL_MM
    low, high = ground_mm.min(axis=0) - room, ground_mm.max(axis=0) + room
    cells = np.ceil((high - low) / CELL_MM).astype(int) + 1
    bare = Lattice(origin_mm=np.asarray(low, np.float64), shape=(int(cells[0]), int(cells[1]), int(cells[2])))
    return Lattice(
        origin_mm=bare.origin_mm, shape=bare.shape, ground=bare.blurred(bare.places(ground_mm), ground_cm2)
    )


def _blurred_along(values: Floats, axis: int) -> Floats:
    """Convolution with a normal kernel along one axis; there is nothing beyond the ends."""
    sd = KERNEL_MM / CELL_MM
    reach = int(np.ceil(REACH * sd))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sd) ** 2)
    kernel /= kernel.sum()
    moved = np.moveaxis(values, axis, 0)
    padded = np.pad(moved, ((reach, reach), (0, 0), (0, 0)))
    total = np.zeros_like(moved)
    for k, weight in enumerate(kernel):
        total += weight * padded[k : k + len(moved)]
    return np.moveaxis(total, 0, axis)
