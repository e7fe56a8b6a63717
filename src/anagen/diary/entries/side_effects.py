"""What was felt and may come from a treatment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from anagen.diary.entries.entry import Entry
from anagen.errors import InputError, UnknownNameError, unknown_name

__all__ = ["SEVERITIES", "SideEffect", "effects"]

SEVERITIES = ("mild", "moderate", "severe")
OTHER = "other"
"""The effect that has no name of its own; its note says what it is."""
WORD = re.compile(r"[a-z]+")
SHORTEST = 4
"""Shorter words tell nothing. [letter]"""
ALIKE = 0.8
"""How alike two words are that may be meant for each other, by difflib. [ratio]"""


def effects() -> tuple[str, ...]:
    """Names of all effects that can be told."""
    from anagen.diary.effects import effect_words

    return tuple(effect_words())


def unknown_effect(given: str) -> UnknownNameError:
    """The error for an effect without a name here: those whose words come near, and what to do if none is meant."""
    near = near_effects(given)
    meant = f"Did you mean {' or '.join(near)}? " if near else ""
    return UnknownNameError(
        f"No side effect named {given!r}. {meant}'anagen diary effect' lists all {len(effects())}; "
        f"what is not among them is {OTHER!r}, with --note saying what."
    )


def near_effects(given: str) -> list[str]:
    """Effects whose name, or what is said of them, has a word like one of those that were given."""
    from difflib import get_close_matches  # only needed once something went wrong

    from anagen.diary.effects import effect_words

    typed = WORD.findall(given.casefold())
    asked = ["".join(typed), *(one for one in typed if len(one) >= SHORTEST)]
    found = []
    for name, about in effect_words().items():
        words = WORD.findall(" ".join([name, about["says"], *about.get("also", ())]).casefold())
        words.append(name.replace("_", ""))
        if any(get_close_matches(one, words, n=1, cutoff=ALIKE) for one in asked):
            found.append(name)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class SideEffect(Entry):
    """Something unwanted that was noticed."""

    KIND = "side_effect"

    effects: tuple[str, ...]
    """Some of `effects()`."""
    severity: str = "mild"
    """One of `SEVERITIES`."""
    over: date | None = None
    """From when on it was gone; None if it is still there."""

    def check(self) -> None:
        """Refuse an effect that has no name here."""
        if not self.effects:
            raise InputError(f"No effect was given. There are: {', '.join(effects())}.")
        for one in self.effects:
            if one not in effects():
                raise unknown_effect(one)
        if OTHER in self.effects and not self.note:
            raise InputError(f"Say in the note what {OTHER!r} is: --note 'sore eyes'.")
        if self.severity not in SEVERITIES:
            raise unknown_name("severity", self.severity, SEVERITIES)
        if self.over is not None and self.over < self.day:
            raise InputError(f"It began on {self.day} and cannot have been over on {self.over}.")

    @property
    def words(self) -> str:
        """What it says, in a line."""
        over = "" if self.over is None else f", over on {self.over}"
        named = ", ".join(one.replace("_", " ") for one in self.effects)
        return f"{named} ({self.severity}{over})"
