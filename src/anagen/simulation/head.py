"""A whole head, follicle by follicle, through the years: what a picture is made from.

All follicles of a scalp that begin to feel androgen at about the same time are one row of the kernel; rows of equal
size, sorted by when they begin, make a head of a hundred thousand follicles some hundred rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError
from anagen.evidence import Catalogue, known
from anagen.kernel.population import grow_up
from anagen.kernel.snapshot import Snapshots, snapshots
from anagen.patient.cohort import Candidates, menopause, whole_weeks
from anagen.patient.person import Person
from anagen.provenance import Provenance, check_run, provenance
from anagen.scalp import REGIONS, HairState, Scalp, make_scalp
from anagen.scalp.grading import CoverField, Grades, cover_field, grades
from anagen.scalp.pattern import Pattern, Places, delay_years
from anagen.simulation.bodies import Bodies
from anagen.simulation.conditioning import condition, likelihood_of
from anagen.simulation.counting import hairs_counted_per_cm2
from anagen.simulation.numbers import follicle_numbers
from anagen.simulation.observe import drives_of
from anagen.treatment.regimen import Regimen
from anagen.units import DAYS_PER_WEEK, DAYS_PER_YEAR, UM_PER_MM

__all__ = ["LIKENESSES", "HeadHistory", "days_of", "heads", "likenesses", "simulate_head"]

Floats = NDArray[np.float64]
ROWS = 128
"""Rows of follicles that share the day of their onset: steps of it that no eye can see."""
LIKENESSES = 64
"""Virtual people who fit a person, of whom one is shown."""
LONGEST_YEARS = 80.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeadHistory:
    """One virtual head on some days, under one regimen."""

    person: Person
    regimen: str
    scalp: Scalp
    days: Floats
    """[days] after day 0. [day]"""
    candidate: Candidates
    """Who it is, among the virtual people who fit the person."""
    diameter_um: NDArray[np.float32]
    """[days, n] of the hair that stands; 0 where none stands. [um]"""
    length_mm: NDArray[np.float32]
    """[days, n] uncut. [mm]"""
    phase: NDArray[np.int8]
    """[days, n]"""
    full_diameter_um: NDArray[np.float32]
    """[n] [um]"""
    evidence: Catalogue
    provenance: Provenance

    def state(self, day: float) -> HairState:
        """What stands on each follicle on one of the days."""
        found = np.flatnonzero(np.isclose(self.days, day))
        if not found.size:
            raise InputError(
                f"The head was not looked at on day {day:g}. Days: {', '.join(f'{one:g}' for one in self.days)}."
            )
        i = int(found[0])
        return HairState(
            day=float(self.days[i]),
            diameter_um=self.diameter_um[i],
            length_mm=self.length_mm[i],
            growing=self.phase[i] == 0,
            full_diameter_um=self.full_diameter_um,
            phase=self.phase[i],
        )

    @property
    def states(self) -> tuple[HairState, ...]:
        """All days, in order."""
        return tuple(self.state(day) for day in self.days)

    def healthy(self) -> HairState:
        """The same follicles before androgen began to act: each at its own best."""
        return healthy_state(self)

    def cover(self, day: float) -> CoverField:
        """How much hair is left at each site on a day, relative to the healthy head."""
        return cover_field(self.scalp, self.state(day), self.healthy(), evidence=self.evidence)

    def grades(self, day: float) -> Grades:
        """The grades that are measured on the head on a day."""
        return grades(self.cover(day), evidence=self.evidence)

    def render(self, day: float | None = None, **options: Any) -> Any:
        """A picture of the head on a day; options are those of `anagen.render.notebook.render_history`."""
        return faces().render_history(self, day, **options)

    def _repr_png_(self) -> bytes:
        return bytes(faces().history_png(self, seed=self.provenance.seed))

    def _repr_html_(self) -> str:
        return str(faces().history_html(self, seed=self.provenance.seed))

    def visible_hair_density(self, day: float) -> Mapping[str, float]:
        """Hairs that are thick enough to be seen, the mean of each whole region. [1/cm2]"""
        seen = self.state(day).diameter_um >= self.evidence.value("visible_hair_diameter", "um")
        counted = np.bincount(self.scalp.region[seen], minlength=len(REGIONS))
        return dict(zip(REGIONS, counted / np.array(self.scalp.region_area_cm2), strict=True))

    def hairs_counted_per_cm2(self, day: float) -> float:
        """Visible hairs where a forecast counts them: at the center of a man's vertex, a woman's mid-scalp. [1/cm2]"""
        return hairs_counted_per_cm2(self.scalp, self.state(day), self.evidence)


def faces() -> Any:
    """The room above that draws; asked for by name when a picture is wanted, because nothing here rests on it."""
    return import_module("anagen.render.notebook")


def simulate_head(
    person: Person,
    regimen: Regimen | str = "untreated",
    *,
    years: float | None = None,
    at_years: Sequence[float] | None = None,
    visits_per_year: float = 1.0,
    seed: int = 1,
    member: int = 0,
    scalp: Scalp | None = None,
    evidence: Catalogue | None = None,
) -> HeadHistory:
    """One whole head that fits a person, from today on.

    Parameters
    ----------
    person
        Who; a grade, an onset and an ancestry choose among the virtual people of that age and sex.
    regimen
        What is taken from day 0 on.
    years
        How far to look; 5 if nothing is said. [year]
    at_years
        Years at which to look, instead; from 0 on. [year]
    visits_per_year
        How often to look. [1/year]
    seed
        Seed of all random numbers.
    member
        Which of the virtual people who fit; 0 is the first.
    scalp
        On which scalp; that of the person's sex and ancestry if not given.
    evidence
        Other numbers than those that are known.
    """
    numbers = evidence or known()
    seen_years = looked_at(years, at_years, visits_per_year)
    fitting = likenesses(person, seed=seed, evidence=numbers)
    if not 0 <= member < len(fitting):
        raise InputError(f"There is no member {member} of the virtual people; give 0 to {len(fitting) - 1}.")
    return heads(
        person,
        [regimen],
        candidate=fitting.take(np.array([member])),
        years=seen_years,
        seed=seed,
        scalp=scalp,
        evidence=numbers,
    )[0]


def likenesses(person: Person, *, seed: int, evidence: Catalogue) -> Candidates:
    """Virtual people who fit a person, those on whom the very grade is measured that was stated before the others."""
    check_run(seed=seed, people=LIKENESSES, follicles=1)
    fitting = condition(person, LIKENESSES, seed=seed, evidence=evidence, rater="doctor").candidates
    likely = likelihood_of(person, fitting, evidence, "doctor")
    return fitting.take(np.argsort(-np.round(likely, 3), kind="stable"))


def looked_at(years: float | None, at_years: Sequence[float] | None, visits_per_year: float) -> Floats:
    """Years at which a head is looked at. [year]"""
    if at_years is not None:
        given = np.unique(np.asarray(at_years, np.float64))
    else:
        last = 5.0 if years is None else years
        known_end = 0.0 <= last <= LONGEST_YEARS
        given = np.arange(0.0, last + 1e-9, 1.0 / visits_per_year) if known_end else np.array([last])
    days_of(given)
    return given


def heads(
    person: Person,
    regimens: Sequence[Regimen | str],
    *,
    candidate: Candidates,
    years: Floats,
    seed: int,
    scalp: Scalp | None = None,
    evidence: Catalogue | None = None,
) -> list[HeadHistory]:
    """The head of one virtual person under each of some regimens; all share the past.

    Parameters
    ----------
    person
        Whom the virtual person stands for.
    regimens
        What is taken.
    candidate
        The virtual person, one row.
    years
        When to look, growing from 0 on. [year]
    seed
        Seed of all random numbers.
    scalp
        On which scalp.
    evidence
        All numbers.
    """
    numbers = evidence or known()
    days = days_of(years)
    scalp = scalp or make_scalp(sex=person.sex, ancestry=person.ancestry, seed=1, evidence=numbers)
    order, onset = rows_of(scalp, candidate.pattern, numbers)
    change_day, change_factor = menopause(candidate, numbers)
    population = grow_up(
        follicle_numbers(numbers, candidate.sex),
        sensitivity=np.full(ROWS, candidate.sensitivity[0]),
        onset_day=whole_weeks(onset - candidate.age_years[0]),
        change_day=change_day[0],
        change_factor=change_factor,
        opening_day=whole_weeks(numbers.value("puberty_age", "year") - candidate.age_years)[0],
        follicles=order.shape[1],
        seed=seed,
        person=ROWS * candidate.number[0] + np.arange(ROWS),
    )
    bodies = Bodies.of(candidate, seed, numbers)
    histories = []
    for regimen in regimens:
        plan = Regimen.of(regimen) if isinstance(regimen, str) else regimen
        androgen, minoxidil, wound = drives_of(plan, bodies, max(days[-1], DAYS_PER_WEEK), DAYS_PER_WEEK)
        seen = snapshots(
            population,
            androgen=androgen,
            minoxidil=minoxidil,
            wound=wound,
            cell_days=DAYS_PER_WEEK,
            days=days,
        )
        histories.append(history_of(person, str(plan), scalp, order, seen, candidate, seed, numbers))
    return histories


def days_of(years: Floats) -> Floats:
    """The days at which a head is looked at, of whole weeks, growing. [day]

    Parameters
    ----------
    years
        When, growing from 0 on. [year]

    Raises
    ------
    InputError
        If one lies beyond what can be looked at, or two fall in one week.
    """
    if not years.size or not np.all((years >= 0.0) & (years <= LONGEST_YEARS)):
        raise InputError(f"Cannot look at {_listed(years)} years. Give years from 0 to {LONGEST_YEARS:g}.")
    days: Floats = DAYS_PER_WEEK * np.round(years * DAYS_PER_YEAR / DAYS_PER_WEEK)
    if np.any(np.diff(days) <= 0.0):
        raise InputError(f"Of {_listed(years)} years two fall in one week. Give times further apart.")
    return days


def _listed(years: Floats) -> str:
    return ", ".join(f"{one:g}" for one in years) or "no"


def rows_of(scalp: Scalp, pattern: Pattern, evidence: Catalogue) -> tuple[NDArray[np.int64], Floats]:
    """Follicles of a scalp in rows of about equal onset [rows, follicles], and the age of onset of each row. [year]

    The last row is filled up with follicles that stand in it already.
    """
    places = Places(map_mm=scalp.map_mm.astype(np.float64), margin_mm=scalp.margin_mm.astype(np.float64))
    onset = pattern.onset_years[0] + delay_years(places, pattern, evidence)[0]
    order = np.argsort(onset, kind="stable")
    width = -(-order.size // ROWS)
    order = np.resize(np.concatenate([order, np.repeat(order[-1], ROWS * width - order.size)]), (ROWS, width))
    return order, onset[order].mean(axis=1)


def history_of(
    person: Person,
    regimen: str,
    scalp: Scalp,
    order: NDArray[np.int64],
    seen: Snapshots,
    candidate: Candidates,
    seed: int,
    evidence: Catalogue,
) -> HeadHistory:
    """A head's history from what was seen of its rows."""
    count, days = scalp.follicles, seen.days.size

    def on_scalp(values: NDArray[Any]) -> NDArray[Any]:
        placed = np.empty((values.shape[0], count), values.dtype)
        placed[:, order.reshape(-1)] = values.reshape(values.shape[0], -1)
        return placed

    full = on_scalp(seen.full_diameter_um[None])[0]
    diameter = on_scalp(seen.size) * full
    growth = evidence.value("hair_growth_rate", "um/day") * (
        diameter / np.float32(evidence.value("hair_growth_reference_diameter", "um"))
    ) ** np.float32(evidence.value("hair_growth_diameter_exponent", "1"))
    above = on_scalp(seen.grown_days) - np.float32(evidence.value("hair_emergence_lag", "day"))
    length = np.maximum(above, 0.0).astype(np.float32) * growth.astype(np.float32) / np.float32(UM_PER_MM)
    stands = length > 0.0
    return HeadHistory(
        person=person,
        regimen=regimen,
        scalp=scalp,
        days=seen.days,
        candidate=candidate,
        diameter_um=np.where(stands, diameter, np.float32(0.0)),
        length_mm=length,
        phase=on_scalp(seen.phase),
        full_diameter_um=full,
        evidence=evidence,
        provenance=provenance(
            seed=seed,
            evidence=evidence.fingerprint,
            overrides=evidence.overrides_as_dicts(),
            settings={"follicles": count, "days": days, "candidate": int(candidate.number[0])},
        ),
    )


def healthy_state(history: HeadHistory) -> HairState:
    """The follicles of a head before androgen began to act, in their stationary state."""
    scalp, evidence, seed = history.scalp, history.evidence, history.provenance.seed
    order, _ = rows_of(scalp, history.candidate.pattern, evidence)
    population = grow_up(
        follicle_numbers(evidence, history.candidate.sex),
        sensitivity=np.ones(ROWS),
        onset_day=DAYS_PER_WEEK,  # still to come
        follicles=order.shape[1],
        seed=seed,
        person=ROWS * history.candidate.number[0] + np.arange(ROWS),
    )
    seen = snapshots(
        population, androgen=np.ones(1), minoxidil=0.0, cell_days=DAYS_PER_WEEK, days=np.zeros(1)
    )
    return history_of(
        history.person, "untreated", scalp, order, seen, history.candidate, seed, evidence
    ).state(0.0)
