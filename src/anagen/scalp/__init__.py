"""The scalp: heads, the follicles on them, what stands on each."""

from __future__ import annotations

from anagen.scalp.density import follicle_densities
from anagen.scalp.distance import DistanceGrid
from anagen.scalp.hair import PHASES, HairState
from anagen.scalp.head import ANCESTRIES, PARTS, SEXES, Head, head
from anagen.scalp.parting import parting_line
from anagen.scalp.regions import REGIONS, SITES
from anagen.scalp.scalp import Scalp, make_scalp
from anagen.scalp.surface import HairySkin, hairy_skin

__all__ = [
    "ANCESTRIES",
    "PARTS",
    "PHASES",
    "REGIONS",
    "SEXES",
    "SITES",
    "DistanceGrid",
    "HairState",
    "HairySkin",
    "Head",
    "Scalp",
    "follicle_densities",
    "hairy_skin",
    "head",
    "make_scalp",
    "parting_line",
]
