"""A thinning area cut into sections that a roller covers, in an order in which a hand can follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from anagen.rolling.lattice import CELL_MM, Cell, connected, lattice, neighbors
from anagen.rolling.thinning import ThinArea, width_mm

__all__ = ["DRUM_MM", "LONGEST_MM", "Section", "adjoin", "cut", "on_edge"]

DRUM_MM = 20.0
"""Width of the usual roller's drum. [mm]"""
LONGEST_MM = 2.0 * DRUM_MM
"""No section is wider or longer: two lanes of the roller side by side. [mm]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the thinning area that is rolled before the next."""

    number: int
    """From 1, in the order of rolling."""
    cells: frozenset[Cell]
    size_cm2: float
    """[cm2]"""

    @property
    def middle_mm(self) -> tuple[float, float]:
        """Its middle on the map. [mm]"""
        count = len(self.cells)
        return (
            CELL_MM * (sum(i for i, _ in self.cells) / count + 0.5),
            CELL_MM * (sum(j for _, j in self.cells) / count + 0.5),
        )

    @property
    def width_mm(self) -> tuple[float, float]:
        """How far it reaches, side to side and front to back. [mm]"""
        return width_mm(self.cells)


def cut(area: ThinArea) -> tuple[Section, ...]:
    """The sections of a thinning area, in the order of rolling.

    The first lies on the edge of the area, and each next one adjoins the one before it, as long as that has a neighbor
    that is not done. Where the area is in patches, one patch is finished before the next is begun.

    Parameters
    ----------
    area
        The thinning area.
    """
    cells = lattice(area.sex)
    ordered = [piece for patch in connected(area.cells) for piece in in_order(merged(divided(patch)))]
    return tuple(
        Section(number=number, cells=piece, size_cm2=cells.size_cm2(piece))
        for number, piece in enumerate(ordered, start=1)
    )


def fits(cells: frozenset[Cell]) -> bool:
    """Whether a roller covers some cells in two lanes."""
    return max(width_mm(cells)) <= LONGEST_MM


def divided(patch: frozenset[Cell]) -> list[frozenset[Cell]]:
    """A patch in connected pieces that are small enough, cut straight across, into equal lengths."""
    if fits(patch):
        return [patch]
    wide, long = width_mm(patch)
    axis = 0 if wide >= long else 1
    length = round(max(wide, long) / CELL_MM)
    pieces = -(-length // round(LONGEST_MM / CELL_MM))
    first = min(cell[axis] for cell in patch)
    parts: list[set[Cell]] = [set() for _ in range(pieces)]
    for cell in patch:
        parts[(cell[axis] - first) * pieces // length].add(cell)
    return [small for part in parts for piece in connected(part) for small in divided(piece)]


def merged(pieces: Sequence[frozenset[Cell]]) -> list[frozenset[Cell]]:
    """Pieces of which none could be one with a neighbor and still be small enough; the smallest are joined first."""
    left = sorted(pieces, key=lambda piece: (len(piece), sorted(piece)))
    for place, piece in enumerate(left):
        partners = [
            other for other in left if other is not piece and touch(piece, other) and fits(piece | other)
        ]
        if partners:
            partner = min(partners, key=lambda other: (len(other), sorted(other)))
            rest = [one for k, one in enumerate(left) if k != place and one is not partner]
            return merged([*rest, piece | partner])
    return left


def touch(one: frozenset[Cell], other: frozenset[Cell]) -> bool:
    """Whether two pieces share a side of a cell."""
    return any(near in other for cell in one for near in neighbors(cell))


def adjoin(one: Section, other: Section) -> bool:
    """Whether two sections share a border."""
    return touch(one.cells, other.cells)


def on_edge(piece: frozenset[Cell], area: frozenset[Cell]) -> bool:
    """Whether a piece lies on the edge of the area."""
    return any(near not in area for cell in piece for near in neighbors(cell))


def in_order(pieces: Sequence[frozenset[Cell]]) -> list[frozenset[Cell]]:
    """The pieces of one patch, each next to the one before where that can be; from the edge, and from the front.

    From every piece on the edge the way is followed that leaves the fewest pieces behind, and the way with the fewest
    leaps is taken.
    """
    patch = frozenset[Cell]().union(*pieces)
    near = {one: [other for other in pieces if other is not one and touch(one, other)] for one in pieces}
    ways = [way_from(start, pieces, near) for start in pieces if on_edge(start, patch)]
    return min(
        ways,
        key=lambda way: (
            sum(after not in near[before] for before, after in pairwise(way)),
            -max(j for _, j in way[0]),
            -max(i for i, _ in way[0]),
        ),
    )


def way_from(
    start: frozenset[Cell],
    pieces: Sequence[frozenset[Cell]],
    near: dict[frozenset[Cell], list[frozenset[Cell]]],
) -> list[frozenset[Cell]]:
    """A way over all pieces, always to the neighbor that has the fewest open neighbors itself."""
    way, left = [start], [one for one in pieces if one is not start]
    while left:
        here = way[-1]
        ahead = [one for one in left if one in near[here]]
        if not ahead:  # a dead end: back to what adjoins something done, the nearest of it
            ahead = [one for one in left if any(done in near[one] for done in way)]
            chosen = min(ahead, key=lambda one: (apart(here, one), sorted(one)))
        else:
            chosen = min(
                ahead,
                key=lambda one: (sum(other in left for other in near[one]), apart(here, one), sorted(one)),
            )
        way.append(chosen)
        left.remove(chosen)
    return way


def apart(one: frozenset[Cell], other: frozenset[Cell]) -> float:
    """Squared distance of the middles of two pieces, in cells."""

    def middle(piece: frozenset[Cell]) -> tuple[float, float]:
        return sum(i for i, _ in piece) / len(piece), sum(j for _, j in piece) / len(piece)

    (a, b), (c, d) = middle(one), middle(other)
    return (a - c) ** 2 + (b - d) ** 2
