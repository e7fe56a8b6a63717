"""The scalp as ground for maps: which skin belongs to it, how far inside the hairline, and how much area lies where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.render.remembered import Remembered
from anagen.render.smoothing import Lattice, Places, lattice_over
from anagen.scalp import Scalp, hairy_skin
from anagen.scalp.surface import SAMPLES_PER_SIDE, even_shares

__all__ = ["Ground", "ground_of", "places_of_follicles"]

Floats = NDArray[np.float64]

FAR_MM = 1e3
"""Taken for the distance of skin that bears no hair. [mm]"""
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
    """The ground of a scalp: the skin on which its follicles were placed."""
    head = scalp.head
    skin = hairy_skin(head)
    parts = even_shares(SAMPLES_PER_SIDE)
    corners = head.vertices[skin.triangles].astype(np.float64)
    inside = skin.margin_mm > 0.0
    points = np.einsum("pk,nkx->npx", parts, corners)[inside]
    lattice = lattice_over(points, skin.area_mm2[inside] / 100.0)
    inner = np.median(lattice.at(lattice.ground, lattice.places(points)))
    margin = np.nan_to_num(skin.vertex_margin_mm, nan=-FAR_MM).astype(np.float32)
    return Ground(margin_mm=margin, lattice=lattice, full_cm2=float(inner))
