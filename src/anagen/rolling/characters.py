"""The map of a session in characters, for a terminal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from anagen.rolling.lattice import CELL_MM, Lattice, lattice
from anagen.rolling.plan import SessionPlan

__all__ = [
    "DONE",
    "NOW",
    "OFF",
    "PLAIN",
    "SCALP",
    "SHADED",
    "TO_DO",
    "WORDS",
    "Mark",
    "character_map",
    "plain_map",
]

OFF, SCALP, TO_DO, DONE, NOW, WORDS = "off", "scalp", "to do", "done", "now", "words"
SHADED = {OFF: " ", SCALP: "·", TO_DO: "░", DONE: "▒", NOW: "█"}
PLAIN = {OFF: " ", SCALP: ".", TO_DO: "-", DONE: "=", NOW: "#"}
"""For terminals that know no more."""
SIDE_MM, ROOM_MM, LEAST_BACK_MM = 100.0, 14.0, -84.0
"""What is shown: to the sides, around the thinning area, and at least how far behind. [mm]"""
FINEST_MM = 3.0
"""Smallest width of a character. [mm]"""
TALL = 2.0
"""Height of a character over its width."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Some characters of one kind, side by side."""

    kind: str
    """One of: off, scalp, to do, done, now, words."""
    says: str


def character_map(
    plan: SessionPlan,
    *,
    present: int | None = None,
    done: Collection[int] = (),
    columns: int = 60,
    rows: int = 20,
    signs: dict[str, str] | None = None,
) -> list[list[Mark]]:
    """The map in characters, line by line; forehead at the top, the person's left on the left.

    Parameters
    ----------
    plan
        The session.
    present
        Number of the section that is rolled now.
    done
        Numbers of those that are done.
    columns, rows
        Room for it; at least 16 by 6 are taken.
    signs
        A character for each kind of place: `SHADED` if not given, or `PLAIN`.
    """
    sign = signs or SHADED
    cells = lattice(plan.sex)
    number = {cell: section.number for section in plan.sections for cell in section.cells}
    u_max, v_max, v_min = _shown(plan)
    room = max(16, columns), max(6, rows) - 1
    wide = max(FINEST_MM, 2.0 * u_max / room[0], (v_max - v_min) / (TALL * room[1]))
    tall = TALL * wide
    across, down = round(2.0 * u_max / wide), round((v_max - v_min) / tall)
    grid: list[list[tuple[str, str]]] = []
    for line in range(down):
        v = v_max - tall * (line + 0.5)
        row = []
        for column in range(across):
            cell = (_cell(wide * (across / 2.0 - column - 0.5)), _cell(v))
            kind = _kind(cell, number, cells, present, done)
            row.append((kind, sign[kind]))
        grid.append(row)
    for section in plan.sections:
        u, v = section.middle_mm
        _put(grid, str(section.number), across / 2.0 - u / wide, (v_max - v) / tall)
    sides = [Mark(kind=WORDS, says=which_way(across))]
    return [sides] + [
        [
            Mark(kind=kind, says="".join(one for _, one in marks))
            for kind, marks in groupby(row, key=lambda mark: mark[0])
        ]
        for row in grid
    ]


def which_way(columns: int) -> str:
    """The line over a map that says where the forehead is, and the sides."""
    left, right = "left", "right"
    room = columns - len(left) - len(right)
    return f"{left}{'forehead' if room >= 12 else '':^{max(0, room)}}{right}"


def plain_map(plan: SessionPlan, **how: object) -> str:
    """The map as lines of text."""
    lines = character_map(plan, **how)  # type: ignore[arg-type]
    return "\n".join("".join(mark.says for mark in line).rstrip() for line in lines)


def _shown(plan: SessionPlan) -> tuple[float, float, float]:
    """How far to the sides, to the front and to the back is shown. [mm]"""
    rows = [j for section in plan.sections for _, j in section.cells]
    columns = [abs(i) for section in plan.sections for i, _ in section.cells]
    return (
        max(SIDE_MM, CELL_MM * max(columns) + ROOM_MM),
        _front(plan.sex),
        min(LEAST_BACK_MM, CELL_MM * min(rows) - ROOM_MM),
    )


def _front(sex: str) -> float:
    """Where the hair begins in front. [mm]"""
    cells = lattice(sex)
    return CELL_MM * (max(j for _, j in cells.cells(cells.haired)) + 1)


def _cell(place_mm: float) -> int:
    return int(place_mm // CELL_MM)


def _kind(
    cell: tuple[int, int],
    number: dict[tuple[int, int], int],
    cells: Lattice,
    present: int | None,
    done: Collection[int],
) -> str:
    if cell in number:
        section = number[cell]
        return NOW if section == present else DONE if section in done else TO_DO
    i, j = cell[0] + cells.reach, cell[1] + cells.reach
    inside = 0 <= i < len(cells.haired) and 0 <= j < cells.haired.shape[1] and bool(cells.haired[i, j])
    return SCALP if inside else OFF


def _put(grid: list[list[tuple[str, str]]], says: str, column: float, line: float) -> None:
    """Write a label over the places where its middle lies, with the kind of the section under it."""
    row = min(max(int(line), 0), len(grid) - 1)
    start = min(max(round(column - len(says) / 2.0), 0), len(grid[row]) - len(says))
    kind = grid[row][min(max(int(column), 0), len(grid[row]) - 1)][0]
    for k, one in enumerate(says):
        grid[row][start + k] = (kind, one)
