"""The bare workload in NumPy, for engines without a kernel of their own: the start, one change of phase, a sample."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anagen.bench import workload as w

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
MEAN = np.array(w.STAY_DAYS)
SIGMA = np.sqrt(np.log1p(np.array(w.STAY_CV) ** 2))
HALF_VARIANCE = SIGMA**2 / 2.0
SENSITIVITY_SIGMA = float(np.sqrt(np.log1p(w.SENSITIVITY_CV**2)))
STEPS = 30
"""Steps in a month of those that go by steps: about a day each."""
COLUMNS = 8
"""What a sample holds: four phases, three classes, the sum of diameters [um]."""


class Head(NamedTuple):
    """Follicles as columns."""

    diameter: Floats
    sensitivity: Floats
    phase: Integers
    ends: Floats
    """The day on which the phase ends."""
    anagen: Floats
    """Mean anagen. [day]"""
    exposed: Floats
    """Exposure as of the last return to anagen. [exposure-year]"""


def gathered(years: float) -> Floats:
    """Exposure at each sample, and one further. [exposure-year]"""
    total = np.concatenate([[0.0], np.cumsum(w.exposure_rate(years) * w.SAMPLE_DAYS)])
    return np.append(total, total[-1])


def exposure_on(day: Floats, total: Floats) -> Floats:
    """Exposure on some days. [exposure-year]"""
    month = day / w.SAMPLE_DAYS
    k = np.minimum(month.astype(np.int64), len(total) - 2)
    return total[k] + (month - k) * (total[k + 1] - total[k])


def opened(rng: np.random.Generator, follicles: int) -> Head:
    """Follicles in the stationary state on day 0."""
    normal = rng.standard_normal
    diameter = np.clip(
        w.DIAMETER_MEAN_UM + w.DIAMETER_SD_UM * normal(follicles), w.DIAMETER_LOW_UM, w.DIAMETER_HIGH_UM
    )
    sensitivity = np.exp(SENSITIVITY_SIGMA * normal(follicles) - SENSITIVITY_SIGMA**2 / 2.0)
    phase = np.searchsorted(np.cumsum(MEAN), rng.random(follicles) * MEAN.sum(), side="right").clip(0, 3)
    biased = MEAN[phase] * np.exp(HALF_VARIANCE[phase] + SIGMA[phase] * normal(follicles))
    return Head(
        diameter,
        sensitivity,
        phase,
        rng.random(follicles) * biased,
        np.full(follicles, MEAN[0]),
        np.zeros(follicles),
    )


def shrink(head: Head, who: Integers, total: Floats) -> None:
    """What a return to anagen does to some follicles, on the day on which their phase ends."""
    now = exposure_on(head.ends[who], total)
    dose = head.sensitivity[who] * (now - head.exposed[who])
    head.exposed[who] = now
    head.diameter[who] = np.maximum(w.LEAST_DIAMETER_UM, head.diameter[who] * np.exp(-w.DIAMETER_RATE * dose))
    head.anagen[who] = np.maximum(w.LEAST_ANAGEN_DAYS, head.anagen[who] * np.exp(-w.ANAGEN_RATE * dose))


def change_phase(head: Head, who: Integers, normal: Floats, total: Floats) -> None:
    """The next phase of some follicles."""
    phase = (head.phase[who] + 1) & 3
    head.phase[who] = phase
    mean = MEAN[phase]
    back = who[phase == 0]
    if len(back):
        shrink(head, back, total)
        mean[phase == 0] = head.anagen[back]
    head.ends[who] += mean * np.exp(SIGMA[phase] * normal - HALF_VARIANCE[phase])


def classes_of(diameter: Floats) -> Integers:
    """The class of each diameter."""
    return np.searchsorted(w.CLASS_EDGES_UM, diameter, side="right")


def sample(phase: Integers, diameter: Floats) -> Floats:
    """One row of samples."""
    counts = np.bincount(phase, minlength=4), np.bincount(classes_of(diameter), minlength=3)
    return np.concatenate([*counts, [diameter.sum()]])
