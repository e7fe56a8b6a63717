"""The emulator, the chains and their diagnosis, on problems whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from anagen.calibration import diagnosis, posterior
from anagen.calibration.chain import Density, sample
from anagen.calibration.emulator import fit_emulator
from anagen.calibration.posterior import (
    around,
    emulator_of,
    explore,
    importance_weights,
    tempered,
)
from anagen.calibration.random_effects import covariance
from anagen.calibration.sides import counted, sides
from anagen.calibration.simulations import Simulations
from anagen.simulation.conditioning import effective_number

NUMBERS = 4
NAMES = ("a", "b", "c", "d", "e")
CENTER = np.full(NUMBERS, 0.5)
SLOPES = np.array(
    [
        [6.0, 1.0, 0.0, 0.0, 2.0],
        [1.0, 5.0, 0.0, 1.0, 0.0],
        [0.0, 2.0, 7.0, 0.0, 0.0],
        [0.0, 0.0, 1.0, 6.0, 1.0],
    ]
)


def straight(places):
    return (places - CENTER) @ SLOPES


def bent(places):
    away = places - CENTER
    return (
        straight(places)
        + np.stack(
            [
                away[:, 0] ** 2,
                away[:, 1] * away[:, 2],
                away[:, 3] ** 2,
                0 * away[:, 0],
                away[:, 0] * away[:, 3],
            ],
            axis=1,
        )
        * 4.0
    )


def emulate(law, count=60, seed=0):
    places = np.random.default_rng(seed).random((count, NUMBERS))
    return fit_emulator(places, law(places), names=NAMES, center=CENTER)


def test_an_emulator_of_a_polynomial_is_that_polynomial():
    emulator = emulate(bent)
    other = np.random.default_rng(1).random((20, NUMBERS))
    np.testing.assert_allclose(emulator(other), bent(other), atol=0.02)
    np.testing.assert_allclose(emulator.slopes(), SLOPES, atol=0.05)
    assert emulator.error.max() < 0.05


def test_an_emulator_knows_what_it_leaves_over():
    """Waves that no polynomial of second degree follows: the error left out is the error elsewhere."""

    def waves(places):
        return straight(places) + 0.5 * np.sin(25.0 * places.sum(axis=1))[:, None]

    emulator = emulate(waves, count=150)
    other = np.random.default_rng(2).random((400, NUMBERS))
    seen = np.sqrt(((emulator(other) - waves(other)) ** 2).mean(axis=0))
    np.testing.assert_allclose(emulator.error, seen, rtol=0.3)


def test_simulations_that_the_data_rule_out_do_not_bend_the_emulator():
    def wild(places):
        far = np.maximum(places[:, :1] - 0.7, 0.0)
        return straight(places) + 4000.0 * far**3

    places = np.random.default_rng(3).random((120, NUMBERS))
    places[:60, 0] = 0.3 + 0.4 * places[:60, 0]
    spread = np.eye(len(NAMES))
    plain = fit_emulator(places, wild(places), names=NAMES, center=CENTER)
    careful = emulator_of(places, wild(places), names=NAMES, center=CENTER, spread=spread)
    near = CENTER + 0.1 * (np.random.default_rng(4).random((50, NUMBERS)) - 0.5)
    assert np.abs(careful(near) - wild(near)).max() < 0.3 * np.abs(plain(near) - wild(near)).max()


def test_a_chain_has_the_mean_and_spread_of_its_density():
    """Straight misses and far bounds: the posterior is normal, and known."""
    density = Density.of(emulate(lambda places: 3.0 * straight(places)), np.eye(len(NAMES)))
    chain = sample(density, CENTER, steps=2000, seed=1)
    exact = np.linalg.inv(9.0 * SLOPES @ SLOPES.T)
    np.testing.assert_allclose(chain.places.mean(axis=0), CENTER, atol=0.01)
    np.testing.assert_allclose(chain.places.std(axis=0), np.sqrt(np.diag(exact)), rtol=0.08)
    assert chain.agreement.max() < 1.2


def test_a_number_of_which_nothing_is_known_stays_spread_over_its_range():
    law = emulate(lambda places: straight(places) * np.array([1.0, 0.0, 0.0, 0.0, 0.0]))
    chain = sample(Density.of(law, np.eye(len(NAMES))), CENTER, steps=2000, seed=2)
    assert chain.places[:, 3].std() == pytest.approx(diagnosis.PRIOR_SD, rel=0.1)
    assert stats.kstest(chain.places[::97, 3], "uniform").pvalue > 1e-4


def test_one_seed_gives_one_chain():
    density = Density.of(emulate(straight), np.eye(len(NAMES)))
    one, two, other = (sample(density, CENTER, steps=60, seed=seed).places for seed in (5, 5, 6))
    np.testing.assert_array_equal(one, two)
    assert (one != other).any()


def test_random_effects_of_a_trial_make_its_outcomes_miss_together():
    loadings = np.array([[2.0], [2.0], [0.0]])
    spread = covariance(loadings, np.array([0.0, 0.0, 1.0]))
    np.testing.assert_allclose(spread, [[5.0, 4.0, 0.0], [4.0, 5.0, 0.0], [0.0, 0.0, 2.0]])


def test_only_one_side_of_some_misses_counts():
    side = sides(("a_trial people", "other"))
    seen = counted(np.array([[2.0, 2.0], [-2.0, -2.0]]), side)
    np.testing.assert_array_equal(seen, [[0.0, 2.0], [-2.0, -2.0]])


def test_weights_turn_draws_of_the_emulator_into_draws_of_the_simulation():
    """The emulator believes in another bottom; weighted, its draws have the simulation's own mean."""
    spread = np.eye(len(NAMES))
    exact = Density.of(emulate(lambda places: 2.0 * straight(places)), spread)
    used = Density.of(emulate(lambda places: 2.0 * straight(places - 0.03)), 2.0 * spread)
    drawn = sample(used, CENTER, steps=1500, seed=3).places[::11]
    weights = importance_weights(exact, used, drawn, 2.0 * straight(drawn))
    assert weights.sum() == pytest.approx(1.0)
    assert np.abs(weights @ drawn - CENTER).max() < 0.35 * np.abs(drawn.mean(axis=0) - CENTER).max()


def test_weights_are_tempered_only_as_far_as_is_asked():
    weights = np.array([0.7, 0.2, 0.05, 0.05])
    same, power = tempered(weights, 1.5)
    assert power == 1.0
    np.testing.assert_array_equal(same, weights)
    softer, power = tempered(weights, 3.0)
    assert 0.0 < power < 1.0
    assert effective_number(softer) == pytest.approx(3.0, rel=1e-3)
    assert (np.diff(softer) <= 0.0).all()


def test_equal_weights_are_worth_all_draws_and_one_weight_one():
    assert effective_number(np.full(8, 0.125)) == pytest.approx(8.0)
    assert effective_number(np.array([1.0, 0.0, 0.0])) == pytest.approx(1.0)


def test_first_simulations_move_each_number_to_both_sides_or_twice_inward():
    places = around(np.array([0.5, 0.99, 0.02]))
    moved = places[1:] - places[0]
    assert ((moved != 0.0).sum(axis=1) == 1).all()
    np.testing.assert_allclose(moved[:2, 0], [0.06, -0.06])
    np.testing.assert_allclose(moved[2:4, 1], [-0.06, -0.15])
    np.testing.assert_allclose(moved[4:, 2], [0.06, 0.15])


class Bent:
    """The bent law as something to simulate."""

    def misses(self, places):
        return dict(zip(NAMES, 2.0 * bent(places[None])[0], strict=True))


@pytest.fixture(scope="module")
def explored():
    """A posterior as it is made, of fewer simulations and shorter chains."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(posterior, "STEPS", (300, 1500))
        patch.setattr(posterior, "ROUNDS", (20, 20))
        patch.setattr(posterior, "CHECKED", 64)
        yield explored_now()


def explored_now():
    return explore(
        Simulations(aim=Bent()),
        CENTER,
        loadings=lambda names: np.zeros((len(names), 0)),
        chance=lambda names: np.zeros(len(names)),
        seed=1,
    )


@pytest.mark.slow
def test_exploring_a_law_that_can_be_emulated_needs_no_weights(explored):
    assert explored.effective_draws > 0.9 * len(explored.weights)
    assert explored.tempering == 1.0
    np.testing.assert_allclose(explored.misses, 2.0 * bent(explored.places))
    assert len(explored.sets) == 24
    assert len({tuple(one) for one in explored.sets}) == 24


@pytest.mark.slow
def test_ranks_of_the_truth_are_uniform(explored, monkeypatch):
    monkeypatch.setattr(diagnosis, "RANK_STEPS", 500)
    found = diagnosis.ranks(explored, sets=40, seed=1)
    assert found.min() >= 0
    assert found.max() <= diagnosis.RANK_DRAWS
    assert diagnosis.rank_test(found).max() < stats.chi2.ppf(1.0 - 1e-4, diagnosis.RANK_BINS - 1)


def test_ranks_of_chains_that_are_too_narrow_are_found_out():
    rng = np.random.default_rng(1)
    truth = rng.standard_normal((200, 2))
    seen = truth + rng.standard_normal((200, 2))  # the posterior is normal about half of it, with sd 0.71
    spread = np.array([0.5**0.5, 0.35])  # the second is half as wide as it should be
    drawn = seen[:, None] / 2 + spread * rng.standard_normal((200, diagnosis.RANK_DRAWS, 2))
    test = diagnosis.rank_test((drawn < truth[:, None]).sum(axis=1))
    limit = stats.chi2.ppf(0.999, diagnosis.RANK_BINS - 1)
    assert test[0] < limit < test[1]


@pytest.mark.slow
def test_what_moves_an_outcome_most_comes_first(explored):
    moved = diagnosis.moved_most(explored, ("w", "x", "y", "z"), count=2)
    assert moved["c"][0][0] == "y"
    assert moved["a"][0][0] == "w"
    assert moved["a"][0][1] > 0.0


def test_weighted_quantiles_of_equal_weights_are_quantiles():
    values = np.random.default_rng(0).random((500, 2))
    got = diagnosis.weighted_quantiles(values, np.full(500, 1 / 500), (0.05, 0.5, 0.95))
    np.testing.assert_allclose(got, np.quantile(values, (0.05, 0.5, 0.95), axis=0), atol=0.01)
