"""The kernel as a renewal process: exact results that hold whatever the biology.

A follicle without androgen is a cycle of independent stays: the follicular automaton of Halloy, Bernard, Loussouarn
and Goldbeter (2000, 2002). With the means of its public deterministic form (3.6, 2.4 and 2.0 units for anagen,
telogen and latency, no catagen) its shares, its fluctuations and the damping of a synchronized start are known.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest

from anagen.kernel.numbers import FollicleNumbers, lognormal_sigma
from anagen.kernel.population import Channel, Readings, all_entering_anagen, follow, grow_up
from anagen.kernel.record import HAIR

UNIT_DAYS = 30.0
ANAGEN, TELOGEN, LATENCY = 3.6 * UNIT_DAYS, 2.4 * UNIT_DAYS, 2.0 * UNIT_DAYS
CYCLE_DAYS = ANAGEN + TELOGEN + LATENCY
NO_ANDROGEN = 1e-6
CELL_DAYS = 3.0


def automaton(cv: float, **changes: float) -> FollicleNumbers:
    """The follicular automaton: three stays with one coefficient of variation, and nothing else."""
    plain = FollicleNumbers(
        anagen_duration_full_size=ANAGEN,
        anagen_duration_smallest=ANAGEN,
        anagen_size_exponent=1.0,
        anagen_duration_cv=cv,
        catagen_duration=0.0,
        catagen_duration_cv=cv,
        telogen_duration=TELOGEN,
        telogen_duration_cv=cv,
        kenogen_duration_full_size=LATENCY,
        kenogen_duration_extra_smallest=0.0,
        kenogen_duration_cv=cv,
        size_target_hill=1.0,
        size_step_down_share=0.0,
        size_step_up_share=0.0,
        within_anagen_thinning_rate=0.0,
        androgen_anagen_acceleration=0.0,
        androgen_anagen_sensitivity_cap=1.0,
        androgen_kenogen_delay=0.0,
        susceptibility_rise_time=0.0,
        established_vellus_loss_probability=0.0,
        vellus_size_limit=0.0,
        vellus_establishment_time=1e9,
        minoxidil_thickening=0.0,
        minoxidil_anagen_prolongation=0.5,
        minoxidil_telogen_acceleration=1.0,
        minoxidil_kenogen_acceleration=2.0,
        minoxidil_withdrawal_acceleration=0.0,
        minoxidil_habituation_time=10.0,
        wound_size_lift=0.0,
        wound_telogen_acceleration=0.25,
        wound_kenogen_acceleration=0.5,
        full_shaft_diameter=70.0,
        full_shaft_diameter_cv=0.1,
        sensitivity_sd_between_follicles=0.1,
    )
    return plain._replace(**changes)


def stationary(
    numbers: FollicleNumbers, *, people: int, follicles: int, visits: np.ndarray, **drives: float
) -> Readings:
    """People observed from a stationary start under constant drives."""
    cells = math.ceil(visits[-1] / CELL_DAYS)
    start = grow_up(
        numbers, sensitivity=np.full(people, NO_ANDROGEN), onset_day=0.0, follicles=follicles, seed=11
    )
    return follow(
        start,
        androgen=np.full(cells, drives.get("androgen", 1.0)),
        minoxidil=np.full(cells, drives.get("minoxidil", 0.0)),
        cell_days=CELL_DAYS,
        visit_days=visits,
        channels=[Channel(HAIR, 0.0, 0.0, 0.0)],
    )


@pytest.mark.parametrize("cv", [0.2, 0.5, 1.0])
def test_stationary_shares_are_those_of_the_means_from_the_first_day_on(cv: float) -> None:
    """Shares 0.45, 0.30 and 0.25 on every day: they depend on the means alone; the start is not synchronized."""
    visits = np.arange(0, 40) * 15.0
    n = 40_000
    seen = stationary(automaton(cv), people=1, follicles=n, visits=visits).phases[0]
    for phase, length in ((0, ANAGEN), (2, TELOGEN), (3, LATENCY)):
        share = length / CYCLE_DAYS
        five_sigma = 5 * math.sqrt(share * (1 - share) / n)
        assert np.abs(seen[phase] / n - share).max() < five_sigma
    assert (seen[1] == 0).all()


def test_fluctuation_at_equilibrium_is_binomial() -> None:
    """Over many scalps of 1000 follicles the share in anagen varies by sqrt(p (1 - p) / N): published 0.0157."""
    n, people = 1000, 2000
    seen = stationary(
        automaton(0.5), people=people, follicles=n, visits=np.array([0.0, 3 * CYCLE_DAYS])
    ).phases
    p = ANAGEN / CYCLE_DAYS
    expected = math.sqrt(p * (1 - p) / n)
    for visit in range(2):
        sd = (seen[:, 0, visit] / n).std(ddof=1)
        assert abs(sd / expected - 1) < 5 / math.sqrt(2 * people)


@pytest.mark.parametrize(
    ("cv", "published"),
    [
        (0.1, [1.00, 0.99, 0.96, 0.92, 0.87]),
        (0.2, [0.90, 0.71, 0.55, 0.41, 0.32]),
        (0.3, [0.68, 0.37, 0.20, 0.11, 0.06]),
        (0.5, [0.30, 0.06, 0.02, 0.01, 0.01]),
    ],
)
def test_a_synchronized_start_is_damped_as_its_cv_says(cv: float, published: list[float]) -> None:
    """Peak to trough of the share in anagen around cycles 1 to 5, against the automaton's reference table."""
    n = 20_000
    visits = np.arange(0, round(5.6 * CYCLE_DAYS / 6)) * 6.0
    people = all_entering_anagen(automaton(cv), sensitivity=[NO_ANDROGEN], follicles=n, seed=3)
    seen = follow(
        people,
        androgen=np.ones(math.ceil(visits[-1] / CELL_DAYS)),
        minoxidil=np.zeros(math.ceil(visits[-1] / CELL_DAYS)),
        cell_days=CELL_DAYS,
        visit_days=visits,
        channels=[],
    )
    share = seen.phases[0, 0] / n
    for cycle, swing in enumerate(published, start=1):
        window = np.abs(visits - cycle * CYCLE_DAYS) <= CYCLE_DAYS / 2
        assert abs(np.ptp(share[window]) - swing) < 0.025


def test_a_drug_that_is_missed_ends_as_much_anagen_as_its_clock_runs_ahead() -> None:
    """After a stop the clock of anagen gains g tau (1 - exp(-t / tau)) days, and as many days' worth of exits."""
    n, acceleration, stop, later = 40_000, 1.5, 60.0, 48.0
    numbers = automaton(
        0.1,
        minoxidil_anagen_prolongation=0.0,
        minoxidil_telogen_acceleration=0.0,
        minoxidil_kenogen_acceleration=0.0,
        minoxidil_withdrawal_acceleration=acceleration,
    )
    people = grow_up(numbers, sensitivity=[NO_ANDROGEN], onset_day=0.0, follicles=n, seed=11)
    drug = np.zeros(math.ceil((stop + later) / CELL_DAYS))
    drug[: round(stop / CELL_DAYS)] = 1.0
    seen = follow(
        people,
        androgen=np.ones(drug.size),
        minoxidil=np.stack([drug]),
        cell_days=CELL_DAYS,
        visit_days=np.array([stop, stop + later]),
        channels=[],
    )
    tau = numbers.minoxidil_habituation_time
    ahead = acceleration * tau * (1.0 - math.exp(-stop / tau)) * (1.0 - math.exp(-later / tau))
    before, after = seen.phases[0, 0]
    assert before - after == pytest.approx(n * ahead / CYCLE_DAYS, abs=5 * math.sqrt(n * ahead / CYCLE_DAYS))


def test_the_residual_stay_follows_the_equilibrium_law() -> None:
    """Of the follicles found in anagen on day 0, those still in that anagen at t are 1/mean * integral of survival."""
    cv, n = 0.5, 60_000
    sigma = lognormal_sigma(cv)
    numbers = automaton(
        cv, kenogen_duration_full_size=1e7, telogen_duration=1.0
    )  # none comes back while we look
    visits = np.arange(0, 20) * 15.0
    start = all_entering_anagen(numbers, sensitivity=[NO_ANDROGEN], follicles=n, seed=8)
    opening = grow_up(
        automaton(cv, kenogen_duration_full_size=1.0, telogen_duration=1.0),
        sensitivity=[NO_ANDROGEN],
        onset_day=0.0,
        follicles=n,
        seed=8,
    )
    start.state.entry_day[:] = opening.state.entry_day
    start.state.cycle[:] = 0
    start.state.first_phase[:] = opening.state.first_phase
    cells = math.ceil(visits[-1] / CELL_DAYS)
    seen = follow(
        start,
        androgen=np.ones(cells),
        minoxidil=np.zeros(cells),
        cell_days=CELL_DAYS,
        visit_days=visits,
        channels=[],
    ).phases[0, 0]
    normal, mu = NormalDist(), math.log(ANAGEN) - sigma**2 / 2
    expected = [1.0]
    for t in visits[1:]:
        u = (math.log(t) - mu) / sigma
        integral = t * (1 - normal.cdf(u)) + ANAGEN * normal.cdf(u - sigma)  # of the survival of a lognormal
        expected.append(1 - integral / ANAGEN)
    share = seen / seen[0]
    assert np.abs(share - expected).max() < 5 * math.sqrt(0.25 / seen[0])


def test_a_drive_changes_the_shares_by_the_speed_of_each_clock() -> None:
    """Under a constant drug each mean stay is divided by its clock's speed; shares follow."""
    visits = np.array([0.0, 3999.0, 4500.0, 5001.0])
    n = 40_000
    seen = stationary(automaton(0.5), people=1, follicles=n, visits=visits, minoxidil=1.0).phases[0]
    means = np.array([ANAGEN * 1.5, 0.0, TELOGEN / 2.0, LATENCY / 3.0])
    expected = means / means.sum()
    assert np.abs(seen[:4, 1:] / n - expected[:, None]).max() < 5 * math.sqrt(0.25 / n)


def test_hairs_are_released_at_one_a_cycle() -> None:
    """Little's law: the release rate is the number of follicles over the mean cycle."""
    n, days = 60_000, 1500.0
    seen = stationary(automaton(0.7), people=1, follicles=n, visits=np.array([0.0, days]))
    expected = n * days / CYCLE_DAYS
    assert abs(seen.shed[0, 1] - expected) < 5 * math.sqrt(expected)
    assert seen.shed[0, 0] == 0


def test_follicles_are_never_made_and_never_vanish() -> None:
    """At each visit all phases, with the lost, add up to the follicles there were."""
    numbers = automaton(
        0.5,
        size_step_down_share=0.5,
        vellus_size_limit=0.5,
        vellus_establishment_time=100.0,
        established_vellus_loss_probability=0.3,
    )
    people = grow_up(
        numbers, sensitivity=[0.5, 1.5, 5.0], onset_day=[-300.0, -1000.0, -4000.0], follicles=500, seed=2
    )
    seen = follow(
        people,
        androgen=np.ones(1000),
        minoxidil=np.zeros(1000),
        cell_days=CELL_DAYS,
        visit_days=np.arange(0, 11) * 300.0,
        channels=[],
    )
    assert (seen.phases.sum(axis=1) == 500).all()
    assert (seen.phases >= 0).all()
    assert seen.phases[2, 4, -1] > 100
    assert (np.diff(seen.phases[:, 4], axis=1) >= 0).all(), "what is lost stays lost"
