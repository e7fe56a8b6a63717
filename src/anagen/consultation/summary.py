"""From weighted virtual people to what is said of them: medians, bands, chances."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Band", "band_of", "bands_of", "share_of", "weighted_quantiles"]

Floats = NDArray[np.float64]
SHARES = (0.5, 0.05, 0.95)
"""The median, and the ends of the band that holds nine of ten."""
NEXT_TO_NONE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The middle one, and where nine of ten are."""

    median: float
    low90: float
    high90: float

    def as_dict(self) -> dict[str, float | None]:
        """The record as plain values, for JSON; what nobody could read is null."""
        named = {"median": self.median, "low90": self.low90, "high90": self.high90}
        return {name: round(value, 4) if math.isfinite(value) else None for name, value in named.items()}


def weighted_quantiles(values: Floats, weight: Floats, shares: tuple[float, ...] = SHARES) -> Floats:
    """Quantiles of some people's values under weights; not a number if nobody has one.

    A value's place is the weight up to it over the whole and one more person's: of n people alike, the chance that the
    next falls below the k-th is k / (n + 1). So a band of few people is as wide as it has to be.

    Parameters
    ----------
    values
        One for each person; who has none is left out.
    weight
        Of each person.
    shares
        Which quantiles.
    """
    has = np.isfinite(values) & counting(weight)
    if not has.any():
        return np.full(len(shares), np.nan)
    order = np.argsort(values[has])
    sorted_values, sorted_weight = values[has][order], weight[has][order]
    sorted_weight = sorted_weight / sorted_weight.sum()
    people = 1.0 / (sorted_weight**2).sum()
    place = np.cumsum(sorted_weight) / (1.0 + 1.0 / people)
    return np.interp(shares, place, sorted_values)


def counting(weight: Floats) -> NDArray[np.bool_]:
    """Who counts: all but those of least weight who together have next to none, and whose values may be anything."""
    order = np.argsort(weight)
    counts = np.zeros(weight.size, bool)
    counts[order[np.cumsum(weight[order]) > NEXT_TO_NONE * weight.sum()]] = True
    return counts & (weight > 0.0)


def band_of(values: Floats, weight: Floats) -> Band:
    """The band of some people's values, of shape (people,)."""
    median, low, high = weighted_quantiles(values, weight)
    return Band(median=float(median), low90=float(low), high90=float(high))


def bands_of(values: Floats, weight: Floats) -> list[Band]:
    """The band on each day of [people, days]."""
    return [band_of(column, weight) for column in values.T]


def share_of(holds: NDArray[np.bool_], weight: Floats) -> float:
    """Share of people of whom something holds."""
    return float((weight * holds).sum() / weight.sum())
