"""The store of records: people, what was noted about them, their pictures, and who did what to it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Self

from sqlalchemy import update

from anagen.errors import InputError, StoreError
from anagen.store import tables
from anagen.store.audit import append, check_who, lines
from anagen.store.database import engines, file_of, locate, plain_errors, secured
from anagen.store.opening import account, brought_up, info_of
from anagen.store.sealing import rewrapped
from anagen.store.values import AuditLine, StoreInfo, Verification
from anagen.store.verification import verified
from anagen.store.with_people import WithPeople
from anagen.store.with_pictures import WithPictures
from anagen.store.with_records import WithRecords
from anagen.store.with_whole_people import WithWholePeople

__all__ = ["Store"]


class Store(WithPeople, WithRecords, WithPictures, WithWholePeople):
    """Records of people in a database; open one with `Store.open`.

    Every method is one transaction: when it returns, what it wrote is on the disk; when it raises, nothing was
    written. `transaction` makes several one. A store may be used from several threads, a database by several programs.
    """

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
