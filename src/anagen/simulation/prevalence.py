"""How many people of an age have which grade: virtual people who have lived untreated, graded like a survey's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.evidence import Catalogue, known
from anagen.evidence.epidemiology import Survey
from anagen.patient.cohort import Candidates, draw
from anagen.scalp.grading import Grades, grades, severity
from anagen.simulation.cover import cover_of

__all__ = ["Graded", "graded_people", "predicted_percent"]

Floats = NDArray[np.float64]
OLDEST_YEARS = 85.0
"""Oldest people of a survey's last band, "and over"."""
PEOPLE = 1000
LUDWIG_STEPS = {"0": 0, "I": 1, "II": 2, "III": 3}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Graded:
    """Virtual people and the grades that were measured on their heads."""

    people: Candidates
    grades: Grades

    def share(self, scale: str, threshold: str) -> float:
        """Share of people with a grade or a worse one. [ratio]

        Parameters
        ----------
        scale
            ``norwood``, ``ludwig`` or ``sinclair``.
        threshold
            Lowest grade that counts.
        """
        return float(self.steps(scale, threshold).mean())

    def steps(self, scale: str, threshold: str) -> NDArray[np.bool_]:
        """Whether each has that grade or a worse one."""
        if scale == "norwood":
            return np.asarray(self.grades.severity >= int(severity(threshold).item()))
        if scale == "sinclair":
            return np.asarray(self.grades.sinclair >= int(threshold))
        own = np.array([LUDWIG_STEPS[str(one)] for one in self.grades.ludwig])
        return np.asarray(own >= LUDWIG_STEPS[threshold])


def graded_people(
    *,
    sex: str,
    ancestry: str = "european",
    age_years: tuple[float, float],
    people: int = PEOPLE,
    seed: int = 1,
    evidence: Catalogue | None = None,
) -> Graded:
    """People at large of a range of ages, all as likely, and their grades.

    Parameters
    ----------
    sex, ancestry
        Whose laws.
    age_years
        Youngest and oldest. [year]
    people
        How many.
    seed
        Seed of all random numbers.
    evidence
        Other numbers than those that are known.
    """
    numbers = evidence or known()
    drawn = draw(0, people, seed=seed, evidence=numbers, age_years=age_years, sex=sex, ancestry=ancestry)
    return Graded(people=drawn, grades=grades(cover_of(drawn, numbers), evidence=numbers))


def predicted_percent(
    survey: Survey, *, people: int = PEOPLE, seed: int = 1, evidence: Catalogue | None = None
) -> float:
    """What a survey's band would find among virtual people. [%]

    Parameters
    ----------
    survey
        One band, of one sex, on a scale on which heads are graded.
    people
        How many are looked at.
    seed
        Seed of all random numbers.
    evidence
        Other numbers than those that are known.
    """
    seen = graded_people(
        sex=survey.sex,
        ancestry=survey.ancestry,
        age_years=(survey.age_low_years, min(survey.age_high_years + 1.0, OLDEST_YEARS)),
        people=people,
        seed=seed,
        evidence=evidence,
    )
    return 100.0 * seen.share(survey.scale, survey.threshold)
