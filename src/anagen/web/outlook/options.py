"""Options as pages show them: in short, held back or ruled out, and what is to be known of one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from anagen.consultation.wording import (
    chances_text,
    clear_text,
    shed_text,
    side_effect_text,
    stopping_text,
)
from anagen.units import every_words
from anagen.web.outlook.readings import chances, reading, sentence_of, versus
from anagen.web.outlook.rests import rests_of, rests_of_rules
from anagen.web.outlook.screening import answerable
from anagen.web.outlook.views import Card, Closed, Known

if TYPE_CHECKING:
    from anagen.consultation.consult import Consultation
    from anagen.consultation.options import Option
    from anagen.consultation.outlook import Forecast
    from anagen.consultation.ranking import Ranked

__all__ = ["card_of", "choice_id", "closed_of", "known_of"]

LABELS = {
    "licensed": "licensed",
    "off-label": "off-label",
    "clinic": "in a clinic",
    "supportive": "beside a treatment",
}
IN_PART = "medicine licensed"


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
        label=label_of(one) if one.treatments else "",
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


def label_of(one: Option) -> str:
    """How an option is to be had, in a word or two."""
    return IN_PART if one.licensed_in_part else LABELS.get(one.label, one.label)


def closed_of(found: Consultation, status: str, home: str) -> list[Closed]:
    """Options that are held back or ruled out, and have no forecast: those with the same reasons together.

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
    alike: dict[tuple[object, object], list[Option]] = {}
    for one in some:
        alike.setdefault((one.because, one.ask), []).append(one)
    return [
        Closed(
            names=[one.name for one in group],
            reasons=[why.says for why in group[0].because],
            rests=rests_of_rules(group[0].because),
            ask=answerable(group[0].ask, home),
        )
        for group in alike.values()
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


def place_of(found: Consultation, one: Option) -> Ranked | None:
    """The place of an option among those that are offered."""
    return next((ranked for ranked in found.ranking if ranked.name == one.name), None)


def effort(minutes: float) -> str:
    """What it costs a week."""
    return "hardly any time" if minutes < 1.0 else f"{minutes:.0f} minutes a week"


def notes(forecast: Forecast | None, severity: str) -> list[str]:
    """What must stand beside a forecast."""
    return [] if forecast is None else [one.says for one in forecast.notes if one.severity == severity]


def needling_words(one: Option) -> list[str]:
    """How the scalp would be rolled, if it is."""
    plan = one.needling
    if plan is None:
        return []
    where = "at home" if plan.setting == "home" else "in a clinic, by somebody trained"
    course = f"{plan.passes:g} passes, {every_words(plan.every_days)} for {plan.weeks:g} weeks"
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


def choice_id(name: str) -> str:
    """What an option is called in an address: short, and telling nothing.

    Parameters
    ----------
    name
        Of the option.
    """
    return hashlib.sha256(name.encode()).hexdigest()[:10]
