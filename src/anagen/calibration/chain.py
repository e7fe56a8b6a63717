"""The density of the posterior on the emulator, and draws from it by Markov chains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.calibration.emulator import Emulator
from anagen.calibration.sides import counted, sides

__all__ = ["Chain", "Density", "sample"]

Floats = NDArray[np.float64]
WALKERS_PER_NUMBER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """Logarithm of the posterior density, up to a constant."""

    emulator: Emulator
    whiten: Floats
    """Turns misses into independent ones of size one. [misses, misses]"""
    repeated: Floats | None = None
    """A second set of data, where there is one, less the published one. [misses]"""

    @classmethod
    def of(cls, emulator: Emulator, spread: Floats, repeated: Floats | None = None) -> Density:
        """The density for a covariance of the misses."""
        whiten = np.linalg.inv(np.linalg.cholesky(spread)).T
        return cls(emulator=emulator, whiten=whiten, repeated=repeated)

    def of_misses(self, misses: Floats) -> Floats:
        """Of misses that are known, simulated or emulated. [rows]"""
        side = sides(self.emulator.names)
        total = ((counted(misses, side) @ self.whiten) ** 2).sum(axis=1)
        if self.repeated is not None:  # what counts on one side only is no datum that could be repeated
            again = np.where(side == 0.0, misses - self.repeated, 0.0)
            total = total + ((again @ self.whiten) ** 2).sum(axis=1)
        return np.asarray(-0.5 * total, dtype=np.float64)

    def __call__(self, places: Floats) -> Floats:
        """At each of some places; minus infinity outside the bounds."""
        inside = ((places >= 0.0) & (places <= 1.0)).all(axis=1)
        return np.where(inside, self.of_misses(self.emulator(places)), -np.inf)

    def unbounded(self, logits: Floats) -> Floats:
        """Over the logits of the places, on which a chain moves freely."""
        places = 1.0 / (1.0 + np.exp(-logits))
        stretch = np.log(np.maximum(places * (1.0 - places), 1e-300)).sum(axis=1)
        return np.asarray(self(places) + stretch, dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Draws of a posterior."""

    places: Floats
    """[draws, numbers]"""
    acceptance: float
    autocorrelation: Floats
    """Integrated autocorrelation time of each number. [steps]"""
    steps: int
    """Steps of each walker that were kept."""
    agreement: Floats
    """Of each number: variance between and within walkers' halves over that within; 1 where the chain has mixed."""


def sample(
    density: Density, start: Floats, *, steps: int, seed: int, spread: float = 0.02, thin: int = 10
) -> Chain:
    """Draw from a posterior with emcee: differential evolution and some stretches, a third of the steps dropped.

    Parameters
    ----------
    density
        Of which to draw.
    start
        Where the walkers begin: one place, or one row for each walker.
    steps
        Of each walker.
    seed
        Of the chain.
    spread
        How far the walkers begin around the one place.
    thin
        Of so many steps one is kept.
    """
    import emcee

    numbers = density.emulator.center.size
    walkers = WALKERS_PER_NUMBER * numbers if start.ndim == 1 else len(start)
    rng = np.random.default_rng(seed)
    if start.ndim == 1:
        start = start + spread * rng.standard_normal((walkers, numbers))
    start = np.clip(start, 0.002, 0.998)
    moves = [(emcee.moves.DEMove(), 0.8), (emcee.moves.StretchMove(), 0.2)]
    sampler = emcee.EnsembleSampler(walkers, numbers, density.unbounded, vectorize=True, moves=moves)
    sampler.random_state = np.random.RandomState(seed).get_state()
    sampler.run_mcmc(np.log(start / (1.0 - start)), steps, skip_initial_state_check=True)
    dropped = steps // 3
    kept = 1.0 / (1.0 + np.exp(-sampler.get_chain(discard=dropped)))
    return Chain(
        places=kept[::thin].reshape(-1, numbers),
        acceptance=float(np.mean(sampler.acceptance_fraction)),
        autocorrelation=np.asarray(sampler.get_autocorr_time(discard=dropped, quiet=True, tol=0)),
        steps=steps - dropped,
        agreement=agreement(kept),
    )


def agreement(chain: Floats) -> Floats:
    """Split R-hat of each number over the halves of the chain, walkers pooled in groups. [numbers]"""
    steps, walkers, numbers = chain.shape
    halves = np.stack([chain[: steps // 2], chain[steps // 2 : 2 * (steps // 2)]])
    by_chain = halves.transpose(0, 2, 1, 3).reshape(2 * walkers, steps // 2, numbers)
    within = by_chain.var(axis=1, ddof=1).mean(axis=0)
    between = by_chain.mean(axis=1).var(axis=0, ddof=1)
    return np.asarray(np.sqrt((within * (1.0 - 1.0 / (steps // 2)) + between) / within))
