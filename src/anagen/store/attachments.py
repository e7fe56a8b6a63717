"""Attachments of a store, within one transaction."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from sqlalchemy import Row, delete, insert, select

from anagen.errors import InputError
from anagen.store.audit import Work, append
from anagen.store.tables import attachments
from anagen.store.values import Attachment, Picture

__all__ = [
    "attachments_of",
    "delete_picture",
    "insert_picture",
    "is_attached",
    "picture_digest",
    "picture_from",
    "picture_of",
]

SALT_BYTES = 16


def insert_picture(work: Work, picture: Picture, *, what: str, why: str) -> None:
    """Keep a picture."""
    salt = secrets.token_hex(SALT_BYTES)
    place = append(
        work,
        what,
        why=why,
        person_id=picture.person_id,
        record_id=picture.id,
        digest=picture_digest(work, picture, salt),
    )
    work.connection.execute(
        insert(attachments).values(
            id=picture.id,
            person_id=picture.person_id,
            sha256=picture.sha256,
            media_type=picture.media_type,
            added_at=picture.added_at,
            place=place,
            salt=salt,
            data=work.seal.closed(picture.data, f"attachment {picture.id}"),
        )
    )


def picture_of(work: Work, person_id: str, sha256: str) -> Picture:
    """A picture of a person by its hash.

    Raises
    ------
    InputError
        If there is none.
    """
    asked = select(attachments).where(attachments.c.person_id == person_id, attachments.c.sha256 == sha256)
    row = work.connection.execute(asked).one_or_none()
    if row is None:
        raise InputError(f"The person has no attachment {sha256!r}. List them with attachments().")
    return picture_from(work, row)


def is_attached(work: Work, person_id: str, sha256: str) -> bool:
    """Whether a person has a picture."""
    columns = (attachments.c.person_id == person_id, attachments.c.sha256 == sha256)
    return work.connection.execute(select(attachments.c.id).where(*columns)).first() is not None


def attachments_of(work: Work, person_id: str) -> tuple[Attachment, ...]:
    """The attachments of a person without their bytes, in the order in which they came."""
    columns = [attachments.c[name] for name in ("id", "person_id", "sha256", "media_type", "added_at")]
    asked = select(*columns).where(attachments.c.person_id == person_id).order_by(attachments.c.place)
    return tuple(Attachment(**row) for row in work.connection.execute(asked).mappings())


def delete_picture(work: Work, person_id: str, sha256: str, *, why: str) -> None:
    """Forget a picture."""
    picture = picture_of(work, person_id, sha256)
    work.connection.execute(delete(attachments).where(attachments.c.id == picture.id))
    append(work, "detach", why=why, person_id=person_id, record_id=picture.id)


def picture_from(work: Work, row: Row[Any]) -> Picture:
    """The picture of a row.

    Raises
    ------
    StoreError
        If it does not open.
    """
    return Picture(
        id=row.id,
        person_id=row.person_id,
        sha256=row.sha256,
        media_type=row.media_type,
        added_at=row.added_at,
        data=work.seal.opened(row.data, f"attachment {row.id}"),
    )


def picture_digest(work: Work, picture: Picture, salt: str) -> str:
    """What the audit holds of a picture."""
    sha256 = hashlib.sha256(picture.data).hexdigest()
    return work.seal.hash(json.dumps([salt, picture.person_id, sha256, picture.media_type, picture.added_at]))
