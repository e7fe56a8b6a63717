"""Overwriting what erased rows leave behind in the file."""

from __future__ import annotations

import sqlite3

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from anagen.errors import StoreError

__all__ = ["sweep"]


def sweep(engine: Engine, patience_s: float) -> None:
    """Write the database anew without the pages and log entries of what was erased.

    Parameters
    ----------
    engine
        An engine of which no transaction is open.
    patience_s
        How long to wait for others who read. [s]

    Raises
    ------
    StoreError
        If another program reads, so that its view of the past has to stay.
    """
    try:
        swept = (_sweep_sqlite if engine.dialect.name == "sqlite" else _sweep_server)(engine, patience_s)
    except (DBAPIError, sqlite3.OperationalError):
        swept = False
    if not swept:
        raise StoreError(
            "All rows are erased, but another program is using the store, so that traces may be left in its file. "
            "Close that program, then open the store once more: it cleans up by itself."
        )


def _sweep_sqlite(engine: Engine, patience_s: float) -> bool:
    raw = engine.raw_connection()  # VACUUM stands outside transactions
    try:
        cursor = raw.cursor()
        (before,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {patience_s * 1000:.0f}")
        try:
            for _ in range(2):  # the log of the rows, and then that of the new file
                if cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] != 0:
                    return False
                cursor.execute("VACUUM")
            return bool(cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {before}")
    finally:
        raw.close()


def _sweep_server(engine: Engine, patience_s: float) -> bool:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"SET lock_timeout = {max(1, int(patience_s * 1000))}")
        try:
            connection.exec_driver_sql("VACUUM (FULL) people, records, attachments, jobs, accounts")
        finally:
            connection.exec_driver_sql("RESET lock_timeout")  # the connection is used again
    return True
