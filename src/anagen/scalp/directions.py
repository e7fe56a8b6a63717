"""Which way hair grows: out of the whorl in a spiral, forward on top, down on the sides and the back."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["growth_directions"]

Floats = NDArray[np.float64]

TURN_AT_WHORL = 1.3
TURN_FAR = 0.15
"""How far hair leans off the straight way out of the whorl, clockwise as one looks at it. [rad]"""
WHORL_RADIUS_MM = 24.0
FORWARD = 0.75
"""Pull to the front on top, against one for the way out of the whorl."""
DOWN = 1.1
"""Pull downward on the sides."""


def growth_directions(
    position: NDArray[Any], normal: NDArray[Any], whorl: Floats, *, clockwise: bool = True
) -> Floats:
    """Unit tangents along which hair leaves the skin, before any styling."""
    outward = tangent(position - whorl, normal)
    distance = np.linalg.norm(position - whorl, axis=1)
    turn = TURN_FAR + (TURN_AT_WHORL - TURN_FAR) * np.exp(-distance / WHORL_RADIUS_MM)
    sideways = np.cross(normal, outward) * (-1.0 if clockwise else 1.0)
    way = np.cos(turn)[:, None] * outward + np.sin(turn)[:, None] * sideways

    top = np.clip((normal[:, 1] - 0.15) / 0.6, 0.0, 1.0)
    ahead = np.clip((position[:, 2] - whorl[2] - 10.0) / 60.0, 0.0, 1.0)
    way[:, 2] += FORWARD * top * ahead
    way[:, 1] -= DOWN * (1.0 - top)
    return tangent(way, normal)


def tangent(along: Floats, normal: NDArray[Any]) -> Floats:
    """Unit vectors in the plane of the skin."""
    flat = along - np.sum(along * normal, axis=1, keepdims=True) * normal
    return np.asarray(flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-12))
