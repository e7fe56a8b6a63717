"""Colors that stand for numbers: ramps whose lightness rises evenly, so that color-blind readers and gray print work.

They are built in OKLab, a space in which equal steps look equal (Ottosson 2020), along a path from blue to yellow or
from plum to cream; neither needs red to be told from green.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["RAMPS", "colors", "lightness", "ramp"]

Floats = NDArray[np.float64]
STEPS = 256

RAMPS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "much": (
        (0.22, 0.085, 292.0),
        (0.42, 0.085, 255.0),
        (0.62, 0.085, 200.0),
        (0.80, 0.12, 150.0),
        (0.95, 0.14, 108.0),
    ),
    "thick": (
        (0.20, 0.06, 265.0),
        (0.40, 0.075, 262.0),
        (0.60, 0.01, 260.0),
        (0.78, 0.085, 95.0),
        (0.95, 0.12, 100.0),
    ),
    "gone": (
        (0.20, 0.05, 300.0),
        (0.39, 0.125, 345.0),
        (0.58, 0.155, 20.0),
        (0.78, 0.125, 62.0),
        (0.95, 0.06, 95.0),
    ),
}
"""Knots of each ramp from low to high: lightness, chroma, hue [degree], evenly apart."""

FROM_OKLAB = np.array(
    [
        [1.0, 0.3963377774, 0.2158037573],
        [1.0, -0.1055613458, -0.0638541728],
        [1.0, -0.0894841775, -1.2914855480],
    ]
)
TO_LINEAR = np.array(
    [
        [4.0767416621, -3.3077115913, 0.2309699292],
        [-1.2684380046, 2.6097574011, -0.3413193965],
        [-0.0041960863, -0.7034186147, 1.7076147010],
    ]
)


@cache
def ramp(name: str) -> Floats:
    """A ramp as 256 colors, red, green and blue from 0 to 1.

    Parameters
    ----------
    name
        One of `RAMPS`.
    """
    knots = np.array(RAMPS[name])
    at, places = np.linspace(0.0, 1.0, STEPS), np.linspace(0.0, 1.0, len(knots))
    light = np.interp(at, (0.0, 1.0), knots[[0, -1], 0])  # even steps in lightness, whatever the knots say
    hue = np.radians(np.interp(at, places, np.degrees(np.unwrap(np.radians(knots[:, 2])))))
    chroma = np.interp(at, places, knots[:, 1])
    table = from_oklab(np.stack([light, chroma * np.cos(hue), chroma * np.sin(hue)], axis=1))
    table.flags.writeable = False
    return table


def colors(name: str, share: Floats) -> Floats:
    """Colors of numbers, with a last axis of red, green and blue from 0 to 1.

    Parameters
    ----------
    name
        One of `RAMPS`.
    share
        Where each number lies between the ends of the ramp, 0 to 1; beyond them it takes the color of the end.
    """
    table = ramp(name)
    place = np.clip(np.nan_to_num(share), 0.0, 1.0) * (STEPS - 1)
    low = np.minimum(place.astype(np.intp), STEPS - 2)
    part = (place - low)[..., None]
    return np.asarray(table[low] * (1.0 - part) + table[low + 1] * part)


def from_oklab(lab: Floats) -> Floats:
    """Colors of OKLab as sRGB from 0 to 1, those out of its reach moved to its edge."""
    linear = (lab @ FROM_OKLAB.T) ** 3 @ TO_LINEAR.T
    linear = np.clip(linear, 0.0, 1.0)
    return np.asarray(np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1.0 / 2.4) - 0.055))


def lightness(rgb: Floats) -> Floats:
    """Lightness in OKLab of sRGB colors from 0 to 1."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    cones = np.cbrt(np.clip(linear @ np.linalg.inv(TO_LINEAR).T, 0.0, None))
    return np.asarray((cones @ np.linalg.inv(FROM_OKLAB).T)[..., 0])
