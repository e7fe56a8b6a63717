"""The guided session: sections and directions, care of the roller, and honest words on what comes after."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from anagen.claims.checks import Measured, shows
from anagen.patient.person import Person
from anagen.rolling.checks import GO, NO, decide
from anagen.rolling.guide import guide
from anagen.rolling.lattice import connected
from anagen.rolling.log import log_rows, roller_uses
from anagen.rolling.plan import DIRECTIONS, SessionPlan, plan_session
from anagen.rolling.result import result_of
from anagen.rolling.sections import adjoin, on_edge
from anagen.rolling.session import Session
from anagen.rolling.thinning import ThinArea, thin_area
from anagen.rolling.words import briefing

if TYPE_CHECKING:
    from anagen.evidence import Catalogue

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
HOME_MM, CLINIC_MM = 0.5, 1.5
CARE = ("rinse", "soak", "dry", "case")
"""Steps of the care of the roller, in their order."""
STOPS: tuple[dict[str, Any], ...] = (
    {"side_effects": ("wound_infection",)},
    {"side_effects": ("dark_marks",)},
    {"scalp_healed_since_last": False, "roller_interval_days": 9.0},
    {"scalp_signs": ("pustules",)},
)
"""What must stop a session that would else begin."""
UNFIT: tuple[dict[str, Any], ...] = (
    {"roller_disinfected": False},
    {"roller_shared": True},
    {"roller_uses": 15},
)
"""Rollers that must not be used."""
ANSWERS: dict[str, Any] = {
    "age": 31,
    "sex": "male",
    "norwood": "IIIv",
    "areas": ("temples", "crown"),
    "onset_speed": "gradual",
    "onset_months": 36.0,
    "family_history": "yes",
    "follicle_openings": "visible",
    "scalp_signs": ("none",),
    "scalp_symptoms": ("none",),
    "conditions": ("none",),
    "medicines": ("none",),
    "allergies": ("none",),
    "suicidal_now": False,
    "bdd_screen_positive": False,
    "pulling_habit": False,
    "fitzpatrick": 2,
    "region": "UK",
    "neck_glands": False,
    "broken_or_exclamation_hairs": False,
    "systemic_symptoms": ("none",),
    "triggers_6m": ("none",),
    "side_effects": ("none",),
    "roller_setting": "home",
    "roller_mm": HOME_MM,
    "roller_shared": False,
    "roller_disinfected": True,
    "roller_uses": 3,
}
"""Of a man whom nothing keeps from rolling."""


@shows("R11")
def r11(evidence: Catalogue) -> Measured:
    """Sections of the thinning area by grade, the star in each, and a session that is broken off at every step."""
    areas = {one.grade: thin_area(one, evidence=evidence) for one in people()}
    plans = {grade: plan_session(area, needle_mm=HOME_MM) for grade, area in areas.items()}
    some = plans["Norwood IIIv"]
    made = done(some)
    by_direction = [
        count
        for one in result_of(made, evidence=evidence)["sections"]
        for count in one["by_direction"].values()
    ]
    listed = ", ".join(
        f"{grade} {len(plan.sections)} ({plan.size_cm2:.0f} cm2)" for grade, plan in plans.items()
    )
    return Measured(
        values={
            "missed": float(sum(missed(areas[grade], plan) for grade, plan in plans.items())),
            "largest": max(max(one.width_mm) for plan in plans.values() for one in plan.sections),
            "begun_inside": float(sum(begun_inside(areas[grade], plan) for grade, plan in plans.items())),
            "leaps": float(sum(needless_leaps(plan) for plan in plans.values())),
            "passes": float(max(made.passes_made.values())),
            "each_way": float(min(by_direction)),
            "directions": float(len({one.along for one in DIRECTIONS})),
            "holes": briefing(some, evidence=evidence).dose.holes_per_cm2,
            "lost": float(lost_at_a_break(some)),
            "logged": float(len(log_rows([(made, result_of(made, evidence=evidence))])) - 1),
        },
        beside=f"Sections by grade: {listed}. {some.minutes:.0f} minutes for IIIv at {some.pace_s:g} s a pass.",
    )


@shows("R14")
def r14(evidence: Catalogue) -> Measured:
    """Care of the roller after a session, its count over three sessions, and rollers that are not let through."""
    area = thin_area(Person(age_years=31, sex="male", norwood="IIIv"), evidence=evidence)
    kept: list[tuple[Session, dict[str, Any] | None]] = []
    for number in range(1, 4):
        plan = plan_session(area, needle_mm=HOME_MM, use_number=roller_uses(kept, 0) + 1)
        session = done(plan)
        kept.append((session, {**result_of(session, evidence=evidence), "id": f"{number}"}))
    keys = [one.key for one in kept[0][0].plan.steps()]
    care = guide().roller
    places = [keys.index(one) for one in CARE if one in keys]
    refused = sum(outcome(evidence, **one) == NO for one in UNFIT)
    return Measured(
        values={
            "steps": float(len(places)) if places == sorted(places) else 0.0,
            "counted": float(roller_uses(kept, 0)),
            "remind": float(care.remind_after_uses),
            "refused": float(refused) if outcome(evidence) == GO else 0.0,
        },
        beside=f"After {care.refuse_after_uses} sessions a head is refused. {care.says[:1].upper()}{care.says[1:]}.",
    )


@shows("R16")
def r16(evidence: Catalogue) -> Measured:
    """What the session says of its effects: usual, rare, for a doctor; and whether the signs stop the next one."""
    area = thin_area(Person(age_years=31, sex="male", norwood="IIIv"), evidence=evidence)
    plans = {mm: plan_session(area, needle_mm=mm, setting="clinic") for mm in (HOME_MM, CLINIC_MM)}
    red = {mm: briefing(plan, evidence=evidence).dose.redness_h for mm, plan in plans.items()}
    words = guide()
    logged = result_of(done(plans[HOME_MM]), evidence=evidence)["aftercare"]
    stopped = sum(outcome(evidence, **one) == NO for one in STOPS)
    return Measured(
        values={
            "redness": red[CLINIC_MM],
            "usual": float(len(words.usual)),
            "rare": float(sum(bool(one.sources) for one in words.rare)),
            "doctor": float(len(words.doctor)),
            "stopped": float(stopped) if outcome(evidence) == GO else 0.0,
            "logged": float(sum(bool(logged[name]) for name in ("do", "usual", "rare", "doctor"))),
        },
        beside=f"Redness that is told [h]: 0.5 mm {red[HOME_MM]:.0f}, 1.5 mm {red[CLINIC_MM]:.0f}. "
        "That rolling is harmless is said nowhere.",
    )


def people() -> list[Person]:
    """Men and women of several grades."""
    men = [Person(age_years=45, sex="male", norwood=one) for one in ("II", "IIIv", "IV", "VI")]
    return [*men, Person(age_years=50, sex="female", ludwig="II")]


def done(plan: SessionPlan) -> Session:
    """A session with every step done."""
    session = Session.begun(plan, NOW)
    while not session.done:
        session = session.next(NOW)
    return session


def missed(area: ThinArea, plan: SessionPlan) -> int:
    """Points of an area that lie in no section, or in two."""
    inside = [cell for one in plan.sections for cell in one.cells]
    return len(area.cells - set(inside)) + len(inside) - len(set(inside))


def begun_inside(area: ThinArea, plan: SessionPlan) -> int:
    """Patches of an area whose first section does not lie on the edge."""
    found = 0
    for patch in connected(area.cells):
        first = next(one for one in plan.sections if one.cells <= patch)
        found += not on_edge(first.cells, patch)
    return found


def needless_leaps(plan: SessionPlan) -> int:
    """Steps to a section that does not adjoin the last one, though one that does is still to do."""
    found = 0
    for place, (before, after) in enumerate(pairwise(plan.sections), start=1):
        ahead = any(adjoin(before, one) for one in plan.sections[place:])
        found += ahead and not adjoin(before, after)
    return found


def lost_at_a_break(plan: SessionPlan) -> int:
    """Steps at which a session that is saved, ended and read again is another one."""
    session, lost = Session.begun(plan, NOW), 0
    while not session.done:
        again = Session.from_dict(session.as_dict()).reopened(NOW)
        lost += (again.step, again.made) != (session.step, session.made)
        session = session.next(NOW)
    return lost


def outcome(evidence: Catalogue, **changed: Any) -> str:
    """What becomes of a session with other answers."""
    return decide({**ANSWERS, **changed}, today=date(2026, 11, 21), evidence=evidence).outcome
