"""A share that was counted, and how far chance alone may have moved it."""

from __future__ import annotations

import math
from statistics import NormalDist

__all__ = ["wilson_interval"]

NORMAL_95 = NormalDist().inv_cdf(0.975)
"""Half the width of a 95 % interval of a normal law, in standard deviations."""


def wilson_interval(share: float, count: int) -> tuple[float, float]:
    """Interval of 95 % of a share (Wilson 1927).

    Parameters
    ----------
    share
        That was counted, 0 to 1.
    count
        Among how many.
    """
    z = NORMAL_95**2 / count
    middle = (share + z / 2.0) / (1.0 + z)
    half = math.sqrt(z * share * (1.0 - share) + z**2 / 4.0) / (1.0 + z)
    return middle - half, middle + half
