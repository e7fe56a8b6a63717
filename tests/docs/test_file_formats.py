"""Every field and kind that files may have is documented."""

import copy
import dataclasses
import re
import tomllib
from pathlib import Path

import pytest

import anagen
from anagen.evidence import trial_files
from anagen.instruments import KINDS
from anagen.patient.person import Person, known_fields, read_person
from anagen.tomlfile import Table
from anagen.trials import files, protocol

DOCS = Path(__file__).parents[2] / "docs"


def test_every_field_of_a_trial_is_documented():
    text = (DOCS / "trial-files.md").read_text(encoding="utf-8")
    records = (
        protocol.Trial,
        protocol.TrialPopulation,
        protocol.Enrolment,
        protocol.Arm,
        protocol.Phase,
        protocol.TrialInstrument,
        protocol.Drift,
        protocol.Outcome,
    )
    fields = {one.name for record in records for one in dataclasses.fields(record)}
    inside = {"settings", "population", "drifts", "enrolment", "arms", "phases", "instruments", "outcomes"}

    assert {name for name in fields - inside if f"`{name}`" not in text} == set()
    assert {name for name in inside - {"settings"} if f"{name}]" not in text} == set()


def test_every_kind_of_instrument_and_its_settings_are_documented():
    text = (DOCS / "trial-files.md").read_text(encoding="utf-8")

    assert {name for name in KINDS if f"`{name}`" not in text} == set()
    assert {name for kind in KINDS.values() for name in kind.settings if f"`{name}`" not in text} == set()


ROW = re.compile(r"^\| ((?:`\w+`(?:, | or )?)+) \|.*\| `(\w+ = .+)` \|$")
SECTION = re.compile(r"^##+ .*?`\[+([\w.]+)\]+`|^##+ ")


def documented():
    """Of each row of the trial page with an example: its table, the fields it tells of, the example."""
    rows, section = [], ""
    for line in (DOCS / "trial-files.md").read_text(encoding="utf-8").splitlines():
        heading, row = SECTION.match(line), ROW.match(line)
        if heading:
            section = heading[1] or section
        elif "field of `[[arms.phases]]`" in line:
            section = "arms.phases"
        elif row:
            rows.append((section, re.findall(r"\w+", row[1]), tomllib.loads(row[2])))
    return rows


BASE = {
    "id": "mine",
    "title": "mine",
    "visits_weeks": [0, 12, 26, 52],
    "population": {"sex": "male", "age_years": [18, 50], "enrolment": {"low": 1.0}},
    "arms": [
        {"name": "finasteride_1mg", "regimen": "finasteride 1 mg oral daily"},
        {"name": "placebo", "regimen": "placebo"},
        {
            "name": "phased",
            "phases": [{"from_week": 0, "regimen": "placebo"}, {"from_week": 26, "regimen": "placebo"}],
        },
    ],
    "instruments": [
        {"kind": "target_area_hair_count"},
        {"kind": "hair_weight", "interval_days": 30},
        {"kind": "biopsy_terminal_count"},
    ],
    "drifts": [{"measure": "hair_weight", "because": "a season"}],
    "outcomes": [
        {
            "arm": "phased",
            "measure": "hair_weight",
            "week": 52,
            "value_kind": "change",
            "value": 1.0,
            "source": "ours",
        }
    ],
}


@pytest.fixture
def read(monkeypatch):
    """Read a trial from plain values."""

    def read_values(values):
        monkeypatch.setattr(
            files, "read_table", lambda _path, error: Table(values, (), Path("mine.toml"), {}, error)
        )
        return files.read_trial("mine.toml")

    return read_values


def place_of(values, section, example):
    """The table of some values that an example belongs into; the others of its kind are left as they are."""
    (name,) = example
    if section == "arms.phases":
        return values["arms"][2]["phases"][1]
    if section == "population.enrolment":
        return values["population"]["enrolment"]
    if section == "instruments":
        kinds = [kind for kind in KINDS if name in KINDS[kind].settings]
        rows = values["instruments"]
        return next((one for one in rows if not kinds or one["kind"] in kinds), rows[0])
    if section in ("arms", "drifts", "outcomes"):
        return values[section][0]
    return values["population"] if section else values


@pytest.mark.parametrize("row", documented(), ids=lambda row: f"{row[0]} {next(iter(row[2]))}")
def test_an_example_of_a_field_is_read(read, row):
    section, _, example = row
    values = copy.deepcopy(BASE)
    table = place_of(values, section, example)
    table.update(example)
    if "measure" in example and section == "instruments":
        values["outcomes"], values["drifts"] = [], []
    if example == {"name": "finasteride_1mg"}:
        values["arms"][0]["name"] = "finasteride_1mg"
    if "kind" in example and section == "instruments":
        table["interval_days"] = 30
        values["instruments"], values["outcomes"], values["drifts"] = [table], [], []
    if "female_share" in example:
        values["population"]["sex"] = "both"
    if "quits_share" in example or "quits_week" in example:
        table.update({"quits_share": 0.2, "quits_week": 26} | example)
    if "level" in example:
        table.update(low=0.5, high=2.0)
    if "visits_weeks" in example:
        values["outcomes"] = []

    assert read(values).id


def test_every_field_that_the_reader_asks_for_is_documented_with_an_example(monkeypatch):
    """What the reader asked of all packaged trials: it asks for each field it knows, whether it is there or not."""
    asked = set()
    close = Table.close

    def noted(table, also=()):
        close(table, also)
        section = ".".join(part for part in table.key if isinstance(part, str))
        asked.update((section, name) for name in table._asked)

    monkeypatch.setattr(Table, "close", noted)
    for path in trial_files().values():
        files.read_trial(path)
    inside = {"population", "enrolment", "arms", "phases", "instruments", "drifts", "outcomes"}
    of_kinds = {name for kind in KINDS.values() for name in kind.settings}
    told = {(section, name) for section, names, _ in documented() for name in names}

    assert {one for one in asked if one[1] not in inside | of_kinds} - told == set()
    assert of_kinds <= {name for section, name in told if section == "instruments"}


WITH_RULES = {"consultation", "rolling", "diary", "questions", "cli", "web"}
"""What reads fields by rules: all of them may be; each has its question."""
PERSON_ROW = re.compile(r"^\| `(\w+)` \|.*\| `(\w+ = .+)` \|$")


def person_rows():
    """Fields of a person's file that the page tells of, each with its example."""
    lines = (DOCS / "person-files.md").read_text(encoding="utf-8").splitlines()
    return [(row[1], row[2]) for row in map(PERSON_ROW.match, lines) if row]


@pytest.mark.parametrize("row", person_rows(), ids=lambda row: row[0])
def test_an_example_of_a_field_of_a_person_is_read(tmp_path, row):
    name, example = row
    given = {"age": "age = 40", "sex": 'sex = "male"'} | {name: example}
    path = tmp_path / "person.toml"
    path.write_text("\n".join(given.values()) + "\n", encoding="utf-8")

    assert read_person(path).as_dict()[name] == tomllib.loads(example)[name]


@pytest.mark.parametrize("name", ["person", "man", "woman", "consultation"])
def test_an_example_of_a_person_is_read(name):
    assert read_person(DOCS.parent / "examples" / f"{name}.toml").describe().startswith(("A man", "A woman"))


def test_every_field_of_a_person_that_is_read_is_documented():
    package = Path(anagen.__file__).parent
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in package.rglob("*.py")
        if path.relative_to(package).parts[0] not in WITH_RULES
    )
    asked = set(re.findall(r"\banswers(?:\.get\(|\[)\"(\w+)\"", source))
    fields = {one.name.removesuffix("_years") for one in dataclasses.fields(Person)} - {"answers"}

    assert asked
    assert asked | fields == {name for name, _ in person_rows()}


def test_every_ancestry_that_a_person_may_have_is_documented():
    text = (DOCS / "person-files.md").read_text(encoding="utf-8")

    assert {one for one in known_fields()["ancestry"]["allowed"] if f'"{one}"' not in text} == set()
