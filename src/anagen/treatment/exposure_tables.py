"""What the machine of exposure reads and writes: people, doses and the grid as arrays, and what their columns are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SRD5A1, SRD5A2, SCALP_SRD5A1, SCALP_SRD5A2, BLOCK = range(5)
"""Columns of what a drug does: how fast it kills each isoenzyme, as seen from the blood and from the scalp; and how
much it blocks androgen receptors, per concentration."""
(TURNOVER1, TURNOVER2, SHARE, SCALP_SHARE, KOUT, SCALP_KOUT, REDUCED, SCALP_REDUCED, TESTOSTERONE_SHARE) = (
    range(9)
)
REACH = 9
"""Columns of a person's androgens; the last is the share of the scalp that what is put on it reaches."""
RESERVOIR, HALF_DOSE, IS_DRIVE, SULFATION = range(4)
"""Columns of what a drug does at the follicle; doses are relative to the reference, or drives already."""
SERUM_DHT, SCALP_DHT, SERUM_T, SCALP_T, DRIVE, TOPICAL_DRIVE, FIRST_CONCENTRATION = range(7)
"""Columns of what is read at a moment; concentrations of the drugs follow."""
IN_SERUM, IN_SCALP = 4, 5
"""Where DHT stands in a person's state, after the isoenzymes as seen from the blood and from the scalp."""


class People(NamedTuple):
    """Numbers of people, by person."""

    kinetics: NDArray[np.float64]
    """[people, drugs, columns]"""
    action: NDArray[np.float64]
    """[people, drugs, columns]"""
    androgens: NDArray[np.float64]
    """[people, columns]"""
    scalp: NDArray[np.float64]
    """What acts at the follicle itself, by whatever way it came. [people, drugs at the follicle, columns]"""


class Doses(NamedTuple):
    """All doses of a regimen, in the order of time."""

    step: NDArray[np.int64]
    """Step at whose start it is given."""
    slot: NDArray[np.int64]
    """Where it goes: bodies of drugs are counted first, what acts at the follicle itself after them."""
    amount: NDArray[np.float64]
    """[mg]; at the follicle, the drive that it adds or its share of the reference dose. [day]"""
    column: NDArray[np.int64]
    """Where in `taken` it says whether a person took it; -1 for a dose that everyone takes."""


class Grid(NamedTuple):
    """A uniform grid of cells, cut into steps."""

    step_days: float
    steps_per_cell: int
    cells: int
    same_until: NDArray[np.int64]
    """[cells] First cell after this one whose doses differ from this one's."""
    read_step: NDArray[np.int64]
    """Steps before whose doses everything is read, rising."""
