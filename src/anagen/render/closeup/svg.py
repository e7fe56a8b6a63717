"""Shapes of a drawing as SVG text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

__all__ = ["closed", "interpolated", "open_line", "shape", "text_at", "tube"]

Point = tuple[float, float]


def smooth(points: Sequence[Point], *, ring: bool) -> str:
    """A smooth curve through points (Catmull and Rom's), as Bezier pieces."""
    count = len(points)

    def at(k: int) -> Point:
        return points[k % count] if ring else points[min(max(k, 0), count - 1)]

    pieces = [f"M{points[0][0]:.2f} {points[0][1]:.2f}"]
    for k in range(count if ring else count - 1):
        a, b, c, d = at(k - 1), at(k), at(k + 1), at(k + 2)
        pieces.append(
            f"C{b[0] + (c[0] - a[0]) / 6:.2f} {b[1] + (c[1] - a[1]) / 6:.2f} "
            f"{c[0] - (d[0] - b[0]) / 6:.2f} {c[1] - (d[1] - b[1]) / 6:.2f} {c[0]:.2f} {c[1]:.2f}"
        )
    return " ".join(pieces)


def closed(points: Sequence[Point]) -> str:
    """A smooth ring through points."""
    return smooth(points, ring=True) + " Z"


def open_line(points: Sequence[Point]) -> str:
    """A smooth line through points."""
    return smooth(points, ring=False)


def tube(axis: Callable[[float], Point], half: Callable[[float], float], start: float, end: float) -> str:
    """The outline of a tube about an axis.

    Parameters
    ----------
    axis
        Where its middle is at a depth. [px]
    half
        Half its width at a depth. [px]
    start, end
        Depths between which it lies. [mm]
    """
    pieces = 26
    depths = [start + (end - start) * k / pieces for k in range(pieces + 1)]
    left = [(axis(z)[0] - half(z), axis(z)[1]) for z in depths]
    right = [(axis(z)[0] + half(z), axis(z)[1]) for z in reversed(depths)]
    return closed([*left, *right])


def shape(path: str, **style: float | str) -> str:
    """A path with its style; underscores within names stand for hyphens."""
    attributes = "".join(f' {name.rstrip("_").replace("_", "-")}="{value}"' for name, value in style.items())
    return f'<path d="{path}"{attributes}/>'


def text_at(x: float, y: float, text: str, **style: float | str) -> str:
    """A line of text with its style."""
    attributes = "".join(f' {name.rstrip("_").replace("_", "-")}="{value}"' for name, value in style.items())
    return f'<text x="{x:.1f}" y="{y:.1f}"{attributes}>{escape(text)}</text>'


def interpolated(x: float, places: Sequence[float], values: Sequence[float]) -> float:
    """A smooth course through values at rising places."""
    for k in range(len(places) - 1):
        if x <= places[k + 1]:
            t = min(max((x - places[k]) / (places[k + 1] - places[k]), 0.0), 1.0)
            t = t * t * (3.0 - 2.0 * t)
            return values[k] * (1.0 - t) + values[k + 1] * t
    return values[-1]
