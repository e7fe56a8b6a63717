"""Histories as figures: a line for each regimen, and the band that holds nine of ten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anagen.plot.style import INK, color_of, finish, label_lines, new_axes, new_figure
from anagen.simulation.history import History
from anagen.units import DAYS_PER_YEAR

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["courses", "courses_figure", "courses_table", "gains"]

TITLES = {
    "visible_hair_density": ("Visible hair", "visible hairs per cm²"),
    "terminal_hair_density": ("Terminal hair", "terminal hairs per cm²"),
    "total_hair_density": ("All hair, fine hair included", "hairs per cm²"),
    "anagen_share": ("Growing hair", "share of hairs in anagen [%]"),
    "mean_shaft_diameter": ("Thickness of visible hair", "mean shaft diameter [µm]"),
    "hair_weight": ("Weight of the hair grown in 30 days", "weight [mg per cm²]"),
    "daily_shed_per_100_cm2": ("Hair shed", "hairs a day from 100 cm²"),
    "serum_dht": ("DHT in serum", "share of the level before [%]"),
    "scalp_dht": ("DHT in the scalp", "share of the level before [%]"),
}


def courses(
    history: History, measure: str = "visible_hair_density", ax: Axes | None = None, *, labels: bool = True
) -> Axes:
    """One measure over time: median and 90 % band under each regimen.

    Parameters
    ----------
    history
        What was simulated.
    measure
        One of its measures.
    ax
        Where to draw; a new figure if not given.
    labels
        Whether to write each regimen at its line.
    """
    ax = new_axes(ax)
    years = history.days / DAYS_PER_YEAR
    colors, ends = [], []
    for place, regimen in enumerate(history.regimens):
        middle, low, high = history.band(measure, regimen)
        color = color_of(place - 1, control=regimen == "untreated")
        draw_band(ax, years, (middle, low, high), color)
        colors.append(color)
        ends.append(float(middle[-1]))
    title, y = TITLES.get(measure, (measure.replace("_", " "), f"{measure} [{history.unit(measure)}]"))
    finish(
        ax,
        title=title,
        note=f"{history.region}; median and band of nine in ten of {history.people} virtual {people_of(history)}",
        x="years since the start",
        y=y,
    )
    ax.set_xlim(0.0, max(float(years[-1]), round(float(years[-1]), 1)))
    if ax.get_ylim()[0] < 0.0 or measure.endswith("dht"):
        ax.set_ylim(bottom=0.0)
    if labels:
        label_lines(ax, history.regimens, ends, colors)
    return ax


def people_of(history: History) -> str:
    """What the people of a history are called."""
    return "men" if history.person.sex == "male" else "women"


def draw_band(ax: Axes, x: Floats, band: tuple[Floats, Floats, Floats], color: str) -> None:
    """A median, and its band as a faint area with thin edges, so that several bands can lie on each other."""
    middle, low, high = band
    ax.fill_between(x, low, high, color=color, alpha=0.07, linewidth=0.0)
    for edge in (low, high):
        ax.plot(x, edge, color=color, linewidth=0.8, alpha=0.55)
    ax.plot(x, middle, color=color, linewidth=2.2)


def gains(history: History, measure: str = "visible_hair_density", ax: Axes | None = None) -> Axes:
    """How much more each regimen gives the same man than no treatment: median and 90 % band.

    Parameters
    ----------
    history
        What was simulated.
    measure
        One of its measures.
    ax
        Where to draw; a new figure if not given.
    """
    ax = new_axes(ax)
    years = history.days / DAYS_PER_YEAR
    colors, ends = [], []
    for place in range(1, len(history.regimens)):
        band = history.compare(place, 0).band(measure)
        colors.append(color_of(place - 1, control=False))
        draw_band(ax, years, band, colors[-1])
        ends.append(float(band[0][-1]))
    ax.axhline(0.0, color=color_of(0, control=True), linewidth=1.0)
    title, y = TITLES.get(measure, (measure.replace("_", " "), f"{measure} [{history.unit(measure)}]"))
    finish(
        ax,
        title=f"{title}: more than untreated",
        note=f"the same virtual {people_of(history)} with and without; median and band of nine in ten",
        x="years since the start",
        y=y.replace("visible hairs", "more visible hairs"),
    )
    ax.set_xlim(0.0, max(float(years[-1]), round(float(years[-1]), 1)))
    label_lines(ax, history.regimens[1:], ends, colors)
    return ax


def courses_figure(history: History) -> Figure:
    """A history on one page: visible hair, the gain over no treatment, hair shed, DHT in the scalp."""
    if len(history.regimens) == 1:
        figure, axes = new_figure(8.0, 4.8)
        courses(history, ax=axes[0])
    else:
        figure, axes = new_figure(13.0, 8.2, columns=2, rows=2)
        courses(history, "visible_hair_density", axes[0])
        gains(history, "visible_hair_density", axes[1])
        courses(history, "daily_shed_per_100_cm2", axes[2])
        courses(history, "scalp_dht", axes[3])
    figure.suptitle(
        f"{history.person.describe()}: simulated, not examined", fontsize=14, x=0.01, ha="left", color=INK
    )
    return figure


def courses_table(history: History, measure: str = "visible_hair_density") -> list[dict[str, Any]]:
    """The numbers behind `courses`: one row for each regimen and day."""
    rows = []
    for regimen in history.regimens:
        for day, middle, low, high in zip(history.days, *history.band(measure, regimen), strict=True):
            rows.append(
                {
                    "regimen": regimen,
                    "day": float(day),
                    "median": float(middle),
                    "low90": float(low),
                    "high90": float(high),
                }
            )
    return rows
