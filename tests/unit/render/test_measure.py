"""Hairs counted and measured in the pixels of a picture, against those that were drawn."""

from functools import cache

import numpy as np
import pytest
from closeups import MIDDLE
from patch import hair_on, patch

from anagen.errors import InputError
from anagen.render.look import Look
from anagen.render.measure import measure_trichoscopy
from anagen.render.trichoscopy import trichoscopy, trichoscopy_findings

WITHIN = 0.05


@cache
def drawn_and_measured(per_cm2, thinned, look, seed, **how):
    """True count and mean width, and those read from the picture; whether the picture is clear."""
    scalp = patch(per_cm2, seed=seed)
    hair = hair_on(scalp, thinned=thinned, seed=seed)
    picture = trichoscopy(scalp, hair, look=look, site=MIDDLE, mode="phototrichogram", **how)
    found, seen = trichoscopy_findings(scalp, hair, site=MIDDLE), measure_trichoscopy(picture, 10.0)
    return np.array(
        [found.hairs_per_cm2, found.mean_um, seen.count_per_cm2, seen.widths_um.mean()]
    ), seen.clear


@pytest.mark.slow
@pytest.mark.parametrize(
    ("per_cm2", "thinned"), [(60, 0.0), (60, 0.6), (120, 0.3), (180, 0.0), (180, 0.6), (240, 0.3)]
)
def test_count_and_width_come_back_within_five_percent(per_cm2, thinned):
    fields = [drawn_and_measured(per_cm2, thinned, Look(), seed) for seed in (1, 2)]
    true_count, true_width, count, width = np.mean([numbers for numbers, _ in fields], axis=0)

    assert all(clear for _, clear in fields)
    assert count == pytest.approx(true_count, rel=WITHIN)
    assert width == pytest.approx(true_width, rel=WITHIN)


@pytest.mark.slow
@pytest.mark.parametrize(
    "look",
    [
        Look(hair_color="black", skin_tone=6),
        Look(hair_color="black", skin_tone=4, curl="coily"),
        Look(hair_color="light brown", skin_tone=3),
    ],
    ids=["dark skin", "coily", "light brown"],
)
def test_they_come_back_from_other_skin_and_hair(look):
    fields = [drawn_and_measured(180, 0.0, look, seed) for seed in (1, 2)]
    true_count, true_width, count, width = np.mean([numbers for numbers, _ in fields], axis=0)

    assert all(clear for _, clear in fields)
    assert count == pytest.approx(true_count, rel=WITHIN)
    assert width == pytest.approx(true_width, rel=WITHIN)


def test_white_hair_on_pale_skin_is_called_unclear_until_it_is_dyed():
    white = Look(hair_color="white", skin_tone=2)
    _, clear = drawn_and_measured(120, 0.0, white, 1)
    numbers, dyed_clear = drawn_and_measured(120, 0.0, white, 1, dyed=True)

    assert not clear
    assert dyed_clear
    assert numbers[2] == pytest.approx(numbers[0], rel=2 * WITHIN)  # one field only


def test_a_strong_pigment_network_is_called_unclear():
    _, clear = drawn_and_measured(120, 0.3, Look(hair_color="black", skin_tone=9), 1)
    assert not clear


def test_a_caption_does_not_change_what_is_measured():
    told, _ = drawn_and_measured(60, 0.6, Look(), 1)  # drawn above already
    bare, _ = drawn_and_measured(60, 0.6, Look(), 1, caption=False)

    np.testing.assert_allclose(told, bare)


def test_bald_skin_has_no_hair_to_count():
    scalp = patch(60)
    bald = hair_on(scalp, thinned=0.0, full_um=0.001)
    picture = trichoscopy(scalp, bald, look=Look(), site=MIDDLE, mode="phototrichogram", caption=False)

    assert measure_trichoscopy(picture, 10.0).count_per_cm2 < 3.0


def test_a_picture_that_is_none_is_refused():
    with pytest.raises(InputError, match="cannot be measured"):
        measure_trichoscopy(np.zeros((100, 200, 3), np.uint8), 10.0)
