"""Answers as rules read them: checked, and completed by what follows from others."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from anagen.consultation.answering import NONE, with_implied
from anagen.consultation.logic import answer
from anagen.consultation.questionnaire import DEPTHS
from anagen.errors import InputError, unknown_name
from anagen.patient.person import known_fields

__all__ = ["DEPTHS", "check_depth", "completed"]


def check_depth(depth: str) -> str:
    """A depth that there is."""
    if depth not in DEPTHS:
        raise unknown_name("depth of a consultation", depth, DEPTHS)
    return depth


def completed(answers: Mapping[str, Any], *, depth: str = "self") -> dict[str, Any]:
    """Answers that rules can read: checked, lists as tuples, and with what follows from other answers.

    Parameters
    ----------
    answers
        By the names of `anagen.patient.person.known_fields`; None and an empty list are no answer.
    depth
        One of `DEPTHS`; who answers, where the answers do not say it.

    Raises
    ------
    InputError
        If a field, an option or a number is not one that there is.
    """
    given = {name: _checked(name, value) for name, value in answers.items()}
    full = {name: value for name, value in given.items() if value is not None}
    full = with_implied(full)
    full.setdefault("respondent", check_depth(depth))
    return full


def _checked(name: str, value: Any) -> Any:
    """One answer; None where there is none."""
    fields = known_fields()
    if name not in fields:
        raise unknown_name("field of a person", name, fields)
    if answer({name: value}, name) is None:
        return None
    about = fields[name]
    if about["kind"] == "choices":
        return _choices(name, value, about["allowed"])
    fits, allowed = _fits(about, value)
    if not fits:
        raise InputError(f"{name} = {value!r} is not {allowed}. Change it, or leave it out.")
    return value


def _fits(about: Mapping[str, Any], value: Any) -> tuple[bool, str]:
    """Whether a value is one that a field can have, and what those are."""
    match about["kind"]:
        case "boolean":
            return isinstance(value, bool), "true or false"
        case "choice":
            return value in about["allowed"], f"one of {', '.join(about['allowed'])}"
        case "text":
            fits = isinstance(value, str) and re.fullmatch(about["pattern"], value) is not None
            return fits, f"written like {about['pattern']}"
        case _:
            low, high = about["low"], about["high"]
            return _is_number(value) and low <= value <= high, f"a number from {low:g} to {high:g}"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _choices(name: str, value: Any, allowed: list[str]) -> tuple[str, ...]:
    """Several options; 'none' beside another one counts for nothing."""
    if isinstance(value, str) or not isinstance(value, list | tuple | set | frozenset):
        raise InputError(f"{name} = {value!r} is not a list of options. Write it like ['{allowed[0]}'].")
    for one in value:
        if one not in allowed:
            raise unknown_name(f"option of {name}", str(one), allowed)
    chosen = tuple(one for one in allowed if one in value)
    return tuple(one for one in chosen if one != NONE) or chosen
