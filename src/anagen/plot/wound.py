"""Wounds as figures: the three phases of healing, and what the interval between sessions gives and risks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from anagen.plot.style import FONT, MUTED, PALETTE, finish, label_lines, new_axes, new_figure
from anagen.wound.course import wound_course
from anagen.wound.interval import INTERVALS_DAYS, WEEKS, IntervalResponse, interval_response
from anagen.wound.people import WoundPeople
from anagen.wound.sessions import reference_needling, repeated

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from anagen.evidence import Catalogue
    from anagen.wound.sessions import Session

__all__ = [
    "drive_by_interval",
    "drive_by_interval_table",
    "healing_figure",
    "healing_phases",
    "healing_phases_table",
]

PHASES = {
    "inflammation": ("inflammation", PALETTE[1]),
    "fibroblasts": ("proliferation: fibroblasts at work", PALETTE[2]),
    "maturing": ("remodeling: collagen III gives way to I", PALETTE[0]),
}
"""The read-out that stands for each phase, what it is called, and its color."""
LENGTHS_MM = (0.25, 0.5, 1.0, 1.5, 2.0)
FIRST_DAYS, COURSE_DAYS = 60.0, 168.0
"""How far the two panels of `healing_figure` look. [day]"""
LOWEST_LABEL = 0.2
"""Height below which no label is put, so that it stays off the axis."""
TICKS_DAYS = (1, 2, 3, 4, 7, 14, 21, 28, 42)
COURSE_SESSIONS = 8
"""Weekly sessions of a clinic's course of two months."""


def healing_phases(
    sessions: Sequence[Session], days: ArrayLike, evidence: Catalogue, ax: Axes | None = None, *, title: str
) -> Axes:
    """The three phases of healing over time, each relative to its own peak.

    Parameters
    ----------
    sessions
        What is done.
    days
        When it is looked at. [day]
    evidence
        Numbers of the wound.
    ax
        Where to draw; a new figure if not given.
    title
        What was done, in words.
    """
    ax = new_axes(ax)
    table = healing_phases_table(sessions, days, evidence)
    names, colors, heights = [], [], []
    for (name, color), phase in zip(PHASES.values(), PHASES, strict=True):
        ax.plot(table["day"], table[phase], color=color, linewidth=2.2)
        ax.fill_between(table["day"], 0.0, table[phase], color=color, alpha=0.07, linewidth=0.0)
        names.append(name)
        colors.append(color)
        heights.append(max(float(table[phase][-1]), LOWEST_LABEL))
    done = [one.day for one in sessions]
    ax.plot(
        done,
        np.full(len(done), 1.05),
        linestyle="none",
        marker="v",
        markersize=5.0,
        color=MUTED,
        clip_on=False,
    )
    finish(
        ax,
        title=title,
        note="each phase relative to its own peak; triangles are sessions",
        x="days since the first session",
        y="share of the peak",
    )
    ax.set_xlim(0.0, float(table["day"][-1]))
    ax.set_ylim(0.0, 1.1)
    label_lines(ax, names, heights, colors)
    return ax


def healing_phases_table(
    sessions: Sequence[Session], days: ArrayLike, evidence: Catalogue
) -> dict[str, NDArray[np.float64]]:
    """The numbers of `healing_phases`, by column."""
    course = wound_course(sessions, WoundPeople.typical(), days, evidence=evidence)
    table = {"day": course.days}
    for phase in PHASES:
        level = getattr(course, phase)[0]
        table[phase] = level / max(float(level.max()), np.finfo(float).tiny)
    return table


def healing_figure(evidence: Catalogue) -> Figure:
    """One session, and a clinic's two months of weekly sessions, with needles of the reference course.

    Parameters
    ----------
    evidence
        Numbers of the wound.
    """
    figure, axes = new_figure(10.5, 7.6, rows=2)
    one = reference_needling(evidence)
    weekly = repeated(one, every_days=7.0, count=COURSE_SESSIONS)
    days = np.arange(0.0, FIRST_DAYS + 1e-9, 1.0 / 24.0)
    healing_phases([one], days, evidence, axes[0], title="After one session with needles of 1.5 mm")
    days = np.arange(0.0, COURSE_DAYS + 1e-9, 1.0 / 12.0)
    healing_phases(weekly, days, evidence, axes[1], title="Over eight weekly sessions, and after")
    return figure


def drive_by_interval(
    evidence: Catalogue, lengths_mm: Sequence[float] = LENGTHS_MM, ax: Axes | None = None
) -> Axes:
    """Mean drive of a half-year course against the interval of its sessions, for several needles.

    Bold where the risk of a scar is accepted, thin where it is not; a dot on the best accepted interval.

    Parameters
    ----------
    evidence
        Numbers of the wound.
    lengths_mm
        Lengths of the needles. [mm]
    ax
        Where to draw; a new figure if not given.
    """
    ax = new_axes(ax, 9.0, 5.2)
    limit = evidence.value("scar_risk_limit", "1")
    names, colors, heights = [], [], []
    for place, length in enumerate(lengths_mm):
        color = PALETTE[place % len(PALETTE)]
        response = _response(length, evidence)
        days, drive = response.interval_days, response.mean_drive
        accepted = response.scar_risk <= limit
        ax.plot(days, drive, color=color, linewidth=1.0, alpha=0.55)
        ax.plot(days, np.where(accepted, drive, np.nan), color=color, linewidth=2.8)
        if accepted.any():
            best = int(np.argmax(np.where(accepted, drive, -np.inf)))
            ax.plot(days[best], drive[best], marker="o", markersize=7.0, color=color)
            _name_day(ax, float(days[best]), float(drive[best]), color)
        names.append(f"{length:g} mm")
        colors.append(color)
        heights.append(float(drive[-1]))
    finish(
        ax,
        title="How often to roll, by length of the needles",
        note=f"course of {WEEKS:g} weeks; bold where the risk of a scar stays under {100.0 * limit:.2f} %, "
        "dots on the best of these",
        x="days between sessions",
        y="mean Wnt drive, relative to 1.5 mm weekly",
    )
    ax.set_xscale("log")
    ax.set_xticks(TICKS_DAYS, [str(day) for day in TICKS_DAYS])
    ax.set_xticks([], minor=True)
    ax.set_xlim(1.0, float(INTERVALS_DAYS[-1]))
    ax.set_ylim(bottom=0.0)
    label_lines(ax, names, heights, colors)
    return ax


def _name_day(ax: Axes, day: float, height: float, color: str) -> None:
    ax.annotate(
        f"{day:g} d",
        xy=(day, height),
        xytext=(5.0, 6.0),
        textcoords="offset points",
        color=color,
        fontsize=FONT - 1.0,
    )


def drive_by_interval_table(
    evidence: Catalogue, lengths_mm: Sequence[float] = LENGTHS_MM
) -> list[dict[str, Any]]:
    """The numbers of `drive_by_interval`, a row for each needle and interval."""
    return [
        {
            "needle_length_mm": length,
            "interval_days": float(days),
            "mean_drive": float(drive),
            "scar_risk": float(risk),
        }
        for length in lengths_mm
        for response in (_response(length, evidence),)
        for days, drive, risk in zip(
            response.interval_days, response.mean_drive, response.scar_risk, strict=True
        )
    ]


def _response(length_mm: float, evidence: Catalogue) -> IntervalResponse:
    return interval_response(length_mm, evidence=evidence)
