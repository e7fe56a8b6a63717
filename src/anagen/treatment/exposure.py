"""The machine: doses in, hormones and drives out, person by person.

Compiled loops over a uniform grid of steps. Within a step the linear part of each drug's kinetics is solved exactly by
a matrix exponential, the saturable part by splitting (second order), enzymes and hormones exactly for the mean
concentration of the step. Once a person's state repeats from cell to cell, the cells that follow are copied.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from anagen.laws.androgen import (
    dht_after,
    dht_formed,
    dht_over,
    enzyme_after,
    enzyme_over,
    receptor_drive,
    reduction,
    spared_testosterone,
)
from anagen.laws.minoxidil import delivered, drive, reservoir_after
from anagen.laws.pharmacokinetics import (
    absorption,
    after_saturable_elimination,
    concentration,
    distribution,
    linear_elimination,
)

KA, LAG, CLEARANCE, VOLUME, EXCHANGE, PERIPHERAL, CAPACITY, HALF, FRACTION = range(9)
"""Columns of a drug's kinetics, by person and drug."""
SRD5A1, SRD5A2, SCALP_RATIO = range(3)
"""Columns of what a drug does: how fast it kills each isoenzyme, and how much of it the scalp sees."""
(TURNOVER1, TURNOVER2, SHARE, SCALP_SHARE, KOUT, SCALP_KOUT, REDUCED, SCALP_REDUCED, TESTOSTERONE_SHARE) = range(9)
"""Columns of a person's androgens."""
RESERVOIR, REFERENCE, HALF_DOSE, HILL, SULFATION = range(5)
"""Columns of what a drug on the scalp does."""
SERUM_DHT, SCALP_DHT, SERUM_T, SCALP_T, DRIVE, TOPICAL_DRIVE, FIRST_CONCENTRATION = range(7)
"""Columns of what is read at a moment; concentrations of the drugs follow."""

DEPOT, CENTRAL, BEYOND, AREA = range(4)
HELD = 1e-10
"""Change over a cell below which a person's state counts as repeating."""
TAYLOR_TERMS = 18
"""Terms of the exponential's series, after the matrix was halved until its norm is below one half."""


class People(NamedTuple):
    """Numbers of people, by person."""

    kinetics: NDArray[np.float64]
    """[people, drugs, columns]"""
    action: NDArray[np.float64]
    """[people, drugs, columns]"""
    androgens: NDArray[np.float64]
    """[people, columns]"""
    scalp: NDArray[np.float64]
    """[people, drugs on the scalp, columns]"""


class Doses(NamedTuple):
    """All doses of a regimen, in the order of time."""

    step: NDArray[np.int64]
    """Step at whose start it is given."""
    slot: NDArray[np.int64]
    """Which drug: those by mouth are counted first, those on the scalp after them."""
    amount: NDArray[np.float64]
    """[mg]"""
    column: NDArray[np.int64]
    """Where in `taken` it says whether a person took it; -1 for a dose that everyone takes."""


class Grid(NamedTuple):
    """A uniform grid of cells, cut into steps."""

    step_days: float
    steps_per_cell: int
    cells: int
    same_until: NDArray[np.int64]
    """[cells] First cell after this one whose doses differ from this one's."""
    read_step: NDArray[np.int64]
    """Steps before whose doses everything is read, rising."""


@njit(nogil=True, cache=True)
def matrix_exponential(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Exponential of a small matrix by scaling and squaring of its series."""
    n = matrix.shape[0]
    norm = np.abs(matrix).max() * n
    halvings = 0
    while norm > 0.5:
        norm *= 0.5
        halvings += 1
    scaled = matrix * 0.5**halvings
    total = np.eye(n)
    term = np.eye(n)
    for k in range(1, TAYLOR_TERMS + 1):
        term = small_product(term, scaled) / k
        total = total + term
    for _ in range(halvings):
        total = small_product(total, total)
    return total


@njit(nogil=True, cache=True)
def small_product(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Matrix product without a library, so that its bits are the same everywhere."""
    n = a.shape[0]
    c = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]
    return c


@njit(nogil=True, cache=True)
def linear_step(pk: NDArray[np.float64], days: float) -> NDArray[np.float64]:
    """What becomes of depot, central, peripheral amount and area of the central amount in some days.

    Column by column the laws are asked for the flows from a unit amount; their matrix is then exponentiated.
    """
    rates = np.zeros((4, 4))
    absorbed = absorption(1.0, pk[KA])
    rates[DEPOT, DEPOT] = -absorbed
    rates[CENTRAL, DEPOT] = absorbed
    out = distribution(1.0, 0.0, pk[EXCHANGE], pk[VOLUME], pk[PERIPHERAL])
    back = -distribution(0.0, 1.0, pk[EXCHANGE], pk[VOLUME], pk[PERIPHERAL])
    rates[CENTRAL, CENTRAL] = -out - linear_elimination(1.0, pk[CLEARANCE], pk[VOLUME])
    rates[BEYOND, CENTRAL] = out
    rates[CENTRAL, BEYOND] = back
    rates[BEYOND, BEYOND] = -back
    rates[AREA, CENTRAL] = 1.0
    return matrix_exponential(rates * days)


@njit(nogil=True, cache=True)
def follow_person(
    person: int,
    people: People,
    doses: Doses,
    taken: NDArray[np.bool_],
    grid: Grid,
    androgen: NDArray[np.float64],
    topical: NDArray[np.float64],
    reads: NDArray[np.float64],
) -> None:
    """Fill one person's cells and readings.

    Parameters
    ----------
    person
        Row of `people`, `taken`, and of the outputs.
    people, doses, taken, grid
        The input; `taken` is [people, columns].
    androgen, topical
        Mean drive of each cell. [people, cells]
    reads
        What is read at the moments asked for. [people, moments, columns]
    """
    drugs = people.kinetics.shape[1]
    on_scalp = people.scalp.shape[1]
    h = grid.step_days
    body = people.androgens[person]

    whole = np.empty((drugs, 4, 4))
    first = np.zeros((drugs, 4))  # what one mg given at the start of a step has become at its end
    delay = np.zeros(drugs, np.int64)  # whole steps that pass before absorption starts
    for j in range(drugs):
        pk = people.kinetics[person, j]
        whole[j] = linear_step(pk, h)
        delay[j] = int(pk[LAG] / h)
        first[j] = linear_step(pk, h - (pk[LAG] - delay[j] * h))[:, DEPOT]

    amounts = np.zeros((drugs, 3))
    due = np.zeros(drugs)
    waiting = np.zeros((drugs, delay.max() + 1 if drugs > 0 else 1))
    reservoir = np.zeros(on_scalp)
    state = np.ones(6)  # isoenzymes 1 and 2 seen from the blood, then from the scalp; DHT in serum, in scalp
    before = np.zeros(6 + 2 * drugs + on_scalp)
    after = np.zeros(6 + 2 * drugs + on_scalp)
    kill = np.zeros(4)
    next_dose = 0
    next_read = 0
    serum_t = 1.0
    scalp_t = 1.0

    cell = 0
    while cell < grid.cells:
        sum_androgen = 0.0
        sum_topical = 0.0
        for s in range(cell * grid.steps_per_cell, (cell + 1) * grid.steps_per_cell):
            while next_read < grid.read_step.size and grid.read_step[next_read] == s:
                read_moment(
                    reads[person, next_read], state, people, person, amounts, reservoir
                )
                next_read += 1
            while next_dose < doses.step.size and doses.step[next_dose] == s:
                column = doses.column[next_dose]
                if column < 0 or taken[person, column]:
                    slot = doses.slot[next_dose]
                    if slot < drugs:
                        waiting[slot, (s + delay[slot]) % waiting.shape[1]] += (
                            doses.amount[next_dose] * people.kinetics[person, slot, FRACTION]
                        )
                    else:
                        reservoir[slot - drugs] += doses.amount[next_dose]
                next_dose += 1

            kill[:] = 0.0
            for j in range(drugs):
                place = s % waiting.shape[1]
                due[j] = waiting[j, place]
                waiting[j, place] = 0.0
                mean = drug_step(amounts[j], due[j], people.kinetics[person, j], whole[j], first[j], h)
                for enzyme in range(2):
                    kill[enzyme] += people.action[person, j, enzyme] * mean
                    kill[2 + enzyme] += (
                        people.action[person, j, enzyme] * people.action[person, j, SCALP_RATIO] * mean
                    )

            serum = tissue_step(
                state, 0, 4, body[TURNOVER1], body[TURNOVER2], kill[0], kill[1], body[SHARE], body[REDUCED], 1.0,
                body[KOUT], h,
            )
            serum_t = serum[0]
            scalp = tissue_step(
                state, 2, 5, body[TURNOVER1], body[TURNOVER2], kill[2], kill[3], body[SCALP_SHARE],
                body[SCALP_REDUCED], serum_t, body[SCALP_KOUT], h,
            )
            scalp_t = scalp[0]
            sum_androgen += receptor_drive(scalp_t, scalp[1], body[TESTOSTERONE_SHARE])
            for j in range(on_scalp):
                skin = people.scalp[person, j]
                left = reservoir_after(reservoir[j], skin[RESERVOIR], h)
                dose = delivered(reservoir[j], left, h)
                reservoir[j] = left
                sum_topical += drive(dose, skin[REFERENCE], skin[HALF_DOSE], skin[HILL], skin[SULFATION])

        androgen[person, cell] = sum_androgen / grid.steps_per_cell
        topical[person, cell] = sum_topical / grid.steps_per_cell
        cell += 1

        if grid.read_step.size == 0:
            snapshot(after, state, people, person, amounts, reservoir)
            repeating = np.abs(after - before).max() < HELD and not waiting.any()
            before[:] = after
            until = grid.same_until[cell - 1]
            if repeating and until > cell:
                doses_per_cell = 0
                while (
                    next_dose + doses_per_cell < doses.step.size
                    and doses.step[next_dose + doses_per_cell] < (cell + 1) * grid.steps_per_cell
                ):
                    doses_per_cell += 1
                next_dose += doses_per_cell * (until - cell)
                while cell < until:
                    androgen[person, cell] = androgen[person, cell - 1]
                    topical[person, cell] = topical[person, cell - 1]
                    cell += 1

    while next_read < grid.read_step.size:
        read_moment(reads[person, next_read], state, people, person, amounts, reservoir)
        next_read += 1


@njit(nogil=True, cache=True)
def drug_step(
    amounts: NDArray[np.float64],
    dose: float,
    pk: NDArray[np.float64],
    whole: NDArray[np.float64],
    first: NDArray[np.float64],
    h: float,
) -> float:
    """Bring one drug's amounts over a step; its mean concentration over the step. [ng/mL]"""
    if dose == 0.0 and amounts[DEPOT] == 0.0 and amounts[CENTRAL] == 0.0 and amounts[BEYOND] == 0.0:
        return 0.0
    central = amounts[CENTRAL]
    if pk[CAPACITY] > 0.0:
        central = after_saturable_elimination(central, pk[VOLUME], pk[CAPACITY], pk[HALF], 0.5 * h)
    depot, beyond = amounts[DEPOT], amounts[BEYOND]
    area = whole[AREA, DEPOT] * depot + whole[AREA, CENTRAL] * central + whole[AREA, BEYOND] * beyond
    area += first[AREA] * dose
    amounts[DEPOT] = whole[DEPOT, DEPOT] * depot + first[DEPOT] * dose
    amounts[BEYOND] = (
        whole[BEYOND, DEPOT] * depot
        + whole[BEYOND, CENTRAL] * central
        + whole[BEYOND, BEYOND] * beyond
        + first[BEYOND] * dose
    )
    central = (
        whole[CENTRAL, DEPOT] * depot
        + whole[CENTRAL, CENTRAL] * central
        + whole[CENTRAL, BEYOND] * beyond
        + first[CENTRAL] * dose
    )
    if pk[CAPACITY] > 0.0:
        central = after_saturable_elimination(central, pk[VOLUME], pk[CAPACITY], pk[HALF], 0.5 * h)
    amounts[CENTRAL] = central
    return concentration(area / h, pk[VOLUME])


@njit(nogil=True, cache=True)
def tissue_step(
    state: NDArray[np.float64],
    enzymes: int,
    dht: int,
    turnover1: float,
    turnover2: float,
    kill1: float,
    kill2: float,
    share: float,
    reduced: float,
    supply: float,
    kout: float,
    h: float,
) -> tuple[float, float]:
    """Bring a tissue's enzymes and DHT over a step; its mean testosterone and DHT. [ratio]"""
    e1, e2 = state[enzymes], state[enzymes + 1]
    state[enzymes] = enzyme_after(e1, turnover1, kill1, h)
    state[enzymes + 1] = enzyme_after(e2, turnover2, kill2, h)
    capacity = reduction(
        enzyme_over(e1, state[enzymes], turnover1, kill1, h),
        enzyme_over(e2, state[enzymes + 1], turnover2, kill2, h),
        share,
    )
    testosterone = supply * spared_testosterone(capacity, reduced)
    formed = dht_formed(testosterone, capacity)
    at_start = state[dht]
    state[dht] = dht_after(at_start, formed, kout, h)
    return testosterone, dht_over(at_start, state[dht], formed, kout, h)


@njit(nogil=True, cache=True)
def read_moment(
    row: NDArray[np.float64],
    state: NDArray[np.float64],
    people: People,
    person: int,
    amounts: NDArray[np.float64],
    reservoir: NDArray[np.float64],
) -> None:
    """Everything at a moment, into one row of readings."""
    body = people.androgens[person]
    row[SERUM_DHT] = state[4]
    row[SCALP_DHT] = state[5]
    row[SERUM_T] = spared_testosterone(reduction(state[0], state[1], body[SHARE]), body[REDUCED])
    row[SCALP_T] = row[SERUM_T] * spared_testosterone(
        reduction(state[2], state[3], body[SCALP_SHARE]), body[SCALP_REDUCED]
    )
    row[DRIVE] = receptor_drive(row[SCALP_T], row[SCALP_DHT], body[TESTOSTERONE_SHARE])
    row[TOPICAL_DRIVE] = 0.0
    for j in range(people.scalp.shape[1]):
        skin = people.scalp[person, j]
        dose = skin[RESERVOIR] * reservoir[j]
        row[TOPICAL_DRIVE] += drive(dose, skin[REFERENCE], skin[HALF_DOSE], skin[HILL], skin[SULFATION])
    for j in range(people.kinetics.shape[1]):
        row[FIRST_CONCENTRATION + j] = concentration(amounts[j, CENTRAL], people.kinetics[person, j, VOLUME])


@njit(nogil=True, cache=True)
def snapshot(
    out: NDArray[np.float64],
    state: NDArray[np.float64],
    people: People,
    person: int,
    amounts: NDArray[np.float64],
    reservoir: NDArray[np.float64],
) -> None:
    """What must repeat for a person to be in a steady state, each on a scale on which a small change is harmless."""
    drugs = amounts.shape[0]
    out[:6] = state
    for j in range(drugs):
        pk = people.kinetics[person, j]
        potency = max(people.action[person, j, SRD5A1], people.action[person, j, SRD5A2])
        for place in range(2):
            amount = amounts[j, CENTRAL + place]
            volume = pk[VOLUME] if place == 0 or pk[EXCHANGE] == 0.0 else pk[PERIPHERAL]
            killed = potency * concentration(amount, volume) / people.androgens[person, TURNOVER2]
            out[6 + 2 * j + place] = killed / (1.0 + killed)
    for j in range(reservoir.size):
        dose = people.scalp[person, j, RESERVOIR] * reservoir[j]
        out[6 + 2 * drugs + j] = dose / (dose + people.scalp[person, j, HALF_DOSE])


@njit(nogil=True, cache=True)
def follow_people(
    start: int,
    stop: int,
    people: People,
    doses: Doses,
    taken: NDArray[np.bool_],
    grid: Grid,
    androgen: NDArray[np.float64],
    topical: NDArray[np.float64],
    reads: NDArray[np.float64],
) -> None:
    """`follow_person` for a range of people."""
    for person in range(start, stop):
        follow_person(person, people, doses, taken, grid, androgen, topical, reads)
