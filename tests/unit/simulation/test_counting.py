"""The hairs of a head are counted where its forecast counts them, not over the whole region."""

import numpy as np
import pytest
from heads import even_scalp, hair_of

from anagen.evidence import known
from anagen.scalp.pattern import SITES
from anagen.simulation.counting import hairs_counted_per_cm2

PLACE, _ = SITES["vertex"]


def counted(diameter_um):
    """What is counted on a head on whose follicles hairs of these diameters stand."""
    scalp = even_scalp()
    return hairs_counted_per_cm2(scalp, hair_of(scalp, diameter_um(scalp)), known())


def away_mm(scalp):
    return np.hypot(*(scalp.map_mm - np.array(PLACE)).T)


def test_a_spot_is_counted_although_the_region_around_it_is_full():
    spot = counted(lambda scalp: np.where(away_mm(scalp) < 15.0, 0.0, 80.0))
    around = counted(lambda scalp: np.where(away_mm(scalp) < 15.0, 80.0, 0.0))
    density = known().value("follicle_density_per_cm2", "1/cm2")

    assert spot == 0.0
    assert around == pytest.approx(density)


def test_hairs_too_fine_to_be_seen_are_not_counted():
    limit_um = known().value("visible_hair_diameter", "um")
    finer = counted(lambda scalp: np.full(scalp.follicles, 0.9 * limit_um))

    assert finer == 0.0
