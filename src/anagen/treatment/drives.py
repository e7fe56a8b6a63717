"""From a regimen to what follicles feel, and to what a laboratory would measure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from anagen.errors import InputError, RegimenError
from anagen.evidence import Catalogue
from anagen.laws.androgen import assayed, effective_androgen, share_elsewhere
from anagen.laws.pharmacokinetics import NG_PER_ML
from anagen.skin.drugs import scalp_reach
from anagen.treatment import exposure, kinetics
from anagen.treatment.adherence import doses_taken
from anagen.treatment.agent import Agent, OneCompartment, Stimulates
from anagen.treatment.agents import agents
from anagen.treatment.blocks import in_blocks
from anagen.treatment.healing import healing_drive
from anagen.treatment.physiology import ANDROGENS, Physiology
from anagen.treatment.regimen import Course, Regimen
from anagen.treatment.skin_doses import drive_of_doses, half_of_reference, skin_doses, skin_times

__all__ = ["DhtCourse", "Drives", "dht_course", "drives"]

STEPS_PER_DAY = 12
"""Steps of the kinetics in a day; doses start on the nearest step. A test holds what this costs in accuracy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drives:
    """What all follicles of a person share, as means over the cells of a uniform grid."""

    first_day: float
    """Left edge of the first cell. [day]"""
    cell_days: float
    """Length of a cell. [day]"""
    androgen: NDArray[np.float64]
    """What thins hair, relative to the same person untreated: 1 untreated, 0 none. In a man the receptor drive; in a
    woman a part stays that does not hang on androgen. [people, cells]"""
    minoxidil: NDArray[np.float64]
    """Minoxidil drive: 0 none, 1 the mean man's under 5 % 1 mL twice daily. [people, cells]"""
    wound: NDArray[np.float64]
    """Drive of healing: 0 none, 1 the typical adult's in a week of the settled reference course. [people, cells]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DhtCourse:
    """Hormones and drugs at some moments, each before the dose that is due then, relative to the person untreated."""

    days: NDArray[np.float64]
    """[day]"""
    serum_dht: NDArray[np.float64]
    """[people, days]"""
    scalp_dht: NDArray[np.float64]
    """The true level; see `assayed_scalp_dht` for what a trial reads. [people, days]"""
    serum_testosterone: NDArray[np.float64]
    """[people, days]"""
    scalp_testosterone: NDArray[np.float64]
    """[people, days]"""
    androgen: NDArray[np.float64]
    """Receptor drive, in women too. [people, days]"""
    minoxidil: NDArray[np.float64]
    """Minoxidil drive. [people, days]"""
    concentration_ng_per_ml: Mapping[str, NDArray[np.float64]]
    """Concentration in blood by name of drug, whatever its way there. [ng/mL] [people, days]"""

    def assayed_scalp_dht(self, evidence: Catalogue) -> NDArray[np.float64]:
        """Scalp DHT as a trial's assay reads it, with the drift that it shows under placebo. [people, days]

        Parameters
        ----------
        evidence
            Where the drift stands.
        """
        drift = evidence.value("scalp_dht_assay_drift", "1")
        # Before and at baseline there is nothing that could have drifted.
        read: NDArray[np.float64] = np.where(self.days > 0.0, assayed(1.0, drift), 1.0) * self.scalp_dht
        return read


def drives(
    regimen: Regimen,
    people: Physiology,
    *,
    cells: int,
    cell_days: float,
    seed: int,
    evidence: Catalogue,
    healing: NDArray[np.float64] | None = None,
) -> Drives:
    """The drives of some people under a regimen, from day 0.

    Parameters
    ----------
    regimen
        What they take.
    people
        Who they are.
    cells
        Number of cells.
    cell_days
        Length of a cell. [day]
    seed
        From which missed doses are drawn.
    evidence
        Numbers of the drugs and of hormones.
    healing
        What `healing_drive` gives, if it is known already. [people, cells]
    """
    if cells < 1 or not (math.isfinite(cell_days) and cell_days > 0.0):
        raise InputError(f"Cannot fill {cells} cells of {cell_days} days. Both must be more than zero.")
    _check_sex(regimen, people)
    steps = max(1, math.ceil(cell_days * STEPS_PER_DAY - 1e-9))
    step_days = cell_days / steps
    plan = _plan(regimen, cells * steps, step_days, evidence)
    grid = exposure.Grid(
        step_days=step_days,
        steps_per_cell=steps,
        cells=cells,
        same_until=_same_until(plan.doses, cells, steps),
        read_step=np.empty(0, np.int64),
    )
    androgen, topical = np.ones((len(people), cells)), np.zeros((len(people), cells))
    if regimen.courses:
        _run(plan, people, grid, seed, evidence, (androgen, topical, np.empty((len(people), 0, 0))))
    if people.sex == "female" and regimen.courses:
        share = people.of("female_androgen_share", "1", evidence)
        androgen = effective_androgen.py_func(androgen, share[:, np.newaxis])
    wound = healing
    if wound is None:
        wound = healing_drive(regimen, people, cells=cells, cell_days=cell_days, seed=seed, evidence=evidence)
    for array in (androgen, topical, wound):
        array.flags.writeable = False
    return Drives(first_day=0.0, cell_days=cell_days, androgen=androgen, minoxidil=topical, wound=wound)


def dht_course(
    regimen: Regimen, people: Physiology, days: ArrayLike, *, seed: int = 0, evidence: Catalogue
) -> DhtCourse:
    """Hormones and drug levels of some people on some days.

    Parameters
    ----------
    regimen
        What they take.
    people
        Who they are.
    days
        When, rising; to the nearest two hours, and before the dose that is due then. [day]
    seed
        From which missed doses are drawn.
    evidence
        Numbers of the drugs and of hormones.
    """
    when = np.atleast_1d(np.asarray(days, dtype=np.float64))
    if when.ndim != 1 or when.size == 0 or not np.isfinite(when).all() or (np.diff(when) < 0).any():
        raise InputError("The days to read hormones on must be a list of numbers that do not fall.")
    _check_sex(regimen, people)
    step_days = 1.0 / STEPS_PER_DAY
    read_step = np.maximum(0, np.floor(when / step_days + 0.5)).astype(np.int64)
    last = int(read_step[-1]) + 1
    plan = _plan(regimen, last, step_days, evidence, levels=True)
    grid = exposure.Grid(
        step_days=step_days,
        steps_per_cell=1,
        cells=last,
        same_until=np.zeros(last, np.int64),
        read_step=read_step,
    )
    reads = np.empty((len(people), when.size, exposure.FIRST_CONCENTRATION + len(plan.bodies)))
    spare = np.empty((len(people), last)), np.empty((len(people), last))
    _run(plan, people, grid, seed, evidence, (*spare, reads))
    reads.flags.writeable = False
    levels: dict[str, NDArray[np.float64]] = {}
    for place, body in enumerate(plan.bodies):
        if body.place != "sheath":
            level = reads[:, :, exposure.FIRST_CONCENTRATION + place]
            levels[body.agent.name] = levels.get(body.agent.name, 0.0) + level
    return DhtCourse(
        days=when,
        serum_dht=reads[:, :, exposure.SERUM_DHT],
        scalp_dht=reads[:, :, exposure.SCALP_DHT],
        serum_testosterone=reads[:, :, exposure.SERUM_T],
        scalp_testosterone=reads[:, :, exposure.SCALP_T],
        androgen=reads[:, :, exposure.DRIVE],
        minoxidil=reads[:, :, exposure.TOPICAL_DRIVE],
        concentration_ng_per_ml=MappingProxyType(levels),
    )


def _check_sex(regimen: Regimen, people: Physiology) -> None:
    """Refuse to give men what only women are given."""
    for course in regimen.courses:
        if people.sex != "female" and agents()[course.agent].women_only:
            raise RegimenError(f"{course.agent} is given to women only; these people are men.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Missable:
    """The doses of a course that some people miss."""

    what: str
    columns: slice
    adherence_fraction: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """One place in which a drug has a concentration over time."""

    agent: Agent
    place: str
    """``"oral"`` in blood, swallowed; ``"absorbed"`` in blood, through the skin; ``"sheath"`` around the follicle."""
    mean_days: float = 0.0
    """How long a dose takes there, where the skin decides. [day]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """A regimen on the grid of steps."""

    bodies: tuple[_Body, ...]
    at_follicle: tuple[tuple[Agent, str], ...]
    """What acts at the follicle itself, by drug and route."""
    doses: exposure.Doses
    missable: tuple[_Missable, ...]
    columns: int


def _bodies(regimen: Regimen, evidence: Catalogue, *, levels: bool) -> tuple[_Body, ...]:
    """Where drugs have concentrations that act, or that are asked for."""
    found: dict[tuple[str, str], _Body] = {}
    for course in regimen.courses:
        agent = agents()[course.agent]
        if not (levels or agent.acts_from_blood):
            continue
        if course.route == "oral":
            found.setdefault((agent.name, "oral"), _Body(agent=agent, place="oral"))
            continue
        if (agent.name, "absorbed") in found:
            continue
        times = skin_times(course, evidence)
        found[agent.name, "absorbed"] = _Body(agent=agent, place="absorbed", mean_days=times.to_blood)
        if agent.inhibits:
            found[agent.name, "sheath"] = _Body(agent=agent, place="sheath", mean_days=times.at_follicle)
    return tuple(found.values())


def _amounts(
    regimen: Regimen, course: Course, place: str, mean_days: float, until_day: float, evidence: Catalogue
) -> list[float]:
    """What each dose of a course brings to a body. [mg]"""
    if place == "oral":
        return [course.dose_mg for _ in regimen.dose_days(course, until_day)]
    doses = skin_doses(regimen, course, until_day, evidence)
    # Around the follicle, amounts are such that what is cleared from one liter leaves the exposure that was found.
    found = doses.blood if place == "absorbed" else doses.exposure * _sheath_rate(mean_days) / NG_PER_ML
    amounts: list[float] = found.tolist()
    return amounts


def _sheath_rate(mean_days: float) -> float:
    """Rate of each of the two equal steps by which a dose comes to the follicle and goes. [1/day]"""
    return 2.0 / mean_days


def _plan(
    regimen: Regimen, steps: int, step_days: float, evidence: Catalogue, *, levels: bool = False
) -> _Plan:
    """Doses on steps, in the order of time."""
    known = agents()
    bodies = _bodies(regimen, evidence, levels=levels)
    at_follicle = list(
        dict.fromkeys(
            (one.agent, one.route) for one in regimen.courses if known[one.agent].stimulates is not None
        )
    )
    rows: list[tuple[int, int, float, int]] = []
    missable: list[_Missable] = []
    columns = 0
    for place, course in enumerate(regimen.courses):
        days = regimen.dose_days(course, steps * step_days)
        on = [math.floor(day / step_days + 0.5) for day in days]
        missed = course.adherence_fraction < 1.0
        given: list[tuple[int, list[float]]] = []
        for slot, body in enumerate(bodies):
            if body.agent.name == course.agent and (body.place == "oral") == (course.route == "oral"):
                end = steps * step_days
                given.append((slot, _amounts(regimen, course, body.place, body.mean_days, end, evidence)))
        stimulates = known[course.agent].stimulates
        if stimulates is not None:
            slot = len(bodies) + at_follicle.index((course.agent, course.route))
            given.append((slot, _at_follicle(regimen, course, stimulates, steps * step_days, evidence)))
        rows += [
            (step, slot, amount, columns + k if missed else -1)
            for slot, amounts in given
            for k, (step, amount) in enumerate(zip(on, amounts, strict=True))
            if step < steps
        ]
        if missed:
            earlier = sum(
                (one.agent, one.route) == (course.agent, course.route) for one in regimen.courses[:place]
            )
            what = f"missed doses of {course.agent} {earlier}"
            here = slice(columns, columns + len(on))
            missable.append(_Missable(what=what, columns=here, adherence_fraction=course.adherence_fraction))
            columns += len(on)
    rows.sort()
    return _Plan(
        bodies=bodies,
        at_follicle=tuple((known[name], route) for name, route in at_follicle),
        doses=exposure.Doses(
            step=np.array([row[0] for row in rows], dtype=np.int64),
            slot=np.array([row[1] for row in rows], dtype=np.int64),
            amount=np.array([row[2] for row in rows], dtype=np.float64),
            column=np.array([row[3] for row in rows], dtype=np.int64),
        ),
        missable=tuple(missable),
        columns=columns,
    )


def _at_follicle(
    regimen: Regimen, course: Course, stimulates: Stimulates, until_day: float, evidence: Catalogue
) -> list[float]:
    """What each dose does at the follicle: a drive on the skin, a dose relative to the reference by mouth. [day]"""
    if course.route == "topical" or stimulates.oral_reference_dose is None:
        doses: list[float] = drive_of_doses(regimen, course, until_day, evidence).tolist()
        return doses
    reference = evidence.value(stimulates.oral_reference_dose, "mg/day")
    return [course.dose_mg / reference for _ in regimen.dose_days(course, until_day)]


def _same_until(doses: exposure.Doses, cells: int, steps: int) -> NDArray[np.int64]:
    """First cell after each whose doses differ from its own; a dose that may be missed is like no other."""
    edges = np.searchsorted(doses.step, np.arange(cells + 1) * steps)
    patterns = []
    for cell in range(cells):
        here = slice(edges[cell], edges[cell + 1])
        fixed = bool((doses.column[here] < 0).all())
        listed = (doses.step[here] - cell * steps, doses.slot[here], doses.amount[here])
        patterns.append(b"".join(part.tobytes() for part in listed) if fixed else cell)
    until = np.arange(1, cells + 1, dtype=np.int64)
    for cell in range(cells - 2, -1, -1):
        if patterns[cell] == patterns[cell + 1]:
            until[cell] = until[cell + 1]
    return until


Outputs = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


def _run(
    plan: _Plan, people: Physiology, grid: exposure.Grid, seed: int, evidence: Catalogue, out: Outputs
) -> None:
    """Follow everyone, in blocks on all cores; what a block writes depends on its people alone."""
    numbers = _numbers(plan, people, evidence)
    clustering = evidence.value("missed_dose_clustering", "1")

    def follow(start: int, stop: int) -> None:
        taken = np.ones((stop - start, plan.columns), dtype=np.bool_)
        for course in plan.missable:
            count = course.columns.stop - course.columns.start
            taken[:, course.columns] = doses_taken(
                seed, course.what, people.person[start:stop], count, course.adherence_fraction, clustering
            )
        block = exposure.People(*(array[start:stop] for array in numbers))
        views = (array[start:stop] for array in out)
        exposure.follow_people(0, stop - start, block, plan.doses, taken, grid, *views)

    in_blocks(follow, len(people))


def _numbers(plan: _Plan, people: Physiology, evidence: Catalogue) -> exposure.People:
    """Numbers of everyone in the columns that the compiled loop reads."""
    n = len(people)
    fate = np.zeros((n, len(plan.bodies), kinetics.FRACTION + 1))
    action = np.zeros((n, len(plan.bodies), exposure.BLOCK + 1))
    reach = 1.0
    for place, body in enumerate(plan.bodies):
        fate[:, place] = _fate(body, people, evidence)
        action[:, place] = _action(body.agent, people, evidence)
        if body.place == "sheath":
            action[:, place, : exposure.SCALP_SRD5A1] = 0.0
            reach = min(reach, scalp_reach(body.agent.name, evidence))
    scalp = np.zeros((n, len(plan.at_follicle), exposure.SULFATION + 1))
    for place, (agent, route) in enumerate(plan.at_follicle):
        scalp[:, place] = _on_follicle(agent, route, people, evidence)
    return exposure.People(
        kinetics=fate, action=action, androgens=_androgens(people, reach, evidence), scalp=scalp
    )


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


def _fate(body: _Body, people: Physiology, evidence: Catalogue) -> NDArray[np.float64]:
    """Kinetics of a drug in one of its bodies."""
    if body.place == "sheath":
        columns = np.zeros((len(people), kinetics.FRACTION + 1))
        rate = _sheath_rate(body.mean_days)
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
    columns = np.zeros((len(people), exposure.BLOCK + 1))
    places = {
        "srd5a1": (exposure.SRD5A1, exposure.SCALP_SRD5A1),
        "srd5a2": (exposure.SRD5A2, exposure.SCALP_SRD5A2),
    }
    for effect in agent.inhibits:
        blood, scalp = places[effect.enzyme]
        rate = people.of(effect.rate, effect.UNITS["rate"], evidence)
        columns[:, blood] += rate
        if effect.scalp_exposure is not None:
            rate = rate * people.of(effect.scalp_exposure, effect.UNITS["scalp_exposure"], evidence)
        columns[:, scalp] += rate
    if agent.blocks is not None:
        columns[:, exposure.BLOCK] = 1.0 / people.of(agent.blocks.half, agent.blocks.UNITS["half"], evidence)
    return columns


def _on_follicle(agent: Agent, route: str, people: Physiology, evidence: Catalogue) -> NDArray[np.float64]:
    columns = np.zeros((len(people), exposure.SULFATION + 1))
    if agent.stimulates is not None:
        columns[:, exposure.RESERVOIR] = people.of(agent.stimulates.rate, "1/day", evidence)
        columns[:, exposure.HALF_DOSE] = half_of_reference(evidence)
        columns[:, exposure.IS_DRIVE] = route == "topical"
        columns[:, exposure.SULFATION] = people.values[f"{agent.name}_response"]
    return columns


def _androgens(people: Physiology, reach: float, evidence: Catalogue) -> NDArray[np.float64]:
    known = [people.of(name, unit, evidence) for name, unit in ANDROGENS.items()]
    columns = np.stack([*known, np.full(len(people), reach)], axis=1)
    typical = evidence.value("serum_srd5a2_share", "1")
    typical_scalp = evidence.value("scalp_srd5a2_share", "1")
    shares = columns[:, exposure.SHARE]
    columns[:, exposure.SCALP_SHARE] = [share_elsewhere(share, typical, typical_scalp) for share in shares]
    return columns
