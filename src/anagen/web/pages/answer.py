"""The outlook: what the answers say, what each option would probably do, and one of them through the months."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Header, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from anagen.consultation.answering import check_answer
from anagen.consultation.ranking import LARGEST_MINUTES
from anagen.errors import InputError
from anagen.web.errors import NotFoundError
from anagen.web.interview import kept_interview, taken, today
from anagen.web.jobs_dependency import JobsDep
from anagen.web.outlook.asking import ask, ask_heads, ask_heads_once, head_asked, heads_asked, regimens_of
from anagen.web.outlook.in_full import choice_view, courses_beside
from anagen.web.outlook.results import courses_drawn, option_of, outlook_of
from anagen.web.outlook.side_by_side import FIRST_MONTH, answer_view, empty_view
from anagen.web.outlook.views import AnswerView, ChoiceView
from anagen.web.packing import packed_response
from anagen.web.security.visitor import Patient
from anagen.web.tasks.consultation import CENTILES, MONTHS, picture_name
from anagen.web.twins import Done, NoForm, Pages

if TYPE_CHECKING:
    from anagen.web.interview import Interview
    from anagen.web.security.visitor import Access

__all__ = ["pages"]

pages = Pages(tag="outlook")
ANSWER, CHOICE = "answer/outlook.html.jinja", "answer/choice.html.jinja"
Month = Annotated[int, Query(ge=0, le=60)]
Centile = Annotated[int, Query(ge=1, le=99)]


class WishesForm(BaseModel):
    """What the order of options shall follow."""

    goal: Annotated[str, Field(max_length=20)] = ""
    accepts_daily: Annotated[str, Field(max_length=5)] = ""
    accepts_twice_daily: Annotated[str, Field(max_length=5)] = ""
    minutes_per_week: Annotated[str, Field(max_length=12)] = ""


class DrawForm(BaseModel):
    """Which response shall be drawn."""

    centile: int = CENTILES[0]


@pages.show("/p/{person_id}/answer", ANSWER)
def answer(patient: Patient, jobs: JobsDep, month: Month = FIRST_MONTH) -> AnswerView:
    """What the answers say, and all options side by side with no treatment."""
    interview = kept_interview(patient.store, patient.person.id)
    if not interview.consented:
        return empty_view(patient, interview)
    found = outlook_of(jobs, patient, interview)
    # Which options stand first is known with the forecasts, that is, when somebody looks at them.
    ask_heads_once(jobs, patient, interview, found.regimens, courses_drawn(found))
    return answer_view(patient, jobs, found, month)


@pages.act("/p/{person_id}/answer/again")
def again(patient: Patient, jobs: JobsDep, form: NoForm) -> Done:  # noqa: ARG001  a form with a token
    """Have it worked out, once more where it was stopped or lost."""
    ask(jobs, patient, with_answers(patient))
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
    ask(jobs, patient, after)
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
    ask_heads(jobs, patient, found.interview, found.regimens, form.centile, course)
    return Done(to=f"/p/{patient.person.id}/answer/{choice}?centile={form.centile}")


@pages.file("/p/{person_id}/answer/{choice}/courses.json")
def courses(patient: Patient, jobs: JobsDep, choice: str) -> Response:
    """Courses of an option, of the others and of no treatment, for a chart."""
    _found, consultation, one = option_of(patient, jobs, choice)
    first = consultation.forecasts.get(one.name)
    if first is None:
        raise NotFoundError
    data = courses_beside(consultation, one, first)
    return JSONResponse(data)


@pages.file("/p/{person_id}/heads/today.webp")
def head_today(patient: Patient, jobs: JobsDep) -> Response:
    """The picture of the head today."""
    asked = head_asked(kept_interview(patient.store, patient.person.id))
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
    regimens = regimens_of(interview)
    if centile not in CENTILES or not 0 <= course < len(regimens):
        raise NotFoundError
    return heads_asked(interview, regimens, centile, course).key


def picture(data: bytes | None) -> Response:
    """A picture, if it is drawn."""
    if data is None:
        raise NotFoundError
    return Response(data, media_type="image/webp")


def with_answers(patient: Access) -> Interview:
    """The interview of somebody who has answered something."""
    interview = kept_interview(patient.store, patient.person.id)
    if not interview.consented:
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
