"""The cape over the shoulders: it hangs from the bust's lower edge, so that no picture shows where the bust ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from anagen.compiled import f4, i4
from anagen.render.arrays import Flags, Floats, Integers, unit_rows
from anagen.render.remembered import Remembered
from anagen.scalp.head import Head

__all__ = ["Bust", "clothed"]

RINGS = ((12.0, 1.03), (40.0, 1.09), (90.0, 1.17), (170.0, 1.26), (300.0, 1.38), (600.0, 1.6))
"""Rings of the cape: how far it has fallen from the bust's edge, and how much wider it is than that. [mm, ratio]"""

ROUND_FROM_MM, ROUND_DEPTH = 170.0, 1.3
"""How far it has fallen where it no longer follows the bust but hangs round, and how much deeper it then is. [mm]"""

FOLDS, FOLD_DEPTH = 9, 0.035
"""Folds around the cape, and how deep they are relative to its radius."""

BELOW_MM = -200.0
"""An open edge of the mesh under this is where the bust ends. [mm]"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bust:
    """A head with the cape below it; the head's own vertices and triangles come first."""

    vertices: Floats
    """[mm] [n, 3]"""
    normals: Floats
    """[n, 3]"""
    triangles: Integers
    """[m, 3]"""
    part: Integers
    """[m] index into `anagen.scalp.head.PARTS`."""
    ear: Flags
    """[m] whether it is of an ear."""


kept: Remembered[Bust] = Remembered(6)


def clothed(head: Head) -> Bust:
    """A head with the cape below it."""
    return kept.get(head, "cape", lambda: made(head))


def made(head: Head) -> Bust:
    """The same, computed."""
    loop = lower_edge(head)
    edge = head.vertices[loop].astype(float)
    middle = 0.5 * (edge.min(axis=0) + edge.max(axis=0))
    around = np.arctan2(edge[:, 0] - middle[0], edge[:, 2] - middle[2])
    fold = np.sin(FOLDS * around + 1.3 * np.sin(3.0 * around)) * FOLD_DEPTH
    half = edge.max(axis=0) - middle
    hanging = np.stack(
        [half[0] * np.sin(around), edge[:, 1] - middle[1], ROUND_DEPTH * half[2] * np.cos(around)], axis=1
    )
    rings = [edge]
    for fallen, wider in RINGS:
        loose = min(fallen / ROUND_FROM_MM, 1.0)
        out = wider + fold * loose
        ring = edge - middle + loose * (hanging - (edge - middle))
        ring = middle + ring * np.stack([out, np.ones_like(out), out], axis=1)
        ring[:, 1] -= fallen
        rings.append(ring)
    cloth = np.concatenate(rings[1:])
    n, last = len(head.vertices), len(loop)
    numbers = np.concatenate([loop[None], n + np.arange(len(cloth)).reshape(-1, last)])
    a, b = numbers[:-1], numbers[1:]
    c, d = np.roll(a, -1, axis=1), np.roll(b, -1, axis=1)
    sides = np.concatenate([np.stack([a, b, c], axis=-1), np.stack([c, b, d], axis=-1)]).reshape(-1, 3)
    return Bust(
        vertices=np.concatenate([head.vertices, cloth]).astype(f4),
        normals=np.concatenate([head.normals, outward(np.stack(rings))[1:].reshape(-1, 3)]).astype(f4),
        triangles=np.concatenate([head.triangles, sides]).astype(i4),
        part=np.concatenate([head.part, np.zeros(len(sides), head.part.dtype)]),
        ear=np.concatenate([head.ear, np.zeros(len(sides), bool)]),
    )


def lower_edge(head: Head) -> Integers:
    """The vertices around the open edge at which the bust ends, in order."""
    skin = head.skin_triangles()
    sides = np.concatenate([skin[:, [0, 1]], skin[:, [1, 2]], skin[:, [2, 0]]])
    _, first, count = np.unique(np.sort(sides, axis=1), axis=0, return_index=True, return_counts=True)
    open_sides = sides[first[count == 1]]
    low = head.vertices[open_sides, 1].max(axis=1) < BELOW_MM
    follows = dict(open_sides[low].tolist())
    start = min(follows)
    loop = [start]
    while follows[loop[-1]] != start:
        loop.append(follows[loop[-1]])
    return np.array(loop)


def outward(rings: Floats) -> Floats:
    """Normals of rings [rings, n, 3] that lie over each other, away from their middle."""
    along = np.roll(rings, -1, axis=1) - np.roll(rings, 1, axis=1)
    down = np.gradient(rings, axis=0)
    normals = unit_rows(np.cross(along, down))
    middle = rings.mean(axis=1, keepdims=True)
    way = np.where(((rings - middle) * normals).sum(axis=-1, keepdims=True) < 0.0, -1.0, 1.0)
    return np.asarray(way * normals)
