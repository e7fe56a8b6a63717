"""Results of runs, as rows that can stand beside each other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from anagen.web.trials.wording import KINDS, figures, in_words, interval_text, week_text
from anagen.web.twins import View

__all__ = ["Figure", "Row", "Side", "beside", "inside_of", "rows_of"]

Key = tuple[str, str | None, str, float, str]
"""What a value is of: arm, other arm, measure, week, kind of value."""


class Figure(View):
    """A value with its interval."""

    value: float | None
    """None where the instrument could read nobody."""
    low: float | None
    high: float | None
    text: str
    interval: str


class Row(View):
    """One outcome of one run."""

    arm: str
    """In words; of a contrast both arms."""
    measure: str
    week: str
    kind: str
    unit: str
    predicted: Figure
    published: Figure | None
    inside: bool | None
    """Whether the published value lies in the predicted interval."""
    role: str
    trust: str
    source: str


class Side(View):
    """One outcome, published and as several runs predict it."""

    arm: str
    measure: str
    week: str
    kind: str
    unit: str
    published: Figure | None
    predicted: list[Figure | None]


def _outcomes(result: Mapping[str, Any]) -> Iterator[tuple[Key, Mapping[str, Any]]]:
    for arm in result["arms"]:
        for one in arm["outcomes"]:
            yield (arm["arm"], None, one["measure"], float(one["week"]), one["value_kind"]), one
    for one in result["contrasts"]:
        yield (one["arm"], one["versus"], one["measure"], float(one["week"]), one["value_kind"]), one


def rows_of(result: Mapping[str, Any], *, published: bool) -> list[Row]:
    """The outcomes of a run.

    Parameters
    ----------
    result
        As the command prints it.
    published
        Those beside which something was published, or the others.
    """
    return [_row(key, one) for key, one in _outcomes(result) if (one["published"] is not None) == published]


def inside_of(result: Mapping[str, Any]) -> tuple[int, int]:
    """How many published values lie in the predicted interval, and how many there are."""
    rows = rows_of(result, published=True)
    return sum(bool(one.inside) for one in rows), len(rows)


def beside(results: Sequence[bytes]) -> list[Side]:
    """The outcomes of several runs beside each other; published ones where there are any.

    Parameters
    ----------
    results
        Each as JSON.
    """
    runs = [dict(_outcomes(json.loads(one))) for one in results]
    keys = list(dict.fromkeys(key for run in runs for key in run))
    told = [key for key in keys if any(run[key]["published"] is not None for run in runs if key in run)]
    last = max((key[3] for key in keys), default=0.0)
    return [_side(key, [run.get(key) for run in runs]) for key in told or [k for k in keys if k[3] == last]]


def _side(key: Key, seen: Sequence[Mapping[str, Any] | None]) -> Side:
    first = next(one for one in seen if one is not None)
    published = next((one["published"] for one in seen if one is not None and one["published"]), None)
    signed = key[4] != "level"
    return Side(
        arm=_who(key),
        measure=in_words(key[2]),
        week=week_text(key[3]),
        kind=KINDS[key[4]],
        unit=first["unit"],
        published=_published(published, signed=signed),
        predicted=[None if one is None else _predicted(one, signed=signed) for one in seen],
    )


def _row(key: Key, one: Mapping[str, Any]) -> Row:
    signed, published = key[4] != "level", one["published"]
    predicted = one["predicted"]
    inside = None
    if published is not None and predicted["mean"] is not None:
        inside = predicted["low90"] <= published["value"] <= predicted["high90"]
    return Row(
        arm=_who(key),
        measure=in_words(key[2]),
        week=week_text(key[3]),
        kind=KINDS[key[4]],
        unit=one["unit"],
        predicted=_predicted(one, signed=signed),
        published=_published(published, signed=signed),
        inside=inside,
        role=one["role"] or "",
        trust="" if published is None else published["trust"],
        source="" if published is None else published["source"],
    )


def _who(key: Key) -> str:
    return in_words(key[0]) if key[1] is None else f"{in_words(key[0])} minus {in_words(key[1])}"


def _predicted(one: Mapping[str, Any], *, signed: bool) -> Figure:
    seen = one["predicted"]
    return _figure(seen["mean"], seen["low90"], seen["high90"], signed=signed)


def _published(seen: Mapping[str, Any] | None, *, signed: bool) -> Figure | None:
    return None if seen is None else _figure(seen["value"], seen["low"], seen["high"], signed=signed)


def _figure(value: float | None, low: float | None, high: float | None, *, signed: bool) -> Figure:
    size = max(abs(one) for one in (value, low, high, 0.0) if one is not None)
    return Figure(
        value=value,
        low=low,
        high=high,
        text=figures(value, signed=signed, like=size),
        interval=interval_text(low, high, signed=signed, like=size),
    )
