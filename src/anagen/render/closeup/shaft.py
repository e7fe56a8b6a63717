"""Hair shafts under a lens: each pixel finds how far it is from the middle of the shaft, and is painted once.

A shaft is a translucent cylinder: what it lets through falls with the way that light takes through it, so that fine
pale hair shows the skin behind it, and thick dark hair does not.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy import typing as npt

from anagen.compiled import compiled, inlined

__all__ = ["paint_shadows", "paint_shafts"]

Pictures = npt.NDArray[np.float32]
FAR = 1e9


@inlined
def away_from(along: float, side: float, length: float, first: bool, last: bool) -> tuple[float, float]:
    """How far a point is from a piece of a middle line, and how far past a cut end. [px]

    Parameters
    ----------
    along, side
        The point, along the piece and across it. [px]
    length
        Of the piece. [px]
    first, last
        Whether the shaft is cut off at its beginning, at its end; else it goes on round a corner.
    """
    past = max(-along, along - length, 0.0)
    if past > 0.0 and not (first if along < 0.0 else last):
        return math.sqrt(past * past + side * side), 0.0
    return abs(side), past


@compiled
def find_pixels(
    path: Any, half: Any, nearest: Any, across: Any, radius: Any, beyond: Any, touched: Any
) -> int:
    """Pixels within a shaft, each with its place across it; their number.

    `nearest` is `FAR` everywhere on entry, and is left so only where no pixel was found.
    """
    rows, columns = nearest.shape
    count = 0
    last = path.shape[0] - 2
    for k in range(last + 1):
        x0, y0 = path[k, 0], path[k, 1]
        dx, dy = path[k + 1, 0] - x0, path[k + 1, 1] - y0
        length = math.sqrt(dx * dx + dy * dy)
        reach = max(half[k], half[k + 1]) + 1.5
        left, right = max(0, int(min(x0, x0 + dx) - reach)), min(columns - 1, int(max(x0, x0 + dx) + reach))
        top, bottom = max(0, int(min(y0, y0 + dy) - reach)), min(rows - 1, int(max(y0, y0 + dy) + reach))
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                px, py = column + 0.5 - x0, row + 0.5 - y0
                along, side = (px * dx + py * dy) / length, (px * dy - py * dx) / length
                distance, over = away_from(along, side, length, k == 0, k == last)
                if distance > reach or over > 1.0:
                    continue
                score = distance + 2.0 * over
                if score < nearest[row, column]:
                    if nearest[row, column] >= FAR:
                        touched[count, 0], touched[count, 1] = row, column
                        count += 1
                    share = min(max(along / length, 0.0), 1.0)
                    nearest[row, column] = score
                    across[row, column] = math.copysign(distance, side)
                    radius[row, column] = half[k] + share * (half[k + 1] - half[k])
                    beyond[row, column] = over
    return count


@compiled
def covered_share(across: float, radius: float, over: float) -> float:
    """Share of a pixel that a shaft covers, its cut ends included."""
    wide = max(radius, 0.5)
    side = min(max(wide + 0.5 - abs(across), 0.0), 1.0) * min(1.0, radius / wide)
    return side * min(max(1.0 - over, 0.0), 1.0)


@compiled
def paint_shafts(
    picture: Any, paths: Any, halves: Any, tint: Any, density: Any, gloss: Any, pixel_um: float
) -> None:
    """Paint shafts one over the other, first ones lowest.

    Parameters
    ----------
    picture
        Linear light, changed in place. [h, w, 3]
    paths
        Middle lines, columns and rows; no two neighbors of a line alike. [px, (n, k, 2)]
    halves
        Half widths along them. [px, (n, k)]
    tint
        Color of each shaft's inside. [(n, 3)]
    density
        How much each takes of the light on its way. [1/um, (n,)]
    gloss
        How bright its highlight is. [(n,)]
    pixel_um
        Size of a pixel. [um]
    """
    rows, columns = picture.shape[:2]
    nearest = np.full((rows, columns), FAR, np.float32)
    across, radius = np.zeros((rows, columns), np.float32), np.zeros((rows, columns), np.float32)
    beyond = np.zeros((rows, columns), np.float32)
    touched = np.empty((rows * columns, 2), np.int32)
    for n in range(paths.shape[0]):
        count = find_pixels(paths[n], halves[n], nearest, across, radius, beyond, touched)
        for k in range(count):
            row, column = touched[k, 0], touched[k, 1]
            nearest[row, column] = FAR
            r, v = radius[row, column], across[row, column]
            share = covered_share(v, r, beyond[row, column])
            if share <= 0.0:
                continue
            w = min(max(v / max(r, 0.5), -1.0), 1.0)
            up = math.sqrt(1.0 - w * w)
            opaque = 1.0 - math.exp(-density[n] * 2.0 * r * pixel_um * max(up, 0.25))
            edge = 1.0 - 0.5 * (1.0 - up) ** 2  # light that leaves a round edge sideways
            light = gloss[n] * (
                0.8 * math.exp(-(((w - 0.12) / 0.26) ** 2)) + 0.2 * math.exp(-(((w + 0.5) / 0.2) ** 2))
            )
            for a in range(3):
                behind = picture[row, column, a]
                seen = (behind * (1.0 - opaque) + tint[n, a] * (0.7 + 0.6 * up) * opaque) * edge + light
                picture[row, column, a] = behind + share * (seen - behind)


@compiled
def paint_shadows(dark: Any, paths: Any, halves: Any, strength: Any) -> None:
    """Paint where shafts keep light away: 0 nothing, 1 all of it. [h, w]"""
    rows, columns = dark.shape
    nearest = np.full((rows, columns), FAR, np.float32)
    across, radius = np.zeros((rows, columns), np.float32), np.zeros((rows, columns), np.float32)
    beyond = np.zeros((rows, columns), np.float32)
    touched = np.empty((rows * columns, 2), np.int32)
    for n in range(paths.shape[0]):
        count = find_pixels(paths[n], halves[n], nearest, across, radius, beyond, touched)
        for k in range(count):
            row, column = touched[k, 0], touched[k, 1]
            nearest[row, column] = FAR
            share = strength[n] * covered_share(across[row, column], radius[row, column], beyond[row, column])
            dark[row, column] = max(dark[row, column], share)
