"""Misses of which one side only counts; an emulator is told both, since it must see how far inside a place is."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from anagen.calibration.objective import Objective
from anagen.calibration.predict import Plan, Prediction

__all__ = ["TwoSided", "counted", "one_sided", "sides"]

Floats = NDArray[np.float64]
ONE_SIDED = {"people": -1.0}
"""Misses, by the end of their name, of which only this sign counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoSided(Objective):
    """The objective with both sides of its one-sided misses: an emulator must see how far inside a place is."""

    def other_misses(self, plan: Plan, prediction: Prediction) -> dict[str, float]:
        """Misses of what a trial shows besides its outcomes."""
        misses = Objective.other_misses(self, plan, prediction)
        share = prediction.effective_people / plan.people
        misses[f"{plan.trial.id} people"] = self.miss("effective_people", share)
        return misses

    @classmethod
    def of(cls, aim: Objective) -> TwoSided:
        """The same objective, both sides told."""
        return cls(**{one.name: getattr(aim, one.name) for one in fields(aim)})


def sides(names: tuple[str, ...]) -> Floats:
    """Of each miss the sign that counts; 0 where both do."""
    return np.array([next((s for end, s in ONE_SIDED.items() if name.endswith(end)), 0.0) for name in names])


def counted(misses: Floats, side: Floats) -> Floats:
    """Misses without the side that does not count."""
    return np.where(
        side < 0.0, np.minimum(misses, 0.0), np.where(side > 0.0, np.maximum(misses, 0.0), misses)
    )


def one_sided(names: tuple[str, ...], misses: Floats) -> Floats:
    """Misses by their names, without the side that does not count."""
    return counted(misses, sides(names))
