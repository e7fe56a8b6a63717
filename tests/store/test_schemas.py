"""A database of every earlier version, with data in it, opens in this program and keeps everything.

`schemas` holds one of each version as it was when that version shipped; nothing in there is ever changed.
"""

import json
import sqlite3
from pathlib import Path

import pytest
import store_freeze
import store_next_version
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from anagen.errors import StoreError
from anagen.store import Store, schema, tables
from anagen.store.database import locate

SCHEMAS = Path(__file__).parent / "schemas"
PASSPHRASES = {"": None, "-sealed": "correct horse battery"}


@pytest.fixture
def frozen(new_database):
    """A function that loads a frozen database and returns its URL and what is in it."""

    def load(version, sealed=""):
        database = new_database()
        backend = make_url(database).get_backend_name()
        name = f"{version}{sealed}.{backend}"
        script = (SCHEMAS / f"{name}.sql").read_text(encoding="utf-8")
        if backend == "sqlite":
            connection = sqlite3.connect(make_url(database).database)
            connection.executescript(script)
            connection.close()
        else:
            engine = create_engine(locate(database))
            with engine.begin() as connection:
                # PostgreSQL takes several statements at once where none has parameters.
                connection.connection.dbapi_connection.execute(script.encode())
            engine.dispose()
        return database, json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))

    return load


def said(store):
    return {
        one.name: {
            "person": one.as_dict(),
            "records": [record.as_dict() for record in store.records(one.id)],
            "attachments": [attachment.as_dict() for attachment in store.attachments(one.id)],
        }
        for one in store.people()
    }


def check_all_there(store, expected):
    assert said(store) == expected["people"]
    assert store_freeze.rows(store) == expected.get("tables", {name: [] for name in store_freeze.WEB})
    assert store.verify(expected["head"]).findings == ()
    for person in store.people():
        for one in store.attachments(person.id):
            assert store.attachment(person.id, one.sha256).data.startswith(b"\x89PNG")


def test_there_is_a_frozen_database_of_every_version():
    there = {one.name for one in SCHEMAS.glob("*.sql")}

    assert {
        f"{version}.{backend}.sql" for version in tables.VERSIONS for backend in ("sqlite", "postgresql")
    } <= there


@pytest.mark.parametrize("version", tables.VERSIONS)
def test_a_database_of_every_version_opens_with_everything_in_it(frozen, open_store, version):
    database, expected = frozen(version)
    store = open_store(database)

    check_all_there(store, expected)
    ann = store.find_person("Ann").id
    store.put(ann, "reminder", "2026-03-03", {"text": "new"})
    assert store.records(ann)[-1].content == {"text": "new"}
    store.erase(ann)
    assert store.verify(expected["head"]).findings == ()
    assert store.info().schema == tables.SCHEMA


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("version", tables.VERSIONS)
def test_a_sealed_database_of_every_version_opens_with_its_passphrase(frozen, open_store, version):
    database, expected = frozen(version, "-sealed")
    with pytest.raises(StoreError, match="sealed"):
        open_store(database)

    check_all_there(open_store(database, passphrase=PASSPHRASES["-sealed"]), expected)


@pytest.mark.parametrize("version", tables.VERSIONS)
def test_a_program_one_version_ahead_upgrades_it_with_everything_in_it(
    frozen, open_store, monkeypatch, version
):
    """What will happen to the stores of today: an upgrade that writes the table of records anew."""
    database, expected = frozen(version)
    store_next_version.install(monkeypatch)
    store = open_store(database, who="an upgrader")

    check_all_there(store, expected)
    assert [(line.what, line.who) for line in store.audit()][-1] == ("upgrade", "an upgrader")
    assert store.info().schema == store_next_version.VERSIONS[-1]
    lines = len(store.audit())
    assert len(open_store(database).audit()) == lines  # and is not upgraded twice

    monkeypatch.undo()
    with pytest.raises(StoreError, match="Update anagen"):
        open_store(database)


def test_the_migrations_that_there_are_are_the_versions_that_there_are():
    script = ScriptDirectory.from_config(schema.configuration())

    assert tuple(one.revision for one in reversed(list(script.walk_revisions()))) == tables.VERSIONS


def test_the_migrations_make_the_tables_that_the_program_uses(store):
    engine = create_engine(store._url)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), tables.metadata)
    engine.dispose()

    assert differences == []


@pytest.mark.parametrize("version", tables.VERSIONS)
def test_a_migration_that_has_shipped_still_makes_what_it_made(frozen, new_database, version):
    """Its file is frozen: a store that was made by it must not differ from one that is made by it today."""
    shapes = []
    for database in (frozen(version)[0], new_database()):
        Store.open(database, who="a tester").close()
        engine = create_engine(locate(database))
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                asked = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
            else:
                asked = (
                    "SELECT table_name, column_name, data_type, is_nullable, collation_name, column_default "
                    "FROM information_schema.columns WHERE table_schema = current_schema() "
                    "UNION ALL SELECT tablename, indexname, split_part(indexdef, ' USING ', 2), '', '', '' "
                    "FROM pg_indexes WHERE schemaname = current_schema() "
                    "UNION ALL SELECT event_object_table, trigger_name, event_manipulation, '', '', '' "
                    "FROM information_schema.triggers WHERE trigger_schema = current_schema() ORDER BY 1, 2, 3"
                )
            shapes.append([tuple(row) for row in connection.exec_driver_sql(asked)])
        engine.dispose()

    assert len(shapes[0]) > 15
    assert shapes[0] == shapes[1]
