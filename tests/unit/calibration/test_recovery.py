"""A known truth is recovered from data made of it: by the search, on a law that is quick to simulate."""

import numpy as np
import pytest

from anagen.calibration import diagnosis
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


@pytest.mark.parametrize("seed", range(3))
def test_a_known_truth_is_found_within_its_errors(seed):
    truth = np.array([0.7, 0.3])
    got = diagnosis.recover(
        Law(),
        Law(),
        base=np.full(3, 0.5),
        moved=("a", "c"),
        truth=truth,
        start=np.array([0.4, 0.6]),
        seed=seed,
    )
    assert (np.abs(got.found - truth) < 3.5 * got.sd).all()
    assert (np.abs(got.found - truth) < 0.1).all()
    assert got.sd.max() < 0.05


def test_without_errors_the_truth_itself_is_found():
    truth = np.array([0.2, 0.8])
    got = diagnosis.recover(
        Law(),
        Law(),
        base=np.full(3, 0.5),
        moved=("b", "c"),
        truth=truth,
        start=np.array([0.5, 0.5]),
        seed=1,
        noise=1e-6,
    )
    np.testing.assert_allclose(got.found, truth, atol=2e-3)


def test_chance_between_people_widens_the_standard_errors():
    chance = dict.fromkeys([f"m{i}" for i in range(6)], 1.0)
    given = {
        "base": np.full(3, 0.5),
        "moved": ("a",),
        "truth": np.array([0.7]),
        "start": np.array([0.5]),
        "seed": 1,
    }
    sure = diagnosis.recover(Law(), Law(), **given)
    unsure = diagnosis.recover(Law(), Law(0.5), chance=chance, **given)
    assert unsure.sd[0] == pytest.approx(2.0**0.5 * sure.sd[0], rel=0.05)
