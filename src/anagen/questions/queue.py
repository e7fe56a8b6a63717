"""Questions that nothing here answers: kept in a store until a clinician replies, and found again with the reply."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from anagen.errors import InputError
from anagen.questions.answer import Reply
from anagen.questions.plain import LONGEST_REPLY, plain_text
from anagen.questions.words import normal
from anagen.store.records import records_of_kinds

if TYPE_CHECKING:
    from anagen.store import Record, Store

__all__ = ["Queue", "Waiting"]

QUESTION, ANSWER = "question", "answer"
"""Kinds of records."""
SHORTEST_ID = 4
"""Letters with which an identifier may be abbreviated."""
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A question that waits for a clinician."""

    id: str
    person_id: str
    person: str
    """Name of whoever asked, as the store has it."""
    asked: str
    """When, in UTC."""
    question: str

    def as_dict(self) -> dict[str, Any]:
        """The question as plain values, for JSON."""
        return asdict(self)


class Queue:
    """The questions and replies of a store.

    Parameters
    ----------
    store
        Where they are kept, with the records of whoever asked.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, person_id: str, question: str) -> str:
        """Keep a question, and return its identifier; one that waits already is not kept twice.

        Parameters
        ----------
        person_id
            Who asks.
        question
            In plain words.
        """
        text = plain_text(question)
        for one in self._store.records(person_id, QUESTION):
            if _asked(one) and normal(_asked(one)) == normal(text) and one.id not in self._replied(person_id):
                return one.id
        return self._store.put(person_id, QUESTION, datetime.now(UTC), {"question": text, "kept_by": "ask"})

    def waiting(self, people: Collection[str] | None = None) -> tuple[Waiting, ...]:
        """The questions without a reply, the oldest first.

        Parameters
        ----------
        people
            Identifiers of those whose questions are looked at; everybody if not given.
        """
        found = [
            Waiting(id=one.id, person_id=person.id, person=person.name, asked=one.day, question=_asked(one))
            for person in self._store.people()
            if people is None or person.id in people
            for one in self._store.records(person.id, QUESTION)
            if _asked(one) and one.id not in self._replied(person.id)
        ]
        return tuple(sorted(found, key=lambda one: (one.asked, one.id)))

    def reply(self, identifier: str, text: str, *, who: str, people: Collection[str] | None = None) -> Reply:
        """Reply to a question.

        Parameters
        ----------
        identifier
            Of the question, or its beginning.
        text
            The reply.
        who
            Who replies, as it is shown.
        people
            Identifiers of those whose questions may be replied to; everybody if not given.

        Raises
        ------
        InputError
            If no question waits under that identifier, or the reply holds no word.
        """
        words = plain_text(text, longest=LONGEST_REPLY, what="reply")
        name = plain_text(who, longest=LONGEST_NAME, what="name of who replies")
        record = self._store.get(self._one_waiting(identifier, people).id)
        now = datetime.now(UTC)
        content = {"question_id": record.id, "text": words, "who": name, "kind": "clinician's reply"}
        self._store.put(record.person_id, ANSWER, now, content)
        return Reply(
            name=record.id, question=_asked(record), text=words, who=name, when=now.date().isoformat()
        )

    def replies(self) -> tuple[Reply, ...]:
        """All replies, with the questions that they belong to.

        A reply is there for whoever asks the like: looking through them is no look at anybody's records.
        """
        with self._store.work() as work:
            kept = records_of_kinds(work, (QUESTION, ANSWER))
        asked = {one.id: _asked(one) for one in kept if one.kind == QUESTION}
        found = []
        for one in kept:
            content = one.content
            question = asked.get(content.get("question_id", "")) if one.kind == ANSWER else None
            if question and isinstance(content.get("text"), str):
                who = str(content.get("who", "a clinician"))
                name, text = content["question_id"], content["text"]
                found.append(Reply(name=name, question=question, text=text, who=who, when=one.day))
        return tuple(found)

    def _replied(self, person_id: str) -> frozenset[str]:
        """The questions of a person that have a reply."""
        return frozenset(one.content.get("question_id", "") for one in self._store.records(person_id, ANSWER))

    def _one_waiting(self, identifier: str, people: Collection[str] | None) -> Waiting:
        begins = identifier.strip().lower()
        there = self.waiting(people)
        fits = [one for one in there if one.id.lower().startswith(begins)]
        if len(begins) >= SHORTEST_ID and len(fits) == 1:
            return fits[0]
        if not there:
            raise InputError("No question waits for a reply.")
        said = "is the beginning of more than one" if len(fits) > 1 else "is none of them"
        raise InputError(
            f"{len(there)} questions wait, and {identifier!r} {said}. See their identifiers with: anagen ask --queue."
        )


def _asked(record: Record) -> str:
    """The text of a question, if the record is one that was asked here."""
    question = record.content.get("question")
    return question if isinstance(question, str) else ""
