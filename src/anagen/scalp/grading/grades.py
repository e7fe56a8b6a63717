"""All grades of a head at once, and which of the scales is the one for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.evidence import Catalogue, known
from anagen.scalp.grading.basp import basp_of
from anagen.scalp.grading.field import CoverField
from anagen.scalp.grading.measures import Measures, measure
from anagen.scalp.grading.norwood import norwood_of, severity
from anagen.scalp.grading.thresholds import grade_numbers
from anagen.scalp.grading.women import christmas_tree_of, ludwig_of, sinclair_of

__all__ = ["PATTERNS", "Grades", "grades", "pattern"]

PATTERNS = ("none", "male", "female", "unpatterned")
"""No loss to be seen; front, vertex or both (Norwood's scale is the one); the top behind a kept front (Ludwig's and
Sinclair's); everywhere alike (none is)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grades:
    """What each of some heads is graded as; every array has a row for each head."""

    pattern: NDArray[np.str_]
    """One of `PATTERNS`."""
    norwood: NDArray[np.str_]
    severity: NDArray[np.int64]
    """Step of the Norwood type, 1 to 7."""
    ludwig: NDArray[np.str_]
    sinclair: NDArray[np.int64]
    christmas_tree: NDArray[np.bool_]
    basp: NDArray[np.str_]
    measures: Measures


def grades(field: CoverField, *, evidence: Catalogue | None = None) -> Grades:
    """Grade one head or many by every scale, whatever their sex.

    Parameters
    ----------
    field
        The cover.
    evidence
        Where the thresholds come from; what is known, unless given.

    Examples
    --------
    >>> import numpy as np
    >>> from anagen.scalp.grading import CoverField, grades, grading_sites
    >>> whole = np.ones(len(grading_sites("male").map_mm))
    >>> found = grades(CoverField(sex="male", relative_density=whole))
    >>> str(found.norwood[0]), str(found.ludwig[0]), int(found.sinclair[0]), str(found.basp[0])
    ('I', '0', 1, 'L')
    """
    source = evidence or known()
    seen = measure(field, evidence=source)
    male = norwood_of(seen, field.sex, source)
    return Grades(
        pattern=pattern_of(seen, severity(male), source),
        norwood=male,
        severity=severity(male),
        ludwig=ludwig_of(seen, source),
        sinclair=sinclair_of(seen, source),
        christmas_tree=christmas_tree_of(seen, source),
        basp=basp_of(seen, field.sex, source),
        measures=seen,
    )


def pattern(field: CoverField, *, evidence: Catalogue | None = None) -> NDArray[np.str_]:
    """Which scale is the one for each head: a name from `PATTERNS`.

    Parameters
    ----------
    field
        The cover of one head or many.
    evidence
        Where the thresholds come from; what is known, unless given.
    """
    return grades(field, evidence=evidence).pattern


def pattern_of(seen: Measures, step: NDArray[np.int64], evidence: Catalogue) -> NDArray[np.str_]:
    """The pattern of each measured head."""
    numbers = grade_numbers(evidence)
    lost_top, lost_vertex = 1.0 - seen.crown_cover, 1.0 - seen.vertex_cover
    thin = (seen.crown_cover < numbers.perceptible_cover) & seen.hairline_kept
    over_the_top = thin & (lost_top >= numbers.diffuse_ratio * lost_vertex)
    everywhere = over_the_top & (1.0 - seen.occiput_cover >= numbers.diffuse_ratio * lost_top)
    return np.select(
        [everywhere, over_the_top, step > 1, thin],
        ["unpatterned", "female", "male", "female"],
        default="none",
    )
