"""The virtual people who stand for one person in a consultation, and their lives under all regimens at once.

They are gathered once, from libraries of all sets of numbers together, so that a set under which the answers are
likelier has more people. All regimens, and none, are lived by the same people with the same chance; what is measured
later changes how much each of them counts, not who they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.consultation.graded import doubtful, graded_likelihood
from anagen.consultation.measurements import Measurement
from anagen.errors import InputError
from anagen.evidence import Catalogue, known
from anagen.evidence.ensemble import ensemble
from anagen.instruments import instrument
from anagen.kernel.numbers import lognormal_sigma
from anagen.kernel.population import grow_up
from anagen.patient.cohort import Candidates, Group, draw, grown
from anagen.patient.person import Person
from anagen.scalp import REGIONS
from anagen.scalp.density import follicle_densities
from anagen.simulation.bodies import Bodies
from anagen.simulation.conditioning import (
    effective_number,
    family_shift,
    likelihood_of,
    systematic,
    tempered,
    worst_loss,
)
from anagen.simulation.cover import cover_of
from anagen.simulation.numbers import follicle_numbers
from anagen.simulation.observe import observe, observe_baseline, shed_up_to_baseline
from anagen.simulation.simulate import check
from anagen.treatment.chance import normals
from anagen.treatment.regimen import Regimen

__all__ = ["READ", "Crowd", "Lives", "Share", "gather", "live", "region_of"]

Floats = NDArray[np.float64]
Progress = Callable[[float], None]

READ: Mapping[str, tuple[str, Mapping[str, float | str]]] = {
    "density": ("target_area_hair_density", {"threshold_um": "visible_hair_diameter"}),
    "diameter": ("mean_shaft_diameter", {}),
    "shed": ("daily_shed", {"area_cm2": 100.0}),
    "terminal": ("terminal_hair_density", {}),
}
"""What is read of everyone: a short name, the kind of instrument, and what is set on it."""
SETS = 6
"""Sets of numbers of the fit, among which the people are shared by how well they fit."""
LIBRARY = 384
"""Virtual people who are looked at with each set."""
LEAST_EFFECTIVE_SHARE = 0.25
"""Below this effective number of people, relative to those asked for, likelihoods of answers are tempered."""
HEALTHY_FOLLICLES = 20_000
ONSET_TO_COME_DAYS = 7.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Share:
    """The people who live by one set of numbers."""

    evidence: Catalogue
    seed: int
    candidates: Candidates

    def __len__(self) -> int:
        return len(self.candidates)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Crowd:
    """Virtual people who stand for one person."""

    person: Person
    region: str
    seed: int
    shares: tuple[Share, ...]
    effective_people: float
    """Effective number of different people of the libraries, under the answers."""
    tempering: float
    """Power to which likelihoods were raised: 1 where enough people fit."""
    grades: tuple[Measurement, ...] = ()
    """Grades on some day under which they were gathered too, read on heads that nothing treats."""
    doubtful: tuple[Measurement, ...] = ()
    """Those of them that hardly anybody with these answers would be given."""

    def __len__(self) -> int:
        return sum(len(one) for one in self.shares)

    @property
    def evidence(self) -> Catalogue:
        """The numbers themselves, apart from the sets."""
        return self.shares[0].evidence

    def where(self, row: int) -> tuple[Share, Candidates]:
        """One of the people, by their place: their set of numbers, and they."""
        for share in self.shares:
            if row < len(share):
                return share, share.candidates.take(np.array([row]))
            row -= len(share)
        raise IndexError(row)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lives:
    """What is read of a crowd under some regimens."""

    regimens: tuple[str, ...]
    """In words."""
    days: Floats
    """[day]"""
    readings: Mapping[str, NDArray[np.float32]]
    """By the names of `READ`: [regimens, people, days]; for a person with factors of one."""
    healthy: Mapping[str, Floats]
    """The same of each one's healthy scalp, of shape (people,)."""
    area_cm2: float
    """Scalp of each that is looked at. [cm2]"""

    def of(self, name: str, regimen: str) -> Floats:
        """One reading under one regimen, [people, days]."""
        return np.asarray(self.readings[name][self.regimens.index(regimen)], np.float64)

    def cover(self, regimen: str) -> Floats:
        """Summed width of the hairs that are seen, relative to the same scalp when healthy. [people, days]"""
        widths = self.of("density", regimen) * np.nan_to_num(self.of("diameter", regimen))
        return np.asarray(widths / (self.healthy["density"] * self.healthy["diameter"])[:, None])


def region_of(person: Person) -> str:
    """Where loss is judged: a man's vertex, a woman's mid-scalp."""
    return "vertex" if person.sex == "male" else "mid_scalp"


def gather(
    person: Person,
    people: int,
    *,
    seed: int,
    evidence: Catalogue | Sequence[Catalogue] | None = None,
    library: int = LIBRARY,
    rater: str = "self",
    grades: Sequence[Measurement] = (),
) -> Crowd:
    """The virtual people who fit what a person said.

    Parameters
    ----------
    person
        Who.
    people
        How many to gather.
    seed
        Seed of all random numbers.
    evidence
        Other numbers than those that are known, or sets of numbers; the sets of the fit if not given.
    library
        How many people to look at with each set.
    rater
        Who told the grade: ``"self"`` or ``"doctor"``.
    grades
        Grades that were given later, with the day: among the people of the libraries are some whom both fit, among the
        few who are gathered by what a person said perhaps none.

    Raises
    ------
    InputError
        If the person cannot be simulated, or nobody fits.
    """
    region = region_of(person)
    check(person, 1.0, region)
    sets = [evidence] if isinstance(evidence, Catalogue) else list(evidence or ensemble(known(), most=SETS))
    priors = [prior_of(person, library, seed + k, numbers) for k, numbers in enumerate(sets)]
    likely = [
        likelihood_of(person, one, numbers, rater) * likelihood_of_coming(person, one, numbers)
        for one, numbers in zip(priors, sets, strict=True)
    ]
    pooled = np.concatenate(likely)
    if not pooled.max() > 0.0:
        raise InputError(
            f"None of {pooled.size} virtual people of age {person.age_years:g} fits what was said of {person!r}. "
            "Check age, grade and onset."
        )
    given = np.concatenate(
        [graded_likelihood(one, grades, numbers) for one, numbers in zip(priors, sets, strict=True)], axis=1
    )
    doubted = doubtful(grades, given, pooled)
    weight, power = tempered(pooled * given.prod(axis=0), LEAST_EFFECTIVE_SHARE * people)
    rows = np.sort(systematic(weight, people, seed))
    shares = []
    for k, (one, numbers) in enumerate(zip(priors, sets, strict=True)):
        own = rows[rows // library == k] - library * k
        if own.size:
            shares.append(Share(evidence=numbers, seed=seed + k, candidates=one.take(own).renumbered()))
    return Crowd(
        person=person,
        region=region,
        seed=seed,
        shares=tuple(shares),
        effective_people=effective_number(weight),
        tempering=power,
        grades=tuple(grades),
        doubtful=doubted,
    )


def likelihood_of_coming(person: Person, prior: Candidates, evidence: Catalogue) -> Floats:
    """How probable it is that each would come at all: people ask about hair loss that they have noticed.

    Without it most of those who fit an answer that is often a misreading, such as a first degree told by a woman,
    would be people who have lost nothing and ask nobody. Who says that there is little or no loss comes for fear of
    it, and nothing follows; nor of a man, who notices his hairline first, which the loss of the top does not see.

    Parameters
    ----------
    person
        What is said.
    prior
        The people.
    evidence
        All numbers.
    """
    if person.sex == "male" or person.answers.get("pattern_seen") == "none":
        return np.ones(len(prior))
    noticed = evidence["noticed_hair_loss_share"].interval
    if noticed is None:
        raise InputError("The evidence holds no window for the loss that is noticed first.")
    loss = worst_loss(cover_of(prior, evidence))
    return np.where(loss > noticed[0], 1.0, evidence.value("consultation_without_loss_chance", "1"))


def prior_of(person: Person, library: int, seed: int, evidence: Catalogue) -> Candidates:
    """People at large of the person's age, sex and ancestry, shifted by what is known of the family."""
    return draw(
        0,
        library,
        seed=seed,
        evidence=evidence,
        age_years=(person.age_years, person.age_years),
        sex=person.sex,
        ancestry=person.ancestry,
        onset_shift_sd=family_shift(person, evidence),
    )


def live(
    crowd: Crowd,
    regimens: Sequence[Regimen],
    days: Floats,
    *,
    follicles: int,
    names: Sequence[str] = ("density", "diameter", "shed"),
    shed_at_start: bool = False,
    progress: Progress | None = None,
) -> Lives:
    """A crowd under each of some regimens.

    Parameters
    ----------
    crowd
        Who.
    regimens
        What they take from day 0 on.
    days
        When they are looked at: whole weeks, rising from 0. [day]
    follicles
        Follicles of each.
    names
        What is read, of `READ`.
    shed_at_start
        Whether the hairs shed in the weeks before day 0 are asked for, which takes another life.
    progress
        Called with the share of the work that was done since the last call.
    """
    parts, healthy = [], []
    for share in crowd.shares:
        read = [instrument(*READ[name], share.evidence) for name in names]
        population = grown(
            share.candidates,
            numbers=follicle_numbers(share.evidence, share.candidates.sex),
            follicles=follicles,
            seed=share.seed,
            evidence=share.evidence,
            region=crowd.region,
        )
        group = Group(population=population, candidates=share.candidates)
        before = None
        if shed_at_start:
            before = shed_up_to_baseline(group, seed=share.seed, evidence=share.evidence, region=crowd.region)
        bodies = Bodies.of(share.candidates, share.seed, share.evidence)
        seen = []
        for plan in regimens:
            seen.append(
                observe(
                    group,
                    plan,
                    read,
                    days,
                    evidence=share.evidence,
                    seed=share.seed,
                    shed_before=before,
                    bodies=bodies,
                )
            )
            if progress is not None:
                progress(len(share) / len(crowd) / len(regimens))
        parts.append(np.array(seen, np.float32))
        whole = healthy_readings(share.evidence, share.candidates.sex)
        healthy.append(np.repeat(np.array(whole)[:, None], len(share), axis=1))
    joined, best = np.concatenate(parts, axis=2), np.concatenate(healthy, axis=1)
    return Lives(
        regimens=tuple(map(str, regimens)),
        days=days,
        readings={name: joined[:, k] for k, name in enumerate(names)},
        healthy={"density": best[0], "diameter": best[1]},
        area_cm2=follicles / crowd.evidence.value("follicle_density_per_cm2", "1/cm2"),
    )


HEALTHY: dict[tuple[object, ...], tuple[float, float]] = {}
"""What was read of healthy scalps, by all that it depends on."""


def healthy_readings(evidence: Catalogue, sex: str) -> tuple[float, float]:
    """Visible hairs and their mean diameter of a scalp on which androgen has not begun to act. [1/cm2], [um]"""
    numbers = follicle_numbers(evidence, sex)
    read = [instrument(*READ[name], evidence) for name in ("density", "diameter")]
    key = (numbers, evidence.value("follicle_density_per_cm2", "1/cm2"), *(one.settings for one in read))
    if key not in HEALTHY:
        population = grow_up(
            numbers, sensitivity=1.0, onset_day=ONSET_TO_COME_DAYS, follicles=HEALTHY_FOLLICLES, seed=1
        )
        found = observe_baseline(population, read, evidence)
        HEALTHY[key] = (float(found[0][0]), float(found[1][0]))
    return HEALTHY[key]


def spreads_of(evidence: Catalogue) -> dict[str, float]:
    """Standard deviation of the logarithm of people's own factors: density of follicles, caliber of hair."""
    law = evidence["follicle_density_per_cm2"].spread
    if law is None or law.cv is None:
        raise InputError("The evidence holds no spread of the density of follicles.")
    density = lognormal_sigma(law.cv)
    caliber = evidence.value("shaft_diameter_sd_between_people", "1")
    return {"density": density, "terminal": density, "caliber": caliber}


def ancestral_density(person: Person, region: str, evidence: Catalogue) -> float:
    """How dense the follicles of a person's ancestry and sex stand in a region, relative to the simulated ones."""
    densities = follicle_densities(person.sex, person.ancestry, evidence)
    return densities[REGIONS.index(region)] / evidence.value("follicle_density_per_cm2", "1/cm2")


def own_factors(crowd: Crowd, name: str, given: tuple[Floats, Floats] | None, spread: float) -> Floats:
    """A factor of each of a crowd, by chance from its law or from what measurements leave of it. [people]

    Parameters
    ----------
    crowd
        Whose.
    name
        Of the factor.
    given
        Mean and standard deviation of its logarithm, given measurements.
    spread
        Its standard deviation between people at large.
    """
    mean, sd = given if given is not None else (np.zeros(len(crowd)), np.full(len(crowd), spread))
    chance = normals(crowd.seed, f"own {name}", len(crowd))
    return np.asarray(np.exp(mean + sd * chance))
