"""A few virtual people under some regimens: enough for a claim, and quick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from anagen.simulation.simulate import simulate

if TYPE_CHECKING:
    from anagen.evidence import Catalogue
    from anagen.patient.person import Person

HAIRS = "visible_hair_density"
"""The measure that most claims are read by. [hairs/cm2]"""
SEED = 1
VISIT_DAYS = 28
"""Days between two visits of `simulate`."""

Floats = NDArray[np.float64]


def man(*, age_years: int, norwood: str | None = None) -> Person:
    """A man of an age, and of a grade if one is given."""
    from anagen.patient.person import Person

    return Person(age_years=age_years, sex="male", norwood=norwood)


def woman(*, age_years: int, ludwig: str | None = None) -> Person:
    """A woman of an age, and of a degree if one is given."""
    from anagen.patient.person import Person

    return Person(age_years=age_years, sex="female", ludwig=ludwig)


def means(
    person: Person,
    regimens: Sequence[str],
    *,
    years: float,
    evidence: Catalogue,
    region: str = "vertex",
    people: int = 60,
    follicles: int = 300,
) -> Mapping[str, Floats]:
    """Mean readings [regimens, visits] by measure; untreated comes first, and a visit is every `VISIT_DAYS`.

    Parameters
    ----------
    person
        Whom the virtual people stand for.
    regimens
        In words.
    years
        How far to look. [year]
    evidence
        All numbers.
    region
        Where they are read.
    people, follicles
        How many, and how many of each.
    """
    seen = simulate(
        person,
        *regimens,
        years=years,
        region=region,
        people=people,
        follicles=follicles,
        seed=SEED,
        evidence=evidence,
    )
    return {
        measure: seen.values[:, place].mean(axis=1, dtype=np.float64)
        for place, measure in enumerate(seen.measures)
    }


def visit(days: float) -> int:
    """The visit nearest to a day."""
    return round(days / VISIT_DAYS)


def share(part: float, whole: float) -> float:
    """A part of a whole; not a number of nothing, which meets no limit. [ratio]"""
    return float(part) / float(whole) if whole else float("nan")
