"""Types of arrays, and work on the rows of arrays by all threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anagen.threads import run_ranges

__all__ = ["Bytes", "Flags", "Floats", "Integers", "Vector", "by_rows", "unit_rows"]

Floats = NDArray[np.float32]
Vector = NDArray[np.floating[Any]]
Integers = NDArray[np.integer[Any]]
Flags = NDArray[np.bool_]
Bytes = NDArray[np.uint8]


def by_rows(work: Callable[..., None], rows: int, *arguments: Any) -> None:
    """Call ``work(first, last, *arguments)`` on ranges of rows, in all threads.

    What ``work`` writes into a row must depend on that row alone.
    """
    run_ranges(lambda first, last: work(first, last, *arguments), rows)


def unit_rows(vectors: NDArray[Any]) -> NDArray[Any]:
    """Vectors along the last axis at length one."""
    length = np.sqrt((vectors * vectors).sum(axis=-1, keepdims=True))
    unit: NDArray[Any] = vectors / np.maximum(length, 1e-9)
    return unit
