"""A block of follicles: its state, and the room for what one cycle computes on the way."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled, f4, i4, i8, u4
from anagen.kernel import cycle as c

BLOCK = 2048
"""Follicles in a block: large enough to fill vectors, small enough for the inner caches."""

DROP_SHARE = 8
"""One follicle in so many must be done before the others move up in the block."""


class Follicles(NamedTuple):
    """State of follicles, each on the day on which its present cycle began; one array element a follicle."""

    entry_day: NDArray[np.float64]
    vellus_since: NDArray[np.float64]
    size: NDArray[np.float32]
    sensitivity: NDArray[np.float32]
    full_diameter: NDArray[np.float32]
    number: NDArray[np.uint32]
    cycle: NDArray[np.uint32]
    first_phase: NDArray[np.int32]


class Scratch(NamedTuple):
    """Room for what one cycle of a block computes on the way."""

    word_0: NDArray[np.uint32]
    word_1: NDArray[np.uint32]
    word_2: NDArray[np.uint32]
    word_3: NDArray[np.uint32]
    anagen: NDArray[np.float32]
    catagen: NDArray[np.float32]
    telogen: NDArray[np.float32]
    kenogen: NDArray[np.float32]
    androgen: NDArray[np.float32]
    lift: NDArray[np.float32]
    gain: NDArray[np.float32]
    own_size: NDArray[np.float32]
    """What the follicle is, without what minoxidil adds to its hair."""
    size_in: NDArray[np.float32]
    size_out: NDArray[np.float32]
    anagen_end: NDArray[np.float64]
    catagen_end: NDArray[np.float64]
    release: NDArray[np.float64]
    cycle_end: NDArray[np.float64]
    share: NDArray[np.float64]
    reading: NDArray[np.float64]
    no_share: NDArray[np.float64]
    """Zeros: telogen and kenogen run at the same speed in all follicles."""
    late: NDArray[np.bool_]
    appetite: NDArray[np.float32]
    entry_cell: NDArray[np.int32]
    """Cells of the grid in which the cycle's events fall."""
    begin_cell: NDArray[np.int32]
    anagen_end_cell: NDArray[np.int32]
    catagen_end_cell: NDArray[np.int32]
    release_cell: NDArray[np.int32]
    cycle_end_cell: NDArray[np.int32]
    place: NDArray[np.int32]
    mark: NDArray[np.int32]
    value: NDArray[np.int32]
    weight: NDArray[np.int64]


@compiled
def new_follicles(n: int) -> Follicles:
    """Room for the state of n follicles."""
    return Follicles(
        np.empty(n),
        np.full(n, c.NEVER),
        np.ones(n, f4),
        np.empty(n, f4),
        np.empty(n, f4),
        np.empty(n, u4),
        np.zeros(n, u4),
        np.empty(n, i4),
    )


@compiled
def new_scratch() -> Scratch:
    """Room for one block."""
    return Scratch(
        np.empty(BLOCK, u4),
        np.empty(BLOCK, u4),
        np.empty(BLOCK, u4),
        np.empty(BLOCK, u4),
        np.empty(BLOCK, f4),
        np.empty(BLOCK, f4),
        np.empty(BLOCK, f4),
        np.empty(BLOCK, f4),
        np.empty(BLOCK, f4),
        np.empty(BLOCK, f4),
        np.empty(BLOCK, f4),
        np.empty(BLOCK, f4),
        np.empty(BLOCK, f4),
        np.empty(BLOCK, f4),
        np.empty(BLOCK),
        np.empty(BLOCK),
        np.empty(BLOCK),
        np.empty(BLOCK),
        np.empty(BLOCK),
        np.empty(BLOCK),
        np.zeros(BLOCK),
        np.empty(BLOCK, np.bool_),
        np.empty(BLOCK, f4),
        np.empty(BLOCK, i4),
        np.empty(BLOCK, i4),
        np.empty(BLOCK, i4),
        np.empty(BLOCK, i4),
        np.empty(BLOCK, i4),
        np.empty(BLOCK, i4),
        np.empty(BLOCK, i4),
        np.empty(BLOCK, i4),
        np.empty(BLOCK, i4),
        np.empty(BLOCK, i8),
    )
