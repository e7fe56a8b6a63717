"""Light through hair, coarsely: how much of each light reaches each place of a grid, through hair and past the head.

Extinction of hair is its projected area per volume. Light is swept through the grid slice by slice from each direction,
so that the cost is one pass over the grid for each direction, whatever the number of hairs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from anagen.compiled import compiled, f4
from anagen.render.arrays import Floats, unit_rows
from anagen.render.grid import Grid, gather
from anagen.threads import run_ranges

__all__ = ["extinction", "light_box", "sphere", "swept_light"]

SPACING_MM = 2.5
LOW_MM, HIGH_MM = (-118.0, -125.0, -98.0), (118.0, 158.0, 195.0)
"""Corners of the box in which light is followed: the head with its hair. [mm]"""

CHUNKS = 4
"""Parts of the strands that are summed apart, so that the sums do not depend on threads."""

SOLID_FROM_MM, SOLID_DEPTH_MM = 1.4, 3.0
"""How deep light enters the head, and over what depth it is lost: the surface itself must not be dark."""


def light_box(distance: Grid) -> tuple[Grid, Floats]:
    """An empty grid for light, and the share of light that each of its cells lets past the head. [nx, ny, nz]"""
    axes = [np.arange(a, b, SPACING_MM) for a, b in zip(LOW_MM, HIGH_MM, strict=True)]
    shape = tuple(len(axis) for axis in axes)
    points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3).astype(f4)
    depth = np.empty(len(points), f4)
    gather(0, len(points), points, distance.values, distance.origin_mm, f4(distance.per_mm), depth)
    clear = np.clip(1.0 + (depth.reshape(shape) + SOLID_FROM_MM) / SOLID_DEPTH_MM, 0.0, 1.0)
    empty = Grid(values=np.zeros(shape, f4), origin_mm=np.array(LOW_MM, f4), spacing_mm=SPACING_MM)
    return empty, clear.astype(f4)


def extinction(box: Grid, strands: Floats, diameter_mm: Floats) -> Floats:
    """Projected area of hair per volume. [1/mm] [nx, ny, nz]

    Parameters
    ----------
    box
        Where.
    strands
        Points along each hair [n, points, 3]. [mm]
    diameter_mm
        Of each hair. [mm]
    """
    parts = np.zeros((CHUNKS, *box.values.shape), f4)
    edges = [len(strands) * k // CHUNKS for k in range(CHUNKS + 1)]

    def work(first: int, last: int) -> None:
        for k in range(first, last):
            add_strands(strands, diameter_mm, edges[k], edges[k + 1], box.origin_mm, f4(box.per_mm), parts[k])

    run_ranges(work, CHUNKS)
    total: Floats = parts[0] + parts[1]
    for part in parts[2:]:
        total += part
    return total


@compiled
def add_strands(
    strands: Floats, diameter: Floats, first: int, last: int, origin: Floats, per_mm: float, out: Floats
) -> None:
    """Add the area of the segments of some hairs to the cells about their middles."""
    volume = per_mm * per_mm * per_mm
    for s in range(first, last):
        for k in range(strands.shape[1] - 1):
            x0, y0, z0 = strands[s, k, 0], strands[s, k, 1], strands[s, k, 2]
            x1, y1, z1 = strands[s, k + 1, 0], strands[s, k + 1, 1], strands[s, k + 1, 2]
            length = math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2 + (z1 - z0) ** 2)
            area = length * diameter[s] * volume
            gx = (f4(0.5) * (x0 + x1) - origin[0]) * per_mm
            gy = (f4(0.5) * (y0 + y1) - origin[1]) * per_mm
            gz = (f4(0.5) * (z0 + z1) - origin[2]) * per_mm
            i, j, m = int(gx), int(gy), int(gz)
            if (
                gx < 0
                or gy < 0
                or gz < 0
                or i >= out.shape[0] - 1
                or j >= out.shape[1] - 1
                or m >= out.shape[2] - 1
            ):
                continue
            u, v, w = gx - i, gy - j, gz - m
            for a in range(2):
                along_x = area * (u if a else 1 - u)
                for b in range(2):
                    along_y = along_x * (v if b else 1 - v)
                    out[i + a, j + b, m] += along_y * (1 - w)
                    out[i + a, j + b, m + 1] += along_y * w


def sphere(n: int) -> Floats:
    """So many directions spread evenly over the sphere."""
    k = np.arange(n) + 0.5
    turn, y = np.pi * (1.0 + math.sqrt(5.0)) * k, 1.0 - 2.0 * k / n
    r = np.sqrt(1.0 - y * y)
    return np.stack([r * np.cos(turn), y, r * np.sin(turn)], axis=1).astype(f4)


ORDERS = ((0, 1, 2), (1, 0, 2), (2, 0, 1))
"""Axes of the grid with the one that light is swept along in front."""


def swept_light(
    hair: Floats, clear: Floats, spacing_mm: float, lights: Sequence[tuple[Floats, Floats]]
) -> list[Floats]:
    """The share of each light that reaches each cell.

    Parameters
    ----------
    hair, clear
        Extinction [1/mm], and the share let past the head. [nx, ny, nz]
    spacing_mm
        Of the grid. [mm]
    lights
        Directions towards each light [n, 3], and their shares of it [n].
    """
    hair_by_order = [np.ascontiguousarray(hair.transpose(order)) for order in ORDERS]
    clear_by_order = [np.ascontiguousarray(clear.transpose(order)) for order in ORDERS]
    jobs = []
    for number, (directions, _) in enumerate(lights):
        front = np.abs(directions).argmax(axis=1)
        jobs += [(number, axis, front == axis) for axis in range(3) if (front == axis).any()]
    sums: list[Floats] = [np.zeros(0, f4)] * len(jobs)

    def work(first: int, last: int) -> None:
        for j in range(first, last):
            number, axis, chosen = jobs[j]
            directions, shares = lights[number]
            total = np.zeros(hair_by_order[axis].shape, f4)
            for direction, share in zip(directions[chosen], shares[chosen], strict=True):
                sweep(
                    hair_by_order[axis], clear_by_order[axis], f4(spacing_mm),
                    direction[list(ORDERS[axis])].astype(f4), f4(share), total,
                )  # fmt: skip
            sums[j] = total

    run_ranges(work, len(jobs))
    reached = [np.zeros(hair.shape, f4) for _ in lights]
    for (number, axis, _), total in zip(jobs, sums, strict=True):
        reached[number] += total.transpose(np.argsort(ORDERS[axis]))
    return reached


@compiled
def sweep(
    hair: Floats, clear: Floats, spacing: float, direction: Floats, share: float, total: Floats
) -> None:
    """Follow light from one direction, steepest along the first axis, and add its share that arrives."""
    slices, rows, columns = hair.shape
    steep = direction[0]
    length = spacing / abs(steep)
    along_row, along_column = direction[1] / abs(steep), direction[2] / abs(steep)
    shift_row, shift_column = math.floor(along_row), math.floor(along_column)
    v, w = f4(along_row - shift_row), f4(along_column - shift_column)
    one, half = f4(1.0), f4(0.5)
    before, after = np.ones((rows, columns), f4), np.ones((rows, columns), f4)
    for step in range(slices):
        s = slices - 1 - step if steep > 0 else step
        for r in range(rows):
            above = r + shift_row
            r0, r1 = min(max(above, 0), rows - 1), min(max(above + 1, 0), rows - 1)
            open_row = above < 0 or above >= rows - 1
            for c in range(columns):
                aside = c + shift_column
                came = one
                if step > 0 and not open_row and 0 <= aside < columns - 1:
                    first = before[r0, aside] + w * (before[r0, aside + 1] - before[r0, aside])
                    second = before[r1, aside] + w * (before[r1, aside + 1] - before[r1, aside])
                    came = first + v * (second - first)
                lost = hair[s, r, c]
                arrives = came
                if lost > 0:
                    through = math.exp(-half * length * lost)
                    arrives = came * through
                    came = arrives * through
                total[s, r, c] += share * arrives * clear[s, r, c] if clear[s, r, c] < 1 else share * arrives
                after[r, c] = came * clear[s, r, c]
        before, after = after, before


def softened(direction: Floats, across: Floats, up: Floats, width: float) -> tuple[Floats, Floats]:
    """A soft box: four directions about one, each a quarter of its light."""
    corners = [direction + width * (a * across + b * up) for a, b in ((-1, -1), (1, -1), (-1, 1), (1, 1))]
    return unit_rows(np.array(corners, f4)), np.full(4, 0.25, f4)
