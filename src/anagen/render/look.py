"""How a person looks in pictures: color of hair and skin, form and cut of the hair."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from anagen.compiled import f4
from anagen.errors import InputError, unknown_name
from anagen.render.arrays import Floats
from anagen.render.curls import CURLS, Curl

__all__ = ["CAPES", "HAIR_COLORS", "PARTINGS", "HairColor", "Look"]

PARTINGS = ("none", "middle", "left", "right")
"""Where the hair is parted; the subject's own left and right."""

LONG_FROM_MM = 70.0
"""Hair of this cut length falls by its weight; shorter hair holds itself. [mm]"""

CUT_RANGE_MM = (1.0, 400.0)
SKIN_TONES = 10

EUMELANIN = np.array([0.42, 0.62, 0.90], f4)
PHEOMELANIN = np.array([0.11, 0.50, 1.15], f4)
"""How strongly the brown-black and the red-yellow pigment absorb red, green and blue, each for an amount of one."""

DEEPENING = 4.6
SURFACE_COLOR = 0.006
"""Color that even the darkest hair gives back."""

UNPIGMENTED = np.array([0.44, 0.43, 0.405], f4)
"""Color of hair without pigment: white, a little warm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HairColor:
    """Pigment in hair."""

    eumelanin: float
    """Brown-black. [amount relative to black hair]"""
    pheomelanin: float
    """Red-yellow. [likewise]"""

    def __post_init__(self) -> None:
        for name in ("eumelanin", "pheomelanin"):
            if not 0.0 <= getattr(self, name) <= 3.0:
                raise InputError(
                    f"{name} of {getattr(self, name)!r} is not possible. Give a number from 0 to 3."
                )

    def color(self, pigment: float = 1.0) -> Floats:
        """Linear red, green and blue of light that hair of this color scatters, 0 to 1.

        Parameters
        ----------
        pigment
            Share of the pigment that there is. [ratio]
        """
        absorbed = pigment * (self.eumelanin * EUMELANIN + self.pheomelanin * PHEOMELANIN)
        shown = SURFACE_COLOR + (1.0 - SURFACE_COLOR) * UNPIGMENTED * np.exp(-DEEPENING * np.sqrt(absorbed))
        return np.asarray(shown, f4)


HAIR_COLORS: Mapping[str, HairColor] = MappingProxyType(
    {
        "black": HairColor(eumelanin=2.30, pheomelanin=0.03),
        "dark brown": HairColor(eumelanin=1.12, pheomelanin=0.05),
        "brown": HairColor(eumelanin=0.66, pheomelanin=0.06),
        "light brown": HairColor(eumelanin=0.32, pheomelanin=0.05),
        "red": HairColor(eumelanin=0.19, pheomelanin=0.28),
        "blond": HairColor(eumelanin=0.075, pheomelanin=0.035),
        "white": HairColor(eumelanin=0.0, pheomelanin=0.0),
    }
)
"""Hair colors by name."""

CAPES: Mapping[str, tuple[float, float, float]] = MappingProxyType(
    {
        "charcoal": (0.030, 0.033, 0.040),
        "black": (0.010, 0.010, 0.011),
        "navy": (0.016, 0.026, 0.060),
        "burgundy": (0.075, 0.012, 0.020),
        "gray": (0.170, 0.175, 0.185),
        "white": (0.560, 0.565, 0.570),
    }
)
"""Linear color of the cape by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a person looks; the same in all pictures that are to be compared.

    Examples
    --------
    >>> from anagen.render import Look
    >>> Look(hair_color="black", skin_tone=8, curl="coily").long
    False
    """

    hair_color: str | HairColor = "dark brown"
    """Name of a color, or amounts of pigment."""
    skin_tone: int = 3
    """Step of the Monk scale, 1 (lightest) to 10."""
    curl: str = "straight"
    """Form of the hair: straight, wavy, curly, coily."""
    length_mm: float = 30.0
    """Length that the hair is cut to on top; hair that grows no longer stays shorter. [mm]"""
    parting: str = "none"
    """Where it is parted: none, middle, left, right."""
    gray_share: float = 0.0
    """Share of hairs without pigment. [ratio]"""
    cape: str = "charcoal"
    """Color of the cape over the shoulders."""

    def __post_init__(self) -> None:
        if not isinstance(self.hair_color, HairColor):
            for name, given, allowed in (("hair color", self.hair_color, HAIR_COLORS),):
                if given not in allowed:
                    raise unknown_name(name, given, tuple(allowed))
        for name, given, choice in (
            ("curl", self.curl, tuple(CURLS)),
            ("parting", self.parting, PARTINGS),
            ("cape", self.cape, tuple(CAPES)),
        ):
            if given not in choice:
                raise unknown_name(name, given, choice)
        if self.skin_tone not in range(1, SKIN_TONES + 1):
            raise InputError(
                f"Skin tone {self.skin_tone!r} is not on the Monk scale. Give a whole number from 1 to {SKIN_TONES}."
            )
        low, high = CUT_RANGE_MM
        if not (math.isfinite(self.length_mm) and low <= self.length_mm <= high):
            raise InputError(
                f"Hair cut to {self.length_mm!r} mm cannot be drawn. Give a length of {low:g} to {high:g} mm."
            )
        if not 0.0 <= self.gray_share <= 1.0:
            raise InputError(f"A share of gray hairs of {self.gray_share!r} is not possible. Give 0 to 1.")

    @property
    def melanin(self) -> HairColor:
        """Pigment of hairs that are not gray."""
        return self.hair_color if isinstance(self.hair_color, HairColor) else HAIR_COLORS[self.hair_color]

    @property
    def form(self) -> Curl:
        """The form of a curl."""
        return CURLS[self.curl]

    @property
    def long(self) -> bool:
        """Whether the hair falls by its weight."""
        return self.length_mm >= LONG_FROM_MM
