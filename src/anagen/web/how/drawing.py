"""The follicle at some ages as a drawing: depths and shafts to scale, letters that can be read on a phone."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from anagen.render.closeup.anatomy import Anatomy, anatomy_of, layers_of_skin
from anagen.render.closeup.follicle import drawn_follicle
from anagen.render.closeup.svg import text_at
from anagen.render.closeup.tissue import Sheet, definitions, tissue
from anagen.render.look import Look
from anagen.render.section import BELOW_MM, PX_PER_MM, columns_of, layer_names, rule, shaft_colors
from anagen.scalp.hair import HairState

__all__ = ["follicle_drawing"]

ABOVE_MM = 1.75
RIGHT_MM = 1.25
ROOM_FOR_RULE_MM = {True: 0.4, False: 0.25}
"""So that the first bulb does not hide the rule. [mm]"""
FRAME_ABOVE_PX = 26.0
LETTERS_PX = {True: 46.0, False: 34.0}
"""Size of letters for a phone, and for a wide screen. [px]"""
SMALLER = 0.62
LONG_MM = 100.0
FAMILY = "system-ui, Helvetica, Arial, sans-serif"
INK = "#1d2327"
FONT_SIZE = re.compile(r'font-size="([\d.]+)"')


def follicle_drawing(
    ages: Sequence[float], widths_um: Sequence[float], best_um: float, *, narrow: bool
) -> str:
    """A section with the same follicle at some ages, growing, as SVG.

    Parameters
    ----------
    ages
        What stands above each. [year]
    widths_um
        Width of its hair at each. [um]
    best_um
        Width of its best hair. [um]
    narrow
        Whether it is shown on a phone: larger letters.
    """
    follicles = [_anatomy(width, best_um) for width in widths_um]
    places = columns_of(len(follicles)) + ROOM_FOR_RULE_MM[narrow]
    sheet = Sheet(
        width_mm=float(places[-1]) + RIGHT_MM, above_mm=ABOVE_MM, below_mm=BELOW_MM, px_per_mm=PX_PER_MM
    )
    layers, letters = layers_of_skin(), LETTERS_PX[narrow]
    top, left = sheet.head - FRAME_ABOVE_PX, sheet.margin
    width, height = sheet.width - 2.0 * sheet.margin, sheet.bottom - top
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:.0f} {top:.0f} {width:.0f} {height:.0f}" '
            f'width="{width:.0f}" height="{height:.0f}" font-family="{FAMILY}">'
        ),
        definitions(sheet, shaft_colors(Look())),
        '<g clip-path="url(#frame)">',
        *tissue(sheet, layers),
    ]
    for one, place in zip(follicles, places, strict=True):
        parts += drawn_follicle(sheet, one, x_mm=float(place))
    named = [*layer_names(sheet, layers.dermis_mm), *rule(sheet)]
    parts += [_relettered(one, SMALLER * letters) for one in named]
    for age, um, place in zip(ages, widths_um, places, strict=True):
        x = sheet.at(float(place) + 0.08, 0.0)[0]
        for text, weight, line in ((f"age {age:g}", 650, 1.25), (f"{um:.0f} µm", 400, 2.4)):
            parts.append(
                text_at(
                    x,
                    top + line * letters,
                    text,
                    font_size=letters,
                    font_weight=weight,
                    text_anchor="middle",
                    fill=INK,
                )
            )
    return "\n".join([*parts, "</g></svg>"])


def _relettered(part: str, size: float) -> str:
    return FONT_SIZE.sub(f'font-size="{size:.0f}"', part)


def _anatomy(width_um: float, best_um: float) -> Anatomy:
    """The follicle as it grows a hair of some width."""
    hair = HairState(
        day=0.0,
        diameter_um=np.array([width_um], np.float32),
        length_mm=np.array([LONG_MM], np.float32),
        growing=np.array([True]),
        full_diameter_um=np.array([best_um], np.float32),
        phase=np.array([0], np.int8),
    )
    return anatomy_of(hair, 0)
