"""Databases for tests of the store: a fresh file of SQLite, or a fresh schema of PostgreSQL."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from postgres import NoPostgresError, postgres
from sqlalchemy import create_engine, make_url

BACKENDS = ("sqlite", "postgresql")


@contextmanager
def server() -> Iterator[str | NoPostgresError]:
    """The URL of a server, or why there is none."""
    with ExitStack() as stack:
        try:
            found: str | NoPostgresError = stack.enter_context(postgres())
        except NoPostgresError as reason:
            found = reason
        yield found


@contextmanager
def databases(backend: str, folder: Path, server: str | NoPostgresError) -> Iterator[Callable[[], str]]:
    """Give a function that returns the URL of an empty database at every call."""
    if backend == "sqlite":
        yield lambda: f"sqlite:///{folder / secrets.token_hex(4)}.sqlite"
        return
    if isinstance(server, NoPostgresError):
        pytest.skip(str(server))
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    made = []

    def new() -> str:
        name = f"test_{secrets.token_hex(8)}"
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {name}")
        made.append(name)
        own = url.update_query_dict({"options": f"-csearch_path={name}"})
        return own.render_as_string(hide_password=False)

    try:
        yield new
    finally:
        with engine.connect() as connection:
            for name in made:
                connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
        engine.dispose()
