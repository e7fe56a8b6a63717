"""How an outlook is shown: cards of options, one option in full, what is held back, and what the screening says."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel

from anagen.consultation.questionnaire import question
from anagen.consultation.report.sources import sources_of
from anagen.consultation.wording import (
    chances_text,
    clear_text,
    cover_percent,
    figure,
    of_hundred,
    shed_text,
    side_effect_text,
    stopping_text,
)
from anagen.web.evidence.shelf import address_of
from anagen.web.outlooks import choice_id

if TYPE_CHECKING:
    from anagen.consultation.consult import Consultation
    from anagen.consultation.options import Option, Reason
    from anagen.consultation.outlook import Course, Forecast
    from anagen.consultation.ranking import Ranked
    from anagen.consultation.screening import Screening

__all__ = [
    "SLIDER_MONTHS",
    "Card",
    "Chances",
    "Closed",
    "Interval",
    "Known",
    "Rests",
    "ScreeningShown",
    "card_of",
    "closed_of",
    "courses_data",
    "known_of",
    "month_words",
    "reading",
    "screening_shown",
    "sentence_of",
]

TOLD_MONTHS = (6, 12, 24, 60)
"""Months of which chances are told. [month]"""
SLIDER_MONTHS = tuple(range(0, 61, 3))
"""Months that a slider stops at. [month]"""
LABELS = {
    "licensed": "licensed",
    "off-label": "off-label",
    "clinic": "in a clinic",
    "supportive": "beside a treatment",
}
OUTCOMES = {
    "plan": (
        "Pattern hair loss is plausible",
        "Nothing in your answers points away from it. Below is what can be weighed, and what each would probably do.",
    ),
    "refer": (
        "Please let a doctor look first",
        "Something in your answers is not typical of pattern hair loss, or is still open. Nothing is forecast.",
    ),
    "stop": ("There is no plan now", "What you answered comes before hair. The reasons are below."),
}
SEVERITIES = {
    "stop": "Why",
    "refer": "Let a doctor look",
    "investigate": "To be looked into",
    "note": "Good to know",
}
DENSITY, COVER = "visible_hair_density", "visible_cover"


class Rests(BaseModel):
    """What a sentence rests on."""

    title: str
    address: str
    says: str


class FindingShown(BaseModel):
    """One thing that the answers show."""

    severity: str
    heading: str
    title: str
    says: str
    urgency: str
    rests: list[Rests]


class OtherShown(BaseModel):
    """Something else that the loss may be."""

    title: str
    says: str
    differs: str


class Answerable(BaseModel):
    """A question whose answer would tell more."""

    text: str
    address: str


class ScreeningShown(BaseModel):
    """What the answers say before any treatment is spoken of."""

    outcome: str
    title: str
    says: str
    crisis: list[str]
    findings: list[FindingShown]
    others: list[OtherShown]
    ask: list[Answerable]


class Interval(BaseModel):
    """A value in the middle, where nine of ten are, and how it is said."""

    middle: float
    low: float
    high: float
    says: str


class Chances(BaseModel):
    """Of a hundred virtual people."""

    month: int
    gain: float
    hold: float
    loss: float
    says: str


class Card(BaseModel):
    """One option in short, at one month."""

    id: str
    name: str
    label: str
    status: str
    place: int | None
    """Among the options that are offered; 1 comes first."""
    why_here: list[str]
    """By what it has its place."""
    minutes: float
    effort: str
    simulated: bool
    no_forecast: str
    """Why there is none; empty if there is one."""
    hairs: Interval | None
    versus: Interval | None
    """Against no treatment."""
    chances: Chances | None
    sentence: str
    overstates: bool
    warnings: list[str]
    course: int | None
    """Place of its regimen among those that are forecast."""


class Closed(BaseModel):
    """An option that is held back or ruled out."""

    name: str
    reasons: list[str]
    rests: list[Rests]
    ask: list[Answerable]


class Known(BaseModel):
    """What is to be known of one option."""

    shed: str
    stopping: str
    clear: str
    chances: list[str]
    risks: list[str]
    notes: list[str]
    warnings: list[str]
    reasons: list[str]
    needling: list[str]
    rests: list[Rests]


def screening_shown(screening: Screening, home: str) -> ScreeningShown:
    """The screening in plain words.

    Parameters
    ----------
    screening
        What was found.
    home
        Path of the consultation, for links to its questions.
    """
    title, says = OUTCOMES[screening.outcome]
    return ScreeningShown(
        outcome=screening.outcome,
        title=title,
        says=says,
        crisis=list(screening.crisis),
        findings=[
            FindingShown(
                severity=one.severity,
                heading=SEVERITIES[one.severity],
                title=one.title,
                says=one.says,
                urgency=one.urgency,
                rests=[
                    Rests(title=f"Rule {one.rule}", address=address_of("rules", one.rule), says=one.source)
                ],
            )
            for one in screening.findings
        ],
        others=[
            OtherShown(title=one.title, says=one.says, differs=one.differs)
            for one in screening.differentials
            if one.because
        ],
        ask=answerable(screening.ask, home) if screening.outcome == "refer" else [],
    )


def answerable(fields: Iterable[str], home: str) -> list[Answerable]:
    """Questions as links."""
    return [Answerable(text=question(one).text, address=f"{home}/ask?field={one}") for one in fields]


def card_of(found: Consultation, one: Option, regimens: Sequence[str], month: int) -> Card:
    """An option in short.

    Parameters
    ----------
    found
        The consultation.
    one
        The option.
    regimens
        That were forecast, no treatment first.
    month
        At which it is looked at. [month]
    """
    forecast, ranked = found.forecasts.get(one.name), place_of(found, one)
    warnings = (
        [] if forecast is None else [note.says for note in forecast.notes if note.severity == "warning"]
    )
    return Card(
        id=choice_id(one.name),
        name=one.name,
        label=LABELS.get(one.label, one.label) if one.treatments else "",
        status=one.status,
        place=None if ranked is None else ranked.place,
        why_here=[] if ranked is None else [key.says for key in ranked.keys],
        minutes=one.burden_minutes_per_week,
        effort=effort(one.burden_minutes_per_week) if one.treatments else "",
        simulated=forecast is not None,
        no_forecast=found.no_forecast_because.get(one.name, "") if forecast is None else "",
        hairs=None if forecast is None else reading(forecast, month),
        versus=None if forecast is None or not one.regimen else versus(found, forecast, month),
        chances=None if forecast is None else chances(forecast, month),
        sentence="" if forecast is None else sentence_of(forecast, month),
        overstates=forecast is not None and forecast.overstates,
        warnings=warnings,
        course=None if forecast is None else list(regimens).index(forecast.regimen),
    )


def place_of(found: Consultation, one: Option) -> Ranked | None:
    """The place of an option among those that are offered."""
    return next((ranked for ranked in found.ranking if ranked.name == one.name), None)


def effort(minutes: float) -> str:
    """What it costs a week."""
    return "hardly any time" if minutes < 1.0 else f"{minutes:.0f} minutes a week"


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
        f"{of_hundred(one.hold)}, less in {of_hundred(one.loss)}",
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


def plain(value: float) -> float:
    """A number that JSON can hold; nobody has a hair to read where there is none."""
    return round(value, 1) if math.isfinite(value) else 0.0


def closed_of(found: Consultation, status: str, home: str) -> list[Closed]:
    """Options that are held back or ruled out, and have no forecast.

    Parameters
    ----------
    found
        The consultation.
    status
        ``held`` or ``blocked``.
    home
        Path of the consultation, for links to its questions.
    """
    some = [one for one in found.in_order if one.status == status and one.name not in found.forecasts]
    return [
        Closed(
            name=one.name,
            reasons=[why.says for why in one.because],
            rests=rests_of_reasons(one.because),
            ask=answerable(one.ask, home),
        )
        for one in some
    ]


def rests_of_reasons(reasons: Iterable[Reason]) -> list[Rests]:
    """Rules behind some reasons."""
    return [
        Rests(title=f"Rule {one.rule}", address=address_of("rules", one.rule), says=one.source)
        for one in {one.rule: one for one in reasons}.values()
    ]


def known_of(found: Consultation, one: Option) -> Known:
    """What is to be known of one option.

    Parameters
    ----------
    found
        The consultation.
    one
        The option.
    """
    forecast = found.forecasts.get(one.name)
    marks = ["model", "Bokhari2022", "burden", *(why.rule for why in one.because)]
    if forecast is not None:
        marks += [effect.source for effect in forecast.side_effects]
        marks += [note.mark for note in forecast.notes]
    return Known(
        shed="" if forecast is None or not one.regimen else shed_text(forecast.shed),
        stopping="" if forecast is None or not one.regimen else stopping_text(forecast.stopping),
        clear="" if forecast is None else clear_text(forecast.least_clear_percent),
        chances=[] if forecast is None else [chances_text(then) for then in forecast.outlooks],
        risks=[] if forecast is None else [side_effect_text(effect) for effect in forecast.side_effects],
        notes=notes(forecast, "note"),
        warnings=notes(forecast, "warning"),
        reasons=[why.says for why in one.because],
        needling=needling_words(one),
        rests=rests_of(marks, found),
    )


def notes(forecast: Forecast | None, severity: str) -> list[str]:
    """What must stand beside a forecast."""
    return [] if forecast is None else [one.says for one in forecast.notes if one.severity == severity]


def rests_of(marks: Iterable[str], found: Consultation) -> list[Rests]:
    """What stands behind some marks, each with the page that shows it."""
    sources = sources_of(dict.fromkeys(marks), found)
    return [
        Rests(title=mark, address=evidence_page(mark) or one.url, says=one.says)
        for mark, one in sources.items()
    ]


def evidence_page(mark: str) -> str:
    """The page of a rule or a paper; empty for what has none."""
    from anagen.consultation.rules import rules
    from anagen.evidence import known

    if mark in {one.id for one in rules()}:
        return address_of("rules", mark)
    return address_of("sources", mark) if mark in known().sources else ""


def needling_words(one: Option) -> list[str]:
    """How the scalp would be rolled, if it is."""
    plan = one.needling
    if plan is None:
        return []
    where = "at home" if plan.setting == "home" else "in a clinic, by somebody trained"
    course = f"{plan.passes:g} passes, every {plan.every_days:g} days for {plan.weeks:g} weeks"
    best = f"The model finds an interval of {plan.best_days:g} days best"
    said = [
        f"Needles of {plan.needle_mm:g} mm, {where}: {course}.",
        f"{best}; the risk of a scar over such a course is {risk_words(plan.scar_risk)}.",
    ]
    if any(name.endswith("topical") for name in one.treatments):
        said.append(f"Put nothing on the scalp for {plan.wait_hours:g} hours after each session.")
    return said


def risk_words(share: float) -> str:
    """A small chance as people."""
    return "less than 1 in 1000" if share < 0.001 else f"about {1000.0 * share:.0f} in 1000"


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
