"""The random words and what is made of them."""

from __future__ import annotations

import numpy as np
import pytest
from numba import njit
from scipy.special import ndtri

from anagen.kernel import plain
from anagen.kernel.random import philox
from anagen.laws.arithmetic import exp_f32, log_f32, normal_f32, power_f32, uniform_f32

ONES = 0xFFFFFFFF
KNOWN = [  # published test vectors of Philox4x32-10 (Salmon2011)
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES,) * 4, (ONES,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "words"), KNOWN)
def test_philox_gives_its_published_vectors(counter, key, words):
    assert philox(*(np.uint32(c) for c in counter), *(np.uint32(k) for k in key)) == words
    assert tuple(plain.philox(counter, key)) == words


@njit
def over(words, function_of_word):
    out = np.empty(words.size, np.float32)
    for i in range(words.size):
        out[i] = function_of_word(words[i])
    return out


def test_normal_quantile_is_right_over_all_words():
    """Within 1e-6 up to 5.5 sigma, within 3e-3 in the one draw of 25 million that lies beyond; and symmetric."""
    words = np.concatenate([np.arange(0, 2**32, 1_000_003), [0, 1, 2, 2**31 - 1, 2**31, ONES]]).astype(
        np.uint32
    )
    z = over(words, normal_f32)
    exact = ndtri((words.astype(float) + 0.5) / 2**32)
    inner = np.abs(exact) < 5.5
    assert np.abs(z - exact)[inner].max() < 1e-6
    assert np.abs(z - exact).max() < 3e-3
    assert (over(ONES - words, normal_f32) == -z).all()


def test_uniform_never_reaches_its_ends():
    ends = over(np.array([0, ONES], np.uint32), uniform_f32)
    assert 0.0 < ends[0] < ends[1] < 1.0


def test_exp_log_and_power_agree_with_the_library():
    x = np.linspace(-86.0, 87.0, 5001).astype(np.float32)
    np.testing.assert_allclose([exp_f32(v) for v in x], np.exp(x.astype(float)), rtol=3e-7)
    y = np.exp(np.linspace(-60.0, 60.0, 5001)).astype(np.float32)
    np.testing.assert_allclose([log_f32(v) for v in y], np.log(y.astype(float)), rtol=2e-7, atol=1e-7)
    np.testing.assert_allclose(
        [power_f32(v, np.float32(1.7)) for v in y[1500:3500]], y[1500:3500].astype(float) ** 1.7, rtol=1e-5
    )
    assert power_f32(np.float32(0.0), np.float32(2.0)) < 1e-37
