"""The skin as physics: slabs, clearance, balance of mass, and grids that converge."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from anagen.evidence import known
from anagen.laws.diffusion import (
    diffusivity_of_lag,
    driving_concentration,
    film_capacity,
    partition_of_permeability,
    solvent_after,
)
from anagen.skin import Application, Formulation, Needling, channels, typical_skin
from anagen.skin.drugs import permeant
from anagen.skin.events import events
from anagen.skin.mesh import mesh
from anagen.skin.product import Film, film
from anagen.skin.reference import FineCourse, nothing_missing, solve_finely

SKIN = typical_skin(known())
MINOXIDIL = permeant("minoxidil", known())
FIVE = Application(formulation=Formulation(drug="minoxidil", strength_percent=5.0))
ENDLESS = Film(
    area_cm2=1.0,
    dose=1e6,
    layer=1e9,
    residue_share=1.0,
    evaporation=0.0,
    loss=0.0,
    wash_share=0.9,
    covered=True,
)
"""A film so large that it never changes."""
CONCENTRATION = 1e6 / film_capacity(1e9, MINOXIDIL.vehicle_solubility, MINOXIDIL.water_solubility)
"""Of water in equilibrium with it. [mg/cm3]"""


def decay_length():
    """Depth over which the steady concentration falls by e in the dermis, sqrt(D / k). [um]"""
    return math.sqrt(MINOXIDIL.diffusivity / SKIN.viable_tissue_hindrance / SKIN.dermal_clearance_rate)


def steady(drug=MINOXIDIL, skin=SKIN, days=(3.0, 4.0), resolution=2.0) -> FineCourse:
    """Under the endless film, between two late days."""
    return solve_finely(skin, drug, ENDLESS, events([0.0]), np.array(days), resolution=resolution)


def hardly_any_follicles():
    """A skin that lets next to nothing through its follicles."""
    return dataclasses.replace(SKIN, appendage_route_share=1e-6, appendage_content_ratio=1e-6)


def test_the_flow_through_the_slab_is_its_permeability_times_the_concentration():
    """Steady flux P u, to the resistance of living skin beneath, which is known too."""
    found = steady(skin=hardly_any_follicles())
    flow = np.diff(found.through.sum(axis=1))[0]

    tissue = MINOXIDIL.diffusivity / SKIN.viable_tissue_hindrance * SKIN.viable_tissue_partition
    length = decay_length()
    below = SKIN.viable_epidermis_thickness / tissue + length / (
        tissue * math.tanh(SKIN.dermis_thickness / length)
    )
    expected = CONCENTRATION * 1e-4 / (1.0 / MINOXIDIL.permeability + below)
    assert flow == pytest.approx(expected, rel=1e-3)


def test_the_slab_delays_by_its_lag_time():
    """What has come through is P u (t - h^2 / 6 D) in the long run, with a perfect sink beneath."""
    sink = dataclasses.replace(
        hardly_any_follicles(),
        viable_epidermis_thickness=1e-3,
        dermal_clearance_rate=1e7,
        dermis_thickness=3000.0,
    )
    found = steady(skin=sink, resolution=4.0)
    rate = np.diff(found.blood)[0]
    lag = 4.0 - found.blood[1] / rate

    assert rate == pytest.approx(CONCENTRATION * 1e-4 * MINOXIDIL.permeability, rel=1e-3)
    assert lag == pytest.approx(MINOXIDIL.lag, rel=0.01)
    assert diffusivity_of_lag(
        SKIN.stratum_corneum_thickness, MINOXIDIL.lag
    ) * 6 * MINOXIDIL.lag == pytest.approx(SKIN.stratum_corneum_thickness**2)


def test_under_clearance_the_concentration_falls_off_exponentially():
    """exp(-z / sqrt(D / k)) in the dermis."""
    deep = dataclasses.replace(hardly_any_follicles(), dermis_thickness=6000.0)
    found = steady(skin=deep)
    cut = mesh(deep, MINOXIDIL, 2.0)
    middle = 0.5 * (cut.edges[1:] + cut.edges[:-1])
    dermis = (middle > 150.0) & (middle < 1800.0)
    slope = np.polyfit(middle[dermis], np.log(found.profile[1, :-1][dermis]), 1)[0]

    expected = decay_length()
    assert -1.0 / slope == pytest.approx(expected, rel=0.01)
    assert 210.0 < expected < 920.0  # Kretsos2008


def test_in_its_steady_state_a_slab_is_half_full():
    found = steady(skin=hardly_any_follicles())
    diffusivity = diffusivity_of_lag(SKIN.stratum_corneum_thickness, MINOXIDIL.lag)
    partition = partition_of_permeability(MINOXIDIL.permeability, SKIN.stratum_corneum_thickness, diffusivity)
    half = 0.5 * partition * 1e-4 * SKIN.stratum_corneum_thickness * CONCENTRATION

    assert found.barrier[1] == pytest.approx(half, rel=0.02)


def test_half_of_what_goes_through_intact_skin_goes_by_its_follicles():
    through = np.diff(steady().through, axis=0)[0]

    assert through[1] / through.sum() == pytest.approx(SKIN.appendage_route_share, abs=0.01)


def test_appendages_hold_as_much_as_the_stratum_corneum():
    """Grice2010: similar in magnitude, at 30 min and at 12 h."""
    layer = film(FIVE, known())
    found = solve_finely(SKIN, MINOXIDIL, layer, events([0.0]), np.array([0.5 / 24, 0.5]))

    assert 0.5 < found.openings[1] / found.barrier[1] < 1.5
    assert 0.3 < found.blood[1] / found.barrier[1] < 3.0


@pytest.mark.parametrize("needled", [False, True])
def test_mass_is_conserved_at_all_times(needled):
    layer = film(FIVE, known())
    holes = channels(Needling(length_um=1000, passes=15)) if needled else None
    days = np.linspace(0.01, 5.0, 60)
    what = events([0.0, 0.5, 1.0], [0.0] if needled else [], [1.0, 2.0])
    found = solve_finely(SKIN, MINOXIDIL, layer, what, days, holes)
    applied = layer.dose * np.searchsorted([0.0, 0.5, 1.0], days, side="left")

    assert np.abs(nothing_missing(found, applied)).max() < 1e-9 * layer.dose


def test_a_finer_grid_comes_closer_and_the_grid_in_use_is_fine_enough():
    layer = film(FIVE, known())
    holes = channels(Needling(length_um=770, passes=12))
    days = np.array([0.25, 1.0, 4.0])

    def blood(resolution):
        return solve_finely(
            SKIN, MINOXIDIL, layer, events([0.0], [0.0], [0.5]), days, holes, resolution
        ).blood

    best = blood(6.0)
    errors = [np.abs(blood(resolution) / best - 1).max() for resolution in (0.5, 1.0, 2.0)]
    assert errors[0] > errors[1] > errors[2]
    assert errors[1] < 2e-3


def test_what_dries_precipitates_and_what_is_dissolved_drives():
    capacity = film_capacity(100.0, 100.0, 2.0)

    assert driving_concentration(0.25, capacity, 2.0, 1.0) == pytest.approx(0.5)
    assert driving_concentration(5.0, capacity, 2.0, 1.0) == 2.0  # never more than water can hold
    assert driving_concentration(0.5, capacity, 2.0, 0.3) == pytest.approx(0.6)  # dry: the rest waits
    assert driving_concentration(0.5, capacity, 2.0, 7.0) == pytest.approx(1.0)


def test_the_film_of_a_two_percent_solution_is_saturated_within_half_an_hour():
    """Tsai1993: a fifth of the volume stays, which holds just what was put on."""
    volatile = solvent_after(0.8, known().value("vehicle_evaporation_rate", "1/day"), 0.0, 0.5 / 24.0)

    assert 0.2 + volatile == pytest.approx(0.2, abs=0.05)
