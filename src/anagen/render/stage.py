"""What of a picture does not depend on hair: the head before the camera, pixel by pixel, remembered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from anagen.compiled import f4, i4
from anagen.render.arrays import Floats, Integers, unit_rows
from anagen.render.blur import blurred
from anagen.render.camera import Camera, camera_of
from anagen.render.cape import clothed
from anagen.render.chance import uniform
from anagen.render.edges import Edges, edges_of
from anagen.render.face import flush, lips
from anagen.render.noise import noise_of
from anagen.render.raster import interpolated, nearest_triangles
from anagen.render.remembered import Remembered
from anagen.scalp.head import Head

__all__ = ["SCATTER_MM", "Stage", "stage_of"]

SCATTER_MM = (2.2, 0.95, 0.6)
"""How far red, green and blue light spreads in skin. [mm]"""

SPOTS = 300
SPOT_SEED = 17
BUMPS = ((0.22, 0.060), (0.6, 0.045), (1.7, 0.022), (3.4, 0.010))
"""Waves of the skin's relief: to the millimeter, and height. [1/mm, mm]"""

BUMP_STEP_MM = 0.3
CAPE_EDGE_MM = -132.0
SCALP_FADE_MM = 10.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stage:
    """A head before a camera; ``[p]`` are the pixels in which it is seen."""

    camera: Camera
    depth: Floats
    """Of the surface. [mm] [h, w]"""
    depth_under_hair: Floats
    """Of the surface without its ears, which long hair covers. [mm] [h, w]"""
    mask: Floats
    """1 where the head is seen in the middle of a pixel, else 0. [h, w]"""
    pixel: Integers
    """Number of each pixel seen, counted by rows. [p]"""
    part: Integers
    """Index into `anagen.scalp.head.PARTS`. [p]"""
    position: Floats
    """[mm] [p, 3]"""
    normal: Floats
    """Smooth. [p, 3]"""
    relief: Floats
    """Normal of the skin's fine relief. [p, 3]"""
    light_dark: Floats
    """Unevenness of the skin's lightness, about -1 to 1. [p]"""
    blood: Floats
    """Unevenness of its redness, -1 to 1 and more. [p]"""
    spots: Floats
    """Freckles and sun spots. [p]"""
    lip: Floats
    """[p]"""
    scalp: Floats
    """1 on the scalp, 0 on the face and neck. [p]"""
    grease: Floats
    """Unevenness of the sheen, about -1 to 1. [p]"""
    cape: Floats
    """1 under the cape. [p]"""
    edges: Edges
    """Where surfaces meet in the picture."""
    spread: Floats
    """Share of the light of a pixel's neighborhood that is skin, for red, green, blue. [3, h, w]"""


kept: Remembered[Stage] = Remembered(8)


def stage_of(head: Head, view: str, size: tuple[int, int]) -> Stage:
    """A head before the camera of a view."""
    return kept.get(head, (view, *size), lambda: made(head, camera_of(view, size)))


def made(head: Head, camera: Camera) -> Stage:
    """The same, computed."""
    bust = clothed(head)
    depth, seen, place = nearest_triangles(camera, bust.vertices, bust.triangles)
    pixel = np.flatnonzero(seen.ravel() >= 0)
    triangle, place = seen.ravel()[pixel], place.reshape(-1, 2)[pixel]

    def over(attribute: Floats) -> Floats:
        return interpolated(attribute, bust.triangles, triangle, place)

    def over_head(attribute: Floats) -> Floats:
        return over(np.pad(attribute, (0, len(bust.vertices) - len(attribute))))

    position, normal = over(bust.vertices), unit_rows(over(bust.normals))
    n1, n2, n3, n4 = (noise_of(position, f) for f in (0.035, 0.11, 0.42, 1.3))
    mask = np.zeros(depth.size, f4)
    mask[pixel] = 1.0
    mask = mask.reshape(depth.shape)
    return Stage(
        camera=camera,
        depth=depth,
        depth_under_hair=nearest_triangles(camera, bust.vertices, bust.triangles[~bust.ear])[0],
        mask=mask,
        pixel=pixel.astype(i4),
        part=bust.part[triangle].astype(i4),
        position=position,
        normal=normal,
        relief=relief(position, normal),
        light_dark=(0.40 * n1 + 0.28 * n2 + 0.28 * n3 + 0.20 * n4).astype(f4),
        blood=(0.45 * n1 + 0.55 * n2 + 0.20 * n3 + 1.6 * over_head(flush(head.sex))).astype(f4),
        spots=spots(head, camera, pixel, position, 0.25 * n3 + 0.15 * n4),
        lip=over_head(lips(head.sex)),
        scalp=over_head(scalp_share(head)),
        grease=(0.5 * n2 + 0.35 * n3 + 0.4 * n4).astype(f4),
        cape=under_cape(position),
        edges=edges_of(camera, bust.vertices, bust.triangles, bust.part, depth, seen),
        spread=np.stack([blurred(mask, scatter * camera.scale) for scatter in SCATTER_MM]),
    )


def under_cape(position: Floats) -> Floats:
    """1 under the cape, 0 over its edge. [p]"""
    below = CAPE_EDGE_MM - position[:, 1] + 0.10 * (position[:, 2] - 40.0)
    return np.asarray(np.clip(below / 1.2, 0.0, 1.0), f4)


def relief(position: Floats, normal: Floats) -> Floats:
    """Normals tilted by pores and fine folds. [p, 3]"""
    slope = np.zeros_like(position)
    for per_mm, height in BUMPS:
        here = noise_of(position, per_mm)
        for axis in range(3):
            moved = position.copy()
            moved[:, axis] += BUMP_STEP_MM
            slope[:, axis] += (noise_of(moved, per_mm) - here) * f4(height / BUMP_STEP_MM)
    along = slope - (slope * normal).sum(axis=1, keepdims=True) * normal
    return unit_rows(normal - along).astype(f4)


def spots(head: Head, camera: Camera, pixel: Integers, position: Floats, rough: Floats) -> Floats:
    """Freckles and sun spots in the pixels seen, of uneven outline. [p]"""
    skin = np.unique(head.skin_triangles())
    center = head.vertices[skin[(uniform(SPOTS, SPOT_SEED, 0) * len(skin)).astype(int)]]
    radius = 0.6 + 1.6 * uniform(SPOTS, SPOT_SEED, 1) ** 2
    strength = 0.25 + 0.75 * uniform(SPOTS, SPOT_SEED, 2)
    number = np.full((camera.height_px, camera.width_px), -1, i4)
    number.reshape(-1)[pixel] = np.arange(len(pixel))
    seen = camera.project(center)
    out = np.zeros(len(position), f4)
    for c, r, s, (x, y, depth) in zip(center, radius, strength, seen, strict=True):
        reach = 2.0 * r * camera.px_mm / depth
        rows, columns = (slice(max(int(at - reach), 0), max(int(at + reach) + 2, 0)) for at in (y, x))
        near = number[rows, columns].ravel()
        near = near[near >= 0]
        away = np.sqrt(((position[near] - c) ** 2).sum(axis=1)) / r * (1.0 + rough[near])
        out[near] = np.maximum(out[near], s * np.exp(-(away**4)))
    return out


def scalp_share(head: Head) -> Floats:
    """1 at vertices of the scalp, 0 on the face and neck. [n]"""
    share = np.zeros(len(head.vertices), f4)
    high = np.flatnonzero((head.vertices[:, 1] > -60.0) & (np.abs(head.vertices[:, 0]) < 100.0))
    margin = head.margin(head.vertices[high])
    share[high] = np.clip(0.5 + margin / SCALP_FADE_MM, 0.0, 1.0)
    return share
