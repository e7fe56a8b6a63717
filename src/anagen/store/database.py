"""Where a store is, and how it is connected to: a file of SQLite, or a server of PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from anagen.errors import InputError, NoStoreError, StoreError

__all__ = [
    "BUSY_S",
    "FILE_MODE",
    "FOLDER_MODE",
    "default_file",
    "engines",
    "file_of",
    "locate",
    "plain_errors",
    "secured",
]

ENVIRONMENT = "ANAGEN_DATABASE"
BUSY_S = 30.0
"""How long to wait for another who writes. [s]"""
FILE_MODE, FOLDER_MODE = 0o600, 0o700
MOST_CONNECTIONS = 40
"""Threads that may use a file at once; more wait."""
SQLITE_BEGINS = b"SQLite format 3\x00"
WRITE_LOCK = 0x616E6167656E
"""Number of the lock that whoever writes to a store on PostgreSQL holds; the word anagen in ASCII."""


def default_file() -> Path:
    """The store of whoever uses this account."""
    from platformdirs import user_data_path

    return user_data_path("anagen", appauthor=False) / "store.sqlite"


def locate(database: str | Path | None) -> URL:
    """The URL of a database.

    Parameters
    ----------
    database
        A file, or a URL that begins with ``sqlite:`` or ``postgresql:``; if none, what the environment says in
        ANAGEN_DATABASE, else the file of this account.

    Raises
    ------
    InputError
        If it is no such URL, or an SQLite database without a file.
    """
    given = database or os.environ.get(ENVIRONMENT) or default_file()
    if isinstance(given, Path) or "://" not in given:
        return URL.create("sqlite", database=str(Path(given).expanduser().absolute()))
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        raise InputError(f"{_without_password(given)} is no database URL. {_ALLOWED}") from None
    if url.get_backend_name() in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite":
        raise InputError(f"Cannot keep a store in {url.get_backend_name()!r}. {_ALLOWED}")
    if not url.database or url.database == ":memory:" or url.query:
        raise InputError(f"{given} names no file. {_ALLOWED}")
    return URL.create("sqlite", database=str(Path(url.database).absolute()))


_ALLOWED = "Give a file, sqlite:///FILE, or postgresql://USER@HOST/DATABASE."


def _without_password(given: str) -> str:
    return f"{given.partition('://')[0]}://..."


def file_of(url: URL) -> Path | None:
    """The file of a database, if it is one."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def secured(path: Path, *, create: bool) -> None:
    """Make sure that a file is there, is a store or empty, and is nobody else's to read.

    SQLite gives the files it puts beside it (-wal, -shm) the mode that this one has, whatever the umask.

    Raises
    ------
    StoreError
        If it is missing and not to be made, or is something else.
    """
    if path.is_dir():
        raise StoreError(f"{path} is a folder. Name a file in it.")
    if not path.exists():
        if not create:
            raise NoStoreError(
                f"There is no store in {path}. Make one with `anagen store create`, or name another with --database."
            )
        _make_folder(path.parent)
        with suppress(FileExistsError):  # another program made it this very moment
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, FILE_MODE))
    _refuse_other_files(path)
    _lock_down(path)


def _make_folder(folder: Path) -> None:
    for missing in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
        missing.mkdir(mode=FOLDER_MODE, exist_ok=True)
        missing.chmod(FOLDER_MODE)  # whatever the umask


def _refuse_other_files(path: Path) -> None:
    with path.open("rb") as file:
        begins = file.read(len(SQLITE_BEGINS))
    if begins not in (b"", SQLITE_BEGINS):
        raise StoreError(
            f"{path} is no store, or its beginning is damaged. Nothing was changed. Restore it from a backup, "
            "or name another file."
        )


def _lock_down(path: Path) -> None:
    beside = (path, *(path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal")))
    for file in beside:
        try:
            if file.stat().st_mode & 0o777 != FILE_MODE:
                file.chmod(FILE_MODE)
        except FileNotFoundError:
            continue
        except PermissionError:
            raise StoreError(f"{file} belongs to somebody else. Name a file of your own.") from None


def engines(url: URL) -> tuple[Engine, Engine]:
    """An engine whose transactions see one moment, and one whose transactions are the only ones that write."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    return _postgresql(url)


def _sqlite(url: URL) -> tuple[Engine, Engine]:
    settings = {"timeout": BUSY_S, "isolation_level": None}
    engine = create_engine(url, connect_args=settings, max_overflow=MOST_CONNECTIONS, pool_timeout=BUSY_S)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine, engine.execution_options(anagen_writes=True)


def _prepare_sqlite(raw: Any, _record: Any) -> None:
    for setting in (
        "trusted_schema = OFF",
        "schema_version",  # reads the file, so that a damaged one is noticed before anything changes it
        "journal_mode = WAL",  # who reads does not wait for who writes
        "synchronous = FULL",  # what was acknowledged survives a power cut
        "foreign_keys = ON",
        "secure_delete = ON",
        "temp_store = MEMORY",  # no copies of records in the folder for temporary files
    ):
        raw.execute(f"PRAGMA {setting}").fetchall()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes then would fail where another wrote in between; so writers begin so.
    writes = connection.get_execution_options().get("anagen_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(url: URL) -> tuple[Engine, Engine]:
    try:
        engine = create_engine(url, pool_pre_ping=True, pool_timeout=BUSY_S, use_native_hstore=False)
    except ImportError as error:
        raise InputError(
            "A store on PostgreSQL needs psycopg. Install it with: pip install 'anagen[postgres]'."
        ) from error
    event.listen(engine, "begin", _begin_postgresql)
    return engine.execution_options(isolation_level="REPEATABLE READ"), engine.execution_options(
        anagen_writes=True
    )


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("anagen_writes"):
        # The chain of the audit has one end; whoever adds to it waits for whoever is adding.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")


@contextmanager
def plain_errors(url: URL) -> Iterator[None]:
    """Turn what a database complains of into one line that says what to do; what is a bug stays as it is."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        complaint = _sqlite_complaint(cause) if isinstance(cause, sqlite3.Error) else _server_complaint(cause)
        if complaint is None:
            raise
        raise StoreError(f"{shown(url)} {complaint}") from error
    except PoolTimeoutError as error:
        raise StoreError(f"{shown(url)} is asked for more than it can answer. Try again later.") from error


def shown(url: URL) -> str:
    """A database as it may be shown: a file by its path, a server without a password."""
    path = file_of(url)
    return url.render_as_string(hide_password=True) if path is None else str(path)


def _sqlite_complaint(cause: sqlite3.Error) -> str | None:
    says = str(cause)
    if "locked" in says or "busy" in says:
        return f"is in use by another program for more than {BUSY_S:g} s. Wait until it has ended, then try again."
    if type(cause) is sqlite3.DatabaseError or "malformed" in says:
        return (
            f"is damaged ({says}). Nothing was overwritten. Keep a copy of the file, then restore a backup, or "
            "make a new store and import an export."
        )
    if isinstance(cause, sqlite3.OperationalError) and "no such" not in says and "syntax" not in says:
        return f"cannot be used: {says}. See whether the disk is full, and whether the file is yours to write to."
    return None


def _server_complaint(cause: object) -> str | None:
    import psycopg

    if not isinstance(cause, psycopg.OperationalError):
        return None
    says = str(cause).strip().partition("\n")[0]
    return f"does not answer: {says}. See whether the server runs, and whether user and password are right."
