"""What a face has beside skin: flushed parts, lips, eyes and eyebrows.

Where they are is told on the European head; all heads share their triangles, so each vertex carries it to the others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from anagen.compiled import f4
from anagen.render.arrays import Floats, unit_rows
from anagen.render.chance import normal, uniform
from anagen.render.remembered import Remembered
from anagen.scalp.head import Head, head

__all__ = ["BROW_MM", "LID_SHADE", "LID_SHADE_MM", "Brows", "brows", "eye_color", "flush", "lips"]

EAR_FROM_MM = {"male": 78.0, "female": 73.0}
LIPS_MM = {"male": (-73.5, 6.5), "female": (-68.0, 8.0)}
"""Height of the mouth, and half the height of the lips. [mm]"""

BROW_COUNT = {"male": 900, "female": 700}
BROW_HEIGHT_MM = {"male": 17.5, "female": 16.0}
BROW_THICK_MM = {"male": 4.6, "female": 3.1}
BROW_POINTS = 5
BROW_SEED = 9

BROW_MM = 0.085
"""Diameter of the hairs of a brow. [mm]"""

BROW_CURVE_MM = 70.0
"""Radius of the forehead along a hair of a brow, which lies on it. [mm]"""

BROW_EDGE_ON, BROW_FULL = 0.25, 0.75
"""Cosine of the angle between skin and view at which a brow is no longer seen, and from which it is seen whole: from
above its hairs would else stand in line and make a black rim."""

WHITE_OF_EYE = np.array([0.66, 0.61, 0.57], f4)
IRIS = np.array([0.075, 0.045, 0.025], f4)
IRIS_REACH, PUPIL_REACH = 0.46, 0.19
EYE_SOFTNESS = 0.05
"""Relative to the eye's own radius."""

LID_SHADE_MM, LID_SHADE = 2.4, 0.55
"""How far lids shade the eye, and how much of the light they take at their edge."""

kept: Remembered[Brows] = Remembered(8)


def flush(sex: str) -> Floats:
    """How much redder than elsewhere the skin is at each vertex: ears, nose, cheeks. [n]"""
    x, y, z = head(sex, "european").vertices.T
    ear = (
        np.clip((np.abs(x) - EAR_FROM_MM[sex]) / 6.0, 0.0, 1.0)
        * (y < 15.0)
        * (y > -70.0)
        * (np.abs(x) < 110.0)
    )
    nose = np.exp(-((x / 14.0) ** 2 + ((y + 40.0) / 16.0) ** 2)) * (z > 140.0)
    cheek = np.exp(-(((np.abs(x) - 40.0) / 18.0) ** 2 + ((y + 38.0) / 18.0) ** 2)) * (z > 90.0)
    red: Floats = np.clip(0.6 * ear + 0.5 * nose + 0.45 * cheek, 0.0, 1.0).astype(f4)
    return red


def lips(sex: str) -> Floats:
    """How much each vertex belongs to the lips. [n]"""
    x, y, z = head(sex, "european").vertices.T
    height, half = LIPS_MM[sex]
    share: Floats = (np.exp(-((x / 23.0) ** 4) - ((y - height) / half) ** 4) * (z > 115.0)).astype(f4)
    return share


def eye_color(position: Floats, center: Floats, radius: float) -> Floats:
    """Linear color of points [n, 3] of an eye that looks straight ahead."""
    right, up = (position[:, 0] - center[0]) / radius, (position[:, 1] - center[1]) / radius
    off = np.hypot(right, up)[:, None]
    rays = 1.0 + 0.18 * np.sin(23.0 * np.arctan2(up, right) + 5.0 * off[:, 0])[:, None]
    rim = 1.0 - 0.75 * beyond(off, IRIS_REACH - 0.09)
    color = IRIS * rays * rim
    color = color + beyond(off, IRIS_REACH) * (WHITE_OF_EYE * (1.0 - 0.35 * beyond(off, 0.75)) - color)
    return np.asarray(color + (1.0 - beyond(off, PUPIL_REACH)) * (0.004 - color), f4)


def beyond(off: Floats, reach: float) -> Floats:
    """Softly 0 within a reach and 1 beyond it."""
    return np.asarray(np.clip((off - reach) / EYE_SOFTNESS + 0.5, 0.0, 1.0), f4)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Brows:
    """Both eyebrows."""

    points: Floats
    """Along each hair. [mm] [n, points, 3]"""
    normal: Floats
    """Of the skin at each root. [n, 3]"""

    def seen_from(self, eye: Floats) -> Floats:
        """How much of each hair's width is seen from a place, 0 to 1. [n]"""
        towards = unit_rows(eye - self.points[:, 0])
        facing = (towards * self.normal).sum(axis=1)
        share = (facing - BROW_EDGE_ON) / (BROW_FULL - BROW_EDGE_ON)
        return np.asarray(np.clip(share, 0.0, 1.0), f4)


def brows(face: Head) -> Brows:
    """Both eyebrows of a head."""
    return kept.get(face, "brows", lambda: made(face))


def made(face: Head) -> Brows:
    """The same, computed."""
    points, normals = zip(
        *(one_brow(face, side, stream) for side, stream in ((-1.0, 0), (1.0, 20))), strict=True
    )
    return Brows(points=np.concatenate(points).astype(f4), normal=np.concatenate(normals).astype(f4))


def one_brow(face: Head, side: float, stream: int) -> tuple[Floats, Floats]:
    """Hairs of one eyebrow, and normals at their roots: up from the nose, then outward, thinner towards its end."""
    n = BROW_COUNT[face.sex]
    along, off, lengths = (uniform(n, BROW_SEED, stream + k) for k in range(3))
    jitter = np.stack([normal(n, BROW_SEED, stream + 4 + 2 * k) for k in range(4)], axis=1)
    x = side * (11.0 + 43.0 * along)
    thick = BROW_THICK_MM[face.sex] * (1.0 - 0.75 * along**2)
    arch = 4.5 * np.sin(np.clip(along / 0.72, 0.0, 1.3) * np.pi / 2.0)
    y = (
        BROW_HEIGHT_MM[face.sex]
        + arch
        - 19.6 * np.clip(along - 0.72, 0.0, 1.0)
        + 1.9 * thick * (0.5 * (off + lengths[::-1]) - 0.5)
    )

    like = head(face.sex, "european").vertices
    skin = np.unique(face.skin_triangles())
    near = skin[(like[skin, 2] > 90.0) & (np.abs(like[skin, 1] - 18.0) < 25.0)]
    gap = (like[near, 0] - x[:, None]) ** 2 + (like[near, 1] - y[:, None]) ** 2
    vertex = near[gap.argmin(axis=1)]
    flat = np.stack([x - like[vertex, 0], y - like[vertex, 1], np.zeros(n)], axis=1)
    out = face.normals[vertex]
    root = face.vertices[vertex] + flat - (flat * out).sum(axis=1, keepdims=True) * out + 0.2 * out

    way = np.stack(
        [side * (0.75 + 0.4 * along), 0.75 - 1.1 * along + 0.25 * jitter[:, 3], np.full(n, -0.25)], axis=1
    )
    way = way + 0.12 * jitter[:, :3]
    way = unit_rows(way - 0.9 * (way * out).sum(axis=1, keepdims=True) * out)
    length = 7.5 * (1.0 - 0.4 * along) * (0.7 + 0.5 * lengths)
    t = np.linspace(0.0, 1.0, BROW_POINTS)[None, :, None]
    sunk = 0.5 * (t * length[:, None, None]) ** 2 / BROW_CURVE_MM
    bow = out[:, None] * (0.3 * np.sin(np.pi * t) + 0.15 - sunk)
    strands: Floats = root[:, None] + t * length[:, None, None] * way[:, None] + bow
    return strands, out
