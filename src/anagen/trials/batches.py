"""A trial's people in batches: the least work that can be done anywhere, in any order.

A batch is some candidates by number. They are grown up, screened, and those taken are seen in all arms; nothing in it
depends on another batch, nor on the machine.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from anagen.cluster.parts import source_sha256
from anagen.errors import InputError
from anagen.evidence import Catalogue
from anagen.instruments import Instrument, instrument, number
from anagen.patient.cohort import Group
from anagen.simulation.device import CPU, lived_on
from anagen.simulation.numbers import follicle_numbers
from anagen.simulation.observe import observe, shed_up_to_baseline
from anagen.treatment.chance import uniforms
from anagen.treatment.regimen import Regimen
from anagen.trials.enrolment import enrolled, trial_candidates
from anagen.trials.protocol import Arm, Trial
from anagen.units import DAYS_PER_WEEK

__all__ = ["BATCH", "Job", "Seen", "drifted", "look_at", "regimen_of"]

Floats = NDArray[np.float64]
BATCH = 64
"""Candidates of a batch: a constant of the work, so that no digit can hang on the machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """All that a batch depends on, but for its number."""

    trial: Trial
    sex: str
    """Of its candidates: where both took part, each is a job of its own."""
    seed: int
    follicles: int
    """Follicles of each person."""
    evidence: Catalogue
    source: str
    """`source_sha256` of the process that asked; another version's digits would not be the same."""
    device: str = CPU
    """What lives the follicles. No digit hangs on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen of those taken from some batches, one after another."""

    first: int
    """Number of the first batch."""
    taken: NDArray[np.int64]
    """[batches] how many were taken of each."""
    values: Floats
    """[people, arms, measures, visits] readings, drifts included."""
    seconds: float = 0.0
    """How long it took."""

    def batches(self) -> dict[int, Floats]:
        """Readings of each batch by its number."""
        ends = np.cumsum(self.taken)
        parts = np.split(self.values, ends[:-1])
        return {self.first + k: part for k, part in enumerate(parts)}


def look_at(job: Job, first: int, count: int) -> Seen:
    """Look at some batches of candidates.

    Parameters
    ----------
    job
        What the trial is, and with which numbers.
    first, count
        Number of the first batch, and how many.
    """
    if job.source != source_sha256():
        raise InputError(
            "A worker runs another version of anagen than the one that asked it. Install the same on both."
        )
    start = time.perf_counter()
    with lived_on(job.device):
        parts = [look_at_one(job, number) for number in range(first, first + count)]
    return Seen(
        first=first,
        taken=np.array([len(one) for one in parts], np.int64),
        values=np.concatenate(parts),
        seconds=time.perf_counter() - start,
    )


def look_at_one(job: Job, batch: int) -> Floats:
    """Readings [people taken, arms, measures, visits] of one batch."""
    trial, evidence = job.trial, job.evidence
    tools = [instrument(one.kind, one.settings, evidence) for one in trial.instruments]
    days = np.round(DAYS_PER_WEEK * np.array(trial.visits_weeks))
    group = screened(job, batch)
    values = np.empty((len(group), len(trial.arms), len(tools), days.size))
    if not len(group):
        return values
    before = None
    if any(one.source == "shed" for one in tools):
        before = shed_up_to_baseline(group, seed=job.seed, evidence=evidence, region=trial.population.region)
    for k, arm in enumerate(trial.arms):
        seen = arm_readings(job, batch, group, arm, tools, days, before)
        for j, (one, read) in enumerate(zip(trial.instruments, seen, strict=True)):
            values[:, k, j] = drifted(trial, (arm.name, one.measure), read, evidence)
    return values


def arm_readings(
    job: Job, batch: int, group: Group, arm: Arm, tools: list[Instrument], days: Floats, before: Floats | None
) -> list[Floats]:
    """What each instrument reads of a group in one arm, those included who give up what they were given."""
    regimen = regimen_of(arm, job.evidence)

    def seen(some: Group, plan: Regimen, shed: Floats | None) -> list[Floats]:
        return observe(some, plan, tools, days, evidence=job.evidence, seed=job.seed, shed_before=shed)

    if arm.quits_week is None:
        return seen(group, regimen, before)
    share = number(arm.quits_share, "1", job.evidence)
    luck = uniforms(job.seed, "quits", BATCH, batch * BATCH)[:, 0]
    quits = luck[group.population.person - batch * BATCH] < share
    readings = [np.empty((len(group), days.size)) for _ in tools]
    for plan, those in ((regimen.until(DAYS_PER_WEEK * arm.quits_week), quits), (regimen, ~quits)):
        who = np.flatnonzero(those)
        if who.size:
            some = Group(population=group.population.take(who), candidates=group.candidates.take(who))
            shed = None if before is None else before[who]
            for everyone, own in zip(readings, seen(some, plan, shed), strict=True):
                everyone[who] = own
    return readings


def screened(job: Job, batch: int) -> Group:
    """Those of one batch of candidates who are taken, on day 0."""
    population = job.trial.population
    candidates = trial_candidates(
        population, job.sex, batch * BATCH, BATCH, seed=job.seed, evidence=job.evidence
    )
    return enrolled(
        population,
        candidates,
        numbers=follicle_numbers(job.evidence, job.sex),
        follicles=job.follicles,
        seed=job.seed,
        evidence=job.evidence,
    )


def regimen_of(arm: Arm, evidence: Catalogue) -> Regimen:
    """What an arm is given, and how much of it is taken."""
    regimen = Regimen.of(arm.regimen)
    share = number(arm.adherence_fraction, "1", evidence)
    if share >= 1.0:
        return regimen
    return Regimen(
        courses=tuple(
            replace(one, adherence_fraction=share * one.adherence_fraction) for one in regimen.courses
        ),
        procedures=tuple(
            replace(one, adherence_fraction=share * one.adherence_fraction) for one in regimen.procedures
        ),
    )


def drifted(trial: Trial, key: tuple[str, str], values: Floats, evidence: Catalogue) -> Floats:
    """Readings of an arm and measure with what moves the instrument after the first visit."""
    arm, measure = key
    for drift in trial.drifts:
        if drift.measure == measure and (not drift.arms or arm in drift.arms):
            later = number(drift.times, "1", evidence) * values[:, 1:] + number(drift.adds, "1", evidence)
            values = np.concatenate([values[:, :1], later], axis=1)
    return values
