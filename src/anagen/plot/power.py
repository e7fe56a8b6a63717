"""Power of a design as figures: how it grows with people and with time, and what such trials would report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anagen.plot.style import INK, MUTED, color_of, finish, label_lines, new_axes, new_figure
from anagen.plot.trials import scale_of, title_of, words
from anagen.trials.design import ContrastPower, PowerResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["possible_results", "power_by_people", "power_by_visit", "power_figure"]

ENOUGH = 80.0
"""The power that designs aim at. [%]"""
MOST_LINES = 8


def name_of(one: ContrastPower) -> str:
    """A contrast in words."""
    return f"{words(one.arm)} minus {words(one.versus)}"


def power_by_people(result: PowerResult, ax: Axes | None = None) -> Axes:
    """Power against people in each arm, with what the sets of numbers leave open.

    Parameters
    ----------
    result
        A power analysis.
    ax
        Where to draw; a new figure if not given.
    """
    ax = new_axes(ax)
    ends, labels, colors = [], [], []
    for place, one in enumerate(result.contrasts[:MOST_LINES]):
        color = color_of(place, control=False)
        people = [size.people for size in one.sizes]
        ax.fill_between(
            people,
            [100.0 * size.assurance_low for size in one.sizes],
            [100.0 * size.assurance_high for size in one.sizes],
            color=color,
            alpha=0.15,
            linewidth=0.0,
        )
        ax.plot(people, [100.0 * size.power for size in one.sizes], "o-", color=color, linewidth=2.0)
        ends.append(100.0 * one.sizes[-1].power)
        labels.append(name_of(one))
        colors.append(color)
    ax.axhline(ENOUGH, color=MUTED, linewidth=0.8, linestyle="--")
    ax.axhline(100.0 * result.alpha, color=MUTED, linewidth=0.8, linestyle=":")
    ax.set_xscale("log")
    sizes = [size.people for size in result.contrasts[0].sizes]
    ax.set_xticks(sizes, [str(one) for one in sizes])
    ax.minorticks_off()
    ax.set_ylim(0.0, 104.0)
    finish(
        ax,
        title=f"Power, {result.measure.replace('_', ' ')} at week {result.week:g}",
        note=f"band: over the sets of numbers that fit · dashed: 80 % · dotted: alpha = {result.alpha:g}",
        x="people in each arm at the start",
        y="significant trials [%]",
    )
    label_lines(ax, labels, ends, colors)
    return ax


def power_by_visit(result: PowerResult, contrast: int = 0, ax: Axes | None = None) -> Axes:
    """Power at each visit, a line for each size: when an effect shows.

    Parameters
    ----------
    result
        A power analysis.
    contrast
        Number of the contrast.
    ax
        Where to draw; a new figure if not given.
    """
    ax = new_axes(ax)
    one = result.contrasts[contrast]
    scale = scale_of(result.weeks[-1])
    x = [week / scale for week in result.weeks]
    ends, labels, colors = [], [], []
    for place, size in enumerate(one.sizes[:MOST_LINES]):
        color = color_of(place, control=False)
        ax.plot(x, [100.0 * share for share in size.power_by_visit], "o-", color=color, linewidth=2.0)
        ends.append(100.0 * size.power_by_visit[-1])
        labels.append(f"{size.people} an arm")
        colors.append(color)
    ax.axhline(ENOUGH, color=MUTED, linewidth=0.8, linestyle="--")
    ax.set_ylim(0.0, 104.0)
    ax.set_xlim(0.0, x[-1] * 1.02)
    finish(
        ax,
        title="When the effect shows",
        note=f"{name_of(one)} · dashed: 80 %",
        x="weeks" if scale == 1.0 else "years",
        y="significant trials [%]",
    )
    label_lines(ax, labels, ends, colors)
    return ax


def possible_results(result: PowerResult, contrast: int = 0, ax: Axes | None = None) -> Axes:
    """What trials of each size would report.

    Parameters
    ----------
    result
        A power analysis.
    contrast
        Number of the contrast.
    ax
        Where to draw; a new figure if not given.
    """
    ax = new_axes(ax)
    one = result.contrasts[contrast]
    color = color_of(contrast, control=False)
    for place, size in enumerate(one.sizes):
        ax.plot([place, place], [size.low90, size.high90], color=color, linewidth=7.0, alpha=0.35)
        ax.plot([place], [size.difference], "o", color=color, markersize=7.0)
    ax.axhline(0.0, color=INK, linewidth=0.8)
    ax.axhline(one.difference, color=MUTED, linewidth=0.8, linestyle="--")
    ax.set_xticks(range(len(one.sizes)), [str(size.people) for size in one.sizes])
    ax.set_xlim(-0.6, len(one.sizes) - 0.4)
    finish(
        ax,
        title="What such trials would report",
        note=f"{name_of(one)} · bars: nine of ten trials · dashed: all virtual people",
        x="people in each arm at the start",
        y=f"difference of changes [{result.unit}]",
    )
    return ax


def power_figure(result: PowerResult) -> Figure:
    """A power analysis on one page: by people, by visit, and what trials would report.

    Parameters
    ----------
    result
        A power analysis.
    """
    several = len(result.weeks) > 1
    figure, axes = new_figure(6.6 * (3 if several else 2), 4.9, columns=3 if several else 2)
    power_by_people(result, ax=axes[0])
    possible_results(result, ax=axes[1])
    if several:
        power_by_visit(result, ax=axes[2])
    figure.suptitle(title_of(result.trial.title), fontsize=14, x=0.01, ha="left", color=INK)
    return figure
