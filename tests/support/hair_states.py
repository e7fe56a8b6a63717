"""States of hair for tests of pictures: a healthy head, and heads thinned by a field."""

from __future__ import annotations

import numpy as np

from anagen.scalp.hair import HairState

EMPTY_WHEN_SMALL = 0.55


def healthy(scalp, *, mean_um=72.0, cv=0.13, standing=0.9, seed=3):
    """All follicles at their best, nine in ten with a hair on them."""
    rng = np.random.default_rng(seed)
    n = len(scalp.unit)
    full = mean_um * np.exp(cv * rng.standard_normal(n))
    there = rng.random(n) < standing
    length = np.where(rng.random(n) < 0.07, 60.0 * rng.random(n), 600.0)
    return state(full, np.where(there, full, 0.0), np.where(there, length, 0.0))


def state(full, diameter, length):
    """A state of given diameters [um] and lengths [mm]."""
    there = diameter > 0
    return HairState(
        day=0.0,
        diameter_um=diameter.astype("f4"),
        length_mm=length.astype("f4"),
        growing=there.copy(),
        full_diameter_um=full.astype("f4"),
        phase=np.where(there, 0, 3).astype("i1"),
    )


def bald(scalp):
    """No hair anywhere."""
    none = np.zeros(len(scalp.unit))
    return state(np.full(len(scalp.unit), 70.0), none, none)


def thin(scalp, hair, field, *, seed=5):
    """The same hair miniaturized by a field, 0 (not at all) to 1; hairs differ, more so between units."""
    rng = np.random.default_rng(seed)
    n = len(scalp.unit)
    by_unit = rng.standard_normal(int(scalp.unit.max()) + 1)[scalp.unit]
    m = np.clip(field, 1e-3, 1.0 - 1e-3)
    shrunk = 1.0 / (1.0 + np.exp(-(np.log(m / (1.0 - m)) + 0.85 * by_unit + 1.15 * rng.standard_normal(n))))
    shrunk = np.where(field < 0.02, 0.0, shrunk)
    diameter = np.array(hair.diameter_um) * (1.0 - shrunk) + 13.0 * shrunk
    length = np.minimum(hair.length_mm, 700.0 * (1.0 - shrunk) ** 2.2 + 1.5)
    gone = ((shrunk > 0.85) & (rng.random(n) < EMPTY_WHEN_SMALL)) | (hair.diameter_um <= 0)
    return state(hair.full_diameter_um, np.where(gone, 0.0, diameter), np.where(gone, 0.0, length))


def fewer(hair, share, *, seed=7):
    """A nested subset of the hairs."""
    kept = np.random.default_rng(seed).random(len(hair.diameter_um)) < share
    return state(hair.full_diameter_um, hair.diameter_um * kept, hair.length_mm * kept)


NORWOOD = {
    1: ((92, 4, 50, 16, 40), -30, (20, 40, 60)),
    2: ((86, 24, 47, 15, 66), -20, (24, 50, 45)),
    3: ((83, 42, 46, 16, 70), 6, (28, 60, 34)),
    4: ((72, 46, 44, 18, 73), 26, (32, 66, 22)),
    5: ((44, 34, 42, 22, 76), 40, (46, 84, 7)),
    6: ((16, 20, 40, 26, 80), 47, (75, 108, 0)),
    7: ((-10, 10, 40, 30, 92), 57, (96, 134, 0)),
}
"""Shapes of bald areas: receded front, radius of the vertex spot, half axes of the merged area. [mm]"""


def blended(a, b, width):
    share = np.clip(0.5 + 0.5 * (b - a) / width, 0.0, 1.0)
    return b * (1.0 - share) + a * share - width * share * (1.0 - share)


def norwood_field(scalp, stage, *, vertex_radius=None):
    """How far follicles have shrunk at a Norwood stage, 0 to 1."""
    if stage == 0:
        return np.zeros(len(scalp.unit))
    (front_v, deep, lobe, wide, limit), radius, (a, b, extra) = NORWOOD[stage]
    u, v = scalp.map_mm[:, 0], scalp.map_mm[:, 1]
    au = np.abs(u)
    bell = np.exp(-(((au - lobe) / wide) ** 2))
    edge = front_v - deep * bell - np.where(au > lobe, deep * (1.0 - bell), 0.0)
    front = np.maximum(edge - v, au - limit)
    vertex = np.hypot(u + 4.0, (v + 60.0) / 1.05) - (radius if vertex_radius is None else vertex_radius)
    merged = (np.hypot(u / a, (v - 8.0) / b) - 1.0) * min(a, b) * (1.0 if stage >= 6 else 0.35) + extra
    inside = blended(blended(front, vertex, 10.0), merged, 8.0)
    return 1.0 / (1.0 + np.exp((inside - 2.0) / 4.3))


def ludwig_field(scalp, grade):
    """How far follicles have shrunk at a Ludwig grade, 0 to 1."""
    u, v = scalp.map_mm[:, 0], scalp.map_mm[:, 1]
    depth = (0.0, 0.42, 0.66, 0.84)[grade]
    half = 32.0 + 0.2 * np.clip(v + 40.0, 0.0, 100.0) + 16.0 * depth
    aside = 1.0 / (1.0 + np.exp((np.abs(u) - half) / 13.0))
    behind = 1.0 / (1.0 + np.exp((-v - 92.0) / 12.0))
    front = 1.0 / (1.0 + np.exp(-(scalp.margin_mm - 12.0) / 3.5))
    return depth * aside * behind * front * (0.78 + 0.22 * np.exp(-((u / 26.0) ** 2)))
