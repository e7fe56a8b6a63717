"""Bringing a database to the schema of this program: making it, upgrading it, or refusing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from anagen.errors import InputError, StoreError
from anagen.store.tables import SCHEMA, VERSIONS, metadata

if TYPE_CHECKING:
    from alembic.config import Config

__all__ = ["check", "configuration", "migrate", "version"]

ALEMBIC = "alembic_version"
MIGRATIONS, VERSIONS_FOLDER = "anagen.store:migrations", "anagen.store.migrations:versions"


def version(connection: Connection) -> str | None:
    """The schema of a database; None if it is empty.

    Raises
    ------
    StoreError
        If the database holds something else.
    """
    there = _tables(connection)
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
    except ImportError as error:
        raise InputError("A store needs Alembic. Install it with: pip install 'anagen[store]'.") from error
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, SCHEMA)
    missing = metadata.tables.keys() - _tables(connection)
    if missing:
        raise StoreError(f"The upgrade did not make {', '.join(sorted(missing))}. Nothing was changed.")


def _tables(connection: Connection) -> set[str]:
    """The names of all tables, asked plainly: reflection would take most of the time of an opening."""
    if connection.dialect.name == "sqlite":
        asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    else:
        asked = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    return set(connection.execute(text(asked)).scalars())


def configuration() -> Config:
    """Where Alembic finds the migrations."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("path_separator", "newline")  # a colon stands between package and folder
    config.set_main_option("script_location", MIGRATIONS)
    config.set_main_option("version_locations", VERSIONS_FOLDER)
    return config
