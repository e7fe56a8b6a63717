"""Unwanted effects fire the rules for those who are treated."""

import re
from datetime import date, timedelta

import pytest

from anagen.consultation.rules import rules
from anagen.diary.effects import (
    KINDS_SHOWN,
    answers_now,
    effect_words,
    fields_of,
    fired_rules,
    offered_effects,
    rules_against,
)
from anagen.diary.entries import Grade, ShedCount, SideEffect, Treatment

DAY = date(2026, 3, 1)
ZONE = "Europe/Berlin"
TABLET, LOTION, ROLLER = (
    "finasteride 1 mg oral daily",
    "minoxidil 5 % 1 mL topical twice daily",
    "microneedling 0.5 mm weekly",
)


def after(days):
    return DAY + timedelta(days=days)


def felt(*effects, day=DAY, **more):
    return SideEffect(day=day, zone=ZONE, effects=effects, **more)


@pytest.fixture
def on(diary):
    """Somebody who takes something, and gave some answers."""

    def begin(*courses, **answers):
        diary.store.put(diary.person_id, "answers", DAY, {"answers": {"age": 31, "sex": "male"} | answers})
        for course in courses:
            diary.add(Treatment(day=DAY, zone=ZONE, course=course))
        return diary

    return begin


def ids(fired):
    return [one.rule for one in fired]


def test_the_answers_of_somebody_who_takes_something(on):
    diary = on(TABLET, LOTION, medicines=["statin"], scalp_symptoms=["none"])
    diary.add(ShedCount(day=after(2), zone=ZONE, method="comb60", counts=(10.0, 14.0)))
    diary.add(Grade(day=after(3), zone=ZONE, scale="norwood", grade="IV"))
    diary.add(Grade(day=after(3), zone=ZONE, scale="sinclair", grade="2"))
    diary.add(felt("palpitations_or_chest_pain", day=after(5)))
    diary.add(felt("low_mood", day=after(5), over=after(20)))

    answers = answers_now(diary, after(70))

    assert answers["medicines"] == ["statin", "finasteride_oral", "topical_minoxidil"]
    assert answers["weeks_since_start"] == 10.0
    assert answers["months_on_minoxidil"] == answers["months_on_5ari"] == pytest.approx(2.3, abs=0.01)
    assert answers["comb60_mean"] == 12.0
    assert (answers["norwood"], answers["sinclair"]) == ("IV", 2)
    assert answers["systemic_symptoms"] == ["palpitations", "chest_pain"]
    assert answers["side_effects"] == ["palpitations_or_chest_pain"]
    assert answers_now(diary, after(10))["side_effects"] == ["palpitations_or_chest_pain", "low_mood"]
    assert "side_effects" not in answers_now(diary, after(4))
    assert "norwood" not in answers_now(diary, after(2))


def test_no_medicine_is_still_none_when_only_a_procedure_was_begun(on):
    diary = on("microneedling 0.5 mm 12 passes weekly", medicines=["none"])

    assert answers_now(diary, after(3))["medicines"] == ["none"]


@pytest.mark.parametrize(
    ("course", "effect", "rule"),
    [
        (TABLET, "low_mood", "FIN-11"),
        (TABLET, "sexual", "FIN-12"),
        (TABLET, "breast_change", "FIN-13"),
        (TABLET, "suicidal_now", "SCR-01"),
        (LOTION, "palpitations_or_chest_pain", "MIN-15"),
        (LOTION, "swelling", "MIN-15"),
        (LOTION, "dizzy", "MIN-15"),
        (LOTION, "sudden_weight_gain", "MIN-15"),
        (ROLLER, "wound_infection", "MND-23"),
        (ROLLER, "dark_marks", "MND-24"),
    ],
)
def test_an_effect_fires_its_stop_rule(on, course, effect, rule):
    fired = fired_rules(on(course), felt(effect), after(10))

    assert rule in ids(fired)
    told = next(one for one in fired if one.rule == rule)
    assert told.says
    assert told.source
    assert rule in told.words


def test_shedding_that_goes_on_after_two_months_fires_and_before_does_not(on):
    diary = on(LOTION)

    assert "MIN-17" not in ids(fired_rules(diary, felt("more_shedding"), after(28)))
    assert "MIN-17" in ids(fired_rules(diary, felt("more_shedding"), after(70)))


def test_an_effect_of_what_is_not_taken_fires_nothing(on):
    assert ids(fired_rules(on(ROLLER), felt("sexual"), after(10))) == []
    assert ids(fired_rules(on(LOTION), felt("low_mood"), after(10))) == []


def test_red_flags_come_first_and_rules_that_are_about_something_else_do_not_come(on):
    fired = fired_rules(
        on(TABLET, LOTION, scalp_symptoms=["burning"], areas=["crown"]), felt("suicidal_now"), DAY
    )

    assert fired[0].kind == "red_flag"
    assert {one.kind for one in fired} <= set(KINDS_SHOWN)
    assert "SCR-09" not in ids(fired)


def test_every_effect_that_rules_ask_for_can_be_told():
    """A stop rule that no entry of the diary can fire would be dead here."""
    texts = [one.when.text for one in rules() if one.kind in KINDS_SHOWN]
    asked = {(field, word) for text in texts for field, word in asked_for(text)}
    told = {
        (field, word)
        for effect in effect_words()
        for field, words in fields_of(effect).items()
        if isinstance(words, list)
        for word in words
    }

    assert len(asked) > 15
    assert asked - told == set()
    assert {"suicidal_now", "shedding_increased_since_start"} <= {
        field for effect in effect_words() for field in fields_of(effect)
    }


def test_what_a_list_does_not_offer_others_in_it_say_to_the_rules_just_as_well():
    hidden = effect_words().keys() - offered_effects().keys()

    assert hidden == {"palpitations_or_chest_pain", "fainting_dizzy", "ankle_or_face_swelling"}
    for effect in hidden:
        doubles = effect_words()[effect]["doubles"]
        said = {one for double in doubles for one in fields_of(double)["systemic_symptoms"]}
        assert set(doubles) <= offered_effects().keys()
        assert set(fields_of(effect)["systemic_symptoms"]) <= said


LISTED = re.compile(
    r'(?:has|any_of)\((side_effects|systemic_symptoms), ([^)]*)\)|"(\w+)" in (systemic_symptoms)'
)


def asked_for(text):
    """Effects that a condition asks for, by their fields."""
    for field, words, word, other in LISTED.findall(text):
        yield from ((field or other, one) for one in re.findall(r"\w+", words or word))


def test_a_treatment_that_rules_speak_against_is_told(on):
    diary = on(preg_status="pregnant", sex="female")
    lotion = Treatment(day=DAY, zone=ZONE, course=LOTION)

    against = rules_against(diary, lotion, DAY)

    assert against
    assert {one.topic for one in against} == {"minoxidil_topical"}
    assert {one.kind for one in against} == {"contraindication"}


def test_nothing_speaks_against_what_suits(on):
    diary = on(preg_status="not_applicable", onset_speed="gradual", areas=["crown"], family_history="yes")

    assert rules_against(diary, Treatment(day=DAY, zone=ZONE, course=TABLET), DAY) == ()
