"""What rolling does to the skin: platelets, three phases of healing, collagen, redness, scars, the best interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from anagen.claims.checks import Measured, shows
from anagen.claims.people import share
from anagen.consultation.engine import judge
from anagen.consultation.needling_plan import NeedlingPlan, needling_plan
from anagen.units import DAYS_PER_WEEK, HOURS_PER_DAY, UM_PER_MM
from anagen.wound.course import WoundCourse, wound_course
from anagen.wound.drive import reference_drive, wound_drive
from anagen.wound.interval import best_interval, interval_response
from anagen.wound.people import WoundPeople
from anagen.wound.sessions import Needling, Session, reference_needling, repeated, usual_platelets
from anagen.wound.tissue import built_drive

if TYPE_CHECKING:
    from anagen.evidence import Catalogue
    from anagen.kernel.population import Readings

SEED = 1
MONTH_DAYS = 30.0
TRIAL_WEEKS = 24
"""Length of the pooled trials. [week]"""
PERCENT = 100.0
HOME_MM, CLINIC_MM = 0.5, 1.5
TOO_SOON = "MND-16"
"""The rule on the shortest interval by length."""
NOTABLE_FLOW = 1.2
"""Blood flow relative to rest that counts as raised."""

Floats = NDArray[np.float64]


@shows("R05")
def r05(evidence: Catalogue) -> Measured:
    """Blood and plasma release growth factors; under the drives that follow, empty follicles grow again."""
    days = np.arange(0.0, 4.0 * DAYS_PER_WEEK, 1.0 / HOURS_PER_DAY)
    session = needles(CLINIC_MM, evidence)
    rolled = course_of([session], days, evidence)
    injected = course_of([usual_platelets(evidence)], days, evidence)
    bloodless = evidence.replace(because="what inflammation does alone", needling_bleed_ratio=0.0)
    by_blood = 1.0 - share(raw_drive(session, bloodless), raw_drive(session, evidence))
    rolling = hair_under(weekly(CLINIC_MM, TRIAL_WEEKS, evidence), evidence)
    plasma = hair_under(
        repeated(usual_platelets(evidence), every_days=4.0 * DAYS_PER_WEEK, count=6), evidence
    )
    none = hair_under([], evidence)
    return Measured(
        values={
            "pdgf_rolled": float(rolled.pdgf_ng_per_ml.max()),
            "blood_share": PERCENT * by_blood,
            "drive_peak_day": float(days[np.argmax(rolled.drive[0])]),
            "plasma_empty_change": more_than(plasma.phases[:, 3], none.phases[:, 3]),
            "empty_change": more_than(rolling.phases[:, 3], none.phases[:, 3]),
            "growing_change": more_than(rolling.phases[:, 0], none.phases[:, 0]),
        },
        beside=f"Plasma brings {float(injected.pdgf_ng_per_ml.max()):.2g} ng/mL of PDGF. Visible hair after 24 weekly "
        f"sessions of 1.5 mm: {more_than(rolling.sums[:, 0], none.sums[:, 0]):+.1f} %; after 6 monthly injections: "
        f"{more_than(plasma.sums[:, 0], none.sums[:, 0]):+.1f} %. The size of the "
        f"effect on hair is {evidence['wound_kenogen_acceleration'].grade}.",
    )


@shows("R06")
def r06(evidence: Catalogue) -> Measured:
    """When each phase is at its height after one session, and what is left of it."""
    days = np.arange(0.0, 70.0, 1.0 / HOURS_PER_DAY)
    course = course_of([needles(CLINIC_MM, evidence)], days, evidence)
    phases = (course.inflammation[0], course.fibroblasts[0], course.maturing[0])
    inflamed, proliferating, maturing = (float(days[np.argmax(one)]) for one in phases)
    week_1, week_8 = np.searchsorted(days, [DAYS_PER_WEEK, 8.0 * DAYS_PER_WEEK])
    return Measured(
        values={
            "inflammation_day": inflamed,
            "proliferation_day": proliferating,
            "remodeling_day": maturing,
            "inflammation_left": PERCENT * float(phases[0][week_1] / phases[0].max()),
            "proliferation_left": PERCENT * float(phases[1][week_8] / phases[1].max()),
        }
    )


@shows("R07")
def r07(evidence: Catalogue) -> Measured:
    """New collagen and elastin after five monthly sessions, as in the biopsies."""
    sessions = repeated(needles(CLINIC_MM, evidence), every_days=MONTH_DAYS, count=5)
    end = 4.0 * MONTH_DAYS + 8.0 * DAYS_PER_WEEK
    course = course_of(sessions, [MONTH_DAYS, end], evidence)
    collagen = course.new_collagen[0]
    return Measured(
        values={
            "collagen": PERCENT * float(collagen[-1]),
            "collagen_growth": share(collagen[-1], collagen[0]),
            "elastin": PERCENT * float(course.elastin[0, -1]),
        }
    )


@shows("R08")
def r08(evidence: Catalogue) -> Measured:
    """Risk of a scar over half a year at the recommended depth and interval, and when either is exceeded."""
    limit = evidence.value("scar_risk_limit", "1")
    advised = {(0.25, 3.5): 0.0, (0.5, 7.0): 0.0, (1.0, 14.0): 0.0, (1.5, 28.0): 0.0}
    beyond = {(0.5, 1.0): 0.0, (1.5, 7.0): 0.0, (3.0, 28.0): 0.0}
    for plans in (advised, beyond):
        for length, days in plans:
            plans[length, days] = scar_risk(length, days, evidence)
    listed = ", ".join(
        f"{length:g} mm every {days:g} d {PERCENT * risk:.2g}"
        for (length, days), risk in (advised | beyond).items()
    )
    return Measured(
        values={
            "advised_of_limit": max(advised.values()) / limit,
            "beyond_of_limit": min(beyond.values()) / limit,
        },
        beside=f"The accepted risk is {PERCENT * limit:.2g} %. Risk over {TRIAL_WEEKS} weeks [%]: {listed}.",
    )


@shows("R09")
def r09(evidence: Catalogue) -> Measured:
    """Blood flow right after a session, and for how long it is raised."""
    days = np.arange(0.0, 7.0, 1.0 / HOURS_PER_DAY)
    flows = {
        length: course_of([needles(length, evidence)], days, evidence).perfusion[0]
        for length in (0.4, CLINIC_MM)
    }
    raised = {length: hours_above(days, flow, NOTABLE_FLOW) for length, flow in flows.items()}
    return Measured(
        values={
            "flow": float(flows[CLINIC_MM].max()),
            "hours_short": raised[0.4],
            "hours_long": raised[CLINIC_MM],
        }
    )


@shows("R12")
def r12(evidence: Catalogue) -> Measured:
    """The best interval by length of needle within the accepted risk of a scar, and what too much of it does."""
    lengths = (0.25, HOME_MM, 1.0, CLINIC_MM)
    best = {length: best_interval(length, evidence=evidence) for length in lengths}
    days = {length: float("nan") if one is None else one.interval_days for length, one in best.items()}
    daily = interval_response(HOME_MM, evidence=evidence, intervals_days=[1.0, days[HOME_MM]]).mean_drive
    listed = ", ".join(f"{length:g} mm every {one:.0f} days" for length, one in days.items())
    advised = {length: advice(length, days[length], evidence) for length in lengths}
    limit = evidence.value("scar_risk_limit", "1")
    planned = [
        plan
        for setting in ("home", "clinic")
        for topical in (False, True)
        if (plan := needling_plan(setting, with_topical=topical)) is not None
    ]
    return Measured(
        values={
            "half_millimeter_days": days[HOME_MM],
            "step_days": float(np.diff(list(days.values())).min()),
            "daily_of_best": PERCENT * float(daily[0] / daily[1]),
            "advised_half": PERCENT * float(advised[HOME_MM][0]),
            "advised_long_risk": share(float(advised[CLINIC_MM][1]), limit),
            "planned_sooner": float(sum(one.every_days < max(one.best_days, rested(one)) for one in planned)),
        },
        beside=f"Best: {listed}. Drive of weekly rolling of the best, and risk of twice a week of the accepted one: "
        + "; ".join(
            f"{length:g} mm {PERCENT * drive:.0f} %, {share(risk, limit):.1f}"
            for length, (drive, risk) in advised.items()
        )
        + ". Planned: "
        + ", ".join(sorted({f"{one.needle_mm:g} mm every {one.every_days:g} days" for one in planned}))
        + ". Once or twice a week fits short needles only.",
    )


def advice(length_mm: float, best_days: float, evidence: Catalogue) -> tuple[float, float]:
    """Drive of weekly rolling of that at the best interval, and risk of a scar of rolling twice a week. [ratio]"""
    found = interval_response(
        length_mm, evidence=evidence, intervals_days=[DAYS_PER_WEEK / 2.0, DAYS_PER_WEEK, best_days]
    )
    return share(found.mean_drive[1], found.mean_drive[2]), float(found.scar_risk[0])


def rested(plan: NeedlingPlan) -> float:
    """Shortest interval, in whole days, at which the rules do not tell somebody with such needles to wait. [day]"""
    for days in range(1, int(plan.every_days) + 1):
        session = {"roller_mm": plan.needle_mm, "roller_interval_days": days}
        if not judge(session).fires(TOO_SOON):
            return float(days)
    return float("inf")


@shows("R17")
def r17(evidence: Catalogue) -> Measured:
    """New collagen is read out, and nothing else of the skin's looks."""
    course = course_of(weekly(CLINIC_MM, 8, evidence), [8.0 * DAYS_PER_WEEK], evidence)
    return Measured(
        values={"collagen": PERCENT * float(course.new_collagen[0, 0])},
        beside="Wounds, scars that are there already, pigment and wrinkles are not simulated: this is about hair.",
    )


def raw_drive(session: Session, evidence: Catalogue) -> float:
    """Mean drive in the four weeks after a session, before it is made relative to the reference course. [ratio]"""
    drive = wound_drive(
        [session], WoundPeople.typical(), cells=1, cell_days=4.0 * DAYS_PER_WEEK, evidence=evidence
    )
    return float(drive[0, 0]) * reference_drive(evidence)


def more_than(people: NDArray[Any], others: NDArray[Any]) -> float:
    """How much more there is at the last visit than under something else, both [people, visits]. [%]"""
    return PERCENT * (share(people[:, -1].sum(), others[:, -1].sum()) - 1.0)


def needles(length_mm: float, evidence: Catalogue) -> Needling:
    """One session with needles of a length, else like those of the reference course."""
    return reference_needling(evidence, needle_length_um=UM_PER_MM * length_mm)


def weekly(length_mm: float, weeks: int, evidence: Catalogue) -> tuple[Needling, ...]:
    """A session a week."""
    return repeated(needles(length_mm, evidence), every_days=DAYS_PER_WEEK, count=weeks)


def course_of(
    sessions: Sequence[Session], days: Sequence[float] | Floats, evidence: Catalogue
) -> WoundCourse:
    """What is seen of the typical adult's wounds."""
    return wound_course(sessions, WoundPeople.typical(), days, evidence=evidence)


def scar_risk(length_mm: float, every_days: float, evidence: Catalogue) -> float:
    """Risk of a scar at the end of half a year of sessions."""
    end = TRIAL_WEEKS * DAYS_PER_WEEK
    sessions = repeated(needles(length_mm, evidence), every_days=every_days, count=round(end / every_days))
    return float(course_of(sessions, [end], evidence).scar_risk[0, 0])


def hours_above(days: Floats, values: Floats, level: float) -> float:
    """Hours until something is at a level for the last time; 0 if it never is."""
    above = np.flatnonzero(values >= level)
    return HOURS_PER_DAY * float(days[above[-1]]) if above.size else 0.0


def hair_under(sessions: Sequence[Session], evidence: Catalogue) -> Readings:
    """Visible hairs of men at large at 30 under what some sessions build, every four weeks."""
    from anagen.kernel.population import Channel, follow
    from anagen.kernel.record import HAIR
    from anagen.patient.cohort import draw, grown
    from anagen.simulation.numbers import follicle_numbers

    men = draw(0, 60, seed=SEED, evidence=evidence, age_years=(30.0, 30.0))
    people = grown(men, numbers=follicle_numbers(evidence), follicles=300, seed=SEED, evidence=evidence)
    signal = wound_drive(
        sessions, WoundPeople.typical(), cells=TRIAL_WEEKS, cell_days=DAYS_PER_WEEK, evidence=evidence
    )
    drive = built_drive(signal, cell_days=DAYS_PER_WEEK, evidence=evidence)
    return follow(
        people,
        androgen=np.ones(TRIAL_WEEKS),
        minoxidil=np.zeros(TRIAL_WEEKS),
        wound=drive[0],
        cell_days=DAYS_PER_WEEK,
        visit_days=4.0 * DAYS_PER_WEEK * np.arange(TRIAL_WEEKS // 4 + 1),
        channels=[Channel(HAIR, evidence.value("visible_hair_diameter", "um"), 0.0, 0.0)],
    )
