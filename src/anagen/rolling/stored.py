"""Sessions as records of a store: exported and erased with all else of a person, and one for terminal and browser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from anagen.errors import InputError, StoreError
from anagen.rolling.keeping import SessionFolder
from anagen.rolling.session import Session

if TYPE_CHECKING:
    from anagen.store import Record, Store

__all__ = ["BEFORE", "ROLLING", "StoredSessions", "taken_in"]

ROLLING, BEFORE = "rolling_session", "rolling_answers"
"""Kinds of records: a session, and what was answered before one."""


@dataclass(slots=True)
class _Known:
    """The record of a session, as this program saw it last."""

    id: str
    version: int


class StoredSessions:
    """The sessions of a person in a store.

    A session under way is a record like any other, so that it can be gone on with anywhere. Who would change a state
    that somebody else has changed meanwhile is told so, and nothing is overwritten.

    Parameters
    ----------
    store
        Where they are kept.
    person_id
        Whose they are.
    zone
        Time zone of the person, kept with each session.
    """

    def __init__(self, store: Store, person_id: str, *, zone: str = "UTC") -> None:
        self.store, self.person_id, self.zone = store, person_id, zone
        self._known: dict[str, _Known] = {}

    def keep_answers(self, day: date, answers: Mapping[str, Any] | None) -> None:
        """Keep what was answered before a session, until it begins or is refused; None forgets it."""
        with self.store.transaction():
            kept = self.store.records(self.person_id, BEFORE)
            if answers is not None and kept:
                self.store.replace(kept[-1].id, {"answers": dict(answers)}, day=day, why="entry")
            elif answers is not None:
                self.store.put(self.person_id, BEFORE, day, {"answers": dict(answers)})
            for one in kept if answers is None else kept[:-1]:
                self.store.delete(one.id, why="maintenance")

    def answers(self, day: date) -> dict[str, Any]:
        """What was answered before a session of a day; nothing of another day."""
        kept = [one for one in self.store.records(self.person_id, BEFORE) if one.day == day.isoformat()]
        return dict(kept[-1].content.get("answers", {})) if kept else {}

    def save(
        self,
        session: Session,
        *,
        checks: Mapping[str, Any] | None = None,
        result: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep a state, as `Sessions` has it.

        Raises
        ------
        InputError
            If the session was gone on with elsewhere, or another one is under way.
        """
        with self.store.transaction():
            record = self._record(session.id)
            before = {} if record is None else record.content
            content = {
                "session": session.as_dict(),
                "checks": before.get("checks") if checks is None else dict(checks),
                "result": before.get("result") if result is None else dict(result),
                "zone": before.get("zone", self.zone),
            }
            if record is None:
                self._refuse_a_second(session)
                key = self.store.put(self.person_id, ROLLING, session.started.date(), content)
                self._known[session.id] = _Known(id=key, version=1)
                return
            known = self._known.setdefault(session.id, _Known(id=record.id, version=record.version))
            if known.version != record.version:
                raise InputError(
                    "The session was gone on with elsewhere, and nothing was changed here. "
                    "Take it up again where it is now: anagen roll."
                )
            known.version = self.store.replace(record.id, content, why="entry").version

    def checks(self, key: str) -> dict[str, Any] | None:
        """What was checked before a session, by its identifier."""
        record = self._record(key)
        found: dict[str, Any] | None = None if record is None else record.content.get("checks")
        return found

    def sessions(self) -> list[tuple[Session, dict[str, Any] | None]]:
        """All sessions with what came of them, the oldest first."""
        found = []
        for one in self.store.records(self.person_id, ROLLING):
            content = one.content
            session = _session_of(one)
            self._known[session.id] = _Known(id=one.id, version=one.version)
            found.append((session, content.get("result")))
        return sorted(found, key=lambda one: one[0].id)

    def open_session(self) -> Session | None:
        """The session that is under way, if there is one."""
        return next((one for one, _ in reversed(self.sessions()) if not one.done and not one.ended), None)

    def record_id(self, key: str) -> str:
        """The identifier of the record of a session."""
        record = self._record(key)
        if record is None:
            raise InputError("There is no such session.")
        return record.id

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nothing to lock: whoever comes second is told when a state is to be kept."""
        yield

    def _record(self, key: str) -> Record | None:
        known = self._known.get(key)
        if known is not None:
            return self.store.get(known.id)
        kept = self.store.records(self.person_id, ROLLING)
        return next((one for one in kept if _key(one) == key), None)

    def _refuse_a_second(self, session: Session) -> None:
        """Two sessions at a time are one too many, unless the other is what was left of an earlier program."""
        if session.done or session.ended is not None:
            return
        for one in self.store.records(self.person_id, ROLLING):
            other = _session_of(one)
            if not other.done and other.ended is None:
                raise InputError("A session is under way already. Go on with it, or close it first.")


def taken_in(sessions: StoredSessions, folder: SessionFolder) -> list[date]:
    """Take what lies in a folder of sessions into a store, and give the days of those that were not there.

    The files go once the records are kept, so that erasing the person leaves nothing of them.

    Parameters
    ----------
    sessions
        Where they go.
    folder
        Where they lie.
    """
    if not folder.path.is_dir():
        return []
    store, new = sessions.store, []
    with folder.alone():
        found = folder.sessions()
        if not found:
            return []
        with store.transaction():
            there = {
                _key(one) for person in store.people() for one in store.records(person.id, ROLLING)
            }  # of everybody: a session was one person's
            for session, result in found:
                if session.id not in there:
                    sessions.save(session, checks=folder.checks(session.id), result=result)
                    new.append(session.started.date())
        for session, _ in found:
            folder.forget(session.id)
    return new


def _key(record: Record) -> str:
    kept = record.content.get("session", {})
    return str(kept.get("id", "")) if isinstance(kept, Mapping) else ""


def _session_of(record: Record) -> Session:
    try:
        return Session.from_dict(record.content["session"])
    except (AttributeError, KeyError, TypeError, ValueError, InputError) as error:
        raise StoreError(f"Record {record.id} is no session that can be read: {error}.") from None
