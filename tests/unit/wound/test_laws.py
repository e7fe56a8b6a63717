"""The equations of the wound, against what can be worked out by hand."""

import math

import pytest

from anagen.laws.platelets import (
    change_with_age,
    platelets_bled,
    platelets_injected,
    release_rate,
    released,
)
from anagen.laws.wound import (
    antagonist_target,
    channel_damage,
    fading,
    fibrosis_pressure,
    following,
    growth_factor_change,
    inflammation,
    macrophage_call,
    open_area,
    perfusion,
    redness,
    saturated,
    scar_hazard,
    share_below,
    tissue_change,
    tissue_drive,
    tissue_rate,
    tissue_settled,
    wnt_drive,
    wnt_signal,
)


def test_damage_is_the_volume_of_all_cones_spread_over_the_skin():
    one_cone_um3 = math.pi * 30.0**2 * 300.0 / 3.0

    assert channel_damage(200.0, 30.0, 300.0) == pytest.approx(200.0 * one_cone_um3 / 1e8)


def test_open_area_is_the_area_of_all_holes():
    assert open_area(250.0, 35.35) == pytest.approx(250.0 * math.pi * 0.003535**2)


def test_half_of_a_cone_by_depth_holds_an_eighth_of_it():
    assert share_below(200.0, 100.0) == pytest.approx(1.0 / 8.0)
    assert share_below(200.0, 0.0) == pytest.approx(1.0)


@pytest.mark.parametrize("depth", [10.0, 99.0, 100.0])
def test_a_channel_that_ends_above_a_layer_leaves_nothing_below_it(depth):
    assert share_below(depth, 100.0) == 0.0


def test_what_fades_and_what_follows_stand_still_where_they_should():
    assert fading(0.0, 2.0) == 0.0
    assert fading(3.0, 2.0) == pytest.approx(-1.5)
    assert following(0.7, 0.7, 2.0) == 0.0
    assert following(0.0, 1.0, 2.0) == pytest.approx(0.5)


def test_a_growth_factor_stands_still_where_making_and_release_balance_its_loss():
    assert growth_factor_change(5.0, 3.0, 8.0, 4.0) == pytest.approx(0.0)


def test_macrophages_are_called_by_neutrophils_and_by_platelets():
    assert macrophage_call(0.3, 0.0, 0.15) == pytest.approx(0.3)
    assert macrophage_call(0.0, 10.0, 0.15) == pytest.approx(1.5)


def test_inflammation_weighs_its_cells():
    assert inflammation(1.0, 1.0, 0.37) == pytest.approx(1.0)
    assert inflammation(1.0, 0.0, 0.37) == pytest.approx(0.37)


def test_a_signal_of_one_has_half_of_the_effect():
    assert saturated(wnt_signal(0.12, 0.0, 0.0, 0.12, 5.0, 1.0)) == pytest.approx(0.5)
    assert saturated(wnt_signal(0.0, 5.0, 0.0, 0.12, 5.0, 1.0)) == pytest.approx(0.5)
    assert saturated(0.0) == 0.0


def test_inflammation_at_its_cap_halves_the_drive():
    antagonists = antagonist_target(0.12, 0.12)

    assert wnt_drive(1.0, antagonists) == pytest.approx(0.5)
    assert wnt_drive(1.0, 0.0) == 1.0


def test_pressure_rises_with_young_collagen_and_with_inflammation():
    assert fibrosis_pressure(0.2, 0.0) == pytest.approx(0.2)
    assert fibrosis_pressure(0.2, 1.0) == pytest.approx(0.4)
    assert scar_hazard(70.0, 70.0, 2.0) == pytest.approx(1.0)
    assert scar_hazard(7.0, 70.0, 2.0) == pytest.approx(0.01)


def test_redness_adds_up_and_widens_vessels_up_to_a_limit():
    assert redness(1.0, 0.0, 20.0, 30.0) == pytest.approx(20.0)
    assert redness(0.0, 0.5, 20.0, 30.0) == pytest.approx(15.0)
    assert perfusion(0.0, 1.5, 10.0) == 1.0
    assert perfusion(10.0, 1.5, 10.0) == pytest.approx(1.75)
    assert perfusion(1e9, 1.5, 10.0) == pytest.approx(2.5)


def test_platelets_are_counted_as_blood_of_the_same_number():
    assert platelets_injected(1.0 / 24.0, 5.0) == pytest.approx(5.0 * 416.667, rel=1e-5)
    assert platelets_bled(0.2, 100.0) == pytest.approx(20.0)


def test_half_of_what_is_stored_is_gone_after_a_half_life():
    assert math.exp(-release_rate(0.25) * 0.25) == pytest.approx(0.5)
    assert released(100.0, 2.0, 15.0, 2000.0) == pytest.approx(1.5)


def test_age_changes_nothing_at_its_reference():
    assert change_with_age(28.6, 28.6, -0.02) == 1.0
    assert change_with_age(78.6, 28.6, -0.02) == pytest.approx(math.exp(-1.0))


BUILDING, LIFE = 20.0, 180.0


def test_tissue_is_built_where_there_is_room_and_lost_by_its_life():
    assert tissue_change(0.0, 0.7, BUILDING, LIFE) == pytest.approx(0.7 / BUILDING)
    assert tissue_change(1.0, 0.7, BUILDING, LIFE) == pytest.approx(-1.0 / LIFE)
    assert tissue_change(0.4, 0.0, BUILDING, LIFE) == pytest.approx(-0.4 / LIFE)
    for filled in (0.1, 0.5, 0.9):
        expected = 0.7 * (1.0 - filled) / BUILDING - filled / LIFE
        assert tissue_change(filled, 0.7, BUILDING, LIFE) == pytest.approx(expected)


def test_tissue_settles_where_it_no_longer_changes():
    for signal in (0.1, 1.0, 5.0):
        settled = tissue_settled(signal, BUILDING, LIFE)
        assert 0.0 < settled < 1.0
        assert tissue_change(settled, signal, BUILDING, LIFE) == pytest.approx(0.0, abs=1e-15)
    assert tissue_settled(0.0, BUILDING, LIFE) == 0.0
    assert tissue_settled(1e9, BUILDING, LIFE) == pytest.approx(1.0)
    assert tissue_rate(0.0, BUILDING, LIFE) == pytest.approx(1.0 / LIFE)


def test_the_drive_is_one_where_the_reference_course_settles():
    settled = tissue_settled(1.0, BUILDING, LIFE)

    assert tissue_drive(settled, BUILDING, LIFE) == pytest.approx(1.0)
    assert tissue_drive(0.5 * settled, BUILDING, LIFE) == pytest.approx(0.5)
