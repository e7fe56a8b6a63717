"""The bare workload of the benchmark as anybody would write it: one follicle at a time, seen in every sample."""

from __future__ import annotations

import bisect
import math
import random

import numpy as np

from anagen.bench import workload as w
from anagen.kernel.numbers import lognormal_sigma


def lognormal(rng: random.Random, sigma: float) -> float:
    """A draw of mean one."""
    return math.exp(rng.gauss(0.0, sigma) - sigma**2 / 2.0)


def run_plain(follicles: int, years: float, seed: int) -> w.Course:
    """All follicles; events are not counted."""
    rng, samples = random.Random(seed), w.sample_count(years)  # noqa: S311  no secret is drawn
    gathered = np.concatenate([[0.0], np.cumsum(w.exposure_rate(years) * w.SAMPLE_DAYS)])
    sigma, until = [lognormal_sigma(cv) for cv in w.STAY_CV], (samples - 1) * w.SAMPLE_DAYS
    days = np.arange(samples) * w.SAMPLE_DAYS
    phases, classes = np.zeros((4, samples), np.int64), np.zeros((3, samples), np.int64)
    diameters = np.zeros(samples)
    for _ in range(follicles):
        d = min(max(rng.gauss(w.DIAMETER_MEAN_UM, w.DIAMETER_SD_UM), w.DIAMETER_LOW_UM), w.DIAMETER_HIGH_UM)
        s, anagen, last = lognormal(rng, lognormal_sigma(w.SENSITIVITY_CV)), w.STAY_DAYS[0], 0.0
        phase = rng.choices(range(4), w.STAY_DAYS)[0]
        biased = w.STAY_DAYS[phase] * math.exp(rng.gauss(0.0, sigma[phase]) + sigma[phase] ** 2 / 2.0)
        start, end = 0.0, rng.random() * biased
        while True:
            seen = slice(math.ceil(start / w.SAMPLE_DAYS), math.ceil(min(end, until + 1.0) / w.SAMPLE_DAYS))
            phases[phase, seen] += 1
            classes[bisect.bisect_right(w.CLASS_EDGES_UM, d), seen] += 1
            diameters[seen] += d
            if end >= until:
                break
            phase, start, mean = (phase + 1) % 4, end, w.STAY_DAYS[(phase + 1) % 4]
            if phase == 0:
                exposure = float(np.interp(start, days, gathered))
                d = max(w.LEAST_DIAMETER_UM, d * math.exp(-w.DIAMETER_RATE * s * (exposure - last)))
                anagen = max(w.LEAST_ANAGEN_DAYS, anagen * math.exp(-w.ANAGEN_RATE * s * (exposure - last)))
                last, mean = exposure, anagen
            end = start + mean * lognormal(rng, sigma[phase])
    return w.Course(phases=phases, classes=classes, diameter_um=diameters, events=0)
