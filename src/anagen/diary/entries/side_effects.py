"""What was felt and may come from a treatment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anagen.diary.entries.entry import Entry
from anagen.errors import InputError, unknown_name

__all__ = ["SEVERITIES", "SideEffect", "effects"]

SEVERITIES = ("mild", "moderate", "severe")


def effects() -> tuple[str, ...]:
    """Names of all effects that can be told."""
    from anagen.diary.effects import effect_words

    return tuple(effect_words())


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
                raise unknown_name("side effect", one, effects())
        if self.severity not in SEVERITIES:
            raise unknown_name("severity", self.severity, SEVERITIES)
        if self.over is not None and self.over < self.day:
            raise InputError(f"It began on {self.day} and cannot have been over on {self.over}.")

    @property
    def words(self) -> str:
        """What it says, in a line."""
        over = "" if self.over is None else f", over on {self.over}"
        return f"{', '.join(self.effects)} ({self.severity}{over})"
