"""One group of people under one regimen, as instruments see it on visiting days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from anagen.evidence import Catalogue
from anagen.instruments import HairSum, Instrument
from anagen.kernel.population import Channel, Population, Readings, follow
from anagen.kernel.record import ANAGEN, HAIR
from anagen.patient.cohort import Group, grown
from anagen.simulation.bodies import Bodies
from anagen.treatment.drives import dht_course, drives
from anagen.treatment.physiology import Physiology
from anagen.treatment.regimen import Regimen
from anagen.units import DAYS_PER_WEEK

__all__ = ["observe", "observe_baseline", "shed_up_to_baseline"]

Floats = NDArray[np.float64]
SHED_DAYS = 28.0
"""Days before day 0 over which shed hairs are counted for the first visit."""
WINDOWS = {"hair": HAIR, "anagen": ANAGEN}
HORMONES = ("serum_dht", "scalp_dht", "assayed_scalp_dht")


def observe(
    group: Group,
    regimen: Regimen,
    instruments: Sequence[Instrument],
    visit_days: Floats,
    *,
    evidence: Catalogue,
    seed: int,
    shed_before: Floats | None = None,
    bodies: Bodies | None = None,
) -> list[Floats]:
    """What each instrument reads of a group, on each visiting day.

    Parameters
    ----------
    group
        People on day 0.
    regimen
        What they take from day 0 on.
    instruments
        What reads them.
    visit_days
        Whole days, growing from 0 on. [day]
    evidence
        Where the numbers of drugs and scalp come from.
    seed
        Seed of all random numbers; the same for regimens that are to be compared.
    shed_before
        Hairs that each of the group's people shed in the `SHED_DAYS` before day 0, for the first visit.
    bodies
        Theirs, if they are known from another regimen.

    Returns
    -------
    list of arrays
        One of shape (people, visits) for each instrument.
    """
    visits = np.asarray(visit_days, np.float64)
    known = Bodies.of(group.candidates, seed, evidence) if bodies is None else bodies
    # Week-wide cells keep the drives cheap; they need visits on whole weeks.
    cell_days = DAYS_PER_WEEK if np.all(visits % DAYS_PER_WEEK == 0.0) else 1.0
    androgen, minoxidil, wound = drives_of(regimen, known, visits[-1], cell_days)
    sums = hair_sums(instruments)
    readings = follow(
        group.population,
        androgen=androgen,
        minoxidil=minoxidil,
        wound=wound,
        cell_days=cell_days,
        visit_days=visits,
        channels=[channel(one) for one in sums],
        shed_threshold_um=evidence.value("total_hair_diameter", "um"),
    )
    hormones = hormones_of(regimen, known.physiology, instruments, visits, seed, evidence)
    return [
        one.read(hormones[one.source][:, None, :])
        if one.source in HORMONES
        else read(one, sums, readings, evidence, shed_before)
        for one in instruments
    ]


def drives_of(
    regimen: Regimen, bodies: Bodies, last_day: float, cell_days: float
) -> tuple[Floats, Floats, Floats]:
    """Drives of people by cell: androgen, minoxidil, wound. [people, cells]"""
    cells = max(1, round(last_day / cell_days))
    if regimen.is_empty:
        return np.ones((1, cells)), np.zeros((1, cells)), np.zeros((1, cells))
    drive = drives(
        regimen,
        bodies.physiology,
        cells=cells,
        cell_days=cell_days,
        seed=bodies.seed,
        evidence=bodies.evidence,
        healing=bodies.healing(regimen, cells, cell_days),
    )
    return drive.androgen, drive.minoxidil, drive.wound


def hormones_of(
    regimen: Regimen,
    people: Physiology,
    instruments: Sequence[Instrument],
    visits: Floats,
    seed: int,
    evidence: Catalogue,
) -> Mapping[str, Floats]:
    """Hormones [people, visits] relative to no treatment, by the source of an instrument; none if nobody asks."""
    asked = {one.source for one in instruments if one.source in HORMONES}
    if not asked:
        return {}
    if not regimen.courses and "assayed_scalp_dht" not in asked:
        return dict.fromkeys(HORMONES, np.ones((len(people), visits.size)))
    course = dht_course(regimen, people, visits, seed=seed, evidence=evidence)
    return {
        "serum_dht": course.serum_dht,
        "scalp_dht": course.scalp_dht,
        "assayed_scalp_dht": course.assayed_scalp_dht(evidence),
    }


def observe_baseline(
    population: Population, instruments: Sequence[Instrument], evidence: Catalogue
) -> list[Floats]:
    """What each instrument reads of each person on day 0, before anything is given; of shape (people,)."""
    sums = hair_sums(instruments)
    readings = follow(
        population,
        androgen=np.ones(1),
        minoxidil=np.zeros(1),
        cell_days=1.0,
        visit_days=np.zeros(1),
        channels=[channel(one) for one in sums],
    )
    return [read(one, sums, readings, evidence)[:, 0] for one in instruments]


def shed_up_to_baseline(group: Group, *, seed: int, evidence: Catalogue, region: str = "vertex") -> Floats:
    """Hairs that each of a group's people sheds in the `SHED_DAYS` before day 0, of shape (people,)."""
    earlier = grown(
        group.candidates,
        numbers=group.population.numbers,
        follicles=group.population.follicles,
        seed=seed,
        evidence=evidence,
        earlier_days=SHED_DAYS,
        region=region,
    )
    readings = follow(
        earlier,
        androgen=np.ones(1),
        minoxidil=np.zeros(1),
        cell_days=SHED_DAYS,
        visit_days=np.array([0.0, SHED_DAYS]),
        channels=[],
        shed_threshold_um=evidence.value("total_hair_diameter", "um"),
    )
    return readings.shed[:, 1].astype(np.float64)


def hair_sums(instruments: Sequence[Instrument]) -> list[HairSum]:
    """All sums that some instruments need, each once."""
    return list(dict.fromkeys(one for instrument in instruments for one in instrument.sums))


def channel(one: HairSum) -> Channel:
    """A sum as the kernel takes it."""
    return Channel(WINDOWS[one.window], one.threshold_um, one.lag_days, one.power)


def read(
    instrument: Instrument,
    sums: list[HairSum],
    readings: Readings,
    evidence: Catalogue,
    shed_before: Floats | None = None,
) -> Floats:
    """One instrument's readings of hair, of shape (people, visits)."""
    per_cm2 = evidence.value("follicle_density_per_cm2", "1/cm2") / readings.follicles
    if instrument.source == "shed":
        shed = readings.shed / np.diff(readings.visit_days, prepend=-SHED_DAYS)
        shed[:, 0] = np.nan if shed_before is None else shed_before / SHED_DAYS
        return instrument.read(per_cm2 * shed[:, None, :])
    places = [sums.index(one) for one in instrument.sums]
    return instrument.read(per_cm2 * readings.sums[:, places, :])
