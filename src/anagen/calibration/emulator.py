"""An emulator of the misses: what the simulation would give, in microseconds instead of seconds.

Around the optimum every miss is close to a polynomial of second degree in the places of the free numbers. Its terms
are shrunk by a Gaussian process whose kernel is that polynomial: the slopes hardly, the squares more, the products of
two numbers most, as far as the simulations bear them out (marginal likelihood, each miss by itself). What the
polynomial leaves over is measured by leaving each simulation out in turn, and belongs to the error of the prediction.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Emulator", "fit_emulator"]

Floats = NDArray[np.float64]
CONSTANT_SCALE, SLOPE_SCALE = 100.0, 10.0
"""Scales of the constant and of the slopes before any simulation, in units of a miss's own scale: nearly free."""
SQUARE_SCALES = (1.0, 4.0, 16.0)
PRODUCT_SCALES = (0.1, 0.5, 2.0, 8.0)
NOISE_SCALES = (0.003, 0.01, 0.03, 0.1, 0.3)
"""Scales that are tried of the squares, of the products, and of what is left over."""

TINY = 1e-300


@dataclass(frozen=True, slots=True, kw_only=True)
class Emulator:
    """Polynomials of second degree, one for each miss."""

    names: tuple[str, ...]
    """What each is a miss of."""
    center: Floats
    """Where the polynomials are developed. [numbers]"""
    weights: Floats
    """Of the terms, as `terms` orders them. [terms, misses]"""
    error: Floats
    """Root mean square of what each leaves over, every simulation predicted from the others. [misses]"""
    explained: Floats
    """Share of the variance that is so predicted. [misses]"""
    simulations: int
    """How many it was fitted to."""

    def __call__(self, places: Floats) -> Floats:
        """The misses at each of some places. [places, misses]"""
        return terms(np.atleast_2d(places) - self.center) @ self.weights

    def slopes(self) -> Floats:
        """How fast each miss changes with each number at the center. [numbers, misses]"""
        return self.weights[1 : 1 + self.center.size]


def terms(away: Floats) -> Floats:
    """One, the numbers, their squares, and the products of two, of each row. [rows, terms]"""
    first, second = np.triu_indices(away.shape[1], 1)
    return np.hstack([np.ones((len(away), 1)), away, away**2, away[:, first] * away[:, second]])


def fit_emulator(
    places: Floats,
    misses: Floats,
    *,
    names: tuple[str, ...],
    center: Floats,
    trust: Floats | None = None,
) -> Emulator:
    """Fit the polynomials to simulations.

    Parameters
    ----------
    places
        Where was simulated. [simulations, numbers]
    misses
        What was found there. [simulations, misses]
    names
        What each is a miss of.
    center
        Where the polynomials are developed.
    trust
        How much each simulation counts, at most one: those that the data rule out need not be met. [simulations]
    """
    root = np.sqrt(np.ones(len(places)) if trust is None else trust)[:, None]
    basis, misses = terms(places - center) * root, misses * root
    numbers = center.size
    best = np.full(misses.shape[1], -np.inf)
    weights = np.zeros((basis.shape[1], misses.shape[1]))
    left_out = np.zeros_like(misses)
    for square, product in itertools.product(SQUARE_SCALES, PRODUCT_SCALES):
        scale = np.full(basis.shape[1], product)
        scale[0], scale[1 : 1 + numbers] = CONSTANT_SCALE, SLOPE_SCALE
        scale[1 + numbers : 1 + 2 * numbers] = square
        values, vectors = np.linalg.eigh((basis * scale**2) @ basis.T)
        turned = vectors.T @ misses
        for noise in NOISE_SCALES:
            spread = np.maximum(values, 0.0)[:, None] + noise**2
            variance = np.maximum((turned**2 / spread).mean(axis=0), TINY)  # a miss may be zero everywhere
            likelihood = -0.5 * (len(misses) * np.log(variance) + np.log(spread).sum())
            better = likelihood > best
            if better.any():
                dual = vectors @ (turned[:, better] / spread)
                weights[:, better] = scale[:, None] ** 2 * (basis.T @ dual)
                # Leaving one out of a Gaussian process: its dual weight over the diagonal of the inverse.
                left_out[:, better] = dual / (vectors**2 @ (1.0 / spread))
                best[better] = likelihood[better]
    total = np.maximum(misses.var(axis=0), 1e-12)
    return Emulator(
        names=names,
        center=center,
        weights=weights,
        error=np.sqrt((left_out**2).mean(axis=0)),
        explained=1.0 - (left_out**2).mean(axis=0) / total,
        simulations=len(misses),
    )
