"""The skin of the scalp under a lens: its color, its fine lines, its vessels, its pigment, and the openings in it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy import typing as npt

from anagen.compiled import compiled
from anagen.render.closeup.chance import uniform
from anagen.render.closeup.field import Field

__all__ = ["Openings", "bare_skin", "openings_of", "paint_openings"]

Pictures = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]

BLOOD = np.array([0.10, 0.42, 0.36], np.float32)
"""Share of red, green and blue that a vessel just under the surface takes."""
LOOPS_PER_MM2, TREES = 2.6, 4
HONEYCOMB_MM, HONEYCOMB_FROM = 0.19, 0.35
"""Width of a mesh of the pigment network, and how dark skin is when it begins to show."""
WHITE_DOTS_MM = 0.62
"""Distance of pinpoint white dots, the mouths of sweat glands, in dark skin."""

MOUTH_MM, DOT_MM, HALO_MM = 0.05, 0.105, 0.19
"""Half widths of an opening, of a large yellow dot, and of the brown halo."""
HALO_SIZES = (0.35, 0.85)
"""Between these sizes of its hairs, relative to their best, an opening may have a brown halo."""
HALO_SHARE = 0.6
YELLOW_SHOWS_BELOW_UM = 25.0
"""A yellow dot shows where no hair thicker than this fills the opening."""

SEBUM, SEBUM_LIGHT = np.array([0.72, 0.42, 0.13]), np.array([0.92, 0.70, 0.36])
"""Colors of a yellow dot on the palest skin. [linear light]"""


def smooth_noise(rng: np.random.Generator, shape: tuple[int, int], wave_px: float) -> Pictures:
    """Noise of standard deviation 1 whose waves are some pixels wide. [h, w]"""
    from scipy.ndimage import gaussian_filter, zoom

    step = max(1, int(wave_px / 3.0))
    small = (shape[0] // step + 8, shape[1] // step + 8)
    coarse = gaussian_filter(rng.standard_normal(small), wave_px / step)
    coarse /= coarse.std()
    fine = zoom(coarse, step, order=1) if step > 1 else coarse
    return np.asarray(fine[: shape[0], : shape[1]], np.float32)


def honeycomb(rng: np.random.Generator, shape: tuple[int, int], px_per_mm: float) -> Pictures:
    """The pigment network: near 1 on the lines of its meshes, 0 in their middle. [h, w]"""
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32) / px_per_mm
    columns += 0.065 * smooth_noise(rng, shape, 0.3 * px_per_mm)
    rows += 0.065 * smooth_noise(rng, shape, 0.3 * px_per_mm)
    wave = 2.0 * math.pi / (HONEYCOMB_MM * math.sqrt(3.0) / 2.0)
    total = sum(
        np.cos(wave * (columns * math.cos(turn) + rows * math.sin(turn)))
        for turn in (0.2, 0.2 + math.pi / 3.0, 0.2 + 2.0 * math.pi / 3.0)
    )
    return np.asarray(np.clip(0.62 - total / 2.4, 0.0, 1.0), np.float32)


@compiled
def paint_line(layer: Any, points: Any, half: float, strength: float) -> None:
    """Paint a soft line into a layer that keeps its strongest paint."""
    rows, columns = layer.shape
    for k in range(points.shape[0] - 1):
        x0, y0 = points[k, 0], points[k, 1]
        dx, dy = points[k + 1, 0] - x0, points[k + 1, 1] - y0
        length2 = max(dx * dx + dy * dy, 1e-9)
        reach = half + 1.5
        for row in range(max(0, int(min(y0, y0 + dy) - reach)), min(rows, int(max(y0, y0 + dy) + reach) + 1)):
            for column in range(
                max(0, int(min(x0, x0 + dx) - reach)), min(columns, int(max(x0, x0 + dx) + reach) + 1)
            ):
                px, py = column + 0.5 - x0, row + 0.5 - y0
                t = min(max((px * dx + py * dy) / length2, 0.0), 1.0)
                away = math.sqrt((px - t * dx) ** 2 + (py - t * dy) ** 2)
                share = strength * min(max(half + 0.7 - away, 0.0), 1.0)
                layer[row, column] = max(layer[row, column], share)


def vessels(rng: np.random.Generator, shape: tuple[int, int], px_per_mm: float) -> Pictures:
    """Fine loops of the upper skin, and a few branching vessels below: how much blood is in each pixel. [h, w]"""
    from scipy.ndimage import gaussian_filter

    layer = np.zeros(shape, np.float32)
    size = np.array([shape[1], shape[0]])
    for _ in range(round(LOOPS_PER_MM2 * shape[0] * shape[1] / px_per_mm**2)):
        turns = rng.uniform(0.0, 2.0 * math.pi) + np.linspace(0.0, rng.uniform(2.5, 4.6), 10)
        bend = rng.uniform(0.022, 0.046) * px_per_mm
        points = rng.random(2) * size + bend * np.column_stack([np.cos(turns), 0.55 * np.sin(turns)])
        paint_line(layer, points, 0.008 * px_per_mm, float(rng.uniform(0.2, 0.55)))
    for _ in range(TREES):
        turn = rng.uniform(0.0, 2.0 * math.pi) + np.cumsum(rng.normal(0.0, 0.2, 60))
        steps = 0.07 * px_per_mm * np.column_stack([np.cos(turn), np.sin(turn)])
        paint_line(layer, rng.random(2) * size + np.cumsum(steps, axis=0), 0.012 * px_per_mm, 0.3)
    return np.asarray(gaussian_filter(layer, 0.013 * px_per_mm), np.float32)


def bare_skin(
    shape: tuple[int, int], px_per_mm: float, *, color: Floats, darkness: float, seed: int
) -> Pictures:
    """Scalp without an opening in it. [linear light, (h, w, 3)]

    Parameters
    ----------
    shape
        Rows and columns.
    px_per_mm
        Scale. [px/mm]
    color
        Of the skin. [linear light]
    darkness
        How much pigment: 0 the palest skin, 1 the darkest.
    seed
        Which piece of skin.
    """
    rng = np.random.default_rng(seed)
    wide, mid, small, fine, grain = (
        smooth_noise(rng, shape, wave * px_per_mm) for wave in (1.5, 0.48, 0.14, 0.04, 0.013)
    )
    skin = np.ones((*shape, 3), np.float32) * np.asarray(color, np.float32)
    skin *= (1 + 0.045 * wide + 0.03 * mid + 0.02 * small + 0.02 * fine + 0.01 * grain)[..., None]
    skin *= 1 + (0.5 * wide + 0.5 * mid)[..., None] * np.array([0.012, -0.04, -0.03], np.float32)
    lines = np.exp(-((smooth_noise(rng, shape, 0.1 * px_per_mm) / 0.1) ** 2))
    lines += 0.7 * np.exp(-((smooth_noise(rng, shape, 0.17 * px_per_mm) / 0.07) ** 2))
    skin *= 1 - 0.04 * lines[..., None]
    blood = vessels(rng, shape, px_per_mm) * (1.0 - 0.8 * darkness)
    skin *= 1 - blood[..., None] * BLOOD
    network = max(0.0, darkness - HONEYCOMB_FROM) / (1.0 - HONEYCOMB_FROM)
    if network > 0.0:
        mesh = honeycomb(rng, shape, px_per_mm) * (0.75 + 0.25 * np.clip(mid, -1.5, 1.5))
        skin *= 1 - network * np.array([0.34, 0.40, 0.44], np.float32) * mesh[..., None]
        paint_white_dots(skin, rng, px_per_mm, 0.5 * network)
    return skin


@compiled
def paint_disc(
    picture: Any, x: float, y: float, radius: float, soft: float, color: Any, share: float
) -> None:
    """Paint a disc with a soft edge. [px]"""
    rows, columns = picture.shape[:2]
    reach = radius + 5.0 * soft
    for row in range(max(0, int(y - reach)), min(rows, int(y + reach) + 2)):
        for column in range(max(0, int(x - reach)), min(columns, int(x + reach) + 2)):
            away = math.sqrt((column + 0.5 - x) ** 2 + (row + 0.5 - y) ** 2)
            here = share / (1.0 + math.exp(min(60.0, (away - radius) / soft)))
            for a in range(3):
                picture[row, column, a] += here * (color[a] - picture[row, column, a])


def paint_white_dots(skin: Pictures, rng: np.random.Generator, px_per_mm: float, share: float) -> None:
    """Paint the pinpoint white dots of dark skin, evenly apart."""
    step = WHITE_DOTS_MM * px_per_mm
    pale = np.minimum(skin.mean(axis=(0, 1)) * 2.2 + 0.1, 0.75).astype(np.float32)
    for row in range(int(skin.shape[0] / step) + 1):
        for column in range(int(skin.shape[1] / step) + 1):
            x, y = (
                step * (place + 0.25 + 0.5 * rng.random()) for place in (column + 0.5 * (row % 2) - 0.25, row)
            )
            paint_disc(skin, x, y, 0.024 * px_per_mm, 0.008 * px_per_mm, pale, share)


class Openings:
    """The openings of the follicular units of a field, one row each."""

    def __init__(self, field: Field) -> None:
        self.unit, row = np.unique(field.unit, return_inverse=True)
        members = np.bincount(row).astype(np.float64)
        self.x_mm: Floats = np.bincount(row, field.x_mm) / members
        self.y_mm: Floats = np.bincount(row, field.y_mm) / members
        self.row_of_hair = row
        self.thickest_um: Floats = np.zeros(len(members))
        np.maximum.at(self.thickest_um, row, np.where(field.standing, field.diameter_um, 0.0))
        standing = np.bincount(row, field.standing)
        self.relative_size: Floats = np.bincount(row, field.relative_size) / np.maximum(standing, 1.0)
        half = field.side_mm / 2.0
        self.within = np.maximum(np.abs(self.x_mm), np.abs(self.y_mm)) < half

    @property
    def yellow_mm(self) -> Floats:
        """Half width of the yellow dot in each, 0 where none shows: sebum in a mouth that no hair fills. [mm]"""
        room = np.clip(1.0 - self.thickest_um / YELLOW_SHOWS_BELOW_UM, 0.0, 1.0)
        size = DOT_MM * np.sqrt(room) * (0.55 + 0.55 * uniform(self.unit, 11))
        return np.where((room > 0.0) & (uniform(self.unit, 12) < 0.25 + 0.5 * room), size, 0.0)

    @property
    def halo(self) -> Floats:
        """How brown the skin about each is: most where its hairs have begun to thin."""
        low, high = HALO_SIZES
        place = np.clip((self.relative_size - low) / (high - low), 0.0, 1.0)
        strength = 4.0 * place * (1.0 - place)
        return np.where(uniform(self.unit, 13) < HALO_SHARE, strength, 0.0)


def openings_of(field: Field) -> Openings:
    """The openings of a field."""
    return Openings(field)


def paint_openings(
    picture: Pictures, openings: Openings, *, origin: tuple[float, float], px_per_mm: float, color: Floats
) -> None:
    """Paint openings, brown halos and yellow dots into the skin, in place.

    Parameters
    ----------
    picture
        Linear light.
    openings
        Where they are, and what is in them.
    origin
        Column and row of the field's middle. [px]
    px_per_mm
        Scale. [px/mm]
    color
        Of the skin. [linear light]
    """
    scale = px_per_mm
    skin = np.asarray(color, np.float32)
    brown, rosy, dark = (
        (skin * np.array(by, np.float32)).astype(np.float32)
        for by in ((0.50, 0.36, 0.28), (0.93, 0.76, 0.72), (0.30, 0.20, 0.17))
    )
    ring = (skin * np.array([0.72, 0.50, 0.34], np.float32)).astype(np.float32)
    # Sebum lets the skin about it through, so that it is darker in dark skin.
    glow = 0.35 + 0.65 * min(1.0, float(skin.mean()) / 0.5)
    sebum, sebum_light = (np.asarray(glow * one, np.float32) for one in (SEBUM, SEBUM_LIGHT))
    halo, yellow = openings.halo, openings.yellow_mm
    for k in range(len(openings.unit)):
        x, y = origin[0] + openings.x_mm[k] * scale, origin[1] - openings.y_mm[k] * scale
        paint_disc(picture, x, y, 0.13 * scale, 0.05 * scale, rosy, 0.3)
        if halo[k] > 0.0:
            paint_disc(picture, x, y, HALO_MM * scale, 0.045 * scale, brown, 0.7 * halo[k])
        if yellow[k] > 0.0:
            r = yellow[k] * scale
            paint_disc(picture, x, y, 1.22 * r, 0.2 * r, ring, 0.55)
            paint_disc(picture, x, y, r, 0.14 * r, sebum, 0.78)
            paint_disc(picture, x - 0.22 * r, y - 0.25 * r, 0.4 * r, 0.22 * r, sebum_light, 0.6)
        elif openings.thickest_um[k] <= 0.0:
            paint_disc(picture, x, y, 0.028 * scale, 0.012 * scale, dark, 0.5)
        else:
            mouth = MOUTH_MM * (0.4 + 0.6 * min(openings.thickest_um[k] / 70.0, 1.2))
            paint_disc(picture, x, y, mouth * scale, 0.018 * scale, dark, 0.5)
