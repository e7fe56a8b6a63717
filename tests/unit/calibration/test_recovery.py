"""A known truth is recovered from data made of it: by the search, on a law that is quick to simulate."""

import numpy as np
import pytest

from anagen.calibration.recovery import recover
from anagen.calibration.space import FreeParameter, Space

NAMES = ("a", "b", "c")


class Law:
    """Six smooth misses of three numbers, of which other people differ a little."""

    def __init__(self, other=0.0):
        self.other = other
        self.space = Space(parameters=tuple(FreeParameter(name=name, low=0.0, high=1.0) for name in NAMES))

    def misses(self, places):
        x, y, z = places
        shapes = (x, y, z, x * y, np.exp(-z), x - z * z)
        return {f"m{i}": 40.0 * shape + self.other for i, shape in enumerate(shapes)}


def recovered(*, other=0.0, sets=8, moved=("a", "c"), truth=(0.7, 0.3), **asked):
    """What is found in sets of data made of a truth, whose people differ from set to set."""
    makers = [Law(other * (-1.0) ** k) for k in range(sets)]
    starts = np.random.default_rng(5).uniform(0.2, 0.8, (sets, len(moved)))
    given = {"base": np.full(3, 0.5), "truth": np.array(truth), "starts": starts, "seed": 1}
    return recover(Law(), makers, moved=moved, **given | asked)


@pytest.mark.parametrize("seed", range(3))
def test_a_known_truth_is_found_within_its_errors(seed):
    got = recovered(seed=seed)

    assert (np.abs(got.bias) < 3.5).all()
    assert (got.off < 0.05).all()
    assert (got.off_at_start > 0.1).all()
    assert got.found.shape == got.starts.shape == (8, 2)


def test_without_errors_the_truth_itself_is_found():
    got = recovered(moved=("b", "c"), truth=(0.2, 0.8), noise=1e-6)

    np.testing.assert_allclose(got.found, np.tile([0.2, 0.8], (8, 1)), atol=2e-3)


def test_chance_between_people_widens_what_is_found():
    assert (recovered(other=4.0).off > 2.0 * recovered().off).any()


def test_a_search_that_never_leaves_its_start_recovers_nothing():
    got = recovered(rounds=0)

    assert np.array_equal(got.off, got.off_at_start)
