"""What is asked before a session, and what the checks come to: the questions and rules of `anagen roll`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from anagen.consultation.questionnaire import question
from anagen.consultation.rules import rules
from anagen.errors import InputError
from anagen.rolling.asking import fields_today, to_ask, to_ask_first
from anagen.rolling.checks import GO, NO, USES
from anagen.rolling.preparing import Preparation, prepare, told_of

if TYPE_CHECKING:
    from anagen.rolling.stored import StoredSessions

__all__ = ["AREAS", "Checking", "checking", "keep_answer", "keep_new_roller", "words_of"]

NEW_ROLLER = "new_roller"
AREAS = "areas"
NO_ANSWERS = "Age and sex are needed first. Answer the questions of the consultation."


@dataclass(frozen=True, kw_only=True)
class Checking:
    """How far the questions before a session are."""

    said: Mapping[str, Any] = field(default_factory=dict)
    """What was answered today, by field; None where it was left open."""
    told: Mapping[str, Any] = field(default_factory=dict)
    """The person's answers with those of today."""
    field: str = ""
    """What is asked next; empty when all is."""
    ready: Preparation | None = None
    """What the checks came to; None while questions come before them."""

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Questions that hold the session back."""
        return () if self.ready is None or self.field else self.ready.decision.ask

    @property
    def may_begin(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.field and self.ready is not None and self.ready.decision.outcome == GO

    @property
    def worn(self) -> bool:
        """Whether it is the roller's age that is in the way."""
        if self.ready is None or self.field:
            return False
        against = {one.rule for one in self.ready.decision.checks if one.outcome == NO and not one.ask}
        of_uses = {one.id for one in rules() if USES in one.when.fields}
        return bool(against) and against <= of_uses


def checking(
    sessions: StoredSessions,
    answers: Mapping[str, Any],
    now: datetime,
    *,
    how: Mapping[str, Any] | None = None,
    clinician: bool = False,
    begun: bool = False,
) -> Checking:
    """How far the questions are, and the outcome when all are asked.

    Parameters
    ----------
    sessions
        Those of the person.
    answers
        The person's, of the consultation.
    now
        The moment, with the offset of the place.
    how
        Passes and pace of the session, where they were chosen.
    clinician
        Whether a clinician decides here.
    begun
        Whether the diary has a course of rolling that began before today.

    Raises
    ------
    InputError
        If age or sex are unknown, or nothing is found that could be rolled.
    """
    if not {"age", "sex"} <= set(answers):
        raise InputError(NO_ANSWERS)
    kept, day = sessions.sessions(), now.date()
    said = sessions.answers(day)
    new = bool(said.get(NEW_ROLLER))
    first = not any(any(session.passes_made.values()) for session, _ in kept)
    fresh = fields_today(first=first)
    told = {name: value for name, value in answers.items() if name not in fresh}
    told |= {name: value for name, value in said.items() if value is not None and name != NEW_ROLLER}
    known = told_of(told, kept, {}, today=day, new_roller=new)
    still = to_ask_first(told, known, asked=set(said), first=first, new_roller=new, begun=begun)
    if still:
        return Checking(said=said, told=told, field=still[0])
    try:
        ready = prepare(told, kept, {}, dict(how or {}), new_roller=new, clinician=clinician, now=now)
    except InputError:
        if AREAS in said or told.get(AREAS):
            raise
        return Checking(said=said, told=told, field=AREAS)  # the grade alone does not tell where hair is thin
    still = to_ask(ready.decision, set(said))
    return Checking(said=said, told=told, field=still[0] if still else "", ready=ready)


def keep_answer(sessions: StoredSessions, now: datetime, name: str, value: Any) -> None:
    """Keep an answer of today; None leaves the question open.

    Parameters
    ----------
    sessions
        Those of the person.
    now
        The moment, with the offset of the place.
    name
        Of the field; one that is asked before sessions.
    value
        What was answered.
    """
    day = now.date()
    sessions.keep_answers(day, {**sessions.answers(day), name: value})


def keep_new_roller(sessions: StoredSessions, now: datetime) -> None:
    """Note that the roller head is new: its sessions are counted from here."""
    day = now.date()
    said = {name: one for name, one in sessions.answers(day).items() if name != USES}
    sessions.keep_answers(day, {**said, NEW_ROLLER: True})


def words_of(fields: tuple[str, ...]) -> list[str]:
    """The questions of fields."""
    return [question(one).text for one in fields]
