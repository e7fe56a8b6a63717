"""Screening: what ends it, what refers, what else it may be, and whom to call."""

import tomllib
from pathlib import Path

import pytest
import rule_mutants

from anagen.consultation import screening as module
from anagen.consultation.questionnaire import crisis_contacts
from anagen.consultation.rules import EFFECTS, rules
from anagen.consultation.screening import screen
from anagen.patient.person import known_fields

HEALTHY = tomllib.loads(Path(rule_mutants.__file__).with_name("vignettes.toml").read_text(encoding="utf-8"))[
    "base"
]
WOMAN = {"sex": "female", "areas": ["midline_part"], "preg_status": "not_possible"}
HERE = Path(module.__file__).parent
ASKED_FOR = ("telogen_effluvium", "alopecia_areata", "scarring", "traction", "tinea", "hormones")


def test_a_plain_man_gets_a_plan():
    screening = screen(HEALTHY)

    assert screening.outcome == "plan"
    assert screening.plausible is True
    assert screening.ask == ()
    assert screening.crisis == ()
    assert not screening.differentials


def test_thoughts_of_self_harm_stop_everything_and_name_whom_to_call():
    screening = screen(HEALTHY | {"suicidal_now": True})

    assert screening.outcome == "stop"
    assert screening.findings[0].rule == "SCR-01"
    assert screening.findings[0].urgency == "now"
    assert any("116 123" in line for line in screening.crisis)


@pytest.mark.parametrize("region", known_fields()["region"]["allowed"])
def test_every_region_has_a_line_to_call_and_its_source(region):
    lines = screen(HEALTHY | {"suicidal_now": True, "region": region}).crisis
    sources = tomllib.loads((HERE / "crisis.toml").read_text(encoding="utf-8"))["line"]

    assert lines == crisis_contacts(region)
    if region != "other":
        named = [one for one in sources if region in one["regions"] and one["source"]]
        assert any(one["number"] in line for one in named for line in lines)
    assert all(one["read"] for one in sources)


def test_where_the_region_is_unknown_all_lines_are_named():
    answers = {name: one for name, one in HEALTHY.items() if name != "region"} | {"suicidal_now": True}

    assert len(screen(answers).crisis) > len(crisis_contacts("UK"))


def test_no_line_is_named_to_somebody_else():
    assert screen(HEALTHY | {"conditions": ["suicidal_thoughts_ever"]}).crisis == ()


def test_findings_come_the_gravest_first():
    answers = HEALTHY | {"age": 16, "areas": ["patches"], "phq2": 5, "onset_speed": "unsure"}
    severities = [EFFECTS.index(one.severity) for one in screen(answers).findings]

    assert severities == sorted(severities)
    assert {one.severity for one in screen(answers).findings} == set(EFFECTS)


def test_loss_that_is_not_pattern_loss_is_referred_with_a_reason():
    screening = screen(HEALTHY | {"onset_months": 3})

    assert screening.outcome == "refer"
    assert screening.plausible is False
    assert screening.findings[0].says.startswith("By your answers, male pattern loss is not plausible")
    assert screen(HEALTHY | WOMAN | {"onset_months": 3}).findings[0].rule == "SCR-26"


def test_an_unanswered_question_of_screening_is_asked_for():
    answers = {name: one for name, one in HEALTHY.items() if name not in ("areas", "nail_pits")}
    screening = screen(answers)

    assert screening.outcome == "refer"
    assert screening.plausible is None
    assert "areas" in screening.ask


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        (
            "telogen_effluvium",
            {
                "onset_speed": "sudden",
                "onset_months": 4,
                "areas": ["whole_scalp_diffuse"],
                "triggers_6m": ["major_surgery"],
            },
        ),
        ("alopecia_areata", {"areas": ["patches"], "broken_or_exclamation_hairs": True}),
        ("scarring", {"follicle_openings": "not_visible"}),
        ("frontal_fibrosing", {"areas": ["temples", "eyebrows"]}),
        ("traction", {"areas": ["temples", "edges_traction"], "tension_styling": True}),
        ("tinea", {"scalp_signs": ["ring_scaly_patch"], "areas": ["patches"]}),
        ("hormones", {"medicines": ["testosterone_or_anabolic"]}),
        ("thyroid_or_iron", {"areas": ["top_diffuse"], "conditions": ["thyroid_disease"]}),
        ("lupus", {"systemic_symptoms": ["joint_pain_or_sun_rash"]}),
        ("syphilis", {"systemic_symptoms": ["genital_or_body_rash"]}),
        ("pulling", {"pulling_habit": True}),
        ("breakage", {"broken_or_exclamation_hairs": True}),
        ("tinea", {"broken_or_exclamation_hairs": True}),
        ("medicine", {"medicines": ["valproate"], "triggers_6m": ["new_medicine"]}),
        ("cancer_treatment", {"medicines": ["chemotherapy"]}),
    ],
)
def test_what_else_it_may_be_is_told_in_plain_words(name, answers):
    found = {one.name: one for one in screen(HEALTHY | answers).differentials}

    assert found[name].because
    assert found[name].says
    assert found[name].differs


@pytest.mark.parametrize("name", ASKED_FOR)
def test_what_else_it_may_be_stays_open_while_its_questions_are(name):
    found = {one.name: one for one in screen({"age": 30, "sex": "female"}).differentials}

    assert not found[name].because
    assert found[name].ask


def test_every_name_that_a_rule_suggests_has_words_and_every_word_a_rule():
    words = tomllib.loads((HERE / "differentials.toml").read_text(encoding="utf-8"))

    assert {name for rule in rules() for name in rule.suggests} == set(words)


def test_a_screening_is_plain_values():
    plain = screen(HEALTHY | {"areas": ["patches"]}).as_dict()

    assert set(plain["findings"][0]) >= {"rule", "severity", "says", "source"}
    assert plain["outcome"] == "refer"
    assert isinstance(plain["differentials"][0]["because"], list)


def test_answers_that_are_missing_are_no_alarm():
    few, odd, whole = (
        screen(one)
        for one in ({"age": 30, "sex": "male"}, {"age": 30, "sex": "male", "neck_glands": True}, HEALTHY)
    )

    assert (few.outcome, few.unsettled) == ("refer", True)
    assert (odd.outcome, odd.unsettled) == ("refer", False)
    assert (whole.outcome, whole.unsettled) == ("plan", False)
    assert not screen(HEALTHY | {"onset_speed": "sudden"}).unsettled


def test_who_thinks_of_self_harm_is_told_nothing_that_is_only_good_to_know():
    man = {"age": 30, "sex": "male", "norwood": "III", "respondent": "self"}
    assert "note" in {one.severity for one in screen(man).findings}

    found = screen(man | {"suicidal_now": True, "region": "UK"})

    assert found.crisis
    assert {one.severity for one in found.findings} <= {"stop", "refer", "investigate"}
