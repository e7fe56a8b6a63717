"""The layers of the skin in section: epidermis with its ridges, dermis with its fibers, fat in lobules."""

from __future__ import annotations

import math
import random

from anagen.render.closeup.anatomy import Layers
from anagen.render.closeup.svg import open_line, shape

__all__ = ["Sheet", "definitions", "tissue"]


class Sheet:
    """Where millimeters lie on the drawing."""

    def __init__(self, *, width_mm: float, above_mm: float, below_mm: float, px_per_mm: float) -> None:
        self.scale = px_per_mm
        self.margin, self.head, self.foot = 40.0, 96.0, 118.0
        self.width = width_mm * px_per_mm + 2.0 * self.margin
        self.surface = self.head + above_mm * px_per_mm
        self.bottom = self.surface + below_mm * px_per_mm
        self.height = self.bottom + self.foot

    def at(self, x_mm: float, depth_mm: float) -> tuple[float, float]:
        """A place as column and row. [px]"""
        return self.margin + x_mm * self.scale, self.surface + depth_mm * self.scale


def gradient(name: str, stops: str, kind: str = "linear", place: str = 'x1="0" y1="0" x2="0" y2="1"') -> str:
    """A gradient of colors, given as ``offset color`` pairs."""
    marks = "".join(
        f'<stop offset="{offset}" stop-color="{color}"/>'
        for offset, color in (pair.split() for pair in stops.split(","))
    )
    return f'<{kind}Gradient id="{name}" {place}>{marks}</{kind}Gradient>'


def definitions(sheet: Sheet, hair: tuple[str, str, str]) -> str:
    """Gradients of the drawing, its frame and its soft shadow.

    Parameters
    ----------
    sheet
        The drawing.
    hair
        Colors of a shaft: its edge, its body, its gleam.
    """
    edge, body, gleam = hair
    radial = 'cx=".4" cy=".36" r=".8"'
    return (
        "<defs>"
        + gradient("air", "0 #f7f9fb,1 #e9eff4")
        + gradient("dermis", "0 #f6cbc2,.5 #f0b8b0,1 #e9aaa5")
        + gradient("epidermis", "0 #e9b890,.45 #d98f7f,1 #a8567a")
        + gradient("fat", "0 #fbe7ae,1 #f6d98c")
        + gradient("cell", "0 #fffbe6,.75 #fdeeb6,1 #efcf78", "radial", radial)
        + gradient(
            "shaft", f"0 {edge},.33 {body},.5 {gleam},.7 {body},1 {edge}", place='x1="0" y1="0" x2="1" y2="0"'
        )
        + gradient("gland", "0 #fff6d5,1 #eec06a", "radial", radial)
        + gradient("matrix", "0 #7d4a86,1 #a56aa3", "radial", 'cx=".5" cy=".6" r=".7"')
        + gradient("papilla", "0 #f7a8b8,1 #cf5f7f", "radial", radial)
        + '<filter id="lift" x="-20%" y="-20%" width="140%" height="140%"><feDropShadow dx="0" dy="1.5" '
        'stdDeviation="2" flood-color="#5a2b2b" flood-opacity=".26"/></filter>'
        f'<clipPath id="frame"><rect x="{sheet.margin:.0f}" y="{sheet.head - 26:.0f}" '
        f'width="{sheet.width - 2 * sheet.margin:.0f}" height="{sheet.bottom - sheet.head + 26:.0f}" rx="14"/>'
        "</clipPath></defs>"
    )


def tissue(sheet: Sheet, layers: Layers) -> list[str]:
    """The layers, from the air down; the same in every drawing of a size."""
    chance = random.Random(3)  # noqa: S311  an artist's chance, not a cipher's
    frame = (
        f'<rect x="{sheet.margin:.0f}" y="{sheet.head - 26:.0f}" width="{sheet.width - 2 * sheet.margin:.0f}" '
        f'height="{sheet.bottom - sheet.head + 26:.0f}" fill="url(#air)"/>'
    )
    return [
        frame,
        *fat(sheet, layers, chance),
        *dermis(sheet, layers, chance),
        *epidermis(sheet, layers),
    ]


def fat(sheet: Sheet, layers: Layers, chance: random.Random) -> list[str]:
    """Cells of fat under the dermis."""
    top = sheet.at(0.0, layers.dermis_mm)[1] - 30.0
    parts = [
        f'<rect x="0" y="{top:.0f}" width="{sheet.width:.0f}" height="{sheet.bottom - top:.0f}" fill="url(#fat)"/>'
    ]
    row, y = 0, top + 10.0
    while y < sheet.bottom + 30.0:
        x = 14.0 + 26.0 * (row % 2)
        while x < sheet.width:
            wide, high, turn = chance.uniform(23, 31), chance.uniform(19, 26), chance.uniform(-25, 25)
            place = f'cx="{x + chance.uniform(-5, 5):.0f}" cy="{y + chance.uniform(-5, 5):.0f}"'
            parts.append(
                f'<ellipse {place} rx="{wide:.1f}" ry="{high:.1f}" fill="url(#cell)" stroke="#e3bd63" '
                f'stroke-width="1.1" opacity=".93" transform="rotate({turn:.0f} {x:.0f} {y:.0f})"/>'
            )
            x += 53.0
        y, row = y + 40.0, row + 1
    return parts


def dermis(sheet: Sheet, layers: Layers, chance: random.Random) -> list[str]:
    """The dermis, its fibers and the nuclei among them."""
    left, right = 0.0, sheet.width
    floor = sheet.at(0.0, layers.dermis_mm)[1]
    edge = [
        (x, floor + 15.0 * math.sin(0.014 * x) + 8.0 * math.sin(0.042 * x))
        for x in (right + 40.0 - 40.0 * k for k in range(int(right / 40.0) + 3))
    ]
    body = f"M{left:.0f} {sheet.surface:.0f} L{right + 40:.0f} {sheet.surface:.0f} L{open_line(edge)[1:]} Z"
    parts = [shape(body, fill="url(#dermis)")]
    area = (right - left) * (floor - sheet.surface) / 1000.0
    for _ in range(round(1.05 * area)):
        x, y = chance.uniform(left, right), chance.uniform(sheet.surface + 25.0, floor - 12.0)
        length, slope, sag = chance.uniform(18, 60), chance.uniform(-0.35, 0.35), chance.uniform(-7, 7)
        parts.append(
            shape(
                f"M{x:.0f} {y:.0f} q{length / 2:.0f} {sag:.0f} {length:.0f} {length * slope:.0f}",
                fill="none",
                stroke=("#e09a94", "#fbdcd5", "#d98c88")[int(3 * chance.random())],
                stroke_width=f"{chance.uniform(0.8, 2.0):.1f}",
                opacity=f"{chance.uniform(0.25, 0.6):.2f}",
            )
        )
    for _ in range(round(0.18 * area)):
        x, y = chance.uniform(left, right), chance.uniform(sheet.surface + 30.0, floor)
        turn = chance.uniform(-40, 40)
        parts.append(
            f'<ellipse cx="{x:.0f}" cy="{y:.0f}" rx="4" ry="1.5" fill="#7d4a86" opacity=".35" '
            f'transform="rotate({turn:.0f} {x:.0f} {y:.0f})"/>'
        )
    return parts


def epidermis(sheet: Sheet, layers: Layers) -> list[str]:
    """The epidermis with its ridges, and the horny layer."""
    floor = sheet.at(0.0, layers.epidermis_mm)[1]
    count = int(sheet.width / 18.0) + 3
    edge = [
        (18.0 * k - 10.0, floor + (6.0 if k % 2 else -3.0) + 2.5 * math.sin(k))
        for k in reversed(range(count))
    ]
    top = sheet.surface - 4.0
    right = edge[0][0]
    return [
        shape(f"M-10 {top:.0f} L{right:.0f} {top:.0f} L{open_line(edge)[1:]} Z", fill="url(#epidermis)"),
        shape(f"M-10 {top - 1:.0f} L{right:.0f} {top - 1:.0f}", stroke="#c98f6d", stroke_width=4),
    ]
