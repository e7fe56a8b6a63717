"""Conditions: Kleene's three values, what an empty answer is, and what is refused when a text is read."""

from itertools import product

import pytest

from anagen.consultation.logic import Condition, both, either, opposite
from anagen.errors import InputError

TRUTHS = (True, False, None)


def judge(text, **answers):
    return Condition.of(text).judge(answers)


@pytest.mark.parametrize(("one", "other"), list(product(TRUTHS, TRUTHS)))
def test_and_and_or_are_kleene_s(one, other):
    """Unknown stands for either value: the result is known only if both give it."""
    for join, plain in ((both, all), (either, any)):
        worlds = {
            plain((a, b))
            for a in ((True, False) if one is None else (one,))
            for b in ((True, False) if other is None else (other,))
        }
        assert join(one, other) is (worlds.pop() if len(worlds) == 1 else None)
    assert opposite(one) is (None if one is None else not one)


@pytest.mark.parametrize(("one", "other"), list(product(TRUTHS, TRUTHS)))
def test_conditions_join_as_the_functions_do(one, other):
    said = {"pulling_habit": one, "tension_styling": other}

    assert judge("pulling_habit and tension_styling", **said) is both(one, other)
    assert judge("pulling_habit or tension_styling", **said) is either(one, other)
    assert judge("not (pulling_habit and tension_styling)", **said) is opposite(both(one, other))


def test_a_missing_answer_is_unknown_not_false():
    assert judge("age < 18") is None
    assert judge("not age < 18") is None
    assert judge('"patches" in areas', areas=[]) is None
    assert judge("suicidal_now", suicidal_now=None) is None


def test_none_of_these_is_an_answer():
    assert judge('"patches" not in areas', areas=["crown"]) is True
    assert judge('any_of(conditions, "depression")', conditions=["none"]) is False
    assert judge('none_of(conditions, "depression")', conditions=["none"]) is True
    assert judge('has(conditions, "none")', conditions=["none"]) is True
    assert judge("known(conditions)", conditions=["none"]) is True


def test_comparisons_may_be_chained_and_turned_round():
    assert [judge("18 <= age < 50", age=age) for age in (17, 18, 49, 50)] == [False, True, True, False]
    assert judge("50 > age", age=49) is True


def test_known_is_never_unknown():
    assert judge("known(phq2) and phq2 >= 3") is False
    assert judge("known(phq2) and phq2 >= 3", phq2=3) is True


def test_open_fields_are_those_on_which_it_still_hangs():
    condition = Condition.of('region == "UK" and has(conditions, "hypertension") or age < 18')

    assert condition.fields == {"region", "conditions", "age"}
    assert condition.open_fields({}) == {"region", "conditions", "age"}
    assert condition.open_fields({"region": "US"}) == {"age"}
    assert condition.open_fields({"region": "UK", "age": 30}) == {"conditions"}
    assert condition.open_fields({"age": 12}) == frozenset()


def test_a_condition_of_nothing_is_always_true():
    assert judge("True") is True
    assert Condition.of("True").fields == frozenset()


def test_the_same_text_is_read_once():
    assert Condition.of("age < 18") is Condition.of("age < 18")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("age <", "cannot be read"),
        ("agee < 18", "Did you mean 'age'"),
        ('has(medicines, "aspirin")', "No option of medicines named 'aspirin'"),
        ('region in ("UK", "XX")', "No option of region named 'XX'"),
        ('areas == "patches"', "areas is a choices"),
        ("age < 200", "age is never 200"),
        ('sex > "male"', "sex has no order"),
        ("blood_donor == 1", "True or False"),
        ('age == "18"', "which is no number"),
        ("phq2 in (1, 2)", "phq2 is a integer"),
        ("1 < 2", "must be a field and a value"),
        ("has(areas)", "takes one option"),
        ('has(areas, "crown", "temples")', "takes one option"),
        ("known(age, 3)", "takes one field"),
        ('any_of("areas", "crown")', "begins with the name of a field"),
        ('__import__("os")', "No helper named"),
        ("age.real", "not understood"),
        ("[age]", "not understood"),
        ("sex is True", "no comparison"),
        ("False", "not understood"),
        ("age", "age is a integer"),
        ('areas in ("crown",)', "areas is a choices"),
        ("sex in ()", "not understood"),
        ('"crown" in ("crown",)', "not understood"),
        ("region in (UK,)", "Write it in quotes"),
    ],
)
def test_what_makes_no_sense_is_refused_when_it_is_read(text, says):
    with pytest.raises(InputError, match="condition") as caught:
        Condition.of(text)
    assert says in str(caught.value)
