"""All of a person at once: written out, taken in, erased."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select, update

from anagen.errors import InputError
from anagen.store.archive import ArchiveReader, refuse, written_whole
from anagen.store.attachments import attachments_of, picture_of
from anagen.store.audit import append, lines, purpose
from anagen.store.database import BUSY_S
from anagen.store.importing import take_in
from anagen.store.people import erase_rows, person_of
from anagen.store.records import records_of
from anagen.store.sweeping import sweep
from anagen.store.tables import tombstones
from anagen.store.transactions import Transactions

__all__ = ["WithWholePeople"]


class WithWholePeople(Transactions):
    """A store that gives a person out, takes one in, and forgets one."""

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
            person_of(work, person_id)
            append(work, "export", why="request", person_id=person_id)
        with self._reading_quietly() as work, written_whole(out, force=force) as archive:
            person = person_of(work, person_id)
            records = records_of(work, person_id, kind=None, since=None, until=None)
            pictures = attachments_of(work, person_id)
            archive.person(person, records, pictures)
            for one in pictures:
                archive.picture(one, picture_of(work, person_id, one.sha256).data)
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
            erase_rows(work, person_id, why=why)
        self._finish_erasing(BUSY_S)

    def _finish_erasing(self, patience_s: float) -> None:
        """Overwrite what erased rows left behind, also where an erasure was interrupted."""
        waiting = select(func.count()).select_from(tombstones).where(~tombstones.c.swept)
        with self._reading_quietly() as work:
            if work.connection.execute(waiting).scalar_one() == 0:
                return
        sweep(self._reader, patience_s)
        with self._writing() as work:
            work.connection.execute(update(tombstones).values(swept=True))
