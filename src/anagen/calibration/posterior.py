"""The posterior of the free numbers: what trials and knowledge leave open, drawn by MCMC on the emulator.

Before the data each number is as likely anywhere between its bounds, in its own scale. The misses are normal, with
the published error, the chance of the virtual trial, what the emulator leaves over, and the random effect of each
trial: its effects, its levels and the drift of its instruments belong to it and not to the numbers, so outcomes of one
trial miss together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.calibration.chain import Chain, Density, sample
from anagen.calibration.emulator import Emulator, fit_emulator
from anagen.calibration.random_effects import covariance
from anagen.calibration.simulations import Simulations
from anagen.simulation.conditioning import effective_number

__all__ = ["Posterior", "explore", "tempered"]

Floats = NDArray[np.float64]
STEPS = 3000, 9000
"""Steps of each walker: of a chain that only says where to simulate next, and of the last one."""
AWAY = 0.06, 0.15
"""How far each number is moved from the center at first: to both sides, or twice inward near a bound."""
ROUNDS = (64, 80, 90, 64, 90)
"""Draws of each round that are simulated to better the emulator."""
PLAUSIBLE = 40.0
"""Sum of squared, independent misses up to which a simulation counts fully for the emulator."""
CHECKED, SETS = 128, 24
"""Draws of the last round, which judge the emulator; and how many of them are kept.

Their weights are tempered until as many count effectively as are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posterior:
    """What the data leave open, and how well that is known."""

    emulator: Emulator
    spread: Floats
    """Covariance of the misses with which the chain was run. [misses, misses]"""
    loadings: Floats
    """Of the random effects of trials. [misses, effects]"""
    chance: Floats
    """Standard deviation of each miss between virtual trials of other people. [misses]"""
    center: Floats
    """The best set."""
    chain: Chain
    places: Floats
    """Draws of the chain that were simulated afterwards. [draws, numbers]"""
    misses: Floats
    """What was found there. [draws, misses]"""
    exact_effective: float
    """Effective number of these draws under their exact weights: how far the emulator may be trusted."""
    tempering: float
    """Power of the exact weights that is used; 1 where the emulator is good enough."""
    weights: Floats
    """What leads from these draws towards those of the simulation itself; they add to one. [draws]"""
    sets: Floats
    """Some of these draws, by their weights. [sets, numbers]"""
    seed: int

    @property
    def effective_draws(self) -> float:
        """Effective number of the simulated draws under the weights that are used."""
        return effective_number(self.weights)


def explore(
    simulations: Simulations,
    center: Floats,
    *,
    loadings: Callable[[tuple[str, ...]], Floats],
    chance: Callable[[tuple[str, ...]], Floats],
    seed: int,
    report: Callable[[str], None] = lambda _: None,
) -> Posterior:
    """Draw from the posterior: simulate around the optimum, then where the emulator says, then judge the emulator.

    Parameters
    ----------
    simulations
        Of the misses, both sides told.
    center
        The best set.
    loadings
        Those of trials' random effects, for the names of the misses.
    chance
        Standard deviation of the misses between virtual trials of other people.
    seed
        Of the chains.
    report
        Called with what is being done.
    """
    report("around the optimum")
    places, misses = simulations.ask("around", lambda: around(center))
    names = simulations.names
    loads, luck = loadings(names), chance(names)

    def chain_of(steps: int, number: int) -> tuple[Emulator, Floats, Chain]:
        emulator = emulator_of(places, misses, names=names, center=center, spread=covariance(loads, luck))
        spread = covariance(loads, luck, emulator.error)
        return emulator, spread, sample(Density.of(emulator, spread), center, steps=steps, seed=seed + number)

    for number, count in enumerate(ROUNDS, start=1):

        def drawn(count: int = count, number: int = number) -> Floats:
            report(f"chain {number}")
            return some_of(chain_of(STEPS[0], number)[2].places, count, seed + number)

        report(f"round {number}")
        more = simulations.ask(f"round {number}", drawn)
        places, misses = np.vstack([places, more[0]]), np.vstack([misses, more[1]])
    report("the last chain")
    last = len(ROUNDS) + 1
    emulator, spread, chain = chain_of(STEPS[1], last)
    report("check")
    checked, found = simulations.ask("check", lambda: some_of(chain.places, CHECKED, seed + last))
    usable = np.isfinite(found).all(axis=1)
    checked, found = checked[usable], found[usable]
    weights = importance_weights(
        Density.of(emulator, covariance(loads, luck)), Density.of(emulator, spread), checked, found
    )
    rng = np.random.default_rng(seed)
    exact = weights
    weights, power = tempered(exact, SETS)
    kept = rng.choice(len(checked), size=min(SETS, len(checked)), replace=False, p=weights)
    return Posterior(
        emulator=emulator,
        spread=spread,
        loadings=loads,
        chance=luck,
        center=center,
        chain=chain,
        places=checked,
        misses=found,
        exact_effective=effective_number(exact),
        tempering=power,
        weights=weights,
        sets=checked[kept],
        seed=seed,
    )


def emulator_of(
    places: Floats, misses: Floats, *, names: tuple[str, ...], center: Floats, spread: Floats
) -> Emulator:
    """An emulator that is best where the data are met: elsewhere a polynomial need not follow the model."""
    usable = np.isfinite(misses).all(axis=1)
    places, misses = places[usable], misses[usable]
    anywhere = fit_emulator(places, misses, names=names, center=center)
    distance = -2.0 * Density.of(anywhere, spread).of_misses(misses)
    trust = np.minimum(1.0, PLAUSIBLE / np.maximum(distance, PLAUSIBLE)) ** 2
    return fit_emulator(places, misses, names=names, center=center, trust=trust)


def around(center: Floats) -> Floats:
    """The center, and each number moved from it by itself. [places, numbers]"""
    places = [center]
    for i, at in enumerate(center):
        near, far = AWAY
        moves = (near, -near) if near < at < 1.0 - near else (near, far) if at < 0.5 else (-near, -far)
        for move in moves:
            place = center.copy()
            place[i] = np.clip(at + move, 0.0, 1.0)
            places.append(place)
    return np.array(places)


def some_of(places: Floats, count: int, seed: int) -> Floats:
    """Some rows, each at most once."""
    return places[np.random.default_rng(seed).choice(len(places), size=count, replace=False)]


def importance_weights(exact: Density, used: Density, places: Floats, misses: Floats) -> Floats:
    """Weights of draws that the emulator made, by what the simulation says of them; they add to one. [draws]"""
    logarithm = exact.of_misses(misses) - used(places)
    weights = np.exp(logarithm - logarithm.max())
    return np.asarray(weights / weights.sum())


def tempered(weights: Floats, least: float) -> tuple[Floats, float]:
    """Weights to the greatest power, at most one, that leaves an effective number of draws; and that power."""

    def to(power: float) -> Floats:
        raised = np.maximum(weights / weights.max(), 1e-300) ** power
        return np.asarray(raised / raised.sum())

    if effective_number(weights) >= least:
        return weights, 1.0
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if effective_number(to(middle)) >= least else (low, middle)
    return to(low), low
