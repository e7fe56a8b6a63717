"""From a setting to what is shown of the follicle: words, a row for each age, a chart, a drawing."""

from __future__ import annotations

from urllib.parse import urlencode

from anagen.units import DAYS_PER_MONTH, DAYS_PER_YEAR
from anagen.web.how.follicle import FROM_AGE, TO_AGE, Life, Setting, lives, percentile
from anagen.web.how.views import AgeRow, Chart, FollicleView, Tick

__all__ = ["AGES", "AGES_NARROW", "HEIGHT", "WIDTH", "explored", "query_of"]

AGES = (20, 30, 35, 40, 50, 65)
AGES_NARROW = (20, 35, 50)
"""Ages that are drawn, on a wide screen and on a phone. [year]"""
WIDTH, HEIGHT = 640, 250
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 14, 34
TOP_UM = 90.0
"""Upper end of the axis of widths. [um]"""
ALIKE_UM = 0.5
SURELY_THERE = 99.5


def query_of(setting: Setting) -> str:
    """A setting as the end of an address."""
    names = ("dht", "minoxidil", "healing", "since", "follicle")
    return urlencode({name: getattr(setting, name) for name in names})


def explored(setting: Setting) -> FollicleView:
    """What is shown of the follicle.

    Parameters
    ----------
    setting
        What is tried out.
    """
    mine, other = lives(setting), lives(setting.untreated())[0]
    rows = [_row(age, mine, other) for age in AGES]
    asked = query_of(setting)
    widths = ", ".join(f"{one.width_um:.0f} micrometers at {one.age}" for one in rows)
    return FollicleView(
        dht=setting.dht,
        minoxidil=setting.minoxidil,
        healing=setting.healing,
        since=setting.since,
        follicle=setting.follicle,
        is_untreated=setting.is_untreated,
        says=_said(setting, mine[0], rows),
        rows=rows,
        chart=_chart(mine, other),
        drawing=f"/how-it-works/follicle.svg?{asked}",
        drawing_narrow=f"/how-it-works/follicle.svg?{asked}&narrow=true",
        drawing_says=f"The same follicle at several ages, cut lengthwise. Its hair is {widths}.",
    )


def _row(age: int, mine: tuple[Life, ...], other: Life) -> AgeRow:
    first = mine[0]
    place = first.cycle_at(age)
    cycle = first.cycles[place]
    widths = [one.width_um(age) for one in mine]
    return AgeRow(
        age=age,
        width_um=round(first.width_um(age), 1),
        low90=round(percentile(widths, 5.0), 1),
        high90=round(percentile(widths, 95.0), 1),
        untreated_um=round(other.width_um(age), 1),
        grows_years=round((cycle.anagen_end - cycle.entry) / DAYS_PER_YEAR, 2),
        empty_months=round((cycle.end - cycle.release) / DAYS_PER_MONTH, 1),
        there_percent=round(100.0 * first.survival[place], 1),
    )


def _said(setting: Setting, first: Life, rows: list[AgeRow]) -> list[str]:
    last = rows[-1]
    span = (
        f"{last.low90:.0f} to {last.high90:.0f} µm in the sets of numbers that fit the trials nearly as well"
    )
    now = f"At {last.age} this follicle grows a hair of {last.width_um:.0f} µm ({span})."
    says = [f"{now} At its best it was {first.best_um:.0f} µm."]
    if not setting.is_untreated:
        more = last.width_um - last.untreated_um
        apart = (
            f"{abs(more):.0f} µm {'more' if more > 0 else 'less'} than"
            if abs(more) >= ALIKE_UM
            else "the same as"
        )
        says.append(f"That is {apart} without any of it: untreated it would be {last.untreated_um:.0f} µm.")
    says.append(
        f"Each hair of that age grows for {_time(last.grows_years)}, at its best for {_time(rows[0].grows_years)}."
    )
    if last.there_percent < SURELY_THERE:
        says.append(
            f"It has been so fine for so long that it may be gone: the chance that it is still there is "
            f"{last.there_percent:.0f} in 100."
        )
    return says


def _time(years: float) -> str:
    return f"{years:.1f} years" if years >= 1.0 else f"{12.0 * years:.0f} months"


def _x(age: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (age - FROM_AGE) / (TO_AGE - FROM_AGE)


def _y(um: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * min(um, TOP_UM) / TOP_UM


def _chart(mine: tuple[Life, ...], other: Life) -> Chart:
    ages = range(FROM_AGE, TO_AGE + 1)
    low, high = (
        [(age, percentile([one.width_um(age) for one in mine], share)) for age in ages]
        for share in (5.0, 95.0)
    )
    return Chart(
        line=_points([(age, mine[0].width_um(age)) for age in ages]),
        untreated=_points([(age, other.width_um(age)) for age in ages]),
        band=_points([*low, *reversed(high)]),
        ages=[Tick(at=round(_x(age), 1), says=str(age)) for age in range(FROM_AGE, TO_AGE + 1, 10)],
        widths=[Tick(at=round(_y(um), 1), says=str(um)) for um in range(0, 81, 20)],
    )


def _points(course: list[tuple[int, float]]) -> str:
    return " ".join(f"{_x(age):.1f},{_y(um):.1f}" for age, um in course)
