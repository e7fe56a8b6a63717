"""The people who fit what is known of one person: a library of virtual people, weighed by likelihoods, drawn again.

The library is the prior: people of the same age, sex and ancestry, each with an onset, a pattern and a sensitivity,
who have lived untreated. What a person says and what was measured are likelihoods, read through the same instruments
and graders as in life. The weighted people are the answer; drawn again by their weights they can be simulated on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError
from anagen.evidence import Catalogue
from anagen.laws.liability import Heredity, liability_shift
from anagen.patient.cohort import Candidates, draw, onset_law
from anagen.patient.person import Person
from anagen.scalp.grading import (
    PATTERNS_SEEN,
    CoverField,
    grade_likelihood,
    pattern_agrees,
    pattern_likelihood,
)
from anagen.simulation.cover import cover_of
from anagen.units import MONTHS_PER_YEAR

__all__ = ["Ensemble", "condition", "likelihood_of", "window_chance"]

Floats = NDArray[np.float64]
LIBRARY_PEOPLE = 1024
"""Virtual people who are looked at with each set of numbers."""
LEAST_EFFECTIVE_SHARE = 0.25
"""Below this effective number of people, relative to those asked for, likelihoods are tempered."""
TEMPER_STEPS = 24
WORST_SHARE = 0.08
"""Share of the scalp's top whose cover says how much loss the eye would find first; a few square centimeters."""
TOP_MM = 95.0
TOP_HALF_WIDTH, TOP_FRONT = 0.4 * TOP_MM, 0.3 * TOP_MM
"""Beside the one and before the other lie the temples' corners. [mm]"""
SCALES = ("norwood", "ludwig", "sinclair")
UNSAID = ("none_match", "frontal_christmas_tree")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ensemble:
    """Virtual people who stand for one person."""

    candidates: Candidates
    """Drawn by weight; each with a chance of their own in all that is to come."""
    effective_people: float
    """Effective number of different people among the library's, under the weights."""
    tempering: float
    """Power to which likelihoods were raised: 1 where the library holds enough people who fit."""


def condition(
    person: Person,
    people: int,
    *,
    seed: int,
    evidence: Catalogue,
    library: int = LIBRARY_PEOPLE,
    rater: str = "self",
) -> Ensemble:
    """Virtual people who fit what is known of a person.

    Parameters
    ----------
    person
        Who.
    people
        How many to draw.
    seed
        Seed of all random numbers.
    evidence
        All numbers.
    library
        How many people of the prior to look at.
    rater
        Who told the grade: ``"self"`` or ``"doctor"``.

    Raises
    ------
    InputError
        If nobody fits.
    """
    prior = draw(
        0,
        library,
        seed=seed,
        evidence=evidence,
        age_years=(person.age_years, person.age_years),
        sex=person.sex,
        ancestry=person.ancestry,
        onset_shift_sd=family_shift(person, evidence),
    )
    likelihood = likelihood_of(person, prior, evidence, rater)
    if not likelihood.max() > 0.0:
        raise InputError(
            f"None of {library} virtual people of age {person.age_years:g} fits what was said of {person!r}. "
            "Check age, grade and onset."
        )
    weight, power = tempered(likelihood, LEAST_EFFECTIVE_SHARE * people)
    rows = systematic(weight, people, seed)
    return Ensemble(
        candidates=prior.take(rows).renumbered(),
        effective_people=effective_number(weight),
        tempering=power,
    )


def likelihood_of(person: Person, prior: Candidates, evidence: Catalogue, rater: str) -> Floats:
    """How probable it is that each of some people would say what the person says.

    Parameters
    ----------
    person
        What is said.
    prior
        The people.
    evidence
        All numbers.
    rater
        Who told the grade: ``"self"`` or ``"doctor"``.
    """
    likelihood = np.ones(len(prior))
    said = {scale: getattr(person, scale) for scale in SCALES}
    graded = {scale: str(grade) for scale, grade in said.items() if grade is not None and grade not in UNSAID}
    seen = person.answers.get("pattern_seen")
    if seen not in PATTERNS_SEEN[person.sex]:
        seen = None
    if graded or seen:
        field = cover_of(prior, evidence)
        for scale, grade in graded.items():
            likelihood *= grade_likelihood(field, grade, scale=scale, rater=rater, evidence=evidence)
        if seen:
            coarse = pattern_likelihood(field, seen, rater=rater, evidence=evidence)
            likelihood = told_twice(likelihood, coarse, graded, seen) if graded else coarse
    if person.onset_months:
        likelihood *= onset_likelihood(prior, person.onset_months / MONTHS_PER_YEAR, evidence)
    return likelihood


def onset_likelihood(prior: Candidates, years: float, evidence: Catalogue) -> Floats:
    """How probable it is that each of some people would tell a time since they noticed that they lose hair.

    Loss is noticed when it has come into a window. With the agreement of such reports beyond chance, kappa, the time is
    right; otherwise it is anybody's, and says nothing: a man who is bald now and says that it began two years ago
    has misjudged the years, not the mirror.

    Parameters
    ----------
    prior
        The people.
    years
        What is told. [year]
    evidence
        All numbers.
    """
    noticed = evidence["noticed_hair_loss_share"].interval
    if noticed is None:
        raise InputError("The evidence holds no window for the loss that is noticed first.")
    kappa = evidence.value("onset_report_kappa", "1")
    earlier = worst_loss(cover_of(prior, evidence, earlier_years=years))
    fits = window_chance(earlier, *noticed, evidence.value("grade_softness", "1"))
    return kappa * fits / max(float(fits.mean()), np.finfo(float).tiny) + 1.0 - kappa


def told_twice(fine: Floats, coarse: Floats, graded: Mapping[str, str], seen: str) -> Floats:
    """What a grade and a coarse picture say together, which the same eyes chose before the same mirror.

    Where both agree the picture adds nothing that the grade has not said. Where they do not, one of them was a slip
    and nobody knows which: each has half a say.

    Parameters
    ----------
    fine, coarse
        Likelihoods of the grades and of the picture.
    graded
        The grades, by scale.
    seen
        The picture.
    """
    if any(pattern_agrees(scale, grade, seen) for scale, grade in graded.items()):
        return fine
    return np.asarray(fine / max(fine.sum(), np.finfo(float).tiny) + coarse / coarse.sum())


def worst_loss(field: CoverField) -> Floats:
    """Share of hair that is missing where it is missing most on the top of the head, temples' corners apart."""
    u, v = field.map_mm.T
    top = (np.hypot(u, v) < TOP_MM) & ((np.abs(u) < TOP_HALF_WIDTH) | (v < TOP_FRONT))
    return 1.0 - np.quantile(field.heads[:, top], WORST_SHARE, axis=1)


def family_shift(person: Person, evidence: Catalogue) -> float:
    """What bald relatives say of a person's liability. [sd]"""
    said = person.answers.get("family_history")
    if said not in ("yes", "no"):
        return 0.0
    mean, sd = onset_law(person.sex, person.ancestry, evidence)
    heredity = Heredity(**{name: evidence.value(name, "1") for name in Heredity._fields})
    grown_up = evidence.value("family_history_age", "year")
    # the normal distribution, within 0.02: tanh(sqrt(2 / pi) z)
    prevalence = float(0.5 * (1.0 + np.tanh(0.8 * (grown_up - mean) / sd)))
    return liability_shift(heredity, said == "yes", None, prevalence).shift


def effective_number(weight: Floats) -> float:
    """Kish's effective sample size of weights."""
    return float(weight.sum() ** 2 / (weight**2).sum())


def tempered(likelihood: Floats, least: float) -> tuple[Floats, float]:
    """Likelihoods raised to the largest power up to one under which enough people count; and that power."""
    power, best = 1.0, likelihood
    if effective_number(best) >= least:
        return best, power
    low, high = 0.0, 1.0
    for _ in range(TEMPER_STEPS):
        power = 0.5 * (low + high)
        best = likelihood**power
        low, high = (power, high) if effective_number(best) >= least else (low, power)
    return best, power


def systematic(weight: Floats, count: int, seed: int) -> NDArray[np.int64]:
    """Rows drawn by weight with one random number, evenly (systematic resampling), in random order."""
    generator = np.random.default_rng((seed, 7))
    edges = np.cumsum(weight / weight.sum())
    rows = np.searchsorted(edges, (generator.random() + np.arange(count)) / count)
    return generator.permutation(np.minimum(rows, weight.size - 1))


def window_chance(reading: Floats, low: float, high: float, softness: float) -> Floats:
    """The chance to be taken at a reading: one within a window, falling to nothing around its ends.

    Parameters
    ----------
    reading
        What was read.
    low, high
        Ends of the window.
    softness
        Scale over which the chance falls; 0 is sharp.
    """
    if softness <= 0.0:
        return ((reading >= low) & (reading <= high)).astype(np.float64)
    with np.errstate(over="ignore"):
        above = 1.0 / (1.0 + np.exp(-(reading - low) / softness))
        below = 1.0 / (1.0 + np.exp((reading - high) / softness))
    return np.asarray(above * below)
