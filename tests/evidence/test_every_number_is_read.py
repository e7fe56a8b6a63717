"""The evidence and the code know each other: nothing is kept for show, nothing is cited that is not there."""

import ast
import re
import tomllib
from pathlib import Path

import pint
import pytest

import anagen
from anagen.evidence import known, trial_files
from anagen.evidence.epidemiology import surveys
from anagen.evidence.side_effects import side_effects

PACKAGE = Path(anagen.__file__).parent
CITATION = re.compile(r"\b[A-Z][A-Za-z]*[a-z](?:19|20)\d\d[a-z]?\b")
ROUNDING = 0.01


def code_files():
    return [path for path in PACKAGE.rglob("*.py") if PACKAGE / "evidence" not in path.parents]


def strings_below(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return {one for part in value for one in strings_below(part)}
    return {value} if isinstance(value, str) else set()


@pytest.fixture(scope="module")
def trials():
    return {name: tomllib.loads(path.read_text(encoding="utf-8")) for name, path in trial_files().items()}


@pytest.fixture(scope="module")
def words_used(trials):
    """Every string and every field of a record in the code, the evidence apart, and every text of a trial's file."""
    words = strings_below(list(trials.values()))
    for path in code_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.add(node.value)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                words.add(
                    node.target.id
                )  # a record that is filled from the catalogue by the names of its fields
    return words


@pytest.fixture(scope="module")
def papers_named(trials):
    """AuthorYear keys in code, docstrings and comments included, in what fits know, and in the trials' files."""
    files = [*code_files(), *(PACKAGE / "calibration").glob("*.toml")]
    texts = [path.read_text(encoding="utf-8") for path in files] + sorted(
        strings_below(list(trials.values()))
    )
    return {paper for text in texts for paper in CITATION.findall(text)}


@pytest.mark.parametrize("name", known().names())
def test_a_number_is_read_by_some_code_or_trial(name, words_used):
    assert {name} - words_used == set()


def test_every_source_is_cited(papers_named):
    cited = {one.source for one in (*known().values(), *surveys(), *side_effects())} | papers_named

    assert set(known().sources) - cited == set()


def test_every_paper_that_code_or_trial_names_is_a_source(papers_named):
    assert papers_named - set(known().sources) == set()


@pytest.fixture(scope="module")
def registry():
    units = pint.UnitRegistry()
    for word in ("hair", "hairs", "follicle", "follicles"):
        units.define(f"{word} = []")
    return units


def read_by_pint(published, registry):
    """What the published wording starts with, up to a bracket, a comma or a semicolon; nothing if unreadable."""
    text = re.split(r"[(,;±]", published)[0].strip().replace("%", "percent")
    if not re.match(r"[-+.\d]", text):
        return None
    try:
        return registry.Quantity(text)
    except (pint.PintError, ValueError, AssertionError, SyntaxError):
        return None


@pytest.mark.parametrize(
    "name", [name for name in known() if known()[name].grade in {"measured", "calibrated"}]
)
def test_value_and_published_words_agree(name, registry):
    parameter = known()[name]
    published = read_by_pint(parameter.published, registry)

    if published is not None:
        unit = registry.parse_expression(re.sub(r"(?<=[a-z])(\d)", r"^\1", parameter.unit))
        found = (published / unit).to("dimensionless").magnitude
        assert found == pytest.approx(parameter.value, rel=ROUNDING)


def test_the_wording_of_most_measured_numbers_can_be_read(registry):
    measured = [one for one in known().values() if one.grade == "measured"]
    readable = [one for one in measured if read_by_pint(one.published, registry) is not None]

    assert len(readable) >= 0.5 * len(measured)
