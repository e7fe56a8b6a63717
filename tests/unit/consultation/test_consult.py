"""A consultation: what is forecast of whom, and the JSON that scripts rely on."""

import json
from pathlib import Path

import pytest
from consultations import FOLLICLES, MAN, PEOPLE, WOMAN, consulted

from anagen.consultation.cautions import NOT_SIMULATED, cautions, side_effects_of, topics_of
from anagen.consultation.consult import consult, crowd_of
from anagen.consultation.measurements import Measurement
from anagen.consultation.options import options
from anagen.consultation.questionnaire import next_question
from anagen.consultation.screening import screen
from anagen.errors import InputError
from anagen.evidence import known
from anagen.evidence.side_effects import SideEffect, read_side_effects, side_effects
from anagen.patient.person import Person, read_answers
from anagen.treatment.regimen import Regimen

SMALL = {"people": PEOPLE, "follicles": FOLLICLES, "evidence": known()}


def test_the_json_has_the_settled_shape():
    plain = json.loads(json.dumps(consulted("man").as_dict(), allow_nan=False))

    assert plain["screening"].keys() >= {"outcome", "findings"}
    assert plain["screening"]["outcome"] == "plan"
    for finding in plain["screening"]["findings"]:
        assert finding.keys() >= {"rule", "severity", "says", "source"}
    for option in plain["options"]:
        assert option.keys() >= {"regimen", "status", "because", "forecast"}
        assert option["status"] in {"offered", "held", "blocked"}
        assert all(why.keys() >= {"rule", "says", "source"} for why in option["because"])
    assert plain["provenance"]["settings"]["rules"]


def test_what_is_offered_and_simulated_has_a_forecast_and_the_rest_a_reason():
    found = consulted("man")

    for one in found.options:
        simulated = one.status == "offered" and (one.regimen or not one.treatments)
        assert (one.name in found.forecasts) == bool(simulated), one.name
        assert (one.name in found.no_forecast_because) != bool(simulated), one.name


def test_devices_and_shampoos_are_said_not_to_be_simulated():
    found = consulted("man")
    light = next(one for one in found.options if one.treatments == ("lllt",))

    assert found.no_forecast_because[light.name] == NOT_SIMULATED["lllt"]


@pytest.mark.parametrize(
    "change",
    [
        {"follicle_openings": "not_visible"},
        {"suicidal_now": True},
        {"age": 16},
        {"areas": ["patches"]},
    ],
)
def test_a_stop_or_a_referral_forecasts_nothing(change):
    found = consult(MAN | change, **SMALL)

    assert found.screening.outcome in {"stop", "refer"}
    assert found.forecasts == {}
    assert found.untreated is None
    assert all(one["forecast"] is None for one in found.as_dict()["options"])


def test_a_clinician_sees_what_is_held_too():
    held = MAN | {"respondent": "clinician", "conditions": ["depression"]}
    oneself, clinician = (
        consult(held | {"respondent": who}, depth=who, **SMALL) for who in ("self", "clinician")
    )

    def forecast_of(found, status):
        return {one.name for one in found.options if one.status == status and one.name in found.forecasts}

    assert forecast_of(oneself, "held") == set()
    assert forecast_of(clinician, "held") or not any(
        one.status == "held" and one.regimen for one in clinician.options
    )


def test_an_answer_about_nobody_s_age_forecasts_nothing():
    found = consult({name: value for name, value in MAN.items() if name != "age"}, **SMALL)

    assert found.forecasts == {}


def test_a_woman_is_judged_on_the_top_of_her_head():
    found = consulted("woman")

    assert found.untreated.region == "mid_scalp"
    assert all(effect.sex != "male" for one in found.forecasts.values() for effect in one.side_effects)


def test_measurements_reach_the_forecast():
    counted = Measurement(kind="visible_hair_density", value=160.0)
    found = consult(MAN, measurements=[counted], **SMALL)

    assert found.untreated.today.density.low90 < 160.0 < found.untreated.today.density.high90
    assert found.as_dict()["measurements"][0]["value"] == 160.0


def test_an_option_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="There are"):
        consulted("man").option("leeches")


def test_offered_options_stand_before_held_and_blocked_ones():
    order = ["offered", "held", "blocked"]
    statuses = [order.index(one.status) for one in consulted("man").in_order]

    assert statuses == sorted(statuses)


def test_needling_says_how_little_its_trials_agree():
    rolled = "microneedling 0.5 mm weekly"
    man = Person(age_years=60, sex="male", norwood="VII")

    def said(text):
        return cautions(Regimen.of(text), man, known(), 100.0, 1.0)

    both = said(f"minoxidil 5 % 1 mL topical twice daily + {rolled}")
    assert any("fifty-fold" in one.says and one.severity == "warning" for one in both)
    assert not any(one.overstates for one in both)
    assert any(one.overstates for one in said(rolled))
    assert cautions(Regimen(), man, known(), 100.0, 1.0) == ()
    assert any("Only about 10" in one.says for one in cautions(Regimen(), man, known(), 10.0, 1.0))


def test_women_are_told_that_trials_of_minoxidil_by_mouth_disagree():
    def told(text, sex):
        found = cautions(Regimen.of(text), Person(age_years=40, sex=sex), known(), 100.0, 1.0)
        return any("disagree" in one.says for one in found)

    assert told("minoxidil 0.25 mg oral daily", "female")
    assert not told("minoxidil 2.5 mg oral daily", "male")
    assert not told("minoxidil 2 % 1 mL topical twice daily", "female")


@pytest.mark.parametrize(
    ("regimen", "topics"),
    [
        ("finasteride 1 mg oral daily", ("finasteride_oral",)),
        ("dutasteride 0.5 mg oral daily", ("dutasteride",)),
        ("microneedling 0.5 mm weekly + prp 3 sessions monthly", ("microneedling", "prp")),
        ("minoxidil 2.5 mg oral daily", ("minoxidil_oral",)),
    ],
)
def test_every_treatment_has_its_unwanted_effects(regimen, topics):
    plan = Regimen.of(regimen)

    assert topics_of(plan) == topics
    assert {one.treatment for one in side_effects_of(plan, "male")} == set(topics)


def test_every_side_effect_has_a_source_and_an_interval_around_it():
    for one in side_effects():
        assert one.source in known().sources
        if one.percent is not None:
            assert one.interval[0] <= one.percent <= one.interval[1]


def test_a_side_effect_without_number_or_words_is_refused(tmp_path):
    with pytest.raises(InputError, match="percentage or words"):
        SideEffect(treatment="x", name="y", source="Chu2021", where="z")
    file = tmp_path / "effects.toml"
    file.write_text("[[side_effect]]\ntreatment = 1\n", encoding="utf-8")
    with pytest.raises(InputError, match="Cannot be read"):
        read_side_effects(file)


def test_two_runs_are_alike():
    again = consult(WOMAN, **SMALL)

    assert again.as_dict() == consulted("woman").as_dict()


def test_the_virtual_people_can_be_had_before_any_option_and_are_the_same():
    crowd = crowd_of(MAN, people=PEOPLE, evidence=known())
    found = consult(MAN, crowd=crowd, **SMALL)

    assert len(crowd) == PEOPLE
    assert found.ahead.crowd is crowd
    assert found.as_dict() == consulted("man").as_dict()


def test_a_clinician_s_grade_chooses_the_virtual_people_more_sharply():
    graded = {name: MAN[name] for name in ("age", "sex", "norwood")}
    told, seen = (
        crowd_of(graded, depth=depth, people=PEOPLE, evidence=known()).effective_people
        for depth in ("self", "clinician")
    )

    assert seen < 0.5 * told


@pytest.mark.parametrize("other", [{"seed": 2}, {"people": PEOPLE + 1}])
def test_virtual_people_of_other_answers_are_refused(other):
    with pytest.raises(InputError, match="other answers"):
        consult(MAN, crowd=crowd_of(MAN, evidence=known(), **{"people": PEOPLE} | other), **SMALL)
    with pytest.raises(InputError, match="other answers"):
        consult(MAN | {"age": 45}, crowd=crowd_of(MAN, people=PEOPLE, evidence=known()), **SMALL)


def test_the_example_of_answers_opens_what_is_licensed():
    answers = read_answers(Path(__file__).parents[3] / "examples" / "consultation.toml")
    screening = screen(answers)
    open_to_him = {one.name for one in options(answers) if one.status == "offered"}

    assert (screening.outcome, screening.unsettled) == ("plan", False)
    assert {"Finasteride by mouth", "Minoxidil on the scalp", "Microneedling at home"} <= open_to_him


def test_the_example_of_answers_leaves_no_question_of_the_short_path_open():
    """Who pastes the line of the README is asked nothing, and finds the example as it was."""
    answers = read_answers(Path(__file__).parents[3] / "examples" / "consultation.toml")

    assert next_question(answers) is None
