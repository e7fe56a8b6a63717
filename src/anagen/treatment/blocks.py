"""People in blocks, on all cores: few enough at a time that their drawn doses fit into memory."""

from __future__ import annotations

from collections.abc import Callable

from anagen.threads import run_ranges

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

    def some_blocks(first: int, last: int) -> None:
        for start in range(first * PEOPLE_PER_BLOCK, min(last * PEOPLE_PER_BLOCK, people), PEOPLE_PER_BLOCK):
            follow(start, min(start + PEOPLE_PER_BLOCK, people))

    run_ranges(some_blocks, -(-people // PEOPLE_PER_BLOCK))
