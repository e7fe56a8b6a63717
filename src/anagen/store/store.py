"""The store of records: people, what was noted about them, their pictures, and who did what to it."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import URL, Engine, func, select, update

from anagen.errors import InputError, StoreError
from anagen.store import attachments as kept_attachments
from anagen.store import people as kept_people
from anagen.store import records as kept_records
from anagen.store import tables
from anagen.store.archive import ArchiveReader, refuse, written_whole
from anagen.store.audit import Work, append, check_who, lines, purpose
from anagen.store.content import as_text
from anagen.store.database import BUSY_S, engines, file_of, locate, plain_errors, secured
from anagen.store.identifiers import new_id
from anagen.store.importing import take_in
from anagen.store.kinds import check_kind
from anagen.store.opening import account, brought_up, info_of
from anagen.store.pictures import check_picture
from anagen.store.sealing import Seal, rewrapped
from anagen.store.sweeping import sweep
from anagen.store.times import day_or_time, now
from anagen.store.values import Attachment, AuditLine, Picture, Record, StoredPerson, StoreInfo, Verification
from anagen.store.verification import verified

__all__ = ["Store"]

Moment = date | datetime | str


class Store:
    """Records of people in a database; open one with `Store.open`.

    Every method is one transaction: when it returns, what it wrote is on the disk; when it raises, nothing was
    written. `transaction` makes several one. A store may be used from several threads, a database by several programs.
    """

    def __init__(
        self,
        url: URL,
        reader: Engine,
        writer: Engine,
        *,
        who: str,
        audit_reads: bool,
        seal: Seal,
        visit: bool = False,
    ) -> None:
        self._url, self._reader, self._writer = url, reader, writer
        self._who, self._audit_reads, self._seal = who, audit_reads, seal
        self._here = threading.local()
        self._noted: set[str] | None = set() if visit else None
        """Whom and what this visit has read already, where a visit notes each thing once."""
        self.found_schema: str | None = None
        """The schema that the database had before it was opened; None if it was empty."""

    @classmethod
    def open(
        cls,
        database: str | Path | None = None,
        *,
        passphrase: str | None = None,
        who: str | None = None,
        audit_reads: bool = False,
        create: bool = True,
    ) -> Self:
        """Open a store, which is made if it is not there and brought up to date if it is older.

        Parameters
        ----------
        database
            A file, or a URL as ``postgresql://user@host/database``. If none, the environment's ANAGEN_DATABASE, else
            a file in the user's data folder.
        passphrase
            What opens a sealed store; a store that is made now is sealed with it.
        who
            Who acts, for the audit; the account's name if not given.
        audit_reads
            Whether reading is audited too, as a clinic wants it.
        create
            Whether to make a store that is not there.

        Raises
        ------
        SealedStoreError
            If the store needs a passphrase, or another one.
        StoreError
            If there is none, it is damaged, newer than this program or something else; it is left as it was.
        """
        url = locate(database)
        acting = check_who(who if who is not None else account())
        path = file_of(url)
        if path is not None:
            secured(path, create=create)
        reader, writer = engines(url)
        try:
            with plain_errors(url):
                seal, found = brought_up(reader, writer, passphrase, acting, create=create)
                store = cls(url, reader, writer, who=acting, audit_reads=audit_reads, seal=seal)
                store.found_schema = found
                with suppress(StoreError):  # another program reads; the next opening tries again
                    store._finish_erasing(0.0)
        except BaseException:
            reader.dispose()
            raise
        return store

    def acting_as(self, who: str) -> Self:
        """The same store for one visit of somebody else, who acts in its audit; it is closed with this one.

        Where reading is audited, a visit notes once what it reads several times: a page is one look at somebody.

        Parameters
        ----------
        who
            Who acts, as an account that signed in.
        """
        other = type(self)(
            self._url,
            self._reader,
            self._writer,
            who=check_who(who),
            audit_reads=self._audit_reads,
            seal=self._seal,
            visit=True,
        )
        other.found_schema = self.found_schema
        return other

    def close(self) -> None:
        """Let go of the database."""
        self._reader.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # People

    def people(self) -> tuple[StoredPerson, ...]:
        """Everybody, in the order in which they came."""
        with self._reading_quietly() as work:
            return kept_people.everybody(work)

    def person(self, person_id: str) -> StoredPerson:
        """A person by identifier; InputError if there is none."""
        with self._reading_quietly() as work:
            return kept_people.person_of(work, person_id)

    def find_person(self, text: str | None = None) -> StoredPerson:
        """The person of a name or an identifier, or the only one there is; InputError if that is not one."""
        with self._reading_quietly() as work:
            return kept_people.found_person(work, text)

    def add_person(self, name: str) -> str:
        """Begin to keep records of somebody, and return the identifier to use from then on.

        Parameters
        ----------
        name
            What the person is called here; it need not be the real name, and need not be the only one.
        """
        person = StoredPerson(id=new_id(), name=kept_people.check_name(name), added_at=now())
        with self._writing() as work:
            kept_people.insert_person(work, person, what="add person", why="entry")
        return person.id

    def rename_person(self, person_id: str, name: str) -> None:
        """Call a person otherwise."""
        called = kept_people.check_name(name)
        with self._writing() as work:
            kept_people.rename(work, person_id, called, why="correction")

    # Records

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
            kept_people.person_of(work, person_id)
            kept_records.insert_record(work, record, what="put", why=why)
        return record.id

    def get(self, record_id: str) -> Record:
        """A record; InputError if there is none."""
        with self._reading(record_id) as work:
            record = kept_records.record_of(work, record_id)
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
            kept_people.person_of(work, person_id)
            self._note_read(work, person_id)
            return kept_records.records_of(work, person_id, kind=kind, since=begins, until=ends)

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
            old = kept_records.record_of(work, record_id)
            new = _record(
                old.id,
                old.person_id,
                old.kind,
                old.day if day is None else day,
                content,
                version=old.version + 1,
            )
            kept_records.update_record(work, new, why=why)
        return new

    def delete(self, record_id: str, *, why: str = "mistake") -> None:
        """Forget a record; the audit remembers that there was one."""
        purpose(why)
        with self._writing() as work:
            kept_records.delete_record(work, record_id, why=why)

    # Attachments

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
            kept_people.person_of(work, person_id)
            if not kept_attachments.is_attached(work, person_id, sha256):
                kept_attachments.insert_picture(work, picture, what="attach", why=why)
        return sha256

    def attachment(self, person_id: str, sha256: str) -> Picture:
        """A picture with its bytes; InputError if the person has no such."""
        with self._reading(f"{person_id} {sha256}") as work:
            picture = kept_attachments.picture_of(work, person_id, sha256)
            self._note_read(work, person_id, picture.id)
            return picture

    def attachments(self, person_id: str) -> tuple[Attachment, ...]:
        """What pictures of a person there are, without their bytes, in the order in which they came."""
        with self._reading_quietly() as work:
            kept_people.person_of(work, person_id)
            return kept_attachments.attachments_of(work, person_id)

    def detach(self, person_id: str, sha256: str, *, why: str = "mistake") -> None:
        """Forget a picture."""
        purpose(why)
        with self._writing() as work:
            kept_attachments.delete_picture(work, person_id, sha256, why=why)

    # All of a person

    def export(self, person_id: str, path: str | Path, *, force: bool = False) -> Path:
        """Write everything of a person into one ZIP, which is whole or not there.

        Parameters
        ----------
        person_id
            Whose.
        path
            The file; it is not encrypted, and only its owner may read it.
        force
            Replace the file if it exists.
        """
        out = Path(path)
        refuse(out, force=force)
        with self._writing() as work:  # first: no export goes without its audit line
            kept_people.person_of(work, person_id)
            append(work, "export", why="request", person_id=person_id)
        with self._reading_quietly() as work, written_whole(out, force=force) as archive:
            person = kept_people.person_of(work, person_id)
            records = kept_records.records_of(work, person_id, kind=None, since=None, until=None)
            pictures = kept_attachments.attachments_of(work, person_id)
            archive.person(person, records, pictures)
            for one in pictures:
                archive.picture(one, kept_attachments.picture_of(work, person_id, one.sha256).data)
            archive.close(lines(work.connection, person_id))
        return out

    def import_person(self, path: str | Path) -> str:
        """Take in what `export` wrote, all of it or nothing, and return the person's identifier.

        Raises
        ------
        InputError
            If the file is something else, damaged or changed, or the person is in the store already.
        """
        with ArchiveReader(Path(path)) as archive, self._writing() as work:
            return take_in(work, archive)

    def erase(self, person_id: str, *, why: str = "request") -> None:
        """Erase a person: name, records, pictures, and what of them is left in free pages of the file.

        What stays is the identifier, the day, and the audit lines, none of which tells anything of the person.

        Raises
        ------
        StoreError
            If all is erased but traces may remain in the file until another program closes it.
        """
        purpose(why)
        if getattr(self._here, "work", None) is not None:
            raise InputError("A person cannot be erased within a transaction. Erase after it has ended.")
        with self._writing() as work:
            kept_people.erase_rows(work, person_id, why=why)
        self._finish_erasing(BUSY_S)

    def _finish_erasing(self, patience_s: float) -> None:
        """Overwrite what erased rows left behind, also where an erasure was interrupted."""
        waiting = select(func.count()).select_from(tables.tombstones).where(~tables.tombstones.c.swept)
        with self._reading_quietly() as work:
            if work.connection.execute(waiting).scalar_one() == 0:
                return
        sweep(self._reader, patience_s)
        with self._writing() as work:
            work.connection.execute(update(tables.tombstones).values(swept=True))

    # The audit, and the store itself

    def audit(self, person_id: str | None = None) -> tuple[AuditLine, ...]:
        """Every line of the audit, or those of one person, from the first to the last."""
        with self._reading_quietly() as work:
            return tuple(lines(work.connection, person_id))

    def verify(self, noted: str | None = None) -> Verification:
        """Whether all is as it was written.

        Parameters
        ----------
        noted
            Hash of the last line as somebody noted it earlier; then a rewriting of all lines is found, too.
        """
        with self._reading_quietly() as work:
            return verified(work, noted)

    def info(self) -> StoreInfo:
        """What the store is, and how much it holds."""
        with self._reading_quietly() as work:
            return info_of(work, self._url)

    def change_passphrase(self, passphrase: str) -> None:
        """Open a sealed store with another passphrase from now on.

        Raises
        ------
        InputError
            If the store is not sealed, or the passphrase is too short.
        """
        if self._seal.key is None:
            raise InputError("The store is not sealed. Export, make a sealed store, and import there.")
        row = rewrapped(self._seal, passphrase)
        with self._writing() as work:
            work.connection.execute(update(tables.seal).values(**row))
            append(work, "change passphrase", why="maintenance")

    # Transactions

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything that is written within it one: all of it is kept, or nothing.

        Examples
        --------
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder, Store.open(f"{folder}/records.sqlite", who="me") as store:
        ...     with store.transaction():
        ...         person_id = store.add_person("somebody")
        ...         _ = store.put(person_id, "grade", "2026-03-01", {"scale": "norwood", "grade": "III"})
        ...     len(store.records(person_id))
        1
        """
        with self._writing():
            yield

    @contextmanager
    def work(self, *, writes: bool = False) -> Iterator[Work]:
        """One transaction for tables of the database that hold no records: accounts, sessions, jobs.

        Parameters
        ----------
        writes
            Whether it is to be the only one that writes; without, it sees one moment.
        """
        with self._writing() if writes else self._reading_quietly() as work:
            yield work

    @contextmanager
    def _writing(self) -> Iterator[Work]:
        outer = getattr(self._here, "work", None)
        if outer is not None:
            with outer.connection.begin_nested():  # an error that the caller catches leaves nothing behind
                yield outer
            return
        with plain_errors(self._url), self._writer.begin() as connection:
            self._here.work = Work(connection=connection, seal=self._seal, who=self._who)
            try:
                yield self._here.work
            finally:
                self._here.work = None

    @contextmanager
    def _reading(self, what: str) -> Iterator[Work]:
        """A transaction in which something is read, and noted where that is due."""
        noted = self._noted
        self._here.notes = self._audit_reads and (noted is None or what not in noted)
        with self._writing() if self._here.notes else self._reading_quietly() as work:
            yield work
        if noted is not None and getattr(self._here, "work", None) is None:  # it is on the disk
            noted.add(what)

    @contextmanager
    def _reading_quietly(self) -> Iterator[Work]:
        outer = getattr(self._here, "work", None)
        if outer is not None:
            yield outer
            return
        with plain_errors(self._url), self._reader.begin() as connection:
            yield Work(connection=connection, seal=self._seal, who=self._who)

    def _note_read(self, work: Work, person_id: str, record_id: str = "") -> None:
        if self._here.notes:
            append(work, "read", why="care", person_id=person_id, record_id=record_id)


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
