"""What rolling opens in the skin: channels, how they close, and what gets in through them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from anagen.claims.checks import Measured, shows
from anagen.claims.people import share
from anagen.claims.profiles import drawn, well
from anagen.consultation.needling_plan import needling_plan
from anagen.consultation.options import ON_THE_SCALP, options
from anagen.errors import InputError
from anagen.skin import (
    Absorption,
    Application,
    Formulation,
    Needling,
    absorption,
    channels,
    course,
)
from anagen.units import HOURS_PER_DAY, MINUTES_PER_DAY, UM_PER_MM

if TYPE_CHECKING:
    from anagen.evidence import Catalogue

PERCENT = 100.0
LENGTHS_MM = (0.25, 0.5, 1.0, 1.5)
SETTINGS = ("home", "clinic")
PLANS_OF, SEED = 200, 1
"""People drawn at random, whose plans of needling are read."""
COURSE_DAYS = 14
"""Two weeks of twice daily application, with a rolling in the middle and one at the start."""


@shows("R01")
def r01(evidence: Catalogue) -> Measured:
    """Holes, their width and their depth, by length of the needles and by passes."""
    measured_mm = evidence.value("channel_reference_length", "um") / UM_PER_MM
    made = {length: channels(roll(length, 15.0), evidence=evidence) for length in (*LENGTHS_MM, measured_mm)}
    depths = [made[length].depth_um for length in LENGTHS_MM]
    one_pass = channels(roll(1.0, 1.0), evidence=evidence)
    listed = ", ".join(
        f"{length:g} mm {made[length].depth_um:.0f} um ({made[length].reaches})" for length in LENGTHS_MM
    )
    some = made[1.0]
    return Measured(
        values={
            "holes_a_pass": one_pass.density_per_cm2,
            "holes": some.density_per_cm2,
            "width": 2.0 * some.radius_um,
            "depth": made[measured_mm].depth_um,
            "depth_step": min(b - a for a, b in pairwise(depths)),
        },
        beside=f"{PERCENT * some.open_share:.1f} % of the surface is open after 15 passes. Depth: {listed}.",
    )


@shows("R03")
def r03(evidence: Catalogue) -> Measured:
    """Minoxidil that the blood receives from one application, against intact skin, by length and by delay."""
    intact = absorption(minoxidil(), evidence=evidence).absorbed_share
    at_once = {length: share(absorbed(roll(length), 0.0, evidence), intact) for length in LENGTHS_MM}
    delayed = {hours: share(absorbed(roll(0.5), hours, evidence), intact) for hours in (0.5, 2.0, 6.0, 24.0)}
    by_length = ", ".join(f"{length:g} mm {gain:.1f}" for length, gain in at_once.items())
    by_delay = ", ".join(f"{hours:g} h {gain:.2f}" for hours, gain in delayed.items())
    return Measured(
        values={
            "intact": PERCENT * intact,
            "at_once": at_once[0.5],
            "before": share(put_on_before(roll(0.5), evidence), intact),
            "length_step": min(b - a for a, b in pairwise(at_once.values())),
            "next_day": delayed[24.0],
        },
        beside=f"Times as much as without rolling, at once: {by_length}; with 0.5 mm, later: {by_delay}.",
    )


@shows("R04")
def r04(evidence: Catalogue) -> Measured:
    """How channels close by each measure, and what waiting costs."""
    made = {length: channels(roll(length), evidence=evidence) for length in (0.5, 1.0, 1.5)}
    intact = absorption(minoxidil(), evidence=evidence).absorbed_share
    gains = {hours: absorbed(roll(0.5), hours, evidence) - intact for hours in (0.0, 0.5, 1.0, 24.0)}
    half_lives = ", ".join(
        f"{length:g} mm {MINUTES_PER_DAY * one.area_half_life_days:.0f}" for length, one in made.items()
    )
    some = made[1.0]
    return Measured(
        values={
            "area_half_life": MINUTES_PER_DAY * some.area_half_life_days,
            "barrier": HOURS_PER_DAY * some.water_recovery_days,
            "left_after_hour": PERCENT * share(gains[1.0], gains[0.0]),
            "left_after_day": PERCENT * share(gains[24.0], gains[0.0]),
        },
        beside=f"Half-life of the open area [min]: {half_lives}. With 1 mm the skin resists current again after "
        f"{HOURS_PER_DAY * some.current_days:.0f} h and keeps dye out after "
        f"{HOURS_PER_DAY * some.dye_closing_days:.0f} h. "
        f"Half an hour leaves {PERCENT * share(gains[0.5], gains[0.0]):.0f} % of the gain of absorption with 0.5 mm.",
    )


@shows("R13")
def r13(evidence: Catalogue) -> Measured:
    """How deep channels go by setting, and how much minoxidil gets into the blood when the scalp is rolled weekly."""
    vessels = evidence.value("vessel_depth", "um")
    topical, clinic = (channels(roll(length), evidence=evidence).depth_um for length in (0.3, 1.0))
    intact = twice_daily(None, evidence)
    rolled = {length: twice_daily(roll(length), evidence) for length in (0.3, 0.5, 1.0, 1.5)}
    beyond = twice_daily(Needling(length_um=1.5 * UM_PER_MM, passes=60.0, covered=True), evidence)
    listed = ", ".join(f"{length:g} mm {peak(one):.1f}" for length, one in rolled.items())
    lengths, planned = lengths_planned(), {setting: as_planned(setting, evidence) for setting in SETTINGS}
    return Measured(
        values={
            "topical_depth": topical / vessels,
            "clinic_depth": clinic / vessels,
            "topical_of_clinic": share(peak(rolled[0.3]), peak(rolled[1.0])),
            "peak": peak(rolled[1.5]),
            "warnings_usual": float(len(rolled[0.3].warnings)),
            "warnings_beyond": float(len(beyond.warnings)),
            "home": max(lengths["home", False]),
            "home_topical": max(lengths["home", True]),
            "clinic": max(lengths["clinic", False]),
            "clinic_topical": max(lengths["clinic", True]),
            "shortest": min(min(some) for some in lengths.values()),
            "planned_peak": max(peak(one) for one in planned.values()),
            "planned_of_intact": share(max(peak(one) for one in planned.values()), peak(intact)),
            "planned_warnings": float(sum(len(one.warnings) for one in planned.values())),
        },
        beside=f"Peak in plasma under 5 % twice daily [ng/mL]: intact skin {peak(intact):.1f}, rolled weekly right "
        f"before: {listed}; 60 passes of 1.5 mm under a cap {peak(beyond):.1f}. As planned, minoxidil waiting: "
        + ", ".join(f"{setting} {peak(one):.2f}" for setting, one in planned.items())
        + f". {sum(map(len, lengths.values()))} plans of {PLANS_OF} random people and two well ones.",
    )


def lengths_planned() -> dict[tuple[str, bool], list[float]]:
    """Lengths of needles in the options of random people, by setting and by whether a drug is put on. [mm]"""
    found: dict[tuple[str, bool], list[float]] = {
        (setting, topical): [] for setting in SETTINGS for topical in (False, True)
    }
    for answers in (well("male"), well("female"), *drawn(PLANS_OF, seed=SEED)):
        for one in options(answers):
            if one.needling is not None:
                with_drug = any(part in ON_THE_SCALP for part in one.treatments)
                found[one.needling.setting, with_drug].append(one.needling.needle_mm)
    return found


def as_planned(setting: str, evidence: Catalogue) -> Absorption:
    """Two weeks of 5 % twice daily beside the course of needling that is planned: after each rolling it waits."""
    plan = needling_plan(setting, with_topical=True)
    if plan is None:
        raise InputError(f"No course of needling is planned for the setting '{setting}'.")
    rolled = [float(day) for day in np.arange(0.0, COURSE_DAYS, plan.every_days)]
    wait = plan.wait_hours / HOURS_PER_DAY
    applied = [0.5 * k for k in range(2 * COURSE_DAYS)]
    return course(
        minoxidil(),
        applied_days=[day for day in applied if not any(0.0 <= day - one < wait for one in rolled)],
        needling=roll(plan.needle_mm, plan.passes),
        rolled_days=rolled,
        until_days=float(COURSE_DAYS),
        every_min=30,
        evidence=evidence,
    )


def minoxidil() -> Application:
    """One milliliter of the 5 % solution."""
    return Application(formulation=Formulation(drug="minoxidil", strength_percent=5.0))


def roll(length_mm: float, passes: float = 12.0) -> Needling:
    """A session with needles of a length."""
    return Needling(length_um=UM_PER_MM * length_mm, passes=passes)


def absorbed(needling: Needling, hours: float, evidence: Catalogue) -> float:
    """Share of one application that the blood receives, some hours after a rolling. [ratio]"""
    delay = hours * MINUTES_PER_DAY / HOURS_PER_DAY
    return absorption(minoxidil(), needling, delay, evidence=evidence).absorbed_share


def put_on_before(needling: Needling, evidence: Catalogue) -> float:
    """Share of one application that the blood receives when the scalp is rolled ten minutes after it. [ratio]"""
    found = course(
        minoxidil(),
        applied_days=[0.0],
        needling=needling,
        rolled_days=[10.0 / MINUTES_PER_DAY],
        washed_days=[0.5],
        until_days=6.0,
        evidence=evidence,
    )
    return found.absorbed_share


def twice_daily(needling: Needling | None, evidence: Catalogue) -> Absorption:
    """Two weeks of 5 % twice daily, with a rolling right before the first dose of each week if there is one."""
    rolled = [] if needling is None else [0.0, COURSE_DAYS / 2.0]
    return course(
        minoxidil(),
        applied_days=[0.5 * k for k in range(2 * COURSE_DAYS)],
        needling=needling,
        rolled_days=rolled,
        until_days=float(COURSE_DAYS),
        every_min=30,
        evidence=evidence,
    )


def peak(found: Absorption) -> float:
    """Highest concentration in plasma. [ng/mL]"""
    return float(np.max(found.plasma_ng_per_ml))
