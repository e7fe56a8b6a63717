"""Strands: how hair lies from its root to its tip on a head, kept off the skin and at its height over it."""

from __future__ import annotations

import math
from typing import NamedTuple

from anagen.compiled import compiled, f4, inlined
from anagen.render.arrays import Floats
from anagen.render.grid import value_and_gradient

__all__ = ["Surface", "Sweep", "clump_rows", "grow_rows", "press_rows"]


class Surface(NamedTuple):
    """The head as strands meet it."""

    distance: Floats
    """Signed distance from the skin on a grid. [mm] [nx, ny, nz]"""
    origin: Floats
    """[mm]"""
    per_mm: float
    """Cells of the grid to the millimeter. [1/mm]"""
    whorl: Floats
    """Where the hair of the crown turns. [mm]"""
    hand: float
    """Which way it turns: 1 clockwise to one who looks at it, else -1."""


class Sweep(NamedTuple):
    """How hair is combed; numbers of a style."""

    falling: float
    """0: short, held by itself; 1: long, falls by its weight."""
    parted: float
    """0: combed away from the crown; 1: away from a parting."""
    standing: float
    """0: laid along the head; 1: stands away from it, as coily hair does."""
    lift_mm: float
    """How far the outermost hair lies over the skin. [mm]"""
    follow: float
    """How soon a strand turns into the direction it is combed in, in a step. [ratio]"""
    fringe: float
    """How far the front is swept aside, 0 to 1."""


@inlined
def ramp(x: float, low: float, high: float) -> float:
    """From 0 at ``low`` to 1 at ``high``."""
    share: float = min(max((x - low) / (high - low), f4(0.0)), f4(1.0))
    return share


@inlined
def short_direction(  # noqa: PLR0917  compiled functions take no keywords, and are clearer as one loop
    comb: Sweep, turn: float, side: float, root_z: float, part_gap: float,
    r: tuple[float, float, float], s: tuple[float, float, float], ny: float, pz: float,
) -> tuple[float, float, float]:  # fmt: skip
    """Combed short: out of the whorl, forward on top, down at the sides; or away from a parting on top."""
    c, d = math.cos(turn), -math.sin(turn)
    x, y, z = c * r[0] + d * s[0], c * r[1] + d * s[1], c * r[2] + d * s[2]
    top = ramp(ny, f4(0.15), f4(0.75))
    front = ramp(root_z, f4(35.0), f4(105.0)) * top * comb.fringe
    z += f4(0.45) * top * ramp(pz, f4(-5.0), f4(55.0)) - f4(1.25) * front
    x += f4(1.15) * front
    y -= f4(0.75) * (1 - top)
    away = comb.parted * top * ramp(root_z, f4(-10.0), f4(35.0))
    x = x * (1 - f4(0.7) * away) + f4(1.15) * side * away
    z = z * (1 - f4(0.5) * away)
    y -= f4(0.15) * away * ramp(part_gap, f4(20.0), f4(60.0))
    return x, y, z


@inlined
def long_direction(
    comb: Sweep, side: float, scatter: float, root: tuple[float, float, float], whorl_z: float,
    r: tuple[float, float, float], here: tuple[float, float, float],
) -> tuple[float, float, float]:  # fmt: skip
    """Combed long: aside from the parting, or back from the forehead; out of the whorl behind; down past the shoulders.

    ``here`` is the height and the depth of the place [mm], and how far the skin there faces upward.
    """
    py, pz, ny = here
    behind = ramp(whorl_z + f4(14.0) - root[2], f4(0.0), f4(28.0))
    aside = comb.parted * (1 - behind)
    back = (1 - comb.parted) * (1 - behind)
    x = aside * side + behind * r[0] + back * f4(0.012) * root[0]
    y = -f4(0.1) * aside + behind * r[1] + f4(0.1) * back
    z = aside * (-f4(0.33) + f4(0.30) * scatter) + behind * r[2] - back
    down = ramp(f4(95.0) - py, f4(0.0), f4(60.0))
    x *= 1 - f4(0.9) * down
    z *= 1 - f4(0.85) * down
    y -= f4(1.6) * down + f4(0.1)
    if py < 60:
        z -= f4(0.10)
    ahead = root[2] > f4(88.0)
    past = ramp(f4(-40.0) - py, f4(0.0), f4(70.0)) * (f4(1.0) if ahead else ramp(pz, f4(-40.0), f4(0.0)))
    on_shoulder = past * ramp(ny, f4(0.15), f4(0.5))
    x *= 1 - on_shoulder
    z += (f4(0.35) if ahead else f4(-0.75)) * past + (f4(1.5) if ahead else f4(-3.0)) * on_shoulder
    return x, y, z


@compiled
def press_rows(first: int, last: int, root: Floats, normal: Floats, surface: Surface) -> None:
    """Move roots of a range that lie off the surface onto it, as at the foot of an ear that hair covers; in place."""
    ox, oy, oz, per = surface.origin[0], surface.origin[1], surface.origin[2], surface.per_mm
    for h in range(first, last):
        distance, nx, ny, nz = value_and_gradient(
            surface.distance, (root[h, 0] - ox) * per, (root[h, 1] - oy) * per, (root[h, 2] - oz) * per
        )
        over = distance - f4(0.5)
        if over > 0:
            root[h, 0] -= over * nx
            root[h, 1] -= over * ny
            root[h, 2] -= over * nz
            normal[h, 0], normal[h, 1], normal[h, 2] = nx, ny, nz


@compiled
def grow_rows(  # noqa: PLR0915, PLR0917  compiled functions take no keywords, and are clearer as one loop
    first: int,
    last: int,
    root: Floats,
    normal: Floats,
    length: Floats,
    chance: Floats,
    side: Floats,
    part_gap: Floats,
    surface: Surface,
    comb: Sweep,
    out: Floats,
) -> None:
    """Grow a range of strands step by step.

    Parameters
    ----------
    first, last
        The range.
    root, normal
        Roots and the skin's normals there. [mm] [n, 3]
    length
        Of the way from root to tip. [mm] [n]
    chance
        Numbers from 0 to 1 that each follicle always has. [n, 6]
    side, part_gap
        Side of the parting (-1 or 1), and the distance from it [mm]. [n]
    surface, comb
        The head, and how the hair is combed.
    out
        Points along each strand. [mm] [n, points, 3]
    """
    points = out.shape[1]
    wx, wy, wz = surface.whorl[0], surface.whorl[1], surface.whorl[2]
    ox, oy, oz, per = surface.origin[0], surface.origin[1], surface.origin[2], surface.per_mm
    half = f4(0.5)
    for h in range(first, last):
        px, py, pz = root[h, 0], root[h, 1], root[h, 2]
        nx, ny, nz = normal[h, 0], normal[h, 1], normal[h, 2]
        step = length[h] / (points - 1)
        out[h, 0, 0], out[h, 0, 1], out[h, 0, 2] = px, py, pz
        from_whorl = math.sqrt((px - wx) ** 2 + (py - wy) ** 2 + (pz - wz) ** 2)
        lift = (f4(0.25) + comb.lift_mm * chance[h, 0]) * min(f4(1.0), length[h] / f4(18.0))
        lift *= 1 - comb.falling * comb.parted * f4(0.65) * (1 - min(f4(1.0), part_gap[h] / f4(30.0)))
        spread = f4(0.6) + f4(3.6) * math.exp(-((from_whorl / f4(9.0)) ** 2))
        turn = surface.hand * (f4(1.25) * math.exp(-from_whorl / f4(26.0)) + f4(0.18))
        turn += (chance[h, 1] - half) * spread
        distance = f4(0.0)
        dx = dy = dz = f4(0.0)
        for k in range(1, points):
            rx, ry, rz = px - wx, py - wy, pz - wz
            q = rx * nx + ry * ny + rz * nz
            rx, ry, rz = rx - q * nx, ry - q * ny, rz - q * nz
            one = f4(1.0) / (math.sqrt(rx * rx + ry * ry + rz * rz) + f4(1e-6))
            rx, ry, rz = rx * one, ry * one, rz * one
            if comb.falling < half:
                sx, sy, sz = ny * rz - nz * ry, nz * rx - nx * rz, nx * ry - ny * rx
                fx, fy, fz = short_direction(
                    comb, turn, side[h], root[h, 2], part_gap[h], (rx, ry, rz), (sx, sy, sz), ny, pz
                )
            else:
                fx, fy, fz = long_direction(
                    comb, side[h], chance[h, 1] - half, (root[h, 0], root[h, 1], root[h, 2]), wz,
                    (rx, ry, rz), (py, pz, ny),
                )  # fmt: skip
            if comb.falling < half or py > -5 or distance < 3:
                q = fx * nx + fy * ny + fz * nz
                fx, fy, fz = fx - q * nx, fy - q * ny, fz - q * nz
            one = f4(1.0) / (math.sqrt(fx * fx + fy * fy + fz * fz) + f4(1e-6))
            fx, fy, fz = fx * one, fy * one, fz * one
            if k == 1:
                rise = (
                    f4(0.5) + half * chance[h, 2] + f4(0.45) * math.exp(-((from_whorl / f4(14.0)) ** 2))
                    + f4(0.35) * ramp(root[h, 2], f4(60.0), f4(120.0))
                )  # fmt: skip
                if comb.falling > half:
                    rise = f4(0.35) + f4(0.3) * chance[h, 2]
                rise += comb.standing * (f4(1.35) - rise)
                c, s = math.cos(rise), math.sin(rise)
                dx, dy, dz = fx * c + nx * s, fy * c + ny * s, fz * c + nz * s
                wild = comb.standing * f4(0.9)
                dx += wild * (chance[h, 3] - half)
                dy += wild * (chance[h, 4] - half)
                dz += wild * (chance[h, 5] - half)
            else:
                hold = (lift - distance) / (f4(6.0) + f4(6.0) * comb.falling)
                most = f4(0.9) - f4(0.3) * comb.falling
                hold = min(max(hold, -most), most)
                if comb.falling > half and py < 0:
                    hold = max(hold, -f4(0.03))
                follow = comb.follow * (1 - f4(0.93) * comb.standing)
                dx += follow * (fx + hold * nx - dx)
                dy += follow * (fy + hold * ny - dy)
                dz += follow * (fz + hold * nz - dz)
            one = f4(1.0) / (math.sqrt(dx * dx + dy * dy + dz * dz) + f4(1e-9))
            dx, dy, dz = dx * one, dy * one, dz * one
            px, py, pz = px + dx * step, py + dy * step, pz + dz * step
            distance, nx, ny, nz = value_and_gradient(
                surface.distance, (px - ox) * per, (py - oy) * per, (pz - oz) * per
            )
            least = f4(0.12) + f4(0.25) * lift * (f4(k) / (points - 1))
            if distance < least:
                push = least - distance
                px, py, pz = px + push * nx, py + push * ny, pz + push * nz
            out[h, k, 0], out[h, k, 1], out[h, k, 2] = px, py, pz


@compiled
def clump_rows(  # noqa: PLR0917  compiled functions take no keywords, and are clearer as one loop
    first: int,
    last: int,
    strands: Floats,
    length: Floats,
    leader: Floats,
    guides: Floats,
    guide_length: Floats,
    chance: Floats,
    amount: float,
    rise: float,
    loose: float,
    waver_mm: float,
    waver_per_step: float,
) -> None:
    """Draw a range of strands towards the guide of their lock, more at the tip, and let each waver by itself.

    Parameters
    ----------
    first, last
        The range.
    strands, length
        Points along each hair, changed in place [n, points, 3], and its length [n]. [mm]
    leader
        Number of each hair's guide. [n]
    guides, guide_length
        Points along each guide [guides, points, 3], and the length of each [guides]. [mm]
    chance
        Numbers from 0 to 1 that each follicle always has. [n, 6]
    amount, rise, loose
        How far towards the guide, at the tip; power of the way along the hair with which this rises; how much less of
        it the loosest hair is drawn. [ratio]
    waver_mm, waver_per_step
        How far, and how quickly along the strand, it wavers. [mm, radian]
    """
    points, guide_points = strands.shape[1], guides.shape[1]
    for h in range(first, last):
        g = leader[h]
        phase = chance[h, 3] * f4(6.2832)
        own = chance[h, 5] - f4(0.5)
        for k in range(1, points):
            t = f4(k) / (points - 1)
            along = min(t * length[h] / guide_length[g], f4(0.9999)) * (guide_points - 1)
            i = int(along)
            u = along - i
            drawn = amount * t**rise * (1 - loose * (1 - chance[h, 4]))
            for a in range(3):
                there = guides[g, i, a] + u * (guides[g, i + 1, a] - guides[g, i, a])
                strands[h, k, a] += drawn * (there - strands[h, k, a])
            w = waver_mm * t * own
            strands[h, k, 0] += w * math.sin(waver_per_step * k + phase)
            strands[h, k, 1] += w * f4(0.5) * math.sin(f4(1.3) * waver_per_step * k + 2 * phase)
            strands[h, k, 2] += w * math.cos(waver_per_step * k + f4(1.7) * phase)
