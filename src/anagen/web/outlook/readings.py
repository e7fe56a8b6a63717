"""A forecast at a month: hairs, chances, and the sentence that says them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from anagen.consultation.wording import cover_percent, figure, hold_beside, of_hundred
from anagen.web.outlook.views import Chances, Interval

if TYPE_CHECKING:
    from anagen.consultation.consult import Consultation
    from anagen.consultation.outlook import Course, Forecast

__all__ = ["SLIDER_MONTHS", "chances", "courses_data", "month_words", "reading", "sentence_of", "versus"]

TOLD_MONTHS = (6, 12, 24, 60)
"""Months of which chances are told. [month]"""
SLIDER_MONTHS = tuple(range(0, 61, 3))
"""Months that a slider stops at. [month]"""
DENSITY, COVER = "visible_hair_density", "visible_cover"


def reading(forecast: Forecast, month: int) -> Interval:
    """Visible hairs at a month.

    Parameters
    ----------
    forecast
        Of a regimen.
    month
        [month]
    """
    middle, low, high = at_month(course_of(forecast, DENSITY), month)
    return Interval(
        middle=plain(middle),
        low=plain(low),
        high=plain(high),
        says=f"{figure(middle)} hairs per cm² ({figure(low)} to {figure(high)})",
    )


def versus(found: Consultation, forecast: Forecast, month: int) -> Interval | None:
    """Hairs more than without treatment, where that is told."""
    if month not in TOLD_MONTHS or found.untreated is None:
        return None
    band = forecast.at(month).versus_untreated
    signed = [
        f"{'+' if value > 0 else ''}{figure(value)}" for value in (band.median, band.low90, band.high90)
    ]
    return Interval(
        middle=plain(band.median),
        low=plain(band.low90),
        high=plain(band.high90),
        says=f"{signed[0]} hairs per cm² ({signed[1]} to {signed[2]})",
    )


def chances(forecast: Forecast, month: int) -> Chances | None:
    """Chances at the told month that is nearest before, or the first."""
    if month == 0:
        return None
    told = [one for one in forecast.outlooks if one.month <= month] or list(forecast.outlooks[:1])
    one = told[-1]
    return Chances(
        month=one.month,
        gain=one.gain,
        hold=one.hold,
        loss=one.loss,
        says=f"{month_words(one.month)}: more hair in {of_hundred(one.gain)}, no clear change in "
        f"{of_hundred(hold_beside(one.gain, one.hold, one.loss))}, less in {of_hundred(one.loss)}",
    )


def month_words(month: int) -> str:
    """A time ahead in words."""
    if month == 0:
        return "Today"
    if month % 12 == 0 and month >= 24:
        return f"After {month // 12} years"
    return "After 1 year" if month == 12 else f"After {month} months"


def sentence_of(forecast: Forecast, month: int) -> str:
    """What stands at a month, in plain words.

    Parameters
    ----------
    forecast
        Of a regimen.
    month
        [month]
    """
    middle, low, high = at_month(course_of(forecast, DENSITY), month)
    cover = at_month(course_of(forecast, COVER), month)[0]
    return (
        f"{month_words(month)}: probably {figure(middle)} visible hairs per cm² (nine of ten between {figure(low)} and "
        f"{figure(high)}), {cover_percent(cover)} % of the hair cover of the same scalp when healthy."
    )


def courses_data(
    forecasts: Mapping[str, Forecast], untreated: Forecast | None, title: str
) -> dict[str, object]:
    """What a chart in the browser draws.

    Parameters
    ----------
    forecasts
        By the name of an option, the one it is about first.
    untreated
        The course without treatment.
    title
        Of the chart.
    """
    named = [(name, one, False) for name, one in forecasts.items()]
    if untreated is not None:
        named.append(("No treatment", untreated, True))
    first = course_of(named[0][1], DENSITY)
    return {
        "title": title,
        "unit": "per cm²",
        "months": list(first.month),
        "options": [
            {
                "name": name,
                "untreated": is_none,
                "median": [plain(band.median) for band in course_of(one, DENSITY).bands],
                "low90": [plain(band.low90) for band in course_of(one, DENSITY).bands],
                "high90": [plain(band.high90) for band in course_of(one, DENSITY).bands],
            }
            for name, one, is_none in named
        ],
    }


def course_of(forecast: Forecast, measure: str) -> Course:
    """One course of a forecast."""
    return next(one for one in forecast.courses if one.measure == measure)


def at_month(course: Course, month: float) -> tuple[float, float, float]:
    """Middle, low and high of a course at a month, between those that were read."""
    low, middle, high = (
        between(course.month, [getattr(band, name) for band in course.bands], month)
        for name in ("low90", "median", "high90")
    )
    return middle, low, high


def between(months: Sequence[float], values: Sequence[float], month: float) -> float:
    """A value on the line between two that are known."""
    last = len(months) - 1
    after = next((k for k, one in enumerate(months) if one >= month), last)
    if after == 0 or months[after] <= month:
        return values[after]
    share = (month - months[after - 1]) / (months[after] - months[after - 1])
    return values[after - 1] + share * (values[after] - values[after - 1])


def plain(value: float) -> float:
    """A number that JSON can hold; nobody has a hair to read where there is none."""
    return round(value, 1) if math.isfinite(value) else 0.0
