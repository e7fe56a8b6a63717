"""What stands on each follicle of a scalp on one day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError

__all__ = ["PHASES", "HairState"]

PHASES = ("anagen", "catagen", "telogen", "kenogen", "lost")
"""What the numbers in `HairState.phase` stand for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HairState:
    """One day of a head: a row for each follicle of a `Scalp`, in its order. The arrays are made read-only."""

    day: float
    """[day]"""
    diameter_um: NDArray[np.float32]
    """Diameter of the shaft that stands; 0 where none stands. [um]"""
    length_mm: NDArray[np.float32]
    """How long it would be uncut; 0 where none stands. [mm]"""
    growing: NDArray[np.bool_]
    """In anagen."""
    full_diameter_um: NDArray[np.float32]
    """Diameter of the follicle's own best shaft. [um]"""
    phase: NDArray[np.int8]
    """Index into `PHASES`."""

    def __post_init__(self) -> None:
        names = ("diameter_um", "length_mm", "growing", "full_diameter_um", "phase")
        lengths = {name: len(getattr(self, name)) for name in names}
        if len(set(lengths.values())) != 1:
            raise InputError(f"Each array of a HairState needs one row for each follicle, not {lengths}.")
        for name in names:
            getattr(self, name).flags.writeable = False

    @property
    def follicles(self) -> int:
        """How many follicles there are, with and without hair."""
        return len(self.diameter_um)
