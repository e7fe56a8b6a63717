"""What Alembic runs: the migrations, within the transaction that the caller holds.

All of an upgrade is one transaction on SQLite as on PostgreSQL, so that one which is killed half-way never was.
"""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
