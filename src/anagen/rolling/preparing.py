"""A session made ready: what is known of the person, the roller and the sessions so far, put together and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from anagen.errors import InputError
from anagen.evidence import Catalogue, known
from anagen.patient.person import Person, person_of
from anagen.provenance import provenance
from anagen.rolling.checks import INTERVAL, NO, USES, Decision, decide, rule_interval_days
from anagen.rolling.dose import Rolled
from anagen.rolling.log import Kept, roller_uses
from anagen.rolling.plan import SessionPlan, plan_session
from anagen.rolling.result import day_of, past_of
from anagen.rolling.schedule import Course, Due, course, schedule
from anagen.rolling.thinning import thin_area
from anagen.rolling.words import Briefing, briefing

__all__ = ["Preparation", "prepare", "told_of"]


NEEDED = {
    "roller_setting": ("where it is to be, at home or in a clinic", "--setting home"),
    "roller_mm": ("how long the needles are", "--length 0.5"),
}
"""What no session can be planned without: what it is called in words, and its option."""


@dataclass(frozen=True, kw_only=True)
class Preparation:
    """A session that could begin, and whether it may."""

    person: Person
    answers: Mapping[str, Any]
    today: date
    past: tuple[Rolled, ...]
    plan: SessionPlan
    decision: Decision
    seed: int
    evidence: Catalogue

    @property
    def ruled_out(self) -> bool:
        """Whether a rule forbids it by what was said, whatever else is answered."""
        return any(one.outcome == NO and not one.ask for one in self.decision.checks)

    @cached_property
    def briefing(self) -> Briefing:
        """Its numbers and sentences."""
        return briefing(self.plan, past=self.past, evidence=self.evidence)

    def schedule(self) -> tuple[Course, tuple[Due, ...]]:
        """The course of the setting from the first day on which rolling may be, as dates."""
        wanted = course(self.plan.setting, needle_mm=self.plan.needle_mm, passes=self.plan.passes)
        first = self.decision.until or self.today
        shifted = [
            Rolled(
                day=one.day - (first - self.today).days,
                needle_mm=one.needle_mm,
                passes=one.passes,
                drum_needles=one.drum_needles,
            )
            for one in self.past
        ]
        least = rule_interval_days(needle_mm=self.plan.needle_mm, setting=self.plan.setting)
        return wanted, schedule(wanted, first, least_days=least, past=shifted, evidence=self.evidence)

    def as_dict(self, *, schedule: bool = False) -> dict[str, Any]:
        """All of it as plain values.

        Parameters
        ----------
        schedule
            Whether with the dates of a course; none where a rule forbids it.
        """
        found: dict[str, Any] = {
            "decision": self.decision.as_dict(),
            "plan": {
                **self.plan.as_dict(),
                "size_cm2": self.plan.size_cm2,
                "minutes": self.plan.minutes,
                "steps": [
                    {
                        "key": one.key,
                        "kind": one.kind,
                        "title": one.title,
                        "says": list(self.briefing.says(one)),
                        "rules": list(one.rules),
                        "claims": list(one.claims),
                        "section": one.section,
                        "count": one.count,
                        "seconds": one.seconds,
                    }
                    for one in self.plan.steps()
                ],
            },
            "dose": self.briefing.dose.as_dict(),
            "delivery": None if self.briefing.delivery is None else self.briefing.delivery.as_dict(),
            "provenance": provenance(
                seed=self.seed,
                evidence=self.evidence.fingerprint,
                overrides=self.evidence.overrides_as_dicts(),
                settings={"roll": self.today.isoformat()},
            ).as_dict(),
        }
        if schedule and self.ruled_out:
            found["schedule"] = None
        elif schedule:
            wanted, due = self.schedule()
            found["schedule"] = {
                "course": wanted.name,
                "regimen": wanted.regimen,
                "sessions": [one.as_dict() for one in due],
            }
        return found


def told_of(
    answers: Mapping[str, Any],
    kept: Sequence[Kept],
    options: Mapping[str, Any],
    *,
    today: date,
    new_roller: bool = False,
) -> dict[str, Any]:
    """What is known before a session: options first, then the person's answers, then the last session's roller.

    Parameters
    ----------
    answers
        Of the person's file, and what was said today.
    kept
        Sessions with what came of them, the oldest first.
    options
        What was asked for on the command line, by field; None is not asked for.
    today
        The day at this place.
    new_roller
        Whether the roller head is new.
    """
    told = {name: value for name, value in answers.items() if value is not None}
    rolled = [session for session, _ in kept if any(session.passes_made.values())]
    if rolled:
        last = rolled[-1].plan
        told.setdefault("roller_mm", last.needle_mm)
        told.setdefault("roller_setting", last.setting)
        told.setdefault("topical_planned", last.topical)
        told[INTERVAL] = float(min(60, max(0, (today - day_of(rolled[-1])).days)))
    told |= {name: value for name, value in options.items() if value is not None}
    used = roller_uses(kept, told.get(USES))
    told[USES] = 0 if new_roller else used
    return told


def prepare(
    answers: Mapping[str, Any],
    kept: Sequence[Kept],
    options: Mapping[str, Any],
    how: Mapping[str, Any],
    *,
    areas: Iterable[str] = (),
    new_roller: bool = False,
    clinician: bool = False,
    usual_length: bool = False,
    seed: int = 1,
    now: datetime | None = None,
    evidence: Catalogue | None = None,
) -> Preparation:
    """Put a session together and check it.

    Parameters
    ----------
    answers, kept, options, new_roller
        As in `told_of`.
    how
        Fields of the plan: passes, pace, needles of the drum.
    areas
        Where to roll, from `AREAS`; from the person's grade and answers, if none is given.
    clinician
        Whether a clinician decides here.
    usual_length
        Whether needles of the setting's usual course are taken where nobody said how long they are; to look only.
    seed
        Of the virtual heads.
    now
        The present moment; that of the clock if not given.
    evidence
        Where numbers stand; what is known, unless given.
    """
    numbers = evidence or known()
    today = (now or datetime.now().astimezone()).date()
    told = told_of(answers, kept, options, today=today, new_roller=new_roller)
    if usual_length and told.get("roller_setting") is not None:
        told.setdefault("roller_mm", course(told["roller_setting"]).needle_mm)
    for name, (what, option) in NEEDED.items():
        if told.get(name) is None:
            raise InputError(
                f"It is not known {what}. Give {option}, or write {name} into the person's file."
            )
    person = person_of({name: value for name, value in told.items() if name in answers or name in options})
    plan = plan_session(
        thin_area(person, areas=areas, seed=seed, evidence=numbers),
        needle_mm=told["roller_mm"],
        setting=told["roller_setting"],
        topical=told.get("topical_planned") or "none",
        use_number=int(told[USES]) + 1,
        **how,
    )
    past = tuple(past_of((session for session, _ in kept), today))
    since = told.get(INTERVAL)
    if not past and since is not None and since < 60.0:  # one that was told of and is in no log
        past = (Rolled(day=-float(since), needle_mm=plan.needle_mm, passes=float(plan.passes)),)
    decision = decide(
        told,
        today=today,
        past=past,
        planned=Rolled(
            day=0.0,
            needle_mm=plan.needle_mm,
            passes=float(plan.passes),
            drum_needles=plan.drum_needles,
        ),
        depth="clinician" if clinician else "self",
        evidence=numbers,
    )
    return Preparation(
        person=person,
        answers=told,
        today=today,
        past=past,
        plan=plan,
        decision=decision,
        seed=seed,
        evidence=numbers,
    )
