"""Strands in a picture: drawn from the nearest to the farthest, each as wide as it is.

A hair narrower than a pixel covers only its true share of it. So a picture fades with density and with diameter by
physics, and by no other number.
"""

from __future__ import annotations

import math

import numpy as np

from anagen.compiled import compiled, f4
from anagen.render.arrays import Bytes, Floats, Integers, by_rows
from anagen.threads import run_ranges

__all__ = ["drawn_strands", "seen_points"]

BAND_PX = 64
"""Rows of the picture that one task draws. [px]"""

HIDDEN_BEHIND_MM = 8.0
"""A segment whose middle is so far behind the skin is not looked at again. [mm]"""

ROOM_PX = 60.0
"""A point that is not so near the picture does not matter to it. [px]"""

OPAQUE = 0.96
"""Share of light that a strand stops where it fills a pixel."""

FULL = 0.004
"""Share of light left in a pixel below which nothing more can be seen."""

DEPTH_STEPS = 65535


def seen_points(seen: Floats, depth: Floats) -> Bytes:
    """1 for the points of strands that may be seen, neither off the picture nor behind the head, and the next ones.

    Parameters
    ----------
    seen
        Points along each strand in the picture: pixels and depth. [px, px, mm] [n, points, 3]
    depth
        Of the head's surface in each pixel. [mm] [h, w]
    """
    found = np.zeros(seen.shape[:2], np.uint8)
    by_rows(see_rows, len(seen), seen, depth, found)
    return found


def drawn_strands(
    seen: Floats,
    wanted: Bytes,
    color: Floats,
    half_width_px: Floats,
    depth: Floats,
    slack_mm: float,
    *,
    tapered: bool = True,
) -> tuple[Floats, Floats]:
    """Light of the strands in each pixel [h, w, 3], and the share that they let through [h, w].

    Parameters
    ----------
    seen
        Points along each strand in the picture: pixels and depth. [px, px, mm] [n, points, 3]
    wanted
        What `seen_points` says of them. [n, points]
    color
        Linear color there. [n, points, 3]
    half_width_px
        Of each strand. [px] [n]
    depth
        Of the head's surface in each pixel. [mm] [h, w]
    slack_mm
        How far behind the surface a strand is still drawn. [mm]
    tapered
        Whether strands end in a point.
    """
    height, width = depth.shape
    light, through = np.zeros((height, width, 3), f4), np.ones((height, width), f4)
    n, points = seen.shape[0], seen.shape[1]
    if n == 0:
        return light, through
    near, far = f4(seen[:, :, 2].min()), f4(seen[:, :, 2].max())
    key = np.empty((n, points - 1), np.uint16)
    top, bottom = np.empty((n, points - 1), np.uint8), np.empty((n, points - 1), np.uint8)
    step = f4((far - near) / DEPTH_STEPS + 1e-9)
    by_rows(key_rows, n, seen, wanted, half_width_px, depth, near, step, key, top, bottom)
    tasks = -(-height // BAND_PX)

    def work(first: int, last: int) -> None:
        for band in range(first, last):
            paint_band(
                band, min((band + 1) * BAND_PX, height), key.ravel(), top.ravel(), bottom.ravel(), seen, color,
                half_width_px, depth, f4(slack_mm), tapered, light, through,
            )  # fmt: skip

    run_ranges(work, tasks)
    return light, through


@compiled
def see_rows(first: int, last: int, seen: Floats, depth: Floats, found: Bytes) -> None:
    """Mark the points of a range of strands that are in the picture and before the head, with room to spare."""
    height, width = depth.shape
    room = f4(ROOM_PX)
    points = seen.shape[1]
    for s in range(first, last):
        for k in range(points):
            x, y = seen[s, k, 0], seen[s, k, 1]
            if x < -room or y < -room or x > width + room or y > height + room:
                continue
            i, j = min(max(int(x), 0), width - 1), min(max(int(y), 0), height - 1)
            if seen[s, k, 2] <= depth[j, i] + 2 * HIDDEN_BEHIND_MM:
                for other in range(max(k - 1, 0), min(k + 2, points)):
                    found[s, other] = 1


@compiled
def key_rows(  # noqa: PLR0917  compiled functions take no keywords, and are clearer as one loop
    first: int,
    last: int,
    seen: Floats,
    wanted: Bytes,
    half_width: Floats,
    depth: Floats,
    near: float,
    step: float,
    key: Integers,
    top: Bytes,
    bottom: Bytes,
) -> None:
    """Depth and bands of each segment of a range of strands; bottom above top where it cannot be seen."""
    height, width = depth.shape
    for s in range(first, last):
        reach = max(half_width[s], f4(0.5)) + f4(1.5)
        for k in range(seen.shape[1] - 1):
            x0, y0, x1, y1 = seen[s, k, 0], seen[s, k, 1], seen[s, k + 1, 0], seen[s, k + 1, 1]
            z = f4(0.5) * (seen[s, k, 2] + seen[s, k + 1, 2])
            key[s, k] = np.uint16((z - near) / step)
            low, high = min(y0, y1) - reach, max(y0, y1) + reach
            top[s, k], bottom[s, k] = 1, 0
            if not (wanted[s, k] and wanted[s, k + 1]):
                continue
            if high < 0 or low >= height or max(x0, x1) < -reach or min(x0, x1) > width + reach:
                continue
            x = min(max(int(f4(0.5) * (x0 + x1)), 0), width - 1)
            y = min(max(int(f4(0.5) * (y0 + y1)), 0), height - 1)
            if z > depth[y, x] + HIDDEN_BEHIND_MM:
                continue
            top[s, k] = int(max(low, f4(0.0))) // BAND_PX
            bottom[s, k] = int(min(high, f4(height - 1))) // BAND_PX


@compiled
def nearest_first(band: int, key: Integers, top: Bytes, bottom: Bytes) -> Integers:
    """The segments in a band by their depth: counted, then dealt, so that equal ones keep their order."""
    starts = np.zeros(DEPTH_STEPS + 2, np.int32)
    for q in range(key.shape[0]):
        if top[q] <= band <= bottom[q]:
            starts[np.int64(key[q]) + 1] += 1
    for d in range(1, DEPTH_STEPS + 2):
        starts[d] += starts[d - 1]
    order = np.empty(starts[DEPTH_STEPS + 1], np.int32)
    for q in range(key.shape[0]):
        if top[q] <= band <= bottom[q]:
            own = np.int64(key[q])
            order[starts[own]] = q
            starts[own] += 1
    return order


@compiled
def paint_band(  # noqa: C901, PLR0917  compiled functions take no keywords, and are clearer as one loop
    band: int,
    end: int,
    key: Integers,
    top: Bytes,
    bottom: Bytes,
    seen: Floats,
    color: Floats,
    half_width: Floats,
    depth: Floats,
    slack: float,
    tapered: bool,
    light: Floats,
    through: Floats,
) -> None:
    """Draw the segments of one band of rows under those that are nearer."""
    order = nearest_first(band, key, top, bottom)
    width, segments = depth.shape[1], seen.shape[1] - 1
    one, half = f4(1.0), f4(0.5)
    start = band * BAND_PX
    for o in range(order.shape[0]):
        s = order[o] // segments
        k = order[o] - s * segments
        w = half_width[s]
        if tapered:
            t = (k + half) / segments
            if t > f4(0.8):
                w *= one - (t - f4(0.8)) * f4(3.5)
        r = max(w, half)
        strength = f4(OPAQUE) * w / r
        x0, y0, z0 = seen[s, k, 0], seen[s, k, 1], seen[s, k, 2]
        dx, dy, dz = seen[s, k + 1, 0] - x0, seen[s, k + 1, 1] - y0, seen[s, k + 1, 2] - z0
        square = dx * dx + dy * dy
        if square < f4(1e-6):
            continue
        per_square = one / square
        per_length = math.sqrt(per_square)
        reach = r + half
        y_low, y_high = min(y0, y0 + dy) - reach, max(y0, y0 + dy) + reach
        for y in range(max(start, math.floor(y_low)), min(end - 1, math.ceil(y_high)) + 1):
            py = y + half - y0
            # where the band of the strand crosses this row
            x_low, x_high = min(x0, x0 + dx) - reach, max(x0, x0 + dx) + reach
            if abs(dy) > f4(1e-3):
                across = reach / (abs(dy) * per_length)
                middle = x0 + dx * py / dy
                x_low, x_high = max(x_low, middle - across), min(x_high, middle + across)
            for x in range(max(0, math.floor(x_low)), min(width - 1, math.ceil(x_high)) + 1):
                left = through[y, x]
                if left < f4(FULL):
                    continue
                px = x + half - x0
                covered = reach - abs(px * dy - py * dx) * per_length
                if covered <= 0:
                    continue
                t = (px * dx + py * dy) * per_square
                e = half * per_length
                length = min(t + e, one) - max(t - e, f4(0.0))
                if length <= 0:
                    continue
                t = min(max(t, f4(0.0)), one)
                if z0 + dz * t > depth[y, x] + slack:
                    continue
                a = min(covered, one) * min(length / (2 * e), one) * strength
                lit = left * a
                for c in range(3):
                    light[y, x, c] += lit * (color[s, k, c] + t * (color[s, k + 1, c] - color[s, k, c]))
                through[y, x] = left - lit
