"""Finding short hairs in a picture: the longest line that is not yet explained is a hair, and so on until none is left.

A line is an arc of small curvature. It is followed over places that another hair has explained already, so that hairs
that cross or leave one opening are each found whole.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy import typing as npt

from anagen.compiled import compiled, inlined

__all__ = ["find_lines"]

Floats = npt.NDArray[np.float64]

TURNS = 40
BENDS_PER_PX = (0.0, -0.0015, 0.0015, -0.003, 0.003, -0.0055, 0.0055, -0.008, 0.008)
GAP_PX = 5
"""Places off a hair that a line may step over, where another one shades it. [px]"""
CORE_PX = 3.0
"""Lines are drawn to places at least so far inside a hair. [px]"""
LONGEST_PX = 400
MARGIN_PX = 1.8
"""How much wider than itself a hair explains. [px]"""
BEND_COST = 0.985
"""What a bent line is worth against a straight one."""


@inlined
def place_at(x: float, y: float, turn: float, bend: float, s: float) -> tuple[float, float, float]:
    """Column, row and direction some way along an arc. [px, px, rad]"""
    if abs(bend) < 1e-7:
        return x + s * math.cos(turn), y + s * math.sin(turn), turn
    now = turn + bend * s
    return x + (math.sin(now) - math.sin(turn)) / bend, y - (math.cos(now) - math.cos(turn)) / bend, now


@compiled
def reach(
    inside: Any, fresh: Any, x: float, y: float, turn: float, bend: float, way: float
) -> tuple[float, float]:
    """How far a line goes on hair in one way, and what it explains. [px, px]"""
    rows, columns = inside.shape
    end, worth, new, gap = 0.0, 0.0, 0.0, 0
    for step in range(1, LONGEST_PX):
        px, py, _ = place_at(x, y, turn, bend, way * step)
        column, row = int(px), int(py)
        if px < 0.0 or py < 0.0 or column >= columns or row >= rows:
            break
        depth = inside[row, column]
        if depth <= 0.0:
            gap += 1
            if gap > GAP_PX:
                break
            continue
        gap = 0
        if fresh[row, column]:
            new += min(depth, CORE_PX) / CORE_PX
        end, worth = float(step), new
    return end, worth


@inlined
def worth_of(
    inside: Any, fresh: Any, x: float, y: float, turn: float, bend: float
) -> tuple[float, float, float, float, float, float, float]:
    """What a line explains, the line itself, and its reach both ways."""
    ahead, new_ahead = reach(inside, fresh, x, y, turn, bend, 1.0)
    behind, new_behind = reach(inside, fresh, x, y, turn, bend, -1.0)
    cost = BEND_COST if bend != 0.0 else 1.0
    return cost * (new_ahead + new_behind), x, y, turn, bend, ahead, behind


@compiled
def best_line(
    inside: Any, fresh: Any, places: Any, bends: Any
) -> tuple[float, float, float, float, float, float, float]:
    """The line that explains most, straight at first and then bent: its worth, the line, its reach both ways."""
    best = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for k in range(places.shape[0]):
        row, column = places[k, 0], places[k, 1]
        if fresh[row, column]:
            for t in range(TURNS):
                line = worth_of(inside, fresh, column + 0.5, row + 0.5, math.pi * t / TURNS, 0.0)
                if line[0] > best[0]:
                    best = line
    straight = best
    for t in range(-2, 3):
        for b in range(bends.shape[0]):
            turn = straight[3] + 0.5 * math.pi * t / TURNS
            line = worth_of(inside, fresh, straight[1], straight[2], turn, bends[b])
            if line[0] > best[0]:
                best = line
    return best


@compiled
def mean_along(soft: Any, x: float, y: float, turn: float, bend: float, ahead: float, behind: float) -> float:
    """Mean of a picture along a line."""
    rows, columns = soft.shape
    total, count = 0.0, 0
    for step in range(int(-behind), int(ahead) + 1):
        px, py, _ = place_at(x, y, turn, bend, float(step))
        column, row = int(px - 0.5), int(py - 0.5)
        if column < 0 or row < 0 or column >= columns - 1 or row >= rows - 1:
            continue
        a, b = px - 0.5 - column, py - 0.5 - row
        upper = (1.0 - a) * soft[row, column] + a * soft[row, column + 1]
        lower = (1.0 - a) * soft[row + 1, column] + a * soft[row + 1, column + 1]
        total += (1.0 - b) * upper + b * lower
        count += 1
    return total / max(count, 1)


@compiled
def settled(
    soft: Any, x: float, y: float, turn: float, bend: float, ahead: float, behind: float
) -> tuple[float, float, float, float, float]:
    """The line moved, turned and bent a little until it lies in the middle of its hair."""
    middle = 0.5 * (ahead - behind)
    x, y, turn = place_at(x, y, turn, bend, middle)
    half = 0.5 * (ahead + behind)
    shift, tilt, curve = 1.2, 1.2 / max(half, 4.0), 1.5 / max(half, 6.0) ** 2
    value = mean_along(soft, x, y, turn, bend, half, half)
    for _ in range(5):
        for axis in range(3):
            for way in (-1.0, 1.0):
                for _again in range(4):
                    dx = dy = dturn = dbend = 0.0
                    if axis == 0:
                        dx, dy = -way * shift * math.sin(turn), way * shift * math.cos(turn)
                    elif axis == 1:
                        dturn = way * tilt
                    else:
                        dbend = way * curve
                    moved = mean_along(soft, x + dx, y + dy, turn + dturn, bend + dbend, half, half)
                    if moved <= value + 1e-6:
                        break
                    value, x, y, turn, bend = moved, x + dx, y + dy, turn + dturn, bend + dbend
        shift, tilt, curve = 0.5 * shift, 0.5 * tilt, 0.5 * curve
    return x, y, turn, bend, half


@compiled
def half_width(
    inside: Any, x: float, y: float, turn: float, bend: float, half: float, widest: float
) -> float:
    """Half width of a hair along a line, in its narrower parts, where no other hair lies on it. [px]"""
    rows, columns = inside.shape
    found = np.empty(2 * int(half) + 2)
    count = 0
    for step in range(-int(half), int(half) + 1):
        px, py, now = place_at(x, y, turn, bend, float(step))
        total = 0.0
        for way in (-1.0, 1.0):
            out = 0.0
            while out < widest:
                column = int(px - way * out * math.sin(now))
                row = int(py + way * out * math.cos(now))
                if column < 0 or row < 0 or column >= columns or row >= rows or inside[row, column] <= 0.0:
                    break
                out += 0.5
            total += out
        found[count] = 0.5 * total
        count += 1
    ordered = np.sort(found[:count])
    return float(ordered[int(0.35 * count)])


@compiled
def explain(fresh: Any, x: float, y: float, turn: float, bend: float, half: float, radius: float) -> None:
    """Take what a hair covers out of what is to be explained."""
    rows, columns = fresh.shape
    reach2 = (radius + MARGIN_PX) ** 2
    wide = int(radius + MARGIN_PX) + 1
    for step in range(-int(half) - 2, int(half) + 3):
        px, py, _ = place_at(x, y, turn, bend, float(step))
        for row in range(max(0, int(py) - wide), min(rows, int(py) + wide + 1)):
            for column in range(max(0, int(px) - wide), min(columns, int(px) + wide + 1)):
                if (column + 0.5 - px) ** 2 + (row + 0.5 - py) ** 2 <= reach2:
                    fresh[row, column] = False


@compiled
def lines_of(
    inside: Any, soft: Any, fresh: Any, places: Any, bends: Any, least: float, widest: float, found: Any
) -> int:
    """Lines of one patch of hair, into rows of `found`; their number."""
    count = 0
    for _ in range(found.shape[0]):
        worth, x, y, turn, bend, ahead, behind = best_line(inside, fresh, places, bends)
        if worth * CORE_PX < least:
            break
        # Whatever becomes of the line, where it was found is not looked at again.
        cx, cy, now = place_at(x, y, turn, bend, 0.5 * (ahead - behind))
        explain(fresh, cx, cy, now, bend, 0.5 * (ahead + behind), 1.0)
        x, y, turn, bend, half = settled(soft, x, y, turn, bend, ahead, behind)
        radius = half_width(inside, x, y, turn, bend, half, widest)
        explain(fresh, x, y, turn, bend, half, radius)
        found[count, 0], found[count, 1], found[count, 2] = x, y, turn
        found[count, 3], found[count, 4], found[count, 5] = bend, half, radius
        count += 1
    return count


def find_lines(
    inside: npt.NDArray[np.float32], soft: npt.NDArray[np.float32], *, shortest_px: float, widest_px: float
) -> Floats:
    """Hairs as arcs: column, row and turn of the middle, bend, half length, half width. [px, rad, (n, 6)]

    Parameters
    ----------
    inside
        How deep each pixel lies inside what is hair; 0 outside. [px]
    soft
        A smoothed picture that is highest in the middle of hairs.
    shortest_px
        What explains less than this is no hair. [px]
    widest_px
        Hair is no wider than this. [px]
    """
    from scipy.ndimage import find_objects, label

    patches, _ = label(inside > 0.0, structure=np.ones((3, 3)))
    bends = np.array(BENDS_PER_PX)
    lines = []
    for number, box in enumerate(find_objects(patches), start=1):
        own = patches[box] == number
        if own.sum() < shortest_px or max(own.shape) < shortest_px:
            continue
        within = np.where(own, inside[box], 0.0).astype(np.float32)
        rows, columns = np.nonzero(own & (within >= 0.6 * within.max(initial=0.0)) | (own & (within >= 2.0)))
        some = (rows + 2 * columns) % 5 == 0
        places = np.stack([rows[some], columns[some]], axis=1).astype(np.int64)
        found = np.zeros((64, 6))
        count = lines_of(
            within,
            np.ascontiguousarray(soft[box]),
            own.copy(),
            places,
            bends,
            shortest_px,
            widest_px,
            found,
        )
        found[:count, :2] += (box[1].start, box[0].start)
        lines.append(found[:count])
    return np.concatenate(lines) if lines else np.zeros((0, 6))
