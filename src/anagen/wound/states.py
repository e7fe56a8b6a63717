"""What a wound is at a moment: its states, their rates of change, what a session adds, what is read."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled, inlined
from anagen.laws.platelets import release_rate, released
from anagen.laws.wound import (
    antagonist_target,
    fading,
    fibrosis_pressure,
    following,
    growth_factor_change,
    inflammation,
    macrophage_call,
    perfusion,
    redness,
    saturated,
    scar_hazard,
    wnt_drive,
    wnt_signal,
)
from anagen.wound.numbers import WoundNumbers

STORED_THROMBIN, STORED_CALCIUM, STORED_TISSUE, DAMAGE, NEUTROPHILS, PDGF, MACROPHAGES, VEGF = range(8)
DERMAL_DAMAGE, TGF_BETA, FLARE, LEAK = range(8, 12)
"""The linear part; the first eight know nothing of the others, and the drive knows nothing but them."""
FOR_DRIVE, LINEAR = 8, 12
STAGES = 4
"""Stages that fibroblasts pass; so many give the hump that myofibroblasts show, whose width a fit found."""
WNT, ANTAGONISTS, FIBROBLASTS = 12, 13, 14
COLLAGEN_3, COLLAGEN_1, ELASTIN, HAZARD = 18, 19, 20, 21
STATES = 22

DEEP_DAMAGE = 12
IMPULSES = 13
"""Columns of what a session adds at once: to the linear states, and to the hazard of a scar."""

(READ_NEUTROPHILS, READ_MACROPHAGES, READ_INFLAMMATION, READ_TGF, READ_PDGF, READ_VEGF) = range(6)
(READ_WNT, READ_ANTAGONISTS, READ_DRIVE, READ_FIBROBLASTS, READ_MATURING) = range(6, 11)
(READ_COLLAGEN_3, READ_COLLAGEN_1, READ_ELASTIN, READ_REDNESS, READ_PERFUSION, READ_LEAK, READ_RISK) = range(
    11, 18
)
READS = 18

Floats = NDArray[np.float64]


@compiled
def rates(state: Floats, numbers: WoundNumbers, time: float, out: Floats) -> None:
    """The model itself: rate of change of every state.

    Parameters
    ----------
    state
        All states. [states]
    numbers
        Of biology.
    time
        Times of healing of this person, relative to those of an excised wound. [ratio]
    out
        Where the rates are written. [states]
    """
    linear_rates(state, numbers, time, out)
    n = numbers
    woken, called = wnt_sources(state, n)
    out[WNT] = following(state[WNT], woken, n.wnt_time)
    out[ANTAGONISTS] = following(state[ANTAGONISTS], called, n.wnt_antagonist_time)
    for stage in range(STAGES):
        before = summoned(state, n) if stage == 0 else state[FIBROBLASTS + stage - 1]
        out[FIBROBLASTS + stage] = following(
            state[FIBROBLASTS + stage], before, time * n.wound_fibroblast_stage_time
        )
    working = state[FIBROBLASTS + STAGES - 1]
    out[COLLAGEN_3] = n.collagen_making_rate * working + fading(state[COLLAGEN_3], n.collagen_maturing_time)
    out[COLLAGEN_1] = -fading(state[COLLAGEN_3], n.collagen_maturing_time) + fading(
        state[COLLAGEN_1], n.new_collagen_life
    )
    out[ELASTIN] = n.elastin_making_rate * working + fading(state[ELASTIN], n.new_elastin_life)
    pressure = fibrosis_pressure(state[COLLAGEN_3], state[ANTAGONISTS])
    out[HAZARD] = scar_hazard(pressure, n.scar_pressure_scale, n.scar_pressure_exponent)


@compiled
def linear_rates(state: Floats, numbers: WoundNumbers, time: float, out: Floats) -> None:
    """Rates of change of the linear states, as in `rates`."""
    n = numbers
    k_thrombin = release_rate(n.platelet_half_life_thrombin)
    k_calcium = release_rate(n.platelet_half_life_calcium)
    k_tissue = release_rate(n.platelet_half_life_tissue)
    out[STORED_THROMBIN] = -k_thrombin * state[STORED_THROMBIN]
    out[STORED_CALCIUM] = -k_calcium * state[STORED_CALCIUM]
    out[STORED_TISSUE] = -k_tissue * state[STORED_TISSUE]
    per_content = (
        released(state[STORED_THROMBIN], k_thrombin, 1.0, n.platelet_tissue_depth)
        + released(state[STORED_CALCIUM], k_calcium, 1.0, n.platelet_tissue_depth)
        + released(state[STORED_TISSUE], k_tissue, 1.0, n.platelet_tissue_depth)
    )
    out[DAMAGE] = fading(state[DAMAGE], time * n.wound_damage_time)
    out[NEUTROPHILS] = following(state[NEUTROPHILS], state[DAMAGE], time * n.wound_neutrophil_time)
    out[PDGF] = growth_factor_change(state[PDGF], 0.0, n.platelet_pdgf * per_content, n.pdgf_decay)
    call = macrophage_call(state[NEUTROPHILS], state[PDGF], n.wound_macrophages_called_by_pdgf)
    out[MACROPHAGES] = following(state[MACROPHAGES], call, time * n.wound_macrophage_time)
    vegf_made = n.vegf_of_macrophages * state[MACROPHAGES]
    out[VEGF] = growth_factor_change(state[VEGF], vegf_made, n.platelet_vegf * per_content, n.vegf_decay)
    out[DERMAL_DAMAGE] = fading(state[DERMAL_DAMAGE], time * n.wound_damage_time)
    tgf_made = (
        n.tgf_beta_of_macrophages * state[MACROPHAGES] + n.tgf_beta_of_hurt_dermis * state[DERMAL_DAMAGE]
    )
    out[TGF_BETA] = growth_factor_change(
        state[TGF_BETA], tgf_made, n.platelet_tgf_beta * per_content, n.tgf_beta_decay
    )
    out[FLARE] = fading(state[FLARE], n.redness_flare_time)
    out[LEAK] = fading(state[LEAK], n.barrier_recovery_time)


@inlined
def inflammation_of(state: Floats, numbers: WoundNumbers) -> float:
    """Inflammation in a state. [ratio]"""
    swollen: float = inflammation(state[NEUTROPHILS], state[MACROPHAGES], numbers.wound_neutrophil_share)
    return swollen


@inlined
def wnt_sources(state: Floats, numbers: WoundNumbers) -> tuple[float, float]:
    """What Wnt and what its antagonists follow. [ratio]"""
    n = numbers
    swollen = inflammation_of(state, n)
    signal = wnt_signal(
        swollen, state[PDGF], state[VEGF], n.wnt_half_inflammation, n.wnt_half_pdgf, n.wnt_half_vegf
    )
    return saturated(signal), antagonist_target(swollen, n.wnt_antagonist_cap)


@inlined
def summoned(state: Floats, numbers: WoundNumbers) -> float:
    """What the first stage of fibroblasts follows. [ratio]"""
    share: float = saturated(state[TGF_BETA] / numbers.tgf_beta_half_for_fibroblasts)
    return share


@compiled
def hazard_now(state: Floats, numbers: WoundNumbers) -> float:
    """Hazard of a scar in a state. [1/day]"""
    pressure = fibrosis_pressure(state[COLLAGEN_3], state[ANTAGONISTS])
    hazard: float = scar_hazard(pressure, numbers.scar_pressure_scale, numbers.scar_pressure_exponent)
    return hazard


@compiled
def add_session(state: Floats, impulse: Floats, factors: Floats) -> None:
    """Add what a session brings to a person's states; `factors` are those of inflammation and of platelets."""
    for j in (STORED_THROMBIN, STORED_CALCIUM, STORED_TISSUE):
        state[j] += factors[1] * impulse[j]
    for j in (DAMAGE, DERMAL_DAMAGE, FLARE):
        state[j] += factors[0] * impulse[j]
    state[LEAK] += impulse[LEAK]
    state[HAZARD] += impulse[DEEP_DAMAGE]


@compiled
def read_state(state: Floats, numbers: WoundNumbers, row: Floats) -> None:
    """Everything that is read of a state, into a row."""
    n = numbers
    row[READ_NEUTROPHILS] = state[NEUTROPHILS]
    row[READ_MACROPHAGES] = state[MACROPHAGES]
    row[READ_INFLAMMATION] = inflammation_of(state, n)
    row[READ_TGF], row[READ_PDGF], row[READ_VEGF] = state[TGF_BETA], state[PDGF], state[VEGF]
    row[READ_WNT], row[READ_ANTAGONISTS] = state[WNT], state[ANTAGONISTS]
    row[READ_DRIVE] = wnt_drive(state[WNT], state[ANTAGONISTS])
    row[READ_FIBROBLASTS] = state[FIBROBLASTS + STAGES - 1]
    row[READ_MATURING] = -fading(state[COLLAGEN_3], n.collagen_maturing_time)
    row[READ_COLLAGEN_3], row[READ_COLLAGEN_1] = state[COLLAGEN_3], state[COLLAGEN_1]
    row[READ_ELASTIN] = state[ELASTIN]
    row[READ_REDNESS] = redness(
        state[FLARE], state[DERMAL_DAMAGE], n.redness_of_flare, n.redness_of_hurt_dermis
    )
    row[READ_PERFUSION] = perfusion(row[READ_REDNESS], n.perfusion_gain, n.perfusion_half_redness)
    row[READ_LEAK] = state[LEAK]
    row[READ_RISK] = -math.expm1(-state[HAZARD])
