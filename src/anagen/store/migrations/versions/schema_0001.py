"""The first schema: people, records, attachments, the audit, tombstones and the seal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    _people()
    _kept()
    _audit()
    _append_only()


def _bytewise() -> sa.String:
    return sa.String().with_variant(sa.String(collation="C"), "postgresql")


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", _bytewise(), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("added_at", _bytewise(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    op.create_table(
        "tombstones",
        sa.Column("person_id", _bytewise(), nullable=False),
        sa.Column("erased_at", _bytewise(), nullable=False),
        sa.Column("swept", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_tombstones"),
    )
    op.create_table(
        "seal",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("salt", sa.String, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("r", sa.Integer, nullable=False),
        sa.Column("p", sa.Integer, nullable=False),
        sa.Column("wrapped", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_seal"),
    )


def _kept() -> None:
    op.create_table(
        "records",
        sa.Column("id", _bytewise(), nullable=False),
        sa.Column("person_id", _bytewise(), nullable=False),
        sa.Column("kind", _bytewise(), nullable=False),
        sa.Column("day", _bytewise(), nullable=False),
        sa.Column("written_at", _bytewise(), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("salt", sa.String, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_records"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_records_person_id"),
    )
    op.create_index("ix_records_person_id_day_place", "records", ["person_id", "day", "place"])
    op.create_table(
        "attachments",
        sa.Column("id", _bytewise(), nullable=False),
        sa.Column("person_id", _bytewise(), nullable=False),
        sa.Column("sha256", _bytewise(), nullable=False),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("added_at", _bytewise(), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("salt", sa.String, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_attachments_person_id"),
    )
    op.create_index("ix_attachments_person_id_sha256", "attachments", ["person_id", "sha256"], unique=True)


def _audit() -> None:
    op.create_table(
        "audit_lines",
        sa.Column("sequence", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", _bytewise(), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("why", sa.String, nullable=False),
        sa.Column("person_id", _bytewise(), nullable=False),
        sa.Column("record_id", _bytewise(), nullable=False),
        sa.Column("version", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("previous", sa.String, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_audit_lines"),
    )
    op.create_index("ix_audit_lines_person_id", "audit_lines", ["person_id"])
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    op.bulk_insert(head, [{"id": 1, "sequence": 0, "hash": ""}])


def _append_only() -> None:
    """The database itself refuses to change or remove an audit line."""
    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_lines_no_{event.lower()} BEFORE {event} ON audit_lines "
                "BEGIN SELECT RAISE(ABORT, 'audit lines are only ever added'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit lines are only ever added'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_lines_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_lines "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
    )
