"""Ranking by wishes: keys that can be seen, in a fixed order."""

import json
from dataclasses import dataclass

import pytest
from consultations import consulted

from anagen.consultation.ranking import Wishes, rank, wishes_of
from anagen.errors import InputError


@dataclass(frozen=True)
class Choice:
    name: str
    regimen: str = ""
    treatments: tuple = ()
    label: str = "licensed"
    burden_minutes_per_week: float = 10.0
    grade: str = "A"


PILL = Choice("pill", "finasteride 1 mg oral daily", ("finasteride_oral",), burden_minutes_per_week=3.0)
LOTION = Choice("lotion", "minoxidil 5 % 1 mL topical twice daily", ("minoxidil_topical",))
ROLLER = Choice("roller", "microneedling 0.5 mm weekly", ("microneedling_home",), grade="low")
OFF_LABEL = Choice("other pill", "dutasteride 0.5 mg oral daily", ("dutasteride",), label="off-label")
ALL = (PILL, LOTION, ROLLER, OFF_LABEL)


def names(wishes):
    return [one.name for one in rank(ALL, {}, wishes)]


@pytest.mark.parametrize(
    ("wishes", "last", "says"),
    [
        (Wishes(accepts_needles=False), "roller", "it uses needles"),
        (Wishes(accepts_twice_daily=False), "lotion", "twice a day"),
        (Wishes(licensed_only=True), "other pill", "off-label"),
        (Wishes(minutes_per_week=9.0), "pill", "breaks none"),
    ],
)
def test_what_breaks_a_wish_goes_behind(wishes, last, says):
    ranked = rank(ALL, {}, wishes)
    by_name = {one.name: one for one in ranked}

    assert says in by_name[last].keys[0].says
    if last != "pill":
        assert ranked[-1].name == last
    else:
        assert ranked[0].name == "pill"


def test_daily_and_needles_together_break_two_wishes():
    both = Choice(
        "both", "finasteride 1 mg oral daily + microneedling 0.5 mm weekly", ("x", "microneedling_home")
    )

    ranked = rank([both, PILL], {}, Wishes(accepts_daily=False, accepts_needles=False))

    assert [one.keys[0].value for one in ranked] == [1.0, 2.0]


def test_the_order_of_the_options_does_not_matter():
    wishes = Wishes(accepts_needles=False)

    assert names(wishes) == [one.name for one in rank(ALL[::-1], {}, wishes)]


def test_without_a_forecast_or_a_wish_minutes_decide():
    assert names(Wishes())[0] == "pill"


@pytest.mark.parametrize(
    ("goal", "begins"),
    [
        ("keep", "To keep hair: no clear loss within 60 months"),
        ("regrow", "To regrow: a clear gain within 12 months"),
        ("hairline", "For the hairline, of which no trial counted hair, the crown stands in: no clear loss"),
        ("understand", "To understand: all alike; "),
        (None, "To keep hair: no clear loss within 60 months"),
    ],
)
def test_the_aim_decides_among_forecasts(goal, begins):
    found = consulted("man")
    offered = [one for one in found.options if one.status == "offered"]

    ranked = rank(offered, found.forecasts, Wishes(goal=goal))

    keys = [[key.value for key in one.keys] for one in ranked]
    assert keys == sorted(keys)
    assert all(key.says.endswith(".") for one in ranked for key in one.keys)
    aims = {one.name: key for one in ranked for key in one.keys if key.name == "aim"}
    for name, forecast in found.forecasts.items():
        assert aims[name].says.startswith(begins)
        wanted = {"regrow": forecast.at(12).gain, "understand": 0.0}.get(goal, 1.0 - forecast.at(60).loss)
        assert -aims[name].value == pytest.approx(wanted, abs=0.03)  # chances that near count as alike
    json.dumps([one.as_dict() for one in ranked], allow_nan=False)


def test_who_wants_to_keep_hair_is_shown_first_what_keeps_it_over_years():
    """Within one year nobody loses what could be told, so that doing nothing would always come first."""
    found = consulted("man")
    offered = [one for one in found.options if one.status == "offered" and one.name in found.forecasts]

    first, *_ = rank(offered, found.forecasts, Wishes(goal="keep"))

    kept = {name: 1.0 - one.at(60).loss for name, one in found.forecasts.items()}
    assert first.name != "No treatment"
    assert kept[first.name] > kept["No treatment"]


def test_what_the_model_overstates_wins_nothing_by_it():
    found = consulted("man")
    trusted = [found.forecasts[one.name].overstates for one in found.ranking if one.name in found.forecasts]

    assert trusted == sorted(trusted)
    assert any(trusted)


def test_wishes_come_from_the_answers():
    wishes = wishes_of({"goal": "regrow", "accepts_offlabel": False, "accepts_needles": None}, 60.0)

    assert wishes == Wishes(goal="regrow", licensed_only=True, minutes_per_week=60.0)


@pytest.mark.parametrize("given", [{"goal": "rich"}, {"minutes_per_week": -1.0}, {"minutes_per_week": 1e6}])
def test_wishes_that_cannot_be_are_refused(given):
    with pytest.raises(InputError):
        Wishes(**given)


@pytest.mark.parametrize(
    ("grade", "says"),
    [
        ("A (a guideline)", "Evidence of grade A (a guideline)."),
        ("ungraded (small studies)", "The evidence is ungraded (small studies)."),
        ("none needed", "It needs no evidence."),
        ("", "The evidence has no grade."),
    ],
)
def test_grades_of_evidence_are_told_in_a_sentence(grade, says):
    ranked = rank([Choice("one", grade=grade)], {}, Wishes())

    assert ranked[0].keys[-1].says == says
