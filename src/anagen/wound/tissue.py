"""What the signal of wounds and platelets builds around the follicle; it lasts for months, the signal for days."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled
from anagen.laws.wound import tissue_drive, tissue_rate, tissue_settled

if TYPE_CHECKING:
    from anagen.evidence import Catalogue

__all__ = ["built_drive"]

Floats = NDArray[np.float64]


def built_drive(signal: Floats, *, cell_days: float, evidence: Catalogue) -> Floats:
    """Drive that reaches follicles under a signal, as means over cells; nothing is built on day 0. [people, cells]

    It is one under the settled reference course, as the signal is.

    Parameters
    ----------
    signal
        By `anagen.wound.drive.wound_drive`, constant within a cell. [people, cells]
    cell_days
        Length of a cell. [day]
    evidence
        Numbers of the wound.
    """
    drive = np.empty_like(signal)
    building, life = (
        evidence.value(name, "day") for name in ("healing_building_time", "healing_tissue_life")
    )
    follow_tissue(signal, cell_days, building, life, drive)
    return drive


@compiled
def follow_tissue(signal: Floats, cell_days: float, building: float, life: float, out: Floats) -> None:
    """Mean drive of each cell; within a cell the signal is constant and the law is solved exactly.

    Parameters
    ----------
    signal
        [people, cells]
    cell_days, building, life
        [day]
    out
        The drive. [people, cells]
    """
    for person in range(signal.shape[0]):
        tissue = 0.0
        for cell in range(signal.shape[1]):
            now = signal[person, cell]
            rate = tissue_rate(now, building, life)
            settled = tissue_settled(now, building, life)
            neared = -math.expm1(-rate * cell_days)
            mean = settled + (tissue - settled) * neared / (rate * cell_days)
            out[person, cell] = tissue_drive(mean, building, life)
            tissue += (settled - tissue) * neared
