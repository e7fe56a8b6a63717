"""How people differ in what they do to drugs and hormones, and drugs to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from anagen.errors import InputError, unknown_name
from anagen.evidence import Catalogue, Parameter, Spread
from anagen.laws.androgen import menopause_drive
from anagen.treatment.agents import agents
from anagen.treatment.chance import beta_quantile, normals, uniforms
from anagen.treatment.women import WOMENS_OWN, women_from

__all__ = ["ANDROGENS", "SEXES", "Physiology", "draw_physiology", "typical_physiology", "untreated_drive"]

SEXES = ("male", "female")

ANDROGENS: Mapping[str, str] = MappingProxyType(
    {
        "srd5a1_turnover": "1/day",
        "srd5a2_turnover": "1/day",
        "serum_srd5a2_share": "1",
        "scalp_srd5a2_share": "1",
        "dht_turnover": "1/day",
        "scalp_dht_turnover": "1/day",
        "testosterone_reduced_share": "1",
        "scalp_testosterone_reduced_share": "1",
        "testosterone_drive_share": "1",
    }
)
"""Unit by name of the numbers that hormones take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Physiology:
    """Numbers of people that differ from one to the next; the others are everyone's and stay in the evidence."""

    person: NDArray[np.int64]
    """Number of each person, from which chance is drawn. [people]"""
    values: Mapping[str, NDArray[np.float64]]
    """What each person has, by name of parameter; and ``<drug>_response`` relative to the mean. [people]"""
    age_years: NDArray[np.float64] | None = None
    """Where it is known: the old heal more slowly. [people]"""
    sex: str = "male"
    """Of all of them, one of `SEXES`."""

    def __post_init__(self) -> None:
        if self.sex not in SEXES:
            raise unknown_name("sex", self.sex, SEXES)
        for name, value in self.values.items():
            if value.shape != self.person.shape:
                raise InputError(
                    f"The physiology has {self.person.size} people, but {value.size} values of {name}."
                )
        if self.age_years is not None and self.age_years.shape != self.person.shape:
            raise InputError(f"The physiology has {self.person.size} people, but {self.age_years.size} ages.")

    def __len__(self) -> int:
        return self.person.size

    def of(self, name: str, unit: str, evidence: Catalogue) -> NDArray[np.float64]:
        """A number of every person, drawn or everyone's. [people]

        Parameters
        ----------
        name, unit
            Parameter, and the unit that the caller counts on.
        evidence
            Where everyone's numbers stand.
        """
        typical = evidence.value(name, unit)
        if name in self.values:
            return self.values[name]
        return np.full(len(self), typical)

    def take(self, index: ArrayLike) -> Physiology:
        """Some of the people, by where they stand; they remain who they are."""
        chosen = np.asarray(index)
        return replace(
            self,
            person=self.person[chosen],
            values=MappingProxyType({name: value[chosen] for name, value in self.values.items()}),
            age_years=None if self.age_years is None else self.age_years[chosen],
        )

    def aged(self, age_years: ArrayLike) -> Physiology:
        """The same people with their ages.

        Parameters
        ----------
        age_years
            Of each. [year]
        """
        return replace(self, age_years=np.asarray(age_years, np.float64))


def draw_physiology(
    n: int, seed: int, evidence: Catalogue, *, first: int = 0, sex: str = "male"
) -> Physiology:
    """People drawn from the spreads in the evidence.

    Parameters
    ----------
    n
        How many; person i is the same whatever their number.
    seed
        Of the run.
    evidence
        Whose spreads are used.
    first
        Number of the first.
    sex
        Of all of them, one of `SEXES`; a woman is drawn as a man would be, and then differs as women do.
    """
    if n < 1:
        raise InputError(f"Cannot draw {n} people. Draw at least one.")
    values = {
        name: _draw(evidence[name], seed, n, first)
        for name in _names(sex)
        if evidence[name].spread is not None
    }
    for agent in agents().values():
        if agent.stimulates is not None:
            phenotypes = agent.stimulates.response
            share = evidence.value(phenotypes.high_share, "1")
            is_high = uniforms(seed, phenotypes.high_share, n, first)[:, 0] < share
            high, low = values[phenotypes.high], values[phenotypes.low]
            mean = share * _mean(evidence[phenotypes.high]) + (1.0 - share) * _mean(evidence[phenotypes.low])
            values[f"{agent.name}_response"] = np.where(is_high, high, low) / mean
    if sex == "female":
        values = women_from(values, n, evidence)
    person = np.arange(first, first + n, dtype=np.int64)
    return Physiology(person=person, values=MappingProxyType(values), sex=sex)


def typical_physiology(evidence: Catalogue, sex: str = "male") -> Physiology:
    """One typical person, of the mean response to every drug.

    Parameters
    ----------
    evidence
        Where the typical values stand.
    sex
        One of `SEXES`.
    """
    values = {
        name: np.array([evidence[name].value]) for name in _names(sex) if evidence[name].spread is not None
    }
    for agent in agents().values():
        if agent.stimulates is not None:
            values[f"{agent.name}_response"] = np.ones(1)
    if sex == "female":
        values = women_from(values, 1, evidence)
    return Physiology(person=np.zeros(1, dtype=np.int64), values=MappingProxyType(values), sex=sex)


def untreated_drive(people: Physiology, age_years: ArrayLike, evidence: Catalogue) -> NDArray[np.float64]:
    """What thins each person's hair untreated, relative to a man, or to the same woman before menopause. [people]

    Parameters
    ----------
    people
        Who they are.
    age_years
        Of each, or of all. [year]
    evidence
        Where the number of menopause stands.
    """
    if people.sex != "female":
        return np.ones(len(people))
    ages = np.broadcast_to(np.asarray(age_years, np.float64), people.person.shape)
    factor = evidence.value("menopause_androgen_factor", "1")
    at = people.of("menopause_age", "year", evidence)
    return np.array([menopause_drive(age, then, factor) for age, then in zip(ages, at, strict=True)])


def _names(sex: str) -> tuple[str, ...]:
    """Every parameter that a person of a sex may have of their own."""
    of_agents = [name for agent in agents().values() for name in agent.parameters()]
    own = WOMENS_OWN if sex == "female" else ()
    return tuple(sorted({*ANDROGENS, *of_agents, "wound_inflammation_response", *own}))


def _sigma(spread: Spread, value: float) -> float:
    """Standard deviation of the logarithm of a lognormal number."""
    cv = spread.cv if spread.cv is not None else (spread.sd or 0.0) / value
    return float(np.sqrt(np.log1p(cv**2)))


def _mean(parameter: Parameter) -> float:
    """Mean over people; the value of a lognormal number is its median, as in population pharmacokinetics."""
    if parameter.spread is None or parameter.spread.law != "lognormal":
        return parameter.value
    return parameter.value * float(np.exp(0.5 * _sigma(parameter.spread, parameter.value) ** 2))


def _draw(parameter: Parameter, seed: int, n: int, first: int) -> NDArray[np.float64]:
    """A number of each person."""
    spread, value = parameter.spread, parameter.value
    if spread is None:
        return np.full(n, value)
    if spread.law == "lognormal":
        drawn: NDArray[np.float64] = value * np.exp(
            _sigma(spread, value) * normals(seed, parameter.name, n, first)
        )
        return drawn
    sd = spread.sd if spread.sd is not None else (spread.cv or 0.0) * value
    if spread.law == "normal":
        return value + sd * normals(seed, parameter.name, n, first)
    u = uniforms(seed, parameter.name, n, first)[:, 0]
    if spread.law == "beta":
        return beta_quantile(u, value, sd)
    if parameter.interval is None:
        raise unknown_name("interval of a uniform spread", parameter.name, ())
    low, high = parameter.interval
    return low + (high - low) * u
