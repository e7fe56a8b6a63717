"""The hairs of a head are counted where its forecast counts them, not over the whole region."""

from types import SimpleNamespace

import numpy as np
import pytest
from heads import even_scalp, hair_of

from anagen.evidence import known
from anagen.scalp.pattern import SITES
from anagen.web.tasks.counting import counted_hairs_per_cm2

PLACE, _ = SITES["vertex"]


def head_with(diameter_um):
    """A head on whose follicles hairs of these diameters stand."""
    scalp = even_scalp()
    return SimpleNamespace(
        scalp=scalp, evidence=known(), state=lambda day: hair_of(scalp, diameter_um(scalp), day)
    )


def away_mm(scalp):
    return np.hypot(*(scalp.map_mm - np.array(PLACE)).T)


def test_a_spot_is_counted_although_the_region_around_it_is_full():
    spot = head_with(lambda scalp: np.where(away_mm(scalp) < 15.0, 0.0, 80.0))
    around = head_with(lambda scalp: np.where(away_mm(scalp) < 15.0, 80.0, 0.0))
    density = known().value("follicle_density_per_cm2", "1/cm2")

    assert counted_hairs_per_cm2(spot, 0.0) == 0.0
    assert counted_hairs_per_cm2(around, 0.0) == pytest.approx(density)


def test_hairs_too_fine_to_be_seen_are_not_counted():
    limit_um = known().value("visible_hair_diameter", "um")
    finer = head_with(lambda scalp: np.full(scalp.follicles, 0.9 * limit_um))

    assert counted_hairs_per_cm2(finer, 0.0) == 0.0
