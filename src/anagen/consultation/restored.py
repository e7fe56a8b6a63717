"""A consultation from what was kept of it: forecasts are read back, all that costs nothing is worked out again.

Forecasts take seconds and are kept as plain values; screening, options and their order follow from the answers at once.
So wishes can be changed, and reports written, without simulating anything again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from anagen.consultation.answering import with_implied
from anagen.consultation.consult import (
    FORECAST_STATUSES,
    Consultation,
    forecasts_of,
    regimens_of,
    unsimulated,
    whole_reason,
)
from anagen.consultation.options import Option, options
from anagen.consultation.outlook import Course, EarlyShed, Forecast, Note, Outlook, Stopping
from anagen.consultation.ranking import rank, wishes_of
from anagen.consultation.screening import screen
from anagen.consultation.summary import Band
from anagen.errors import InputError
from anagen.evidence.side_effects import SideEffect
from anagen.provenance import Provenance
from anagen.treatment.regimen import Regimen

__all__ = ["forecast_from", "forecast_regimens", "provenance_from", "restored"]

Json = Mapping[str, Any]
NOT_SHOWN = "It is not open to be chosen, so its forecast is not shown."


def restored(
    answers: Mapping[str, Any],
    forecasts: Mapping[str, Forecast],
    made: Provenance,
    *,
    depth: str = "self",
    minutes_per_week: float | None = None,
) -> Consultation:
    """A consultation from answers and from forecasts that were made before.

    Parameters
    ----------
    answers
        By the names of a person's file.
    forecasts
        By the words of the regimen, ``"untreated"`` among them; none where nothing was to be forecast.
    made
        How the forecasts were made.
    depth
        ``"self"``, ``"carer"`` or ``"clinician"``.
    minutes_per_week
        The most that a treatment may cost a week, if that is a wish. [minute/week]

    Raises
    ------
    InputError
        If a forecast is missing that these answers ask for.
    """
    screening, offered, whole = judged(answers, depth)
    reasons = {one.name: unsimulated(one) for one in offered if unsimulated(one)}
    if whole:
        named, reasons = {}, dict.fromkeys((one.name for one in offered), whole)
    else:
        missing = [one for one in forecast_regimens(answers, depth=depth) if one not in forecasts]
        if missing:
            raise InputError(f"There is no forecast yet of {', '.join(missing)}. Work them out first.")
        named = forecasts_of(offered, FORECAST_STATUSES[depth], forecasts)
    for one in offered:
        if one.name not in named:
            reasons.setdefault(one.name, NOT_SHOWN)
    wishes = wishes_of(answers, minutes_per_week)
    return Consultation(
        answers=dict(answers),
        depth=depth,
        screening=screening,
        options=offered,
        forecasts=named,
        untreated=None if whole else forecasts[str(Regimen())],
        no_forecast_because=reasons,
        wishes=wishes,
        ranking=rank([one for one in offered if one.status == "offered"], named, wishes),
        measurements=(),
        provenance=made,
    )


def judged(answers: Mapping[str, Any], depth: str) -> tuple[Any, tuple[Option, ...], str]:
    """Screening, options, and why nothing at all is forecast."""
    known_too = with_implied(answers)
    screening = screen(known_too, depth=depth)
    return screening, tuple(options(known_too, depth=depth)), whole_reason(screening, answers)


def forecast_regimens(answers: Mapping[str, Any], *, depth: str = "self") -> tuple[str, ...]:
    """The regimens that a consultation forecasts, in words, no treatment first; none where nothing is forecast.

    Parameters
    ----------
    answers
        By the names of a person's file.
    depth
        ``"self"``, ``"carer"`` or ``"clinician"``.
    """
    _, offered, whole = judged(answers, depth)
    if whole:
        return ()
    plans = regimens_of(offered, FORECAST_STATUSES[depth])
    return tuple(dict.fromkeys([str(Regimen()), *map(str, plans)]))


def forecast_from(kept: Json) -> Forecast:
    """A forecast from its plain values.

    Parameters
    ----------
    kept
        What `Forecast.as_dict` gave.
    """
    return Forecast(
        regimen=kept["regimen"],
        region=kept["region"],
        today=outlook_from(kept["today"]),
        outlooks=tuple(map(outlook_from, kept["outlooks"])),
        courses=tuple(map(course_from, kept["courses"])),
        shed=kept["shed"] and shed_from(kept["shed"]),
        stopping=kept["stopping"] and stopping_from(kept["stopping"]),
        side_effects=tuple(
            SideEffect(**{name: value for name, value in one.items() if name not in ("low95", "high95")})
            for one in kept["side_effects"]
        ),
        notes=tuple(Note(**one) for one in kept["notes"]),
        least_clear_percent=kept["least_clear_percent"],
        people=kept["people"],
        effective_people=kept["effective_people"],
        tempering=kept["tempering"],
    )


def shed_from(kept: Json) -> EarlyShed:
    """An early shed from its plain values."""
    return EarlyShed(**{**kept, "times_untreated": band_from(kept["times_untreated"])})


def outlook_from(kept: Json) -> Outlook:
    """An outlook from its plain values."""
    bands = ("density", "diameter", "cover", "change_percent", "versus_untreated")
    return Outlook(**{**kept, **{name: band_from(kept[name]) for name in bands}})


def course_from(kept: Json) -> Course:
    """A course from its plain values."""
    columns = zip(kept["median"], kept["low90"], kept["high90"], strict=True)
    return Course(
        measure=kept["measure"],
        unit=kept["unit"],
        month=tuple(kept["month"]),
        bands=tuple(
            band_from({"median": median, "low90": low, "high90": high}) for median, low, high in columns
        ),
    )


def stopping_from(kept: Json) -> Stopping:
    """What stopping does, from its plain values."""
    return Stopping(**{**kept, **{name: band_from(kept[name]) for name in ("density", "versus_untreated")}})


def band_from(kept: Json) -> Band:
    """A band from its plain values; null is what nobody could read."""
    return Band(**{name: math.nan if value is None else float(value) for name, value in kept.items()})


def provenance_from(kept: Json) -> Provenance:
    """How something was made, from its plain values."""
    return Provenance(**{**kept, "overrides": tuple(kept["overrides"])})
