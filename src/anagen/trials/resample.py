"""Possible trials: people drawn from those who were simulated, read with the instrument's noise, some of whom leave.

Each simulated trial draws its people anew, other people for each arm, as a real trial does.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from anagen.trials.protocol import Arm
from anagen.trials.statistics import Summary, responders_differ, summary, welch
from anagen.trials.values import stay_share

__all__ = ["Draws", "Sampled", "Threshold", "needed", "possible_trials", "sampled"]

Floats = NDArray[np.float64]
VALUES_AT_ONCE = 2_000_000
"""People of simulated trials held at a time, for memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """The least change from baseline that counts as a response."""

    value: float
    percent: bool
    """Whether it is in % of the baseline, or in the unit of the measure."""

    def reached(self, first: Floats, now: Floats) -> NDArray[np.bool_]:
        """Who responds.

        Parameters
        ----------
        first, now
            Readings at baseline and at the visit.
        """
        least = self.value * first / 100.0 if self.percent else self.value
        return np.asarray((now - first) >= least if self.value >= 0.0 else (now - first) <= least)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """One arm as it is sampled."""

    readings: Floats
    """[people, visits]"""
    noise_share: float
    stay: Floats
    """Share of people still there at each visit. [visits]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """What many simulated trials of one size found."""

    difference: Floats
    """[simulations, visits after baseline]"""
    significant: NDArray[np.bool_]
    """[simulations, visits after baseline]"""
    share: Floats
    """Responders at the visit asked for. [simulations]"""
    share_versus: Floats
    responders_differ: NDArray[np.bool_]


def sampled(arm: Arm, readings: Floats, noise_share: float, weeks: tuple[float, ...]) -> Sampled:
    """An arm of a trial, made ready to be sampled.

    Parameters
    ----------
    arm
        The arm.
    readings
        What its instrument read. [people, visits]
    noise_share
        Standard deviation of a repeated reading, as a share of the reading.
    weeks
        Of the visits.
    """
    return Sampled(
        readings=readings,
        noise_share=noise_share,
        stay=np.array([stay_share(arm, week) for week in weeks]),
    )


def possible_trials(
    a: Sampled,
    b: Sampled,
    *,
    people: int,
    visit: int,
    simulations: int,
    alpha: float,
    threshold: Threshold,
    seed: Mapping[str, int],
) -> Draws:
    """Many trials of one size that might have been.

    Parameters
    ----------
    a, b
        The arms.
    people
        In each arm at the start.
    visit
        Number of the visit at which responders are counted.
    simulations
        How many trials.
    alpha
        Level of the tests.
    threshold
        What counts as a response.
    seed
        Numbers that tell this from other draws.
    """
    chance = np.random.Generator(np.random.Philox(np.random.SeedSequence(list(seed.values()))))
    parts = [
        some_trials(a, b, people, visit, count, alpha, threshold, chance)
        for count in portions(simulations, people)
    ]
    return Draws(
        difference=np.concatenate([one.difference for one in parts]),
        significant=np.concatenate([one.significant for one in parts]),
        share=np.concatenate([one.share for one in parts]),
        share_versus=np.concatenate([one.share_versus for one in parts]),
        responders_differ=np.concatenate([one.responders_differ for one in parts]),
    )


def portions(simulations: int, people: int) -> Iterator[int]:
    """Trials in lots that fit in memory."""
    most = max(1, VALUES_AT_ONCE // people)
    for first in range(0, simulations, most):
        yield min(most, simulations - first)


def some_trials(
    a: Sampled,
    b: Sampled,
    people: int,
    visit: int,
    count: int,
    alpha: float,
    threshold: Threshold,
    chance: np.random.Generator,
) -> Draws:
    """Some trials, all visits of the same people."""
    seen = [arm_visits(one, people, visit, count, threshold, chance) for one in (a, b)]
    (sums_a, share_a, size_a), (sums_b, share_b, size_b) = seen
    found = [welch(x, y, alpha) for x, y in zip(sums_a, sums_b, strict=True)]
    return Draws(
        difference=np.stack([one[0] for one in found], axis=1),
        significant=np.stack([one[1] for one in found], axis=1),
        share=share_a,
        share_versus=share_b,
        responders_differ=responders_differ(share_a, share_b, size_a, size_b, alpha),
    )


def arm_visits(
    arm: Sampled, people: int, visit: int, count: int, threshold: Threshold, chance: np.random.Generator
) -> tuple[list[Summary], Floats, Floats]:
    """Changes from baseline at each later visit of one arm; responders at one, and out of how many."""
    who = chance.integers(arm.readings.shape[0], size=(count, people))
    leaves = chance.random((count, people))
    first = noisy(arm.readings[who, 0], arm.noise_share, chance)
    sums: list[Summary] = []
    share = size = np.zeros(count)
    for k in range(1, arm.readings.shape[1]):
        now = noisy(arm.readings[who, k], arm.noise_share, chance)
        there = leaves < arm.stay[k]
        sums.append(summary(now - first, there))
        if k == visit:
            size = sums[-1].people
            with np.errstate(invalid="ignore", divide="ignore"):
                share = (threshold.reached(first, now) & there).sum(axis=1) / size
    return sums, share, size


def noisy(readings: Floats, noise_share: float, chance: np.random.Generator) -> Floats:
    """Readings as an instrument gives them that does not read the same twice."""
    if noise_share <= 0.0:
        return readings
    return np.asarray(readings * (1.0 + noise_share * chance.standard_normal(readings.shape)))


def needed(
    difference: float, variance: float, variance_versus: float, alpha: float, power: float
) -> int | None:
    """People in each arm for a power, from the normal law with Guenther's correction for the t test.

    Parameters
    ----------
    difference
        Difference to be found.
    variance, variance_versus
        Of one person's change in each arm, over the share that stays.
    alpha
        Level of the two-sided test.
    power
        What is wanted.
    """
    if difference == 0.0 or not math.isfinite(difference):
        return None
    law = NormalDist()
    limit = law.inv_cdf(1.0 - alpha / 2.0)
    size = (limit + law.inv_cdf(power)) ** 2 * (variance + variance_versus) / difference**2
    return max(2, math.ceil(size + limit**2 / 4.0))
