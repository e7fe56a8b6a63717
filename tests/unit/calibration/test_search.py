"""The search on problems whose answer is known, and what is written of a fit."""

from __future__ import annotations

import tomllib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anagen.calibration import fit as fits
from anagen.calibration import search as searches
from anagen.calibration.space import FreeParameter, free_parameters
from anagen.evidence import known

BEST = np.array([0.3, 0.7, 0.55])


def bowl(places):
    """A bowl with its bottom at `BEST`."""
    return float(((places - BEST) ** 2 * np.array([1.0, 20.0, 5.0])).sum() * 100.0)


def test_the_search_finds_the_bottom_of_a_bowl():
    found = searches.run(searches.begin(np.full(3, 0.5), seed=4, spread=0.2), bowl, seconds=3.0, workers=1)
    places, cost = found.best
    assert cost < 1e-3
    np.testing.assert_allclose(places, BEST, atol=0.01)


def test_an_interrupted_search_goes_on_as_if_it_had_not_been(tmp_path):
    """Three generations, saved and loaded again, then three more: the same tries as six in a row."""

    class EnoughError(Exception):
        pass

    def stop_at(generations):
        def report(search, _seconds):
            if len(search.costs) >= generations * searches.POPULATION:
                raise EnoughError

        return report

    def go(search, generations, state=None):
        with pytest.raises(EnoughError):
            searches.run(search, bowl, seconds=60.0, workers=1, state=state, report=stop_at(generations))
        return search

    begin = {"seed": 4, "spread": 0.2}
    whole = go(searches.begin(np.full(3, 0.5), **begin), 6)
    state = tmp_path / "search.state"
    go(searches.begin(np.full(3, 0.5), **begin), 3, state)
    resumed = go(searches.load(state), 6)
    np.testing.assert_array_equal(whole.costs, resumed.costs)


def test_acceptable_sets_are_near_the_best_and_differ():
    search = searches.begin(np.full(3, 0.5), seed=1, spread=0.2)
    rng = np.random.default_rng(0)
    search.places = list(rng.random((500, 3)))
    search.costs = [bowl(place) / 50.0 for place in search.places]
    best, *others = searches.acceptable(search, within=8.0, count=6, seed=2)
    assert bowl(best) / 50.0 == min(search.costs)
    assert len(others) == 5
    assert all(bowl(one) / 50.0 <= bowl(best) / 50.0 + 8.0 for one in others)
    assert len({tuple(one) for one in [best, *others]}) == 6


@given(low=st.floats(0.01, 10.0), ratio=st.floats(1.1, 500.0), place=st.floats(0.0, 1.0))
def test_a_place_and_its_value_belong_together(low, ratio, place):
    parameter = FreeParameter(name="x", low=low, high=low * ratio)
    value = parameter.at(place)
    assert low * (1 - 1e-12) <= value <= low * ratio * (1 + 1e-12)
    assert abs(parameter.place_of(value) - place) < 1e-6


def test_every_free_parameter_stands_within_its_range():
    evidence = known()
    for one in free_parameters(evidence).parameters:
        assert one.low <= evidence[one.name].value <= one.high, one.name


TEXT = """[first]
meaning = "one"
value = 1.0
published = "1 day"

[second]
value = 2.0
unit = "day"
published = "2 day"
"""


def test_new_values_change_their_own_lines_and_no_others():
    changed = tomllib.loads(fits.with_values(TEXT, {"second": 3.25, "unknown": 9.0}))
    assert changed["first"] == tomllib.loads(TEXT)["first"]
    assert changed["second"] == {"value": 3.25, "unit": "day", "published": "nowhere: fitted here"}


def test_the_record_of_a_fit_can_be_read_back():
    found = fits.Fit(
        values={"a": 1.5},
        sets=({"a": 1.25}, {"a": 1.75}),
        cost=3.21,
        misses={"x wk 4": -0.5},
        evaluations=40,
        seed=7,
    )
    record = tomllib.loads(fits.record(found))
    assert record["seed"] == 7
    assert record["sets"] == [{"a": 1.25}, {"a": 1.75}]
    assert record["misses_in_standard_errors"] == {"x wk 4": -0.5}
