"""Plates: pictures of one pose and scale side by side, with what they show written under each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError
from anagen.render.lettering import width_of, write
from anagen.render.sheet import (
    BAR_MM,
    INK,
    LINE,
    MUTED,
    NOT_A_PHOTOGRAPH,
    SHADE,
    WHITE,
    blank,
    fitted,
    foot,
    paste,
    scale_bar,
    wrapped,
    write_lines,
)

__all__ = ["Panel", "plate", "stamped"]

Pixels = NDArray[np.uint8]

LETTERS_SHARE, SMALLEST_LETTERS_PX = 1.0 / 34.0, 9.0
"""Height of the letters as a share of the picture's, and the least that can be read. [px]"""
HEADING, TITLE, SMALL = 1.2, 1.45, 0.86
"""Heights of headings, of the title and of small print, relative to that of captions."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Panel:
    """One picture of a plate, and what is said of it."""

    picture: Pixels
    heading: str
    """The first thing read under it."""
    lines: tuple[str, ...] = ()
    """What is read next."""
    badge: str = ""
    """A few words inside the picture, in its upper left corner."""


def plate(
    panels: Sequence[Panel],
    *,
    title: str = "",
    says: str = "",
    seed: int,
    px_per_mm: float | None = None,
    columns: int | None = None,
) -> Pixels:
    """Pictures in one frame, with captions, scale and how they were made.

    Parameters
    ----------
    panels
        The pictures, all of one size.
    title
        What the plate is about.
    says
        More about it, in smaller letters.
    seed
        Seed of the simulation, for the footer.
    px_per_mm
        Scale of the pictures at the middle of the head, for the bar; no bar if not given. [1/mm]
    columns
        Pictures beside each other; all if not given.

    Returns
    -------
    numpy.ndarray
        Red, green and blue, of shape (height, width, 3).
    """
    check(panels)
    across = min(columns or len(panels), len(panels))
    rows = [panels[k : k + across] for k in range(0, len(panels), across)]
    high, wide = panels[0].picture.shape[:2]
    letters = max(SMALLEST_LETTERS_PX, LETTERS_SHARE * min(high, wide))
    gap = round(1.1 * letters)
    width = across * wide + (across + 1) * gap
    parts = [_head(title, says, width, gap, letters)]
    parts += [_row(row, width, gap, letters, px_per_mm) for row in rows]
    parts.append(foot(width, gap, SMALL * letters, seed))
    return np.concatenate(parts)


def check(panels: Sequence[Panel]) -> None:
    """Refuse pictures that cannot be compared."""
    if not panels:
        raise InputError("A plate needs at least one picture. Give some.")
    sizes = {one.picture.shape for one in panels}
    if len(sizes) > 1:
        raise InputError(
            f"The pictures of a plate have different sizes: {sorted(sizes)}. Draw them all alike."
        )


def _head(title: str, says: str, width: int, gap: int, letters: float) -> Pixels:
    room = width - 2 * gap
    titles = wrapped(title, room, TITLE * letters, bold=True)
    more = wrapped(says, room, letters)
    height = gap + LINE * letters * (TITLE * len(titles) + len(more)) + (gap / 2 if titles or more else 0)
    sheet = blank(width, round(height))
    below = write_lines(sheet, titles, gap, gap, TITLE * letters, color=INK, bold=True)
    write_lines(sheet, more, gap, below, letters, color=MUTED)
    return sheet


def _row(panels: Sequence[Panel], width: int, gap: int, letters: float, px_per_mm: float | None) -> Pixels:
    high, wide = panels[0].picture.shape[:2]
    captions = [
        (
            wrapped(one.heading, wide, HEADING * letters, bold=True),
            [part for line in one.lines for part in wrapped(line, wide, letters)],
        )
        for one in panels
    ]
    room = max(LINE * letters * (HEADING * len(head) + len(lines)) for head, lines in captions)
    sheet = blank(width, round(high + 0.6 * letters + room + 1.2 * gap))
    for k, (one, (head, lines)) in enumerate(zip(panels, captions, strict=True)):
        left = gap + k * (wide + gap)
        picture = one.picture.copy()
        if px_per_mm is not None:
            scale_bar(picture, px_per_mm, SMALL * letters)
        if one.badge:
            _pin(picture, one.badge, letters)
        paste(sheet, picture, left, 0)
        below = write_lines(sheet, head, left, high + 0.6 * letters, HEADING * letters, color=INK, bold=True)
        write_lines(sheet, lines, left, below, letters, color=MUTED)
    return sheet


def _pin(picture: Pixels, text: str, letters: float) -> None:
    """A badge in the upper left corner of a picture, in place."""
    pad = round(0.55 * letters)
    text = fitted(text, picture.shape[1] - 4 * pad, letters, bold=True)
    width = round(width_of(text, height=letters, bold=True)) + 2 * pad
    box = picture[pad : pad + round(letters) + 2 * pad, pad : pad + width]
    box[...] = (0.28 * box + 0.72 * np.array(SHADE)).astype(np.uint8)
    at = (2 * pad, 2 * pad + 0.86 * letters)
    write(picture, text, at=at, height=letters, color=WHITE, bold=True)


def stamped(picture: Pixels, px_per_mm: float | None = None) -> Pixels:
    """A picture that may be shown without a frame: what it is, and a scale, are written into its lower edge.

    Parameters
    ----------
    picture
        The picture.
    px_per_mm
        Its scale at the middle of the head, for the bar; no bar if not given. [1/mm]
    """
    stamp = picture.copy()
    letters = max(SMALLEST_LETTERS_PX, 0.8 * LETTERS_SHARE * min(picture.shape[:2]))
    bar = BAR_MM * px_per_mm if px_per_mm is not None else 0.0
    if px_per_mm is not None:
        scale_bar(stamp, px_per_mm, letters)
    room = picture.shape[1] - 3 * letters - bar
    lines = wrapped(NOT_A_PHOTOGRAPH, room, letters)
    top = picture.shape[0] - letters - LINE * letters * len(lines) + 0.25 * letters
    for step in ((-1, -1), (-1, 1), (1, -1), (1, 1), (0, 0)):
        color = WHITE if step == (0, 0) else SHADE
        write_lines(stamp, lines, letters + step[0], top + step[1], letters, color=color)
    return stamp
