"""Where the present moment comes from."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

__all__ = ["Clock", "SteadyClock"]


class Clock(Protocol):
    """Something that tells the time."""

    def now(self) -> datetime:
        """The present moment, with the offset of this place."""


class SteadyClock:
    """The time of day when it was made, and from then on what has truly gone by.

    Setting the clock of the machine, by hand or by a time server, changes nothing while a session is open; time that
    the machine slept counts, where the system tells it.
    """

    def __init__(self) -> None:
        self._began = datetime.now(UTC)
        self._counted = _gone_by()

    def now(self) -> datetime:
        """The present moment, with the offset of this place."""
        gone = timedelta(seconds=_gone_by() - self._counted)
        return (self._began + gone).astimezone()


def _gone_by() -> float:
    """Seconds that nobody can set. [s]"""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)  # Linux: goes on while the machine sleeps
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)
