"""Kinetics against exact solutions and against a library's integrator."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad, solve_ivp
from scipy.linalg import expm

from anagen.evidence import known
from anagen.laws.pharmacokinetics import after_saturable_elimination, bateman, saturable_elimination
from anagen.treatment.drives import dht_course
from anagen.treatment.kinetics import AREA, CENTRAL, DEPOT, linear_step, matrix_exponential
from anagen.treatment.physiology import draw_physiology, typical_physiology
from anagen.treatment.regimen import Regimen

KNOWN = known()
ONE = typical_physiology(KNOWN)


@given(
    dose=st.floats(0.01, 100.0), ka=st.floats(1.0, 80.0), ke=st.floats(0.05, 80.0), v=st.floats(1.0, 500.0)
)
def test_area_under_the_curve_is_dose_over_clearance(dose, ka, ke, v):
    # From zero to where nothing is left, in pieces on which the curve is smooth.
    scale = 1.0 / ka + 1.0 / ke
    area = sum(
        quad(bateman, a * scale, b * scale, args=(dose, ka, ke, v))[0]
        for a, b in [(0, 0.1), (0.1, 1), (1, 10), (10, 60)]
    )

    assert area == pytest.approx(1000.0 * dose / (ke * v), rel=1e-6)


def test_bateman_is_smooth_where_absorption_is_as_fast_as_elimination():
    near, at = bateman(0.3, 1.0, 4.0 + 1e-6, 4.0, 10.0), bateman(0.3, 1.0, 4.0, 4.0, 10.0)

    assert near == pytest.approx(at, rel=1e-5)


def test_nothing_is_there_before_the_dose():
    assert bateman(-1.0, 1.0, 4.0, 2.0, 10.0) == 0.0


def test_the_matrix_exponential_is_the_librarys():
    rng = np.random.default_rng(5)
    for scale in (1e-3, 1.0, 30.0):
        matrix = rng.normal(size=(4, 4)) * scale
        np.testing.assert_allclose(
            matrix_exponential(matrix), expm(matrix), rtol=1e-9, atol=1e-9 * np.exp(scale)
        )


KINETICS = np.array([42.0, 0.0, 240.0, 76.0, 500.0, 300.0, 0.0, 1.0, 1.0])


def test_without_elimination_no_drug_is_lost():
    closed = KINETICS.copy()
    closed[2] = 0.0

    assert linear_step(closed, 3.0)[:AREA].sum(axis=0) == pytest.approx(np.ones(4)[: AREA + 1] * [1, 1, 1, 0])


def test_what_left_the_body_is_clearance_times_area():
    step = linear_step(KINETICS, 0.7)
    left = 1.0 - step[:AREA, DEPOT].sum()

    assert left == pytest.approx(240.0 / 76.0 * step[AREA, DEPOT], rel=1e-12)


def test_two_steps_are_one_of_twice_the_length():
    np.testing.assert_allclose(
        linear_step(KINETICS, 0.2) @ linear_step(KINETICS, 0.2), linear_step(KINETICS, 0.4)
    )


def test_one_compartment_is_bateman():
    one = KINETICS.copy()
    one[4] = 0.0
    for t in (0.01, 0.1, 1.0):
        amount = linear_step(one, t)[CENTRAL, DEPOT]
        assert 1000.0 * amount / 76.0 == pytest.approx(bateman(t, 1.0, 42.0, 240.0 / 76.0, 76.0), rel=1e-10)


@pytest.mark.parametrize("days", [0.5, 2.5, 30.25])
def test_doses_of_finasteride_add_up_to_sums_of_batemans(days):
    value = KNOWN.value
    ke = value("finasteride_clearance", "L/day") / value("finasteride_volume", "L")
    absorbed = value("finasteride_bioavailability", "1")
    seen = dht_course(Regimen.of("finasteride 1 mg oral daily"), ONE, [days], evidence=KNOWN)

    exact = sum(
        bateman(days - k, absorbed, value("finasteride_ka", "1/day"), ke, value("finasteride_volume", "L"))
        for k in range(math.ceil(days))
    )
    assert seen.concentration_ng_per_ml["finasteride"][0, 0] == pytest.approx(exact, rel=1e-9)


@given(central=st.floats(1e-6, 10.0), step=st.floats(1e-4, 0.1))
def test_the_saturable_pathway_alone_follows_its_equation(central, step):
    vc, vmax, km = 173.0, 0.14184, 0.957
    exact = solve_ivp(
        lambda _, a: -saturable_elimination(1000.0 * a[0] / vc, vmax, km),
        (0.0, step),
        [central],
        rtol=1e-10,
        atol=1e-14,
    ).y[0, -1]

    assert after_saturable_elimination(central, vc, vmax, km, step) == pytest.approx(exact, rel=1e-4)


def exact_dutasteride(dose_mg, days, read):
    """Concentration and suppression of serum DHT of the typical man, by a library's integrator. [ng/mL, ratio]"""
    v = {name: parameter.value for name, parameter in KNOWN.items()}
    vc, vp = v["dutasteride_volume"], v["dutasteride_peripheral_volume"]

    def slope(_, y):
        depot, central, beyond, e1, e2, dht = y
        c = 1000.0 * central / vc
        exchange = v["dutasteride_exchange"] * (central / vc - beyond / vp)
        absorbed = v["dutasteride_ka"] * depot
        lost = v["dutasteride_clearance"] * central / vc + v["dutasteride_capacity"] * c / (
            v["dutasteride_half_capacity"] + c
        )
        capacity = v["serum_srd5a2_share"] * e2 + (1 - v["serum_srd5a2_share"]) * e1
        t = 1 / (1 - v["testosterone_reduced_share"] * (1 - capacity))
        return [
            -absorbed,
            absorbed - exchange - lost,
            exchange,
            v["srd5a1_turnover"] * (1 - e1) - v["dutasteride_srd5a1_inactivation"] * c * e1,
            v["srd5a2_turnover"] * (1 - e2) - v["dutasteride_srd5a2_inactivation"] * c * e2,
            v["dht_turnover"] * (t * capacity - dht),
        ]

    y = np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0])
    now, found = 0.0, []
    events = sorted({*[(k + v["dutasteride_lag"], 1) for k in range(days)], *[(float(d), 0) for d in read]})
    for when, is_dose in events:
        if when > now:
            y = solve_ivp(slope, (now, when), y, method="LSODA", rtol=1e-9, atol=1e-12).y[:, -1]
            now = when
        if is_dose:
            y[0] += dose_mg
        else:
            found.append((1000.0 * y[1] / vc, y[5]))
    return np.array(found)


@pytest.mark.parametrize(
    ("dose_mg", "error_of_concentration", "error_of_dht"), [(0.05, 0.01, 0.003), (0.5, 0.005, 0.002)]
)
def test_the_steps_of_dutasteride_cost_little(dose_mg, error_of_concentration, error_of_dht):
    read = [0.5, 1, 3, 7.25, 14, 29]
    exact = exact_dutasteride(dose_mg, 30, read)
    seen = dht_course(Regimen.of(f"dutasteride {dose_mg} mg oral daily"), ONE, read, evidence=KNOWN)

    np.testing.assert_allclose(
        seen.concentration_ng_per_ml["dutasteride"][0], exact[:, 0], rtol=error_of_concentration
    )
    np.testing.assert_allclose(seen.serum_dht[0], exact[:, 1], atol=error_of_dht)


def test_levels_of_dutasteride_in_men_are_in_the_range_that_labels_give():
    # About 40 ng/mL after six months of 0.5 mg; two thirds of it at one month; the mean of a skewed distribution.
    men = draw_physiology(500, 2, KNOWN)
    seen = dht_course(Regimen.of("dutasteride 0.5 mg oral daily"), men, [30.0, 365.0], evidence=KNOWN)
    month, year = seen.concentration_ng_per_ml["dutasteride"].mean(axis=0)

    assert 20.0 < year < 45.0
    assert month / year == pytest.approx(0.65, abs=0.2)
