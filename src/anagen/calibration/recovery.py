"""Whether a known truth is found again in trials that were made of it, by the search and the simulation itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.calibration.gauss_newton import search
from anagen.calibration.objective import Objective
from anagen.calibration.simulations import Aim, Simulations

__all__ = ["Recovery", "recover"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthetic:
    """An objective that asks for data made of a known truth, and moves some numbers only."""

    aim: Aim
    base: Floats
    """Places of all numbers; those not moved stay here."""
    moved: tuple[int, ...]
    data: dict[str, float]
    """What was made, in misses from the published data."""

    def misses(self, places: Floats) -> dict[str, float]:
        """Misses from the data that were made."""
        everywhere = self.base.copy()
        everywhere[list(self.moved)] = places
        return {name: miss - self.data[name] for name, miss in self.aim.misses(everywhere).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """A known truth, and what was found from several sets of trials made of it."""

    names: tuple[str, ...]
    truth: Floats
    """Place of each number. [numbers]"""
    starts: Floats
    """Where each search began. [sets, numbers]"""
    found: Floats
    """Where it ended. [sets, numbers]"""
    simulations: int

    @property
    def off_at_start(self) -> Floats:
        """Root mean squared distance of the starts from the truth. [range]"""
        return np.asarray(np.sqrt(((self.starts - self.truth) ** 2).mean(axis=0)))

    @property
    def off(self) -> Floats:
        """The same of what was found. [range]"""
        return np.asarray(np.sqrt(((self.found - self.truth) ** 2).mean(axis=0)))

    @property
    def bias(self) -> Floats:
        """Mean of what was found less the truth, in standard errors of that mean."""
        error = self.found.std(axis=0, ddof=1) / np.sqrt(len(self.found))
        return np.asarray((self.found.mean(axis=0) - self.truth) / error)


def recover(
    aim: Objective,
    made_by: Sequence[Objective],
    *,
    base: Floats,
    moved: Sequence[str],
    truth: Floats,
    starts: Floats,
    seed: int,
    workers: int = 1,
    noise: float = 1.0,
    rounds: int = 12,
) -> Recovery:
    """Recover some numbers from sets of synthetic trials of a known truth.

    How far what is found lies from the truth is seen over the sets, and not told by slopes at the end of one search:
    what finitely many follicles do by chance makes the cost rough, and slopes of it look steeper than it is.

    Parameters
    ----------
    aim
        With which to search.
    made_by
        With which to make the data of each set: the same trials, each set with other virtual people.
    base
        Places of all numbers.
    moved
        The numbers that are to be recovered.
    truth
        Their places when the data are made. [numbers]
    starts
        Their places where each search begins. [sets, numbers]
    seed
        Of the errors of the data.
    workers
        Processes.
    noise
        Size of these errors, in published standard errors.
    rounds
        Of each search at most.
    """
    names = [one.name for one in aim.space.parameters]
    which = tuple(names.index(one) for one in moved)
    everywhere = base.copy()
    everywhere[list(which)] = truth
    rng = np.random.default_rng(seed)
    found, simulations = [], 0
    for maker, start in zip(made_by, starts, strict=True):
        exact = maker.misses(everywhere)
        data = {name: miss + noise * float(rng.standard_normal()) for name, miss in exact.items()}
        synthetic = Synthetic(aim=aim, base=base, moved=which, data=data)
        kept = Simulations(aim=synthetic, workers=workers)
        found.append(search(kept, start, rounds=rounds).places)
        simulations += 1 + len(kept)
    return Recovery(
        names=tuple(moved), truth=truth, starts=starts, found=np.array(found), simulations=simulations
    )
