"""Letters in pictures, the same on every machine: DejaVu Sans, which lies in matplotlib's wheel.

No font of the machine is ever used, and matplotlib itself is not imported. Into a picture of pixels::

    write(picture, "1 mm", at=(20, 40), height=22)          # changes the array in place
    room = width_of("1 mm", height=22)                      # [px]

Into a diagram: name `FAMILY` as the font family, and give `font_files()` to whatever turns it into pixels.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anagen.errors import InputError

if TYPE_CHECKING:
    from numpy import typing as npt

__all__ = ["FAMILY", "font_files", "width_of", "write"]

FAMILY = "DejaVu Sans"
"""What the font is called in a diagram."""

Color = tuple[int, int, int]


@cache
def font_folder() -> Path:
    """Where the letters lie."""
    from importlib.util import find_spec

    found = find_spec("matplotlib")
    places = list(found.submodule_search_locations or ()) if found else []
    folders = [Path(place) / "mpl-data" / "fonts" / "ttf" for place in places]
    for folder in folders:
        if (folder / "DejaVuSans.ttf").is_file():
            return folder
    raise InputError("Pictures need their letters. Install them with: pip install 'anagen[render]'.")


def font_files() -> tuple[str, str]:
    """Paths of the regular and of the bold letters."""
    folder = font_folder()
    return str(folder / "DejaVuSans.ttf"), str(folder / "DejaVuSans-Bold.ttf")


@cache
def letters(height: float, *, bold: bool = False) -> Any:
    """Letters of a height. [px]"""
    try:
        from PIL import ImageFont
    except ImportError as error:
        raise InputError("Pictures need Pillow. Install it with: pip install 'anagen[render]'.") from error
    # The basic layout needs no library of the machine, so that the same letters fall on the same pixels everywhere.
    return ImageFont.truetype(font_files()[bold], height, layout_engine=ImageFont.Layout.BASIC)


def width_of(text: str, *, height: float, bold: bool = False) -> float:
    """Room that a line of text takes. [px]"""
    return float(letters(height, bold=bold).getlength(text))


def write(
    picture: npt.NDArray[Any],
    text: str,
    *,
    at: tuple[float, float],
    height: float,
    color: Color = (255, 255, 255),
    bold: bool = False,
    anchor: str = "ls",
) -> None:
    """Write a line of text into a picture, in place.

    Parameters
    ----------
    picture
        ``uint8[h, w, 3]``.
    text
        One line.
    at
        Column and row of the anchor. [px]
    height
        Size of the letters. [px]
    color
        Red, green, blue, of 255.
    bold
        Whether in bold letters.
    anchor
        Which point of the line lies there, as Pillow writes it: ``"ls"`` left end of the base line, ``"rs"`` its
        right end, ``"mm"`` its middle.
    """
    import numpy as np
    from PIL import Image, ImageDraw

    canvas = Image.fromarray(picture)
    ImageDraw.Draw(canvas).text(at, text, font=letters(height, bold=bold), fill=color, anchor=anchor)
    picture[...] = np.asarray(canvas)
