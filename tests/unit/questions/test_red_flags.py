"""Signs of danger come before any answer, and harmless questions raise none."""

import pytest

from anagen.questions.answer import STOPPED, answer
from anagen.questions.red_flags import raised, red_flags
from anagen.questions.relevance import no_signs, no_what_ifs, questions, signs, unanswerable, what_ifs

ABOUT_DANGER = {
    "pregnancy", "teenagers", "patches", "scarring", "scalp_infection", "minoxidil_heart", "who_must_not_roll",
    "minoxidil_children_contact",
    "finasteride_mood", "oral_minoxidil_side_effects", "after_childbirth",
    "women_hormone_signs", "finasteride_fertility",
}  # fmt: skip
"""Answers whose questions show a sign."""


@pytest.mark.parametrize("asked", signs(), ids=lambda one: one.question)
def test_a_sign_is_seen(asked):
    found = [one.name for one in raised(asked.question)]

    assert asked.expected in found


@pytest.mark.parametrize("asked", signs(), ids=lambda one: one.question)
def test_a_sign_comes_with_its_rules_and_their_sources(asked):
    found = answer(asked.question)

    assert found.warnings
    for one in found.warnings:
        assert one.flag.says
        assert {rule.name for rule in one.rules} == set(one.flag.rules)
        assert all(rule.says and rule.source for rule in one.rules)


@pytest.mark.parametrize("name", [one.name for one in red_flags() if one.ends])
def test_after_some_signs_nothing_is_answered(name):
    asked = next(one.question for one in signs() if one.expected == name)

    found = answer(asked)

    assert found.kind == STOPPED
    assert found.text == ""
    assert found.rests_on == ()
    assert {one.flag.name for one in found.warnings} >= {name}
    assert all(one.flag.ends for one in found.warnings)


def test_crisis_lines_are_those_of_the_region_where_it_is_known():
    everywhere = answer("i want to die").warnings[0].contacts
    there = answer("i want to die", region="UK").warnings[0].contacts

    assert any("116 123" in one for one in there)
    assert len(everywhere) > len(there) > 0


def test_every_sign_is_among_the_questions():
    assert {one.expected for one in signs()} == {one.name for one in red_flags()}


@pytest.mark.parametrize("part", ["tuning", "held_out"])
def test_harmless_questions_raise_no_sign(part):
    harmless = [one.question for one in questions(part) if one.expected not in ABOUT_DANGER]

    flagged = [one for one in (*harmless, *unanswerable(part), *what_ifs()) if raised(one)]
    assert flagged == []


@pytest.mark.parametrize(
    ("question", "seen"),
    [
        ("i am 17", True),
        ("i am 18", False),
        ("my son is 15", True),
        ("he is 14 years old", True),
        ("I am sixteen", True),
        ("i am 16 weeks into minoxidil", False),
        ("norwood at 45", False),
        ("i am 5 % sure", False),
        ("balding at 16", True),
        ("I am 12 months in", False),
    ],
)
def test_an_age_below_eighteen_is_told_from_other_numbers(question, seen):
    assert ("under_18" in {one.name for one in raised(question)}) is seen


def test_a_question_that_only_sounds_like_danger_raises_no_sign():
    assert len(no_signs()) >= 50
    assert [one for one in no_signs() if raised(one)] == ["my hair grows in circles at the crown"]


def test_a_misspelled_sign_is_seen():
    assert "pregnancy" in {one.name for one in raised("i am pregnent and use regaine")}
    assert "self_harm" in {one.name for one in raised("I am suicidel")}


def test_what_ifs_that_are_none_stay_harmless():
    assert {one for one in no_what_ifs() if raised(one)} == {
        "what if I get pregnant",
        "what if I drink minoxidil",
        "does finasteride cause depression",
    }
