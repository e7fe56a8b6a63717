"""One look for all figures: quiet axes, colors that color-blind readers can tell apart, labels at the lines."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from anagen.errors import InputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["INK", "MUTED", "color_of", "finish", "label_lines", "new_axes", "new_figure", "save"]

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7A5195", "#8C6D31")
"""Okabe and Ito's colors, and two more."""
CONTROL = "#6E6E6E"
"""What is compared with: untreated, placebo."""
INK, MUTED = "#222222", "#6E6E6E"
LINE_SPACING = 1.35
"""Distance of two labels, in heights of their letters."""
FONT = 10.0
NUMBER_AND_UNIT = re.compile(r"(\d) (mg|mL|%)")


def color_of(place: int, *, control: bool) -> str:
    """The color of a line: gray for what others are compared with."""
    return CONTROL if control else PALETTE[place % len(PALETTE)]


def new_figure(width: float, height: float, columns: int = 1, rows: int = 1) -> tuple[Figure, list[Axes]]:
    """A figure that no window shows, and its axes, row by row.

    Parameters
    ----------
    width, height
        Size. [inch]
    columns, rows
        How its panels are laid out.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise InputError("Figures need matplotlib. Install it with: pip install 'anagen[plot]'.") from error
    figure = Figure(figsize=(width, height), dpi=150)
    figure.set_layout_engine("constrained", w_pad=0.12, h_pad=0.1)
    axes = figure.subplots(rows, columns, squeeze=False)
    return figure, [one for row in axes for one in row]


def new_axes(ax: Axes | None, width: float = 8.0, height: float = 4.5) -> Axes:
    """The axes that were given, or those of a new figure."""
    return new_figure(width, height)[1][0] if ax is None else ax


def finish(ax: Axes, *, title: str, note: str, x: str, y: str) -> None:
    """Title, note under it, labels with units, and no more lines than needed."""
    ax.set_title(
        title, loc="left", fontsize=FONT + 2.0, color=INK, pad=22.0 + (FONT + 2.0) * note.count("\n")
    )
    ax.annotate(
        note,
        xy=(0.0, 1.0),
        xycoords="axes fraction",
        xytext=(0.0, 6.0),
        textcoords="offset points",
        fontsize=FONT - 1.5,
        color=MUTED,
    )
    ax.set_xlabel(x, fontsize=FONT, color=INK)
    ax.set_ylabel(y, fontsize=FONT, color=INK)
    ax.tick_params(labelsize=FONT - 1.0, colors=INK)
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(axis="y", color="#E6E6E6", linewidth=0.7)
    ax.set_axisbelow(True)


def label_lines(ax: Axes, labels: Sequence[str], heights: Sequence[float], colors: Sequence[str]) -> None:
    """Write a label at the right end of each line, moved up or down where two would touch.

    Parameters
    ----------
    ax
        Axes whose limits are final.
    labels
        One for each line.
    heights
        Where each line ends. [unit of the y axis]
    colors
        One for each line.
    """
    wrapped = [textwrap.fill(NUMBER_AND_UNIT.sub("\\1\N{NO-BREAK SPACE}\\2", one), 24) for one in labels]
    low, high = ax.get_ylim()
    figure: Any = ax.figure
    inch = figure.get_size_inches()[1] * ax.get_position().height * 0.85
    letter = (high - low) * (FONT / 72.0) / inch
    needs = [LINE_SPACING * letter * (1 + one.count("\n")) for one in wrapped]
    order = sorted(range(len(labels)), key=lambda k: heights[k])
    places = spread_out([heights[k] for k in order], [needs[k] for k in order], low, high)
    for k, place in zip(order, places, strict=True):
        ax.annotate(
            wrapped[k],
            xy=(1.0, place),
            xycoords=("axes fraction", "data"),
            xytext=(6.0, 0.0),
            textcoords="offset points",
            color=colors[k],
            fontsize=FONT - 0.5,
            va="center",
            ha="left",
            annotation_clip=False,
        )


def spread_out(
    places: Sequence[float], needs: Sequence[float], low: float = -math.inf, high: float = math.inf
) -> list[float]:
    """Rising places moved apart as little as needed for each to have its room, within limits where all fit."""
    blocks: list[tuple[float, float, list[int]]] = []  # middle, room, members
    for k, (place, need) in enumerate(zip(places, needs, strict=True)):
        blocks.append((within(place, need, low, high), need, [k]))
        while len(blocks) > 1 and blocks[-2][0] + blocks[-2][1] / 2 > blocks[-1][0] - blocks[-1][1] / 2:
            (m1, r1, k1), (m2, r2, k2) = blocks[-2], blocks[-1]
            middle = (m1 * len(k1) + m2 * len(k2)) / (len(k1) + len(k2))
            blocks[-2:] = [(within(middle, r1 + r2, low, high), r1 + r2, k1 + k2)]
    moved = [0.0] * len(places)
    for middle, room, members in blocks:
        at = middle - room / 2
        for k in members:
            moved[k] = at + needs[k] / 2
            at += needs[k]
    return moved


def within(middle: float, room: float, low: float, high: float) -> float:
    """The middle moved so that its room lies within limits; the middle of the limits if it is too large."""
    if room >= high - low:
        return (low + high) / 2.0
    return min(max(middle, low + room / 2.0), high - room / 2.0)


def save(figure: Figure, path: Any) -> None:
    """Write a figure, in the format of the file's ending, with nothing in it that differs from run to run."""
    import matplotlib as mpl

    metadata: dict[str, Any] = {"Date": None} if str(path).endswith(".svg") else {"Software": "anagen"}
    with mpl.rc_context({"svg.hashsalt": "anagen", "svg.fonttype": "path"}):
        figure.savefig(path, metadata=metadata)
