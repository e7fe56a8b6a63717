"""Sheets that pictures are mounted on: their colors, and text that is fitted to the room there is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anagen import __version__
from anagen.render.lettering import width_of, write

__all__ = [
    "INK",
    "MUTED",
    "NOT_A_PHOTOGRAPH",
    "PAPER",
    "blank",
    "fitted",
    "foot",
    "paste",
    "scale_bar",
    "wrapped",
    "write_lines",
]

Pixels = NDArray[np.uint8]
Color = tuple[int, int, int]

PAPER, INK, MUTED, RULE = (246, 247, 249), (24, 30, 38), (88, 98, 110), (214, 219, 226)
"""Colors of the sheet, of what is read first, of what is read second, and of lines."""
WHITE, SHADE = (255, 255, 255), (10, 14, 20)
NOT_A_PHOTOGRAPH = "simulation - not a photograph"
LINE = 1.38
"""Distance of lines of text, in heights of their letters."""
BAR_MM = 50.0
"""Length of the scale bar on a head. [mm]"""


def blank(width: int, height: int, color: Color = PAPER) -> Pixels:
    """An empty sheet."""
    return np.tile(np.array(color, np.uint8), (height, width, 1))


def paste(sheet: Pixels, picture: Pixels, left: int, top: int) -> None:
    """Put a picture on a sheet, in place."""
    height, width = picture.shape[:2]
    sheet[top : top + height, left : left + width] = picture


def wrapped(text: str, room: float, height: float, *, bold: bool = False) -> list[str]:
    """Text in lines that fit the room; a word that is too long for it is cut.

    Parameters
    ----------
    text
        What is to be written.
    room
        How long a line may be. [px]
    height
        Of the letters. [px]
    bold
        Whether in bold letters.
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, height=height, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(fitted(word, room, height, bold=bold))
    return lines


def fitted(text: str, room: float, height: float, *, bold: bool = False) -> str:
    """A line of text, cut with an ellipsis if it is longer than the room."""
    if width_of(text, height=height, bold=bold) <= room:
        return text
    while text and width_of(f"{text}\N{HORIZONTAL ELLIPSIS}", height=height, bold=bold) > room:
        text = text[:-1].rstrip()
    return f"{text}\N{HORIZONTAL ELLIPSIS}"


def write_lines(
    sheet: Pixels,
    lines: list[str],
    left: float,
    top: float,
    height: float,
    *,
    color: Color,
    bold: bool = False,
) -> float:
    """Write lines under each other and return where the next one would begin. [px]"""
    for line in lines:
        write(sheet, line, at=(left, top + height), height=height, color=color, bold=bold)
        top += LINE * height
    return top


def foot(width: int, gap: int, height: float, seed: int) -> Pixels:
    """The strip under a sheet that says what it is and how it was made; neither is ever cut.

    Parameters
    ----------
    width, gap
        Of the sheet, and of its margins. [px]
    height
        Of the letters. [px]
    seed
        Seed of the simulation.
    """
    made = f"anagen {__version__}, seed {seed}"
    room = width - 2 * gap
    needs = sum(width_of(text, height=height) for text in (NOT_A_PHOTOGRAPH, made)) + 2 * gap
    beside = needs <= room
    lines = (
        [NOT_A_PHOTOGRAPH]
        if beside
        else [*wrapped(NOT_A_PHOTOGRAPH, room, height), *wrapped(made, room, height)]
    )
    sheet = blank(width, round(LINE * height * len(lines) + 1.2 * gap))
    sheet[0, gap : width - gap] = RULE
    write_lines(sheet, lines, gap, 0.5 * gap, height, color=INK)
    if beside:
        write(sheet, made, at=(width - gap, 0.5 * gap + height), height=height, color=MUTED, anchor="rs")
    return sheet


def scale_bar(picture: Pixels, px_per_mm: float, height: float) -> None:
    """Draw a bar of five centimeters into the lower right corner of a picture, in place.

    Parameters
    ----------
    picture
        The picture.
    px_per_mm
        Its scale at the middle of the head. [1/mm]
    height
        Of the letters. [px]
    """
    long, thick, gap = round(BAR_MM * px_per_mm), max(2, round(height / 6)), round(height)
    right, bottom = picture.shape[1] - gap, picture.shape[0] - gap
    left = right - long
    if left < gap:
        return  # the picture shows less than the bar is long
    edge = max(1, thick // 3)
    picture[bottom - thick - edge : bottom + edge, left - edge : right + edge] = SHADE
    picture[bottom - thick : bottom, left:right] = WHITE
    middle = ((left + right) / 2, bottom - thick - height / 2)
    for step in ((-1, 1), (1, 1), (1, -1), (-1, -1)):
        at = (middle[0] + edge * step[0], middle[1] + edge * step[1])
        write(picture, f"{BAR_MM / 10:g} cm", at=at, height=height, color=SHADE, anchor="ms")
    write(picture, f"{BAR_MM / 10:g} cm", at=middle, height=height, color=WHITE, anchor="ms")
