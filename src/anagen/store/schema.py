"""Bringing a database to the schema of this program: making it, upgrading it, or refusing it."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from anagen.errors import InputError, StoreError
from anagen.store.tables import SCHEMA, VERSIONS, metadata

__all__ = ["check", "migrate", "version"]

ALEMBIC = "alembic_version"
MIGRATIONS = "anagen.store:migrations"


def version(connection: Connection) -> str | None:
    """The schema of a database; None if it is empty.

    Raises
    ------
    StoreError
        If the database holds something else.
    """
    there = set(inspect(connection).get_table_names())
    if not there:
        return None
    if not {ALEMBIC, "audit_head"} <= there:
        raise StoreError(
            f"The database holds tables of something else, such as {min(there)!r}. Nothing was changed. "
            "Give an empty one."
        )
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return found[0] if len(found) == 1 else "unknown"


def check(found: str | None) -> bool:
    """Whether a schema has to be brought up to that of this program.

    Raises
    ------
    StoreError
        If it is newer than this program.
    """
    if found is not None and found not in VERSIONS:
        raise StoreError(
            f"The store has the schema {found}, and this version of anagen knows up to {SCHEMA}. Nothing was "
            "changed. Update anagen."
        )
    return found != SCHEMA


def migrate(connection: Connection) -> None:
    """Bring a database to the schema of this program, within the transaction of the connection.

    Parameters
    ----------
    connection
        A connection whose transaction holds the write lock.
    """
    try:
        from alembic import command
        from alembic.config import Config
    except ImportError as error:
        raise InputError("A store needs Alembic. Install it with: pip install 'anagen[store]'.") from error
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    config.attributes["connection"] = connection
    command.upgrade(config, SCHEMA)
    missing = metadata.tables.keys() - set(inspect(connection).get_table_names())
    if missing:
        raise StoreError(f"The upgrade did not make {', '.join(sorted(missing))}. Nothing was changed.")
