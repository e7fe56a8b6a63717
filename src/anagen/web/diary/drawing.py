"""Charts of a diary as drawings within the page: what was measured over what is forecast, and hairs that fell.

They are drawn by classes of the style sheet, so that they are light and dark with the page.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

__all__ = ["Band", "Point", "chart_svg"]

WIDTH, HEIGHT = 640.0, 330.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 12.0, 14.0, 30.0
TICKS = 5
ABOVE_PX, BELOW_PX = 8.0, 20.0
"""Between a line and its name. [px]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A reading with nine tenths of its error."""

    day: date
    value: float
    low90: float
    high90: float
    by: str = "self"


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A forecast: its name, and its middle and interval by day."""

    name: str
    kind: int
    """0 is this person, 1 is untreated."""
    days: Sequence[date]
    median: Sequence[float | None]
    low90: Sequence[float | None]
    high90: Sequence[float | None]


class _Axes:
    """Where days and values lie."""

    def __init__(self, first: date, last: date, top: float) -> None:
        self.first, self.span = first, max(1, (last - first).days)
        self.top = top or 1.0

    def x(self, day: date) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (day - self.first).days / self.span

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / self.top


def chart_svg(
    says: str,
    bands: Sequence[Band],
    points: Sequence[Point],
    *,
    today: date | None = None,
    joined: bool = False,
) -> str:
    """A chart.

    Parameters
    ----------
    says
        What it shows, for those who do not see it.
    bands
        Forecasts, those behind first.
    points
        Readings by day.
    today
        Where a line is drawn.
    joined
        Whether points are joined by a line.
    """
    days = [one.day for one in points] + [day for band in bands for day in (band.days[0], band.days[-1])]
    if today is not None:
        days.append(today)
    room = timedelta(days=max(3, (max(days) - min(days)).days // 40))
    tops = [one.high90 for one in points] + [
        high for band in bands for high in band.high90 if high is not None
    ]
    step = tick_step(max(tops))
    axes = _Axes(min(days) - room, max(days) + room, step * math.ceil(1.02 * max(tops) / step))
    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-label="{escape(says)}">',
        *grid(axes, step),
    ]
    for band in bands:
        parts += band_parts(axes, band)
    if today is not None:
        x = axes.x(today)
        parts.append(f'<line class="today" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP:g}" y2="{HEIGHT - BOTTOM:g}"/>')
        parts.append(f'<text x="{x + 4:.1f}" y="{TOP + 10:g}">today</text>')
    if joined and len(points) > 1:
        line = " ".join(f"{axes.x(one.day):.1f},{axes.y(one.value):.1f}" for one in points)
        parts.append(f'<polyline class="line-0" points="{line}"/>')
    parts += [mark(axes, one) for one in points]
    return "".join([*parts, *names(axes, bands), "</svg>"])


def tick_step(top: float) -> float:
    """A round step so that there are a few ticks up to a value."""
    rough = max(top, 1e-9) / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * one for one in (1.0, 2.0, 5.0, 10.0) if power * one >= rough)


def grid(axes: _Axes, step: float) -> list[str]:
    """Lines and numbers of the axes."""
    parts = []
    count = round(axes.top / step)
    for k in range(count + 1):
        y = axes.y(k * step)
        parts.append(f'<line class="grid" x1="{LEFT:g}" x2="{WIDTH - RIGHT:g}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text x="{LEFT - 6:g}" y="{y + 4:.1f}" text-anchor="end">{k * step:g}</text>')
    for day, words in ticks(axes):
        x = axes.x(day)
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - 10:g}" text-anchor="middle">{words}</text>')
        parts.append(
            f'<line class="axis" x1="{x:.1f}" x2="{x:.1f}" y1="{HEIGHT - BOTTOM:g}" y2="{HEIGHT - BOTTOM + 4:g}"/>'
        )
    return parts


def ticks(axes: _Axes) -> list[tuple[date, str]]:
    """Firsts of months at which a date stands, at most a handful."""
    every = next(one for one in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if axes.span / 30.4 / one <= TICKS + 1)
    found = []
    last = axes.first + timedelta(days=axes.span)
    for months in range(axes.first.year * 12, last.year * 12 + 12):
        if months % every == 0:
            day = date(months // 12, months % 12 + 1, 1)
            if axes.first <= day <= last:
                found.append((day, f"{day:%Y}" if every >= 12 else f"{day:%b %Y}"))
    if not found:
        middle = axes.first + timedelta(days=round(axes.span / 2))
        found.append((middle, f"{middle.day} {middle:%b %Y}"))
    return found


def band_parts(axes: _Axes, band: Band) -> list[str]:
    """The interval and the middle of a forecast, where somebody has a value."""
    there = [
        (axes.x(day), middle, low, high)
        for day, middle, low, high in zip(band.days, band.median, band.low90, band.high90, strict=True)
        if middle is not None and low is not None and high is not None
    ]
    edge = [f"{x:.1f},{axes.y(high):.1f}" for x, _, _, high in there]
    edge += [f"{x:.1f},{axes.y(low):.1f}" for x, _, low, _ in reversed(there)]
    line = " ".join(f"{x:.1f},{axes.y(middle):.1f}" for x, middle, _, _ in there)
    return [
        f'<polygon class="band-{band.kind}" points="{" ".join(edge)}"/>',
        f'<polyline class="line-{band.kind}" points="{line}"/>',
    ]


def names(axes: _Axes, bands: Sequence[Band]) -> list[str]:
    """The name of each forecast at its end: the upper one above its line, others below theirs, none over another."""
    parts: list[str] = []
    last = None
    for band in sorted(bands, key=lambda one: -(one.median[-1] or 0.0)):
        y = axes.y(band.median[-1] or 0.0)
        y = y - ABOVE_PX if last is None else max(y + BELOW_PX, last + ABOVE_PX + BELOW_PX)
        last = y
        parts.append(
            f'<text class="name-{band.kind}" x="{WIDTH - RIGHT - 4:g}" y="{y:.1f}" text-anchor="end">'
            f"{escape(band.name)}</text>"
        )
    return parts


def mark(axes: _Axes, point: Point) -> str:
    """A reading with its error; its shape says who measured."""
    x, y = axes.x(point.day), axes.y(point.value)
    low, high = axes.y(point.low90), axes.y(point.high90)
    shape = {
        "doctor": f'<rect x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9"/>',
        "automatic": f'<path d="M{x:.1f} {y - 6:.1f} l5.5 10 h-11 z"/>',
    }.get(point.by, f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5"/>')
    return f'<g class="point"><line x1="{x:.1f}" x2="{x:.1f}" y1="{low:.1f}" y2="{high:.1f}"/>{shape}</g>'


def band_of(name: str, kind: int, told: Mapping[str, Any], today: date, days_per_month: float) -> Band:
    """A forecast from what the runner wrote.

    Parameters
    ----------
    name, kind
        As a `Band` has them.
    told
        One course, as values.
    today
        The day from which its months count.
    days_per_month
        Length of a month. [day]
    """
    days = [today + timedelta(days=round(month * days_per_month)) for month in told["month"]]
    return Band(
        name=name, kind=kind, days=days, median=told["median"], low90=told["low90"], high90=told["high90"]
    )
