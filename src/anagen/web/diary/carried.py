"""A diary carried to another process: its records as values, read there as if they were in a store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from anagen.diary.entries import KINDS, Consent, Photograph, Reminder
from anagen.diary.logbook import ANSWERS, ROLLING, Diary
from anagen.store.content import as_text
from anagen.store.values import Record

if TYPE_CHECKING:
    from anagen.store import Store

__all__ = ["carried", "diary_from"]

LEFT_OUT = (Consent.KIND, Photograph.KIND, Reminder.KIND)
"""Kinds on which no forecast hangs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Records:
    """Records that can be read, and no more."""

    all: tuple[Record, ...]

    def records(self, person_id: str, kind: str | None = None) -> tuple[Record, ...]:  # noqa: ARG002  as a store has it
        return tuple(one for one in self.all if kind in (None, one.kind))


def carried(diary: Diary) -> list[dict[str, Any]]:
    """The records of a diary on which a forecast hangs, as values that JSON can hold.

    Parameters
    ----------
    diary
        Whose.
    """
    wanted = ({ANSWERS, ROLLING} | set(KINDS)) - set(LEFT_OUT)
    found = []
    for one in diary.store.records(diary.person_id):
        if one.kind not in wanted:
            continue
        record = one.as_dict()
        if one.kind == ROLLING:  # of a guided session counts only that something was rolled
            session = record["content"].get("session", {})
            told = {name: session.get(name) for name in ("id", "rolled_until")}
            record = {**record, "written_at": "", "version": 1, "content": {"session": told}}
        found.append(record)
    return found


def diary_from(records: Sequence[Mapping[str, Any]]) -> Diary:
    """The diary that `carried` took along; it can be read only.

    Parameters
    ----------
    records
        As values.
    """
    read = tuple(
        Record(
            id=one["id"],
            person_id="",
            kind=one["kind"],
            day=one["day"],
            written_at=one["written_at"],
            version=one["version"],
            text=as_text(one["content"]),
        )
        for one in records
    )
    return Diary(cast("Store", _Records(all=read)), "")
