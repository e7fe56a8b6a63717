"""What a posterior is worth: what it predicts and leaves open, what moves what, and whether its chains tell true."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.calibration.chain import Density, sample
from anagen.calibration.objective import Objective, name_of, outcome_error
from anagen.calibration.posterior import Posterior
from anagen.calibration.sides import counted, sides

__all__ = [
    "Identified",
    "Predicted",
    "correlations",
    "identified",
    "moved_most",
    "predictions",
    "rank_test",
    "ranks",
    "scales",
]

Floats = NDArray[np.float64]
PRIOR_SD = 12.0**-0.5
"""Standard deviation of a number that is as likely anywhere between its bounds. [range]"""
RANK_STEPS, RANK_DRAWS, RANK_BINS = 1500, 99, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicted:
    """One outcome as the posterior predicts it, by the simulation and not by the emulator."""

    name: str
    published: float
    error: float
    """With which it was weighed."""
    best: float
    """At the best set."""
    low: float
    middle: float
    high: float
    """5, 50 and 95 % of the draws."""
    inside: bool
    """Whether the published value lies within the 90 % interval of such a trial, its error and own effects included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """What is known of one number."""

    name: str
    low: float
    middle: float
    high: float
    """5, 50 and 95 % of the posterior. [unit of the number]"""
    narrowed: float
    """Standard deviation after the data over that before them; 1 where they say nothing."""


def scales(aim: Objective) -> dict[str, tuple[float, float]]:
    """Published value and error of every outcome and piece of knowledge, by the name of its miss."""
    known = {
        "healthy anagen share": "healthy_anagen_share",
        "early shed": "early_shed",
        "gain at 16 weeks": "net_gain_at_16_weeks",
        "diameter on minoxidil": "diameter_gain_on_minoxidil",
        "kenogen of thick hair": "kenogen_of_thick_hair",
        "kenogen of fine hair": "kenogen_of_fine_hair",
    }
    of = {name: (aim.knowledge[key].value, aim.knowledge[key].sd) for name, key in known.items()}
    for plan in aim.plans:
        people = aim.knowledge["effective_people"]
        of[f"{plan.trial.id} people"] = people.value, people.sd
        for outcome in plan.outcomes:
            error = outcome_error(outcome, plan.trial.arm(outcome.arm).people)
            of[name_of(plan.trial, outcome)] = outcome.value, error
    for name in aim.evidence.names("severity_shift_"):
        of[name] = aim.knowledge["severity_shift"].value, aim.knowledge["severity_shift"].sd
    return of


def weighted_quantiles(values: Floats, weights: Floats, at: Sequence[float]) -> Floats:
    """Quantiles of each column under the weights of the rows. [quantiles, columns]"""
    order = np.argsort(values, axis=0)
    ranked = np.take_along_axis(values, order, axis=0)
    share = np.cumsum(weights[order], axis=0) - 0.5 * weights[order]
    return np.array([[np.interp(q, share[:, j], ranked[:, j]) for j in range(values.shape[1])] for q in at])


def predictions(found: Posterior, of: dict[str, tuple[float, float]], best: Floats) -> tuple[Predicted, ...]:
    """Every outcome as published and as predicted.

    Parameters
    ----------
    found
        The posterior.
    of
        Published value and error by name, of `scales`.
    best
        Misses at the best set.
    """
    names = found.emulator.names
    spread = np.sqrt(1.0 + found.chance**2 + (found.loadings**2).sum(axis=1))
    low, middle, high = weighted_quantiles(found.misses, found.weights, (0.05, 0.5, 0.95))
    rng = np.random.default_rng(found.seed)
    rows = rng.choice(len(found.weights), size=4000, p=found.weights)
    such = found.misses[rows] + spread * rng.standard_normal((4000, len(names)))
    ends = np.quantile(counted(such, sides(names)), (0.05, 0.95), axis=0)
    result = []
    for i, name in enumerate(names):
        value, error = of[name]
        result.append(
            Predicted(
                name=name,
                published=value,
                error=error,
                best=value + error * float(best[i]),
                low=value + error * float(low[i]),
                middle=value + error * float(middle[i]),
                high=value + error * float(high[i]),
                inside=bool(ends[0, i] <= 0.0 <= ends[1, i]),
            )
        )
    return tuple(result)


def identified(found: Posterior, aim: Objective) -> tuple[Identified, ...]:
    """What is known of each number after the data."""
    places = found.chain.places
    quantiles = np.quantile(places, (0.05, 0.5, 0.95), axis=0)
    return tuple(
        Identified(
            name=one.name,
            low=one.at(float(quantiles[0, i])),
            middle=one.at(float(quantiles[1, i])),
            high=one.at(float(quantiles[2, i])),
            narrowed=float(places[:, i].std()) / PRIOR_SD,
        )
        for i, one in enumerate(aim.space.parameters)
    )


def correlations(
    found: Posterior, names: Sequence[str], count: int = 10
) -> tuple[tuple[str, str, float], ...]:
    """The pairs of numbers that the data tie together most, with their correlation."""
    matrix = np.atleast_2d(np.corrcoef(found.chain.places.T))
    first, second = np.triu_indices(len(names), 1)
    order = np.argsort(-np.abs(matrix[first, second]))[:count]
    return tuple((names[first[k]], names[second[k]], float(matrix[first[k], second[k]])) for k in order)


def moved_most(
    found: Posterior, names: Sequence[str], count: int = 3
) -> dict[str, tuple[tuple[str, float], ...]]:
    """The numbers that move each outcome most: standard errors for a move over their whole prior spread.

    The slopes are those of the emulator, averaged over the posterior.
    """
    step = 0.01
    some = found.chain.places[:: max(1, len(found.chain.places) // 500)]
    slopes = np.array(
        [
            ((found.emulator(some + one) - found.emulator(some - one)) / (2.0 * step)).mean(axis=0)
            for one in np.eye(len(names)) * step
        ]
    )
    moves = slopes * PRIOR_SD
    return {
        name: tuple((names[i], float(moves[i, k])) for i in np.argsort(-np.abs(moves[:, k]))[:count])
        for k, name in enumerate(found.emulator.names)
    }


def ranks(
    found: Posterior, *, sets: int, seed: int, report: Callable[[int], None] = lambda _: None
) -> NDArray[np.int64]:
    """Simulation-based calibration, where the data have led: rank of the truth among draws. [sets, numbers]

    The prior of the test is the posterior itself (Säilynoja et al. 2025): a truth is drawn from it, data of the size
    of the published ones are made of the truth, and both together are inferred. Far from the data, where no
    simulation bears the emulator out, nothing is asked of it.
    """
    rng = np.random.default_rng(seed)
    places, names = found.chain.places, found.emulator.names
    numbers = places.shape[1]
    noise = np.linalg.cholesky(found.spread)
    result = np.empty((sets, numbers), dtype=np.int64)
    for k in range(sets):
        truth = places[rng.integers(len(places))]
        data = found.emulator(truth)[0] + noise @ rng.standard_normal(len(names))
        density = Density.of(found.emulator, found.spread, data)
        start = places[rng.choice(len(places), size=2 * numbers, replace=False)]
        drawn = sample(density, start, steps=RANK_STEPS, seed=int(rng.integers(2**31))).places
        result[k] = (drawn[rng.choice(len(drawn), size=RANK_DRAWS, replace=False)] < truth).sum(axis=0)
        report(k + 1)
    return result


def rank_test(found: NDArray[np.int64]) -> Floats:
    """Chi-square of each number's ranks against uniform ones, with `RANK_BINS` - 1 degrees of freedom. [numbers]"""
    bins = found * RANK_BINS // (RANK_DRAWS + 1)
    expected = len(found) / RANK_BINS
    counts = np.array([np.bincount(one, minlength=RANK_BINS) for one in bins.T])
    return np.asarray(((counts - expected) ** 2).sum(axis=1) / expected)
