"""Counting hairs, and measuring how thick they are, in a picture of a clipped field: from its pixels alone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy import typing as npt

from anagen.errors import InputError
from anagen.render.closeup.lines import find_lines, mean_along, place_at
from anagen.render.trichoscopy import BLUR_MM

__all__ = ["Measured", "measure_trichoscopy"]

Floats = npt.NDArray[np.float64]
Pictures = npt.NDArray[np.float32]

GROUND_MM, GROUND_SHARE = 0.55, 70
"""The skin about a place: this percentile of its surroundings, as wide as this. [mm]"""
WIDEST_MM = 0.13
"""Wider than any hair. [mm]"""
SHORTEST_MM = 0.12
FAINTEST, OF_NEIGHBORS = 0.10, 0.45
"""Least contrast of a hair, and its least share of the contrast next to it."""
CLEAR_OF_SKIN = 4.0
"""Least contrast of a hair, in standard deviations of bare skin: skin with a pigment network hides fine hair."""
SLIMMEST = 2.6
TWO_FROM = 0.45
"""A line is two hairs from the typical length and a half on, less some."""
"""Length over width of the stoutest stub."""
SPREAD_MM = 2.355 * BLUR_MM
"""Width of a point as the lens shows it: the camera is known. [mm]"""
CLEAR_CONTRAST, CLEAR_LEAST = 0.5, 0.3
PROFILE_STEP_PX, CHUNK_PX = 0.25, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a picture of a field shows."""

    count_per_cm2: float
    """Hairs, those cut by the edge as halves. [1/cm2]"""
    widths_um: Floats
    """Of each hair. [um]"""
    lengths_mm: Floats
    """Of each hair. [mm]"""
    contrast: float
    """Of the typical hair against its skin: 0 none, 1 black on white."""
    least_contrast: float
    """What a hair needs to be told from this skin."""

    @property
    def clear(self) -> bool:
        """Whether hair stands out from skin enough for count and widths to be trusted, fine hair included.

        It does not in white hair on pale skin, which clinics dye, nor in skin with a strong pigment network.
        """
        return self.contrast >= CLEAR_CONTRAST and self.least_contrast <= CLEAR_LEAST


def measure_trichoscopy(image: npt.NDArray[np.uint8], field_mm: float) -> Measured:
    """Count hairs and measure their widths in a picture of short hair.

    Parameters
    ----------
    image
        ``uint8[h, w, 3]`` of a phototrichogram. If it is higher than wide, what lies below the square is no field
        (a caption).
    field_mm
        Width of the picture. [mm]
    """
    if image.ndim != 3 or image.shape[2] != 3 or image.shape[0] < image.shape[1]:
        raise InputError(
            f"A picture of shape {image.shape} cannot be measured. Give one of (h, w, 3), h >= w."
        )
    square = image[: image.shape[1]]
    px_per_mm = square.shape[1] / field_mm
    contrast = contrast_of(square, px_per_mm)
    inside, soft, least = hair_of(contrast, px_per_mm)
    lines = find_lines(
        inside, soft, shortest_px=SHORTEST_MM * px_per_mm, widest_px=0.5 * WIDEST_MM * px_per_mm
    )
    widths = np.array([width_of_line(contrast, line, SPREAD_MM * px_per_mm) for line in lines]) / px_per_mm
    lengths = 2.0 * lines[:, 4] / px_per_mm
    ends = np.array([ends_inside(line, square.shape[:2]) for line in lines])
    stout = np.fmax(widths, 2.0 * lines[:, 5] / px_per_mm)
    slender = (lengths > SLIMMEST * stout) | ((ends < 2) & (stout < 0.7 * WIDEST_MM))
    counted = slender & ~(widths > WIDEST_MM)
    dark = np.array([mean_along(contrast, *line[:4], line[4], line[4]) for line in lines])
    number = hairs_in_row(lengths, counted & (ends == 2))
    sure = counted & np.isfinite(widths)
    return Measured(
        count_per_cm2=float((number * ends)[counted].sum() / 2.0 / (field_mm**2 / 100.0)),
        widths_um=1000.0 * widths[sure],
        lengths_mm=lengths[sure],
        contrast=float(np.median(dark[counted])) if counted.any() else 0.0,
        least_contrast=least,
    )


def hairs_in_row(lengths: Floats, whole: npt.NDArray[np.bool_]) -> Floats:
    """How many hairs each line is: all are clipped alike, so one that is far longer is two that touch end to end."""
    if not whole.any():
        return np.ones(len(lengths))
    typical = np.percentile(lengths[whole], 75)
    return np.maximum(np.floor(lengths / typical + TWO_FROM), 1.0)


def contrast_of(image: npt.NDArray[np.uint8], px_per_mm: float) -> Pictures:
    """How much darker than the skin about it each pixel is: 0 skin, 1 black."""
    from scipy.ndimage import gaussian_filter, percentile_filter, zoom

    screen = image.astype(np.float32) / 255.0
    light = np.where(screen <= 0.04045, screen / 12.92, ((screen + 0.055) / 1.055) ** 2.4).mean(axis=2)
    step = max(1, round(0.03 * px_per_mm))
    small = light[::step, ::step]
    ground = percentile_filter(small, GROUND_SHARE, size=max(3, round(GROUND_MM * px_per_mm / step)))
    ground = gaussian_filter(ground, 0.15 * px_per_mm / step)
    wide = zoom(ground, (light.shape[0] / small.shape[0], light.shape[1] / small.shape[1]), order=1)
    return np.asarray(1.0 - light / np.maximum(wide, 1e-4), np.float32)


def hair_of(contrast: Pictures, px_per_mm: float) -> tuple[Pictures, Pictures, float]:
    """How deep each pixel lies in hair [px], a soft picture highest in the middle of hairs, the least contrast."""
    from scipy.ndimage import distance_transform_edt, gaussian_filter, grey_opening, maximum_filter

    calm = gaussian_filter(contrast, 0.007 * px_per_mm)
    # What is wider than hair is no hair: halos, dots, shade.
    narrow = calm - grey_opening(calm, size=2 * [round(WIDEST_MM * px_per_mm) + 1])
    near = maximum_filter(narrow, size=2 * round(0.045 * px_per_mm) + 1)
    uneven = 1.4826 * float(np.median(np.abs(narrow - np.median(narrow))))
    least = max(FAINTEST, CLEAR_OF_SKIN * uneven)
    hair = narrow > np.maximum(least, OF_NEIGHBORS * near)
    depth = distance_transform_edt(hair)
    soft = gaussian_filter(np.clip(narrow, 0.0, None), 0.016 * px_per_mm)
    return np.asarray(depth, np.float32), np.asarray(soft, np.float32), least


def ends_inside(line: Floats, shape: tuple[int, ...]) -> int:
    """How many ends of a hair the edge of the picture has not cut off."""
    x, y, turn, bend, half, radius = line
    ends = [place_at(x, y, turn, bend, way * (half + 1.0)) for way in (-1.0, 1.0)]
    edge = max(2.0, radius)
    return sum(edge < px < shape[1] - edge and edge < py < shape[0] - edge for px, py, _ in ends)


def width_of_line(contrast: Pictures, line: Floats, spread_px: float) -> float:
    """Width of a hair: where its contrast falls to half, in its undisturbed parts. [px]"""
    from scipy.ndimage import map_coordinates

    x, y, turn, bend, half, radius = line
    inner = max(half - 3.0, 2.0)
    chunks = max(1, int(2 * inner / CHUNK_PX))
    steps = np.linspace(-inner, inner, chunks * CHUNK_PX)
    px, py, now = (
        np.array(part) for part in zip(*(place_at(x, y, turn, bend, s) for s in steps), strict=True)
    )
    side = np.arange(-2.2 * radius - 4.0, 2.2 * radius + 4.01, PROFILE_STEP_PX)
    columns = px[:, None] - side * np.sin(now)[:, None] - 0.5
    rows = py[:, None] + side * np.cos(now)[:, None] - 0.5
    profile = map_coordinates(contrast, [rows, columns], order=1, mode="nearest")
    profile = profile.reshape(chunks, CHUNK_PX, -1).mean(axis=1)
    widths = [half_level_width(side, one) for one in profile]
    known = [width for width in widths if np.isfinite(width)]
    if not known:
        return float("nan")
    # The lens widens what it sees; widths add as squares.
    seen = float(np.percentile(known, 30))
    return math.sqrt(max(seen**2 - spread_px**2, 0.25 * seen**2))


def half_level_width(side: Floats, profile: npt.NDArray[Any]) -> float:
    """Width between the places where contrast falls to half; nan if it does not on both sides. [px]

    The rim of a shaft bends light away, so that even a pale shaft is dark up to its edge.
    """
    middle = int(np.argmin(np.abs(side)))
    core = np.abs(side) <= 3.0
    peak = float(profile[core].max())
    level = 0.5 * peak
    ends = []
    for way in (-1, 1):
        part = profile[middle::way]
        above = np.flatnonzero(part[: len(part)] < level)
        above = above[above > 0]
        if peak < FAINTEST or part[0] <= level or above.size == 0:
            return float("nan")
        k = int(above[0])
        share = (part[k - 1] - level) / max(part[k - 1] - part[k], 1e-6)
        ends.append((k - 1 + share) * PROFILE_STEP_PX)
    return float(sum(ends))
