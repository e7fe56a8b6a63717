"""Chance by counting: what is drawn for a person depends on the seed, on what is drawn, and on the person alone.

Philox (Salmon2011) is a keyed bijection of a counter. The key holds the seed and the name of what is drawn; the counter
holds the person. So person 7 is the same in a cohort of ten and of ten thousand, and a new drug leaves the draws of the
others as they were.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

__all__ = ["beta_quantile", "normals", "person_uniforms", "uniforms"]

WORDS_PER_COUNT = 4
"""Random words that Philox makes of one counter."""
TWO_M53 = 2.0**-53
FOLDS, LOGIT_POINTS = 40.0, 24_001
"""How many e-folds of density the table of a beta distribution spans on each side, and its number of points."""


def _key(seed: int, what: str) -> NDArray[np.uint64]:
    name = int.from_bytes(hashlib.sha256(what.encode()).digest()[:8], "little")
    return np.array([seed % 2**64, name], dtype=np.uint64)


def _open_uniform(words: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Numbers in (0, 1) from the upper 53 bits of random words."""
    numbers: NDArray[np.float64] = ((words >> np.uint64(11)).astype(np.float64) + 0.5) * TWO_M53
    return numbers


def uniforms(seed: int, what: str, people: int, first: int = 0) -> NDArray[np.float64]:
    """Four numbers in (0, 1) for each of some people. [people, 4]

    Parameters
    ----------
    seed
        Of the run.
    what
        Name of what is drawn.
    people
        How many; person i is the same whatever their number.
    first
        Number of the first.
    """
    words = np.random.Philox(key=_key(seed, what), counter=first).random_raw(WORDS_PER_COUNT * people)
    return _open_uniform(np.asarray(words, dtype=np.uint64).reshape(people, WORDS_PER_COUNT))


def normals(seed: int, what: str, people: int, first: int = 0) -> NDArray[np.float64]:
    """A standard normal number for each of some people (Box and Muller). [people]

    Parameters
    ----------
    seed, what, people, first
        As in `uniforms`.
    """
    u = uniforms(seed, what, people, first)
    numbers: NDArray[np.float64] = np.sqrt(-2.0 * np.log(u[:, 0])) * np.cos(2.0 * np.pi * u[:, 1])
    return numbers


def person_uniforms(seed: int, what: str, person: int, count: int) -> NDArray[np.float64]:
    """Numbers in (0, 1) of one person, one after another. [count]

    Parameters
    ----------
    seed, what
        As in `uniforms`.
    person
        Number of the person.
    count
        How many; the first are the same whatever their number.
    """
    counter = np.array([0, person, 0, 0], dtype=np.uint64)
    words = np.random.Philox(key=_key(seed, what), counter=counter).random_raw(count)
    return _open_uniform(np.asarray(words, dtype=np.uint64))


def beta_quantile(probability: NDArray[np.float64], mean: float, sd: float) -> NDArray[np.float64]:
    """Quantiles of the beta distribution of a mean and a standard deviation.

    By a table in the logit of the variable, where the density is smooth and falls off on both sides whatever its shape.

    Parameters
    ----------
    probability
        Between zero and one.
    mean, sd
        Of the distribution; sd**2 must be less than mean * (1 - mean).
    """
    count = mean * (1.0 - mean) / sd**2 - 1.0
    a, b = mean * count, (1.0 - mean) * count
    mode, bulk = np.log(a / b), np.sqrt(2.0 * FOLDS * (a + b) / (a * b))
    logit = np.linspace(mode - bulk - FOLDS / a, mode + bulk + FOLDS / b, LOGIT_POINTS)
    # The density of the logit is x**a * (1 - x)**b, up to a factor.
    log_density = -a * np.logaddexp(0.0, -logit) - b * np.logaddexp(0.0, logit)
    density = np.exp(log_density - log_density.max())
    cumulative = np.concatenate([[0.0], np.cumsum(density[1:] + density[:-1])])
    found = np.interp(probability * cumulative[-1], cumulative, logit)
    quantiles: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-found))
    return quantiles
