"""Where and when a scalp becomes susceptible: the pattern of a person's hair loss.

One field says for each place how many years after the person's onset androgen begins to act there. It is the earliest
of a few fronts that start at the temples, the front, the vertex and the middle of the scalp and move outward; the rim
comes last or never. Men and women differ in where the fronts start and in what is spared (Norwood1975, Ludwig1977).
What becomes of a follicle once androgen acts is the follicle's affair: grades are measured on the head, never set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from anagen.scalp.flatmap import MAP_MM_PER_RADIAN
from anagen.units import MM_PER_CM

if TYPE_CHECKING:
    from anagen.evidence import Catalogue

__all__ = ["SITES", "SPARED", "Pattern", "Places", "delay_years", "site_delay_years"]

Floats = NDArray[np.float64]

NEVER_YEARS = 400.0
"""A delay beyond any life."""
FRONT_HALF_ANGLE = 0.9
"""Azimuth on the map up to which the hairline is that of the front. [rad]"""
SIDE_LAG = 1.5
"""How much farther than along the hairline the front's way is around the corner."""
BLEND_YEARS = 2.0
"""How softly two fronts merge; drawing, not biology."""
PEOPLE_AT_ONCE = 32
"""People whose delays are worked out together, so that what is in between stays in the processor's cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Places on the flat map of a scalp."""

    map_mm: Floats
    """[places, 2] to the subject's left and to the front, from the top of the head. [mm]"""
    margin_mm: Floats
    """[places] distance inside the hairline. [mm]"""


SITES = {
    "vertex": ((-4.0, -55.0), 100.0),
    "mid_scalp": ((0.0, 10.0), 75.0),
    "frontal": ((0.0, 62.0), 24.0),
    "temporal": ((88.0, 15.0), 40.0),
    "occipital": ((0.0, -140.0), 100.0),
}
"""Where an instrument is put in each region: place on the map and distance inside the hairline. [mm]"""
SPARED = ("temporal", "occipital")
"""Regions whose sites androgen reaches late in a few people, in most never (Norwood1975, Ludwig1977)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """What is drawn of the patterns of some people of one sex; all of shape [people]."""

    sex: str
    onset_years: Floats
    """Age at which androgen begins to act, at the vertex in men and along the middle of the scalp in women. [year]"""
    temple_delay_years: Floats
    """When the temples begin to recede, after the onset. [year]"""
    frontal_delay_years: Floats
    mid_delay_years: Floats
    speed_mm_per_year: Floats
    """How fast the fronts move. [mm/year]"""
    maturation_years: Floats
    """Age at which the temples of youth recede to the adult hairline, in men and women alike. [year]"""

    def take(self, rows: NDArray[np.int64]) -> Pattern:
        """The patterns of some of the people."""
        return Pattern(sex=self.sex, **{name: getattr(self, name)[rows] for name in ROWS})


ROWS = tuple(name for name in Pattern.__dataclass_fields__ if name != "sex")


def delay_years(places: Places, pattern: Pattern, evidence: Catalogue) -> Floats:
    """Years after each person's onset at which androgen begins to act at each place. [people, places]

    Parameters
    ----------
    places
        Where.
    pattern
        Whose.
    evidence
        Where the numbers of the patterns come from.
    """
    fronts = male_fronts if pattern.sex == "male" else female_fronts
    spread = maturation_spread(places, evidence)
    found = np.empty((pattern.onset_years.size, spread.size))
    for first in range(0, len(found), PEOPLE_AT_ONCE):
        rows = np.arange(first, min(first + PEOPLE_AT_ONCE, len(found)))
        some = pattern.take(rows)
        mature = (some.maturation_years - some.onset_years)[:, None] + spread
        delay = np.minimum(fronts(places, some, evidence), mature)
        np.clip(delay, -NEVER_YEARS, NEVER_YEARS, out=found[rows[0] : rows[-1] + 1])
    return found


def site_delay_years(region: str, pattern: Pattern, evidence: Catalogue) -> Floats:
    """The delay at the place of a region where instruments are put, of shape (people,). [year]"""
    place, margin = SITES[region]
    return delay_years(Places(map_mm=np.array([place]), margin_mm=np.array([margin])), pattern, evidence)[
        :, 0
    ]


def soft_minimum(*fronts: Floats) -> Floats:
    """The earliest of some fronts, a little earlier where two of them meet. [year]"""
    first = np.minimum.reduce(fronts)
    return np.asarray(
        first - BLEND_YEARS * np.log(sum(np.exp((first - one) / BLEND_YEARS) for one in fronts))
    )


def softplus(x: Floats) -> Floats:
    """A ramp that begins softly at zero."""
    return np.asarray(np.logaddexp(0.0, x))


def mm(name: str, evidence: Catalogue) -> float:
    """A length of the evidence. [mm]"""
    return MM_PER_CM * evidence.value(name, "cm")


def rim_years(
    places: Places, *, width_mm: float, length_mm: float, center_mm: float, rise_years: float, softness: float
) -> Floats:
    """How much later the rim loses, growing outward from the edge of what usually thins. [year]"""
    u, v = places.map_mm.T
    ring = np.hypot(u / width_mm, (v - center_mm) / length_mm)
    return rise_years * softplus((ring - 1.0) / softness)


def front_depth(places: Places) -> Floats:
    """Distance behind the frontal hairline; over the ears, where the hairline is the temple's, far and farther. [mm]"""
    u, v = places.map_mm.T
    turned = np.maximum(np.arctan2(np.abs(u), v) - FRONT_HALF_ANGLE, 0.0)
    return np.asarray(np.maximum(places.margin_mm, 0.0) + SIDE_LAG * MAP_MM_PER_RADIAN * turned)


def male_fronts(places: Places, pattern: Pattern, evidence: Catalogue) -> Floats:
    """Men: temples, front, vertex and middle, each moving outward; a horseshoe of rim is left (Norwood1975)."""
    u, v = places.map_mm.T
    depth, across = front_depth(places), np.abs(u)
    lobe, half = mm("temple_lobe_place", evidence), mm("temple_lobe_half_width", evidence)
    temple_way = depth + evidence.value("temple_lobe_steepness", "1") * np.maximum(
        np.abs(across - lobe) - half, 0.0
    )
    vertex_way = np.hypot(u + 4.0, v - SITES["vertex"][0][1])
    mid_way = np.hypot(u, (v - SITES["mid_scalp"][0][1]) / 1.6)
    speed = pattern.speed_mm_per_year[:, None]
    merged = soft_minimum(
        pattern.temple_delay_years[:, None]
        + temple_way / (evidence.value("temple_front_haste", "1") * speed),
        pattern.frontal_delay_years[:, None] + depth / speed,
        vertex_way / speed,
        pattern.mid_delay_years[:, None] + mid_way / speed,
    )
    return merged + rim_years(
        places,
        width_mm=mm("male_rim_half_width", evidence),
        length_mm=mm("male_rim_half_length", evidence),
        center_mm=mm("male_rim_center", evidence),
        rise_years=evidence.value("male_rim_rise", "year"),
        softness=evidence.value("male_rim_softness", "1"),
    )


def female_fronts(places: Places, pattern: Pattern, evidence: Catalogue) -> Floats:
    """Women: along the middle from front to crown, wider in front; the hairline is kept (Ludwig1977, Olsen2001)."""
    u, v = places.map_mm.T
    taper = evidence.value("female_part_taper", "1")
    half = np.clip(mm("female_part_half_width", evidence) + taper * (v + 40.0), 0.0, None)
    way = np.maximum(np.abs(u) - half, 0.0)
    kept = evidence.value("female_hairline_delay", "year") * np.exp(
        -np.maximum(places.margin_mm, 0.0) / mm("female_hairline_depth", evidence)
    )
    rim = rim_years(
        places,
        width_mm=mm("female_rim_half_width", evidence),
        length_mm=mm("female_rim_half_length", evidence),
        center_mm=mm("female_rim_center", evidence),
        rise_years=evidence.value("female_rim_rise", "year"),
        softness=evidence.value("female_rim_softness", "1"),
    )
    return np.asarray(way / pattern.speed_mm_per_year[:, None] + kept + rim)


def maturation_spread(places: Places, evidence: Catalogue) -> Floats:
    """Years that the adult hairline takes to reach each place of the juvenile temples; never beyond them. [year]"""
    u, v = places.map_mm.T
    lobe, depth = mm("temple_lobe_place", evidence), mm("mature_temple_depth", evidence)
    off = (np.abs(u) - lobe) / mm("mature_temple_half_width", evidence)
    way = np.maximum(places.margin_mm, 0.0) / (depth * np.exp(-0.5 * off**2) + 1e-6)
    years = evidence.value("maturation_time", "year") * way
    return np.where((way < 1.0) & (v > 20.0), years, NEVER_YEARS)
