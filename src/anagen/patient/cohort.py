"""Virtual people: drawn at random, and grown up untreated; who of them is taken is for others to say.

Person number i is the same whatever the number of people asked for: places in an additive recurrence that spreads
evenly (Roberts' generalization of the golden ratio) stand for chance, and the kernel counts its random numbers by
person.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from anagen.evidence import Catalogue
from anagen.kernel.numbers import FollicleNumbers, lognormal_sigma
from anagen.kernel.population import Population, grow_up
from anagen.laws.liability import AncestryShifts, ancestry_shift
from anagen.scalp.pattern import Pattern, site_delay_years
from anagen.treatment.chance import normals
from anagen.units import DAYS_PER_YEAR, MM_PER_CM

__all__ = ["Candidates", "Group", "draw", "grown"]

Floats = NDArray[np.float64]
DIMENSIONS = 4
"""Numbers of each candidate that are spread evenly: sensitivity, age, whether one near a limit is taken, and onset."""
PATTERN_TRAITS = ("temples", "front", "middle", "haste", "adult hairline")
"""What else chance decides of each candidate: of the pattern."""
ONSET_ROUNDING_DAYS = 7.0
"""Onsets fall on whole weeks, so that the cells of all drives begin on them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """People as drawn, before anybody asked whether they fit."""

    number: NDArray[np.uint32]
    """Numbers by which the random counters know them."""
    sex: str
    ancestry: str
    age_years: Floats
    sensitivity: Floats
    """Median androgen sensitivity of each one's follicles. [ratio]"""
    pattern: Pattern
    """When and where androgen begins to act."""
    luck: Floats
    """One is taken if this is below the chance to be taken; uniform between 0 and 1."""

    def take(self, rows: NDArray[np.int64]) -> Candidates:
        """Some of them; they remain who they are."""
        return Candidates(
            number=self.number[rows],
            sex=self.sex,
            ancestry=self.ancestry,
            age_years=self.age_years[rows],
            sensitivity=self.sensitivity[rows],
            pattern=self.pattern.take(rows),
            luck=self.luck[rows],
        )

    def renumbered(self) -> Candidates:
        """The same people, each with a chance of their own in all that is to come."""
        return replace(self, number=np.arange(len(self), dtype=np.uint32))

    def __len__(self) -> int:
        return self.age_years.size


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Some people who were taken, on day 0."""

    population: Population
    candidates: Candidates

    def __len__(self) -> int:
        return len(self.candidates)


def even_spread(first: int, count: int, seed: int) -> Floats:
    """Places from `first` on of an additive recurrence that fills the unit cube evenly, shape (count, `DIMENSIONS`).

    The step of dimension d is g**-d, where g solves g**(D+1) = g + 1; the seed shifts the whole sequence.
    """
    g = 2.0
    for _ in range(64):
        g = (1.0 + g) ** (1.0 / (DIMENSIONS + 1))
    step = g ** -np.arange(1.0, DIMENSIONS + 1.0)
    shift = np.random.default_rng(seed).random(DIMENSIONS)
    return np.asarray((shift + np.arange(first, first + count)[:, None] * step) % 1.0)


def normal_quantile(share: Floats) -> Floats:
    """Quantiles of the standard normal law."""
    law, least = NormalDist(), 1e-12
    return np.array([law.inv_cdf(min(max(one, least), 1.0 - least)) for one in share])


def draw(
    first: int,
    count: int,
    *,
    seed: int,
    evidence: Catalogue,
    age_years: tuple[float, float],
    age_mean_years: float | None = None,
    severity_shift_sd: float = 0.0,
    sex: str = "male",
    ancestry: str = "european",
    onset_shift_sd: float = 0.0,
    affected: bool = False,
) -> Candidates:
    """Draw people at random.

    Parameters
    ----------
    first, count
        Number of the first, and how many.
    seed
        Seed of all random numbers.
    evidence
        Where the laws of sensitivity, onset and pattern come from.
    age_years
        Youngest and oldest; one age if both are the same. [year]
    age_mean_years
        Mean age; all ages are as likely if not given. [year]
    severity_shift_sd
        How much more sensitive than people at large, in standard deviations of the log sensitivity.
    sex, ancestry
        Whose laws.
    onset_shift_sd
        How much earlier the onset is than in people at large, in its standard deviations: a bald father, for one.
    affected
        Draw only people whose onset lies before their age; the same law, given that.
    """
    place = even_spread(first, count, seed)
    age = ages(place[:, 1], age_years, age_mean_years)
    onset = onset_deviates(place[:, 3], age, sex, ancestry, onset_shift_sd, affected, evidence)
    correlation = evidence.value("onset_sensitivity_correlation", "1")
    deviate = correlation * onset + math.sqrt(1.0 - correlation**2) * normal_quantile(place[:, 0])
    median = evidence.value("sensitivity_median_log", "1")
    sd = evidence.value("sensitivity_sd_between_people", "1")
    if sex == "female":
        median += evidence.value("female_sensitivity_shift_log", "1")
        sd *= evidence.value("female_sensitivity_spread_ratio", "1")
    return Candidates(
        number=np.arange(first, first + count, dtype=np.uint32),
        sex=sex,
        ancestry=ancestry,
        age_years=age,
        sensitivity=np.exp(median + sd * (deviate + severity_shift_sd)),
        pattern=draw_pattern(first, count, seed, onset, sex, ancestry, evidence),
        luck=place[:, 2],
    )


def ages(place: Floats, age_years: tuple[float, float], age_mean_years: float | None) -> Floats:
    """Ages from places between 0 and 1. [year]"""
    youngest, oldest = age_years
    relative_mean = 0.5
    if age_mean_years is not None and oldest > youngest:
        relative_mean = (age_mean_years - youngest) / (oldest - youngest)
    # u**k has mean 1 / (1 + k): the plainest law on a range with a given mean
    return np.asarray(youngest + (oldest - youngest) * place ** (1.0 / relative_mean - 1.0))


def onset_law(sex: str, ancestry: str, evidence: Catalogue) -> tuple[float, float]:
    """Mean and standard deviation of the age of onset between people of a sex and an ancestry. [year]

    Surveys tell the law of Korean and of US men, and of Korean women; other ancestries are shifted by their liability.
    """
    if sex == "female":
        mean, sd = (
            evidence.value("onset_age_mean_female_east_asian", "year"),
            evidence.value("onset_age_sd_female", "year"),
        )
        earlier = liability_of(ancestry, sex, evidence) - liability_of("east_asian", sex, evidence)
        return mean - sd * earlier, sd
    if ancestry == "east_asian":
        return (
            evidence.value("onset_age_mean_male_east_asian", "year"),
            evidence.value("onset_age_sd_male_east_asian", "year"),
        )
    mean, sd = (
        evidence.value("onset_age_mean_male_european", "year"),
        evidence.value("onset_age_sd_male_european", "year"),
    )
    return mean - sd * liability_of(ancestry, sex, evidence), sd


def liability_of(ancestry: str, sex: str, evidence: Catalogue) -> float:
    """Mean liability of an ancestry relative to European. [sd]"""
    shifts = AncestryShifts(**{name: evidence.value(name, "1") for name in AncestryShifts._fields})
    return ancestry_shift(shifts, ancestry, sex)


def onset_deviates(
    place: Floats, age: Floats, sex: str, ancestry: str, shift_sd: float, affected: bool, evidence: Catalogue
) -> Floats:
    """Ages of onset in standard deviations from their mean; early ones are negative."""
    mean, sd = onset_law(sex, ancestry, evidence)
    share = place
    if affected:
        law = NormalDist()
        share = place * np.array([law.cdf((one - mean) / sd + shift_sd) for one in age])
    return normal_quantile(share) - shift_sd


def draw_pattern(
    first: int, count: int, seed: int, onset: Floats, sex: str, ancestry: str, evidence: Catalogue
) -> Pattern:
    """Patterns of some people, given the deviates of their onset."""
    mean, sd = onset_law(sex, ancestry, evidence)
    temples, front, middle, haste, mature = (
        normals(seed, f"pattern of {trait}", count, first) for trait in PATTERN_TRAITS
    )
    spread = evidence.value("front_delay_sd", "year")
    speed = evidence.value("female_front_speed" if sex == "female" else "front_speed_mean", "cm/year")
    adult = "maturation_age_mean_female" if sex == "female" else "maturation_age_mean_male"
    return Pattern(
        sex=sex,
        onset_years=np.maximum(mean + sd * onset, evidence.value("puberty_age", "year")),
        temple_delay_years=evidence.value("temple_delay_mean_male", "year") + spread * temples,
        frontal_delay_years=evidence.value("frontal_delay_mean_male", "year") + spread * front,
        mid_delay_years=evidence.value("mid_delay_mean_male", "year") + spread * middle,
        speed_mm_per_year=MM_PER_CM
        * speed
        * np.exp(lognormal_sigma(evidence.value("front_speed_cv", "1")) * haste),
        maturation_years=evidence.value(adult, "year") + evidence.value("maturation_age_sd", "year") * mature,
    )


def onset_days(candidates: Candidates, region: str, evidence: Catalogue) -> Floats:
    """Day on which androgen begins to act in a region of each candidate, who is seen on day 0. [day]"""
    years = candidates.pattern.onset_years + site_delay_years(region, candidates.pattern, evidence)
    return whole_weeks(years - candidates.age_years)


def whole_weeks(years: Floats) -> Floats:
    """Years from now as days, rounded to whole weeks. [day]"""
    return np.asarray(np.round(years * DAYS_PER_YEAR / ONSET_ROUNDING_DAYS) * ONSET_ROUNDING_DAYS)


def grown(
    candidates: Candidates,
    *,
    numbers: FollicleNumbers,
    follicles: int,
    seed: int,
    evidence: Catalogue,
    earlier_days: float = 0.0,
    region: str = "vertex",
) -> Population:
    """Candidates after living untreated to their age, or until some days earlier: the same lives, less long.

    Parameters
    ----------
    candidates
        Who.
    numbers
        The biology of their follicles.
    follicles
        Follicles of each.
    seed
        Seed of all random numbers.
    evidence
        Where the numbers of patterns come from.
    earlier_days
        How long before their age. [day]
    region
        Region of the scalp.
    """
    change_day, change_factor = menopause(candidates, evidence)
    return grow_up(
        numbers,
        sensitivity=candidates.sensitivity,
        onset_day=onset_days(candidates, region, evidence) + earlier_days,
        change_day=change_day + earlier_days,
        change_factor=change_factor,
        opening_day=whole_weeks(evidence.value("puberty_age", "year") - candidates.age_years) + earlier_days,
        follicles=follicles,
        seed=seed,
        person=candidates.number,
    )


def years_since_menopause(candidates: Candidates, evidence: Catalogue) -> Floats:
    """Years since menopause, negative before it; endlessly negative in men. [year]"""
    if candidates.sex != "female":
        return np.full(len(candidates), -math.inf)
    return candidates.age_years - evidence.value("menopause_age", "year")


def menopause(candidates: Candidates, evidence: Catalogue) -> tuple[Floats, float]:
    """Day of menopause of each candidate, and what it multiplies the androgen drive by; never in men. [day], [ratio]"""
    years = years_since_menopause(candidates, evidence)
    if candidates.sex != "female":
        return -years, 1.0
    return whole_weeks(-years), evidence.value("menopause_androgen_factor", "1")
