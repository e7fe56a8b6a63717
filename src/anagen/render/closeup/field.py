"""What stands in a small square of a scalp, laid flat as a lens sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy import typing as npt

from anagen.errors import InputError, unknown_name
from anagen.scalp.hair import HairState
from anagen.scalp.regions import SITES

__all__ = ["Field", "Findings", "ScalpSurface", "Site", "field_of", "findings_of", "site_map_mm"]

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Site = str | tuple[float, float]
"""Name of a site, or a point of the flat map of the scalp. [mm]"""

NEIGHBORHOOD = 0.75
"""How far from its middle follicles are looked at, in sides of the field: hairs from outside reach into it."""


class ScalpSurface(Protocol):
    """What a close-up needs of a scalp."""

    @property
    def position_mm(self) -> npt.NDArray[Any]: ...  # noqa: D102
    @property
    def normal(self) -> npt.NDArray[Any]: ...  # noqa: D102
    @property
    def direction(self) -> npt.NDArray[Any]: ...  # noqa: D102
    @property
    def map_mm(self) -> npt.NDArray[Any]: ...  # noqa: D102
    @property
    def unit(self) -> npt.NDArray[Any]: ...  # noqa: D102


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """The follicles in and around a square of scalp, one row each."""

    side_mm: float
    follicle: Whole
    """Number of each in its scalp."""
    unit: Whole
    x_mm: Floats
    """To the right of the middle, seen from outside with the front of the head on top. [mm]"""
    y_mm: Floats
    """Above the middle. [mm]"""
    heading: Floats
    """Where the hair points, counterclockwise from the right. [rad]"""
    diameter_um: Floats
    """Of the hair that stands; 0 where none does. [um]"""
    length_mm: Floats
    full_diameter_um: Floats
    growing: npt.NDArray[np.bool_]
    phase: Whole

    @property
    def standing(self) -> npt.NDArray[np.bool_]:
        """Whether a hair stands on it."""
        return (self.diameter_um > 0.0) & (self.length_mm > 0.0)

    @property
    def within(self) -> npt.NDArray[np.bool_]:
        """Whether it opens inside the square."""
        return np.asarray(np.maximum(np.abs(self.x_mm), np.abs(self.y_mm)) < self.side_mm / 2.0)

    @property
    def relative_size(self) -> Floats:
        """Diameter of the hair over the follicle's own best; 0 where none stands."""
        return np.where(self.standing, self.diameter_um / np.maximum(self.full_diameter_um, 1.0), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What is in a square of scalp, counted in the state that is drawn."""

    area_cm2: float
    hairs: int
    terminal: int
    """At least as thick as evidence calls terminal."""
    thin: int
    """Too thin to be meaningful, as evidence has it."""
    thin_below_um: float
    mean_um: float
    """Of the shafts. [um]"""
    sd_um: float
    units: int
    """Openings, hairs in them or not."""
    empty_units: int

    @property
    def hairs_per_cm2(self) -> float:
        """Hairs over the area. [1/cm2]"""
        return self.hairs / self.area_cm2


def site_map_mm(site: Site) -> tuple[float, float]:
    """A site as a point of the flat map. [mm]"""
    if isinstance(site, str):
        if site not in SITES:
            raise unknown_name("site", site, SITES)
        site = SITES[site]
    u, v = (float(part) for part in site)
    return u, v


def tangent_frame(scalp: ScalpSurface, near: Whole, middle: int) -> tuple[Floats, Floats]:
    """Right and up of the picture as directions in space: up is to the front, seen from outside."""
    normal = np.asarray(scalp.normal, np.float64)[near].mean(axis=0)
    normal /= np.linalg.norm(normal)
    position, flat = (np.asarray(part, np.float64) for part in (scalp.position_mm, scalp.map_mm))
    slopes, *_ = np.linalg.lstsq(flat[near] - flat[middle], position[near] - position[middle], rcond=None)
    up = slopes[1] - (slopes[1] @ normal) * normal
    up /= np.linalg.norm(up)
    return np.cross(up, normal), up


def field_of(scalp: ScalpSurface, hair: HairState, *, site: Site = "vertex", field_mm: float = 10.0) -> Field:
    """The follicles in and around a square of the scalp.

    Parameters
    ----------
    scalp, hair
        A head, and what stands on it on a day.
    site
        Name of a site, or a point of the flat map. [mm]
    field_mm
        Side of the square. [mm]
    """
    if not 1.0 <= field_mm <= 30.0:
        raise InputError(f"A field of {field_mm:g} mm cannot be drawn. Give a side of 1 to 30 mm.")
    flat = np.asarray(scalp.map_mm, np.float64)
    away = np.hypot(*(flat - np.asarray(site_map_mm(site))).T)
    middle = int(np.argmin(away))
    if away[middle] > field_mm / 2.0:
        raise InputError(
            f"No follicle within {field_mm / 2:g} mm of {site}. Give a point inside the hairline."
        )
    position = np.asarray(scalp.position_mm, np.float64)
    reach = np.sqrt(2.0) * NEIGHBORHOOD * field_mm
    near = np.flatnonzero(((position - position[middle]) ** 2).sum(axis=1) < reach**2)
    right, up = tangent_frame(scalp, near, middle)
    offset, direction = position[near] - position[middle], np.asarray(scalp.direction, np.float64)[near]
    return Field(
        side_mm=field_mm,
        follicle=near.astype(np.int64),
        unit=np.asarray(scalp.unit)[near].astype(np.int64),
        x_mm=offset @ right,
        y_mm=offset @ up,
        heading=np.arctan2(direction @ up, direction @ right),
        diameter_um=np.asarray(hair.diameter_um, np.float64)[near],
        length_mm=np.asarray(hair.length_mm, np.float64)[near],
        full_diameter_um=np.asarray(hair.full_diameter_um, np.float64)[near],
        growing=np.asarray(hair.growing, bool)[near],
        phase=np.asarray(hair.phase)[near].astype(np.int64),
    )


def findings_of(field: Field) -> Findings:
    """Counts and widths in a square of scalp, from the state that is drawn."""
    from anagen.evidence import known

    terminal_um = known().value("terminal_hair_diameter", "um")
    thin_below_um = known().value("meaningful_hair_diameter", "um")
    seen = field.within & field.standing
    widths = field.diameter_um[seen]
    units, full = np.unique(field.unit[field.within]), np.unique(field.unit[seen])
    return Findings(
        area_cm2=field.side_mm**2 / 100.0,
        hairs=int(seen.sum()),
        terminal=int((widths >= terminal_um).sum()),
        thin=int((widths < thin_below_um).sum()),
        thin_below_um=thin_below_um,
        mean_um=float(widths.mean()) if widths.size else 0.0,
        sd_um=float(widths.std()) if widths.size else 0.0,
        units=len(units),
        empty_units=len(units) - len(full),
    )
