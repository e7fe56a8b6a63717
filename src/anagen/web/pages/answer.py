"""The outlook: what the answers say, what each option would probably do, and one of them through the months."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Header, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from anagen.consultation.answering import check_answer
from anagen.consultation.questionnaire import question
from anagen.consultation.ranking import GOALS, LARGEST_MINUTES
from anagen.consultation.report.figures import chart_of, top_of
from anagen.consultation.report.html import chart_svg
from anagen.consultation.wording import today_text
from anagen.errors import InputError
from anagen.web import outlooks
from anagen.web.errors import ElsewhereError, NotFoundError
from anagen.web.interview import CONSENT, kept_interview, taken
from anagen.web.jobs import JobsDep
from anagen.web.outlook_shown import (
    SLIDER_MONTHS,
    Card,
    Closed,
    Known,
    ScreeningShown,
    card_of,
    closed_of,
    courses_data,
    known_of,
    month_words,
    screening_shown,
    sentence_of,
)
from anagen.web.packing import packed_response
from anagen.web.pages.consult import today
from anagen.web.security.visitor import Patient
from anagen.web.tasks.consultation import CENTILES, MONTHS, picture_name
from anagen.web.twins import Done, Pages, View

if TYPE_CHECKING:
    from anagen.consultation.consult import Consultation
    from anagen.consultation.options import Option
    from anagen.web.interview import Interview
    from anagen.web.jobs import Job, Jobs
    from anagen.web.outlooks import Heads, Outlook
    from anagen.web.security.visitor import Access

__all__ = ["pages"]

pages = Pages(tag="outlook")

ANSWER, CHOICE = "answer/outlook.html.jinja", "answer/choice.html.jinja"
COMPARED_MONTHS = (6, 12, 24, 60)
"""Months at which options stand side by side. [month]"""
FIRST_MONTH = 12
CENTILE_WORDS = {10: "poor response", 50: "middling", 90: "good response"}
MOST_COURSES = 4
"""Options of a chart."""
PRIVATE = {"Cache-Control": "private, max-age=3600"}
Month = Annotated[int, Query(ge=0, le=60)]
Centile = Annotated[int, Query(ge=1, le=99)]


class JobShown(BaseModel):
    """Work that goes on."""

    id: str
    state: str
    place: int | None
    progress: float
    says: str
    error: str


class HeadShown(BaseModel):
    """The head today."""

    picture: str
    """Address; empty while it is being drawn."""
    grade: str
    told: str
    """The grade that was told; empty if none was."""


class WishesShown(BaseModel):
    """What the order of options follows."""

    goal: str
    goals: list[tuple[str, str]]
    accepts_daily: str
    accepts_twice_daily: str
    minutes_per_week: str


class Compared(BaseModel):
    """An option among the others."""

    card: Card
    picture: str
    """Address of its picture; empty if there is none."""
    picture_month: int
    address: str


class AnswerView(View):
    """The outlook."""

    person: str
    asked: bool
    """Whether there are answers at all."""
    screening: ScreeningShown | None
    plan: bool
    """Whether options follow."""
    head: HeadShown
    waiting: list[JobShown]
    """Work that this page waits for."""
    drawing: JobShown | None
    """The last of the pictures that are still drawn."""
    lost: bool
    """Whether results are missing that nobody works on: they can be asked for again."""
    today_says: str
    month: int
    months: list[tuple[int, str]]
    top: float
    """Upper end of the scale of hairs."""
    untreated: Compared | None
    options: list[Compared]
    beside: list[Card]
    """Open to be chosen, but nothing of it is simulated."""
    held: list[Closed]
    blocked: list[Closed]
    wishes: WishesShown
    people: int
    effective_people: float


class HeadColumn(BaseModel):
    """One head through the months."""

    title: str
    picture: str
    alt: str
    by_month: dict[str, str]
    """Addresses by month."""
    alts: dict[str, str]
    caption: str
    captions: dict[str, str]
    """What is measured on the head, by month."""
    sentences: dict[str, str]
    says: str
    job: JobShown | None


class ChoiceView(View):
    """One option in full."""

    person: str
    card: Card
    known: Known
    month: int
    months: list[tuple[int, str]]
    slider_last: int
    centile: int
    centiles: list[tuple[int, str]]
    place: int | None
    """Of this virtual person among a hundred, under this option."""
    untreated: HeadColumn | None
    treated: HeadColumn | None
    drawn: bool
    """Whether pictures were asked for."""
    chart: str
    """SVG; empty without a forecast."""
    courses: str
    """Address of what a chart in the browser draws."""
    turn: str
    """Address of the head that can be turned; empty while there is none."""
    chosen: bool
    waits: bool


class WishesForm(BaseModel):
    """What the order of options shall follow."""

    goal: Annotated[str, Field(max_length=20)] = ""
    accepts_daily: Annotated[str, Field(max_length=5)] = ""
    accepts_twice_daily: Annotated[str, Field(max_length=5)] = ""
    minutes_per_week: Annotated[str, Field(max_length=12)] = ""


class DrawForm(BaseModel):
    """Which response shall be drawn."""

    centile: int = CENTILES[0]


class NoForm(BaseModel):
    """Nothing but the wish."""


@pages.show("/p/{person_id}/answer", ANSWER)
def answer(patient: Patient, jobs: JobsDep, month: Month = FIRST_MONTH) -> AnswerView:
    """What the answers say, and all options side by side with no treatment."""
    interview = kept_interview(patient.store, patient.person.id)
    if not interview.answers.get(CONSENT):
        return empty_view(patient, interview)
    found = outlooks.outlook_of(jobs, patient, interview)
    return answer_view(patient, jobs, found, month)


@pages.act("/p/{person_id}/answer/again")
def again(patient: Patient, jobs: JobsDep, form: NoForm) -> Done:  # noqa: ARG001  a form with a token
    """Have it worked out, once more where it was stopped or lost."""
    outlooks.ask(jobs, patient, with_answers(patient))
    return Done(to=f"/p/{patient.person.id}/answer")


@pages.act("/p/{person_id}/answer/wishes")
def wishes(patient: Patient, jobs: JobsDep, form: WishesForm) -> Done:
    """Sort the options by other wishes; nothing is simulated anew that is there."""
    interview = with_answers(patient)
    yes_no = {"": None, "true": True, "false": False}
    given: dict[str, Any] = {"goal": check_answer("goal", form.goal or None)}
    for name in ("accepts_daily", "accepts_twice_daily"):
        said = getattr(form, name)
        if said not in yes_no:
            raise InputError("Answer yes, no, or leave it open.")
        given[name] = yes_no[said]
    minutes = minutes_of(form.minutes_per_week)
    after = taken(patient.store, patient.person.id, interview, given, today(), minutes_per_week=minutes)
    outlooks.ask(jobs, patient, after)
    return Done(to=f"/p/{patient.person.id}/answer", says="The options stand in the order of your wishes.")


@pages.show("/p/{person_id}/answer/{choice}", CHOICE)
def choice(
    patient: Patient, jobs: JobsDep, choice: str, month: Month = FIRST_MONTH, centile: Centile = CENTILES[0]
) -> ChoiceView:
    """One option through the months, beside no treatment."""
    found, consultation, one = option_of(patient, jobs, choice)
    if centile not in CENTILES:
        raise NotFoundError
    return choice_view(patient, jobs, found, consultation, one, month, centile)


@pages.act("/p/{person_id}/answer/{choice}/draw")
def draw(patient: Patient, jobs: JobsDep, choice: str, form: DrawForm) -> Done:
    """Have an option's pictures drawn."""
    found, consultation, one = option_of(patient, jobs, choice)
    if form.centile not in CENTILES or one.name not in consultation.forecasts:
        raise NotFoundError
    course = found.regimens.index(consultation.forecasts[one.name].regimen)
    outlooks.ask_heads(jobs, patient, found.interview, found.regimens, form.centile, course)
    return Done(to=f"/p/{patient.person.id}/answer/{choice}?centile={form.centile}")


@pages.file("/p/{person_id}/answer/{choice}/courses.json")
def courses(patient: Patient, jobs: JobsDep, choice: str) -> Response:
    """Courses of an option, of the others and of no treatment, for a chart."""
    _found, consultation, one = option_of(patient, jobs, choice)
    first = consultation.forecasts.get(one.name)
    if first is None:
        raise NotFoundError
    others = {
        each.name: consultation.forecasts[each.name]
        for each in consultation.in_order
        if each.regimen and each.name in consultation.forecasts and each.name != one.name
    }
    named = {one.name: first, **others} if one.regimen else others or {one.name: first}
    shown = dict(list(named.items())[:MOST_COURSES])
    data = courses_data(shown, consultation.untreated, "Visible hairs")
    return JSONResponse(data, headers={"Cache-Control": "no-store"})


@pages.file("/p/{person_id}/heads/today.webp")
def head_today(patient: Patient, jobs: JobsDep) -> Response:
    """The picture of the head today."""
    asked = outlooks.head_asked(kept_interview(patient.store, patient.person.id))
    return picture(jobs.cache.read(patient.person.id, asked.key, "head.webp"))


@pages.file("/p/{person_id}/heads/{course}/{centile}/{month}.webp")
def head(patient: Patient, jobs: JobsDep, course: int, centile: int, month: int) -> Response:
    """A picture of the virtual head under one regimen at one month."""
    key = heads_key(patient, course, centile)
    if month not in MONTHS:
        raise NotFoundError
    return picture(jobs.cache.read(patient.person.id, key, picture_name(month)))


@pages.file("/p/{person_id}/heads/{course}/{centile}/turn.head")
def turned(
    patient: Patient, jobs: JobsDep, course: int, centile: int, accept_encoding: Annotated[str, Header()] = ""
) -> Response:
    """The virtual head that a browser can turn."""
    data = jobs.cache.read(patient.person.id, heads_key(patient, course, centile), "turn.head")
    if data is None:
        raise NotFoundError
    return packed_response(data, accept_encoding)


def heads_key(patient: Access, course: int, centile: int) -> str:
    """Where the pictures of one regimen lie."""
    interview = kept_interview(patient.store, patient.person.id)
    regimens = outlooks.regimens_of(interview)
    if centile not in CENTILES or not 0 <= course < len(regimens):
        raise NotFoundError
    return outlooks.heads_asked(interview, regimens, centile, course).key


def picture(data: bytes | None) -> Response:
    """A picture, if it is drawn."""
    if data is None:
        raise NotFoundError
    return Response(data, media_type="image/webp", headers=PRIVATE)


def with_answers(patient: Access) -> Interview:
    """The interview of somebody who has answered something."""
    interview = kept_interview(patient.store, patient.person.id)
    if not interview.answers.get(CONSENT):
        raise InputError("There are no answers yet. Begin with the questions.")
    return interview


def minutes_of(words: str) -> float | None:
    """Minutes a week, as typed."""
    typed = words.strip()
    if not typed:
        return None
    try:
        minutes = float(typed.replace(",", "."))
    except ValueError:
        minutes = -1.0
    if not 0.0 <= minutes <= LARGEST_MINUTES:
        raise InputError(f"Minutes a week are a number from 0 to {LARGEST_MINUTES:g}.")
    return minutes


def option_of(patient: Access, jobs: Jobs, choice: str) -> tuple[Outlook, Consultation, Option]:
    """The option that an address means, once the forecasts are there."""
    interview = kept_interview(patient.store, patient.person.id)
    if not interview.answers.get(CONSENT):
        raise NotFoundError
    found = outlooks.outlook_of(jobs, patient, interview)
    if found.consultation is None:
        raise ElsewhereError(f"/p/{patient.person.id}/answer")
    options = found.consultation.options
    one = next((each for each in options if outlooks.choice_id(each.name) == choice), None)
    if one is None:
        raise NotFoundError
    return found, found.consultation, one


def empty_view(patient: Access, interview: Interview) -> AnswerView:
    """The page of somebody who has answered nothing."""
    return AnswerView(
        person=patient.person.id,
        asked=False,
        screening=None,
        plan=False,
        head=HeadShown(picture="", grade="", told=""),
        waiting=[],
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
    interview, consultation = found.interview, found.consultation
    home = f"/p/{patient.person.id}/consult"
    wanted = [found.head, found.forecasts] if found.outcome == "plan" and found.regimens else []
    waiting = [shown_job(one) for one in wanted if one is not None and one.is_open]
    base = empty_view(patient, interview).model_copy(
        update={
            "asked": True,
            "screening": screening_shown(outlooks.screening_of(interview), home),
            "plan": bool(found.regimens),
            "head": head_shown(patient, jobs, found),
            "waiting": waiting,
            "lost": bool(wanted)
            and consultation is None
            and not (found.forecasts and found.forecasts.is_open),
            "month": month,
            "months": [(one, month_words(one)) for one in COMPARED_MONTHS],
        }
    )
    if consultation is None:
        return base
    update: dict[str, Any] = {
        "held": closed_of(consultation, "held", home),
        "blocked": closed_of(consultation, "blocked", home),
        "beside": [
            card_of(consultation, one, found.regimens, month)
            for one in consultation.in_order
            if one.status == "offered" and one.name not in consultation.forecasts
        ],
    }
    if consultation.untreated is not None:
        compared = [
            compared_of(patient, jobs, found, consultation, one, month)
            for one in consultation.in_order
            if one.name in consultation.forecasts
        ]
        update |= {
            "today_says": today_text(consultation.untreated),
            "top": top_of(consultation),
            "drawing": drawing_of(patient, jobs, found),
            "untreated": next(one for one in compared if one.card.course == 0),
            "options": [one for one in compared if one.card.course != 0],
            "people": consultation.untreated.people,
            "effective_people": consultation.untreated.effective_people,
        }
    return base.model_copy(update=update)


def drawing_of(patient: Access, jobs: Jobs, found: Outlook) -> JobShown | None:
    """The last job of the pictures that are drawn at once, if it is still to come."""
    courses = range(min(len(found.regimens), outlooks.DRAWN_AT_ONCE))
    drawn = [outlooks.heads_there(jobs, patient, found, CENTILES[0], course).job for course in courses]
    still = [one for one in drawn if one is not None and one.is_open]
    return shown_job(still[-1]) if still else None


def compared_of(
    patient: Access, jobs: Jobs, found: Outlook, consultation: Consultation, one: Option, month: int
) -> Compared:
    """An option among the others, with its picture if it is drawn."""
    card = card_of(consultation, one, found.regimens, month)
    drawn = outlooks.heads_there(jobs, patient, found, CENTILES[0], card.course or 0)
    at = nearest(drawn.months, month)
    return Compared(
        card=card,
        picture="" if at is None else head_address(patient, drawn, card.course or 0, CENTILES[0], at),
        picture_month=at or 0,
        address=f"/p/{patient.person.id}/answer/{card.id}",
    )


def nearest(months: tuple[int, ...], month: int) -> int | None:
    """The month of which there is a picture that is nearest."""
    return min(months, key=lambda one: abs(one - month), default=None)


def head_address(patient: Access, drawn: Heads, course: int, centile: int, month: int) -> str:
    """Where a picture is; a part of its key keeps a browser from showing an old one."""
    return f"/p/{patient.person.id}/heads/{course}/{centile}/{month}.webp?k={drawn.key[:10]}"


def head_shown(patient: Access, jobs: Jobs, found: Outlook) -> HeadShown:
    """The head today, as far as it is drawn."""
    answers = found.interview.answers
    told = answers.get("norwood") or answers.get("ludwig")
    scale = "Norwood" if answers.get("norwood") else "Ludwig"
    about = outlooks.head_told(jobs, patient, found)
    picture_there = about is not None
    key = "" if found.head is None else found.head.key[:10]
    return HeadShown(
        picture=f"/p/{patient.person.id}/heads/today.webp?k={key}" if picture_there else "",
        grade=str(about["grade"]) if about is not None else "",
        told="" if told in (None, "none_match") else f"{scale} {told}",
    )


def shown_job(job: Job) -> JobShown:
    """A job, for its macro."""
    return JobShown(
        id=job.id,
        state=job.state,
        place=job.place,
        progress=job.progress,
        says=job.says,
        error=job.error,
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
    from anagen.web.plans import chosen_plan

    card = card_of(consultation, one, found.regimens, month)
    plan = chosen_plan(patient.store, patient.person.id)
    chosen = plan is not None and plan.option == one.name
    view: dict[str, Any] = {
        "person": patient.person.id,
        "card": card,
        "known": known_of(consultation, one),
        "month": month,
        "months": [(each, month_words(each)) for each in MONTHS],
        "slider_last": SLIDER_MONTHS[-1],
        "centile": centile,
        "centiles": [(each, CENTILE_WORDS[each]) for each in sorted(CENTILES)],
        "place": None,
        "untreated": None,
        "treated": None,
        "drawn": False,
        "chart": "",
        "courses": f"/p/{patient.person.id}/answer/{card.id}/courses.json",
        "turn": "",
        "chosen": chosen,
        "waits": False,
    }
    forecast = consultation.forecasts.get(one.name)
    if forecast is None or consultation.untreated is None or card.course is None:
        return ChoiceView(**view)
    without = outlooks.heads_there(jobs, patient, found, centile, 0)
    own = outlooks.heads_there(jobs, patient, found, centile, card.course)
    columns = {
        "untreated": column(patient, without, 0, centile, month, "No treatment", consultation.untreated),
    }
    if card.course:
        columns["treated"] = column(patient, own, card.course, centile, month, one.name, forecast, without)
    shown = [each for each in (without, own) if each.job is not None]
    chart = chart_of(
        forecast,
        consultation.untreated if card.course else None,
        top_of(consultation),
        "Visible hairs on it, and without treatment" if card.course else "Visible hairs without treatment",
    )
    view |= columns | {
        "place": None if own.told is None else own.told["place"],
        "drawn": own.job is not None,
        "chart": chart_svg(chart),
        "turn": f"/p/{patient.person.id}/heads/{card.course}/{centile}/turn.head?k={own.key[:10]}"
        if own.can_turn
        else "",
        "waits": any(each.job is not None and each.job.is_open for each in shown),
    }
    return ChoiceView(**view)


def column(
    patient: Access,
    drawn: Heads,
    course: int,
    centile: int,
    month: int,
    title: str,
    forecast: Any,
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
        job=None if drawn.job is None or drawn.job.is_done else shown_job(drawn.job),
    )


def caption_of(drawn: Heads, month: int) -> str:
    """What is measured on a head at a month."""
    measured = (drawn.told or {}).get("heads", {}).get(str(month))
    if measured is None:
        return month_words(month)
    return (
        f"{month_words(month)}: {measured['grade']}, {measured['hairs_per_cm2']} hairs per cm² on this head"
    )


def alt_of(drawn: Heads, title: str, month: int) -> str:
    """What a picture shows, in words."""
    return f"{title}, a simulated head. {caption_of(drawn, month)}"
