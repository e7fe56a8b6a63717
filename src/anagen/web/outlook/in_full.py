"""The page of one option through the months, beside no treatment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anagen.consultation.report.figures import chart_of, top_of
from anagen.consultation.report.html import chart_svg
from anagen.web.jobs_shown import job_shown
from anagen.web.outlook.options import card_of, known_of
from anagen.web.outlook.pictures import head_address, nearest
from anagen.web.outlook.readings import SLIDER_MONTHS, courses_data, month_words, sentence_of
from anagen.web.outlook.results import heads_there
from anagen.web.outlook.views import ChoiceView, HeadColumn
from anagen.web.plan.kept import chosen_plan
from anagen.web.tasks.consultation import CENTILES, MONTHS

if TYPE_CHECKING:
    from anagen.consultation.consult import Consultation
    from anagen.consultation.options import Option
    from anagen.consultation.outlook import Forecast
    from anagen.web.jobs import Jobs
    from anagen.web.outlook.results import Heads, Outlook
    from anagen.web.security.visitor import Access

__all__ = ["choice_view", "courses_beside"]

CENTILE_WORDS = {10: "poor response", 50: "middling", 90: "good response"}
MOST_COURSES = 4
"""Options of a chart."""
NO_FORECAST: dict[str, Any] = {
    "place": None,
    "untreated": None,
    "treated": None,
    "drawn": False,
    "chart": "",
    "turn": "",
    "waits": False,
}
"""What a page shows of an option of which nothing is simulated."""


def choice_view(
    patient: Access,
    jobs: Jobs,
    found: Outlook,
    consultation: Consultation,
    one: Option,
    month: int,
    centile: int,
) -> ChoiceView:
    """One option in full."""
    card = card_of(consultation, one, found.regimens, month)
    plan = chosen_plan(patient.store, patient.person.id)
    without, own = consultation.untreated, consultation.forecasts.get(one.name)
    shown = NO_FORECAST
    if own is not None and without is not None and card.course is not None:
        shown = heads_beside(patient, jobs, found, one.name, (without, own), card.course, month, centile)
        shown |= {"chart": chart_beside(consultation, without, own, card.course)}
    return ChoiceView(
        person=patient.person.id,
        card=card,
        known=known_of(consultation, one),
        month=month,
        months=[(each, month_words(each)) for each in MONTHS],
        slider_last=SLIDER_MONTHS[-1],
        centile=centile,
        centiles=[(each, CENTILE_WORDS[each]) for each in sorted(CENTILES)],
        courses=f"/p/{patient.person.id}/answer/{card.id}/courses.json",
        chosen=plan is not None and plan.option == one.name,
        **shown,
    )


def heads_beside(
    patient: Access,
    jobs: Jobs,
    found: Outlook,
    name: str,
    forecasts: tuple[Forecast, Forecast],
    course: int,
    month: int,
    centile: int,
) -> dict[str, Any]:
    """The virtual head without treatment and with it, as far as they are drawn."""
    without = heads_there(jobs, patient, found, centile, 0)
    own = heads_there(jobs, patient, found, centile, course)
    untreated = column(patient, without, 0, centile, month, "No treatment", forecasts[0])
    treated = column(patient, own, course, centile, month, name, forecasts[1], without) if course else None
    turn = f"/p/{patient.person.id}/heads/{course}/{centile}/turn.head?k={own.key[:10]}"
    return {
        "place": None if own.told is None else own.told["place"],
        "untreated": untreated,
        "treated": treated,
        "drawn": own.job is not None,
        "turn": turn if own.can_turn else "",
        "waits": any(each.job is not None and each.job.is_open for each in (without, own)),
    }


def chart_beside(consultation: Consultation, without: Forecast, own: Forecast, course: int) -> str:
    """The course of visible hairs as SVG, with that of no treatment unless it is that."""
    says = "Visible hairs on it, and without treatment" if course else "Visible hairs without treatment"
    return chart_svg(chart_of(own, without if course else None, top_of(consultation), says))


def column(
    patient: Access,
    drawn: Heads,
    course: int,
    centile: int,
    month: int,
    title: str,
    forecast: Forecast,
    today_of: Heads | None = None,
) -> HeadColumn:
    """One head through the months; what is the same today on both heads is drawn once."""
    by_month = {each: head_address(patient, drawn, course, centile, each) for each in drawn.months}
    if today_of is not None and 0 in today_of.months:
        by_month[0] = head_address(patient, today_of, 0, centile, 0)
    alts = {each: alt_of(drawn, title, each) for each in by_month}
    at = nearest(tuple(by_month), month)
    sentences = {str(each): sentence_of(forecast, each) for each in SLIDER_MONTHS}
    return HeadColumn(
        title=title,
        picture="" if at is None else by_month[at],
        alt="" if at is None else alts[at],
        by_month={str(each): by_month[each] for each in sorted(by_month)},
        alts={str(each): alts[each] for each in sorted(alts)},
        caption="" if at is None else caption_of(drawn, at),
        captions={str(each): caption_of(drawn, each) for each in sorted(by_month)},
        sentences=sentences,
        says=sentence_of(forecast, month),
        job=None if drawn.job is None or drawn.job.is_done else job_shown(drawn.job),
    )


def caption_of(drawn: Heads, month: int) -> str:
    """What is measured on a head at a month."""
    measured = (drawn.told or {}).get("heads", {}).get(str(month))
    if measured is None:
        return month_words(month)
    count = f"this one head has {measured['hairs_per_cm2']} hairs per cm² where they are counted"
    return f"{month_words(month)}: {measured['grade']}; {count}"


def alt_of(drawn: Heads, title: str, month: int) -> str:
    """What a picture shows, in words."""
    return f"{title}, a simulated head. {caption_of(drawn, month)}"


def courses_beside(consultation: Consultation, one: Option, first: Forecast) -> dict[str, object]:
    """What a chart draws of an option, of the first others and of no treatment.

    Parameters
    ----------
    consultation
        With the forecasts of all.
    one
        The option.
    first
        Its forecast.
    """
    others = {
        each.name: consultation.forecasts[each.name]
        for each in consultation.in_order
        if each.regimen and each.name in consultation.forecasts and each.name != one.name
    }
    named = {one.name: first, **others} if one.regimen else others or {one.name: first}
    shown = dict(list(named.items())[:MOST_COURSES])
    return courses_data(shown, consultation.untreated, "Visible hairs")
