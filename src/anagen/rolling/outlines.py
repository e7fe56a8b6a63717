"""Outlines of sections as smooth rings, for drawings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anagen.rolling.lattice import CELL_MM, lattice
from anagen.rolling.plan import SessionPlan

__all__ = ["Ring", "rings_of", "scalp_ring", "section_rings"]

Ring = list[tuple[float, float]]
"""A closed line on the map. [mm]"""
Labels = NDArray[np.int32]

FINE_PER_CELL = 4
"""Pixels along a cell's side."""
BLUR_PX, BLURS = 3, 3
"""Half width and number of box means that round the area's edge."""
ROUND_MM = 7.0
"""Length of a ring over which its points are averaged. [mm]"""
EVERY_PX = 8
SCALP_STEPS = 240


def section_rings(plan: SessionPlan) -> tuple[dict[int, list[Ring]], list[Ring]]:
    """Rings of each section, by its number, a little too large; and the smooth rings of the area that cut them.

    Parameters
    ----------
    plan
        Whose sections.
    """
    cells = lattice(plan.sex)
    coarse = np.zeros(cells.haired.shape, np.int32)
    for section in plan.sections:
        coarse[cells.mask(section.cells)] = section.number
    fine = np.kron(coarse, np.ones((FINE_PER_CELL, FINE_PER_CELL), np.int32))
    spread = grown(fine)
    each = {one.number: placed(rings_of(spread == one.number), cells.reach) for one in plan.sections}
    pixel, origin = CELL_MM / FINE_PER_CELL, -CELL_MM * cells.reach
    whole = [
        averaged([(origin + pixel * i, origin + pixel * j) for i, j in ring])[::2]
        for ring in rings_of(rounded(fine > 0))
    ]
    return each, whole


def placed(rings: list[list[tuple[int, int]]], reach: int) -> list[Ring]:
    """Rings of pixels on the map. [mm]"""
    pixel, origin = CELL_MM / FINE_PER_CELL, -CELL_MM * reach
    return [[(origin + pixel * i, origin + pixel * j) for i, j in thinned(ring)] for ring in rings]


def thinned(ring: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A ring with its corners, and of its straight lines a few points: the drawing bends them a little."""
    kept = []
    for k, (x, y) in enumerate(ring):
        (a, b), (c, d) = ring[k - 1], ring[(k + 1) % len(ring)]
        if (x - a) * (d - y) != (y - b) * (c - x) or k % EVERY_PX == 0:
            kept.append((x, y))
    return kept


def rounded(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A mask without its corners."""
    soft = mask.astype(float)
    kernel = np.ones(2 * BLUR_PX + 1) / (2 * BLUR_PX + 1)
    for axis in (0, 1) * BLURS:
        soft = np.apply_along_axis(np.convolve, axis, soft, kernel, "same")
    return soft > 0.5


def grown(labels: Labels) -> Labels:
    """Labels spread into the pixels around, for what rounding adds."""
    spread = labels.copy()
    for _ in range(FINE_PER_CELL):
        for axis in (0, 1):
            for step in (1, -1):
                spread = np.where(spread == 0, np.roll(spread, step, axis=axis), spread)
    return spread


def rings_of(mask: NDArray[np.bool_]) -> list[list[tuple[int, int]]]:
    """The closed lines around a mask, through the corners of its pixels; the longest first.

    Parameters
    ----------
    mask
        [columns, rows]
    """
    padded = np.pad(mask, 1)
    ahead: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for i, j in np.argwhere(mask).tolist():
        x, y = i + 1, j + 1
        for clear, start, end in (
            (not padded[x, y - 1], (i, j), (i + 1, j)),
            (not padded[x + 1, y], (i + 1, j), (i + 1, j + 1)),
            (not padded[x, y + 1], (i + 1, j + 1), (i, j + 1)),
            (not padded[x - 1, y], (i, j + 1), (i, j)),
        ):
            if clear:
                ahead.setdefault(start, []).append(end)
    rings = []
    while ahead:
        start = next(iter(ahead))
        ring, here = [start], _step(ahead, start)
        while here != start:
            ring.append(here)
            here = _step(ahead, here)
        rings.append(ring)
    return sorted(rings, key=len, reverse=True)


def _step(ahead: dict[tuple[int, int], list[tuple[int, int]]], here: tuple[int, int]) -> tuple[int, int]:
    ends = ahead[here]
    end = ends.pop()
    if not ends:
        del ahead[here]
    return end


def averaged(ring: Ring) -> Ring:
    """A ring through the means of its points nearby, so that no pixel shows."""
    points = np.array(ring)
    half = max(1, min(round(0.5 * ROUND_MM * FINE_PER_CELL / CELL_MM), len(points) // 6))
    around = np.concatenate([points[-half:], points, points[:half]])
    sums = np.cumsum(np.vstack([np.zeros(2), around]), axis=0)
    mean = (sums[2 * half + 1 :] - sums[: -2 * half - 1]) / (2 * half + 1)
    return [(float(u), float(v)) for u, v in mean]


def scalp_ring(sex: str) -> Ring:
    """The hairline around the scalp.

    Parameters
    ----------
    sex
        Whose.
    """
    from anagen.scalp.grading import grading_sites

    azimuth = np.linspace(-np.pi, np.pi, SCALP_STEPS, endpoint=False)
    edge = grading_sites(sex).edge_at(azimuth)
    return list(zip((edge * np.sin(azimuth)).tolist(), (edge * np.cos(azimuth)).tolist(), strict=True))
