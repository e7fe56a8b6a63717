"""The photograph of a head: one day's hair on its scalp, as a clinic's camera sees it."""

from __future__ import annotations

from typing import Any

import numpy as np

from anagen.compiled import f4
from anagen.errors import InputError
from anagen.render.arrays import Bytes, Floats
from anagen.render.chance import uniform
from anagen.render.face import BROW_MM, brows
from anagen.render.film import developed
from anagen.render.groom import Groom, Hair, groom_of, hair_of
from anagen.render.light import SMALL_PICTURE_PX, Lighting, lighting_of, shaded
from anagen.render.look import UNPIGMENTED, Look
from anagen.render.paint import drawn_strands, seen_points
from anagen.render.skin import root_picture, skin_picture
from anagen.render.stage import Stage, stage_of
from anagen.scalp.hair import HairState
from anagen.scalp.scalp import Scalp

__all__ = ["render_head"]

SKIN_SLACK_MM, BROW_SLACK_MM = 0.6, 0.7
"""How far under the surface of the mesh a hair is still drawn. [mm]"""

PORE_MM, PORE_DARKNESS = 0.17, 0.30
ROOT_DARKNESS = 1.1
ROOT_SPREAD_MM = 0.10
"""Mouth of a follicle, and the root of a hair that shows through the skin about it. [mm]"""

PALE_BELOW = 0.75
"""Share of its best diameter below which a hair loses pigment."""

PALEST = 0.30
"""Pigment left in the finest hair. [ratio]"""

TINT = 0.22
"""How much lighter or darker than the others a hair is, one standard deviation. [log]"""

BROW_PIGMENT, BROW_SHINE = 1.8, 0.12

BROW_GRAY, BROW_GRAY_STREAM = 0.5, 70
"""Share of gray hairs in a brow relative to that on the scalp."""

LONE_WHITE = 0.6
"""Light on a white hair among dark ones, which give none back, relative to that among white ones."""


def render_head(
    scalp: Scalp, hair: HairState, *, look: Look, view: str = "vertex", size: tuple[int, int] = (1200, 1200)
) -> Bytes:
    """A photograph of a head: the same input gives the same bytes, on any number of threads.

    Parameters
    ----------
    scalp
        Whose.
    hair
        What stands on it.
    look
        Color, cut and form of the hair, tone of the skin.
    view
        One of `anagen.render.VIEWS`.
    size
        Width and height. [px]

    Returns
    -------
    Red, green and blue of each pixel. [h, w, 3]

    Examples
    --------
    >>> from anagen import Person
    >>> from anagen.render import Look, render_head
    >>> from anagen.simulation.head import simulate_head
    >>> head = simulate_head(Person(age_years=40, sex="male"), at_years=[0])
    >>> render_head(head.scalp, head.state(0), look=Look(), size=(120, 120)).shape
    (120, 120, 3)
    """
    if hair.diameter_um.shape != scalp.unit.shape:
        raise InputError(
            f"The state has {len(hair.diameter_um)} follicles and the scalp {len(scalp.unit)}. "
            "Give a state of this scalp."
        )
    stage = stage_of(scalp.head, view, size)
    groom, strands = groom_of(scalp, look), hair_of(scalp, hair, look, fine=max(size) > SMALL_PICTURE_PX)
    lighting = lighting_of(scalp.head, stage.camera, strands, ears=not look.long)
    skin = skin_picture(stage, scalp.head, look, lighting, roots(stage, scalp, hair, look))
    layers = (
        brow_layer(stage, scalp, look, lighting),
        hair_layer(stage, groom, hair, strands, look, lighting),
    )
    return developed(skin, stage.mask, stage.edges, layers)


def hair_colors(groom: Groom, hair: HairState, look: Look, follicle: Any) -> tuple[Floats, Floats]:
    """Linear color of each hair that is drawn [n, 3], and of the hair as a whole [3]."""
    gray = groom.grays_at[follicle] < look.gray_share
    size = hair.diameter_um[follicle] / np.maximum(hair.full_diameter_um[follicle], 1.0)
    pigment = np.clip(PALEST + (1.0 - PALEST) * size / PALE_BELOW, PALEST, 1.0)
    shades = np.linspace(PALEST, 1.0, 32)
    table = np.stack([look.melanin.color(share) for share in shades])
    own = np.stack([np.interp(pigment, shades, table[:, c]) for c in range(3)], axis=1)
    white = UNPIGMENTED * (LONE_WHITE + (1.0 - LONE_WHITE) * look.gray_share)
    own = np.where(gray[:, None], white, own)
    own = own * np.exp(TINT * (1.0 - 0.6 * gray) * groom.tint[follicle])[:, None]
    overall = (1.0 - look.gray_share) * look.melanin.color() + look.gray_share * UNPIGMENTED
    return np.clip(own, 0.0, 0.9).astype(f4), overall.astype(f4)


def hair_layer(
    stage: Stage, groom: Groom, hair: HairState, strands: Hair, look: Look, lighting: Lighting
) -> tuple[Floats, Floats]:
    """Light of the hair, and what it lets through."""
    depth = stage.depth_under_hair if look.long else stage.depth
    seen = stage.camera.project(strands.points)
    wanted = seen_points(seen, depth)
    before = np.flatnonzero(wanted.any(axis=1))
    seen, wanted = seen[before], wanted[before]
    strands = Hair(
        follicle=strands.follicle[before],
        points=strands.points[before],
        diameter_mm=strands.diameter_mm[before],
    )
    own, overall = hair_colors(groom, hair, look, strands.follicle)
    color = shaded(strands, own, overall, stage.camera, lighting, 1.0, wanted)
    half_px = half_widths(stage, seen, strands.diameter_mm)
    return drawn_strands(seen, wanted, color, half_px, depth, SKIN_SLACK_MM)


def brow_layer(stage: Stage, scalp: Scalp, look: Look, lighting: Lighting) -> tuple[Floats, Floats]:
    """Light of the eyebrows, and what they let through."""
    both = brows(scalp.head)
    width = BROW_MM * both.seen_from(stage.camera.eye)
    some = np.flatnonzero(width > 0.0)
    n, points = len(some), both.points[some]
    strands = Hair(follicle=np.arange(n), points=points, diameter_mm=width[some])
    gray = uniform(len(both.points), scalp.seed, BROW_GRAY_STREAM)[some] < BROW_GRAY * look.gray_share
    dark = look.melanin.color(BROW_PIGMENT).astype(f4)
    own = np.where(gray[:, None], LONE_WHITE * UNPIGMENTED, dark).astype(f4)
    seen = stage.camera.project(points)
    wanted = seen_points(seen, stage.depth)
    color = shaded(strands, own, dark, stage.camera, lighting, BROW_SHINE, wanted)
    half_px = half_widths(stage, seen, strands.diameter_mm)
    return drawn_strands(seen, wanted, color, half_px, stage.depth, BROW_SLACK_MM)


def half_widths(stage: Stage, seen: Floats, diameter_mm: Floats) -> Floats:
    """Half the width of each strand in the picture. [px] [n]"""
    return np.asarray(0.5 * diameter_mm * f4(stage.camera.px_mm) / seen[:, 0, 2], f4)


def roots(stage: Stage, scalp: Scalp, hair: HairState, look: Look) -> Floats:
    """How much pores, and roots that show through the skin, darken each pixel. [h, w]"""
    dark = 1.0 - np.sqrt(float(look.melanin.color().mean()))
    standing = hair.diameter_um > 0.0
    reach = np.where(standing, 1e-3 * hair.diameter_um + ROOT_SPREAD_MM, PORE_MM)
    strength = np.where(standing, ROOT_DARKNESS * dark, PORE_DARKNESS)
    return root_picture(stage, scalp.position_mm, reach.astype(f4), strength.astype(f4))
