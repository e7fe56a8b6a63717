"""Numbers by chance that a place always has: a hash of seed, stream and number, so that nothing shifts them."""

from __future__ import annotations

import numpy as np

from anagen.compiled import f4, u8
from anagen.render.arrays import Floats

__all__ = ["normal", "uniform"]

STEP, FIRST, SECOND = u8(0x9E3779B97F4A7C15), u8(0xBF58476D1CE4E5B9), u8(0x94D049BB133111EB)
"""The odd step and the multipliers of the splitmix64 hash."""


def uniform(n: int, seed: int, stream: int) -> Floats:
    """Numbers from 0 to 1 for ``range(n)``."""
    with np.errstate(over="ignore"):
        start = u8(seed) * FIRST + u8(stream) * SECOND
        z = start + np.arange(1, n + 1, dtype=u8) * STEP
        z = (z ^ (z >> u8(30))) * FIRST
        z = (z ^ (z >> u8(27))) * SECOND
        z ^= z >> u8(31)
    numbers: Floats = ((z >> u8(40)).astype(f4) + f4(0.5)) / f4(1 << 24)
    return numbers


def normal(n: int, seed: int, stream: int) -> Floats:
    """Standard normal numbers for ``range(n)``; uses two streams."""
    radius = np.sqrt(-2.0 * np.log(uniform(n, seed, stream)))
    numbers: Floats = (radius * np.cos(2.0 * np.pi * uniform(n, seed, stream + 1))).astype(f4)
    return numbers
