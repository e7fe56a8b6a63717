"""Where a store is, who may read it, and what is refused before anything is touched."""

import os
import sqlite3
import subprocess
import sys

import pytest
from sqlalchemy import create_engine

from anagen.errors import InputError, StoreError
from anagen.store import KINDS, Kind, Store, register
from anagen.store.database import locate, shown


@pytest.fixture
def file(tmp_path):
    return tmp_path / "store.sqlite"


@pytest.fixture
def filled(file):
    with Store.open(file, who="a tester") as store:
        ann = store.add_person("Ann")
        with store.transaction():
            for i in range(60):
                store.put(ann, "reminder", "2026-03-01", {"text": f"{i} " + "x" * 5000})
    return file


def test_the_usual_store_is_in_the_users_data_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "data")
    monkeypatch.delenv("ANAGEN_DATABASE", raising=False)
    Store.open().close()
    assert (tmp_path / "data" / "store.sqlite").is_file()

    monkeypatch.setenv("ANAGEN_DATABASE", str(tmp_path / "other.sqlite"))
    Store.open().close()
    assert (tmp_path / "other.sqlite").is_file()


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o277])
def test_only_the_owner_reads_whatever_the_umask(tmp_path, umask):
    folder = tmp_path / "made" / "here"
    before = os.umask(umask)
    try:
        with Store.open(folder / "store.sqlite", who="a tester") as store:
            ann = store.add_person("Ann")
            store.export(ann, folder / "ann.zip")
            modes = {one.name: one.stat().st_mode & 0o777 for one in folder.iterdir()}
    finally:
        os.umask(before)

    assert modes.keys() == {"store.sqlite", "store.sqlite-wal", "store.sqlite-shm", "ann.zip"}
    assert set(modes.values()) == {0o600}
    assert {one.stat().st_mode & 0o777 for one in (folder, folder.parent)} == {0o700}


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")
def test_a_store_that_others_could_read_is_locked_down(filled):
    filled.chmod(0o644)
    Store.open(filled, who="a tester").close()

    assert filled.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("database", "says"),
    [
        ("mysql://host/name", "'mysql'"),
        ("sqlite://", "no file"),
        ("sqlite:///:memory:", "no file"),
        ("postgresql://user:secret@host:port/name", "no database URL"),
        ("http://example.org", "'http'"),
    ],
)
def test_a_url_of_something_else_is_refused_without_its_password(database, says):
    with pytest.raises(InputError, match=says) as caught:
        locate(database)
    assert "secret" not in str(caught.value)


def test_a_password_is_never_shown():
    assert shown(locate("postgresql://user:secret@host/name")) == "postgresql+psycopg://user:***@host/name"


def test_a_server_that_does_not_answer_is_one_line():
    with pytest.raises(StoreError, match="does not answer") as caught:
        Store.open("postgresql://user:secret@127.0.0.1:1/name?connect_timeout=2")
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_store_is_made_only_where_that_is_asked(file, new_database):
    with pytest.raises(StoreError, match="no store in"):
        Store.open(file / ".." / "none.sqlite", create=False)
    with pytest.raises(StoreError, match="no store"):
        Store.open(new_database(), create=False)
    assert not file.exists()


def test_a_folder_or_another_file_is_not_taken_for_a_store(tmp_path, file):
    with pytest.raises(StoreError, match="is a folder"):
        Store.open(tmp_path)
    file.write_text("my thesis")
    with pytest.raises(StoreError, match="is no store"):
        Store.open(file)
    assert file.read_text() == "my thesis"


def test_the_database_of_another_program_is_left_alone(file):
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    before = file.read_bytes()

    with pytest.raises(StoreError, match="tables of something else, such as 'recipes'"):
        Store.open(file)
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]
    connection.close()
    assert len(before) == file.stat().st_size


def test_an_empty_file_becomes_a_store(file):
    """As a program that was killed while it made one may have left."""
    file.touch()
    with Store.open(file, who="a tester") as store:
        assert store.verify().sound


def test_a_store_of_a_newer_program_is_refused(new_database):
    database = new_database()
    Store.open(database, who="a tester").close()
    change(database, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(StoreError, match=r"schema 9999.*up to 0002.*Update anagen"):
        Store.open(database)
    assert ask(database, "SELECT version_num FROM alembic_version") == [("9999",)]


def cut_in_half(data):
    return data[: len(data) // 2]


def first_page_blank(data):
    return data[:100] + bytes(3996) + data[4096:]


def header_overwritten(data):
    return bytes(100) + data[100:]


def every_page_scrambled(data):
    return data[:100] + bytes(byte ^ 0x5A for byte in data[100:])


def cut_within_the_header(data):
    return data[:50]


@pytest.mark.parametrize(
    "damage",
    [cut_in_half, first_page_blank, header_overwritten, every_page_scrambled, cut_within_the_header],
)
def test_a_damaged_store_is_one_line_that_says_what_to_do_and_is_not_overwritten(filled, damage):
    damaged = damage(filled.read_bytes())
    filled.write_bytes(damaged)

    with pytest.raises(StoreError, match=r"damaged.*(backup|export)") as caught:
        Store.open(filled)

    assert "\n" not in str(caught.value)
    assert str(filled) in str(caught.value)
    assert filled.read_bytes() == damaged


def test_damage_in_the_middle_is_found_when_it_is_read_and_by_verify(filled):
    data = bytearray(filled.read_bytes())
    for page in range(40, len(data) // 4096 - 10):
        data[page * 4096 : page * 4096 + 4096] = bytes([page]) * 4096
    filled.write_bytes(data)

    with Store.open(filled, who="a tester") as store:
        with pytest.raises(StoreError, match="damaged"):
            store.records(store.find_person().id)
        with pytest.raises(StoreError, match="damaged"):
            store.verify()


def test_another_program_that_writes_for_long_is_one_line(filled, monkeypatch):
    monkeypatch.setattr("anagen.store.database.BUSY_S", 0.05)
    other = sqlite3.connect(filled, isolation_level=None)
    with Store.open(filled, who="a tester") as store:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="in use by another program"):
            store.add_person("Ben")
        assert len(store.people()) == 1  # reading goes on
        other.execute("ROLLBACK")
        store.add_person("Ben")
    other.close()


def test_importing_the_store_loads_no_numpy_and_no_alembic():
    program = (
        "import sys; from anagen.store import Store\n"
        "print(*({'numpy', 'numba', 'alembic', 'cryptography', 'psycopg'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == ""


@pytest.mark.parametrize(
    ("missing", "database", "extra"),
    [
        ("sqlalchemy", None, "store"),
        ("alembic", None, "store"),
        ("psycopg", "postgresql://host/name", "postgres"),
    ],
)
def test_a_library_that_is_missing_is_named_with_its_extra(tmp_path, missing, database, extra):
    program = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from anagen.errors import InputError\n"
        f"try:\n    from anagen.store import Store; Store.open({database or str(tmp_path / 'a.sqlite')!r})\n"
        "except InputError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert f"pip install 'anagen[{extra}]'" in done.stdout


def test_kinds_of_records_can_be_added_but_not_taken_over(monkeypatch):
    monkeypatch.setattr("anagen.store.kinds.KINDS", dict(KINDS))
    register(Kind(name="scalp_oil", says="How oily the scalp was"))

    with pytest.raises(InputError, match="already"):
        register(Kind(name="grade", says="Something else"))
    with pytest.raises(InputError, match="lower-case"):
        Kind(name="../grade", says="A path")


def change(database, statement):
    engine = create_engine(locate(database))
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def ask(database, question):
    engine = create_engine(locate(database))
    with engine.begin() as connection:
        rows = [tuple(row) for row in connection.exec_driver_sql(question)]
    engine.dispose()
    return rows
