"""One's own account: signing in and out, joining by an invitation, changing a password."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import BaseModel, Field, SecretStr

from anagen.errors import InputError
from anagen.store.accounts import Account, account_of, add_account, give_care, set_password, those_who_see
from anagen.store.audit import Work
from anagen.store.sessions import RESET, Invitation, invitation_of, use_invitation
from anagen.web.errors import Again, ElsewhereError, NotAllowedError, NotFoundError
from anagen.web.security import limits, passwords, sessions
from anagen.web.security.entry import JOIN, SIGN_IN, local
from anagen.web.security.visitor import Visitor, VisitorDep, in_clinic
from anagen.web.twins import Done, NoForm, Pages, View

__all__ = ["pages"]

pages = Pages(tag="account")
SIGN_IN_PAGE, JOIN_PAGE = "account/sign_in.html.jinja", "account/join.html.jinja"
NAME, PASSWORD, CODE = 200, 1000, 128
"""The longest that is read. [character]"""

Clinic = Depends(in_clinic)
WORK = {"person": "/", "clinician": "/clinic", "admin": "/clinic/staff"}
"""Where the work of each role begins: who was just invited knows of no page yet."""


class SignIn(View):
    """The form to sign in with."""

    next: str
    """Path to go on to."""
    name: str = ""


class SignInForm(BaseModel):
    """Who signs in."""

    name: str = Field(max_length=NAME)
    password: SecretStr = Field(max_length=PASSWORD)
    next: str = Field(default="/", max_length=500)


@pages.show(SIGN_IN, SIGN_IN_PAGE)
def sign_in_page(
    request: Request,
    then: Annotated[str, Query(alias="next", max_length=500)] = "/",
    _clinic: None = Clinic,
) -> SignIn:
    """The form to sign in with."""
    if getattr(request.state, "visitor", None) is not None:
        raise ElsewhereError(local(then))
    return SignIn(next=local(then))


@pages.act(SIGN_IN)
def sign_in(request: Request, form: SignInForm, _clinic: None = Clinic) -> Done:
    """Sign in."""
    try:
        sessions.sign_in(request, form.name, form.password.get_secret_value())
    except NotAllowedError as error:
        raise Again(SignIn(next=local(form.next), name=form.name), SIGN_IN_PAGE, says=str(error)) from None
    return Done(to=local(form.next))


@pages.act("/account/sign-out")
def sign_out(request: Request, visitor: VisitorDep, form: NoForm, _clinic: None = Clinic) -> Done:  # noqa: ARG001
    """Sign out of this browser."""
    sessions.sign_out(request, visitor.account_id or "")
    return Done(to=SIGN_IN, says="You are signed out.")


class Join(View):
    """What an invitation is for."""

    code: str
    """What the link of the invitation holds; empty if there is none that works."""
    purpose: str = ""
    """``join``, ``reset`` or ``setup``."""
    role: str = ""
    name: str = ""
    """Of the account, where there is one."""


class JoinForm(BaseModel):
    """A new account, or a new password."""

    code: str = Field(max_length=CODE)
    name: str = Field(default="", max_length=NAME)
    password: SecretStr = Field(max_length=PASSWORD)
    again: SecretStr = Field(max_length=PASSWORD)


@pages.show(JOIN, JOIN_PAGE)
def join_page(
    request: Request, code: Annotated[str, Query(max_length=CODE)] = "", _clinic: None = Clinic
) -> Join:
    """What an invitation is for, and the form to take it up."""
    if not code:
        return Join(code="")
    limits.spend("join", _address(request))
    with request.app.state.store.work() as work:
        return _joining(work, code, invitation_of(work, code))


@pages.act(JOIN)
def join(request: Request, form: JoinForm, _clinic: None = Clinic) -> Done:
    """Take up an invitation: an account with a password, or a new password."""
    limits.spend("join", _address(request))
    store = request.app.state.store
    with store.work() as work:
        invitation = invitation_of(work, form.code)
        view = _joining(work, form.code, invitation)
    if invitation is None:
        raise Again(view, JOIN_PAGE, says="This invitation is over or was used. Ask for another.")
    try:
        new = passwords.check_password(_same(form.password, form.again), view.name or form.name)
        kept = passwords.hashed_password(new)
        with store.acting_as(invitation.made_by or "setup").work(writes=True) as work:
            account = _taken_up(work, invitation, form.name, kept)
    except InputError as error:
        raise Again(view.model_copy(update={"name": form.name}), JOIN_PAGE, says=str(error)) from None
    sessions.begin(request, account)
    return Done(to=WORK[account.role], says="You are signed in.")


def _joining(work: Work, code: str, invitation: Invitation | None) -> Join:
    if invitation is None:
        return Join(code="")
    account = account_of(work, invitation.account_id) if invitation.account_id else None
    return Join(
        code=code, purpose=invitation.purpose, role=invitation.role, name=account.name if account else ""
    )


def _taken_up(work: Work, invitation: Invitation, name: str, kept: str) -> Account:
    """The account that comes of an invitation, which is used up by it."""
    if not use_invitation(work, invitation):
        raise InputError("This invitation was used a moment ago. Ask for another.")
    if invitation.purpose == RESET:
        account = account_of(work, invitation.account_id or "")
        if account is None or not account.active:
            raise InputError("This account is closed. Ask who administers the clinic.")
        set_password(work, account.id, kept, what="reset password")
        return account
    account = add_account(work, name, kept, invitation.role)
    if invitation.person_id is not None:
        give_care(work, account.id, invitation.person_id, "self")
    return account


def _same(password: SecretStr, again: SecretStr) -> str:
    if password.get_secret_value() != again.get_secret_value():
        raise InputError("The two passwords differ. Type the same one twice.")
    return password.get_secret_value()


class Mine(View):
    """One's own account."""

    name: str
    role: str
    seers: tuple[str, ...] = ()
    """Who else sees the records of a person, by name."""
    shortest_password: int = passwords.SHORTEST


class PasswordForm(BaseModel):
    """Another password."""

    present: SecretStr = Field(max_length=PASSWORD)
    password: SecretStr = Field(max_length=PASSWORD)
    again: SecretStr = Field(max_length=PASSWORD)


@pages.show("/account", "account/account.html.jinja")
def account(visitor: VisitorDep, _clinic: None = Clinic) -> Mine:
    """One's own account."""
    return _mine(visitor)


def _mine(visitor: Visitor) -> Mine:
    theirs = visitor.people() if visitor.role == "person" else ()
    with visitor.store.work() as work:
        seers = {one.account.name for each in theirs for one in those_who_see(work, each.id)}
    return Mine(name=visitor.name, role=visitor.role, seers=tuple(sorted(seers - {visitor.name})))


@pages.act("/account/password")
def change_password(
    request: Request, visitor: VisitorDep, form: PasswordForm, _clinic: None = Clinic
) -> Done:
    """Change one's own password; every other browser is signed out."""
    store = request.app.state.store
    with store.work() as work:
        mine = account_of(work, visitor.account_id or "")
    if mine is None:
        raise NotFoundError
    try:
        new = _same(form.password, form.again)
        sessions.change_password(request, mine, form.present.get_secret_value(), new)
    except InputError as error:
        raise Again(_mine(visitor), "account/account.html.jinja", says=str(error)) from None
    return Done(to="/account", says="Your password is changed. Every other browser is signed out.")


class Me(View):
    """Who a program acts as, and the token that its changes carry."""

    name: str
    role: str
    csrf: str
    """Goes with every POST, as the header X-CSRF-Token."""


@pages.router.get("/account/session.json")
def session(visitor: VisitorDep) -> Me:
    """Who asks, and the token that changes carry."""
    return Me(name=visitor.name, role=visitor.role, csrf=visitor.csrf)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
