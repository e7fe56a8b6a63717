"""The table of cover: made as far as it is read, and the same however it was come by."""

import numpy as np
import pytest

from anagen.evidence import known
from anagen.simulation import cover
from anagen.simulation.cover import YEARS, cover_table


@pytest.fixture
def no_tables(monkeypatch):
    monkeypatch.setattr(cover, "TABLES", type(cover.TABLES)())
    monkeypatch.setattr(cover, "FOLLICLES", 100)


@pytest.mark.parametrize("menopause_years", [(0.0,), (0.0, 8.0)])
def test_a_table_made_in_parts_is_the_one_made_at_once(no_tables, menopause_years):
    at_once = cover_table(known(), "female", menopause_years)
    cover.TABLES.clear()
    young = cover_table(known(), "female", menopause_years, up_to_years=4.0)
    older = cover_table(known(), "female", menopause_years, up_to_years=30.0)
    whole = cover_table(known(), "female", menopause_years)

    assert young.years[-2:].tolist() == [4.0, 5.0]
    assert older.years[-1] == 33.0
    assert whole.years.tolist() == at_once.years.tolist() == list(YEARS)
    for part in (young, older, whole):
        np.testing.assert_array_equal(part.cover, at_once.cover[:, : part.years.size])


def test_what_is_read_does_not_hang_on_how_far_the_table_goes(no_tables):
    who, menopause = np.array([-1.0, 0.7]), np.zeros(2)
    years = np.array([[-3.0, 0.0, 4.0], [2.2, 3.999, 4.0]])
    part = cover_table(known(), "male", up_to_years=4.0).read(who, years, menopause)
    whole = cover_table(known(), "male").read(who, years, menopause)

    np.testing.assert_array_equal(part, whole)


def test_a_table_that_goes_far_enough_is_kept(no_tables):
    assert cover_table(known(), "male", up_to_years=8.0) is cover_table(known(), "male", up_to_years=2.0)
