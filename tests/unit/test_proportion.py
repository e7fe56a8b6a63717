"""How far chance may have moved a share that was counted."""

import pytest

from anagen.proportion import wilson_interval


@pytest.mark.parametrize(
    ("share", "count", "low", "high"),
    [(0.0, 657, 0.0, 0.0058), (0.5, 100, 0.404, 0.596), (1.0, 20, 0.839, 1.0)],
)
def test_wilson_s_interval_is_the_published_one(share, count, low, high):
    assert wilson_interval(share, count) == pytest.approx((low, high), abs=1e-3)
