"""Virtual people: drawn at random, grown up untreated, and taken if they fit a description.

Person number i is the same whatever the number of people asked for: places in an additive recurrence that spreads
evenly (Roberts' generalization of the golden ratio) stand for chance, and the kernel counts its random numbers by
person. Candidates are looked at in the order of their numbers; the first that fit are taken.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError
from anagen.evidence import Catalogue
from anagen.kernel.numbers import FollicleNumbers
from anagen.kernel.population import Population, grow_up

__all__ = ["Candidates", "Group", "draw", "enrol", "grown"]

Floats = NDArray[np.float64]
DAYS_PER_YEAR = 365.25
DIMENSIONS = 3
"""Numbers that chance decides of each candidate: sensitivity, age, and whether one near a limit is taken."""
LARGEST_CANDIDATES_PER_PLACE = 60
"""Candidates looked at for each place before a description is called impossible."""
SMALLEST_BATCH, LARGEST_BATCH = 16, 1024
"""Candidates that are looked at together: enough to keep all cores busy, few enough for memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """People as drawn, before anybody asked whether they fit."""

    first: int
    """Number of the first."""
    age_years: Floats
    sensitivity: Floats
    """Median androgen sensitivity of each one's follicles. [ratio]"""
    deviate: Floats
    """Log sensitivity, in standard deviations from the mean of men at large."""
    luck: Floats
    """One is taken if this is below the chance to be taken; uniform between 0 and 1."""


Chance = Callable[[Population, Candidates], Floats]
"""The chance of each candidate to be taken, between 0 and 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Some candidates on day 0, and which of them were taken."""

    population: Population
    candidates: Candidates
    taken: NDArray[np.int64]
    """Places of those taken, among the candidates."""


def even_spread(first: int, count: int, seed: int) -> Floats:
    """Places from `first` on of an additive recurrence that fills the unit cube evenly, shape (count, `DIMENSIONS`).

    The step of dimension d is g**-d, where g solves g**(D+1) = g + 1; the seed shifts the whole sequence.
    """
    g = 2.0
    for _ in range(64):
        g = (1.0 + g) ** (1.0 / (DIMENSIONS + 1))
    step = g ** -np.arange(1.0, DIMENSIONS + 1.0)
    shift = np.random.default_rng(seed).random(DIMENSIONS)
    return np.asarray((shift + np.arange(first, first + count)[:, None] * step) % 1.0)


def normal_quantile(share: Floats) -> Floats:
    """Quantiles of the standard normal law."""
    law, least = NormalDist(), 1e-12
    return np.array([law.inv_cdf(min(max(one, least), 1.0 - least)) for one in share])


def draw(
    first: int,
    count: int,
    *,
    seed: int,
    evidence: Catalogue,
    age_years: tuple[float, float],
    age_mean_years: float | None = None,
    severity_shift_sd: float = 0.0,
) -> Candidates:
    """Draw people at random.

    Parameters
    ----------
    first, count
        Number of the first, and how many.
    seed
        Seed of all random numbers.
    evidence
        Where the law of sensitivity comes from.
    age_years
        Youngest and oldest; one age if both are the same. [year]
    age_mean_years
        Mean age; all ages are as likely if not given. [year]
    severity_shift_sd
        How much more sensitive than men at large, in standard deviations of the log sensitivity.
    """
    place = even_spread(first, count, seed)
    youngest, oldest = age_years
    relative_mean = 0.5
    if age_mean_years is not None and oldest > youngest:
        relative_mean = (age_mean_years - youngest) / (oldest - youngest)
    # u**k has mean 1 / (1 + k): the plainest law on a range with a given mean
    age = youngest + (oldest - youngest) * place[:, 1] ** (1.0 / relative_mean - 1.0)
    deviate = normal_quantile(place[:, 0]) + severity_shift_sd
    median = evidence.value("sensitivity_median_log", "1")
    sd = evidence.value("sensitivity_sd_between_people", "1")
    return Candidates(
        first=first,
        age_years=age,
        sensitivity=np.exp(median + sd * deviate),
        deviate=deviate,
        luck=place[:, 2],
    )


def days_lived(age_years: Floats, evidence: Catalogue) -> Floats:
    """Days since puberty, when androgens began to act. [day]"""
    years = np.maximum(age_years - evidence.value("puberty_age", "year"), 0.0)
    return np.asarray(years * DAYS_PER_YEAR)


def grown(
    candidates: Candidates,
    *,
    numbers: FollicleNumbers,
    follicles: int,
    seed: int,
    evidence: Catalogue,
    earlier_days: float = 0.0,
) -> Population:
    """Candidates after living untreated to their age, or until some days earlier: the same lives, less long.

    Parameters
    ----------
    candidates
        Who.
    numbers
        The biology of their follicles.
    follicles
        Follicles of each.
    seed
        Seed of all random numbers.
    evidence
        Where the age of puberty comes from.
    earlier_days
        How long before their age. [day]
    """
    return grow_up(
        numbers,
        sensitivity=candidates.sensitivity,
        days_lived=np.maximum(days_lived(candidates.age_years, evidence) - earlier_days, 0.0),
        follicles=follicles,
        seed=seed,
        first_person=candidates.first,
    )


def enrol(
    people: int,
    *,
    numbers: FollicleNumbers,
    follicles: int,
    seed: int,
    evidence: Catalogue,
    candidates: Callable[[int, int], Candidates],
    chance: Chance | None = None,
) -> Iterator[Group]:
    """Look at candidates, group by group, until enough of them are taken.

    Parameters
    ----------
    people
        How many to take.
    numbers
        The biology of their follicles.
    follicles
        Follicles of each.
    seed
        Seed of all random numbers.
    evidence
        Where the age of puberty comes from.
    candidates
        Draws some, given the number of the first and how many.
    chance
        The chance of each to be taken; all are taken if not given.

    Yields
    ------
    Group
        Groups in which at least one was taken; together they hold `people`.

    Raises
    ------
    InputError
        If hardly anyone fits.
    """
    taken, looked_at = 0, 0
    while taken < people:
        if looked_at >= LARGEST_CANDIDATES_PER_PLACE * max(people, SMALLEST_BATCH):
            raise InputError(
                f"Of {looked_at} virtual people {taken} fit, which is too few. "
                "Widen what is asked of them: age, grade, onset, or a trial's enrolment window."
            )
        wanted = math.ceil((people - taken) * looked_at / taken) if taken else people
        batch = candidates(looked_at, min(max(wanted, SMALLEST_BATCH), LARGEST_BATCH))
        population = grown(batch, numbers=numbers, follicles=follicles, seed=seed, evidence=evidence)
        fits = np.arange(batch.age_years.size)
        if chance is not None:
            fits = np.flatnonzero(batch.luck < chance(population, batch))
        fits = fits[: people - taken]
        taken += fits.size
        looked_at += batch.age_years.size
        if fits.size:
            yield Group(population=population, candidates=batch, taken=fits)
