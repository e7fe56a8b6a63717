"""The records of a store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from anagen.store.audit import purpose
from anagen.store.content import as_text
from anagen.store.identifiers import new_id
from anagen.store.kinds import check_kind
from anagen.store.people import person_of
from anagen.store.records import delete_record, insert_record, record_of, records_of, update_record
from anagen.store.times import day_or_time, now
from anagen.store.transactions import Transactions
from anagen.store.values import Record

__all__ = ["WithRecords"]

Moment = date | datetime | str


class WithRecords(Transactions):
    """A store that keeps what was noted about people."""

    def put(
        self, person_id: str, kind: str, day: Moment, content: Mapping[str, Any], *, why: str = "entry"
    ) -> str:
        """Keep a record, and return its identifier.

        Parameters
        ----------
        person_id
            Whom it is about.
        kind
            One of `KINDS`.
        day
            The day or the moment that it is about; a moment knows its time zone.
        content
            What JSON can hold.
        why
            One of `PURPOSES`, for the audit.

        Raises
        ------
        InputError
            If something of it cannot be kept; nothing was written then.
        """
        record = _record(new_id(), person_id, kind, day, content, version=1)
        purpose(why)
        with self._writing() as work:
            person_of(work, person_id)
            insert_record(work, record, what="put", why=why)
        return record.id

    def get(self, record_id: str) -> Record:
        """A record; InputError if there is none."""
        with self._reading(record_id) as work:
            record = record_of(work, record_id)
            self._note_read(work, record.person_id, record_id)
            return record

    def records(
        self,
        person_id: str,
        kind: str | None = None,
        since: Moment | None = None,
        until: Moment | None = None,
    ) -> tuple[Record, ...]:
        """The records of a person, by day and then in the order in which they came.

        Parameters
        ----------
        person_id
            Whose.
        kind
            Only those of this kind.
        since
            Only those of this day or later.
        until
            Only those before this day.
        """
        begins = None if since is None else day_or_time(since)
        ends = None if until is None else day_or_time(until)
        with self._reading(person_id) as work:
            person_of(work, person_id)
            self._note_read(work, person_id)
            return records_of(work, person_id, kind=kind, since=begins, until=ends)

    def replace(
        self,
        record_id: str,
        content: Mapping[str, Any],
        *,
        day: Moment | None = None,
        why: str = "correction",
    ) -> Record:
        """Put a content in the place of that of a record, and return the record as it is now.

        Parameters
        ----------
        record_id
            Which; it keeps its identifier, its person and its kind.
        content
            The new content; the former one is gone.
        day
            Another day, if that was wrong as well.
        why
            One of `PURPOSES`, for the audit.
        """
        purpose(why)
        with self._writing() as work:
            old = record_of(work, record_id)
            new = _record(
                old.id,
                old.person_id,
                old.kind,
                old.day if day is None else day,
                content,
                version=old.version + 1,
            )
            update_record(work, new, why=why)
        return new

    def delete(self, record_id: str, *, why: str = "mistake") -> None:
        """Forget a record; the audit remembers that there was one."""
        purpose(why)
        with self._writing() as work:
            delete_record(work, record_id, why=why)


def _record(
    record_id: str, person_id: str, kind: str, day: Moment, content: Mapping[str, Any], *, version: int
) -> Record:
    text = as_text(content)
    check_kind(kind, content)
    return Record(
        id=record_id,
        person_id=person_id,
        kind=kind,
        day=day_or_time(day),
        written_at=now(),
        version=version,
        text=text,
    )
