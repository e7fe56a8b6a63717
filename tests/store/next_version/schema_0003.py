"""A third schema that there is only in tests: it rewrites the table of records, the hardest an upgrade can do."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    """Give every record the length of its kind, in a table that is built anew."""
    op.create_table("scratch", sa.Column("id", sa.Integer, primary_key=True))
    with op.batch_alter_table("records", recreate="always") as batch:
        batch.add_column(sa.Column("kind_length", sa.Integer, nullable=True))
    records = sa.table("records", sa.column("kind"), sa.column("kind_length"))
    op.execute(sa.update(records).values(kind_length=sa.func.length(records.c.kind)))
    op.drop_table("scratch")
