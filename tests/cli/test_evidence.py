"""`anagen evidence`."""

import json

import pytest

from anagen.cli.app import main
from anagen.evidence import known, trial_files


@pytest.fixture
def asked(capsys):
    """What `anagen evidence` prints for some arguments."""

    def ask(*arguments):
        assert main(["evidence", *arguments]) == 0
        return capsys.readouterr().out

    return ask


def test_the_list_has_a_line_for_every_number(asked):
    lines = asked().splitlines()

    assert [line.split(" = ")[0] for line in lines] == list(known())


@pytest.mark.parametrize("name", known().names())
def test_a_number_shows_everything(name, asked):
    parameter = known()[name]
    shown = asked(name)

    assert shown.startswith(f"{name} = {parameter.value:g}")
    for wanted in (
        parameter.meaning,
        parameter.grade,
        parameter.where,
        parameter.published,
        parameter.entered_by,
    ):
        assert wanted in shown
    assert known().sources[parameter.source].title.rstrip(".") in shown


def test_a_number_as_json_has_the_fields_of_its_file(asked):
    name = known().names()[0]
    found = json.loads(asked(name, "--json"))

    assert found["parameter"]["name"] == name
    assert found["parameter"]["value"] == known()[name].value
    assert "from" in found["parameter"]
    assert found["source"]["key"] == known()[name].source


def test_everything_as_json_is_one_object(asked):
    found = json.loads(asked("--json"))

    assert [one["name"] for one in found["parameters"]] == list(known())
    assert {one["key"] for one in found["sources"]} == set(known().sources)
    assert found["trials"] == list(trial_files())
    assert found["fingerprint"] == known().fingerprint


def test_a_source_shows_what_rests_on_it(asked):
    parameter = next(iter(known().values()))
    shown = asked(parameter.source)

    assert shown.startswith(parameter.source)
    assert f"  {parameter.name} = " in shown


@pytest.mark.parametrize("name", trial_files())
def test_a_trial_shows_its_file(name, asked):
    assert asked(name).strip() == trial_files()[name].read_text(encoding="utf-8").strip()
    assert json.loads(asked(name, "--json"))["trial"] == name


def test_the_beginning_of_names_shows_those_and_their_papers(asked):
    begun = known().names("anagen_")
    numbers, _, papers = asked("anagen_").partition("\n\nPapers:\n")
    behind = {known()[name].source for name in begun}

    assert len(begun) > 1
    assert [line.split(" = ")[0] for line in numbers.splitlines()] == list(begun)
    assert {line.strip().partition(":")[0] for line in papers.splitlines()} == behind
    assert all(known().sources[key].title.rstrip(".") in papers for key in behind)
    assert {one["key"] for one in json.loads(asked("anagen_", "--json"))["sources"]} == behind


def test_no_name_and_an_empty_name_are_not_the_same(capsys):
    assert main(["evidence", ""]) == 2
    assert "No number, source, trial or survey named ''" in capsys.readouterr().err


def test_surveys_are_shown_band_by_band(asked):
    one = json.loads(asked("paik_2001_men", "--json"))["surveys"]
    everything = json.loads(asked("surveys", "--json"))["surveys"]
    paper = json.loads(asked("Paik2001", "--json"))

    assert "70 years and over  46.9 %" in asked("paik_2001_men")
    assert one[0]["percent"] == 2.3
    assert len(everything) > 50
    assert "paik_2001_women" in paper["surveys"]
