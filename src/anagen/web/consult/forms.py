"""What the form of a screen carries: read into answers, and filled in from answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from anagen.consultation.answering import NONE, check_answer, read_words
from anagen.consultation.questionnaire import Question
from anagen.errors import InputError
from anagen.web.questions_shown import Line, offers_none

__all__ = ["filled_in", "given_of"]


def given_of(group: Sequence[Question], values: Sequence[str], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of a screen, checked, from what was chosen or typed on it.

    Parameters
    ----------
    group
        The questions of the screen.
    values
        As the form carries them.
    answers
        What was answered before.

    Raises
    ------
    InputError
        If something else was given than the screen asks for.
    """
    first = group[0]
    if len(group) == 1 and first.kind != "choices":
        if not first.options:
            value = read_words(first, values[0] if values else "")
        else:
            named = {Line.name(one.value): one.value for one in first.choices(answers)}
            if values and values[0] not in named:
                raise InputError("Choose one of the answers that are shown.")
            value = named[values[0]] if values else None
        if value is None:
            raise InputError("Give an answer, or skip the question.")
        return {first.field: check_answer(first.field, value, answers)}
    return ticked(group, values)


def ticked(group: Sequence[Question], values: Sequence[str]) -> dict[str, Any]:
    """What was ticked on a list of statements and options."""
    if not values:
        none = ", or that none of these does" if offers_none(group) else ""
        raise InputError(f"Tick what applies{none}. You can also skip this.")
    known = {NONE, *(Line.name(True, one.field) for one in group)}
    known |= {Line.name(each.value, one.field) for one in group for each in one.options}
    if set(values) - known:
        raise InputError("Tick only what is shown.")
    if NONE in values and len(values) > 1:
        raise InputError("'None of these' cannot stand beside other answers. Take one or the other back.")
    given: dict[str, Any] = {}
    for one in group:
        if one.kind == "choices":
            named = {Line.name(each.value, one.field): each.value for each in one.options}
            chosen = [named[each] for each in values if each in named] or [NONE]
            given[one.field] = check_answer(one.field, chosen)
        else:
            given[one.field] = check_answer(one.field, Line.name(True, one.field) in values)
    return given


def filled_in(group: Sequence[Question], answers: Mapping[str, Any]) -> list[str]:
    """What the form of a screen carries for some answers; nothing where none of them is there.

    Parameters
    ----------
    group
        The questions of the screen.
    answers
        By field.
    """
    values = []
    for one in group:
        value = answers.get(one.field)
        if value is None or (value is False and len(group) > 1):
            continue
        if one.kind == "choices":
            values += [Line.name(each, one.field) for each in value]
        else:
            values.append(Line.name(value, one.field if len(group) > 1 else ""))
    said = any(answers.get(one.field) is not None for one in group)
    return [one for one in values if one != NONE] or ([NONE] if said else [])
