"""Colors that stand for numbers can be told apart by all readers, and in gray print."""

import numpy as np
import pytest

from anagen.render.ramp import RAMPS, colors, lightness, ramp

# Machado, Oliveira and Fernandes 2009, full loss of one kind of cone, on linear light
BLINDNESS = {
    "red": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "green": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "blue": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def as_seen(rgb, lost):
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(linear @ np.array(BLINDNESS[lost]).T, 0.0, 1.0)
    return np.where(seen <= 0.0031308, 12.92 * seen, 1.055 * seen ** (1 / 2.4) - 0.055)


@pytest.mark.parametrize("name", RAMPS)
def test_lightness_rises_in_even_steps(name):
    steps = np.diff(lightness(ramp(name)))

    assert steps.min() > 0.0
    assert steps.max() < 1.6 * steps.mean()


@pytest.mark.parametrize("lost", BLINDNESS)
@pytest.mark.parametrize("name", RAMPS)
def test_color_blind_readers_see_every_tenth_get_lighter(name, lost):
    seen = lightness(as_seen(ramp(name)[::25], lost))

    assert np.diff(seen).min() > 0.03


def test_numbers_beyond_the_ends_take_the_color_of_the_end():
    table = ramp("much")

    assert np.allclose(colors("much", np.array([-1.0, 0.0, 1.0, 7.0, np.nan])), table[[0, 0, -1, -1, 0]])


def test_between_two_colors_lies_their_mean():
    table = ramp("gone")

    assert np.allclose(colors("gone", np.array(0.5 / 255)), 0.5 * (table[0] + table[1]))
