"""`anagen validate`: the table, the JSON, the file, and what is refused."""

import csv
import json

import pytest

from anagen.cli.app import main
from anagen.cli.validate import counted_share

QUICK = ["validate", "--trial", "wurzel_2007", "caserini_2014", "--people", "10"]


def test_json_is_one_object_of_the_settled_shape(capsys):
    assert main([*QUICK, "--json"]) == 0

    shown = capsys.readouterr()
    found = json.loads(shown.out)
    assert shown.err == ""
    assert [one["trial"] for one in found["outcomes"]] == ["wurzel_2007", "caserini_2014", "caserini_2014"]
    assert found["outcomes"][0]["versus"] == "placebo"
    assert found["outcomes"][1]["versus"] is None
    assert found["summary"]["role"] == "validation"
    assert found["summary"]["outcomes"] == 3
    assert 0.0 <= found["summary"]["inside_90_share"] <= 1.0
    assert found["failed"] == []


def test_the_table_says_hit_or_miss_and_a_file_holds_it(capsys, tmp_path):
    out = tmp_path / "found.csv"

    assert main([*QUICK, "--out", str(out)]) == 0

    text = capsys.readouterr().out
    assert "dutasteride_0.5mg - placebo" in text
    assert "inside" in text or "OUTSIDE" in text
    assert "3 outcomes of 2 trials (validation)" in text
    assert f"Written to {out}." in text
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["published_value"] for row in rows] == ["-78.0", "-71.5", "-67.0"]
    assert main([*QUICK, "--out", str(out)]) == 2
    assert "exists already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--role", "test"], "No role named 'test'"),
        (["--trial", "eun_2011"], "Did you mean 'eun_2010'"),
        (["--trial"], "--trial needs the name"),
        (["--entered-since", "22.11.2026"], "--entered-since takes a day such as 2026-11-22"),
        (["--trial", "clark_2004"], "published nothing with the role 'validation'"),
        (
            ["--trial", "eun_2010", "--entered-since", "2026-11-22"],
            "eun_2010 does not say that it was entered",
        ),
        (["--out", "found.txt"], "ends in neither .json nor .csv"),
        (["--people", "1"], "Cannot simulate 1 people"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_in_one_line(arguments, says, capsys):
    assert main(["validate", *arguments]) == 2

    shown = capsys.readouterr()
    assert shown.out == ""
    assert says in shown.err
    assert shown.err.startswith("anagen: ")
    assert shown.err.count("\n") == 1


@pytest.mark.parametrize(
    ("share", "says"), [(None, "-"), (1.0, "40 of 40"), (0.0, "0 of 40"), (0.875, "35 of 40 (88 %)")]
)
def test_hits_are_counted(share, says):
    assert counted_share(share, 40) == says


def test_an_interrupt_leaves_no_file(monkeypatch, capsys, tmp_path):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("anagen.trials.validate.run_trial", stop)

    assert main([*QUICK, "--out", str(tmp_path / "found.json")]) == 130
    assert list(tmp_path.iterdir()) == []
    assert "Interrupted" in capsys.readouterr().err
