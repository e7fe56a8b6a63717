"""Pictures where a notebook shows them: what `HeadHistory` displays, and what its `render` returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anagen.render.files import save_picture, to_png
from anagen.render.look import Look
from anagen.render.scenes import Setting, Sitter, about, comparison, look_of, picture, reading

__all__ = ["Picture", "history_html", "history_png", "history_text", "render_history"]

DISPLAY_PX = 420
"""Side of the pictures that are shown when a history is displayed. [px]"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picture:
    """A picture that shows itself in a notebook and can be saved."""

    pixels: NDArray[np.uint8]
    """Red, green and blue, of shape (height, width, 3)."""
    about: dict[str, str] = field(default_factory=dict)
    """How it was made."""

    def save(self, path: Path | str, *, force: bool = False) -> None:
        """Write it to a PNG, JPEG or WebP file."""
        save_picture(self.pixels, path, self.about, force=force)

    def _repr_png_(self) -> bytes:
        return to_png(self.pixels, self.about)

    def __repr__(self) -> str:
        height, width = self.pixels.shape[:2]
        return f"Picture({self.about.get('Title', 'untitled')}, {width} x {height})"


def render_history(
    history: Sitter,
    day: float | None = None,
    *,
    view: str = "vertex",
    look: Look | None = None,
    size: int = 1200,
    before: bool = False,
    seed: int = 1,
) -> Picture:
    """A picture of a head on a day: what `HeadHistory.render` returns.

    Parameters
    ----------
    history
        The head.
    day
        When; the last day if not given. [day]
    view
        One of `anagen.render.scenes.SCENES`.
    look
        How the person looks; guessed from the person if not given.
    size
        Side of each picture. [px]
    before
        Whether to set the first day beside it, with captions.
    seed
        Seed of the simulation, for the caption.
    """
    when = float(history.days[-1]) if day is None else day
    setting = Setting(look=look or look_of(history.person), view=view, size=size, seed=seed)
    if before:
        pixels = comparison([history], [float(history.days[0]), when], setting)
    else:
        pixels = picture(history.scalp, history.state(when), setting)
    regimens = [str(history.regimen) or "untreated"]
    return Picture(pixels=pixels, about=about(history.person, setting, regimens, {"Day": f"{when:g}"}))


def history_png(history: Sitter, *, seed: int = 1) -> bytes:
    """First and last day side by side, for ``_repr_png_``."""
    return render_history(history, size=DISPLAY_PX, before=True, seed=seed)._repr_png_()


def history_html(history: Sitter, *, seed: int = 1) -> str:
    """The picture with a line of text, for ``_repr_html_``; the text alone if the extra for pictures is missing."""
    from base64 import b64encode

    from anagen.errors import InputError

    text = f"<p>{escape(history_text(history))}</p>"
    try:
        data = b64encode(history_png(history, seed=seed)).decode("ascii")
    except InputError as error:
        return f"{text}<p>{escape(str(error))}</p>"
    alt = escape(f"Before and after: {history_text(history)}", quote=True)
    return (
        f'<figure><img alt="{alt}" src="data:image/png;base64,{data}" style="max-width:100%">{text}</figure>'
    )


def history_text(history: Sitter) -> str:
    """A history in a line."""
    days: Any = history.days
    regimen = str(history.regimen) or "untreated"
    start, end = (reading(history, float(days[k])) for k in (0, -1))
    return f"{history.person.describe()}; {regimen}; {start} before, {end} on day {float(days[-1]):.0f}"
