"""What comes before any answer: signs in a question that somebody should get help, not information."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from anagen.questions.words import corrected, normal

__all__ = ["RedFlag", "raised", "red_flags"]

UNDER_18 = "under_18"
ADULT_YEARS = 18
_TEENS = {
    word: str(12 + place)
    for place, word in enumerate(("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"))
}
_AGE = re.compile(
    r"\b(?:i am|im|aged?|age of|he is|shes|hes|she is|who is|turning|turned|"
    r"(?:son|daughter|brother|sister|boy|girl)(?: is| aged)?|at)\s+(\d{1,2})\b"
    r"(?!\s+(?:percent|mg|mcg|mm|ml|times|hairs|weeks?\b|months?\b|days?\b|hours?\b|on\b|into\b|years (?!old)))"
    r"|\b(\d{1,2})\s*(?:years?\s+old|yo|y o)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlag:
    """One sign, and what is said before all else."""

    name: str
    title: str
    says: str
    rules: tuple[str, ...]
    """Rules of the consultation that it rests on."""
    ends: bool
    """Whether nothing follows it."""
    patterns: tuple[tuple[str, ...], ...]
    """Ways to be recognized; of each, everything must be found."""
    crisis: bool = False
    """Whether the numbers of crisis lines are shown."""

    def shows_in(self, text: str) -> bool:
        """Whether a question, in small letters, shows it."""
        return any(all(_found(one, text) for one in way) for way in self.patterns)


@cache
def red_flags() -> tuple[RedFlag, ...]:
    """All signs that are looked for, gravest first."""
    text = files("anagen.questions").joinpath("data", "red_flags.toml").read_text(encoding="utf-8")
    return tuple(_flag(name, fields) for name, fields in tomllib.loads(text).items())


def _flag(name: str, fields: dict[str, Any]) -> RedFlag:
    ways = tuple(tuple(way) for way in fields.pop("any"))
    return RedFlag(name=name, rules=tuple(fields.pop("rules")), patterns=ways, **fields)


def raised(question: str) -> tuple[RedFlag, ...]:
    """The signs that a question shows, gravest first.

    Parameters
    ----------
    question
        As it was asked.
    """
    plain = normal(question)
    forms = {
        plain,
        corrected(plain, _words()),
        " ".join(re.findall(r"[a-z0-9]+", question.lower().replace("'", "").replace("%", " percent "))),
    }
    shown = [one for one in red_flags() if any(one.shows_in(text) for text in forms)]
    first_end = next((place for place, one in enumerate(shown) if one.ends), None)
    return tuple(shown if first_end is None else [one for one in shown if one.ends])


@cache
def _words() -> frozenset[str]:
    """The words that signs are recognized by, so that a misspelled one is seen too."""
    patterns = (one for flag in red_flags() for way in flag.patterns for one in way)
    return frozenset(word for one in patterns for word in re.findall(r"[a-z]{4,}", one))


def _found(pattern: str, text: str) -> bool:
    if pattern == UNDER_18:
        text = " ".join(_TEENS.get(word, word) for word in text.split())
        return any(int(one or other) < ADULT_YEARS for one, other in _AGE.findall(text))
    return re.search(pattern, text) is not None
