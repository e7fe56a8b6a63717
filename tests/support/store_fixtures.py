"""Fixtures of every test of the store; a conftest imports them by name."""

import pytest
import store_databases

from anagen.store import Store, sealing


@pytest.fixture(scope="session")
def server():
    """The URL of a PostgreSQL server, or why there is none."""
    with store_databases.server() as found:
        yield found


@pytest.fixture(params=store_databases.BACKENDS)
def new_database(request, tmp_path):
    """A function that returns the URL of an empty database."""
    server = request.getfixturevalue("server") if request.param == "postgresql" else None
    with store_databases.databases(request.param, tmp_path, server) as new:
        yield new


@pytest.fixture
def open_store(new_database):
    """A function that opens a store, on a new database unless one is given, and is closed after the test."""
    opened = []

    def open_one(database=None, **options):
        opened.append(Store.open(database or new_database(), **{"who": "a tester", **options}))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture
def store(open_store):
    """A store."""
    return open_store()


@pytest.fixture
def ann(store):
    """Identifier of a person in the store."""
    return store.add_person("Ann")


@pytest.fixture
def cheap_seal(monkeypatch):
    """Passphrases that are quick to try, for tests only."""
    monkeypatch.setattr(sealing, "COST", {"n": 2**10, "r": 8, "p": 1})
