"""Where hair is parted: a line on the head from the forehead to the whorl."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError
from anagen.scalp.head import Head

__all__ = ["FARTHEST_PARTING_MM", "parting_line"]

FARTHEST_PARTING_MM = 55.0
"""Farther to the side there is no top of the head to be parted."""

POINTS = 60


def parting_line(bald: Head, side_mm: float = 0.0) -> NDArray[np.float64]:
    """Points of the head from the hairline to the whorl, [k, 3]. [mm]

    Parameters
    ----------
    bald
        The head.
    side_mm
        How far to the subject's left of the midline the parting starts; negative to the right.
    """
    if not abs(side_mm) <= FARTHEST_PARTING_MM:
        raise InputError(
            f"A parting {side_mm:g} mm from the midline is off the top of the head. "
            f"Take one from {-FARTHEST_PARTING_MM:g} to {FARTHEST_PARTING_MM:g} mm; the midline is 0."
        )
    edge = bald.hairline.map_mm
    front = edge[edge[:, 1] > 0.0]
    start = np.array([side_mm, np.interp(side_mm, front[:, 0], front[:, 1])])
    along = np.linspace(0.0, 1.0, POINTS)[:, None]
    whorl = np.array(bald.whorl_map_mm)
    bend = np.array([side_mm, 0.5 * (start[1] + whorl[1])])
    return bald.from_map((1.0 - along) ** 2 * start + 2.0 * along * (1.0 - along) * bend + along**2 * whorl)
