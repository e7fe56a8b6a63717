"""The tables of a store, as they are after every migration.

Identifiers are 128 random bits in hexadecimal, so that nobody can guess one. Times are UTC text, whose order as
bytes is the order in time; hence the collation "C" on PostgreSQL.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

__all__ = [
    "SCHEMA",
    "VERSIONS",
    "attachments",
    "audit_head",
    "audit_lines",
    "metadata",
    "people",
    "records",
    "seal",
    "tombstones",
]

VERSIONS = ("0001",)
"""Every schema there has been, the oldest first: the names of the migrations."""
SCHEMA = VERSIONS[-1]

_BYTEWISE = String().with_variant(String(collation="C"), "postgresql")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

people = Table(
    "people",
    metadata,
    Column("id", _BYTEWISE, primary_key=True),
    Column("name", Text, nullable=False),  # sealed where the store is
    Column("added_at", _BYTEWISE, nullable=False),
)

records = Table(
    "records",
    metadata,
    Column("id", _BYTEWISE, primary_key=True),
    Column("person_id", _BYTEWISE, ForeignKey(people.c.id), nullable=False),
    Column("kind", _BYTEWISE, nullable=False),
    Column("day", _BYTEWISE, nullable=False),
    Column("written_at", _BYTEWISE, nullable=False),
    Column("version", Integer, nullable=False),
    Column("place", Integer, nullable=False),  # audit line that entered it: orders what is of one day
    Column("salt", String, nullable=False),
    Column("content", Text, nullable=False),  # JSON, sealed where the store is
    Index(None, "person_id", "day", "place"),
)

attachments = Table(
    "attachments",
    metadata,
    Column("id", _BYTEWISE, primary_key=True),
    Column("person_id", _BYTEWISE, ForeignKey(people.c.id), nullable=False),
    Column("sha256", _BYTEWISE, nullable=False),
    Column("media_type", String, nullable=False),
    Column("added_at", _BYTEWISE, nullable=False),
    Column("place", Integer, nullable=False),
    Column("salt", String, nullable=False),
    Column("data", LargeBinary, nullable=False),  # sealed where the store is
    Index(None, "person_id", "sha256", unique=True),
)

audit_lines = Table(
    "audit_lines",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", _BYTEWISE, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", String, nullable=False),
    Column("why", String, nullable=False),
    Column("person_id", _BYTEWISE, nullable=False),
    Column("record_id", _BYTEWISE, nullable=False),
    Column("version", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
    Index(None, "person_id"),
)

audit_head = Table(
    "audit_head",  # one row: without it nobody would miss the last lines of a chain
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sequence", Integer, nullable=False),
    Column("hash", String, nullable=False),
)

tombstones = Table(
    "tombstones",
    metadata,
    Column("person_id", _BYTEWISE, primary_key=True),
    Column("erased_at", _BYTEWISE, nullable=False),
    Column("swept", Boolean, nullable=False),  # whether the free pages were overwritten since
)

seal = Table(
    "seal",  # one row where the store is sealed, none where it is not
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("salt", String, nullable=False),
    Column("n", Integer, nullable=False),
    Column("r", Integer, nullable=False),
    Column("p", Integer, nullable=False),
    Column("wrapped", String, nullable=False),
)
