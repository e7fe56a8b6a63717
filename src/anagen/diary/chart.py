"""Charts of a diary: what was measured over the forecast, hairs that fell, doses that were taken."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from anagen.diary.adherence import is_missed, windows
from anagen.diary.entries import Measurement, ShedCount
from anagen.diary.entries.readings import BY_WHOM
from anagen.diary.prospect import GO_ON, UNTREATED, Prospect
from anagen.diary.readings import counted
from anagen.plot.style import MUTED, color_of, finish, label_lines, new_axes, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from anagen.diary.logbook import Diary
    from anagen.evidence import Catalogue

__all__ = ["CHARTED", "diary_figure", "doses", "measured_over_forecast", "measured_table", "shed_hairs"]

CHARTED: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "visible_hair_density": (
        "Visible hair, measured",
        "visible hairs per cm²",
        ("visible_hair_density", "hair_count"),
    ),
    "mean_shaft_diameter": (
        "Thickness of visible hair",
        "mean shaft diameter [µm]",
        ("mean_shaft_diameter",),
    ),
}
"""What is charted: title, axis, and the measures that are read on it."""
MARKERS = {"self": "o", "doctor": "s", "automatic": "^"}
METHODS = {"comb60": "60 seconds of combing", "wash": "one wash"}
NORMAL_90 = 1.644854
"""Standard deviations on each side that hold nine of ten."""
SPAN_DAYS = 28
"""Doses are shown as shares of four weeks. [day]"""


def points(
    readings: Sequence[Measurement], measure: str, site: str, evidence: Catalogue
) -> list[dict[str, Any]]:
    """Readings that belong on a chart, each with the ends of nine tenths of its error."""
    found = []
    for one in readings:
        if one.measure not in CHARTED[measure][2] or one.site != site:
            continue
        likely = one.measured(one.day)
        times = math.exp(NORMAL_90 * likely.error(evidence))
        value = likely.reading
        found.append(
            {"day": one.day, "value": value, "low90": value / times, "high90": value * times, "by": one.by}
        )
    return found


def measured_over_forecast(
    readings: Sequence[Measurement],
    prospect: Prospect | None,
    evidence: Catalogue,
    measure: str = "visible_hair_density",
    ax: Axes | None = None,
) -> Axes:
    """What was measured, with its error, over the forecast of what is really taken, and of nothing ever taken.

    Parameters
    ----------
    readings
        All readings; those that do not belong on the chart are left out.
    prospect
        The forecast; None to show the readings only.
    evidence
        Where the errors of instruments come from.
    measure
        One of `CHARTED`.
    ax
        Where to draw; a new figure if not given.
    """
    ax = new_axes(ax)
    title, y, _ = CHARTED[measure]
    site = "vertex" if prospect is None else prospect.forecasts[GO_ON].region
    seen = points(readings, measure, site, evidence)
    if prospect is None and not seen and readings:
        site = readings[-1].site
        seen = points(readings, measure, site, evidence)
    ends: list[tuple[str, float, str]] = []
    if prospect is not None:
        ends = [
            _band(ax, prospect, measure, name, says, control=name == UNTREATED)
            for name, says in ((UNTREATED, "nothing ever taken"), (GO_ON, _label(prospect)))
        ]
        ax.axvline(_number(prospect.today), color=MUTED, linewidth=0.9, linestyle=(0, (2, 3)))
    for who in dict.fromkeys(one["by"] for one in seen):
        mine = [one for one in seen if one["by"] == who]
        ax.errorbar(
            [_number(one["day"]) for one in mine],
            [one["value"] for one in mine],
            yerr=[
                [one["value"] - one["low90"] for one in mine],
                [one["high90"] - one["value"] for one in mine],
            ],
            fmt=MARKERS[who],
            color="#222222",
            markersize=5.0,
            capsize=2.5,
            linewidth=1.0,
            zorder=5,
        )
    finish(
        ax,
        title=f"{title} over the forecast" if prospect else title,
        note=_note(seen, prospect, site),
        x="",
        y=y,
    )
    ax.set_ylim(bottom=0.0)
    ahead = [] if prospect is None else _dates_of(prospect, measure)
    _dates(ax, [*(one["day"] for one in seen), *ahead], margin=prospect is None)
    if ends:
        label_lines(ax, *zip(*ends, strict=True))
    return ax


def _label(prospect: Prospect) -> str:
    return "nothing taken" if prospect.taken.regimen.is_empty else "as really taken"


def _band(
    ax: Axes, prospect: Prospect, measure: str, name: str, says: str, *, control: bool
) -> tuple[str, float, str]:
    """Draw a forecast; give its label, where it ends, and its color."""
    course = prospect.course(name, measure)
    x = [_number(day) for day in prospect.dates(course)]
    color = color_of(0, control=control)
    low, high = [one.low90 for one in course.bands], [one.high90 for one in course.bands]
    ax.fill_between(x, low, high, color=color, alpha=0.10, linewidth=0.0)
    for edge in (low, high):
        ax.plot(x, edge, color=color, linewidth=0.8, alpha=0.55)
    ax.plot(x, [one.median for one in course.bands], color=color, linewidth=2.0)
    return says, course.bands[-1].median, color


def _dates_of(prospect: Prospect, measure: str) -> list[date]:
    return prospect.dates(prospect.course(GO_ON, measure))


def _note(seen: Sequence[Mapping[str, Any]], prospect: Prospect | None, site: str) -> str:
    who = ", ".join(f"{_mark(one)} {BY_WHOM[one]}" for one in dict.fromkeys(each["by"] for each in seen))
    parts = [
        f"{site.replace('_', '-')}; points: measured ({who}), bars: nine tenths of their error"
        if seen
        else site
    ]
    if prospect is not None:
        people = prospect.forecasts[GO_ON].people
        kind = "men" if prospect.person.sex == "male" else "women"
        parts.append(f"bands: nine of ten of {people} virtual {kind} who fit; dotted: today")
    return "\n".join(parts)


def _mark(who: str) -> str:
    return {"self": "●", "doctor": "■", "automatic": "▲"}[who]


def measured_table(
    readings: Sequence[Measurement], evidence: Catalogue, measure: str, site: str
) -> list[dict[str, Any]]:
    """The numbers behind the points of `measured_over_forecast`."""
    return [one | {"day": one["day"].isoformat()} for one in points(readings, measure, site, evidence)]


def shed_hairs(counts: Sequence[ShedCount], evidence: Catalogue, ax: Axes | None = None) -> Axes:
    """Hairs that fell, counted in one way or both, each with the error of its count.

    Parameters
    ----------
    counts
        By day.
    evidence
        Where the error of a count comes from.
    ax
        Where to draw; a new figure if not given.
    """
    ax = new_axes(ax)
    ends = []
    for place, method in enumerate(dict.fromkeys(one.method for one in counts)):
        mine = [one for one in counts if one.method == method]
        color = color_of(place + 1, control=False)
        spans = [math.exp(NORMAL_90 * counted(one, one.day).error(evidence)) for one in mine]
        ax.errorbar(
            [_number(one.day) for one in mine],
            [one.mean for one in mine],
            yerr=[
                [one.mean * (1.0 - 1.0 / times) for one, times in zip(mine, spans, strict=True)],
                [one.mean * (times - 1.0) for one, times in zip(mine, spans, strict=True)],
            ],
            color=color,
            fmt="o-",
            markersize=4.0,
            capsize=2.0,
            elinewidth=0.8,
            linewidth=1.6,
        )
        ends.append((METHODS[method], mine[-1].mean, color))
    finish(
        ax,
        title="Hairs that fell",
        note="bars: nine tenths of the error; compare with oneself only, people differ far more",
        x="",
        y="hairs",
    )
    ax.set_ylim(bottom=0.0)
    _dates(ax, [one.day for one in counts])
    label_lines(ax, *zip(*ends, strict=True))
    return ax


def doses(diary: Diary, today: date, ax: Axes | None = None) -> Axes:
    """Share of the doses that were taken, of every four weeks, for each treatment.

    Parameters
    ----------
    diary
        Whose.
    today
        The date where the person is.
    ax
        Where to draw; a new figure if not given.
    """
    ax = new_axes(ax)
    ends, days = [], []
    for place, kept in enumerate(diary.treatments()):
        taken = diary.doses(kept)
        last = max((day for day in taken if day <= today), default=None)
        seen = [one for one in windows(kept.entry, today, taken) if is_missed(one, today, last)]
        shares: dict[date, list[int]] = {}
        for one in seen:
            span = (one.due_day - kept.entry.day).days // SPAN_DAYS
            known = shares.setdefault(kept.entry.day + timedelta(days=SPAN_DAYS * span), [0, 0])
            known[0] += one.taken
            known[1] += one.due
        if not shares:
            continue
        color = color_of(place, control=False)
        # Each stands in the middle of its four weeks, or of as much of them as was logged.
        over = _number(last) + 1.0 if last is not None else 0.0
        x = [0.5 * (_number(day) + min(_number(day) + SPAN_DAYS, over)) for day in shares]
        y = [100.0 * known[0] / known[1] for known in shares.values()]
        ax.plot(x, y, color=color, marker="o", markersize=3.5, linewidth=1.6)
        ends.append((kept.entry.agent, y[-1], color))
        days += [*shares, today]
    finish(
        ax,
        title="Doses taken",
        note="of those that were due, four weeks each, up to the last day that was logged",
        x="",
        y="share [%]",
    )
    ax.set_ylim(0.0, 105.0)
    _dates(ax, days)
    if ends:
        label_lines(ax, *zip(*ends, strict=True))
    return ax


def diary_figure(
    diary: Diary,
    today: date,
    prospect: Prospect | None,
    evidence: Catalogue,
    measure: str = "visible_hair_density",
) -> Figure:
    """A diary on one page: readings over the forecast, and beneath it shed hairs and doses, where there are any.

    Parameters
    ----------
    diary
        Whose.
    today
        The date where the person is.
    prospect
        The forecast; None to show what was written only.
    evidence
        Where the errors of instruments come from.
    measure
        One of `CHARTED`.
    """
    counts = [one.entry for one in diary.entries(ShedCount)]
    treated = any(one.entry.day < today for one in diary.treatments())
    rows = 1 + bool(counts) + treated
    figure, axes = new_figure(9.0, 4.4 + 2.5 * (rows - 1), rows=rows)
    measured_over_forecast(
        [one.entry for one in diary.entries(Measurement)], prospect, evidence, measure, axes[0]
    )
    if counts:
        shed_hairs(counts, evidence, axes[1])
    if treated:
        doses(diary, today, axes[-1])
    return figure


def _number(day: date) -> float:
    from matplotlib.dates import date2num

    return float(date2num(day))  # type: ignore[no-untyped-call]


def _dates(ax: Axes, days: Sequence[date], *, margin: bool = True) -> None:
    """An axis of dates, of all days and, if not told otherwise, a little more."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator(minticks=3, maxticks=7)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    formats = ["%Y", "%b", "%d %b", "%H:%M", "%H:%M", "%S"]  # a day is nothing without its month
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator, formats=formats, show_offset=False))  # type: ignore[no-untyped-call]
    if days:
        first, last = _number(min(days)), _number(max(days))
        room = max(3.0, 0.02 * (last - first))
        ax.set_xlim(first - room, last + (room if margin else 0.0))
