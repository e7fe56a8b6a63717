"""How well questions find their answers, on a set of questions that was written for it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = [
    "Asked",
    "Found",
    "judge",
    "no_signs",
    "no_what_ifs",
    "questions",
    "signs",
    "unanswerable",
    "what_ifs",
]

PARTS = ("tuning", "held_out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, and the answer that is expected."""

    question: str
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How well questions found their answers."""

    questions: int
    first: float
    """Share whose answer came first."""
    among_three: float
    """Share whose answer was among the first three."""
    reciprocal_rank: float
    """Mean of one over the place of the answer; nothing where it was not among those looked at."""


@cache
def _set() -> dict[str, Any]:
    text = files("anagen.questions").joinpath("data", "relevance.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def questions(part: str) -> tuple[Asked, ...]:
    """The questions of a part of the set, ``"tuning"`` or ``"held_out"``."""
    pairs = _set()[part].items()
    return tuple(Asked(question=one, expected=name) for name, asked in pairs for one in asked)


def unanswerable(part: str) -> tuple[str, ...]:
    """The questions of a part that nothing here answers."""
    return tuple(_set()["nothing"][part])


def signs() -> tuple[Asked, ...]:
    """Questions that show a sign, with the sign that is to be seen."""
    return tuple(
        Asked(question=one, expected=sign) for sign, asked in _set()["signs"].items() for one in asked
    )


def no_signs() -> tuple[str, ...]:
    """Questions that show no sign."""
    return tuple(_set()["no_signs"]["questions"])


def what_ifs() -> Mapping[str, tuple[str, ...]]:
    """Questions that are what-ifs, with the courses that they are to be read as."""
    return {question: tuple(courses) for question, courses in _set()["what_if"].items()}


def no_what_ifs() -> tuple[str, ...]:
    """Questions that sound like what-ifs and are none."""
    return tuple(_set()["no_what_if"]["questions"])


def judge(asked: Sequence[Asked], search: Callable[[str], Sequence[str]]) -> Found:
    """How well a search does.

    Parameters
    ----------
    asked
        Questions with their answers.
    search
        Gives the names of what fits a question, best first.
    """
    places = []
    for one in asked:
        names = list(search(one.question))
        places.append(names.index(one.expected) + 1 if one.expected in names else 0)
    return Found(
        questions=len(places),
        first=sum(place == 1 for place in places) / len(places),
        among_three=sum(1 <= place <= 3 for place in places) / len(places),
        reciprocal_rank=sum(1.0 / place for place in places if place) / len(places),
    )
