"""The claims as data."""

import importlib
import re
from dataclasses import replace

import pytest

from anagen.claims import Claim, Requirement, Shortfall, claims, ids_of
from anagen.claims.checks import TOPICS, measurements
from anagen.errors import InputError, UnknownNameError
from anagen.evidence import known, trial_files

PAPER = re.compile(r"\b[A-Z][A-Za-z]*[a-z](?:19|20)\d\d[a-z]?\b")
LIMIT = Requirement(name="loss", says="loss:", because="a paper", unit="%", at_least=1.0, at_most=2.0)


def claim(**fields):
    usual = {
        "id": "X01",
        "document": "dermaroller",
        "claim": "It works.",
        "must_show": "That it works.",
        "verdict": "agrees",
        "literature": "It does.",
        "required": {"loss": LIMIT},
    }
    return Claim(**usual | fields)


def test_all_thirty_two_claims_of_both_documents_are_there():
    wanted = [f"M{k:02}" for k in range(1, 16)] + [f"R{k:02}" for k in range(1, 18)]

    assert list(claims()) == wanted
    assert all(one.document == "miniaturization" for key, one in claims().items() if key.startswith("M"))
    assert all(one.document == "dermaroller" for key, one in claims().items() if key.startswith("R"))


@pytest.mark.parametrize("key", claims())
def test_a_claim_names_papers_that_the_evidence_knows(key):
    one = claims()[key]
    texts = [one.literature, *(limit.because for limit in one.required.values())]
    named = {paper for text in texts for paper in PAPER.findall(text)}

    assert set(one.sources) <= set(known().sources)
    assert named <= set(one.sources) | set(known().sources)
    assert len(one.sources) == len(set(one.sources))


def test_what_is_measured_has_limits_and_what_is_not_says_what_is_missing():
    measured = set(measurements())

    assert measured == {key for key, one in claims().items() if one.required}
    assert all(claims()[key].missing for key in claims() if key not in measured)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_function_that_measures_has_the_name_of_its_claim(topic):
    module = importlib.import_module(f"anagen.claims.{topic}")
    here = {key: one for key, one in measurements().items() if one.__module__ == module.__name__}

    assert here
    assert all(one.__name__ == key.lower() and one.__doc__ for key, one in here.items())


def test_a_command_that_shows_more_names_what_there_is():
    from anagen.cli.app import COMMANDS

    commands = [part.split() for one in claims().values() if one.more for part in one.more.split("; ")]
    assert commands
    assert all(words[0] == "anagen" and words[1] in COMMANDS for words in commands)
    assert {words[2] for words in commands if words[1] == "trial"} <= set(trial_files())


@pytest.mark.parametrize(
    ("value", "met"), [(0.99, False), (1.0, True), (2.0, True), (2.01, False), (float("nan"), False)]
)
def test_a_requirement_is_met_within_its_limits_only(value, met):
    assert LIMIT.met(value) is met


@pytest.mark.parametrize(
    ("value", "stands"),
    [(0.5, True), (0.504, True), (0.51, False), (0.49, False), (1.5, False), (float("nan"), False)],
)
def test_a_number_with_a_known_shortfall_is_as_recorded_near_that_figure_only(value, stands):
    limit = replace(LIMIT, known_shortfall=Shortfall(value=0.5, because="too small a heart"))

    assert limit.as_recorded(value) is stands


@pytest.mark.parametrize(("value", "because"), [(1.5, "it is met"), (float("nan"), "a reason"), (0.5, " ")])
def test_a_shortfall_that_is_none_or_has_no_figure_or_reason_is_refused(value, because):
    with pytest.raises(InputError):
        replace(LIMIT, known_shortfall=Shortfall(value=value, because=because))


@pytest.mark.parametrize(
    "limits", [{}, {"at_least": 2.0, "at_most": 1.0}, {"at_least": float("nan")}, {"at_most": float("inf")}]
)
def test_a_requirement_without_sensible_limits_is_refused(limits):
    with pytest.raises(InputError, match="at_least"):
        Requirement(name="loss", says="loss:", because="a paper", **limits)


@pytest.mark.parametrize(
    "fields", [{"document": "a blog"}, {"verdict": "maybe"}, {"literature": " "}, {"required": {}}]
)
def test_a_claim_that_says_too_little_is_refused(fields):
    with pytest.raises(InputError):
        claim(**fields)


def test_ids_are_asked_for_in_any_order_and_case_and_come_in_theirs():
    assert ids_of(["r02", "M01", "R02"]) == ("M01", "R02")
    assert ids_of() == tuple(claims())


def test_an_unknown_id_is_refused_with_those_that_are_near():
    with pytest.raises(UnknownNameError, match=r"Did you mean 'M"):
        ids_of(["M00"])
