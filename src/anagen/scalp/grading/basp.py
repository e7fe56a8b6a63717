"""The basic and specific classification for both sexes (Lee2007): the shape of the front, and how thin it is behind."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anagen.evidence import Catalogue, known
from anagen.scalp.grading.field import CoverField
from anagen.scalp.grading.measures import Measures, measure
from anagen.scalp.grading.norwood import front_before_center
from anagen.scalp.grading.sites import INION_MAP_MM, VERTEX_MAP_MM
from anagen.scalp.grading.thresholds import GradeNumbers, grade_numbers

__all__ = ["BASP_BASIC", "basp"]

BASP_BASIC = ("L", "M0", "C0", "M1", "C1", "M2", "C2", "M3", "C3", "U1", "U2", "U3")
"""Basic types, mildest first."""

THIRDS = (1.0 / 3.0, 2.0 / 3.0)


def basp(field: CoverField, *, evidence: Catalogue | None = None) -> NDArray[np.str_]:
    """The type of each head, as ``M2F1V1``: basic type, then frontal and vertex types from 1 to 3 where there is loss.

    Parameters
    ----------
    field
        The cover of one head or many.
    evidence
        Where the thresholds come from; what is known, unless given.
    """
    return basp_of(measure(field, evidence=evidence), field.sex, evidence or known())


def basp_of(seen: Measures, sex: str, evidence: Catalogue) -> NDArray[np.str_]:
    """The type of each measured head."""
    numbers = grade_numbers(evidence)
    basic = basic_type(seen, front_before_center(sex), numbers)
    horseshoe = np.char.startswith(basic, "U")  # nothing is left in front that could be dense or thin
    frontal = specific_type("F", seen.crown_cover, numbers)
    vertex = specific_type("V", seen.vertex_cover, numbers)
    return np.where(horseshoe, basic, np.char.add(np.char.add(basic, frontal), vertex))


def basic_type(seen: Measures, front_mm: float, numbers: GradeNumbers) -> NDArray[np.str_]:
    """L, M, C or U: by thirds of the way from the juvenile hairline to the vertex, or on from there to the inion."""
    temple, mid = seen.temple_recession_mm, seen.mid_recession_mm
    to_vertex = front_mm - VERTEX_MAP_MM
    beyond = (mid - to_vertex) / (VERTEX_MAP_MM - INION_MAP_MM)
    depth = np.maximum(temple, mid)
    grade = np.where(
        depth < numbers.recession_ii_mm, 0, 1 + np.searchsorted(THIRDS, depth / to_vertex, side="right")
    )
    whole_front = (mid >= numbers.recession_m0_mm) & (mid >= numbers.a_type_ratio * temple)
    letter = np.where(whole_front, "C", "M")
    basic = np.char.add(letter, grade.astype("U1"))
    basic = np.where(depth < numbers.recession_m0_mm, "L", basic)
    horseshoe = np.char.add("U", (1 + np.searchsorted(THIRDS, beyond, side="right")).astype("U1"))
    return np.where(beyond > 0.0, horseshoe, basic)


def specific_type(letter: str, cover: NDArray[np.float64], numbers: GradeNumbers) -> NDArray[np.str_]:
    """Perceptible, pronounced, sparse or absent: 1, 2, 3, nothing where it is full."""
    limits = np.array([numbers.bald_cover, numbers.half_cover, numbers.perceptible_cover])
    names = np.array(["", f"{letter}1", f"{letter}2", f"{letter}3"])
    return names[3 - np.searchsorted(limits, cover, side="right")]
