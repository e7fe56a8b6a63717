"""Simulations of a calibration, each done once and kept: what makes a long fit one that can go on after a stop.

All that follows from them (the search, the emulator, the chains) is a function of the simulations and a seed, so a
fit is resumed by doing it again: what was simulated is taken from the file, and the rest goes on from there.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError

__all__ = ["Aim", "OutOfTimeError", "Simulations"]

Floats = NDArray[np.float64]
SAVE_EVERY_SECONDS = 5.0


class Aim(Protocol):
    """What is simulated: an objective."""

    def misses(self, places: Floats) -> dict[str, float]:
        """Every miss at a place of the unit cube, in standard errors."""


class OutOfTimeError(Exception):
    """The time that was given has passed; what was simulated is kept."""


def simulated(aim: Aim, place: Floats) -> dict[str, float]:
    """Misses at one place; empty where the model could not be followed."""
    try:
        return aim.misses(place)
    except ZeroDivisionError:
        return {}


@dataclass(slots=True, kw_only=True)
class Simulations:
    """Misses by place; simulates what is not yet known."""

    aim: Aim
    path: Path | None = None
    """Where they are kept."""
    key: str = ""
    """What they depend on besides the place; a file with another key is refused."""
    workers: int = 1
    """Processes."""
    seconds: float = float("inf")
    """How long simulations may be begun. [s]"""
    report: Callable[[Simulations], None] | None = None
    """Called after each simulation."""
    names: tuple[str, ...] = ()
    """What each is a miss of."""
    known: dict[bytes, Floats] = field(default_factory=dict)
    """Misses by the bytes of the place; not finite where the model could not be followed."""
    asked: dict[str, Floats] = field(default_factory=dict)
    """Places that were chosen once, by what for: a resumed fit does not choose them anew."""
    begun: int = 0
    """Simulations of this run."""
    started: float = field(default_factory=time.monotonic)
    saved: float = 0.0

    def __len__(self) -> int:
        return len(self.known)

    def at(self, places: Iterable[Floats]) -> Floats:
        """Misses at some places. [places, misses]

        Raises
        ------
        OutOfTimeError
            If the time has passed before all were simulated.
        """
        wanted = [np.ascontiguousarray(one, dtype=np.float64) for one in places]
        missing = list({one.tobytes(): one for one in wanted if one.tobytes() not in self.known}.values())
        try:
            with self.pool(len(missing)) as simulate:
                batch = max(1, 2 * self.workers)
                for first in range(0, len(missing), batch):
                    if time.monotonic() - self.started > self.seconds:
                        raise OutOfTimeError
                    some = missing[first : first + batch]
                    for place, misses in zip(some, simulate(some), strict=True):
                        self.keep(place, misses)
        finally:
            self.save()
        return np.array([self.known[one.tobytes()] for one in wanted])

    def ask(self, what: str, choose: Callable[[], Iterable[Floats]]) -> tuple[Floats, Floats]:
        """Places that are chosen now, unless they were before, and the misses there."""
        if what not in self.asked:
            self.asked[what] = np.array(list(choose()))
            self.save()
        return self.asked[what], self.at(self.asked[what])

    @contextmanager
    def pool(self, count: int) -> Iterator[Callable[[Sequence[Floats]], Iterable[dict[str, float]]]]:
        """Something that simulates at several places, in processes of its own where that helps."""
        one = partial(simulated, self.aim)
        if self.workers == 1 or count < 2:
            yield lambda places: map(one, places)
            return
        before = os.environ.get("ANAGEN_THREADS")
        os.environ["ANAGEN_THREADS"] = "1"  # the processes share the cores
        try:
            with ProcessPoolExecutor(min(self.workers, count), mp_context=get_context("fork")) as processes:
                yield lambda places: processes.map(one, places)
        finally:
            if before is None:
                del os.environ["ANAGEN_THREADS"]
            else:
                os.environ["ANAGEN_THREADS"] = before

    def keep(self, place: Floats, misses: dict[str, float]) -> None:
        """Note what was found at a place."""
        if misses and not self.names:
            self.names = tuple(misses)
        row = [misses[name] for name in self.names] if misses else [np.nan] * len(self.names)
        self.known[place.tobytes()] = np.array(row)
        self.begun += 1
        if time.monotonic() - self.saved > SAVE_EVERY_SECONDS:
            self.save()
        if self.report is not None:
            self.report(self)

    def save(self) -> None:
        """Write the file, in one step."""
        if self.path is None or not self.known:
            return
        asked: dict[str, Any] = {f"asked {what}": places for what, places in self.asked.items()}
        part = self.path.with_name(self.path.name + ".part")
        with part.open("wb") as file:
            np.savez_compressed(
                file,
                key=self.key,
                names=np.array(self.names),
                places=np.array([np.frombuffer(one) for one in self.known]),
                misses=np.array(list(self.known.values())),
                **asked,
            )
        part.replace(self.path)
        self.saved = time.monotonic()

    def load(self) -> None:
        """Take over what an earlier run has kept.

        Raises
        ------
        InputError
            If the file holds something else, or simulations of other numbers.
        """
        if self.path is None:
            return
        try:
            with np.load(self.path) as kept:
                key, names = str(kept["key"]), tuple(map(str, kept["names"]))
                known = {one.tobytes(): row for one, row in zip(kept["places"], kept["misses"], strict=True)}
                asked = {
                    one.removeprefix("asked "): kept[one] for one in kept.files if one.startswith("asked ")
                }
        except (OSError, ValueError, KeyError) as error:
            raise InputError(
                f"{self.path} holds no state of a calibration ({error}). Name another file with --state, "
                "or leave out --resume to begin anew."
            ) from None
        if key != self.key:
            raise InputError(
                f"{self.path} was made from other numbers, with another seed or with virtual trials of another size. "
                "Begin anew with another --state."
            )
        self.names, self.known, self.asked = names, known, asked
