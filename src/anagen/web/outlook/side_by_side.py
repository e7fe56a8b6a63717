"""The page of all options, side by side with no treatment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anagen.consultation.questionnaire import question
from anagen.consultation.ranking import GOALS
from anagen.consultation.report.figures import top_of
from anagen.consultation.wording import today_text
from anagen.web.jobs_shown import JobShown, job_shown
from anagen.web.outlook.options import card_of, closed_of
from anagen.web.outlook.pictures import head_address, head_shown, nearest
from anagen.web.outlook.readings import month_words
from anagen.web.outlook.results import courses_drawn, heads_there, screening_of
from anagen.web.outlook.screening import screening_shown
from anagen.web.outlook.views import AnswerView, Compared, HeadShown, WishesShown
from anagen.web.tasks.consultation import CENTILES

if TYPE_CHECKING:
    from anagen.consultation.consult import Consultation
    from anagen.consultation.options import Option
    from anagen.web.interview import Interview
    from anagen.web.jobs import Jobs
    from anagen.web.outlook.results import Outlook
    from anagen.web.security.visitor import Access

__all__ = ["FIRST_MONTH", "answer_view", "empty_view"]

COMPARED_MONTHS = (6, 12, 24, 60)
"""Months at which options stand side by side. [month]"""
BROKEN = ("failed", "cancelled")
"""States of jobs that came to no end."""
FIRST_MONTH = 12
"""Month that is shown first. [month]"""


def empty_view(patient: Access, interview: Interview) -> AnswerView:
    """The page of somebody who has answered nothing."""
    return AnswerView(
        person=patient.person.id,
        asked=False,
        screening=None,
        plan=False,
        head=HeadShown(picture="", grade="", told=""),
        waiting=[],
        failed=[],
        drawing=None,
        lost=False,
        today_says="",
        month=FIRST_MONTH,
        months=[],
        top=0.0,
        untreated=None,
        options=[],
        beside=[],
        held=[],
        blocked=[],
        wishes=wishes_shown(interview),
        people=0,
        effective_people=0.0,
    )


def answer_view(patient: Access, jobs: Jobs, found: Outlook, month: int) -> AnswerView:
    """The page of somebody whose answers are there, as far as they are worked out."""
    shown = screened(patient, jobs, found) | {"month": month}
    if found.consultation is not None:
        shown |= without_forecast(patient, found, found.consultation, month)
        shown |= with_forecasts(patient, jobs, found, found.consultation, month)
    return empty_view(patient, found.interview).model_copy(update=shown)


def screened(patient: Access, jobs: Jobs, found: Outlook) -> dict[str, Any]:
    """What is there before any forecast: the screening, the head today, and what is waited for."""
    wanted = [found.head, found.forecasts] if found.outcome == "plan" and found.regimens else []
    going_on = bool(found.forecasts and found.forecasts.is_open)
    return {
        "asked": True,
        "screening": screening_shown(screening_of(found.interview), f"/p/{patient.person.id}/consult"),
        "plan": bool(found.regimens),
        "head": head_shown(patient, jobs, found),
        "waiting": [job_shown(one) for one in wanted if one is not None and one.is_open],
        "failed": [job_shown(one) for one in wanted if one is not None and one.state in BROKEN],
        "lost": bool(wanted) and found.consultation is None and not going_on,
        "months": [(one, month_words(one)) for one in COMPARED_MONTHS],
    }


def without_forecast(
    patient: Access, found: Outlook, consultation: Consultation, month: int
) -> dict[str, Any]:
    """Options of which nothing is simulated."""
    home = f"/p/{patient.person.id}/consult"
    return {
        "held": closed_of(consultation, "held", home),
        "blocked": closed_of(consultation, "blocked", home),
        "beside": [
            card_of(consultation, one, found.regimens, month)
            for one in consultation.in_order
            if one.status == "offered" and one.name not in consultation.forecasts
        ],
    }


def with_forecasts(
    patient: Access, jobs: Jobs, found: Outlook, consultation: Consultation, month: int
) -> dict[str, Any]:
    """Options that are forecast, no treatment apart; nothing where there is no forecast at all."""
    untreated = consultation.untreated
    if untreated is None:
        return {}
    compared = [
        compared_of(patient, jobs, found, consultation, one, month)
        for one in consultation.in_order
        if one.name in consultation.forecasts
    ]
    return {
        "today_says": today_text(untreated),
        "top": top_of(consultation),
        "drawing": drawing_of(patient, jobs, found),
        "untreated": next(one for one in compared if one.card.course == 0),
        "options": [one for one in compared if one.card.course != 0],
        "people": untreated.people,
        "effective_people": untreated.effective_people,
    }


def drawing_of(patient: Access, jobs: Jobs, found: Outlook) -> JobShown | None:
    """The last job of the pictures that are drawn at once, if it is still to come."""
    drawn = [heads_there(jobs, patient, found, CENTILES[0], course).job for course in courses_drawn(found)]
    still = [one for one in drawn if one is not None and one.is_open]
    return job_shown(still[-1]) if still else None


def compared_of(
    patient: Access, jobs: Jobs, found: Outlook, consultation: Consultation, one: Option, month: int
) -> Compared:
    """An option among the others, with its picture if it is drawn."""
    card = card_of(consultation, one, found.regimens, month)
    drawn = heads_there(jobs, patient, found, CENTILES[0], card.course or 0)
    at = nearest(drawn.months, month)
    return Compared(
        card=card,
        picture="" if at is None else head_address(patient, drawn, card.course or 0, CENTILES[0], at),
        picture_month=at or 0,
        address=f"/p/{patient.person.id}/answer/{card.id}",
    )


def wishes_shown(interview: Interview) -> WishesShown:
    """The wishes as they stand."""

    def said(name: str) -> str:
        value = interview.answers.get(name)
        return "" if value is None else str(value).lower()

    minutes = interview.minutes_per_week
    asked = question("goal")
    return WishesShown(
        goal=str(interview.answers.get("goal") or ""),
        goals=[(one, asked.label_of(one)) for one in GOALS],
        accepts_daily=said("accepts_daily"),
        accepts_twice_daily=said("accepts_twice_daily"),
        minutes_per_week="" if minutes is None else f"{minutes:g}",
    )
