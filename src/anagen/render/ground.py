"""The scalp as ground for maps: which skin belongs to it, how far inside the hairline, and how much area lies where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.render.remembered import Remembered
from anagen.render.smoothing import Lattice, Places, lattice_over
from anagen.scalp import Head, Scalp

__all__ = ["Ground", "ground_of", "places_of_follicles"]

Floats = NDArray[np.float64]

PARTS = np.array([[4, 1, 1], [1, 4, 1], [1, 1, 4], [2, 2, 2]]) / 6.0
"""Middles of the four triangles that a triangle is cut into, as weights of its corners."""
OUTWARD = 0.3
"""Least cosine between the skin's normal and the ray from the cranial center: an ear has less."""
BARE = 0.15
"""Share of a full kernel's ground under which a place lies off the scalp."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """The scalp of a head."""

    margin_mm: NDArray[np.float32]
    """Distance of every vertex of the head from the hairline, positive inside. [mm]"""
    lattice: Lattice
    """Its area, spread over a lattice."""
    full_cm2: float
    """What the lattice holds of ground on the middle of the scalp. [cm2]"""

    def masked(self, margin_mm: NDArray[np.floating], places: Places) -> Floats:
        """The margin, and not a number where the skin is no scalp, such as that of an ear over the hair. [mm]"""
        held = self.lattice.at(self.lattice.ground, places)
        return np.where(held >= BARE * self.full_cm2, margin_mm, np.nan)


grounds: Remembered[Ground] = Remembered(keep=4)
follicles: Remembered[Places] = Remembered(keep=4)


def ground_of(scalp: Scalp) -> Ground:
    """The ground of a scalp, made once for each head."""
    return grounds.get(scalp.head, "ground", lambda: make_ground(scalp))


def places_of_follicles(scalp: Scalp) -> Places:
    """Where the follicles of a scalp lie in the lattice of its ground."""
    return follicles.get(scalp, "places", lambda: ground_of(scalp).lattice.places(scalp.position_mm))


def make_ground(scalp: Scalp) -> Ground:
    """The ground of a scalp."""
    head = scalp.head
    margin = head.margin(head.vertices)
    points, area = scalp_points(head, margin)
    lattice = lattice_over(points, area)
    inner = np.median(lattice.at(lattice.ground, lattice.places(points)))
    return Ground(margin_mm=margin.astype(np.float32), lattice=lattice, full_cm2=float(inner))


def scalp_points(head: Head, margin: Floats) -> tuple[Floats, Floats]:
    """Points spread over the scalp, and the area that each stands for. [mm, cm2]"""
    skin = head.skin_triangles()
    skin = skin[margin[skin].max(axis=1) > 0.0]
    corners = head.vertices[skin].astype(np.float64)
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = 0.5 * np.linalg.norm(across, axis=1)
    ray = corners.mean(axis=1) - head.center
    lean = (across * ray).sum(axis=1) / np.maximum(2.0 * area * np.linalg.norm(ray, axis=1), 1e-9)
    skin, corners, area = skin[lean > OUTWARD], corners[lean > OUTWARD], area[lean > OUTWARD]
    points = np.einsum("pk,nkx->npx", PARTS, corners).reshape(-1, 3)
    inside = np.einsum("pk,nk->np", PARTS, margin[skin]).reshape(-1) > 0.0
    return points[inside], np.repeat(area / len(PARTS) / 100.0, len(PARTS))[inside]
