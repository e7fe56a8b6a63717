"""The shapes of a chart, in points from its upper left corner: drawn alike on a web page and in a PDF."""

from __future__ import annotations

import math
from dataclasses import dataclass

from anagen.consultation.report.document import Chart, Line
from anagen.units import MONTHS_PER_YEAR

__all__ = ["HEIGHT", "WIDTH", "Drawn", "Letters", "Stroke", "drawn"]

WIDTH, HEIGHT = 520.0, 158.0
LEFT, RIGHT, TOP, BOTTOM = 40.0, 26.0, 20.0, 26.0
GRID_LINES = 5
"""At most, above the axis."""
GRID_STEPS = (1.0, 2.0, 5.0)
"""Of a decade: a scale is read at round numbers."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line or an area."""

    points: tuple[tuple[float, float], ...]
    role: str
    """``grid``, ``axis``, ``band-0``, ``line-0`` or ``line-1``."""


@dataclass(frozen=True, slots=True)
class Letters:
    """A text."""

    x: float
    y: float
    says: str
    anchor: str
    role: str = "label"


@dataclass(frozen=True, slots=True)
class Drawn:
    """All shapes, from back to front."""

    strokes: tuple[Stroke, ...]
    letters: tuple[Letters, ...]


def drawn(chart: Chart) -> Drawn:
    """The shapes of a chart.

    Parameters
    ----------
    chart
        Its first line is what it is about, the second what it is compared with.
    """
    first = min(min(line.month) for line in chart.lines)
    last = max(max(line.month) for line in chart.lines)

    def x(month: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (month - first) / max(last - first, 1e-9)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * min(value, chart.top) / chart.top

    strokes, letters = [], [Letters(LEFT, TOP - 9.0, chart.unit, "start")]
    for k, value in enumerate(grid(chart.top)):
        strokes.append(Stroke(((LEFT, y(value)), (WIDTH - RIGHT, y(value))), "axis" if k == 0 else "grid"))
        letters.append(Letters(LEFT - 6.0, y(value) + 3.5, f"{value:.0f}", "end"))
    for month in ticks(first, last):
        strokes.append(Stroke(((x(month), y(0.0)), (x(month), y(0.0) + 4.0)), "axis"))
        letters.append(Letters(x(month), y(0.0) + 15.0, tick_text(month), "middle", "tick"))
    for k, line in reversed(list(enumerate(chart.lines))):
        band, middle = shapes(line, x, y)
        # Two wide bands on each other would hide both lines.
        strokes += [Stroke(middle, f"line-{k}")] if k else [Stroke(band, "band-0"), Stroke(middle, "line-0")]
    letters += legend(chart)
    return Drawn(tuple(strokes), tuple(letters))


def shapes(
    line: Line, x: object, y: object
) -> tuple[tuple[tuple[float, float], ...], tuple[tuple[float, float], ...]]:
    """The band as an area and the median as a line."""
    seen = [k for k, value in enumerate(line.median) if math.isfinite(value)]
    upper = [(x(line.month[k]), y(line.high[k])) for k in seen]  # type: ignore[operator]
    lower = [(x(line.month[k]), y(line.low[k])) for k in reversed(seen)]  # type: ignore[operator]
    return tuple(upper + lower), tuple((x(line.month[k]), y(line.median[k])) for k in seen)  # type: ignore[operator]


def legend(chart: Chart) -> list[Letters]:
    """Names of the lines, in their tints."""
    names = ("on it", "without treatment") if len(chart.lines) > 1 else ("without treatment",)
    roles = ("name-0", "name-1") if len(chart.lines) > 1 else ("name-0",)
    right = WIDTH - RIGHT
    places = (right - 185.0, right) if len(chart.lines) > 1 else (right,)
    return [
        Letters(place, TOP - 9.0, name, "end", role)
        for place, name, role in zip(places, names, roles, strict=True)
    ]


def grid(top: float) -> list[float]:
    """Values at which a line is drawn: round ones, from nothing to the top or to just below it."""
    decade = 10.0 ** math.floor(math.log10(top / GRID_LINES))
    step = next(
        decade * one for one in (*GRID_STEPS, 10.0 * GRID_STEPS[0]) if decade * one * GRID_LINES >= top
    )
    return [step * k for k in range(int(top / step + 1e-9) + 1)]


def ticks(first: float, last: float) -> list[float]:
    """Months that are named: half years of a short chart, years of a long one."""
    step = 6 if last - first <= 2.5 * MONTHS_PER_YEAR else 12 if last - first <= 8 * MONTHS_PER_YEAR else 60
    return [float(month) for month in range(step * math.ceil(first / step), int(last + 1.0) + 1, step)]


def tick_text(month: float) -> str:
    """A time from today."""
    if month == 0.0:
        return "today"
    if month % MONTHS_PER_YEAR:
        return f"{month:.0f} months"
    years = month / MONTHS_PER_YEAR
    return f"{years:.0f} year{'' if abs(years) == 1.0 else 's'}"
