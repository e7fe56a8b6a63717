"""Drugs that are made for the skin: which numbers of the evidence each takes. No number stands here."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from anagen.errors import InputError
from anagen.evidence import Catalogue
from anagen.skin.layers import check_positive

__all__ = ["SKIN_DRUGS", "Permeant", "SkinDrug", "permeant", "round_factor", "scalp_reach", "skin_drug"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkinDrug:
    """Names of a drug's numbers."""

    name: str
    permeability: str
    lag: str
    diffusivity: str
    water_solubility: str
    vehicle_solubility: str
    residues: Mapping[str, str]
    """Volume that does not dry per drug, by vehicle; the usual vehicle comes first."""
    clearance: str
    half_life: str | None = None
    volume: str | None = None
    """Half-life or volume: whichever of the two the evidence has."""
    scalp_reach: str | None = None
    """Share of a scalp biopsy that the drug reaches from the surface, where one was needed."""


SKIN_DRUGS: Mapping[str, SkinDrug] = MappingProxyType(
    {
        "minoxidil": SkinDrug(
            name="minoxidil",
            permeability="minoxidil_permeability",
            lag="minoxidil_stratum_corneum_lag",
            diffusivity="minoxidil_aqueous_diffusivity",
            water_solubility="minoxidil_water_solubility",
            vehicle_solubility="minoxidil_glycol_solubility",
            residues=MappingProxyType(
                {"solution": "minoxidil_solution_residue", "foam": "minoxidil_foam_residue"}
            ),
            clearance="minoxidil_clearance",
            half_life="minoxidil_half_life",
        ),
        "finasteride": SkinDrug(
            name="finasteride",
            permeability="finasteride_permeability",
            lag="finasteride_stratum_corneum_lag",
            diffusivity="finasteride_aqueous_diffusivity",
            water_solubility="finasteride_water_solubility",
            vehicle_solubility="finasteride_vehicle_solubility",
            residues=MappingProxyType({"solution": "finasteride_solution_residue"}),
            clearance="finasteride_clearance",
            volume="finasteride_volume",
            scalp_reach="finasteride_topical_scalp_reach",
        ),
    }
)


FACTORS_PER_DECADE = 48
"""Barriers that are told apart, within a factor of ten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permeant:
    """A drug as the skin meets it."""

    permeability: float
    """Of the stratum corneum, per concentration of water. [um/day]"""
    lag: float
    """Lag time of the stratum corneum. [day]"""
    diffusivity: float
    """In water. [um2/day]"""
    water_solubility: float
    """[mg/cm3]"""
    vehicle_solubility: float
    """In what stays of the vehicle. [mg/cm3]"""

    def __post_init__(self) -> None:
        check_positive(self, "A drug's")


def skin_drug(name: str) -> SkinDrug:
    """The names of a drug's numbers.

    Parameters
    ----------
    name
        Of the drug.

    Raises
    ------
    InputError
        If it is not made for the skin.
    """
    if name not in SKIN_DRUGS:
        made = " and ".join(sorted(SKIN_DRUGS))
        raise InputError(
            f"{name.capitalize()} is not made for the skin: nobody has measured what a scalp lets through of it."
            f" Of the drugs known here, {made} are."
        )
    return SKIN_DRUGS[name]


def permeant(name: str, evidence: Catalogue, permeability_factor: float = 1.0) -> Permeant:
    """A drug's numbers in a person's skin.

    Parameters
    ----------
    name
        Of the drug.
    evidence
        Where its numbers stand.
    permeability_factor
        What the person's barrier lets through, relative to a typical one. [ratio]
    """
    drug = skin_drug(name)
    return Permeant(
        permeability=permeability_factor * evidence.value(drug.permeability, "um/day"),
        lag=evidence.value(drug.lag, "day"),
        diffusivity=evidence.value(drug.diffusivity, "um2/day"),
        water_solubility=evidence.value(drug.water_solubility, "mg/cm3"),
        vehicle_solubility=evidence.value(drug.vehicle_solubility, "mg/cm3"),
    )


def round_factor(permeability_factor: float) -> float:
    """The nearest of a ladder of barriers, at most 2.5 % away, so that many people share a few sets of modes. [ratio]

    Parameters
    ----------
    permeability_factor
        What a person's barrier lets through, relative to a typical one. [ratio]
    """
    if not (math.isfinite(permeability_factor) and permeability_factor > 0.0):
        raise InputError(
            f"A barrier must let something through: its factor cannot be {permeability_factor:g}."
        )
    rungs = round(FACTORS_PER_DECADE * math.log10(permeability_factor))
    return float(10.0 ** (rungs / FACTORS_PER_DECADE))


def scalp_reach(name: str, evidence: Catalogue) -> float:
    """Share of a scalp biopsy that a drug reaches from the surface; the rest sees the blood only. [ratio]

    Finasteride on the skin lowers scalp DHT by half however much is put on (Caserini2016), although what reaches the
    upper follicle would silence its enzyme many times over: the lower follicle must be out of reach.

    Parameters
    ----------
    name
        Of the drug.
    evidence
        Where its numbers stand.
    """
    reach = skin_drug(name).scalp_reach
    return 1.0 if reach is None else evidence.value(reach, "1")
