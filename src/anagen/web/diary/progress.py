"""What was measured against what was forecast: the job that looks ahead, its result, and the charts of both."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from anagen.diary.chart import CHARTED, NORMAL_90, points
from anagen.diary.entries import Measurement, ShedCount
from anagen.diary.entries.readings import BY_WHOM
from anagen.diary.prospect import GO_ON, STOP, UNTREATED, refuse_where_rules_stop
from anagen.diary.readings import counted
from anagen.errors import InputError
from anagen.evidence import known
from anagen.units import DAYS_PER_MONTH
from anagen.web.diary.book import OpenDiary
from anagen.web.diary.carried import carried
from anagen.web.diary.drawing import Point, band_of, chart_svg
from anagen.web.diary.entry import all_steps
from anagen.web.diary.views import ForecastRow, ProgressView
from anagen.web.jobs import content_key
from anagen.web.jobs_shown import job_shown
from anagen.web.tasks.diary import DIARY_FORECAST, RESULT, SEED, YEARS

if TYPE_CHECKING:
    from anagen.web.jobs import Job, Jobs

__all__ = ["ask_forecast", "progress_view"]

NAMES = {GO_ON: "Going on", STOP: "Stopping now", UNTREATED: "Never begun"}
SHED = {"comb60": "Hairs in 60 seconds of combing", "wash": "Hairs of one wash"}


def request_of(book: OpenDiary) -> tuple[str, dict[str, Any]]:
    """The key of the forecast that knows all that is in the diary, and what the runner needs for it."""
    records = carried(book.diary)
    params = {"records": records, "today": book.today.isoformat()}
    return content_key(DIARY_FORECAST, **params, years=YEARS, seed=SEED), params


def ask_forecast(book: OpenDiary, jobs: Jobs, account_id: str | None) -> Job:
    """Have the forecast worked out that knows all that is in the diary.

    Parameters
    ----------
    book
        Whose.
    jobs
        Those of the application.
    account_id
        Who asks.

    Raises
    ------
    InputError
        If age or sex are unknown, or a rule says stop.
    """
    if book.diary.first_answers() is None:
        raise InputError("A forecast needs at least age and sex. Answer the questions first.")
    refuse_where_rules_stop(book.diary, book.today)
    key, params = request_of(book)
    return jobs.ask(DIARY_FORECAST, key=key, person_id=book.person, params=params, account_id=account_id)


def progress_view(book: OpenDiary, jobs: Jobs) -> ProgressView:
    """What was measured, over the last forecast that there is.

    Parameters
    ----------
    book
        Whose.
    jobs
        Those of the application.
    """
    answered = book.diary.first_answers() is not None
    key, _ = request_of(book)
    asked = jobs.of_person(book.person, DIARY_FORECAST)
    now = next((one for one in asked if one.key == key), None)
    done = next((one for one in asked if one.is_done and one.key == key), None) or next(
        (one for one in asked if one.is_done), None
    )
    data = None if done is None else jobs.cache.read(book.person, done.key, RESULT)
    told = None if data is None else json.loads(data)
    return ProgressView(
        person=book.person,
        today=book.today.isoformat(),
        answered=answered,
        stops=why_not(book) if answered else "",
        job=None if now is None or now.is_done else job_shown(now),
        current=told is not None and done is not None and done.key == key,
        heads=[] if told is None else heads_of(told),
        rows=[] if told is None else rows_of(told),
        chances="" if told is None else chances_of(told),
        narrowed="" if told is None else narrowed_of(told),
        rests=[] if told is None else rests_of(told),
        charts=charts(book, told),
        steps=all_steps(book)[::-1],
        readings=len(book.diary.entries(Measurement)) + len(book.diary.entries(ShedCount)),
    )


def why_not(book: OpenDiary) -> str:
    """Why nothing is forecast for somebody; empty if nothing keeps from it."""
    try:
        refuse_where_rules_stop(book.diary, book.today)
    except InputError as error:
        return str(error)
    return ""


def heads_of(told: Mapping[str, Any]) -> list[str]:
    """The moments that the forecast is told for."""
    months = [one["month"] for one in told["forecasts"][GO_ON]["outlooks"]]
    return ["Today", *(f"In {month} months" for month in months)]


def rows_of(told: Mapping[str, Any]) -> list[ForecastRow]:
    """Visible hair under each way to go on."""
    rows = []
    for name, words in NAMES.items():
        bands = [told["now"][name], *(one["density"] for one in told["forecasts"][name]["outlooks"])]
        cells = [f"{one['median']:.0f} ({one['low90']:.0f} to {one['high90']:.0f})" for one in bands]
        rows.append(ForecastRow(name=words, cells=cells))
    return rows


def chances_of(told: Mapping[str, Any]) -> str:
    """The chances of going on, in a sentence."""
    last = told["forecasts"][GO_ON]["outlooks"][-1]
    return (
        f"Going on, in {last['month']} months: clearly more hair {chance(last['gain'])}, no clear change "
        f"{chance(last['hold'])}, clearly less {chance(last['loss'])}. Clear is what two counts can tell from none."
    )


def chance(share: float) -> str:
    """A chance in words; what happened to everybody or nobody of some hundreds is not certain."""
    percent = round(100.0 * share)
    return "under 1 %" if percent < 1 else "over 99 %" if percent > 99 else f"{percent} %"


def narrowed_of(told: Mapping[str, Any]) -> str:
    """How much the measurements narrow the forecast."""
    ratio = told["band_relative_to_unmeasured"]
    if ratio is None:
        return ""
    count, percent = len(told["measurements"]), round(100.0 * ratio)
    which = "One reading, count or grade" if count == 1 else f"{count} readings, counts and grades"
    narrow, do = ("narrows", "does") if count == 1 else ("narrow", "do")
    if percent < 100:
        return f"{which} {narrow} the interval to {percent} % of its width."
    return f"{which} {do} not narrow the interval."


def rests_of(told: Mapping[str, Any]) -> list[str]:
    """What the forecast rests on."""
    one = told["forecasts"][GO_ON]
    people = "men" if told["person"]["sex"] == "male" else "women"
    return [
        f"Really taken, by the diary: {told['taken'] or 'nothing'}.",
        (
            f"{one['people']} virtual {people} fit the answers; by what was measured they count like "
            f"{one['effective_people']:.0f}."
        ),
        *(f"Assumed: {note}" for note in told["assumed"]),
        *(str(note["says"]) for note in one.get("notes", [])),
        f"anagen {told['provenance']['version']}, seed {told['provenance']['seed']}.",
    ]


def charts(book: OpenDiary, told: Mapping[str, Any] | None) -> list[tuple[str, str, str]]:
    """Charts: title, drawing and note."""
    readings = [one.entry for one in book.diary.entries(Measurement)]
    found = [one for measure in CHARTED if (one := measured_chart(book, readings, told, measure))]
    for method, words in SHED.items():
        counts = [one.entry for one in book.diary.entries(ShedCount) if one.entry.method == method]
        if counts:
            found.append(shed_chart(counts, words))
    return found


def measured_chart(
    book: OpenDiary, readings: list[Measurement], told: Mapping[str, Any] | None, measure: str
) -> tuple[str, str, str] | None:
    """Readings of one measure over its forecast; none where there is neither."""
    site = book.diary.usual_site() if told is None else told["forecasts"][GO_ON]["region"]
    seen = [Point(**one) for one in points(readings, measure, site, known())]
    bands = []
    if told is not None and (seen or measure == "visible_hair_density"):
        day = date.fromisoformat(told["today"])
        for name, kind, words in ((UNTREATED, 1, "never begun"), (GO_ON, 0, "as really taken")):
            course = next(one for one in told["forecasts"][name]["courses"] if one["measure"] == measure)
            bands.append(band_of(words, kind, course, day, DAYS_PER_MONTH))
    if not seen and not bands:
        return None
    title, unit, _ = CHARTED[measure]
    who = ", ".join(BY_WHOM[one] for one in dict.fromkeys(each.by for each in seen))
    says = f"{title}, {unit}: {len(seen)} readings" + (" over the forecast" if bands else "")
    note = f"{unit}, {site.replace('_', '-')}."
    if seen:
        note += f" Points: measured {who}; bars: nine tenths of their error."
    if bands:
        note += " Bands: nine of ten virtual people who fit."
    drawing = chart_svg(says, bands, seen, today=book.today if bands else None)
    return title, drawing, note


def shed_chart(counts: list[ShedCount], words: str) -> tuple[str, str, str]:
    """Hairs that fell, by day."""
    seen = []
    for one in counts:
        times = math.exp(NORMAL_90 * counted(one, one.day).error(known()))
        seen.append(Point(day=one.day, value=one.mean, low90=one.mean / times, high90=one.mean * times))
    note = "Bars: nine tenths of the error. Compare with yourself only: people differ far more."
    return words, chart_svg(f"{words}: {len(seen)} counts", [], seen, joined=True), note
