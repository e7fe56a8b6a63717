"""`anagen store`: what is kept of whom, given back, taken in, erased and verified."""

import io
import json
import os
import sqlite3
import stat
import sys
import zipfile

import pexpect
import pytest

from anagen.cli import app
from anagen.store import Store, sealing
from anagen.store.tables import SCHEMA

SECRET = "a long sentence to seal with"


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """A folder with a store that holds Ann and Ben."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANAGEN_DATABASE", str(tmp_path / "store.sqlite"))
    monkeypatch.delenv("ANAGEN_PASSPHRASE_FILE", raising=False)
    monkeypatch.setattr(sealing, "COST", {"n": 2**10, "r": 8, "p": 1})
    with Store.open() as store:
        for name in ("Ann", "Ben"):
            store.put(store.add_person(name), "shed_count", "2026-03-01", {"hairs": 61})
    (tmp_path / "secret.txt").write_text(f"{SECRET}\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def say(capsys):
    """Run a command of the store; give its code, what it printed, and what it complained of."""

    def run(*words):
        try:
            code = app.main(["store", *map(str, words)])
        except SystemExit as end:
            code = end.code
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_it_tells_who_is_in_it_and_where(say, place):
    code, out, _ = say()

    assert code == 0
    assert out.startswith(f"{place / 'store.sqlite'}  (schema {SCHEMA}, not sealed)")
    assert all(word in out for word in ("Ann", "Ben", "2 shed_count"))
    assert "hairs" not in out
    assert say("info")[1] == out


def test_info_as_json_is_one_object(say):
    _, out, _ = say("info", "--json")
    told = json.loads(out)

    assert [one["name"] for one in told["persons"]] == ["Ann", "Ben"]
    assert (told["people"], told["records"], told["sealed"]) == (2, {"shed_count": 2}, False)


def test_a_person_is_exported_erased_and_taken_in_again(say, place):
    assert say("export", "--person", "Ann", "--out", "ann.zip")[0] == 0
    assert stat.S_IMODE((place / "ann.zip").stat().st_mode) == 0o600
    assert "person.json" in zipfile.ZipFile(place / "ann.zip").namelist()

    assert say("erase", "--person", "Ann", "--yes")[0] == 0
    assert "Ann" not in say("info")[1]
    code, out, _ = say("import", "ann.zip", "--json")
    assert code == 0
    assert json.loads(out)["records"] == 1
    assert "Ann" in say("info")[1]
    assert say("verify")[0] == 0


def test_an_export_is_never_overwritten_without_force(say, place):
    (place / "ann.zip").write_text("a letter")

    code, _, err = say("export", "--person", "Ann", "--out", "ann.zip")
    assert code == 2
    assert "--force" in err
    assert (place / "ann.zip").read_text() == "a letter"
    assert say("export", "--person", "Ann", "--out", "ann.zip", "--force")[0] == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["erase", "--person", "Ann"], "Add --yes"),
        (["erase", "--yes"], "2 people"),
        (["erase", "--person", "Bne", "--yes"], "Did you mean 'Ben'"),
        (["export", "--person", "Ann", "--out", "none/ann.zip"], "folder that exists"),
        (["import", "secret.txt"], "no ZIP file"),
        (["import", "none.zip"], "none.zip: No such file"),
        (["info", "--database", "none.sqlite"], "no store in"),
        (["info", "--database", "secret.txt"], "is no store"),
        (["info", "--database", "mysql://host/name"], "'mysql'"),
        (["create"], "a store already"),
        (["create", "--seal", "--database", "sealed.sqlite"], "--passphrase-file"),
        (
            ["create", "--database", "sealed.sqlite", "--seal", "--passphrase-file", "store.sqlite"],
            "passphrase",
        ),
        (["passphrase", "--new-file", "secret.txt"], "not sealed"),
        (["exprot"], "Did you mean 'export'"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_changes_nothing(say, place, words, says):
    before = say("info")[1]
    code, out, err = say(*words)

    assert (code, out) == (2, "")
    assert err.startswith("anagen: ")
    assert err.count("\n") == 1
    assert says in err
    assert say("info")[1] == before
    assert sorted(one.name for one in place.iterdir() if "store.sqlite" not in one.name) == ["secret.txt"]


def test_a_store_that_was_tampered_with_is_exit_1(say, place):
    head = json.loads(say("verify", "--json")[1])["head"]
    assert say("verify", "--head", head)[0] == 0

    connection = sqlite3.connect(place / "store.sqlite")
    connection.execute("UPDATE records SET content = '{\"hairs\":0}' WHERE place = 3")
    connection.commit()
    connection.close()

    code, out, _ = say("verify", "--json")
    told = json.loads(out)
    assert (code, told["sound"]) == (1, False)
    assert "was changed since audit line 3" in told["findings"][0]
    assert "was changed since audit line 3" in say("verify")[1]
    assert say("verify", "--head", "0" * 64)[1].count("rewritten") == 1


def test_a_sealed_store_opens_with_a_file_or_what_the_environment_names(say, place, monkeypatch):
    where = ["--database", "sealed.sqlite"]
    assert say("create", "--seal", *where, "--passphrase-file", "secret.txt")[0] == 0

    code, _, err = say("info", *where)
    assert code == 2
    assert "ANAGEN_PASSPHRASE_FILE" in err
    assert json.loads(say("info", "--json", *where, "--passphrase-file", "secret.txt")[1])["sealed"]

    (place / "new.txt").write_text("another long sentence\n")
    assert say("passphrase", *where, "--passphrase-file", "secret.txt", "--new-file", "new.txt")[0] == 0
    assert "does not open" in say("info", *where, "--passphrase-file", "secret.txt")[2]
    monkeypatch.setenv("ANAGEN_PASSPHRASE_FILE", str(place / "new.txt"))
    assert say("verify", *where)[0] == 0
    assert (
        app.main(["diary", "start", "finasteride 1 mg oral daily", *where]) == 0
    )  # other commands open it as well


def test_a_store_is_made_and_upgraded(say):
    assert say("create", "--database", "other.sqlite")[:2] == (
        0,
        f"Made {os.path.realpath('other.sqlite')}.\n",
    )
    assert json.loads(say("upgrade", "--json", "--database", "other.sqlite")[1]) == {
        "before": SCHEMA,
        "schema": SCHEMA,
    }
    assert "already" in say("upgrade")[1]


def test_in_a_terminal_it_asks_before_it_erases_and_for_the_passphrase(place):
    def program(*words):
        return pexpect.spawn(sys.executable, ["-m", "anagen", "store", *words], encoding="utf-8", timeout=60)

    child = program("erase", "--person", "Ann")
    child.expect("Type the name to go on")
    child.sendline("Anna")
    child.expect("Nothing was erased")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2

    child = program("erase", "--person", "Ann")
    child.expect("Type the name to go on")
    child.sendline("Ann")
    child.expect("Erased everything of Ann")
    child.expect(pexpect.EOF)

    Store.open(place / "sealed.sqlite", passphrase=SECRET).close()
    child = program("info", "--database", "sealed.sqlite")
    shown = child.logfile_read = io.StringIO()
    child.expect("Passphrase of the store: ")
    child.sendline("a wrong one")
    child.expect("does not open this store")
    child.expect("Passphrase of the store: ")
    child.sendline(SECRET)
    child.expect("sealed\\)")
    child.expect(pexpect.EOF)
    assert "Passphrase of the store: " in shown.getvalue()
    assert SECRET not in shown.getvalue()


def test_interrupted_at_the_question_nothing_is_erased(place):
    child = pexpect.spawn(
        sys.executable, ["-m", "anagen", "store", "erase", "--person", "Ann"], encoding="utf-8", timeout=60
    )
    child.expect("Type the name to go on")
    child.sendintr()
    child.expect("Interrupted")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 130
    with Store.open() as store:
        assert len(store.people()) == 2


@pytest.mark.parametrize(
    "command", ["info", "create", "export", "import", "erase", "verify", "upgrade", "passphrase"]
)
def test_every_command_has_help_with_examples(say, command):
    code, out, _ = say(command, "--help")

    assert code == 0
    assert f"anagen store {command}" in out.partition("Examples:")[2]
