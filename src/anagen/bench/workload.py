"""The bare workload: a life cycle with two laws, small enough to be written in C as well. Not a claim about hair.

* A follicle runs anagen, catagen, telogen, kenogen, anagen, and so on. Each stay is lognormal about its mean; the mean
  of anagen is the follicle's own and starts at ``STAY_DAYS[0]``.
* It opens on day 0 in the stationary state: phase by its share of the mean cycle, length-biased stay, uniform place.
* Diameter at first: normal, clipped. Sensitivity: lognormal of mean one.
* At each return to anagen, with E the exposure since the last return (or since day 0) times the sensitivity:
  diameter and mean anagen shrink by ``exp(-rate * E)``, down to a least value.
* Sampled monthly: follicles in each phase, follicles in each of three classes of diameter, sum of the diameters.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anagen.units import DAYS_PER_YEAR

SAMPLE_DAYS = DAYS_PER_YEAR / 12
STAY_DAYS = (1095.75, 17.5, 100.0, 60.0)
STAY_CV = (0.45, 0.15, 0.25, 0.8)
SENSITIVITY_CV = 0.6
DIAMETER_RATE, ANAGEN_RATE = 0.06, 0.10
"""Shrinkage with exposure. [1 / exposure-year]"""
LEAST_DIAMETER_UM, LEAST_ANAGEN_DAYS = 15.0, 30.0
DIAMETER_MEAN_UM, DIAMETER_SD_UM, DIAMETER_LOW_UM, DIAMETER_HIGH_UM = 75.0, 12.0, 20.0, 120.0
CLASS_EDGES_UM = (30.0, 60.0)
FIXED_POINT = 2.0**20
"""Diameters are summed in units of 2**-20 um, as integers."""


class Course(NamedTuple):
    """What the samples saw: follicles by phase [4, samples], by class [3, samples], sum of diameters [samples]."""

    phases: NDArray[np.int64]
    classes: NDArray[np.int64]
    diameter_um: NDArray[np.float64]
    events: int
    """Changes of phase after day 0."""


def sample_count(years: float) -> int:
    """Samples from day 0 to the end, both included."""
    return round(years * 12) + 1


def exposure_rate(years: float) -> NDArray[np.float64]:
    """Exposure gathered per day in each month from day 0 on: rising over years, with a season. [exposure-year / day]"""
    year = np.arange(sample_count(years) - 1) * SAMPLE_DAYS / DAYS_PER_YEAR
    rate = 0.4 + 0.6 * (1.0 - np.exp(-year / 5.0)) + 0.1 * np.sin(2.0 * np.pi * year)
    return np.asarray(rate / DAYS_PER_YEAR, np.float64)


def course_of(moves: NDArray[np.int64], classes: NDArray[np.int64], diameters: NDArray[np.int64]) -> Course:
    """A course from what happened between samples.

    Parameters
    ----------
    moves
        [samples + 1, 5]: openings in anagen, exits from anagen, catagen, telogen, kenogen. The last row is unseen.
    classes
        [samples + 1, 3]: changes of the number in each class.
    diameters
        [samples + 1]: changes of the sum of diameters, in units of 1 / `FIXED_POINT` um.
    """
    seen = moves[:-1]
    born, a, c, t, k = np.cumsum(seen, axis=0).T
    return Course(
        phases=np.stack([born + k - a, a - c, c - t, t - k]),
        classes=np.cumsum(classes[:-1], axis=0).T,
        diameter_um=np.cumsum(diameters[:-1]) / FIXED_POINT,
        events=int(seen[1:].sum()),
    )
