"""A regimen on the grid of steps: which dose brings how much where, and when."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.evidence import Catalogue
from anagen.laws.pharmacokinetics import NG_PER_ML
from anagen.treatment import exposure_tables as tables
from anagen.treatment.agent import Agent, Stimulates
from anagen.treatment.agents import agents
from anagen.treatment.regimen import Course, Regimen
from anagen.treatment.skin_doses import drive_of_doses, skin_doses, skin_times

__all__ = ["Body", "DosePlan", "Missable", "dose_plan", "same_until", "sheath_rate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missable:
    """The doses of a course that some people miss."""

    what: str
    columns: slice
    adherence_fraction: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One place in which a drug has a concentration over time."""

    agent: Agent
    place: str
    """``"oral"`` in blood, swallowed; ``"absorbed"`` in blood, through the skin; ``"sheath"`` around the follicle."""
    mean_days: float = 0.0
    """How long a dose takes there, where the skin decides. [day]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DosePlan:
    """A regimen on the grid of steps."""

    bodies: tuple[Body, ...]
    at_follicle: tuple[tuple[Agent, str], ...]
    """What acts at the follicle itself, by drug and route."""
    doses: tables.Doses
    missable: tuple[Missable, ...]
    columns: int


def dose_plan(
    regimen: Regimen, steps: int, step_days: float, evidence: Catalogue, *, levels: bool = False
) -> DosePlan:
    """Doses on steps, in the order of time.

    Parameters
    ----------
    regimen
        What is taken.
    steps
        How many there are.
    step_days
        Length of a step. [day]
    evidence
        Numbers of the drugs.
    levels
        Whether concentrations are asked for that act on nothing.
    """
    known = agents()
    bodies = _bodies(regimen, evidence, levels=levels)
    stimulating = [one for one in regimen.courses if known[one.agent].stimulates is not None]
    at_follicle = list(dict.fromkeys((one.agent, one.route) for one in stimulating))
    rows: list[tuple[int, int, float, int]] = []
    missable: list[Missable] = []
    columns = 0
    until_day = steps * step_days
    for place, course in enumerate(regimen.courses):
        on = [math.floor(day / step_days + 0.5) for day in regimen.dose_days(course, until_day)]
        missed = course.adherence_fraction < 1.0
        given = list(_to_bodies(regimen, course, bodies, until_day, evidence))
        stimulates = known[course.agent].stimulates
        if stimulates is not None:
            slot = len(bodies) + at_follicle.index((course.agent, course.route))
            given.append((slot, _at_follicle(regimen, course, stimulates, until_day, evidence)))
        rows += [
            (step, slot, amount, columns + k if missed else -1)
            for slot, amounts in given
            for k, (step, amount) in enumerate(zip(on, amounts, strict=True))
            if step < steps
        ]
        if missed:
            missable.append(_missable(regimen.courses, place, slice(columns, columns + len(on))))
            columns += len(on)
    return DosePlan(
        bodies=bodies,
        at_follicle=tuple((known[name], route) for name, route in at_follicle),
        doses=_in_order(rows),
        missable=tuple(missable),
        columns=columns,
    )


def _bodies(regimen: Regimen, evidence: Catalogue, *, levels: bool) -> tuple[Body, ...]:
    """Where drugs have concentrations that act, or that are asked for."""
    found: dict[tuple[str, str], Body] = {}
    for course in regimen.courses:
        agent = agents()[course.agent]
        if not (levels or agent.acts_from_blood):
            continue
        if course.route == "oral":
            found.setdefault((agent.name, "oral"), Body(agent=agent, place="oral"))
            continue
        if (agent.name, "absorbed") in found:
            continue
        times = skin_times(course, evidence)
        found[agent.name, "absorbed"] = Body(agent=agent, place="absorbed", mean_days=times.to_blood)
        if agent.inhibits:
            found[agent.name, "sheath"] = Body(agent=agent, place="sheath", mean_days=times.at_follicle)
    return tuple(found.values())


def _to_bodies(
    regimen: Regimen, course: Course, bodies: tuple[Body, ...], until_day: float, evidence: Catalogue
) -> Iterator[tuple[int, list[float]]]:
    """What the doses of a course bring to each body that they reach, by its place. [mg]"""
    for slot, body in enumerate(bodies):
        if body.agent.name == course.agent and (body.place == "oral") == (course.route == "oral"):
            yield slot, _amounts(regimen, course, body.place, body.mean_days, until_day, evidence)


def _amounts(
    regimen: Regimen, course: Course, place: str, mean_days: float, until_day: float, evidence: Catalogue
) -> list[float]:
    """What each dose of a course brings to a body. [mg]"""
    if place == "oral":
        return [course.dose_mg for _ in regimen.dose_days(course, until_day)]
    doses = skin_doses(regimen, course, until_day, evidence)
    # Around the follicle, amounts are such that what is cleared from one liter leaves the exposure that was found.
    found = doses.blood if place == "absorbed" else doses.exposure * sheath_rate(mean_days) / NG_PER_ML
    amounts: list[float] = found.tolist()
    return amounts


def sheath_rate(mean_days: float) -> float:
    """Rate of each of the two equal steps by which a dose comes to the follicle and goes. [1/day]"""
    return 2.0 / mean_days


def _at_follicle(
    regimen: Regimen, course: Course, stimulates: Stimulates, until_day: float, evidence: Catalogue
) -> list[float]:
    """What each dose does at the follicle: a drive on the skin, a dose relative to the reference by mouth. [day]"""
    if course.route == "topical" or stimulates.oral_reference_dose is None:
        doses: list[float] = drive_of_doses(regimen, course, until_day, evidence).tolist()
        return doses
    reference = evidence.value(stimulates.oral_reference_dose, "mg/day")
    return [course.dose_mg / reference for _ in regimen.dose_days(course, until_day)]


def _missable(courses: tuple[Course, ...], place: int, columns: slice) -> Missable:
    """The doses of a course that some people miss; courses of one drug by one route are told apart by their number."""
    course = courses[place]
    earlier = sum((one.agent, one.route) == (course.agent, course.route) for one in courses[:place])
    return Missable(
        what=f"missed doses of {course.agent} {earlier}",
        columns=columns,
        adherence_fraction=course.adherence_fraction,
    )


def _in_order(rows: list[tuple[int, int, float, int]]) -> tables.Doses:
    """Doses by step, as the compiled loop reads them."""
    rows = sorted(rows)
    return tables.Doses(
        step=np.array([row[0] for row in rows], dtype=np.int64),
        slot=np.array([row[1] for row in rows], dtype=np.int64),
        amount=np.array([row[2] for row in rows], dtype=np.float64),
        column=np.array([row[3] for row in rows], dtype=np.int64),
    )


def same_until(doses: tables.Doses, cells: int, steps: int) -> NDArray[np.int64]:
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
