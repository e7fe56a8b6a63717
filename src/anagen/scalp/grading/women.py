"""The female pattern: Ludwig's three degrees (Ludwig1977), Sinclair's five parts (Sinclair2004), the Christmas tree."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anagen.evidence import Catalogue, known
from anagen.scalp.grading.field import CoverField
from anagen.scalp.grading.measures import Measures, measure
from anagen.scalp.grading.thresholds import grade_numbers

__all__ = ["LUDWIG_GRADES", "SINCLAIR_GRADES", "christmas_tree", "ludwig", "sinclair"]

LUDWIG_GRADES = ("0", "I", "II", "III")
SINCLAIR_GRADES = (1, 2, 3, 4, 5)


def ludwig(field: CoverField, *, evidence: Catalogue | None = None) -> NDArray[np.str_]:
    """How thin the top of the head is, from 1 to 3 cm behind the hairline backwards, by Ludwig's degrees.

    It is graded on any head; whether the loss is of the female pattern at all, `pattern` says.

    Parameters
    ----------
    field
        The cover of one head or many.
    evidence
        Where the thresholds come from; what is known, unless given.
    """
    return ludwig_of(measure(field, evidence=evidence), evidence or known())


def sinclair(field: CoverField, *, evidence: Catalogue | None = None) -> NDArray[np.int64]:
    """How wide the midline part looks, 1 to 5: each grade has lost the same share of the cover of the one before.

    Parameters
    ----------
    field
        The cover of one head or many.
    evidence
        Where the thresholds come from; what is known, unless given.
    """
    return sinclair_of(measure(field, evidence=evidence), evidence or known())


def christmas_tree(field: CoverField, *, evidence: Catalogue | None = None) -> NDArray[np.bool_]:
    """Whether the part is thinned visibly, and more in front than behind (Olsen2001).

    Parameters
    ----------
    field
        The cover of one head or many.
    evidence
        Where the thresholds come from; what is known, unless given.
    """
    return christmas_tree_of(measure(field, evidence=evidence), evidence or known())


def ludwig_of(seen: Measures, evidence: Catalogue) -> NDArray[np.str_]:
    """The degree of each measured head."""
    numbers = grade_numbers(evidence)
    limits = np.array([numbers.bald_cover, numbers.half_cover, numbers.perceptible_cover])
    return np.array(LUDWIG_GRADES)[3 - np.searchsorted(limits, seen.crown_cover, side="right")]


def sinclair_of(seen: Measures, evidence: Catalogue) -> NDArray[np.int64]:
    """The grade of each measured head."""
    numbers = grade_numbers(evidence)
    limits = numbers.perceptible_cover * numbers.sinclair_factor ** np.arange(4.0)[::-1]
    return 5 - np.searchsorted(limits, seen.part_cover, side="right")


def christmas_tree_of(seen: Measures, evidence: Catalogue) -> NDArray[np.bool_]:
    """Whether each measured head is thinned more in front."""
    numbers = grade_numbers(evidence)
    thinned = seen.part_cover < numbers.perceptible_cover
    return thinned & (seen.frontal_accentuation >= numbers.christmas_tree_ratio)
