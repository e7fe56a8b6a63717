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
from anagen.laws.androgen import assayed, effective_androgen
from anagen.treatment import exposure_tables as tables
from anagen.treatment.adherence import doses_taken
from anagen.treatment.agents import agents
from anagen.treatment.blocks import in_blocks
from anagen.treatment.dose_plan import DosePlan, dose_plan, same_until
from anagen.treatment.exposure import follow_people
from anagen.treatment.healing import healing_drive
from anagen.treatment.people_numbers import people_numbers
from anagen.treatment.physiology import Physiology
from anagen.treatment.regimen import Regimen

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
    plan = dose_plan(regimen, cells * steps, step_days, evidence)
    grid = tables.Grid(
        step_days=step_days,
        steps_per_cell=steps,
        cells=cells,
        same_until=same_until(plan.doses, cells, steps),
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
    plan = dose_plan(regimen, last, step_days, evidence, levels=True)
    grid = tables.Grid(
        step_days=step_days,
        steps_per_cell=1,
        cells=last,
        same_until=np.zeros(last, np.int64),
        read_step=read_step,
    )
    reads = np.empty((len(people), when.size, tables.FIRST_CONCENTRATION + len(plan.bodies)))
    spare = np.empty((len(people), last)), np.empty((len(people), last))
    _run(plan, people, grid, seed, evidence, (*spare, reads))
    reads.flags.writeable = False
    levels: dict[str, NDArray[np.float64]] = {}
    for place, body in enumerate(plan.bodies):
        if body.place != "sheath":
            level = reads[:, :, tables.FIRST_CONCENTRATION + place]
            levels[body.agent.name] = levels.get(body.agent.name, 0.0) + level
    return DhtCourse(
        days=when,
        serum_dht=reads[:, :, tables.SERUM_DHT],
        scalp_dht=reads[:, :, tables.SCALP_DHT],
        serum_testosterone=reads[:, :, tables.SERUM_T],
        scalp_testosterone=reads[:, :, tables.SCALP_T],
        androgen=reads[:, :, tables.DRIVE],
        minoxidil=reads[:, :, tables.TOPICAL_DRIVE],
        concentration_ng_per_ml=MappingProxyType(levels),
    )


def _check_sex(regimen: Regimen, people: Physiology) -> None:
    """Refuse to give men what only women are given."""
    for course in regimen.courses:
        if people.sex != "female" and agents()[course.agent].women_only:
            raise RegimenError(f"{course.agent} is given to women only; these people are men.")


Outputs = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


def _run(
    plan: DosePlan, people: Physiology, grid: tables.Grid, seed: int, evidence: Catalogue, out: Outputs
) -> None:
    """Follow everyone, in blocks on all cores; what a block writes depends on its people alone."""
    numbers = people_numbers(plan, people, evidence)
    clustering = evidence.value("missed_dose_clustering", "1")

    def follow(start: int, stop: int) -> None:
        taken = np.ones((stop - start, plan.columns), dtype=np.bool_)
        for course in plan.missable:
            count = course.columns.stop - course.columns.start
            taken[:, course.columns] = doses_taken(
                seed, course.what, people.person[start:stop], count, course.adherence_fraction, clustering
            )
        block = tables.People(*(array[start:stop] for array in numbers))
        views = (array[start:stop] for array in out)
        follow_people(0, stop - start, block, plan.doses, taken, grid, *views)

    in_blocks(follow, len(people))
