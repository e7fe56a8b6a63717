"""A user's TOML file, read so that every complaint names its line.

`tomllib` keeps no line numbers, so `key_lines` looks for the keys itself: it knows table headers, dotted and
quoted keys, comments, strings over several lines and brackets left open; a key within an inline table has the line
of that table.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from anagen.errors import FileError, unknown_name

__all__ = ["Table", "key_lines", "read_table", "table_of"]

SLIP = 0.8
"""How alike two names are, from 0 to 1, that one may be a slip of the pen for the other."""
Key = tuple[str | int, ...]
"""Where a value stands: names of tables and keys, and places in arrays of tables."""

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]\]?\s*(?:#.*)?$")
_PAIR = re.compile(rf"\s*({_DOTTED})\s*=")
_TOKEN = re.compile(r'''("""|\'\'\'|"(?:[^"\\]|\\.)*"|'[^']*'|#.*|[\[\]{}])''')
_DECODED_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_PLACE = re.compile(r"\s*\(at (?:line \d+, column \d+|end of document)\)")

TWICE = "It stands there twice. Of what there may be several, each has two brackets: [[arms]] in a trial."
_HINTS = {
    "Invalid value": 'Put words in quotation marks, as in sex = "male".',
    "Illegal character '\\n'": "A quotation mark is missing at the end.",
    "Expected '='": "Write each field as a name, an equals sign and a value, as in age = 31.",
    "Invalid statement": "Write each field as a name, an equals sign and a value, as in age = 31.",
    "Expected newline": "Nothing may follow a value in its line; words go in quotation marks.",
    "Cannot overwrite a value": TWICE,
    "Cannot declare": TWICE,
}
"""What to do, by how the complaint of the library begins."""


def _names(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in re.findall(_PART, dotted)]


def key_lines(text: str) -> dict[Key, int]:
    """The line, counted from 1, on which each table and key of a TOML text stands."""
    lines: dict[Key, int] = {}
    arrays: dict[Key, int] = {}
    table: Key = ()
    depth, quote = 0, ""
    for number, line in enumerate(text.splitlines(), start=1):
        rest = line
        if depth == 0 and not quote:
            header, pair = _HEADER.match(line), _PAIR.match(line)
            if header:
                table = _table_key(_names(header[2]), array=header[1] == "[[", arrays=arrays)
                lines.setdefault(table, number)
                continue
            if pair:
                names = _names(pair[1])
                for end in range(1, len(names) + 1):
                    lines.setdefault((*table, *names[:end]), number)
                rest = line[pair.end() :]
        depth, quote = _left_open(rest, depth, quote)
    return lines


def _table_key(names: list[str], *, array: bool, arrays: dict[Key, int]) -> Key:
    """The full key of a header, with the place in each array of tables that it goes through."""
    key: Key = ()
    for position, name in enumerate(names):
        key = (*key, name)
        if array and position == len(names) - 1:
            arrays[key] = arrays.get(key, -1) + 1
        if key in arrays:
            key = (*key, arrays[key])
    return key


def _left_open(text: str, depth: int, quote: str) -> tuple[int, str]:
    """Brackets and a string that are still open at the end of a line."""
    position = 0
    while position < len(text):
        if quote:
            end = text.find(quote, position)
            if end < 0:
                return depth, quote
            position, quote = end + len(quote), ""
            continue
        token = _TOKEN.search(text, position)
        if token is None:
            break
        position = token.end()
        if token[1] in ('"""', "'''"):
            quote = token[1]
        elif token[1] in "[{":
            depth += 1
        elif token[1] in "]}":
            depth -= 1
    return depth, quote


def read_table(path: Path | str, error: type[FileError]) -> Table:
    """The outermost table of a file.

    Parameters
    ----------
    path
        The file.
    error
        What to raise if it cannot be read.
    """
    path = Path(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise error(path, "There is no such file.") from None
    except IsADirectoryError:
        raise error(path, "This is a folder. Name a file in it.") from None
    except OSError as cause:
        raise error(path, f"The file cannot be read: {cause.strerror}.") from None
    except UnicodeDecodeError:
        raise error(path, "This is no text in UTF-8.") from None
    return table_of(text, path, error)


def table_of(text: str, path: Path | str, error: type[FileError]) -> Table:
    """The outermost table of a text.

    Parameters
    ----------
    text
        In TOML.
    path
        What it is called in complaints; nothing is read from there.
    error
        What to raise if it cannot be read.
    """
    path = Path(path)
    try:
        values = tomllib.loads(text)
    except RecursionError:
        raise error(
            path, "This is nested too deeply for a TOML file. Use fewer brackets in one another."
        ) from None
    except tomllib.TOMLDecodeError as cause:
        place = _DECODED_LINE.search(str(cause))
        line = int(place[1]) if place else None
        says = _PLACE.sub("", str(cause))
        hint = next((hint for begins, hint in _HINTS.items() if says.startswith(begins)), "")
        raise error(path, f"This is no TOML: {says}. {hint}", line) from None
    except ValueError:  # an integer of thousands of digits
        raise error(path, "A number in this file is too long to be read. Give fewer digits.") from None
    return Table(values, (), path, key_lines(text), error)


class Table:
    """One table of a file, whose fields are asked for by name and kind; `close` refuses those nobody asked for."""

    def __init__(
        self,
        values: Mapping[str, Any],
        key: Key,
        path: Path,
        lines: Mapping[Key, int],
        error: type[FileError],
    ) -> None:
        self.values, self.key, self.path = values, key, path
        self._lines, self._error = lines, error
        self._asked: set[str] = set()

    def __contains__(self, name: str) -> bool:
        self._asked.add(name)
        return name in self.values

    def line(self, name: str | None = None) -> int | None:
        """The line of a field; of the table where there is no such field."""
        key = self.key if name is None else (*self.key, name)
        if (*key, 0) in self._lines:  # of several tables the first
            return self._lines[(*key, 0)]
        while key and key not in self._lines:
            key = key[:-1]
        return self._lines.get(key)

    def fail(self, says: str, name: str | None = None) -> NoReturn:
        """Refuse the file for what stands on a field's line."""
        raise self._error(self.path, says, self.line(name))

    def _get(self, name: str, default: Any, says: str, convert: Callable[[Any], Any]) -> Any:
        self._asked.add(name)
        if name not in self.values:
            if default is ...:
                self._miss(name, f"{name} = {says}")
            return default
        try:
            return convert(self.values[name])
        except (TypeError, ValueError):
            value = self.values[name]
            self.fail(f"{name} = {_shown(value)} is not {says}.{_percent_hint(value, says)}", name)

    def _miss(self, name: str, written: str) -> NoReturn:
        """Refuse the file for what it lacks, at what looks like a slip of the pen for it, or else at the table."""
        from difflib import get_close_matches  # only needed once something went wrong

        meant = get_close_matches(name, [one for one in self.values if one not in self._asked], 1, SLIP)
        says = f"'{name}' is missing{self._inside()}."
        if meant:
            self.fail(f"{says} If '{meant[0]}' is meant to be it, write {written}.", meant[0])
        self.fail(f"{says} Add {written}.")

    def _inside(self) -> str:
        names = [str(part) for part in self.key if isinstance(part, str)]
        return f" in [{'.'.join(names)}]" if names else ""

    def text(self, name: str, default: Any = ...) -> Any:
        """A text that is not empty."""

        def convert(value: Any) -> str:
            if not isinstance(value, str) or not value.strip():
                raise TypeError
            return value

        return self._get(name, default, "a text, not an empty one", convert)

    def number(self, name: str, default: Any = ..., *, low: float = -math.inf, high: float = math.inf) -> Any:
        """A finite number within limits."""
        return self._get(
            name, default, number_says(low, high), lambda value: checked_number(value, low, high)
        )

    def integer(
        self, name: str, default: Any = ..., *, low: float = -math.inf, high: float = math.inf
    ) -> Any:
        """A whole number within limits."""

        def convert(value: Any) -> int:
            if not isinstance(value, int):
                raise TypeError
            return int(checked_number(value, low, high))

        return self._get(name, default, number_says(low, high).replace("number", "whole number"), convert)

    def number_or_name(
        self, name: str, default: Any = ..., *, low: float = -math.inf, high: float = math.inf
    ) -> Any:
        """A finite number within limits, or the name of a number in the evidence."""

        def convert(value: Any) -> float | str:
            return value if isinstance(value, str) and value.strip() else checked_number(value, low, high)

        return self._get(
            name, default, f"{number_says(low, high)}, or the name of a number in the evidence", convert
        )

    def boolean(self, name: str, default: Any = ...) -> Any:
        """True or false."""

        def convert(value: Any) -> bool:
            if not isinstance(value, bool):
                raise TypeError
            return value

        return self._get(name, default, "true or false", convert)

    def day(self, name: str, default: Any = ...) -> Any:
        """A day, as TOML writes one: without quotation marks."""

        def convert(value: Any) -> date:
            if not isinstance(value, date) or isinstance(value, datetime):
                raise TypeError
            return value

        return self._get(name, default, "a date such as 2026-11-22", convert)

    def choice(
        self, name: str, allowed: Iterable[str], default: Any = ..., *, kind: str | None = None
    ) -> Any:
        """One of some words, which are names of a kind."""
        words = list(allowed)
        given = self._get(name, default, f"one of {', '.join(words)}", lambda value: value)
        if name in self.values and given not in words:
            if isinstance(given, str):
                self.fail(str(unknown_name(kind or name, given, words)), name)
            self.fail(f"{name} = {_shown(given)} is not one of {', '.join(words)}.", name)
        return given

    def numbers(
        self,
        name: str,
        default: Any = ...,
        *,
        size: int | None = None,
        low: float = -math.inf,
        high: float = math.inf,
    ) -> Any:
        """A list of finite numbers within limits."""

        def convert(value: Any) -> tuple[float, ...]:
            if not isinstance(value, list) or not value or size not in (None, len(value)):
                raise TypeError
            return tuple(checked_number(one, low, high) for one in value)

        says = f"a list of {size or ''} numbers".replace("  ", " ")
        limits = number_says(low, high).removeprefix("a number")
        return self._get(name, default, says + limits, convert)

    def texts(self, name: str, default: Any = ..., *, allowed: Iterable[str] | None = None) -> Any:
        """A list of texts, each one of some words where they are given."""

        def convert(value: Any) -> tuple[str, ...]:
            if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                raise TypeError
            return tuple(value)

        given = self._get(name, default, "a list of texts", convert)
        if allowed is not None and name in self.values:
            words = list(allowed)
            for one in given:
                if one not in words:
                    self.fail(str(unknown_name(name, one, words)), name)
        return given

    def table(self, name: str) -> Table:
        """A table within this one."""
        if name not in self:
            self._miss(name, f"the table [{name}]")
        if not isinstance(self.values[name], dict):
            self.fail(f"{name} = {_shown(self.values[name])} is not a table. Write [{name}].", name)
        return Table(self.values[name], (*self.key, name), self.path, self._lines, self._error)

    def tables(self, name: str, *, required: bool = True) -> list[Table]:
        """The tables of an array of tables within this one."""
        self._asked.add(name)
        given = self.values.get(name, [])
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            self.fail(f"'{name}' is not a list of tables. Write [[{name}]] above each.", name)
        if required and not given:
            self._miss(name, f"[[{name}]] above each of them, of which there is at least one")
        return [
            Table(one, (*self.key, name, place), self.path, self._lines, self._error)
            for place, one in enumerate(given)
        ]

    def close(self, also: Iterable[str] = ()) -> None:
        """Refuse a field that nobody asked for."""
        allowed = self._asked | set(also)
        for name in self.values:
            if name not in allowed:
                self.fail(str(unknown_name(f"field{self._inside()}", name, allowed)), name)


def checked_number(value: Any, low: float = -math.inf, high: float = math.inf) -> float:
    """A finite number within limits, or a TypeError or ValueError."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    try:
        number = float(value)
    except OverflowError:
        raise ValueError from None
    if not math.isfinite(number) or not low <= number <= high:
        raise ValueError
    return number


def number_says(low: float, high: float) -> str:
    """What a number with limits must be, in words."""
    if math.isfinite(low) and math.isfinite(high):
        return f"a number from {low:g} to {high:g}"
    if math.isfinite(low):
        return f"a number of at least {low:g}"
    return "a number"


def _percent_hint(value: Any, says: str) -> str:
    """What a percentage is as a share, where a share was asked for."""
    share = (
        says.startswith(("a number from 0 to 1,", "a number from 0 to 0.")) or says == "a number from 0 to 1"
    )
    if share and isinstance(value, int | float) and 2 <= value <= 100:
        return f" {value:g} % is {value / 100:g}."
    return ""


def _shown(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
