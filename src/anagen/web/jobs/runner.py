"""The runner: one process beside the servers that has what waits done by two children.

One child takes small jobs only, so that nobody's first picture waits behind what takes long; the other takes large
ones, and small ones when none is there. It begins when the first is warm, and finds compiled what both need.

    python -m anagen.web.jobs.runner --database FILE --data FOLDER

`anagen serve` starts it. It may be started by hand as well, on any machine that sees the database and the folder of
results; only one of them works at a time, the others stand by.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anagen.errors import AnagenError, StoreError
from anagen.web.jobs.lane import LOOK_EVERY_S, InHand, Lane
from anagen.web.jobs.lease import LEASE_S, Lease, LeaseLostError
from anagen.web.jobs.order import LARGE, SMALL
from anagen.web.jobs.queue import Jobs
from anagen.web.jobs.turns import Turns
from anagen.web.jobs.worker import COMMAND, Worker

if TYPE_CHECKING:
    from anagen.web.settings import Settings

__all__ = ["Ending", "Runner", "main"]

log = logging.getLogger("anagen.web.jobs")

STAND_BY_S = 2.0
"""How often one that stands by asks for the lease. [s]"""


class Runner:
    """Takes jobs and has them done, in two lanes: small ones never wait behind a large one.

    Parameters
    ----------
    jobs
        The jobs.
    ends
        Whether it is to end.
    command
        What a child runs; the size of the jobs that it is for is added.
    """

    def __init__(self, jobs: Jobs, ends: Callable[[], bool], command: Sequence[str] = COMMAND) -> None:
        self._jobs, self._ends, self._command = jobs, ends, command
        self._lease = Lease(jobs.store)
        self._turns = Turns(jobs.store, self._lease)

    def run(self) -> None:
        """Run until it is to end."""
        try:
            while not self._ends():
                try:
                    self._serve()
                except LeaseLostError:
                    continue
                except StoreError as error:  # the database is away, or somebody holds it: it may come back
                    log.warning("%s", error)
                    self._pause(STAND_BY_S)
        finally:
            with suppress(AnagenError):
                self._lease.release()

    def _serve(self) -> None:
        if not self._lease.take():
            self._pause(STAND_BY_S)
            return
        self._turns.recover()
        self._jobs.cache.sweep(self._turns.people())
        self._turns.forget_lost(self._jobs.cache)
        over = threading.Event()
        lanes = self._lanes(lambda: over.is_set() or self._ends())
        with ThreadPoolExecutor(len(lanes), thread_name_prefix="lane") as pool:
            running = [pool.submit(lane.run) for lane in lanes]
            try:
                while not self._ends() and not any(one.done() for one in running):
                    self._lease.beat()
                    wait(running, min(LEASE_S / 3.0, STAND_BY_S), FIRST_COMPLETED)
            finally:
                over.set()
        for one in running:
            one.result()  # what ended one of them ends all

    def _lanes(self, ends: Callable[[], bool]) -> tuple[Lane, ...]:
        hand = InHand(self._turns)

        def lane(sizes: Sequence[str], after: threading.Event | None) -> Lane:
            worker = Worker([*self._command, sizes[0]])
            return Lane(self._turns, self._jobs.cache, hand, worker, sizes=sizes, ends=ends, after=after)

        small = lane((SMALL,), None)
        return small, lane((LARGE, SMALL), small.ready)

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._ends() and (left := until - time.monotonic()) > 0.0:
            time.sleep(min(left, LOOK_EVERY_S))


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
