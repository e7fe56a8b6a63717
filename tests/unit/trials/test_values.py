"""From readings to what a trial reports."""

import numpy as np
import pytest

from anagen.trials.values import value


@pytest.mark.parametrize("kind", ["level", "change_from_baseline", "pct_change_from_baseline"])
def test_one_of_whom_nothing_can_be_read_is_left_out(kind):
    """Who has no hair has no hair's diameter; the others still have a mean."""
    seen = np.array([[50.0, 55.0], [60.0, 66.0], [70.0, 73.0]])
    with_bald = np.vstack([seen, [np.nan, 40.0], [45.0, np.nan]])

    assert value(with_bald, 1, kind, 0.1) == value(seen, 1, kind, 0.1)


def test_nobody_has_no_mean():
    assert np.isnan(value(np.full((3, 2), np.nan), 1, "level").mean)
