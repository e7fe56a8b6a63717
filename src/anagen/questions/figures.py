"""Numbers in answers: each is named, and filled in from the evidence, so that it cannot drift from it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from anagen.errors import InputError, unknown_name
from anagen.evidence import known, trial_files
from anagen.evidence.epidemiology import surveys
from anagen.evidence.side_effects import side_effects
from anagen.units import convert

T = TypeVar("T")

__all__ = ["Figure", "figure", "outcome", "packaged_trials", "protocol"]

FREQUENCY = {"effect": "percent", "placebo": "placebo_percent", "counted": "people"}
"""What may be asked of a counted side effect: how often on the drug, how often on placebo, among how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number, ready to be read, and where it stands."""

    text: str
    """As it is written in an answer."""
    kind: str
    """``"parameter"``, ``"trial"``, ``"survey"`` or ``"source"``; a frequency of side effects stands for its source."""
    name: str
    """Of what holds it."""


def _time(unit: str) -> Callable[[float], float]:
    return lambda days: convert(days, "day", unit)


TURNED: Mapping[str, Callable[[float], float]] = {
    "percent": lambda share: 100.0 * share,
    "abs": abs,
    "round": round,
    "mean_time": lambda rate: 1.0 / rate,
    "shortening": lambda speed: 100.0 * (1.0 - 1.0 / (1.0 + speed)),
    "millimeter": lambda um: convert(um, "um", "mm"),
    "minute": _time("minute"),
    "hour": _time("hour"),
    "week": _time("week"),
    "month": _time("month"),
    "year": _time("year"),
}
"""What may be done to a number on its way into a sentence."""


def figure(asked: str) -> Figure:
    """The number that an answer asks for.

    Parameters
    ----------
    asked
        A parameter; ``trial/arm[-versus]/measure/week`` for a published outcome, and ``week`` before such a path for
        its week; ``survey`` with a survey's name and the first age of a band for its percentage; ``people`` with a
        source's key for how many were in it; ``effect``, ``placebo`` or ``counted`` with ``source/treatment/name`` for
        how often an unwanted effect was seen, and among how many. Then, after bars, what to do to it (`TURNED`).

    Raises
    ------
    InputError
        If nothing of that name is there.
    """
    head, *turns = (part.strip() for part in asked.split("|"))
    value, kind, name = _looked_up(head)
    for turn in turns:
        if turn not in TURNED:
            raise unknown_name("way to turn a number", turn, TURNED)
        value = TURNED[turn](value)
    return Figure(text=_written(value), kind=kind, name=name)


def _looked_up(head: str) -> tuple[float, str, str]:
    first, _, rest = head.partition(" ")
    if first == "survey":
        name, _, age = rest.partition(" ")
        return _share(name, float(age)), "survey", name
    if first == "people":
        source = _of(known().sources, rest, "source")
        if source.n is None:
            raise InputError(f"The source {rest} does not say how many people were in it.")
        return float(source.n), "source", rest
    if first == "week":
        return float(outcome(rest)["week"]), "trial", rest.partition("/")[0]
    if first in FREQUENCY:
        return _frequency(rest, FREQUENCY[first]), "source", rest.partition("/")[0]
    if "/" in head:
        return float(outcome(head)["value"]), "trial", head.partition("/")[0]
    return known()[head].value, "parameter", head


def outcome(path: str) -> Mapping[str, Any]:
    """A published outcome of a packaged trial.

    Parameters
    ----------
    path
        ``trial/arm/measure/week``, or ``trial/arm-versus/measure/week`` for a difference between arms.
    """
    parts = path.split("/")
    if len(parts) != 4:
        raise InputError(f"'{path}' is not written like trial/arm/measure/week.")
    trial, arms, measure, week = parts
    arm, _, versus = arms.partition("-")
    for one in protocol(trial)["outcomes"]:
        wanted = (arm, versus or None, measure, float(week))
        if (one["arm"], one.get("versus"), one["measure"], float(one["week"])) == wanted:
            found: Mapping[str, Any] = one
            return found
    raise InputError(f"The trial {trial} has no outcome {arms} {measure} in week {week}.")


@cache
def packaged_trials() -> Mapping[str, Path]:
    """The packaged trials' files by their identifiers, listed once."""
    return trial_files()


@cache
def protocol(trial: str) -> Mapping[str, Any]:
    """A packaged trial's file as plain values; the readers of trials check it when it is run.

    Parameters
    ----------
    trial
        Its identifier.
    """
    path = _of(packaged_trials(), trial, "trial")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _share(survey: str, age: float) -> float:
    bands = [one for one in surveys() if one.name == survey]
    if not bands:
        raise unknown_name("survey", survey, {one.name for one in surveys()})
    for band in bands:
        if band.age_low_years == age:
            return band.percent
    raise InputError(f"The survey {survey} has no band that begins at {age:g} years.")


def _frequency(path: str, field: str) -> float:
    """One number of a counted unwanted effect."""
    for one in side_effects():
        if path == f"{one.source}/{one.treatment}/{one.name}" and getattr(one, field) is not None:
            return float(getattr(one, field))
    raise InputError(f"No frequency of a side effect is known as '{path}'.")


def _of(table: Mapping[str, T], name: str, what: str) -> T:
    if name not in table:
        raise unknown_name(what, name, table)
    return table[name]


def _written(value: float) -> str:
    """Two or three figures: what a sentence can carry."""
    digits = 0 if abs(value) >= 100.0 else 1
    return f"{round(value, digits):g}" if abs(value) >= 1.0 or value == 0.0 else f"{value:.2g}"
