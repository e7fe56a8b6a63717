"""What came of a session: what was rolled, what that does by the models, what is due when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import Any

from anagen.evidence import Catalogue, known
from anagen.provenance import provenance
from anagen.rolling.checks import rule_interval_days
from anagen.rolling.dose import Rolled, delivery, dose, needling_of
from anagen.rolling.guide import topical
from anagen.rolling.plan import DIRECTIONS
from anagen.rolling.recovery import recovery
from anagen.rolling.session import Session
from anagen.rolling.words import aftercare, allowed_from
from anagen.skin import channels

__all__ = ["day_of", "mean_passes", "past_of", "result_of", "rolled_passes"]


def mean_passes(session: Session) -> float:
    """Passes over each place, in the mean of the area."""
    made = session.passes_made
    area = session.plan.size_cm2
    return sum(one.size_cm2 * made[one.number] for one in session.plan.sections) / area


def rolled_passes(session: Session) -> float:
    """Passes over each place that was rolled at all, in the mean: what the skin there has had."""
    made = session.passes_made
    rolled = [one for one in session.plan.sections if made[one.number]]
    area = sum(one.size_cm2 for one in rolled)
    return sum(one.size_cm2 * made[one.number] for one in rolled) / area if rolled else 0.0


def day_of(session: Session) -> date:
    """The day of a session where it was begun."""
    return session.started.date()


def past_of(sessions: Iterable[Session], today: date) -> list[Rolled]:
    """Sessions that were rolled at all, as days before today.

    Parameters
    ----------
    sessions
        In any order.
    today
        Day 0; later sessions, of a clock that was wrong, count as today's.
    """
    return [
        Rolled(
            day=float(min(0, (day_of(one) - today).days)),
            needle_mm=one.plan.needle_mm,
            passes=rolled_passes(one),
            drum_needles=one.plan.drum_needles,
        )
        for one in sessions
        if any(one.passes_made.values())
    ]


def result_of(
    session: Session,
    *,
    past: Sequence[Rolled] = (),
    checks: Mapping[str, Any] | None = None,
    evidence: Catalogue | None = None,
) -> dict[str, Any]:
    """The record of a session, as plain values.

    Parameters
    ----------
    session
        The session, done or broken off.
    past
        Sessions before it, on days before its own, which is day 0.
    checks
        What was checked before it, as plain values.
    evidence
        Where numbers stand; what is known, unless given.
    """
    numbers = evidence or known()
    plan = session.plan
    rolled = Rolled(
        day=0.0, needle_mm=plan.needle_mm, passes=rolled_passes(session), drum_needles=plan.drum_needles
    )
    done = dose(rolled, past, evidence=numbers)
    return {
        "id": session.id,
        "day": day_of(session).isoformat(),
        "started": session.started.isoformat(),
        "ended": None if session.ended is None else session.ended.astimezone(UTC).isoformat(),
        "outcome": outcome_of(session),
        "stopped": session.stopped,
        "setting": plan.setting,
        "needle_mm": plan.needle_mm,
        "drum_needles": plan.drum_needles,
        "roller_uses": plan.use_number,
        "area_cm2": plan.size_cm2,
        "area_says": plan.area_says,
        "sections": sections_of(session, rolled, numbers),
        "mean_passes": mean_passes(session),
        "dose": done.as_dict(),
        "topical": topical_of(session, rolled, numbers),
        "aftercare": aftercare(done, evidence=numbers),
        "next_from": next_from(session, past, rolled, numbers),
        "checks": None if checks is None else dict(checks),
        "events": [{"at": one.at.isoformat(), "says": one.says} for one in session.events],
        "provenance": provenance(
            seed=0,
            evidence=numbers.fingerprint,
            overrides=numbers.overrides_as_dicts(),
            settings={"rolling": session.id},
        ).as_dict(),
    }


def sections_of(session: Session, rolled: Rolled, evidence: Catalogue) -> list[dict[str, Any]]:
    """What each section got."""
    made = session.passes_made
    each = channels(needling_of(replace(rolled, passes=1.0)), evidence=evidence).density_per_cm2
    return [
        {
            "number": one.number,
            "size_cm2": one.size_cm2,
            "passes": made[one.number],
            "by_direction": by_direction(session, one.number),
            "holes_per_cm2": each * made[one.number],
        }
        for one in session.plan.sections
    ]


def topical_of(session: Session, rolled: Rolled, evidence: Catalogue) -> dict[str, Any]:
    """What goes on afterwards, from when on, and what of it the holes would let in."""
    planned, until = topical(session.plan.topical), session.rolled_until
    allowed = None if until is None else allowed_from(session.plan, until)
    brought = delivery(rolled, evidence=evidence) if planned.drug and rolled.passes else None
    return {
        "planned": planned.name,
        "says": planned.timing,
        "rules": list(planned.rules),
        "claims": list(planned.claims),
        "wait_h": planned.wait_h,
        "allowed_from": None if allowed is None else allowed.astimezone(UTC).isoformat(),
        "delivery": None if brought is None else brought.as_dict(),
    }


def next_from(session: Session, past: Sequence[Rolled], rolled: Rolled, evidence: Catalogue) -> str | None:
    """The first day on which another session is due; none where the models see none."""
    plan, least = session.plan, 0
    if rolled.passes:
        least = rule_interval_days(needle_mm=plan.needle_mm, setting=plan.setting)
        past = [*past, rolled]
    free_day = recovery(past, rolled, least_days=least, evidence=evidence).free_day
    return None if free_day is None else (day_of(session) + timedelta(days=free_day)).isoformat()


def outcome_of(session: Session) -> str:
    """How a session ended, in a word."""
    if session.done:
        return "stopped early" if session.stopped else "finished"
    return "broken off" if session.ended is not None else "under way"


def by_direction(session: Session, number: int) -> dict[str, int]:
    """Passes over a section in each direction."""
    return {
        DIRECTIONS[step.direction].name: made
        for step, made in zip(session.steps, session.made, strict=True)
        if step.section == number and step.direction is not None
    }
