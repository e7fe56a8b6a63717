"""Unwanted effects: how often they were counted among people on a treatment, each with its source and interval."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from anagen.errors import FileError, InputError
from anagen.evidence.catalogue import DATA
from anagen.proportion import wilson_interval

__all__ = ["SIDE_EFFECT_FILE", "SideEffect", "read_side_effects", "side_effects"]

SIDE_EFFECT_FILE = DATA / "risks" / "side_effects.toml"
PERCENT = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SideEffect:
    """One unwanted effect of one treatment, as one source counts it."""

    treatment: str
    """A topic of the rules, such as ``finasteride_oral``."""
    name: str
    percent: float | None = None
    """Of the people on it; none where nobody counted. [%]"""
    people: int | None = None
    placebo_percent: float | None = None
    """Of those on placebo; none where there was no comparison. [%]"""
    placebo_people: int | None = None
    months: float | None = None
    """How long they were followed. [month]"""
    sex: str | None = None
    """Whom it was counted in; none for both."""
    says: str = ""
    """What is known where nothing was counted."""
    source: str
    where: str

    def __post_init__(self) -> None:
        if (self.percent is None) == (not self.says):
            raise InputError(f"{self.treatment}, {self.name}: needs a percentage or words, and not both.")
        for percent, people in (
            (self.percent, self.people),
            (self.placebo_percent, self.placebo_people),
        ):
            if percent is not None and (people is None or people < 1 or not 0.0 <= percent <= 100.0):
                raise InputError(
                    f"{self.treatment}, {self.name}: {percent} % of {people} people is no share."
                )

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the share lies by chance of the count, 95 %. [%]"""
        if self.percent is None or self.people is None:
            return None
        low, high = wilson_interval(self.percent / PERCENT, self.people)
        return round(PERCENT * max(low, 0.0), 2), round(PERCENT * min(high, 1.0), 2)

    def as_dict(self) -> dict[str, Any]:
        """The record as plain values, for JSON."""
        record = {one.name: getattr(self, one.name) for one in fields(self)}
        low_high = self.interval
        return record | {"low95": low_high and low_high[0], "high95": low_high and low_high[1]}


@cache
def side_effects() -> tuple[SideEffect, ...]:
    """All packaged side effects, in the order of the file."""
    return read_side_effects(SIDE_EFFECT_FILE)


def read_side_effects(path: Path) -> tuple[SideEffect, ...]:
    """Read a file of side effects.

    Parameters
    ----------
    path
        The file, in TOML: tables ``[[side_effect]]`` with the fields of `SideEffect`.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["side_effect"]
        return tuple(SideEffect(**entry) for entry in entries)
    except (OSError, ValueError, KeyError, TypeError, InputError) as error:
        raise FileError(path, f"Cannot be read: {error}.") from None
