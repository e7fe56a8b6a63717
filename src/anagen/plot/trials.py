"""Trials as figures: what was predicted as lines and bands, what was published as points."""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anagen.plot.courses import draw_band
from anagen.plot.style import INK, MUTED, color_of, finish, label_lines, new_axes, new_figure
from anagen.trials.protocol import VALUE_KINDS
from anagen.trials.result import Comparison, TrialResult
from anagen.trials.write import trial_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["NARROW", "WIDE", "Sheet", "trial_course", "trial_figure", "trial_forest", "trial_table"]

WEEKS_PER_YEAR = 52.0
"""As trials count."""
YEARS_FROM_WEEK = 156.0
"""Trials that are as long are drawn in years."""
FEWEST_VISITS = 3
"""Visits that make a line worth drawing."""
MOST_PANELS = 4
LETTERS_PER_INCH = 9.5
"""Of a headline: a longer one would run out of the figure. [1/inch]"""
LINES = "lines: predicted, with 90 % for those measured then"
POINTS = "points: published (hollow: second-hand)"
"""What lines and points of a course are."""
ASIDE = 0.02
"""How far a point is moved that would hide another, as a share of the axis."""
KINDS = {
    "level": "{unit}",
    "change_from_baseline": "change from baseline [{unit}]",
    "pct_change_from_baseline": "change from baseline [%]",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """On what a figure is drawn: how wide it is, and where its words are broken."""

    panel_inch: float
    """Width of a panel of courses. [inch]"""
    columns: int
    """Panels beside each other, at most."""
    forest_inch: float
    """Width of a forest. [inch]"""
    row_inch: float
    """Distance of two lines of a forest. [inch]"""
    row_letters: int
    """Letters of a line's label before it is broken."""
    title_letters: int
    """Letters of a title before it is broken."""
    note_letters: int | None = None
    """Letters of a line of a note before it is broken; none where it has room."""


WIDE = Sheet(panel_inch=6.6, columns=2, forest_inch=11.0, row_inch=0.42, row_letters=46, title_letters=1000)
"""A page, or a screen at a desk."""
NARROW = Sheet(
    panel_inch=4.4,
    columns=1,
    forest_inch=4.4,
    row_inch=0.62,
    row_letters=20,
    title_letters=34,
    note_letters=42,
)
"""A phone, held upright: letters are still large enough to read."""


def words(name: str) -> str:
    """A name of a file or measure as words."""
    plain = name.replace("_", " ").replace("pct", " %").replace("mg", " mg").replace("  ", " ")
    return plain.replace("dht", "DHT")


def in_print(unit: str) -> str:
    """A unit as figures write it."""
    return unit.replace("cm2", "cm²")


def title_of(measure: str) -> str:
    """A measure as the title of a panel."""
    plain = words(measure)
    return plain[:1].upper() + plain[1:]


def trial_course(
    result: TrialResult,
    measure: str | None = None,
    value_kind: str | None = None,
    ax: Axes | None = None,
    *,
    contrast: bool = False,
    sheet: Sheet = WIDE,
) -> Axes:
    """One measure over the visits of a trial, predicted and published.

    Parameters
    ----------
    result
        A trial, run.
    measure
        One of its measures; the first if not given.
    value_kind
        Level or change; the one that was published most if not given.
    ax
        Where to draw; a new figure if not given.
    contrast
        Whether to draw differences between arms instead of the arms themselves.
    sheet
        On what it is drawn.
    """
    ax = new_axes(ax)
    measure = measure or result.trial.instruments[0].measure
    kind = value_kind or usual_kind(result, measure, contrast=contrast)
    rows = [
        one
        for one in result
        if (one.measure, one.value_kind) == (measure, kind) and (one.versus is not None) == contrast
    ]
    control = result.trial.control
    names = list(dict.fromkeys((one.arm, one.versus) for one in rows))
    treated = [name for name in names if contrast or control is None or name[0] != control.name]
    colors, ends, labels = [], [], []
    taken: set[tuple[float, float]] = set()
    for name in names:
        color = color_of(treated.index(name) if name in treated else 0, control=name not in treated)
        own = [one for one in rows if (one.arm, one.versus) == name]
        draw_line(ax, own, color, starts_at_zero=kind != "level")
        draw_points(ax, own, color, taken)
        colors.append(color)
        ends.append(own[-1].predicted.mean)
        labels.append(words(name[0]) if name[1] is None else f"{words(name[0])} minus {words(name[1])}")
    if kind != "level":
        ax.axhline(0.0, color=MUTED, linewidth=0.8)
    finish(
        ax,
        title=textwrap.fill(
            title_of(measure) + (", difference between arms" if contrast else ""), sheet.title_letters
        ),
        note=course_note(sheet, points=any(one.published for one in rows)),
        x="weeks" if scale_of(rows[-1].week) == 1.0 else "years",
        y=("difference of changes [{unit}]" if contrast else KINDS[kind]).format(unit=in_print(rows[0].unit)),
    )
    ax.set_xlim(0.0, rows[-1].week / scale_of(rows[-1].week) * 1.02)
    label_lines(ax, labels, ends, colors)
    return ax


def course_note(sheet: Sheet, *, points: bool) -> str:
    """What is drawn in a course; points only where something was published."""
    parts = [LINES, POINTS] if points else [LINES]
    return " · ".join(parts) if sheet.note_letters is None else note_of("\n".join(parts), sheet)


def scale_of(last_week: float) -> float:
    """Weeks in a unit of the x axis."""
    return WEEKS_PER_YEAR if last_week >= YEARS_FROM_WEEK else 1.0


def draw_line(ax: Axes, rows: list[Comparison], color: str, *, starts_at_zero: bool) -> None:
    """The predicted mean and its band; a change begins at nothing."""
    import numpy as np

    scale = scale_of(rows[-1].week)
    start = [0.0] if starts_at_zero else []
    x = np.array([*start, *(one.week / scale for one in rows)])
    parts = (
        np.array([*start, *(getattr(one.predicted, name) for one in rows)])
        for name in ("mean", "low90", "high90")
    )
    mean, low, high = parts
    draw_band(ax, x, (mean, low, high), color)


def draw_points(ax: Axes, rows: list[Comparison], color: str, taken: set[tuple[float, float]]) -> None:
    """What was published, with its interval where one is known; beside a point that is there already."""
    scale = scale_of(rows[-1].week)
    for one in rows:
        if one.published is None:
            continue
        value, interval = one.published.value, one.published_interval
        x = one.week / scale
        # two bars in one place, or two points of one value, would hide each other
        key = value if interval is None else math.inf
        while (x, key) in taken:
            x -= ASIDE * rows[-1].week / scale
        taken.add((x, key))
        bar = None if interval is None else [[value - interval[0]], [interval[1] - value]]
        ax.errorbar(
            x,
            value,
            yerr=bar,
            fmt="o",
            markersize=7.0,
            markeredgecolor=color,
            markerfacecolor=color if one.published.trust == "high" else "white",
            markeredgewidth=1.6,
            ecolor=color,
            capsize=3.0,
            zorder=5,
            clip_on=False,
        )


def trial_forest(result: TrialResult, ax: Axes | None = None, *, sheet: Sheet = WIDE) -> Axes:
    """Every published value on a line of its own, with its prediction.

    Parameters
    ----------
    result
        A trial, run.
    ax
        Where to draw; a new figure if not given.
    sheet
        On what it is drawn.
    """
    rows = result.published()[::-1]
    ax = new_axes(ax, sheet.forest_inch, forest_height(result, sheet))
    blue, orange = color_of(0, control=False), color_of(1, control=False)
    for place, one in enumerate(rows):
        predicted = one.predicted
        ax.plot([predicted.low90, predicted.high90], [place, place], color=blue, linewidth=5.0, alpha=0.35)
        ax.plot([predicted.mean], [place], "o", color=blue, markersize=6.0)
        if one.published is None:
            continue
        if one.published_interval is not None:
            ax.plot(one.published_interval, [place - 0.18] * 2, color=orange, linewidth=1.2)
        full = one.published.trust == "high"
        ax.plot(
            [one.published.value],
            [place - 0.18],
            "D",
            color=orange,
            markersize=6.0,
            markerfacecolor=orange if full else "white",
        )
    measures = list(dict.fromkeys(one.measure for one in rows))
    labels = [row_label(one, sheet, with_measure=len(measures) > 1) for one in rows]
    ax.set_yticks(range(len(rows)), labels)
    kinds = {one.value_kind for one in rows}
    units = ", ".join(dict.fromkeys(in_print(one.unit) for one in rows))
    across = KINDS[rows[0].value_kind].format(unit=units) if len(kinds) == 1 else f"level or change [{units}]"
    finish(
        ax,
        title=textwrap.fill(
            (title_of(measures[0]) if len(measures) == 1 else "Published values") + ", and what is predicted",
            sheet.title_letters,
        ),
        note=note_of(
            "blue: predicted mean and 90 % for those measured\norange: published (hollow: second-hand)", sheet
        ),
        x=across,
        y="",
    )
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", color="#E6E6E6", linewidth=0.7)
    ax.set_ylim(-0.8, len(rows) - 0.4)
    return ax


def forest_height(result: TrialResult, sheet: Sheet) -> float:
    """Height of a forest with room for every line's label. [inch]"""
    return 2.2 + sheet.row_inch * max(4, len(result.published()))


def row_label(one: Comparison, sheet: Sheet, *, with_measure: bool) -> str:
    """Which value a line of the forest shows."""
    versus = f" minus {words(one.versus)}" if one.versus else ""
    measure = f"{words(one.measure)}, " if with_measure else ""
    between = " " if sheet.note_letters is None else "\N{NO-BREAK SPACE}"
    return textwrap.fill(f"{measure}{words(one.arm)}{versus}, week{between}{one.week:g}", sheet.row_letters)


def note_of(note: str, sheet: Sheet) -> str:
    """A note, its lines broken where there is little room."""
    if sheet.note_letters is None:
        return note
    return "\n".join(textwrap.fill(line, sheet.note_letters) for line in note.split("\n"))


def usual_kind(result: TrialResult, measure: str, *, contrast: bool) -> str:
    """The kind of value of a measure that was published most; changes come before levels."""
    kinds = Counter(
        one.value_kind
        for one in result.published()
        if one.measure == measure and (one.versus is not None) == contrast and one.week > 0
    )
    order = [VALUE_KINDS[1], VALUE_KINDS[2], VALUE_KINDS[0]]
    return max(order[:2] if contrast else order, key=lambda kind: kinds[kind])


def panels(result: TrialResult) -> list[tuple[str, bool]]:
    """Measures, each with whether its contrast is drawn, that had something published after baseline."""
    later = [one for one in result.published() if one.week > 0]
    found = dict.fromkeys((one.measure, one.versus is not None) for one in later)
    return (
        list(found)[:MOST_PANELS] or [(one.measure, False) for one in result.trial.instruments][:MOST_PANELS]
    )


def trial_figure(result: TrialResult, *, sheet: Sheet = WIDE) -> Figure:
    """A trial on one page: its measures over the visits, or, where there are few visits, every published value.

    Parameters
    ----------
    result
        A trial, run.
    sheet
        On what it is drawn: `WIDE`, or `NARROW` for a phone.
    """
    later = {one.week for one in result.published() if one.week > 0}
    few = len(result.trial.visits_weeks) < FEWEST_VISITS or len(result.arms) > FEWEST_VISITS
    if result.published() and (few or not later):
        figure, axes = new_figure(sheet.forest_inch, forest_height(result, sheet))
        trial_forest(result, axes[0], sheet=sheet)
        headline(figure, result, sheet)
        return figure
    shown = panels(result)
    columns = min(sheet.columns, len(shown))
    rows = -(-len(shown) // columns)
    figure, axes = new_figure(sheet.panel_inch * columns, 0.4 + 4.3 * rows, columns=columns, rows=rows)
    for ax, (measure, contrast) in zip(axes, shown, strict=False):
        trial_course(result, measure, ax=ax, contrast=contrast, sheet=sheet)
    for ax in axes[len(shown) :]:
        ax.set_axis_off()
    headline(figure, result, sheet)
    return figure


def headline(figure: Figure, result: TrialResult, sheet: Sheet) -> None:
    """The trial's title over the whole figure."""
    letters = int(LETTERS_PER_INCH * figure.get_size_inches()[0])
    title = textwrap.fill(result.trial.title, min(letters, sheet.title_letters))
    figure.suptitle(title, fontsize=14, x=0.01, ha="left", color=INK)


def trial_table(result: TrialResult) -> list[dict[str, Any]]:
    """The numbers behind the figures: one row for each outcome and contrast."""
    return trial_rows(result)
