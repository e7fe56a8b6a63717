"""In which order those who wait come up: small jobs and large ones in two lines, and in each persons in turn.

A function of what waits and of what was done, so that the runner and the page that says a place cannot disagree. The
lines have nothing to do with each other: what happens in one moves no place in the other.
"""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = ["LARGE", "SIZES", "SMALL", "Waiting", "in_turn"]

SMALL, LARGE = "small", "large"
"""A small job takes a second or two; everything else is large."""
SIZES = (SMALL, LARGE)

Rank = tuple[int, str, int]
"""When an owner was last served: never, then at a time, then within the order that is being made."""
NEVER: Rank = (0, "", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A job that waits."""

    id: str
    owner: str
    """Whose turn it takes: a person, or the account that asked where it is about nobody."""
    asked_at: str


def in_turn(waiting: Iterable[Waiting], served: Mapping[str, str]) -> list[Waiting]:
    """Those who wait in one line, in the order in which they come up: whoever was served longest ago is the next.

    Parameters
    ----------
    waiting
        In any order.
    served
        When each owner's last job of this line was started.
    """
    of: dict[str, deque[Waiting]] = defaultdict(deque)
    for one in sorted(waiting, key=lambda one: (one.asked_at, one.id)):
        of[one.owner].append(one)
    line: list[tuple[Rank, str, str, str]] = []

    def stand(owner: str, rank: Rank) -> None:
        first = of[owner][0]
        heapq.heappush(line, (rank, first.asked_at, first.id, owner))

    for owner in of:
        stand(owner, (1, served[owner], 0) if owner in served else NEVER)
    ordered: list[Waiting] = []
    while line:
        owner = heapq.heappop(line)[-1]
        ordered.append(of[owner].popleft())
        if of[owner]:
            stand(owner, (2, "", len(ordered)))
    return ordered
