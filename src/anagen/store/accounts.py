"""Accounts of a clinic and which person each may see, within one transaction.

Every change is a line of the audit; `record_id` of such a line is the account that it is about.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update

from anagen.errors import InputError, unknown_name
from anagen.store.audit import Work, append
from anagen.store.identifiers import new_id
from anagen.store.tables import accounts, care, invitations, people, web_sessions
from anagen.store.times import now

__all__ = [
    "ROLES",
    "Account",
    "CareTaker",
    "account_named",
    "account_of",
    "add_account",
    "any_admin",
    "everyone",
    "folded",
    "give_care",
    "people_of",
    "relation",
    "set_password",
    "set_state",
    "take_care",
    "those_who_see",
]

ROLES = ("person", "clinician", "admin")
ACTIVE, CLOSED = "active", "closed"
SHORTEST_NAME, LONGEST_NAME = 2, 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who signs in."""

    id: str
    name: str
    role: str
    """One of `ROLES`."""
    state: str
    """``active`` or ``closed``."""
    created_at: str

    @property
    def active(self) -> bool:
        """Whether it may sign in."""
        return self.state == ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class CareTaker:
    """An account that sees a person."""

    account: Account
    relation: str
    """``self`` or ``clinician``."""
    given_at: str


def folded(name: str) -> str:
    """The name of an account as it is kept: without regard to upper case and to how letters are put together.

    Raises
    ------
    InputError
        If it is too short, too long, or has characters that cannot be seen.
    """
    plain = unicodedata.normalize("NFKC", name).strip().casefold()
    if not SHORTEST_NAME <= len(plain) <= LONGEST_NAME or not plain.isprintable():
        raise InputError(
            f"This cannot be the name of an account. Give {SHORTEST_NAME} to {LONGEST_NAME} visible characters."
        )
    return plain


def add_account(work: Work, name: str, password_hash: str, role: str) -> Account:
    """Make an account.

    Raises
    ------
    InputError
        If the name is taken or there is no such role.
    """
    if role not in ROLES:
        raise unknown_name("role", role, ROLES)
    kept = folded(name)
    taken = select(accounts.c.id).where(accounts.c.name == kept)
    if work.connection.execute(taken).one_or_none() is not None:
        raise InputError("This name is taken. Choose another.")
    one = Account(id=new_id(), name=kept, role=role, state=ACTIVE, created_at=now())
    row = {"id": one.id, "name": kept, "role": role, "state": ACTIVE, "created_at": one.created_at}
    work.connection.execute(insert(accounts).values(**row, password_hash=password_hash))
    append(work, f"add {role} account", why="maintenance", record_id=one.id)
    return one


def account_of(work: Work, account_id: str) -> Account | None:
    """An account, if there is one."""
    row = work.connection.execute(select(accounts).where(accounts.c.id == account_id)).one_or_none()
    return None if row is None else _account(row)


def account_named(work: Work, name: str) -> tuple[Account, str] | None:
    """An account and the hash of its password, by its folded name."""
    row = work.connection.execute(select(accounts).where(accounts.c.name == name)).one_or_none()
    return None if row is None else (_account(row), row.password_hash)


def everyone(work: Work) -> tuple[Account, ...]:
    """All accounts, by name."""
    return tuple(_account(row) for row in work.connection.execute(select(accounts).order_by(accounts.c.name)))


def any_admin(work: Work) -> bool:
    """Whether somebody can administer."""
    asked = select(func.count()).where(accounts.c.role == "admin", accounts.c.state == ACTIVE)
    return bool(work.connection.execute(asked).scalar_one())


def set_password(work: Work, account_id: str, password_hash: str, *, what: str) -> None:
    """Give an account another password, and end all its sessions."""
    changed = update(accounts).where(accounts.c.id == account_id).values(password_hash=password_hash)
    work.connection.execute(changed)
    _end_sessions(work, account_id)
    append(work, what, why="maintenance", record_id=account_id)


def set_state(work: Work, account_id: str, *, active: bool) -> None:
    """Close an account, or open it again; a closed one is signed out everywhere, and whom it invited is not let in.

    Raises
    ------
    InputError
        If nobody could administer afterwards.
    """
    state = ACTIVE if active else CLOSED
    work.connection.execute(update(accounts).where(accounts.c.id == account_id).values(state=state))
    if not any_admin(work):
        raise InputError("This is the last account that can administer. Make another one first.")
    if not active:
        _end_sessions(work, account_id)
        _take_back(work, account_id)
    append(work, "open account" if active else "close account", why="maintenance", record_id=account_id)


def give_care(work: Work, account_id: str, person_id: str, what: str) -> None:
    """Let an account see a person.

    Parameters
    ----------
    what
        The relation: ``self`` or ``clinician``.
    """
    if relation(work, account_id, person_id) is not None:
        return
    row = {"account_id": account_id, "person_id": person_id, "relation": what, "given_at": now()}
    work.connection.execute(insert(care).values(**row))
    append(work, "give access", why="care", person_id=person_id, record_id=account_id)


def take_care(work: Work, account_id: str, person_id: str) -> None:
    """Let an account no longer see a person, nor by an invitation that it made for them and may have kept."""
    here = (care.c.account_id == account_id, care.c.person_id == person_id)
    if work.connection.execute(delete(care).where(*here)).rowcount:
        _take_back(work, account_id, invitations.c.person_id == person_id)
        append(work, "end access", why="care", person_id=person_id, record_id=account_id)


def relation(work: Work, account_id: str, person_id: str) -> str | None:
    """How an account stands to a person; none if it may not see them."""
    asked = select(care.c.relation).where(care.c.account_id == account_id, care.c.person_id == person_id)
    return work.connection.execute(asked).scalar_one_or_none()


def people_of(work: Work, account_id: str) -> frozenset[str]:
    """The identifiers of the people whom an account sees."""
    return frozenset(
        work.connection.execute(select(care.c.person_id).where(care.c.account_id == account_id)).scalars()
    )


def those_who_see(work: Work, person_id: str) -> tuple[CareTaker, ...]:
    """Who sees a person, by name."""
    asked = (
        select(accounts, care.c.relation, care.c.given_at)
        .join(care, care.c.account_id == accounts.c.id)
        .join(people, people.c.id == care.c.person_id)
        .where(care.c.person_id == person_id)
        .order_by(accounts.c.name)
    )
    return tuple(
        CareTaker(account=_account(row), relation=row.relation, given_at=row.given_at)
        for row in work.connection.execute(asked)
    )


def _end_sessions(work: Work, account_id: str) -> None:
    work.connection.execute(delete(web_sessions).where(web_sessions.c.account_id == account_id))


def _take_back(work: Work, account_id: str, *which: ColumnElement[bool]) -> None:
    """Take back the open invitations that an account made: all, or some."""
    made = (invitations.c.made_by == account_id, invitations.c.used_at.is_(None), *which)
    work.connection.execute(delete(invitations).where(*made))


def _account(row: Row[Any]) -> Account:
    return Account(id=row.id, name=row.name, role=row.role, state=row.state, created_at=row.created_at)
