"""The whole scalp: where hair is lost and where it stays, and how many men and women of an age have lost how much."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from anagen.claims.checks import Measured, shows
from anagen.claims.people import share
from anagen.evidence.epidemiology import Survey, surveys
from anagen.patient.cohort import Candidates, whole_weeks
from anagen.patient.person import Person
from anagen.scalp import Scalp
from anagen.scalp.grading import cover_field, grades, grading_sites
from anagen.scalp.grading.sites import INION_MAP_MM
from anagen.scalp.pattern import SITES, Places, delay_years
from anagen.simulation.cover import cover_of
from anagen.simulation.head import HeadHistory, heads
from anagen.simulation.prevalence import OLDEST_YEARS, Graded, graded_people
from anagen.units import DAYS_PER_WEEK

if TYPE_CHECKING:
    from anagen.evidence import Catalogue
    from anagen.kernel.population import Population

SEED = 1
PERCENT = 100.0
ADULT_YEARS = (18.0, OLDEST_YEARS)
PEOPLE = 5000
"""Virtual people of an ancestry: seven hundred and more in each decade."""
WIDEST_DECADE_YEARS = 16.0
"""Wider bands of a survey than this hang on who took part, and are not compared."""
SCALES, EVERYBODY = ("norwood", "ludwig", "sinclair"), ("norwood", "I")
"""Scales on which heads are graded, and the type that every man has."""
BALD_STEP, GRADED_STEP = 6, 3
"""Norwood VI, and III from which surveys count."""
CLASSES = ("", "I", "II", "III", "IV", "V", "VI", "VII")
OF_EACH_CLASS, FOLLICLES = 40, 200
BELOW_PROTUBERANCE_MM = (0.0, INION_MAP_MM - 5.0)
"""Where the hairs of the occiput were counted (Vecchio and others 2002). [mm]"""
HEADS = 3
"""Whole heads that are lived through, of men who end up bald."""
TOP_MM, RIM_MM, BEHIND_EARS = 60.0, 30.0, 1.75
"""How far the top reaches from its middle [mm]; how high the fringe is [mm], and from which azimuth on [rad]."""
COURSE_STEP_YEARS = 1.0
HEAD_STEP_YEARS = 5.0
"""How often a man's grade is looked at, and that of a whole head. [year]"""

Floats = NDArray[np.float64]
Steps = NDArray[np.int64]


@shows("M02")
def m02(evidence: Catalogue) -> Measured:
    """Hair at vertex and occiput by class of baldness, and on whole bald heads at the top and in the fringe."""
    men = graded_people(sex="male", age_years=ADULT_YEARS, people=2000, seed=SEED, evidence=evidence)
    vertex, occiput = (
        hairs_by_class(men, place, evidence) for place in (SITES["vertex"][0], BELOW_PROTUBERANCE_MM)
    )
    bald = [lived_through(one, [0.0], evidence) for one in bald_men(men)]
    left = {
        place: np.mean([share_left(one, where(one.scalp)) for one in bald] or [np.nan])
        for place, where in (("top", on_top), ("fringe", in_fringe))
    }
    both = (("vertex", vertex), ("occiput", occiput))
    listed = "; ".join(
        f"{place} " + ", ".join(f"{name} {PERCENT * one:.0f}" for name, one in found.items())
        for place, found in both
    )
    return Measured(
        values={
            "vertex_ratio": ratio_of(vertex, "VI"),
            "occiput_ratio": min(ratio_of(occiput, name) for name in ("VI", "VII")),
            "top_left": PERCENT * float(left["top"]),
            "fringe_left": PERCENT * float(left["fringe"]),
        },
        beside=f"Hairs per 100 follicles by class: {listed}.",
    )


@shows("M05")
def m05(evidence: Catalogue) -> Measured:
    """Men of all ages, graded on their heads: how common types are by decade, and how one man's type goes on."""
    men = {ancestry: at_large("male", ancestry, evidence) for ancestry in ("east_asian", "european")}
    misses = misses_of("calibration", men)
    white = men["european"]
    old = white.people.age_years >= 70.0
    courses = steps_through_life(old_men(evidence), evidence)
    ends_grave = np.asarray(courses[:, -1] >= GRADED_STEP)
    in_order = np.asarray(np.isin(np.diff(courses, axis=1), (0, 1)).all(axis=1))
    whole = [steps_of_head(one, evidence) for one in bald_men(white)]
    return Measured(
        values={
            "farthest_miss": farthest(misses),
            "steps_seen": float(np.unique(white.grades.severity).size),
            "bald_share": PERCENT * float((white.grades.severity[old] >= BALD_STEP).mean()),
            "in_order": PERCENT * share(float(in_order[ends_grave].sum()), float(ends_grave.sum())),
            "improving": PERCENT * float((np.diff(courses, axis=1) < 0).any(axis=1).mean()),
            "heads_improving": float(sum(b < a for one in whole for a, b in pairwise(one))),
        },
        beside=f"{told(misses)} Not fitted: {told(misses_of('validation', men))} Whole heads, every "
        f"{HEAD_STEP_YEARS:g} years from 20 to 70: {'; '.join(in_numerals(one) for one in whole)}.",
    )


@shows("M06")
def m06(evidence: Catalogue) -> Measured:
    """Women of all ages, graded on their heads: how common degrees are by decade, who is bald, who keeps a hairline."""
    women = {"east_asian": at_large("female", "east_asian", evidence, people=10_000)}
    seen = women["east_asian"]
    misses = misses_of("calibration", women)
    affected = seen.steps("ludwig", "I")
    bald = seen.steps("ludwig", "III") | np.asarray(seen.grades.severity >= BALD_STEP)
    measures = seen.grades.measures
    white = {"european": at_large("female", "european", evidence, people=2000)}
    degrees = ", ".join(
        f"{name} {PERCENT * share(float((seen.grades.ludwig == name).sum()), len(seen.people)):.1f} %"
        for name in ("I", "II", "III")
    )
    return Measured(
        values={
            "farthest_miss": farthest(misses),
            "bald": float(bald.sum()),
            "hairline_kept": PERCENT * mean_of(measures.hairline_kept, affected),
            "occiput_cover": PERCENT * mean_of(measures.occiput_cover, affected),
        },
        beside=f"{told(misses)} Not fitted: {told(misses_of('validation', women | white))} "
        f"Ludwig's degrees among the {len(seen.people)}: {degrees}.",
    )


def at_large(sex: str, ancestry: str, evidence: Catalogue, *, people: int = PEOPLE) -> Graded:
    """Adults of a sex and an ancestry, all ages as likely."""
    return graded_people(
        sex=sex, ancestry=ancestry, age_years=ADULT_YEARS, people=people, seed=SEED, evidence=evidence
    )


def misses_of(role: str, seen: dict[str, Graded]) -> dict[Survey, float]:
    """By how many points each decade of the surveys of a role is missed. [points]

    Only people of an ancestry that is looked at, scales on which heads are graded, and trust that is not low.
    """
    sex = next(iter(seen.values())).people.sex
    misses = {}
    for one in surveys():
        wide = min(one.age_high_years, OLDEST_YEARS) - one.age_low_years > WIDEST_DECADE_YEARS
        compared = one.scale in SCALES and (one.scale, one.threshold) != EVERYBODY and one.trust != "low"
        if one.role == role and one.sex == sex and one.ancestry in seen and compared and not wide:
            among = seen[one.ancestry]
            age = among.people.age_years
            within = (age >= one.age_low_years) & (age < one.age_high_years + 1.0)
            found = PERCENT * mean_of(among.steps(one.scale, one.threshold), within)
            misses[one] = found - one.percent
    return misses


def farthest(misses: dict[Survey, float]) -> float:
    """The farthest miss; not a number if nothing was compared. [points]"""
    return max(map(abs, misses.values()), default=float("nan"))


def told(misses: dict[Survey, float]) -> str:
    """Each decade as predicted, and published in brackets."""
    parts = []
    for source in dict.fromkeys(one.source for one in misses):
        bands = ", ".join(
            f"{one.age_low_years:g}+ {one.percent + miss:.1f} ({one.percent:g})"
            for one, miss in misses.items()
            if one.source == source
        )
        scale = next(f"{one.scale.capitalize()} {one.threshold}" for one in misses if one.source == source)
        parts.append(f"{source}, {scale} or worse by age, predicted (published) [%]: {bands}")
    return "; ".join(parts) + "." if parts else "nothing."


def hairs_by_class(men: Graded, place: tuple[float, float], evidence: Catalogue) -> dict[str, float]:
    """Hairs of any width at a place of the map, per follicle, in men of each class of baldness. [ratio]"""
    from anagen.kernel.population import Channel, follow
    from anagen.kernel.record import HAIR

    found = {}
    for step, name in enumerate(CLASSES):
        some = men.people.take(np.flatnonzero(men.grades.severity == step)[:OF_EACH_CLASS])
        if len(some):
            read = follow(
                grown_at(some, place, evidence),
                androgen=np.ones(1),
                minoxidil=0.0,
                cell_days=DAYS_PER_WEEK,
                visit_days=np.zeros(1),
                channels=[Channel(HAIR, 0.0, 0.0, 0.0)],
            )
            found[name] = share(float(read.sums.sum()), float(len(some) * FOLLICLES))
    return found


def ratio_of(hairs: dict[str, float], name: str) -> float:
    """Hairs in a class relative to class I; not a number if nobody is in one of them. [ratio]"""
    return hairs[name] / hairs["I"] if {name, "I"} <= set(hairs) else float("nan")


def grown_at(men: Candidates, place: tuple[float, float], evidence: Catalogue) -> Population:
    """Some follicles of men at a place of the map, after living untreated to their age."""
    from anagen.kernel.population import grow_up
    from anagen.simulation.numbers import follicle_numbers

    u, v = place
    margin = grading_sites(men.sex).edge_at(np.arctan2([u], [v])) - np.hypot(u, v)
    delay = delay_years(Places(map_mm=np.array([place]), margin_mm=margin), men.pattern, evidence)[:, 0]
    return grow_up(
        follicle_numbers(evidence),
        sensitivity=men.sensitivity,
        onset_day=whole_weeks(men.pattern.onset_years + delay - men.age_years),
        opening_day=whole_weeks(evidence.value("puberty_age", "year") - men.age_years),
        follicles=FOLLICLES,
        seed=SEED,
        person=men.number,
    )


def bald_men(men: Graded) -> list[Candidates]:
    """The first of some men who are graded bald, each alone."""
    return [
        men.people.take(np.array([row])) for row in np.flatnonzero(men.grades.severity >= BALD_STEP)[:HEADS]
    ]


def lived_through(one: Candidates, years: list[float], evidence: Catalogue) -> HeadHistory:
    """The untreated whole head of a virtual man in some years from his age on."""
    person = Person(age_years=float(one.age_years[0]), sex=one.sex, ancestry=one.ancestry)
    return heads(person, ["untreated"], candidate=one, years=np.array(years), seed=SEED, evidence=evidence)[0]


def on_top(scalp: Scalp) -> NDArray[np.bool_]:
    """Which follicles stand on the top of the head."""
    return np.asarray(np.hypot(*scalp.map_mm.T) < TOP_MM)


def in_fringe(scalp: Scalp) -> NDArray[np.bool_]:
    """Which follicles stand in the fringe behind and above the ears and at the nape."""
    behind = np.abs(np.arctan2(*scalp.map_mm.T)) > BEHIND_EARS
    return np.asarray(behind & (scalp.margin_mm < RIM_MM))


def share_left(head: HeadHistory, where: NDArray[np.bool_]) -> float:
    """Visible hairs of some place today, of those of the healthy head. [ratio]"""
    limit = head.evidence.value("visible_hair_diameter", "um")
    now, then = (
        float((state.diameter_um[where] >= limit).sum()) for state in (head.state(0.0), head.healthy())
    )
    return share(now, then)


def old_men(evidence: Catalogue) -> Candidates:
    """Men at large who have grown old."""
    return graded_people(sex="male", age_years=(80.0, 80.0), people=200, seed=SEED, evidence=evidence).people


def steps_through_life(men: Candidates, evidence: Catalogue) -> Steps:
    """Norwood steps of some men of one age from their twentieth year on, untreated. [men, times]"""
    earlier = np.arange(men.age_years[0] - 20.0, -1e-9, -COURSE_STEP_YEARS)
    return np.stack(
        [
            grades(cover_of(men, evidence, earlier_years=float(one)), evidence=evidence).severity
            for one in earlier
        ],
        axis=1,
    )


def steps_of_head(man: Candidates, evidence: Catalogue) -> list[int]:
    """Norwood steps of a whole head from 20 to 70, untreated."""
    young = replace(man, age_years=np.array([20.0]))
    head = lived_through(young, np.arange(0.0, 50.1, HEAD_STEP_YEARS).tolist(), evidence)
    healthy = head.healthy()
    fields = (cover_field(head.scalp, state, healthy, evidence=evidence) for state in head.states)
    return [int(grades(field, evidence=evidence).severity[0]) for field in fields]


def in_numerals(steps: list[int]) -> str:
    """The steps that a head goes through, each once."""
    return " ".join(CLASSES[one] for k, one in enumerate(steps) if k == 0 or one != steps[k - 1])


def mean_of(values: NDArray[np.generic], among: NDArray[np.bool_]) -> float:
    """Mean of some of the values; not a number of none."""
    return float(np.asarray(values, np.float64)[among].mean()) if among.any() else float("nan")
