"""Cameras: where a picture is taken from. One for each view, always the same, so that pictures compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from anagen.compiled import compiled, f4
from anagen.errors import InputError
from anagen.render.arrays import Floats, Vector, by_rows, unit_rows

__all__ = ["VIEWS", "Camera", "View", "camera_of"]

DISTANCE_MM = 950.0
"""From the camera to what it is aimed at: as far as a clinic's stand, so that perspective is mild."""

SMALLEST_PX, LARGEST_PX = 16, 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """From where a head is seen. Angles are about what the camera is aimed at."""

    elevation_deg: float
    """From straight in front (0) over the top (90) to behind (180). [deg]"""
    azimuth_deg: float = 0.0
    """Towards the subject's left. [deg]"""
    target_mm: tuple[float, float, float]
    """What the camera is aimed at, in the subject's frame. [mm]"""
    up: tuple[float, float, float] = (0.0, 1.0, 0.0)
    width_mm: float
    """What the picture shows there, from edge to edge. [mm]"""


VIEWS: Mapping[str, View] = MappingProxyType(
    {
        "vertex": View(elevation_deg=118.0, up=(0.0, 0.0, 1.0), width_mm=238.0, target_mm=(0.0, 52.0, 36.0)),
        "top": View(elevation_deg=91.0, up=(0.0, 0.0, 1.0), width_mm=252.0, target_mm=(0.0, 60.0, 52.0)),
        "midline": View(elevation_deg=74.0, width_mm=222.0, target_mm=(0.0, 62.0, 48.0)),
        "frontal": View(elevation_deg=34.0, width_mm=246.0, target_mm=(0.0, 34.0, 60.0)),
        "left": View(elevation_deg=12.0, azimuth_deg=90.0, width_mm=290.0, target_mm=(0.0, 12.0, 58.0)),
        "right": View(elevation_deg=12.0, azimuth_deg=-90.0, width_mm=290.0, target_mm=(0.0, 12.0, 58.0)),
        "back": View(elevation_deg=168.0, width_mm=270.0, target_mm=(0.0, 14.0, 40.0)),
    }
)
"""The views of a clinic's global photographs."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Camera:
    """A pinhole camera in the subject's frame."""

    eye: Floats
    """Where it stands. [mm]"""
    axes: Floats
    """Rows: to the right, up, and forward in the picture; unit vectors."""
    width_px: int
    height_px: int
    px_mm: float
    """Pixels times depth for each millimeter across. [px]"""

    @property
    def scale(self) -> float:
        """Pixels to the millimeter at the target. [1/mm]"""
        return self.px_mm / DISTANCE_MM

    def towards(self, right: float, up: float, back: float) -> Floats:
        """The unit direction in the subject's frame of one given in the picture's: right, up, towards the viewer."""
        direction: Floats = unit_rows(right * self.axes[0] + up * self.axes[1] - back * self.axes[2])
        return direction

    def finer(self, times: int) -> Camera:
        """The same view in more pixels."""
        return replace(
            self,
            width_px=self.width_px * times,
            height_px=self.height_px * times,
            px_mm=self.px_mm * times,
        )

    def project(self, points: Floats) -> Floats:
        """Points [..., 3] in the picture: pixels from its left, pixels from its top, and depth. [px, px, mm]"""
        flat = np.ascontiguousarray(points, f4).reshape(-1, 3)
        seen = np.empty_like(flat)
        by_rows(
            project_rows, len(flat), flat, self.eye, self.axes, f4(self.px_mm), f4(0.5 * self.width_px),
            f4(0.5 * self.height_px), seen,
        )  # fmt: skip
        return seen.reshape(points.shape)


def looking(eye: Vector, target: Vector, up: Vector, px_mm: float, width_px: int, height_px: int) -> Camera:
    """A camera at ``eye`` aimed at ``target``."""
    forward = unit_rows(target - eye)
    right = unit_rows(np.cross(forward, up))
    axes = np.stack([right, np.cross(right, forward), forward]).astype(f4)
    return Camera(eye=eye.astype(f4), axes=axes, width_px=width_px, height_px=height_px, px_mm=px_mm)


def camera_of(view: str, size: tuple[int, int]) -> Camera:
    """The camera of a view.

    Parameters
    ----------
    view
        One of `VIEWS`.
    size
        Width and height. [px]
    """
    if view not in VIEWS:
        raise InputError(f"There is no view {view!r}. Give one of: {', '.join(VIEWS)}.")
    if not all(SMALLEST_PX <= n <= LARGEST_PX for n in size):
        raise InputError(
            f"A picture cannot be {size} pixels. Give a width and a height of {SMALLEST_PX} to {LARGEST_PX} each."
        )
    width_px, height_px = (int(n) for n in size)
    v = VIEWS[view]
    e, a = np.radians(v.elevation_deg), np.radians(v.azimuth_deg)
    back = np.array([np.sin(a) * np.cos(e), np.sin(e), np.cos(e) * np.cos(a)])
    target = np.array(v.target_mm)
    shown_px = min(width_px, height_px)  # the head stays whole in a picture that is not square
    px_mm = shown_px / v.width_mm * DISTANCE_MM
    return looking(target + back * DISTANCE_MM, target, np.array(v.up), px_mm, width_px, height_px)


@compiled
def project_rows(  # noqa: PLR0917  compiled functions take no keywords, and are clearer as one loop
    first: int,
    last: int,
    points: Floats,
    eye: Floats,
    axes: Floats,
    px_mm: float,
    middle_x: float,
    middle_y: float,
    seen: Floats,
) -> None:
    """Perspective of a range of points."""
    for i in range(first, last):
        x, y, z = points[i, 0] - eye[0], points[i, 1] - eye[1], points[i, 2] - eye[2]
        depth = x * axes[2, 0] + y * axes[2, 1] + z * axes[2, 2]
        near = px_mm / depth
        seen[i, 0] = middle_x + (x * axes[0, 0] + y * axes[0, 1] + z * axes[0, 2]) * near
        seen[i, 1] = middle_y - (x * axes[1, 0] + y * axes[1, 1] + z * axes[1, 2]) * near
        seen[i, 2] = depth
