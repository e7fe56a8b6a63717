"""The tables of a store, as they are after every migration.

Identifiers are 128 random bits in hexadecimal, so that nobody can guess one. Times are UTC text, whose order as
bytes is the order in time; hence the collation "C" on PostgreSQL.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

__all__ = [
    "SCHEMA",
    "VERSIONS",
    "accounts",
    "attachments",
    "audit_head",
    "audit_lines",
    "care",
    "invitations",
    "jobs",
    "metadata",
    "people",
    "records",
    "seal",
    "tombstones",
    "web_sessions",
]

VERSIONS = ("0001", "0002")
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

accounts = Table(
    "accounts",  # who signs in to the web application of a clinic
    metadata,
    Column("id", _BYTEWISE, primary_key=True),
    Column("name", _BYTEWISE, nullable=False),  # folded; what the person types to sign in
    Column("password_hash", Text, nullable=False),
    Column("role", String, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", _BYTEWISE, nullable=False),
    UniqueConstraint("name"),
)

web_sessions = Table(
    "web_sessions",
    metadata,
    Column("token_sha256", _BYTEWISE, primary_key=True),  # who reads the database cannot sign in with it
    Column("account_id", _BYTEWISE, ForeignKey(accounts.c.id)),  # none: nobody has signed in yet
    Column("csrf", String, nullable=False),
    Column("created_at", _BYTEWISE, nullable=False),
    Column("seen_at", _BYTEWISE, nullable=False),
    Column("expires_at", _BYTEWISE, nullable=False),
    Index(None, "account_id"),
    Index(None, "expires_at"),
)

invitations = Table(
    "invitations",  # also resets of passwords, and the setting up of a clinic
    metadata,
    Column("token_sha256", _BYTEWISE, primary_key=True),
    Column("purpose", String, nullable=False),
    Column("role", String, nullable=False),
    Column("person_id", _BYTEWISE, ForeignKey(people.c.id)),  # whose records the account will see
    Column("account_id", _BYTEWISE, ForeignKey(accounts.c.id)),  # whose password is reset
    Column("made_by", _BYTEWISE, ForeignKey(accounts.c.id)),
    Column("made_at", _BYTEWISE, nullable=False),
    Column("expires_at", _BYTEWISE, nullable=False),
    Column("used_at", _BYTEWISE),
)

care = Table(
    "care",  # which account sees which person
    metadata,
    Column("account_id", _BYTEWISE, ForeignKey(accounts.c.id), primary_key=True),
    Column("person_id", _BYTEWISE, ForeignKey(people.c.id), primary_key=True),
    Column("relation", String, nullable=False),
    Column("given_at", _BYTEWISE, nullable=False),
    Index(None, "person_id"),
)

jobs = Table(
    "jobs",  # what the runner of the web application computes
    metadata,
    Column("id", _BYTEWISE, primary_key=True),
    Column("kind", String, nullable=False),
    Column("key", _BYTEWISE, nullable=False),  # hash of all that the result hangs on
    Column("person_id", _BYTEWISE, ForeignKey(people.c.id)),
    Column("account_id", _BYTEWISE, ForeignKey(accounts.c.id)),
    Column("params", Text, nullable=False),  # sealed where the store is
    Column("state", String, nullable=False),
    Column("progress", Float, nullable=False),
    Column("says", Text),
    Column("error", Text),
    Column("asked_at", _BYTEWISE, nullable=False),
    Column("started_at", _BYTEWISE),
    Column("beat_at", _BYTEWISE),
    Column("ended_at", _BYTEWISE),
    Index(None, "key"),
    Index(None, "person_id"),
    Index(None, "state", "asked_at"),
)
