"""The skin as figures: how channels close by each measure, and what waiting costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from anagen.evidence import known
from anagen.plot.style import FONT, INK, MUTED, color_of, finish, label_lines, new_axes
from anagen.skin import Application, Formulation, Needling, absorption, channels
from anagen.units import HOURS_PER_DAY, UM_PER_MM

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["closure", "closure_table", "waiting", "waiting_table"]

MINUTES_PER_HOUR = 60.0
USUAL = Needling(length_um=500.0)
LENGTHS_MM = (0.25, 0.5, 1.0, 1.5)
TICKS = {
    1 / 6: "10 min",
    0.5: "30 min",
    1.0: "1 h",
    2.0: "2 h",
    4.0: "4 h",
    8.0: "8 h",
    24.0: "1 day",
    72.0: "3 days",
}
MEASURES = {
    "area": "open area",
    "current": "leak of electric current",
    "water": "loss of water",
    "dye": "dye still enters",
}
LABEL_HEIGHTS = {"area": 0.6, "current": 0.32, "water": 0.42, "dye": 0.74, "covered": 0.56}
TO_THE_LEFT = {"area", "current", "dye"}
"""Measures that are named on the left of their lines."""
GONE = 2e-3
"""What is not drawn any more."""
WIDTHS = {"area": 5.0}
"""Of lines; what others lie on is wider, so that both are seen."""
OFTEN_SAID_HOURS = (0.5, 1.0)
"""What people are told: channels close within 30 to 60 minutes."""


def closure_table(needling: Needling = USUAL, hours: Sequence[float] | None = None) -> list[dict[str, Any]]:
    """The numbers behind `closure`: one row for each measure and time.

    Parameters
    ----------
    needling
        The session.
    hours
        Since the rolling. [h]
    """
    when = np.geomspace(1 / 12, 72.0, 121) if hours is None else np.asarray(hours, dtype=np.float64)
    left = channels(needling).closure(when / HOURS_PER_DAY)
    return [
        {"measure": measure, "covered": needling.covered, "hours": float(hour), "left": float(share)}
        for measure in MEASURES
        for hour, share in zip(when, getattr(left, measure), strict=True)
        if np.isfinite(share)
    ]


def closure(needling: Needling = USUAL, ax: Axes | None = None) -> Axes:
    """What is left of channels over time by each measure, and under a cover.

    Parameters
    ----------
    needling
        The session; drawn uncovered, whatever it says, with a covered one beside it.
    ax
        Where to draw; a new figure if not given.
    """
    ax = new_axes(ax)
    ax.axvspan(*OFTEN_SAID_HOURS, color="#F1EFE7", linewidth=0.0)
    ax.text(
        OFTEN_SAID_HOURS[0] ** 0.5,
        101.0,
        "often said",
        color=MUTED,
        fontsize=FONT - 1.5,
        ha="center",
        va="bottom",
    )
    rows = closure_table(_like(needling, covered=False))
    for place, (measure, says) in enumerate(MEASURES.items()):
        x, y = _line(rows, measure)
        color = color_of(place, control=False)
        ax.plot(x, 100.0 * y, color=color, linewidth=WIDTHS.get(measure, 2.0))
        _label(ax, x, y, says, LABEL_HEIGHTS[measure], color, left=measure in TO_THE_LEFT)
    x, y = _line(closure_table(_like(needling, covered=True)), "area")
    ax.plot(x, 100.0 * y, color=MUTED, linewidth=1.8, linestyle=(0, (5, 3)))
    _label(ax, x, y, "open area,\nunder a cap", LABEL_HEIGHTS["covered"], MUTED, left=False)
    finish(
        ax,
        title="When do the channels close?",
        note=f"{needling.length_um / UM_PER_MM:g} mm roller; each measure has a source of its own, and they disagree",
        x="time since rolling",
        y="what is left [% of fresh]",
    )
    _hours_axis(ax, 1 / 12, 72.0)
    ax.set_ylim(0.0, 108.0)
    return ax


def waiting_table(
    application: Application | None = None,
    lengths_mm: Sequence[float] = LENGTHS_MM,
    hours: Sequence[float] | None = None,
    *,
    passes: float = 12.0,
    covered: bool = False,
    wall_weight: float | None = None,
) -> list[dict[str, Any]]:
    """The numbers behind `waiting`: one row for each needle and delay, and one for skin that was not rolled.

    Parameters
    ----------
    application
        What is put on; not given: 1 mL of 5 % minoxidil.
    lengths_mm
        Of needles. [mm]
    hours
        From the rolling to the application. [h]
    passes
        Of the roller.
    covered
        Whether a cap covers the scalp from the rolling on.
    wall_weight
        Between channels that open at their bottom only (0) and along their whole wall (1); not given: that of the
        evidence. [ratio]
    """
    dose = _five_percent() if application is None else application
    minutes = np.unique(np.round(np.geomspace(5.0, 1440.0, 41)))  # events fall on whole minutes
    when = minutes / MINUTES_PER_HOUR if hours is None else np.asarray(hours, dtype=np.float64)
    numbers = known()
    if wall_weight is not None:
        numbers = numbers.replace(
            because="a limit of what channels let through", channel_wall_weight=wall_weight
        )

    def share(session: Needling | None, delay: float) -> float:
        return 100.0 * absorption(dose, session, delay, every_min=60, evidence=numbers).absorbed_share

    plain = share(None, 0.0)
    rows: list[dict[str, Any]] = [
        {"needle_mm": None, "hours": None, "absorbed_percent": plain, "times_unrolled": 1.0}
    ]
    for length in lengths_mm:
        session = Needling(length_um=UM_PER_MM * length, passes=passes, covered=covered)
        for hour in when:
            absorbed = share(session, MINUTES_PER_HOUR * hour)
            rows.append(
                {
                    "needle_mm": length,
                    "hours": float(hour),
                    "absorbed_percent": absorbed,
                    "times_unrolled": absorbed / plain,
                }
            )
    return rows


def waiting(
    application: Application | None = None,
    lengths_mm: Sequence[float] = LENGTHS_MM,
    ax: Axes | None = None,
    *,
    passes: float = 12.0,
    covered: bool = False,
) -> Axes:
    """Absorbed share of a dose against the wait between rolling and application, for several needles.

    Parameters
    ----------
    application, lengths_mm, passes, covered
        As in `waiting_table`.
    ax
        Where to draw; a new figure if not given.
    """
    ax = new_axes(ax)
    dose = _five_percent() if application is None else application
    rows = waiting_table(dose, lengths_mm, passes=passes, covered=covered)
    plain = rows[0]["absorbed_percent"]
    ax.axhline(plain, color=MUTED, linewidth=1.8, linestyle=(0, (5, 3)))
    middle = lengths_mm[len(lengths_mm) // 2 - 1] if len(lengths_mm) > 1 else lengths_mm[0]
    ends: dict[str, list[float]] = {"first": [], "last": []}
    for place, length in enumerate(lengths_mm):
        x, y = _waits(rows, length)
        color = color_of(place, control=False)
        if length == middle:
            low, high = (
                _waits(waiting_table(dose, [length], passes=passes, covered=covered, wall_weight=w), length)[
                    1
                ]
                for w in (0.0, 1.0)
            )
            ax.fill_between(x, low, high, color=color, alpha=0.10, linewidth=0.0)
        ax.plot(x, y, color=color, linewidth=2.2)
        ends["first"].append(float(y[0]))
        ends["last"].append(float(y[-1]))
    name = dose.formulation
    finish(
        ax,
        title=f"What waiting costs: {name.drug} {name.strength_percent:g} %, {dose.volume_ml:g} mL",
        note=f"{passes:g} passes{', under a cap' if covered else ''}, 12 h on the scalp;"
        f" band: {middle:g} mm, if channels open only at the bottom, or along the whole wall",
        x="wait between rolling and application",
        y="absorbed [% of the dose]",
    )
    _hours_axis(ax, 1 / 12, 24.0)
    ax.set_ylim(bottom=0.0)
    below = plain > 0.12 * ax.get_ylim()[1]
    ax.annotate(
        f"skin that was not rolled: {plain:.1f} %",
        xy=(1.0, plain),
        xycoords=("axes fraction", "data"),
        xytext=(-4.0, -5.0 if below else 4.0),
        textcoords="offset points",
        ha="right",
        va="top" if below else "bottom",
        color=MUTED,
        fontsize=FONT - 0.5,
    )
    _label_needles(ax, lengths_mm, ends)
    return ax


def _waits(rows: list[dict[str, Any]], length: float) -> tuple[Any, Any]:
    """Waits and absorbed shares of one needle."""
    here = [(row["hours"], row["absorbed_percent"]) for row in rows if row["needle_mm"] == length]
    return np.array([hour for hour, _ in here]), np.array([share for _, share in here])


def _label_needles(ax: Axes, lengths_mm: Sequence[float], ends: dict[str, list[float]]) -> None:
    """Name the lines at the end at which they lie further apart."""
    names = [f"{length:g} mm" for length in lengths_mm]
    colors = [color_of(place, control=False) for place in range(len(names))]
    if np.ptp(ends["last"]) > np.ptp(ends["first"]):
        label_lines(ax, names, ends["last"], colors)
        return
    for name, height, color in zip(names, ends["first"], colors, strict=True):
        ax.annotate(
            name,
            xy=(ax.get_xlim()[0], height),
            xytext=(4.0, 3.0),
            textcoords="offset points",
            color=color,
            fontsize=FONT,
        )


def _five_percent() -> Application:
    """The usual dose."""
    return Application(formulation=Formulation(drug="minoxidil", strength_percent=5.0))


def _like(needling: Needling, *, covered: bool) -> Needling:
    """The same session, with or without a cover."""
    return Needling(
        length_um=needling.length_um,
        passes=needling.passes,
        roller=needling.roller,
        covered=covered,
        skin_tone=needling.skin_tone,
        depth_share=needling.depth_share,
    )


def _line(rows: list[dict[str, Any]], measure: str) -> tuple[Any, Any]:
    """Hours and shares of one measure."""
    here = [(row["hours"], row["left"]) for row in rows if row["measure"] == measure and row["left"] > GONE]
    return np.array([hour for hour, _ in here]), np.array([share for _, share in here])


def _label(ax: Axes, x: Any, y: Any, says: str, height: float, color: str, *, left: bool) -> None:
    """Write what a falling line is where it passes a height: above it to the right, or below it to the left."""
    from matplotlib.patheffects import withStroke

    ax.annotate(
        says,
        xy=(float(np.interp(-height, -y, x)), 100.0 * height),
        xytext=(-6.0, -4.0) if left else (9.0, 3.0),
        textcoords="offset points",
        color=color,
        fontsize=FONT - 0.5,
        ha="right" if left else "left",
        va="top" if left else "bottom",
        path_effects=[withStroke(linewidth=3.0, foreground="white")],  # another line may run behind the words
    )


def _hours_axis(ax: Axes, low: float, high: float) -> None:
    """Hours on a scale of ratios, in words."""
    ax.set_xscale("log")
    ax.set_xlim(low, high)
    ticks = {hour: says for hour, says in TICKS.items() if low <= hour <= high}
    ax.set_xticks(list(ticks), labels=list(ticks.values()))
    ax.minorticks_off()
    ax.tick_params(axis="x", colors=INK)
