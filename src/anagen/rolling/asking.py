"""Questions before a session, on plain lines: what is shown, and what a typed line means."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from anagen.consultation.answering import check_answer, read_words
from anagen.consultation.questionnaire import Question, question
from anagen.errors import InputError
from anagen.rolling.checks import CAUTION, INTERVAL, SETTLED, TOPIC, USES, Decision, check_words

__all__ = ["fields_today", "lines_of", "read_reply", "to_ask", "to_ask_first"]

OPEN = "; Enter leaves it open:"
YES, NO = ("y", "yes"), ("n", "no")


def fields_today(*, first: bool) -> tuple[str, ...]:
    """Fields that are asked before a session whatever was said before.

    Parameters
    ----------
    first
        Whether nothing was ever rolled.
    """
    words = check_words()
    return words.today if first else (*words.today_again, *words.today)


SETUP = ("roller_setting", "roller_mm", "topical_planned", USES)
SHARED = "roller_shared"


def to_ask_first(
    told: Mapping[str, Any],
    known: Mapping[str, Any],
    *,
    asked: Collection[str],
    first: bool,
    new_roller: bool = False,
    begun: bool = False,
) -> list[str]:
    """Fields that are asked before anything is looked at: the roller, and what may be otherwise today.

    Whoever has rolled, but has no session in the log, is asked when that was: what is too early hangs on it.

    Parameters
    ----------
    told
        What the person said, without what has to be said anew today.
    known
        The same with what the last session tells of the roller.
    asked
        What was asked already today.
    first
        Whether nothing was ever rolled.
    new_roller
        Whether the roller head is new.
    begun
        Whether a course of rolling was begun, whatever the log holds.
    """
    found = []
    before = first and (begun or _has_rolled(told))
    last = (INTERVAL, SETTLED) if before else ()
    for field in (*SETUP, *last, *fields_today(first=first), SHARED):
        stated = (known if field in SETUP and field != USES else told).get(field) is not None
        counted = field == USES and (not first or new_roller)
        if not stated and not counted and field not in asked:
            found.append(field)
    return found


def _has_rolled(told: Mapping[str, Any]) -> bool:
    """Whether somebody said that they have rolled: with this roller, or ever."""
    return bool(told.get(USES)) or TOPIC in (told.get("tried") or ())


def to_ask(decision: Decision, asked: Collection[str]) -> list[str]:
    """Fields that hold a session back and were not asked; none where a known reason keeps it from beginning anyway.

    Parameters
    ----------
    decision
        What the checks came to.
    asked
        What was asked already today.
    """
    if any(not one.ask for one in decision.checks if one.outcome != CAUTION):
        return []
    return [one for one in decision.ask if one not in asked]


def lines_of(asked: Question, answers: Mapping[str, Any]) -> list[str]:
    """A question as lines, with its choices numbered.

    Parameters
    ----------
    asked
        The question.
    answers
        What was answered so far.
    """
    if asked.kind == "boolean":
        return ["", asked.text, f"y or n{OPEN}"]
    choices = asked.choices(answers)
    if not choices:
        return ["", asked.text, f"A number{f', {asked.unit}' if asked.unit else ''}{OPEN}"]
    several = "One number, or several with spaces between" if asked.kind == "choices" else "A number"
    numbered = [f"  {number:>2}  {one.label}" for number, one in enumerate(choices, start=1)]
    return ["", asked.text, *numbered, f"{several}{OPEN}"]


def read_reply(field: str, typed: str, answers: Mapping[str, Any]) -> Any:
    """What a typed line means as an answer; None if it is empty.

    Parameters
    ----------
    field
        What was asked.
    typed
        The line.
    answers
        What was answered so far.

    Raises
    ------
    InputError
        If it is no answer to the question.
    """
    asked = question(field)
    words = typed.strip().lower()
    if not words:
        return None
    if asked.kind == "boolean":
        if words not in (*YES, *NO):
            raise InputError(f"{typed.strip()!r} is neither yes nor no. Type y or n.")
        return words in YES
    choices = asked.choices(answers)
    if not choices:
        return check_answer(field, read_words(asked, typed), answers)
    values = [choices[place].value for place in _places(words, len(choices))]
    if asked.kind == "choices":
        return check_answer(field, values, answers)
    if len(values) > 1:
        raise InputError(f"{typed.strip()!r} is more than one answer. Type one number.")
    return check_answer(field, values[0], answers)


def _places(words: str, count: int) -> Sequence[int]:
    """The places of typed numbers."""
    found = []
    for one in words.replace(",", " ").split():
        if not one.isdecimal() or not 1 <= int(one) <= count:
            raise InputError(f"{one!r} is not one of the numbers 1 to {count}.")
        found.append(int(one) - 1)
    return found
