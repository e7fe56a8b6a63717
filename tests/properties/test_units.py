"""What holds for any quantity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anagen.units import DIMENSIONS, convert, parse_unit, read_quantity

NUMBERS = st.floats(min_value=1e-9, max_value=1e9)
TIMES = st.sampled_from(["s", "min", "h", "day", "week", "month", "year"])
MASSES = st.sampled_from(["pg", "ng", "ug", "mg", "g", "kg"])
VOLUMES = st.sampled_from(["uL", "mL", "dL", "L", "mm3", "cm3"])


@given(NUMBERS, TIMES, TIMES)
def test_there_and_back_gives_the_same(value, one, other):
    assert convert(convert(value, one, other), other, one) == pytest.approx(value, rel=1e-15)


@given(NUMBERS, MASSES, VOLUMES, MASSES, VOLUMES)
def test_a_ratio_converts_like_its_parts(value, mass, volume, to_mass, to_volume):
    whole = convert(value, f"{mass}/{volume}", f"{to_mass}/{to_volume}")

    assert whole == pytest.approx(convert(value, mass, to_mass) / convert(1, volume, to_volume), rel=1e-14)


@given(st.integers(min_value=0, max_value=10**6))
def test_whole_millimeters_are_exact(number):
    assert read_quantity(f"{number} mm", "length") == (1000.0 * number, "um")


@given(NUMBERS, st.sampled_from(sorted(DIMENSIONS)))
def test_a_canonical_quantity_reads_as_it_stands(value, dimension):
    assert read_quantity(f"{value!r} {DIMENSIONS[dimension]}", dimension)[0] == value


@given(MASSES, VOLUMES)
def test_dividing_by_a_unit_undoes_multiplying(mass, volume):
    assert parse_unit(f"{mass} {volume}/{volume}")[2] == parse_unit(mass)[2]


@given(NUMBERS, NUMBERS, MASSES, MASSES)
def test_order_is_kept(one, other, unit, wanted):
    low, high = sorted([one, other])

    assert convert(low, unit, wanted) <= convert(high, unit, wanted)
