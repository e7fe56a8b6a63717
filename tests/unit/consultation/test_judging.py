"""Small things that mutants showed nobody looked at: whose rule is told, what is still asked, the ends of a scale."""

import dataclasses

import pytest

from anagen.consultation.engine import judge
from anagen.consultation.logic import Condition
from anagen.consultation.rules import rules
from anagen.consultation.screening import screening_of
from anagen.errors import InputError
from anagen.patient.person import known_fields


@pytest.mark.parametrize(("sex", "rule"), [("male", "SCR-25"), ("female", "SCR-26")])
def test_somebody_without_pattern_loss_is_told_the_rule_of_their_own_sex(sex, rule):
    judged = judge({"sex": sex, "age": 40, "onset_speed": "sudden"})

    assert judged.plausible is False
    assert {"SCR-25", "SCR-26"} <= {one.id for one in judged.denied}
    assert [one.rule for one in screening_of(judged).findings if one.rule in ("SCR-25", "SCR-26")] == [rule]
    held = judged.standing("minoxidil_topical")
    assert {one.id for one in held.because} & {"SCR-25", "SCR-26"} <= {rule}


def test_what_would_make_pattern_loss_plausible_is_asked_only_while_that_is_open():
    hangs, holds = (
        dataclasses.replace(rules()[0], id=text, when=Condition.of(text), plausible=True, effect="")
        for text in ("onset_months >= 6", "True")
    )

    assert screening_of(judge({}, table=[hangs])).ask == ("onset_months",)
    assert screening_of(judge({}, table=[hangs, holds])).ask == ()


def test_a_condition_may_name_the_ends_of_a_scale_and_nothing_beyond():
    low, high = (known_fields()["age"][end] for end in ("low", "high"))

    assert Condition.of(f"age <= {high}").judge({"age": 40}) is True
    assert Condition.of(f"age >= {low}").judge({"age": 40}) is True
    with pytest.raises(InputError, match="is never"):
        Condition.of(f"age >= {high + 1}")


def test_a_rule_cannot_be_changed_once_it_is_read():
    with pytest.raises(dataclasses.FrozenInstanceError):
        rules()[0].says = "anything"
