"""Edges in a picture: pixels that show more than one surface, and how much of each of their neighbors is in them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from anagen.compiled import compiled, f4, i4
from anagen.render.arrays import Floats, Integers, by_rows
from anagen.render.camera import Camera
from anagen.render.raster import FAR_MM, draw_triangles
from anagen.threads import run_ranges

__all__ = ["Edges", "edges_of", "smoothed_edges"]

FINER = 3
"""Rows and columns of samples in a pixel at an edge."""

BAND_PX = 32
"""Rows of the picture that one task looks at. [px]"""

STEP_MM = 2.5
"""Depths of neighbors that differ by more belong to different surfaces. [mm]"""

OTHER_PART_MM = 20.0
"""What it counts, in depth, to be of another part of the head. [mm]"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Edges:
    """Pixels at edges, by rows."""

    pixel: Integers
    """Number of each, counted by rows. [e]"""
    share: Floats
    """Share of each that looks like itself and its neighbors, by rows of the square about it. [e, 9]"""


def edges_of(
    camera: Camera, vertices: Floats, triangles: Integers, part: Integers, depth: Floats, seen: Integers
) -> Edges:
    """The edges in a picture in which depth [h, w] and triangle [h, w] of each pixel's middle are known.

    Parameters
    ----------
    camera
        Of the picture.
    vertices, triangles, part
        The surface [n, 3] [m, 3], and the part of each triangle [m]. [mm]
    depth, seen
        Of the middle of each pixel. [mm]
    """
    height, width = depth.shape
    candidate = np.zeros(depth.shape, np.uint8)
    by_rows(mark_steps, height, depth, seen, part, f4(STEP_MM), candidate)
    pixel = np.flatnonzero(candidate).astype(i4)
    share = np.zeros((len(pixel), 9), f4)
    fine = camera.finer(FINER)
    corners = fine.project(vertices)
    starts = np.searchsorted(pixel, np.arange(0, height * width + BAND_PX * width, BAND_PX * width))

    def work(first: int, last: int) -> None:
        for band in range(first, last):
            a, b = int(starts[band]), int(starts[band + 1])
            if a == b:
                continue
            top, bottom = band * BAND_PX, min((band + 1) * BAND_PX, height)
            shape = (FINER * (bottom - top), fine.width_px)
            near, found, place = np.full(shape, FAR_MM, f4), np.full(shape, -1, i4), np.empty((*shape, 2), f4)
            moved = corners - np.array([0.0, FINER * top, 0.0], f4)
            draw_triangles(moved, triangles, 0, shape[0], near, found, place)
            share_samples(pixel[a:b], top, near, found, part, depth, seen, share[a:b])

    run_ranges(work, -(-height // BAND_PX))
    return Edges(pixel=pixel, share=share)


def smoothed_edges(picture: Floats, edges: Edges) -> None:
    """Mix the colors of surfaces that meet in the pixels of a picture [h, w, 3], in place."""
    mixed = np.empty((len(edges.pixel), 3), f4)
    by_rows(mix_rows, len(mixed), edges.pixel, edges.share, picture, mixed)
    picture.reshape(-1, 3)[edges.pixel] = mixed


@compiled
def mark_steps(
    first: int, last: int, depth: Floats, seen: Integers, part: Integers, step: float, out: Integers
) -> None:
    """Mark the pixels of a range of rows beside which another surface is seen."""
    height, width = depth.shape
    for y in range(first, last):
        for x in range(width):
            low = high = depth[y, x]
            own = part[seen[y, x]] if seen[y, x] >= 0 else 255
            other = False
            for j in range(max(y - 1, 0), min(y + 2, height)):
                for i in range(max(x - 1, 0), min(x + 2, width)):
                    low, high = min(low, depth[j, i]), max(high, depth[j, i])
                    other |= (part[seen[j, i]] if seen[j, i] >= 0 else 255) != own
            out[y, x] = other or high - low > step


@compiled
def share_samples(
    pixel: Integers,
    top: int,
    near: Floats,
    found: Integers,
    part: Integers,
    depth: Floats,
    seen: Integers,
    share: Floats,
) -> None:
    """Give each sample of each pixel to the neighbor that shows the same surface."""
    height, width = depth.shape
    each = f4(1.0) / (FINER * FINER)
    for e in range(pixel.shape[0]):
        y, x = pixel[e] // width, pixel[e] % width
        for b in range(FINER):
            for a in range(FINER):
                q, p = FINER * (y - top) + b, FINER * x + a
                own = part[found[q, p]] if found[q, p] >= 0 else 255
                best, least = 4, f4(math.inf)
                for k in range(9):
                    j, i = y + k // 3 - 1, x + k % 3 - 1
                    if j < 0 or i < 0 or j >= height or i >= width:
                        continue
                    other = part[seen[j, i]] if seen[j, i] >= 0 else 255
                    # among neighbors alike in depth the nearest one in the picture, itself first
                    away = abs(depth[j, i] - near[q, p]) + f4(0.5) * ((k // 3 - 1) ** 2 + (k % 3 - 1) ** 2)
                    away += f4(OTHER_PART_MM) * (own != other)
                    if away < least:
                        best, least = k, away
                share[e, best] += each


@compiled
def mix_rows(first: int, last: int, pixel: Integers, share: Floats, picture: Floats, out: Floats) -> None:
    """The mixed colors of a range of pixels at edges."""
    width = picture.shape[1]
    for e in range(first, last):
        y, x = pixel[e] // width, pixel[e] % width
        for c in range(3):
            out[e, c] = f4(0.0)
        for k in range(9):
            if share[e, k] > 0:
                for c in range(3):
                    out[e, c] += share[e, k] * picture[y + k // 3 - 1, x + k % 3 - 1, c]
