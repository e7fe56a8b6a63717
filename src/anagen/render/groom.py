"""Hair as it is worn: each follicle's strand under a look, and what of it stays the same from picture to picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from anagen.compiled import f4
from anagen.render.arrays import Flags, Floats, Integers, by_rows
from anagen.render.chance import normal, uniform
from anagen.render.curls import curl_rows
from anagen.render.distance import distance_grid
from anagen.render.look import Look
from anagen.render.nearest import nearest_of
from anagen.render.remembered import Remembered
from anagen.render.strands import Surface, Sweep, clump_rows, grow_rows, press_rows
from anagen.scalp.hair import HairState
from anagen.scalp.scalp import Scalp

__all__ = ["Groom", "Hair", "groom_of", "hair_of"]

PART_AT_MM = {"none": 0.0, "middle": 0.0, "left": 36.0, "right": -36.0}
"""Where a parting lies, to the subject's left of the midline. [mm]"""

SHORTEST_MM = 0.4
FINEST_UM = 4.0
"""Hair shorter or finer than this is not drawn."""

LOCK_MM = {False: 4.7, True: 8.0}
"""Distance between locks of short and of long straight hair. [mm]"""

TOGETHER = 0.65
"""How far the hairs of a follicular unit lean together. [ratio]"""

MOST_TOGETHER = 0.95

POINTS_PER_TURN, FEWER_PER_TURN = 9, 6
MOST_POINTS = 58
TURNS_DRAWN = 6.5
"""Turns of a curl that are drawn at most; longer hair is drawn with wider ones."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Groom:
    """What a scalp's hair under a style always has, whatever stands on it."""

    chance: Floats
    """[n, 6] from 0 to 1; hairs of one unit share most of the first three."""
    side: Floats
    """Side of the parting, -1 or 1. [n]"""
    part_gap_mm: Floats
    """Distance from the parting. [n]"""
    cut_mm: Floats
    """What each hair is cut to. [n]"""
    leader: Integers
    """Number of each hair's lock. [n]"""
    guide: Integers
    """The follicle at the head of each lock. [locks]"""
    lock_chance: Floats
    """[locks, 3]"""
    tint: Floats
    """Standard normal: how much lighter or darker than the others each hair is. [n]"""
    grays_at: Floats
    """Share of gray hairs from which each hair is gray. [n]"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hair:
    """The hairs that are drawn, a row for each."""

    follicle: Integers
    points: Floats
    """Along each hair. [mm] [n, points, 3]"""
    diameter_mm: Floats
    """[n]"""


kept: Remembered[Groom] = Remembered(6)


def groom_of(scalp: Scalp, look: Look) -> Groom:
    """What a scalp's hair under a look always has."""
    key = (look.curl, look.length_mm, look.parting)
    return kept.get(scalp, key, lambda: made(scalp, look))


def made(scalp: Scalp, look: Look) -> Groom:
    """The same, computed."""
    n, seed = len(scalp.unit), scalp.seed
    chance = np.stack([uniform(n, seed, 10 + k) for k in range(6)], axis=1)
    units = int(scalp.unit.max()) + 1
    of_unit = np.stack([uniform(units, seed, 20 + k) for k in range(3)], axis=1)
    chance[:, :3] = (1.0 - TOGETHER) * chance[:, :3] + TOGETHER * of_unit[scalp.unit]
    gap = scalp.position_mm[:, 0] - PART_AT_MM[look.parting] + 1.2 * np.sin(scalp.position_mm[:, 2] / 7.0)
    side = np.where(gap >= 0.0, 1.0, -1.0).astype(f4)
    lock_mm = LOCK_MM[look.long] * look.form.lock
    locks = max(8, int(100.0 * scalp.area_cm2 / lock_mm**2))
    guide = np.argsort(uniform(n, seed, 30), kind="stable")[: min(locks, n)]
    kind = side if look.parting != "none" else np.ones_like(side)
    leader = nearest_of(scalp.map_mm, kind, scalp.map_mm[guide], kind[guide])
    return Groom(
        chance=chance.astype(f4),
        side=side,
        part_gap_mm=np.abs(gap).astype(f4),
        cut_mm=cut(scalp, look, chance[:, 4]),
        leader=leader,
        guide=guide,
        lock_chance=np.stack([uniform(len(guide), seed, 40 + k) for k in range(3)], axis=1),
        tint=normal(n, seed, 50),
        grays_at=grays_at(scalp),
    )


def cut(scalp: Scalp, look: Look, chance: Floats) -> Floats:
    """Length that each hair is cut to: a short cut is shorter at the sides and in front. [mm]"""
    if look.long:
        return np.asarray(look.length_mm * (1.0 + 0.33 * (chance - 0.5)), f4)
    top = np.clip((scalp.position_mm[:, 1] - 30.0) / 45.0, 0.0, 1.0)
    front = np.clip((scalp.position_mm[:, 2] - 70.0) / 50.0, 0.0, 1.0)
    tapered = np.clip((look.length_mm - 12.0) / 12.0, 0.0, 1.0)
    if look.curl == "coily":
        tapered *= 0.45
    shape = 1.0 - 0.63 * tapered * (1.0 - top) - 0.2 * tapered * front
    return np.asarray(look.length_mm * shape * (0.85 + 0.3 * chance), f4)


def grays_at(scalp: Scalp) -> Floats:
    """Share of gray hairs from which each is gray: temples before the crown, in irregular strands."""
    n = len(scalp.unit)
    x, y, z = scalp.position_mm.T
    temple = np.exp(-(((np.abs(x) - 70.0) / 22.0) ** 2) - ((y - 20.0) / 32.0) ** 2 - ((z - 62.0) / 45.0) ** 2)
    late = normal(n, scalp.seed, 60) - 1.1 * temple + 0.3 * np.sin(x / 9.0 + 2.0 * np.sin(z / 13.0))
    rank = np.empty(n, f4)
    rank[np.argsort(late, kind="stable")] = (np.arange(n) + 0.5) / n
    return rank


def sweep_of(look: Look) -> Sweep:
    """How hair of a look is combed."""
    form = look.form
    parted = 0.0 if look.parting == "none" else 1.0
    if look.long:
        return Sweep(
            f4(1.0),
            f4(parted),
            f4(0.6 * form.standing),
            f4(11.0 + 8.0 * (form.radius_mm > 2.0)),
            f4(0.38),
            f4(0.0),
        )
    return Sweep(f4(0.0), f4(parted), f4(form.standing), f4(5.5), f4(0.42), f4(1.0 - parted))


def points_of(look: Look, longest_mm: float, *, fine: bool) -> int:
    """Points along a strand while it is laid; fewer for the curls of a small picture."""
    form = look.form
    plain = 30 if look.long else 10 + 4 * (look.curl == "wavy")
    if look.curl in {"straight", "wavy"}:
        return plain
    turns = min(TURNS_DRAWN, longest_mm * form.straightened / form.pitch_mm)
    return int(np.clip(np.ceil((POINTS_PER_TURN if fine else FEWER_PER_TURN) * turns), 10, MOST_POINTS))


def shown(groom: Groom, hair: HairState) -> tuple[Integers, Floats]:
    """The follicles whose hair is drawn, and how long it is. [mm]"""
    length = np.minimum(groom.cut_mm, hair.length_mm).astype(f4)
    standing: Flags = (hair.diameter_um > FINEST_UM) & (length > SHORTEST_MM)
    follicle = np.flatnonzero(standing)
    return follicle, length[follicle]


def hair_of(scalp: Scalp, hair: HairState, look: Look, *, fine: bool = True) -> Hair:
    """The strands of a day under a look, in fewer points where the picture is too small to show them."""
    groom = groom_of(scalp, look)
    follicle, length = shown(groom, hair)
    points = points_of(look, look.length_mm, fine=fine)
    form = look.form
    widened = (
        max(1.0, look.length_mm * form.straightened / form.pitch_mm / TURNS_DRAWN) if form.radius_mm else 1.0
    )
    grid = distance_grid(scalp.head, ears=not look.long)
    surface = Surface(
        grid.values, grid.origin_mm, f4(grid.per_mm), scalp.head.whorl_mm.astype(f4),
        f4(1.0 if scalp.clockwise else -1.0),
    )  # fmt: skip
    comb = sweep_of(look)
    course = (length * form.straightened).astype(f4)
    strands = grown(scalp, groom, follicle, course, points, surface, comb)
    if len(follicle):
        guide_course = (groom.cut_mm[groom.guide] * form.straightened).astype(f4)
        guides = grown(scalp, groom, groom.guide, guide_course, points, surface, comb)
        amount, waver, per_step = (0.55, 3.2, 0.55) if look.long else (0.38, 0.8, 1.1)
        gathered = form.gathered
        by_rows(
            clump_rows, len(follicle), strands, course, groom.leader[follicle], guides, guide_course,
            groom.chance[follicle], f4(min(amount + gathered, MOST_TOGETHER)), f4(0.7 - 0.6 * gathered),
            f4(0.6 - gathered), f4(waver * (1.0 - 1.5 * gathered)), f4(per_step),
        )  # fmt: skip
        if form.radius_mm > 0.0:
            by_rows(
                curl_rows, len(follicle), strands, course, groom.leader[follicle], groom.chance[follicle],
                groom.lock_chance, f4(form.radius_mm * widened), f4(form.pitch_mm * widened),
                f4(form.flatness), f4(form.together), surface,
            )  # fmt: skip
    if look.long and look.curl == "straight" and not fine:
        strands = np.ascontiguousarray(strands[:, np.r_[0 : points - 1 : 2, points - 1]])
    return Hair(follicle=follicle, points=strands, diameter_mm=(1e-3 * hair.diameter_um[follicle]).astype(f4))


def grown(
    scalp: Scalp, groom: Groom, follicle: Integers, length: Floats, points: int, surface: Surface, comb: Sweep
) -> Floats:
    """Strands from some follicles. [mm] [n, points, 3]"""
    out = np.empty((len(follicle), points, 3), f4)
    root, normal = scalp.position_mm[follicle], scalp.normal[follicle]
    if comb.falling > 0.0:
        by_rows(press_rows, len(follicle), root, normal, surface)
    by_rows(
        grow_rows, len(follicle), root, normal, length,
        groom.chance[follicle], groom.side[follicle], groom.part_gap_mm[follicle], surface, comb, out,
    )  # fmt: skip
    return out
