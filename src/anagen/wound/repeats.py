"""Cells that repeat: once a course has settled, a cell is like the one before, and is copied."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled, inlined
from anagen.wound.states import ANTAGONISTS, FOR_DRIVE, IMPULSES, WNT, Floats

HELD = 1e-8
"""Change of a state from cell to cell below which cells with the same sessions are copied."""


@compiled
def alike_until(on_step: NDArray[np.int64], impulses: Floats, cells: int, steps: int) -> NDArray[np.int64]:
    """For each cell, the first cell after it whose sessions differ from its own.

    Parameters
    ----------
    on_step
        Step at whose start each session is, rising. [sessions]
    impulses
        What each session brings. [sessions, columns]
    cells, steps
        Number of cells, and steps in each.
    """
    until = np.arange(1, cells + 1)
    edges = np.searchsorted(on_step, np.arange(cells + 1) * steps)
    for cell in range(cells - 2, -1, -1):
        here, after, beyond = edges[cell], edges[cell + 1], edges[cell + 2]
        same = (
            after > here and after - here == beyond - after
        )  # without a session a wound fades, and never repeats
        for k in range(after - here if same else 0):
            same = same and on_step[here + k] + steps == on_step[after + k]
            for column in range(IMPULSES):
                same = same and impulses[here + k, column] == impulses[after + k, column]
        if same:
            until[cell] = until[cell + 1]
    return until


@inlined
def repeats(state: Floats, edge: Floats) -> bool:
    """Whether what the drive knows is as it was a cell ago."""
    same: bool = abs(state[WNT] - edge[WNT]) <= HELD and abs(state[ANTAGONISTS] - edge[ANTAGONISTS]) <= HELD
    for j in range(FOR_DRIVE):
        same = same and abs(state[j] - edge[j]) <= HELD
    return same


@inlined
def copy_cell(row: Floats, cell: int, until: int) -> int:
    """Copy a cell to those after it; the cell from which on nothing is known yet."""
    for later in range(cell + 1, until):
        row[later] = row[cell]
    return until
