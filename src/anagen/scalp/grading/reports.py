"""What people say of a head: how probable each reported grade is, given the grade that is measured.

A person who looks into a mirror and an observer who looks at a head agree on the very grade in a published share of
heads; when they miss, near grades are likelier than far ones.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError, unknown_name
from anagen.evidence import Catalogue, known
from anagen.scalp.grading.basp import BASP_BASIC, basp
from anagen.scalp.grading.field import CoverField
from anagen.scalp.grading.norwood import NORWOOD_GRADES, norwood
from anagen.scalp.grading.women import LUDWIG_GRADES, SINCLAIR_GRADES, ludwig, sinclair

__all__ = [
    "PATTERNS_SEEN",
    "RATERS",
    "SCALES",
    "confusion",
    "grade_likelihood",
    "pattern_agrees",
    "pattern_likelihood",
]

Floats = NDArray[np.float64]

RATERS = ("self", "doctor")
"""The person, from pictures of the types; somebody trained, who sees the head."""

SCALES = ("norwood", "ludwig", "sinclair", "basp_basic")
"""Of the basic and specific classification, the basic type."""

PATTERNS_SEEN = {"male": ("none", "front", "crown"), "female": ("none", "parting")}
"""The coarse pictures that each sex chooses from: little or no loss, the front only, the crown; the parting."""
PATTERN_OF_NORWOOD = {
    "I": "none", "II": "none", "IIa": "front", "III": "front", "IIIa": "front", "IVa": "front", "Va": "front",
    "IIIv": "crown", "IV": "crown", "V": "crown", "VI": "crown", "VII": "crown",
}  # fmt: skip
"""The coarse picture nearest to each type: the a-variants spare the vertex, types IV and up do not."""
KAPPA = {"self": "pattern_kappa_self", "doctor": "pattern_kappa_trained"}

AGREEMENT = {
    ("norwood", "self"): "norwood_agreement_self",
    ("norwood", "doctor"): "norwood_agreement_trained",
    ("ludwig", "self"): "ludwig_agreement_self",
    ("ludwig", "doctor"): "ludwig_agreement_trained",
    ("sinclair", "self"): "sinclair_agreement_self",
    ("sinclair", "doctor"): "sinclair_agreement_trained",
    ("basp_basic", "self"): "basp_agreement_self",
    ("basp_basic", "doctor"): "basp_agreement_trained",
}
"""For each scale and rater, the number that is the share of heads on which the very grade is agreed."""


def grade_likelihood(
    field: CoverField,
    grade: str,
    *,
    scale: str = "norwood",
    rater: str = "self",
    evidence: Catalogue | None = None,
) -> Floats:
    """How probable it is that a grade is reported of each head.

    Parameters
    ----------
    field
        The cover of one head or many.
    grade
        What is reported. Not to report any, or that none matches, tells nothing, and has no likelihood.
    scale
        One of `SCALES`.
    rater
        One of `RATERS`.
    evidence
        Where thresholds and agreement come from; what is known, unless given.

    Returns
    -------
    NDArray[np.float64]
        [heads]; over all grades of the scale they sum to 1.
    """
    source = evidence or known()
    names, table = confusion(scale, rater, evidence=source)
    if str(grade) not in names:
        raise unknown_name(f"{scale} grade", str(grade), names)
    measured = [str(one) for one in measured_grades(field, scale, source)]
    return table[[names.index(one) for one in measured], names.index(str(grade))]


def pattern_likelihood(
    field: CoverField, seen: str, *, rater: str = "self", evidence: Catalogue | None = None
) -> Floats:
    """How probable it is that a coarse picture is chosen for each head.

    With the published agreement beyond chance, kappa, the picture is the one that fits; otherwise any, all alike.

    Parameters
    ----------
    field
        The cover of one head or many.
    seen
        One of `PATTERNS_SEEN` of the sex.
    rater
        One of `RATERS`.
    evidence
        Where thresholds and agreement come from; what is known, unless given.

    Returns
    -------
    NDArray[np.float64]
        [heads]; over all pictures of the sex they sum to 1.
    """
    source = evidence or known()
    pictures = PATTERNS_SEEN[field.sex]
    if seen not in pictures:
        raise unknown_name(f"picture of a {field.sex} head", seen, pictures)
    if rater not in RATERS:
        raise unknown_name("rater", rater, RATERS)
    kappa = source.value(KAPPA[rater], "1")
    scale = "norwood" if field.sex == "male" else "ludwig"
    fits = [pattern_of_grade(scale, str(one)) == seen for one in measured_grades(field, scale, source)]
    return kappa * np.array(fits, float) + (1.0 - kappa) / len(pictures)


def pattern_agrees(scale: str, grade: str, seen: str) -> bool:
    """Whether a grade and a coarse picture that the same person chose say the same."""
    return pattern_of_grade(scale, grade) == seen


def pattern_of_grade(scale: str, grade: str) -> str:
    """The coarse picture that is nearest to a grade."""
    if scale == "norwood":
        return PATTERN_OF_NORWOOD[grade]
    return "none" if grade == ("0" if scale == "ludwig" else "1") else "parting"


def confusion(scale: str, rater: str, *, evidence: Catalogue | None = None) -> tuple[tuple[str, ...], Floats]:
    """The grades of a scale, and how probable each is reported, [measured, reported].

    The very grade is reported with the published share of agreement; the rest falls off exponentially with the distance
    of the grades in steps.

    Parameters
    ----------
    scale, rater
        From `SCALES` and `RATERS`.
    evidence
        Where the agreement comes from; what is known, unless given.
    """
    if scale not in SCALES:
        raise unknown_name("scale", scale, SCALES)
    if rater not in RATERS:
        raise unknown_name("rater", rater, RATERS)
    source = evidence or known()
    agreed = source.value(AGREEMENT[scale, rater], "1")
    if not 0.0 <= agreed <= 1.0:
        raise InputError(f"The share of agreement {agreed} must lie between 0 and 1.")
    names, place = grade_places(scale, source.value("grade_variant_distance", "1"))
    distance = np.abs(place[:, None, :] - place[None, :, :]).sum(axis=2)
    other = np.exp(-distance / source.value("grade_miss_distance", "1"))
    np.fill_diagonal(other, 0.0)
    table = (1.0 - agreed) * other / other.sum(axis=1, keepdims=True)
    np.fill_diagonal(table, agreed)
    return names, table


def grade_places(scale: str, variant: float) -> tuple[tuple[str, ...], Floats]:
    """Names of a scale's grades, and where each stands: its step, and to the side if it is a variant."""
    if scale == "norwood":
        sides = {"a": variant, "v": -variant}
        places = [(float(step), sides.get(name[-1], 0.0)) for name, step in NORWOOD_GRADES.items()]
        return tuple(NORWOOD_GRADES), np.array(places)
    if scale == "basp_basic":
        steps = {"L": 0.0, "M": 0.0, "C": 0.0, "U": 3.0}
        sides = {"L": 0.0, "M": variant, "C": -variant, "U": 0.0}
        places = [(steps[one[0]] + float(one[1:] or 0), sides[one[0]]) for one in BASP_BASIC]
        return BASP_BASIC, np.array(places)
    names: tuple[Any, ...] = LUDWIG_GRADES if scale == "ludwig" else SINCLAIR_GRADES
    return tuple(str(one) for one in names), np.arange(float(len(names)))[:, None]


def measured_grades(field: CoverField, scale: str, evidence: Catalogue) -> NDArray[Any]:
    """The grade of each head on a scale."""
    if scale == "basp_basic":
        return np.array(
            [name[:1] + name[1:2].strip("FV") for name in basp(field, evidence=evidence).tolist()]
        )
    graders: dict[str, Any] = {"norwood": norwood, "ludwig": ludwig, "sinclair": sinclair}
    return np.asarray(graders[scale](field, evidence=evidence))
