"""The machine: doses in, hormones and drives out, person by person.

Compiled loops over a uniform grid of steps. Within a step the linear part of each drug's kinetics is solved exactly by
a matrix exponential, the saturable part by splitting (second order), enzymes and hormones exactly for the mean
concentration of the step. Once a person's state repeats from cell to cell, the cells that follow are copied.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled, inlined
from anagen.laws.androgen import (
    antagonized,
    dht_after,
    dht_formed,
    dht_over,
    enzyme_after,
    enzyme_over,
    receptor_drive,
    reduction,
    spared_testosterone,
)
from anagen.laws.diffusion import reached_mean
from anagen.laws.minoxidil import delivered, dose_of, drive_of, reservoir_after
from anagen.laws.pharmacokinetics import (
    after_saturable_elimination,
    concentration,
)
from anagen.treatment.kinetics import (
    AREA,
    BEYOND,
    CAPACITY,
    CENTRAL,
    DEPOT,
    EXCHANGE,
    FRACTION,
    HALF,
    LAG,
    PERIPHERAL,
    VOLUME,
    linear_step,
)

SRD5A1, SRD5A2, SCALP_SRD5A1, SCALP_SRD5A2, BLOCK = range(5)
"""Columns of what a drug does: how fast it kills each isoenzyme, as seen from the blood and from the scalp; and how
much it blocks androgen receptors, per concentration."""
(TURNOVER1, TURNOVER2, SHARE, SCALP_SHARE, KOUT, SCALP_KOUT, REDUCED, SCALP_REDUCED, TESTOSTERONE_SHARE) = (
    range(9)
)
REACH = 9
"""Columns of a person's androgens; the last is the share of the scalp that what is put on it reaches."""
RESERVOIR, HALF_DOSE, IS_DRIVE, SULFATION = range(4)
"""Columns of what a drug does at the follicle; doses are relative to the reference, or drives already."""
SERUM_DHT, SCALP_DHT, SERUM_T, SCALP_T, DRIVE, TOPICAL_DRIVE, FIRST_CONCENTRATION = range(7)
"""Columns of what is read at a moment; concentrations of the drugs follow."""

IN_SERUM, IN_SCALP = 4, 5
"""Where DHT stands in a person's state, after the isoenzymes as seen from the blood and from the scalp."""
HELD = 1e-10
"""Change over a cell below which a person's state counts as repeating."""


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


@compiled
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
    turnover1, turnover2 = body[TURNOVER1], body[TURNOVER2]
    share = body[SHARE]
    kout, scalp_kout = body[KOUT], body[SCALP_KOUT]
    reduced, scalp_reduced = body[REDUCED], body[SCALP_REDUCED]
    testosterone_share = body[TESTOSTERONE_SHARE]

    whole = np.empty((drugs, 4, 4))
    first = np.zeros((drugs, 4))  # what one mg given at the start of a step has become at its end
    delay = np.zeros(drugs, np.int64)  # whole steps that pass before absorption starts
    # Rows are sliced here, once: a slice within the loop would cost more than the sums.
    pk, action, skin = people.kinetics[person], people.action[person], people.scalp[person]
    for j in range(drugs):
        full = linear_step(pk[j], h)
        for e in range(4):
            for f in range(4):
                whole[j, e, f] = full[e, f]
        delay[j] = int(pk[j, LAG] / h)
        late = linear_step(pk[j], h - (pk[j, LAG] - delay[j] * h))
        for e in range(4):
            first[j, e] = late[e, DEPOT]

    amounts = np.zeros((drugs, 3))
    ring = 1
    for j in range(drugs):
        ring = max(ring, delay[j] + 1)
    waiting = np.zeros((drugs, ring))
    reservoir = np.zeros(on_scalp)
    state = np.ones(6)
    before = np.zeros(6 + 2 * drugs + on_scalp)
    after = np.zeros(6 + 2 * drugs + on_scalp)
    kill, before_step, enzyme = np.zeros(4), np.ones(4), np.ones(4)
    next_dose = 0
    next_read = 0

    cell = 0
    while cell < grid.cells:
        sum_androgen = 0.0
        sum_topical = 0.0
        for s in range(cell * grid.steps_per_cell, (cell + 1) * grid.steps_per_cell):
            while next_read < grid.read_step.size and grid.read_step[next_read] == s:
                read_moment(reads[person, next_read], state, people, person, amounts, reservoir)
                next_read += 1
            while next_dose < doses.step.size and doses.step[next_dose] == s:
                column = doses.column[next_dose]
                if column < 0 or taken[person, column]:
                    slot = doses.slot[next_dose]
                    if slot < drugs:
                        waiting[slot, (s + delay[slot]) % ring] += (
                            doses.amount[next_dose] * pk[slot, FRACTION]
                        )
                    else:
                        reservoir[slot - drugs] += doses.amount[next_dose]
                next_dose += 1

            if drugs > 0:
                block = 0.0
                for e in range(4):
                    kill[e] = 0.0
                place = s % ring if ring > 1 else 0
                for j in range(drugs):
                    due = waiting[j, place]
                    waiting[j, place] = 0.0
                    mean = drug_step(amounts, j, due, pk, whole, first, h)
                    for e in range(4):
                        kill[e] += action[j, e] * mean
                    block += action[j, BLOCK] * mean

                enzymes_step(state, kill, before_step, enzyme, turnover1, turnover2, h)
                capacity = reduction(enzyme[SRD5A1], enzyme[SRD5A2], share)
                serum_t = spared_testosterone(capacity, reduced)
                formed = dht_formed(serum_t, capacity)
                state[IN_SERUM] = dht_after(state[IN_SERUM], formed, kout, h)
                capacity = scalp_reduction(enzyme, body)
                scalp_t = spared_testosterone(capacity, scalp_reduced)
                formed = dht_formed(scalp_t, capacity)
                at_start = state[IN_SCALP]
                state[IN_SCALP] = dht_after(at_start, formed, scalp_kout, h)
                scalp_dht = dht_over(at_start, state[IN_SCALP], formed, scalp_kout, h)
                sum_androgen += antagonized(receptor_drive(scalp_t, scalp_dht, testosterone_share), block)
            else:
                sum_androgen += 1.0
            if on_scalp > 0:
                together = 0.0
                for j in range(on_scalp):
                    left = reservoir_after(reservoir[j], skin[j, RESERVOIR], h)
                    together += steady_dose(delivered(reservoir[j], left, h), skin[j])
                    reservoir[j] = left
                sum_topical += drive_of(together, skin[0, HALF_DOSE], skin[0, SULFATION])

        androgen[person, cell] = sum_androgen / grid.steps_per_cell
        topical[person, cell] = sum_topical / grid.steps_per_cell
        cell += 1

        if grid.read_step.size == 0:
            snapshot(after, state, people, person, amounts, reservoir)
            repeating = True
            for e in range(after.size):
                repeating = repeating and abs(after[e] - before[e]) < HELD
                before[e] = after[e]
            for j in range(drugs):
                for e in range(ring):
                    repeating = repeating and waiting[j, e] == 0.0
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


@inlined
def scalp_reduction(enzyme: NDArray[np.float64], body: NDArray[np.float64]) -> float:
    """What is left of reduction in the scalp, part of which a drug reaches from above, the rest by blood. [ratio]"""
    one = reached_mean(enzyme[SCALP_SRD5A1], enzyme[SRD5A1], body[REACH])
    two = reached_mean(enzyme[SCALP_SRD5A2], enzyme[SRD5A2], body[REACH])
    left: float = reduction(one, two, body[SCALP_SHARE])
    return left


@inlined
def steady_dose(flow: float, skin: NDArray[np.float64]) -> float:
    """What a reservoir passes on, as a steady dose relative to the reference. [ratio]"""
    return dose_of(flow, skin[HALF_DOSE]) if skin[IS_DRIVE] > 0.0 else flow


@compiled
def drug_step(
    amounts: NDArray[np.float64],
    j: int,
    dose: float,
    pk: NDArray[np.float64],
    whole: NDArray[np.float64],
    first: NDArray[np.float64],
    h: float,
) -> float:
    """Bring the amounts of drug j over a step; its mean concentration over the step. [ng/mL]"""
    depot, central, beyond = amounts[j, DEPOT], amounts[j, CENTRAL], amounts[j, BEYOND]
    if dose == 0.0 and depot == 0.0 and central == 0.0 and beyond == 0.0:
        return 0.0
    vc, vmax, km = pk[j, VOLUME], pk[j, CAPACITY], pk[j, HALF]
    if vmax > 0.0:
        central = after_saturable_elimination(central, vc, vmax, km, 0.5 * h)
    area = first[j, AREA] * dose + (
        whole[j, AREA, DEPOT] * depot + whole[j, AREA, CENTRAL] * central + whole[j, AREA, BEYOND] * beyond
    )
    amounts[j, DEPOT] = first[j, DEPOT] * dose + whole[j, DEPOT, DEPOT] * depot
    amounts[j, BEYOND] = first[j, BEYOND] * dose + (
        whole[j, BEYOND, DEPOT] * depot
        + whole[j, BEYOND, CENTRAL] * central
        + whole[j, BEYOND, BEYOND] * beyond
    )
    central = first[j, CENTRAL] * dose + (
        whole[j, CENTRAL, DEPOT] * depot
        + whole[j, CENTRAL, CENTRAL] * central
        + whole[j, CENTRAL, BEYOND] * beyond
    )
    if vmax > 0.0:
        central = after_saturable_elimination(central, vc, vmax, km, 0.5 * h)
    amounts[j, CENTRAL] = central
    mean: float = concentration(area / h, vc)
    return mean


@compiled
def enzymes_step(
    state: NDArray[np.float64],
    kill: NDArray[np.float64],
    before: NDArray[np.float64],
    mean: NDArray[np.float64],
    turnover1: float,
    turnover2: float,
    h: float,
) -> None:
    """Bring the isoenzymes, as the blood and the scalp see them, over a step; `mean` takes their means. [ratio]"""
    for e in range(4):
        before[e] = state[e]
        twin = e - SCALP_SRD5A1
        if twin >= 0 and kill[e] == kill[twin] and before[e] == before[twin]:
            state[e], mean[e] = state[twin], mean[twin]
            continue
        k = turnover1 if e in (SRD5A1, SCALP_SRD5A1) else turnover2
        state[e] = enzyme_after(before[e], k, kill[e], h)
        mean[e] = enzyme_over(before[e], state[e], k, kill[e], h)


@compiled
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
    row[SERUM_DHT] = state[IN_SERUM]
    row[SCALP_DHT] = state[IN_SCALP]
    row[SERUM_T] = spared_testosterone(reduction(state[0], state[1], body[SHARE]), body[REDUCED])
    row[SCALP_T] = spared_testosterone(scalp_reduction(state, body), body[SCALP_REDUCED])
    block = 0.0
    for j in range(people.kinetics.shape[1]):
        seen = concentration(amounts[j, CENTRAL], people.kinetics[person, j, VOLUME])
        block += people.action[person, j, BLOCK] * seen
    row[DRIVE] = antagonized(receptor_drive(row[SCALP_T], row[SCALP_DHT], body[TESTOSTERONE_SHARE]), block)
    row[TOPICAL_DRIVE] = 0.0
    together = 0.0
    for j in range(people.scalp.shape[1]):
        skin = people.scalp[person, j]
        together += steady_dose(skin[RESERVOIR] * reservoir[j], skin)
    if people.scalp.shape[1] > 0:
        skin = people.scalp[person, 0]
        row[TOPICAL_DRIVE] = drive_of(together, skin[HALF_DOSE], skin[SULFATION])
    for j in range(people.kinetics.shape[1]):
        row[FIRST_CONCENTRATION + j] = concentration(amounts[j, CENTRAL], people.kinetics[person, j, VOLUME])


@compiled
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
    for e in range(6):
        out[e] = state[e]
    for j in range(drugs):
        pk = people.kinetics[person, j]
        potency = people.action[person, j].max()
        for place in range(2):
            amount = amounts[j, CENTRAL + place]
            volume = pk[VOLUME] if place == 0 or pk[EXCHANGE] == 0.0 else pk[PERIPHERAL]
            killed = potency * concentration(amount, volume) / people.androgens[person, TURNOVER2]
            out[6 + 2 * j + place] = killed / (1.0 + killed)
    for j in range(reservoir.size):
        dose = people.scalp[person, j, RESERVOIR] * reservoir[j]
        out[6 + 2 * drugs + j] = dose / (dose + people.scalp[person, j, HALF_DOSE])


@compiled
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
