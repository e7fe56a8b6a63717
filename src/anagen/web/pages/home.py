"""The front page, who there is, and all that is kept of one person: to take away, or to erase."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, Field

from anagen.web.errors import Again, NotAllowedError
from anagen.web.interview import CONSENT, kept_interview
from anagen.web.jobs_dependency import JobsDep
from anagen.web.outcomes.shelf import example
from anagen.web.outcomes.views import ExampleShown
from anagen.web.plan.kept import chosen_plan
from anagen.web.security.visitor import Patient, VisitorDep
from anagen.web.twins import Done, Pages, View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anagen.store import Store
    from anagen.web.security.visitor import Visitor

__all__ = ["pages"]

pages = Pages(tag="home")

FIRST_NAME = "me"
"""What the first person is called who gives no name, as at the command line."""
LONGEST_NAME = 80
BLOCK = 2**16
"""How much of a file is read at once. [byte]"""
FRONT = "home/front.html.jinja"
PERSON = "home/person.html.jinja"
ERASE = "home/erase.html.jinja"


class PersonLine(BaseModel):
    """One of the people."""

    id: str
    name: str
    since: str
    """Day on which they came."""


class FrontView(View):
    """The front page."""

    people: list[PersonLine]
    may_add: bool
    single: bool
    """Whether there are no accounts."""
    example: list[ExampleShown]
    """Outcomes of the gallery, for who is new."""


class Kept(BaseModel):
    """How much of one kind is kept."""

    what: str
    count: int


class PersonView(View):
    """All that is kept of a person."""

    id: str
    name: str
    since: str
    answers_begun: bool
    plan: str
    """The option that was chosen; empty if none was."""
    kept: list[Kept]
    may_erase: bool


class StartForm(BaseModel):
    """Somebody new."""

    name: str = Field(default="", max_length=LONGEST_NAME)


class RenameForm(BaseModel):
    """What a person is called."""

    name: str = Field(max_length=LONGEST_NAME)


class EraseForm(BaseModel):
    """That somebody is sure."""

    sure: bool = False


@pages.show("/", FRONT)
def front(visitor: VisitorDep) -> FrontView:
    """What this is, who there is, and where to begin."""
    return FrontView(
        people=[PersonLine(id=one.id, name=one.name, since=one.added_at[:10]) for one in visitor.people()],
        may_add=may_add(visitor),
        single=visitor.is_owner,
        example=example(),
    )


@pages.act("/start")
def start(visitor: VisitorDep, form: StartForm) -> Done:
    """Begin with somebody new; the name may be left out."""
    name = form.name.strip() or free_name([one.name for one in visitor.people()])
    person_id = visitor.add_person(name)
    return Done(to=f"/p/{person_id}/consult")


@pages.show("/p/{person_id}", PERSON)
def person(patient: Patient) -> PersonView:
    """All that is kept of a person, and what can be done with it."""
    return seen(patient.store, patient)


@pages.act("/p/{person_id}/rename")
def rename(patient: Patient, form: RenameForm) -> Done:
    """Call a person otherwise."""
    patient.store.rename_person(patient.person.id, form.name.strip())
    return Done(to=f"/p/{patient.person.id}", says="The name was changed.")


@pages.file("/p/{person_id}/export.zip")
def export(patient: Patient) -> Response:
    """Everything that is kept of a person, in one ZIP."""
    with tempfile.TemporaryDirectory(prefix="anagen-export-") as folder:
        file = patient.store.export(patient.person.id, Path(folder) / "export.zip").open("rb")
    # It is in no folder any more, for it is not sealed: nothing of it is left, however the answer ends.
    headers = {
        "Content-Disposition": 'attachment; filename="anagen-export.zip"',
        "Content-Length": str(os.fstat(file.fileno()).st_size),
    }
    return StreamingResponse(blocks(file), media_type="application/zip", headers=headers)


@pages.show("/p/{person_id}/erase", ERASE)
def erasing(patient: Patient) -> PersonView:
    """What would be erased, and whether that is meant."""
    view = seen(patient.store, patient)
    if not view.may_erase:
        raise NotAllowedError("Only a clinician can erase a person here. Ask one of your clinic.")
    return view


@pages.act("/p/{person_id}/erase")
def erase(patient: Patient, jobs: JobsDep, form: EraseForm) -> Done:
    """Erase a person: name, answers, diary, photographs, and everything that was simulated for them."""
    view = erasing(patient)
    if not form.sure:
        raise Again(view, ERASE, says="Nothing was erased. Tick the box if you are sure.")
    for one in jobs.of_person(patient.person.id):
        if one.is_open:
            jobs.cancel(one.id)
    patient.store.erase(patient.person.id)
    jobs.forget_person(patient.person.id)
    return Done(to="/", says="Everything of that person was erased.")


def blocks(file: BinaryIO) -> Iterator[bytes]:
    """A file, block by block, closed at its end."""
    with file:
        while block := file.read(BLOCK):
            yield block


def seen(store: Store, patient: Patient) -> PersonView:
    """What is kept of a person, in numbers."""
    records = store.records(patient.person.id)
    kinds = dict.fromkeys(one.kind for one in records)
    kept = [
        Kept(what=WORDS.get(kind, kind), count=sum(one.kind == kind for one in records)) for kind in kinds
    ]
    plan = chosen_plan(store, patient.person.id)
    return PersonView(
        id=patient.person.id,
        name=patient.person.name,
        since=patient.person.added_at[:10],
        answers_begun=CONSENT in kept_interview(store, patient.person.id).answers,
        plan="" if plan is None else plan.option,
        kept=kept,
        may_erase=patient.visitor.is_owner or patient.visitor.role == "clinician",
    )


def may_add(visitor: Visitor) -> bool:
    """Whether a visitor can begin with somebody new."""
    if visitor.is_owner:
        return True
    return visitor.role == "clinician" or (visitor.role == "person" and not visitor.people())


def free_name(names: list[str]) -> str:
    """A name for somebody who gave none."""
    if FIRST_NAME not in names:
        return FIRST_NAME
    return next(name for k in range(2, len(names) + 3) if (name := f"person {k}") not in names)


WORDS = {
    "answers": "Sets of answers",
    "consultation": "Consultations",
    "plan": "Plans",
    "consent": "Agreements",
    "treatment": "Treatments begun",
    "treatment_taken": "Doses and sessions",
    "rolling_session": "Rolling sessions",
    "shed_count": "Counts of shed hairs",
    "measurement": "Measurements",
    "grade": "Grades",
    "side_effect": "Side effects",
    "photograph": "Photographs",
    "question": "Questions",
    "answer": "Replies",
    "reminder": "Reminders",
}
"""Kinds of records, as they are called on the page."""
