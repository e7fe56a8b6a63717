"""Published values and their intervals."""

import pytest

from anagen.errors import InputError
from anagen.trials.protocol import Outcome, TrialPopulation

Z = 1.6448536269514722


@pytest.fixture
def outcome():
    """A published value with what is given."""

    def make(**given):
        about = {
            "arm": "drug",
            "measure": "count",
            "week": 48.0,
            "value_kind": "change_from_baseline",
            "value": 10.0,
            "source": "Example2000",
            "where": "table 1",
            "published": "10",
        }
        return Outcome(**about | given)

    return make


@pytest.mark.parametrize(
    ("given", "people", "error"),
    [
        ({"se": 2.0}, None, 2.0),
        ({"sd": 20.0}, 100, 2.0),
        ({"sd": 20.0, "people": 25}, 100, 4.0),
        ({"low": 10.0 - 2 * Z, "high": 10.0 + 2 * Z}, None, 2.0),
        ({"low": 10.0 - 2 * 1.959964, "high": 10.0 + 2 * 1.959964, "level": 0.95}, None, 2.0),
    ],
)
def test_an_interval_is_told_from_whatever_was_published(outcome, given, people, error):
    one = outcome(**given)

    assert one.standard_error(people) == pytest.approx(error, rel=1e-6)
    assert one.interval_90(people) == pytest.approx((10.0 - Z * error, 10.0 + Z * error), rel=1e-6)


def test_nothing_published_gives_no_interval(outcome):
    assert outcome().interval_90(100) is None
    assert outcome(sd=20.0).interval_90(None) is None


def test_a_mean_age_outside_the_range_is_refused():
    with pytest.raises(InputError, match="mean age 50"):
        TrialPopulation(sex="male", age_years=(20.0, 40.0), age_mean_years=50.0)
