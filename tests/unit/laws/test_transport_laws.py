"""Equations of skin, channels and blood: steady flows in series, balances, limits."""

import math

import pytest

from anagen.laws.channels import (
    admittance_left,
    area_left,
    barrier_leak,
    bottom_permeance,
    channel_depth,
    dye_entry,
    hole_density,
    length_factor,
    open_area,
    wall_permeance,
)
from anagen.laws.diffusion import (
    between_centers,
    diffusivity_of_lag,
    driving_concentration,
    film_capacity,
    hindered,
    partition_of_permeability,
    reached_mean,
    solvent_after,
)
from anagen.laws.pharmacokinetics import (
    absorption,
    after_saturable_elimination,
    bateman,
    concentration,
    distribution,
    linear_elimination,
    saturable_elimination,
    sized,
)

approx = pytest.approx


def test_a_slab_of_known_lag_lets_through_what_its_partition_says():
    diffusivity = diffusivity_of_lag(15.0, 0.37)
    partition = partition_of_permeability(3.0, 15.0, diffusivity)

    assert 15.0**2 / (6.0 * diffusivity) == approx(0.37)
    assert partition * diffusivity / 15.0 == approx(3.0)
    assert hindered(diffusivity, 4.0) * 4.0 == approx(diffusivity)


def test_halves_of_one_slab_conduct_as_the_slab_and_two_slabs_resist_one_after_the_other():
    one_slab = 2.0 * 50.0 / 10.0 * 1e-4  # partition times diffusivity over thickness, um to cm

    assert between_centers(2.0, 50.0, 10.0, 2.0, 50.0, 10.0) == approx(one_slab)
    there, back = (
        between_centers(2.0, 50.0, 10.0, 0.5, 8.0, 3.0),
        between_centers(0.5, 8.0, 3.0, 2.0, 50.0, 10.0),
    )
    assert there == approx(back)
    assert 1e-4 / there == approx(5.0 / 100.0 + 1.5 / 4.0)


def test_two_ways_of_losing_solvent_make_one_faster_way():
    assert solvent_after(0.6, math.log(2.0), 0.0, 1.0) == approx(0.3)
    assert solvent_after(0.6, math.log(2.0), math.log(3.0), 2.0) == approx(0.6 / 36.0)


def test_a_film_holds_what_its_vehicle_dissolves():
    capacity = film_capacity(100.0, 60.0, 3.0)  # 0.01 cm, twenty times as soluble as in water

    assert capacity == approx(0.2)
    assert driving_concentration(0.1, capacity, 3.0, 1.0) == approx(0.5)
    assert driving_concentration(1e3, capacity, 3.0, 1.0) == approx(3.0)
    assert driving_concentration(1e3, capacity, 3.0, 0.25) == approx(0.75)
    assert driving_concentration(1e3, capacity, 3.0, 2.0) == approx(3.0)


def test_the_mean_of_a_tissue_lies_between_its_two_parts_by_reach():
    assert reached_mean(8.0, 2.0, 0.0) == 2.0
    assert reached_mean(8.0, 2.0, 1.0) == 8.0
    assert reached_mean(8.0, 2.0, 0.25) == approx(3.5)


def test_holes_add_up_with_passes_and_needles():
    assert hole_density(16.0, 15.0, 192.0, 192.0) == approx(240.0)
    assert hole_density(16.0, 15.0, 576.0, 192.0) == approx(720.0)
    assert hole_density(16.0, 15.0, 100.0, 192.0) == approx(125.0)
    assert hole_density(16.5, 2.0, 100.0, 192.0) == approx(17.1875)
    assert open_area(250.0, 100.0) == approx(250.0 * math.pi * 0.01**2)


def test_a_channel_is_shorter_than_its_needle_and_longer_needles_last_longer():
    assert channel_depth(770.0, 0.2) == approx(154.0)
    assert length_factor(500.0, 500.0, 0.5) == 1.0
    assert length_factor(2000.0, 500.0, 0.5) == approx(2.0)


@pytest.mark.parametrize("left", [area_left, admittance_left])
def test_what_closes_by_halves_halves(left):
    assert left(0.0, 0.3) == 1.0
    assert left(0.3, 0.3) == approx(0.5)
    assert left(0.9, 0.3) == approx(0.125)


def test_a_recovered_barrier_leaks_a_twentieth_and_dye_finds_fewer_channels_each_hour():
    assert barrier_leak(0.0, 0.2) == 1.0
    assert barrier_leak(0.2, 0.2) == approx(0.05)
    assert barrier_leak(0.4, 0.2) == approx(0.0025)
    assert dye_entry(0.0, 0.8) == 1.0
    assert dye_entry(0.2, 0.8) == approx(0.75)
    assert dye_entry(0.8, 0.8) == dye_entry(2.0, 0.8) == 0.0


def test_channels_work_side_by_side():
    for permeance, rest in ((bottom_permeance, (100.0,)), (wall_permeance, (100.0, 15.0))):
        one = permeance(1.0, 20.0, *rest, 5e7, 2e7)
        assert permeance(250.0, 20.0, *rest, 5e7, 2e7) == approx(250.0 * one)


def test_a_channel_of_slow_water_is_a_pipe():
    pipe = 1e-8 * 5.0 * math.pi * (20e-4) ** 2 / 100e-4  # diffusivity times section over length [cm3/day]

    assert bottom_permeance(1.0, 20.0, 100.0, 5.0, 1e12) == approx(pipe, rel=1e-6)
    assert wall_permeance(1.0, 20.0, 300.0, 100.0, 5.0, 1e12) == approx(pipe, rel=1e-6)


def test_a_channel_into_slow_tissue_is_a_disc_at_its_bottom_and_a_rod_along_its_wall():
    tissue = 1e-8 * 7.0
    disc = 4.0 * tissue * 20e-4
    rod = 2.0 * math.pi * 400e-4 * tissue / math.log(2.0 * 400.0 / 20.0)

    assert bottom_permeance(1.0, 20.0, 400.0, 1e15, 7.0) == approx(disc, rel=1e-6)
    assert wall_permeance(1.0, 20.0, 400.0, 15.0, 1e15, 7.0) == approx(rod, rel=1e-6)


def test_a_channel_as_wide_as_deep_is_no_slender_rod():
    shallow = wall_permeance(1.0, 20.0, 10.0, 15.0, 1e15, 7.0)

    assert shallow == approx(2.0 * math.pi * 10e-4 * 1e-8 * 7.0, rel=1e-6)
    assert wall_permeance(1.0, 20.0, 20.0, 15.0, 1e15, 7.0) == approx(2.0 * shallow, rel=1e-6)


def test_a_dose_rises_with_what_is_absorbed_and_peaks_where_absorption_and_loss_are_alike():
    ka, ke, v = 24.0, 3.0, 50.0
    peak = math.log(ka / ke) / (ka - ke)

    assert bateman(0.0, 2.0, ka, ke, v) == 0.0
    assert bateman(1e-7, 2.0, ka, ke, v) / 1e-7 == approx(1000.0 * 2.0 * ka / v, rel=1e-5)
    assert bateman(peak, 2.0, ka, ke, v) == approx(1000.0 * 2.0 / v * math.exp(-ke * peak))
    assert bateman(-0.1, 2.0, ka, ke, v) == 0.0


def test_a_dose_absorbed_as_fast_as_it_is_lost_peaks_at_one_part_in_e():
    assert bateman(0.25, 2.0, 4.0, 4.0, 70.3) == approx(1000.0 * 2.0 / 70.3 / math.e)
    assert bateman(0.5, 2.0, 4.0, 4.0, 70.3) == approx(1000.0 * 2.0 / 70.3 * 2.0 / math.e**2)


def test_larger_bodies_have_larger_volumes_and_clearances_that_grow_less():
    assert sized(30.0, 1.0, 0.75) == 30.0
    assert sized(30.0, 2.0, 1.0) == approx(60.0)
    assert sized(30.0, 16.0, 0.75) == approx(240.0)


def test_a_milligram_in_a_liter_is_a_thousand_nanograms_in_a_milliliter():
    assert concentration(3.0, 2.0) == approx(1500.0)


def test_flows_between_compartments_go_downhill_and_stop_at_equal_concentrations():
    assert absorption(5.0, 12.0) == approx(60.0)
    assert linear_elimination(5.0, 12.0, 30.0) == approx(2.0)
    assert distribution(3.0, 9.0, 4.0, 2.0, 6.0) == 0.0
    assert distribution(3.0, 0.0, 4.0, 2.0, 6.0) == approx(6.0)
    assert distribution(0.0, 9.0, 4.0, 2.0, 6.0) == approx(-6.0)
    assert distribution(3.0, 1.0, 0.0, 2.0, 0.0) == 0.0


def test_a_pathway_saturates():
    assert saturable_elimination(5.0, 8.0, 5.0) == approx(4.0)
    assert saturable_elimination(1e12, 8.0, 5.0) == approx(8.0)
    assert saturable_elimination(5e-6, 8.0, 5.0) == approx(8e-6, rel=1e-5)


def test_a_saturated_pathway_loses_so_much_a_day_and_an_idle_one_by_halves():
    assert 1e4 - after_saturable_elimination(1e4, 100.0, 2.0, 5.0, 1.5) == approx(3.0, rel=1e-3)
    rate = 1000.0 * 2.0 / 100.0 / 5.0
    assert after_saturable_elimination(1e-9, 100.0, 2.0, 5.0, 1.5) == approx(
        1e-9 * math.exp(-1.5 * rate), rel=1e-6
    )


def test_many_small_steps_of_a_saturable_pathway_follow_its_rate():
    amount, step = 0.8, 1e-3
    for _ in range(1000):
        amount = after_saturable_elimination(amount, 100.0, 0.5, 5.0, step)
    # Implicit solution of dC/dt = -V C / (K + C), V = 5 ng/mL/day: K ln(C0/C) + C0 - C = V t.
    c = 1000.0 * amount / 100.0
    assert 5.0 * math.log(8.0 / c) + 8.0 - c == approx(5.0, rel=1e-6)
    assert after_saturable_elimination(0.8, 100.0, 0.5, 5.0, 1.0) == approx(amount, rel=0.02)
