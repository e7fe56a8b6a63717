"""The consultation: one question a screen, each answer on the disk before the next is shown."""

from __future__ import annotations

from typing import Annotated

from fastapi import UploadFile
from fastapi.responses import Response
from pydantic import BaseModel, Field

from anagen.consultation.questionnaire import DEPTHS
from anagen.errors import InputError
from anagen.web.consult.answers_file import read_file, written_file
from anagen.web.consult.forms import given_of
from anagen.web.consult.showing import ask_view, depths_for, overview_view, stop_view
from anagen.web.consult.views import AskView, OverviewView, StopView
from anagen.web.errors import Again, ElsewhereError, NotFoundError, TooMuchError
from anagen.web.interview import (
    CONSENT,
    RESPONDENT,
    Interview,
    begun_anew,
    kept_interview,
    taken,
    today,
)
from anagen.web.jobs_dependency import JobsDep
from anagen.web.outlook.asking import ask as have_worked_out
from anagen.web.outlook.asking import prepare
from anagen.web.security.visitor import Patient
from anagen.web.twins import Done, NoForm, Pages

__all__ = ["pages"]

pages = Pages(tag="consultation")
OVERVIEW, ASK, STOP = "consult/overview.html.jinja", "consult/ask.html.jinja", "consult/stop.html.jinja"
LARGEST_FILE = 64 * 1024
"""Length of a person's file. [byte]"""
MOST_VALUES, LONGEST_VALUE = 64, 80
Value = Annotated[str, Field(max_length=LONGEST_VALUE)]


class BeginForm(BaseModel):
    """Who answers, and how much is asked."""

    depth: str = DEPTHS[0]
    full: bool = False


class AnswerForm(BaseModel):
    """What was answered on a screen."""

    field: Value
    value: list[Value] = Field(default_factory=list, max_length=MOST_VALUES)
    """As the choices of the screen are called; nothing where it is left open."""
    skip: bool = False
    change: bool = False


class UploadForm(BaseModel):
    """A person's file."""

    file: UploadFile


@pages.show("/p/{person_id}/consult", OVERVIEW)
def overview(patient: Patient) -> OverviewView:
    """How far it is, and every answer with a way to change it."""
    return overview_view(patient, kept_interview(patient.store, patient.person.id))


@pages.act("/p/{person_id}/consult/begin")
def begin(patient: Patient, form: BeginForm) -> Done:
    """Begin, or begin anew; what was answered before stays under its day."""
    if form.depth not in [one.value for one in depths_for(patient)]:
        raise InputError("That way of answering is for clinicians. Choose another.")
    begun_anew(patient.store, patient.person.id, form.depth, full=form.full, today=today())
    return Done(to=f"/p/{patient.person.id}/consult/ask")


@pages.show("/p/{person_id}/consult/ask", ASK)
def ask(patient: Patient, field: str | None = None) -> AskView:
    """The next question, or the one that is asked for again."""
    interview = kept_interview(patient.store, patient.person.id)
    if interview.record_id is None:
        raise ElsewhereError(f"/p/{patient.person.id}/consult")
    return ask_view(patient, interview, field)


@pages.act("/p/{person_id}/consult/ask")
def answer(patient: Patient, jobs: JobsDep, form: AnswerForm) -> Done:
    """Take the answers of a screen; they are kept when this returns."""
    interview = kept_interview(patient.store, patient.person.id)
    if interview.record_id is None:
        raise ElsewhereError(f"/p/{patient.person.id}/consult")
    group = interview.screen_of(form.field)
    try:
        given = (
            dict.fromkeys([one.field for one in group])
            if form.skip
            else given_of(group, form.value, interview.answers)
        )
        after = taken(patient.store, patient.person.id, interview, given, today())
    except InputError as error:
        view = ask_view(patient, interview, form.field if interview.consented else None)
        raise Again(view, ASK, says=str(error)) from None
    home = f"/p/{patient.person.id}/consult"
    if after.answers.get(CONSENT) is False:
        jobs.forget_person(patient.person.id)
        return Done(to=home, says="Nothing is kept.")
    if any(stop in after.stops for one in group for stop in one.stops):
        return Done(to=f"{home}/stop")  # of which answer is in no address
    prepare(jobs, patient, after)
    if not after.next or (form.change and not newly_open(interview, after)):
        return Done(to=home)
    return Done(to=f"{home}/ask")


@pages.show("/p/{person_id}/consult/stop", STOP)
def stop(patient: Patient) -> StopView:
    """What answers bring to an end, and whom to turn to."""
    interview = kept_interview(patient.store, patient.person.id)
    if not interview.stops:
        raise ElsewhereError(f"/p/{patient.person.id}/consult")
    return stop_view(patient, interview)


@pages.act("/p/{person_id}/consult/finish")
def finish(patient: Patient, jobs: JobsDep, form: NoForm) -> Done:  # noqa: ARG001  a form with a token
    """All is well: have it worked out."""
    interview = kept_interview(patient.store, patient.person.id)
    if not interview.consented:
        raise InputError("There are no answers yet. Begin with the questions.")
    have_worked_out(jobs, patient, interview)
    return Done(to=f"/p/{patient.person.id}/answer")


@pages.act("/p/{person_id}/consult/more")
def more(patient: Patient, form: NoForm) -> Done:  # noqa: ARG001  a form with a token
    """Ask what is not on the short path, too, and what was left open."""
    interview = kept_interview(patient.store, patient.person.id)
    if interview.record_id is None:
        raise InputError("There are no answers yet. Begin with the questions.")
    taken(patient.store, patient.person.id, interview, {}, today(), full=True, left_open=frozenset())
    return Done(to=f"/p/{patient.person.id}/consult/ask")


@pages.file("/p/{person_id}/consult/answers.toml")
def download(patient: Patient) -> Response:
    """The answers as a person's file, which the command line reads."""
    interview = kept_interview(patient.store, patient.person.id)
    if not interview.consented:
        raise NotFoundError
    return Response(
        written_file(interview),
        media_type="application/toml",
        headers={"Content-Disposition": 'attachment; filename="answers.toml"'},
    )


@pages.act("/p/{person_id}/consult/upload")
def upload(patient: Patient, jobs: JobsDep, form: UploadForm) -> Done:
    """Take the answers of a person's file; they count as answers of today."""
    data = form.file.file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise TooMuchError(
            f"A person's file is at most {LARGEST_FILE // 1024} KiB long. Choose another.", status=413
        )
    interview = kept_interview(patient.store, patient.person.id)
    try:
        told = read_file(data)
    except InputError as error:
        raise Again(overview_view(patient, interview), OVERVIEW, says=str(error)) from None
    told.setdefault(RESPONDENT, interview.depth)
    if told[RESPONDENT] not in [one.value for one in depths_for(patient)]:
        told[RESPONDENT] = DEPTHS[0]
    blank = Interview(answers={RESPONDENT: told[RESPONDENT]}, full=interview.full)
    after = taken(patient.store, patient.person.id, blank, {CONSENT: True, **told}, today())
    prepare(jobs, patient, after)
    return Done(to=f"/p/{patient.person.id}/consult", says="The answers of the file were taken.")


@pages.file("/grades/{scale}/{sex}/{grade}.webp")
def grade(scale: str, sex: str, grade: str) -> Response:
    """A picture of a grade; the same for everybody."""
    from anagen.render.grades import grade_file

    try:
        data = grade_file(scale, grade, sex=sex)
    except InputError:
        raise NotFoundError from None
    return Response(data, media_type="image/webp", headers={"Cache-Control": "private, max-age=604800"})


def newly_open(before: Interview, after: Interview) -> bool:
    """Whether an answer brought up a question that was not open before."""
    return bool(after.next) and after.next != before.next
