"""A CSV file of what was measured before: every line becomes an entry, or none does."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anagen.diary.days import read_day
from anagen.diary.entries import MEASURES, METHODS, SCALES, Entry, Grade, Measurement, ShedCount
from anagen.errors import FileError, InputError, unknown_name

if TYPE_CHECKING:
    from anagen.diary.logbook import Diary

__all__ = ["COLUMNS", "keep_all", "read_past"]

COLUMNS: Mapping[str, str] = {
    "day": "a date, such as 2026-03-01",
    "measure": f"one of {', '.join((*MEASURES, *METHODS, *SCALES))}",
    "value": "a number, or a grade as printed",
    "by": "who measured: self, doctor or automatic",
    "instrument": "what with, in any words",
    "site": "a region of the scalp, if not the usual one",
    "area_cm2": "area of a hair_count",
    "note": "anything",
}
NEEDED = ("day", "measure", "value")
MOST_BYTES, MOST_LINES = 5_000_000, 20_000
SEPARATORS = (",", ";", "\t")


def read_past(path: Path, *, zone: str, today: date, site: str = "vertex") -> list[Entry]:
    """The entries of a file, all of them or an error that names the line.

    Parameters
    ----------
    path
        A CSV file whose first line names its columns, of `COLUMNS`.
    zone
        Time zone of its days.
    today
        The date where the person is.
    site
        Where was measured, if a line does not say.

    Raises
    ------
    FileError
        With the line, if anything in it cannot be meant.
    """
    text = _text(path)
    found = []
    for line, row in _rows(path, text):
        try:
            found.append(_entry(row, zone, today, site))
        except InputError as error:
            raise FileError(path, str(error), line) from None
    if not found:
        raise FileError(path, "There is no line with a value under the names of the columns.")
    return found


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileError(
                path, f"The file is larger than {MOST_BYTES // 1_000_000} MB. Cut it into several."
            )
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise FileError(path, "There is no such file.") from None
    except UnicodeDecodeError:
        raise FileError(path, "This is no text in UTF-8. Save it as 'CSV UTF-8'.") from None
    except OSError as error:
        raise FileError(path, f"The file cannot be read: {error.strerror}.") from None


def _rows(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line that is not empty, by the names of its columns, with its number."""
    head = text.partition("\n")[0]
    separator = max(SEPARATORS, key=head.count)
    lines = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    names: list[str] = []
    while True:
        try:
            cells = next(lines, None)
        except csv.Error as error:
            raise FileError(path, f"This is no CSV: {error}.", lines.line_num) from None
        if cells is None:
            break
        if lines.line_num > MOST_LINES:
            raise FileError(
                path, f"There are more than {MOST_LINES} lines. Cut it into several.", lines.line_num
            )
        if not any(cell.strip() for cell in cells):
            continue
        if not names:
            names = _names(path, cells, lines.line_num)
            continue
        if len(cells) > len(names):
            raise FileError(
                path, f"There are {len(cells)} cells, and {len(names)} columns have names.", lines.line_num
            )
        said = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if cell.strip()}
        if separator == ";" and "." not in said.get(
            "value", ""
        ):  # as spreadsheets write numbers where , is for decimals
            said |= {name: said[name].replace(",", ".") for name in ("value", "area_cm2") if name in said}
        yield lines.line_num, said
    if not names:
        raise FileError(path, f"The file is empty. Its first line names the columns: {', '.join(NEEDED)}.")


def _names(path: Path, cells: list[str], line: int) -> list[str]:
    names = [cell.strip().casefold() for cell in cells]
    for name in names:
        if name not in COLUMNS:
            raise FileError(path, str(unknown_name("column", name, COLUMNS)), line)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise FileError(path, f"The column {twice!r} is there twice. Keep one.", line)
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise FileError(path, f"The column {missing[0]!r} is missing: {COLUMNS[missing[0]]}.", line)
    return names


def _entry(row: Mapping[str, str], zone: str, today: date, site: str) -> Entry:
    for name in NEEDED:
        if name not in row:
            raise InputError(f"'{name}' is empty. Give {COLUMNS[name]}.")
    measure = row["measure"].casefold()
    usual: dict[str, Any] = {"day": read_day(row["day"], today), "zone": zone, "note": row.get("note", "")}
    if measure in SCALES:
        return Grade(scale=measure, grade=row["value"], by=row.get("by", "self"), **usual)
    value = _number("value", row["value"])
    if measure in METHODS:
        return ShedCount(method=measure, counts=(value,), **usual)
    if measure not in MEASURES:
        raise unknown_name("measure", measure, (*MEASURES, *METHODS, *SCALES))
    more: dict[str, Any] = {"site": site} | {
        name: row[name] for name in ("by", "instrument", "site") if name in row
    }
    area = _number("area_cm2", row["area_cm2"]) if "area_cm2" in row else None
    return Measurement(measure=measure, value=value, area_cm2=area, **more, **usual)


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InputError(f"{name} = {text!r} is no number. Write it like 182 or 61.5.") from None


def keep_all(diary: Diary, entries: list[Entry]) -> tuple[int, int]:
    """Keep entries, all or none; give how many were kept, and how many were there already.

    Parameters
    ----------
    diary
        Whose.
    entries
        What `read_past` gave.
    """
    there = [one.entry for one in diary.all()]
    new = []
    for one in entries:
        if one in there:
            there.remove(one)
        else:
            new.append(one)
    with diary.store.transaction():
        for one in new:
            diary.add(one)
    return len(new), len(entries) - len(new)
