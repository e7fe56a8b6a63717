"""A table that is read between its entries."""

import numpy as np
import pytest

from anagen.kernel.table import place_on, read_rows

AXIS = np.array([-1.0, 0.5, 1.0, 4.0])


@pytest.mark.parametrize(
    ("point", "entry", "share"),
    [
        (-7.0, 0, 0.0),
        (-1.0, 0, 0.0),
        (-0.25, 0, 0.5),
        (0.5, 1, 0.0),
        (0.6, 1, 0.2),
        (3.25, 2, 0.75),
        (4.0, 2, 1.0),
        (9.0, 2, 1.0),
    ],
)
def test_a_point_lies_between_two_entries_or_at_an_end(point, entry, share):
    assert place_on(AXIS, point) == pytest.approx((entry, share))


def read(people, places, cover, axes):
    """What is read for people, as [people, places]."""
    found = np.full((len(people), len(places[0])), np.nan)
    sensitivity, menopause = (np.array(one, float) for one in zip(*people, strict=True))
    read_rows(0, len(people), sensitivity, np.array(places, float), menopause, *axes, cover, found)
    return found


AXES = (np.array([-1.0, 0.0, 2.0]), np.array([0.0, 10.0, 15.0, 40.0]), np.array([-5.0, 5.0]))


def test_a_table_that_is_linear_in_each_axis_is_read_as_it_is_between_its_entries():
    """Also where the three axes act on each other: a product of straight lines is read without error."""

    def exact(s, year, m):
        return (3.0 + s) * (100.0 + year) * (7.0 - m)

    cover = exact(*np.meshgrid(*AXES, indexing="ij")).astype(np.float32)
    people = [(-1.0, -5.0), (-0.3, 5.0), (0.0, 1.0), (1.1, -2.5), (2.0, 0.0)]
    places = [[0.0, 3.0, 10.0, 12.5, 39.0, 40.0]] * len(people)

    expected = [[exact(s, year, m) for year in places[0]] for s, m in people]
    np.testing.assert_allclose(read(people, places, cover, AXES), expected, rtol=1e-6)


def test_beyond_its_ends_a_table_goes_on_as_at_them():
    cover = np.arange(24.0, dtype=np.float32).reshape(3, 4, 2)

    inside = read([(-1.0, 5.0), (2.0, -5.0)], [[0.0, 40.0]] * 2, cover, AXES)
    beyond = read([(-9.0, 80.0), (9.0, -80.0)], [[-1.0, 99.0]] * 2, cover, AXES)
    np.testing.assert_array_equal(inside, beyond)


def test_only_the_people_of_a_range_are_read():
    found = np.full((3, 1), -1.0)
    zero = np.zeros(3)
    read_rows(1, 2, zero, np.zeros((3, 1)), zero, *AXES, np.ones((3, 4, 2), np.float32), found)

    assert found[:, 0].tolist() == [-1.0, 1.0, -1.0]
