"""Where a head is looked at: a fixed grid of sites on the flat map, and the places that classifications speak of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from anagen.scalp.flatmap import MAP_MM_PER_RADIAN
from anagen.scalp.head import head

__all__ = ["GradingSites", "grading_sites"]

Floats = NDArray[np.float64]

SPACING_MM = 8.0
"""Distance of neighboring sites: finer than any difference between two grades."""

INSIDE_MM = 1.0
"""How far inside the hairline a site must lie to have follicles all around it."""

VERTEX_MAP_MM = -60.0
"""Middle of the vertex, behind the cranial center on the midline."""

VERTEX_FRONT_MAP_MM = -38.0
"""Where the vertex begins behind the mid-scalp; a front that has receded so far is no vertex spot."""

CORONAL_MAP_MM = -7.0
"""The line over the head from one ear canal to the other, where it crosses the midline."""

INION_MAP_MM = -173.0
"""The external occipital protuberance."""

STRAIGHT_FRONT_MM = 62.0
"""To which distance from the midline the hairline is a front, and not yet the temple's edge."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GradingSites:
    """The sites at which the cover of a head is known, the same for all heads of a sex; mirror-symmetric."""

    sex: str
    map_mm: Floats
    """[k, 2] u to the subject's left, v to the front. [mm]"""
    area_cm2: Floats
    """[k] skin that a site stands for. [cm2]"""
    depth_mm: Floats
    """[k] straight back from the front of the juvenile hairline; far off the midline, from where it bends. [mm]"""
    azimuth: Floats
    """Azimuths at which the hairline is given, from -pi to pi. [rad]"""
    edge_mm: Floats
    """Distance of the hairline from the middle of the map at each azimuth. [mm]"""
    row: NDArray[np.int32]
    """[i, j] the site at each node of the grid, -1 where there is none."""
    corner_mm: tuple[float, float]
    """Map position of node [0, 0]. [mm]"""

    def edge_at(self, azimuth: Floats) -> Floats:
        """Distance of the hairline from the middle of the map. [mm]"""
        return np.interp(azimuth, self.azimuth, self.edge_mm)

    def across(self, v_mm: float) -> float:
        """Half the width of the haired scalp at one distance before the center. [mm]"""
        side = self.map_mm[np.abs(self.map_mm[:, 1] - v_mm) <= SPACING_MM, 0]
        return float(np.abs(side).max() + INSIDE_MM)


@cache
def grading_sites(sex: str) -> GradingSites:
    """The sites of a man's or a woman's head.

    Parameters
    ----------
    sex
        The hairline is the European head's; other heads are stretched onto it.

    Examples
    --------
    >>> from anagen.scalp.grading import grading_sites
    >>> grading_sites("male").map_mm.shape
    (1384, 2)
    """
    line = head(sex).hairline
    edge = MAP_MM_PER_RADIAN * 0.5 * (line.polar + line.polar[::-1])  # both sides alike
    reach = np.ceil(edge.max() / SPACING_MM) * SPACING_MM
    ticks = np.arange(-reach - 0.5 * SPACING_MM, reach + SPACING_MM, SPACING_MM)
    u, v = np.meshgrid(ticks, ticks, indexing="ij")
    radius = np.hypot(u, v)
    inside = radius <= np.interp(np.arctan2(u, v), line.azimuth, edge) - INSIDE_MM
    row = np.full(inside.shape, -1, np.int32)
    row[inside] = np.arange(inside.sum())
    polar = radius[inside] / MAP_MM_PER_RADIAN
    made = GradingSites(
        sex=sex,
        map_mm=np.stack([u[inside], v[inside]], axis=1),
        area_cm2=0.01
        * SPACING_MM**2
        * np.sinc(polar / np.pi),  # the map stretches what is far from its middle
        depth_mm=front_of(line.azimuth, edge, u[inside]) - v[inside],
        azimuth=line.azimuth,
        edge_mm=edge,
        row=row,
        corner_mm=(float(ticks[0]), float(ticks[0])),
    )
    for array in (made.map_mm, made.area_cm2, made.depth_mm, made.edge_mm, made.row):
        array.flags.writeable = False
    return made


def front_of(azimuth: Floats, edge: Floats, u: Floats) -> Floats:
    """How far before the center the front hairline stands at each distance from the midline. [mm]"""
    across, before = edge * np.sin(azimuth), edge * np.cos(azimuth)
    front = (azimuth >= 0.0) & (azimuth < 0.5 * np.pi)
    straight = front & (np.maximum.accumulate(np.where(front, across, 0.0)) <= STRAIGHT_FRONT_MM)
    return np.interp(np.abs(u), across[straight], before[straight])
