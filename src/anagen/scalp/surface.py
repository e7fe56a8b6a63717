"""The skin that bears hair: its triangles, its area, points on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anagen.scalp.head import FARTHEST_SCALP_MM, Head
from anagen.scalp.mesh import triangle_normals
from anagen.scalp.regions import REGIONS, region_of

__all__ = ["HairySkin", "hairy_skin", "points_on"]

EAR_LEAN = 0.3
"""Skin whose normal leans farther than this (as a cosine) from the ray out of the cranial center is an ear's."""
SAMPLES_PER_SIDE = 3
"""Each triangle has this squared of samples."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HairySkin:
    """Triangles of a head that lie within the hairline or that it crosses, each with evenly spread samples."""

    triangles: NDArray[np.int32]
    """[m, 3] vertices of the head."""
    vertex_margin_mm: Floats
    """[n] distance of the head's vertices from the hairline, positive inside; NaN away from these triangles. [mm]"""
    map_mm: Floats
    """[m, s, 2] of the samples. [mm]"""
    margin_mm: Floats
    """[m, s] distance of the samples from the hairline, positive inside. [mm]"""
    area_mm2: Floats
    """[m, s] of the skin that each sample stands for. [mm2]"""
    region: NDArray[np.uint8]
    """[m, s] of the samples, index into `REGIONS`."""

    def region_area_cm2(self, margin_mm: float = 0.0) -> tuple[float, ...]:
        """Area of each region that lies at least so far inside the hairline. [cm2]"""
        inside = self.margin_mm > margin_mm
        area = np.bincount(self.region[inside], self.area_mm2[inside], len(REGIONS)) / 100.0
        return tuple(area.tolist())


@cache
def hairy_skin(head: Head) -> HairySkin:
    """The skin that bears hair, without the ears."""
    skin = skull(head)
    used, corner = np.unique(skin, return_inverse=True)
    vertex_margin = np.full(len(head.vertices), np.nan)
    vertex_margin[used] = head.margin(head.vertices[used])
    skin = skin[(vertex_margin[used][corner.reshape(-1, 3)] > 0.0).any(axis=1)]
    part = even_shares(SAMPLES_PER_SIDE)
    samples = np.einsum("sj,mjk->msk", part, head.vertices[skin].astype(float))
    map_mm = head.to_map(samples)
    area = 0.5 * np.linalg.norm(triangle_normals(head.vertices, skin), axis=1)
    return HairySkin(
        triangles=skin,
        vertex_margin_mm=vertex_margin,
        map_mm=map_mm,
        margin_mm=vertex_margin[skin] @ part.T,
        area_mm2=np.repeat(area[:, None] / len(part), len(part), axis=1),
        region=region_of(map_mm),
    )


def skull(head: Head) -> NDArray[np.int32]:
    """The skin that faces away from the cranial center."""
    skin = head.skull_triangles()
    normal = triangle_normals(head.vertices, skin)
    ray = head.vertices[skin].astype(float).mean(axis=1) - head.center
    distance = np.linalg.norm(ray, axis=1)
    length = np.maximum(distance * np.linalg.norm(normal, axis=1), 1e-9)
    facing: NDArray[np.int32] = skin[
        (distance < FARTHEST_SCALP_MM) & (np.sum(normal * ray, axis=1) > EAR_LEAN * length)
    ]
    return facing


def even_shares(side: int) -> Floats:
    """Barycentric coordinates of the middles of the equal triangles into which a triangle is cut."""
    upright = [(i + 1 / 3, j + 1 / 3) for i in range(side) for j in range(side - i)]
    inverted = [(i + 2 / 3, j + 2 / 3) for i in range(side - 1) for j in range(side - 1 - i)]
    share = np.array(upright + inverted) / side
    return np.column_stack([share, 1.0 - share.sum(axis=1)])


def points_on(
    weight: Floats, number: int, generator: np.random.Generator
) -> tuple[NDArray[np.int64], Floats]:
    """Random points on triangles, in proportion to their weights: the triangle of each, and its barycentrics."""
    total = np.cumsum(weight)
    drawn = (
        np.arange(number) + generator.random(number)
    ) / number  # evenly over the triangles, in their order
    triangle = np.searchsorted(total, drawn * total[-1], side="right")
    root, across = np.sqrt(generator.random(number)), generator.random(number)
    shares = np.stack([1.0 - root, root * (1.0 - across), root * across], axis=1)
    return np.minimum(triangle, len(weight) - 1), shares


def at(values: NDArray[Any], triangles: NDArray[np.int32], shares: Floats) -> Floats:
    """Values of vertices at points given by their barycentric coordinates."""
    return np.asarray(np.einsum("ij,ij...->i...", shares, values[triangles].astype(float)))
