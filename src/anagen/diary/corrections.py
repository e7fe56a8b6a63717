"""Corrections as they are typed: NAME=VALUE, read as what that part of the entry is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from anagen.diary.days import read_day, read_time
from anagen.diary.entries import (
    Consent,
    Entry,
    Grade,
    Measurement,
    Photograph,
    Reminder,
    ShedCount,
    SideEffect,
    Taken,
    Treatment,
)
from anagen.errors import InputError, UnknownNameError

__all__ = ["read_changes"]

PARTS: Mapping[type[Entry], Mapping[str, str]] = {
    Treatment: {"course": "text", "stopped": "day?"},
    Taken: {"doses": "doses"},
    ShedCount: {"method": "text", "counts": "numbers", "days_unwashed": "integer?"},
    Measurement: {
        "measure": "text",
        "value": "number",
        "by": "text",
        "instrument": "text",
        "site": "text",
        "area_cm2": "number?",
    },
    Grade: {"scale": "text", "grade": "text", "by": "text"},
    SideEffect: {"effects": "texts", "severity": "text", "over": "day?"},
    Photograph: {"view": "text"},
    Reminder: {"times": "times", "details": "truth", "until": "day?", "alarm_minutes": "integer"},
    Consent: {},
}
"""What of each entry can be corrected, and what it is; a question mark where it may be nothing."""
EVERY = {"day": "day", "note": "text"}
WORDS: Mapping[str, str] = {
    "day": "the day",
    "note": "the note",
    "course": "the treatment, in words",
    "stopped": "the first day without it",
    "doses": "the doses of each day",
    "method": "how it was counted: comb60 or wash",
    "counts": "the hairs that fell, a number a day",
    "days_unwashed": "days since the wash before",
    "measure": "what was measured",
    "value": "what was read",
    "by": "who measured or graded",
    "instrument": "what it was read with",
    "site": "where on the head",
    "area_cm2": "the area of the count, in cm2",
    "scale": "the scale of grades",
    "grade": "the grade",
    "effects": "what was noticed",
    "severity": "how severe it was",
    "over": "the day from which on it was gone",
    "view": "which view it is",
    "times": "the times of day",
    "details": "whether the title says what it is about",
    "until": "the last day",
    "alarm_minutes": "minutes between the alarm and the time",
}
"""What each part is, in the words in which it was asked."""
EXAMPLES: Mapping[str, str] = {
    "texts": "low_mood,dizzy",
    "number": "131",
    "numbers": "12,9,14",
    "integer": "2",
    "truth": "yes",
    "times": "08:00,20:30",
    "day": "2026-03-01",
    "doses": "2026-03-01:2,2026-03-02:0",
}
"""How each kind of part is written."""


def read_changes(entry: Entry, changes: Sequence[str], today: date) -> dict[str, Any]:
    """New values of an entry's parts.

    Parameters
    ----------
    entry
        What is corrected.
    changes
        As typed: ``value=131``.
    today
        The date where the person is.

    Raises
    ------
    InputError
        If there is none, a part cannot be corrected, or a value is not what it must be.
    """
    parts = {} if isinstance(entry, Consent) else {**EVERY, **PARTS[type(entry)]}
    if not parts:
        raise InputError("A consent cannot be corrected: give or withdraw it with 'anagen diary consent'.")
    if not changes:
        raise InputError(f"Say what to change, as NAME=VALUE. There are: {listed(parts)}.")
    found: dict[str, Any] = {}
    for change in changes:
        name, equals, value = change.partition("=")
        if not equals:
            raise InputError(
                f"Cannot read the change {change!r}. Write NAME=VALUE; there are: {listed(parts)}."
            )
        if name not in parts:
            raise unknown_part(entry, name, parts)
        found[name] = _read(name, value.strip(), parts[name], today)
    if isinstance(entry, Reminder):
        found["sequence"] = entry.sequence + 1  # by which a calendar sees that it was changed
    return found


def unknown_part(entry: Entry, name: str, parts: Mapping[str, str]) -> UnknownNameError:
    """The error for what is no part of an entry that can be corrected."""
    close = get_close_matches(name, parts, n=1)
    kind = entry.KIND.replace("_", " ")
    return UnknownNameError(
        f"{name!r} is nothing of a {kind} that can be corrected. "
        f"{f'Did you mean {close[0]!r}? ' if close else ''}There are: {listed(parts)}."
    )


def listed(parts: Mapping[str, str]) -> str:
    """All parts, each with what it is."""
    return "; ".join(f"{name} ({WORDS[name]})" for name in parts)


def said(name: str) -> str:
    """A part in words, at the beginning of a sentence."""
    return WORDS[name][:1].upper() + WORDS[name][1:]


def _read(name: str, value: str, kind: str, today: date) -> Any:
    """A value as that kind of thing is typed."""
    if not value and kind.endswith("?"):
        return None
    if not value and kind != "text":  # of words the entry says what may stand there
        example = EXAMPLES[kind.rstrip("?")]
        raise InputError(
            f"Nothing stands after {name}=, which is {WORDS[name]}. Write it like {name}={example}."
        )
    if kind.startswith("day"):
        return read_day(value, today, future=name == "until")
    if kind == "doses":
        return dict(_day_doses(one, today) for one in value.split(","))
    return READERS[kind.rstrip("?")](name, value)


def _texts(_name: str, value: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in value.split(","))


def _times(_name: str, value: str) -> tuple[str, ...]:
    return tuple(sorted(read_time(one) for one in value.split(",")))


def _truth(name: str, value: str) -> bool:
    if value not in {"yes", "no"}:
        raise InputError(f"{said(name)} is yes or no, not {value!r}. Write {name}=yes or {name}=no.")
    return value == "yes"


def _numbers(name: str, value: str) -> tuple[float, ...]:
    return tuple(_number(name, one) for one in value.split(","))


def _number(name: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise InputError(
            f"{said(name)} must be a number, not {value!r}. Write it like {name}=131 or {name}=61.5."
        ) from None


def _whole(name: str, value: str) -> int:
    if not value.strip().isdecimal():
        raise InputError(f"{said(name)} must be a whole number, not {value!r}. Write it like {name}=2.")
    return int(value)


def _day_doses(text: str, today: date) -> tuple[date, int]:
    day, colon, number = text.partition(":")
    if not colon:
        raise InputError(f"Cannot read the doses {text!r}. Write them like 2026-03-01:2,2026-03-02:0.")
    return read_day(day, today), _whole("doses", number)


READERS: Mapping[str, Callable[[str, str], Any]] = {
    "text": lambda _name, value: value,
    "texts": _texts,
    "number": _number,
    "numbers": _numbers,
    "integer": _whole,
    "truth": _truth,
    "times": _times,
}
"""How each kind of part is read from its name and its words."""
