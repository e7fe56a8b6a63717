"""What is erased is gone: from the tables, from the file, and from what lies beside it."""

import sqlite3
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text
from store_pictures import png

from anagen.errors import InputError, StoreError
from anagen.store import tables
from anagen.store.accounts import add_account, give_care
from anagen.store.sessions import begin_session, invite
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
    monkeypatch.setattr("anagen.store.with_whole_people.BUSY_S", 0.05)
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


def test_jobs_and_the_way_in_of_an_erased_person_go_with_them_and_nobody_elses(store, ann):
    ben = store.add_person("Ben")
    with store.work(writes=True) as work:
        doctor, own, both = (add_account(work, name, "hash", role).id for name, role in ACCOUNTS)
        for account, person, relation in (
            (doctor, ann, "clinician"),
            (doctor, ben, "clinician"),
            (own, ann, "self"),
            (both, ann, "self"),
            (both, ben, "self"),
        ):
            give_care(work, account, person, relation)
            begin_session(work, account, lasts=timedelta(hours=1))
            invite(work, "join", "person", lasts=timedelta(days=1), person_id=person)
        for key, person in (("a" * 32, ann), ("b" * 32, ben)):
            job = {
                "id": key,
                "kind": "k",
                "key": key,
                "person_id": person,
                "account_id": doctor,
                "params": "{}",
            }
            work.connection.execute(
                tables.jobs.insert().values(**job, state="queued", progress=0.0, asked_at="2026-03-01")
            )
    store.erase(ann)

    with store.work() as work:
        left = {name: work.connection.execute(tables.metadata.tables[name].select()).all() for name in WEB}
    assert {one.id for one in left["accounts"]} == {doctor, both}
    assert {(one.account_id, one.person_id) for one in left["care"]} == {(doctor, ben), (both, ben)}
    assert {one.person_id for one in left["jobs"]} == {one.person_id for one in left["invitations"]} == {ben}
    assert own not in {one.account_id for one in left["web_sessions"]}
    assert store.verify().findings == ()


ACCOUNTS = (("doctor", "clinician"), ("ann", "person"), ("both", "person"))
WEB = ("accounts", "care", "invitations", "jobs", "web_sessions")
