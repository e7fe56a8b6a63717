"""The numbers of the wound, as its compiled loops take them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from anagen.evidence import Catalogue


class WoundNumbers(NamedTuple):
    """The biology of a wound in canonical units; each field is the evidence parameter of the same name."""

    wound_time_factor: float
    wound_damage_time: float
    wound_neutrophil_time: float
    wound_macrophage_time: float
    wound_fibroblast_stage_time: float
    wound_neutrophil_share: float
    wound_macrophages_called_by_pdgf: float
    pdgf_decay: float
    tgf_beta_decay: float
    vegf_decay: float
    vegf_of_macrophages: float
    tgf_beta_of_macrophages: float
    tgf_beta_of_hurt_dermis: float
    tgf_beta_half_for_fibroblasts: float
    platelet_pdgf: float
    platelet_tgf_beta: float
    platelet_vegf: float
    platelet_tissue_depth: float
    platelet_half_life_thrombin: float
    platelet_half_life_calcium: float
    platelet_half_life_tissue: float
    wnt_half_inflammation: float
    wnt_half_pdgf: float
    wnt_half_vegf: float
    wnt_time: float
    wnt_antagonist_time: float
    wnt_antagonist_cap: float
    collagen_making_rate: float
    collagen_maturing_time: float
    new_collagen_life: float
    elastin_making_rate: float
    new_elastin_life: float
    redness_flare_time: float
    redness_of_flare: float
    redness_of_hurt_dermis: float
    perfusion_gain: float
    perfusion_half_redness: float
    barrier_recovery_time: float
    scar_pressure_scale: float
    scar_pressure_exponent: float
    scar_critical_depth: float
    scar_hazard_of_deep_damage: float
    vessel_depth: float
    needling_bleed_ratio: float


UNITS = {
    "wound_time_factor": "1",
    "wound_neutrophil_share": "1",
    "wound_macrophages_called_by_pdgf": "mL/ng",
    "pdgf_decay": "1/day",
    "tgf_beta_decay": "1/day",
    "vegf_decay": "1/day",
    "vegf_of_macrophages": "ng/mL",
    "tgf_beta_of_macrophages": "ng/mL",
    "tgf_beta_of_hurt_dermis": "ng/mL",
    "tgf_beta_half_for_fibroblasts": "ng/mL",
    "platelet_pdgf": "ng/mL",
    "platelet_tgf_beta": "ng/mL",
    "platelet_vegf": "ng/mL",
    "platelet_tissue_depth": "um",
    "wnt_half_inflammation": "1",
    "wnt_half_pdgf": "ng/mL",
    "wnt_half_vegf": "ng/mL",
    "wnt_antagonist_cap": "1",
    "collagen_making_rate": "1/day",
    "elastin_making_rate": "1/day",
    "redness_of_flare": "1",
    "redness_of_hurt_dermis": "1",
    "perfusion_gain": "1",
    "perfusion_half_redness": "1",
    "scar_pressure_scale": "1",
    "scar_pressure_exponent": "1",
    "scar_critical_depth": "um",
    "scar_hazard_of_deep_damage": "1",
    "vessel_depth": "um",
    "needling_bleed_ratio": "1",
}
"""Units of the fields that are not times in days."""


def wound_numbers(evidence: Catalogue) -> WoundNumbers:
    """The numbers as the evidence has them.

    Parameters
    ----------
    evidence
        Where they stand.
    """
    return WoundNumbers(*(evidence.value(name, UNITS.get(name, "day")) for name in WoundNumbers._fields))


class ReferenceCourse(NamedTuple):
    """The sessions to which damage and drive are relative; each field is the evidence parameter of the same name."""

    needling_reference_length: float
    """[um]"""
    needling_reference_passes: float
    needling_reference_hole_density: float
    """[1/cm2]"""
    needling_reference_depth: float
    """[um]"""
    needling_reference_radius: float
    """[um]"""
    needling_reference_interval: float
    """[day]"""


def reference_course(evidence: Catalogue) -> ReferenceCourse:
    """The reference course as the evidence has it.

    Parameters
    ----------
    evidence
        Where it stands.
    """
    units = ("um", "1", "1/cm2", "um", "um", "day")
    return ReferenceCourse(
        *(evidence.value(name, unit) for name, unit in zip(ReferenceCourse._fields, units, strict=True))
    )
