"""What the runner can do: functions of the modules of `anagen.web.tasks`, by kind."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Protocol

__all__ = ["LONGEST_S", "Progress", "StoppedError", "Task", "task", "tasks", "warm", "warmers"]

Say = Callable[[float, str], None]
SAY_EVERY_S = 0.2
"""Progress is passed on no more often. [s]"""
LONGEST_S = 1800.0
"""A job that takes longer is given up, so that nobody blocks the queue. [s]"""


class StoppedError(BaseException):
    """The job is no longer wanted; no error, so that no task takes it for one of its own."""


class Progress:
    """How far a job is. Calling it is also where a job that was cancelled ends.

    Parameters
    ----------
    say
        Where it goes: share that is done, and what is being done.
    show_early
        Where files go that may be seen before the end: name and content.
    stopped
        Whether the job is no longer wanted.
    """

    def __init__(
        self,
        say: Say,
        show_early: Callable[[str, bytes], None],
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._say, self._show_early, self._stopped = say, show_early, stopped
        self._share, self._says, self._said_s = 0.0, "", float("-inf")

    def __call__(self, share: float, says: str | None = None) -> None:
        """Say how far it is.

        Parameters
        ----------
        share
            Share that is done, from 0 to 1.
        says
            What is being done, in plain words, without any value of a person; the last one stays if not given.

        Raises
        ------
        StoppedError
            If the job is no longer wanted; let it pass.
        """
        if self._stopped():
            raise StoppedError
        self._share = min(1.0, max(self._share, share))
        new = says is not None and says != self._says
        self._says = self._says if says is None else says
        now = time.monotonic()
        if new or now - self._said_s >= SAY_EVERY_S:
            self._said_s = now
            self._say(self._share, self._says)

    def advance(self, step: float) -> None:
        """Say that a further share is done, as the callbacks of long functions do."""
        self(self._share + step)

    def early(self, name: str, data: bytes) -> None:
        """Show a file before the end; it is a file of the result, too.

        Parameters
        ----------
        name, data
            Of the file.
        """
        if self._stopped():
            raise StoppedError
        self._show_early(name, data)


class Run(Protocol):
    """What does a job: writes files into a folder, and says how far it is."""

    def __call__(self, params: Mapping[str, Any], folder: Path, progress: Progress) -> None:
        """Do the job."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A kind of job."""

    kind: str
    run: Run
    small: bool
    """Whether it takes a second or two, and so goes before those that take longer."""
    page: str
    """Where its result is shown: a path in which ``{id}``, ``{person_id}`` and ``{key}`` stand for the job's."""
    longest_s: float


_tasks: dict[str, Task] = {}
_warmers: list[tuple[Callable[[], None], bool]] = []


def task(
    kind: str, *, small: bool = False, page: str = "", longest_s: float = LONGEST_S
) -> Callable[[Run], Run]:
    """Decorator of a function that does a kind of job.

    Parameters
    ----------
    kind
        Its name.
    small
        Whether it takes a second or two.
    page
        Where its result is shown; ``{id}``, ``{person_id}`` and ``{key}`` stand for the job's.
    longest_s
        Time after which it is given up. [s]
    """

    def register(run: Run) -> Run:
        _tasks[kind] = Task(kind=kind, run=run, small=small, page=page, longest_s=longest_s)
        return run

    return register


def warm(*, small: bool) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Decorator of a function that a child calls before its first job: imports, loads, compiles.

    Parameters
    ----------
    small
        Whether small jobs need it; one that does only small jobs calls no other.
    """

    def register(function: Callable[[], None]) -> Callable[[], None]:
        _warmers.append((function, small))
        return function

    return register


@cache
def _loaded() -> None:
    """Import every module of tasks, whose decorators enter them here."""
    from anagen.web import tasks as folder

    for one in iter_modules(folder.__path__):
        import_module(f"{folder.__name__}.{one.name}")


def tasks() -> Mapping[str, Task]:
    """Every kind of job."""
    _loaded()
    return _tasks


def warmers(*, only_small: bool) -> tuple[Callable[[], None], ...]:
    """What is to be called before the first job.

    Parameters
    ----------
    only_small
        Whether none but small jobs will follow.
    """
    _loaded()
    return tuple(one for one, small in _warmers if small or not only_small)
