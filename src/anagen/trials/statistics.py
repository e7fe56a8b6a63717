"""The tests that trials are judged by, over many simulated trials at once."""

from __future__ import annotations

from functools import lru_cache
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anagen.treatment.chance import beta_quantile

__all__ = ["Summary", "responders_differ", "student_quantile", "summary", "welch"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
GRID = 100
"""Points of the table of quantiles, evenly spaced in one over the degrees of freedom."""


class Summary(NamedTuple):
    """Mean, variance and number of the values of each simulated arm. [simulations]"""

    mean: Floats
    variance: Floats
    people: Floats


def summary(values: Floats, there: Bools) -> Summary:
    """Mean, variance and number of those who are still there.

    Parameters
    ----------
    values
        [simulations, people]
    there
        Who has not left. [simulations, people]
    """
    count = there.sum(axis=1).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(there, values, 0.0).sum(axis=1) / count
        variance = np.where(there, (values - mean[:, None]) ** 2, 0.0).sum(axis=1) / (count - 1.0)
    return Summary(mean, variance, count)


def welch(a: Summary, b: Summary, alpha: float) -> tuple[Floats, Bools]:
    """Difference of two arms' means, and whether Welch's two-sided t test calls it significant.

    Parameters
    ----------
    a, b
        The arms; one of fewer than two people shows nothing.
    alpha
        Level of the test.
    """
    enough = (a.people >= 2) & (b.people >= 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        of_a, of_b = a.variance / a.people, b.variance / b.people
        error = of_a + of_b
        freedom = error**2 / (of_a**2 / (a.people - 1.0) + of_b**2 / (b.people - 1.0))
    difference = a.mean - b.mean
    limit = student_quantile(1.0 - alpha / 2.0, np.where(np.isfinite(freedom), freedom, 1.0))
    with np.errstate(invalid="ignore"):
        significant = enough & (np.abs(difference) > limit * np.sqrt(error))
    return difference, significant


def responders_differ(a: Floats, b: Floats, size_a: Floats, size_b: Floats, alpha: float) -> Bools:
    """Whether the shares of responders of two arms differ, by the two-sided z test of pooled proportions.

    Parameters
    ----------
    a, b
        Shares. [simulations]
    size_a, size_b
        Out of how many. [simulations]
    alpha
        Level of the test.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        pooled = (a * size_a + b * size_b) / (size_a + size_b)
        error = np.sqrt(pooled * (1.0 - pooled) * (1.0 / size_a + 1.0 / size_b))
        return np.asarray(np.abs(a - b) > NormalDist().inv_cdf(1.0 - alpha / 2.0) * error)


def student_quantile(probability: float, freedom: Floats) -> Floats:
    """Quantiles of Student's law above its middle, by a table.

    Parameters
    ----------
    probability
        Between one half and one.
    freedom
        Degrees of freedom, one or more.
    """
    inverse, found = _table(probability)
    return np.interp(1.0 / np.maximum(freedom, 1.0), inverse, found)


@lru_cache(maxsize=16)
def _table(probability: float) -> tuple[Floats, Floats]:
    """Quantiles by one over the degrees of freedom, from the normal law at zero on.

    ``t**2 / (f + t**2)`` of Student's t with f degrees of freedom follows a beta law with 1/2 and f/2.
    """
    inverse = np.linspace(0.0, 1.0, GRID + 1)
    inside = np.array([2.0 * probability - 1.0])
    found = [NormalDist().inv_cdf(probability)]
    for one in inverse[1:]:
        f = 1.0 / float(one)
        mean, a, b = 1.0 / (1.0 + f), 0.5, f / 2.0
        sd = np.sqrt(a * b / ((a + b) ** 2 * (a + b + 1.0)))
        x = float(beta_quantile(inside, mean, float(sd))[0])
        found.append(np.sqrt(f * x / (1.0 - x)))
    return inverse, np.array(found)
