"""The search for the best-fitting numbers: CMA-ES by the library `cma`, on all cores, resumable.

The state of the search is written after each generation, in one step, so that an interrupted search goes on where
it was. Every vector that was tried is kept with its cost: the ensemble of acceptable fits is drawn from them.
"""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Objective = Callable[[Floats], float]

POPULATION = 20
"""Vectors of a generation."""


@dataclass(slots=True, kw_only=True)
class Search:
    """A search on its way: CMA-ES's own state and all that was tried."""

    strategy: object
    places: list[Floats] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)

    @property
    def best(self) -> tuple[Floats, float]:
        """The best vector so far and its cost."""
        i = int(np.argmin(self.costs))
        return self.places[i], self.costs[i]


def begin(start: Floats, *, seed: int, spread: float) -> Search:
    """A new search from a starting vector of the unit cube."""
    import cma

    options = {"bounds": [0, 1], "verbose": -9, "seed": seed, "popsize": POPULATION}
    return Search(strategy=cma.CMAEvolutionStrategy(np.clip(start, 0.01, 0.99), spread, options))


def save(search: Search, path: Path) -> None:
    """Write the state of a search in one step."""
    part = path.with_suffix(".part")
    part.write_bytes(pickle.dumps(search))
    part.replace(path)


def load(path: Path) -> Search:
    """Read a search that was saved by this program on this machine."""
    found = pickle.loads(path.read_bytes())  # noqa: S301  a file of one's own, as any program's state is
    if not isinstance(found, Search):
        raise TypeError(f"{path} holds no search.")
    return found


def run(
    search: Search,
    objective: Objective,
    *,
    seconds: float,
    workers: int,
    state: Path | None = None,
    report: Callable[[Search, float], None] | None = None,
) -> Search:
    """Go on with a search for a time.

    Parameters
    ----------
    objective
        Cost of a vector of the unit cube; must be picklable if there is more than one worker.
    seconds
        How long to go on; the generation that is under way is finished. [s]
    workers
        Processes.
    state
        Where to write the state after each generation.
    report
        Called after each generation with the search and the seconds it has taken.
    """
    os.environ["ANAGEN_THREADS"] = "1"  # the processes share the cores
    strategy: object = search.strategy
    started = time.monotonic()
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        while time.monotonic() - started < seconds and not strategy.stop():  # type: ignore[attr-defined]
            asked = strategy.ask()  # type: ignore[attr-defined]
            costs = list(pool.map(objective, asked))
            strategy.tell(asked, costs)  # type: ignore[attr-defined]
            search.places.extend(np.clip(asked, 0.0, 1.0))
            search.costs.extend(costs)
            if state is not None:
                save(search, state)
            if report is not None:
                report(search, time.monotonic() - started)
    return search


def acceptable(search: Search, *, within: float, count: int, seed: int) -> list[Floats]:
    """Vectors that fit nearly as well as the best: a simple spread of the parameters, not a posterior.

    Drawn without replacement from all that were tried, with weight exp(-(cost - best) / 2), among those whose cost
    is within a bound of the best; the best itself comes first.
    """
    costs = np.array(search.costs)
    order = np.argsort(costs)
    near = order[costs[order] <= costs[order[0]] + within]
    weight = np.exp(-(costs[near] - costs[near[0]]) / 2.0)
    weight[0] = 0.0
    chosen = [int(near[0])]
    more = min(count - 1, int((weight > 0).sum()))
    if more > 0:
        draw = np.random.default_rng(seed).choice(near, size=more, replace=False, p=weight / weight.sum())
        chosen += [int(i) for i in draw]
    return [search.places[i] for i in chosen]
