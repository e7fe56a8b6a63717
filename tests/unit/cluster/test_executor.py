"""What runs tasks, and what is refused before any worker is started."""

import sys

import pytest

from anagen.cluster.executor import Here
from anagen.cluster.workers import opened
from anagen.errors import InputError


def test_here_runs_tasks_one_by_one_in_the_order_they_came():
    here = Here()
    for place in range(3):
        here.submit(place, pow, 2, place)

    assert here.waiting == 3
    assert [here.finished() for _ in range(3)] == [(0, 1), (1, 2), (2, 4)]
    assert here.waiting == 0


def test_without_workers_nothing_of_dask_is_loaded():
    loaded = set(sys.modules)

    with opened() as executor:
        assert isinstance(executor, Here)
    assert not {one for one in set(sys.modules) - loaded if one.split(".")[0] in ("dask", "distributed")}


@pytest.mark.parametrize("workers", [0, -1, 5000])
def test_a_number_of_workers_that_nobody_means_is_refused(workers):
    with pytest.raises(InputError, match="from 1 to"), opened(workers=workers):
        pass


def test_workers_are_here_or_there():
    with pytest.raises(InputError, match="not both"), opened(workers=2, scheduler="tcp://127.0.0.1:1"):
        pass


def test_a_machine_without_dask_is_told_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(InputError, match=r"anagen\[cluster\]"), opened(workers=2):
        pass
