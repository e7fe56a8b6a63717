"""People in blocks, on all cores."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

__all__ = ["in_blocks"]

PEOPLE_PER_BLOCK = 32
"""People who are followed at a time."""


def in_blocks(follow: Callable[[int, int], None], people: int) -> None:
    """Call ``follow(start, stop)`` for blocks that together make up all people; a block depends on its people alone.

    Parameters
    ----------
    follow
        What is done with a block.
    people
        How many there are.
    """
    starts = range(0, people, PEOPLE_PER_BLOCK)
    threads = min(_thread_count(), len(starts))
    if threads <= 1:
        for start in starts:
            follow(start, min(start + PEOPLE_PER_BLOCK, people))
        return
    with ThreadPoolExecutor(threads) as pool:
        given = [pool.submit(follow, start, min(start + PEOPLE_PER_BLOCK, people)) for start in starts]
        for done in given:
            done.result()


def _thread_count() -> int:
    asked = os.environ.get("ANAGEN_THREADS", "")
    if asked.isdigit() and int(asked) > 0:
        return int(asked)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
