"""The runner: one process beside the servers that does what waits, one job after another.

    python -m anagen.web.jobs.runner --database FILE --data FOLDER

`anagen serve` starts it. It may be started by hand as well, on any machine that sees the database and the folder of
results; only one of them works at a time, the others stand by.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anagen.errors import AnagenError, StoreError
from anagen.web.jobs.carrying import BROKE, STOPPED, write_down
from anagen.web.jobs.lease import LEASE_S, Lease, LeaseLostError
from anagen.web.jobs.queue import Jobs
from anagen.web.jobs.tasks import LONGEST_S, tasks
from anagen.web.jobs.turns import Turn, Turns
from anagen.web.jobs.worker import GONE, Worker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from anagen.web.settings import Settings

__all__ = ["Ending", "Runner", "main"]

log = logging.getLogger("anagen.web.jobs")

LOOK_EVERY_S = 0.2
"""How often to look whether something waits, or is no longer wanted. [s]"""
BEAT_EVERY_S = 1.0
"""How often progress is written down. [s]"""
GRACE_S = 5.0
"""How long a job that is no longer wanted may take to notice before its process is killed. [s]"""
STAND_BY_S = 2.0
"""How often one that stands by asks for the lease. [s]"""
GETTING_READY = "Getting ready to simulate."
TOO_LONG = "The simulation took longer than {minutes:.0f} minutes and was stopped. Ask for less: fewer people or years."


class Runner:
    """Takes jobs and has them done.

    Parameters
    ----------
    jobs
        The jobs.
    ends
        Whether it is to end.
    worker
        What does them.
    """

    def __init__(self, jobs: Jobs, ends: Callable[[], bool], worker: Worker | None = None) -> None:
        self._jobs, self._ends = jobs, ends
        self._lease, self._worker = Lease(jobs.store), worker or Worker()
        self._turns = Turns(jobs.store, self._lease)
        self._beaten_s = float("-inf")

    def run(self) -> None:
        """Run until it is to end."""
        try:
            while not self._ends():
                try:
                    self._serve()
                except LeaseLostError:
                    self._worker.kill()
                except StoreError as error:  # the database is away, or somebody holds it: it may come back
                    log.warning("%s", error)
                    self._pause(STAND_BY_S)
        finally:
            self._worker.kill()
            with suppress(AnagenError):
                self._lease.release()

    def _serve(self) -> None:
        if not self._lease.take():
            self._pause(STAND_BY_S)
            return
        self._worker.start()
        self._turns.recover()
        self._jobs.cache.sweep(self._turns.people())
        self._turns.forget_lost(self._jobs.cache)
        while not self._ends():
            self._beat_if_due(LEASE_S / 3.0)
            turn = self._turns.take()
            if turn is None:
                self._pause(LOOK_EVERY_S)
            else:
                self._carry_out(turn)

    def _beat_if_due(self, every_s: float) -> None:
        if time.monotonic() - self._beaten_s >= every_s:
            self._beaten_s = time.monotonic()
            self._lease.beat()

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._ends() and (left := until - time.monotonic()) > 0.0:
            time.sleep(min(left, LOOK_EVERY_S))

    def _carry_out(self, turn: Turn) -> None:
        """Have one job done, from its folder to the table."""
        cache = self._jobs.cache
        if cache.has(turn.person_id, turn.key):
            self._turns.finish(turn)
            return
        folder = cache.draft(turn.person_id, turn.key)
        self._worker.begin(turn, folder)
        outcome, says = self._watched(turn, folder)
        if outcome == STOPPED and self._ends():
            self._turns.put_back(turn)
        write_down(self._turns, cache, turn, outcome, says)

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
                self._jobs.cache.show_early(turn.person_id, turn.key, name, data)

    def _leave_job(self) -> None:
        """Ask the worker to leave its job, and kill it if it does not."""
        self._worker.stop_job()
        until = time.monotonic() + GRACE_S
        while time.monotonic() < until and not self._ends():
            said = self._worker.heard(LOOK_EVERY_S)
            self._beat_if_due(LEASE_S / 3.0)
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


class Ending:
    """Whether the process was asked to end, or whoever started it is gone."""

    def __init__(self) -> None:
        self._asked = False
        self._parent: int | None = None

    def listen(self) -> None:
        """Take Ctrl-C and a request to end as such, and no longer as what breaks off whatever goes on."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._note)

    def end_with_parent(self) -> None:
        """End when the process that started this one is gone, however it went."""
        self._parent = os.getppid()

    def _note(self, _number: int, _frame: Any) -> None:
        self._asked = True

    def __call__(self) -> bool:
        """Whether it is to end."""
        return self._asked or (self._parent is not None and os.getppid() != self._parent)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run until Ctrl-C, a request to end, or the end of the server that started it."""
    ending = Ending()
    ending.listen()
    settings = _settings(arguments, ending)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    os.umask(0o077)
    from anagen.store import Store

    try:
        store = Store.open(settings.database, passphrase=settings.passphrase)
    except AnagenError as error:
        raise SystemExit(f"anagen: {error}") from None
    with store:
        Runner(Jobs(store, settings.data_folder), ending).run()


def _settings(arguments: Sequence[str] | None, ending: Ending) -> Settings:
    """From the server that started it, else from the command line."""
    from anagen.web.serving import SETTINGS, settings_from_environment
    from anagen.web.settings import Settings, default_folder

    if SETTINGS in os.environ:
        ending.end_with_parent()
        return settings_from_environment()
    reader = argparse.ArgumentParser(
        prog="anagen.web.jobs.runner", description="Do the simulations that wait."
    )
    reader.add_argument("--database", help="file or URL of the store; the one of this account if not given")
    reader.add_argument("--data", type=Path, default=default_folder(), help="folder of results")
    reader.add_argument("--passphrase-file", type=Path, help="file whose first line opens a sealed store")
    given = reader.parse_args(arguments)
    passphrase = None
    if given.passphrase_file is not None:
        passphrase = given.passphrase_file.read_text(encoding="utf-8").splitlines()[0]
    return Settings(database=given.database, passphrase=passphrase, data_folder=given.data)


if __name__ == "__main__":
    main()
