"""Run a trial: enrol virtual people, give each arm its regimen, read the instruments, set it beside what was published.

All arms hold the same people with the same chance, so that a contrast is not blurred by who happened to be in which
arm; its interval is that of a trial with different people in each arm.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from anagen.cluster.executor import Executor, Here
from anagen.cluster.parts import Parts, source_sha256
from anagen.evidence import Catalogue, known
from anagen.evidence.ensemble import ensemble as fitted
from anagen.instruments import instrument, number
from anagen.provenance import Provenance, check_run, provenance
from anagen.simulation.device import CPU, check_device
from anagen.trials.batches import BATCH, Job, regimen_of
from anagen.trials.between import between_trials_sd
from anagen.trials.collect import Need, collect
from anagen.trials.files import find_trial
from anagen.trials.protocol import Trial
from anagen.trials.result import ArmResult, TrialResult
from anagen.trials.values import Readings, comparison, values_of

__all__ = ["Pool", "readings", "regimen_of", "run_people", "run_trial", "values_of"]

Progress = Callable[[float], None]
PEOPLE, FOLLICLES = 1000, 400
SETS = 8
"""Further sets of numbers of the fit that a trial is run with."""
SPREAD_PEOPLE_SHARE = 0.1
"""Share of the people that each further set of numbers is run with, to see how far its means lie from the first's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The people of a trial, as its instruments read them in each arm."""

    trial: Trial
    people: int
    readings: Readings
    others: tuple[Readings, ...]
    """Fewer people with each of the further sets of numbers."""
    evidence: Catalogue
    sets: tuple[Catalogue, ...]
    """The further sets of numbers."""
    provenance: Provenance


def run_trial(
    trial: Trial | str | Path,
    *,
    people: int | None = None,
    seed: int = 1,
    follicles: int = FOLLICLES,
    evidence: Catalogue | None = None,
    ensemble: Sequence[Catalogue] | None = None,
    progress: Progress | None = None,
    executor: Executor | None = None,
    work: Path | None = None,
    resume: bool = False,
    device: str = CPU,
) -> TrialResult:
    """Run a trial.

    Parameters
    ----------
    trial
        A trial, the identifier of a packaged one, or a file.
    people
        Virtual people in each arm. Intervals are those of a trial of the published size; where the file does not give
        it, of this many.
    seed
        Seed of all random numbers; one seed gives one result on any machine and number of cores.
    follicles
        Follicles of each.
    evidence
        Other numbers than those that are known.
    ensemble
        Further sets of numbers that are nearly as likely; how far their means lie apart widens the intervals. Those of
        the fit if not given; none for intervals of chance alone.
    progress
        Called with the share of the work that was done since the last call.
    executor
        Where the work is done, as `anagen.cluster.workers.opened` gives it; this process if not given.
    work
        Folder in which finished work is kept as it comes, so that a run that is killed can go on.
    resume
        Whether to go on with what is in that folder.
    device
        What lives the follicles: ``"cpu"``, or ``"cuda"`` for a GPU, with the same digits.

    Returns
    -------
    TrialResult
        Every arm and contrast at every visit, predicted and, where there is one, published.
    """
    return result_of(
        run_people(
            trial,
            people=people,
            seed=seed,
            follicles=follicles,
            evidence=evidence,
            ensemble=ensemble,
            progress=progress,
            executor=executor,
            work=work,
            resume=resume,
            device=device,
        )
    )


def run_people(
    trial: Trial | str | Path,
    *,
    people: int | None = None,
    seed: int = 1,
    follicles: int = FOLLICLES,
    evidence: Catalogue | None = None,
    ensemble: Sequence[Catalogue] | None = None,
    progress: Progress | None = None,
    executor: Executor | None = None,
    work: Path | None = None,
    resume: bool = False,
    device: str = CPU,
) -> Pool:
    """Run the people of a trial, with the numbers and with each further set of numbers; arguments as `run_trial`."""
    plan = trial if isinstance(trial, Trial) else find_trial(trial)
    evidence = evidence or known()
    enrolled = PEOPLE if people is None else people
    check_run(seed=seed, people=enrolled, follicles=follicles)
    check_device(device, elsewhere=not (executor is None or isinstance(executor, Here)))
    further = tuple(fitted(evidence, most=1 + SETS)[1:] if ensemble is None else ensemble)
    fewer = max(2, math.ceil(SPREAD_PEOPLE_SHARE * enrolled))
    sizes = [enrolled, *[fewer] * len(further)]

    def tell(done: float) -> None:
        if progress is not None:
            progress(done / sum(sizes))

    needs = [
        needs_of(plan, size, seed, follicles, numbers, device)
        for numbers, size in zip((evidence, *further), sizes, strict=True)
    ]
    flat = [one for some in needs for one in some]
    parts = None if work is None else Parts(work, record_of(flat), resume=resume)
    values = iter(collect(flat, executor=executor, parts=parts, tell=tell))
    seen = [by_arm(plan, [next(values) for _ in some]) for some in needs]
    return Pool(
        trial=plan,
        people=enrolled,
        readings=seen[0],
        others=tuple(seen[1:]),
        evidence=evidence,
        sets=further,
        provenance=provenance(
            seed=seed,
            evidence=evidence.fingerprint,
            overrides=evidence.overrides_as_dicts(),
            settings={"people": enrolled, "follicles": follicles, "parameter_sets": 1 + len(further)},
        ),
    )


def needs_of(
    trial: Trial, people: int, seed: int, follicles: int, evidence: Catalogue, device: str = CPU
) -> list[Need]:
    """The people that a trial needs with one set of numbers, by sex, in the shares that took part."""
    needs, places = [], people
    shares = trial.population.sexes
    for k, (sex, share) in enumerate(shares):
        size = places if k == len(shares) - 1 else round(share * people)
        places -= size
        job = Job(
            trial=trial,
            sex=sex,
            seed=seed,
            follicles=follicles,
            evidence=evidence,
            source=source_sha256(),
            device=device,
        )
        needs.append(Need(job=job, people=size))
    return needs


def record_of(needs: Sequence[Need]) -> dict[str, object]:
    """What kept work is of, so that none is taken for another's."""
    first = needs[0].job
    return {
        "trial": first.trial.id,
        "protocol": repr(first.trial),
        "seed": first.seed,
        "follicles": first.follicles,
        "people": [one.people for one in needs],
        "sex": [one.job.sex for one in needs],
        "evidence": [one.job.evidence.fingerprint for one in needs],
        "batch": BATCH,
        "source": first.source,
    }


def by_arm(trial: Trial, parts: Sequence[NDArray[np.float64]]) -> Readings:
    """Readings [people, arms, measures, visits], in parts, as [people, visits] by arm and measure."""
    values = np.concatenate(parts)
    return {
        (arm.name, one.measure): values[:, k, j]
        for k, arm in enumerate(trial.arms)
        for j, one in enumerate(trial.instruments)
    }


def readings(
    trial: Trial, *, people: int, seed: int, follicles: int, evidence: Catalogue, tell: Progress | None = None
) -> Readings:
    """What the instruments read of every person at every visit, by arm and measure, drifts included.

    Parameters
    ----------
    trial
        The trial.
    people
        Virtual people in each arm.
    seed
        Seed of all random numbers.
    follicles
        Follicles of each.
    evidence
        All numbers.
    tell
        Called with the number of people that are done.
    """
    return by_arm(trial, collect(needs_of(trial, people, seed, follicles, evidence), tell=tell))


def result_of(pool: Pool) -> TrialResult:
    """Every outcome of every arm and contrast, predicted and published."""
    trial, evidence = pool.trial, pool.evidence
    main = values_of(trial, pool.readings, evidence)
    others = [values_of(trial, seen, numbers) for seen, numbers in zip(pool.others, pool.sets, strict=True)]
    spread = {
        key: math.hypot(
            away([one[key].mean for one in others], main[key].mean),
            between_trials_sd(trial, key, main, evidence),
        )
        for key in main
    }
    read_by = {one.measure: instrument(one.kind, one.settings, evidence) for one in trial.instruments}
    published = {(one.arm, one.versus, one.measure, one.week, one.value_kind): one for one in trial.outcomes}
    rows = [
        comparison(trial, key, value, published.get(key), spread[key], read_by[key[2]], pool.people)
        for key, value in main.items()
    ]
    return TrialResult(
        trial=trial,
        arms=tuple(
            ArmResult(
                arm=arm.name,
                regimen=str(regimen_of(arm, evidence)),
                people=pool.people,
                outcomes=tuple(one for one in rows if one.arm == arm.name and one.versus is None),
            )
            for arm in trial.arms
        ),
        contrasts=tuple(one for one in rows if one.versus is not None),
        notes=notes(trial, evidence),
        provenance=pool.provenance,
    )


def away(means: Sequence[float], told: float) -> float:
    """How far sets of numbers that fit nearly as well lie from the mean that is told, as a root mean square.

    The interval stands around what is told, which is the best set's and not the middle of the others.
    """
    return math.sqrt(sum((mean - told) ** 2 for mean in means) / len(means)) if means else 0.0


def notes(trial: Trial, evidence: Catalogue) -> tuple[str, ...]:
    """What to know before reading the figures."""
    said = [trial.notes] if trial.notes else []
    for drift in trial.drifts:
        adds, times = number(drift.adds, "1", evidence), number(drift.times, "1", evidence)
        moves = [f"{adds:+g}"] if adds else []
        moves += [f"times {times:g}"] if times != 1.0 else []
        said.append(f"{drift.measure} reads {' and '.join(moves) or '+0'} after baseline: {drift.because}.")
    return tuple(said)
