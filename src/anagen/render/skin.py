"""Skin as light leaves it: pigment and blood, light that spreads within, and the sheen on top."""

from __future__ import annotations

import math

import numpy as np

from anagen.compiled import compiled, f4
from anagen.render.arrays import Floats, Integers, by_rows
from anagen.render.blur import blurred
from anagen.render.face import LID_SHADE, LID_SHADE_MM, eye_color
from anagen.render.grid import value_at
from anagen.render.light import AMBIENT, LAMP_COLORS, Lighting
from anagen.render.look import CAPES, Look
from anagen.render.stage import SCATTER_MM, Stage
from anagen.scalp.head import Head

__all__ = ["SKIN_COLORS", "skin_picture"]

SKIN_COLORS = np.array(
    [
        (0.640, 0.455, 0.375),
        (0.590, 0.400, 0.315),
        (0.545, 0.352, 0.262),
        (0.480, 0.292, 0.202),
        (0.395, 0.225, 0.146),
        (0.272, 0.151, 0.099),
        (0.172, 0.094, 0.062),
        (0.098, 0.055, 0.039),
        (0.060, 0.036, 0.028),
        (0.037, 0.024, 0.020),
    ],
    f4,
)
"""Linear color of the skin without its unevenness, one row for each step of the Monk scale."""

MELANIN = np.array([0.70, 1.10, 1.35], f4)
BLOOD = np.array([0.05, 0.62, 0.52], f4)
"""How strongly more pigment, and more blood, darken red, green and blue."""

WRAP = np.array([0.34, 0.20, 0.16], f4)
"""How far past its edge light of each color reaches on a round surface."""

SPREAD_SHARE = np.array([0.75, 0.60, 0.50], f4)
"""Share of the light that enters skin and leaves it elsewhere."""

SHADE_LIFT_MM = 1.3
"""Light on the skin is read so far over it. [mm]"""

SKIN_AMBIENT = 0.42
"""Light of the sky that enters skin, relative to what hair scatters of it."""

SHEEN = 0.55


def unevenness(tone: int) -> tuple[float, float, float, float]:
    """How strongly lightness, redness and spots of a tone of skin vary, and how strongly it shines."""
    dark = (tone - 1) / 9.0
    return 0.085 + 0.05 * dark, 0.22 - 0.12 * dark, 0.26 + 0.05 * dark, 1.0


def skin_picture(stage: Stage, head: Head, look: Look, lighting: Lighting, roots: Floats) -> Floats:
    """Linear light of the head without its hair, in its pixels; elsewhere nothing. [h, w, 3]

    Parameters
    ----------
    stage, head
        The head before the camera.
    look
        Tone of the skin, cape.
    lighting
        The light, shaded by hair.
    roots
        How much of each pixel pores and the roots of hair darken. [h, w]
    """
    n, shape = len(stage.pixel), stage.depth.shape
    within, sheen, color = np.empty((n, 3), f4), np.empty((n, 3), f4), np.empty((n, 3), f4)
    behind = np.stack([opacity.behind(stage.position) for opacity in lighting.maps])
    by_rows(
        light_rows, n, stage.position, stage.normal, stage.relief, stage.scalp, stage.grease, stage.camera.eye,
        lighting.directions, LAMP_COLORS, AMBIENT * f4(SKIN_AMBIENT), lighting.reached, lighting.box.origin_mm,
        f4(lighting.box.per_mm), behind, within, sheen,
    )  # fmt: skip
    lightness, redness, freckles, shine = unevenness(look.skin_tone)
    by_rows(
        color_rows, n, SKIN_COLORS[look.skin_tone - 1], stage.light_dark, stage.blood, stage.spots, stage.lip,
        roots.ravel()[stage.pixel], f4(lightness), f4(redness), f4(freckles), color,
    )  # fmt: skip
    spread = spread_light(stage, within, look.skin_tone)
    lit = color * spread + f4(shine) * sheen
    paint_eyes(stage, head, within, lighting, lit)
    paint_cape(stage, look, within, lit)
    picture = np.zeros((stage.depth.size, 3), f4)
    picture[stage.pixel] = lit
    return picture.reshape(*shape, 3)


def spread_light(stage: Stage, within: Floats, tone: int) -> Floats:
    """Light after its spreading in skin, red farthest. [p, 3]"""
    out = np.empty_like(within)
    share = SPREAD_SHARE * f4(1.0 - 0.025 * (tone - 1))
    for c, scatter in enumerate(SCATTER_MM):
        picture = np.zeros(stage.depth.size, f4)
        picture[stage.pixel] = within[:, c]
        soft = blurred(picture.reshape(stage.depth.shape), scatter * stage.camera.scale)
        around = (soft / (stage.spread[c] + f4(1e-6))).ravel()[stage.pixel]
        out[:, c] = within[:, c] + share[c] * (around - within[:, c])
    return out


def paint_eyes(stage: Stage, head: Head, within: Floats, lighting: Lighting, lit: Floats) -> None:
    """Give the eyes their color and a glint of each lamp."""
    for part in (1, 2):
        at = np.flatnonzero(stage.part == part)
        if not len(at):
            continue
        ball = head.vertices[np.unique(head.triangles[head.part == part])]
        low, high = ball.min(axis=0), ball.max(axis=0)
        open_share = lid_shade(stage, at)
        white = eye_color(stage.position[at], 0.5 * (low + high), float(0.5 * (high - low)[0]))
        lit[at] = 0.8 * open_share[:, None] * within[at] * white
        towards = stage.camera.eye - stage.position[at]
        towards /= np.linalg.norm(towards, axis=1, keepdims=True)
        for direction, lamp in zip(lighting.directions, LAMP_COLORS, strict=True):
            middle = direction + towards
            middle /= np.linalg.norm(middle, axis=1, keepdims=True)
            glint = np.clip((stage.normal[at] * middle).sum(axis=1), 0.0, 1.0) ** 400
            lit[at] += 2.0 * (open_share * glint)[:, None] * lamp


def lid_shade(stage: Stage, at: Integers) -> Floats:
    """Share of light that the lids leave to the pixels of an eye, counted in `Stage.pixel`."""
    eye = np.zeros(stage.depth.size, f4)
    eye[stage.pixel[at]] = 1.0
    inside = blurred(eye.reshape(stage.depth.shape), LID_SHADE_MM * stage.camera.scale).ravel()[
        stage.pixel[at]
    ]
    return np.asarray(1.0 - LID_SHADE * np.clip(2.0 - 2.0 * inside, 0.0, 1.0), f4)


def paint_cape(stage: Stage, look: Look, within: Floats, lit: Floats) -> None:
    """Lay the cape over the shoulders."""
    at = np.flatnonzero(stage.cape > 0.0)
    cloth = np.array(CAPES[look.cape], f4) * within[at]
    lit[at] += stage.cape[at, None] * (cloth - lit[at])


@compiled
def color_rows(  # noqa: PLR0917  compiled functions take no keywords, and are clearer as one loop
    first: int, last: int, base: Floats, light_dark: Floats, blood: Floats, spots: Floats, lip: Floats,
    roots: Floats, lightness: float, redness: float, freckles: float, out: Floats,
) -> None:  # fmt: skip
    """Color of a range of pixels of skin."""
    for p in range(first, last):
        pigment = lightness * light_dark[p] + freckles * spots[p] + f4(0.25) * lip[p]
        flow = redness * blood[p] + f4(0.55) * lip[p]
        for c in range(3):
            out[p, c] = base[c] * math.exp(-pigment * MELANIN[c] - flow * BLOOD[c] - roots[p])


@compiled
def light_rows(  # noqa: C901, PLR0912, PLR0917  compiled functions take no keywords, and are clearer as one loop
    first: int,
    last: int,
    position: Floats,
    normal: Floats,
    relief: Floats,
    scalp: Floats,
    grease: Floats,
    eye: Floats,
    lamps: Floats,
    lamp_color: Floats,
    ambient: Floats,
    reached: tuple[Floats, ...],
    origin: Floats,
    per_mm: float,
    behind: Floats,
    within: Floats,
    sheen: Floats,
) -> None:
    """Light that enters the skin of a range of pixels, and light that is mirrored on it."""
    one, none = f4(1.0), f4(0.0)
    for p in range(first, last):
        nx, ny, nz = relief[p, 0], relief[p, 1], relief[p, 2]
        x, y, z = position[p, 0], position[p, 1], position[p, 2]
        gx = (x + f4(SHADE_LIFT_MM) * normal[p, 0] - origin[0]) * per_mm
        gy = (y + f4(SHADE_LIFT_MM) * normal[p, 1] - origin[1]) * per_mm
        gz = (z + f4(SHADE_LIFT_MM) * normal[p, 2] - origin[2]) * per_mm
        vx, vy, vz = eye[0] - x, eye[1] - y, eye[2] - z
        f = one / math.sqrt(vx * vx + vy * vy + vz * vz)
        vx, vy, vz = vx * f, vy * f, vz * f
        facing = max(nx * vx + ny * vy + nz * vz, f4(0.05))
        sky = value_at(reached[3], gx, gy, gz)
        for c in range(3):
            within[p, c] = ambient[c] * sky
            sheen[p, c] = none
        for m in range(3):
            if m == 0:
                light = value_at(reached[0], gx, gy, gz)
            elif m == 1:
                light = value_at(reached[1], gx, gy, gz)
            else:
                light = value_at(reached[2], gx, gy, gz)
            if m < 2:
                light *= f4(0.35) + f4(0.65) * math.exp(-f4(0.5) * behind[m, p])
            lx, ly, lz = lamps[m, 0], lamps[m, 1], lamps[m, 2]
            lean = nx * lx + ny * ly + nz * lz
            for c in range(3):
                bent = max((lean + WRAP[c]) / (one + WRAP[c]), none)
                within[p, c] += lamp_color[m, c] * light * bent * math.sqrt(math.sqrt(bent))
            if lean <= 0:
                continue
            hx, hy, hz = lx + vx, ly + vy, lz + vz
            f = one / math.sqrt(hx * hx + hy * hy + hz * hz)
            half = max((nx * hx + ny * hy + nz * hz) * f, none)
            grazing = one - max((vx * hx + vy * hy + vz * hz) * f, none)
            fresnel = f4(0.028) + f4(0.97) * grazing**5
            oily = scalp[p] * max(f4(0.55) + f4(0.9) * grease[p], none)
            glow = none
            for lobe in range(3):  # as rough as skin under lamps that are soft boxes: no lamp is a point
                if lobe == 0:
                    rough, weight = f4(0.46), f4(0.72)
                elif lobe == 1:
                    rough, weight = f4(0.34), f4(0.20) + f4(0.12) * oily
                else:
                    rough, weight = f4(0.28), f4(0.15) * oily
                a = rough**4
                d = half * half * (a - one) + one
                glow += weight * a / (f4(3.1416) * d * d)
            glow *= fresnel / (f4(4.0) * max(facing, f4(0.15)))
            glow *= lean * light * f4(3.1416 * SHEEN) * max(one + f4(0.55) * grease[p], none)
            for c in range(3):
                sheen[p, c] += lamp_color[m, c] * glow


def root_picture(stage: Stage, places: Floats, reach_mm: Floats, strength: Floats) -> Floats:
    """How much pores and roots darken each pixel: dots smaller than a pixel, spread over the four about them. [h, w]

    Parameters
    ----------
    stage
        The head before the camera.
    places
        Where dots are. [mm] [n, 3]
    reach_mm, strength
        Diameter of each [mm], and how dark it is. [n]
    """
    seen = stage.camera.project(places)
    area = 0.25 * math.pi * (reach_mm * stage.camera.scale) ** 2
    out = np.zeros(stage.depth.shape, f4)
    add_dots(seen, (area * strength).astype(f4), stage.depth, f4(1.5), out)
    return out


@compiled
def add_dots(seen: Floats, amount: Floats, depth: Floats, slack: float, out: Floats) -> None:
    """Spread each dot that is seen over four pixels."""
    height, width = depth.shape
    for s in range(seen.shape[0]):
        x, y = seen[s, 0] - f4(0.5), seen[s, 1] - f4(0.5)
        i, j = math.floor(x), math.floor(y)
        if i < 0 or j < 0 or i >= width - 1 or j >= height - 1:
            continue
        i, j = int(i), int(j)
        if seen[s, 2] > depth[j, i] + slack:
            continue
        u, v = x - i, y - j
        out[j, i] += amount[s] * (1 - u) * (1 - v)
        out[j, i + 1] += amount[s] * u * (1 - v)
        out[j + 1, i] += amount[s] * (1 - u) * v
        out[j + 1, i + 1] += amount[s] * u * v
