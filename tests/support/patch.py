"""A made-up piece of scalp and its hair: shapes to draw, not a claim about people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from anagen.scalp.hair import HairState

RADIUS_MM = 85.0
UNIT_SIZES = (0.16, 0.50, 0.27, 0.07)


@dataclass(frozen=True)
class Patch:
    """What close-ups need of a scalp."""

    position_mm: np.ndarray
    normal: np.ndarray
    direction: np.ndarray
    map_mm: np.ndarray
    unit: np.ndarray


def patch(follicles_per_cm2: float = 220.0, side_mm: float = 26.0, seed: int = 1) -> Patch:
    """A round piece of crown on which units lie evenly, about the middle of the map."""
    rng = np.random.default_rng(seed)
    mean_size = sum((k + 1) * share for k, share in enumerate(UNIT_SIZES))
    step = np.sqrt(100.0 * mean_size / follicles_per_cm2)
    count = int(side_mm / step)
    grid = (np.stack(np.meshgrid(np.arange(count), np.arange(count)), -1).reshape(-1, 2) + 0.5) * step
    middles = grid - side_mm / 2.0 + rng.uniform(-0.36, 0.36, grid.shape) * step
    sizes = rng.choice([1, 2, 3, 4], p=UNIT_SIZES, size=len(middles))
    unit = np.repeat(np.arange(len(middles)), sizes)
    flat = middles[unit] + 0.11 * rng.standard_normal((len(unit), 2))
    angle = np.hypot(*flat.T) / RADIUS_MM
    around = np.arctan2(flat[:, 0], flat[:, 1])
    normal = np.stack([np.sin(angle) * np.sin(around), np.cos(angle), np.sin(angle) * np.cos(around)], axis=1)
    turn = 0.6 + 0.02 * flat[:, 0]
    tangent = np.stack([np.cos(turn), np.zeros(len(unit)), -np.sin(turn)], axis=1)
    tangent -= (tangent * normal).sum(axis=1, keepdims=True) * normal
    direction = 0.6 * normal + 0.8 * tangent
    return Patch(
        position_mm=(RADIUS_MM * normal).astype(np.float32),
        normal=normal.astype(np.float32),
        direction=(direction / np.linalg.norm(direction, axis=1, keepdims=True)).astype(np.float32),
        map_mm=flat.astype(np.float32),
        unit=unit.astype(np.int32),
    )


def hair_on(scalp: Patch, *, thinned: float = 0.0, full_um: float = 74.0, seed: int = 1) -> HairState:
    """Hair of which a share has thinned, and some of the thin follicles are empty.

    Parameters
    ----------
    thinned
        0 a full head, 1 nothing but fluff.
    """
    rng = np.random.default_rng(seed)
    n = len(scalp.unit)
    full = full_um * np.exp(0.12 * rng.standard_normal(n))
    shared = rng.standard_normal(scalp.unit.max() + 1)[scalp.unit]
    odds = np.log(max(thinned, 1e-6) / max(1.0 - thinned, 1e-6)) + 0.9 * shared + 1.2 * rng.standard_normal(n)
    small = np.where(thinned > 0.0, 1.0 / (1.0 + np.exp(-odds)), 0.0)
    chance = rng.random(n)
    phase = np.where(chance < 0.84 - 0.2 * small, 0, np.where(chance < 0.86 - 0.2 * small, 1, 2))
    phase = np.where(rng.random(n) < 0.03 + 0.35 * small, 3, phase)
    phase = np.where(rng.random(n) < 0.45 * np.maximum(small - 0.6, 0.0), 4, phase)
    stands = phase < 3
    diameter = np.where(stands, full * (1.0 - 0.8 * small), 0.0)
    length = np.where(stands, 400.0 * (1.0 - small) ** 2 * rng.random(n) + 3.0, 0.0)
    return HairState(
        day=0.0,
        diameter_um=diameter.astype(np.float32),
        length_mm=length.astype(np.float32),
        growing=phase == 0,
        full_diameter_um=full.astype(np.float32),
        phase=phase.astype(np.int8),
    )
