"""The people of a store."""

from __future__ import annotations

from anagen.store.identifiers import new_id
from anagen.store.people import check_name, everybody, found_person, insert_person, person_of, rename
from anagen.store.times import now
from anagen.store.transactions import Transactions
from anagen.store.values import StoredPerson

__all__ = ["WithPeople"]


class WithPeople(Transactions):
    """A store that knows whom it keeps records of."""

    def people(self) -> tuple[StoredPerson, ...]:
        """Everybody, in the order in which they came."""
        with self._reading_quietly() as work:
            return everybody(work)

    def person(self, person_id: str) -> StoredPerson:
        """A person by identifier; InputError if there is none."""
        with self._reading_quietly() as work:
            return person_of(work, person_id)

    def find_person(self, text: str | None = None) -> StoredPerson:
        """The person of a name or an identifier, or the only one there is; InputError if that is not one."""
        with self._reading_quietly() as work:
            return found_person(work, text)

    def add_person(self, name: str) -> str:
        """Begin to keep records of somebody, and return the identifier to use from then on.

        Parameters
        ----------
        name
            What the person is called here; it need not be the real name, and need not be the only one.
        """
        person = StoredPerson(id=new_id(), name=check_name(name), added_at=now())
        with self._writing() as work:
            insert_person(work, person, what="add person", why="entry")
        return person.id

    def rename_person(self, person_id: str, name: str) -> None:
        """Call a person otherwise."""
        called = check_name(name)
        with self._writing() as work:
            rename(work, person_id, called, why="correction")
