"""Hormones: limits, order, recovery, and missed doses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anagen.evidence import known
from anagen.laws.adherence import miss_probability
from anagen.laws.androgen import (
    assayed,
    enzyme_after,
    enzyme_at_rest,
    enzyme_over,
    receptor_drive,
    reduction,
    share_elsewhere,
    spared_testosterone,
)
from anagen.laws.minoxidil import dose_of, drive_of, greatest
from anagen.treatment.drives import dht_course, drives
from anagen.treatment.physiology import Physiology, draw_physiology, typical_physiology
from anagen.treatment.regimen import Regimen

KNOWN = known()
ONE = typical_physiology(KNOWN)
MEN = draw_physiology(60, 4, KNOWN)
shares = st.floats(0.01, 0.99)


def course(text: str, days, people: Physiology = ONE, seed: int = 0):
    return dht_course(Regimen.of(text), people, days, seed=seed, evidence=KNOWN)


def weekly(text: str, weeks: int, people: Physiology = ONE, seed: int = 0):
    return drives(Regimen.of(text), people, cells=weeks, cell_days=7.0, seed=seed, evidence=KNOWN)


@given(e1=shares, e2=shares, share=shares)
def test_reduction_lies_between_the_two_enzymes(e1, e2, share):
    assert min(e1, e2) - 1e-12 <= reduction(e1, e2, share) <= max(e1, e2) + 1e-12


@given(share=shares, f=shares)
def test_untouched_enzymes_leave_hormones_exactly_alone(share, f):
    capacity = reduction(1.0, 1.0, share)

    assert capacity == 1.0
    assert spared_testosterone(capacity, f) == 1.0
    assert receptor_drive(1.0, 1.0, f) == 1.0


@given(share=shares, typical=shares, elsewhere=shares)
def test_odds_of_type_2_carry_over_to_another_tissue(share, typical, elsewhere):
    there = share_elsewhere(share, typical, elsewhere)

    assert 0.0 < there < 1.0
    assert share_elsewhere(typical, typical, elsewhere) == pytest.approx(elsewhere)
    assert share_elsewhere(there, elsewhere, typical) == pytest.approx(share)


@given(e=shares, k=st.floats(0.05, 1.0), kill=st.floats(0.0, 50.0), step=st.floats(0.01, 2.0))
def test_an_enzyme_goes_to_its_resting_level_and_its_mean_balances_its_loss(e, k, kill, step):
    after = enzyme_after(e, k, kill, step)
    mean = enzyme_over(e, after, k, kill, step)

    assert enzyme_after(e, k, kill, 1e4) == pytest.approx(enzyme_at_rest(k, kill))
    assert after - e == pytest.approx(step * (k - (k + kill) * mean), abs=1e-9)


def test_a_drift_of_the_assay_is_not_a_change_of_the_tissue():
    assert assayed(0.5, -0.13) == pytest.approx(0.435)


@pytest.mark.parametrize("text", ["untreated", "placebo"])
def test_no_drug_leaves_the_drive_at_exactly_one(text):
    seen = weekly(text, 60, MEN)

    assert (seen.androgen == 1.0).all()
    assert (seen.minoxidil == 0.0).all()


def test_no_drug_leaves_hormones_at_exactly_one():
    seen = course("untreated", [0.0, 100.0], MEN)

    assert (seen.serum_dht == 1.0).all()
    assert (seen.serum_testosterone == 1.0).all()


def test_before_its_start_a_course_does_nothing_at_all():
    seen = weekly(
        "finasteride 1 mg oral daily from week 20 + minoxidil 5 % 1 mL topical daily from week 20", 30
    )

    assert (seen.androgen[:, :20] == 1.0).all()
    assert (seen.minoxidil[:, :20] == 0.0).all()
    assert (seen.androgen[:, 20:] < 0.8).all()
    assert (seen.minoxidil[:, 20:] > 0.0).all()


def test_an_endless_dose_of_a_killer_of_type_2_leaves_the_share_of_type_1():
    only_type_2 = KNOWN.replace(because="a limit", finasteride_srd5a1_inactivation=0.0)
    seen = dht_course(Regimen.of("finasteride 100000 mg oral daily"), ONE, [90.0], evidence=only_type_2)
    left = 1.0 - KNOWN.value("serum_srd5a2_share", "1")
    testosterone = spared_testosterone(left, KNOWN.value("testosterone_reduced_share", "1"))

    assert seen.serum_dht[0, 0] == pytest.approx(left * testosterone, rel=1e-3)


def test_serum_dht_is_back_within_two_weeks_of_stopping_finasteride():
    # Gormley and others: pretreatment values within 14 days of stopping 0.04 to 1 mg.
    for dose in (0.04, 0.2, 1.0):
        after = course(f"finasteride {dose} mg oral daily until day 14", [27.0, 42.0]).serum_dht[0]
        assert after[0] > 0.95
        assert after[1] == pytest.approx(1.0, abs=0.01)


def test_dht_after_dutasteride_takes_months():
    after = course(
        "dutasteride 0.5 mg oral daily until week 24", 168.0 + np.array([15.0, 60.0, 120.0])
    ).serum_dht[0]

    assert after[0] < 0.2
    assert after[2] > 0.97


def test_most_of_the_fall_comes_within_a_day_of_the_first_milligram():
    # Labels: 65 % within 24 hours of 1 mg.
    assert 1.0 - course("finasteride 1 mg oral daily", [1.0]).serum_dht[0, 0] == pytest.approx(0.65, abs=0.08)


def test_testosterone_rises_a_little():
    serum = course("finasteride 1 mg oral daily", [180.0], MEN).serum_testosterone.mean()

    assert 1.05 < serum < 1.2


def test_one_missed_dose_in_five_costs_little_and_is_seen():
    full = weekly("finasteride 1 mg oral daily", 104, MEN).androgen[:, 10:].mean()
    most = weekly("finasteride 1 mg oral daily with 80 % of doses taken", 104, MEN).androgen[:, 10:].mean()

    assert full + 0.01 < most < full + 0.06


def test_taking_no_dose_at_all_is_taking_nothing():
    seen = weekly("finasteride 1 mg oral daily with 0 % of doses taken", 20, MEN)

    assert (seen.androgen == 1.0).all()


@given(q=st.floats(0.0, 1.0), rho=st.floats(0.0, 1.0))
def test_clustering_leaves_the_share_of_missed_doses_as_it_is(q, rho):
    again = q * miss_probability(True, q, rho) + (1.0 - q) * miss_probability(False, q, rho)

    assert again == pytest.approx(q, abs=1e-12)


@given(dose=st.floats(0.001, 100.0), more=st.floats(1.01, 5.0), half=st.floats(0.05, 5.0))
def test_more_minoxidil_does_more_but_less_than_in_proportion(dose, more, half):
    less, much = drive_of(dose, half, 1.0), drive_of(dose * more, half, 1.0)

    assert less < much < less * more + 1e-12
    assert much < greatest(half)
    assert dose_of(less, half) == pytest.approx(dose, rel=1e-9) or less > 0.999 * greatest(half)


def test_the_reference_dose_of_the_mean_man_is_a_drive_of_one():
    assert drive_of(1.0, 0.8, 1.0) == pytest.approx(1.0)
    assert weekly("minoxidil 5 % 1 mL topical twice daily", 60).minoxidil[0, -1] == pytest.approx(
        1.0, abs=1e-3
    )


def test_two_percent_does_three_fifths_of_five():
    # Olsen and others: gains of 8.8 and 14.7 hairs/cm2 over placebo.
    two = weekly("minoxidil 2 % 1 mL topical twice daily", 60).minoxidil[0, -1]

    assert two == pytest.approx(8.8 / 14.7, abs=0.005)


def test_minoxidil_comes_and_goes_within_weeks():
    seen = weekly("minoxidil 5 % 1 mL topical twice daily until week 30", 50).minoxidil[0]

    assert seen[0] < 0.6
    assert seen[6] > 0.95
    assert seen[30] > 0.5
    assert seen[38] < 0.05


def test_a_third_to_a_half_of_men_respond_well_to_minoxidil_and_the_mean_is_one():
    response = draw_physiology(20_000, 8, KNOWN).values["minoxidil_response"]

    assert response.mean() == pytest.approx(1.0, abs=0.02)
    assert 0.3 < (response > 1.0).mean() < 0.5


def test_a_steady_person_has_cells_that_are_exactly_alike():
    seen = weekly("finasteride 1 mg oral daily + minoxidil 5 % 1 mL topical twice daily", 260, MEN)

    assert (np.diff(seen.androgen[:, 40:], axis=1) == 0.0).all()
    assert (np.diff(seen.minoxidil[:, 100:], axis=1) == 0.0).all()


def test_cells_that_were_copied_are_those_that_would_have_been_computed():
    text = "dutasteride 0.5 mg oral daily until week 200"
    copied = weekly(text, 260, MEN).androgen
    # A single dose at the very end makes no cell before it alike, and takes nothing else away.
    grid = drives(Regimen.of(text), MEN, cells=520, cell_days=3.5, seed=0, evidence=KNOWN).androgen

    np.testing.assert_allclose(copied, grid.reshape(len(MEN), 260, 2).mean(axis=2), atol=2e-8)


def test_cells_are_the_mean_of_what_moments_show():
    fine = course("finasteride 1 mg oral daily", np.arange(7 * 12) / 12.0).androgen[0]
    cell = weekly("finasteride 1 mg oral daily", 1).androgen[0, 0]

    assert cell == pytest.approx(fine.mean(), abs=0.01)
