"""The fit of patterns: when and where androgen begins to act in men, so that heads grow old as surveys have found them.

Women have a fit of their own, to surveys and trials at once: see `anagen.calibration.women`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.calibration.fit import significant
from anagen.calibration.gauss_newton import Round, search
from anagen.calibration.knowledge import read_knowledge
from anagen.calibration.simulations import Simulations
from anagen.calibration.space import FreeParameter, Space
from anagen.evidence import Catalogue
from anagen.evidence.epidemiology import surveys
from anagen.simulation.prevalence import OLDEST_YEARS, Graded, graded_people

__all__ = ["PatternFit", "PatternObjective", "fit_patterns", "pattern_objective"]

FITTED_TO_SURVEYS = "surveys"
"""What the evidence says in `fitted_to` of each number that this fit may move."""
PERCENT_SD = 2.0
"""Standard deviation with which a prevalence is weighed: less than the five points that are asked for. [%]"""
WIDEST_BAND_YEARS = 25.0
"""Bands wider than this hang on who took part; they are not read."""
PEOPLE = 1200


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternObjective:
    """Misses of prevalence and of types, for a vector of the unit cube."""

    space: Space
    evidence: Catalogue
    people: int
    seed: int

    def numbers(self, places: NDArray[np.float64]) -> Catalogue:
        """The evidence with the vector's values in place."""
        return self.evidence.replace(because="a try of the fit of patterns", **self.space.values_at(places))

    def misses(self, places: NDArray[np.float64]) -> dict[str, float]:
        """Every miss in standard deviations."""
        evidence = self.numbers(places)
        seen = {
            (sex, ancestry): graded_people(
                sex=sex,
                ancestry=ancestry,
                age_years=(18.0, OLDEST_YEARS),
                people=self.people,
                seed=self.seed,
                evidence=evidence,
            )
            for sex, ancestry in (("male", "east_asian"), ("male", "european"))
        }
        misses = {}
        for one in surveys():
            wide = one.age_high_years < 100.0 and one.age_high_years - one.age_low_years > WIDEST_BAND_YEARS
            if one.role == "calibration" and one.sex == "male" and not wide and one.percent > 0.0:
                who = seen[one.sex, one.ancestry]
                within = between(who, one.age_low_years, one.age_high_years + 1.0)
                found = 100.0 * who.steps(one.scale, one.threshold)[within].mean()
                misses[f"{one.name} {one.age_low_years:g}"] = (found - one.percent) / PERCENT_SD
        known = read_knowledge("patterns")
        for name, share in self.kinds(seen).items():
            misses[name] = known[name].miss(share)
        return misses

    @staticmethod
    def kinds(seen: Mapping[tuple[str, str], Graded]) -> dict[str, float]:
        """Shares of types."""
        korean, white = seen["male", "east_asian"], seen["male", "european"]
        grave, late = korean.grades.severity >= 3, between(korean, 50.0, 70.0)
        old = between(korean, 70.0, 120.0)
        types, white_types = korean.grades.norwood.astype(str), white.grades.norwood.astype(str)
        variants = np.char.endswith(white_types, "a") & (white.grades.severity >= 3)
        return {
            "IIIv most common of III and more, 50 to 69": share((types == "IIIv"), grave & late),
            "VI and VII of III and more, 70 and over": share(korean.grades.severity >= 6, grave & old),
            "V of III and more, 50 to 69": share(korean.grades.severity == 5, grave & late),
            "IV of III and more, 50 to 69": share(korean.grades.severity == 4, grave & late),
            "II and more, 30 to 39, Europeans": share(white.grades.severity >= 2, between(white, 30.0, 40.0)),
            "II and more, 60 to 69, Europeans": share(white.grades.severity >= 2, between(white, 60.0, 70.0)),
            "V and more, 50 and over, Europeans": share(
                white.grades.severity >= 5, between(white, 50.0, 120.0)
            ),
            "a variants of III and more, Europeans": share(variants, white.grades.severity >= 3),
        }


def between(people: Graded, low: float, high: float) -> NDArray[np.bool_]:
    """Whether each is of an age."""
    return (people.people.age_years >= low) & (people.people.age_years < high)


def share(which: NDArray[np.bool_], among: NDArray[np.bool_]) -> float:
    """Share of some people among others; 0 of none."""
    return float(which[among].mean()) if among.any() else 0.0


def pattern_objective(evidence: Catalogue, *, people: int = PEOPLE, seed: int = 1) -> PatternObjective:
    """The objective over all numbers of patterns that are marked as fitted to surveys.

    Parameters
    ----------
    evidence
        All numbers.
    people
        Virtual people of each sex and ancestry.
    seed
        Seed of all random numbers.
    """
    free = []
    for name in evidence.names():
        one = evidence[name]
        if one.grade == "calibrated" and FITTED_TO_SURVEYS in (one.fitted_to or "") and one.interval:
            free.append(FreeParameter(name=name, low=one.interval[0], high=one.interval[1]))
    return PatternObjective(space=Space(parameters=tuple(free)), evidence=evidence, people=people, seed=seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternFit:
    """A fit of patterns, finished or stopped."""

    values: Mapping[str, float]
    misses: Mapping[str, float]
    """In standard deviations."""
    cost: float
    simulations: int


def fit_patterns(
    evidence: Catalogue,
    *,
    seconds: float,
    seed: int = 1,
    workers: int = 1,
    people: int = PEOPLE,
    report: Callable[[Round], None] | None = None,
) -> PatternFit:
    """Search for the onsets and the fronts with which heads grow old as surveys have found them.

    Parameters
    ----------
    evidence
        Numbers from which the search starts; it changes those of patterns only.
    seconds
        How long simulations may be begun. [s]
    seed
        Of the virtual people.
    workers
        Processes.
    people
        Virtual people of each sex and ancestry.
    report
        Called after each round.

    Raises
    ------
    OutOfTimeError
        If the time passes before the start itself is simulated.
    """
    aim = pattern_objective(evidence, people=people, seed=seed)
    simulations = Simulations(aim=aim, workers=workers, seconds=seconds)
    last = search(simulations, aim.space.places_of(evidence), report=report)
    return PatternFit(
        values={name: significant(value) for name, value in aim.space.values_at(last.places).items()},
        misses=dict(zip(simulations.names, map(float, last.misses), strict=True)),
        cost=last.cost,
        simulations=len(simulations),
    )
