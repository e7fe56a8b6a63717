"""What-if questions are read as they are meant, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anagen.consultation.rules import treatments
from anagen.patient.person import Person
from anagen.questions.mentions import find_mentions, find_person
from anagen.questions.permission import held_back, parts_of, ruled_out
from anagen.questions.reading import counted, timed
from anagen.questions.relevance import no_what_ifs, what_ifs
from anagen.questions.typical import TYPICAL, person_for
from anagen.questions.what_if import read_what_if, vocabulary
from anagen.questions.what_if_words import tables
from anagen.treatment.regimen import Regimen

PIECES = st.lists(
    st.sampled_from(
        ["what if", "I", "stop", "start", "switch", "from", "to", "minoxidil", "finasteride", "rolling", "prp", "after",
         "a year", "2 months", "at 40", "0.5 mg", "5 %", "1.5 mm", "twice", "weekly", "instead of", "on top of", "and",
         "skip", "half", "better than", "for", "do nothing", "I am 30", "norwood 3", "every 3 days", "wait", "over"]
    ),
    min_size=1,
    max_size=14,
)  # fmt: skip


@pytest.mark.parametrize(("question", "regimens"), what_ifs().items())
def test_a_what_if_is_read_as_it_is_meant(question, regimens):
    found = read_what_if(question)

    assert found is not None
    assert tuple(arm.regimen for arm in found.arms) == regimens


@pytest.mark.parametrize("question", no_what_ifs())
def test_a_question_that_is_half_understood_is_not_simulated(question):
    assert read_what_if(question) is None


@pytest.mark.parametrize("question", what_ifs())
def test_what_is_read_can_be_simulated(question):
    found = read_what_if(question)

    assert all(str(Regimen.of(arm.regimen)) for arm in found.arms)
    assert len({arm.name for arm in found.arms}) == len(found.arms)
    assert 0.0 < found.years <= 30.0
    assert found.changes_year is None or 0.0 < found.changes_year < found.years


@given(PIECES)
def test_whatever_is_put_together_is_read_into_regimens_or_not_at_all(pieces):
    found = read_what_if(" ".join(pieces))

    if found is not None:
        assert all(Regimen.of(arm.regimen) is not None for arm in found.arms)
        assert 0.0 < found.years <= 30.0


@given(st.text(max_size=200))
def test_any_text_is_read_without_harm(text):
    found = read_what_if(text)

    assert found is None or found.arms


def test_what_was_filled_in_is_said():
    found = read_what_if("what if I stop minoxidil")

    assert any("year 1, as no time was said" in one for one in found.assumed)
    assert any("usual course" in one for one in found.assumed)


def test_a_person_who_is_known_wins_over_the_question():
    found = read_what_if("what if I start finasteride at 40?", sex="male", age_years=25.0)

    assert found.changes_year == 15.0
    assert not any("age" in one for one in found.assumed)


def test_a_start_at_an_age_that_is_past_is_no_what_if():
    assert read_what_if("what if I start finasteride at 40?", age_years=50.0) is None


def test_a_woman_gets_the_usual_course_of_women():
    found = read_what_if("what if my wife starts minoxidil")

    assert found.arms[0].regimen == "minoxidil 2 % 1 mL topical twice daily"
    assert found.person.sex == "female"


def test_every_usual_course_is_a_regimen_and_every_treatment_has_one():
    for usual in tables()["usual"].values():
        for one in usual.values():
            assert all(part.name in tables()["topics"] for part in parts_of(Regimen.of(one)))
    assert {name.split()[0] for name in tables()["topics"]} == set(tables()["usual"])
    assert {one for topics in tables()["topics"].values() for one in topics} <= set(treatments())
    assert set(tables()["usual"]) <= vocabulary()


def test_doses_stand_by_their_drugs():
    one, other = find_mentions("2 percent minoxidil twice daily and 0.5 mg finasteride every 3 days")

    assert (one.drug, one.strength_percent, one.pace) == ("minoxidil", 2.0, "twice daily")
    assert (other.drug, other.mass_mg, other.pace) == ("finasteride", 0.5, "every 3 days")


def test_micrograms_are_milligrams_of_a_thousandth():
    (one,) = find_mentions("200 mcg finasteride")

    assert one.mass_mg == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("text", "age", "sex", "norwood"),
    [
        ("i am 31 norwood 3 crown start finasteride", 31.0, None, "IIIv"),
        ("my woman 44 years old", 44.0, "female", None),
        ("norwood vi man", None, "male", "VI"),
        ("start at 40", None, None, None),
        ("when i am 40", None, None, None),
    ],
)
def test_who_is_meant_is_read(text, age, sex, norwood):
    person, rest = find_person(text)

    assert (person.age_years, person.sex, person.norwood) == (age, sex, norwood)
    assert "norwood" not in rest


def test_numbers_and_times():
    assert counted("after half a years and three months") == "after 0.5 years and 3 months"
    assert timed("a + b", "until", 1.5) == "a until month 18 + b until month 18"
    assert timed("a", "from", 2.0) == "a from year 2"
    assert timed("a", "from", 100.0 / 365.25) == "a from day 100"


def test_who_stands_for_nobody_in_particular_is_typical_and_said_to_be():
    person, says = person_for(read_what_if("what if I start finasteride"), None)
    told, _ = person_for(read_what_if("i am 45, norwood 4, what if I start finasteride"), None)
    own = Person(age_years=33, sex="male")

    assert person == TYPICAL["male"]
    assert "typical" in says
    assert (told.age_years, told.norwood) == (45.0, "IV")
    assert person_for(read_what_if("what if I start finasteride"), own)[0] is own


@pytest.mark.parametrize(
    ("question", "answers", "rule"),
    [
        ("what if my wife takes finasteride", {"age": 40, "sex": "female"}, "FIN-02"),
        ("what if I start finasteride", {"age": 17, "sex": "male"}, "SCR-02"),
        ("what if I start minoxidil", {"age": 30, "sex": "female", "preg_status": "pregnant"}, "MIN-03"),
        (
            "what if I roll weekly",
            {"age": 30, "sex": "male", "conditions": ["keloid_or_hypertrophic_scars"]},
            "MND-04",
        ),
    ],
)
def test_what_the_rules_forbid_is_not_simulated_for_anybody(question, answers, rule):
    asked = read_what_if(question, sex=answers["sex"])

    for clinician in (False, True):
        held = held_back(asked, answers, clinician=clinician)
        assert rule in {one.name for reason in held for one in reason.rules}


@pytest.mark.parametrize(
    "question",
    [
        "what if I take dutasteride",
        "what if I take minoxidil tablets",
        "what if I use finasteride spray",
        "what if I take 5 mg finasteride",
        "what if I double my finasteride",
        "what if I take finasteride twice a day",
        "what if I use minoxidil three times a day",
        "what if I use minoxidil 10 %",
        "what if I roll with 1.5 mm weekly",
    ],
)
def test_what_goes_beyond_labels_is_simulated_for_clinicians_only(question):
    asked, answers = read_what_if(question), {"age": 30, "sex": "male"}

    assert any("--clinician" in one.says for one in held_back(asked, answers))
    assert held_back(asked, answers, clinician=True) == ()


def test_what_is_usual_is_not_held_back():
    for question in ("what if I stop minoxidil", "what if I start finasteride", "what if I roll weekly"):
        assert held_back(read_what_if(question), {"age": 30, "sex": "male"}) == ()


@pytest.mark.parametrize(
    ("question", "answers", "rule"),
    [
        ("Can I take Propecia?", {"age": 46, "sex": "female"}, "FIN-02"),
        ("how is minoxidil used?", {"age": 30, "sex": "female", "preg_status": "pregnant"}, "MIN-03"),
        ("Can I take Propecia?", {"age": 46, "sex": "male"}, None),
        ("Can my husband take finasteride?", {"age": 46, "sex": "female"}, None),
        ("Can I take Propecia?", {}, None),
        ("What is a follicle?", {"age": 46, "sex": "female"}, None),
    ],
)
def test_who_asks_about_a_treatment_that_is_not_for_them_is_told_so(question, answers, rule):
    found = ruled_out(question, answers)

    assert {one.name for reason in found for one in reason.rules} >= ({rule} - {None})
    assert bool(found) == (rule is not None)
