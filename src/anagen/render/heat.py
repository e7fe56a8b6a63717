"""Maps of the hair on a head: density, thickness and miniaturization as colors, on the head and laid out flat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import f4
from anagen.errors import unknown_name
from anagen.evidence import Catalogue, known
from anagen.render.camera import DISTANCE_MM, Camera, View, camera_of, looking
from anagen.render.flat import flat_surface
from anagen.render.ground import ground_of, places_of_follicles
from anagen.render.lettering import width_of, write
from anagen.render.plate import LETTERS_SHARE, SMALLEST_LETTERS_PX
from anagen.render.ramp import colors
from anagen.render.raster import interpolated, nearest_triangles
from anagen.render.sheet import INK, LINE, MUTED, PAPER, blank, foot, paste, wrapped, write_lines
from anagen.render.smoothing import Places
from anagen.scalp import HairState, Scalp

__all__ = ["MEASURES", "Measure", "heat_flat", "heat_on_head", "heat_sheet", "measured"]

Floats = NDArray[np.float64]
Pixels = NDArray[np.uint8]

SAMPLES = 2
"""Rows and columns of samples in a pixel."""
GRAY, LINES = np.array([0.80, 0.80, 0.80]), np.array([0.06, 0.07, 0.09])
NOTHING = np.array([0.62, 0.63, 0.65])
"""Where there is nothing to measure: no hair, no thickness."""
LIGHT = (-0.35, 0.55, 0.75)
"""Direction of the light: right, up, towards the viewer."""
DARKEST = 0.80
"""What is left of a color on the side away from the light; little shade, so that colors still read as numbers."""
HAIRLINE_PX, LEVEL_PX, LEVEL_INK = 1.6, 0.9, 0.45
"""Half widths of lines, in pixels of a picture of 600, and how dark the lines of equal value are."""
LEAST = 1e-9
ROOM_MM = 3.0
"""How far beyond the hairline a map is worked out, for its edge. [mm]"""
FEWEST_PER_CM2 = 2.0
"""Hairs from which a mean thickness is shown. [1/cm2]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a map shows, and how its numbers become colors."""

    title: str
    unit: str
    ramp: str
    ends: tuple[float, float]
    """Numbers at the ends of the ramp: the same on every head, so that maps compare. [unit]"""
    nothing: str = ""
    """What gray means on the map, if there can be any."""
    step: float
    """Between the marks of the color bar, which are also lines of equal value on the map. [unit]"""


MEASURES = {
    "density": Measure(title="Visible hairs", unit="per cm²", ramp="much", ends=(0.0, 250.0), step=50.0),
    "diameter": Measure(
        title="Mean thickness", unit="µm", ramp="thick", ends=(20.0, 80.0), step=10.0, nothing="gray: none"
    ),
    "miniaturized": Measure(
        title="Follicles with fine hair or none", unit="%", ramp="gone", ends=(0.0, 100.0), step=25.0
    ),
}


def measured(
    scalp: Scalp,
    hair: HairState,
    measure: str,
    points_mm: NDArray[np.floating],
    evidence: Catalogue | None = None,
) -> Floats:
    """A measure at points of the scalp, as a kernel of 5 mm sees it; not a number where there is nothing to measure.

    Parameters
    ----------
    scalp
        The follicles.
    hair
        What stands on them.
    measure
        One of `MEASURES`.
    points_mm
        Places on the skin, [n, 3]. [mm]
    evidence
        Where thresholds come from; what is known, if not given.
    """
    return _measured(scalp, hair, measure, ground_of(scalp).lattice.places(points_mm), evidence or known())


def _measured(scalp: Scalp, hair: HairState, measure: str, places: Places, numbers: Catalogue) -> Floats:
    if measure not in MEASURES:
        raise unknown_name("map", measure, MEASURES)
    lattice = ground_of(scalp).lattice
    spread = partial(lattice.blurred, places_of_follicles(scalp))
    thickness = hair.diameter_um.astype(np.float64)
    if measure == "miniaturized":
        follicles = lattice.at(spread(np.ones(len(thickness))), places)
        sound = np.where(thickness >= numbers.value("meaningful_hair_diameter", "um"), 1.0, 0.0)
        share = 1.0 - lattice.at(spread(sound), places) / np.maximum(follicles, LEAST)
        return np.where(follicles > LEAST, 100.0 * share, np.nan)
    visible = np.where(thickness >= numbers.value("visible_hair_diameter", "um"), 1.0, 0.0)
    hairs = lattice.density(spread(visible), places)
    if measure == "density":
        return hairs
    summed = lattice.density(spread(visible * thickness), places)
    return np.where(hairs >= FEWEST_PER_CM2, summed / np.maximum(hairs, FEWEST_PER_CM2), np.nan)


def heat_on_head(
    scalp: Scalp,
    hair: HairState,
    measure: str = "density",
    *,
    view: str | View = "vertex",
    size: tuple[int, int] = (600, 600),
) -> Pixels:
    """A measure on the head, seen from any side.

    Parameters
    ----------
    scalp
        The follicles.
    hair
        What stands on them.
    measure
        One of `MEASURES`.
    view
        One of the views of a photograph, or a `View` of your own: any elevation and azimuth.
    size
        Width and height. [px]

    Returns
    -------
    numpy.ndarray
        Red, green and blue, of shape (height, width, 3).
    """
    named = camera_of(view if isinstance(view, str) else "vertex", size)  # which checks the size too
    camera = (named if isinstance(view, str) else camera_towards(view, size)).finer(SAMPLES)
    head, ground = scalp.head, ground_of(scalp)
    _, seen, place = nearest_triangles(camera, head.vertices, head.triangles)
    hit = seen >= 0
    at = partial(interpolated, triangles=head.triangles, seen=seen[hit], place=place[hit])
    values, margin = _map_layers(scalp, hair, measure, hit, at(head.vertices), at(ground.margin_mm))
    normal = at(head.normals)
    lit = (normal @ camera.towards(*LIGHT)) / np.maximum(np.linalg.norm(normal, axis=1), LEAST)
    shade = _layer(hit, DARKEST + (1.0 - DARKEST) * np.clip(0.5 + 0.5 * lit, 0.0, 1.0), 1.0)
    painted = _painted(MEASURES[measure], values, margin, min(size) * SAMPLES / 600.0) * shade[..., None]
    return _pixels(np.where(hit[..., None], painted, np.array(PAPER) / 255.0))


def heat_flat(scalp: Scalp, hair: HairState, measure: str = "density", *, size: int = 600) -> Pixels:
    """A measure on the scalp laid out flat: from above, forehead at the top, distances from the top of the head true.

    Parameters
    ----------
    scalp
        The follicles.
    hair
        What stands on them.
    measure
        One of `MEASURES`.
    size
        Width and height. [px]
    """
    surface = flat_surface(scalp.head, size * SAMPLES)
    margins = surface.at(ground_of(scalp).margin_mm)
    values, margin = _map_layers(scalp, hair, measure, surface.hit, surface.points_mm, margins)
    thick = size * SAMPLES / 600.0
    painted = _painted(MEASURES[measure], values, margin, thick)
    shown = margin > -HAIRLINE_PX * thick * surface.mm_per_px
    return _pixels(np.where(shown[..., None], painted, np.array(PAPER) / 255.0))


FLAT = "The whole scalp, laid out flat: forehead above, nape below"
"""What the lower row of a sheet shows."""


def heat_sheet(
    scalp: Scalp,
    hair: HairState,
    *,
    measures: Sequence[str] = tuple(MEASURES),
    view: str | View = "vertex",
    size: int = 1200,
    title: str = "",
    says: str = "",
    seed: int,
) -> Pixels:
    """Several measures on one sheet: a column for each, on the head, laid out flat, and what the colors mean.

    Parameters
    ----------
    scalp
        The follicles.
    hair
        What stands on them.
    measures
        Which of `MEASURES`.
    view
        From where the head is seen.
    size
        Width of the sheet. [px]
    title, says
        What is written over it.
    seed
        Seed of the simulation, for the footer.
    """
    letters = max(SMALLEST_LETTERS_PX, LETTERS_SHARE * size / 2.4)
    gap = round(1.1 * letters)
    cell = (size - gap * (len(measures) + 1)) // len(measures)
    room = size - 2 * gap
    titles, more = wrapped(title, room, 1.45 * letters, bold=True), wrapped(says, room, letters)
    head = round(gap + LINE * letters * (1.45 * len(titles) + len(more)) + 0.5 * gap)
    bar = round(5.2 * letters)
    row = round(LINE * letters) + cell
    sheet = blank(size, head + 2 * row + gap + bar)
    below = write_lines(sheet, titles, gap, gap, 1.45 * letters, color=INK, bold=True)
    write_lines(sheet, more, gap, below, letters, color=MUTED)
    seen = f"View: {view}" if isinstance(view, str) else "On the head"
    for k, says_row in enumerate((seen, FLAT)):
        write_lines(sheet, wrapped(says_row, room, letters)[:1], gap, head + k * row, letters, color=MUTED)
    for k, name in enumerate(measures):
        left, top = gap + k * (cell + gap), head + row - cell
        paste(sheet, heat_on_head(scalp, hair, name, view=view, size=(cell, cell)), left, top)
        paste(sheet, heat_flat(scalp, hair, name, size=cell), left, top + row)
        color_bar(sheet, MEASURES[name], left, head + 2 * row + gap // 2, cell, letters)
    return np.concatenate([sheet, foot(size, gap, 0.86 * letters, seed)])


def color_bar(sheet: Pixels, measure: Measure, left: int, top: int, width: int, letters: float) -> None:
    """What the colors of a map mean, in place: name, colors, marks.

    Parameters
    ----------
    sheet
        Where to draw.
    measure
        What the map shows.
    left, top, width
        Where. [px]
    letters
        Height of the letters. [px]
    """
    names = wrapped(f"{measure.title} [{measure.unit}]", width, letters, bold=True)
    if measure.nothing and width_of(names[0] + measure.nothing, height=1.1 * letters, bold=True) < width:
        at = (left + width, top + letters)
        write(sheet, measure.nothing, at=at, height=0.86 * letters, color=MUTED, anchor="rs")
    below = round(write_lines(sheet, names[:1], left, top, letters, color=INK, bold=True) + 0.3 * letters)
    thick = round(0.9 * letters)
    sheet[below : below + thick, left : left + width] = np.round(
        255.0 * colors(measure.ramp, np.linspace(0.0, 1.0, width))
    ).astype(np.uint8)
    low, high = measure.ends
    marks = marks_of(measure)
    for mark in marks:
        at = left + (mark - low) / (high - low) * (width - 1)
        anchor = "ls" if mark == low else "rs" if mark == high else "ms"
        sheet[below + thick : below + round(1.3 * thick), round(at) : round(at) + 1] = INK
        base = below + thick + 1.3 * letters
        write(sheet, f"{mark:g}", at=(at, base), height=0.86 * letters, color=MUTED, anchor=anchor)


def marks_of(measure: Measure) -> Floats:
    """The marks of a color bar. [unit of the measure]"""
    low, high = measure.ends
    return np.linspace(low, high, round((high - low) / measure.step) + 1)


def camera_towards(view: View, size: tuple[int, int]) -> Camera:
    """The camera of a view of your own."""
    elevation, azimuth = np.radians(view.elevation_deg), np.radians(view.azimuth_deg)
    back = np.array(
        [np.sin(azimuth) * np.cos(elevation), np.sin(elevation), np.cos(elevation) * np.cos(azimuth)]
    )
    target = np.array(view.target_mm)
    eye = target + back * DISTANCE_MM
    px_mm = min(size) / view.width_mm * DISTANCE_MM
    return looking(eye.astype(f4), target.astype(f4), np.array(view.up, f4), px_mm, *size)


def _map_layers(
    scalp: Scalp,
    hair: HairState,
    measure: str,
    hit: NDArray[np.bool_],
    points_mm: NDArray[np.floating],
    margin_mm: NDArray[np.floating],
) -> tuple[Floats, Floats]:
    """The measure, and the distance from the hairline, as pictures; not a number off the scalp."""
    near = margin_mm > -ROOM_MM
    places = ground_of(scalp).lattice.places(points_mm[near])
    layer = hit.copy()
    layer[hit] = near
    values = _measured(scalp, hair, measure, places, known())
    margin = ground_of(scalp).masked(margin_mm[near], places)
    return _layer(layer, values, np.nan), _layer(layer, margin, np.nan)


def _layer(hit: NDArray[np.bool_], values: NDArray[np.floating], elsewhere: float) -> Floats:
    """Values of the pixels that were hit, as a picture."""
    layer = np.full(hit.shape, elsewhere)
    layer[hit] = values
    return layer


def _painted(measure: Measure, values: Floats, margin_mm: Floats, thick: float) -> Floats:
    """Colors of a map, with its lines: of equal value, and the hairline."""
    low, high = measure.ends
    color = colors(measure.ramp, (values - low) / (high - low))
    color[np.isnan(values)] = NOTHING
    inside = margin_mm > 0.0
    ink = np.zeros(values.shape)
    for level in marks_of(measure)[1:-1]:
        ink = np.maximum(ink, LEVEL_INK * _line(values, level, LEVEL_PX * thick))
    ink = np.where(inside, ink, 0.0)
    color = np.where(inside[..., None], color, GRAY)
    ink = np.maximum(ink, _line(margin_mm, 0.0, HAIRLINE_PX * thick))
    return np.asarray(color * (1.0 - ink[..., None]) + LINES * ink[..., None])


def _line(values: Floats, level: float, half_width_px: float) -> Floats:
    """How dark a line of equal value makes each pixel, 0 to 1, about as wide wherever the values rise."""
    down, across = np.gradient(values)
    away = np.abs(values - level) / np.maximum(np.hypot(down, across), LEAST)
    return np.asarray(np.nan_to_num(np.clip(half_width_px + 0.5 - away, 0.0, 1.0)))


def _pixels(color: Floats) -> Pixels:
    """Samples averaged to pixels."""
    high, wide = color.shape[0] // SAMPLES, color.shape[1] // SAMPLES
    mean = color.reshape(high, SAMPLES, wide, SAMPLES, 3).mean(axis=(1, 3))
    return np.asarray(np.round(255.0 * np.clip(mean, 0.0, 1.0)), np.uint8)
