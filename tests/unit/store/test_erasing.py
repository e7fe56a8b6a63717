"""What is erased is gone: from the tables, from the file, and from what lies beside it."""

import sqlite3

import pytest
from sqlalchemy import create_engine, text
from store_pictures import png

from anagen.errors import InputError, StoreError
from anagen.store.sweeping import sweep

SECRET = "psoriasis-of-the-scalp"


@pytest.fixture
def told(store, ann):
    """A store that knows a secret in a record, in a picture and in a name."""
    store.put(ann, "side_effect", "2026-03-01", {"effects": [SECRET] * 300})
    store.attach(ann, png(f"Comment\x00{SECRET}".encode() * 500), "image/png")
    store.rename_person(ann, f"Ann {SECRET}")
    return store


def everything(store):
    engine = create_engine(store._url)
    with engine.connect() as connection:
        names = connection.execute(
            text(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
                if engine.dialect.name == "sqlite"
                else "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
            )
        )
        found = [str(row) for (name,) in names for row in connection.execute(text(f"SELECT * FROM {name}"))]
    engine.dispose()
    return " ".join(found)


def test_nothing_of_an_erased_person_is_left_but_that_somebody_was_erased(told, ann):
    ben = told.add_person("Ben")
    told.put(ben, "reminder", "2026-03-01", {"text": "buy shampoo"})
    assert SECRET in everything(told)

    told.erase(ann)

    assert SECRET not in everything(told)
    assert [one.name for one in told.people()] == ["Ben"]
    assert [one.content for one in told.records(ben)] == [{"text": "buy shampoo"}]
    assert told.verify().findings == ()
    assert [line.what for line in told.audit(ann)][-1] == "erase"
    for ask in (lambda: told.person(ann), lambda: told.records(ann), lambda: told.erase(ann)):
        with pytest.raises(InputError, match="was erased on 20"):
            ask()


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_no_byte_of_it_is_left_in_the_file_or_beside_it(told, ann, tmp_path):
    def left():
        return SECRET.encode() in b"".join(one.read_bytes() for one in tmp_path.iterdir())

    assert left()
    told.erase(ann)
    assert not left()


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_a_deleted_record_is_overwritten_too_once_the_store_is_closed(store, ann, tmp_path):
    store.delete(store.put(ann, "reminder", "2026-03-01", {"text": SECRET}))
    store.close()

    assert SECRET.encode() not in b"".join(one.read_bytes() for one in tmp_path.iterdir())


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_traces_that_another_reader_holds_are_told_and_cleaned_up_later(
    told, ann, tmp_path, monkeypatch, open_store
):
    monkeypatch.setattr("anagen.store.store.BUSY_S", 0.05)
    other = sqlite3.connect(told._url.database, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT * FROM records").fetchall()

    with pytest.raises(StoreError, match="another program is using the store"):
        told.erase(ann)
    assert told.people() == ()
    open_store(told._url.database).close()  # opens all the same, and cannot clean up yet

    other.close()
    open_store(told._url.database)
    assert SECRET.encode() not in b"".join(one.read_bytes() for one in tmp_path.iterdir())


def test_a_person_is_not_erased_within_a_transaction(told, ann):
    with told.transaction(), pytest.raises(InputError, match="within a transaction"):
        told.erase(ann)
    assert len(told.people()) == 1


def test_sweeping_waits_no_longer_than_it_is_told(told):
    engine = create_engine(told._url)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            connection.exec_driver_sql("UPDATE people SET name = name")
        else:
            connection.exec_driver_sql("LOCK TABLE people IN ACCESS SHARE MODE")
        with pytest.raises(StoreError, match="another program"):
            sweep(told._reader, 0.05)
    engine.dispose()
    sweep(told._reader, 0.05)
