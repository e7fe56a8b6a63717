"""Stores that nobody closes: a script that forgets one leaves no connection behind."""

import gc
import os

from anagen.store import Store
from anagen.store.transactions import _let_go


def test_a_store_that_is_forgotten_closes_its_connections(new_database):
    store = Store.open(new_database(), who="a tester")
    store.add_person("Ann")
    visit, engine = store.acting_as("somebody else"), store._reader
    assert engine.pool.checkedin() == 1

    del store
    gc.collect()
    assert [one.name for one in visit.people()] == ["Ann"]
    assert engine.pool.checkedin() == 1

    del visit
    gc.collect()
    assert engine.pool.checkedin() == 0


def test_a_process_forked_off_leaves_the_connections_of_its_parent_open(store):
    with store._reader.connect() as connection:
        raw = connection.connection.dbapi_connection
    _let_go(store._reader, os.getpid() + 1)

    assert raw.execute("SELECT 7").fetchone() == (7,)
    raw.close()
