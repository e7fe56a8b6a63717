"""Workers: processes of this machine or of many, through Dask.

Dask was measured against pools of processes, joblib and Ray: it alone lost nothing when a worker was killed and has
packages for SLURM and Kubernetes. It costs some two milliseconds a task, so tasks should take a second or two.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing import current_process
from typing import Any
from uuid import uuid4

from anagen.cluster.executor import Executor, Here, Ticket
from anagen.cluster.interrupts import held
from anagen.errors import InputError
from anagen.threads import thread_count

__all__ = ["DaskExecutor", "opened"]

MOST_WORKERS = 1024
"""Processes of one machine; more is a slip of the finger."""
CONNECT_SECONDS = 15.0
SLOTS_KNOWN_SECONDS = 2.0
"""How long the number of workers is taken to be as it was."""
TASKS_PER_SLOT = 2
GUARD = (
    "In a script of your own, keep what opens workers below 'if __name__ == \"__main__\":', "
    "for each of them reads the script first."
)
NO_WORKERS = (
    "The scheduler at %s has no workers yet: waiting for the first. "
    "Start one with 'dask worker %s --nthreads 1'."
)
TRIES = 3
"""How often a task is handed in again that was given up because the workers that had it died; Dask itself has given it
to several others by then."""


class DaskExecutor:
    """Runs tasks on the workers of a Dask scheduler.

    Parameters
    ----------
    client
        A client of the scheduler.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._run = uuid4().hex[:8]  # two runs may share one scheduler
        self._shared: list[Any] = []
        self._done = self._nothing_done()
        self._tasks: dict[str, tuple[Ticket, Callable[..., Any], tuple[Any, ...], int]] = {}
        self._keys = 0
        self._slots, self._slots_known = 1, -SLOTS_KNOWN_SECONDS

    @property
    def slots(self) -> int:
        """Tasks that can run at once: threads of all workers there are now."""
        now = time.monotonic()
        if now - self._slots_known > SLOTS_KNOWN_SECONDS:
            self._slots, self._slots_known = max(1, sum(self._client.nthreads().values())), now
        return self._slots

    @property
    def ahead(self) -> int:
        """Tasks to have handed in at any time, so that no worker waits for the next."""
        return TASKS_PER_SLOT * self.slots

    @property
    def waiting(self) -> int:
        """Tasks that were handed in and are not back."""
        return len(self._tasks)

    def share(self, value: Any) -> Any:
        """A value that each worker fetches once.

        A task of its own makes it, so that it comes back by itself if all workers that held it are killed.

        Parameters
        ----------
        value
            What the tasks need.
        """
        future = self._client.submit(_itself, value, key=self._key(), pure=False)
        self._shared.append(future)
        return future

    def submit(self, ticket: Ticket, work: Callable[..., Any], *arguments: Any) -> None:
        """Hand in a task.

        Parameters
        ----------
        ticket
            What it is known by.
        work, *arguments
            What to call.
        """
        self._hand_in(ticket, work, arguments, 1)

    def _hand_in(
        self, ticket: Ticket, work: Callable[..., Any], arguments: tuple[Any, ...], tries: int
    ) -> None:
        key = self._key()
        self._tasks[key] = (ticket, work, arguments, tries)
        self._done.add(self._client.submit(work, *arguments, key=key, pure=False))

    def finished(self) -> tuple[Ticket, Any]:
        """Wait for the next task that is done, and give its ticket and its result."""
        from concurrent.futures import CancelledError

        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        while True:
            future = next(self._done)
            ticket, work, arguments, tries = self._tasks.pop(future.key)
            try:
                return ticket, future.result()
            except KilledWorker as error:
                if tries >= TRIES:
                    raise InputError(
                        f"A task was given up: the workers that had it died, {tries} times over. Their logs say why; "
                        "too little memory is the usual cause."
                    ) from error
                self._hand_in(ticket, work, arguments, tries + 1)
            except (CancelledError, FutureCancelledError) as error:
                raise InputError(
                    "The scheduler has gone, and its tasks with it. Start it again; what was kept with --out "
                    "goes on with --resume."
                ) from error

    def abandon(self) -> None:
        """Give up what was handed in and is not back, and what was shared for it."""
        if futures := [*self._done.futures, *self._shared]:
            self._client.cancel(futures, force=True)
        self._done = self._nothing_done()  # the old one would still give what was given up
        self._shared.clear()
        self._tasks.clear()

    def _nothing_done(self) -> Any:
        from distributed import as_completed

        return as_completed(loop=self._client.loop)

    def _key(self) -> str:
        """A name on the scheduler that nothing had before: it may still know what was given up."""
        self._keys += 1
        return f"anagen-{self._run}-{self._keys}"


@contextmanager
def opened(workers: int | None = None, scheduler: str | None = None) -> Iterator[Executor]:
    """What runs tasks, for as long as it is needed.

    Parameters
    ----------
    workers
        Processes to start on this machine; none for this process.
    scheduler
        Address of a Dask scheduler, such as ``tcp://10.0.0.1:8786``, whose workers are used.

    Yields
    ------
    Executor
        One that runs tasks in this process if neither is given.
    """
    if workers is None and scheduler is None:
        yield Here()
        return
    if workers is not None and scheduler is not None:
        raise InputError(
            "Give --workers to start processes here, or --scheduler to use those elsewhere, not both."
        )
    if workers is not None and not 1 <= workers <= MOST_WORKERS:
        raise InputError(f"Cannot start {workers} workers. Give a number from 1 to {MOST_WORKERS}.")
    with _client(workers, scheduler) as client:
        executor = DaskExecutor(client)
        try:
            yield executor
        finally:
            executor.abandon()


@contextmanager
def _client(workers: int | None, scheduler: str | None) -> Iterator[Any]:
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise InputError("Workers need Dask. Install it with: pip install 'anagen[cluster]'.") from error
    if scheduler is not None:
        try:
            client = Client(scheduler, timeout=CONNECT_SECONDS, name="anagen")
        except (OSError, ValueError) as error:
            raise InputError(
                f"There is no scheduler at {scheduler}: {error}. Start one with 'dask scheduler', "
                "which prints its address."
            ) from None
        with _quiet("distributed.client"), client:
            if not client.nthreads():
                logging.getLogger(__name__).warning(NO_WORKERS, scheduler, scheduler)
            yield client
        return
    if getattr(current_process(), "_inheriting", False):
        # A worker to be, which reads a script without a guard: the process that starts it says what to do, once.
        sys.exit(1)
    threads = max(1, thread_count() // (workers or 1))
    with ExitStack() as stack:
        with held():
            try:
                cluster = stack.enter_context(
                    LocalCluster(
                        n_workers=workers,
                        threads_per_worker=1,
                        processes=True,
                        dashboard_address="127.0.0.1:0",  # none of its own would still take the usual port
                        silence_logs=logging.CRITICAL,
                        env={"ANAGEN_THREADS": str(threads)},
                    )
                )
            except RuntimeError as error:  # what Dask says of a process that ended before it was a worker
                raise InputError(f"The workers did not start: {error} {GUARD}") from None
            client = stack.enter_context(Client(cluster))
        yield client


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    """Keep what a library logs to itself: of a scheduler that has gone it shows a traceback, and we say a line."""
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _itself(value: Any) -> Any:
    return value
