"""Light through hair, finely: the shadow that each strand casts on those behind it and on the skin.

A deep opacity map (Yuksel and Keyser 2008): seen from the light, depth of the first hair in each texel, and how
much hair lies in thin layers behind it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from anagen.compiled import compiled, f4
from anagen.render.arrays import Bytes, Floats, by_rows
from anagen.render.camera import Camera

__all__ = ["OpacityMap", "opacity_map"]

LAYERS = 10
LAYER_MM = 0.55
NOTHING_MM = 1e9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OpacityMap:
    """What a light sees of the hair."""

    camera: Camera
    first_mm: Floats
    """Depth of the first hair. [h, w]"""
    layers: Floats
    """Optical depth from the first hair to the far side of each layer. [h, w, layers]"""

    def behind(self, points: Floats, wanted: Bytes | None = None) -> Floats:
        """Optical depth of hair before points [..., 3], or before those that are wanted."""
        flat = self.camera.project(points).reshape(-1, 3)
        some = np.ones(len(flat), np.uint8) if wanted is None else wanted.reshape(-1)
        out = np.zeros(len(flat), f4)
        by_rows(depth_rows, len(flat), flat, some, self.first_mm, self.layers, out)
        return out.reshape(points.shape[:-1])


def opacity_map(camera: Camera, distance_mm: float, strands: Floats, diameter_mm: Floats) -> OpacityMap:
    """The map of a light at a camera's place; one thread's work.

    Parameters
    ----------
    camera
        At the light.
    distance_mm
        From it to the head. [mm]
    strands
        Points along each hair [n, points, 3]. [mm]
    diameter_mm
        Of each hair. [mm]
    """
    shape = (camera.height_px, camera.width_px)
    first = np.full(shape, NOTHING_MM, f4)
    layers = np.zeros((*shape, LAYERS), f4)
    seen = camera.project(strands)
    mark_first(seen, first)
    opacity = (diameter_mm * (camera.px_mm / distance_mm)).astype(f4)
    fill_layers(seen, opacity, first, layers)
    by_rows(sum_layers, shape[0], layers)
    return OpacityMap(camera=camera, first_mm=first, layers=layers)


@compiled
def mark_first(seen: Floats, first: Floats) -> None:
    """The least depth of any point in each texel."""
    height, width = first.shape
    for s in range(seen.shape[0]):
        for k in range(seen.shape[1]):
            x, y = int(seen[s, k, 0]), int(seen[s, k, 1])
            if 0 <= x < width and 0 <= y < height and seen[s, k, 2] < first[y, x]:
                first[y, x] = seen[s, k, 2]


@compiled
def fill_layers(seen: Floats, opacity: Floats, first: Floats, layers: Floats) -> None:
    """Add each segment's opacity to the layer in which its middle lies, in the four texels about it."""
    height, width, deep = layers.shape
    half = f4(0.5)
    for s in range(seen.shape[0]):
        for k in range(seen.shape[1] - 1):
            x = half * (seen[s, k, 0] + seen[s, k + 1, 0]) - half
            y = half * (seen[s, k, 1] + seen[s, k + 1, 1]) - half
            z = half * (seen[s, k, 2] + seen[s, k + 1, 2])
            i, j = math.floor(x), math.floor(y)
            if i < 0 or j < 0 or i >= width - 1 or j >= height - 1:
                continue
            i, j = int(i), int(j)
            across = math.sqrt(
                (seen[s, k, 0] - seen[s, k + 1, 0]) ** 2 + (seen[s, k, 1] - seen[s, k + 1, 1]) ** 2
            )
            amount = opacity[s] * across
            u, v = x - i, y - j
            for b in range(2):
                for c in range(2):
                    layer = max(0, int((z - first[j + b, i + c]) / LAYER_MM))
                    if layer < deep:
                        layers[j + b, i + c, layer] += amount * (u if c else 1 - u) * (v if b else 1 - v)


@compiled
def sum_layers(top: int, bottom: int, layers: Floats) -> None:
    """Make each layer the sum of those before it and itself."""
    for y in range(top, bottom):
        for x in range(layers.shape[1]):
            for layer in range(1, layers.shape[2]):
                layers[y, x, layer] += layers[y, x, layer - 1]


@compiled
def depth_rows(
    top: int, bottom: int, seen: Floats, wanted: Bytes, first: Floats, layers: Floats, out: Floats
) -> None:
    """Optical depth before a range of points."""
    height, width, deep = layers.shape
    for p in range(top, bottom):
        if not wanted[p]:
            continue
        x, y, z = seen[p, 0] - f4(0.5), seen[p, 1] - f4(0.5), seen[p, 2]
        i, j = math.floor(x), math.floor(y)
        depth = f4(0.0)
        if i >= 0 and j >= 0 and i < width - 1 and j < height - 1:
            i, j = int(i), int(j)
            u, v = x - i, y - j
            for b in range(2):
                for c in range(2):
                    behind = (z - first[j + b, i + c]) / LAYER_MM
                    if behind > 0 and first[j + b, i + c] < NOTHING_MM:
                        layer = int(behind)
                        here = layers[j + b, i + c, min(layer, deep - 1)]
                        if layer < deep:
                            start = layers[j + b, i + c, layer - 1] if layer > 0 else f4(0.0)
                            here = start + (here - start) * (behind - layer)
                        depth += here * (u if c else 1 - u) * (v if b else 1 - v)
        out[p] = depth
