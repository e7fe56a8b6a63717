"""Chance that belongs to a follicle: the same number for it in every picture, whatever else is drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import typing as npt

__all__ = ["signed", "uniform"]

Floats = npt.NDArray[np.float64]
_STEP, _FIRST, _SECOND = (np.uint64(k) for k in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))


def uniform(numbers: npt.NDArray[Any], stream: int) -> Floats:
    """Numbers in [0, 1), one for each follicle or unit, by hashing (SplitMix64).

    Parameters
    ----------
    numbers
        Which follicles or units.
    stream
        What the chance is for: another stream, another number.
    """
    with np.errstate(over="ignore"):
        bits = (np.asarray(numbers).astype(np.uint64) + np.uint64(stream) * np.uint64(1_000_003)) * _STEP
        bits = (bits ^ (bits >> np.uint64(30))) * _FIRST
        bits = (bits ^ (bits >> np.uint64(27))) * _SECOND
        bits ^= bits >> np.uint64(31)
    return np.asarray((bits >> np.uint64(11)).astype(np.float64) / 2.0**53)


def signed(numbers: npt.NDArray[Any], stream: int) -> Floats:
    """Numbers about 0 with standard deviation 1, bell-shaped and never beyond 3."""
    total = sum(uniform(numbers, 16 * stream + k) for k in range(3))
    return np.asarray(2.0 * (total - 1.5))
