"""`anagen claims`."""

import json

import pytest

from anagen.claims import Check, claims
from anagen.claims.checks import Measured, measurements
from anagen.cli.app import main


def expected(one):
    """What is on record of a number: its limit, or by what it is known to fall short."""
    if one.known_shortfall is not None:
        return one.known_shortfall.value
    return one.at_least if one.at_least is not None else one.at_most


@pytest.fixture
def quick(monkeypatch):
    """Let every claim that is measured be as recorded at once, except those named."""

    def arrange(*falling):
        for key in measurements():
            values = {name: expected(one) for name, one in claims()[key].required.items()}
            if key in falling:
                values = dict.fromkeys(values, float("nan"))
            monkeypatch.setitem(measurements(), key, lambda _evidence, values=values: Measured(values=values))

    return arrange


def test_all_claims_as_json_are_one_list_of_the_settled_shape(quick, capsys):
    quick()

    assert main(["claims", "--json"]) == 0
    shown = capsys.readouterr()
    found = json.loads(shown.out)
    assert [one["id"] for one in found] == list(claims())
    for one in found:
        assert list(one)[:5] == ["id", "claim", "status", "figure", "how"]
        assert one["status"] in {"holds", "falls short", "not built"}
        assert all(isinstance(one[name], str) and one[name] for name in ("claim", "figure", "how"))
    assert shown.err == ""


def test_what_is_not_a_number_is_null_in_json(quick, capsys):
    quick("M01")

    assert main(["claims", "M01", "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert one["status"] == "falls short"
    assert {finding["value"] for finding in one["findings"]} == {None}


def test_a_table_has_every_claim_with_its_status_and_a_count(quick, capsys):
    quick("M03")

    assert main(["claims"]) == 0
    shown = capsys.readouterr().out
    for key in claims():
        assert f"\n{key}  " in shown
    assert "M03  falls short" in shown
    assert "holds: " in shown.splitlines()[-1]


def test_a_claim_that_is_asked_for_shows_its_literature_and_how_it_is_made(quick, capsys):
    quick()

    assert main(["claims", "m04"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert claims()["M04"].literature in shown
    assert "How: anagen claims M04" in shown
    assert "M05" not in shown


def test_check_ends_with_1_unless_all_are_as_recorded(quick, monkeypatch, capsys):
    quick("M03")
    monkeypatch.delitem(measurements(), "M12")  # as of something that is not built yet

    assert main(["claims", "M04", "--check"]) == 0
    for asked in (["M03"], ["M04", "M03"], ["M12"], []):
        with pytest.raises(SystemExit) as caught:
            main(["claims", *asked, "--check"])
        assert caught.value.code == 1
    assert "M03" in capsys.readouterr().out


def test_check_shows_what_is_known_to_fall_short_and_lets_it_pass(quick, capsys):
    quick()

    assert main(["claims", "R02", "R05", "--check"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "falls short: 2" in shown
    assert "Known to fall short, as recorded: 4" in shown
    assert "Recorded: 4.99; " in shown
    assert shown.endswith("NOT as recorded: 0")


@pytest.mark.parametrize("times", [0.98, 1.02, 10.0])
def test_check_fails_when_a_known_shortfall_moves_to_either_side(quick, monkeypatch, capsys, times):
    quick()
    values = {name: expected(one) for name, one in claims()["R02"].required.items()}
    values["over_minoxidil"] *= times
    monkeypatch.setitem(measurements(), "R02", lambda _evidence: Measured(values=values))

    with pytest.raises(SystemExit) as caught:
        main(["claims", "R02", "--check"])

    assert caught.value.code == 1
    shown = capsys.readouterr().out
    assert "NOT as recorded: 1" in shown
    assert "Recorded: 4.99; " in " ".join(shown.partition("NOT as recorded")[2].split())


def test_without_check_a_claim_that_falls_short_is_no_failure(quick):
    quick("M03")

    assert main(["claims", "M03"]) == 0


def test_an_unknown_claim_is_refused_before_anything_runs(monkeypatch, capsys):
    monkeypatch.setattr(Check, "as_dict", None)

    assert main(["claims", "M99", "M01"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("anagen: No claim named 'M99'. Did you mean ")
    assert shown.err.count("\n") == 1
