"""Fields of a trial's file: one of the program's words, a number or the name of one, a record with its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_letters
from typing import Any, TypeVar

from anagen.errors import InputError, unknown_name
from anagen.evidence import known
from anagen.tomlfile import Table, number_says
from anagen.trials import words

__all__ = ["LONGEST_WEEKS", "made", "number_of", "word_of"]

T = TypeVar("T")
LONGEST_WEEKS = 5200.0
"""A century: no trial lasts longer."""


def made(table: Table, make: type[T], **values: Any) -> T:
    """A record, with the file and line in front of any complaint."""
    table.close()
    try:
        return make(**values)
    except InputError as error:
        table.fail(str(error))


def word_of(
    table: Table,
    name: str,
    allowed: Sequence[str],
    spellings: Mapping[str, Sequence[str]],
    default: Any = ...,
) -> Any:
    """One of the program's words, however the file spells it."""
    given = table.text(name, default)
    if name not in table:
        return given
    found = words.word(given, allowed, spellings)
    if found is None:
        table.fail(str(unknown_name(name, given, allowed)), name)
    return found


def number_of(
    table: Table,
    name: str,
    unit: str,
    default: Any = ...,
    *,
    low: float = float("-inf"),
    high: float = float("inf"),
) -> Any:
    """A number within limits, or the name of one in the evidence that is kept in the unit asked for."""
    given = table.number_or_name(name, default, low=low, high=high)
    if isinstance(given, str) and name in table:
        if given.strip()[0] not in ascii_letters:  # the name of no number; mostly one with its unit
            table.fail(
                f"{name} = {given!r} is a text. Write {number_says(low, high)}, without quotation marks.",
                name,
            )
        try:
            known().value(given, unit)
        except InputError as error:
            table.fail(f"{name}: {error}", name)
    return given
