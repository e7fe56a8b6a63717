"""Hairs of a whole head, counted where a forecast counts them.

A forecast is of a small target area in the region where loss is judged. The mean of the whole region would say little
of a bald spot in it: a head with hardly a hair in its middle has two hundred per cm2 there.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from anagen.scalp.pattern import SITES
from anagen.units import MM_PER_CM

if TYPE_CHECKING:
    from anagen.evidence import Catalogue
    from anagen.scalp import HairState, Scalp

__all__ = ["COUNTED_AT", "COUNTED_CM2", "hairs_counted_per_cm2", "main_region"]

COUNTED_CM2 = 1.0
"""Scalp that is counted: as much as a forecast follows of each person. [cm2]"""
COUNTED_AT = {"vertex": "at the center of the vertex", "mid_scalp": "at the center of the mid-scalp"}
"""Where, in words, for each region where loss is judged."""


def main_region(sex: str) -> str:
    """Where loss is judged: a man's vertex, a woman's mid-scalp."""
    return "vertex" if sex == "male" else "mid_scalp"


def hairs_counted_per_cm2(scalp: Scalp, hair: HairState, evidence: Catalogue) -> float:
    """Visible hairs at the center of the region where loss is judged, where a forecast counts them. [1/cm2]

    Parameters
    ----------
    scalp
        The follicles of a head.
    hair
        What stands on them.
    evidence
        Which hairs are visible, and the density of follicles.
    """
    place, _ = SITES[main_region(scalp.sex)]
    there = scalp.at(place, MM_PER_CM * math.sqrt(COUNTED_CM2 / math.pi))
    seen = hair.diameter_um[there] >= evidence.value("visible_hair_diameter", "um")
    # A share of the follicles there, because the map stretches areas; a forecast has follicles of this density.
    return float(np.mean(seen)) * evidence.value("follicle_density_per_cm2", "1/cm2")
