"""In which order those who wait come up: persons in turn, small jobs first, and nobody waits for ever.

A function of what waits and of what was done, so that the runner and the page that says a place cannot disagree.
"""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = ["SMALL_IN_A_ROW", "Waiting", "in_turn"]

SMALL_IN_A_ROW = 4
"""Small jobs that go before a large one that waits; then it is the large one's turn."""

Rank = tuple[int, str, int]
"""When an owner was last served: never, then at a time, then within the order that is being made."""
NEVER: Rank = (0, "", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A job that waits."""

    id: str
    owner: str
    """Whose turn it takes: a person, or the account that asked where it is about nobody."""
    small: bool
    asked_at: str


def in_turn(waiting: Iterable[Waiting], served: Mapping[str, str], small_before: int = 0) -> list[Waiting]:
    """Those who wait, in the order in which they come up.

    Parameters
    ----------
    waiting
        In any order.
    served
        When each owner's last job was started.
    small_before
        How many small jobs were started since the last large one.
    """
    ranks: dict[str, Rank] = {owner: (1, at, 0) for owner, at in served.items()}
    given = sorted(waiting, key=lambda one: (one.asked_at, one.id))
    small, large = Line([one for one in given if one.small]), Line([one for one in given if not one.small])
    ordered: list[Waiting] = []
    row = small_before
    while small or large:
        from_small = bool(small) and not (large and row >= SMALL_IN_A_ROW)
        one = (small if from_small else large).next(ranks)
        row = row + 1 if from_small else 0
        ordered.append(one)
        ranks[one.owner] = (2, "", len(ordered))
    return ordered


class Line:
    """Jobs of one size; the owner who was served longest ago comes first."""

    def __init__(self, waiting: Iterable[Waiting]) -> None:
        self._of: dict[str, deque[Waiting]] = defaultdict(deque)
        for one in waiting:
            self._of[one.owner].append(one)
        self._heap: list[tuple[Rank, str, str, str]] = []
        for owner in self._of:
            self._push(owner, NEVER)

    def __bool__(self) -> bool:
        return bool(self._heap)

    def _push(self, owner: str, rank: Rank) -> None:
        first = self._of[owner][0]
        heapq.heappush(self._heap, (rank, first.asked_at, first.id, owner))

    def next(self, ranks: Mapping[str, Rank]) -> Waiting:
        """Take out whose turn it is."""
        while True:
            rank, _, _, owner = heapq.heappop(self._heap)
            now = ranks.get(owner, NEVER)
            if rank != now:  # served since it was put in; ranks only ever rise
                self._push(owner, now)
                continue
            one = self._of[owner].popleft()
            if self._of[owner]:
                self._push(owner, now)
            return one
