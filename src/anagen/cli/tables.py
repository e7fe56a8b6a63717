"""Tables and prose for a terminal, no wider than its window; numbers to the right."""

from __future__ import annotations

import math
import re
import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence
from itertools import zip_longest

__all__ = ["aligned", "figures", "line_width", "paragraph", "paragraphs", "shown"]

WIDEST, NARROWEST = 100, 20
"""Characters in a line of prose, at most and at least."""
GAP = 2
"""Blanks between the columns of a table."""
UNSHOWN = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)), "\N{REPLACEMENT CHARACTER}")
"""What a terminal would take for an order: to clear itself, to color what follows, to call itself otherwise."""


def aligned(rows: Sequence[Sequence[str]], right: Sequence[bool], *, keys: int = 1) -> str:
    """Rows as lines of aligned columns; the first row is the head and gets a line under it.

    In a window that is too narrow for it words are wrapped within their columns; if that is not enough, the columns
    follow in several tables. What is piped or written to a file is never broken.

    Parameters
    ----------
    rows
        Cells.
    right
        For each column, whether it is aligned to the right; such cells are not wrapped.
    keys
        How many columns say what a row is about: they stand in each of several tables.
    """
    rows = [list(map(shown, row)) for row in rows]
    natural = [max(len(row[k]) for row in rows) for k in range(len(right))]
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else sum(natural) + GAP * len(natural)
    least = [
        width if is_right else max(len(piece) for row in rows for piece in _pieces(row[k]))
        for k, (width, is_right) in enumerate(zip(natural, right, strict=True))
    ]
    tables = _tables(natural if _length(natural) <= room else least, keys, room)
    return "\n\n".join(_table(rows, right, columns, natural, least, room) for columns in tables)


def _length(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def _tables(widths: Sequence[int], keys: int, room: int) -> list[list[int]]:
    """Which columns stand in each table, the first ones in all of them."""
    first = list(range(keys))
    found = [first]
    for column in range(keys, len(widths)):
        wider = [*found[-1], column]
        if found[-1] != first and _length([widths[k] for k in wider]) > room:
            found.append([*first, column])
        else:
            found[-1] = wider
    return found


def _table(
    rows: Sequence[Sequence[str]],
    right: Sequence[bool],
    columns: Sequence[int],
    natural: Sequence[int],
    least: Sequence[int],
    room: int,
) -> str:
    """Some columns as lines; the widest that may be wrapped give way first."""
    width = {k: natural[k] for k in columns}
    while _length([*width.values()]) > room and (loose := [k for k in columns if width[k] > least[k]]):
        width[max(loose, key=width.__getitem__)] -= 1
    lines = [line for row in rows[:1] for line in _lines(row, right, width)]
    lines.append((" " * GAP).join("-" * one for one in width.values()))
    lines += [line for row in rows[1:] for line in _lines(row, right, width)]
    return "\n".join(lines)


def _lines(row: Sequence[str], right: Sequence[bool], width: Mapping[int, int]) -> list[str]:
    """A row, as many lines high as its highest cell."""
    cells = [[row[k]] if right[k] else _wrapped(row[k], one) for k, one in width.items()]
    return [
        (" " * GAP)
        .join(
            text.rjust(one) if right[k] else text.ljust(one)
            for (k, one), text in zip(width.items(), texts, strict=True)
        )
        .rstrip()
        for texts in zip_longest(*cells, fillvalue="")
    ]


def _pieces(text: str) -> list[str]:
    """What must stay together: words, and the parts of names such as ``target_area_hair_count``."""
    return re.findall(r"[^_\s]*_+|[^_\s]+|$", text)


def _wrapped(text: str, width: int) -> list[str]:
    """A cell in lines, broken between words or after an underscore."""
    if len(text) <= width:
        return [text]
    lines = [""]
    for piece in re.findall(r"\s*[^_\s]*_+|\s*[^_\s]+", text):
        if lines[-1] and len(lines[-1]) + len(piece) > width:
            lines.append(piece.strip())
        else:
            lines[-1] += piece
    return lines


def figures(value: float | None, *, signed: bool = False) -> str:
    """A number with three figures or so; a dash for none."""
    if value is None or not math.isfinite(value):
        return "-"
    digits = 0 if abs(value) >= 100.0 else 1 if abs(value) >= 1.0 else 2
    return f"{value:+.{digits}f}" if signed else f"{value:.{digits}f}"


def shown(text: str) -> str:
    """A text that somebody else may have written, as a terminal may have it: letters, blanks and ends of lines."""
    return text.translate(UNSHOWN)


def line_width() -> int:
    """Characters in a line of prose: as many as the window has, within reason."""
    columns = shutil.get_terminal_size((WIDEST, 24)).columns
    return min(max(columns, NARROWEST), WIDEST)


def paragraph(text: str, *, first: str = "", later: str = "") -> str:
    """Prose, wrapped to the window.

    Parameters
    ----------
    text
        One paragraph.
    first, later
        What its first and all other lines begin with.
    """
    return textwrap.fill(
        shown(text),
        line_width(),
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )


def paragraphs(text: str) -> str:
    """Prose of several paragraphs, one a line, each wrapped to the window."""
    return "\n".join(map(paragraph, text.split("\n")))
