"""Needling as a treatment: alone, with drugs and with platelets, by grade, and as a clinic's course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anagen.claims.checks import Measured, NotBuiltError, shows
from anagen.claims.people import HAIRS, man, means, share, visit
from anagen.claims.profiles import well
from anagen.claims.treatment import FINASTERIDE, MINOXIDIL
from anagen.consultation.options import options
from anagen.errors import RegimenError
from anagen.treatment.healing import sessions_of
from anagen.treatment.regimen import Regimen
from anagen.units import DAYS_PER_WEEK, DAYS_PER_YEAR
from anagen.wound.course import wound_course
from anagen.wound.people import WoundPeople

if TYPE_CHECKING:
    from anagen.evidence import Catalogue

TRIAL_WEEKS, YEAR_WEEKS = 24.0, 52.0
PERCENT = 100.0
NEEDLING = "microneedling 1.5 mm weekly"
PLASMA = "prp 3 sessions monthly then every 6 months"
CLINIC = "clinic rolling course"
BEST, LITTLE_YET, LITTLE_LEFT = "MND-35", "MND-36", "MND-37"
"""Rules that tell what needling has to gain at a grade."""
IDEAL = ("II", "IIa", "III", "IIIv", "IIIa", "IV", "IVa", "V", "Va")
"""Grades 2 to 5."""
ENDS = {"I": LITTLE_YET, "VI": LITTLE_LEFT, "VII": LITTLE_LEFT}


@shows("R02")
def r02(evidence: Catalogue) -> Measured:
    """Visible hair after 24 weeks of needling, minoxidil, finasteride and plasma, alone and together."""
    plans = [
        NEEDLING,
        MINOXIDIL,
        FINASTERIDE,
        PLASMA,
        f"{NEEDLING} + {MINOXIDIL}",
        f"{NEEDLING} + {FINASTERIDE}",
        f"{NEEDLING} + {PLASMA}",
        f"{NEEDLING} + {MINOXIDIL} + {FINASTERIDE} + {PLASMA}",
    ]
    untreated, *ends = at_the_end(plans, TRIAL_WEEKS, evidence)
    needling, minoxidil, finasteride, plasma, with_minoxidil, with_finasteride, with_plasma, everything = ends
    return Measured(
        values={
            "needling": needling - untreated,
            "over_minoxidil": with_minoxidil - minoxidil,
            "over_plasma": with_minoxidil - plasma,
            "over_needling": with_minoxidil - needling,
            "with_finasteride": with_finasteride - max(needling, finasteride),
            "plasma_on_top": with_plasma - needling,
            "everything": everything - max(with_minoxidil, with_finasteride),
        },
        beside=f"More than untreated [hairs/cm2]: needling {needling - untreated:.1f}, minoxidil "
        f"{minoxidil - untreated:.1f}, finasteride {finasteride - untreated:.1f}, plasma {plasma - untreated:.1f}, "
        f"all four {everything - untreated:.1f}.",
    )


@shows("R10")
def r10(evidence: Catalogue) -> Measured:
    """What a year of weekly needling gives men of 45 by the grade with which they start."""
    gains = {}
    for grade in ("I", "III", "IIIv", "IV", "V", "VI", "VII"):
        untreated, needled = at_the_end([NEEDLING], YEAR_WEEKS, evidence, age_years=45, norwood=grade)
        gains[grade] = needled - untreated
    middle = max(gains["IIIv"], gains["IV"], gains["V"])
    listed = ", ".join(f"{grade} {gain:.1f}" for grade, gain in gains.items())
    return Measured(
        values={
            "over_first": middle - gains["I"],
            "last_share": PERCENT * share(max(gains["VI"], gains["VII"]), middle),
            "called_best": sum(needling_rules(grade) == {BEST} for grade in IDEAL) / len(IDEAL),
            "told_little": sum(needling_rules(grade) == {rule} for grade, rule in ENDS.items()) / len(ENDS),
            "called_wrongly": float(sum(BEST in needling_rules(grade) for grade in ENDS)),
        },
        beside=f"More than untreated after a year, by grade [hairs/cm2]: {listed}.",
    )


def needling_rules(grade: str) -> set[str]:
    """Which rules on what a grade has to gain stand beside every course of needling that a man is offered."""
    shown = [
        one for one in options(well("male") | {"norwood": grade}) if one.needling and one.status == "offered"
    ]
    told = [{reason.rule for reason in one.because} & {BEST, *ENDS.values()} for one in shown]
    return set.intersection(*told) if told else set()


@shows("R15")
def r15(evidence: Catalogue) -> Measured:
    """The preset of a clinic's course: hair after it, and the risk of a scar."""
    plan = readable(CLINIC)
    sessions = sessions_of(plan, TRIAL_WEEKS * DAYS_PER_WEEK, evidence)
    risk = wound_course(
        sessions, WoundPeople.typical(), [TRIAL_WEEKS * DAYS_PER_WEEK], evidence=evidence
    ).scar_risk[0, 0]
    seen = means(man(age_years=30, norwood="IIIv"), [CLINIC], years=years(TRIAL_WEEKS), evidence=evidence)[
        HAIRS
    ]
    untreated, treated = seen
    week_12 = visit(12.0 * DAYS_PER_WEEK)
    return Measured(
        values={
            "sessions": float(len(sessions)),
            "interval": (sessions[-1].day - sessions[0].day) / (len(sessions) - 1),
            "gain_week_12": PERCENT * (share(treated[week_12], untreated[week_12]) - 1.0),
            "scar_risk": PERCENT * float(risk),
        },
        beside=f"'{CLINIC}' is {plan}. At week 24, 17 weeks after the last session, the gain is "
        f"{PERCENT * (share(treated[-1], untreated[-1]) - 1.0):+.1f} %.",
    )


def years(weeks: float) -> float:
    """Weeks in years. [year]"""
    return weeks * DAYS_PER_WEEK / DAYS_PER_YEAR


def readable(text: str) -> Regimen:
    """A regimen, or word that it cannot be read yet."""
    try:
        return Regimen.of(text)
    except RegimenError as error:
        raise NotBuiltError(f"the regimen '{text}' ({error})") from None


def at_the_end(
    plans: list[str], weeks: float, evidence: Catalogue, *, age_years: int = 30, norwood: str = "IIIv"
) -> list[float]:
    """Mean visible hair of some men at the end of each regimen, untreated first. [hairs/cm2]"""
    person = man(age_years=age_years, norwood=norwood)
    regimens = [str(readable(plan)) for plan in plans]
    seen = means(person, regimens, years=years(weeks), evidence=evidence)[HAIRS]
    return [float(one) for one in seen[:, -1]]
