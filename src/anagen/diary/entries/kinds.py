"""Every kind of entry, and reading one back from what was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from anagen.diary.entries.entry import Entry
from anagen.diary.entries.pictures import Consent, Photograph
from anagen.diary.entries.readings import Grade, Measurement, ShedCount
from anagen.diary.entries.reminders import Reminder
from anagen.diary.entries.side_effects import SideEffect
from anagen.diary.entries.treatments import Taken, Treatment
from anagen.errors import InputError, unknown_name

__all__ = ["KINDS", "entry_of"]

KINDS: Mapping[str, type[Entry]] = {
    one.KIND: one
    for one in (Treatment, Taken, ShedCount, Measurement, Grade, SideEffect, Photograph, Consent, Reminder)
}
"""What is read under each kind."""
_DATES = ("stopped", "over", "until")


def entry_of(kind: str, day: date, content: Mapping[str, Any]) -> Entry:
    """An entry from what was kept.

    Parameters
    ----------
    kind
        One of `KINDS`.
    day
        Its day.
    content
        What `Entry.as_content` gave.
    """
    if kind not in KINDS:
        raise unknown_name("kind of entry", kind, KINDS)
    made = KINDS[kind]
    names = {one.name for one in fields(made)} - {"day"}
    for name in content:
        if name not in names:
            raise unknown_name(f"part of a {kind}", name, names)
    said: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in content.items()
    }
    try:
        said |= {name: _as_date(said[name]) for name in _DATES if name in said}
        if "doses" in said:
            said["doses"] = {_as_date(key): value for key, value in said["doses"].items()}
        return made(day=day, **said)
    except (TypeError, ValueError, AttributeError) as error:
        raise InputError(f"This entry of kind {kind} cannot be read: {error}.") from None


def _as_date(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value
