"""Heads as surfaces: skin and eyes, hairline and whorl. The tables are in `heads`, made by `scripts/bake_heads.py`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anagen.errors import unknown_name
from anagen.scalp.distance import DistanceGrid, distance_grid
from anagen.scalp.flatmap import MAP_MM_PER_RADIAN, rays, to_map
from anagen.scalp.hairline import STEPS as HAIRLINE_STEPS
from anagen.scalp.hairline import Hairline, control_points, margin_to, moved_with, smooth_polar
from anagen.scalp.mesh import subdivided, triangles_of, vertex_normals

__all__ = ["ANCESTRIES", "PARTS", "SEXES", "Head", "head"]


SEXES = ("male", "female")
ANCESTRIES = (
    "european",
    "east_asian",
    "south_asian",
    "african",
    "middle_eastern",
    "latin_american",
    "other",
)
"""A person's word for theirs."""

PARTS = ("skin", "left eye", "right eye")
"""What the numbers in `Head.part` stand for."""

SHAPES = {
    "european": {"caucasian": 1.0},
    "east_asian": {"asian": 1.0},
    "south_asian": {"caucasian": 0.7, "asian": 0.3},
    "african": {"african": 1.0},
    "middle_eastern": {"caucasian": 1.0},
    "latin_american": {"caucasian": 0.6, "asian": 0.4},
    "other": {"caucasian": 0.4, "asian": 0.3, "african": 0.3},
}
"""Shares of the baked heads in each: the look of a head, no claim about people. All heads of a sex are made as large as
the European one."""

OLD_SHARE = {"male": 0.35, "female": 0.25}
"""Share of the old face in each head: people of about forty."""

CAGE_STEP_MM = 0.01
SUBDIVISIONS = 2

CENTER_MM = (0.0, 15.0, 52.0)
"""The cranial center, from where every point of the scalp is seen once: each head is moved so that the middle of its
cranium, front to back, lies there. [mm]"""
FARTHEST_SCALP_MM = 140.0
"""No point of the scalp is farther from the center."""

WHORL_MAP_MM = (-10.0, -62.0)
"""A little right of the midline, behind the top."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Head:
    """A head and shoulders, bald. Millimeters: x to the subject's left, y up from the eyes, z forward."""

    sex: str
    ancestry: str
    vertices: NDArray[np.float32]
    """[n, 3] [mm]"""
    normals: NDArray[np.float32]
    """[n, 3] unit, outward."""
    triangles: NDArray[np.int32]
    """[m, 3]"""
    part: NDArray[np.uint8]
    """[m] index into `PARTS`."""
    ear: NDArray[np.bool_]
    """[m] whether the triangle belongs to an ear."""
    center: Floats
    """The cranial center, about which the map is drawn. [mm]"""
    hairline: Hairline
    """The closed edge of the hair."""
    whorl_map_mm: tuple[float, float]
    """Where the whorl is on the map. [mm]"""
    whorl_mm: Floats
    """Where it is on the head. [mm]"""

    def to_map(self, points: NDArray[Any]) -> Floats:
        """Points of the scalp on the flat map: [n, 2], u to the subject's left, v to the front. [mm]"""
        return to_map(points, self.center)

    def from_map(self, map_mm: NDArray[Any]) -> Floats:
        """The points of the skin under points of the map, [n, 3]. [mm]"""
        return on_surface(
            np.atleast_2d(map_mm), self.vertices, self.normals, self.skull_triangles(), self.center
        )

    def margin(self, points: NDArray[Any]) -> Floats:
        """Distance of points of the skin from the hairline, positive inside. [mm]"""
        return margin_to(self.hairline, points, self.to_map(points), MAP_MM_PER_RADIAN)

    @property
    def distance(self) -> DistanceGrid:
        """Signed distance from the skin, negative inside; made when first asked for."""
        return distance_of(self)

    def skin_triangles(self) -> NDArray[np.int32]:
        """The triangles of the skin."""
        skin: NDArray[np.int32] = self.triangles[self.part == 0]
        return skin

    def skull_triangles(self) -> NDArray[np.int32]:
        """The triangles of the skin without the ears."""
        skull: NDArray[np.int32] = self.triangles[(self.part == 0) & ~self.ear]
        return skull


@cache
def distance_of(bald: Head) -> DistanceGrid:
    """A head's grid of distances."""
    return distance_grid(bald)


def check_person(sex: str, ancestry: str) -> None:
    """Refuse words that name no head."""
    if sex not in SEXES:
        raise unknown_name("sex", sex, SEXES)
    if ancestry not in ANCESTRIES:
        raise unknown_name("ancestry", ancestry, ANCESTRIES)


@cache
def head(sex: str, ancestry: str = "european") -> Head:
    """The head of a man or a woman, hairless.

    Examples
    --------
    >>> from anagen.scalp import head
    >>> head("male").vertices.shape
    (78737, 3)
    """
    check_person(sex, ancestry)
    vertices = skin_and_eyes(sex, ancestry)
    triangles, part, ear = surface()
    skin = triangles[(part == 0) & ~ear]
    center = np.array(CENTER_MM)
    normals = vertex_normals(vertices, triangles)
    points = moved_with(control_points(sex), vertices, skin_and_eyes(sex, "european"))
    arrays = (vertices.astype(np.float32), normals.astype(np.float32), triangles, part, ear, center)
    for array in arrays:
        array.flags.writeable = False
    return Head(
        sex=sex,
        ancestry=ancestry,
        vertices=arrays[0],
        normals=arrays[1],
        triangles=triangles,
        part=part,
        ear=ear,
        center=center,
        hairline=hairline_through(points, vertices, normals, skin, center),
        whorl_map_mm=WHORL_MAP_MM,
        whorl_mm=on_surface(np.array([WHORL_MAP_MM]), vertices, normals, skin, center)[0],
    )


def hairline_through(
    points: Floats, vertices: Floats, normals: Floats, skin: NDArray[np.int32], center: Floats
) -> Hairline:
    """The hairline through points of a head."""
    azimuth = np.linspace(-np.pi, np.pi, HAIRLINE_STEPS + 1)
    polar = smooth_polar(points, center, azimuth, MAP_MM_PER_RADIAN)
    map_mm = MAP_MM_PER_RADIAN * polar[:, None] * np.stack([np.sin(azimuth), np.cos(azimuth)], axis=1)
    edge = on_surface(map_mm, vertices, normals, skin, center)
    return Hairline(azimuth=azimuth, polar=polar, map_mm=map_mm, points=edge)


@cache
def baked() -> dict[str, NDArray[Any]]:
    """The tables of all heads."""
    with (files("anagen.scalp") / "heads" / "heads.npz").open("rb") as file, np.load(file) as table:
        return dict(table)


@cache
def skin_and_eyes(sex: str, ancestry: str) -> Floats:
    """All vertices of a head. [mm]"""
    table, old = baked(), OLD_SHARE[sex]
    cage = np.zeros((int(table["quads"].max()) + 1, 3))
    for shape, share in SHAPES[ancestry].items():
        cage += share * CAGE_STEP_MM * (1.0 - old) * table[f"{sex}_{shape}_young"]
        cage += share * CAGE_STEP_MM * old * table[f"{sex}_{shape}_old"]
    vertices = finely(cage)[0]
    if ancestry != "european":
        vertices *= size(skin_and_eyes(sex, "european")) / size(vertices)
    vertices[:, 2] += CENTER_MM[2] - middle(vertices)
    return vertices


def size(vertices: Floats) -> float:
    """Geometric mean of a cranium's length, breadth and height over the eyes. [mm]"""
    cranium = vertices[vertices[:, 1] > 2.0 * CENTER_MM[1]]
    return float((np.ptp(cranium[:, 0]) * cranium[:, 1].max() * np.ptp(cranium[:, 2])) ** (1.0 / 3.0))


def middle(vertices: Floats) -> float:
    """The middle of the cranium, front to back. [mm]"""
    cranium = vertices[vertices[:, 1] > 2.0 * CENTER_MM[1], 2]
    return 0.5 * float(cranium.min() + cranium.max())


@cache
def surface() -> tuple[NDArray[np.int32], NDArray[np.uint8], NDArray[np.bool_]]:
    """The triangles that all heads share, the part of each, and whether it is of an ear."""
    table = baked()
    triangles = triangles_of(finely(np.zeros((int(table["quads"].max()) + 1, 3)))[1]).astype(np.int32)
    pieces = len(triangles) // len(table["part"])
    return triangles, np.tile(table["part"], pieces), np.tile(table["ear"], pieces)


def finely(cage: Floats) -> tuple[Floats, NDArray[np.integer]]:
    """A cage of the baked heads, subdivided."""
    quads: NDArray[np.integer] = baked()["quads"].astype(np.int64)
    for _ in range(SUBDIVISIONS):
        cage, quads = subdivided(cage, quads)
    return cage, quads


def on_surface(
    map_mm: Floats,
    vertices: NDArray[np.floating],
    normals: NDArray[np.floating],
    skin: NDArray[np.int32],
    center: Floats,
) -> Floats:
    """The points of the skin under points of the map: on the tangent planes of the nearest vertices. [mm]"""
    near = np.unique(skin)
    near = near[np.linalg.norm(vertices[near] - center, axis=1) < FARTHEST_SCALP_MM]
    away = vertices[near] - center
    away_unit = away / np.linalg.norm(away, axis=1, keepdims=True)
    found = np.empty((len(map_mm), 3))
    for row, ray in enumerate(rays(map_mm)):
        nearest = int(np.argmax(away_unit @ ray))
        normal = normals[near[nearest]]
        found[row] = center + ray * (away[nearest] @ normal) / (ray @ normal)
    return found
