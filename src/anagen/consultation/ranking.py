"""Options in the order of a person's own wishes: keys that can be seen, one after the other, and no score.

What breaks a wish goes behind what keeps all of them, and what the model is known to overstate behind what it is not;
then the aim decides, then minutes a week, then the grade of evidence. Every key stands beside the option with the
reason, so that anybody can sort again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from anagen.consultation.options import NONE_NEEDED
from anagen.consultation.outlook import Forecast
from anagen.consultation.wording import of_hundred
from anagen.errors import InputError, unknown_name

__all__ = ["GOALS", "Key", "Ranked", "Wishes", "rank", "wishes_of"]

GOALS = ("keep", "regrow", "hairline", "understand")
REGROWN_MONTH, KEPT_MONTH = 12, 60
"""Months of the forecast by which aims are compared: a gain shows in a year, keeping only over years. [month]"""
GRADES = ("A", "B", "C", "C1", "low", "C2", "D")
"""Grades of evidence as options have them, the best first."""
UNGRADED = "ungraded"
ALIKE = 0.05
"""Chances nearer than this count as the same, so that they do not decide by the chance of a simulation."""
LARGEST_MINUTES = 7 * 24 * 60.0


class Choice(Protocol):
    """What of an option is needed."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def regimen(self) -> str:
        """In words; empty where nothing is simulated, or for no treatment."""

    @property
    def treatments(self) -> tuple[str, ...]:
        """Its treatments."""

    @property
    def label(self) -> str:
        """``licensed``, ``off-label``, ``clinic`` or ``supportive``."""

    @property
    def burden_minutes_per_week(self) -> float:
        """[minute/week]"""

    @property
    def grade(self) -> str:
        """Of the evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a person wants of a treatment; what was not said is None."""

    goal: str | None = None
    """One of `GOALS`."""
    accepts_daily: bool | None = None
    accepts_twice_daily: bool | None = None
    accepts_needles: bool | None = None
    minutes_per_week: float | None = None
    """At most. [minute/week]"""
    licensed_only: bool | None = None

    def __post_init__(self) -> None:
        if self.goal is not None and self.goal not in GOALS:
            raise unknown_name("goal", self.goal, GOALS)
        minutes = self.minutes_per_week
        if minutes is not None and not 0.0 <= minutes <= LARGEST_MINUTES:
            raise InputError(f"{minutes:g} minutes a week cannot be. Give 0 to {LARGEST_MINUTES:g}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One thing by which options are sorted."""

    name: str
    value: float
    """Less comes first."""
    says: str

    def as_dict(self) -> dict[str, Any]:
        """The record as plain values, for JSON."""
        return {
            "name": self.name,
            "value": self.value if math.isfinite(self.value) else None,
            "says": self.says,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """An option's place, and why."""

    name: str
    place: int
    """1 comes first; options with the same keys share a place."""
    keys: tuple[Key, ...]

    def as_dict(self) -> dict[str, Any]:
        """The record as plain values, for JSON."""
        return {"name": self.name, "place": self.place, "keys": [one.as_dict() for one in self.keys]}


def wishes_of(answers: Mapping[str, Any], minutes_per_week: float | None = None) -> Wishes:
    """The wishes among some answers.

    Parameters
    ----------
    answers
        By field.
    minutes_per_week
        The most that a week may cost, where that was asked. [minute/week]
    """
    offlabel = answers.get("accepts_offlabel")
    return Wishes(
        goal=answers.get("goal"),
        accepts_daily=answers.get("accepts_daily"),
        accepts_twice_daily=answers.get("accepts_twice_daily"),
        accepts_needles=answers.get("accepts_needles"),
        minutes_per_week=minutes_per_week,
        licensed_only=None if offlabel is None else not offlabel,
    )


def rank(options: Sequence[Choice], forecasts: Mapping[str, Forecast], wishes: Wishes) -> tuple[Ranked, ...]:
    """Options in the order of wishes, each with its keys.

    Parameters
    ----------
    options
        What may be chosen; what is held or blocked is not ranked.
    forecasts
        By the name of an option.
    wishes
        What is wanted.
    """
    keyed = [(one, keys_of(one, forecasts, wishes)) for one in options]
    keyed.sort(key=lambda pair: ([key.value for key in pair[1]], pair[0].name))
    ranked, place = [], 0
    for position, (one, keys) in enumerate(keyed, start=1):
        before = keyed[position - 2][1] if position > 1 else ()
        if [key.value for key in keys] != [key.value for key in before]:
            place = position
        ranked.append(Ranked(name=one.name, place=place, keys=keys))
    return tuple(ranked)


def keys_of(one: Choice, forecasts: Mapping[str, Forecast], wishes: Wishes) -> tuple[Key, ...]:
    """All keys of an option, the first decides first."""
    found = forecasts.get(one.name)
    return (
        wishes_key(one, wishes),
        trust_key(found),
        aim_key(found, wishes.goal),
        Key(
            name="minutes",
            value=round(one.burden_minutes_per_week, 1),
            says=f"{one.burden_minutes_per_week:.0f} minutes a week.",
        ),
        grade_key(one.grade),
    )


def wishes_key(one: Choice, wishes: Wishes) -> Key:
    """How many wishes an option breaks."""
    words = one.regimen.lower()
    needles = any(name.startswith(("microneedling", "prp")) for name in one.treatments)
    broken = [
        says
        for holds, says in (
            (wishes.accepts_daily is False and "daily" in words, "it is taken daily"),
            (
                wishes.accepts_twice_daily is False
                and "twice daily" in words
                and wishes.accepts_daily is not False,
                "it is used twice a day",
            ),
            (wishes.accepts_needles is False and needles, "it uses needles"),
            (
                wishes.minutes_per_week is not None and one.burden_minutes_per_week > wishes.minutes_per_week,
                f"it takes more than {wishes.minutes_per_week or 0.0:.0f} minutes a week",
            ),
            (wishes.licensed_only is True and one.label == "off-label", "it is off-label"),
        )
        if holds
    ]
    if not broken:
        return Key(name="wishes", value=0.0, says="It breaks none of the wishes that were told.")
    return Key(name="wishes", value=float(len(broken)), says=f"Against a wish: {'; '.join(broken)}.")


def trust_key(found: Forecast | None) -> Key:
    """Forecasts that are known to show too much stand behind the others, so that they win nothing by it."""
    if found is None or not found.overstates:
        return Key(name="trust", value=0.0, says="Nothing is known by which its forecast shows too much.")
    return Key(
        name="trust",
        value=1.0,
        says="Its forecast is known to show too much, so it stands behind the others.",
    )


def aim_key(found: Forecast | None, goal: str | None) -> Key:
    """How far the forecast meets the aim; options without a forecast come last."""
    if found is None:
        return Key(name="aim", value=math.inf, says="There is no forecast to compare.")
    if goal == "regrow":
        then = found.at(REGROWN_MONTH)
        return Key(
            name="aim",
            value=-alike(then.gain),
            says=f"To regrow: a clear gain within {then.month} months in {of_hundred(then.gain)}.",
        )
    then = found.at(KEPT_MONTH)
    kept = 1.0 - then.loss
    more = f"no clear loss within {then.month} months in {of_hundred(kept)}."
    if goal == "understand":
        return Key(name="aim", value=0.0, says=f"To understand: all alike; {more}")
    if goal == "hairline":
        return Key(
            name="aim",
            value=-alike(kept),
            says=f"For the hairline, of which no trial counted hair, the crown stands in: {more}",
        )
    return Key(name="aim", value=-alike(kept), says=f"To keep hair: {more}")


def alike(share: float) -> float:
    """A chance in the steps that are told apart."""
    return round(ALIKE * round(share / ALIKE), 2)


def grade_says(grade: str) -> str:
    """How good the evidence is, in a sentence."""
    if grade == NONE_NEEDED:
        return "It needs no evidence."
    if grade.startswith(UNGRADED):
        return f"The evidence is {grade}."
    return f"Evidence of grade {grade}." if grade else "The evidence has no grade."


def grade_key(grade: str) -> Key:
    """The grade of the evidence; of several treatments together, the poorest."""
    found = [one.strip().split(" ")[0] for one in grade.split(";")]
    place = max((GRADES.index(one) if one in GRADES else len(GRADES)) for one in found)
    return Key(
        name="evidence",
        value=float(place),
        says=grade_says(grade),
    )
