"""How many follicles an area of scalp bears, and how many stand together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from anagen.evidence import Catalogue
from anagen.scalp.head import SHAPES
from anagen.scalp.regions import REGIONS

__all__ = ["follicle_densities", "unit_shares"]

OVER_VERTEX = {
    "frontal": "follicle_density_frontal_over_vertex",
    "mid_scalp": "follicle_density_mid_scalp_over_vertex",
    "temporal": "follicle_density_temporal_over_vertex",
    "occipital": "follicle_density_occipital_over_vertex",
}
"""The number of each region but the vertex, to which they are related."""

HAIR_DENSITIES = {
    "caucasian": "hair_density_european",
    "asian": "hair_density_east_asian",
    "african": "hair_density_african",
}
"""The number of each shape of head."""

OWN_HAIR_DENSITIES = {"latin_american": "hair_density_latin_american"}
"""Ancestries with a number of their own; the others take it from the shapes that their head is made of."""

UNIT_SHARES = {
    "caucasian": (
        "unit_share_1_european",
        "unit_share_2_european",
        "unit_share_3_european",
        "unit_share_4_european",
    ),
    "asian": (
        "unit_share_1_east_asian",
        "unit_share_2_east_asian",
        "unit_share_3_east_asian",
        "unit_share_4_east_asian",
    ),
}
"""Shares of units of one to four hairs; a shape without numbers takes the European ones."""


def follicle_densities(
    sex: str, ancestry: str, evidence: Catalogue, density_times: float = 1.0
) -> tuple[float, ...]:
    """Follicles per area of each of `REGIONS`, away from the thin edge of the hairline. [1/cm2]

    The vertex of a European man has the density that the kernel's follicles have; other people's is in proportion to
    their density of hair. Age is left out: biopsies find no fewer follicles in the old, who have more of them empty.
    """
    vertex = density_times * evidence.value("follicle_density_per_cm2", "1/cm2")
    vertex *= hair_density(ancestry, evidence) / hair_density("european", evidence)
    if sex == "female":
        vertex *= evidence.value("follicle_density_women_over_men", "1")
    return tuple(
        vertex * evidence.value(OVER_VERTEX[region], "1") if region in OVER_VERTEX else vertex
        for region in REGIONS
    )


def hair_density(ancestry: str, evidence: Catalogue) -> float:
    """Hairs per area of scalp. [1/cm2]"""
    if ancestry in OWN_HAIR_DENSITIES:
        return evidence.value(OWN_HAIR_DENSITIES[ancestry], "1/cm2")
    shapes: Mapping[str, float] = SHAPES[ancestry]
    return sum(share * evidence.value(HAIR_DENSITIES[shape], "1/cm2") for shape, share in shapes.items())


def unit_shares(ancestry: str, evidence: Catalogue) -> NDArray[np.float64]:
    """Shares of follicular units of one, two, three and four follicles."""
    total = np.zeros(4)
    for shape, share in SHAPES[ancestry].items():
        names = UNIT_SHARES.get(shape, UNIT_SHARES["caucasian"])
        total += share * np.array([evidence.value(name, "1") for name in names])
    return np.asarray(total / total.sum())
