"""What is put on the scalp: a formulation, and how much of it where."""

from __future__ import annotations

import math
from dataclasses import dataclass

from anagen.errors import InputError, unknown_name
from anagen.evidence import Catalogue
from anagen.skin.drugs import skin_drug
from anagen.units import UM_PER_CM

__all__ = ["Application", "Film", "Formulation", "film"]

MG_PER_ML_PER_PERCENT = 10.0
"""Milligrams of drug in a milliliter at one percent, weight by volume."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Formulation:
    """A drug in a vehicle."""

    drug: str
    strength_percent: float
    """Weight by volume. [%]"""
    vehicle: str = "solution"

    def __post_init__(self) -> None:
        vehicles = skin_drug(self.drug).residues
        if self.vehicle not in vehicles:
            raise unknown_name(f"vehicle of {self.drug}", self.vehicle, vehicles)
        if not (math.isfinite(self.strength_percent) and 0.0 < self.strength_percent <= 100.0):
            raise InputError(
                f"A strength of {self.strength_percent:g} % cannot be: give more than 0 and at most 100 %."
            )

    @property
    def strength_mg_per_ml(self) -> float:
        """[mg/mL]"""
        return MG_PER_ML_PER_PERCENT * self.strength_percent

    def __str__(self) -> str:
        return f"{self.drug} {self.strength_percent:g} % {self.vehicle}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One dose of a formulation, spread over the scalp."""

    formulation: Formulation
    volume_ml: float = 1.0
    """[mL]"""
    area_cm2: float | None = None
    """Area that it is spread over; not given: what the usual wet film covers. [cm2]"""
    covered: bool = False
    """Whether a cap keeps it from drying and from being rubbed off."""

    def __post_init__(self) -> None:
        for name, value in (("volume", self.volume_ml), ("area", self.area_cm2)):
            if value is not None and not (math.isfinite(value) and value > 0.0):
                raise InputError(f"The {name} of an application must be more than zero, not {value:g}.")

    @property
    def dose_mg(self) -> float:
        """Drug in it. [mg]"""
        return self.volume_ml * self.formulation.strength_mg_per_ml


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """An application as a film on the skin, in numbers."""

    area_cm2: float
    """[cm2]"""
    dose: float
    """[mg/cm2]"""
    layer: float
    """Thickness when wet. [um]"""
    residue_share: float
    """Share of its volume that does not dry. [ratio]"""
    evaporation: float
    """[1/day]"""
    loss: float
    """[1/day]"""
    wash_share: float
    """Share that a wash takes off. [ratio]"""
    covered: bool = False


def film(application: Application, evidence: Catalogue) -> Film:
    """An application as a film.

    Parameters
    ----------
    application
        What is put on.
    evidence
        Where the numbers of vehicles and scalps stand.
    """
    formulation = application.formulation
    area = application.area_cm2
    if area is None:
        area = UM_PER_CM * application.volume_ml / evidence.value("scalp_film_thickness", "um")
    residue = evidence.value(skin_drug(formulation.drug).residues[formulation.vehicle], "cm3/mg")
    open_air = 0.0 if application.covered else 1.0
    return Film(
        area_cm2=area,
        dose=application.dose_mg / area,
        layer=UM_PER_CM * application.volume_ml / area,
        residue_share=min(1.0, residue * formulation.strength_mg_per_ml),
        evaporation=open_air * evidence.value("vehicle_evaporation_rate", "1/day"),
        loss=open_air * evidence.value("surface_loss_rate", "1/day"),
        wash_share=evidence.value("scalp_wash_share", "1"),
        covered=application.covered,
    )
