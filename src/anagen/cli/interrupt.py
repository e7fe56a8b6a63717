"""Ctrl-C that is never lost.

Python raises KeyboardInterrupt wherever it happens to be; where that is a callback of a library, the exception is
printed and forgotten, and the program goes on to write what the user no longer wants. So an interrupt is also noted,
and looked for before anything is written and at the end.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["noted", "stop_if_interrupted"]

_seen: list[int] = []


def _note(number: int, frame: Any) -> None:
    _seen.append(number)
    signal.default_int_handler(number, frame)


@contextmanager
def noted() -> Iterator[None]:
    """Note interrupts while a command runs, unless the program was told to ignore them."""
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    _seen.clear()
    before = signal.signal(signal.SIGINT, _note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def stop_if_interrupted() -> None:
    """Raise the interrupt that was noted, if there was one.

    Raises
    ------
    KeyboardInterrupt
        If the user has asked to stop.
    """
    if _seen:
        _seen.clear()
        raise KeyboardInterrupt
