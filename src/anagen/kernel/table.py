"""Reading a table between its entries, for many people at many places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled

Floats = NDArray[np.float64]


@compiled
def place_on(axis: Floats, point: float) -> tuple[int, float]:
    """The entry of an axis before a point, and which share of the way to the next one the point lies."""
    last = axis.size - 2
    if point <= axis[0]:
        return 0, 0.0
    if point >= axis[last + 1]:
        return last, 1.0
    i = int(np.searchsorted(axis, point, side="right")) - 1
    return i, (point - axis[i]) / (axis[i + 1] - axis[i])


@compiled
def read_rows(
    first: int,
    last: int,
    log_sensitivity: Floats,
    years: Floats,
    menopause_years: Floats,
    sensitivity_axis: Floats,
    years_axis: Floats,
    menopause_axis: Floats,
    cover: NDArray[np.float32],
    found: Floats,
) -> None:
    """The cover of some people at all places, by linear interpolation in the three axes."""
    course = np.empty(years_axis.size)
    for person in range(first, last):
        i, s = place_on(sensitivity_axis, log_sensitivity[person])
        k, m = place_on(menopause_axis, menopause_years[person])
        for j in range(years_axis.size):
            lower = (1.0 - m) * cover[i, j, k] + m * cover[i, j, k + 1]
            upper = (1.0 - m) * cover[i + 1, j, k] + m * cover[i + 1, j, k + 1]
            course[j] = (1.0 - s) * lower + s * upper
        for place in range(years.shape[1]):
            j, t = place_on(years_axis, years[person, place])
            found[person, place] = (1.0 - t) * course[j] + t * course[j + 1]
