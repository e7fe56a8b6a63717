"""One step of one person: each drug, the enzymes that it kills, what is left of reduction; and what a moment shows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled, inlined
from anagen.laws.androgen import (
    antagonized,
    enzyme_after,
    enzyme_over,
    receptor_drive,
    reduction,
    spared_testosterone,
)
from anagen.laws.diffusion import reached_mean
from anagen.laws.minoxidil import dose_of, drive_of
from anagen.laws.pharmacokinetics import after_saturable_elimination, concentration
from anagen.treatment.exposure_tables import (
    BLOCK,
    DRIVE,
    FIRST_CONCENTRATION,
    HALF_DOSE,
    IN_SCALP,
    IN_SERUM,
    IS_DRIVE,
    REACH,
    REDUCED,
    RESERVOIR,
    SCALP_DHT,
    SCALP_REDUCED,
    SCALP_SHARE,
    SCALP_SRD5A1,
    SCALP_SRD5A2,
    SCALP_T,
    SERUM_DHT,
    SERUM_T,
    SHARE,
    SRD5A1,
    SRD5A2,
    SULFATION,
    TESTOSTERONE_SHARE,
    TOPICAL_DRIVE,
    TURNOVER2,
    People,
)
from anagen.treatment.kinetics import (
    AREA,
    BEYOND,
    CAPACITY,
    CENTRAL,
    DEPOT,
    EXCHANGE,
    HALF,
    PERIPHERAL,
    VOLUME,
)


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
