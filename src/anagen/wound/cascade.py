"""The machine of the wound: sessions in, drives and read-outs out, person by person.

What is linear (platelets, damage, cells, growth factors) is solved exactly by a matrix exponential, whatever the step.
What follows it through a saturating law (Wnt, its antagonists, fibroblasts, collagen) is a chain of first-order stages;
each takes its source as a parabola through the start, the middle and the end of the step and solves that exactly.
"""

from __future__ import annotations

import math
from typing import NamedTuple

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

TAYLOR_TERMS = 16
"""Terms of the exponential's series, after the matrix was halved until its norm is below one half."""
SERIES_BELOW = 0.5
"""Step over time constant below which moments are summed as a series, because the closed form cancels."""
CALM_DAYS = 1.0
"""Days after a session from which long steps are taken."""
GONE = 1e-9
"""Level below which nothing is left of a wound, as far as the drive goes."""

Floats = NDArray[np.float64]


class Grid(NamedTuple):
    """A uniform grid of short steps, and how many of them a long step takes."""

    step_days: float
    long_step: int
    cells: int
    steps_per_cell: int


class Steps(NamedTuple):
    """What does a step of one length to one person."""

    half: Floats
    """Linear states over half of the step. [states, states]"""
    wnt: Floats
    antagonists: Floats
    fibroblasts: Floats
    maturing: Floats
    collagen: Floats
    elastin: Floats
    """Weights of `parabola_weights` of each follower."""
    days: float


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
def triangular_exponential(matrix: Floats) -> Floats:
    """Exponential of a lower triangular matrix, by scaling and squaring of its series."""
    n = matrix.shape[0]
    norm = 0.0
    for i in range(n):
        row = 0.0
        for j in range(i + 1):
            row += abs(matrix[i, j])
        norm = max(norm, row)
    halvings = 0
    while norm > 0.5:
        norm *= 0.5
        halvings += 1
    scaled = matrix * 0.5**halvings
    total = np.eye(n)
    term = np.eye(n)
    for k in range(1, TAYLOR_TERMS + 1):
        term = triangular_product(term, scaled) / k
        total = total + term
    for _ in range(halvings):
        total = triangular_product(total, total)
    return total


@compiled
def triangular_product(a: Floats, b: Floats) -> Floats:
    """Product of two lower triangular matrices, without a library, so that its bits are the same everywhere."""
    n = a.shape[0]
    c = np.zeros((n, n))
    for i in range(n):
        for k in range(i + 1):
            for j in range(k + 1):
                c[i, j] += a[i, k] * b[k, j]
    return c


@compiled
def moment(a: float, power: int) -> float:
    r"""Moment of an exponential memory over a step: :math:`\int_0^1 a\,e^{-a(1-s)} s^k ds`. [ratio]"""
    if a < SERIES_BELOW:
        term = 1.0
        total = 0.0
        for j in range(1, TAYLOR_TERMS):
            term *= (-a if j > 1 else a) / (power + j)
            total += term
        return total
    total = -math.expm1(-a)
    for j in range(1, power + 1):
        total = 1.0 - j / a * total
    return total


@compiled
def parabola_weights(time: float, days: float) -> Floats:
    """What a first-order follower keeps of itself and takes of its source, over a step and over half of it.

    Exact for a source that is a parabola in the step. The order: of itself, of the source at the start, in the middle
    and at the end, for the end of the step; then the same for its middle.
    """
    weights = np.empty(8)
    for place in range(2):
        part = 1.0 - 0.5 * place
        a = part * days / time
        m0, m1, m2 = moment(a, 0), part * moment(a, 1), part * part * moment(a, 2)
        weights[4 * place] = 1.0 - m0
        weights[4 * place + 1] = m0 - 3.0 * m1 + 2.0 * m2
        weights[4 * place + 2] = 4.0 * (m1 - m2)
        weights[4 * place + 3] = 2.0 * m2 - m1
    return weights


@compiled
def make_steps(numbers: WoundNumbers, time: float, days: float) -> Steps:
    """Everything that a step of some days needs. The laws are asked for the rates of one unit of each linear state."""
    matrix = np.zeros((LINEAR, LINEAR))
    unit, column = np.zeros(STATES), np.zeros(STATES)
    for j in range(LINEAR):
        unit[j] = 1.0
        linear_rates(unit, numbers, time, column)
        unit[j] = 0.0
        for i in range(LINEAR):
            matrix[i, j] = column[i]
    n = numbers
    return Steps(
        triangular_exponential(matrix * (0.5 * days)),
        parabola_weights(n.wnt_time, days),
        parabola_weights(n.wnt_antagonist_time, days),
        parabola_weights(time * n.wound_fibroblast_stage_time, days),
        parabola_weights(n.collagen_maturing_time, days),
        parabola_weights(n.new_collagen_life, days),
        parabola_weights(n.new_elastin_life, days),
        days,
    )


@inlined
def propagate(half: Floats, start: Floats, end: Floats, count: int) -> None:
    """Bring the first linear states over half a step."""
    for i in range(count):
        total = 0.0
        for j in range(i + 1):
            total += half[i, j] * start[j]
        end[i] = total


@inlined
def follow_source(
    weights: Floats, level: float, first: float, middle: float, last: float
) -> tuple[float, float]:
    """A follower in the middle and at the end of a step; a steep source must not bend it below zero."""
    w = weights
    at_end = w[0] * level + w[1] * first + w[2] * middle + w[3] * last
    in_middle = w[4] * level + w[5] * first + w[6] * middle + w[7] * last
    return max(0.0, in_middle), at_end


@inlined
def drive_step(
    start: Floats, middle: Floats, end: Floats, numbers: WoundNumbers, steps: Steps, count: int
) -> float:
    """Bring the linear states, Wnt and its antagonists over a step; the mean drive in it. [ratio]"""
    propagate(steps.half, start, middle, count)
    propagate(steps.half, middle, end, count)
    first, mid, last = wnt_sources(start, numbers), wnt_sources(middle, numbers), wnt_sources(end, numbers)
    middle[WNT], end[WNT] = follow_source(steps.wnt, start[WNT], first[0], mid[0], last[0])
    middle[ANTAGONISTS], end[ANTAGONISTS] = follow_source(
        steps.antagonists, start[ANTAGONISTS], first[1], mid[1], last[1]
    )
    mean: float = (
        wnt_drive(start[WNT], start[ANTAGONISTS])
        + 4.0 * wnt_drive(middle[WNT], middle[ANTAGONISTS])
        + wnt_drive(end[WNT], end[ANTAGONISTS])
    ) / 6.0
    return mean


@compiled
def repair_step(start: Floats, middle: Floats, end: Floats, numbers: WoundNumbers, steps: Steps) -> None:
    """Bring fibroblasts, what they make, and the hazard of a scar over a step whose drive is done."""
    n = numbers
    first, mid, last = summoned(start, n), summoned(middle, n), summoned(end, n)
    for stage in range(FIBROBLASTS, FIBROBLASTS + STAGES):
        middle[stage], end[stage] = follow_source(steps.fibroblasts, start[stage], first, mid, last)
        first, mid, last = start[stage], middle[stage], end[stage]
    made = n.collagen_making_rate * n.collagen_maturing_time
    middle[COLLAGEN_3], end[COLLAGEN_3] = follow_source(
        steps.maturing, start[COLLAGEN_3], made * first, made * mid, made * last
    )
    stays = n.new_collagen_life / n.collagen_maturing_time
    middle[COLLAGEN_1], end[COLLAGEN_1] = follow_source(
        steps.collagen,
        start[COLLAGEN_1],
        stays * start[COLLAGEN_3],
        stays * middle[COLLAGEN_3],
        stays * end[COLLAGEN_3],
    )
    spun = n.elastin_making_rate * n.new_elastin_life
    middle[ELASTIN], end[ELASTIN] = follow_source(
        steps.elastin, start[ELASTIN], spun * first, spun * mid, spun * last
    )
    end[HAZARD] = start[HAZARD] + steps.days / 6.0 * (
        hazard_now(start, n) + 4.0 * hazard_now(middle, n) + hazard_now(end, n)
    )


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
def follow_drive(
    numbers: WoundNumbers,
    factors: Floats,
    on_step: NDArray[np.int64],
    impulses: Floats,
    done: NDArray[np.bool_],
    grid: Grid,
    out: Floats,
) -> None:
    """Mean drive of each cell.

    Parameters
    ----------
    numbers
        Of biology.
    factors
        Of inflammation, platelets and healing time, by person. [people, 3]
    on_step
        Short step at whose start each session is, rising. [sessions]
    impulses
        What each session brings. [sessions, columns]
    done
        Whether a person had a session. [people, sessions]
    grid
        Cells and steps.
    out
        The drive. [people, cells]
    """
    start, middle, end = np.zeros(STATES), np.zeros(STATES), np.zeros(STATES)
    calm = int(CALM_DAYS / grid.step_days)
    last_step = grid.cells * grid.steps_per_cell
    for person in range(factors.shape[0]):
        time = numbers.wound_time_factor * factors[person, 2]
        short = make_steps(numbers, time, grid.step_days)
        long = make_steps(numbers, time, grid.step_days * grid.long_step)
        start[:] = 0.0
        out[person, :] = 0.0
        session, s, hurt = 0, 0, -calm
        while s < last_step:
            while session < on_step.size and on_step[session] == s:
                if done[person, session]:
                    add_session(start, impulses[session], factors[person])
                    hurt = s
                session += 1
            until = on_step[session] if session < on_step.size else last_step
            if start[:FOR_DRIVE].max() < GONE and start[WNT] < GONE:
                start[:] = 0.0
                s = until
                continue
            cell = s // grid.steps_per_cell
            until = min(until, (cell + 1) * grid.steps_per_cell)
            take_long = s - hurt >= calm and s + grid.long_step <= until
            steps = long if take_long else short
            mean = drive_step(start, middle, end, numbers, steps, FOR_DRIVE)
            out[person, cell] += mean * steps.days
            start, end = end, start
            s += grid.long_step if take_long else 1
        for cell in range(grid.cells):
            out[person, cell] /= grid.steps_per_cell * grid.step_days


@compiled
def follow_course(
    numbers: WoundNumbers,
    factors: Floats,
    on_step: NDArray[np.int64],
    impulses: Floats,
    done: NDArray[np.bool_],
    read_step: NDArray[np.int64],
    step_days: float,
    out: Floats,
) -> None:
    """Read-outs at some moments, after the session that is on the same step.

    Parameters
    ----------
    numbers, factors, on_step, impulses, done
        As in `follow_drive`.
    read_step
        Steps at whose start everything is read, rising. [moments]
    step_days
        Length of a step. [day]
    out
        What is read. [people, moments, columns]
    """
    start, middle, end = np.zeros(STATES), np.zeros(STATES), np.zeros(STATES)
    for person in range(factors.shape[0]):
        steps = make_steps(numbers, numbers.wound_time_factor * factors[person, 2], step_days)
        start[:] = 0.0
        session, s = 0, 0
        for k in range(read_step.size):
            while True:
                while session < on_step.size and on_step[session] <= s:
                    if done[person, session]:
                        add_session(start, impulses[session], factors[person])
                    session += 1
                if s >= read_step[k]:
                    break
                drive_step(start, middle, end, numbers, steps, LINEAR)
                repair_step(start, middle, end, numbers, steps)
                start, end = end, start
                s += 1
            if read_step[k] >= 0:
                read_state(start, numbers, out[person, k])
            else:
                out[person, k] = 0.0
                out[person, k, READ_PERFUSION] = 1.0


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
