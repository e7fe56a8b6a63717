"""The verb: one person under regimens."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError, unknown_name
from anagen.evidence import Catalogue, known
from anagen.evidence.ensemble import ensemble
from anagen.instruments import Instrument, instrument
from anagen.patient.cohort import Group, grown
from anagen.patient.person import Person
from anagen.provenance import check_run, provenance
from anagen.scalp import REGIONS
from anagen.simulation.bodies import Bodies
from anagen.simulation.conditioning import Ensemble, condition
from anagen.simulation.history import History
from anagen.simulation.numbers import follicle_numbers
from anagen.simulation.observe import observe, shed_up_to_baseline
from anagen.treatment.regimen import Regimen
from anagen.units import DAYS_PER_WEEK, DAYS_PER_YEAR

__all__ = ["MEASURES", "REGIONS", "simulate"]

Floats = NDArray[np.float64]
Progress = Callable[[float], None]

MEASURES: dict[str, tuple[str, dict[str, float | str]]] = {
    "visible_hair_density": ("target_area_hair_density", {"threshold_um": "visible_hair_diameter"}),
    "terminal_hair_density": ("terminal_hair_density", {}),
    "total_hair_density": ("hair_density", {}),
    "anagen_share": ("anagen_share", {}),
    "mean_shaft_diameter": ("mean_shaft_diameter", {}),
    "hair_weight": ("hair_weight", {"interval_days": 30.0}),
    "daily_shed_per_100_cm2": ("daily_shed", {"area_cm2": 100.0}),
    "serum_dht": ("serum_dht", {}),
    "scalp_dht": ("scalp_dht", {}),
}
"""What is read of everyone: the name of the measure, the kind of instrument, and what is set on it."""
VISIT_WEEKS = 4
SETS = 8
"""Sets of numbers of the fit that share the people, so that the band holds what the fit leaves open."""
YOUNGEST_YEARS, OLDEST_YEARS = 18, 90
LONGEST_YEARS = 60.0


def simulate(
    person: Person,
    *regimens: Regimen | str,
    years: float = 5.0,
    region: str = "vertex",
    seed: int = 1,
    people: int = 200,
    follicles: int = 400,
    evidence: Catalogue | Sequence[Catalogue] | None = None,
    progress: Progress | None = None,
) -> History:
    """What would be read of a person under each of some regimens, and untreated.

    Parameters
    ----------
    person
        Who.
    *regimens
        What they might take, as `Regimen` or in words; no treatment is always simulated beside.
    years
        How far to look. [year]
    region
        Which region of the scalp.
    seed
        Seed of all random numbers; one seed gives one result on any machine and number of cores.
    people
        Virtual people who stand for the person: of that age, and of that grade if one is given.
    follicles
        Follicles of each.
    evidence
        Other numbers than those that are known, or several sets of numbers that share the people between them; the
        sets of the fit if not given.
    progress
        Called with the share of the work that was done since the last call.

    Returns
    -------
    History
        Readings with bands, and how they were made.
    """
    check_run(seed=seed, people=people, follicles=follicles)
    check(person, years, region)
    plans = [Regimen(), *(Regimen.of(one) if isinstance(one, str) else one for one in regimens)]
    plans = list(dict.fromkeys(plans))
    sets = [evidence] if isinstance(evidence, Catalogue) else list(evidence or ensemble(known(), most=SETS))
    days = visit_days(years)
    shares = [people * (k + 1) // len(sets) - people * k // len(sets) for k in range(len(sets))]

    def tell(done: float) -> None:
        if progress is not None:
            progress(done / people)

    parts, ensembles = [], []
    for k, (share, numbers) in enumerate(zip(shares, sets, strict=True)):
        if share:
            fitting = condition(person, share, seed=seed + k, evidence=numbers)
            ensembles.append(fitting)
            parts.append(simulate_some(fitting, plans, days, region, follicles, seed + k, numbers, tell))
    read = instruments(sets[0])
    return History(
        person=person,
        region=region,
        regimens=tuple(map(str, plans)),
        measures=tuple(MEASURES),
        units=tuple(one.unit for one in read),
        days=days,
        values=np.concatenate(parts, axis=2),
        provenance=provenance(
            seed=seed,
            evidence=sets[0].fingerprint,
            overrides=sets[0].overrides_as_dicts(),
            settings={
                "people": people,
                "follicles": follicles,
                "years": years,
                "region": region,
                "parameter_sets": len(sets),
                "effective_people": round(sum(one.effective_people for one in ensembles)),
                "tempering": round(min(one.tempering for one in ensembles), 2),
            },
        ),
    )


def check(person: Person, years: float, region: str) -> None:
    """Refuse what cannot be simulated."""
    if region not in REGIONS:
        raise unknown_name("region", region, REGIONS)
    if not 0.0 < years <= LONGEST_YEARS:
        raise InputError(
            f"Cannot look {years:g} years ahead. Give more than 0 and at most {LONGEST_YEARS:g} years."
        )
    if not YOUNGEST_YEARS <= person.age_years <= OLDEST_YEARS:
        raise InputError(
            f"People from {YOUNGEST_YEARS} to {OLDEST_YEARS} can be simulated; the person is {person.age_years:g}."
        )


def visit_days(years: float) -> Floats:
    """Days on which everyone is read: every four weeks, as near to the end as that comes. [day]"""
    visits = max(1, round(years * DAYS_PER_YEAR / DAYS_PER_WEEK / VISIT_WEEKS))
    return np.arange(visits + 1.0) * DAYS_PER_WEEK * VISIT_WEEKS


def instruments(evidence: Catalogue) -> list[Instrument]:
    """The instruments that read `MEASURES`."""
    return [instrument(kind, settings, evidence) for kind, settings in MEASURES.values()]


def simulate_some(
    ensemble: Ensemble,
    plans: list[Regimen],
    days: Floats,
    region: str,
    follicles: int,
    seed: int,
    evidence: Catalogue,
    progress: Progress,
) -> NDArray[np.float32]:
    """Readings [regimens, measures, people, days] of an ensemble with one set of numbers."""
    population = grown(
        ensemble.candidates,
        numbers=follicle_numbers(evidence, ensemble.candidates.sex),
        follicles=follicles,
        seed=seed,
        evidence=evidence,
        region=region,
    )
    group = Group(population=population, candidates=ensemble.candidates)
    seen = observe_all(group, plans, instruments(evidence), days, region, evidence, seed)
    progress(float(len(group)))
    return seen


def observe_all(
    group: Group,
    plans: list[Regimen],
    read: list[Instrument],
    days: Floats,
    region: str,
    evidence: Catalogue,
    seed: int,
) -> NDArray[np.float32]:
    """Readings [regimens, measures, people, days] of one group."""
    before = shed_up_to_baseline(group, seed=seed, evidence=evidence, region=region)
    bodies = Bodies.of(group.candidates, seed, evidence)
    seen = [
        observe(group, plan, read, days, evidence=evidence, seed=seed, shed_before=before, bodies=bodies)
        for plan in plans
    ]
    return np.array(seen, np.float32)
