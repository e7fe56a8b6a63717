"""Whether everything is as it was written: the chain of the audit, and every record and attachment against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, Table, func, select

from anagen.errors import StoreError
from anagen.store.attachments import picture_digest, picture_from
from anagen.store.audit import ENTERED, ERASED, REMOVED, Work, chain_findings, lines
from anagen.store.records import record_digest, record_from
from anagen.store.tables import attachments, records
from anagen.store.values import AuditLine, Verification

__all__ = ["verified"]

MOST_FINDINGS = 1000
MOST_AT_ONCE = {"records": 500, "attachments": 1}
"""Rows that are in memory at a time: pictures are large."""


def verified(work: Work, noted: str | None) -> Verification:
    """What a look at everything finds.

    Parameters
    ----------
    work
        Transaction to look in.
    noted
        Hash of a line that somebody wrote down earlier, if any.
    """
    kept = list(lines(work.connection))
    findings = [*_damage(work.connection), *chain_findings(work, kept, noted), *_content_findings(work, kept)]
    return Verification(
        lines=len(kept),
        records=_count(work, records),
        attachments=_count(work, attachments),
        head=kept[-1].hash if kept else "",
        findings=tuple(findings[:MOST_FINDINGS]),
    )


def _damage(connection: Connection) -> Iterator[str]:
    """What SQLite finds wrong with its own file; PostgreSQL has tools of its own for that."""
    if connection.dialect.name == "sqlite":
        for (says,) in connection.exec_driver_sql("PRAGMA integrity_check").all():
            if says != "ok":
                yield f"The file is damaged: {says}."
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
            yield f"A row of {row[0]} belongs to nobody."


def _content_findings(work: Work, kept: list[AuditLine]) -> Iterator[str]:
    """What is there but was not entered, was entered but is not there, or is not as it was entered."""
    wanted = _wanted(kept)
    for table, noun, digest in (
        (records, "Record", _digest_of_record),
        (attachments, "Attachment", _digest_of_picture),
    ):
        for key, found in _digests(work, table, digest):
            line = wanted.pop(key, None)
            if line is None:
                yield f"{noun} {key} was added without an audit line."
            elif found != line.digest:
                yield f"{noun} {key} was changed since audit line {line.sequence}."
    for key, line in wanted.items():
        yield f"What audit line {line.sequence} entered as {key} is missing."


def _wanted(kept: list[AuditLine]) -> dict[str, AuditLine]:
    """The line that entered each thing that should be there."""
    wanted: dict[str, AuditLine] = {}
    for line in kept:
        if line.what in ENTERED and line.record_id:
            wanted[line.record_id] = line
        elif line.what in REMOVED:
            wanted.pop(line.record_id, None)
        elif line.what == ERASED:
            wanted = {key: one for key, one in wanted.items() if one.person_id != line.person_id}
    return wanted


def _digests(
    work: Work, table: Table, digest: Callable[[Work, Row[Any]], str]
) -> Iterator[tuple[str, str | None]]:
    """Each row's identifier and digest; None where it does not open."""
    at_once = MOST_AT_ONCE[table.name]
    asked = select(table).order_by(table.c.place)
    for row in work.connection.execute(asked, execution_options={"yield_per": at_once}):
        try:
            yield row.id, digest(work, row)
        except StoreError:
            yield row.id, None


def _digest_of_record(work: Work, row: Row[Any]) -> str:
    return record_digest(work, record_from(work, row), row.salt)


def _digest_of_picture(work: Work, row: Row[Any]) -> str:
    return picture_digest(work, picture_from(work, row), row.salt)


def _count(work: Work, table: Table) -> int:
    return work.connection.execute(select(func.count()).select_from(table)).scalar_one()
