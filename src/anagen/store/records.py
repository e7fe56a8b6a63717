"""Records of a store, within one transaction."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from anagen.errors import InputError
from anagen.store.audit import Work, append
from anagen.store.tables import records
from anagen.store.values import Record

__all__ = [
    "delete_record",
    "insert_record",
    "record_digest",
    "record_from",
    "record_of",
    "records_of",
    "records_of_kinds",
    "update_record",
]

SALT_BYTES = 16
_ADD = insert(records)


def insert_record(work: Work, record: Record, *, what: str, why: str) -> None:
    """Keep a record."""
    salt = secrets.token_hex(SALT_BYTES)
    place = append(
        work,
        what,
        why=why,
        person_id=record.person_id,
        record_id=record.id,
        digest=record_digest(work, record, salt),
    )
    fixed = {"id": record.id, "person_id": record.person_id, "place": place}
    work.connection.execute(_ADD, fixed | _changing(work, record, salt))


def update_record(work: Work, record: Record, *, why: str) -> None:
    """Put a record in the place of an earlier version."""
    salt = secrets.token_hex(SALT_BYTES)
    digest = record_digest(work, record, salt)
    append(work, "replace", why=why, person_id=record.person_id, record_id=record.id, digest=digest)
    row = update(records).where(records.c.id == record.id)
    work.connection.execute(row.values(**_changing(work, record, salt)))


def _changing(work: Work, record: Record, salt: str) -> dict[str, Any]:
    return {
        "kind": record.kind,
        "day": record.day,
        "written_at": record.written_at,
        "version": record.version,
        "salt": salt,
        "content": work.seal.closed_text(record.text, f"record {record.id}"),
    }


def delete_record(work: Work, record_id: str, *, why: str) -> None:
    """Forget a record."""
    record = record_of(work, record_id)
    work.connection.execute(delete(records).where(records.c.id == record_id))
    append(work, "delete", why=why, person_id=record.person_id, record_id=record_id)


def record_of(work: Work, record_id: str) -> Record:
    """A record by identifier.

    Raises
    ------
    InputError
        If there is none.
    """
    row = work.connection.execute(select(records).where(records.c.id == record_id)).one_or_none()
    if row is None:
        raise InputError(
            f"There is no record {record_id!r}; it may have been deleted. List them with records()."
        )
    return record_from(work, row)


def records_of(
    work: Work, person_id: str, *, kind: str | None, since: str | None, until: str | None
) -> tuple[Record, ...]:
    """The records of a person, by day and then in the order in which they came."""
    asked = select(records).where(records.c.person_id == person_id).order_by(records.c.day, records.c.place)
    if kind is not None:
        asked = asked.where(records.c.kind == kind)
    if since is not None:
        asked = asked.where(records.c.day >= since)
    if until is not None:
        asked = asked.where(records.c.day < until)
    return tuple(record_from(work, row) for row in work.connection.execute(asked))


def records_of_kinds(work: Work, kinds: Collection[str]) -> tuple[Record, ...]:
    """The records of some kinds, whoever they are about, in the order in which they came."""
    asked = select(records).where(records.c.kind.in_(tuple(kinds))).order_by(records.c.place)
    return tuple(record_from(work, row) for row in work.connection.execute(asked))


def record_from(work: Work, row: Row[Any]) -> Record:
    """The record of a row.

    Raises
    ------
    StoreError
        If it does not open.
    """
    return Record(
        id=row.id,
        person_id=row.person_id,
        kind=row.kind,
        day=row.day,
        written_at=row.written_at,
        version=row.version,
        text=work.seal.opened_text(row.content, f"record {row.id}"),
    )


def record_digest(work: Work, record: Record, salt: str) -> str:
    """What the audit holds of a record."""
    parts = [salt, record.person_id, record.kind, record.day, record.written_at, record.version, record.text]
    return work.seal.hash(json.dumps(parts))
