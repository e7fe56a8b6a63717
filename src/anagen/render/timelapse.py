"""Time-lapse: the same heads day after day, side by side, each frame saying month and age."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError
from anagen.render.lettering import write
from anagen.render.sheet import INK, LINE, MUTED, RULE, blank, fitted, foot, paste
from anagen.units import DAYS_PER_YEAR, MONTHS_PER_YEAR

__all__ = ["HOLD_FRAMES", "Track", "film_frames", "month_and_age"]

Pixels = NDArray[np.uint8]

LETTERS_SHARE, SMALLEST_LETTERS_PX = 1.0 / 26.0, 9.0
SMALL = 0.78
"""Height of small print, relative to the letters."""
BAR_COLOR = (0, 114, 178)
HOLD_FRAMES = 6
"""How often the last frame is shown, so that the eye can rest on the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One head of a film."""

    heading: str
    """What is written over it: the regimen."""
    draw: Callable[[float], Pixels]
    """Its picture on a day. [day]"""
    says: Callable[[float], str]
    """What is read of it on a day. [day]"""


def film_frames(
    tracks: Sequence[Track],
    days: Sequence[float],
    *,
    age_years: float,
    seed: int,
    advance: Callable[[float], None] | None = None,
) -> Iterator[Pixels]:
    """The frames of a film, drawn as they are asked for.

    Parameters
    ----------
    tracks
        The heads, side by side.
    days
        The days to show, rising. [day]
    age_years
        Age on day 0. [year]
    seed
        Seed of the simulation, for the footer.
    advance
        Called with 1 after each day.

    Yields
    ------
    numpy.ndarray
        Frames of one size; the last one is held.
    """
    if not tracks or len(days) == 0:
        raise InputError("A film needs at least one head and one day. Give both.")
    frame = blank(1, 1)
    for day in days:
        pictures = [one.draw(day) for one in tracks]
        frame = _frame(tracks, pictures, day, (days[0], days[-1]), age_years, seed)
        if advance is not None:
            advance(1)
        yield frame
    for _ in range(HOLD_FRAMES - 1):
        yield frame


def month_and_age(day: float, age_years: float) -> str:
    """A day in the words of a frame: ``month 14, age 32.2``."""
    months = day / DAYS_PER_YEAR * MONTHS_PER_YEAR
    return f"month {months:.0f}, age {age_years + day / DAYS_PER_YEAR:.1f}"


def _frame(
    tracks: Sequence[Track],
    pictures: Sequence[Pixels],
    day: float,
    span: tuple[float, float],
    age_years: float,
    seed: int,
) -> Pixels:
    high, wide = pictures[0].shape[:2]
    letters = max(SMALLEST_LETTERS_PX, LETTERS_SHARE * min(high, wide))
    gap = round(0.8 * letters)
    width = len(pictures) * wide + (len(pictures) + 1) * gap
    head, line = round(2.0 * LINE * letters + gap), LINE * letters
    sheet = blank(width, head + high + round(1.6 * line) + gap)
    for k, (track, picture) in enumerate(zip(tracks, pictures, strict=True)):
        left = gap + k * (wide + gap)
        heading = fitted(track.heading, wide, letters, bold=True)
        write(sheet, heading, at=(left, gap / 2 + letters), height=letters, color=INK, bold=True)
        says = fitted(track.says(day), wide, 0.9 * letters)
        write(sheet, says, at=(left, gap / 2 + letters + line), height=0.9 * letters, color=MUTED)
        paste(sheet, picture, left, head)
    _timeline(sheet, head + high + gap // 2, gap, letters, day, span, age_years)
    return np.concatenate([sheet, foot(width, gap, SMALL * letters, seed)])


def _timeline(
    sheet: Pixels,
    top: int,
    gap: int,
    letters: float,
    day: float,
    span: tuple[float, float],
    age_years: float,
) -> None:
    """The foot of a frame, in place: a bar that fills, with a tick at each year, and what day it is."""
    width, thick = sheet.shape[1], max(3, round(letters / 3))
    long = width - 2 * gap
    first, last = span
    sheet[top : top + thick, gap : gap + long] = RULE
    share = (day - first) / (last - first) if last > first else 1.0
    sheet[top : top + thick, gap : gap + round(share * long)] = BAR_COLOR
    for year in range(int(np.ceil(first / DAYS_PER_YEAR)), int(last / DAYS_PER_YEAR) + 1):
        at = gap + round((year * DAYS_PER_YEAR - first) / max(last - first, 1.0) * (long - 1))
        sheet[top : top + thick, at : at + max(1, thick // 3)] = INK
    base = top + thick + 0.4 * letters + letters
    write(sheet, month_and_age(day, age_years), at=(gap, base), height=letters, color=INK, bold=True)
