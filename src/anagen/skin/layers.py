"""The skin of a scalp: its layers, and what blood does to a drug in them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

from anagen.errors import InputError
from anagen.evidence import Catalogue

__all__ = ["Skin", "typical_skin"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Skin:
    """Layers of a scalp, from the outside in. Each field is a number of the evidence."""

    stratum_corneum_thickness: float
    """[um]"""
    viable_epidermis_thickness: float
    """[um]"""
    dermis_thickness: float
    """[um]"""
    dermal_clearance_rate: float
    """[1/day]"""
    viable_tissue_partition: float
    """Concentration in living skin relative to water. [ratio]"""
    viable_tissue_hindrance: float
    """How many times slower diffusion is than in water. [ratio]"""
    follicle_sheath_depth: float
    """Depth to which follicles reach. [um]"""
    appendage_fill_time: float
    """[day]"""
    appendage_content_ratio: float
    """Drug in the openings of follicles relative to that in the stratum corneum. [ratio]"""
    appendage_route_share: float
    """Share of what intact skin lets through that goes by the openings of follicles. [ratio]"""

    def __post_init__(self) -> None:
        check_positive(self, "A skin's")
        if self.follicle_sheath_depth >= self.depth_um:
            raise InputError(
                f"The follicles reach {self.follicle_sheath_depth:g} um deep, the skin only {self.depth_um:g} um."
                " Give a thicker dermis or shorter follicles."
            )
        if self.appendage_route_share >= 1.0:
            raise InputError(
                "The share that goes by follicles must be below 1: the skin between them lets some through."
            )

    @property
    def depth_um(self) -> float:
        """Of all layers together. [um]"""
        return self.stratum_corneum_thickness + self.viable_epidermis_thickness + self.dermis_thickness


SKIN_UNITS: Mapping[str, str] = MappingProxyType(
    {
        "stratum_corneum_thickness": "um",
        "viable_epidermis_thickness": "um",
        "dermis_thickness": "um",
        "dermal_clearance_rate": "1/day",
        "viable_tissue_partition": "1",
        "viable_tissue_hindrance": "1",
        "follicle_sheath_depth": "um",
        "appendage_fill_time": "day",
        "appendage_content_ratio": "1",
        "appendage_route_share": "1",
    }
)
"""Unit by name of the numbers of a skin."""


def typical_skin(evidence: Catalogue) -> Skin:
    """The scalp of a typical person.

    Parameters
    ----------
    evidence
        Where its numbers stand.
    """
    return Skin(**{name: evidence.value(name, unit) for name, unit in SKIN_UNITS.items()})


def check_positive(record: Any, whose: str) -> None:
    """Refuse a record of which a number is not positive and finite."""
    for one in fields(record):
        value = getattr(record, one.name)
        if isinstance(value, float) and not (math.isfinite(value) and value > 0.0):
            raise InputError(f"{whose} {one.name.replace('_', ' ')} must be more than zero, not {value:g}.")
