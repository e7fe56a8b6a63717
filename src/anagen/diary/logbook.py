"""One person's diary over a store: entries go in, come out, are corrected and taken back, each with its audit line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from anagen.diary.adherence import Adherence, adherence
from anagen.diary.entries import KINDS, Entry, Photograph, SideEffect, Taken, Treatment, entry_of
from anagen.errors import InputError, unknown_name
from anagen.patient.person import known_fields

if TYPE_CHECKING:
    from anagen.store import Record, Store

__all__ = ["ROLLING", "Diary", "Kept", "session_key"]

E = TypeVar("E", bound=Entry)
FEWEST_LETTERS = 4
"""Of a record's id are enough where only one begins so."""
ROLLING, ANSWERS = "rolling_session", "answers"
"""Kinds of the records that a guided session and a consultation leave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Generic[E]):
    """An entry, and its name in the store."""

    id: str
    written_at: str
    entry: E

    @property
    def words(self) -> str:
        """The entry in a line: day, kind, what it says, and its note."""
        kind = self.entry.KIND.replace("_", " ")
        note = f" - {self.entry.note}" if self.entry.note else ""
        return f"{self.entry.day}  {kind}: {self.entry.words}{note}"

    def as_dict(self) -> dict[str, Any]:
        """The entry as plain values."""
        return {
            "id": self.id,
            "kind": self.entry.KIND,
            "day": self.entry.day.isoformat(),
            **self.entry.as_content(),
        }


class Diary:
    """One person's diary.

    Parameters
    ----------
    store
        Where it is kept.
    person_id
        Whose it is.
    """

    def __init__(self, store: Store, person_id: str) -> None:
        self.store, self.person_id = store, person_id

    def add(self, entry: Entry) -> str:
        """Keep an entry and give its id.

        Parameters
        ----------
        entry
            What happened.
        """
        if isinstance(entry, Treatment):
            self._refuse_two_at_a_time(entry, but="")
        return self.store.put(self.person_id, entry.KIND, entry.day, entry.as_content())

    def all(self) -> list[Kept[Entry]]:
        """Every entry, by day and then as they were made."""
        return [_kept(one) for one in self.store.records(self.person_id) if one.kind in KINDS]

    def entries(self, kind: type[E]) -> list[Kept[E]]:
        """Entries of one kind, by day and then as they were made.

        Parameters
        ----------
        kind
            Such as `Measurement`.
        """
        return [cast("Kept[E]", _kept(one)) for one in self.store.records(self.person_id, kind.KIND)]

    def find(self, given: str) -> Kept[Entry]:
        """An entry by its id or how that begins.

        Parameters
        ----------
        given
            At least four letters of it.

        Raises
        ------
        InputError
            If none begins so, or several do.
        """
        records = [one for one in self.store.records(self.person_id) if one.kind in KINDS]
        found = [one for one in records if one.id == given]
        if not found and len(given) >= FEWEST_LETTERS:
            found = [one for one in records if one.id.startswith(given)]
        if len(found) > 1:
            raise InputError(
                f"{len(found)} entries begin with {given!r}. Give more letters of the one you mean."
            )
        if not found:
            raise InputError(
                f"No entry begins with {given!r}. 'anagen diary show' lists them, each with its id."
            )
        return _kept(found[0])

    def amend(self, given: str, changes: Mapping[str, Any]) -> Kept[Entry]:
        """Put a corrected entry in the place of one; the audit keeps that it was changed, when and by whom.

        Parameters
        ----------
        given
            Its id or how that begins.
        changes
            New values, by the names of the entry's parts.
        """
        old = self.find(given)
        content = old.entry.as_content()
        day = _as_day(changes.get("day", old.entry.day))
        for name in changes:
            if name not in content and name != "day":
                raise unknown_name(f"part of this {old.entry.KIND}", name, [*content, "day"])
        changed = {name: value for name, value in changes.items() if name != "day"}
        new = entry_of(old.entry.KIND, day, content | changed)
        if isinstance(new, Treatment):
            self._refuse_two_at_a_time(new, but=old.id)
        record = self.store.replace(old.id, new.as_content(), day=new.day, why="correction")
        return replace(old, entry=new, written_at=record.written_at)

    def stop(self, treatment: Kept[Treatment], day: date) -> Kept[Entry]:
        """End a treatment. The day on which it was begun counts whatever happens: a dose may have been taken on it.

        Parameters
        ----------
        treatment
            What goes on until then.
        day
            The first day without it.
        """
        first = treatment.entry.day
        return self.amend(treatment.id, {"stopped": first + timedelta(days=1) if day == first else day})

    def delete(self, given: str, *, why: str = "mistake") -> Kept[Entry]:
        """Take an entry away; the audit keeps that there was one.

        Parameters
        ----------
        given
            Its id or how that begins.
        why
            One of the purposes of an audit line.
        """
        old = self.find(given)
        if isinstance(old.entry, Treatment):
            logged = sum(one.entry.treatment == old.id for one in self.entries(Taken))
            if logged:
                raise InputError(
                    f"{old.entry.agent} has {logged} entries of doses. Stop it, or delete those first."
                )
        with self.store.transaction():
            if isinstance(old.entry, Photograph) and not self._shown_elsewhere(old.id, old.entry.sha256):
                self.store.detach(self.person_id, old.entry.sha256, why=why)
            self.store.delete(old.id, why=why)
        return old

    def _shown_elsewhere(self, record: str, sha256: str) -> bool:
        """Whether another entry shows the same picture."""
        return any(one.id != record and one.entry.sha256 == sha256 for one in self.entries(Photograph))

    def treatments(self, *, running_on: date | None = None) -> list[Kept[Treatment]]:
        """What was begun; only what goes on if a day is given."""
        return [
            one
            for one in self.entries(Treatment)
            if running_on is None
            or (one.entry.day <= running_on and (one.entry.ends is None or one.entry.ends > running_on))
        ]

    def treatment(self, name: str, day: date) -> Kept[Treatment]:
        """The treatment that somebody means by a name on a day.

        Parameters
        ----------
        name
            The drug or procedure, more of its words where two have one name, or its id.
        day
            On which it goes on.

        Raises
        ------
        InputError
            If there is none, or more than one.
        """
        running = self.treatments(running_on=day)
        plain = name.casefold()
        found = [one for one in running if one.entry.agent == plain] or [
            one
            for one in running
            if plain in one.entry.course.casefold()
            or (len(name) >= FEWEST_LETTERS and one.id.startswith(name))
        ]
        if len(found) == 1:
            return found[0]
        if found:
            named = " or ".join(f"'{one.entry.course}'" for one in found)
            raise InputError(f"{name!r} may be {named}. Give more words.")
        then = [one.entry for one in self.treatments() if one.entry.agent == plain]
        if then:
            spans = ", ".join(f"from {one.day} {_until(one)}" for one in then)
            raise InputError(
                f"{plain} was not taken on {day}: it is in the diary {spans}. Give a day of those."
            )
        if not running:
            raise InputError(
                f"Nothing is being taken on {day}, so there is no {name!r} to find. "
                "Begin with: anagen diary start 'finasteride 1 mg oral daily'."
            )
        raise unknown_name(f"treatment that goes on on {day}", name, {one.entry.agent for one in running})

    def doses(self, treatment: Kept[Treatment]) -> dict[date, int]:
        """Doses taken by day; what was said last counts, and a guided session is a session done."""
        said: dict[date, int] = {}
        for one in sorted(self.entries(Taken), key=lambda kept: kept.written_at):
            if one.entry.treatment == treatment.id:
                said |= one.entry.doses
        if treatment.entry.agent == "microneedling":
            for day in self.rolled():
                said.setdefault(day, 1)
        return dict(sorted(said.items()))

    def rolled(self) -> dict[date, str]:
        """Days of guided sessions in which something was rolled, each with the id of its record."""
        return {
            _as_day(one.day): one.id
            for one in self.store.records(self.person_id, ROLLING)
            if session_of(one.content).get("rolled_until")
        }

    def adherence(self, treatment: Kept[Treatment], today: date) -> Adherence:
        """How a treatment was taken up to a day."""
        return adherence(treatment.entry, self.doses(treatment), today)

    def answers(self) -> dict[str, Any]:
        """The last answers that were kept, by the names of a person's file; empty where there are none."""
        kept = self._kept_answers()
        return kept[-1][1] if kept else {}

    def first_answers(self) -> tuple[date, dict[str, Any]] | None:
        """The first answers that tell age and sex, with their day: a forecast begins with them."""
        told = [(day, answers) for day, answers in self._kept_answers() if {"age", "sex"} <= set(answers)]
        return min(told, key=lambda one: one[0], default=None)

    def usual_site(self) -> str:
        """Where loss is judged and measured, if nobody says where."""
        return "mid_scalp" if self.answers().get("sex") == "female" else "vertex"

    def _kept_answers(self) -> list[tuple[date, dict[str, Any]]]:
        """All answers, as they were kept one after another."""
        fields = known_fields()
        found = []
        for one in sorted(self.store.records(self.person_id, ANSWERS), key=lambda record: record.written_at):
            said = one.content.get("answers", one.content)
            answers = {name: value for name, value in said.items() if name in fields and value is not None}
            found.append((_as_day(one.day), answers))
        return found

    def effects_on(self, day: date) -> tuple[str, ...]:
        """Unwanted effects that had begun by a day and were not over."""
        there = [
            one.entry
            for one in self.entries(SideEffect)
            if one.entry.day <= day and (one.entry.over is None or one.entry.over > day)
        ]
        return tuple(dict.fromkeys(name for one in there for name in one.effects))

    def _refuse_two_at_a_time(self, new: Treatment, but: str) -> None:
        """Two courses of one thing at a time are a slip: the first has to end before the second."""
        route = getattr(new.part, "route", "")
        for one in self.treatments():
            old = one.entry
            if one.id == but or (old.agent, getattr(old.part, "route", "")) != (new.agent, route):
                continue
            if (old.stopped is None or old.stopped > new.day) and (
                new.stopped is None or new.stopped > old.day
            ):
                until = "goes on" if old.ends is None else f"goes on until {old.ends}"
                raise InputError(f"'{old.course}' of {old.day} {until}. {_way_out(one, new)}")


def _way_out(kept: Kept[Treatment], new: Treatment) -> str:
    """What to do about a treatment that stands in the way of another."""
    old, name = kept.entry, kept.id[:8]
    if old.day < new.day:
        return f"Stop it first: anagen diary stop {old.agent} --on {new.day}."
    if (old.day, old.course) == (new.day, new.course):
        return "It is in the diary already."
    change = f"day={new.day}" if old.course == new.course else f"'course={new.course}'"
    return (
        f"Two courses of one thing cannot go on at a time. Correct that one: anagen diary amend {name} {change}. "
        f"Or delete it: anagen diary delete {name}."
    )


def _until(treatment: Treatment) -> str:
    return "on" if treatment.ends is None else f"until {treatment.ends}"


def session_of(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """A guided session from what was kept of it."""
    kept = content.get("session", content)
    return kept if isinstance(kept, Mapping) else {}


def session_key(content: Mapping[str, Any]) -> str:
    """The name that a guided session gave itself."""
    return str(session_of(content).get("id", ""))


def _kept(record: Record) -> Kept[Entry]:
    day = _as_day(record.day)
    return Kept(id=record.id, written_at=record.written_at, entry=entry_of(record.kind, day, record.content))


def _as_day(given: Any) -> date:
    try:
        return given if isinstance(given, date) else date.fromisoformat(str(given)[:10])
    except ValueError:
        raise InputError(f"Cannot read the day {given!r}. Write it like 2026-03-01.") from None
