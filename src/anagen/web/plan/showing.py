"""The page of the plan: what was chosen and what it means week by week, or what can be chosen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from anagen.diary.logbook import Diary
from anagen.units import DAYS_PER_MONTH
from anagen.web.interview import kept_interview, today
from anagen.web.outlook.options import card_of, choice_id, known_of
from anagen.web.outlook.readings import month_words, sentence_of
from anagen.web.outlook.rests import rests_of
from anagen.web.outlook.results import outlook_of
from anagen.web.plan.kept import chosen_plan
from anagen.web.plan.views import Choosable, Chosen, Look, PlanView, Watch

if TYPE_CHECKING:
    from anagen.consultation.consult import Consultation
    from anagen.consultation.options import Option
    from anagen.web.jobs import Jobs
    from anagen.web.outlook.results import Outlook
    from anagen.web.plan.kept import Plan
    from anagen.web.security.visitor import Access

__all__ = ["plan_view"]

LOOK_AGAIN_MONTHS = (3, 6, 12, 24)
"""When to look again, from the beginning. [month]"""
AHEAD_MONTHS = 12
"""Month of which the chances of an option are told. [month]"""
NOT_KNOWN: dict[str, Any] = {
    "label": "",
    "effort": "",
    "forecast": "",
    "still_offered": False,
    "early": [],
    "watch": [],
    "warnings": [],
    "needling": [],
    "risks": [],
    "reasons": [],
    "rests": [],
}
"""What is shown of an option to which the answers no longer lead."""


def plan_view(patient: Access, jobs: Jobs) -> PlanView:
    """The page."""
    interview = kept_interview(patient.store, patient.person.id)
    found = outlook_of(jobs, patient, interview) if interview.consented else None
    consultation = None if found is None else found.consultation
    kept = chosen_plan(patient.store, patient.person.id)
    return PlanView(
        person=patient.person.id,
        asked=interview.consented,
        ready=consultation is not None,
        outcome="" if found is None else found.outcome,
        today=today().isoformat(),
        chosen=None if kept is None else chosen_shown(patient, kept, found, consultation),
        options=[] if found is None or consultation is None else choosable(found, consultation),
    )


def choosable(found: Outlook, consultation: Consultation) -> list[Choosable]:
    """What may be chosen, in the order of wishes."""
    options = []
    for one in consultation.in_order:
        if one.status == "offered":
            card = card_of(consultation, one, found.regimens, AHEAD_MONTHS)
            says = card.chances.says if card.chances is not None else card.no_forecast
            options.append(Choosable(id=card.id, name=one.name, effort=card.effort, sentence=says))
    return options


def chosen_shown(
    patient: Access, kept: Plan, found: Outlook | None, consultation: Consultation | None
) -> Chosen:
    """The plan in full: what is known now, where the answers still lead to it."""
    begun = [each.entry.course for each in Diary(patient.store, patient.person.id).treatments()]
    one = None
    if consultation is not None:
        one = next((each for each in consultation.options if each.name == kept.option), None)
    known = NOT_KNOWN
    if found is not None and consultation is not None and one is not None:
        known = known_now(found, consultation, one)
    return Chosen(
        id=choice_id(kept.option),
        name=kept.option,
        day=kept.day.isoformat(),
        parts=list(kept.parts),
        begun=[each for each in kept.parts if each in begun],
        looks=looks(kept, consultation),
        **known,
    )


def known_now(found: Outlook, consultation: Consultation, one: Option) -> dict[str, Any]:
    """What is known of the chosen option now."""
    card, known = card_of(consultation, one, found.regimens, AHEAD_MONTHS), known_of(consultation, one)
    return {
        "label": card.label,
        "effort": card.effort,
        "forecast": "" if card.chances is None else card.chances.says,
        "still_offered": one.status == "offered",
        "early": [each for each in (known.shed, known.stopping) if each],
        "watch": watches(consultation, one),
        **{name: getattr(known, name) for name in ("warnings", "needling", "risks", "reasons", "rests")},
    }


def watches(consultation: Consultation, one: Option) -> list[Watch]:
    """What is to be watched: rules on monitoring that hold for this person, of this treatment or of all."""
    from anagen.consultation.engine import judge

    fired = judge(consultation.answers, depth=consultation.depth).fired
    some = [
        rule
        for rule in fired
        if rule.kind == "monitoring"
        and (not rule.pairs or any(treatment in one.treatments for treatment, _ in rule.pairs))
    ]
    rests = {each.title: each for each in rests_of([rule.id for rule in some], consultation)}
    return [Watch(says=rule.says, rests=rests[rule.id]) for rule in some]


def looks(kept: Plan, consultation: Consultation | None) -> list[Look]:
    """Days on which to look again, each with what the forecast expects then."""
    forecast = None if consultation is None else consultation.forecasts.get(kept.option)
    return [
        Look(
            day=(kept.day + timedelta(days=round(month * DAYS_PER_MONTH))).isoformat(),
            when=month_words(month),
            says="" if forecast is None else sentence_of(forecast, month),
        )
        for month in LOOK_AGAIN_MONTHS
    ]
