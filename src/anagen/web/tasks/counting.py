"""Hairs of a whole head, counted where a forecast counts them.

A forecast is of a small target area in the region where loss is judged. The mean of the whole region would say little
of a bald spot in it: a head with hardly a hair in its middle has two hundred per cm2 there.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from anagen.scalp.pattern import SITES

if TYPE_CHECKING:
    from anagen.simulation.head import HeadHistory

__all__ = ["COUNTED_CM2", "counted_hairs_per_cm2"]

MM_PER_CM = 10.0
COUNTED_CM2 = 1.0
"""Scalp that is counted: as much as a forecast follows of each person. [cm2]"""


def counted_hairs_per_cm2(head: HeadHistory, day: float) -> float:
    """Visible hairs at the place of a head where a forecast counts them. [1/cm2]

    Parameters
    ----------
    head
        That is counted.
    day
        One of its days. [day]
    """
    from anagen.render.scenes import main_region

    place, _ = SITES[main_region(head.scalp.sex)]
    there = head.scalp.at(place, MM_PER_CM * math.sqrt(COUNTED_CM2 / math.pi))
    seen = head.state(day).diameter_um[there] >= head.evidence.value("visible_hair_diameter", "um")
    # A share of the follicles there, because the map stretches areas; a forecast has follicles of this density.
    return float(np.mean(seen)) * head.evidence.value("follicle_density_per_cm2", "1/cm2")
