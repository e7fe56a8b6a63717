"""The process that computes: a child of the runner, warm before its first job, and killed where it does not listen.

It is told what to do by lines of JSON on standard input, and answers with such lines on standard output. When the
runner is gone, so is it.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from anagen.web.jobs.carrying import done_here
from anagen.web.jobs.order import LARGE, SMALL
from anagen.web.jobs.tasks import Progress, warmers
from anagen.web.jobs.turns import Turn
from anagen.web.jobs.worker import WARM

__all__ = ["main"]

log = logging.getLogger("anagen.web.jobs")

NICER = {SMALL: 5, LARGE: 10}
"""How much more patient than the servers: a page takes three times the share of a small job, a small job three times
that of a large one, and a busy machine still simulates."""


class Orders:
    """What the runner wants, read beside the work.

    Parameters
    ----------
    lines
        Where it says so.
    """

    def __init__(self, lines: IO[str]) -> None:
        self._lines = lines
        self._stopped = threading.Event()
        self.turns: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._read, name="orders", daemon=True).start()

    def _read(self) -> None:
        for text in self._lines:
            order = json.loads(text)
            if order.get("stop"):
                self._stopped.set()
            else:
                self._stopped.clear()
                self.turns.put(order)
        os._exit(0)  # the runner is gone; what is half written is a draft, and nobody misses it

    def stopped(self) -> bool:
        """Whether the present job is no longer wanted."""
        return self._stopped.is_set()


def main() -> None:
    """Do what the runner says, until it is gone; the last argument is the size of the jobs that it is for."""
    size = sys.argv[-1]
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the runner
    os.umask(0o077)
    _step_back(NICER[size])
    answers = _own_output()
    orders = Orders(sys.stdin)

    def answer(**said: Any) -> None:
        answers.write(json.dumps(said) + "\n")
        answers.flush()

    cold = [*warmers(only_small=size == SMALL), lambda: answer(**WARM)]
    while True:
        if cold and orders.turns.empty():  # whoever waits is served first: a job loads what it needs
            _warm_up(cold.pop(0))
            continue
        order = orders.turns.get()
        answer(event="ended", **_did(order, orders, answer))


def _did(order: dict[str, Any], orders: Orders, answer: Any) -> dict[str, str]:
    turn, folder = Turn(**order["turn"]), Path(order["folder"])

    def show_early(name: str, data: bytes) -> None:
        draft = folder / f".{name}"
        draft.write_bytes(data)
        draft.replace(folder / name)
        answer(event="early", name=name)

    answer(event="begun")
    progress = Progress(
        lambda share, says: answer(event="progress", share=share, says=says), show_early, orders.stopped
    )
    outcome, says = done_here(turn, folder, progress)
    return {"outcome": outcome, "says": says}


def _step_back(nicer: int) -> None:
    """Let the servers go first."""
    if hasattr(os, "nice"):
        os.nice(nicer)
    # Where Linux shares processors by session, the patience of a process counts within its own session only.
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(nicer), encoding="ascii")


def _own_output() -> IO[str]:
    """Standard output for answers alone; what a library prints goes to standard error."""
    own = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(own, "w", encoding="utf-8")


def _warm_up(one: Callable[[], None]) -> None:
    try:
        one()
    except Exception as error:  # noqa: BLE001  the first job will say it, to whom it concerns
        log.warning("Warming up met %s in %s", type(error).__name__, one.__name__)


if __name__ == "__main__":
    main()
