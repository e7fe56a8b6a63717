"""What regimens that are compared have in common: how the same people handle drugs, and how they heal."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from anagen.evidence import Catalogue
from anagen.patient.cohort import Candidates
from anagen.treatment.healing import healing_drive
from anagen.treatment.physiology import Physiology, draw_physiology
from anagen.treatment.regimen import Regimen

__all__ = ["Bodies", "physiology_of"]

Floats = NDArray[np.float64]


def physiology_of(candidates: Candidates, seed: int, evidence: Catalogue) -> Physiology:
    """How each of some people handles hormones and drugs."""
    number = candidates.number.astype(np.int64)
    first = int(number.min())
    drawn = draw_physiology(int(number.max()) - first + 1, seed, evidence, first=first, sex=candidates.sex)
    return drawn.take(number - first).aged(candidates.age_years)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bodies:
    """Some people under several regimens: what one regimen makes of them is kept for the next."""

    physiology: Physiology
    seed: int
    evidence: Catalogue
    healed: dict[Hashable, Floats] = field(default_factory=dict)
    """Drive of wounds by what was done, for as many cells as were asked for until now. [people, cells]"""

    @classmethod
    def of(cls, candidates: Candidates, seed: int, evidence: Catalogue) -> Bodies:
        """Those of some people."""
        return cls(physiology=physiology_of(candidates, seed, evidence), seed=seed, evidence=evidence)

    def healing(self, regimen: Regimen, cells: int, cell_days: float) -> Floats:
        """The drive of wounds and platelets, whatever drugs are taken besides. [people, cells]

        Parameters
        ----------
        regimen
            What is done.
        cells, cell_days
            The grid, from day 0. [day]
        """
        key = (regimen.procedures, cell_days)
        known = self.healed.get(key)
        # What was done later does not change what was: a shorter course of cells is the start of a longer one.
        if known is None or known.shape[1] < cells:
            known = healing_drive(
                regimen,
                self.physiology,
                cells=cells,
                cell_days=cell_days,
                seed=self.seed,
                evidence=self.evidence,
            )
            self.healed[key] = known
        return np.ascontiguousarray(known[:, :cells])
