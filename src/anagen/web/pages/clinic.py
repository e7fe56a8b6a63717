"""The patients of a clinic: who there is, who sees them, and their way in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Annotated

from fastapi import Depends, Request
from pydantic import BaseModel, Field

from anagen.errors import InputError
from anagen.store.accounts import account_of, everyone, give_care, take_care, those_who_see
from anagen.store.audit import append, latest_lines
from anagen.store.people import everybody, person_of
from anagen.store.sessions import JOIN, invite
from anagen.store.values import AuditLine, StoredPerson
from anagen.web.errors import Again, NotFoundError
from anagen.web.security.links import LASTS, Link, link_to
from anagen.web.security.visitor import PERSON_ID, Visitor, VisitorDep, in_clinic, needs_role
from anagen.web.twins import Done, NoForm, Pages, View

__all__ = ["pages"]

pages = Pages(tag="clinic")
LIST, ONE, LINK = "clinic/patients.html.jinja", "clinic/patient.html.jinja", "clinic/link.html.jinja"
LATEST = 50
"""Acts that are shown with a patient."""
LINES_AN_ACT = 10
"""Audit lines that are looked at for each, for who opens a patient opens several pages."""

Clinic = Depends(in_clinic)
Staff = needs_role("clinician", "admin")


class Managed(BaseModel):
    """A patient whose access a visitor may settle: a clinician who sees them, or an administrator."""

    model_config = {"arbitrary_types_allowed": True}

    visitor: Visitor
    person: StoredPerson


def managed(person_id: str, visitor: VisitorDep, _clinic: None = Clinic, _staff: Visitor = Staff) -> Managed:
    """A patient whose access the visitor may settle; for anybody else there is no such page."""
    if PERSON_ID.fullmatch(person_id) is None or not (visitor.role == "admin" or visitor.sees(person_id)):
        raise NotFoundError
    try:
        with visitor.store.work() as work:
            return Managed(visitor=visitor, person=person_of(work, person_id))
    except InputError:
        raise NotFoundError from None


ManagedPatient = Annotated[Managed, Depends(managed)]


class PatientLine(View):
    """A patient in a list."""

    id: str
    name: str
    since: str
    """Day on which the patient was added."""
    seen: bool
    """Whether the visitor may open the records."""


class Patients(View):
    """The patients of a visitor."""

    found: tuple[PatientLine, ...]
    looked_for: str = ""
    all: int
    """How many there are, found or not."""
    may_add: bool


class FindForm(BaseModel):
    """A name, or a part of one."""

    name: str = Field(default="", max_length=200)


class AddForm(BaseModel):
    """A new patient."""

    name: str = Field(max_length=200)


@pages.show("/clinic", LIST)
def patients(visitor: VisitorDep, _clinic: None = Clinic, _staff: Visitor = Staff) -> Patients:
    """The patients: a clinician's own, or for an administrator all, by name only."""
    return _patients(visitor, "")


@pages.tell("/clinic/find", LIST)
def find(form: FindForm, visitor: VisitorDep, _clinic: None = Clinic, _staff: Visitor = Staff) -> Patients:
    """Patients by a part of their name; posted, for a name has no place in an address."""
    return _patients(visitor, form.name.strip())


def _patients(visitor: Visitor, part: str) -> Patients:
    seen = {one.id for one in visitor.people()}
    with visitor.store.work() as work:
        there = [one for one in everybody(work) if visitor.role == "admin" or one.id in seen]
    found = sorted((one for one in there if part.casefold() in one.name.casefold()), key=_by_name)
    rows = (
        PatientLine(id=one.id, name=one.name, since=one.added_at[:10], seen=one.id in seen) for one in found
    )
    return Patients(found=tuple(rows), looked_for=part, all=len(there), may_add=visitor.role == "clinician")


def _by_name(person: StoredPerson) -> tuple[str, str]:
    return person.name.casefold(), person.id


@pages.act("/clinic/patients")
def add(form: AddForm, visitor: VisitorDep, _clinic: None = Clinic, _staff: Visitor = Staff) -> Done:
    """Add a patient, whom the clinician then sees."""
    try:
        person_id = visitor.add_person(form.name)
    except InputError as error:
        raise Again(_patients(visitor, ""), LIST, says=str(error)) from None
    return Done(to=f"/clinic/patients/{person_id}", says="The patient was added.")


class Seer(View):
    """An account that sees a patient."""

    account_id: str
    name: str
    relation: str
    """``self`` or ``clinician``."""
    since: str


class Choice(View):
    """An account that may be given access."""

    account_id: str
    name: str


class Act(View):
    """Lines of the audit about a patient that say the same, on end."""

    at: str
    """When the last of them was written."""
    since: str
    """When the first of them was."""
    times: int
    who: str
    what: str
    why: str


class PatientView(View):
    """A patient, as the clinic settles who sees them."""

    id: str
    name: str
    seen: bool
    seers: tuple[Seer, ...]
    choices: tuple[Choice, ...]
    acts: tuple[Act, ...]
    """What was done with the records last, the latest first."""


@pages.show("/clinic/patients/{person_id}", ONE)
def patient(one: ManagedPatient) -> PatientView:
    """Who sees a patient, and what was done with the records."""
    with one.visitor.store.work() as work:
        seers = those_who_see(work, one.person.id)
        accounts = everyone(work)
        last = latest_lines(work, LATEST * LINES_AN_ACT, person_id=one.person.id)
    there = {each.account.id for each in seers}
    names = {each.id: each.name for each in accounts}
    return PatientView(
        id=one.person.id,
        name=one.person.name,
        seen=one.visitor.account_id in there,
        seers=tuple(
            Seer(
                account_id=each.account.id,
                name=each.account.name,
                relation=each.relation,
                since=each.given_at[:10],
            )
            for each in seers
        ),
        choices=tuple(
            Choice(account_id=each.id, name=each.name)
            for each in accounts
            if each.active and each.role == "clinician" and each.id not in there
        ),
        acts=_acts(last, names)[:LATEST],
    )


def _acts(lines: Sequence[AuditLine], names: Mapping[str, str]) -> tuple[Act, ...]:
    """Lines of the audit, the latest first; those of one day that say the same on end are one act."""
    alike = groupby(lines, key=lambda line: (line.at[:10], line.who, line.what, line.why))
    found = []
    for (_, who, what, why), group in alike:
        some = list(group)
        at, since = (line.at[:16].replace("T", " ") for line in (some[0], some[-1]))
        found.append(Act(at=at, since=since, times=len(some), who=names.get(who, who), what=what, why=why))
    return tuple(found)


class CareForm(BaseModel):
    """An account."""

    account_id: str = Field(pattern=f"^{PERSON_ID.pattern}$")


@pages.act("/clinic/patients/{person_id}/give")
def give(one: ManagedPatient, form: CareForm) -> Done:
    """Let another clinician see a patient."""
    with one.visitor.store.work(writes=True) as work:
        account = account_of(work, form.account_id)
        if account is None or account.role != "clinician" or not account.active:
            raise NotFoundError("There is no such clinician.")
        give_care(work, account.id, one.person.id, "clinician")
    return Done(to=f"/clinic/patients/{one.person.id}", says="Access was given.")


@pages.act("/clinic/patients/{person_id}/end")
def end(one: ManagedPatient, form: CareForm) -> Done:
    """Let an account no longer see a patient."""
    with one.visitor.store.work(writes=True) as work:
        take_care(work, form.account_id, one.person.id)
    mine = form.account_id == one.visitor.account_id and one.visitor.role != "admin"
    return Done(to="/clinic" if mine else f"/clinic/patients/{one.person.id}", says="Access was ended.")


@pages.tell("/clinic/patients/{person_id}/invite", LINK)
def invite_patient(request: Request, one: ManagedPatient, form: NoForm) -> Link:  # noqa: ARG001
    """Make the link by which a patient gets an account of their own; it is shown once."""
    with one.visitor.store.work(writes=True) as work:
        token = invite(
            work, JOIN, "person", lasts=LASTS, made_by=one.visitor.account_id, person_id=one.person.id
        )
        append(work, "invite", why="care", person_id=one.person.id)
    return link_to(request, token, whom=one.person.name, back=f"/clinic/patients/{one.person.id}")
