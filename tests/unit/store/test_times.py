"""Days and times as text whose order is theirs."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anagen.store.times import day_or_time

NEARLY_ALL_YEARS = {"min_value": datetime(2, 1, 1), "max_value": datetime(9998, 1, 1)}  # noqa: DTZ001
MOMENTS = st.datetimes(**NEARLY_ALL_YEARS, timezones=st.timezones())


@given(MOMENTS, MOMENTS)
def test_the_order_of_texts_is_the_order_of_moments(one, other):
    assert (day_or_time(one) < day_or_time(other)) == (one.astimezone(UTC) < other.astimezone(UTC))


@given(MOMENTS | st.dates())
def test_a_text_is_read_as_what_it_was_written_from(given_):
    written = day_or_time(given_)

    assert day_or_time(written) == written
    if isinstance(given_, datetime):
        assert datetime.fromisoformat(written) == given_.astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01", "2026-03-01"),
        ("20260301", "2026-03-01"),
        ("2026-03-01T01:30:00+02:00", "2026-02-28T23:30:00.000000Z"),
        ("2026-03-01 01:30Z", "2026-03-01T01:30:00.000000Z"),
    ],
)
def test_iso_texts_are_read(text, expected):
    assert day_or_time(text) == expected
