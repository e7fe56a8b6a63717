"""All cores: a range of independent tasks cut into pieces that run in threads without Python's lock.

Threads of Python rather than of the compiled loop: they nest (a web server may call from many), they stop at Ctrl-C,
and they cost nothing to compile.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

PIECES_PER_THREAD = 8
"""Pieces of work for each thread: small enough that no thread waits long for the last one."""


def thread_count() -> int:
    """Threads to use: what `ANAGEN_THREADS` says, else every core that this process may run on."""
    asked = os.environ.get("ANAGEN_THREADS", "")
    if asked.isdigit() and int(asked) > 0:
        return int(asked)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_ranges(work: Callable[[int, int], None], tasks: int) -> None:
    """Call ``work(first, last)`` for ranges that together make up ``range(tasks)``.

    What a task writes must depend on its number alone; then the result is the same on any number of threads.
    """
    threads = min(thread_count(), tasks)
    if threads <= 1:
        if tasks > 0:
            work(0, tasks)
        return
    pieces = min(tasks, threads * PIECES_PER_THREAD)
    edges = [tasks * k // pieces for k in range(pieces + 1)]
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(work, a, b) for a, b in pairwise(edges)]:
            done.result()
