"""The flat map of the scalp: azimuthal equidistant about the upward ray from the cranial center."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["MAP_MM_PER_RADIAN", "rays", "to_map"]

MAP_MM_PER_RADIAN = 95.0
"""Scale of the map: about the radius of a cranium."""


def to_map(points: NDArray[Any], center: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points on the map: [n, 2], u to the subject's left, v to the front. [mm]"""
    x, y, z = np.moveaxis(np.asarray(points, float) - center, -1, 0)
    across = np.hypot(x, z)
    stretch = MAP_MM_PER_RADIAN * np.arctan2(across, y) / np.maximum(across, 1e-12)
    return np.stack([stretch * x, stretch * z], axis=-1)


def rays(map_mm: NDArray[Any]) -> NDArray[np.float64]:
    """Unit vectors from the center to points of the map."""
    u, v = np.moveaxis(np.asarray(map_mm, float), -1, 0)
    radius = np.hypot(u, v)
    angle = radius / MAP_MM_PER_RADIAN
    sine = np.sin(angle) / np.maximum(radius, 1e-12)
    return np.stack([sine * u, np.cos(angle), sine * v], axis=-1)
