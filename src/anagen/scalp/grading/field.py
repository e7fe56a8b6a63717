"""Cover: how much hair is left at each site of a head, as a share of what stood there when it was healthy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled
from anagen.errors import InputError
from anagen.evidence import known
from anagen.scalp.grading.sites import SPACING_MM, GradingSites, grading_sites

if TYPE_CHECKING:
    from anagen.evidence import Catalogue
    from anagen.scalp.hair import HairState
    from anagen.scalp.hairline import Hairline

__all__ = ["CoverField", "cover_field"]

Floats = NDArray[np.float64]

KERNEL_RADIUS_MM = 6.0
"""How far around a site hairs count, less and less towards the edge."""


class ScalpLike(Protocol):
    """What of a scalp is needed: its follicles on the map, and the hairline around them."""

    @property
    def sex(self) -> str:
        """Male or female."""

    @property
    def map_mm(self) -> NDArray[np.floating]:
        """[n, 2] [mm]"""

    @property
    def head(self) -> HeadLike:
        """The head it is on."""


class HeadLike(Protocol):
    """A head with a hairline."""

    @property
    def hairline(self) -> Hairline:
        """The edge of the hair."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CoverField:
    """The cover of one head or of many heads of a sex, at the sites of `grading_sites`."""

    sex: str
    """Whose hairline and sites."""
    relative_density: Floats
    """[k] of one head, or [heads, k]: visible hair at each site, relative to the same site of the healthy head."""

    def __post_init__(self) -> None:
        cover = np.array(self.relative_density, float)  # a copy: it is made read-only
        sites = len(grading_sites(self.sex).map_mm)
        if cover.ndim not in {1, 2} or cover.shape[-1] != sites:
            raise InputError(
                f"A cover field of a {self.sex} head needs {sites} sites a head, not an array of shape "
                f"{cover.shape}. Sample it at grading_sites({self.sex!r}).map_mm."
            )
        if not np.isfinite(cover).all() or (cover < 0.0).any():
            raise InputError("A cover field must be finite and not negative: 1 is healthy, 0 is bald.")
        cover.flags.writeable = False
        object.__setattr__(self, "relative_density", cover)

    @property
    def map_mm(self) -> Floats:
        """The sites, [k, 2]. [mm]"""
        return grading_sites(self.sex).map_mm

    @property
    def heads(self) -> Floats:
        """The cover as [heads, k]."""
        return np.atleast_2d(self.relative_density)


def cover_field(
    scalp: ScalpLike, hair: HairState, healthy: HairState, *, evidence: Catalogue | None = None
) -> CoverField:
    """The cover of one head on one day.

    Hair is counted by the width of its shafts, because thin hairs hide less skin than thick ones, and only if it is
    thick enough to be seen. Around each site the sum is smoothed; the healthy head's sum is smoothed in the same way,
    so that the edge at the hairline cancels.

    Parameters
    ----------
    scalp
        Its follicles' places, and its hairline, which is stretched onto that of the sites.
    hair, healthy
        The same follicles today and before any loss.
    evidence
        Where the diameter from which a hair is seen comes from; what is known, unless given.
    """
    if not len(scalp.map_mm) == hair.follicles == healthy.follicles:
        raise InputError(
            f"The scalp has {len(scalp.map_mm)} follicles, its hair {hair.follicles} and the healthy hair "
            f"{healthy.follicles}. All three must be of one head."
        )
    seen_um = (evidence or known()).value("visible_hair_diameter", "um")
    sites = grading_sites(scalp.sex)
    today, before = np.zeros(len(sites.map_mm)), np.zeros(len(sites.map_mm))
    spread_over_sites(
        on_template(np.asarray(scalp.map_mm, float), scalp.head.hairline, sites),
        hair.diameter_um,
        healthy.diameter_um,
        seen_um,
        sites.row,
        sites.corner_mm[0],
        today,
        before,
    )
    # Where the healthy head has no hair, as around the ears of some heads, there is none to lose.
    return CoverField(
        sex=scalp.sex, relative_density=np.where(before > 0.0, today / np.maximum(before, 1e-30), 1.0)
    )


def on_template(map_mm: Floats, hairline: Hairline, sites: GradingSites) -> Floats:
    """Follicles of any head on the map of the sites: stretched from the middle until the hairlines meet. [mm]"""
    azimuth = np.arctan2(map_mm[:, 0], map_mm[:, 1])
    own_edge = np.interp(azimuth, hairline.azimuth, np.hypot(hairline.map_mm[:, 0], hairline.map_mm[:, 1]))
    return map_mm * (sites.edge_at(azimuth) / own_edge)[:, None]


@compiled
def spread_over_sites(
    places: Any, today_um: Any, healthy_um: Any, seen_um: Any, row: Any, corner: Any, today: Any, healthy: Any
) -> None:
    """Add the width of each hair to the sites around it, by an Epanechnikov kernel."""
    steps = int(np.ceil(KERNEL_RADIUS_MM / SPACING_MM))
    for follicle in range(places.shape[0]):
        now = today_um[follicle] if today_um[follicle] >= seen_um else 0.0
        then = healthy_um[follicle] if healthy_um[follicle] >= seen_um else 0.0
        i0 = int(np.floor((places[follicle, 0] - corner) / SPACING_MM))
        j0 = int(np.floor((places[follicle, 1] - corner) / SPACING_MM))
        for i in range(max(i0 - steps + 1, 0), min(i0 + steps + 1, row.shape[0])):
            du = places[follicle, 0] - corner - SPACING_MM * i
            for j in range(max(j0 - steps + 1, 0), min(j0 + steps + 1, row.shape[1])):
                dv = places[follicle, 1] - corner - SPACING_MM * j
                weight = 1.0 - (du * du + dv * dv) / (KERNEL_RADIUS_MM * KERNEL_RADIUS_MM)
                site = row[i, j]
                if weight > 0.0 and site >= 0:
                    today[site] += weight * now
                    healthy[site] += weight * then
