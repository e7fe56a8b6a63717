"""The machine: doses in, hormones and drives out, person by person.

Compiled loops over a uniform grid of steps. Within a step the linear part of each drug's kinetics is solved exactly by
a matrix exponential, the saturable part by splitting (second order), enzymes and hormones exactly for the mean
concentration of the step. Once a person's state repeats from cell to cell, the cells that follow are copied.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled
from anagen.laws.androgen import (
    antagonized,
    dht_after,
    dht_formed,
    dht_over,
    receptor_drive,
    reduction,
    spared_testosterone,
)
from anagen.laws.minoxidil import delivered, drive_of, reservoir_after
from anagen.treatment.exposure_steps import (
    drug_step,
    enzymes_step,
    read_moment,
    scalp_reduction,
    snapshot,
    steady_dose,
)
from anagen.treatment.exposure_tables import (
    BLOCK,
    HALF_DOSE,
    IN_SCALP,
    IN_SERUM,
    KOUT,
    REDUCED,
    RESERVOIR,
    SCALP_KOUT,
    SCALP_REDUCED,
    SHARE,
    SRD5A1,
    SRD5A2,
    SULFATION,
    TESTOSTERONE_SHARE,
    TURNOVER1,
    TURNOVER2,
    Doses,
    Grid,
    People,
)
from anagen.treatment.kinetics import DEPOT, FRACTION, LAG, linear_step

HELD = 1e-10
"""Change over a cell below which a person's state counts as repeating."""


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
