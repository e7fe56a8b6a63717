"""The second schema: accounts of a clinic and what they may see, sessions of the web, and jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables; none of the first schema is touched."""
    _accounts()
    _sessions()
    _care()
    _jobs()


def _bytewise() -> sa.String:
    return sa.String().with_variant(sa.String(collation="C"), "postgresql")


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", _bytewise(), nullable=False),
        sa.Column("name", _bytewise(), nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("created_at", _bytewise(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("name", name="uq_accounts_name"),
    )


def _sessions() -> None:
    op.create_table(
        "web_sessions",
        sa.Column("token_sha256", _bytewise(), nullable=False),
        sa.Column("account_id", _bytewise(), nullable=True),
        sa.Column("csrf", sa.String, nullable=False),
        sa.Column("created_at", _bytewise(), nullable=False),
        sa.Column("seen_at", _bytewise(), nullable=False),
        sa.Column("expires_at", _bytewise(), nullable=False),
        sa.PrimaryKeyConstraint("token_sha256", name="pk_web_sessions"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_web_sessions_account_id"),
    )
    op.create_index("ix_web_sessions_account_id", "web_sessions", ["account_id"])
    op.create_index("ix_web_sessions_expires_at", "web_sessions", ["expires_at"])
    op.create_table(
        "invitations",
        sa.Column("token_sha256", _bytewise(), nullable=False),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("person_id", _bytewise(), nullable=True),
        sa.Column("account_id", _bytewise(), nullable=True),
        sa.Column("made_by", _bytewise(), nullable=True),
        sa.Column("made_at", _bytewise(), nullable=False),
        sa.Column("expires_at", _bytewise(), nullable=False),
        sa.Column("used_at", _bytewise(), nullable=True),
        sa.PrimaryKeyConstraint("token_sha256", name="pk_invitations"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_invitations_person_id"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_invitations_account_id"),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name="fk_invitations_made_by"),
    )


def _care() -> None:
    op.create_table(
        "care",
        sa.Column("account_id", _bytewise(), nullable=False),
        sa.Column("person_id", _bytewise(), nullable=False),
        sa.Column("relation", sa.String, nullable=False),
        sa.Column("given_at", _bytewise(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "person_id", name="pk_care"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_care_account_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_care_person_id"),
    )
    op.create_index("ix_care_person_id", "care", ["person_id"])


def _jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", _bytewise(), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("key", _bytewise(), nullable=False),
        sa.Column("person_id", _bytewise(), nullable=True),
        sa.Column("account_id", _bytewise(), nullable=True),
        sa.Column("params", sa.Text, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("progress", sa.Float, nullable=False),
        sa.Column("says", sa.Text, nullable=True),
        sa.Column("error", sa.Text, nullable=True),
        sa.Column("asked_at", _bytewise(), nullable=False),
        sa.Column("started_at", _bytewise(), nullable=True),
        sa.Column("beat_at", _bytewise(), nullable=True),
        sa.Column("ended_at", _bytewise(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_jobs_person_id"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_jobs_account_id"),
    )
    op.create_index("ix_jobs_key", "jobs", ["key"])
    op.create_index("ix_jobs_person_id", "jobs", ["person_id"])
    op.create_index("ix_jobs_state_asked_at", "jobs", ["state", "asked_at"])
