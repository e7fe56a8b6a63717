"""Words and figures of trials, as the pages print them."""

from __future__ import annotations

from typing import Any

__all__ = ["KINDS", "figures", "in_words", "interval_text", "week_text"]

KINDS = {
    "level": "value",
    "change_from_baseline": "change",
    "pct_change_from_baseline": "change in %",
}
MINUS = "\N{MINUS SIGN}"


def in_words(name: str) -> str:
    """A name of a file as words."""
    return name.replace("_", " ").replace("pct", " %").replace("  ", " ").replace("dht", "DHT")


def figures(value: float | None, *, signed: bool = False, like: float = 0.0) -> str:
    """A number of three or so figures.

    Parameters
    ----------
    value
        The number; none for nothing.
    signed
        Whether a rise has its sign.
    like
        The largest number beside it, which says how many figures are worth printing.
    """
    if value is None:
        return ""
    size = max(abs(value), abs(like))
    digits = 0 if size >= 100.0 else 1 if size >= 1.0 else 3
    text = f"{value:+.{digits}f}" if signed else f"{value:.{digits}f}"
    return text.replace("-", MINUS)


def interval_text(low: float | None, high: float | None, *, signed: bool = False, like: float = 0.0) -> str:
    """An interval in words; arguments as in `figures`."""
    if low is None or high is None:
        return ""
    size = max(abs(low), abs(high), abs(like))
    return f"{figures(low, signed=signed, like=size)} to {figures(high, signed=signed, like=size)}"


def week_text(week: Any) -> str:
    """A week as trials say it."""
    return f"{float(week):g}"
