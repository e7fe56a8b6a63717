"""The questions as data: complete, in order, short, and what follows from each answer."""

import json
import re

import pytest
from consulted import MAN, WOMAN, walk
from hypothesis import given, settings
from hypothesis import strategies as st

from anagen.consultation.answering import answered, check_answer, read_words, with_implied
from anagen.consultation.options import options
from anagen.consultation.questionnaire import (
    DEPTHS,
    crisis_contacts,
    next_question,
    next_questions,
    progress,
    question,
    questionnaire_hash,
    questions,
    stops,
)
from anagen.consultation.screening import screen
from anagen.errors import InputError
from anagen.patient.person import known_fields

BARRED = re.compile(r"\bcure|guaranteed|permanent|100 ?%|diagnos", re.IGNORECASE)


def asked_of(wanted, **options):
    return [[one.field for one in group] for group, _ in walk(wanted, **options)]


def test_every_field_has_one_question_with_a_reason():
    assert {one.field for one in questions()} == set(known_fields())
    for one in questions():
        assert one.text
        assert one.why.endswith(".")
        assert one.why != one.text


@pytest.mark.parametrize("one", questions(), ids=lambda one: one.field)
def test_a_question_is_complete_and_says_nothing_barred(one):
    about = known_fields()[one.field]
    values = [option.value for option in one.options]
    words = json.dumps([one.text, one.why, one.tick, [option.label for option in one.options]])

    assert not BARRED.search(words)
    if "allowed" in about:
        assert set(values) == set(about["allowed"])
    if about["kind"] == "boolean":
        assert values == [True, False]
        assert bool(one.tick) == bool(one.group)
    assert len({option.label for option in one.options}) == len(one.options)
    assert (one.group == "") == (one.group_text == "")
    for implied in one.implied:
        assert check_answer(one.field, implied.value) == implied.value


def test_short_paths_of_a_typical_man_and_woman_have_20_to_25_screens():
    for wanted in (MAN, WOMAN):
        assert 20 <= len(asked_of(wanted)) <= 25


def test_the_short_path_asks_what_a_typical_person_must_answer_and_no_more():
    for wanted in (MAN, WOMAN):
        assert {field for screen in asked_of(wanted) for field in screen} == set(wanted)


def test_depths_ask_more_and_more():
    short, full = asked_of(MAN), asked_of(MAN, full=True)
    carer, clinician = asked_of(MAN, depth="carer"), asked_of(MAN, depth="clinician")

    assert carer == short
    assert len(short) < len(full) < len(clinician)
    assert ["basp"] in clinician
    assert ["basp"] not in full
    assert ["comb60_mean"] in full
    with pytest.raises(InputError, match="depth"):
        next_question({}, depth="doctor")


def test_stop_questions_come_first():
    order = [one.field for one in questions()]
    stopping = [one.field for one in questions() if one.stop]

    assert stopping == ["suicidal_now", "age", "preg_status", "follicle_openings"]
    assert max(order.index(one) for one in stopping) < 7
    assert order[0] == "consent_data"


@pytest.mark.parametrize(
    ("answers", "ends"),
    [
        ({"suicidal_now": True}, True),
        ({"age": 17}, True),
        ({"sex": "female", "preg_status": "pregnant"}, False),
        ({"follicle_openings": "not_visible"}, False),
    ],
)
def test_a_stop_answer_is_heeded_at_once(answers, ends):
    (fired,) = stops(answers)

    assert fired.ends == ends
    assert not BARRED.search(fired.says)


def test_no_other_answer_stops():
    assert stops(MAN) == stops(WOMAN) == ()


def test_lines_that_listen_are_those_of_the_region_or_all():
    assert any("988" in one for one in crisis_contacts("US"))
    assert not any("988" in one for one in crisis_contacts("UK"))
    everywhere = " ".join(crisis_contacts(None))
    assert all(number in everywhere for number in ("988", "116 123", "13 11 14", "109"))
    assert {one for one in known_fields()["region"]["allowed"] if not crisis_contacts(one)} == set()


def test_the_coarse_picture_comes_before_the_grade_and_fits_the_sex():
    order = [one.field for one in questions()]
    assert order.index("pattern_seen") + 1 == order.index("norwood")

    def pictures(sex):
        return [one.value for one in question("pattern_seen").choices({"sex": sex})]

    assert pictures("male") == ["none", "front", "crown"]
    assert pictures("female") == ["none", "parting"]


def test_a_man_is_not_asked_what_is_of_women_nor_the_other_way_round():
    man, woman = ({field for screen in asked_of(one) for field in screen} for one in (MAN, WOMAN))

    assert man.isdisjoint({"preg_status", "androgen_signs", "ludwig", "postmenopausal"})
    assert woman.isdisjoint({"norwood", "psa_planned", "partner_pregnant_or_trying"})


def test_a_woman_is_offered_no_answer_that_is_of_men():
    def offered(field, **more):
        return {one.value for one in question(field).choices(WOMAN | more)}

    assert "beard" not in offered("areas")
    assert "beard" in offered("areas", hormone_therapy="testosterone")
    assert "five_ari_for_prostate" not in offered("medicines")
    assert "prostate_cancer" not in offered("conditions")


def test_the_roller_is_asked_about_only_if_it_is_wanted():
    assert not any("roller_setting" in screen for screen in asked_of(MAN))
    wanted = MAN | {"accepts_needles": True, "roller_setting": "home", "fitzpatrick": 3}
    assert any("roller_setting" in screen for screen in asked_of(wanted))


def test_everything_may_stay_unanswered():
    screens = asked_of({})

    assert 15 <= len(screens) <= 25
    assert ["age"] in screens


def test_who_answers_is_told_on_no_screen_and_counts_as_none():
    told, untold = (progress(one, depth="clinician") for one in ({"respondent": "clinician"}, {}))

    assert (told.done, untold.done) == (0, 0)
    assert told.total == untold.total - 1


def test_progress_counts_screens():
    answers, done = {}, []
    for group, answers in walk(MAN):
        now = progress(answers)
        done.append(now.done)
        assert now.done < now.total
        assert group
    assert done == sorted(set(done))
    assert now.total == now.done + 1


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("age", 17.5, "age = 17.5 is not a whole number from 0 to 110."),
        ("age", 200, "from 0 to 110"),
        ("age", True, "whole number"),
        ("age", "old", "whole number"),
        ("onset_months", float("nan"), "number from 0 to 600"),
        ("sex", "man", "Unknown|unknown|male"),
        ("areas", "crown", "not a list"),
        ("areas", ["elbow"], "elbow"),
        ("medicines", ["none", "statin"], "'none' cannot stand beside"),
        ("suicidal_now", "no", "yes"),
        ("basp", "X9", "not written like"),
        ("shoe_size", 43, "shoe_size"),
    ],
)
def test_a_wrong_answer_is_refused_in_one_line(field, value, says):
    with pytest.raises(InputError, match=says) as caught:
        check_answer(field, value)
    assert "\n" not in str(caught.value)


def test_answers_must_fit_each_other():
    with pytest.raises(InputError, match="does not fit an age of 20"):
        check_answer("onset_months", 300, {"age": 20})
    with pytest.raises(InputError, match="does not fit loss that began"):
        check_answer("age", 20, {"onset_months": 300})
    assert check_answer("onset_months", 30, {"age": 20}) == 30


def test_right_answers_are_kept_as_a_person_file_holds_them():
    assert check_answer("age", 31.0) == 31
    assert check_answer("areas", ("crown", "temples")) == ["temples", "crown"]
    assert check_answer("basp", "M2V1") == "M2V1"
    assert check_answer("age", None) is None
    assert read_words(question("onset_months"), " 2,5 ") == 2.5
    assert read_words(question("basp"), "m2v1") == "M2V1"
    assert read_words(question("age"), "  ") is None
    with pytest.raises(InputError, match="not a number from 0 to 110"):
        read_words(question("age"), "thirty")


def test_what_an_earlier_answer_made_one_ask_goes_when_it_changes():
    woman = WOMAN | {"preg_status": "not_possible"}
    man = answered(woman, {"sex": "male"})

    assert {"preg_status", "ludwig", "androgen_signs"}.isdisjoint(man)
    assert man["areas"] == WOMAN["areas"]
    assert next_question(man, asked=()).field == "partner_pregnant_or_trying"


def test_what_was_written_by_hand_is_not_taken_away_by_another_answer():
    mine = {"age": 40, "sex": "male", "roller_mm": 0.5}

    assert answered(mine, {"region": "UK"}) == {**mine, "region": "UK"}


def test_answers_that_follow_from_others_need_not_be_asked():
    man = with_implied(MAN)

    assert man["preg_status"] == "not_applicable"
    assert man["androgen_signs_rapid"] is False
    assert man["side_effects"] == ["none"]
    assert man["roller_shared"] is False
    assert with_implied({}) == {}
    assert with_implied({"sex": "male", "preg_status": "pregnant"})["preg_status"] == "pregnant"


def test_words_of_answers_are_plain():
    assert question("onset_speed").label("gradual") == "Slowly, over many months or years"
    assert question("areas").label(["temples", "crown"]).startswith("The corners at the temples; ")
    assert question("age").label(31) == "31 years"
    assert question("onset_months").label(1) == "1 month"
    assert question("age").label(None) == "not answered"
    assert question("basp").label("M2") == "M2"


def test_the_hash_is_of_all_that_is_asked():
    assert re.fullmatch("[0-9a-f]{64}", questionnaire_hash())


def any_answer(one):
    about = known_fields()[one.field]
    if about["kind"] == "boolean":
        return st.booleans()
    if about["kind"] == "choice":
        return st.sampled_from(about["allowed"])
    if about["kind"] == "choices":
        return st.lists(
            st.sampled_from([each for each in about["allowed"] if each != "none"]), min_size=1, max_size=3
        )
    if about["kind"] == "text":
        return st.just("M2V1")
    return st.integers(int(about["low"] + 0.9), int(about["high"]))


@settings(max_examples=60, deadline=None)
@given(data=st.data(), depth=st.sampled_from(DEPTHS), full=st.booleans())
def test_whatever_is_answered_an_interview_ends_and_asks_nothing_twice(data, depth, full):
    answers, asked, left_open = {}, [], set()
    while group := next_questions(answers, depth=depth, asked=left_open, full=full):
        for one in group:
            assert one.field not in asked
            asked.append(one.field)
            value = data.draw(st.none() | any_answer(one))
            answers = answered(answers, {one.field: value})
            left_open |= {one.field} if value is None else set()
    assert len(asked) <= len(questions())


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_whoever_answers_the_short_path_is_not_held_back_for_want_of_a_question(data):
    answers = {"respondent": "self"}
    while group := next_questions(answers):
        answers = answered(answers, {one.field: data.draw(any_answer(one)) for one in group})
    known = with_implied(answers)

    assert screen(known).ask == ()
    assert {field for one in options(known) for field in one.ask} == set()


def test_who_skips_a_question_of_safety_is_told_which():
    skipped = with_implied({name: value for name, value in MAN.items() if name != "allergies"})

    assert {"allergies"} <= {field for one in options(skipped) for field in one.ask}
