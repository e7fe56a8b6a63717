"""Answering: one answer checked at a time, what follows from others, and what a changed one leaves without ground."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from anagen.consultation.questionnaire import Question, question, questions
from anagen.errors import InputError, unknown_name
from anagen.patient.person import known_fields
from anagen.units import MONTHS_PER_YEAR

__all__ = ["NONE", "answered", "check_answer", "read_words", "with_implied"]

Answers = Mapping[str, Any]
NONE = "none"


def check_answer(field: str, value: Any, answers: Answers | None = None) -> Any:
    """An answer as a person's file holds it.

    Parameters
    ----------
    field
        Its name in a person's file.
    value
        What was answered; None takes an answer back.
    answers
        The others, where the answer must fit them.

    Raises
    ------
    InputError
        In one line: what was answered, and what may be.
    """
    about = known_fields().get(field)
    if about is None:
        raise unknown_name("field of a person", field, known_fields())
    if value is None:
        return None
    match about["kind"]:
        case "boolean":
            if not isinstance(value, bool):
                raise InputError(f"{field} = {value!r} is not an answer. Answer yes (true) or no (false).")
            return value
        case "choice":
            if value not in about["allowed"]:
                raise unknown_name(field, str(value), about["allowed"])
            return value
        case "choices":
            return _checked_choices(field, value, about["allowed"])
        case "text":
            if not isinstance(value, str) or not re.fullmatch(about["pattern"], value):
                raise InputError(f"{field} = {value!r} is not written like {about['pattern']}.")
            return value
        case kind:
            return _checked_number(field, value, about, answers or {}, whole=kind == "integer")


def _checked_choices(field: str, value: Any, allowed: list[str]) -> list[str]:
    """Some of the options, each once, in their own order; none of them excludes the others."""
    if isinstance(value, str) or not isinstance(value, list | tuple | set | frozenset):
        raise InputError(f"{field} = {value!r} is not a list of answers.")
    for one in value:
        if one not in allowed:
            raise unknown_name(field, str(one), allowed)
    if NONE in value and len(set(value)) > 1:
        raise InputError(f"{field}: 'none' cannot stand beside other answers. Take one or the other back.")
    return [one for one in allowed if one in value]


def _checked_number(
    field: str, value: Any, about: Mapping[str, Any], answers: Answers, *, whole: bool
) -> int | float:
    low, high = about["low"], about["high"]
    says = f"a {'whole ' if whole else ''}number from {low:g} to {high:g}"
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InputError(f"{field} = {value!r} is not {says}.")
    if not low <= value <= high or (whole and value != int(value)):
        raise InputError(f"{field} = {value:g} is not {says}.")
    age, months = answers.get("age"), answers.get("onset_months")
    if field == "onset_months" and age is not None and value > age * MONTHS_PER_YEAR:
        raise InputError(f"Loss that began {value:g} months ago does not fit an age of {age:g} years.")
    if field == "age" and months is not None and months > value * MONTHS_PER_YEAR:
        raise InputError(f"An age of {value:g} years does not fit loss that began {months:g} months ago.")
    return int(value) if whole else value


def read_words(asked: Question, words: str) -> Any:
    """What somebody typed as an answer to a question with a number or a text; None for nothing.

    Parameters
    ----------
    asked
        The question.
    words
        As typed; a comma may stand for the decimal point.
    """
    typed = words.strip()
    if not typed:
        return None
    if not asked.number:
        return typed.upper()
    try:
        number = float(typed.replace(",", "."))
    except ValueError:
        raise InputError(f"{typed!r} is not a number from {asked.low:g} to {asked.high:g}.") from None
    return int(number) if number.is_integer() else number


def answered(answers: Answers, given: Mapping[str, Any]) -> dict[str, Any]:
    """Answers after some more, or after a change; what was asked only because of an old answer is taken back.

    Parameters
    ----------
    answers
        What was answered before.
    given
        Checked answers, by field; None takes one back.
    """
    after = {name: value for name, value in {**answers, **given}.items() if value is not None}
    while True:
        orphans = [
            name
            for name in after
            if name not in given
            and question(name).shown_when.judge(after) is False
            and question(name).shown_when.judge(answers) is not False
        ]
        if not orphans:
            return after
        for name in orphans:
            del after[name]


def with_implied(answers: Answers) -> dict[str, Any]:
    """Answers with those that follow from them: a man is not asked whether he is pregnant.

    Parameters
    ----------
    answers
        What was answered; what is None was not.
    """
    known = {name: value for name, value in answers.items() if value is not None}
    for one in questions():
        if one.field not in known:
            for implied in one.implied:
                if implied.when.judge(known):
                    known[one.field] = implied.value
                    break
    return known
