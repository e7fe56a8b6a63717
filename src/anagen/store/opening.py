"""What happens when a store is opened, and what can be told of it then."""

from __future__ import annotations

import getpass
from typing import Any

from sqlalchemy import URL, Connection, Engine, func, insert, select

from anagen.errors import NoStoreError, SealedStoreError
from anagen.store import schema, tables
from anagen.store.audit import Work, append
from anagen.store.database import shown
from anagen.store.sealing import Seal, new_seal, unsealed
from anagen.store.values import StoreInfo

__all__ = ["account", "brought_up", "info_of"]


def brought_up(
    reader: Engine, writer: Engine, passphrase: str | None, who: str, *, create: bool
) -> tuple[Seal, str | None]:
    """The seal of a database, which has the schema of this program by then, and the schema it had before."""
    with reader.begin() as connection:
        found = schema.version(connection)
    if found is None and not create:
        raise NoStoreError(
            "The database is empty: no store was made in it. Make one with `anagen store create`."
        )
    if schema.check(found):
        with writer.begin() as connection:
            _upgrade(connection, passphrase, who)
    with reader.begin() as connection:
        return _opened_seal(connection, passphrase), found


def _upgrade(connection: Connection, passphrase: str | None, who: str) -> None:
    """Make or upgrade, unless another program did while this one waited for the lock."""
    found = schema.version(connection)
    if not schema.check(found):
        return
    schema.migrate(connection)
    if found is None:
        seal = Seal()
        if passphrase is not None:
            seal, row = new_seal(passphrase)
            connection.execute(insert(tables.seal).values(**row))
    else:
        seal = _opened_seal(connection, passphrase)
    work = Work(connection=connection, seal=seal, who=who)
    append(work, "create" if found is None else "upgrade", why="maintenance")


def _opened_seal(connection: Connection, passphrase: str | None) -> Seal:
    row = connection.execute(select(tables.seal)).mappings().one_or_none()
    if row is None and passphrase is not None:
        raise SealedStoreError(
            "The store is not sealed, and a passphrase was given. Leave it out, or export, make a sealed store and "
            "import there."
        )
    if row is None:
        return Seal()
    if passphrase is None:
        raise SealedStoreError("The store is sealed. Give its passphrase.")
    return unsealed(dict(row), passphrase)


def info_of(work: Work, url: URL) -> StoreInfo:
    """What a store is, and how much it holds."""
    connection = work.connection

    def count(table: Any) -> int:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())

    kind = tables.records.c.kind
    kinds = select(kind, func.count().label("n")).group_by(kind).order_by(kind)
    return StoreInfo(
        database=shown(url),
        schema=schema.version(connection) or "",
        sealed=work.seal.key is not None,
        people=count(tables.people),
        records={row.kind: row.n for row in connection.execute(kinds)},
        attachments=count(tables.attachments),
        audit_lines=count(tables.audit_lines),
        head=connection.execute(select(tables.audit_head.c.hash)).scalar_one(),
    )


def account() -> str:
    """The name of the account that runs this."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name, as in some containers
        return "unknown"
