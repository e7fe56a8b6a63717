"""Records refuse what they should not hold."""

import math
from dataclasses import FrozenInstanceError, replace

import pytest

from anagen.errors import InputError, UnitError
from anagen.evidence import Override, Parameter, Source, Spread

CATAGEN = Parameter(
    name="catagen_days",
    meaning="Length of catagen",
    unit="day",
    value=17.5,
    interval=(14.0, 21.0),
    source="Example2000",
    where="Table 1",
    published="2.5 weeks (2-3)",
    grade="measured",
    entered_by="first reader",
)
PAPER = Source(
    key="Example2000",
    title="On hair",
    authors="A. B.",
    journal="J",
    year=2000,
    doi="10.1/x",
    design="trial",
    seen="label",
)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": "Catagen days"}, "small letters"),
        ({"unit": "week"}, "catagen_days: The unit 'week' is not canonical"),
        ({"grade": "guessed"}, "No grade named 'guessed'"),
        ({"value": math.nan}, "not finite"),
        ({"value": 13.0}, "outside its interval"),
        ({"interval": (21.0, 14.0)}, "outside its interval"),
        ({"grade": "derived"}, "'from' what"),
        ({"grade": "calibrated"}, "fitted_to"),
        ({"meaning": " "}, "'meaning' is empty"),
        ({"published": ""}, "'published' is empty"),
        ({"source": "the paper"}, "AuthorYear"),
    ],
)
def test_a_parameter_is_checked(change, says):
    with pytest.raises(InputError) as caught:
        replace(CATAGEN, **change)
    assert says in str(caught.value)


def test_a_parameter_needs_no_interval():
    assert replace(CATAGEN, interval=None).value == 17.5


def test_a_record_does_not_change():
    with pytest.raises(FrozenInstanceError):
        CATAGEN.value = 3.0


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"law": "gaussian", "sd": 1.0}, "No law of spread named 'gaussian'"),
        ({"law": "normal"}, "one of sd, cv"),
        ({"law": "normal", "sd": 1.0, "cv": 0.1}, "one of sd, cv"),
        ({"law": "lognormal", "cv": 0.0}, "must be positive"),
        ({"law": "uniform", "sd": 1.0}, "no size"),
    ],
)
def test_a_spread_has_one_size(given, says):
    with pytest.raises(InputError) as caught:
        Spread(**given)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"key": "somebody"}, "AuthorYear"),
        ({"seen": "heard"}, "way of having seen"),
        ({"doi": None}, "one of doi, pmid, identifier"),
        ({"title": ""}, "'title' is empty"),
    ],
)
def test_a_source_is_checked(change, says):
    with pytest.raises(InputError) as caught:
        replace(PAPER, **change)
    assert says in str(caught.value)


def test_an_override_needs_a_reason_and_a_number():
    with pytest.raises(InputError, match="needs a reason"):
        Override(name="catagen_days", value=20.0, was=17.5, because=" ")
    with pytest.raises(InputError, match="must be finite"):
        Override(name="catagen_days", value=math.inf, was=17.5, because="why not")


def test_a_unit_error_stays_an_input_error():
    with pytest.raises(InputError):
        replace(CATAGEN, unit="furlong")
    assert issubclass(UnitError, InputError)
