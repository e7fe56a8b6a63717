"""What every entry says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar

from anagen.diary.days import EARLIEST, zone_names
from anagen.errors import InputError, unknown_name

__all__ = ["LONGEST_NAME", "Entry"]

LONGEST_NOTE = 2000
"""Letters of a note at most; a diary is no archive."""
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every entry says."""

    KIND: ClassVar[str] = ""
    """Under which it is kept."""

    day: date
    """Date where the person was."""
    zone: str
    """Time zone of that date, by its name."""
    note: str = ""

    def __post_init__(self) -> None:
        if self.day < EARLIEST:
            raise InputError(f"{self.day} is before {EARLIEST}. Give a later day.")
        if self.zone not in zone_names():
            raise InputError(f"{unknown_name('time zone', self.zone, zone_names())}")
        if len(self.note) > LONGEST_NOTE:
            raise InputError(f"The note has {len(self.note)} letters. Keep it to {LONGEST_NOTE}.")
        self.check()

    def check(self) -> None:
        """Refuse an entry that cannot be meant."""

    @property
    def words(self) -> str:
        """What it says, in a line, without its day."""
        return ""

    def as_content(self) -> dict[str, Any]:
        """The entry as plain values, without its day, which a record has of its own."""
        said = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "day"}
        return {name: _plain(value) for name, value in said.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {_plain(key): _plain(one) for key, one in value.items()}
    return value
