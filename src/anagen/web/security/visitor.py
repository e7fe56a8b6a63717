"""Who asks, and what they may see: what every page depends on.

Without accounts the visitor is the owner of this machine's store, and everybody in it is theirs. In a clinic a visitor
is an account that signed in, and sees the people it was given. Whom it was not given does not exist for it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from anagen.errors import InputError
from anagen.store import Store
from anagen.store.accounts import give_care, people_of, relation
from anagen.store.people import everybody, person_of
from anagen.store.values import StoredPerson
from anagen.web.errors import NotAllowedError, NotFoundError
from anagen.web.security import limits
from anagen.web.security.cookies import give_token, token_of
from anagen.web.security.entry import is_open, sign_in_first
from anagen.web.security.sessions import current

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Access", "Patient", "Visitor", "VisitorDep", "in_clinic", "needs_role", "visitor_of"]

PERSON_ID = re.compile(r"[0-9a-f]{32}")
TOKEN = re.compile(r"[\w-]{43}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who asks."""

    account_id: str | None
    """None for the owner, who needs no account."""
    name: str
    role: str
    """``person``, ``clinician`` or ``admin``."""
    csrf: str = field(repr=False)
    """What forms carry, so that no page elsewhere can make one up."""
    store: Store = field(repr=False)
    """The store, in whose audit this visitor acts."""

    @property
    def is_owner(self) -> bool:
        """Whether there are no accounts, and all is theirs."""
        return self.account_id is None

    def sees(self, person_id: str) -> bool:
        """Whether a person is theirs to see."""
        if self.account_id is None:
            return True
        with self.store.work() as work:
            return relation(work, self.account_id, person_id) is not None

    def people(self) -> tuple[StoredPerson, ...]:
        """Everybody who is theirs to see, in the order in which they came."""
        with self.store.work() as work:
            if self.account_id is None:
                return everybody(work)
            theirs = [person_of(work, one) for one in people_of(work, self.account_id)]
        return tuple(sorted(theirs, key=lambda one: (one.added_at, one.id)))

    def add_person(self, name: str) -> str:
        """Begin to keep records of somebody whom this visitor then sees, and return the identifier.

        Raises
        ------
        NotAllowedError
            If the visitor is a person who has their own records already, or an administrator.
        """
        if self.account_id is None:
            return self.store.add_person(name)
        if self.role == "admin" or (self.role == "person" and self.people()):
            raise NotAllowedError("This account cannot add people. A clinician of the clinic can.")
        with self.store.transaction():
            person_id = self.store.add_person(name)
            with self.store.work(writes=True) as work:
                what = "self" if self.role == "person" else "clinician"
                give_care(work, self.account_id, person_id, what)
        return person_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A visitor and one of the people whom they may see."""

    visitor: Visitor
    person: StoredPerson
    store: Store = field(repr=False)


def visitor_of(request: Request) -> Visitor | None:
    """Who asks; none where nobody signed in and the page is open to all.

    Raises
    ------
    ElsewhereError
        If they have to sign in first.
    """
    known = getattr(request.state, "visitor", None)
    if known is not None:
        return known  # type: ignore[no-any-return]
    found = _signed_in(request) if request.app.state.settings.clinic else _owner(request)
    if found is None and not is_open(request):
        sign_in_first(request)
    if found is not None and found.account_id is not None:
        limits.spend(limits.kind_of(request), found.account_id)
    request.state.visitor = found
    return found


def _owner(request: Request) -> Visitor:
    return Visitor(
        account_id=None,
        name="owner",
        role="person",
        csrf=_nobodys_csrf(request),
        store=request.app.state.store,
    )


def _signed_in(request: Request) -> Visitor | None:
    store: Store = request.app.state.store
    session = current(request, store)
    if session is None:
        # The form for signing in has a token as well: nobody shall be signed in to an account of somebody else's.
        request.state.csrf = _nobodys_csrf(request)
        return None
    account = session.account
    return Visitor(
        account_id=account.id,
        name=account.name,
        role=account.role,
        csrf=session.csrf,
        store=store.acting_as(account.id),
    )


def _nobodys_csrf(request: Request) -> str:
    """The token of a browser that nobody signed in with: it follows from its cookie, which no other page can read."""
    kept = token_of(request)
    if not TOKEN.fullmatch(kept):
        kept = secrets.token_urlsafe(32)
        if request.method in ("GET", "HEAD"):
            give_token(request, kept)
    return hashlib.sha256(f"form:{kept}".encode()).hexdigest()


def _visitor(request: Request) -> Visitor:
    found = visitor_of(request)
    if found is None:
        sign_in_first(request)
    return found


VisitorDep = Annotated[Visitor, Depends(_visitor)]
"""Everybody who may look: in a clinic, who signed in."""


def _patient(request: Request, person_id: str, visitor: VisitorDep) -> Access:
    if PERSON_ID.fullmatch(person_id) is None or not visitor.sees(person_id):
        raise NotFoundError
    try:
        with visitor.store.work() as work:
            person = person_of(work, person_id)
    except InputError:
        raise NotFoundError from None
    access = Access(visitor=visitor, person=person, store=visitor.store)
    request.state.patient = access
    return access


Patient = Annotated[Access, Depends(_patient)]
"""One person, whom the visitor may see; for anybody else there is no such page."""


ROLES_CALLED = {"person": "patients", "clinician": "clinicians", "admin": "administrators"}


def needs_role(*roles: str) -> Any:
    """A dependency that only visitors of some roles pass, and the owner, who is all of them.

    Parameters
    ----------
    roles
        Of ``person``, ``clinician`` and ``admin``.
    """
    return Depends(_role_check(roles))


def _role_check(roles: tuple[str, ...]) -> Callable[[Visitor], Visitor]:
    def check(visitor: VisitorDep) -> Visitor:
        if not visitor.is_owner and visitor.role not in roles:
            raise NotAllowedError(f"This page is for {' and '.join(ROLES_CALLED[one] for one in roles)}.")
        return visitor

    return check


def in_clinic(request: Request) -> None:
    """Refuse where there are no accounts.

    Raises
    ------
    HTTPException
        As if there were no such page.
    """
    if not request.app.state.settings.clinic:
        raise HTTPException(404)
