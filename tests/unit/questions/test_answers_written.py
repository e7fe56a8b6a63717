"""The written answers: each rests on what is there, and its numbers are those of the evidence."""

import re

import pytest

from anagen.consultation.rules import rules
from anagen.errors import FileError, InputError
from anagen.evidence import known, trial_files
from anagen.evidence.epidemiology import surveys
from anagen.questions.curated import SURENESS, entries, read_entries
from anagen.questions.documents import documents
from anagen.questions.figures import figure, outcome
from anagen.questions.red_flags import red_flags

AREAS = {
    "cause", "women", "shedding", "minoxidil", "finasteride", "needling", "prp", "course", "supportive", "doctor",
    "project",
}  # fmt: skip
NAMES_WITH_NUMBERS = re.compile(
    r"5-alpha-reductase|CYP3A4|(?:0\.2|0\.25|0\.5|1|2\.5|5) mg|(?:0\.25|0\.5|2|5) %|0\.5 mm|70 % alcohol"
    r"|`anagen ask [^`]*`|(?:hairs|holes)/cm2"
)
"""Doses, strengths and names, which are no findings: all other numbers are filled in."""
BARRED = re.compile(
    r"\b(?:cure[sd]?|guaranteed|permanent(?:ly)?|100 %|diagnos(?:e|es|ed|ing))\b", re.IGNORECASE
)
BY_NAME = {one.name: one for one in entries()}


def page(**fields):
    usual = {
        "title": '"T?"',
        "asks": '["t"]',
        "text": '"Of {n} people."',
        "numbers": '{ n = "people Kaufman1998" }',
        "sure": '"weak"',
        "why_sure": '"w"',
    }
    return "[one]\n" + "".join(f"{name} = {value}\n" for name, value in (usual | fields).items() if value)


def test_there_are_answers_in_every_area():
    assert len(entries()) >= 60
    assert {one.area for one in entries()} == AREAS


@pytest.mark.parametrize("name", BY_NAME)
def test_all_that_an_answer_names_is_there(name):
    one = BY_NAME[name]
    held = documents()

    rests = list(one.rests_on())
    assert rests
    assert all(key in held for key in rests)
    assert len(rests) == len(set(rests))


@pytest.mark.parametrize("name", BY_NAME)
def test_an_answer_holds_no_number_of_its_own(name):
    one = BY_NAME[name]
    bare = NAMES_WITH_NUMBERS.sub("", re.sub(r"\{\w+\}", "", one.template))

    assert not re.search(r"\d", bare), bare


@pytest.mark.parametrize("name", BY_NAME)
def test_an_answer_is_short_and_uses_no_barred_word(name):
    one = BY_NAME[name]
    said = f"{one.title} {one.text} {one.why_sure}".replace("makes no diagnosis", "")

    assert not BARRED.search(said)
    assert len(one.text) < 700
    assert one.title.endswith("?")
    assert "{" not in one.text


def test_claims_that_are_named_are_claims():
    from anagen.claims.read import claims

    assert {name for one in entries() for name in one.claims} <= set(claims())


def test_rules_that_signs_and_answers_name_are_rules():
    there = {one.id for one in rules()}

    assert {name for one in red_flags() for name in one.rules} <= there
    assert {name for one in entries() for name in one.rules} <= there
    assert all(one.rules for one in red_flags())


def test_every_degree_of_sureness_is_used_and_the_best_is_not_the_rule():
    used = [one.sure for one in entries()]

    assert set(used) == set(SURENESS)
    assert used.count("well supported") < 0.6 * len(used)


def test_numbers_are_those_of_the_evidence():
    catalogue = known()
    percent = catalogue.value("liability_heritability", "1") * 100.0

    assert f"about {percent:g} %" in BY_NAME["what_causes"].text
    gain = outcome("kaufman_1998/finasteride_1mg-placebo/target_area_hair_count/52")["value"]
    assert f"{gain:g} hairs more" in BY_NAME["finasteride_works"].text


@pytest.mark.parametrize(
    ("asked", "text", "kind"),
    [
        ("catagen_duration", "17.5", "parameter"),
        ("catagen_duration | week", "2.5", "parameter"),
        ("liability_heritability | percent", "81", "parameter"),
        ("kaufman_1998/placebo/target_area_hair_count/260", "-239", "trial"),
        ("kaufman_1998/placebo/target_area_hair_count/260 | abs", "239", "trial"),
        ("week kaufman_1998/finasteride_1mg-placebo/target_area_hair_count/52", "52", "trial"),
        ("survey rhodes_1998 40", "53", "survey"),
        ("people Kaufman1998", "1553", "source"),
        ("effect Merck1997/finasteride_oral/decreased libido", "1.8", "source"),
        ("placebo Merck1997/finasteride_oral/decreased libido", "1.3", "source"),
        ("counted Merck1997/finasteride_oral/decreased libido", "945", "source"),
    ],
)
def test_a_number_is_looked_up_by_its_name(asked, text, kind):
    found = figure(asked)

    assert (found.text, found.kind) == (text, kind)


@pytest.mark.parametrize(
    "asked",
    [
        "catagen_durtion",
        "catagen_duration | fortnight",
        "kaufman_1998/placebo/target_area_hair_count/51",
        "kaufman_1998/placebo/target_area_hair_count",
        "kaufmann_1998/placebo/target_area_hair_count/52",
        "survey rhodes_1998 41",
        "survey nobody 40",
        "people Nobody1998",
        "people Whiting2001",
        "effect Merck1997/finasteride_oral/suicidal thoughts",
    ],
)
def test_a_number_that_is_not_there_is_refused(asked):
    with pytest.raises(InputError):
        figure(asked)


def test_a_survey_and_a_trial_that_are_named_are_packaged():
    named = [key for one in entries() for key in one.rests_on()]

    assert {name for kind, name in named if kind == "trial"} <= set(trial_files())
    assert {name for kind, name in named if kind == "survey"} <= {one.name for one in surveys()}


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"numbers": "", "trials": '["kaufman_1998"]'}, "asks for"),
        ({"text": '"Of many."'}, "asks for"),
        ({"sure": '"certain"'}, "sureness"),
        ({"sources": '["Nobody1999"]'}, "source"),
        ({"trials": '["nobody_1999"]'}, "trial"),
        ({"evidence": '["nothing"]'}, "parameter"),
        ({"numbers": "", "text": '"Of many."'}, "rests on something"),
        ({"why_sure": '" "'}, "why_sure"),
        ({"asks": "[]"}, "asks"),
        ({"sure": ""}, "sure"),
        ({"mood": '"good"'}, "mood"),
    ],
)
def test_an_answer_that_is_wrong_is_refused_with_its_file(fields, says):
    with pytest.raises(FileError, match=rf"page.toml: one.*{says}"):
        read_entries([("page.toml", page(**fields))])


def test_an_answer_that_stands_twice_is_refused():
    with pytest.raises(FileError, match="twice"):
        read_entries([("a.toml", page()), ("b.toml", page())])
