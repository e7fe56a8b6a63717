"""Tables for a terminal: aligned columns, numbers to the right."""

from __future__ import annotations

import math
import shutil
import textwrap
from collections.abc import Sequence

__all__ = ["aligned", "figures", "line_width", "paragraph", "paragraphs"]

WIDEST, NARROWEST = 100, 20
"""Characters in a line of prose, at most and at least."""


def aligned(rows: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    """Rows as lines of aligned columns; the first row is the head and gets a line under it.

    Parameters
    ----------
    rows
        Cells.
    right
        For each column, whether it is aligned to the right.
    """
    widths = [max(len(row[k]) for row in rows) for k in range(len(right))]
    lines = [
        "  ".join(
            cell.rjust(width) if is_right else cell.ljust(width)
            for cell, width, is_right in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def figures(value: float | None, *, signed: bool = False) -> str:
    """A number with three figures or so; a dash for none."""
    if value is None or not math.isfinite(value):
        return "-"
    digits = 0 if abs(value) >= 100.0 else 1 if abs(value) >= 1.0 else 2
    return f"{value:+.{digits}f}" if signed else f"{value:.{digits}f}"


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
        text,
        line_width(),
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )


def paragraphs(text: str) -> str:
    """Prose of several paragraphs, one a line, each wrapped to the window."""
    return "\n".join(map(paragraph, text.split("\n")))
