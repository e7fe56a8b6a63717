"""Gaussian blur, by rows and columns."""

from __future__ import annotations

import math

import numpy as np

from anagen.compiled import compiled, f4
from anagen.render.arrays import Floats, by_rows

__all__ = ["blurred"]

REACH = 2.6
"""Where the bell is cut off. [standard deviations]"""


def bell(sigma_px: float) -> Floats:
    """Weights of a Gaussian, summing to one."""
    reach = max(1, math.ceil(REACH * sigma_px))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(sigma_px, 1e-3)) ** 2)
    even: Floats = (weights / weights.sum()).astype(f4)
    return even


def blurred(picture: Floats, sigma_px: float) -> Floats:
    """A picture [h, w] blurred; beyond its edges there is nothing."""
    weights = bell(sigma_px)
    across, both = np.empty_like(picture), np.empty_like(picture)
    by_rows(blur_across, len(picture), picture, weights, across)
    by_rows(blur_down, len(picture), across, weights, both)
    return both


@compiled
def blur_across(first: int, last: int, picture: Floats, weights: Floats, out: Floats) -> None:
    """Blur a range of rows along themselves."""
    width, reach = picture.shape[1], weights.shape[0] // 2
    for y in range(first, last):
        for x in range(width):
            out[y, x] = f4(0.0)
        for k in range(weights.shape[0]):
            shift, weight = k - reach, weights[k]
            for x in range(max(0, -shift), min(width, width - shift)):
                out[y, x] += weight * picture[y, x + shift]


@compiled
def blur_down(first: int, last: int, picture: Floats, weights: Floats, out: Floats) -> None:
    """Blur a range of rows across the others."""
    height, width = picture.shape
    reach = weights.shape[0] // 2
    for y in range(first, last):
        for x in range(width):
            out[y, x] = f4(0.0)
        for k in range(max(-reach, -y), min(reach, height - 1 - y) + 1):
            weight = weights[k + reach]
            for x in range(width):
                out[y, x] += weight * picture[y + k, x]
