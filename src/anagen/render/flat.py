"""The skin of a head laid out flat: the point of the skin under each pixel of the scalp's map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import f4, i4
from anagen.render.raster import FAR_MM, draw_triangles, interpolated
from anagen.render.remembered import Remembered
from anagen.scalp import Head

__all__ = ["Surface", "flat_surface"]

Floats = NDArray[np.floating]

EDGE_MM = 8.0
"""Room around the hairline. [mm]"""
LARGEST_TRIANGLE_MM = 40.0
"""On the map; one that is larger lies across the seam of the map, under the chin. [mm]"""
AWAY_MM = 1000.0
"""From the eye to the cranial center: the skin farthest from the center hides what lies under it. [mm]"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Surface:
    """The skin under the pixels of a flat map, forehead at the top."""

    hit: NDArray[np.bool_]
    """Where there is skin, [h, w]."""
    points_mm: Floats
    """Its points, [n, 3]. [mm]"""
    mm_per_px: float
    triangles: NDArray[np.int32]
    seen: NDArray[np.int32]
    place: Floats

    def at(self, attribute: Floats) -> Floats:
        """An attribute of the head's vertices at those points."""
        return interpolated(attribute, self.triangles, self.seen, self.place)


surfaces: Remembered[Surface] = Remembered(keep=4)


def flat_surface(head: Head, size: int) -> Surface:
    """The map of a head in a square of so many pixels.

    Parameters
    ----------
    head
        The head.
    size
        Width and height. [px]
    """
    return surfaces.get(head, size, lambda: make_surface(head, size))


def make_surface(head: Head, size: int) -> Surface:
    """The map of a head."""
    flat = head.to_map(head.vertices)
    low, high = head.hairline.map_mm.min(axis=0), head.hairline.map_mm.max(axis=0)
    middle, span = 0.5 * (low + high), float((high - low).max()) + 2.0 * EDGE_MM
    scale = size / span
    corners = np.empty((len(flat), 3), f4)
    # Seen from above with the forehead at the top, the subject's left is on the left: both axes are turned round.
    corners[:, 0] = 0.5 * size - scale * (flat[:, 0] - middle[0])
    corners[:, 1] = 0.5 * size - scale * (flat[:, 1] - middle[1])
    corners[:, 2] = AWAY_MM - np.linalg.norm(head.vertices - head.center, axis=1)
    skin = head.skull_triangles()
    skin = skin[np.ptp(flat[skin], axis=1).max(axis=1) < LARGEST_TRIANGLE_MM]
    depth, seen = np.full((size, size), FAR_MM, f4), np.full((size, size), -1, i4)
    place = np.zeros((size, size, 2), f4)
    draw_triangles(corners, skin, 0, size, depth, seen, place)
    hit = seen >= 0
    return Surface(
        hit=hit,
        points_mm=interpolated(head.vertices, skin, seen[hit], place[hit]),
        mm_per_px=span / size,
        triangles=skin,
        seen=seen[hit],
        place=place[hit],
    )
