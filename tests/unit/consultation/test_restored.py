"""A consultation from what was kept of it."""

import json
import re

import pytest
from consultations import MAN, consulted

from anagen.consultation.report import markdown_report
from anagen.consultation.restored import forecast_from, forecast_regimens, provenance_from, restored
from anagen.errors import InputError


def through_json(value):
    return json.loads(json.dumps(value, allow_nan=False))


def words_of(report):
    """A report without its numbers, which are rounded where they are kept."""
    return re.sub(r"[\d.]+", "", report)


def kept(found):
    """Forecasts by regimen, through JSON and back."""
    plain = through_json({words: one.as_dict() for words, one in found.ahead.forecasts.items()})
    return {words: forecast_from(one) for words, one in plain.items()}


@pytest.mark.parametrize("who", ["man", "woman"])
def test_a_consultation_comes_back_from_its_forecasts_as_it_was(who):
    found = consulted(who)

    back = restored(found.answers, kept(found), provenance_from(through_json(found.provenance.as_dict())))

    assert through_json(back.as_dict()) == through_json(found.as_dict())
    assert words_of(markdown_report(back)) == words_of(markdown_report(found))


def test_another_wish_changes_the_order_and_needs_no_other_forecast():
    found = consulted("man")
    wish = {**found.answers, "goal": "regrow"}

    back = restored(wish, kept(found), found.provenance, minutes_per_week=5.0)

    assert back.wishes.goal == "regrow"
    assert back.wishes.minutes_per_week == 5.0
    assert [one.name for one in back.ranking] != [one.name for one in found.ranking]
    assert set(back.forecasts) == set(found.forecasts)


def test_a_forecast_that_is_missing_is_refused_by_name():
    found = consulted("man")
    some = kept(found)
    gone = forecast_regimens(found.answers)[1]
    del some[gone]

    with pytest.raises(InputError, match="no forecast yet of"):
        restored(found.answers, some, found.provenance)


def test_where_a_doctor_should_look_first_nothing_is_to_be_forecast():
    found = consulted("scarred")

    back = restored(found.answers, {}, found.provenance)

    assert forecast_regimens(found.answers) == ()
    assert through_json(back.as_dict()) == through_json(found.as_dict())


def test_the_regimens_of_a_consultation_are_those_that_it_forecasts():
    assert set(forecast_regimens(MAN)) == set(consulted("man").ahead.forecasts)
