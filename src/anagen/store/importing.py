"""Taking a person's archive into a store: all of it or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from anagen.errors import InputError
from anagen.store.archive import ArchiveReader, entry
from anagen.store.attachments import insert_picture
from anagen.store.audit import Work
from anagen.store.content import as_text
from anagen.store.kinds import check_kind
from anagen.store.people import check_name, insert_person
from anagen.store.pictures import check_picture
from anagen.store.records import insert_record
from anagen.store.tables import attachments, people, records
from anagen.store.times import day_or_time
from anagen.store.values import Picture, Record, StoredPerson

__all__ = ["take_in"]

ID_LENGTH = 32


def take_in(work: Work, archive: ArchiveReader) -> str:
    """Keep everything of an archive, and return the identifier of its person."""
    whole = archive.person()
    person = _person(whole["person"])
    if work.connection.execute(select(people.c.id).where(people.c.id == person.id)).first() is not None:
        raise InputError(
            f"{person.name} is in this store already, as {person.id}. Nothing was imported. Erase that person first."
        )
    insert_person(work, person, what="import", why="request")
    for one in whole["records"]:
        record = _record(_mapping(one), person.id)
        _refuse_known(work, records, record.id)
        insert_record(work, record, what="import", why="request")
    for one in whole["attachments"]:
        picture = _picture(_mapping(one), person.id, archive)
        _refuse_known(work, attachments, picture.id)
        insert_picture(work, picture, what="import", why="request")
    return person.id


def _person(value: Mapping[str, Any]) -> StoredPerson:
    name = check_name(entry(value, "name", str))
    return StoredPerson(id=_id(value), name=name, added_at=day_or_time(entry(value, "added_at", str)))


def _record(value: Mapping[str, Any], person_id: str) -> Record:
    kind, content = entry(value, "kind", str), entry(value, "content", dict)
    check_kind(kind, content)
    version = entry(value, "version", int)
    if not 1 <= version < 2**31:
        raise InputError(f"The archive has a record of version {version}. Nothing was imported.")
    return Record(
        id=_id(value),
        person_id=person_id,
        kind=kind,
        day=day_or_time(entry(value, "day", str)),
        written_at=day_or_time(entry(value, "written_at", str)),
        version=version,
        text=as_text(content),
    )


def _picture(value: Mapping[str, Any], person_id: str, archive: ArchiveReader) -> Picture:
    data, media_type = archive.data(entry(value, "file", str)), entry(value, "media_type", str)
    check_picture(data, media_type)
    return Picture(
        id=_id(value),
        person_id=person_id,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        added_at=day_or_time(entry(value, "added_at", str)),
        data=data,
    )


def _id(value: Mapping[str, Any]) -> str:
    found: str = entry(value, "id", str)
    if len(found) != ID_LENGTH or set(found) - set("0123456789abcdef"):
        raise InputError(f"The archive has {found[:40]!r} for an identifier. Nothing was imported.")
    return found


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise InputError("The archive has an entry that is no JSON object. Nothing was imported.")
    return value


def _refuse_known(work: Work, table: Any, key: str) -> None:
    if work.connection.execute(select(table.c.id).where(table.c.id == key)).first() is not None:
        raise InputError(f"The archive has an entry {key} that the store has already. Nothing was imported.")
