"""Tables for a terminal: aligned columns, numbers to the right."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

__all__ = ["aligned", "figures", "paragraph"]

WIDTH = 100
"""Characters in a line of prose."""


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


def paragraph(text: str) -> str:
    """Prose, wrapped."""
    return textwrap.fill(text, WIDTH)
