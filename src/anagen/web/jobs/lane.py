"""A lane of the runner: one child that computes, and the jobs that it is given, one after the other."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anagen.web.jobs.carrying import BROKE, STOPPED, write_down
from anagen.web.jobs.tasks import LONGEST_S, tasks
from anagen.web.jobs.worker import GONE, WARM

if TYPE_CHECKING:
    from anagen.web.jobs.cache import Cache
    from anagen.web.jobs.turns import Result, Turn, Turns
    from anagen.web.jobs.worker import Worker

__all__ = ["LOOK_EVERY_S", "InHand", "Lane"]

LOOK_EVERY_S = 0.2
"""How often to look whether something waits, or is no longer wanted. [s]"""
BEAT_EVERY_S = 1.0
"""How often progress is written down. [s]"""
GRACE_S = 5.0
"""How long a job that is no longer wanted may take to notice before its process is killed. [s]"""
GETTING_READY = "Getting ready to simulate."
TOO_LONG = "The simulation took longer than {minutes:.0f} minutes and was stopped. Ask for less: fewer people or years."


class InHand:
    """What the lanes of a runner are at, so that no two of them ever make the same result.

    The table alone cannot say it: a job that was cancelled and asked for again waits, while what began it still stops.

    Parameters
    ----------
    turns
        Where jobs are taken.
    """

    def __init__(self, turns: Turns) -> None:
        self._turns, self._taking = turns, threading.Lock()
        self._results: set[Result] = set()

    @contextmanager
    def taken(self, sizes: Sequence[str]) -> Iterator[Turn | None]:
        """The job whose turn it is, in hand until the block ends; none if nothing waits.

        Parameters
        ----------
        sizes
            Of the jobs that may be taken, those that are taken first before the others.
        """
        with self._taking:
            turn = self._turns.take(sizes, leave=self._results)
            if turn is not None:
                self._results.add(turn.result)
        try:
            yield turn
        finally:
            if turn is not None:
                self._results.discard(turn.result)


class Lane:
    """Takes jobs of some sizes, and has its child do them.

    Parameters
    ----------
    turns, cache
        Where jobs are taken, and where results go.
    hand
        What all lanes are at.
    worker
        The child.
    sizes
        Of the jobs that it takes, those that it takes first before the others; the others only once its child is warm,
        because until then the child of their own lane is the faster one.
    ends
        Whether it is to end.
    after
        It begins when this is set, so that children do not compile the same functions side by side.
    """

    def __init__(
        self,
        turns: Turns,
        cache: Cache,
        hand: InHand,
        worker: Worker,
        *,
        sizes: Sequence[str],
        ends: Callable[[], bool],
        after: threading.Event | None = None,
    ) -> None:
        self._turns, self._cache, self._hand, self._worker = turns, cache, hand, worker
        self._sizes, self._ends, self._after = sizes, ends, after
        self.ready = threading.Event()
        """Set as soon as the child has compiled what it needs, or has shown that it cannot."""
        self._beaten_s = float("-inf")

    def run(self) -> None:
        """Take one job after another until it is to end; the child ends with it."""
        try:
            while self._after is not None and not self._after.wait(LOOK_EVERY_S):
                if self._ends():
                    return
            self._worker.start()
            while not self._ends():
                sizes = self._sizes if self.ready.is_set() else self._sizes[:1]
                with self._hand.taken(sizes) as turn:
                    if turn is not None:
                        self._carry_out(turn)
                if turn is None:
                    self._listen()
        finally:
            self._worker.kill()

    def _listen(self) -> None:
        """Wait a moment, and hear whether the child is warm."""
        if self._worker.heard(LOOK_EVERY_S) in (WARM, GONE):
            self.ready.set()

    def _carry_out(self, turn: Turn) -> None:
        """Have one job done, from its folder to the table."""
        if self._cache.has(turn.person_id, turn.key):
            self._turns.finish(turn)
            return
        folder = self._cache.draft(turn.person_id, turn.key)
        self._worker.begin(turn, folder)
        outcome, says = self._watched(turn, folder)
        self.ready.set()
        if outcome == STOPPED and self._ends():
            self._turns.put_back(turn)
        write_down(self._turns, self._cache, turn, outcome, says)

    def _watched(self, turn: Turn, folder: Path) -> tuple[str, str]:
        """Watch a job until it has ended: what became of it, and what there is to say."""
        seen = Watched(turn)
        while True:
            said = self._worker.heard(LOOK_EVERY_S)
            outcome = None if said is None else seen.hear(said)
            if outcome is not None:
                return outcome
            if said is not None and said["event"] == "early":
                self._show_early(turn, folder, said["name"])
            if self._ends():
                self._worker.kill()
                return STOPPED, ""
            if time.monotonic() > seen.until:
                self._leave_job()
                self._turns.fail(turn, TOO_LONG.format(minutes=max(1.0, seen.longest_s / 60.0)))
                return STOPPED, ""
            if not self._goes_on(turn, seen.share, seen.says):
                self._leave_job()
                return STOPPED, ""

    def _goes_on(self, turn: Turn, share: float, told: str) -> bool:
        """Whether a job is still wanted; writes down how far it is when that is due."""
        if time.monotonic() - self._beaten_s < BEAT_EVERY_S:
            return self._turns.is_wanted(turn)
        self._beaten_s = time.monotonic()
        return self._turns.beat(turn, share, told)

    def _show_early(self, turn: Turn, folder: Path, name: str) -> None:
        with suppress(FileNotFoundError):  # the person was erased, and the folder with it
            data = (folder / name).read_bytes()
            if self._turns.is_wanted(turn):
                self._cache.show_early(turn.person_id, turn.key, name, data)

    def _leave_job(self) -> None:
        """Ask the child to leave its job, and kill it if it does not."""
        self._worker.stop_job()
        until = time.monotonic() + GRACE_S
        while time.monotonic() < until and not self._ends():
            said = self._worker.heard(LOOK_EVERY_S)
            if said == GONE or (said is not None and said["event"] == "ended"):
                return
        self._worker.kill()
        self._worker.start()


class Watched:
    """What is heard of a job.

    Parameters
    ----------
    turn
        The job.
    """

    def __init__(self, turn: Turn) -> None:
        found = tasks().get(turn.kind)
        self.longest_s = LONGEST_S if found is None else found.longest_s
        self.share, self.says = 0.0, GETTING_READY
        self.until = time.monotonic() + LONGEST_S

    def hear(self, said: dict[str, Any]) -> tuple[str, str] | None:
        """Take in what the worker says; what became of the job, once it has ended."""
        match said:
            case {"event": "begun"}:  # what it took to get ready is not the job's
                self.says, self.until = "", time.monotonic() + self.longest_s
            case {"event": "progress"}:
                self.share, self.says = said["share"], said["says"]
            case {"event": "ended"}:
                return said["outcome"], said["says"]
            case _ if said == GONE:
                return BROKE, ""
        return None
