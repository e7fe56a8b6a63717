"""`anagen ask`: what it prints, keeps and refuses."""

import json
import subprocess
import sys

import pytest

from anagen.cli.app import main

ODD = "does creatine harm follicles in rabbits?"


@pytest.fixture(autouse=True)
def no_store(tmp_path, monkeypatch):
    """A store that is not there yet, instead of that of this account."""
    monkeypatch.setenv("ANAGEN_DATABASE", str(tmp_path / "store.sqlite"))
    return tmp_path / "store.sqlite"


@pytest.fixture
def asked(capsys):
    """What `anagen ask` prints for some arguments."""

    def ask(*arguments):
        assert main(["ask", *map(str, arguments)]) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        return printed.out

    return ask


@pytest.fixture
def refused(capsys):
    """What `anagen ask` says when it refuses."""

    def ask(*arguments):
        assert main(["ask", *map(str, arguments)]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.startswith("anagen: ")
        assert printed.err.count("\n") == 1
        return printed.err

    return ask


def test_an_answer_is_printed_with_what_it_rests_on(asked):
    shown = asked("does minoxidil work?", "--quick")

    assert "How sure: well supported." in shown
    assert "olsen_2002 (trial;" in shown
    assert "says (M08)" in shown
    assert "not a medical device" in shown


def test_json_is_one_object_with_every_part(asked):
    record = json.loads(asked("does minoxidil work?", "--json"))

    assert record["kind"] == "answer"
    assert record["answer"]["name"] == "minoxidil_works"
    assert record["what_if"] is None
    assert record["kept"] is None
    assert set(record["provenance"]) == {"version", "evidence", "rules"}
    assert {one["kind"] for one in record["rests_on"]} >= {"trial", "rule", "parameter"}


def test_danger_is_met_first_and_nothing_follows_it(asked):
    shown = asked("since finasteride I want to die")
    record = json.loads(asked("what if I stop finasteride, I want to die", "--json"))

    assert shown.startswith("FIRST: ")
    assert "SCR-01" in shown
    assert "Rests on" not in shown
    assert record["kind"] == "stop"
    assert record["what_if"] is record["answer"] is None


def test_a_sign_stops_a_simulation(asked):
    record = json.loads(asked("what if I start minoxidil while pregnant?", "--json"))

    assert record["warnings"]
    assert record["what_if"] is None


def test_a_what_if_is_simulated_with_figure_and_commands(asked, tmp_path):
    shown = asked("what if I stop minoxidil after a year?", "--people", 16, "--out", tmp_path / "out")

    assert "stopping minoxidil" in shown
    assert "The same again:" in shown
    assert "anagen simulate person.toml --regimen" in shown
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        ".anagen", "answer.json", "history.csv", "person.toml", "what_if.png", "what_if.svg",
    }  # fmt: skip
    record = json.loads((tmp_path / "out" / "answer.json").read_text(encoding="utf-8"))
    assert record["what_if"]["differences"][-1]["median"] < 0.0
    assert record["provenance"]["seed"] == 1


def test_a_what_if_that_does_harm_is_told_so_and_fits_a_narrow_window(asked, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")

    shown = asked("what if I roll every day?", "--people", 8)

    said = " ".join(shown.split())
    assert "Careful: Rolling with 0.5 mm every day is oftener than the model's safe interval" in said
    assert said.index("Careful") < said.index("today:")
    numbers = shown[shown.index("visible hairs/cm2, the") : shown.index("After 3 years")]
    assert max(map(len, numbers.splitlines())) <= 60
    assert numbers.count("no treatment") == numbers.count("year") + numbers.count("today")


def test_a_person_of_a_file_is_simulated_and_the_rules_know_of_her(asked, tmp_path):
    person = tmp_path / "woman.toml"
    person.write_text('age = 35\nsex = "female"\nludwig = "I"\n', encoding="utf-8")

    record = json.loads(asked("what if I start finasteride?", "--person", person, "--json"))

    assert record["what_if"] is None
    assert "FIN-02" in {rule["name"] for one in record["held_back"] for rule in one["rules"]}


@pytest.mark.parametrize("haste", [(), ("--quick",)])
def test_a_woman_who_asks_for_finasteride_is_told_first_that_it_is_not_for_her(asked, tmp_path, haste):
    person = tmp_path / "woman.toml"
    person.write_text('age = 46\nsex = "female"\n', encoding="utf-8")

    shown = " ".join(asked("Can I take finasteride?", "--person", person, *haste).split())

    assert shown.index("finasteride is ruled out") < shown.index("How is finasteride taken?")
    assert "Not simulated" not in shown


def test_off_label_what_ifs_are_left_to_clinicians(asked):
    shown = asked("what if I take dutasteride?")

    assert shown.startswith("Not simulated. Dutasteride is off-label")
    assert "--clinician" in shown


def test_what_nothing_answers_is_not_said_to_be_kept_where_there_is_no_store(asked, no_store):
    shown = asked(ODD)

    assert "Nothing here answers that." in shown
    assert "--keep" in shown
    assert not no_store.exists()


def test_a_question_is_kept_replied_to_and_answered_with_the_reply(asked, no_store):
    record = json.loads(asked(ODD, "--keep", "--json"))
    (waiting,) = json.loads(asked("--queue", "--json"))["waiting"]
    assert waiting["id"] == record["kept"]
    assert ODD in asked("--queue")

    said = asked("--reply", record["kept"][:8], "--who", "Dr. A", "Nobody has shown it.")

    assert "not as evidence" in said
    shown = asked(ODD)
    assert "Nobody has shown it." in shown
    assert "a clinician's reply, not evidence" in shown
    assert asked("--queue") == "No question waits.\n"
    assert no_store.stat().st_mode & 0o077 == 0


def test_a_store_that_is_there_keeps_without_being_told(asked):
    asked(ODD, "--keep")

    record = json.loads(asked("does creatine harm follicles in frogs?", "--json"))

    assert record["kept"]


def test_whose_question_it_is_has_to_be_said_where_there_are_several(asked, refused, no_store):
    from anagen.store import Store

    with Store.open(no_store) as store:
        store.add_person("Ann")
        store.add_person("Ben")

    record = json.loads(asked(ODD, "--json"))
    assert record["kept"] is None
    assert "identifier" in record["note"]
    assert "identifier" in refused(ODD, "--keep")
    asked(ODD, "--keep", "--name", "Ben")
    assert [one["person"] for one in json.loads(asked("--queue", "--json"))["waiting"]] == ["Ben"]


def test_a_question_with_a_sign_or_an_answer_is_not_kept(asked, no_store):
    asked(ODD, "--keep")
    for question in ("i want to die", "does minoxidil work"):
        assert json.loads(asked(question, "--json"))["kept"] is None

    assert len(json.loads(asked("--queue", "--json"))["waiting"]) == 1


def test_a_store_that_cannot_be_read_is_told_and_the_answer_given(asked, no_store):
    no_store.write_text("no database", encoding="utf-8")

    shown = asked("does minoxidil work", "--quick")

    assert "How sure" in shown
    assert "Replies of clinicians were not looked at" in " ".join(shown.split())


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        [""],
        ["\x1b\x00"],
        ["a" * 600],
        ["--queue", "does it work"],
        ["does it work", "--who", "me"],
        ["--reply", "abcd"],
        ["--reply", "abcd", "--who", "Dr. A", "no"],
        ["what if I stop minoxidil", "--people", "1"],
        ["does it work", "--people", "0"],
        ["does it work", "--seed", "-1"],
        ["does it work", "--person", "nobody.toml"],
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(arguments, refused):
    refused(*arguments)


def test_a_folder_that_is_there_is_not_overwritten(refused, tmp_path):
    (tmp_path / "out").mkdir()

    assert "--force" in refused("does minoxidil work", "--out", tmp_path / "out")


def test_nothing_of_a_question_reaches_the_terminal_as_control(asked):
    shown = asked("does\x1b]0;owned\x07 minoxidil\x9b31m work")

    assert "\x1b" not in shown
    assert "\x07" not in shown


def test_a_question_without_what_if_loads_neither_kernel_nor_store():
    program = (
        "import sys; from anagen.cli.app import main; main(['ask', 'how does minoxidil get into the skin', '--json']);"
        "print([one for one in ('numba', 'numpy', 'sqlalchemy', 'matplotlib') if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"
