"""The five regions of the scalp, and named places on its map."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["REGIONS", "SITES", "memberships", "region_of"]

REGIONS = ("frontal", "mid_scalp", "vertex", "temporal", "occipital")

TOP_HALF_WIDTH_MM = 68.0
"""Half the width of the top, between the temporal ridges."""
TOP_BACK_MM = -112.0
"""How far the top reaches behind, at the midline."""
FRONTAL_FROM_MM = 28.0
"""The frontal region lies in front of this."""
VERTEX_FROM_MM = -25.0
"""The vertex lies behind this."""
OCCIPITAL_FROM_MM = -62.0
"""The occipital region lies behind this, the temporal one in front."""
BLUR_MM = 9.0
"""Width over which one region's density goes over into the next one's."""

SITES = {
    "vertex": (-10.0, -62.0),
    "mid_scalp": (0.0, 2.0),
    "frontal": (0.0, 55.0),
    "temporal": (78.0, 38.0),
    "occipital": (0.0, -140.0),
}
"""Places to look at, within the region of their name: u to the subject's left, v to the front. [mm]"""

Floats = NDArray[np.float64]


def edges(map_mm: NDArray[Any]) -> tuple[Floats, Floats, Floats, Floats]:
    """How far inside the top, the frontal, the vertex's and the occipital side each point lies. [mm]"""
    u, v = np.moveaxis(np.asarray(map_mm, float), -1, 0)
    back = np.maximum(VERTEX_FROM_MM - v, 0.0) / (VERTEX_FROM_MM - TOP_BACK_MM)
    radius = np.hypot(u / TOP_HALF_WIDTH_MM, back)
    return (
        (1.0 - radius) * TOP_HALF_WIDTH_MM,
        v - FRONTAL_FROM_MM,
        VERTEX_FROM_MM - v,
        OCCIPITAL_FROM_MM - v,
    )


def region_of(map_mm: NDArray[Any]) -> NDArray[np.uint8]:
    """The region of points of the map, as indices into `REGIONS`."""
    top, front, behind, nape = edges(map_mm)
    on_top = np.where(front > 0.0, 0, np.where(behind > 0.0, 2, 1))
    return np.where(top > 0.0, on_top, np.where(nape > 0.0, 4, 3)).astype(np.uint8)


def memberships(map_mm: NDArray[Any]) -> Floats:
    """How much each point belongs to each region, [n, 5], smooth, one in sum."""
    top, front, behind, nape = (1.0 / (1.0 + np.exp(-4.0 * edge / BLUR_MM)) for edge in edges(map_mm))
    middle = (1.0 - front) * (1.0 - behind)
    shares = [
        top * front,
        top * middle,
        top * behind * (1.0 - front),
        (1.0 - top) * (1.0 - nape),
        (1.0 - top) * nape,
    ]
    share = np.stack(shares, axis=-1)
    return np.asarray(share / share.sum(axis=-1, keepdims=True))
