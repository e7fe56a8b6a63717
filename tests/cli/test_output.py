"""Files that are whole or absent, and JSON that others can read."""

import io
import json
import sys
from pathlib import Path

import pytest

from anagen.cli.output import print_json, progress, write_file_atomically, write_folder_atomically
from anagen.errors import InputError, OutputExistsError


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def nothing():
    """What happens meanwhile, unless a test has something happen."""


def write_folder(out, text, meanwhile=nothing, **options):
    with write_folder_atomically(out, **options) as draft:
        (draft / "table.csv").write_text(text)
        meanwhile()


def write_file(out, text, meanwhile=nothing, **options):
    with write_file_atomically(out, **options) as draft:
        draft.write_text(text)
        meanwhile()


def test_a_folder_appears_once_it_is_whole(tmp_path):
    out = tmp_path / "deep" / "out"
    with write_folder_atomically(out) as draft:
        (draft / "table.csv").write_text("a")
        assert not out.exists()

    assert (out / "table.csv").read_text() == "a"
    assert names(tmp_path / "deep") == ["out"]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, ValueError])
@pytest.mark.parametrize("write", [write_folder, write_file])
def test_what_is_interrupted_leaves_nothing(tmp_path, write, stop):
    def interrupt():
        raise stop

    with pytest.raises(stop):
        write(tmp_path / "deep" / "out", "half", meanwhile=interrupt)

    assert names(tmp_path) == []


def test_what_exists_is_never_overwritten(tmp_path):
    write_folder(tmp_path / "out", "old")
    write_file(tmp_path / "out.csv", "old")

    with pytest.raises(OutputExistsError, match="--force"):
        write_folder(tmp_path / "out", "new")
    with pytest.raises(OutputExistsError, match="--force"):
        write_file(tmp_path / "out.csv", "new")

    assert (tmp_path / "out" / "table.csv").read_text() == "old"
    assert (tmp_path / "out.csv").read_text() == "old"
    assert names(tmp_path) == ["out", "out.csv"]


def test_what_appears_meanwhile_is_not_overwritten_either(tmp_path):
    out = tmp_path / "out"

    with pytest.raises(OutputExistsError):
        write_file(out, "new", meanwhile=lambda: out.write_text("somebody else's"))

    assert out.read_text() == "somebody else's"


def test_force_replaces_a_folder_of_ours_as_a_whole(tmp_path):
    out = tmp_path / "out"
    write_folder(out, "old")
    (out / "left_over.csv").write_text("old")
    write_folder(out, "new", force=True)

    assert (out / "table.csv").read_text() == "new"
    assert "left_over.csv" not in names(out)
    assert names(tmp_path) == ["out"]


def test_force_replaces_a_file(tmp_path):
    write_file(tmp_path / "a.csv", "old")
    write_file(tmp_path / "a.csv", "new", force=True)

    assert (tmp_path / "a.csv").read_text() == "new"


def test_a_failed_replacement_keeps_the_old(tmp_path):
    out = tmp_path / "out"
    write_folder(out, "old")

    def fail():
        raise ValueError("oops")

    with pytest.raises(ValueError, match="oops"):
        write_folder(out, "new", meanwhile=fail, force=True)

    assert (out / "table.csv").read_text() == "old"


def test_force_leaves_a_folder_of_somebody_else_alone(tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work")

    with pytest.raises(InputError, match="not written by anagen"):
        write_folder(tmp_path / "thesis", "new", force=True)

    assert names(tmp_path / "thesis") == ["chapter.txt"]


def test_an_empty_folder_may_be_replaced(tmp_path):
    (tmp_path / "out").mkdir()
    write_folder(tmp_path / "out", "new", force=True)

    assert (tmp_path / "out" / "table.csv").read_text() == "new"


def test_a_file_is_not_written_over_a_folder_nor_below_a_file(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")

    with pytest.raises(InputError, match="is a folder"):
        write_file(tmp_path / "folder", "x", force=True)
    with pytest.raises(InputError, match="is a file"):
        write_folder(tmp_path / "file" / "out", "x")


def test_json_is_plain_and_has_no_nan(capsys):
    numpy = pytest.importorskip("numpy")
    print_json(
        {
            "array": numpy.array([1.0, numpy.nan]),
            "number": numpy.float64(2.5),
            "count": numpy.int64(3),
            "flag": numpy.bool_(True),
            "infinite": float("inf"),
            "tuple": (1, None, True),
            "path": Path("a") / "b",
            7: "µm",
        }
    )

    assert json.loads(capsys.readouterr().out) == {
        "array": [1.0, None],
        "number": 2.5,
        "count": 3,
        "flag": True,
        "infinite": None,
        "tuple": [1, None, True],
        "path": "a/b",
        "7": "µm",
    }


def test_progress_is_silent_where_nobody_watches(capsys):
    with progress("Running", 3) as advance:
        advance(1)
        advance(2)

    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("before", [True, False])
def test_progress_goes_to_a_person_on_standard_error_who_is_told_of_a_first_run(before, monkeypatch, capsys):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("anagen.compiled.compiled_before", lambda: before)
    with progress("Running the trial", 3) as advance:
        advance(3)

    assert ("The first run takes" in terminal.getvalue()) is not before
    assert "Running the trial" in terminal.getvalue()
    assert capsys.readouterr().out == ""
