"""A thin head of hair, quick to make: the same follicles on every call."""

from __future__ import annotations

import numpy as np

from anagen.scalp import HairState, Scalp, make_scalp

THIN = 0.04
"""Density over a typical one: some five thousand follicles."""


def thin_scalp(sex: str = "male", ancestry: str = "european") -> Scalp:
    """A scalp with few follicles."""
    return make_scalp(sex=sex, ancestry=ancestry, seed=1, density_times=THIN)


def full_hair(scalp: Scalp, diameter_um: float = 70.0, length_mm: float = 60.0) -> HairState:
    """A hair on each follicle, all alike and growing."""
    n = scalp.follicles
    return HairState(
        day=0.0,
        diameter_um=np.full(n, diameter_um, np.float32),
        length_mm=np.full(n, length_mm, np.float32),
        growing=np.ones(n, np.bool_),
        full_diameter_um=np.full(n, diameter_um, np.float32),
        phase=np.zeros(n, np.int8),
    )
