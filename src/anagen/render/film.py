"""From light to picture: background, hair over skin, exposure and tone."""

from __future__ import annotations

import math

import numpy as np

from anagen.compiled import compiled, f4, inlined
from anagen.render.arrays import Bytes, Floats, by_rows
from anagen.render.edges import Edges, smoothed_edges

__all__ = ["developed"]

BACKGROUND = np.array([0.055, 0.075, 0.10], f4)
"""Linear color of the paper behind the subject."""

FALL_OFF = 1.1
"""How much darker it is towards the corners."""

EXPOSURE = 0.95
CONTRAST, MIDDLE = 1.45, 0.235
"""Steepness of the film's curve, and the light, to that power, that comes out half as bright as white."""

STEPS = 8192
BRIGHTEST = 12.0

GRAIN = 2.0
"""Grain of the film, from the darkest to the lightest: enough that even tones show no steps. [1/255]"""


def tone_table() -> Floats:
    """Brightness in the picture, 0 to 255, for the square root of light, evenly from 0 to `BRIGHTEST`."""
    light = EXPOSURE * BRIGHTEST * (np.arange(STEPS) / (STEPS - 1)) ** 2
    bent = light**CONTRAST
    tone = np.minimum(bent / (bent + MIDDLE) * (1.0 + MIDDLE / 1.6), 1.0)
    screen = np.where(tone <= 0.0031308, 12.92 * tone, 1.055 * np.maximum(tone, 1e-9) ** (1 / 2.4) - 0.055)
    return np.asarray(screen * 255.0, f4)


TABLE = tone_table()


def developed(skin: Floats, mask: Floats, edges: Edges, layers: tuple[tuple[Floats, Floats], ...]) -> Bytes:
    """The finished picture. [h, w, 3]

    Parameters
    ----------
    skin, mask
        Light of the head [h, w, 3], and 1 where it is seen, else 0 [h, w].
    edges
        Where surfaces meet; they are mixed last, with the hair on them.
    layers
        Light of strands and what they let through, the farthest first.
    """
    height, width = mask.shape
    picture = np.empty((height, width, 3), f4)
    by_rows(lay_ground, height, skin, mask, BACKGROUND, picture)
    for light, through in layers:
        by_rows(lay_strands, height, light, through, picture)
    smoothed_edges(picture, edges)
    out = np.empty((height, width, 3), np.uint8)
    by_rows(expose, height, picture, TABLE, f4((STEPS - 1) / math.sqrt(BRIGHTEST)), out)
    return out


@inlined
def grain_at(x: int, y: int) -> float:
    """A number from 0 to 1 that a pixel always has."""
    h = (x * 374761393 + y * 668265263) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 1274126177) & 0xFFFFFFFF
    number: float = f4((h ^ (h >> 16)) & 0xFFFF) / f4(65536.0)
    return number


@compiled
def lay_ground(first: int, last: int, skin: Floats, mask: Floats, paper: Floats, out: Floats) -> None:
    """Lay the head on the background in a range of rows."""
    height, width = mask.shape
    for y in range(first, last):
        for x in range(width):
            off = (f4(x) / width - f4(0.5)) ** 2 + (f4(y) / height - f4(0.45)) ** 2
            dim = max(f4(1.0) - f4(FALL_OFF) * off, f4(0.0))
            share = mask[y, x]
            for c in range(3):
                out[y, x, c] = skin[y, x, c] * share + paper[c] * dim * (1 - share)


@compiled
def lay_strands(first: int, last: int, light: Floats, through: Floats, out: Floats) -> None:
    """Lay strands over a range of rows."""
    for y in range(first, last):
        for x in range(out.shape[1]):
            for c in range(3):
                out[y, x, c] = light[y, x, c] + through[y, x] * out[y, x, c]


@compiled
def expose(first: int, last: int, picture: Floats, table: Floats, scale: float, out: Bytes) -> None:
    """Turn light into bytes in a range of rows."""
    for y in range(first, last):
        for x in range(picture.shape[1]):
            grain = f4(GRAIN) * (grain_at(x, y) - f4(0.5)) + f4(0.5)
            for c in range(3):
                place = math.sqrt(max(picture[y, x, c], f4(0.0))) * scale
                bright = table[min(int(place), table.shape[0] - 2)]
                bright += (table[min(int(place) + 1, table.shape[0] - 1)] - bright) * (place - int(place))
                out[y, x, c] = int(min(max(bright + grain, f4(0.0)), f4(255.0)))
