"""Checks of the consultation fall where it is broken."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from anagen.claims import check, consulting, needling, skin, treatment, wounding
from anagen.claims.profiles import drawn, profiles, safety, signs, well
from anagen.consultation import answers_file, needling_plan
from anagen.consultation import options as option_module
from anagen.consultation.answers import completed
from anagen.consultation.catalog import catalog
from anagen.consultation.outlook import Band
from anagen.consultation.rules import treatments
from anagen.evidence import known

FEW = 30


@pytest.fixture
def few(monkeypatch):
    """Fewer people than a check draws."""
    monkeypatch.setattr(consulting, "DRAWN", FEW)


@pytest.fixture
def broken_catalog(monkeypatch):
    """Let a treatment of the catalog be something else."""

    def arrange(name, **changes):
        entries = dict(catalog().entries)
        entries[name] = replace(entries[name], **changes)
        broken = replace(catalog(), entries=entries)
        monkeypatch.setattr(option_module, "catalog", lambda: broken)

    return arrange


def unmet(key):
    return {one.requirement.name for one in check(key).findings if not one.met}


def test_people_are_such_as_there_can_be():
    for one in profiles():
        assert completed(one.answers)
        assert one.may <= treatment.APPROVED
    for sign in signs():
        assert completed({sign["field"]: sign["value"]})
    assert set(safety()) <= set(treatments())
    assert len({one.name for one in profiles()}) == len(profiles()) >= 15


def test_the_same_people_are_drawn_each_time_and_they_differ():
    first = list(drawn(FEW, seed=1))

    assert first == list(drawn(FEW, seed=1))
    assert len({str(one) for one in first}) == FEW
    assert all(completed(one) for one in first)


def test_screening_that_lets_everybody_pass_misses_signs(monkeypatch):
    crowd = list(drawn(FEW, seed=1))
    assert consulting.signs_missed(crowd) == 0

    monkeypatch.setattr(consulting, "screen", lambda _answers: SimpleNamespace(outcome="plan"))
    assert consulting.signs_missed(crowd) == FEW * len(signs())


def test_an_option_that_does_not_wait_for_an_answer_is_seen(monkeypatch):
    assert not consulting.offered_without("finasteride_oral", "allergies")

    def careless(answers):
        return [replace(one, status="offered") for one in option_module.options(answers)]

    monkeypatch.setattr(consulting, "options", careless)
    assert consulting.offered_without("finasteride_oral", "allergies")


def test_an_option_without_a_source_is_unfounded():
    (one, *_) = option_module.options(well("male"))

    assert consulting.founded(one)
    assert not consulting.founded(replace(one, because=()))
    assert not consulting.founded(replace(one, because=(replace(one.because[0], source=""),)))


@pytest.mark.parametrize(
    ("low90", "high90", "proper"), [(80.0, 120.0, True), (100.0, 100.0, False), (110.0, 120.0, False)]
)
def test_a_forecast_has_a_range_about_its_middle(low90, high90, proper):
    band = Band(median=100.0, low90=low90, high90=high90)
    outlook = SimpleNamespace(at=lambda _month: SimpleNamespace(density=band))
    held = SimpleNamespace(forecasts={"a": outlook})

    assert consulting.has_interval(held, SimpleNamespace(name="a")) == proper
    assert not consulting.has_interval(held, SimpleNamespace(name="b"))
    assert consulting.narrowest(held) == pytest.approx(high90 - low90)


def test_answers_that_are_lost_on_the_way_to_the_file_are_seen(monkeypatch):
    said, lost = consulting.interviewed(well("male"))
    assert not any(lost)
    assert len(said) > 30

    keep = answers_file.keep
    monkeypatch.setattr(
        answers_file, "keep", lambda path, said, left: keep(path, {**said, "goal": None}, left)
    )
    assert any(consulting.interviewed(well("male"))[1])


@pytest.mark.usefixtures("few")
def test_supportive_products_hold_their_place():
    assert unmet("M14") <= {"products"}


@pytest.mark.usefixtures("few")
def test_a_product_without_a_grade_makes_its_claim_fall(broken_catalog):
    broken_catalog("lllt", grade="", grade_by="")

    assert "ungraded" in unmet("M14")


@pytest.mark.usefixtures("few")
def test_a_product_that_passes_for_a_treatment_makes_its_claim_fall(monkeypatch):
    forms = catalog().entries["minoxidil_topical"].forms
    usual = option_module._option

    def simulated(name, parts, judgement):
        one = usual(name, parts, judgement)
        return one and (replace(one, regimen=forms[0].regimen) if one.supportive else one)

    monkeypatch.setattr(option_module, "_option", simulated)
    assert "instead" in unmet("M14")


def test_finasteride_for_everybody_is_seen(monkeypatch):
    woman = well("female")
    assert treatment.offered_of(woman) == {"minoxidil_topical"}

    def careless(answers):
        return [replace(one, status="offered") for one in option_module.options(answers)]

    monkeypatch.setattr(treatment, "options", careless)
    assert treatment.offered_of(woman) == treatment.APPROVED


def test_the_rule_of_a_grade_stands_beside_every_course_of_needling():
    assert needling.needling_rules("III") == {needling.BEST}
    assert needling.needling_rules("VII") == {needling.LITTLE_LEFT}
    assert needling.needling_rules("none_match") == set()


def test_longer_needles_than_the_claim_has_are_seen(monkeypatch):
    monkeypatch.setattr(skin, "PLANS_OF", 0)
    assert max(skin.lengths_planned()["home", True]) == 0.3

    about = dict(catalog().needling) | {"home": {"alone": [0.5, 1.0], "with_topical": [0.5, 1.0]}}
    broken = replace(catalog(), needling=about)
    monkeypatch.setattr(needling_plan, "catalog", lambda: broken)
    assert max(skin.lengths_planned()["home", True]) == 1.0


def test_a_drug_that_does_not_wait_reaches_the_blood(monkeypatch):
    waiting = skin.peak(skin.as_planned("clinic", known()))

    about = dict(catalog().needling) | {"wait_hours": 0.0}
    broken = replace(catalog(), needling=about)
    monkeypatch.setattr(needling_plan, "catalog", lambda: broken)
    assert skin.peak(skin.as_planned("clinic", known())) > 1.5 * waiting


def test_a_plan_rests_as_long_as_the_rules_ask():
    plan = needling_plan.needling_plan("home", with_topical=False)

    assert wounding.rested(plan) == 7.0
    assert wounding.rested(replace(plan, every_days=3.0)) == float("inf")
