"""What runs tasks. The plain one runs them here; the others hand them to workers (`anagen.cluster.workers`).

A task is a function at the top of a module with arguments that can be sent. Which task is done first must not matter
to anybody: the same tasks give the same results here, in many processes and on many machines.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

__all__ = ["Executor", "Here"]

Ticket = Any
"""What a task is known by."""


class Executor(Protocol):
    """Runs tasks, in any order."""

    @property
    def slots(self) -> int:
        """Tasks that can run at once."""
        ...

    @property
    def ahead(self) -> int:
        """Tasks to have handed in at any time, so that nobody waits for the next."""
        ...

    @property
    def waiting(self) -> int:
        """Tasks that were handed in and are not back."""
        ...

    def share(self, value: Any) -> Any:
        """Something that many tasks need, sent once to each worker; what is returned stands for it in `submit`."""
        ...

    def submit(self, ticket: Ticket, work: Callable[..., Any], *arguments: Any) -> None:
        """Hand in a task."""
        ...

    def finished(self) -> tuple[Ticket, Any]:
        """Wait for the next task that is done, and give its ticket and its result."""
        ...

    def abandon(self) -> None:
        """Give up what was handed in and is not back, so that whoever comes next does not get it."""
        ...


class Here:
    """Runs one task after another in this process, whose compiled code uses all its cores."""

    slots = 1
    ahead = 1

    def __init__(self) -> None:
        self._tasks: deque[tuple[Ticket, Callable[..., Any], tuple[Any, ...]]] = deque()

    @property
    def waiting(self) -> int:
        """Tasks that were handed in and are not back."""
        return len(self._tasks)

    def share(self, value: Any) -> Any:
        """The value itself.

        Parameters
        ----------
        value
            What the tasks need.
        """
        return value

    def submit(self, ticket: Ticket, work: Callable[..., Any], *arguments: Any) -> None:
        """Hand in a task.

        Parameters
        ----------
        ticket
            What it is known by.
        work, *arguments
            What to call.
        """
        self._tasks.append((ticket, work, arguments))

    def finished(self) -> tuple[Ticket, Any]:
        """Run the task that has waited longest, and give its ticket and its result."""
        ticket, work, arguments = self._tasks.popleft()
        return ticket, work(*arguments)

    def abandon(self) -> None:
        """Give up what was handed in and is not back."""
        self._tasks.clear()
