"""The search on problems whose answer is known, what it keeps, and what is written of a fit."""

from __future__ import annotations

import tomllib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anagen.calibration import fit as fits
from anagen.calibration.gauss_newton import EDGE, cost_of, search
from anagen.calibration.sides import one_sided
from anagen.calibration.simulations import OutOfTimeError, Simulations
from anagen.calibration.space import FreeParameter, free_parameters
from anagen.errors import InputError
from anagen.evidence import known

BEST = np.array([0.3, 0.7, 0.55])


class Valley:
    """A curved valley: misses that are no straight lines, all zero at `BEST`."""

    def __init__(self, best=BEST):
        self.best, self.calls = best, 0

    def misses(self, places):
        self.calls += 1
        x, y, z = places - self.best
        return {"bend": 10.0 * (y - 2.0 * x * x), "along": 3.0 * x, "last": 4.0 * z + x * y}


def test_the_search_finds_the_bottom_of_a_curved_valley():
    last = search(Simulations(aim=Valley()), np.full(3, 0.5))
    assert last.cost < 1e-4
    np.testing.assert_allclose(last.places, BEST, atol=1e-3)
    assert last.finished


def test_a_bottom_beyond_a_bound_is_sought_at_the_bound():
    """What is held at its bound must not keep the others from their own best."""
    last = search(Simulations(aim=Valley(np.array([0.3, 1.4, 0.55]))), np.full(3, 0.5))
    assert last.places[1] == pytest.approx(1.0 - EDGE)
    others = [
        cost_of(
            np.array(list(Valley(np.array([0.3, 1.4, 0.55])).misses(np.array([x, 1.0 - EDGE, z])).values()))
        )
        for x in np.linspace(0.0, 1.0, 81)
        for z in np.linspace(0.0, 1.0, 81)
    ]
    assert last.cost <= min(others) + 0.01


def test_one_odd_miss_does_not_steer_the_search():
    class Odd:
        def misses(self, places):
            x = float(places[0])
            return {f"good {i}": 20.0 * (x - 0.3) for i in range(4)} | {"odd": 20.0 * (x - 5.0)}

    last = search(Simulations(aim=Odd()), np.array([0.6]))
    # Four squares against one line of slope 6: 8 * 400 d = 6 * 20.
    assert last.places[0] == pytest.approx(0.3 + 120.0 / 3200.0, abs=2e-3)


def test_where_the_model_cannot_be_followed_the_search_turns_back():
    class Cliff:
        def misses(self, places):
            if places[0] > 0.6:
                raise ZeroDivisionError
            return {"a": 5.0 * (places[0] - 0.9), "b": 5.0 * (places[1] - 0.2)}

    last = search(Simulations(aim=Cliff()), np.array([0.4, 0.5]), rounds=12)
    assert last.places[0] <= 0.6
    assert last.cost < 5.0


def test_a_miss_that_counts_on_one_side_pulls_from_that_side_only():
    class People:
        def misses(self, places):
            return {"a_trial people": 10.0 * (places[0] - 0.4), "b": 1.0 * (places[0] - 0.9)}

    last = search(Simulations(aim=People()), np.array([0.2]), count=one_sided)
    assert last.places[0] == pytest.approx(0.9, abs=0.01)


def test_an_interrupted_search_goes_on_as_if_it_had_not_been(tmp_path):
    whole = search(Simulations(aim=Valley()), np.full(3, 0.5))
    state = tmp_path / "search.npz"

    def stop(simulations):
        if simulations.begun == 7:
            raise KeyboardInterrupt

    first = Simulations(aim=Valley(), path=state, report=stop)
    with pytest.raises(KeyboardInterrupt):
        search(first, np.full(3, 0.5))
    again = Simulations(aim=Valley(), path=state)
    again.load()
    kept = len(again)
    resumed = search(again, np.full(3, 0.5))
    assert kept == 7
    assert again.aim.calls == len(again) - kept
    np.testing.assert_array_equal(resumed.places, whole.places)
    assert resumed.cost == whole.cost


def test_no_simulation_is_begun_after_the_time(tmp_path):
    late = Simulations(aim=Valley(), path=tmp_path / "s.npz", seconds=-1.0)
    with pytest.raises(OutOfTimeError):
        late.at([BEST])
    assert late.aim.calls == 0


def test_a_state_of_other_numbers_is_refused(tmp_path):
    state = tmp_path / "s.npz"
    Simulations(aim=Valley(), path=state, key="one").at([BEST])
    other = Simulations(aim=Valley(), path=state, key="other")
    with pytest.raises(InputError, match="another seed"):
        other.load()


def test_a_file_that_is_no_state_is_refused(tmp_path):
    state = tmp_path / "s.npz"
    state.write_text("something else")
    with pytest.raises(InputError, match="holds no state"):
        Simulations(aim=Valley(), path=state).load()


def test_places_that_were_chosen_once_are_not_chosen_anew(tmp_path):
    state = tmp_path / "s.npz"
    first, _ = Simulations(aim=Valley(), path=state).ask("round 1", lambda: [BEST, BEST / 2])
    again = Simulations(aim=Valley(), path=state)
    again.load()
    second, misses = again.ask("round 1", lambda: pytest.fail("chosen anew"))
    np.testing.assert_array_equal(first, second)
    assert again.aim.calls == 0
    np.testing.assert_array_equal(misses[0], 0.0)


def test_processes_give_what_one_gives():
    places = np.random.default_rng(1).random((9, 3))
    seen = []
    one, two = (
        Simulations(aim=Valley(), workers=count, report=lambda now: seen.append(now.begun)).at(places)
        for count in (1, 2)
    )
    assert seen == [*range(1, 10), *range(1, 10)]
    np.testing.assert_array_equal(one, two)


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
        simulations=40,
        seed=7,
        finished=True,
    )
    record = tomllib.loads(fits.record(found))
    assert record["seed"] == 7
    assert record["sets"] == [{"a": 1.25}, {"a": 1.75}]
    assert record["misses_in_standard_errors"] == {"x wk 4": -0.5}
