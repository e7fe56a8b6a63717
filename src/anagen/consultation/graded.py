"""Grades that were given on a day, read on virtual heads that nothing treats: how probable each is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from anagen.consultation.measurements import Measurement, graded
from anagen.evidence import Catalogue
from anagen.patient.cohort import Candidates
from anagen.simulation.cover import cover_of
from anagen.units import DAYS_PER_YEAR

__all__ = ["doubtful", "graded_likelihood"]

Floats = NDArray[np.float64]

DOUBTFUL_CHANCE = 0.005
"""Chance of a grade, given all answers, below which one of them is more likely a slip than not: one in two hundred."""


def graded_likelihood(people: Candidates, grades: Sequence[Measurement], evidence: Catalogue) -> Floats:
    """How probable it is that each grade is given to each of some people who are left untreated. [grades, people]

    Parameters
    ----------
    people
        Who.
    grades
        With the day, which is counted from the age that the people have.
    evidence
        All numbers.
    """
    found = [graded(one, cover_of(people, evidence, earlier_years=earlier(one)), evidence) for one in grades]
    return np.array(found).reshape(len(found), len(people))


def earlier(grade: Measurement) -> float:
    """How long before the answers a grade was given; negative after them. [year]"""
    return -grade.day / DAYS_PER_YEAR


def doubtful(grades: Sequence[Measurement], likelihood: Floats, said: Floats) -> tuple[Measurement, ...]:
    """The grades that hardly anybody with the same answers would be given.

    Parameters
    ----------
    grades
        With the day.
    likelihood
        Of each grade, [grades, people].
    said
        How probable the answers are of each of the people.
    """
    chances = likelihood @ said / said.sum()
    return tuple(one for one, chance in zip(grades, chances, strict=True) if chance < DOUBTFUL_CHANCE)
