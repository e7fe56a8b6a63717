"""Colors of skin and hair under a lens, in linear light."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import typing as npt

from anagen.render.look import HAIR_COLORS, HairColor

__all__ = ["DYE", "GRAY", "density_of", "linear", "seen", "skin_color", "skin_darkness"]

Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]

SKIN = (
    "#f2d8ca",
    "#eecfbd",
    "#e6c1aa",
    "#dab190",
    "#c39672",
    "#a0714f",
    "#7f543a",
    "#613e2b",
    "#4b3023",
    "#3a261d",
)
"""Scalp as a lens shows it, by steps of the Monk scale: redder than the skin of a face."""

GRAY, DYE = HAIR_COLORS["white"], HairColor(eumelanin=2.2, pheomelanin=0.0)

LEAST_DENSITY, EUMELANIN_DENSITY, PHEOMELANIN_DENSITY = 0.011, 0.045, 0.025
"""Light that a shaft takes on its way: without pigment, and by each amount of pigment. [1/um]"""


def linear(hexadecimal: str) -> Floats:
    """A color of the screen as linear light."""
    screen = np.array([int(hexadecimal[k : k + 2], 16) for k in (1, 3, 5)]) / 255.0
    return np.where(screen <= 0.04045, screen / 12.92, ((screen + 0.055) / 1.055) ** 2.4)


def seen(light: npt.NDArray[Any]) -> Bytes:
    """Linear light as a screen shows it."""
    clipped = np.clip(light, 0.0, 1.0)
    screen = np.where(clipped <= 0.0031308, 12.92 * clipped, 1.055 * clipped ** (1.0 / 2.4) - 0.055)
    pixels: Bytes = (255.0 * screen + 0.5).astype(np.uint8)
    return pixels


def skin_color(tone: int) -> Floats:
    """Skin of a step of the Monk scale. [linear light]"""
    return linear(SKIN[tone - 1])


def skin_darkness(tone: int) -> float:
    """How much pigment a skin has: 0 the palest, 1 the darkest."""
    return (tone - 1) / (len(SKIN) - 1)


def density_of(melanin: HairColor) -> float:
    """How much light hair of a color takes on its way through. [1/um]"""
    return LEAST_DENSITY + EUMELANIN_DENSITY * melanin.eumelanin + PHEOMELANIN_DENSITY * melanin.pheomelanin
