"""A diary over a real store, in a file of its own."""

import pytest

from anagen.diary.logbook import Diary
from anagen.store import Store


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "store.sqlite", who="tester") as store:
        yield store


@pytest.fixture
def diary(store):
    return Diary(store, store.add_person("Ada"))
