"""Density and thickness of hair are read back from pictures alone."""

from itertools import pairwise

import numpy as np
import pytest
from hair_states import fewer, thin
from portraits import head_and_hair, photograph

from anagen.errors import InputError
from anagen.render import Look, hair_coverage, render_head

SIZE = (120, 120)
LEVELS = (1.0, 0.8, 0.5, 0.2, 0.05)
CASES = {
    "short": ("male", "vertex", Look()),
    "parted": ("female", "midline", Look(length_mm=150.0, parting="middle")),
    "coily": ("male", "vertex", Look(hair_color="black", skin_tone=7, curl="coily")),
}


def patch():
    """The middle of the picture, a little to one side of a parting."""
    mask = np.zeros(SIZE[::-1], bool)
    mask[48:72, 64:84] = True
    return mask


def changed(scalp, hair, how, level):
    """The hair with a share of its hairs, or with hairs that have shrunk to a share."""
    if how == "fewer":
        return fewer(hair, level)
    return thin(scalp, hair, np.full(scalp.follicles, 1.0 - level))


@pytest.mark.parametrize("how", ["fewer", "thinner"])
@pytest.mark.parametrize("case", ["short", "parted", pytest.param("coily", marks=pytest.mark.slow)])
def test_coverage_read_from_the_picture_falls_with_every_loss(case, how):
    sex, view, look = CASES[case]
    scalp, hair = head_and_hair(sex, "whole")
    bald, full = (photograph(sex, state, view, look, SIZE) for state in ("bald", "whole"))
    seen = [
        hair_coverage(
            render_head(scalp, changed(scalp, hair, how, level), look=look, view=view, size=SIZE),
            bald,
            full,
            patch(),
        )
        for level in LEVELS
    ]
    assert all(a > b for a, b in pairwise(seen)), seen
    assert seen[0] > 0.7
    assert seen[-1] < 0.4


def test_coverage_is_nothing_on_a_bald_head_and_nearly_all_on_a_full_one():
    bald, full = (photograph("male", state, "vertex", Look(), SIZE) for state in ("bald", "whole"))
    assert hair_coverage(bald, bald, full, patch()) < 0.15
    assert hair_coverage(full, bald, full, patch()) > 0.8


def test_coverage_needs_pictures_of_one_size_a_patch_and_a_contrast():
    picture = np.zeros((*SIZE, 3), np.uint8)
    with pytest.raises(InputError, match="sizes"):
        hair_coverage(picture[:10], picture, picture, patch())
    with pytest.raises(InputError, match="empty"):
        hair_coverage(picture, picture, picture, np.zeros(SIZE[::-1], bool))
    with pytest.raises(InputError, match="equally bright"):
        hair_coverage(picture, picture, picture, patch())
