"""The numbers by which grades are told apart, as the classifiers take them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from anagen.units import convert

if TYPE_CHECKING:
    from anagen.evidence import Catalogue

__all__ = ["GradeNumbers", "grade_numbers"]


class GradeNumbers(NamedTuple):
    """Thresholds of all classifications; lengths in millimeters, as on the map."""

    sinclair_factor: float
    """What is left of the cover from one Sinclair grade to the next."""
    perceptible_cover: float
    """Below it a part is seen to widen: half a Sinclair grade down."""
    half_cover: float
    """Below it skin shows through hair."""
    bald_cover: float
    """Below it a place is bald or sparse."""
    least_loss: float
    """Loss that is not told from none."""
    recession_ii_mm: float
    recession_iii_mm: float
    recession_iv_mm: float
    mid_recession_iiia_mm: float
    a_type_ratio: float
    """Recession of the middle over that of the temples from which the whole front recedes as one."""
    spot_cover: float
    """Below it a place of the vertex belongs to a spot."""
    vertex_spot_cm2: float
    bridge_v_mm: float
    fringe_vii_mm: float
    recession_m0_mm: float
    christmas_tree_ratio: float
    diffuse_ratio: float
    """Loss of the top over that of the vertex, or of the back over that of the top, from which it is one loss."""


def grade_numbers(evidence: Catalogue) -> GradeNumbers:
    """The thresholds as the evidence has them.

    Parameters
    ----------
    evidence
        Where they stand.
    """

    def share(name: str) -> float:
        return evidence.value(name, "1")

    def length_mm(name: str) -> float:
        return convert(evidence.value(name, "cm"), "cm", "mm")

    factor = 10.0 ** (-1.0 / share("sinclair_grades_per_tenfold_thinning"))
    return GradeNumbers(
        sinclair_factor=factor,
        perceptible_cover=factor**0.5,
        half_cover=share("cover_at_which_skin_shows"),
        bald_cover=share("cover_of_sparse_scalp"),
        least_loss=share("least_loss_told_from_none"),
        recession_ii_mm=length_mm("norwood_ii_recession"),
        recession_iii_mm=length_mm("norwood_iii_recession"),
        recession_iv_mm=length_mm("norwood_iv_recession"),
        mid_recession_iiia_mm=length_mm("norwood_iiia_mid_recession"),
        a_type_ratio=share("norwood_a_front_ratio"),
        spot_cover=share("cover_of_vertex_spot"),
        vertex_spot_cm2=evidence.value("norwood_vertex_spot_area", "cm2"),
        bridge_v_mm=length_mm("norwood_v_bridge_width"),
        fringe_vii_mm=length_mm("norwood_vii_fringe_width"),
        recession_m0_mm=length_mm("basp_m0_recession"),
        christmas_tree_ratio=share("christmas_tree_frontal_ratio"),
        diffuse_ratio=share("diffuse_loss_ratio"),
    )
