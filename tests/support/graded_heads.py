"""Heads of known shape: loss drawn on the flat map as the definitions of the grades have it."""

from __future__ import annotations

import numpy as np

from anagen.scalp.grading import CoverField, grading_sites

EDGE_MM = 4.0
"""Softness of the edge of a bald place."""

MEN = {
    "I": {"temple": 4, "mid": 0},
    "II": {"temple": 19, "mid": 4},
    "IIa": {"temple": 17, "mid": 15},
    "III": {"temple": 33, "mid": 6},
    "IIIa": {"temple": 48, "mid": 45},
    "IIIv": {"temple": 19, "mid": 3, "vertex": 25},
    "IV": {"temple": 46, "mid": 12, "vertex": 29},
    "IVa": {"temple": 91, "mid": 91},
    "V": {"temple": 62, "mid": 38, "vertex": 40},
    "Va": {"temple": 106, "mid": 108},
    "VI": {"temple": 80, "mid": 80, "vertex": 47, "top": (72, 100)},
    "VII": {"temple": 90, "mid": 90, "vertex": 60, "top": (98, 136)},
}
"""Recession [mm], radius of the vertex spot [mm] and half axes of the bald top [mm] of each Norwood type."""

WOMEN = {"0": 0.0, "I": 0.40, "II": 0.64, "III": 0.86}
"""Share of cover that is lost on the midline of the top, by Ludwig degree."""


def norwood_head(grade, sex="male"):
    """The cover of a head of a Norwood type."""
    return field_of(sex, male_cover(sex, **MEN[grade]))


def ludwig_head(grade, sex="female", frontal=0.0):
    """The cover of a head of a Ludwig degree; `frontal` accentuates the front."""
    return field_of(sex, female_cover(sex, WOMEN[grade], frontal))


def field_of(sex, cover):
    """A field."""
    return CoverField(sex=sex, relative_density=cover)


def male_cover(sex, temple, mid, vertex=0.0, top=None):
    """Cover of a head whose front has receded, with a vertex spot and a bald top if there are any."""
    sites = grading_sites(sex)
    u, v = sites.map_mm.T
    aside = np.abs(u)
    lobe = np.where(aside > 46, 1.0, np.exp(-(((aside - 46) / 17) ** 2)))
    to_bald = [np.maximum(sites.depth_mm - mid - (temple - mid) * lobe, aside - 72)]
    if temple <= 0:
        to_bald = [np.full(len(u), 1e3)]
    if vertex:
        to_bald.append(np.hypot(u, v + 60) - vertex)
    if top:
        to_bald.append((np.hypot(u / top[0], (v - 8) / top[1]) - 1) * min(top))
    return 1.0 - 0.97 / (1.0 + np.exp(np.min(to_bald, axis=0) / (0.5 * EDGE_MM)))


def female_cover(sex, loss, frontal=0.0):
    """Cover of a head whose top is thinned behind a kept hairline."""
    sites = grading_sites(sex)
    u, v = sites.map_mm.T
    half = 40 + 0.2 * np.clip(v + 40, 0, 100)
    field = 1 / (1 + np.exp((np.abs(u) - half) / 10)) / (1 + np.exp((-v - 90) / 10))
    field = field / (1 + np.exp(-(sites.depth_mm - 13) / 3))
    return 1.0 - np.clip(loss * field * (1 + frontal * v / 60), 0.0, 0.98)
