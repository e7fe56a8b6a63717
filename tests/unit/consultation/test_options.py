"""Options: regimens that can be simulated, needles under the limit of scars, labels, burden, and reasons."""

import tomllib
from pathlib import Path

import pytest
import rule_mutants

from anagen.consultation.answers import DEPTHS
from anagen.consultation.catalog import LABELS, Entry, catalog
from anagen.consultation.engine import judge
from anagen.consultation.needling_plan import needling_plan
from anagen.consultation.options import UNTREATED, burden, options
from anagen.consultation.questionnaire import next_question
from anagen.consultation.rules import groups, rules
from anagen.errors import InputError
from anagen.evidence import known
from anagen.patient.person import known_fields
from anagen.treatment.procedures import Rolling
from anagen.treatment.regimen import Regimen

HEALTHY = tomllib.loads(Path(rule_mutants.__file__).with_name("vignettes.toml").read_text(encoding="utf-8"))[
    "base"
]
WOMAN = {"sex": "female", "areas": ["midline_part"], "preg_status": "not_possible"}
REGIONS = known_fields()["region"]["allowed"]


def by_name(answers=None, depth="self"):
    return {one.name: one for one in options(HEALTHY | (answers or {}), depth=depth)}


def single(answers=None, depth="self"):
    shown = options(HEALTHY | (answers or {}), depth=depth)
    return {one.treatments[0]: one for one in shown if len(one.treatments) == 1}


def test_doing_nothing_is_always_the_first_option():
    for answers in ({}, {"suicidal_now": True}, {"age": 12}):
        first = options(HEALTHY | answers)[0]
        assert (first.name, first.regimen, first.status) == (UNTREATED, "", "offered")
        assert first.because


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("person", [{}, WOMAN], ids=["man", "woman"])
@pytest.mark.parametrize("depth", DEPTHS)
def test_every_regimen_can_be_read_and_says_what_it_is(region, person, depth):
    for one in options(HEALTHY | person | {"region": region, "accepts_offlabel": True}, depth=depth):
        regimen = Regimen.of(one.regimen or "untreated")
        assert regimen.is_empty == (not one.regimen)
        assert one.simulated == (bool(one.regimen) or one.name == UNTREATED)
        assert one.label in LABELS
        assert one.grade


@pytest.mark.parametrize("form", [form for entry in catalog().entries.values() for form in entry.forms])
def test_every_form_of_the_catalog_can_be_read(form):
    text = form.regimen.replace("{needling}", "microneedling 0.5 mm weekly")

    assert Regimen.of(text)
    assert form.licensed <= catalog().everywhere


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("person", [{}, WOMAN], ids=["man", "woman"])
def test_what_is_off_label_is_shown_to_clinicians_only(region, person):
    answers = person | {"region": region, "accepts_offlabel": True}

    for depth in ("self", "carer"):
        assert all(one.label != "off-label" for one in by_name(answers, depth).values())
    shown = single(answers, "clinician")
    assert shown["minoxidil_oral"].label == "off-label"
    assert ("spironolactone" in shown) == (person is WOMAN)


@pytest.mark.parametrize(
    ("region", "licensed"),
    [("KR", True), ("JP", True), ("UK", False), ("US", False), ("other", False)],
)
def test_dutasteride_is_licensed_for_hair_in_korea_and_japan_only(region, licensed):
    assert ("dutasteride" in single({"region": region})) == licensed
    shown = single({"region": region, "accepts_offlabel": True}, "clinician")["dutasteride"]
    assert shown.label == ("licensed" if licensed else "off-label")


def test_strengths_of_minoxidil_go_by_sex_and_region():
    assert "5 % 1 mL" in single()["minoxidil_topical"].regimen
    assert "2 % 1 mL" in single(WOMAN)["minoxidil_topical"].regimen
    assert "1 % 1 mL" in single(WOMAN | {"region": "JP"})["minoxidil_topical"].regimen


def test_a_combination_waits_after_rolling_and_takes_shorter_needles_at_home():
    """What is put on the scalp waits a day, as in the main trial and by the label; at home needles get shorter."""
    alone = by_name()["Microneedling at home"].needling
    together = by_name()["Minoxidil on the scalp with microneedling at home"]

    assert alone.needle_mm == 0.5
    assert together.needling.needle_mm == 0.3
    regimen = Regimen.of(together.regimen)
    assert regimen.courses[0].wait_after_rolling_days == 1.0


def test_rolling_is_not_called_licensed_because_the_lotion_is():
    shown = by_name()

    assert shown["Minoxidil on the scalp with microneedling at home"].licensed_in_part
    assert not shown["Minoxidil on the scalp"].licensed_in_part
    assert not shown["Microneedling at home"].licensed_in_part


@pytest.mark.parametrize("setting", ["home", "clinic"])
@pytest.mark.parametrize("with_topical", [False, True])
@pytest.mark.parametrize("fitzpatrick", [None, 2, 6])
def test_needles_stay_within_the_setting_the_rules_and_the_risk_of_scars(setting, with_topical, fitzpatrick):
    plan = needling_plan(setting, with_topical=with_topical, answers={"fitzpatrick": fitzpatrick})
    rolling = Regimen.of(plan.regimen).procedures[0]

    assert isinstance(rolling, Rolling)
    assert plan.scar_risk <= known().value("scar_risk_limit", "1")
    assert plan.every_days >= plan.best_days
    assert plan.needle_mm <= (0.5 if setting == "home" else 1.0)
    session = {
        "roller_mm": plan.needle_mm,
        "roller_interval_days": plan.every_days,
        "roller_setting": setting,
        "topical_planned": "minoxidil",
        "hours_since_roll": plan.wait_hours,
    }
    fired = {rule.id for rule in judge(HEALTHY | session).fired}
    assert not fired & {"MND-15", "MND-16", "MND-20", "MND-38"}


def test_longer_needles_rest_longer_and_dark_skin_gets_shorter_ones():
    lengths = [needling_plan(setting, with_topical=False) for setting in ("home", "clinic")]
    assert lengths[0].needle_mm < lengths[1].needle_mm
    assert lengths[0].every_days < lengths[1].every_days
    dark = needling_plan("clinic", with_topical=False, answers={"fitzpatrick": 5})
    assert dark.needle_mm < lengths[1].needle_mm
    assert dark.every_days >= lengths[1].every_days


def test_the_reasons_of_needling_name_the_rules_of_length_and_interval():
    told = {reason.rule for reason in by_name()["Microneedling at home"].because}

    assert {"MND-16", "MND-15", "MND-20"} <= told


def test_grades_with_little_to_gain_are_told_beside_needling():
    for grade, rule in (("I", "MND-36"), ("III", "MND-35"), ("VII", "MND-37")):
        assert rule in {reason.rule for reason in single({"norwood": grade})["microneedling_home"].because}


def test_supportive_products_stand_last_and_never_as_substitutes():
    shown = options(HEALTHY | {"scalp_signs": ["scale_flakes"], "region": "JP"})
    supportive = [one for one in shown if one.supportive]

    assert {"lllt", "ketoconazole_shampoo", "adenosine_topical"} <= {one.treatments[0] for one in supportive}
    assert list(shown[-len(supportive) :]) == supportive
    for one in supportive:
        assert not one.simulated
        assert not one.regimen
        assert one.label == "supportive"
        if one.treatments[0] != "supportive":
            assert "PLN-14" in {reason.rule for reason in one.because}
    assert all(len(one.treatments) == 1 for one in supportive)


def test_burden_is_the_mean_of_half_a_year():
    assert burden("finasteride 1 mg oral daily", "") == pytest.approx(7 * catalog().minutes["oral"])
    assert burden("minoxidil 5 % 1 mL topical twice daily", "") == pytest.approx(
        14 * catalog().minutes["topical"]
    )
    weekly = burden("microneedling 0.5 mm weekly for 24 weeks", "home")
    assert weekly == pytest.approx(catalog().minutes["microneedling_home"])
    assert burden("untreated", "") == 0.0


def test_a_combination_takes_about_the_time_of_its_parts():
    shown = by_name()
    parts = (
        shown["Finasteride by mouth"].burden_minutes_per_week
        + shown["Minoxidil on the scalp"].burden_minutes_per_week
    )

    assert shown["Minoxidil on the scalp with finasteride by mouth"].burden_minutes_per_week == pytest.approx(
        parts
    )


def test_what_is_ruled_out_is_not_combined():
    shown = options(HEALTHY | WOMAN)

    assert single(WOMAN)["finasteride_oral"].status == "blocked"
    assert all(one.status != "blocked" for one in shown if len(one.treatments) > 1)


def test_a_held_option_says_which_rule_waits_for_which_answer():
    answers = {name: one for name, one in HEALTHY.items() if name != "allergies"}
    held = {one.treatments[0]: one for one in options(answers) if len(one.treatments) == 1}[
        "finasteride_oral"
    ]

    assert held.status == "held"
    assert held.ask == ("allergies",)
    reason = next(reason for reason in held.because if reason.rule == "FIN-04")
    assert reason.says == "Not known yet: allergy to finasteride or dutasteride."
    assert reason.pending
    assert reason.as_dict()["pending"] is True


def test_what_is_not_plausible_is_held_with_the_words_for_that():
    held = single({"onset_months": 2})["finasteride_oral"]

    assert held.status == "held"
    assert "not plausible" in held.because[0].says


def test_every_reason_has_its_rule_and_source():
    known_rules = {rule.id: rule for rule in rules()}
    for answers in ({}, WOMAN, {"suicidal_now": True}, {"conditions": ["depression"]}):
        for one in options(HEALTHY | answers):
            assert one.because, one.name
            for reason in one.because:
                assert reason.source == known_rules[reason.rule].source


def test_options_are_plain_values():
    plain = [one.as_dict() for one in options(HEALTHY)]

    assert all(set(one) >= {"regimen", "status", "because", "ask", "label"} for one in plain)
    assert all(set(reason) >= {"rule", "says", "source"} for one in plain for reason in one["because"])


def test_the_catalog_has_all_that_acts():
    assert set(groups()["active"]) <= set(catalog().entries)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"treatment": "hope"}, "treatment"),
        ({"label": "magic"}, "label"),
        ({"supportive": False}, "needs forms"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(changes, says):
    good = {"name": "X", "treatment": "lllt", "grade": "B", "grade_by": "Y", "supportive": True}
    with pytest.raises(InputError, match=says):
        Entry(**(good | changes))


@pytest.mark.parametrize("person", [{}, WOMAN], ids=["man", "woman"])
def test_the_short_path_asks_all_that_options_hang_on(person):
    """Whoever answers every question on it has no option that waits for an answer."""
    more = {
        "pattern_seen": "none",
        "ludwig": "I",
        "sinclair": 2,
        "roller_setting": "home",
        "consent_data": True,
    }
    would_say = HEALTHY | more | {"fitzpatrick": 2, "accepts_twice_daily": True} | person
    said, asked = {}, []
    while (question := next_question(said, depth="self", asked=asked)) is not None:
        asked.append(question.field)
        said |= {question.field: would_say[question.field]} if question.field in would_say else {}

    assert len(asked) < 45
    assert all(one.ask == () and one.status != "held" for one in options(said))
