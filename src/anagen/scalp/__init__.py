"""The scalp: heads, the follicles on them, what stands on each."""

from __future__ import annotations

from anagen.scalp.hair import PHASES, HairState
from anagen.scalp.head import ANCESTRIES, PARTS, SEXES, Head, head
from anagen.scalp.regions import REGIONS, SITES
from anagen.scalp.scalp import Scalp, make_scalp

__all__ = [
    "ANCESTRIES",
    "PARTS",
    "PHASES",
    "REGIONS",
    "SEXES",
    "SITES",
    "HairState",
    "Head",
    "Scalp",
    "head",
    "make_scalp",
]
