"""Whose diary, where it is kept, and which day it is: what all commands of the diary share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from anagen.cli.stores import open_store
from anagen.errors import InputError, NoStoreError, OutputExistsError

if TYPE_CHECKING:
    from anagen.diary.logbook import Diary
    from anagen.store import Store

Several = Parameter(consume_multiple=True, negative=())
"""An option that takes all words up to the next option."""
USUAL_NAME = "me"
"""Name of the first person of a store, unless another is given."""


@dataclass(frozen=True, kw_only=True)
class Book:
    """Whose diary it is, and where it is kept."""

    person: str | None = None
    """Whose it is: a name or an identifier; needed where the store has several people."""
    database: str | None = None
    """File or URL of the store; the one of this account if not given."""
    passphrase_file: Path | None = None
    """File whose first line opens a sealed store; otherwise it is asked for."""
    zone: str | None = None
    """Time zone of the day, such as Europe/Berlin; that of this machine if not given."""


WhichBook = Annotated[Book, Parameter(name="*")]
"""Options of every command of the diary."""
NO_BOOK = Book()


@dataclass(frozen=True, kw_only=True)
class Entered:
    """When something was, what is to be remembered of it, and how it is told."""

    on: str | None = None
    """The day, or the first of several; today if not given."""
    note: str = ""
    """Anything to remember."""
    json: bool = False
    """Print one JSON object."""


AsEntered = Annotated[Entered, Parameter(name="*")]
"""Options of every command of the diary that enters something."""
PLAIN = Entered()


@dataclass(frozen=True, kw_only=True)
class OpenBook:
    """A diary that is open."""

    diary: Diary
    name: str
    today: date
    zone: str

    def day(self, given: str | None, *, future: bool = False) -> date:
        """A day that was given in words; today if none was."""
        from anagen.diary import days

        return self.today if given is None else days.read_day(given, self.today, future=future)


@contextmanager
def opened(book: Book, *, begin: bool = False) -> Iterator[OpenBook]:
    """Open a diary, and close it at the end.

    Parameters
    ----------
    book
        Whose and where.
    begin
        Make the store, and enter the person, where there is none yet.
    """
    from anagen.diary import days
    from anagen.diary.logbook import Diary

    zone = days.zone_name(book.zone)
    with _opened_store(book, begin=begin) as store:
        person = _begun(store, book.person) if begin else store.find_person(book.person).id
        yield OpenBook(
            diary=Diary(store, person), name=store.person(person).name, today=days.today_in(zone), zone=zone
        )


def is_there(book: Book) -> bool:
    """Whether there is a store with somebody in it."""
    try:
        with open_store(book.database, passphrase_file=book.passphrase_file) as store:
            return bool(store.people())
    except NoStoreError:
        return False


def _opened_store(book: Book, *, begin: bool) -> Store:
    """The store, if there is one or it may be made."""
    try:
        return open_store(book.database, create=begin, passphrase_file=book.passphrase_file)
    except NoStoreError as error:
        where = str(error).partition(". ")[0]
        raise InputError(
            f"There is no diary yet. {where}. "
            "Begin one with: anagen diary start 'finasteride 1 mg oral daily'; or name its store with --database."
        ) from None


def _begun(store: Store, name: str | None) -> str:
    """The person of a name, entered if there is nobody of that name."""
    people = store.people()
    if name is None and people:
        return store.find_person().id
    there = [one.id for one in people if name in (one.id, one.name)]
    return store.find_person(name).id if there else store.add_person(name or USUAL_NAME)


def check_out(out: Path, endings: tuple[str, ...], *, force: bool) -> None:
    """Refuse a file that cannot be written, before anything is computed."""
    if out.suffix.lower() not in endings:
        raise InputError(f"{out} does not end in one of {', '.join(endings)}. Choose another name.")
    if out.exists() and not force:
        raise OutputExistsError(out)
