"""The bare workload compiled: the product's kernel, C twice, and Numba written the plain way."""

from __future__ import annotations

from typing import Any

import numpy as np
from engines.draws import COLUMNS, HALF_VARIANCE, SENSITIVITY_SIGMA, SIGMA, Floats, gathered
from numba import njit

from anagen.bench import workload as w
from anagen.bench.bare import run_bare
from anagen.bench.measure import on_threads
from anagen.bench.reference import run_plain_events, run_reference


def rows_of(course: w.Course) -> Floats:
    """A course as rows of samples."""
    return np.vstack([course.phases, course.classes, course.diameter_um]).T


def kernel(follicles: int, years: float, seed: int) -> Floats:
    """The kernel of anagen, on one thread."""
    with on_threads(1):
        return rows_of(run_bare(follicles, years, seed))


def c_by_cycles(follicles: int, years: float, seed: int) -> Floats:
    """C, the same algorithm."""
    return rows_of(run_reference(follicles, years, seed))


def c_by_events(follicles: int, years: float, seed: int) -> Floats:
    """C as anybody would write it first."""
    return rows_of(run_plain_events(follicles, years, seed))


def numba_by_events(follicles: int, years: float, seed: int) -> Floats:
    """Numba as anybody would write it first."""
    numbers = np.array(w.STAY_DAYS), SIGMA, HALF_VARIANCE
    return np.asarray(events_of(follicles, w.sample_count(years), seed, gathered(years), *numbers))


@njit
def events_of(follicles, samples, seed, total, mean, sigma, half) -> Any:  # noqa: ANN001  compiled
    """One follicle after another, each looked at in each sample."""
    np.random.seed(seed)  # noqa: NPY002  Numba's own
    seen = np.zeros((samples, COLUMNS))
    for _ in range(follicles):
        d = w.DIAMETER_MEAN_UM + w.DIAMETER_SD_UM * np.random.standard_normal()  # noqa: NPY002
        d = min(max(d, w.DIAMETER_LOW_UM), w.DIAMETER_HIGH_UM)
        s = np.exp(SENSITIVITY_SIGMA * np.random.standard_normal() - SENSITIVITY_SIGMA**2 / 2.0)  # noqa: NPY002
        anagen, exposed, phase = mean[0], 0.0, 0
        place = np.random.random() * mean.sum()  # noqa: NPY002
        while phase < 3 and place >= mean[phase]:
            place -= mean[phase]
            phase += 1
        biased = mean[phase] * np.exp(half[phase] + sigma[phase] * np.random.standard_normal())  # noqa: NPY002
        day, k = np.random.random() * biased, 0  # noqa: NPY002
        while True:
            while k < samples and k * w.SAMPLE_DAYS <= day:
                seen[k, phase] += 1.0
                seen[k, 4 + (d >= w.CLASS_EDGES_UM[0]) + (d >= w.CLASS_EDGES_UM[1])] += 1.0
                seen[k, 7] += d
                k += 1
            if k == samples:
                break
            phase = (phase + 1) & 3
            stay = mean[phase]
            if phase == 0:
                month = day / w.SAMPLE_DAYS
                cell = int(month)
                now = total[cell] + (month - cell) * (total[cell + 1] - total[cell])
                d = max(w.LEAST_DIAMETER_UM, d * np.exp(-w.DIAMETER_RATE * s * (now - exposed)))
                anagen = max(w.LEAST_ANAGEN_DAYS, anagen * np.exp(-w.ANAGEN_RATE * s * (now - exposed)))
                exposed, stay = now, anagen
            day += stay * np.exp(sigma[phase] * np.random.standard_normal() - half[phase])  # noqa: NPY002
    return seen
