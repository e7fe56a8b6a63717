"""The hairline: a closed smooth curve on the head, irregular in front."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled

__all__ = ["Hairline", "control_points", "margin_to", "moved_with", "smooth_polar"]

Floats = NDArray[np.float64]

STEPS = 720
"""Points of the curve."""

NEIGHBORS = 8
"""Vertices whose movement from the European head to another moves a point of the hairline."""

WAVES_MM = ((1.1, 5.3, 0.9), (0.7, 13.0, 2.0), (0.4, 29.0, 0.0))
"""Irregularity of the front: amplitude [mm], waves per radian of azimuth, phase [rad]."""

WAVY_WIDTH = 0.8
"""How far from the midline it reaches. [rad]"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hairline:
    """The edge of the hair: one point for each azimuth about the cranial center, closed."""

    azimuth: Floats
    """From -pi to pi, 0 in front, positive to the subject's left, evenly spaced. [rad]"""
    polar: Floats
    """Angle of the edge from the upward ray. [rad]"""
    map_mm: Floats
    """[k, 2] the curve on the flat map. [mm]"""
    points: Floats
    """[k, 3] the curve on the head. [mm]"""


@cache
def control_points(sex: str) -> Floats:
    """Points of the left half of the hairline of a European head, from the forehead to the neck. [mm]"""
    text = (files("anagen.scalp") / "heads" / "hairlines.toml").read_text(encoding="utf-8")
    return np.array(tomllib.loads(text)[sex]["points"], float)


def moved_with(points: Floats, vertices: Floats, reference: Floats) -> Floats:
    """Points that lie on the reference, moved as the skin under them moves on the way to `vertices`."""
    moved = points.copy()
    for row, point in enumerate(points):
        distance = np.linalg.norm(reference - point, axis=1)
        near = np.argpartition(distance, NEIGHBORS)[:NEIGHBORS]
        weight = 1.0 / (distance[near] + 1.0)
        moved[row] += (weight[:, None] * (vertices[near] - reference[near])).sum(axis=0) / weight.sum()
    return moved


def smooth_polar(points: Floats, center: Floats, azimuth: Floats, map_mm_per_radian: float) -> Floats:
    """Angle from the upward ray at each azimuth: through the points and their mirror images, wavy in front. [rad]"""
    x, y, z = (points - center).T
    at, polar = np.arctan2(x, z), np.arctan2(np.hypot(x, z), y)
    order = np.argsort(at)
    curve = monotone_cubic(at[order], polar[order], np.abs(azimuth))
    wave = sum(amplitude * np.sin(rate * azimuth + phase) for amplitude, rate, phase in WAVES_MM)
    return curve + wave * np.exp(-((azimuth / WAVY_WIDTH) ** 2)) / map_mm_per_radian


def monotone_cubic(at: Floats, value: Floats, where: Floats) -> Floats:
    """A cubic through points that overshoots nowhere and is level at both ends."""
    step = np.diff(at)
    slope = np.diff(value) / step
    before, after = 2.0 * step[1:] + step[:-1], step[1:] + 2.0 * step[:-1]
    same_way = slope[1:] * slope[:-1] > 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        harmonic = (before + after) / (before / slope[:-1] + after / slope[1:])
    tangent = np.zeros(len(at))
    tangent[1:-1] = np.where(same_way, harmonic, 0.0)
    left = np.clip(np.searchsorted(at, where, side="right") - 1, 0, len(at) - 2)
    t, h = (where - at[left]) / step[left], step[left]
    t = np.clip(t, 0.0, 1.0)
    return np.asarray(
        value[left] * (1.0 + 2.0 * t) * (1.0 - t) ** 2
        + h * tangent[left] * t * (1.0 - t) ** 2
        + value[left + 1] * t**2 * (3.0 - 2.0 * t)
        + h * tangent[left + 1] * t**2 * (t - 1.0)
    )


def margin_to(hairline: Hairline, points: NDArray[Any], map_mm: Floats, map_mm_per_radian: float) -> Floats:
    """Distance from the hairline, straight through space, positive inside. [mm]"""
    azimuth = np.arctan2(map_mm[:, 0], map_mm[:, 1])
    edge = map_mm_per_radian * np.interp(azimuth, hairline.azimuth, hairline.polar)
    distance = np.empty(len(points))
    nearest_distance(np.ascontiguousarray(points, float), hairline.points, distance)
    return np.where(np.hypot(map_mm[:, 0], map_mm[:, 1]) < edge, distance, -distance)


@compiled
def nearest_distance(points: Any, curve: Any, distance: Any) -> None:
    """Distance of each point from a closed chain of segments."""
    last = curve.shape[0] - 1
    for row in range(points.shape[0]):
        x, y, z = points[row, 0], points[row, 1], points[row, 2]
        best, nearest = 1e30, 0
        for k in range(curve.shape[0]):
            square = (curve[k, 0] - x) ** 2 + (curve[k, 1] - y) ** 2 + (curve[k, 2] - z) ** 2
            if square < best:
                best, nearest = square, k
        for start in (nearest - 1 if nearest > 0 else last, nearest):
            end = start + 1 if start < last else 0
            ax, ay, az = curve[start, 0], curve[start, 1], curve[start, 2]
            bx, by, bz = curve[end, 0] - ax, curve[end, 1] - ay, curve[end, 2] - az
            along = ((x - ax) * bx + (y - ay) * by + (z - az) * bz) / max(bx * bx + by * by + bz * bz, 1e-30)
            along = min(max(along, 0.0), 1.0)
            square = (ax + along * bx - x) ** 2 + (ay + along * by - y) ** 2 + (az + along * bz - z) ** 2
            best = min(best, square)
        distance[row] = best**0.5
