"""The audit: who did what, when and why, in lines of which each holds the hash of the one before.

A line never tells what a record says. It holds a hash of it, salted with a number that is kept beside the record and
goes when the record goes, so that afterwards nobody can try out values until one fits.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from anagen import __version__
from anagen.errors import InputError, unknown_name
from anagen.store.sealing import Seal
from anagen.store.tables import audit_head, audit_lines
from anagen.store.times import now
from anagen.store.values import AuditLine

__all__ = [
    "ENTERED",
    "ERASED",
    "PURPOSES",
    "REMOVED",
    "Work",
    "append",
    "chain_findings",
    "latest_lines",
    "lines",
    "purpose",
]

PURPOSES = {
    "entry": "something was noted",
    "correction": "it was wrong",
    "mistake": "it should not have been noted",
    "consent withdrawn": "the person no longer agrees that it is kept",
    "request": "the person asked for it",
    "care": "somebody who treats the person needs it",
    "maintenance": "the store itself needs it",
}
"""Every reason an audit line may give. A closed list, since a free text could tell of an illness."""

ENTERED = ("put", "replace", "attach", "import")
"""What makes the digest of a record or an attachment the one of this line."""
REMOVED = ("delete", "detach")
ERASED = "erase"

_HEAD, _ADD_LINE, _MOVE_HEAD = select(audit_head), insert(audit_lines), update(audit_head)
"""Said at every write; to put them together anew would take longer than the database does."""


@dataclass(slots=True, kw_only=True)
class Work:
    """One transaction: its connection, its seal, and who is doing it."""

    connection: Connection
    seal: Seal
    who: str


def purpose(why: str) -> str:
    """A reason that is allowed.

    Raises
    ------
    UnknownNameError
        If it is not.
    """
    if why not in PURPOSES:
        raise unknown_name("reason of an audit line", str(why), PURPOSES)
    return why


def append(
    work: Work, what: str, *, why: str, person_id: str = "", record_id: str = "", digest: str = ""
) -> int:
    """Add a line, and return its number. The caller holds the write lock of the store."""
    head = work.connection.execute(_HEAD).one()
    sequence: int = head.sequence + 1
    line = {
        "sequence": sequence,
        "at": now(),
        "who": work.who,
        "what": what,
        "why": purpose(why),
        "person_id": person_id,
        "record_id": record_id,
        "version": __version__,
        "digest": digest,
        "previous": head.hash,
    }
    hashed = work.seal.hash(_hashed(line))
    work.connection.execute(_ADD_LINE, {**line, "hash": hashed})
    work.connection.execute(_MOVE_HEAD, {"sequence": sequence, "hash": hashed})
    return sequence


def lines(connection: Connection, person_id: str | None = None) -> Iterator[AuditLine]:
    """The lines from the first to the last, of everybody or of one person."""
    asked = select(audit_lines).order_by(audit_lines.c.sequence)
    if person_id is not None:
        asked = asked.where(audit_lines.c.person_id == person_id)
    for row in connection.execute(asked).mappings():
        yield _line(row)


def latest_lines(work: Work, most: int, *, skip: int = 0, person_id: str | None = None) -> list[AuditLine]:
    """The last lines, the latest first.

    Parameters
    ----------
    work
        Transaction to look in.
    most
        How many at most.
    skip
        How many of the latest are left out.
    person_id
        Whom they are about; everybody if not given.
    """
    asked = select(audit_lines).order_by(audit_lines.c.sequence.desc()).offset(skip).limit(most)
    if person_id is not None:
        asked = asked.where(audit_lines.c.person_id == person_id)
    return [_line(row) for row in work.connection.execute(asked).mappings()]


def chain_findings(work: Work, kept: Iterable[AuditLine], noted: str | None) -> Iterator[str]:
    """What is wrong with the chain.

    Parameters
    ----------
    work
        Transaction to look in.
    kept
        All lines, in order.
    noted
        Hash of a line that somebody wrote down earlier, if any.
    """
    sequence, previous, found = 0, "", noted is None
    for line in kept:
        if line.sequence != sequence + 1:
            yield f"Audit line {sequence + 1} is missing: {line.sequence} comes after {sequence}."
        if line.previous != previous:
            yield f"Audit line {line.sequence} does not follow from the one before it."
        if line.hash != work.seal.hash(_hashed(line.as_dict())):
            yield f"Audit line {line.sequence} was changed."
        found = found or line.hash == noted
        sequence, previous = line.sequence, line.hash
    head = work.connection.execute(_HEAD).one_or_none()
    if head is None or (head.sequence, head.hash) != (sequence, previous):
        yield f"The last audit line is not {sequence}: lines at the end are missing, or were added by others."
    if not found:
        yield f"The noted hash {noted} is not among the audit lines: they were rewritten since."


def check_who(who: str) -> str:
    """A name that the audit can hold.

    Raises
    ------
    InputError
        If it is empty, long or not printable.
    """
    if not 0 < len(who.strip()) <= 200 or not who.isprintable():
        raise InputError(f"{who!r} cannot be who acts in an audit. Give a short name or an account.")
    return who.strip()


def _hashed(line: dict[str, Any]) -> str:
    """The text of which a line holds the hash: all of it, but the hash."""
    return json.dumps([line[name] for name in AuditLine.__slots__ if name != "hash"])


def _line(row: RowMapping) -> AuditLine:
    return AuditLine(**row)
