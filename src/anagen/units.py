"""Units of measure: the few that are used inside, and exact factors from those that papers use.

Inside, every number is in canonical units: day, um, cm2, mg, L, ng/mL (and year for ages, kg for body mass).
Nothing here computes with quantities; text is read into a number once, and from then on the name says the unit.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from anagen.errors import UnitError, unknown_name

__all__ = [
    "DAYS_PER_MONTH",
    "DAYS_PER_WEEK",
    "DAYS_PER_YEAR",
    "DIMENSIONS",
    "HOURS_PER_DAY",
    "MINUTES_PER_DAY",
    "MM_PER_CM",
    "MONTHS_PER_YEAR",
    "UM_PER_CM",
    "UM_PER_MM",
    "Unit",
    "check_canonical",
    "convert",
    "every_words",
    "parse_unit",
    "read_quantity",
]

DAYS_PER_YEAR, MONTHS_PER_YEAR = 365.25, 12.0
DAYS_PER_MONTH = DAYS_PER_YEAR / MONTHS_PER_YEAR
"""The year that everything counts with, and its month."""
DAYS_PER_WEEK, HOURS_PER_DAY = 7.0, 24.0
MINUTES_PER_DAY = 1440
"""A whole number: what is done to skin falls on whole minutes."""
UM_PER_MM, UM_PER_CM, MM_PER_CM = 1000.0, 1e4, 10.0

DIMENSIONS = {
    "ratio": "1",
    "time": "day",
    "age": "year",
    "rate": "1/day",
    "length": "um",
    "speed": "um/day",
    "area": "cm2",
    "density": "1/cm2",
    "mass": "mg",
    "body mass": "kg",
    "areal mass": "mg/cm2",
    "volume": "L",
    "clearance": "L/day",
    "concentration": "ng/mL",
    "molar concentration": "nM",
}
"""The canonical unit of each dimension that people write quantities in."""

CANONICAL_SYMBOLS = frozenset({"day", "year", "um", "cm", "mg", "kg", "L", "nM", "ng", "mL"})
"""Symbols from which a canonical unit is made; ng and mL only together, as ng/mL."""


class Unit(NamedTuple):
    """A unit as an exact multiple of second, nanometer, picogram and picomole."""

    numerator: int
    denominator: int
    dimension: tuple[int, int, int, int]
    """Powers of time, length, mass and amount of substance."""


def _scaled(dimension: tuple[int, int, int, int], factors: dict[str, int]) -> dict[str, Unit]:
    return {
        symbol: Unit(factor, 1, dimension)
        for symbols, factor in factors.items()
        for symbol in symbols.split()
    }


_PER_LITER = 10**24
_JULIAN_YEAR_S = 31_557_600  # 365.25 days, so that a month is 30.4375 days
_SYMBOLS: dict[str, Unit] = {
    **_scaled((0, 0, 0, 0), {"hair hairs follicle follicles": 1}),
    **{symbol: Unit(1, 100, (0, 0, 0, 0)) for symbol in ("%", "percent")},
    **_scaled(
        (1, 0, 0, 0),
        {
            "s sec second seconds": 1,
            "min minute minutes": 60,
            "h hr hour hours": 3600,
            "d day days": 86_400,
            "week weeks": 604_800,
            "month months": _JULIAN_YEAR_S // 12,
            "y yr year years": _JULIAN_YEAR_S,
        },
    ),
    **_scaled((0, 1, 0, 0), {"nm": 1, "um": 10**3, "mm": 10**6, "cm": 10**7, "m": 10**9}),
    **_scaled((0, 3, 0, 0), {"uL ul": 10**18, "mL ml": 10**21, "dL dl": 10**23, "L l": _PER_LITER}),
    **_scaled((0, 0, 1, 0), {"pg": 1, "ng": 10**3, "ug mcg": 10**6, "mg": 10**9, "g": 10**12, "kg": 10**15}),
    **_scaled((0, 0, 0, 1), {"pmol": 1, "nmol": 10**3, "umol": 10**6, "mmol": 10**9, "mol": 10**12}),
    **{
        symbol: Unit(picomole, _PER_LITER, (0, -3, 0, 1))
        for symbol, picomole in {"pM": 1, "nM": 10**3, "uM": 10**6, "mM": 10**9, "M": 10**12}.items()
    },
}

_FACTOR = re.compile(r"([A-Za-z%]+)(?:\^?(-?\d))?")
_QUANTITY = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*?)\s*", re.DOTALL)


def parse_unit(text: str) -> Unit:
    """The unit that a text such as ``"ng/mL"``, ``"1/cm2"`` or ``"mg/cm2/day"`` names.

    Raises
    ------
    UnitError
        If the text is no product of known symbols.
    """
    numerator, denominator, dimension = 1, 1, (0, 0, 0, 0)
    for symbol, power in _powers(text).items():
        unit = _SYMBOLS[symbol]
        up, down = (unit.numerator, unit.denominator) if power > 0 else (unit.denominator, unit.numerator)
        numerator, denominator = numerator * up ** abs(power), denominator * down ** abs(power)
        time, length, mass, amount = (
            sum_ + power * one for sum_, one in zip(dimension, unit.dimension, strict=True)
        )
        dimension = (time, length, mass, amount)
    return Unit(numerator, denominator, dimension)


def check_canonical(text: str) -> None:
    """Refuse a unit that is not made of canonical symbols.

    Raises
    ------
    UnitError
        If the unit is unknown, or known but not one that is used inside.
    """
    powers = _powers(text)
    if not powers.keys() <= CANONICAL_SYMBOLS or powers.get("ng", 0) != -powers.get("mL", 0):
        allowed = ", ".join(dict.fromkeys(DIMENSIONS.values()))
        raise UnitError(f"The unit {text!r} is not canonical. Convert to products of: {allowed}.")


def convert(value: float, given: str, wanted: str) -> float:
    """The same quantity in another unit.

    Parameters
    ----------
    value
        Number of units given.
    given, wanted
        Units of one dimension.

    Raises
    ------
    UnitError
        If the two are of different dimensions.
    """
    one, other = parse_unit(given), parse_unit(wanted)
    if one.dimension != other.dimension:
        raise UnitError(
            f"The unit {given!r} cannot be turned into {wanted!r}: they measure different things."
        )
    # The factor is one fraction of integers, so converting there and back loses at most the last bits.
    up, down = one.numerator * other.denominator, one.denominator * other.numerator
    common = math.gcd(up, down)
    return value * (up // common) / (down // common)


def every_words(days: float, figures: int = 6) -> str:
    """An interval in words: ``every day``, ``every 7 days``.

    Parameters
    ----------
    days
        [day]
    figures
        How many of its figures are said.
    """
    return "every day" if days == 1.0 else f"every {days:.{figures}g} days"


def read_quantity(text: str, dimension: str) -> tuple[float, str]:
    """The number and canonical unit of a quantity written as text.

    Parameters
    ----------
    text
        Such as ``"1.5 mm"`` or ``"6 months"``; a bare number only where the dimension is ``"ratio"``.
    dimension
        One of `DIMENSIONS`.

    Raises
    ------
    UnitError
        If there is no number, no unit, or a unit of another dimension.
    """
    if dimension not in DIMENSIONS:
        raise unknown_name("dimension", dimension, DIMENSIONS)
    wanted = DIMENSIONS[dimension]
    found = _QUANTITY.fullmatch(text)
    if found is None:
        raise UnitError(
            f"Cannot read {text!r} as a quantity. Write a number and a unit, like '2.5 {wanted}'."
        )
    number, unit = found.groups()
    if not unit and dimension != "ratio":
        raise UnitError(f"{text.strip()!r} has no unit. Write a {dimension} like '{number} {wanted}'.")
    value = convert(float(number), unit or "1", wanted)
    if value in (float("inf"), float("-inf")):
        raise UnitError(f"{text.strip()!r} is too large a number.")
    return value, wanted


def _powers(text: str) -> dict[str, int]:
    """Symbol to power, in the order written; empty for the unit one."""
    plain = text.strip().replace("µ", "u").replace("μ", "u").replace("²", "2").replace("³", "3")
    powers: dict[str, int] = {}
    sign = 1
    for part in re.split(r"(/|\*|\s+)", plain):
        if part == "/":
            sign = -1
        elif part.strip() in ("", "*"):
            continue
        elif part != "1":
            symbol, power = _factor(part, text)
            powers[symbol] = powers.get(symbol, 0) + sign * power
            sign = 1
        elif sign < 0:
            raise UnitError(f"Cannot read the unit {text!r}. Write it like 'mg', 'ng/mL' or '1/day'.")
    if not plain or sign < 0:
        raise UnitError(f"Cannot read the unit {text!r}. Write it like 'mg', 'ng/mL' or '1/day'.")
    return powers


def _factor(part: str, text: str) -> tuple[str, int]:
    found = _FACTOR.fullmatch(part)
    if found is None:
        raise UnitError(f"Cannot read the unit {text!r}. Write it like 'mg', 'ng/mL' or '1/day'.")
    symbol, power = found.group(1), int(found.group(2) or 1)
    if symbol not in _SYMBOLS:
        raise UnitError(str(unknown_name("unit", symbol, _SYMBOLS)))
    if power == 0:
        raise UnitError(f"Cannot read the unit {text!r}: a power of zero means nothing.")
    return symbol, power
