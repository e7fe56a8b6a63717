"""A vertical section of the scalp of any simulated person on any day, as a drawing at true scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
from numpy import typing as npt

from anagen.errors import InputError, unknown_name
from anagen.render.closeup.anatomy import Anatomy, anatomy_of, layers_of_skin
from anagen.render.closeup.chance import uniform
from anagen.render.closeup.field import ScalpSurface, Site, site_map_mm
from anagen.render.closeup.follicle import drawn_follicle
from anagen.render.closeup.svg import text_at
from anagen.render.closeup.tissue import Sheet, definitions, tissue
from anagen.render.lettering import FAMILY, font_files
from anagen.render.look import Look
from anagen.scalp.hair import PHASES, HairState
from anagen.units import DAYS_PER_YEAR

__all__ = [
    "CHOICES",
    "follicle_over_time",
    "follicle_that_thins",
    "section",
    "section_follicles",
    "section_png",
]

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

CHOICES = ("sizes", "line")
NEAR_MM = 12.0
"""How far from the site follicles are chosen by size. [mm]"""
CUT_MM, CUT_THICKNESS_MM = 6.0, 0.5
"""Length of a cut, and how far on both sides of it follicles count as lying in it. [mm]"""
NEAREST_MM = 0.17
"""Hairs of a unit are set at least so far apart. [mm]"""
COLUMN_MM, COLUMN_OFFSET_MM = 1.33, 0.95
"""Room of each follicle that is chosen by size. [mm]"""
ABOVE_MM, BELOW_MM = 1.12, 4.75
PX_PER_MM = 170.0
BOW_MM = {"straight": 0.0, "wavy": 0.1, "curly": 0.28, "coily": 0.55}
"""How far a full-sized follicle is bowed at its depth. [mm]"""
INK, MUTED = "#1d2733", "#45525f"
WARM = np.array([0.060, 0.036, 0.022])
"""Gleam of a shaft. [linear light]"""
STEPS = 6


def section(
    scalp: ScalpSurface,
    hair: HairState,
    *,
    site: Site = "vertex",
    choose: str = "sizes",
    look: Look | None = None,
    title: str = "The scalp in section",
    subtitle: str | None = None,
) -> str:
    """A vertical section through follicles of a head, each drawn from its own numbers.

    Parameters
    ----------
    scalp, hair
        A head, and what stands on it on a day.
    site
        Name of a site, or a point of the flat map. [mm]
    choose
        ``"sizes"``: six follicles about the site, from the thickest hair to the lost; ``"line"``: the neighbors
        along a cut of 6 mm through the site, at their true places.
    look
        Color of the hair and its curl.
    title, subtitle
        Above the drawing.

    Returns
    -------
    The drawing as SVG.
    """
    rows, places = section_follicles(scalp, hair, site=site, choose=choose)
    follicles = [anatomy_of(hair, int(row)) for row in rows]
    width = CUT_MM if choose == "line" else COLUMN_OFFSET_MM + COLUMN_MM * (len(rows) - 1) + 1.25
    notes = [(one.name, *captions(one)) for one in follicles] if choose == "sizes" else []
    said = subtitle or (
        "chosen by size, set side by side; depths and shafts to scale"
        if choose == "sizes"
        else f"neighbors along a cut of {CUT_MM:g} mm, to scale"
    )
    foot = "" if choose == "sizes" else tally(follicles)
    bare = None
    if choose == "line":  # the hairs of a unit share gland and muscle: the last one shows them
        unit = np.asarray(scalp.unit)[rows]
        bare = np.array([one in unit[k + 1 :] for k, one in enumerate(unit)])
    return drawing(
        follicles,
        places,
        width,
        notes,
        title=title,
        subtitle=said,
        foot=foot,
        look=look or Look(),
        bare=bare,
    )


def section_follicles(
    scalp: ScalpSurface, hair: HairState, *, site: Site = "vertex", choose: str = "sizes"
) -> tuple[Rows, Floats]:
    """The follicles that a section shows, and where they lie along it. [rows, mm]"""
    if choose not in CHOICES:
        raise unknown_name("choice of follicles", choose, CHOICES)
    offset = np.asarray(scalp.map_mm, np.float64) - np.asarray(site_map_mm(site))
    if choose == "line":
        inside = (np.abs(offset[:, 0]) < CUT_MM / 2.0 - 0.5) & (np.abs(offset[:, 1]) < CUT_THICKNESS_MM)
        rows = np.flatnonzero(inside)
        rows = rows[np.argsort(offset[rows, 0])]
    else:
        rows = by_size(hair, np.flatnonzero(np.hypot(*offset.T) < NEAR_MM))
    if rows.size == 0:
        raise InputError(f"No follicle at {site}. Give a point inside the hairline.")
    return rows.astype(np.int64), apart(offset[rows, 0] + CUT_MM / 2.0) if choose == "line" else columns_of(
        len(rows)
    )


def columns_of(count: int) -> Floats:
    """Where follicles that are set side by side open. [mm]"""
    return np.asarray(COLUMN_OFFSET_MM + COLUMN_MM * np.arange(count), np.float64)


def apart(places: Floats) -> Floats:
    """Rising places moved to the right where two are too near to be told apart. [mm]"""
    moved = places.copy()
    for k in range(1, len(moved)):
        moved[k] = max(moved[k], moved[k - 1] + NEAREST_MM)
    return moved


def by_size(hair: HairState, near: Rows) -> Rows:
    """Six follicles: growing ones from thick to thin, one that rests, one that is empty or lost, if there are any."""
    phase, diameter = np.asarray(hair.phase)[near], np.asarray(hair.diameter_um)[near]
    order = np.lexsort((near, -diameter))
    growing = near[order][(phase[order] == PHASES.index("anagen")) & (diameter[order] > 0.0)]
    special: list[int] = []
    for name in ("telogen", "kenogen", "lost"):
        own = near[phase == PHASES.index(name)]
        if own.size:  # always the same one, and not the first by number
            special.append(int(own[np.argmin(uniform(own, 41))]))
    special = special[-(STEPS // 2) :]
    some = min(STEPS - len(special), len(growing))
    steps = np.unique(np.round(np.linspace(0.02, 0.98, some) * max(len(growing) - 1, 0)).astype(int))
    chosen = growing[steps] if growing.size else growing
    standing = [row for row in special if hair.diameter_um[row] > 0.0]
    empty = [row for row in special if hair.diameter_um[row] <= 0.0]
    return np.array([*chosen.tolist(), *standing, *empty], np.int64)


def captions(one: Anatomy) -> tuple[str, ...]:
    """Lines on a follicle, in its own figures."""
    if one.phase == "lost":
        return "fibrous tract only", f"once {one.former_depth_mm:.1f} mm deep"
    if one.phase == "kenogen":
        return "no hair stands", f"rests at {one.depth_mm:.1f} mm"
    first = f"{one.shaft_um:.0f} µm, {100 * one.size:.0f} % of its best"
    second = f"{'bulb' if one.phase == 'anagen' else 'club'} {one.depth_mm:.1f} mm deep"
    return (first, second) if one.muscle_attached else (first, second, "muscle torn off")


def tally(follicles: Sequence[Anatomy]) -> str:
    """One line on all follicles of a cut."""
    shafts = [one.shaft_um for one in follicles if one.shaft_um > 0.0]
    phases = ", ".join(
        f"{sum(one.phase == name for one in follicles)} {name}"
        for name in PHASES
        if any(one.phase == name for one in follicles)
    )
    mean = f"; mean shaft {np.mean(shafts):.0f} µm" if shafts else ""
    return f"{len(follicles)} follicles: {phases}{mean}"


def follicle_over_time(
    states: Sequence[HairState],
    follicle: int,
    *,
    labels: Sequence[str] | None = None,
    look: Look | None = None,
    title: str = "One follicle through the years",
    subtitle: str = "the same follicle each time; depths and shafts to scale",
) -> str:
    """The same follicle on several days, side by side.

    Parameters
    ----------
    states
        Days of one head.
    follicle
        Its row.
    labels
        What stands under each, such as ages; the years since the first day, if not given.
    look
        Color of the hair and its curl.
    title, subtitle
        Above the drawing.

    Returns
    -------
    The drawing as SVG.
    """
    if not states or not 0 <= follicle < states[0].follicles:
        raise InputError(f"Give days of a head, and a follicle of it: there is no follicle {follicle}.")
    names = list(labels or (f"{(one.day - states[0].day) / DAYS_PER_YEAR:.0f} years" for one in states))
    if len(names) != len(states):
        raise InputError(f"{len(states)} days need as many labels, not {len(names)}.")
    follicles = [anatomy_of(state, follicle) for state in states]
    places = columns_of(len(follicles))
    notes = [(name, *captions(one)) for name, one in zip(names, follicles, strict=True)]
    width = COLUMN_OFFSET_MM + COLUMN_MM * (len(follicles) - 1) + 1.25
    return drawing(
        follicles, places, width, notes, title=title, subtitle=subtitle, foot="", look=look or Look()
    )


def follicle_that_thins(scalp: ScalpSurface, states: Sequence[HairState], *, site: Site = "vertex") -> int:
    """The follicle about a site that grows on most of some days, and loses most of its width between them.

    Parameters
    ----------
    scalp
        The head.
    states
        Days of it, in order.
    site
        Name of a site, or a point of the flat map. [mm]
    """
    near = np.flatnonzero(np.hypot(*(np.asarray(scalp.map_mm, np.float64) - site_map_mm(site)).T) < NEAR_MM)
    if near.size == 0 or not states:
        raise InputError(
            f"No follicle at {site}, or no day. Give a point inside the hairline, and days of a head."
        )
    widths = np.stack([np.asarray(one.diameter_um, np.float64)[near] for one in states])
    growing = np.stack([np.asarray(one.growing, bool)[near] for one in states]).sum(axis=0)
    fall = np.where(
        (widths[0] > 0.0) & (widths[-1] > 0.0), 1.0 - widths[-1] / np.maximum(widths[0], 1.0), -1.0
    )
    return int(near[np.lexsort((fall, growing))[-1]])


def shaft_colors(look: Look) -> tuple[str, str, str]:
    """Colors of a shaft in a drawing: edge, body, gleam."""
    base = np.asarray(look.melanin.color(), np.float64)

    def screen(light: Any) -> str:
        parts = (255.0 * np.clip(light, 0.0, 1.0) ** (1.0 / 2.2)).astype(int)
        return f"#{parts[0]:02x}{parts[1]:02x}{parts[2]:02x}"

    return screen(0.55 * base), screen(base + 0.3 * WARM), screen(1.7 * base + WARM)


def drawing(
    follicles: Sequence[Anatomy],
    places_mm: Floats,
    width_mm: float,
    notes: Sequence[tuple[str, ...]],
    *,
    title: str,
    subtitle: str,
    foot: str,
    look: Look,
    bare: npt.NDArray[np.bool_] | None = None,
) -> str:
    """A section with its layers, its follicles, its rule and its captions."""
    sheet = Sheet(width_mm=width_mm, above_mm=ABOVE_MM, below_mm=BELOW_MM, px_per_mm=PX_PER_MM)
    layers = layers_of_skin()
    told = "; ".join(
        f"{one.name}: shaft {one.shaft_um:.0f} micrometers, {one.depth_mm:.1f} mm deep" for one in follicles
    )
    parts = [
        opening(sheet),
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(told)}</desc>',
        definitions(sheet, shaft_colors(look)),
        f'<rect width="{sheet.width:.0f}" height="{sheet.height:.0f}" fill="#ffffff"/>',
        text_at(sheet.margin, 30, title, font_size=27, font_weight=700, fill=INK),
        text_at(sheet.margin, 56, subtitle, font_size=16, fill="#5b6875"),
        '<g clip-path="url(#frame)">',
        *tissue(sheet, layers),
    ]
    bow = BOW_MM[look.curl]
    deepest_first = sorted(range(len(follicles)), key=lambda k: -follicles[k].depth_mm)
    for k in deepest_first:
        parts += drawn_follicle(
            sheet, follicles[k], x_mm=float(places_mm[k]), bow_mm=bow, bare=bool(bare is not None and bare[k])
        )
    parts += [*layer_names(sheet, layers.dermis_mm), *rule(sheet), "</g>"]
    for lines, place in zip(notes, places_mm, strict=False):
        x = sheet.at(float(place) - 0.12, 0.0)[0]
        parts += [
            text_at(
                x,
                sheet.bottom + 32.0 + 22.0 * k,
                line,
                font_size=14 if k else 17,
                font_weight=400 if k else 700,
                fill=MUTED if k else INK,
                text_anchor="middle",
            )
            for k, line in enumerate(lines)
        ]
    if foot:
        parts.append(text_at(sheet.margin, sheet.bottom + 40, foot, font_size=17, fill=MUTED))
    return "\n".join([*parts, "</svg>"])


def opening(sheet: Sheet) -> str:
    """The tag that opens a drawing."""
    size = f"{sheet.width:.0f} {sheet.height:.0f}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{sheet.width:.0f}" '
        f'height="{sheet.height:.0f}" role="img" aria-labelledby="t d" '
        f'font-family="{FAMILY}, Helvetica, Arial, sans-serif">'
    )


def layer_names(sheet: Sheet, dermis_mm: float) -> list[str]:
    """Names of the layers at the right edge."""
    halo: dict[str, float | str] = {
        "paint_order": "stroke",
        "stroke": "#ffffff",
        "stroke_width": 3.5,
        "stroke_opacity": 0.75,
    }
    x = sheet.width - sheet.margin - 14.0
    return [
        text_at(
            x, sheet.at(0.0, depth)[1] + 6.0, name, font_size=16, text_anchor="end", fill="#6b3b3b", **halo
        )
        for name, depth in (("epidermis", 0.04), ("dermis", 0.5 * dermis_mm), ("fat", dermis_mm + 0.9))
    ]


def rule(sheet: Sheet) -> list[str]:
    """A rule of millimeters at the left edge."""
    x = sheet.margin + 22.0
    ticks = [f'<line x1="{x}" y1="{sheet.surface}" x2="{x}" y2="{sheet.at(0, 4.5)[1]:.0f}"/>']
    marks = []
    for half in range(10):
        y = sheet.at(0.0, 0.5 * half)[1]
        ticks.append(
            f'<line x1="{x}" x2="{x - (14 if half % 2 == 0 else 8):.0f}" y1="{y:.0f}" y2="{y:.0f}"/>'
        )
        if half % 2 == 0 and half:
            marks.append(text_at(x + 8.0, y + 5.0, f"{half // 2} mm", font_size=14, fill="#3a4652"))
    return ['<g stroke="#3a4652" stroke-width="1.6">', *ticks, "</g>", *marks]


def section_png(svg: str, *, width: int = 1560) -> bytes:
    """A drawing as a PNG file's bytes, in the letters that the package brings.

    Parameters
    ----------
    svg
        The drawing.
    width
        Of the picture. [px]
    """
    try:
        import resvg_py
    except ImportError as error:
        raise InputError(
            "Drawings as pictures need resvg. Install it with: pip install 'anagen[render]'."
        ) from error
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=width,
            skip_system_fonts=True,
            font_files=list(font_files()),
            font_family=FAMILY,
        )
    )
