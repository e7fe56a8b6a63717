"""The screens of the consultation, and the list of all answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anagen.consultation.questionnaire import DEPTHS, crisis_contacts, questions
from anagen.web.consult.views import AskView, Depth, OverviewView, Said, StopNote, StopView
from anagen.web.errors import ElsewhereError
from anagen.web.interview import CONSENT
from anagen.web.questions_shown import shown_question, shown_text

if TYPE_CHECKING:
    from anagen.web.interview import Interview
    from anagen.web.security.visitor import Access

__all__ = ["ask_view", "depths_for", "overview_view", "stop_view"]

CLINICIAN = DEPTHS[-1]
DEPTH_WORDS = {
    "self": ("For myself", "About two dozen questions."),
    "carer": ("For somebody I care for", "Answer as that person: 'you' means them."),
    "clinician": (
        "I am a clinician",
        "All questions, off-label options with their reasons; the grade counts as that of a trained observer.",
    ),
}
"""Who answers, in words."""


def overview_view(patient: Access, interview: Interview) -> OverviewView:
    """All answers of an interview."""
    far = interview.progress
    begun = interview.record_id is not None
    return OverviewView(
        person=patient.person.id,
        depths=depths_for(patient),
        depth=interview.depth if begun or patient.visitor.role != CLINICIAN else CLINICIAN,
        full=interview.full,
        begun=begun,
        consent=interview.answers.get(CONSENT),
        done=far.done,
        total=far.total,
        more=bool(interview.next),
        ended=interview.ended,
        said=[
            Said(
                field=group[0].field,
                page=group[0].page,
                asked=shown_text(group),
                said=interview.said(group),
                left_open=all(interview.answers.get(one.field) is None for one in group),
            )
            for group in interview.screens
            if group[0].field != CONSENT
        ],
    )


def ask_view(patient: Access, interview: Interview, name: str | None) -> AskView:
    """A screen: the one that is asked for, or the next."""
    home = f"/p/{patient.person.id}/consult"
    group = interview.next if name is None else interview.screen_of(name)
    if not group:
        raise ElsewhereError(home)
    if not interview.consented and group[0].field != CONSENT:
        raise ElsewhereError(f"{home}/ask")
    far, first = interview.progress, group[0]
    before = interview.before(first.field)
    answered_before = any(one.field in interview.answers for one in group)
    names = [one[0].field for one in interview.screens]
    number = names.index(first.field) + 1 if first.field in names else far.done + 1
    return AskView(
        person=patient.person.id,
        field=first.field,
        page=first.page,
        number=min(number, far.total),
        total=far.total,
        shown=shown_question(group, interview.answers),
        back=f"{home}/ask?field={before}" if before is not None else "",
        may_skip=first.field != CONSENT,
        change=name is not None and answered_before,
    )


def stop_view(patient: Access, interview: Interview) -> StopView:
    """What answers bring to an end, and whom to turn to."""
    region = interview.answers.get("region")
    return StopView(
        person=patient.person.id,
        notes=[
            StopNote(
                title=one.title,
                says=one.says,
                contacts=list(crisis_contacts(region)) if one.contacts else [],
                ends=one.ends,
                field=next(each.field for each in questions() if one in each.stops),
            )
            for one in sorted(interview.stops, key=lambda one: not one.ends)
        ],
        ends=interview.ended,
    )


def depths_for(patient: Access) -> list[Depth]:
    """Who may answer here: what clinicians see is shown to clinicians, and to the owner of an own store."""
    clinician = patient.visitor.is_owner or patient.visitor.role == "clinician"
    return [
        Depth(value=value, label=label, help=says)
        for value, (label, says) in DEPTH_WORDS.items()
        if clinician or value != CLINICIAN
    ]
