"""`anagen trial --power` and its work folder: what they print, write and refuse."""

import json

import numpy as np
import pytest

from anagen.cli.app import main
from anagen.cli.trial_power import between

SMALL = ("--people", "12", "--follicles", "20")
ASKED = ("trial", "kaufman_1998", *SMALL, "--power", "--n", "10,40", "--simulations", "50")


@pytest.fixture
def said(capsys):
    """Run a command in this process and give what it prints."""

    def say(*arguments):
        assert main([str(one) for one in arguments]) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        return printed.out

    return say


def test_power_is_shown_for_each_size(said):
    shown = said(*ASKED, "--effect", "target_area_hair_count@52")

    assert "target_area_hair_count at week 52" in shown
    assert "finasteride_1mg - placebo" in shown
    assert "an arm for 80 % power" in " ".join(shown.split())
    rows = [line.split()[0] for line in shown.splitlines() if line.strip()[:2] in ("10", "40")]
    assert rows == ["10", "40"]


def test_power_as_json_is_one_object(said):
    found = json.loads(said(*ASKED, "--json"))

    assert (found["trial"], found["week"], found["simulations"]) == ("kaufman_1998", 260.0, 50)
    (contrast,) = found["contrasts"]
    assert [one["people"] for one in contrast["sizes"]] == [10, 40]
    assert len(contrast["sizes"][0]["power_by_visit"]) == len(found["weeks"])


def test_power_is_written_as_table_data_and_figure(said, tmp_path):
    out = tmp_path / "out"

    said(*ASKED, "--out", out)

    names = {path.name for path in out.iterdir()}
    assert names >= {
        "kaufman_1998_power.csv",
        "kaufman_1998_power.png",
        "kaufman_1998_power.svg",
        "result.json",
    }
    lines = (out / "kaufman_1998_power.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3
    assert "responders_number_needed_to_treat" in lines[0]


def test_finished_work_ends_up_in_the_result(said, tmp_path):
    out = tmp_path / "out"

    said("trial", "rushton_1991", *SMALL, "--out", out, "--resume")

    assert not (tmp_path / "out.work").exists()
    record = json.loads((out / "work" / "work.json").read_text(encoding="utf-8"))
    assert (record["trial"], record["seed"]) == ("rushton_1991", 1)
    parts = sorted((out / "work").glob("set00-*.npz"))
    people = sum(np.load(path)["values"].shape[0] for path in parts)
    assert people >= 12


def test_an_interrupt_says_where_finished_work_is_kept(monkeypatch, capsys, tmp_path):
    from anagen.cluster.parts import Parts

    save = Parts.save

    def save_and_stop(self, name, arrays):
        save(self, name, arrays)
        raise KeyboardInterrupt

    monkeypatch.setattr(Parts, "save", save_and_stop)
    out = tmp_path / "out"

    assert main(["trial", "rushton_1991", *SMALL, "--out", str(out), "--resume"]) == 130

    says = f"what was finished is kept in {out}.work: the same command with --resume goes on."
    assert capsys.readouterr().err == f"anagen: Interrupted; {says}\n"
    assert [one.name for one in tmp_path.iterdir()] == ["out.work"]


def test_power_from_kept_work_is_that_of_a_run_of_its_own(said, tmp_path):
    """The work of a trial serves its power as well: nothing of it hangs on what is asked in the end."""
    plain = said(*ASKED, "--json")
    out = tmp_path / "out"
    said("trial", "kaufman_1998", *SMALL, "--out", out, "--resume")
    (out / "work").rename(tmp_path / "again.work")

    assert said(*ASKED, "--json", "--out", tmp_path / "again", "--resume") == plain


def test_no_number_of_simulated_trials_makes_a_power_certain(said):
    """40 an arm over five years: every one of fifty trials finds it, and the text does not promise the next."""
    shown = said(*ASKED)

    (row,) = (line for line in shown.splitlines() if line.strip().startswith("40"))
    assert row.split()[1:3] == [">", "99"]
    assert "100 %" not in shown


@pytest.mark.parametrize(
    ("low", "high", "says"),
    [
        (0.4, 0.6, "40 % to 60 %"),
        (0.996, 1.0, "> 99 %"),
        (0.98, 1.0, "98 % to > 99 %"),
        (0.0, 0.004, "< 1 %"),
        (0.006, 0.994, "1 % to 99 %"),
    ],
)
def test_shares_at_the_ends_are_told_as_bounds(low, high, says):
    assert between(low, high) == says


BAD = {
    "a design that nobody draws": (["--responder", "8", "--n", "20"], "--n, --responder belong to --power"),
    "an effect without power": (["--effect", "nothing@7"], "Add --power, or leave it out"),
    "usual values without power": (["--alpha", "0.05", "--simulations", "1000"], "Add --power"),
    "sizes that are none": (["--power", "--n", "10,x"], "Cannot read the sizes"),
    "a size of one": (["--power", "--n", "1"], "people an arm"),
    "an effect that is none": (["--power", "--effect", "weight@52"], "No measure"),
    "a week without visit": (["--power", "--effect", "target_area_hair_count@53"], "no visit after baseline"),
    "a level that is none": (["--power", "--alpha", "2"], "level 2"),
    "a response that is none": (["--power", "--responder", "much"], "10%"),
    "workers that are none": (["--workers", "0"], "Cannot start 0 workers"),
    "workers here and there": (["--workers", "2", "--scheduler", "tcp://127.0.0.1:1"], "not both"),
    "nothing to resume": (["--resume"], "Give the --out"),
}


@pytest.mark.parametrize("case", list(BAD))
def test_what_cannot_be_done_is_said_in_one_line_before_anything_is(case, capsys, monkeypatch):
    arguments, says = BAD[case]
    monkeypatch.setattr("anagen.trials.run.run_people", lambda *_, **__: pytest.fail("it was run"))

    assert main(["trial", "kaufman_1998", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("anagen: ")
    assert says in printed.err
    assert printed.err.count("\n") == 1


def test_a_trial_without_control_has_no_power(capsys):
    assert main(["trial", "rushton_1991", "--power"]) == 2
    assert "control = true" in capsys.readouterr().err


def test_work_that_did_not_end_is_not_overwritten(capsys, said, tmp_path):
    out = tmp_path / "out"
    said("trial", "rushton_1991", *SMALL, "--out", out, "--resume")
    (out / "work").rename(tmp_path / "next.work")

    assert (
        main(["trial", "rushton_1991", *SMALL, "--seed", "9", "--out", str(tmp_path / "next"), "--resume"])
        == 2
    )
    assert "another run: seed differ" in capsys.readouterr().err
    assert not (tmp_path / "next").exists()
    assert list((tmp_path / "next.work").glob("*.npz"))
