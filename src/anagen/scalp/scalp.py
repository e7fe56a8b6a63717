"""A scalp: every follicle of a head, where it stands, which way it grows, to which unit and region it belongs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anagen.errors import unknown_name
from anagen.evidence import Catalogue, known
from anagen.scalp.directions import growth_directions
from anagen.scalp.head import Head, head
from anagen.scalp.mesh import triangle_normals
from anagen.scalp.regions import REGIONS, SITES, memberships, region_of
from anagen.scalp.units import blue_noise, points_on

__all__ = ["Scalp", "make_scalp"]

CANDIDATES = 4
"""Places drawn at random for each follicular unit that is kept."""

UNIT_SPREAD_MM = 0.11
"""How far the hairs of a unit leave the skin from its middle. [mm]"""

EAR_LEAN = 0.3
"""Skin whose normal leans farther than this (as a cosine) from the ray out of the cranial center is no scalp."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scalp:
    """The follicles of a head, in rows that all arrays share. The arrays are read-only."""

    head: Head
    sex: str
    ancestry: str
    seed: int
    position_mm: NDArray[np.float32]
    """[n, 3] where the hair leaves the skin. [mm]"""
    normal: NDArray[np.float32]
    """[n, 3] of the skin, unit, outward."""
    direction: NDArray[np.float32]
    """[n, 3] which way hair grows before any styling: a unit tangent."""
    map_mm: NDArray[np.float32]
    """[n, 2] on the flat map: u to the subject's left, v to the front. [mm]"""
    margin_mm: NDArray[np.float32]
    """[n] distance from the hairline, positive inside. [mm]"""
    unit: NDArray[np.int32]
    """[n] number of the follicular unit, of one to four hairs."""
    region: NDArray[np.uint8]
    """[n] index into `REGIONS`."""
    area_cm2: float
    """[cm2]"""
    region_area_cm2: tuple[float, ...]
    """In the order of `REGIONS`. [cm2]"""

    @property
    def follicles(self) -> int:
        """How many follicles there are."""
        return len(self.unit)

    def at(self, map_mm: tuple[float, float], radius_mm: float) -> NDArray[np.int64]:
        """The follicles within a distance of a place on the map, as row numbers."""
        away = self.map_mm - np.asarray(map_mm, np.float32)
        return np.flatnonzero(away[:, 0] ** 2 + away[:, 1] ** 2 < radius_mm**2)

    def take_region(self, name: str) -> NDArray[np.int64]:
        """The follicles of a region, as row numbers."""
        if name not in REGIONS:
            raise unknown_name("region", name, REGIONS)
        return np.flatnonzero(self.region == REGIONS.index(name))

    def sites(self) -> dict[str, tuple[float, float]]:
        """Named places on the map, one within each region. [mm]"""
        return dict(SITES)


def make_scalp(
    *,
    sex: str,
    ancestry: str = "european",
    seed: int = 1,
    evidence: Catalogue | None = None,
    density_times: float = 1.0,
) -> Scalp:
    """The scalp of a man or a woman, before any loss.

    Parameters
    ----------
    sex, ancestry
        Of the person; they choose the head and the density.
    seed
        The same seed gives the same follicles.
    evidence
        Where densities come from; what is known, if not given.
    density_times
        This person's density over the typical one.
    """
    numbers = evidence or known()
    density = density_times * numbers.value("follicle_density_per_cm2", "1/cm2")
    return scalp_of(sex, ancestry, seed, (density,) * len(REGIONS))


@cache
def scalp_of(sex: str, ancestry: str, seed: int, follicles_per_cm2: tuple[float, ...]) -> Scalp:
    """A scalp of given densities, one for each region. [1/cm2]"""
    generator = np.random.default_rng(seed)
    bald = head(sex, ancestry)
    skin = bald.skin_triangles()
    center = bald.vertices[skin].mean(axis=1)
    normals = triangle_normals(bald.vertices, skin)
    area = 0.5 * np.linalg.norm(normals, axis=1)
    rays = center - bald.center
    lean = np.sum(normals * rays, axis=1) / np.maximum(2.0 * area * np.linalg.norm(rays, axis=1), 1e-9)
    kept = (np.linalg.norm(rays, axis=1) < 140.0) & (lean > EAR_LEAN) & (center[:, 1] > -95.0)
    kept &= ~((np.abs(center[:, 0]) > 78.5) & (center[:, 1] < 12.0))
    skin, center, area = skin[kept], center[kept], area[kept]
    inside = bald.margin(center) > -2.0
    skin, center, area = skin[inside], center[inside], area[inside]
    hairy = bald.margin(center) > 0.0
    region = region_of(bald.to_map(center))
    region_area = [float(area[hairy & (region == k)].sum()) / 100.0 for k in range(len(REGIONS))]

    shares = np.array([0.16, 0.50, 0.27, 0.07])
    per_mm2 = np.array(follicles_per_cm2) / (shares @ [1, 2, 3, 4]) / 100.0
    units = int(np.sum(np.array(region_area) * per_mm2) * 100)
    wanted = memberships(bald.to_map(center)) @ per_mm2
    triangle, part = points_on(bald.vertices[skin], wanted, CANDIDATES * units, generator)
    corners = skin[triangle]
    place = np.einsum("ij,ijk->ik", part, bald.vertices[corners].astype(float))
    normal = np.einsum("ij,ijk->ik", part, bald.normals[corners].astype(float))
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    margin = bald.margin(place)
    some = margin > 0.0
    place, normal, margin = place[some], normal[some], margin[some]
    chosen = blue_noise(place, memberships(bald.to_map(place)) @ per_mm2, units)
    place, normal, margin = place[chosen], normal[chosen], margin[chosen]

    hairs = generator.choice([1, 2, 3, 4], p=shares, size=len(place))
    unit = np.repeat(np.arange(len(place)), hairs)
    apart = UNIT_SPREAD_MM * generator.standard_normal((len(unit), 3))
    normal = normal[unit]
    apart -= np.sum(apart * normal, axis=1, keepdims=True) * normal
    position = place[unit] + apart
    map_mm = bald.to_map(position)
    return frozen(
        Scalp(
            head=bald,
            sex=sex,
            ancestry=ancestry,
            seed=seed,
            position_mm=position.astype(np.float32),
            normal=normal.astype(np.float32),
            direction=growth_directions(position, normal, bald.whorl_mm).astype(np.float32),
            map_mm=map_mm.astype(np.float32),
            margin_mm=margin[unit].astype(np.float32),
            unit=unit.astype(np.int32),
            region=region_of(map_mm),
            area_cm2=sum(region_area),
            region_area_cm2=tuple(region_area),
        )
    )


def frozen(scalp: Scalp) -> Scalp:
    """The same scalp, its arrays made read-only."""
    for field in fields(scalp):
        value: Any = getattr(scalp, field.name)
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    return scalp
