"""Ctrl-C, which a terminal sends to every process that was started from it.

Only the command is to answer it, and lets its workers go. A worker that answered too would print where it was, and what
starts workers leaves half of them behind when it is broken off.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from threading import current_thread, main_thread
from typing import Any

__all__ = ["held"]


@contextmanager
def held() -> Iterator[None]:
    """Hold Ctrl-C back until the end, and for good from threads and processes that are started meanwhile.

    Raises
    ------
    KeyboardInterrupt
        At the end, if the user asked to stop meanwhile.
    """
    before = signal.getsignal(signal.SIGINT)
    if current_thread() is not main_thread() or not callable(before):  # nothing is raised here
        with _blocked():
            yield
        return
    came: list[Any] = []
    signal.signal(signal.SIGINT, lambda *call: came.append(call))
    try:
        with _blocked():
            yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        before(*came[0])


@contextmanager
def _blocked() -> Iterator[None]:
    """Block the signal in this thread: what a thread starts, threads and processes alike, blocks what it does."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # it lets the signal through again where it is started
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
