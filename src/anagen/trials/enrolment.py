"""Who enters a trial: candidates as they are drawn, and the chance of each to be taken."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from anagen.evidence import Catalogue
from anagen.instruments import instrument, number
from anagen.kernel.numbers import FollicleNumbers
from anagen.kernel.population import Population
from anagen.patient.cohort import Candidates, Group, draw, grown
from anagen.scalp.grading import grade_likelihood
from anagen.simulation.conditioning import window_chance
from anagen.simulation.cover import cover_of
from anagen.simulation.observe import observe_baseline
from anagen.trials.protocol import TrialPopulation
from anagen.trials.words import Grade

__all__ = ["enrolled", "grade_chance", "trial_candidates", "window_of"]

Floats = NDArray[np.float64]

USUAL_GRADES = {
    "male": tuple(Grade("norwood", grade) for grade in ("III", "IIIv", "IV", "IVa", "V")),
    "female": tuple(Grade("ludwig", grade) for grade in ("I", "II", "III")),
}
"""Grades of those who take part in trials that name neither grades nor a window: loss that all can see."""


def trial_candidates(
    population: TrialPopulation, sex: str, first: int, count: int, *, seed: int, evidence: Catalogue
) -> Candidates:
    """Some of the people who might enter a trial.

    Parameters
    ----------
    population
        Who is asked for.
    sex
        Of these; a trial of both sexes draws twice.
    first, count
        Number of the first, and how many.
    seed
        Seed of all random numbers.
    evidence
        All numbers.
    """
    return draw(
        first,
        count,
        seed=seed,
        evidence=evidence,
        age_years=population.age_years,
        age_mean_years=population.age_mean_years,
        severity_shift_sd=number(population.severity_shift_sd, "1", evidence),
        sex=sex,
        ancestry=population.ancestry,
        affected=True,
    )


def enrolled(
    population: TrialPopulation,
    candidates: Candidates,
    *,
    numbers: FollicleNumbers,
    follicles: int,
    seed: int,
    evidence: Catalogue,
) -> Group:
    """Those of some candidates who are taken, on day 0: by their grade, or by what a window's instrument reads."""
    by_window = population.enrolment is not None
    if not by_window:
        chance = grade_chance(population, candidates, evidence)
        candidates = candidates.take(np.flatnonzero(candidates.luck < chance))
    people = grown(
        candidates,
        numbers=numbers,
        follicles=follicles,
        seed=seed,
        evidence=evidence,
        region=population.region,
    )
    if by_window:
        fits = np.flatnonzero(candidates.luck < window_of(population, people, evidence))
        people, candidates = people.take(fits), candidates.take(fits)
    return Group(population=people, candidates=candidates)


def grade_chance(population: TrialPopulation, candidates: Candidates, evidence: Catalogue) -> Floats:
    """The chance of each candidate to be given one of the grades that were taken, by a trained observer."""
    own = population.graded or USUAL_GRADES[candidates.sex]
    field = cover_of(candidates, evidence)
    by_scale: dict[str, Sequence[Grade]] = {}
    for one in own:
        by_scale[one.scale] = [*by_scale.get(one.scale, ()), one]
    chance = np.ones(len(candidates))
    for scale, grades in by_scale.items():
        chance = chance * sum(
            grade_likelihood(field, one.grade, scale=scale, rater="doctor", evidence=evidence)
            for one in grades
        )
    return chance


def window_of(population: TrialPopulation, people: Population, evidence: Catalogue) -> Floats:
    """The chance of each to be taken by what the trial's own instrument reads of them."""
    window = population.enrolment
    if window is None:
        return np.ones(people.people)
    screen = instrument(window.kind, window.settings, evidence)
    reading = observe_baseline(people, [screen], evidence)[0]
    return window_chance(reading, window.low, window.high, window.softness)
