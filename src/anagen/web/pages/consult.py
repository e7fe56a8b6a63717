"""The consultation: one question a screen, each answer on the disk before the next is shown."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import UploadFile
from fastapi.responses import Response
from pydantic import BaseModel, Field

from anagen.consultation.answering import NONE, check_answer, read_words
from anagen.consultation.questionnaire import DEPTHS, Question, crisis_contacts, questions
from anagen.diary.days import today_in, zone_name
from anagen.errors import InputError
from anagen.web.errors import Again, ElsewhereError, NotFoundError, TooMuchError
from anagen.web.interview import CONSENT, RESPONDENT, Interview, begun_anew, kept_interview, taken
from anagen.web.jobs import JobsDep
from anagen.web.outlook.asking import ask as have_worked_out
from anagen.web.outlook.asking import prepare
from anagen.web.questions_shown import Line, Shown, shown_question
from anagen.web.security.visitor import Patient
from anagen.web.twins import Done, Pages, View

if TYPE_CHECKING:
    from anagen.web.security.visitor import Access

__all__ = ["pages"]

pages = Pages(tag="consultation")

OVERVIEW, ASK, STOP = "consult/overview.html.jinja", "consult/ask.html.jinja", "consult/stop.html.jinja"
LARGEST_FILE = 64 * 1024
"""Length of a person's file. [byte]"""
MOST_VALUES, LONGEST_VALUE = 64, 80
Value = Annotated[str, Field(max_length=LONGEST_VALUE)]


class Depth(BaseModel):
    """Who may answer."""

    value: str
    label: str
    help: str


class Said(BaseModel):
    """One screen that was answered, on the list of all answers."""

    field: str
    page: str
    asked: str
    said: str
    left_open: bool


class OverviewView(View):
    """How far the consultation is, and all answers."""

    person: str
    depths: list[Depth]
    depth: str
    full: bool
    begun: bool
    consent: bool | None
    done: int
    total: int
    more: bool
    """Whether there is another question."""
    ended: bool
    """Whether an answer has ended the questions."""
    said: list[Said]


class AskView(View):
    """One screen."""

    person: str
    field: str
    page: str
    number: int
    total: int
    shown: Shown
    back: str
    """Path of the screen before; empty at the first."""
    may_skip: bool
    change: bool
    """Whether it was answered before, and is looked at again."""


class StopNote(BaseModel):
    """What an answer means."""

    title: str
    says: str
    contacts: list[str]
    ends: bool
    field: str
    """Which question to answer otherwise."""


class StopView(View):
    """What must be read now."""

    person: str
    notes: list[StopNote]
    ends: bool


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


class NoForm(BaseModel):
    """Nothing but the wish."""


@pages.show("/p/{person_id}/consult", OVERVIEW)
def overview(patient: Patient) -> OverviewView:
    """How far it is, and every answer with a way to change it."""
    return overview_of(patient, kept_interview(patient.store, patient.person.id))


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
            else given_of(group, form.value, interview)
        )
        after = taken(patient.store, patient.person.id, interview, given, today())
    except InputError as error:
        view = ask_view(patient, interview, form.field if interview.answers.get(CONSENT) else None)
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
        ends=any(one.ends for one in interview.stops),
    )


@pages.act("/p/{person_id}/consult/finish")
def finish(patient: Patient, jobs: JobsDep, form: NoForm) -> Done:  # noqa: ARG001  a form with a token
    """All is well: have it worked out."""
    interview = kept_interview(patient.store, patient.person.id)
    if not interview.answers.get(CONSENT):
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
    from anagen.consultation.answers_file import keep

    interview = kept_interview(patient.store, patient.person.id)
    if not interview.answers.get(CONSENT):
        raise NotFoundError
    with tempfile.TemporaryDirectory(prefix="anagen-answers-") as folder:
        path = Path(folder) / "answers.toml"
        keep(path, interview.answers, interview.left_open)
        text = path.read_bytes()
    return Response(
        text,
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
        raise Again(overview_of(patient, interview), OVERVIEW, says=str(error)) from None
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


def today() -> date:
    """The date where this runs."""
    return today_in(zone_name())


def overview_of(patient: Access, interview: Interview) -> OverviewView:
    """All answers of an interview."""
    far = interview.progress
    begun = interview.record_id is not None
    return OverviewView(
        person=patient.person.id,
        depths=depths_for(patient),
        depth=interview.depth,
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
                asked=group[0].group_text if len(group) > 1 else group[0].text,
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
    if not interview.answers.get(CONSENT) and group[0].field != CONSENT:
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


def given_of(group: tuple[Question, ...], values: list[str], interview: Interview) -> dict[str, Any]:
    """The answers of a screen, checked, from what was chosen or typed on it."""
    first = group[0]
    if len(group) == 1 and first.kind != "choices":
        if not first.options:
            value = read_words(first, values[0] if values else "")
        else:
            named = {Line.name(one.value): one.value for one in first.choices(interview.answers)}
            if values and values[0] not in named:
                raise InputError("Choose one of the answers that are shown.")
            value = named[values[0]] if values else None
        if value is None:
            raise InputError("Give an answer, or skip the question.")
        return {first.field: check_answer(first.field, value, interview.answers)}
    return ticked(group, values)


def ticked(group: tuple[Question, ...], values: list[str]) -> dict[str, Any]:
    """What was ticked on a list of statements and options."""
    if not values:
        raise InputError("Tick what applies, or that none of these does. You can also skip this.")
    known = {NONE, *(Line.name(True, one.field) for one in group)}
    known |= {Line.name(each.value, one.field) for one in group for each in one.options}
    if set(values) - known:
        raise InputError("Tick only what is shown.")
    if NONE in values and len(values) > 1:
        raise InputError("'None of these' cannot stand beside other answers. Take one or the other back.")
    given: dict[str, Any] = {}
    for one in group:
        if one.kind == "choices":
            named = {Line.name(each.value, one.field): each.value for each in one.options}
            chosen = [named[each] for each in values if each in named] or [NONE]
            given[one.field] = check_answer(one.field, chosen)
        else:
            given[one.field] = check_answer(one.field, Line.name(True, one.field) in values)
    return given


def newly_open(before: Interview, after: Interview) -> bool:
    """Whether an answer brought up a question that was not open before."""
    return bool(after.next) and after.next != before.next


def depths_for(patient: Access) -> list[Depth]:
    """Who may answer here: what clinicians see is shown to clinicians, and to the owner of an own store."""
    clinician = patient.visitor.is_owner or patient.visitor.role == "clinician"
    return [
        Depth(value=value, label=label, help=says)
        for value, (label, says) in DEPTH_WORDS.items()
        if clinician or value != DEPTHS[-1]
    ]


def read_file(data: bytes) -> dict[str, Any]:
    """The answers of a person's file; what is wrong with it is said without the name of a file here."""
    from anagen.patient.person import person_of, read_answers

    with tempfile.TemporaryDirectory(prefix="anagen-answers-") as folder:
        path = Path(folder) / "answers.toml"
        path.write_bytes(data)
        try:
            told = read_answers(path)
        except InputError as error:
            raise InputError(str(error).replace(str(path), path.name)) from None
    if {"age", "sex"} <= set(told):
        person_of(told)  # answers that contradict each other
    if told.get(CONSENT) is False:
        raise InputError("The file says that its answers may not be kept. Change consent_data in it first.")
    return {field: list(one) if isinstance(one, tuple) else one for field, one in told.items()}


DEPTH_WORDS = {
    "self": ("For myself", "About two dozen questions."),
    "carer": ("For somebody I care for", "Answer as that person: 'you' means them."),
    "clinician": (
        "I am a clinician",
        "All questions, off-label options with their reasons; the grade counts as that of a trained observer.",
    ),
}
"""Who answers, in words."""
