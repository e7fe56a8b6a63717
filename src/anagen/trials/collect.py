"""Batches handed out and gathered in, until each set of numbers has its people.

Those with the lowest numbers are kept, whatever was done first. How many batches are started is guessed from the share
of candidates that was taken so far: a wrong guess costs time and changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anagen.cluster.executor import Executor, Here
from anagen.cluster.parts import Parts
from anagen.errors import InputError
from anagen.trials.batches import BATCH, Job, Seen, look_at

__all__ = ["Need", "collect"]

Floats = NDArray[np.float64]
TASK_SECONDS = 1.5
"""What a task should take: long beside what handing it out costs, short beside what a killed worker loses."""
SHARES_LEFT = 4
"""A task is at most one of so many shares of a slot's part of what is left, so that all end together."""
CANDIDATES_PER_PLACE, FEWEST_PLACES = 60, 16
"""Candidates looked at for each place before a trial's criteria are called impossible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One set of numbers, and how many people are to be run with it."""

    job: Job
    people: int


@dataclass(slots=True)
class Intake:
    """How far one need is met."""

    need: Need
    done: dict[int, Floats] = field(default_factory=dict)
    """Readings by number of the batch."""
    running: set[int] = field(default_factory=set)
    taken: int = 0
    """People of all batches that are done."""
    settled: int = 0
    """Batches from the first on that are done without a gap ..."""
    places: int = 0
    """... and their people: these are kept, whatever else comes."""
    next: int = 0
    """Lowest batch that is neither done nor running."""
    seconds: float = 0.0
    """Of all batches that were timed."""
    timed: int = 0

    @property
    def full(self) -> bool:
        """Whether all places are filled, with nobody of a lower number still to come."""
        return self.places >= self.need.people

    @property
    def most(self) -> int:
        """Batches after which nobody will fit any more."""
        return math.ceil(CANDIDATES_PER_PLACE * max(self.need.people, FEWEST_PLACES) / BATCH)

    def missing(self) -> int:
        """How many more batches are probably needed beside those that run."""
        if self.full:
            return 0
        looked_at = BATCH * len(self.done)
        share = max(self.taken, 1) / looked_at if looked_at else 1.0
        expected = self.taken + share * BATCH * len(self.running)
        more = math.ceil((self.need.people - expected) / (share * BATCH) - 1e-9)
        gaps = sum(k not in self.done for k in range(self.next, max(self.done, default=-1)))
        more = max(more, gaps, 0 if self.running else 1)
        return max(0, min(more, self.most - self.next))

    def start(self, most: int) -> tuple[int, int]:
        """First and count of the next batches in a row, at most so many, which run from now on."""
        first, count = self.next, 1
        while count < most and first + count not in self.done:
            count += 1
        self.running.update(range(first, first + count))
        self.advance()
        return first, count

    def add(self, seen: Seen) -> int:
        """Put in what was seen; gives how many places that filled."""
        before = min(self.taken, self.need.people)
        for number, values in seen.batches().items():
            self.running.discard(number)
            if number not in self.done:
                self.done[number] = values
                self.taken += len(values)
        if seen.seconds > 0.0:
            self.seconds, self.timed = self.seconds + seen.seconds, self.timed + seen.taken.size
        self.advance()
        return min(self.taken, self.need.people) - before

    def advance(self) -> None:
        """Move on past what is done, and past what runs."""
        while self.settled in self.done:
            self.places += len(self.done[self.settled])
            self.settled += 1
        while self.next in self.done or self.next in self.running:
            self.next += 1

    def refuse(self) -> None:
        """Say that hardly anyone fits, if that is how it is."""
        if not self.full and not self.running and self.next >= self.most:
            raise InputError(
                f"Of {BATCH * len(self.done)} virtual people {self.taken} fit, which is too few. "
                "Widen what is asked of them: ages, grades, or the trial's enrolment window."
            )

    def values(self) -> Floats:
        """Readings [people, arms, measures, visits] of those with the lowest numbers."""
        trial = self.need.job.trial
        nobody = np.empty((0, len(trial.arms), len(trial.instruments), len(trial.visits_weeks)))
        return np.concatenate([nobody, *(self.done[k] for k in range(self.settled))])[: self.need.people]


def collect(
    needs: Sequence[Need],
    *,
    executor: Executor | None = None,
    parts: Parts | None = None,
    tell: Callable[[float], None] | None = None,
) -> list[Floats]:
    """Readings of as many people as each set of numbers needs.

    Parameters
    ----------
    needs
        Sets of numbers, and for how many people.
    executor
        Where the work is done; here if not given.
    parts
        Where finished work is kept; what is there already is not done again.
    tell
        Called with the number of people that are done since the last call.

    Returns
    -------
    list of arrays
        One of shape (people, arms, measures, visits) for each need.
    """
    executor = executor or Here()
    intakes = [Intake(need) for need in needs]
    say = tell or (lambda _people: None)
    for place, seen in kept(parts):
        say(float(intakes[place].add(seen)))
    open_ = [k for k, intake in enumerate(intakes) if not intake.full]
    shared = {k: executor.share(needs[k].job) for k in open_}
    try:
        while open_:
            hand_out(executor, open_, intakes, shared)
            place, seen = executor.finished()
            if parts is not None:
                keep(parts, place, seen)
            say(float(intakes[place].add(seen)))
            intakes[place].refuse()
            open_ = [k for k in open_ if not intakes[k].full]
    finally:
        executor.abandon()  # batches too many still run, and the next trial must not be given them
    return [intake.values() for intake in intakes]


def hand_out(
    executor: Executor, open_: Iterable[int], intakes: Sequence[Intake], shared: dict[int, Any]
) -> None:
    """Hand in as many tasks as keep all workers busy, of the first needs first."""
    for k in open_:
        while executor.waiting < executor.ahead and (missing := intakes[k].missing()):
            first, count = intakes[k].start(batches_of_a_task(intakes[k], missing, executor.slots))
            executor.submit(k, look_at, shared[k], first, count)


def batches_of_a_task(intake: Intake, missing: int, slots: int) -> int:
    """How many batches make a task of `TASK_SECONDS`, fewer near the end."""
    if not intake.timed or intake.seconds <= 0.0:
        return 1
    fit = round(TASK_SECONDS * intake.timed / intake.seconds)
    return max(1, min(fit, math.ceil(missing / (SHARES_LEFT * slots))))


def keep(parts: Parts, place: int, seen: Seen) -> None:
    """Keep what a task gave."""
    name = f"set{place:02d}-batch{seen.first:07d}"
    parts.save(
        name,
        {"set": np.array(place), "first": np.array(seen.first), "taken": seen.taken, "values": seen.values},
    )


def kept(parts: Parts | None) -> Iterable[tuple[int, Seen]]:
    """What was kept of an earlier run."""
    for _, arrays in parts.load() if parts is not None else ():
        yield (
            int(arrays["set"]),
            Seen(first=int(arrays["first"]), taken=arrays["taken"], values=arrays["values"]),
        )
