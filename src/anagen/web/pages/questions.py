"""Questions: asked in plain words, answered from what is known, kept for a clinician where nothing is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Body, Form, Request
from pydantic import BaseModel, Field
from starlette.responses import RedirectResponse, Response

from anagen.errors import InputError
from anagen.questions.queue import Queue
from anagen.web.asking.answering import Asked, asked, view_of
from anagen.web.asking.simulating import FILES, asked_of_runner, shown
from anagen.web.asking.views import AnswerView, AskView, KeptQuestion, QueueView, WaitingQuestion
from anagen.web.errors import Again, NotFoundError
from anagen.web.interview import kept_interview
from anagen.web.jobs_dependency import JobsDep
from anagen.web.pages.jobs import job_of_visitor
from anagen.web.security.visitor import Access, Patient, Visitor, VisitorDep, needs_role
from anagen.web.tasks.what_if import WHAT_IF
from anagen.web.templating import rendered
from anagen.web.twins import Done, Pages

if TYPE_CHECKING:
    from anagen.web.jobs import Job
    from anagen.web.jobs.queue import Jobs

__all__ = ["pages"]

pages = Pages(tag="questions")

ASK, ANSWER = "questions/ask.html.jinja", "questions/answer.html.jinja"
LONGEST_QUESTION, LONGEST_REPLY, LONGEST_NAME = 2000, 8000, 100
SEE_OTHER = 303
EXAMPLES = (
    "Does minoxidil work?",
    "What if I stop finasteride after two years?",
    "How long until I see something?",
    "What if I miss half of my minoxidil doses?",
    "Why do I shed more since I started?",
    "What if I do nothing for 10 years?",
)
FOR_WOMEN = {EXAMPLES[1]: "What if I stop minoxidil after two years?"}
"""Examples in whose place a woman, who has no use for them, sees others."""

Clinician = Annotated[Visitor, needs_role("clinician")]


class AskForm(BaseModel):
    """A question."""

    question: str = Field(max_length=LONGEST_QUESTION)


class ReplyForm(BaseModel):
    """A clinician's reply."""

    question_id: str = Field(max_length=64)
    reply: str = Field(max_length=LONGEST_REPLY)
    who: str = Field(default="", max_length=LONGEST_NAME)


@pages.show("/questions", ASK)
def ask_anything(visitor: VisitorDep) -> AskView:
    """Where somebody asks who is nobody in particular."""
    return _ask_view(visitor, None)


@pages.show("/p/{person_id}/questions", ASK)
def ask_as(patient: Patient) -> AskView:
    """Where a person asks, and what was kept of their questions."""
    return _ask_view(patient.visitor, patient)


@pages.router.post("/questions/ask.json", response_model=AnswerView)
def answered_anything(visitor: VisitorDep, jobs: JobsDep, form: Annotated[AskForm, Body()]) -> AnswerView:
    """A question of nobody in particular, answered."""
    return _answered(form.question, visitor, None, jobs)[0]


@pages.router.post("/p/{person_id}/questions/ask.json", response_model=AnswerView)
def answered_as(patient: Patient, jobs: JobsDep, form: Annotated[AskForm, Body()]) -> AnswerView:
    """A person's question, answered."""
    return _answered(form.question, patient.visitor, patient, jobs)[0]


@pages.router.post("/questions/ask", include_in_schema=False)
def anything(
    request: Request, visitor: VisitorDep, jobs: JobsDep, form: Annotated[AskForm, Form()]
) -> Response:
    """A question of nobody in particular: its answer, or the page of its simulation."""
    return _page(request, form.question, visitor, None, jobs)


@pages.router.post("/p/{person_id}/questions/ask", include_in_schema=False)
def as_person(
    request: Request, patient: Patient, jobs: JobsDep, form: Annotated[AskForm, Form()]
) -> Response:
    """A person's question: its answer, or the page of its simulation."""
    return _page(request, form.question, patient.visitor, patient, jobs)


@pages.act("/p/{person_id}/questions/keep")
def keep(patient: Patient, form: AskForm) -> Done:
    """Keep a question that nothing here answers until a clinician replies."""
    Queue(patient.store).keep(patient.person.id, form.question)
    return Done(
        to=f"/p/{patient.person.id}/questions",
        says="Your question is kept. The reply will be shown on this page.",
    )


@pages.show("/questions/what-if/{job_id}", ANSWER)
def what_if(request: Request, job_id: str, visitor: VisitorDep, jobs: JobsDep) -> AnswerView:
    """A question with the simulation of what it asks."""
    job = _what_if_job(jobs, visitor, job_id)
    access = None
    if job.person_id is not None:
        access = Access(visitor=visitor, person=visitor.store.person(job.person_id), store=visitor.store)
        request.state.patient = access
    kept = jobs.params(job_id)
    one = asked(kept["question"], kept["person"], Queue(visitor.store).replies(), clinician=kept["clinician"])
    one.who = kept["who"]
    return _view(one, access, shown(one, job, jobs, at=f"/questions/what-if/{job_id}"))


@pages.file("/questions/what-if/{job_id}/{name}")
def what_if_file(job_id: str, name: str, visitor: VisitorDep, jobs: JobsDep) -> Response:
    """The data of a simulation."""
    job = _what_if_job(jobs, visitor, job_id)
    data = jobs.cache.read(job.person_id, job.key, name) if name in FILES else None
    if data is None:
        raise NotFoundError
    attached = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=FILES[name], headers=attached)


@pages.show("/questions/queue", "questions/queue.html.jinja")
def queue(visitor: Clinician) -> QueueView:
    """The questions that wait for a clinician."""
    waiting = Queue(visitor.store).waiting(_theirs(visitor))
    return QueueView(
        waiting=[
            WaitingQuestion(id=one.id, person=one.person, asked=one.asked[:10], question=one.question)
            for one in waiting
        ],
        who="" if visitor.is_owner else visitor.name,
    )


@pages.act("/questions/queue/reply")
def reply(visitor: Clinician, form: ReplyForm) -> Done:
    """Reply to a question; who asks the like is shown it from now on."""
    try:
        who = form.who if visitor.is_owner else visitor.name
        Queue(visitor.store).reply(form.question_id, form.reply, who=who, people=_theirs(visitor))
    except InputError as error:
        raise Again(queue(visitor), "questions/queue.html.jinja", says=_plain(error)) from None
    return Done(
        to="/questions/queue", says="Your reply is kept. Whoever asks the like is shown it under your name."
    )


def _plain(error: InputError) -> str:
    """What is wrong, without the terminal's way out."""
    return str(error).partition(" See their identifiers with")[0]


def _theirs(visitor: Visitor) -> frozenset[str]:
    return frozenset(one.id for one in visitor.people())


def _ask_view(visitor: Visitor, patient: Access | None, question: str = "") -> AskView:
    replies_here = visitor.is_owner or visitor.role == "clinician"
    return AskView(
        ask_at=_at(patient, "ask"),
        examples=_examples(patient),
        kept=[] if patient is None else _kept(patient),
        queue_at="/questions/queue" if replies_here else "",
        question=question,
    )


def _examples(patient: Access | None) -> list[str]:
    """Questions to begin with, such as suit whoever asks."""
    known = {} if patient is None else kept_interview(patient.store, patient.person.id).answers
    return [FOR_WOMEN.get(one, one) if known.get("sex") == "female" else one for one in EXAMPLES]


def _at(patient: Access | None, what: str) -> str:
    return f"/questions/{what}" if patient is None else f"/p/{patient.person.id}/questions/{what}"


def _kept(patient: Access) -> list[KeptQuestion]:
    """Questions that were kept, the newest first, with their replies."""
    store, person_id = patient.store, patient.person.id
    replies = {one.content.get("question_id"): one.content for one in store.records(person_id, "answer")}
    return [
        KeptQuestion(
            question=one.content["question"],
            asked=one.day[:10],
            reply=str(replies.get(one.id, {}).get("text", "")),
            who=str(replies.get(one.id, {}).get("who", "")),
        )
        for one in reversed(store.records(person_id, "question"))
        if isinstance(one.content.get("question"), str)
    ]


def _answers(patient: Access | None) -> dict[str, Any]:
    return {} if patient is None else dict(kept_interview(patient.store, patient.person.id).answers)


def _answered(
    question: str, visitor: Visitor, patient: Access | None, jobs: Jobs
) -> tuple[AnswerView, Job | None]:
    """A question with its answer, and the job that simulates it."""
    replies = Queue(visitor.store).replies()
    one = asked(question, _answers(patient), replies, clinician=visitor.role == "clinician")
    if not one.can_run:
        return _view(one, patient, None), None
    person_id = None if patient is None else patient.person.id
    job = asked_of_runner(one, jobs, person_id=person_id, account_id=visitor.account_id)
    return _view(one, patient, shown(one, job, jobs, at=f"/questions/what-if/{job.id}")), job


def _view(one: Asked, patient: Access | None, simulated: Any) -> AnswerView:
    keep_at = "" if patient is None else _at(patient, "keep")
    return view_of(one, simulated, ask_at=_at(patient, "ask"), keep_at=keep_at)


def _page(request: Request, question: str, visitor: Visitor, patient: Access | None, jobs: Jobs) -> Response:
    try:
        view, job = _answered(question, visitor, patient, jobs)
    except InputError as error:
        raise Again(_ask_view(visitor, patient, question), ASK, says=str(error)) from None
    if job is not None:
        return RedirectResponse(f"/questions/what-if/{job.id}", status_code=SEE_OTHER)
    return rendered(request, ANSWER, view)


def _what_if_job(jobs: Jobs, visitor: Visitor, job_id: str) -> Job:
    job = job_of_visitor(jobs, visitor, job_id)
    if job.kind != WHAT_IF:
        raise NotFoundError
    return job
