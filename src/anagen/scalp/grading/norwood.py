"""The male pattern: types I to VII and the a-variants of the Norwood-Hamilton scale (Norwood1975)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anagen.errors import unknown_name
from anagen.evidence import Catalogue, known
from anagen.scalp.grading.field import CoverField
from anagen.scalp.grading.measures import MID_FRONT_MM, Measures, measure
from anagen.scalp.grading.sites import CORONAL_MAP_MM, VERTEX_FRONT_MAP_MM, grading_sites
from anagen.scalp.grading.thresholds import grade_numbers

__all__ = ["NORWOOD_GRADES", "norwood", "severity"]

NORWOOD_GRADES = {
    "I": 1,
    "II": 2,
    "IIa": 2,
    "III": 3,
    "IIIa": 3,
    "IIIv": 3,
    "IV": 4,
    "IVa": 4,
    "V": 5,
    "Va": 5,
    "VI": 6,
    "VII": 7,
}
"""The types, each with its step: variants of a type are on the same step."""

STEPS = np.array(["", "I", "II", "III", "IV", "V", "VI", "VII"])
A_TYPES = np.array(["", "I", "IIa", "IIIa", "IVa", "Va", "VI", "VII"])


def norwood(field: CoverField, *, evidence: Catalogue | None = None) -> NDArray[np.str_]:
    """The Norwood-Hamilton type of each head, for either sex.

    Losing hair anywhere never lowers the step (see `severity`).

    Parameters
    ----------
    field
        The cover of one head or many.
    evidence
        Where the thresholds come from; what is known, unless given.

    Returns
    -------
    NDArray[np.str_]
        Names from `NORWOOD_GRADES`, one for each head.
    """
    return norwood_of(measure(field, evidence=evidence), field.sex, evidence or known())


def severity(grades: NDArray[np.str_] | str) -> NDArray[np.int64]:
    """The step of each type, 1 to 7; types with a letter stand on the step of their numeral."""
    names = np.atleast_1d(grades)
    for name in np.unique(names):
        if name not in NORWOOD_GRADES:
            raise unknown_name("Norwood type", str(name), NORWOOD_GRADES)
    return np.array([NORWOOD_GRADES[name] for name in names.tolist()], np.int64)


def norwood_of(seen: Measures, sex: str, evidence: Catalogue) -> NDArray[np.str_]:
    """The type of each measured head.

    Parameters
    ----------
    seen
        What was measured.
    sex
        Whose map it was measured on: it says how far from the front the ears and the vertex are.
    evidence
        Where the thresholds come from.
    """
    numbers = grade_numbers(evidence)
    front_mm = front_before_center(sex)
    temple, mid = seen.temple_recession_mm, seen.mid_recession_mm
    spot = seen.vertex_bald_cm2 >= numbers.vertex_spot_cm2
    deep = (temple >= numbers.recession_iii_mm) | (mid >= numbers.mid_recession_iiia_mm)
    deeper = (temple >= numbers.recession_iv_mm) | (mid >= numbers.mid_recession_iiia_mm)
    narrow = (seen.bridge_width_mm < numbers.bridge_v_mm) | (seen.bridge_cover < numbers.perceptible_cover)
    gone = spot & deep & (seen.bridge_cover < numbers.bald_cover)
    # Each condition can only come true by losing hair, so the highest step that holds never falls.
    holds = {
        2: (temple >= numbers.recession_ii_mm) | (mid >= numbers.recession_ii_mm),
        3: deep | spot,
        4: (spot & deeper) | (mid > front_mm - CORONAL_MAP_MM),
        5: (spot & deeper & narrow) | (mid > front_mm - (CORONAL_MAP_MM + VERTEX_FRONT_MAP_MM) / 2.0),
        6: gone,
        7: gone & (seen.fringe_mm < numbers.fringe_vii_mm),
    }
    step = np.ones(len(temple), np.int64)
    for here, true in holds.items():
        step[true] = here
    whole_front = (mid >= numbers.recession_ii_mm) & (mid >= numbers.a_type_ratio * temple)
    grade = np.where(whole_front & ~spot, A_TYPES[step], STEPS[step])
    return np.where((step == 3) & spot, "IIIv", grade)


def front_before_center(sex: str) -> float:
    """How far before the cranial center the middle of the juvenile hairline stands on the map. [mm]"""
    sites = grading_sites(sex)
    middle = np.abs(sites.map_mm[:, 0]) <= MID_FRONT_MM
    return float((sites.depth_mm + sites.map_mm[:, 1])[middle].mean())
