"""What comes out of a store: frozen values that know nothing of the database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from anagen.errors import StoreError

__all__ = ["Attachment", "AuditLine", "Picture", "Record", "StoreInfo", "StoredPerson", "Verification"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPerson:
    """Somebody whose records are kept."""

    id: str
    """Cannot be guessed, and says nothing."""
    name: str
    added_at: str
    """When, in UTC."""

    def as_dict(self) -> dict[str, Any]:
        """The person as plain values."""
        return {"id": self.id, "name": self.name, "added_at": self.added_at}


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One thing that was noted about a person."""

    id: str
    person_id: str
    kind: str
    day: str
    """The day, or the moment in UTC, that it is about."""
    written_at: str
    """When it was written or last replaced, in UTC."""
    version: int
    """1, and one more each time it was replaced."""
    text: str = field(repr=False)
    """The content as JSON; a health value has no place in a log, so it is not in the repr."""

    @property
    def content(self) -> dict[str, Any]:
        """The content, as a copy of one's own at every call.

        Raises
        ------
        StoreError
            If what the database holds is no JSON object any more.
        """
        try:
            content = json.loads(self.text)
        except (ValueError, RecursionError):
            content = None
        if not isinstance(content, dict):
            raise StoreError(
                f"Record {self.id} is damaged. Run `anagen store verify`, then restore from an export."
            )
        return content

    def as_dict(self) -> dict[str, Any]:
        """The record as plain values."""
        return {
            "id": self.id,
            "kind": self.kind,
            "day": self.day,
            "written_at": self.written_at,
            "version": self.version,
            "content": self.content,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """What is known of a picture, without its bytes."""

    id: str
    person_id: str
    sha256: str
    media_type: str
    added_at: str
    """When, in UTC."""

    def as_dict(self) -> dict[str, Any]:
        """The attachment as plain values."""
        return {
            "id": self.id,
            "sha256": self.sha256,
            "media_type": self.media_type,
            "added_at": self.added_at,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture(Attachment):
    """A picture with its bytes."""

    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """Who did what, when and why; never what a record says."""

    sequence: int
    at: str
    """When, in UTC."""
    who: str
    what: str
    why: str
    person_id: str
    record_id: str
    version: str
    """Version of anagen that did it."""
    digest: str
    """Salted hash of what was written; tells nothing once the record and its salt are gone."""
    previous: str
    """Hash of the line before."""
    hash: str
    """Hash of this line and, through `previous`, of all before it."""

    def as_dict(self) -> dict[str, Any]:
        """The line as plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a look at every line, record and attachment found."""

    lines: int
    records: int
    attachments: int
    head: str
    """Hash of the last line; who has noted it elsewhere can prove later that nothing before it was changed."""
    findings: tuple[str, ...]
    """What is wrong, one sentence each; empty if all is as it was written."""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    def as_dict(self) -> dict[str, Any]:
        """The verification as plain values."""
        return {
            "sound": self.sound,
            "lines": self.lines,
            "records": self.records,
            "attachments": self.attachments,
            "head": self.head,
            "findings": list(self.findings),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreInfo:
    """What a store is and how much it holds."""

    database: str
    """Where it is, without a password."""
    schema: str
    sealed: bool
    people: int
    records: Mapping[str, int]
    """How many of each kind."""
    attachments: int
    audit_lines: int
    head: str
    """Hash of the last audit line."""

    def as_dict(self) -> dict[str, Any]:
        """The information as plain values."""
        return {
            "database": self.database,
            "schema": self.schema,
            "sealed": self.sealed,
            "people": self.people,
            "records": dict(self.records),
            "attachments": self.attachments,
            "audit_lines": self.audit_lines,
            "head": self.head,
        }
