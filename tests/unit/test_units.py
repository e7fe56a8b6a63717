"""Units that are read, converted and refused."""

import pytest

from anagen.errors import UnitError, UnknownNameError
from anagen.treatment.regimen import Regimen
from anagen.units import DIMENSIONS, check_canonical, convert, every_words, read_quantity


@pytest.mark.parametrize(
    ("text", "dimension", "value"),
    [
        ("1.5 mm", "length", 1500.0),
        ("0.06mm", "length", 60.0),
        ("35 µm", "length", 35.0),
        ("6 months", "time", 182.625),
        ("24 h", "time", 1.0),
        ("5 %", "ratio", 0.05),
        ("0.25", "ratio", 0.25),
        ("1 mL", "volume", 0.001),
        ("0.5 mg", "mass", 0.5),
        ("150 ng/dL", "concentration", 1.5),
        ("1 mg/L", "concentration", 1000.0),
        ("2.7 nM", "molar concentration", 2.7),
        ("2.7 nmol/L", "molar concentration", 2.7),
        ("280 hairs/cm²", "density", 280.0),
        ("2.8 1/mm2", "density", 280.0),
        ("0.35 mm/day", "speed", 350.0),
        ("10 L/h", "clearance", 240.0),
        ("-3 days", "time", -3.0),
        ("1e3 um", "length", 1000.0),
    ],
)
def test_a_quantity_is_read_into_its_canonical_unit(text, dimension, value):
    assert read_quantity(text, dimension) == (pytest.approx(value, rel=1e-15), DIMENSIONS[dimension])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("5", "'5' has no unit. Write a time like '5 day'."),
        ("five days", "Cannot read 'five days' as a quantity"),
        ("", "Cannot read ''"),
        ("5 dya", "Did you mean 'day'"),
        ("5 mg", "cannot be turned into 'day'"),
        ("1e400 day", "too large"),
        ("5 day/", "Cannot read the unit 'day/'"),
        ("5 /1", "Cannot read the unit '/1'"),
        ("5 day0", "power of zero"),
        ("5 day-", "Cannot read the unit"),
    ],
)
def test_what_is_no_time_is_refused(text, says):
    with pytest.raises(UnitError) as caught:
        read_quantity(text, "time")
    assert says in str(caught.value)


def test_an_unknown_dimension_is_refused():
    with pytest.raises(UnknownNameError, match="Did you mean 'length'"):
        read_quantity("1 mm", "lenght")


@pytest.mark.parametrize("unit", [*DIMENSIONS.values(), "ng/mL/day", "mg/cm3", "1/day", "ng day/mL"])
def test_canonical_units_are_accepted(unit):
    check_canonical(unit)


@pytest.mark.parametrize("unit", ["hour", "mm", "mL", "ng", "mg/mL", "%", "", "furlong"])
def test_other_units_are_not_canonical(unit):
    with pytest.raises(UnitError):
        check_canonical(unit)


def test_a_month_is_a_twelfth_of_a_julian_year():
    assert convert(12, "months", "year") == 1.0
    assert convert(1, "year", "day") == 365.25


@pytest.mark.parametrize(
    ("days", "says"),
    [(1.0, "every day"), (2.0, "every 2 days"), (0.5, "every 0.5 days"), (7.0, "every 7 days")],
)
def test_an_interval_of_one_day_is_every_day(days, says):
    assert every_words(days) == says
    assert Regimen.of(f"finasteride 1 mg oral {says}").courses[0].every_days == days
