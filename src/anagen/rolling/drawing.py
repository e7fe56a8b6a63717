"""The map of a session as a drawing: the scalp from above, its sections in their order, the star of directions."""

from __future__ import annotations

from collections.abc import Collection
from math import hypot, pi, sin
from xml.sax.saxutils import escape

from anagen.rolling.outlines import Ring, scalp_ring, section_rings
from anagen.rolling.plan import DIRECTIONS, SessionPlan, turns
from anagen.rolling.thinning import width_mm
from anagen.scalp.flatmap import MAP_MM_PER_RADIAN

__all__ = ["head_svg", "map_svg", "star_svg"]

WIDTH, HEIGHT = 1180.0, 860.0
MAP_WIDTH = 800.0
TOP, EDGE = 92.0, 28.0
INK, MUTED, LINE, PAPER = "#1d2733", "#5a6672", "#c8ced4", "#ffffff"
SKIN, HAIRED = "#f6efe8", "#ece4da"
TO_DO, DONE, NOW = "#bcd7ea", "#a9d8c2", "#f2b134"
WAY = "#0072B2"
FAMILY = "DejaVu Sans"
LETTERS = 15.0
LARGE = 2.0
"""How much larger words and numbers are on a small screen."""
ARM_PX, EAR_PX = 62.0, 26.0
NOSE_PX, BELOW_PX = 34.0, 52.0
"""Room over the head for its nose, and under it. [px]"""
BULGE, NARROW = 1.25, 0.88
"""How far the view from above reaches around the sides, and how much narrower than long a head is."""
FOOT = "Education and research; not a medical device."


def map_svg(
    plan: SessionPlan, *, present: int | None = None, done: Collection[int] = (), title: str | None = None
) -> str:
    """The map of a session as SVG.

    Parameters
    ----------
    plan
        The session.
    present
        Number of the section that is rolled now.
    done
        Numbers of those that are done.
    title
        Over the drawing; a usual one if none is given.
    """
    draw = _Place(plan.sex)
    first = f"{len(plan.sections)} sections, {plan.size_cm2:.0f} cm², {plan.passes} passes each"
    size = f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" height="{HEIGHT:g}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FAMILY}">',
        f"<title>{escape(title or 'Where to roll, and in which order')}</title>",
        f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="{PAPER}"/>',
        text(EDGE, 42.0, title or "Where to roll, and in which order", 22.0, INK, bold=True),
        text(EDGE, 66.0, first, LETTERS, MUTED),
        *head(draw),
        *sections(plan, draw, present, done),
        *panel(plan, present, done),
        text(EDGE, HEIGHT - 18.0, FOOT, 12.0, MUTED),
        "</svg>",
    ]
    return "\n".join(parts)


def head_svg(plan: SessionPlan, *, present: int | None = None, done: Collection[int] = ()) -> str:
    """The head alone with its sections, with large numbers, for a small screen.

    Parameters
    ----------
    plan
        The session.
    present
        Number of the section that is rolled now.
    done
        Numbers of those that are done.
    """
    draw = _Place(plan.sex)
    left, width = draw.x0 - NARROW * draw.radius - EAR_PX, 2.0 * (NARROW * draw.radius + EAR_PX)
    top = draw.y0 - draw.radius - NOSE_PX
    count = len(plan.sections)
    says = f"The head from above, forehead at the top, with {count} {'section' if count == 1 else 'sections'}"
    if present is not None:
        says += f"; section {present} is to be rolled now"
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:.0f} {top:.0f} {width:.0f} '
            f'{2.0 * draw.radius + NOSE_PX + 6.0:.0f}" role="img" aria-label="{escape(says)}.">'
        ),
        *head(draw, letters=LARGE * LETTERS),
        *sections(plan, draw, present, done, scale=LARGE),
        "</svg>",
    ]
    return "\n".join(parts)


def star_svg(direction: int | None = None) -> str:
    """The star of directions, the present one drawn strong.

    Parameters
    ----------
    direction
        Its place in `DIRECTIONS`; none for no one.
    """
    named = "" if direction is None else f": {DIRECTIONS[direction].name}"
    reach = ARM_PX + 14.0
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-reach:g} {-reach:g} {2 * reach:g} {2 * reach:g}" '
            f'role="img" aria-label="Roll{escape(named)}.">'
        )
    ]
    for place, one in enumerate(DIRECTIONS):
        a, b = one.along
        length = hypot(a, b)
        x, y = -ARM_PX * a / length, -ARM_PX * b / length
        parts.append(
            f'<g class="arm{" now" if place == direction else ""}">'
            f'<path d="M{-x:.1f} {-y:.1f} L{x:.1f} {y:.1f}" stroke="currentColor"/>'
            + "".join(
                arrow(
                    sign * 1.16 * x, sign * 1.16 * y, sign * x / ARM_PX, sign * y / ARM_PX, size=15.0
                ).replace(WAY, "currentColor")
                for sign in (1.0, -1.0)
            )
            + "</g>"
        )
    return "".join([*parts, "</svg>"])


def from_above(u: float, v: float) -> tuple[float, float]:
    """A point of the flat map as one sees it who looks down on the head: what is on the sides draws together. [mm]"""
    radius = max(hypot(u, v), 1e-9)
    angle = min(radius / MAP_MM_PER_RADIAN / BULGE, 0.5 * pi)
    shrunk = MAP_MM_PER_RADIAN * BULGE * sin(angle) / radius
    return NARROW * shrunk * u, shrunk * v


class _Place:
    """Where points of the map lie in the drawing: forehead at the top, the person's left on the left."""

    def __init__(self, sex: str) -> None:
        self.ring = scalp_ring(sex)
        self.radius = 0.5 * (HEIGHT - TOP - NOSE_PX - BELOW_PX)
        self.scale = self.radius / (MAP_MM_PER_RADIAN * BULGE)
        self.x0, self.y0 = 0.5 * MAP_WIDTH, TOP + NOSE_PX + self.radius

    def at(self, u: float, v: float) -> tuple[float, float]:
        x, y = from_above(u, v)
        return self.x0 - self.scale * x, self.y0 - self.scale * y

    def path(self, ring: Ring) -> str:
        points = [self.at(*one) for one in ring]
        return "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points) + " Z"


def head(draw: _Place, *, letters: float = LETTERS) -> list[str]:
    """The head from above: nose, ears, the scalp within its hairline, and which way is which."""
    middle, ear_y = draw.x0, draw.y0 - 4.0
    radius = draw.radius
    nose = draw.y0 - radius - 14.0
    skin = f'fill="{SKIN}" stroke="{LINE}" stroke-width="1.5"'
    tip = f"M{middle - 20:.1f} {nose + 26:.1f} Q{middle:.1f} {nose - 14:.1f} {middle + 20:.1f} {nose + 26:.1f} Z"
    return [
        f'<path d="{tip}" {skin}/>',
        *(
            f'<ellipse cx="{x:.1f}" cy="{ear_y:.1f}" rx="{0.5 * EAR_PX:g}" ry="{1.2 * EAR_PX:g}" {skin}/>'
            for x in (draw.x0 - NARROW * radius, draw.x0 + NARROW * radius)
        ),
        f'<ellipse cx="{middle:.1f}" cy="{draw.y0:.1f}" rx="{NARROW * radius:.1f}" ry="{radius:.1f}" {skin}/>',
        f'<path d="{draw.path(draw.ring)}" fill="{HAIRED}" stroke="{LINE}" stroke-width="1.5"/>',
        text(middle, draw.y0 - radius + 40.0, "forehead", letters, MUTED, anchor="middle"),
        text(middle, draw.y0 + radius - 16.0, "back of the head", letters, MUTED, anchor="middle"),
        text(draw.x0 - NARROW * radius + 22.0, ear_y + 5.0, "your left", letters, MUTED),
        text(draw.x0 + NARROW * radius - 22.0, ear_y + 5.0, "your right", letters, MUTED, anchor="end"),
    ]


def sections(
    plan: SessionPlan, draw: _Place, present: int | None, done: Collection[int], *, scale: float = 1.0
) -> list[str]:
    """Every section with its number, and the way from one to the next."""
    parts = []
    rings, whole = section_rings(plan)
    clip = " ".join(draw.path(ring) for ring in whole)
    parts.append(
        f'<clipPath id="area"><path d="{clip}" clip-rule="evenodd"/></clipPath><g clip-path="url(#area)">'
    )
    for section in plan.sections:
        color = NOW if section.number == present else DONE if section.number in done else TO_DO
        path = " ".join(draw.path(ring) for ring in rings[section.number])
        parts.append(
            f'<path d="{path}" fill="{color}" fill-rule="evenodd" stroke="{PAPER}" stroke-width="2.5" '
            'stroke-linejoin="round"/>'
        )
    parts.append("</g>")
    parts += way(plan, draw)
    for section in plan.sections:
        x, y = draw.at(*section.middle_mm)
        now = section.number == present
        radius = 13.0 * scale
        ring = f'stroke="{INK if now else WAY}" stroke-width="{2.5 if now else 1.2}"'
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{PAPER}" {ring}/>',
            text(x, y + 5.0 * scale, str(section.number), 14.0 * scale, INK, anchor="middle", bold=now),
        ]
    return parts


def way(plan: SessionPlan, draw: _Place) -> list[str]:
    """The way over the sections; a leap to another patch is dashed."""
    from anagen.rolling.sections import adjoin

    parts = []
    for before, after in zip(plan.sections, plan.sections[1:], strict=False):
        (x1, y1), (x2, y2) = draw.at(*before.middle_mm), draw.at(*after.middle_mm)
        dashed = "" if adjoin(before, after) else ' stroke-dasharray="3 5" opacity="0.7"'
        parts.append(
            f'<path d="M{x1:.1f} {y1:.1f} L{x2:.1f} {y2:.1f}" stroke="{WAY}" stroke-width="2" fill="none"{dashed}/>'
        )
        length = hypot(x2 - x1, y2 - y1)
        if length > 34.0:
            at = 0.5 + 5.0 / length
            parts.append(
                arrow(x1 + at * (x2 - x1), y1 + at * (y2 - y1), (x2 - x1) / length, (y2 - y1) / length)
            )
    return parts


def arrow(x: float, y: float, dx: float, dy: float, *, size: float = 8.0) -> str:
    """A small arrowhead whose tip lies at a place."""
    left = (x - size * dx + 0.5 * size * dy, y - size * dy - 0.5 * size * dx)
    right = (x - size * dx - 0.5 * size * dy, y - size * dy + 0.5 * size * dx)
    return f'<path d="M{x:.1f} {y:.1f} L{left[0]:.1f} {left[1]:.1f} L{right[0]:.1f} {right[1]:.1f} Z" fill="{WAY}"/>'


def panel(plan: SessionPlan, present: int | None, done: Collection[int]) -> list[str]:
    """The star of directions, what the colors mean, and how large things are."""
    x, y = MAP_WIDTH + 20.0, TOP + 20.0
    parts = [text(x, y, "In each section, a star", 17.0, INK, bold=True)]
    cx, cy = x + 95.0, y + 40.0 + ARM_PX + 18.0
    for place, (direction, count) in enumerate(zip(DIRECTIONS, turns(plan.passes), strict=True)):
        a, b = direction.along
        length = hypot(a, b)
        ex, ey = -ARM_PX * a / length, -ARM_PX * b / length
        parts += [
            f'<path d="M{cx - ex:.1f} {cy - ey:.1f} L{cx + ex:.1f} {cy + ey:.1f}" stroke="{INK}" stroke-width="2"/>',
            arrow(cx + ex, cy + ey, ex / ARM_PX, ey / ARM_PX).replace(WAY, INK),
            arrow(cx - ex, cy - ey, -ex / ARM_PX, -ey / ARM_PX).replace(WAY, INK),
            text(
                cx + 1.30 * ex, cy + 1.30 * ey + 5.0, str(place + 1), LETTERS, INK, anchor="middle", bold=True
            ),
            text(x, cy + ARM_PX + 62.0 + 26.0 * place, f"{place + 1}", LETTERS, INK, bold=True),
            text(
                x + 20.0,
                cy + ARM_PX + 62.0 + 26.0 * place,
                f"{count} passes {direction.name.replace(', ', ': ')}",
                13.0,
                INK,
            ),
        ]
    below = cy + ARM_PX + 62.0 + 26.0 * len(DIRECTIONS) + 26.0
    if present is not None or done:
        for color, says in ((NOW, "now"), (DONE, "done"), (TO_DO, "to do")):
            parts += [
                f'<rect x="{x:g}" y="{below - 13:.1f}" width="22" height="16" rx="3" fill="{color}"/>',
                text(x + 32.0, below, says, LETTERS, INK),
            ]
            below += 26.0
        below += 12.0
    largest = max(max(width_mm(one.cells)) for one in plan.sections)
    lines = [
        f"Needles of {plan.needle_mm:g} mm, {plan.setting}.",
        f"{plan.minutes:.0f} minutes of rolling at {plan.pace_s:g} s a pass."
        if plan.pace_s
        else "At your own pace.",
        f"No section is longer than {largest:.0f} mm.",
        "Light prickle, no pain; stop a section",
        "when it is evenly pink.",
    ]
    for says in lines:
        parts.append(text(x, below, says, LETTERS, INK))
        below += 24.0
    return parts


def text(
    x: float, y: float, says: str, size: float, color: str, *, anchor: str = "start", bold: bool = False
) -> str:
    """A line of text."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{color}" text-anchor="{anchor}"{weight}>'
        f"{escape(says)}</text>"
    )
