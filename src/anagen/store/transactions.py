"""Transactions of a store: everything that is read or written happens within one."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from sqlalchemy import URL, Engine

from anagen.store.audit import Work, append, check_who
from anagen.store.database import plain_errors
from anagen.store.sealing import Seal

__all__ = ["Transactions"]


class Transactions:
    """A database, who acts in it, and one transaction at a time in each thread."""

    def __init__(
        self,
        url: URL,
        reader: Engine,
        writer: Engine,
        *,
        who: str,
        audit_reads: bool,
        seal: Seal,
        visit_of: Transactions | None = None,
    ) -> None:
        self._url, self._reader, self._writer = url, reader, writer
        self._who, self._audit_reads, self._seal = who, audit_reads, seal
        self._here = threading.local()
        self._noted: set[str] | None = None if visit_of is None else set()
        """Whom and what this visit has read already, where a visit notes each thing once."""
        self.found_schema: str | None = None
        """The schema that the database had before it was opened; None if it was empty."""
        self._visit_of = visit_of  # as long as somebody visits, the store is not forgotten
        if visit_of is None:
            weakref.finalize(self, _let_go, reader, os.getpid())

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
            visit_of=self,
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

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything that is written within it one: all of it is kept, or nothing.

        Examples
        --------
        >>> from tempfile import TemporaryDirectory
        >>> from anagen.store import Store
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


def _let_go(engine: Engine, opened_by: int) -> None:
    """Close the connections of a store that nobody closed; a process forked off leaves those of its parent alone."""
    engine.dispose(close=os.getpid() == opened_by)
