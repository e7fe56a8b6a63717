"""Numbers and drives that exercise every branch of the kernel; not a claim about hair."""

from __future__ import annotations

import numpy as np

from anagen.kernel.numbers import FollicleNumbers

BUSY = FollicleNumbers(
    anagen_duration_full_size=900.0,
    anagen_duration_smallest=80.0,
    anagen_size_exponent=1.7,
    anagen_duration_cv=0.6,
    catagen_duration=16.0,
    catagen_duration_cv=0.2,
    telogen_duration=90.0,
    telogen_duration_cv=0.3,
    kenogen_duration_full_size=20.0,
    kenogen_duration_extra_smallest=150.0,
    kenogen_duration_cv=1.0,
    size_target_hill=3.0,
    size_step_down_share=0.25,
    size_step_up_share=0.2,
    within_anagen_thinning_rate=4e-4,
    androgen_anagen_acceleration=0.6,
    androgen_anagen_sensitivity_cap=4.0,
    androgen_kenogen_delay=0.8,
    susceptibility_rise_time=1100.0,
    established_vellus_loss_probability=0.2,
    vellus_size_limit=0.35,
    vellus_establishment_time=700.0,
    minoxidil_thickening=0.4,
    minoxidil_anagen_prolongation=0.3,
    minoxidil_telogen_acceleration=0.8,
    minoxidil_kenogen_acceleration=1.1,
    minoxidil_withdrawal_acceleration=3.0,
    minoxidil_habituation_time=35.0,
    wound_size_lift=0.15,
    wound_telogen_acceleration=0.5,
    wound_kenogen_acceleration=0.9,
    full_shaft_diameter=68.0,
    full_shaft_diameter_cv=0.2,
    sensitivity_sd_between_follicles=0.5,
)
"""Shrinks fast, thins within anagen, establishes and loses vellus follicles within a few years."""

QUIET = BUSY._replace(within_anagen_thinning_rate=0.0, established_vellus_loss_probability=0.0)

CELL_DAYS = 7.0
CELLS = 600


def restless_drives() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Androgen, minoxidil and wound drives: change in every cell, rest, and change again, as under missed doses."""
    rng = np.random.default_rng(5)
    androgen, minoxidil, wound = np.ones(CELLS), np.zeros(CELLS), np.zeros(CELLS)
    androgen[20:80] = 0.35 + 0.2 * rng.random(60)
    androgen[80:300] = 0.4
    minoxidil[40:120] = rng.random(80)
    androgen[300:360] = np.linspace(0.4, 1.0, 60)
    wound[100:260] = rng.random(160)
    return androgen, minoxidil, wound
