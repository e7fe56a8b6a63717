"""The pictures of a store."""

from __future__ import annotations

import hashlib

from anagen.store.attachments import (
    attachments_of,
    delete_picture,
    insert_picture,
    is_attached,
    picture_of,
)
from anagen.store.audit import purpose
from anagen.store.identifiers import new_id
from anagen.store.people import person_of
from anagen.store.pictures import check_picture
from anagen.store.times import now
from anagen.store.transactions import Transactions
from anagen.store.values import Attachment, Picture

__all__ = ["WithPictures"]


class WithPictures(Transactions):
    """A store that keeps pictures of people."""

    def attach(self, person_id: str, data: bytes, media_type: str, *, why: str = "entry") -> str:
        """Keep a picture, and return its SHA-256, by which it is found again.

        The same picture of the same person is kept once.

        Parameters
        ----------
        person_id
            Whose picture it is.
        data
            The bytes of the file.
        media_type
            ``image/jpeg``, ``image/png`` or ``image/webp``.
        why
            One of `PURPOSES`, for the audit.

        Raises
        ------
        InputError
            If it is something else, too large, or tells where it was taken.
        """
        check_picture(data, media_type)
        purpose(why)
        sha256 = hashlib.sha256(data).hexdigest()
        picture = Picture(
            id=new_id(),
            person_id=person_id,
            sha256=sha256,
            media_type=media_type,
            added_at=now(),
            data=bytes(data),
        )
        with self._writing() as work:
            person_of(work, person_id)
            if not is_attached(work, person_id, sha256):
                insert_picture(work, picture, what="attach", why=why)
        return sha256

    def attachment(self, person_id: str, sha256: str) -> Picture:
        """A picture with its bytes; InputError if the person has no such."""
        with self._reading(f"{person_id} {sha256}") as work:
            picture = picture_of(work, person_id, sha256)
            self._note_read(work, person_id, picture.id)
            return picture

    def attachments(self, person_id: str) -> tuple[Attachment, ...]:
        """What pictures of a person there are, without their bytes, in the order in which they came."""
        with self._reading_quietly() as work:
            person_of(work, person_id)
            return attachments_of(work, person_id)

    def detach(self, person_id: str, sha256: str, *, why: str = "mistake") -> None:
        """Forget a picture."""
        purpose(why)
        with self._writing() as work:
            delete_picture(work, person_id, sha256, why=why)
