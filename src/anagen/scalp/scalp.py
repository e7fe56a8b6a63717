"""A scalp: every follicle of a head, where it stands, which way it grows, to which unit and region it belongs."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError, unknown_name
from anagen.evidence import Catalogue, known
from anagen.scalp.density import follicle_densities, unit_shares
from anagen.scalp.directions import growth_directions
from anagen.scalp.head import Head, check_person, head
from anagen.scalp.regions import REGIONS, SITES, memberships, region_of
from anagen.scalp.surface import HairySkin, at, hairy_skin, points_on
from anagen.scalp.units import blue_noise

__all__ = ["Scalp", "make_scalp"]

CANDIDATES = 4
"""Places drawn at random for each follicular unit that is kept."""

UNIT_SPREAD_MM = 0.11
"""How far the hairs of a unit leave the skin from its middle. [mm]"""

EDGE_MM = 8.0
"""Within this of the hairline, hair gets thinner. [mm]"""
EDGE_DENSITY = 0.35
"""Density on the hairline over that behind the edge."""
EDGE_SINGLES = 0.75
"""Share of units on the hairline that have one hair, whatever they would have elsewhere; none behind the edge."""

NEIGHBORHOOD_MM = 2.0
"""Side of the bars of skin in whose order follicles are numbered, so that neighbors are near in memory. [mm]"""

SCALPS_KEPT = 12
"""In memory, some eight megabytes each."""

WHORL_STREAM = 1
"""Sets the whorl's chance apart from that of places."""

Floats = NDArray[np.float64]


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
    clockwise: bool = True
    """Which way hair turns out of the whorl, to one who looks at it."""

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
    if not (math.isfinite(density_times) and density_times > 0.0):
        raise InputError(
            f"density_times = {density_times:g} is not a positive number; 1 is a typical density."
        )
    numbers = evidence or known()
    check_person(sex, ancestry)
    clockwise = np.random.default_rng([seed, WHORL_STREAM]).random()
    return scalp_of(
        sex,
        ancestry,
        seed,
        follicle_densities(sex, ancestry, numbers, density_times),
        tuple(unit_shares(ancestry, numbers).tolist()),
        bool(clockwise < numbers.value("whorl_clockwise_share", "1")),
    )


@lru_cache(maxsize=SCALPS_KEPT)
def scalp_of(
    sex: str,
    ancestry: str,
    seed: int,
    follicles_per_cm2: tuple[float, ...],
    shares: tuple[float, ...],
    clockwise: bool,
) -> Scalp:
    """A scalp of given densities, one for each region [1/cm2], and shares of units of one to four hairs."""
    generator = np.random.default_rng(seed)
    bald = head(sex, ancestry)
    skin = hairy_skin(bald)
    place, normal, margin = unit_places(bald, skin, follicles_per_cm2, shares, generator)
    hairs = hairs_of(margin, shares, generator)
    unit = np.repeat(np.arange(len(place), dtype=np.int32), hairs)
    position = place[unit] + apart(normal, unit, generator)
    normal = normal[unit]
    map_mm = bald.to_map(position)
    region_area = skin.region_area_cm2()
    return frozen(
        Scalp(
            head=bald,
            sex=sex,
            ancestry=ancestry,
            seed=seed,
            position_mm=position.astype(np.float32),
            normal=normal.astype(np.float32),
            direction=growth_directions(position, normal, bald.whorl_mm, clockwise=clockwise).astype(
                np.float32
            ),
            map_mm=map_mm.astype(np.float32),
            margin_mm=margin[unit].astype(np.float32),
            unit=unit,
            region=region_of(map_mm),
            area_cm2=sum(region_area),
            region_area_cm2=region_area,
            clockwise=clockwise,
        )
    )


def unit_places(
    bald: Head,
    skin: HairySkin,
    follicles_per_cm2: tuple[float, ...],
    shares: tuple[float, ...],
    generator: np.random.Generator,
) -> tuple[Floats, Floats, Floats]:
    """Where follicular units are, the normals there, and how far inside the hairline; neighbors have near numbers."""
    blended = blended_densities(skin, np.array(follicles_per_cm2))
    per_mm2 = blended / (100.0 * mean_hairs(shares))

    def wanted(map_mm: Floats, margin: Floats) -> Floats:
        return np.asarray(memberships(map_mm) @ per_mm2 * edge_density(margin))

    expected = wanted(skin.map_mm, skin.margin_mm) * skin.area_mm2
    expected[skin.margin_mm <= 0.0] = 0.0
    weight = expected.sum(axis=1)
    units = round(float(weight.sum()))
    triangle, part = points_on(weight, CANDIDATES * units, generator)
    corners = skin.triangles[triangle]
    margin = at(skin.vertex_margin_mm, corners, part)
    some = margin > 0.0
    corners, part, margin = corners[some], part[some], margin[some]
    place = at(bald.vertices, corners, part)
    chosen = blue_noise(place, wanted(bald.to_map(place), margin), units)
    normal = at(bald.normals, corners[chosen], part[chosen])
    place, margin = place[chosen], margin[chosen]
    order = np.lexsort((place[:, 0], *np.floor(place[:, 1:] / NEIGHBORHOOD_MM).T))
    normal = normal[order] / np.linalg.norm(normal[order], axis=1, keepdims=True)
    return place[order], normal, margin[order]


def blended_densities(skin: HairySkin, wanted: Floats) -> Floats:
    """What each region's smooth share must bear for the mean over each region, its edge apart, to be as wanted."""
    within = skin.margin_mm > EDGE_MM
    share, region = memberships(skin.map_mm[within]), skin.region[within]
    area = skin.area_mm2[within]
    mixing = np.array([area[region == k] @ share[region == k] for k in range(len(REGIONS))])
    return np.asarray(np.linalg.solve(mixing / mixing.sum(axis=1, keepdims=True), wanted))


def edge_density(margin: Floats) -> Floats:
    """Density at a distance inside the hairline over that behind the edge."""
    return np.asarray(EDGE_DENSITY + (1.0 - EDGE_DENSITY) * np.clip(margin / EDGE_MM, 0.0, 1.0))


def mean_hairs(shares: tuple[float, ...]) -> float:
    """Hairs of a mean unit."""
    return float(np.dot(shares, np.arange(1, len(shares) + 1)) / np.sum(shares))


def hairs_of(margin: Floats, shares: tuple[float, ...], generator: np.random.Generator) -> NDArray[np.int64]:
    """How many hairs each unit has; many have one at the hairline."""
    hairs = 1 + np.searchsorted(np.cumsum(shares)[:-1], generator.random(len(margin)), side="right")
    single = generator.random(len(margin)) < EDGE_SINGLES * (1.0 - np.clip(margin / EDGE_MM, 0.0, 1.0))
    return np.where(single, 1, hairs)


def apart(normal: Floats, unit: NDArray[np.int32], generator: np.random.Generator) -> Floats:
    """How far each hair stands from the middle of its unit, on the plane of the skin; a single one in it. [mm]"""
    away = UNIT_SPREAD_MM * generator.standard_normal((len(unit), 3))
    hairs = np.bincount(unit)
    middle = np.stack([np.bincount(unit, away[:, k]) / hairs for k in range(3)], axis=1)
    away -= middle[unit]
    away -= np.sum(away * normal[unit], axis=1, keepdims=True) * normal[unit]
    return away


def frozen(scalp: Scalp) -> Scalp:
    """The same scalp, its arrays made read-only."""
    for field in fields(scalp):
        value: Any = getattr(scalp, field.name)
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    return scalp
