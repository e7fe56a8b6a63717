"""Administering a clinic: accounts, invitations, the audit and what the clinic is set to."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Query, Request
from pydantic import BaseModel, Field

from anagen.errors import InputError
from anagen.store.accounts import account_of, everyone, set_state
from anagen.store.audit import append, latest_lines
from anagen.store.people import everybody
from anagen.store.sessions import JOIN, RESET, SETUP, invite, open_invitations, withdraw
from anagen.web.errors import Again, NotFoundError
from anagen.web.pages.clinic import LINK
from anagen.web.security import bodies, limits, passwords, sessions
from anagen.web.security.links import LASTS, Link, link_to
from anagen.web.security.visitor import PERSON_ID, Visitor, VisitorDep, in_clinic, needs_role
from anagen.web.twins import Done, Pages, View

__all__ = ["pages"]

pages = Pages(tag="administration")
STAFF, AUDIT = "clinic/staff.html.jinja", "clinic/audit.html.jinja"
ON_A_PAGE = 100
SHA256 = "^[0-9a-f]{64}$"

Clinic = Depends(in_clinic)
Admin = needs_role("admin")


class AccountLine(View):
    """An account."""

    id: str
    name: str
    role: str
    active: bool
    since: str
    own: bool
    """Whether it is the visitor's."""


class InvitationLine(View):
    """An invitation that is open."""

    key: str
    purpose: str
    role: str
    whom: str
    """The account whose password is reset, if there is one."""
    until: str


class Staff(View):
    """Accounts and open invitations."""

    accounts: tuple[AccountLine, ...]
    invitations: tuple[InvitationLine, ...]


@pages.show("/clinic/staff", STAFF)
def staff(visitor: VisitorDep, _clinic: None = Clinic, _admin: Visitor = Admin) -> Staff:
    """Everybody who can sign in, and everybody who was invited."""
    return _staff(visitor)


def _staff(visitor: Visitor) -> Staff:
    with visitor.store.work() as work:
        accounts, invitations = everyone(work), open_invitations(work)
    names = {one.id: one.name for one in accounts}
    return Staff(
        accounts=tuple(
            AccountLine(
                id=one.id,
                name=one.name,
                role=one.role,
                active=one.active,
                since=one.created_at[:10],
                own=one.id == visitor.account_id,
            )
            for one in accounts
        ),
        invitations=tuple(
            InvitationLine(
                key=one.key,
                purpose=one.purpose,
                role=one.role,
                whom=names.get(one.account_id or "", ""),
                until=one.expires_at[:10],
            )
            for one in invitations
            if one.purpose != SETUP
        ),
    )


class InviteForm(BaseModel):
    """Whom to invite."""

    role: Literal["clinician", "admin"]


@pages.tell("/clinic/staff/invite", LINK)
def invite_staff(
    request: Request, form: InviteForm, visitor: VisitorDep, _clinic: None = Clinic, _admin: Visitor = Admin
) -> Link:
    """Make the link by which somebody of the staff gets an account; it is shown once."""
    with visitor.store.work(writes=True) as work:
        token = invite(work, JOIN, form.role, lasts=LASTS, made_by=visitor.account_id)
        append(work, f"invite {form.role}", why="maintenance")
    return link_to(request, token, whom=f"a new {form.role}", back="/clinic/staff")


class AccountForm(BaseModel):
    """An account."""

    account_id: str = Field(pattern=f"^{PERSON_ID.pattern}$")


@pages.tell("/clinic/staff/reset", LINK)
def reset(
    request: Request, form: AccountForm, visitor: VisitorDep, _clinic: None = Clinic, _admin: Visitor = Admin
) -> Link:
    """Make the link by which somebody who forgot their password sets another; it is shown once."""
    with visitor.store.work(writes=True) as work:
        account = account_of(work, form.account_id)
        if account is None or not account.active:
            raise NotFoundError("There is no such account.")
        token = invite(
            work, RESET, account.role, lasts=LASTS, made_by=visitor.account_id, account_id=account.id
        )
        append(work, "make password link", why="maintenance", record_id=account.id)
    return link_to(request, token, whom=account.name, back="/clinic/staff")


class StateForm(AccountForm):
    """An account, and whether it may sign in."""

    active: bool


@pages.act("/clinic/staff/state")
def state(form: StateForm, visitor: VisitorDep, _clinic: None = Clinic, _admin: Visitor = Admin) -> Done:
    """Close an account, which is signed out everywhere at once, or open it again."""
    try:
        with visitor.store.work(writes=True) as work:
            if account_of(work, form.account_id) is None:
                raise NotFoundError("There is no such account.")
            set_state(work, form.account_id, active=form.active)
    except InputError as error:
        raise Again(_staff(visitor), STAFF, says=str(error)) from None
    return Done(
        to="/clinic/staff", says="The account was opened." if form.active else "The account was closed."
    )


class WithdrawForm(BaseModel):
    """An invitation."""

    key: str = Field(pattern=SHA256)


@pages.act("/clinic/staff/withdraw")
def take_back(
    form: WithdrawForm, visitor: VisitorDep, _clinic: None = Clinic, _admin: Visitor = Admin
) -> Done:
    """Take an invitation back."""
    with visitor.store.work(writes=True) as work:
        if not withdraw(work, form.key):
            raise NotFoundError("There is no such invitation.")
        append(work, "withdraw invitation", why="maintenance")
    return Done(to="/clinic/staff", says="The invitation was taken back.")


class Line(View):
    """A line of the audit."""

    sequence: int
    at: str
    who: str
    what: str
    why: str
    about: str
    """The person or the account that it is about, by identifier or by the account's name."""
    name: str
    """Of the person, as long as they are there."""


class Audit(View):
    """A page of the audit, the latest first."""

    lines: tuple[Line, ...]
    page: int
    pages: int
    head: str
    """Hash of the last line: noted elsewhere, it proves later that nothing before it was changed."""
    findings: tuple[str, ...] | None = None
    """What a look at everything found; none if nobody looked."""


@pages.show("/clinic/audit", AUDIT)
def audit(
    visitor: VisitorDep,
    page: Annotated[int, Query(ge=1, le=10**6)] = 1,
    _clinic: None = Clinic,
    _admin: Visitor = Admin,
) -> Audit:
    """Who did what and when; never what a record says."""
    return _audit(visitor, page)


class VerifyForm(BaseModel):
    """A hash of a last line that somebody noted earlier."""

    noted: str = Field(default="", max_length=200)


@pages.tell("/clinic/audit/verify", AUDIT)
def verify(form: VerifyForm, visitor: VisitorDep, _clinic: None = Clinic, _admin: Visitor = Admin) -> Audit:
    """Look whether every line and every record is as it was written."""
    found = visitor.store.verify(form.noted.strip() or None)
    return _audit(visitor, 1).model_copy(update={"findings": found.findings})


def _audit(visitor: Visitor, page: int) -> Audit:
    info = visitor.store.info()
    with visitor.store.work() as work:
        rows = latest_lines(work, ON_A_PAGE, skip=(page - 1) * ON_A_PAGE)
        names = {one.id: one.name for one in everyone(work)}
        people = {one.id: one.name for one in everybody(work)}
    return Audit(
        lines=tuple(
            Line(
                sequence=row.sequence,
                at=row.at[:19].replace("T", " "),
                who=names.get(row.who, row.who),
                what=row.what,
                why=row.why,
                about=row.person_id or names.get(row.record_id, ""),
                name=people.get(row.person_id or "", ""),
            )
            for row in rows
        ),
        page=page,
        pages=max(1, -(-info.audit_lines // ON_A_PAGE)),
        head=info.head,
    )


class ClinicSettings(View):
    """What the clinic is set to; all of it is said where the server is started."""

    database: str
    schema_version: str
    sealed: bool
    people: int
    secure: bool
    """Whether it stands behind TLS."""
    hosts: tuple[str, ...]
    idle_hours: float
    """After which time without use a session ends. [h]"""
    longest_hours: float
    shortest_password: int
    largest_upload_mb: int
    limits: dict[str, str]


@pages.show("/clinic/settings", "clinic/settings.html.jinja")
def clinic_settings(
    request: Request, visitor: VisitorDep, _clinic: None = Clinic, _admin: Visitor = Admin
) -> ClinicSettings:
    """What the clinic is set to."""
    info, kept = visitor.store.info(), request.app.state.settings
    return ClinicSettings(
        database=info.database,
        schema_version=info.schema,
        sealed=info.sealed,
        people=info.people,
        secure=kept.secure_cookies,
        hosts=tuple(dict.fromkeys(kept.hosts)),
        idle_hours=sessions.IDLE.total_seconds() / 3600,
        longest_hours=sessions.ABSOLUTE.total_seconds() / 3600,
        shortest_password=passwords.SHORTEST,
        largest_upload_mb=bodies.LARGEST_UPLOAD // 2**20,
        limits={limits.SAYS[kind]: limits.how_often(most) for kind, most in limits.LIMITS.items()},
    )
