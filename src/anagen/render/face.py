"""What a face has beside skin: flushed parts, lips, eyes and eyebrows.

Where they are is told on the European head; all heads share their triangles, so each vertex carries it to the others.
"""

from __future__ import annotations

import numpy as np

from anagen.compiled import f4
from anagen.render.arrays import Floats, unit_rows
from anagen.render.chance import normal, uniform
from anagen.render.remembered import Remembered
from anagen.scalp.head import Head, head

__all__ = ["BROW_MM", "brows", "eye_color", "flush", "lips"]

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

WHITE_OF_EYE = np.array([0.66, 0.61, 0.57], f4)
IRIS = np.array([0.075, 0.045, 0.025], f4)
IRIS_REACH, PUPIL_REACH = 0.46, 0.19
"""Relative to the eye's own radius."""

kept: Remembered[Floats] = Remembered(8)


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
    rays = 1.0 + 0.35 * np.sin(23.0 * np.arctan2(up, right))[:, None]
    edge = np.where(off > IRIS_REACH - 0.07, 0.35, 1.0)
    color = np.where(off < IRIS_REACH, IRIS * rays * edge, WHITE_OF_EYE)
    return np.where(off < PUPIL_REACH, 0.004, color).astype(f4)


def brows(face: Head) -> Floats:
    """Strands of both eyebrows. [mm] [n, points, 3]"""
    return kept.get(face, "brows", lambda: made(face))


def made(face: Head) -> Floats:
    """The same, computed."""
    sides = [one_brow(face, side, stream) for side, stream in ((-1.0, 0), (1.0, 20))]
    return np.concatenate(sides).astype(f4)


def one_brow(face: Head, side: float, stream: int) -> Floats:
    """Strands of one eyebrow: up from the nose, then outward, thinner towards its end."""
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
    bow = out[:, None] * (0.5 * np.sin(np.pi * t) + 0.15)
    strands: Floats = root[:, None] + t * length[:, None, None] * way[:, None] + bow
    return strands
