"""The guided session with the dermaroller on a telephone: checks, one step a screen, what comes after, the log."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from anagen.consultation.questionnaire import question
from anagen.diary.days import zone_name
from anagen.diary.effects import answers_now
from anagen.diary.entries import Treatment
from anagen.diary.logbook import Diary
from anagen.errors import InputError
from anagen.rolling.clock import SteadyClock
from anagen.rolling.drawing import head_svg
from anagen.rolling.finishing import is_stale, result_of_kept
from anagen.rolling.guiding import pressed
from anagen.rolling.plan import PASSES
from anagen.rolling.session import Session
from anagen.rolling.stored import ROLLING, StoredSessions
from anagen.web.consult.forms import given_of
from anagen.web.errors import Again, ElsewhereError, NotFoundError
from anagen.web.questions_shown import shown_question
from anagen.web.rolling.checking import AREAS, Checking, checking, keep_answer, keep_new_roller, words_of
from anagen.web.rolling.course import begin_course, course_of, dates_of, running_course
from anagen.web.rolling.showing import no_step, overview_of, place_of, result_view, step_view
from anagen.web.rolling.views import BeforeView, CheckShown, OverviewView, ResultView, StepView
from anagen.web.security.visitor import Access, Patient
from anagen.web.twins import Done, NoForm, Pages

pages = Pages(tag="rolling")

BEFORE = "rolling/before.html.jinja"
OVERVIEW = "rolling/overview.html.jinja"
PASSES_USUAL = 12
PACES = {"hand": 0.0, "3": 3.0, "4": 4.0, "6": 6.0}
"""Time of one pass over a section, as the form names it. [s]"""
KEYS = {"next": " ", "back": "b", "pause": "p", "enough": "e", "stop": "x"}
"""Keys of the terminal that do what a button does."""
MM_MOST = 10.0
"""More is refused at once; what a roller may have is the diary's to say. [mm]"""
Value = Annotated[str, Field(max_length=80)]


class SayForm(BaseModel):
    """What was answered before a session."""

    field: Value
    value: list[Value] = Field(default_factory=list, max_length=64)
    skip: bool = False


class BeginForm(BaseModel):
    """How to roll."""

    pace: Literal["hand", "3", "4", "6"] = "4"
    passes: int = Field(default=PASSES_USUAL, ge=PASSES[0], le=PASSES[1])


class CourseForm(BaseModel):
    """A course that was begun, or is to be."""

    day: date
    every_days: Literal["7", "14", "21", "28"]
    needle_mm: float = Field(gt=0.0, le=MM_MOST)
    setting: Literal["home", "clinic"] = "home"


class StepForm(BaseModel):
    """What was done, or what time has done."""

    do: Literal["next", "back", "pause", "enough", "stop", "tick"]
    at: str = Field(default="", max_length=40)
    """Where the session stood on the page; empty to say what was done wherever it stands."""


@pages.show("/p/{person_id}/rolling", OVERVIEW)
def overview(patient: Patient) -> OverviewView:
    """What is due, what is under way, and the sessions so far."""
    ids = {
        str(one.content.get("session", {}).get("id", "")): one.id
        for one in patient.store.records(patient.person.id, ROLLING)
    }
    return overview_of(
        patient.person.id, kept(patient), now(), answers=answers_of(patient), course=course(patient), ids=ids
    )


@pages.act("/p/{person_id}/rolling/course")
def begin_a_course(patient: Patient, form: CourseForm) -> Done:
    """Put a course into the diary: when it begins, how often, with which needles."""
    try:
        begin_course(
            Diary(patient.store, patient.person.id),
            form.day,
            every_days=int(form.every_days),
            needle_mm=form.needle_mm,
            setting=form.setting,
            passes=PASSES_USUAL,
        )
    except InputError as error:
        raise Again(overview(patient), OVERVIEW, says=str(error)) from None
    return Done(to=home(patient), says="The course is in your diary.")


@pages.show("/p/{person_id}/rolling/before", BEFORE)
def before(patient: Patient) -> BeforeView:
    """The next question before a session, or what the checks came to."""
    if kept(patient).open_session() is not None:
        raise ElsewhereError(f"{home(patient)}/session")
    if not {"age", "sex"} <= set(answers_of(patient)):
        raise ElsewhereError(home(patient))
    try:
        return before_view(patient, found(patient))
    except InputError as error:  # nothing thin is found where the answers point
        raise Again(before_view(patient, Checking(field=AREAS)), BEFORE, says=str(error)) from None


@pages.act("/p/{person_id}/rolling/before")
def say(patient: Patient, form: SayForm) -> Done:
    """Answer a question before a session."""
    sessions, here = kept(patient), found(patient)
    if form.field not in (here.field, *here.said):  # a page of earlier, or of nobody
        return Done(to=f"{home(patient)}/before")
    asked = question(form.field)
    try:
        if form.skip:
            value: Any = None
        else:
            given = given_of((asked,), form.value, here.told)
            value = given[form.field]
    except InputError as error:
        shown = Checking(said=here.said, told=here.told, field=form.field)
        raise Again(before_view(patient, shown), BEFORE, says=str(error)) from None
    keep_answer(sessions, now(), form.field, value)
    return Done(to=f"{home(patient)}/before")


@pages.act("/p/{person_id}/rolling/before/again")
def say_again(patient: Patient, form: NoForm) -> Done:  # noqa: ARG001  a form with a token
    """Forget what was answered today, and ask anew."""
    kept(patient).keep_answers(now().date(), None)
    return Done(to=f"{home(patient)}/before")


@pages.act("/p/{person_id}/rolling/before/new-roller")
def say_new_roller(patient: Patient, form: NoForm) -> Done:  # noqa: ARG001  a form with a token
    """The roller head is new."""
    keep_new_roller(kept(patient), now())
    return Done(to=f"{home(patient)}/before", says="The sessions of the new head are counted from here.")


@pages.act("/p/{person_id}/rolling/begin")
def begin(patient: Patient, form: BeginForm) -> Done:
    """Begin, if nothing speaks against it."""
    sessions = kept(patient)
    if sessions.open_session() is not None:
        return Done(to=f"{home(patient)}/session")
    how = {"pace_s": PACES[form.pace], "passes": form.passes}
    here = found(patient, how)
    if not here.may_begin or here.ready is None:
        return Done(to=f"{home(patient)}/before")
    sessions.save(Session.begun(here.ready.plan, now()), checks=here.ready.decision.as_dict())
    sessions.keep_answers(here.ready.today, None)
    return Done(to=f"{home(patient)}/session")


@pages.show("/p/{person_id}/rolling/session", "rolling/step.html.jinja")
def step(patient: Patient) -> StepView:
    """The step that the session under way is at."""
    sessions = kept(patient)
    session = sessions.open_session()
    return (
        no_step(patient.person.id)
        if session is None
        else step_view(patient.person.id, sessions, session, now())
    )


@pages.act("/p/{person_id}/rolling/session")
def go_on(patient: Patient, form: StepForm) -> Done:
    """Do something in the session under way; a page that is not of this moment changes nothing."""
    sessions = kept(patient)
    session = sessions.open_session()
    if session is None:
        return Done(to=home(patient))
    if is_stale(session, now()):
        says = "It was left for too long and is closed; what was rolled counts."
        return closed(patient, sessions, session, says)
    here = Done(to=f"{home(patient)}/session")
    after = session if form.at not in ("", place_of(session)) else changed(session, form.do, now())
    if after is session:
        return here
    try:
        sessions.save(after)
    except InputError:  # pressed twice at once, or gone on with in a terminal: what is kept is shown
        return here
    if not after.done:
        return here
    sessions.save(after, result=result_of_kept(sessions, after))
    return Done(
        to=f"{home(patient)}/sessions/{sessions.record_id(after.id)}", says="All done. It is in the log."
    )


@pages.act("/p/{person_id}/rolling/close")
def close(patient: Patient, form: NoForm) -> Done:  # noqa: ARG001  a form with a token
    """End the session under way as it is."""
    sessions = kept(patient)
    session = sessions.open_session()
    if session is None:
        return Done(to=home(patient))
    return closed(patient, sessions, session, "The session is closed; what was rolled counts.")


@pages.show("/p/{person_id}/rolling/sessions/{record_id}", "rolling/result.html.jinja")
def result(patient: Patient, record_id: str) -> ResultView:
    """What came of a session, and what is to be done after it."""
    for one in patient.store.records(patient.person.id, ROLLING):
        if one.id == record_id:
            session = Session.from_dict(one.content["session"])
            if not session.done and session.ended is None:
                raise ElsewhereError(f"{home(patient)}/session")
            told = one.content.get("result") or result_of_kept(kept(patient), session)
            return result_view(patient.person.id, one.id, session, told, now())
    raise NotFoundError


@pages.act("/p/{person_id}/rolling/sessions/{record_id}/delete")
def delete(patient: Patient, record_id: str, form: NoForm) -> Done:  # noqa: ARG001  a form with a token
    """Forget a session that was entered by mistake; the audit remembers that there was one."""
    if record_id not in [one.id for one in patient.store.records(patient.person.id, ROLLING)]:
        raise NotFoundError
    patient.store.delete(record_id)
    return Done(to=home(patient), says="Deleted.")


def home(patient: Access) -> str:
    """Where the pages of somebody's sessions begin."""
    return f"/p/{patient.person.id}/rolling"


def now() -> datetime:
    """The present moment, with the offset of the place where this runs."""
    return SteadyClock().now()


def kept(patient: Access) -> StoredSessions:
    """The sessions of a person."""
    return StoredSessions(patient.store, patient.person.id, zone=zone_name())


def answers_of(patient: Access) -> dict[str, Any]:
    """What the person answered, and what the diary knows since."""
    return answers_now(Diary(patient.store, patient.person.id), now().date())


def found(patient: Access, how: dict[str, Any] | None = None) -> Checking:
    """How far the questions before a session are."""
    clinician = patient.visitor.role == "clinician"
    going_on = course(patient)
    begun = going_on is not None and going_on.day < now().date()
    return checking(kept(patient), answers_of(patient), now(), how=how, clinician=clinician, begun=begun)


def course(patient: Access) -> Treatment | None:
    """The course of rolling in the person's diary."""
    return running_course(Diary(patient.store, patient.person.id), now().date())


def before_view(patient: Access, here: Checking) -> BeforeView:
    """The question, or the outcome."""
    asked = question(here.field) if here.field else None
    ready = None if here.field else here.ready
    plan = None if ready is None else ready.plan
    decision = None if ready is None else ready.decision
    may = decision is not None and decision.outcome == "go"
    dates_say, dates = dates_of(ready) if ready is not None and may else ("", [])
    return BeforeView(
        person=patient.person.id,
        field=here.field,
        number=len(here.said) + 1,
        shown=None if asked is None else shown_question((asked,), here.told),
        outcome="" if decision is None else decision.outcome,
        until=None if decision is None or decision.until is None else decision.until.isoformat(),
        checks=[]
        if decision is None
        else [
            CheckShown(
                rule=one.rule,
                outcome=one.outcome,
                title=one.title,
                says=one.says,
                source=one.source,
                url=one.url,
                until=None if one.until is None else one.until.isoformat(),
            )
            for one in decision.checks
            if not one.ask
        ],
        unanswered=words_of(here.unanswered),
        worn=here.worn,
        summary=""
        if plan is None
        else f"{len(plan.sections)} sections, {plan.size_cm2:.0f} cm\N{SUPERSCRIPT TWO}: {plan.area_says}.",
        map_svg=head_svg(plan) if plan is not None and may else "",
        minutes=0 if plan is None else round(plan.minutes),
        rules_held=0 if decision is None else decision.rules_held,
        dates_say=dates_say,
        dates=dates,
        early_says=early_says(patient) if may else "",
    )


def early_says(patient: Access) -> str:
    """That the course has its next session on a later day, if it has; empty if it has not."""
    going_on, today = course(patient), now().date()
    if going_on is None:
        return ""
    days = [one.started.date() for one, _ in kept(patient).sessions() if any(one.passes_made.values())]
    due = course_of(going_on, today, rolled=days, not_before=None).next_due
    if not due or due <= today.isoformat():
        return ""
    return f"By your course ({going_on.course}) the next session is due on {due}. No rule forbids it today."


def changed(session: Session, do: str, moment: datetime) -> Session:
    """The session after something was done, or after time went by."""
    return session.tick(moment) if do == "tick" else pressed(session, KEYS[do], moment)


def closed(patient: Access, sessions: StoredSessions, session: Session, says: str) -> Done:
    """End a session as it is."""
    ended = session.broken_off(now())
    sessions.save(ended, result=result_of_kept(sessions, ended))
    return Done(to=home(patient), says=says)
