"""What a course on the scalp supplies to many people, step by step: drug at their follicles and in their blood."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from anagen.errors import InputError
from anagen.evidence import Catalogue, known
from anagen.laws.diffusion import NG_PER_ML
from anagen.skin import march as fast
from anagen.skin.absorb import march_rows
from anagen.skin.drugs import permeant, round_factor
from anagen.skin.events import events
from anagen.skin.layers import typical_skin
from anagen.skin.needling import Needling, channels
from anagen.skin.product import Application, film
from anagen.units import MINUTES_PER_DAY

__all__ = ["Supply", "supply"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Supply:
    """What a course brings in each step of a uniform grid."""

    sheath_ng_per_ml: Floats
    """Mean concentration along the follicles. [ng/mL] [people, steps]"""
    blood_mg: Floats
    """Received by the blood. [mg] [people, steps]"""


def supply(
    application: Application,
    *,
    applied_days: ArrayLike,
    steps: int,
    step_min: int,
    taken: NDArray[np.bool_] | None = None,
    permeability_factor: ArrayLike = 1.0,
    needling: Needling | None = None,
    rolled_days: ArrayLike = (),
    washed_days: ArrayLike | None = None,
    evidence: Catalogue | None = None,
) -> Supply:
    """Follow a course in many people; those with the same barrier and the same doses are followed once.

    Parameters
    ----------
    application
        What is put on each time.
    applied_days
        When it is due. [day] [doses]
    steps, step_min
        The grid, from day 0. [1, min]
    taken
        Who puts on what; not given: all do all. [people, doses]
    permeability_factor
        What each person's barrier lets through, relative to a typical one; rounded to a ladder. [ratio] [people]
    needling, rolled_days
        How and when the scalp is rolled. [day]
    washed_days
        When it is washed; not given: as often as people do. [day]
    evidence
        Where numbers stand; not given: all that is known.
    """
    numbers = known() if evidence is None else evidence
    due = np.atleast_1d(np.asarray(applied_days, dtype=np.float64))
    factors = np.atleast_1d(np.asarray(permeability_factor, dtype=np.float64))
    people = factors.size if taken is None else len(taken)
    if taken is not None and taken.shape != (people, due.size):
        raise InputError(f"There are {due.size} doses, but a table of who takes them of shape {taken.shape}.")
    if factors.size not in (1, people):
        raise InputError(f"There are {people} people, but {factors.size} barriers.")
    if steps < 1 or step_min < 1:
        raise InputError(f"Cannot fill {steps} steps of {step_min} minutes. Both must be at least 1.")
    rolled = np.atleast_1d(np.asarray(rolled_days, dtype=np.float64)).tolist()
    if rolled and needling is None:
        raise InputError("Rolling needs a roller: give needling=Needling(...).")
    if washed_days is None:
        interval = numbers.value("scalp_wash_interval", "day")
        washed_days = np.arange(interval, steps * step_min / MINUTES_PER_DAY, interval)
    washed = np.atleast_1d(np.asarray(washed_days, dtype=np.float64)).tolist()

    skin = typical_skin(numbers)
    layer = film(application, numbers)
    holes = None if needling is None else channels(needling, skin=skin, evidence=numbers)
    edges = np.arange(steps + 1, dtype=np.int64) * step_min

    def follow(factor: float, doses: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        drug = permeant(application.formulation.drug, numbers, factor)
        what = events(due[doses].tolist(), rolled, washed)
        rows = march_rows(skin, drug, layer, what, edges, holes)
        through = rows[:, fast.BY_SURFACE : fast.BY_PORES + 1].sum(axis=1)
        blood = np.maximum.accumulate(np.maximum(through - rows[:, fast.HELD], 0.0))
        exposure = np.maximum.accumulate(rows[:, fast.EXPOSURE])
        return (
            np.diff(exposure) * (NG_PER_ML * MINUTES_PER_DAY / step_min),
            np.diff(blood) * layer.area_cm2,
        )

    all_doses = np.ones(due.size, dtype=np.bool_)
    followed: dict[tuple[float, bytes], tuple[Floats, Floats]] = {}
    sheath, blood = np.empty((people, steps)), np.empty((people, steps))
    for person in range(people):
        factor = round_factor(float(factors[person if factors.size > 1 else 0]))
        doses = all_doses if taken is None else taken[person]
        key = (factor, doses.tobytes())
        if key not in followed:
            followed[key] = follow(factor, doses)
        sheath[person], blood[person] = followed[key]
    return Supply(sheath_ng_per_ml=sheath, blood_mg=blood)
