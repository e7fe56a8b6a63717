"""One step of a wound.

What is linear (platelets, damage, cells, growth factors) is solved exactly by a matrix exponential, whatever the step.
What follows it through a saturating law (Wnt, its antagonists, fibroblasts, collagen) is a chain of first-order stages;
each takes its source as a parabola through the start, the middle and the end of the step and solves that exactly.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from anagen.compiled import compiled, inlined
from anagen.laws.wound import wnt_drive
from anagen.wound.numbers import WoundNumbers
from anagen.wound.states import (
    ANTAGONISTS,
    COLLAGEN_1,
    COLLAGEN_3,
    ELASTIN,
    FIBROBLASTS,
    HAZARD,
    LINEAR,
    STAGES,
    STATES,
    WNT,
    Floats,
    hazard_now,
    linear_rates,
    summoned,
    wnt_sources,
)

TAYLOR_TERMS = 16
"""Terms of the exponential's series, after the matrix was halved until its norm is below one half."""
SERIES_BELOW = 0.5
"""Step over time constant below which moments are summed as a series, because the closed form cancels."""


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
