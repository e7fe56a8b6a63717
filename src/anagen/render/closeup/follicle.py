"""One follicle drawn from its numbers: depths and shaft are to scale, the widths of its sheaths a draftsman's."""

from __future__ import annotations

import math
import random

from anagen.render.closeup.anatomy import Anatomy
from anagen.render.closeup.svg import closed, interpolated, open_line, shape, tube
from anagen.render.closeup.tissue import Sheet

__all__ = ["drawn_follicle"]

Point = tuple[float, float]

LEAN = 0.10
"""Sideways over depth: scalp follicles stand a little aslant."""
GROWING_OUTLINE = (
    (0.0, 0.06, 0.22, 0.34, 0.62, 0.86, 0.95, 1.0),
    (0.090, 0.062, 0.058, 0.070, 0.072, 0.115, 0.100, 0.020),
)
RESTING_OUTLINE = ((0.0, 0.08, 0.3, 0.6, 0.88, 1.0), (0.085, 0.06, 0.06, 0.062, 0.075, 0.015))
"""Half width of the outer sheath of a terminal follicle along its depth. [share, mm]"""
SMALLEST_OUTLINE = 0.42
TERMINAL_UM = 80.0
GLAND_DEPTH_MM, MUSCLE_DEPTH_MM = 0.62, 1.3
LOBULE_PLACES = (
    (30, 6, 27, 20),
    (46, 22, 24, 19),
    (27, 32, 25, 20),
    (52, 44, 19, 15),
    (34, 52, 19, 15),
    (62, 8, 20, 16),
    (66, 30, 19, 15),
    (48, 64, 18, 14),
)
"""Middle and half axes of the gland's lobules, in hundredths of a millimeter and a bit."""
LOBULE_MM = 1.0 / 170.0
TRACT: dict[str, float | str] = {
    "fill": "#f9dcd8",
    "stroke": "#cf8f8c",
    "stroke_width": 1.2,
    "stroke_dasharray": "6 4",
    "opacity": 0.95,
}


class Pen:
    """Draws one follicle at its place on a sheet."""

    def __init__(self, sheet: Sheet, follicle: Anatomy, x_mm: float, bow_mm: float) -> None:
        self.sheet, self.follicle, self.x_mm, self.bow_mm = sheet, follicle, x_mm, bow_mm
        self.scale = sheet.scale
        shown = follicle.shaft_um / TERMINAL_UM if follicle.shaft_um else max(follicle.size, 0.2)
        self.girth = SMALLEST_OUTLINE + (1.0 - SMALLEST_OUTLINE) * min(shown, 1.25)

    def axis(self, depth_mm: float) -> Point:
        """The follicle's middle at a depth. [px]"""
        bow = self.bow_mm * (depth_mm / 4.0) ** 2
        sway = 0.012 * math.sin(1.6 * depth_mm) * min(1.0, depth_mm)
        return self.sheet.at(self.x_mm - LEAN * depth_mm - sway - bow, depth_mm)

    def outline(self, depth_mm: float) -> float:
        """Half width of the outer sheath at a depth. [px]"""
        places, halves = GROWING_OUTLINE if self.follicle.phase == "anagen" else RESTING_OUTLINE
        share = depth_mm / self.follicle.depth_mm
        return interpolated(share, places, halves) * self.girth * self.scale

    def tract(self, start: float, end: float) -> list[str]:
        """The fibrous tract (stela) that a follicle leaves behind where it no longer reaches."""
        if end - start < 0.15:
            return []
        parts = [
            shape(
                tube(self.axis, lambda z: (0.032 + 0.008 * math.sin(8.0 * z)) * self.scale, start, end),
                **TRACT,
            )
        ]
        for k in range(int((end - start) / 0.13)):
            x, y = self.axis(start + 0.08 + 0.13 * k)
            parts.append(
                shape(f"M{x - 5:.0f} {y:.0f} q5 4 10 0", fill="none", stroke="#c97f80", opacity=0.65)
            )
        return parts

    def gland(self) -> list[str]:
        """The sebaceous gland: as large as ever beside a small follicle."""
        x, y = self.axis(GLAND_DEPTH_MM)
        unit = LOBULE_MM * self.scale
        lobules = LOBULE_PLACES[: self.follicle.lobules]
        chance = random.Random(self.follicle.follicle)  # noqa: S311  an artist's chance
        duct = path_at((x, y), unit, "M0 -30 C10 -26 20 -20 24 -10 L16 2 C10 -6 6 -10 -2 -6 Z")
        parts = ['<g filter="url(#lift)">', shape(duct, fill="#efca80")]
        for right, down, wide, high in reversed(lobules):
            parts.append(
                f'<ellipse cx="{x + right * unit:.0f}" cy="{y + (down - 16) * unit:.0f}" rx="{wide * unit:.1f}" '
                f'ry="{high * unit:.1f}" fill="url(#gland)" stroke="#cf9a45" stroke-width="1.2"/>'
            )
        for right, down, wide, high in lobules * 5:
            turn, out = 2.0 * math.pi * chance.random(), 0.8 * math.sqrt(chance.random())
            cx = x + (right + wide * out * math.cos(turn)) * unit
            cy = y + (down - 16 + high * out * math.sin(turn)) * unit
            parts.append(f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="1.5" fill="#9a6a8a" opacity=".5"/>')
        return [*parts, "</g>"]

    def muscle(self) -> list[str]:
        """The arrector muscle, torn off where the follicle is vellus-like or lost."""
        attached = self.follicle.muscle_attached
        depth = min(MUSCLE_DEPTH_MM, 0.8 * self.follicle.depth_mm) if attached else MUSCLE_DEPTH_MM
        x, y = self.axis(depth)
        x += (0.04 if attached else 0.24) * self.scale
        ex, ey = x + 1.0 * self.scale, self.sheet.at(0.0, 0.17)[1]
        run, rise, thick = ex - x, y - ey, 0.08 * self.scale
        upper = f"C{x + 0.33 * run:.0f} {y - 0.08 * rise:.0f} {ex - 0.33 * run:.0f} {ey + 0.36 * rise:.0f}"
        lower = f"C{ex - 0.27 * run:.0f} {ey + 0.42 * rise:.0f} {x + 0.38 * run:.0f} {y + 0.06 * rise:.0f}"
        path = f"M{x:.0f} {y:.0f} {upper} {ex:.0f} {ey:.0f} {lower} {x:.0f} {y + thick:.0f} Z"
        return [
            shape(path, fill="#d9707a", stroke="#b44f5c", stroke_width=1, opacity=0.85 if attached else 0.36)
        ]

    def sheaths(self) -> list[str]:
        """Connective sheath, outer and inner root sheath."""
        one, depth = self.follicle, self.follicle.depth_mm
        rim = 0.030 * self.girth * self.scale
        parts = [
            '<g filter="url(#lift)">',
            shape(
                tube(self.axis, lambda z: self.outline(min(z, depth)) + rim, 0.05, depth + 0.03),
                fill="#f7d7d0",
                stroke="#c67f7b",
                stroke_width=1.3,
            ),
            shape(
                tube(self.axis, self.outline, 0.05, depth), fill="#c98bb0", stroke="#8e5584", stroke_width=1
            ),
            "</g>",
        ]
        if one.phase == "anagen":
            shaft = one.shaft_um / 2000.0 * self.scale

            def inner(z: float) -> float:
                near = shaft + 0.020 * self.girth * self.scale
                return min(0.86 * self.outline(z), near) if z < 0.88 * depth else 0.8 * self.outline(z)

            parts += [
                shape(
                    tube(self.axis, inner, 0.26 * depth, 0.93 * depth),
                    fill="#f4b9b0",
                    stroke="#d98a86",
                    stroke_width=0.8,
                ),
                shape(
                    tube(self.axis, lambda z: 0.9 * self.outline(z), 0.83 * depth, 0.992 * depth),
                    fill="url(#matrix)",
                ),
            ]
        return parts

    def papilla(self) -> list[str]:
        """The dermal papilla: in the bulb of a growing follicle, below a resting one."""
        one, depth = self.follicle, self.follicle.depth_mm
        if one.phase == "anagen":
            (x, y), r = self.axis(0.945 * depth), self.outline(0.93 * depth)
            h = min(1.25 * r, 0.05 * depth * self.scale)
            path = (
                f"M{x:.1f} {y - h:.1f} C{x + 0.62 * r:.1f} {y - 0.35 * h:.1f} {x + 0.58 * r:.1f} {y + 0.35 * h:.1f} "
                f"{x + 0.16 * r:.1f} {y + 0.72 * h:.1f} L{x - 0.16 * r:.1f} {y + 0.72 * h:.1f} "
                f"C{x - 0.58 * r:.1f} {y + 0.35 * h:.1f} {x - 0.62 * r:.1f} {y - 0.35 * h:.1f} {x:.1f} {y - h:.1f} Z"
            )
            return [shape(path, fill="url(#papilla)", stroke="#a8405f", stroke_width=1)]
        x, y = self.axis(depth + 0.09)
        radius = 0.05 * self.girth * self.scale
        return [f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.1f}" fill="url(#papilla)" stroke="#a8405f"/>']

    def mouth(self) -> list[str]:
        """The opening of the follicle."""
        one = self.follicle
        x, top = self.axis(0.0)[0], self.sheet.surface - 5.0
        wide = self.outline(0.03)
        neck = one.shaft_um / 2000.0 * self.scale + 2.0
        low = self.sheet.surface + 0.25 * self.scale
        path = (
            f"M{x - 1.25 * wide:.1f} {top:.1f} Q{x - 0.6 * wide:.1f} {top + 15:.1f} {x - neck:.1f} {low:.1f} "
            f"L{x + neck:.1f} {low:.1f} Q{x + 0.6 * wide:.1f} {top + 15:.1f} {x + 1.25 * wide:.1f} {top:.1f} Z"
        )
        return [shape(path, fill="#f6e6dc", opacity=0.95)]

    def shaft(self) -> list[str]:
        """The hair, at its true width."""
        one = self.follicle
        root = 0.865 * one.depth_mm if one.phase == "anagen" else 0.93 * one.depth_mm
        middle = [self.axis(root * (1.0 - k / 18)) for k in range(19)]
        foot_x, foot_y = self.axis(0.0)
        for k in range(1, 15):
            t, above = k / 14, one.above_mm * self.scale
            middle.append(
                (foot_x + (LEAN * t + 0.15 * t * t) * above, foot_y - t * above + 0.05 * t * t * above)
            )
        wide = one.shaft_um / 1000.0 * self.scale
        parts = []
        if one.phase != "anagen":  # a club, pale and rounded
            x, y = self.axis(root)
            parts.append(
                f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{0.5 * wide + 0.018 * self.scale:.1f}" '
                f'ry="{0.5 * wide + 0.04 * self.scale:.1f}" fill="#f2e3c8" stroke="#b98f5e" stroke-width="1"/>'
            )
        halves = [0.5 * wide * min(1.0, 0.45 + 0.275 * k) for k in range(len(middle))]
        left = [(x - half, y) for (x, y), half in zip(middle, halves, strict=True)]
        right = [(x + half, y) for (x, y), half in zip(middle, halves, strict=True)]
        parts.append(shape(closed([*left, *reversed(right)]), fill="url(#shaft)", class_="shaft"))
        if wide > 0.06 * self.scale:
            parts.append(
                shape(
                    open_line(middle[2:]),
                    fill="none",
                    stroke="#1f120b",
                    stroke_width=f"{0.14 * wide:.1f}",
                    opacity=0.4,
                )
            )
        return parts


def path_at(origin: Point, unit: float, path: str) -> str:
    """A small path moved to a place. [px]

    Parameters
    ----------
    origin
        Where its zero comes to lie. [px]
    unit
        Size of its unit. [px]
    path
        Commands with absolute points.
    """
    words, across = [], True
    for word in path.replace("M", "M ").replace("C", "C ").replace("L", "L ").replace("Q", "Q ").split():
        if word.isalpha():
            words.append(word)
            across = True
            continue
        words.append(f"{origin[0 if across else 1] + unit * float(word):.1f}")
        across = not across
    return " ".join(words)


def lost_parts(pen: Pen) -> list[str]:
    """What is left of a lost follicle: its mouth grown over, and a fibrous tract."""
    x, top = pen.axis(0.02)[0], pen.sheet.surface - 4.0
    dimple = path_at((x, top), LOBULE_MM * pen.scale, "M-13 0 Q-4 22 -3 54 L3 54 Q4 22 13 0 Z")
    return [
        *pen.tract(0.34, pen.follicle.former_depth_mm),
        shape(dimple, fill="#b9698a", opacity=0.75),
    ]


def drawn_follicle(
    sheet: Sheet, follicle: Anatomy, *, x_mm: float, bow_mm: float = 0.0, bare: bool = False
) -> list[str]:
    """A follicle as parts of a drawing.

    Parameters
    ----------
    sheet
        The drawing.
    follicle
        Its numbers.
    x_mm
        Where it opens. [mm]
    bow_mm
        How far a full-sized follicle is bowed at its depth: follicles of coily hair are. [mm]
    bare
        Whether a neighbor of its unit, which shares them, shows gland and muscle.
    """
    pen = Pen(sheet, follicle, x_mm, bow_mm)
    if follicle.phase == "lost":
        parts = [*lost_parts(pen), *([] if bare else [*pen.gland(), *pen.muscle()])]
    else:
        parts = pen.tract(follicle.depth_mm + 0.12, follicle.former_depth_mm)
        parts += [] if bare else [*pen.gland(), *pen.muscle()]
        parts += [*pen.sheaths(), *pen.papilla(), *pen.mouth()]
        if follicle.shaft_um > 0.0:
            parts += pen.shaft()
    return [f'<g class="follicle {follicle.phase}">', *parts, "</g>"]
