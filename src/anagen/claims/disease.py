"""The disease: one process in each follicle, driven by DHT, cycle after cycle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from anagen.claims.checks import Measured, shows
from anagen.claims.people import HAIRS, man, means, share
from anagen.units import DAYS_PER_YEAR

if TYPE_CHECKING:
    from anagen.evidence import Catalogue
    from anagen.kernel.numbers import FollicleNumbers
    from anagen.kernel.plain import Cycle
    from anagen.kernel.population import Population, Readings
    from anagen.patient.cohort import Candidates

SEED = 1
YEAR_CELL_DAYS = 364.0
PERCENT = 100.0
SOLD_OR_NEAR = ("finasteride_0.2mg", "finasteride_1mg", "finasteride_5mg")
"""Arms of Drake1999 whose values are asked for: the doses that are sold, and the one where the effect levels off."""
HAIR_DOSES = tuple(f"finasteride {dose} mg oral daily" for dose in ("0.01", "0.2", "1"))


@shows("M01")
def m01(evidence: Catalogue) -> Measured:
    """Every hair that men lose in thirty years is accounted for, and who is not susceptible loses none."""
    at_large = men_at_large(40, evidence)
    men = untreated_readings(evidence, grown_up(at_large, evidence), years=30)
    spared = untreated_readings(
        evidence, grown_up(replace(at_large, sensitivity=np.zeros(40)), evidence), years=30
    )
    any_hair, visible = men.sums[:, 0], men.sums[:, 1]
    empty, gone = men.phases[:, 3], men.phases[:, 4]
    unaccounted = np.abs(any_hair + empty + gone - men.follicles).max()
    seen = visible.sum(axis=0)
    lost = seen[0] - seen[-1]
    ways = {
        "too thin to be seen": (any_hair - visible).sum(axis=0),
        "standing empty": empty.sum(axis=0),
        "lost for good": gone.sum(axis=0),
    }
    split = ", ".join(f"{PERCENT * share(now[-1] - now[0], lost):.0f} % {way}" for way, now in ways.items())
    spared_seen = spared.sums[:, 1].sum(axis=0)
    return Measured(
        values={
            "unaccounted_follicles": float(unaccounted),
            "lost_share": share(lost, seen[0]),
            "spared_change": abs(share(spared_seen[-1], spared_seen[0]) - 1.0),
        },
        beside=f"Where the visible hairs went: {split}.",
    )


@shows("M03")
def m03(evidence: Catalogue) -> Measured:
    """DHT dose by dose beside the published trial, and hair by dose over two years."""
    from anagen.trials.run import run_trial

    trial = run_trial("drake_1999", people=100, follicles=1, seed=SEED, evidence=evidence, ensemble=())
    pairs = {
        (one.arm, one.measure): (one.predicted.mean, one.published.value)
        for one in trial.published()
        if one.published is not None
    }
    off = {key: abs(predicted - published) for key, (predicted, published) in pairs.items()}
    farthest = max(miss for (arm, _), miss in off.items() if arm in SOLD_OR_NEAR)
    missed = ", ".join(
        f"{arm.removeprefix('finasteride_')} {measure.replace('_', ' ')} "
        f"{pairs[arm, measure][0]:.0f} (published {pairs[arm, measure][1]:.0f}) %"
        for (arm, measure), miss in off.items()
        if arm not in SOLD_OR_NEAR and miss > farthest
    )
    by_dose = [pairs[arm, "scalp_dht"][0] for arm in (one.name for one in trial.trial.arms)]
    seen = means(man(age_years=30, norwood="IIIv"), HAIR_DOSES, years=2.0, evidence=evidence)
    change = PERCENT * (seen[HAIRS][:, -1] / seen[HAIRS][:, 0] - 1.0)
    return Measured(
        values={
            "farthest_dht": farthest,
            "dht_step": min(a - b for a, b in pairwise(by_dose)),
            "untreated_change": float(change[0]),
            "hair_step": float(np.diff(change).min()),
            "treated_change": float(change[-1]),
        },
        beside=f"Lower doses, not asked for here, that are off by more: {missed}." if missed else "",
    )


@shows("M04")
def m04(evidence: Catalogue) -> Measured:
    """The cycles of single follicles of the median man, and the order in which their hairs change class."""
    from anagen.simulation.numbers import follicle_numbers

    numbers = follicle_numbers(evidence)
    median = float(np.exp(evidence.value("sensitivity_median_log", "1")))
    lives = [life(k, median, numbers) for k in range(150)]
    # Cycles 1 to 3 after the one in which the history opens, and ten cycles later.
    early, late = slice(1, 4), slice(11, 14)
    long_lives = [one for one in lives if len(one) >= late.stop]
    ratio = mean_over(long_lives, late, entry_size) / mean_over(long_lives, early, entry_size)
    first_anagen, late_anagen = (mean_over(long_lives, part, anagen_days) for part in (early, late))
    between = sum(a.size_out - b.size_in for one in lives for a, b in pairwise(one))
    within = sum(a.size_in - a.size_out for one in lives for a in one)
    speed = evidence.value("hair_growth_diameter_exponent", "1")
    terminal, intermediate, vellus, silent = class_peaks(evidence, median)
    return Measured(
        values={
            "diameter_ratio": ratio,
            "anagen_ratio": late_anagen / first_anagen,
            "growth_ratio": ratio**speed,
            "between_cycles_share": share(between, between + within),
            "years_to_intermediate": intermediate - terminal,
            "years_to_vellus": vellus - intermediate,
            "years_to_silent": silent - vellus,
        },
        beside=f"{len(long_lives)} of {len(lives)} follicles of the median man live that many cycles in 40 years; "
        f"mean anagen goes from {first_anagen:.0f} to {late_anagen:.0f} days.",
    )


def men_at_large(people: int, evidence: Catalogue) -> Candidates:
    """Men of 20 at large."""
    from anagen.patient.cohort import draw

    return draw(0, people, seed=SEED, evidence=evidence, age_years=(20.0, 20.0))


def grown_up(men: Candidates, evidence: Catalogue) -> Population:
    """Their vertex, after living untreated to their age."""
    from anagen.patient.cohort import grown
    from anagen.simulation.numbers import follicle_numbers

    return grown(men, numbers=follicle_numbers(evidence), follicles=400, seed=SEED, evidence=evidence)


def untreated_readings(evidence: Catalogue, people: Population, *, years: int) -> Readings:
    """People who go on untreated, read once a year: hairs of any diameter, visible, terminal, above vellus.

    Parameters
    ----------
    evidence
        All numbers.
    people
        On the first visit.
    years
        How long they are followed.
    """
    from anagen.kernel.population import Channel, follow
    from anagen.kernel.record import HAIR

    limits = ("visible_hair_diameter", "terminal_hair_diameter", "vellus_hair_diameter")
    thresholds = [0.0, *(evidence.value(name, "um") for name in limits)]
    return follow(
        people,
        androgen=np.ones(years),
        minoxidil=np.zeros(years),
        cell_days=YEAR_CELL_DAYS,
        visit_days=YEAR_CELL_DAYS * np.arange(years + 1),
        channels=[Channel(HAIR, threshold, 0.0, 0.0) for threshold in thresholds],
    )


def class_peaks(evidence: Catalogue, sensitivity: float) -> tuple[float, float, float, float]:
    """Years after the onset at which terminal, intermediate, vellus and silent follicles are most. [year]"""
    from anagen.kernel.population import grow_up
    from anagen.simulation.numbers import follicle_numbers

    people = grow_up(
        follicle_numbers(evidence),
        sensitivity=np.full(4, sensitivity),
        onset_day=0.0,
        follicles=1000,
        seed=SEED,
    )
    seen = untreated_readings(evidence, people, years=60)
    any_hair, _, terminal, above_vellus = seen.sums.sum(axis=0)
    silent = seen.phases[:, 3:].sum(axis=(0, 1))
    courses = (terminal, above_vellus - terminal, any_hair - above_vellus, silent)
    first, second, third, fourth = (float(np.argmax(course)) for course in courses)
    return first, second, third, fourth


def life(follicle: int, sensitivity: float, numbers: FollicleNumbers) -> list[Cycle]:
    """All cycles of one follicle in forty untreated years."""
    from anagen.kernel.plain import PlainDrives, PlainFollicle

    untreated = PlainDrives(first_day=0.0, cell_days=1.0, androgen=[1.0], minoxidil=[0.0], wound=[0.0])
    one = PlainFollicle(
        numbers=numbers,
        drives=untreated,
        key=(SEED, 0),
        person=0,
        follicle=follicle,
        median_sensitivity=sensitivity,
        opening_day=0.0,
    )
    return list(one.live(40.0 * DAYS_PER_YEAR))


def entry_size(cycle: Cycle) -> float:
    """Size with which a cycle begins. [ratio]"""
    return cycle.size_in


def anagen_days(cycle: Cycle) -> float:
    """Length of anagen. [day]"""
    return cycle.anagen_end - cycle.entry


def mean_over(lives: list[list[Cycle]], part: slice, read: Callable[[Cycle], float]) -> float:
    """Mean of something over the same cycles of several follicles; not a number if there are none."""
    values = [read(cycle) for one in lives for cycle in one[part]]
    return float(np.mean(values)) if values else float("nan")
