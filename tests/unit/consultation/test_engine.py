"""The engine: blocks win over holds, holds over offers, unknown holds; answers are checked and completed."""

import pytest

from anagen.consultation.answers import completed
from anagen.consultation.engine import judge
from anagen.consultation.logic import Condition
from anagen.consultation.rules import Rule
from anagen.errors import InputError


def rule(name, when="True", **does):
    return Rule(
        id=name,
        topic="test",
        kind="caution",
        title=name,
        when=Condition.of(when),
        says="",
        strength="",
        source="",
        url="",
        read="",
        **does,
    )


OFFER = rule("OFFER", offers=("lllt",), plausible=True)
BLOCK = rule("BLOCK", "age < 18", blocks=("lllt",))
HOLD = rule("HOLD", "pulling_habit", holds=("lllt",))
CAUTION = rule("CAUTION", "blood_donor", cautions=("lllt",))
NOTE = rule("NOTE", "infant_contact", notes=("lllt",))
TABLE = (OFFER, BLOCK, HOLD, CAUTION, NOTE)
FINE = {"age": 30, "pulling_habit": False, "blood_donor": False, "infant_contact": False}


def standing(depth="self", table=TABLE, **answers):
    said = {name: one for name, one in (FINE | answers).items() if one is not None}
    return judge(said, depth=depth, table=table).standing("lllt")


def names(one):
    return [rule.id for rule in one.because]


def test_an_offer_stands_where_nothing_is_against_it():
    assert standing().status == "offered"
    assert names(standing(blood_donor=True, infant_contact=True)) == ["CAUTION", "NOTE", "OFFER"]


def test_a_block_wins_over_all():
    assert standing(age=12, pulling_habit=True, blood_donor=None).status == "blocked"
    assert names(standing(age=12, pulling_habit=True)) == ["BLOCK"]


def test_a_hold_wins_over_an_offer_but_only_tells_a_clinician():
    assert standing(pulling_habit=True).status == "held"
    assert names(standing(pulling_habit=True)) == ["HOLD"]
    assert standing("carer", pulling_habit=True).status == "held"
    assert standing("clinician", pulling_habit=True).status == "offered"
    assert names(standing("clinician", pulling_habit=True)) == ["HOLD", "OFFER"]


@pytest.mark.parametrize("depth", ["self", "carer", "clinician"])
@pytest.mark.parametrize("missing", ["age", "pulling_habit", "blood_donor"])
def test_an_unanswered_question_of_safety_holds_whoever_asks(depth, missing):
    one = standing(depth, **{missing: None})

    assert one.status == "held"
    assert one.ask == (missing,)


def test_what_is_only_told_holds_nothing():
    assert standing(infant_contact=None).status == "offered"


def test_without_a_rule_for_it_a_treatment_is_not_suggested():
    assert standing(table=(BLOCK,)).status == "not suggested"
    maybe = rule("MAYBE", "accepts_needles", offers=("lllt",))
    plausible = rule("PLAUSIBLE", plausible=True)
    assert standing(table=(maybe, plausible)).ask == ("accepts_needles",)
    assert standing(table=(maybe, plausible), accepts_needles=False).status == "not suggested"


def test_pattern_loss_must_be_plausible_before_anything_that_acts():
    offer = rule("OFFER", offers=("lllt", "supportive"))
    maybe = rule("PLAUSIBLE", "tension_styling == False", plausible=True, otherwise="No.", sex="male")
    said = {"age": 30, "sex": "male"}

    unknown = judge(said, table=(offer, maybe))
    assert unknown.plausible is None
    assert unknown.standing("lllt").ask == ("tension_styling",)
    assert unknown.standing("supportive").status == "offered"

    denied = judge(said | {"tension_styling": True}, table=(offer, maybe))
    assert denied.plausible is False
    assert names(denied.standing("lllt")) == ["PLAUSIBLE"]
    assert denied.standing("lllt").status == "held"
    clinician = judge(said | {"tension_styling": True}, depth="clinician", table=(offer, maybe))
    assert clinician.standing("lllt").status == "offered"


def test_a_rule_is_heard_in_its_depths_only():
    quiet = rule("QUIET", depths=("clinician",), blocks=("lllt",))

    assert standing(table=(*TABLE, quiet)).status == "offered"
    assert standing("clinician", table=(*TABLE, quiet)).status == "blocked"


def test_a_man_is_not_asked_what_only_women_are():
    full = completed({"sex": "male"})

    assert full["preg_status"] == "not_applicable"
    assert full["androgen_signs"] == ["none"]
    assert full["androgen_signs_rapid"] is False
    assert "preg_status" not in completed({"sex": "female"})


def test_an_answer_that_is_given_is_never_replaced_by_what_follows():
    assert completed({"sex": "male", "preg_status": "pregnant"})["preg_status"] == "pregnant"
    assert judge({"sex": "male", "preg_status": "pregnant"}).standing("finasteride_oral").status == "blocked"


def test_none_beside_another_option_counts_for_nothing():
    assert completed({"conditions": ["none", "depression"]})["conditions"] == ("depression",)
    assert completed({"conditions": ["none"]})["conditions"] == ("none",)
    assert "conditions" not in completed({"conditions": []})


def test_who_answers_is_who_uses_it_unless_it_is_said():
    assert completed({}, depth="carer")["respondent"] == "carer"
    assert completed({"respondent": "self"}, depth="clinician")["respondent"] == "self"


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"agee": 3}, "Did you mean 'age'"),
        ({"age": "30"}, "a number from 0 to 110"),
        ({"age": True}, "a number from 0 to 110"),
        ({"age": 200}, "a number from 0 to 110"),
        ({"onset_months": float("nan")}, "a number from 0 to 600"),
        ({"sex": "man"}, "one of male, female"),
        ({"blood_donor": "no"}, "true or false"),
        ({"areas": "crown"}, "not a list of options"),
        ({"areas": ["top"]}, "No option of areas"),
        ({"basp": "X9"}, "written like"),
    ],
)
def test_answers_that_make_no_sense_are_refused(answers, says):
    with pytest.raises(InputError) as caught:
        judge(answers)
    assert says in str(caught.value)


def test_an_unknown_depth_is_refused():
    with pytest.raises(InputError, match="depth"):
        judge({}, depth="doctor")
