"""Formulations, applications, and what is refused."""

from __future__ import annotations

import pytest

from anagen.errors import InputError, UnknownNameError
from anagen.evidence import known
from anagen.skin import SKIN_DRUGS, Application, Formulation, Skin, typical_skin
from anagen.skin.drugs import permeant, round_factor, scalp_reach
from anagen.skin.layers import SKIN_UNITS
from anagen.skin.product import film

FIVE = Formulation(drug="minoxidil", strength_percent=5.0)


def test_a_milliliter_of_five_percent_holds_50_mg_and_covers_100_cm2():
    application = Application(formulation=FIVE)
    layer = film(application, known())

    assert application.dose_mg == 50.0
    assert layer.area_cm2 == pytest.approx(100.0)
    assert layer.dose == pytest.approx(0.5)
    assert layer.residue_share == pytest.approx(0.5)


def test_the_two_percent_solution_leaves_less_glycol():
    assert film(
        Application(formulation=Formulation(drug="minoxidil", strength_percent=2.0)), known()
    ).residue_share == pytest.approx(0.2)


def test_a_cover_keeps_the_film_from_drying_and_from_being_lost():
    layer = film(Application(formulation=FIVE, covered=True), known())

    assert layer.evaporation == 0.0
    assert layer.loss == 0.0


def test_dutasteride_is_refused_because_it_is_not_made_for_the_skin():
    with pytest.raises(InputError, match="Dutasteride is not made for the skin") as refused:
        Formulation(drug="dutasteride", strength_percent=0.05)
    assert "finasteride and minoxidil are" in str(refused.value)


def test_a_vehicle_that_nobody_sells_is_refused():
    with pytest.raises(UnknownNameError, match="Did you mean 'foam'"):
        Formulation(drug="minoxidil", strength_percent=5.0, vehicle="fome")


@pytest.mark.parametrize("strength", [0.0, -1.0, 101.0, float("nan")])
def test_a_strength_that_cannot_be_is_refused(strength):
    with pytest.raises(InputError, match="cannot be"):
        Formulation(drug="minoxidil", strength_percent=strength)


@pytest.mark.parametrize("given", [{"volume_ml": 0.0}, {"area_cm2": -3.0}])
def test_nothing_on_no_area_is_refused(given):
    with pytest.raises(InputError, match="must be more than zero"):
        Application(formulation=FIVE, **given)


def test_a_skin_without_thickness_is_refused():
    numbers = {name: known().value(name, unit) for name, unit in SKIN_UNITS.items()}

    with pytest.raises(InputError, match="stratum corneum thickness must be more than zero"):
        Skin(**{**numbers, "stratum_corneum_thickness": 0.0})
    with pytest.raises(InputError, match="follicles reach 2000 um deep"):
        Skin(**{**numbers, "dermis_thickness": 1000.0})
    with pytest.raises(InputError, match="below 1"):
        Skin(**{**numbers, "appendage_route_share": 1.0})


def test_a_formulation_reads_in_words():
    assert str(FIVE) == "minoxidil 5 % solution"


@pytest.mark.parametrize("drug", SKIN_DRUGS)
def test_every_drug_has_its_numbers_in_the_units_asked_for(drug):
    assert permeant(drug, known()).permeability > 0.0
    assert 0.0 < scalp_reach(drug, known()) <= 1.0


def test_a_leakier_barrier_lets_more_through():
    assert (
        permeant("minoxidil", known(), 2.0).permeability == 2.0 * permeant("minoxidil", known()).permeability
    )


def test_the_typical_skin_is_that_of_the_evidence():
    assert typical_skin(known()).stratum_corneum_thickness == known().value("stratum_corneum_thickness", "um")


def test_people_share_a_ladder_of_barriers():
    factors = [0.1 * 1.01**k for k in range(460)]
    rounded = [round_factor(factor) for factor in factors]

    assert max(abs(near / factor - 1) for near, factor in zip(rounded, factors, strict=True)) < 0.025
    assert len(set(rounded)) < 100
    assert round_factor(1.0) == 1.0
    with pytest.raises(InputError, match="must let something through"):
        round_factor(0.0)
