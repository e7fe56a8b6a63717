"""Distance from the skin of a head, on a grid: what keeps strands off it and light out of it."""

from __future__ import annotations

import math

import numpy as np

from anagen.compiled import compiled, f4, f8, i4
from anagen.render.arrays import Floats, Integers, Vector, unit_rows
from anagen.render.grid import Grid
from anagen.render.remembered import Remembered
from anagen.scalp.head import Head

__all__ = ["distance_grid"]

SPACING_MM = 2.5
LOW_MM = (-160.0, -200.0, -105.0)
POINTS = (129, 138, 124)
"""The box about head and shoulders in which hair may lie."""

PLANE_WITHIN_MM = 5.0
"""Within this distance the tangent plane of the nearest vertex stands for the skin; beyond it, the vertex itself."""

EAR_FROM_MM, EAR_TO_MM = 55.0, 110.0
"""Distance from the midline of an ear and the skin about it. [mm]"""
EAR_ROOM_MM, EAR_AROUND_MM = 4.0, 22.0
"""How far about an ear skin rises to it, and how far about it skin is looked at for where it would be without. [mm]"""

SWEEPS = 2
kept: Remembered[Grid] = Remembered(6)


def distance_grid(head: Head, *, ears: bool = True) -> Grid:
    """Distance from the skin of a head, positive outside. [mm]

    Parameters
    ----------
    head
        The head.
    ears
        Whether ears belong to it; to hair, which is tucked behind them, they do not.
    """
    return kept.get(head, ears, lambda: made(head, ears=ears))


def made(head: Head, *, ears: bool) -> Grid:
    """The grid, by handing the nearest vertex on from neighbor to neighbor."""
    own = np.unique(head.skin_triangles())
    vertices, normals = (head.vertices, head.normals) if ears else without_ears(head)
    vertices, normals = vertices[own], normals[own]
    origin = np.array(LOW_MM, f4)
    nearest = np.full(POINTS, -1, i4)
    far = np.full(POINTS, np.inf, f4)
    seed_cells(vertices, origin, f4(SPACING_MM), nearest, far)
    for _ in range(SWEEPS):
        hand_on(vertices, origin, f4(SPACING_MM), nearest, far)
    values = np.empty(POINTS, f4)
    sign_cells(vertices, normals, origin, f4(SPACING_MM), nearest, f4(PLANE_WITHIN_MM), values)
    return Grid(values=values, origin_mm=origin, spacing_mm=SPACING_MM)


def without_ears(head: Head) -> tuple[Floats, Floats]:
    """Vertices and normals of a head whose ears are pressed flat: onto a paraboloid through the skin around each."""
    vertices, normals = head.vertices.astype(f8), head.normals.astype(f8)
    own = np.unique(head.skin_triangles())
    ears = np.unique(head.triangles[head.ear])
    x = vertices[:, 0]
    for side in (1.0, -1.0):
        ear = ears[side * x[ears] > 0.0]
        near = own[(side * x[own] > EAR_FROM_MM) & (side * x[own] < EAR_TO_MM)]
        foot, around = (within(vertices, near, ear, room) for room in (EAR_ROOM_MM, EAR_AROUND_MM))
        around = np.setdiff1d(around, foot)
        flat, slopes = paraboloid(vertices[around], vertices[foot])
        vertices[foot, 0] = side * np.minimum(side * x[foot], side * flat)
        normals[foot] = unit_rows(side * np.stack([np.ones(len(foot)), *(-slopes)], axis=1))
    return vertices.astype(f4), normals.astype(f4)


def within(vertices: Vector, some: Integers, ear: Integers, room_mm: float) -> Integers:
    """Those of some vertices that lie beside, above or below an ear, or on it."""
    low, high = vertices[ear, 1:].min(axis=0) - room_mm, vertices[ear, 1:].max(axis=0) + room_mm
    place = vertices[some, 1:]
    inside: Integers = some[((place > low) & (place < high)).all(axis=1)]
    return inside


def paraboloid(through: Vector, at: Vector) -> tuple[Vector, Vector]:
    """The quadratic of x over (y, z) that lies nearest to some points, and its slopes: [n] [mm], [2, n]."""
    middle = through[:, 1:].mean(axis=0)

    def terms(points: Vector) -> Vector:
        y, z = (points[:, 1:] - middle).T
        return np.stack([np.ones_like(y), y, z, y * y, y * z, z * z], axis=1)

    c = np.linalg.lstsq(terms(through), through[:, 0], rcond=None)[0]
    y, z = (at[:, 1:] - middle).T
    slopes = np.stack([c[1] + 2.0 * c[3] * y + c[4] * z, c[2] + c[4] * y + 2.0 * c[5] * z])
    return terms(at) @ c, slopes


@compiled
def seed_cells(vertices: Floats, origin: Floats, spacing: float, nearest: Integers, far: Floats) -> None:
    """Give the grid points about each vertex that vertex, the nearest wins."""
    for v in range(vertices.shape[0]):
        i0 = math.floor((vertices[v, 0] - origin[0]) / spacing)
        j0 = math.floor((vertices[v, 1] - origin[1]) / spacing)
        k0 = math.floor((vertices[v, 2] - origin[2]) / spacing)
        for i in range(max(i0 - 1, 0), min(i0 + 3, nearest.shape[0])):
            for j in range(max(j0 - 1, 0), min(j0 + 3, nearest.shape[1])):
                for k in range(max(k0 - 1, 0), min(k0 + 3, nearest.shape[2])):
                    d = (
                        (origin[0] + i * spacing - vertices[v, 0]) ** 2
                        + (origin[1] + j * spacing - vertices[v, 1]) ** 2
                        + (origin[2] + k * spacing - vertices[v, 2]) ** 2
                    )
                    if d < far[i, j, k]:
                        far[i, j, k] = d
                        nearest[i, j, k] = v


@compiled
def hand_on(vertices: Floats, origin: Floats, spacing: float, nearest: Integers, far: Floats) -> None:
    """Pass nearest vertices through the grid, forward and back along every axis."""
    a, b, c = nearest.shape
    for way in range(8):
        di, dj, dk = 1 - 2 * (way & 1), 1 - (way & 2), 1 - ((way & 4) >> 1)
        for ii in range(a):
            i = ii if di > 0 else a - 1 - ii
            for jj in range(b):
                j = jj if dj > 0 else b - 1 - jj
                for kk in range(c):
                    k = kk if dk > 0 else c - 1 - kk
                    x, y, z = origin[0] + i * spacing, origin[1] + j * spacing, origin[2] + k * spacing
                    for n in range(3):
                        p = i - di if n == 0 else i
                        q = j - dj if n == 1 else j
                        r = k - dk if n == 2 else k
                        if p < 0 or q < 0 or r < 0 or p >= a or q >= b or r >= c:
                            continue
                        v = nearest[p, q, r]
                        if v < 0 or v == nearest[i, j, k]:
                            continue
                        d = (x - vertices[v, 0]) ** 2 + (y - vertices[v, 1]) ** 2 + (z - vertices[v, 2]) ** 2
                        if d < far[i, j, k]:
                            far[i, j, k] = d
                            nearest[i, j, k] = v


@compiled
def sign_cells(
    vertices: Floats,
    normals: Floats,
    origin: Floats,
    spacing: float,
    nearest: Integers,
    within: float,
    out: Floats,
) -> None:
    """Signed distance from the nearest vertex of each grid point."""
    for i in range(nearest.shape[0]):
        for j in range(nearest.shape[1]):
            for k in range(nearest.shape[2]):
                v = nearest[i, j, k]
                x = origin[0] + i * spacing - vertices[v, 0]
                y = origin[1] + j * spacing - vertices[v, 1]
                z = origin[2] + k * spacing - vertices[v, 2]
                plane = x * normals[v, 0] + y * normals[v, 1] + z * normals[v, 2]
                far = math.sqrt(x * x + y * y + z * z)
                share = min(max((far - within) / within, 0.0), 1.0)
                out[i, j, k] = plane + share * (math.copysign(far, plane) - plane)
