"""Numbers of people in the columns that the compiled loop of exposure reads."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from anagen.evidence import Catalogue
from anagen.laws.androgen import share_elsewhere
from anagen.skin.drugs import scalp_reach
from anagen.treatment import exposure_tables as tables
from anagen.treatment import kinetics
from anagen.treatment.agent import Agent, OneCompartment
from anagen.treatment.dose_plan import Body, DosePlan, sheath_rate
from anagen.treatment.physiology import ANDROGENS, Physiology
from anagen.treatment.skin_doses import half_of_reference

__all__ = ["people_numbers"]

_KINETICS = {
    "ka": kinetics.KA,
    "lag": kinetics.LAG,
    "clearance": kinetics.CLEARANCE,
    "volume": kinetics.VOLUME,
    "exchange": kinetics.EXCHANGE,
    "peripheral_volume": kinetics.PERIPHERAL,
    "capacity": kinetics.CAPACITY,
    "half_capacity": kinetics.HALF,
    "bioavailability": kinetics.FRACTION,
}


def people_numbers(plan: DosePlan, people: Physiology, evidence: Catalogue) -> tables.People:
    """Numbers of everyone.

    Parameters
    ----------
    plan
        Where drugs go.
    people
        Who they are.
    evidence
        Numbers of the drugs and of hormones.
    """
    n = len(people)
    fate = np.zeros((n, len(plan.bodies), kinetics.FRACTION + 1))
    action = np.zeros((n, len(plan.bodies), tables.BLOCK + 1))
    reach = 1.0
    for place, body in enumerate(plan.bodies):
        fate[:, place] = _fate(body, people, evidence)
        action[:, place] = _action(body.agent, people, evidence)
        if body.place == "sheath":
            action[:, place, : tables.SCALP_SRD5A1] = 0.0
            reach = min(reach, scalp_reach(body.agent.name, evidence))
    scalp = np.zeros((n, len(plan.at_follicle), tables.SULFATION + 1))
    for place, (agent, route) in enumerate(plan.at_follicle):
        scalp[:, place] = _on_follicle(agent, route, people, evidence)
    return tables.People(
        kinetics=fate, action=action, androgens=_androgens(people, reach, evidence), scalp=scalp
    )


def _fate(body: Body, people: Physiology, evidence: Catalogue) -> NDArray[np.float64]:
    """Kinetics of a drug in one of its bodies."""
    if body.place == "sheath":
        columns = np.zeros((len(people), kinetics.FRACTION + 1))
        rate = sheath_rate(body.mean_days)
        columns[:, [kinetics.KA, kinetics.CLEARANCE]] = rate
        columns[:, [kinetics.VOLUME, kinetics.FRACTION]] = 1.0
        return columns
    columns = _kinetics(body.agent, people, evidence)
    if body.place == "absorbed":
        columns[:, kinetics.KA] = 1.0 / body.mean_days
        columns[:, kinetics.LAG] = 0.0
        columns[:, kinetics.FRACTION] = 1.0
    return columns


def _kinetics(agent: Agent, people: Physiology, evidence: Catalogue) -> NDArray[np.float64]:
    columns = np.zeros((len(people), kinetics.FRACTION + 1))
    columns[:, kinetics.FRACTION] = 1.0
    if agent.oral is None:
        return columns
    for place, unit in agent.oral.UNITS.items():
        name = getattr(agent.oral, place)
        if name is not None and place in _KINETICS:
            columns[:, _KINETICS[place]] = people.of(name, unit, evidence)
    if isinstance(agent.oral, OneCompartment) and agent.oral.half_life is not None:
        half_life = people.of(agent.oral.half_life, "day", evidence)
        columns[:, kinetics.VOLUME] = columns[:, kinetics.CLEARANCE] * half_life / math.log(2.0)
    return columns


def _action(agent: Agent, people: Physiology, evidence: Catalogue) -> NDArray[np.float64]:
    columns = np.zeros((len(people), tables.BLOCK + 1))
    places = {
        "srd5a1": (tables.SRD5A1, tables.SCALP_SRD5A1),
        "srd5a2": (tables.SRD5A2, tables.SCALP_SRD5A2),
    }
    for effect in agent.inhibits:
        blood, scalp = places[effect.enzyme]
        rate = people.of(effect.rate, effect.UNITS["rate"], evidence)
        columns[:, blood] += rate
        if effect.scalp_exposure is not None:
            rate = rate * people.of(effect.scalp_exposure, effect.UNITS["scalp_exposure"], evidence)
        columns[:, scalp] += rate
    if agent.blocks is not None:
        columns[:, tables.BLOCK] = 1.0 / people.of(agent.blocks.half, agent.blocks.UNITS["half"], evidence)
    return columns


def _on_follicle(agent: Agent, route: str, people: Physiology, evidence: Catalogue) -> NDArray[np.float64]:
    columns = np.zeros((len(people), tables.SULFATION + 1))
    if agent.stimulates is not None:
        columns[:, tables.RESERVOIR] = people.of(agent.stimulates.rate, "1/day", evidence)
        columns[:, tables.HALF_DOSE] = half_of_reference(evidence)
        columns[:, tables.IS_DRIVE] = route == "topical"
        columns[:, tables.SULFATION] = people.values[f"{agent.name}_response"]
    return columns


def _androgens(people: Physiology, reach: float, evidence: Catalogue) -> NDArray[np.float64]:
    known = [people.of(name, unit, evidence) for name, unit in ANDROGENS.items()]
    columns = np.stack([*known, np.full(len(people), reach)], axis=1)
    typical = evidence.value("serum_srd5a2_share", "1")
    typical_scalp = evidence.value("scalp_srd5a2_share", "1")
    shares = columns[:, tables.SHARE]
    columns[:, tables.SCALP_SHARE] = [share_elsewhere(share, typical, typical_scalp) for share in shares]
    return columns
