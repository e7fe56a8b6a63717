"""The numbers of the follicle, as the kernel takes them."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np


class FollicleNumbers(NamedTuple):
    """The biology of one follicle in canonical units; each field is the evidence parameter of the same name."""

    anagen_duration_full_size: float
    anagen_duration_smallest: float
    anagen_size_exponent: float
    anagen_duration_cv: float
    catagen_duration: float
    catagen_duration_cv: float
    telogen_duration: float
    telogen_duration_cv: float
    kenogen_duration_full_size: float
    kenogen_duration_extra_smallest: float
    kenogen_duration_cv: float
    size_target_hill: float
    size_step_down_share: float
    size_step_up_share: float
    within_anagen_thinning_rate: float
    androgen_anagen_acceleration: float
    androgen_anagen_sensitivity_cap: float
    androgen_kenogen_delay: float
    susceptibility_rise_time: float
    established_vellus_loss_probability: float
    vellus_size_limit: float
    vellus_establishment_time: float
    minoxidil_thickening: float
    minoxidil_anagen_prolongation: float
    minoxidil_telogen_acceleration: float
    minoxidil_kenogen_acceleration: float
    minoxidil_withdrawal_acceleration: float
    minoxidil_habituation_time: float
    wound_size_lift: float
    wound_telogen_acceleration: float
    wound_kenogen_acceleration: float
    full_shaft_diameter: float
    full_shaft_diameter_cv: float
    sensitivity_sd_between_follicles: float


class Numbers(NamedTuple):
    """`FollicleNumbers` in single precision, with coefficients of variation turned into lognormal sigmas."""

    anagen_full: np.float32
    anagen_smallest: np.float32
    anagen_exponent: np.float32
    catagen_mean: np.float32
    telogen_mean: np.float32
    kenogen_full: np.float32
    kenogen_extra: np.float32
    anagen_sigma: np.float32
    catagen_sigma: np.float32
    telogen_sigma: np.float32
    kenogen_sigma: np.float32
    size_target_hill: np.float32
    size_step_down_share: np.float32
    size_step_up_share: np.float32
    within_anagen_thinning_rate: np.float32
    androgen_anagen_acceleration: np.float32
    androgen_anagen_sensitivity_cap: np.float32
    androgen_kenogen_delay: np.float32
    susceptibility_rise_time: np.float64
    established_vellus_loss_probability: np.float32
    vellus_size_limit: np.float32
    vellus_establishment_time: np.float64
    minoxidil_thickening: np.float32
    minoxidil_anagen_prolongation: np.float32
    minoxidil_telogen_acceleration: np.float32
    minoxidil_kenogen_acceleration: np.float32
    minoxidil_withdrawal_acceleration: np.float32
    minoxidil_habituation_time: np.float64
    wound_size_lift: np.float32
    wound_telogen_acceleration: np.float32
    wound_kenogen_acceleration: np.float32
    full_shaft_diameter: np.float32
    diameter_sigma: np.float32
    sensitivity_sigma: np.float32


def lognormal_sigma(cv: float) -> float:
    """Standard deviation of the logarithm of a lognormal with a given coefficient of variation. [1]"""
    return math.sqrt(math.log1p(cv * cv))


def to_kernel(n: FollicleNumbers) -> Numbers:
    """The numbers as the compiled code takes them."""
    same: dict[str, Any] = {
        name: np.float32(getattr(n, name)) for name in Numbers._fields if name in FollicleNumbers._fields
    }
    for name in ("vellus_establishment_time", "susceptibility_rise_time", "minoxidil_habituation_time"):
        same[name] = np.float64(getattr(n, name))
    return Numbers(
        anagen_full=np.float32(n.anagen_duration_full_size),
        anagen_smallest=np.float32(n.anagen_duration_smallest),
        anagen_exponent=np.float32(n.anagen_size_exponent),
        catagen_mean=np.float32(n.catagen_duration),
        telogen_mean=np.float32(n.telogen_duration),
        kenogen_full=np.float32(n.kenogen_duration_full_size),
        kenogen_extra=np.float32(n.kenogen_duration_extra_smallest),
        anagen_sigma=np.float32(lognormal_sigma(n.anagen_duration_cv)),
        catagen_sigma=np.float32(lognormal_sigma(n.catagen_duration_cv)),
        telogen_sigma=np.float32(lognormal_sigma(n.telogen_duration_cv)),
        kenogen_sigma=np.float32(lognormal_sigma(n.kenogen_duration_cv)),
        diameter_sigma=np.float32(lognormal_sigma(n.full_shaft_diameter_cv)),
        sensitivity_sigma=np.float32(n.sensitivity_sd_between_follicles),
        **same,
    )
