"""Finished work as files: whole, of this run, and there again after a kill."""

import json

import numpy as np
import pytest

from anagen.cluster.parts import Parts, finished_in
from anagen.errors import InputError

WHAT = {"trial": "mine", "seed": 1, "people": [100, 10]}


def test_what_is_kept_comes_back(tmp_path):
    Parts(tmp_path / "work", WHAT, resume=False).save("b", {"x": np.arange(3), "y": np.ones((2, 2))})

    (found,) = Parts(tmp_path / "work", WHAT, resume=True).load()

    assert found[0] == "b"
    assert np.array_equal(found[1]["x"], np.arange(3))
    assert found[1]["y"].shape == (2, 2)


def test_parts_come_in_the_order_of_their_names(tmp_path):
    parts = Parts(tmp_path / "work", WHAT, resume=False)
    for name in ("c", "a", "b"):
        parts.save(name, {"x": np.zeros(1)})

    assert [name for name, _ in parts.load()] == ["a", "b", "c"]


@pytest.mark.parametrize("bytes_left", [0, 10, 100])
def test_a_file_that_is_torn_counts_as_not_done(tmp_path, bytes_left):
    parts = Parts(tmp_path / "work", WHAT, resume=False)
    for name in ("a", "b"):
        parts.save(name, {"x": np.arange(100)})
    torn = parts.folder / "a.npz"
    torn.write_bytes(torn.read_bytes()[:bytes_left])

    assert [name for name, _ in parts.load()] == ["b"]
    assert not torn.exists()


def test_a_draft_that_a_kill_left_is_not_taken_for_work(tmp_path):
    parts = Parts(tmp_path / "work", WHAT, resume=False)
    (parts.folder / ".a.npz.part").write_bytes(b"half")

    assert list(parts.load()) == []


def test_work_is_gone_on_with_only_when_asked(tmp_path):
    Parts(tmp_path / "work", WHAT, resume=False)

    with pytest.raises(InputError, match="Go on from there with --resume"):
        Parts(tmp_path / "work", WHAT, resume=False)


def test_work_of_another_run_is_refused_by_what_differs(tmp_path):
    Parts(tmp_path / "work", WHAT, resume=False)

    with pytest.raises(InputError, match="another run: seed differs"):
        Parts(tmp_path / "work", WHAT | {"seed": 2}, resume=True)


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "letters.txt").write_text("dear", encoding="utf-8")

    with pytest.raises(InputError, match="holds something else"):
        Parts(tmp_path, WHAT, resume=True)
    assert [one.name for one in tmp_path.iterdir()] == ["letters.txt"]


def test_a_folder_without_finished_work_is_removed_and_any_other_left(tmp_path):
    parts = Parts(tmp_path / "work", WHAT, resume=False)
    (parts.folder / ".a.npz.part").write_bytes(b"half")
    (tmp_path / "letters.txt").write_text("dear", encoding="utf-8")

    assert not finished_in(tmp_path / "none")
    assert not finished_in(tmp_path)
    assert not finished_in(parts.folder)
    assert [one.name for one in tmp_path.iterdir()] == ["letters.txt"]

    parts = Parts(tmp_path / "work", WHAT, resume=False)
    parts.save("a", {"x": np.zeros(1)})
    assert finished_in(parts.folder)
    assert (parts.folder / "a.npz").exists()


def test_the_record_says_what_the_work_is(tmp_path):
    parts = Parts(tmp_path / "deep" / "work", WHAT, resume=True)

    assert json.loads((parts.folder / "work.json").read_text(encoding="utf-8")) == WHAT
