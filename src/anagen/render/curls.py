"""Curl: waves and coils laid about the course of a strand, in locks, in three dimensions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from anagen.compiled import compiled, f4
from anagen.render.arrays import Floats
from anagen.render.grid import value_and_gradient
from anagen.render.strands import Surface

__all__ = ["CURLS", "Curl", "curl_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curl:
    """The form of a kind of hair."""

    radius_mm: float
    """Of a coil, or half the width of a wave. [mm]"""
    pitch_mm: float
    """Of one turn, along the strand's course. [mm]"""
    flatness: float
    """0: a coil; 1: a wave in a plane."""
    standing: float
    """0: lies on the head; 1: stands away from it."""
    together: float
    """How far the hairs of a lock turn together. [ratio]"""
    lock: float
    """Diameter of a lock relative to that of straight hair. [ratio]"""
    gathered: float
    """How much more than in straight hair the hairs of a lock are drawn together. [ratio]"""

    @property
    def straightened(self) -> float:
        """Course of a strand relative to its length: what curl takes of it. [ratio]"""
        if self.radius_mm == 0.0:
            return 1.0
        around = 2.0 * math.pi * self.radius_mm * (1.0 - 0.45 * self.flatness)
        return self.pitch_mm / math.hypot(self.pitch_mm, around)


CURLS: Mapping[str, Curl] = MappingProxyType(
    {
        "straight": Curl(
            radius_mm=0.0, pitch_mm=1.0, flatness=1.0, standing=0.0, together=1.0, lock=1.0, gathered=0.0
        ),
        "wavy": Curl(
            radius_mm=2.6, pitch_mm=34.0, flatness=0.75, standing=0.0, together=0.8, lock=1.3, gathered=0.15
        ),
        "curly": Curl(
            radius_mm=4.0, pitch_mm=16.0, flatness=0.0, standing=0.25, together=0.86, lock=0.8, gathered=0.42
        ),
        "coily": Curl(
            radius_mm=1.45, pitch_mm=3.0, flatness=0.0, standing=0.92, together=0.75, lock=0.45, gathered=0.0
        ),
    }
)
"""Kinds of hair by their form."""


@compiled
def curl_rows(  # noqa: PLR0917  compiled functions take no keywords, and are clearer as one loop
    first: int,
    last: int,
    strands: Floats,
    course: Floats,
    leader: Floats,
    chance: Floats,
    lock_chance: Floats,
    radius_mm: float,
    pitch_mm: float,
    flatness: float,
    together: float,
    surface: Surface,
) -> None:
    """Wind a range of strands about their course.

    Parameters
    ----------
    first, last
        The range.
    strands, course
        Points along each hair, changed in place [n, points, 3], and the length of its course [n]. [mm]
    leader
        Number of each hair's lock. [n]
    chance, lock_chance
        Numbers from 0 to 1 that each follicle [n, 6] and each lock [locks, 3] always has.
    radius_mm, pitch_mm, flatness, together
        Of the curl.
    surface
        The head, which no hair may enter.
    """
    points = strands.shape[1]
    turn = f4(6.2832)
    ox, oy, oz, per = surface.origin[0], surface.origin[1], surface.origin[2], surface.per_mm
    for h in range(first, last):
        lock = leader[h]
        alone = 1 - together
        phase = turn * (lock_chance[lock, 0] + alone * (chance[h, 3] - f4(0.5)))
        radius = radius_mm * (f4(0.6) + f4(0.8) * (together * lock_chance[lock, 1] + alone * chance[h, 4]))
        pitch = pitch_mm * (f4(0.62) + f4(0.76) * (together * lock_chance[lock, 2] + alone * chance[h, 5]))
        hand = f4(1.0) if lock_chance[lock, 1] * 7 % 1 < f4(0.5) else -f4(1.0)
        step = course[h] / (points - 1)
        ax, ay, az = strands[h, 0, 0], strands[h, 0, 1], strands[h, 0, 2]
        bx, by, bz = strands[h, 1, 0] - ax, strands[h, 1, 1] - ay, strands[h, 1, 2] - az
        # a direction across the strand that starts flat on the skin and is carried along without twist
        ux, uy, uz = by, -bx, f4(0.3) * bz
        for k in range(1, points):
            x, y, z = strands[h, k, 0], strands[h, k, 1], strands[h, k, 2]
            tx, ty, tz = x - ax, y - ay, z - az
            one = f4(1.0) / (math.sqrt(tx * tx + ty * ty + tz * tz) + f4(1e-6))
            tx, ty, tz = tx * one, ty * one, tz * one
            q = ux * tx + uy * ty + uz * tz
            ux, uy, uz = ux - q * tx, uy - q * ty, uz - q * tz
            one = f4(1.0) / (math.sqrt(ux * ux + uy * uy + uz * uz) + f4(1e-6))
            ux, uy, uz = ux * one, uy * one, uz * one
            vx, vy, vz = ty * uz - tz * uy, tz * ux - tx * uz, tx * uy - ty * ux
            ax, ay, az = x, y, z
            along = k * step
            wide = radius * min(f4(1.0), along / (f4(0.45) * pitch))
            angle = phase + hand * turn * along / pitch
            p, r = wide * math.cos(angle), wide * math.sin(angle) * (1 - flatness)
            x, y, z = x + p * ux + r * vx, y + p * uy + r * vy, z + p * uz + r * vz
            distance, nx, ny, nz = value_and_gradient(
                surface.distance, (x - ox) * per, (y - oy) * per, (z - oz) * per
            )
            push = max(f4(0.15) - distance, f4(0.0))
            strands[h, k, 0], strands[h, k, 1], strands[h, k, 2] = x + push * nx, y + push * ny, z + push * nz
