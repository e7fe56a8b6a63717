"""The lights of the studio, and what a strand makes of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from anagen.compiled import compiled, f4, inlined
from anagen.render.arrays import Bytes, Floats, by_rows
from anagen.render.camera import Camera, looking
from anagen.render.distance import distance_grid
from anagen.render.grid import Grid, cell_of, value_at
from anagen.render.groom import Hair
from anagen.render.opacity import OpacityMap, opacity_map
from anagen.render.remembered import Remembered
from anagen.render.voxels import extinction, light_box, softened, sphere, swept_light
from anagen.scalp.head import Head
from anagen.threads import run_ranges

__all__ = ["AMBIENT", "LAMPS", "LAMP_COLORS", "SMALL_PICTURE_PX", "Lighting", "lighting_of", "shaded"]

LAMPS = ((-0.62, 0.62, 0.75), (0.75, 0.25, 0.70), (0.0, 0.95, -0.15))
"""Directions towards the key, the fill and the rim light in the picture's frame: right, up, towards the viewer."""

LAMP_COLORS = np.array([(1.02, 0.985, 0.93), (0.44, 0.455, 0.49), (0.40, 0.42, 0.46)], f4)
AMBIENT = np.array([0.60, 0.62, 0.67], f4)

SHADOWED_LAMPS = 2
"""Lamps whose light is followed strand by strand; the others only coarsely."""

SOFTNESS = 0.16
"""Half width of a soft box seen from the head. [radian]"""

SKY_DIRECTIONS = 22
LAMP_DISTANCE_MM = 3000.0
LAMP_FIELD_MM = 330.0
LAMP_PX = 900
SMALL_LAMP_PX = 620
SMALL_PICTURE_PX = 700
"""Texels of a lamp's opacity map, fewer for small pictures."""

BOUNCED = 1.9
"""Light of hair that is scattered more than once, relative to once."""

BLEED = 0.75
"""How much light passes on through hair for its color: light hair glows, dark hair shades."""

LIGHT_STEPS = 1024
UNSEEN = 18.0
"""Square of the distance from the middle of a highlight, in its widths, from which nothing of it is seen."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lighting:
    """Where light comes from and how much of it reaches each place."""

    directions: Floats
    """Towards each lamp. [lamps, 3]"""
    reached: tuple[Floats, ...]
    """Share of each lamp's light, and last of the sky's, on the grid. [nx, ny, nz]"""
    box: Grid
    maps: tuple[OpacityMap, ...]
    """Of the lamps that are followed strand by strand."""


boxes: Remembered[tuple[Grid, Floats]] = Remembered(6)


def lighting_of(head: Head, camera: Camera, hair: Hair, *, ears: bool = True) -> Lighting:
    """The light about a head with its hair, which may cover the ears."""
    box, clear = boxes.get(head, ears, lambda: light_box(distance_grid(head, ears=ears)))
    directions = np.stack([camera.towards(*lamp) for lamp in LAMPS])
    lamps = [softened(direction, camera.axes[0], camera.axes[1], SOFTNESS) for direction in directions]
    sky = sphere(SKY_DIRECTIONS)
    brightness = 0.55 + 0.45 * sky[:, 1]
    lamps.append((sky, (brightness / brightness.sum()).astype(f4)))
    density = extinction(box, hair.points, hair.diameter_mm)
    reached = swept_light(density, clear, box.spacing_mm, lamps)
    return Lighting(
        directions=directions,
        reached=tuple(reached),
        box=box,
        maps=opacity_maps(head, camera, directions, hair),
    )


def opacity_maps(head: Head, camera: Camera, directions: Floats, hair: Hair) -> tuple[OpacityMap, ...]:
    """What the lamps that are followed strand by strand see, one task for each."""
    texels = LAMP_PX if max(camera.width_px, camera.height_px) > SMALL_PICTURE_PX else SMALL_LAMP_PX
    maps: list[OpacityMap] = []
    aims = []
    for direction in directions[:SHADOWED_LAMPS]:
        place = head.center + direction * LAMP_DISTANCE_MM
        px_mm = texels / LAMP_FIELD_MM * LAMP_DISTANCE_MM
        aims.append(looking(place, head.center, camera.axes[1], px_mm, texels, texels))
    found: dict[int, OpacityMap] = {}

    def work(first: int, last: int) -> None:
        for k in range(first, last):
            found[k] = opacity_map(aims[k], LAMP_DISTANCE_MM, hair.points, hair.diameter_mm)

    run_ranges(work, len(aims))
    maps = [found[k] for k in range(len(aims))]
    return tuple(maps)


def passing(color: Floats) -> Floats:
    """Light that comes through hair of a color, for shares of light from 0 to 1 that black hair lets by. [steps + 1, 3]

    That share itself where hair is black, more of it where light passes on from hair to hair.
    """
    bleeding = 1.0 - BLEED * np.sqrt(np.clip(color, 0.0, 1.0))
    shares = np.arange(LIGHT_STEPS + 1) / LIGHT_STEPS
    return np.asarray(shares[:, None] ** bleeding, f4)


def shaded(
    hair: Hair,
    color: Floats,
    overall: Floats,
    camera: Camera,
    lighting: Lighting,
    shine: float,
    wanted: Bytes,
) -> Floats:
    """Linear color of each point along each hair that is wanted. [n, points, 3]

    Parameters
    ----------
    hair
        The strands.
    color, overall
        Of each hair [n, 3], and of the hair as a whole [3].
    camera, lighting
        Who looks, and the light.
    shine
        Strength of the highlights. [ratio]
    wanted
        1 where a point may be seen, else 0: it is left black. [n, points]
    """
    out = np.zeros_like(hair.points)
    behind = np.stack([opacity.behind(hair.points, wanted) for opacity in lighting.maps])
    by_rows(
        shade_rows, len(color), hair.points, color, camera.eye, lighting.directions,
        LAMP_COLORS * f4(BOUNCED), AMBIENT, lighting.reached, lighting.box.origin_mm, f4(lighting.box.per_mm),
        behind, passing(overall), f4(shine), wanted, out,
    )  # fmt: skip
    return out


@inlined
def lobe(q: float) -> float:
    """A highlight so many widths from its middle, relative to its middle."""
    square = q * q
    height: float = math.exp(-f4(0.5) * square) if square < f4(UNSEEN) else f4(0.0)
    return height


@compiled
def shade_rows(  # noqa: C901, PLR0915, PLR0917  compiled functions take no keywords, and are clearer as one loop
    first: int,
    last: int,
    strands: Floats,
    color: Floats,
    eye: Floats,
    lamps: Floats,
    lamp_color: Floats,
    ambient: Floats,
    reached: tuple[Floats, ...],
    origin: Floats,
    per_mm: float,
    behind: Floats,
    passed_on: Floats,
    shine: float,
    wanted: Bytes,
    out: Floats,
) -> None:
    """Light that strands send to the eye: scattered, and mirrored in three lobes as hair does (Marschner 2003).

    The first lobe is mirrored at the surface and white, tilted to the root by the scales of the cuticle; the second has
    gone through the hair and back and is colored, tilted to the tip; the third has gone through.
    """
    one, half = f4(1.0), f4(0.5)
    points = strands.shape[1]
    for s in range(first, last):
        for k in range(points):
            if not wanted[s, k]:
                continue
            a, b = max(k - 1, 0), min(k + 1, points - 1)
            tx = strands[s, b, 0] - strands[s, a, 0]
            ty = strands[s, b, 1] - strands[s, a, 1]
            tz = strands[s, b, 2] - strands[s, a, 2]
            f = one / (math.sqrt(tx * tx + ty * ty + tz * tz) + f4(1e-9))
            tx, ty, tz = tx * f, ty * f, tz * f
            px, py, pz = strands[s, k, 0], strands[s, k, 1], strands[s, k, 2]
            vx, vy, vz = eye[0] - px, eye[1] - py, eye[2] - pz
            f = one / math.sqrt(vx * vx + vy * vy + vz * vz)
            vx, vy, vz = vx * f, vy * f, vz * f
            sine_eye = min(max(tx * vx + ty * vy + tz * vz, -one), one)
            tilt_eye = math.asin(sine_eye)
            gx, gy, gz = (px - origin[0]) * per_mm, (py - origin[1]) * per_mm, (pz - origin[2]) * per_mm
            sky = value_at(reached[3], gx, gy, gz)
            step, share = cell_of(sky * f4(LIGHT_STEPS), LIGHT_STEPS + 1)
            for c in range(3):
                passes = passed_on[step, c] + share * (passed_on[step + 1, c] - passed_on[step, c])
                out[s, k, c] = ambient[c] * passes * color[s, c]
            for m in range(3):
                lx, ly, lz = lamps[m, 0], lamps[m, 1], lamps[m, 2]
                if m == 0:
                    light = value_at(reached[0], gx, gy, gz)
                elif m == 1:
                    light = value_at(reached[1], gx, gy, gz)
                else:
                    light = value_at(reached[2], gx, gy, gz)
                if m < 2:
                    light *= f4(0.12) + f4(0.88) * math.exp(-f4(0.55) * min(behind[m, s, k], f4(5.0)))
                if light < f4(2e-3):
                    continue
                step, share = cell_of(light * f4(LIGHT_STEPS), LIGHT_STEPS + 1)
                sine = min(max(tx * lx + ty * ly + tz * lz, -one), one)
                tilt = math.asin(sine)
                cosine = math.sqrt(one - sine * sine)
                ax, ay, az = lx - sine * tx, ly - sine * ty, lz - sine * tz
                ex, ey, ez = vx - sine_eye * tx, vy - sine_eye * ty, vz - sine_eye * tz
                around = (ax * ex + ay * ey + az * ez) / (
                    math.sqrt((ax * ax + ay * ay + az * az) * (ex * ex + ey * ey + ez * ez)) + f4(1e-6)
                )
                middle = half * (tilt + tilt_eye)
                narrow = max(math.cos(half * (tilt_eye - tilt)), f4(0.3))
                narrow = one / (narrow * narrow)
                near = math.sqrt(max(f4(0.0), half * (one + around)))
                mirrored = lobe((middle + f4(0.12)) / f4(0.13)) * f4(1.92) * near * narrow
                returned = (
                    lobe((middle - f4(0.18)) / f4(0.24)) * f4(2.08) * max(f4(0.0), around) ** 2 * narrow
                )
                passed = lobe((middle - f4(0.06)) / f4(0.10)) * f4(2.0) * max(f4(0.0), -around) ** 3
                scattered = cosine * (f4(0.35) + f4(0.65) * half * (one + around)) * f4(0.9)
                for c in range(3):
                    own = color[s, c]
                    root = math.sqrt(own)
                    glint = (
                        f4(0.0225) * mirrored + f4(0.16) * returned * root * math.sqrt(root)
                        + f4(0.10) * passed * root
                    )  # fmt: skip
                    passes = passed_on[step, c] + share * (passed_on[step + 1, c] - passed_on[step, c])
                    out[s, k, c] += (
                        lamp_color[m, c] * passes
                        * (own * scattered + shine * glint * cosine)
                    )  # fmt: skip
