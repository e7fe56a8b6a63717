"""The strip of own photographs that claim M15 asks for, and that its check can fail."""

import numpy as np

from anagen.claims.pictures import (
    PHOTOGRAPH_COLORS,
    color_columns,
    metadata_entries,
    own_photographs,
    phone_photograph,
    pixels_of,
)
from anagen.diary import photographs


def test_a_phones_photograph_tells_much_and_one_that_was_kept_nothing():
    assert metadata_entries(phone_photograph(PHOTOGRAPH_COLORS[0])) >= 4
    assert own_photographs() == {"own_side_by_side": 2.0, "own_metadata": 0.0}


def test_a_color_is_found_where_it_stands():
    pixels = pixels_of(phone_photograph(PHOTOGRAPH_COLORS[1]))

    assert np.array_equal(color_columns(pixels, PHOTOGRAPH_COLORS[1]), np.arange(160))
    assert color_columns(pixels, PHOTOGRAPH_COLORS[0]).size == 0


def test_a_strip_in_the_wrong_order_is_not_side_by_side(monkeypatch):
    right = photographs.side_by_side
    monkeypatch.setattr(
        "anagen.diary.album.side_by_side", lambda shown, **how: right(list(reversed(shown)), **how)
    )

    assert own_photographs()["own_side_by_side"] == 0.0
