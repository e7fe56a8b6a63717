"""No small mistake in a rule goes unnoticed: in its condition, in what it says, in what it does, or if it is lost."""

import tomllib
from functools import cache
from pathlib import Path

import pytest
import rule_mutants
from rule_mutants import behavior, condition_mutants, on_treatment, said, treatment_mutants, word_mutants

from anagen.consultation.answers import completed
from anagen.consultation.engine import judge
from anagen.consultation.logic import Condition
from anagen.consultation.rules import groups, rules, treatments
from anagen.errors import InputError

TRUTHS = {"applies": True, "not": False, "open": None}
RULES = rules()
ALWAYS = "True"


@cache
def visits():
    """What was stored of each rule: visits, and what it does."""
    path = Path(rule_mutants.__file__).with_name("rule_visits.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def judged_visits(rule):
    """Completed answers of a rule's visits, with what its condition must be."""
    stored = visits()[rule.id]
    return [
        (completed(one, depth=rule.depths[0]), truth)
        for name, truth in TRUTHS.items()
        for one in stored[name]
    ]


def test_no_rule_is_lost_and_none_came_unseen():
    assert set(visits()) == {rule.id for rule in RULES}


def test_every_rule_has_a_visit_that_fires_it_and_one_that_does_not():
    for rule in RULES:
        stored = visits()[rule.id]
        assert stored["applies"], rule.id
        assert stored["not"] or rule.when.text == ALWAYS, rule.id
        assert all(judge(one, depth=rule.depths[0]).fires(rule.id) for one in stored["applies"]), rule.id
        assert not any(judge(one, depth=rule.depths[0]).fires(rule.id) for one in stored["not"]), rule.id


def test_every_condition_is_what_its_visits_say():
    for rule in RULES:
        for answers, truth in judged_visits(rule):
            assert rule.when.judge(answers) is truth, (rule.id, answers)


def test_every_rule_does_what_is_stored_of_it():
    for rule in RULES:
        stored = visits()[rule.id]
        assert behavior(rule, stored) == stored.get("does", {}), rule.id


def test_every_mutant_of_a_condition_dies():
    survivors, count = [], 0
    for rule in RULES:
        seen = judged_visits(rule)
        for what, text in condition_mutants(rule.when.text):
            try:
                mutant = Condition.of(text)
            except InputError:
                continue  # it dies when the table is read
            count += 1
            if all(mutant.judge(answers) is truth for answers, truth in seen):
                survivors.append((rule.id, what))
    assert not survivors
    assert count > 1200


def test_every_mutant_of_what_a_rule_says_dies():
    survivors, count = [], 0
    for rule in RULES:
        whole = said(rule)
        assert whole.items() <= visits()[rule.id]["does"].items(), rule.id
        for what, mutant in word_mutants(rule):
            count += 1
            if said(mutant) == whole:
                survivors.append((rule.id, what))
    assert not survivors
    assert count > 2500


@pytest.mark.parametrize("treatment", treatments())
def test_every_mutant_of_what_a_rule_does_to_a_treatment_dies(treatment):
    survivors = []
    for rule in RULES:
        stored = visits()[rule.id]
        may_be_open = bool(stored["open"])
        kept = stored_on(stored.get("does", {}), treatment)
        for what, mutant in treatment_mutants(rule, treatment, may_be_open=may_be_open):
            if on_treatment(mutant, treatment, may_be_open=may_be_open) == kept:
                survivors.append((rule.id, what))
    assert not survivors


def stored_on(does, treatment):
    """What is stored of what a rule does to a treatment, as `on_treatment` gives it."""

    def found(name):
        for key, named in does.items():
            if key.startswith(f"{name}_") and treatment in expanded(named):
                return key.removeprefix(f"{name}_")
        return ""

    return found("self"), found("clinician"), found("offered"), found("waits")


def expanded(named):
    """Treatments, with groups replaced by their members."""
    return [one for name in named for one in groups().get(name, (name,))]
