"""The child that computes, as the runner sees it."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from anagen.web.jobs.turns import Turn

__all__ = ["COMMAND", "GONE", "WARM", "Worker"]

GONE = {"event": "gone"}
"""What is heard of a child that has died."""
WARM = {"event": "warm"}
"""What is heard of a child that has loaded and compiled what its jobs need."""
COMMAND = (sys.executable, "-m", "anagen.web.jobs.work")
PATIENCE_S = 10.0
"""How long a killed child may take to vanish. [s]"""


class Worker:
    """A process that does one job after another. It is started when it is first needed, and again when it has died.

    Parameters
    ----------
    command
        What it runs.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._process: subprocess.Popen[str] | None = None
        self._heard: queue.Queue[dict[str, Any]] = queue.Queue()

    def start(self) -> None:
        """Have it there, and warming up."""
        if self._process is not None and self._process.poll() is None:
            return
        self.kill()
        self._heard = queue.Queue()
        self._process = subprocess.Popen(  # noqa: S603  our own program
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        threading.Thread(
            target=_listen, args=(self._process, self._heard), name="listener", daemon=True
        ).start()

    def begin(self, turn: Turn, folder: Path) -> None:
        """Have it do a job; what comes of it is heard.

        Parameters
        ----------
        turn
            The job.
        folder
            Into which it writes.
        """
        self.start()
        self._tell({"turn": asdict(turn), "folder": str(folder)})

    def stop_job(self) -> None:
        """Ask it to leave its job."""
        self._tell({"stop": True})

    def heard(self, wait_s: float) -> dict[str, Any] | None:
        """The next that it says; none if it says nothing for so long.

        Parameters
        ----------
        wait_s
            How long to listen. [s]
        """
        try:
            said = self._heard.get(timeout=wait_s)
        except queue.Empty:
            return None
        if said == GONE:  # its pipes close before it has ended: whoever asked at once would find it alive
            self.kill()
        return said

    def kill(self) -> None:
        """End it, whatever it does."""
        if self._process is None:
            return
        self._process.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(PATIENCE_S)
        if self._process.stdin is not None:
            with suppress(OSError):  # what was not read any more
                self._process.stdin.close()
        self._process = None

    def _tell(self, order: dict[str, Any]) -> None:
        if self._process is None or self._process.stdin is None:
            return
        with suppress(BrokenPipeError):  # it died; that is heard, too
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()


def _listen(process: subprocess.Popen[str], heard: queue.Queue[dict[str, Any]]) -> None:
    if process.stdout is not None:
        with process.stdout as lines, suppress(ValueError):
            for text in lines:
                heard.put(json.loads(text))
    heard.put(GONE)
