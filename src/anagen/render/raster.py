"""Triangles in a picture: what is nearest in each pixel."""

from __future__ import annotations

import math

import numpy as np

from anagen.compiled import compiled, f4, i4
from anagen.render.arrays import Floats, Integers
from anagen.render.camera import Camera
from anagen.threads import run_ranges

__all__ = ["FAR_MM", "interpolated", "nearest_triangles"]

FAR_MM = 1e9
"""Depth of a pixel in which there is nothing. [mm]"""

BAND_PX = 32
"""Rows of the picture that one task draws. [px]"""


def bands(height: int) -> int:
    """Tasks that a picture of so many rows makes."""
    return -(-height // BAND_PX)


def nearest_triangles(
    camera: Camera, vertices: Floats, triangles: Integers
) -> tuple[Floats, Integers, Floats]:
    """Depth of the surface [h, w] (mm), the triangle seen [h, w] (-1: none), and where in it [h, w, 2]."""
    shape = (camera.height_px, camera.width_px)
    depth, seen, place = np.full(shape, FAR_MM, f4), np.full(shape, -1, i4), np.zeros((*shape, 2), f4)
    corners = camera.project(vertices)
    run_ranges(
        lambda first, last: draw_triangles(
            corners, triangles, first * BAND_PX, min(last * BAND_PX, shape[0]), depth, seen, place
        ),
        bands(shape[0]),
    )
    return depth, seen, place


def interpolated(attribute: Floats, triangles: Integers, seen: Integers, place: Floats) -> Floats:
    """An attribute of the vertices in the pixels [n] where ``seen`` and ``place`` were found."""
    corner = triangles[seen]
    first, second = place[:, 0], place[:, 1]
    if attribute.ndim == 2:
        first, second = first[:, None], second[:, None]
    a, b, c = attribute[corner[:, 0]], attribute[corner[:, 1]], attribute[corner[:, 2]]
    return np.ascontiguousarray(a + first * (b - a) + second * (c - a), f4)


@compiled
def draw_triangles(
    corners: Floats, triangles: Integers, top: int, bottom: int, depth: Floats, seen: Integers, place: Floats
) -> None:
    """Draw all triangles into the rows from ``top`` to ``bottom``, the nearest on top, perspective right."""
    width = depth.shape[1]
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        y0, y1, y2 = corners[a, 1], corners[b, 1], corners[c, 1]
        low, high = min(y0, y1, y2), max(y0, y1, y2)
        if high < top or low > bottom:
            continue
        x0, x1, x2 = corners[a, 0], corners[b, 0], corners[c, 0]
        z0, z1, z2 = corners[a, 2], corners[b, 2], corners[c, 2]
        area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        if area == 0 or min(z0, z1, z2) < 1:
            continue
        for y in range(max(top, math.floor(low - 0.5)), min(bottom - 1, math.ceil(high)) + 1):
            for x in range(
                max(0, math.floor(min(x0, x1, x2) - 0.5)), min(width - 1, math.ceil(max(x0, x1, x2))) + 1
            ):
                w1 = ((x + 0.5 - x0) * (y2 - y0) - (x2 - x0) * (y + 0.5 - y0)) / area
                w2 = ((x1 - x0) * (y + 0.5 - y0) - (x + 0.5 - x0) * (y1 - y0)) / area
                w0 = 1 - w1 - w2
                if w0 < 0 or w1 < 0 or w2 < 0:
                    continue
                z = 1 / (w0 / z0 + w1 / z1 + w2 / z2)
                if z < depth[y, x]:
                    depth[y, x] = z
                    seen[y, x] = t
                    place[y, x, 0] = w1 / z1 * z
                    place[y, x, 1] = w2 / z2 * z
