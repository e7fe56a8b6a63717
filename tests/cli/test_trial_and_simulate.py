"""`anagen trial` and `anagen simulate`: what they print, write and refuse."""

import json
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from anagen.cli.app import main
from anagen.cli.trial import advice_of, report
from anagen.evidence import trial_files
from anagen.trials.files import find_trial, trial_of
from anagen.trials.run import run_trial

# A shell's background job ignores interrupts, and so would all that it starts.
MAIN = """
import signal, sys
from anagen.cli.app import main
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.exit(main())
"""
PROGRAM = [sys.executable, "-c", MAIN]
FINASTERIDE = "finasteride 1 mg oral daily"


@pytest.fixture
def person(tmp_path):
    """A person's file."""
    path = tmp_path / "person.toml"
    path.write_text('age = 31\nsex = "male"\n', encoding="utf-8")
    return path


@pytest.fixture
def run(tmp_path):
    """Run the program as a user does, and give how it ended."""

    def run_program(*arguments):
        return subprocess.run(
            [*PROGRAM, *map(str, arguments)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run_program


@pytest.fixture
def said(capsys):
    """Run a command in this process and give what it prints."""

    def say(*arguments):
        assert main([str(one) for one in arguments]) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        return printed.out

    return say


def files_below(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_trial_prints_predicted_beside_published(said):
    shown = said("trial", "rushton_1991", "--people", "20")

    assert shown.startswith("Untreated men with pattern hair loss")
    assert shown.count("calibration, high") == 4
    assert "published values lie in the predicted 90 % interval" in shown


OWN = """id = "own"
title = "A trial of somebody's own"
visits_weeks = [0, 24]
[population]
sex = "male"
age_years = [25, 40]
[[arms]]
name = "much"
regimen = "finasteride 1000 mg oral daily"
[[arms]]
name = "placebo"
regimen = "placebo"
control = true
[[instruments]]
kind = "hair_density"
[[instruments]]
kind = "mean_shaft_diameter"
"""
PUBLISHED = """[[outcomes]]
arm = "much"
measure = "hair_density"
week = 24
value_kind = "change"
value = 10
source = "ourselves"
"""


def test_a_trial_says_what_its_author_may_have_overlooked():
    """A unit that is wrong, arms that are compared with none, and arms and measures that the table leaves out."""
    alone, beside = (
        " ".join(report(run_trial(trial_of(text), people=8, follicles=20, ensemble=()), None).split())
        for text in (OWN.replace("control = true\n", ""), OWN + PUBLISHED)
    )

    assert "Is the unit right?" in alone
    assert "Is the unit right?" in beside
    assert "give one of them control = true" in alone
    assert "control = true" not in beside
    assert "Nothing published is given of placebo, mean_shaft_diameter;" in beside
    assert "Nothing published" not in alone
    assert advice_of(find_trial("rushton_1991")) == []
    sides = trial_of(OWN.replace('sex = "male"', 'sex = "male"\nregion = "temporal"'))
    assert "Pattern loss spares the temporal region" in " ".join(advice_of(sides))


def test_json_is_one_object_and_nothing_else(said, person):
    trial = json.loads(said("trial", "rushton_1991", "--people", "20", "--json"))
    man = json.loads(
        said("simulate", person, "--regimen", FINASTERIDE, "--years", "1", "--people", "16", "--json")
    )

    assert trial["trial"] == "rushton_1991"
    assert man["person"] == {"age": 31, "sex": "male"}
    assert [one["regimen"] for one in man["regimens"]] == ["untreated", FINASTERIDE]


def test_the_list_has_a_line_for_every_packaged_trial(said):
    lines = said("trial", "--list").splitlines()[2:]

    assert [line.split()[0] for line in lines] == list(trial_files())
    assert [one["trial"] for one in json.loads(said("trial", "--list", "--json"))["trials"]] == list(
        trial_files()
    )


def test_a_person_is_shown_by_year_and_by_measure(said, person):
    shown = said(
        "simulate",
        "--regimen",
        FINASTERIDE,
        person,
        "--years",
        "2",
        "--people",
        "16",
        "--regimen",
        "untreated",
    )

    assert shown.startswith("A man of 31; vertex; 16 virtual men stand for him")
    assert "year 2" in shown
    assert "scalp_dht" in shown
    assert shown.count(FINASTERIDE) == 3


def test_the_packaged_person_is_called_example(said):
    assert "A man of 31, Norwood IIIv" in said("simulate", "example", "--years", "1", "--people", "8")


def test_out_holds_table_data_and_figures_and_is_replaced_only_when_forced(said, run, person, tmp_path):
    out = tmp_path / "new" / "out"
    asked = ("trial", "rushton_1991", "--people", "20", "--out", out)

    said(*asked)

    written = ["rushton_1991.csv", "rushton_1991.nc", "rushton_1991.png", "rushton_1991.svg"]
    assert set(files_below(out)) >= {*written, "result.json"}
    before = (out / "result.json").read_bytes()
    refused = run(*asked)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "exists already" in refused.stderr
    assert (out / "result.json").read_bytes() == before
    said(*asked, "--force", "--seed", "2")
    assert (out / "result.json").read_bytes() != before

    said("simulate", person, "--years", "1", "--people", "8", "--out", tmp_path / "man")
    assert set(files_below(tmp_path / "man")) >= {
        "history.csv",
        "history.nc",
        "history.png",
        "history.svg",
        "result.json",
    }


BAD_TRIAL = """id = "x"
title = "x"
source = "Kaufman1998"
visits_weeks = [0, 24]
oops = 1
[population]
sex = "male"
age_years = [20, 40]
[[arms]]
name = "a"
regimen = "untreated"
[[instruments]]
kind = "hair_density"
"""

BAD = {
    "an unknown drug": (
        ["simulate", "{person}", "--regimen", "finastride 1 mg oral daily"],
        "Did you mean 'finasteride'",
    ),
    "a dose without unit": (["simulate", "{person}", "--regimen", "finasteride 1 oral daily"], "has no unit"),
    "a negative age": (["simulate", "{negative}"], "negative.toml:1: age = -3"),
    "unreadable TOML": (["simulate", "{broken}"], "broken.toml:1: This is no TOML"),
    "a missing person": (["simulate", "none.toml"], "none.toml: There is no such file"),
    "a missing trial": (["trial", "none.toml"], "none.toml: There is no such file"),
    "an unknown trial": (["trial", "kaufmann_1998"], "Did you mean 'kaufman_1998'"),
    "a trial with an unknown field": (["trial", "{trial}"], "trial.toml:5: No field named 'oops'"),
    "no trial": (["trial"], "Which trial?"),
    "a child": (["simulate", "{child}"], "People from 18 to 90 can be simulated"),
    "an unknown region": (["simulate", "{person}", "--region", "chin"], "No region"),
    "years that are none": (["simulate", "{person}", "--years", "-2"], "Cannot look -2 years ahead"),
    "people that are none": (["trial", "rushton_1991", "--people", "0"], "Give a whole number from 2"),
    "an unknown option": (["trial", "rushton_1991", "--poeple", "5"], "--poeple"),
    "a seed that is no number": (["trial", "rushton_1991", "--seed", "x"], "--seed"),
}


@pytest.fixture
def refusal(person, tmp_path):
    """What is given in a bad case, with the files that it names; and what is to be said."""

    def make(case):
        given = {
            "negative": 'age = -3\nsex = "male"\n',
            "broken": "age = = 3\n",
            "child": 'age = 12\nsex = "female"\n',
            "trial": BAD_TRIAL,
        }
        for name, text in given.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        arguments, says = BAD[case]
        files = {name: f"{name}.toml" for name in given}
        return [*(one.format(person=person, **files) for one in arguments), "--out", "out"], says

    return make


def check_refused(returncode, stdout, stderr, says):
    assert returncode == 2
    assert stdout == ""
    assert stderr.startswith("anagen: ")
    assert stderr.count("\n") == 1
    assert says in stderr


@pytest.mark.parametrize("case", list(BAD))
def test_bad_input_ends_in_one_line_and_exit_2_and_writes_nothing(
    refusal, tmp_path, case, monkeypatch, capsys
):
    arguments, says = refusal(case)
    before = files_below(tmp_path)
    monkeypatch.chdir(tmp_path)

    returncode = main(arguments)

    check_refused(returncode, *capsys.readouterr(), says)
    assert files_below(tmp_path) == before
    assert not (tmp_path / "out").exists()


def test_the_program_itself_ends_so(run, refusal):
    arguments, says = refusal("an unknown drug")

    ended = run(*arguments)

    check_refused(ended.returncode, ended.stdout, ended.stderr, says)


@pytest.mark.parametrize("delay", [0.3, 1.0, 2.0])
def test_an_interrupt_leaves_nothing_half_written(tmp_path, delay):
    process = subprocess.Popen(
        [*PROGRAM, "trial", "kaufman_1998", "--people", "4000", "--out", "out"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(delay)
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=60)

    assert process.returncode in (130, -signal.SIGINT)  # the latter before the program could answer
    assert complaint.count("Traceback") == 0 or process.returncode == -signal.SIGINT
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_while_files_are_written_leaves_nothing(tmp_path, monkeypatch, capsys):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("anagen.plot.style.save", interrupted)

    assert main(["trial", "rushton_1991", "--people", "8", "--out", str(tmp_path / "out")]) == 130
    assert list(tmp_path.iterdir()) == []
    assert "nothing half-written" in capsys.readouterr().err


def test_the_examples_in_help_are_commands_that_can_be_read(said):
    for command in ("trial", "simulate"):
        assert "Examples:" in said(command, "--help")


def test_the_example_of_the_repository_is_the_packaged_person():
    package = Path(find_spec("anagen").origin).parent
    example = Path(__file__).parents[2] / "examples" / "person.toml"

    assert example.read_bytes() == (package / "patient" / "example.toml").read_bytes()


def test_long_regimens_are_called_by_letters_so_that_tables_fit(person, capsys):
    long = f"{FINASTERIDE} + minoxidil 5 % 1 mL topical twice daily from month 3"
    arguments = ["simulate", str(person), "--regimen", long, "--regimen", FINASTERIDE]

    assert main([*arguments, "--years", "1", "--people", "12"]) == 0
    said = capsys.readouterr().out
    assert "A: minoxidil" in said or "A: finasteride" in said
    assert max(map(len, said.splitlines())) <= 110
