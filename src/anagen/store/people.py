"""People of a store, within one transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from anagen.errors import InputError, unknown_name
from anagen.store.audit import ERASED, Work, append
from anagen.store.tables import (
    accounts,
    attachments,
    care,
    invitations,
    jobs,
    people,
    records,
    tombstones,
    web_sessions,
)
from anagen.store.times import now
from anagen.store.values import StoredPerson

__all__ = ["check_name", "erase_rows", "everybody", "found_person", "insert_person", "person_of", "rename"]


def check_name(name: str) -> str:
    """The name of a person, trimmed.

    Raises
    ------
    InputError
        If it is empty, too long or not printable.
    """
    if not 0 < len(name.strip()) <= 200 or not name.isprintable():
        raise InputError(f"{name!r} cannot be the name of a person. Give 1 to 200 printable characters.")
    return name.strip()


def person_of(work: Work, person_id: str) -> StoredPerson:
    """A person by identifier.

    Raises
    ------
    InputError
        If nobody has it, or the person was erased.
    """
    row = work.connection.execute(select(people).where(people.c.id == person_id)).one_or_none()
    if row is not None:
        return _person(work, row)
    erased = select(tombstones.c.erased_at).where(tombstones.c.person_id == person_id)
    when = work.connection.execute(erased).scalar_one_or_none()
    if when is not None:
        raise InputError(f"The person {person_id} was erased on {when[:10]}. There is nothing left to use.")
    raise InputError(f"Nobody in the store has the identifier {person_id!r}. See `anagen store info`.")


def everybody(work: Work) -> tuple[StoredPerson, ...]:
    """All people, in the order in which they came."""
    rows = work.connection.execute(select(people).order_by(people.c.added_at, people.c.id))
    return tuple(_person(work, row) for row in rows)


def found_person(work: Work, text: str | None) -> StoredPerson:
    """The person of a name or an identifier; the only one there is, if no text is given.

    Raises
    ------
    InputError
        If there is nobody, or more than one.
    """
    there = everybody(work)
    fits = [one for one in there if text is None or text in (one.id, one.name)]
    if len(fits) == 1:
        return fits[0]
    if not there:
        raise InputError(
            "There is nobody in the store yet. Begin with: anagen diary start 'finasteride 1 mg oral daily', or "
            "take an export in with: anagen store import."
        )
    if fits:
        called, by = (
            ("people", "name or identifier") if text is None else (f"people named {text!r}", "identifier")
        )
        raise InputError(
            f"There are {len(fits)} {called}. Say with --person who is meant, by {by}; 'anagen store info' lists them."
        )
    raise unknown_name("person", str(text), [one.name for one in there])


def insert_person(work: Work, person: StoredPerson, *, what: str, why: str) -> None:
    """Keep a person."""
    name = work.seal.closed_text(person.name, f"name of {person.id}")
    work.connection.execute(insert(people).values(id=person.id, name=name, added_at=person.added_at))
    append(work, what, why=why, person_id=person.id)


def rename(work: Work, person_id: str, name: str, *, why: str) -> None:
    """Call a person otherwise."""
    person_of(work, person_id)
    closed = work.seal.closed_text(name, f"name of {person_id}")
    work.connection.execute(update(people).where(people.c.id == person_id).values(name=closed))
    append(work, "rename", why=why, person_id=person_id)


def erase_rows(work: Work, person_id: str, *, why: str) -> None:
    """Forget a person; what stays is that somebody with this identifier was erased, and when."""
    person_of(work, person_id)
    own = _own_accounts(work, person_id)
    for table in (records, attachments, jobs, invitations, care):
        work.connection.execute(delete(table).where(table.c.person_id == person_id))
    _erase_accounts(work, own)
    work.connection.execute(delete(people).where(people.c.id == person_id))
    work.connection.execute(delete(tombstones).where(tombstones.c.person_id == person_id))
    work.connection.execute(insert(tombstones).values(person_id=person_id, erased_at=now(), swept=False))
    append(work, ERASED, why=why, person_id=person_id)


def _own_accounts(work: Work, person_id: str) -> tuple[str, ...]:
    """The accounts through which a person sees themselves and nobody else: they go with the person."""
    others = select(care.c.account_id).where(care.c.person_id != person_id)
    own = select(care.c.account_id).where(
        care.c.person_id == person_id, care.c.relation == "self", care.c.account_id.not_in(others)
    )
    asked = select(accounts.c.id).where(accounts.c.role == "person", accounts.c.id.in_(own))
    return tuple(work.connection.execute(asked).scalars())


def _erase_accounts(work: Work, own: tuple[str, ...]) -> None:
    for table in (web_sessions, invitations, care, jobs):
        work.connection.execute(delete(table).where(table.c.account_id.in_(own)))
    work.connection.execute(delete(accounts).where(accounts.c.id.in_(own)))


def _person(work: Work, row: Row[Any]) -> StoredPerson:
    return StoredPerson(
        id=row.id, name=work.seal.opened_text(row.name, f"name of {row.id}"), added_at=row.added_at
    )
