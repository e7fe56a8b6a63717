"""What is measured on a head: how far the front has receded, how bald the vertex is, what stands between and around.

Every measure of loss can only rise, and every measure of cover only fall, when any hair is lost: profiles are weighted
means, and a recession ends where such a mean first reaches the cover that still looks like hair.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from anagen.evidence import Catalogue, known
from anagen.scalp.grading.field import CoverField
from anagen.scalp.grading.sites import (
    INION_MAP_MM,
    SPACING_MM,
    VERTEX_FRONT_MAP_MM,
    VERTEX_MAP_MM,
    GradingSites,
    grading_sites,
)
from anagen.scalp.grading.thresholds import GradeNumbers, grade_numbers

__all__ = ["PART_STATIONS_MM", "Measures", "measure"]

Floats = NDArray[np.float64]

STEP_MM = 4.0
"""Distance of the points of a profile."""

PROFILE_BLUR_MM = 5.0
"""Standard deviation of the mean along a profile."""

TEMPLE_MM = (32.0, 60.0)
"""From the midline: where the front recedes first."""

MID_FRONT_MM = 14.0
"""Half the width of the middle of the front."""

BRIDGE_MM = 26.0
"""Half the width over which the bridge of hair is looked at."""

BRIDGE_FROM_TO_MM = (-44.0, 52.0)
"""Where the bridge may stand: from the front edge of the vertex to behind the front. [mm]"""

SIDE_FROM_TO_MM = (-36.0, 6.0)
"""Where the fringe of the sides is looked at, above and behind the ears. [mm]"""

VERTEX_RADIUS_MM = 46.0
"""How far around its middle the vertex reaches."""

VERTEX_CORE_MM = 22.0
"""How far around its middle the vertex is looked at for how thin it is."""

VERTEX_BLUR_MM = 7.0
"""Standard deviation of the smoothing of the vertex, so that a few odd hairs make no bald spot."""

CROWN_MM = 35.0
"""Half the width of the top of the head."""

CROWN_FROM_MM = -30.0
"""Where the top ends, before the vertex. [mm]"""

OCCIPUT_MM = 60.0
"""Half the width of the back of the head."""

OCCIPUT_TO_MM = -116.0
"""Where the back of the head begins. [mm]"""

BEHIND_FRONT_MM = 20.0
"""How far behind the hairline the top begins; the middle of Ludwig's 1 to 3 cm."""

PART_MM = 13.0
"""Half the width that a midline part shows."""

PART_STATIONS_MM = (48.0, 32.0, 16.0, 0.0, -16.0, -32.0, -48.0)
"""Places along the part, from front to back, on the map. [mm]"""

FRONT_PART_MM = 24.0
"""The front of the part lies before this, its back behind the opposite of it. [mm]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What is measured on each of some heads; every array has a row for each head."""

    temple_recession_mm: Floats
    """Mean of both temples, straight back from the juvenile hairline. [mm]"""
    temple_asymmetry_mm: Floats
    """Left minus right. [mm]"""
    mid_recession_mm: Floats
    """Of the middle of the front. [mm]"""
    vertex_bald_cm2: Floats
    """Area of the vertex that is bald or sparse. [cm2]"""
    vertex_cover: Floats
    """Mean cover of the middle of the vertex."""
    bridge_cover: Floats
    """Cover of the densest band that still crosses the mid-scalp."""
    bridge_width_mm: Floats
    """Length of mid-scalp, front to back, that still looks like hair. [mm]"""
    fringe_mm: Floats
    """Height of the haired fringe of the sides, from its lower edge; mean of both. [mm]"""
    crown_cover: Floats
    """Mean cover of the top, between the front and the vertex."""
    part_cover: Floats
    """Mean cover along the midline part."""
    occiput_cover: Floats
    """Mean cover of the back of the head."""
    part_width_mm: Floats
    """[heads, stations] width of visible thinning across the midline at `PART_STATIONS_MM`. [mm]"""
    frontal_accentuation: Floats
    """Loss at the front of the part over loss at its back; 1 if both are whole."""
    hairline_kept: NDArray[np.bool_]
    """The front stands where it stood, but for the recession of the temples that most adults have."""


def measure(field: CoverField, *, evidence: Catalogue | None = None) -> Measures:
    """Measure one head or many.

    Parameters
    ----------
    field
        The cover.
    evidence
        Where the thresholds come from; what is known, unless given.
    """
    numbers = grade_numbers(evidence or known())
    look = looks(field.sex)
    rows = field.heads @ look.weights
    seen = {name: rows[:, place] for name, place in look.places.items()}

    def first(profile: str, at_mm: Floats) -> Floats:
        return first_reach(seen[profile], at_mm, numbers.half_cover)

    left, right = first("left temple", look.temple_mm), first("right temple", look.temple_mm)
    mid = first("mid front", look.mid_mm)
    sides = (first("left side", look.side_mm) + first("right side", look.side_mm)) / 2.0
    means = dict(zip(look.means, seen["means"].T, strict=True))
    lost_front, lost_back = 1.0 - means["front of part"], 1.0 - means["back of part"]
    return Measures(
        temple_recession_mm=(left + right) / 2.0,
        temple_asymmetry_mm=left - right,
        mid_recession_mm=mid,
        vertex_bald_cm2=(seen["vertex"] < numbers.spot_cover) @ look.vertex_area_cm2,
        vertex_cover=means["vertex"],
        bridge_cover=seen["bridge"].max(axis=1),
        bridge_width_mm=STEP_MM * (seen["bridge"] >= numbers.half_cover).sum(axis=1),
        fringe_mm=look.half_width_mm - sides,
        crown_cover=means["crown"],
        part_cover=means["part"],
        occiput_cover=means["occiput"],
        part_width_mm=part_widths(seen, look, numbers),
        frontal_accentuation=np.maximum(lost_front, numbers.least_loss)
        / np.maximum(lost_back, numbers.least_loss),
        hairline_kept=(mid < numbers.recession_ii_mm) & ((left + right) / 2.0 < numbers.recession_iii_mm),
    )


def first_reach(profile: Floats, at_mm: Floats, cover: float) -> Floats:
    """Where a profile first reaches a cover: 0 if it does at its first point, the end of the profile if nowhere. [mm]

    Parameters
    ----------
    profile
        [heads, points]
    at_mm
        [points] [mm]
    cover
        What is to be reached.
    """
    reached = profile >= cover
    here = np.argmax(reached, axis=1)
    before = np.maximum(here - 1, 0)
    heads = np.arange(len(profile))
    low, high = profile[heads, before], profile[heads, here]
    rise = np.where(high > low, high - low, 1.0)
    crossing = at_mm[before] + (at_mm[here] - at_mm[before]) * (cover - low) / rise
    return np.asarray(np.where(reached.any(axis=1), np.where(here == 0, 0.0, crossing), at_mm[-1]))


def part_widths(seen: dict[str, Floats], look: Looks, numbers: GradeNumbers) -> Floats:
    """Width of visible thinning across the midline at each station, [heads, stations]. [mm]"""
    across = seen["part across"].reshape(len(seen["part across"]), len(PART_STATIONS_MM), -1)
    return np.stack(
        [
            2.0 * first_reach(across[:, station], look.across_mm, numbers.perceptible_cover)
            for station in range(len(PART_STATIONS_MM))
        ],
        axis=1,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Looks:
    """How the sites are combined."""

    weights: Floats
    """[k, looks] each column sums to 1."""
    places: dict[str, slice]
    """Which columns are what."""
    means: tuple[str, ...]
    temple_mm: Floats
    mid_mm: Floats
    side_mm: Floats
    across_mm: Floats
    vertex_area_cm2: Floats
    half_width_mm: float


@cache
def looks(sex: str) -> Looks:
    """The weights of a sex, made once."""
    sites = grading_sites(sex)
    (u, v), depth, area = sites.map_mm.T, sites.depth_mm, sites.area_cm2
    temple = (np.abs(u) >= TEMPLE_MM[0]) & (np.abs(u) <= TEMPLE_MM[1])
    temple_mm = np.arange(0.0, depth[temple].max() - BEHIND_FRONT_MM, STEP_MM)
    mid = np.abs(u) <= MID_FRONT_MM
    mid_mm = np.arange(0.0, (depth + v)[mid].max() - INION_MAP_MM, STEP_MM)
    side = (v >= SIDE_FROM_TO_MM[0]) & (v <= SIDE_FROM_TO_MM[1])
    half_width = sites.across(sum(SIDE_FROM_TO_MM) / 2.0)
    side_mm = np.arange(0.0, half_width - SPACING_MM, STEP_MM)
    across_mm = np.arange(0.0, 2.0 * CROWN_MM, STEP_MM)
    bridge_mm = np.arange(*BRIDGE_FROM_TO_MM, STEP_MM)
    on_vertex = (np.hypot(u, v - VERTEX_MAP_MM) <= VERTEX_RADIUS_MM) & (v <= VERTEX_FRONT_MAP_MM)
    means = regions(sites)
    columns = {
        "left temple": profile(temple & (u > 0.0), depth, temple_mm, area),
        "right temple": profile(temple & (u < 0.0), depth, temple_mm, area),
        "mid front": profile(mid, depth, mid_mm, area),
        "left side": profile(side & (u > 0.0), u, side_mm, area),
        "right side": profile(side & (u < 0.0), -u, side_mm, area),
        "bridge": profile(np.abs(u) <= BRIDGE_MM, v, bridge_mm, area),
        "vertex": smoothing(sites.map_mm, on_vertex, area),
        "means": normal(np.stack(list(means.values())) * area),
        "part across": np.concatenate(
            [profile(np.abs(v - at) <= SPACING_MM, np.abs(u), across_mm, area) for at in PART_STATIONS_MM]
        ),
    }
    ends = np.cumsum([len(rows) for rows in columns.values()]).tolist()
    return Looks(
        weights=np.ascontiguousarray(np.concatenate(list(columns.values())).T),
        places={
            name: slice(end - len(rows), end) for (name, rows), end in zip(columns.items(), ends, strict=True)
        },
        means=tuple(means),
        temple_mm=temple_mm,
        mid_mm=mid_mm,
        side_mm=side_mm,
        across_mm=across_mm,
        vertex_area_cm2=area[on_vertex],
        half_width_mm=half_width,
    )


def regions(sites: GradingSites) -> dict[str, NDArray[np.bool_]]:
    """Places of which the mean is taken, by name."""
    u, v = sites.map_mm.T
    behind = sites.depth_mm >= BEHIND_FRONT_MM
    part = behind & (np.abs(u) <= PART_MM) & (v >= VERTEX_MAP_MM)
    return {
        "vertex": np.hypot(u, v - VERTEX_MAP_MM) <= VERTEX_CORE_MM,
        "crown": behind & (np.abs(u) <= CROWN_MM) & (v >= CROWN_FROM_MM),
        "part": part,
        "occiput": (np.abs(u) <= OCCIPUT_MM) & (v <= OCCIPUT_TO_MM),
        "front of part": part & (v >= FRONT_PART_MM),
        "back of part": part & (v <= -FRONT_PART_MM),
    }


def profile(within: NDArray[np.bool_], place: Floats, points: Floats, area: Floats) -> Floats:
    """Weights of the means around points on a line, over the sites within."""
    return normal(np.exp(-0.5 * ((place - points[:, None]) / PROFILE_BLUR_MM) ** 2) * (within * area))


def smoothing(map_mm: Floats, within: NDArray[np.bool_], area: Floats) -> Floats:
    """Weights of the means around each of the sites within, over all sites."""
    distance = np.linalg.norm(map_mm - map_mm[within][:, None], axis=2)
    return normal(np.exp(-0.5 * (distance / VERTEX_BLUR_MM) ** 2) * area)


def normal(weights: Floats) -> Floats:
    """Rows that sum to 1."""
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))
