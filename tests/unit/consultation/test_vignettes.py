"""People whom the consultation must treat rightly: eighteen of the rule table's own check, and more."""

import tomllib
from pathlib import Path

import pytest
import rule_mutants

from anagen.consultation.engine import judge
from anagen.consultation.options import options
from anagen.consultation.rules import treatments
from anagen.consultation.screening import screen

PATH = Path(rule_mutants.__file__).with_name("vignettes.toml")
FILE = tomllib.loads(PATH.read_text(encoding="utf-8"))
VIGNETTES = {one["name"]: one for one in FILE["vignette"]}
OF_THE_TABLE = 18
STATUSES = ("offered", "held", "blocked")


def answers_of(vignette):
    """The base, with what is different of this person."""
    answers = FILE["base"] | vignette.get("answers", {})
    away = vignette.get("unanswered", ())
    return {name: value for name, value in answers.items() if name not in away and "*" not in away}


@pytest.fixture(params=VIGNETTES, ids=list(VIGNETTES))
def vignette(request):
    return VIGNETTES[request.param]


@pytest.fixture
def person(vignette):
    return answers_of(vignette)


@pytest.fixture
def depth(vignette):
    return vignette.get("depth", "self")


def test_there_are_the_table_s_own_and_forty_more():
    assert len(VIGNETTES) == len(FILE["vignette"]) >= OF_THE_TABLE + 40


def test_the_screening_is_right(vignette, person, depth):
    assert screen(person, depth=depth).outcome == vignette["outcome"]


def test_the_rules_that_must_fire_do_and_no_others_of_those_named(vignette, person, depth):
    fired = {rule.id for rule in judge(person, depth=depth).fired}

    assert set(vignette.get("fires", ())) <= fired
    assert not set(vignette.get("silent", ())) & fired


def test_the_options_stand_as_they_must(vignette, person, depth):
    single = {
        one.treatments[0]: one.status for one in options(person, depth=depth) if len(one.treatments) == 1
    }

    for status in STATUSES:
        for treatment in vignette.get(status, ()):
            assert treatment in treatments()
            assert single.get(treatment) == status, treatment
    assert not set(vignette.get("hidden", ())) & set(single)


def test_doses_fit_the_person(vignette, person, depth):
    single = {
        one.treatments[0]: one.regimen for one in options(person, depth=depth) if len(one.treatments) == 1
    }

    for treatment, regimen in vignette.get("regimens", {}).items():
        assert single[treatment] == regimen


def test_what_is_missing_is_asked_for(vignette, person, depth):
    asked = {name for one in options(person, depth=depth) for name in one.ask}

    assert set(vignette.get("asks", ())) <= asked


def test_a_combination_stands_no_better_than_its_parts(person, depth):
    shown = options(person, depth=depth)
    single = {one.treatments[0]: STATUSES.index(one.status) for one in shown if len(one.treatments) == 1}

    for one in shown:
        if len(one.treatments) > 1:
            assert STATUSES.index(one.status) == max(single[part] for part in one.treatments)
