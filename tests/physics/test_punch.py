"""A punch cut out of hairs that are drawn one by one, beside what the instrument makes of their density."""

from __future__ import annotations

import math

import numpy as np
import pytest

from anagen.evidence import known
from anagen.instruments import instrument

SIDE_MM, PUNCH_MM, PUNCHES = 150.0, 4.0, 600
TERMINAL_UM, VELLUS_UM = 60.0, 15.0
PER_CM2 = known().value("follicle_density_per_cm2", "1/cm2")
PACKED = known().value("biopsy_units_over_living", "1")
THINNED = known().value("biopsy_diameter_over_living", "1")
SHARE = known().value("lifelong_vellus_share", "1")
CM2 = (SIDE_MM / 10.0) ** 2


@pytest.fixture(scope="module")
def chance():
    return np.random.default_rng(5)


@pytest.fixture(scope="module")
def living_um(chance):
    """Shafts of a scalp that loses hair: the follicles that were terminal, a tenth of them empty. [um]"""
    return TERMINAL_UM * np.exp(chance.normal(0.0, 0.5, round(0.9 * PER_CM2 * CM2)))


@pytest.fixture(scope="module")
def in_punches(chance, living_um):
    """Terminal and fine hairs in each of many punches, counted hair by hair in the section."""
    lifelong = round(PER_CM2 * CM2 * SHARE / (1.0 - SHARE))
    shafts_um = THINNED * np.concatenate((living_um, np.full(lifelong, VELLUS_UM)))
    side = SIDE_MM / math.sqrt(PACKED)  # the same hairs, closer together
    places = side * chance.random((2, shafts_um.size))
    counts = []
    for middle in PUNCH_MM / 2.0 + (side - PUNCH_MM) * chance.random((PUNCHES, 2, 1)):
        held = shafts_um[((places - middle) ** 2).sum(axis=0) < (PUNCH_MM / 2.0) ** 2]
        counts.append(((held >= 30.0).sum(), (held < 30.0).sum()))
    return np.mean(counts, axis=0)


@pytest.mark.parametrize(("place", "kind"), [(0, "biopsy_terminal_count"), (1, "biopsy_miniaturized_count")])
def test_a_punch_holds_what_is_counted_in_it_hair_by_hair(place, kind, in_punches, living_um):
    one = instrument(kind, {"threshold_um": 30.0, "punch_diameter_um": 1000.0 * PUNCH_MM}, known())
    sums = [(living_um >= asked.threshold_um).sum() / CM2 for asked in one.sums]

    counted, four_errors = in_punches[place], 4.0 * math.sqrt(in_punches[place] / PUNCHES)
    assert one.read(np.array(sums)[None, :, None]).item() == pytest.approx(counted, abs=four_errors)
