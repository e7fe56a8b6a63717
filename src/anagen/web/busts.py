"""A head and shoulders in few triangles, with the colors of its skin: what a browser draws under the hair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.render.arrays import Integers
from anagen.render.cape import clothed
from anagen.render.distance import distance_grid
from anagen.render.face import eye_color, flush, lips
from anagen.render.look import CAPES, Look
from anagen.render.remembered import Remembered
from anagen.render.skin import BLOOD, MELANIN, SKIN_COLORS
from anagen.scalp.distance import DistanceGrid
from anagen.scalp.head import Head, baked
from anagen.scalp.mesh import subdivided, triangles_of

__all__ = ["LightBust", "bust_of"]

Floats = NDArray[np.float64]

LIP_PIGMENT, LIP_BLOOD, FLUSH_BLOOD = 0.25, 0.55, 0.22
"""How much darker and redder lips and flushed parts are than other skin."""

OPEN_WITHIN_MM = (3.0, 8.0, 18.0)
"""How far from the skin it is looked for other skin, which keeps light away. [mm]"""
SHADED = 0.75
"""Share of the light that is lost where skin is all around."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LightBust:
    """A surface to draw."""

    vertices: Floats
    """[n, 3] [mm]"""
    normals: Floats
    """[n, 3]"""
    triangles: Integers
    """[m, 3]"""
    colors: Floats
    """Linear red, green and blue. [n, 3]"""


kept: Remembered[LightBust] = Remembered(6)


def bust_of(head: Head, look: Look) -> LightBust:
    """The bust of a head.

    Parameters
    ----------
    head
        Whose.
    look
        Tone of the skin, color of the cape.
    """
    return kept.get(head, (look.skin_tone, look.cape), lambda: made(head, look))


def made(head: Head, look: Look) -> LightBust:
    """The same, computed: skin of one step of subdivision, eyes and cape of two, all at the vertices of the second."""
    fine = clothed(head)
    coarse = coarse_triangles()
    cape = fine.triangles[len(head.triangles) :]
    triangles = np.concatenate([coarse, head.triangles[head.part > 0], cape]).astype(np.int64)
    used, numbers = np.unique(triangles, return_inverse=True)
    colors = np.empty((len(fine.vertices), 3))
    colors[: len(head.vertices)] = skin_colors(head, look)
    cloth = np.unique(cape)
    colors[cloth] = CAPES[look.cape]
    return LightBust(
        vertices=fine.vertices[used].astype(np.float64),
        normals=fine.normals[used].astype(np.float64),
        triangles=numbers.reshape(-1, 3),
        colors=colors[used],
    )


def coarse_triangles() -> Integers:
    """Triangles of the skin after one step of subdivision; their vertices are the first ones of the second."""
    quads = baked()["quads"].astype(np.int64)
    _, once = subdivided(np.zeros((int(quads.max()) + 1, 3)), quads)
    skin = np.tile(baked()["part"] == 0, len(once) // len(baked()["part"]))
    triangles = triangles_of(once)
    own: NDArray[np.integer] = triangles[np.tile(skin, len(triangles) // len(skin))]
    return own


def skin_colors(head: Head, look: Look) -> Floats:
    """Color of the skin and the eyes at each vertex of a head, darker where the skin is folded. [n, 3]"""
    lip, red = lips(head.sex).astype(float), flush(head.sex).astype(float)
    pigment, blood = LIP_PIGMENT * lip, LIP_BLOOD * lip + FLUSH_BLOOD * red
    absorbed = pigment[:, None] * MELANIN + blood[:, None] * BLOOD
    colors = SKIN_COLORS[look.skin_tone - 1] * np.exp(-absorbed)
    colors = colors * openness(head)[:, None]
    for part in (1, 2):
        own = np.unique(head.triangles[head.part == part])
        low, high = head.vertices[own].min(axis=0), head.vertices[own].max(axis=0)
        colors[own] = eye_color(head.vertices[own], 0.5 * (low + high), float(0.5 * (high - low)[0]))
    return np.asarray(colors, np.float64)


def openness(head: Head) -> Floats:
    """Share of the sky that each vertex sees, by how soon other skin is met. [n]"""
    seen = np.ones(len(head.vertices))
    known = distance_grid(head)
    grid = DistanceGrid(
        values=known.values, origin_mm=known.origin_mm.astype(np.float64), step_mm=known.spacing_mm
    )
    for reach in OPEN_WITHIN_MM:
        away = grid.at(head.vertices + reach * head.normals)
        seen *= 1.0 - SHADED * np.clip(1.0 - away / reach, 0.0, 1.0)
    return seen
