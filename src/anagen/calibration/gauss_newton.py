"""The search for the best-fitting numbers: damped Gauss-Newton on the misses, within bounds.

With common random numbers the misses are smooth, and there are as many as there are numbers: one round of differences
tells which way all of them lead, and finds within a few rounds what a search that sees only their sum (CMA-ES was used
before) does not find in thousands of tries. Bounds are kept by projection: what would leave is held at its bound, and
the step is solved anew for the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.calibration.simulations import OutOfTimeError, Simulations

__all__ = ["Round", "cost_of", "search"]

Floats = NDArray[np.float64]
HUBER = 3.0
"""Beyond this many standard errors a miss counts linearly: one odd value must not steer the fit."""
STEP = 0.1
"""Step of the differences, as a share of each range: wide enough for what people do by chance to even out."""
EDGE = 0.004
"""How near a bound a number may come; at the bound itself some laws end."""
FARTHEST = 0.25
"""Farthest step of one number in one round."""
PULL = 0.05
"""Weight of the distance to the start: keeps numbers that nothing speaks of from wandering. [1/range]"""
DAMPINGS = (0.1, 1.0, 10.0, 100.0)
"""Dampings that are tried in each round, times that of the round before."""
LEAST_DAMPING, MOST_DAMPING = 1e-3, 1e6
LEAST_GAIN = 1e-3
"""A round that lowers the cost by less has found nothing."""
HOPELESS = 50.0
"""Size of a miss where the model could not be followed. [standard errors]"""
Count = Callable[[tuple[str, ...], Floats], Floats]
"""What counts of the misses, by their names: of some only one side does. [places, misses] to the same"""


def everything(_names: tuple[str, ...], misses: Floats) -> Floats:
    """All of them as they are."""
    return misses


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Where a search stands."""

    number: int
    places: Floats
    misses: Floats
    cost: float
    damping: float
    finished: bool
    """Whether no step lowers the cost any more."""


def cost_of(misses: Floats) -> Floats:
    """Sum of squared misses, linear beyond `HUBER`; over the last axis."""
    size = np.abs(np.where(np.isfinite(misses), misses, HOPELESS))
    return np.asarray(np.where(size < HUBER, size**2, HUBER * (2.0 * size - HUBER)).sum(axis=-1))


def search(
    simulations: Simulations,
    start: Floats,
    *,
    count: Count = everything,
    rounds: int = 40,
    report: Callable[[Round], None] | None = None,
) -> Round:
    """Follow the misses downhill until no step helps, the rounds are over or the time is.

    Parameters
    ----------
    simulations
        Tell the misses of a place.
    start
        Where to begin.
    count
        Leaves of the misses what counts.
    rounds
        How many at most.
    report
        Called after each.

    Raises
    ------
    OutOfTimeError
        If the time passes before the start itself is simulated.
    """
    start = np.clip(start, EDGE, 1.0 - EDGE)
    at_start = simulations.at([start])
    misses = count(simulations.names, at_start)[0]
    now = Round(
        number=0, places=start, misses=misses, cost=float(cost_of(misses)), damping=1.0, finished=False
    )
    while now.number < rounds and not now.finished:
        try:
            now = next_round(simulations, now, start, count)
        except OutOfTimeError:
            break
        if report is not None:
            report(now)
    return now


def next_round(simulations: Simulations, now: Round, start: Floats, count: Count) -> Round:
    """One round: differences, a few steps of different damping, and the best of them if it helps."""
    slopes = jacobian(simulations, now, count)
    misses = np.where(np.isfinite(now.misses), now.misses, HOPELESS)
    # Weights that make the squares grow linearly beyond the threshold.
    weight = np.sqrt(np.minimum(1.0, HUBER / np.maximum(np.abs(misses), 1e-9)))
    curve = (slopes * weight[:, None] ** 2).T @ slopes + PULL**2 * np.eye(start.size)
    downhill = -(slopes.T @ (weight**2 * misses)) - PULL**2 * (now.places - start)
    dampings = [now.damping * one for one in DAMPINGS]
    places, found = simulations.ask(
        f"search {now.number + 1}", lambda: [step(now.places, curve, downhill, one) for one in dampings]
    )
    found = count(simulations.names, found)
    costs = cost_of(found)
    best = int(np.argmin(costs))
    if costs[best] < now.cost - LEAST_GAIN:
        return Round(
            number=now.number + 1,
            places=places[best],
            misses=found[best],
            cost=float(costs[best]),
            damping=max(dampings[best], LEAST_DAMPING),
            finished=False,
        )
    harder = now.damping * DAMPINGS[-1]
    return Round(
        number=now.number + 1,
        places=now.places,
        misses=now.misses,
        cost=now.cost,
        damping=harder,
        finished=harder > MOST_DAMPING,
    )


def differences(places: Floats) -> list[Floats]:
    """The place with each number moved by a step, towards the middle of its range."""
    size = np.where(places < 0.5, STEP, -STEP)
    return [places + one for one in np.diag(size)]


def jacobian(simulations: Simulations, now: Round, count: Count) -> Floats:
    """Slopes of the misses at a place. [misses, numbers]"""
    moved = differences(now.places)
    found = count(simulations.names, simulations.at(moved))
    size = np.array([one[i] - now.places[i] for i, one in enumerate(moved)])
    slopes = (found - now.misses) / size[:, None]
    return np.where(np.isfinite(slopes), slopes, 0.0).T


def step(places: Floats, curve: Floats, downhill: Floats, damping: float) -> Floats:
    """Where a damped step leads, bounds kept."""
    damped = curve + damping * np.diag(0.2 * np.diag(curve) + 1.0)
    reached = places + np.linalg.solve(damped, downhill)
    held = (reached < EDGE) | (reached > 1.0 - EDGE)
    reached = np.clip(reached, EDGE, 1.0 - EDGE)
    free = ~held
    if held.any() and free.any():
        rest = downhill[free] - curve[np.ix_(free, held)] @ (reached - places)[held]
        reached[free] = places[free] + np.linalg.solve(damped[np.ix_(free, free)], rest)
    move = np.clip(reached - places, -FARTHEST, FARTHEST)
    return np.clip(places + move, EDGE, 1.0 - EDGE)
