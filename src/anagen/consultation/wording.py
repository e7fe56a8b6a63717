"""Sentences in plain words, and the words that no output may hold."""

from __future__ import annotations

import math
import re

from anagen.consultation.outlook import EarlyShed, Forecast, Outlook, Stopping
from anagen.consultation.summary import Band
from anagen.evidence.side_effects import SideEffect

__all__ = [
    "LIMITS",
    "NOT_A_DEVICE",
    "PICTURES_SAY",
    "barred_words",
    "chances_text",
    "clear_text",
    "cover_percent",
    "density_text",
    "ended",
    "hold_beside",
    "of_hundred",
    "shed_text",
    "side_effect_text",
    "stopping_text",
    "today_text",
    "versus_text",
]

BARRED = re.compile(
    r"\bcur(?:e|es|ed|ing)\b|\bguarante\w*|\bpermanen\w*|(?<![\d.,])100(?:\.0*)?\s*(?:%|per\s?cent\b)"
    r"|\bdiagnos\w*",
    re.IGNORECASE,
)
ALLOWED = re.compile(r"\b(?:no|not a|nor a|never a|without a) diagnosis\b", re.IGNORECASE)
"""Statements on limits."""

NOT_A_DEVICE = (
    "For education and research. Not a medical device; no diagnosis, no prescription, no advice for one person. "
    "Talk it over with a doctor or pharmacist before anything is started, changed or stopped."
)
LIMITS = (
    "The numbers are of virtual people who fit the answers. The bands hold what the answers leave open, how people "
    "differ, and chance; not what the model itself gets wrong."
)
REGIONS = {"vertex": "at the crown", "mid_scalp": "on the top of the head"}

PICTURES_SAY = (
    "Three of the virtual people who fit the answers: today, later without treatment, and later with it. The grade is "
    "the one that is measured on each head, and may differ from the one that was told, for people misjudge theirs. "
    "One responds less than most, one is in the middle, one responds better than most. "
    "None of them is the person who answered."
)


def barred_words(text: str) -> tuple[str, ...]:
    """Words of a text that no output may hold.

    Parameters
    ----------
    text
        Any output.
    """
    return tuple(found.group() for found in BARRED.finditer(ALLOWED.sub("", text)))


def figure(value: float) -> str:
    """A number of hairs or micrometers as it is said; a dash where nobody has a hair to read."""
    if not math.isfinite(value):
        return "-"
    return f"{value:.0f}" if abs(value) >= 9.5 or value == 0.0 else f"{value:.1f}"


def cover_percent(share: float) -> str:
    """Hair cover as a share of the healthy scalp's; full cover is never said as a round hundred, which promises."""
    return "over 99" if share >= 0.995 else figure(100.0 * share)


def band_text(band: Band, unit: str = "") -> str:
    """The middle one, and where nine of ten are."""
    of = f" {unit}" if unit else ""
    return f"{figure(band.median)}{of} (nine of ten between {figure(band.low90)} and {figure(band.high90)})"


def of_hundred(share: float) -> str:
    """A chance as people of a hundred; the ends are never said to be certain."""
    count = round(100.0 * share)
    if count == 0:
        return "fewer than 1 of 100" if share > 0.0 else "none of the virtual people"
    return "nearly all of them" if count == 100 else f"{count} of 100"


def hold_beside(gain: float, hold: float, loss: float) -> float:
    """The share of no clear change as it is told: each rounded by itself, the three may sum to 101 people."""
    rest = 100 - round(100.0 * gain) - round(100.0 * loss)
    return rest / 100.0 if rest > 0 else hold


def when(month: int) -> str:
    """A time ahead."""
    if month == 0:
        return "today"
    return f"after {month} months" if month < 24 else f"after {month / 12:g} years"


def today_text(found: Forecast) -> str:
    """Where the person probably stands."""
    now = found.today
    where = REGIONS.get(found.region, found.region)
    return (
        f"Today, {where}: probably {band_text(now.density, 'visible hairs per cm²')}, "
        f"{cover_percent(now.cover.median)} % of the hair cover of the same scalp when healthy "
        f"({cover_percent(now.cover.low90)} to {cover_percent(now.cover.high90)} %)."
    )


def density_text(one: Outlook) -> str:
    """Visible hairs, thickness and cover some months ahead."""
    return (
        f"{when(one.month).capitalize()}: {band_text(one.density, 'visible hairs per cm²')}, mean thickness "
        f"{figure(one.diameter.median)} µm, cover {cover_percent(one.cover.median)} % of healthy."
    )


def versus_text(one: Outlook) -> str:
    """How far it differs from no treatment."""
    return f"{when(one.month).capitalize()}, against no treatment: {signed_band(one.versus_untreated)} hairs per cm²."


def signed_band(band: Band) -> str:
    """A difference and its band, with signs."""
    low, high = (f"{'+' if value > 0 else ''}{figure(value)}" for value in (band.low90, band.high90))
    return f"{'+' if band.median > 0 else ''}{figure(band.median)} (nine of ten between {low} and {high})"


def chances_text(one: Outlook) -> str:
    """Chances of a gain, of no clear change, of a loss."""
    return (
        f"{when(one.month).capitalize()}: a clear gain in {of_hundred(one.gain)}, no clear change in "
        f"{of_hundred(hold_beside(one.gain, one.hold, one.loss))}, a clear loss in {of_hundred(one.loss)}."
    )


def clear_text(least_clear_percent: float) -> str:
    """What clear means."""
    return f"Clear is what two careful counts can tell from none: {least_clear_percent:.0f} % or more."


def shed_text(shed: EarlyShed | None) -> str:
    """The early shed."""
    if shed is None or not shed.emerges:
        return (
            "No early shed comes out in the model: about as many hairs fall in the first months as untreated."
        )
    times = shed.times_untreated
    over = (
        f"by week {shed.over_by_week} most of it is over"
        if shed.over_by_week is not None
        else "it eases slowly over half a year"
    )
    return (
        f"An early shed comes out: around week {shed.peak_week} about {times.median:.1f} times as many hairs fall as "
        f"untreated ({times.low90:.1f} to {times.high90:.1f}); {over}. It is part of the restart, not a failure."
    )


def stopping_text(found: Stopping | None) -> str:
    """What stopping after a year does."""
    if found is None:
        return "The course ends by itself within the year, so nothing is stopped later."
    if found.benefit_left is None:
        return f"Stopped after {found.stop_month} months there would be little to lose."
    left = min(max(100.0 * found.benefit_left, 0.0), 99.0)
    half = (
        f"; half of it is gone about {found.half_lost_after_months:.0f} months after stopping"
        if found.half_lost_after_months is not None
        else ""
    )
    return (
        f"Stopped after {found.stop_month} months, about {left:.0f} % of what was won over no treatment is left "
        f"{found.month - found.stop_month} months later{half}. It does not last without going on."
    )


def side_effect_text(one: SideEffect) -> str:
    """How often an unwanted effect was counted."""
    if one.percent is None:
        return f"{one.name[0].upper()}{one.name[1:]}: {one.says}."
    low, high = one.interval or (one.percent, one.percent)
    placebo = "" if one.placebo_percent is None else f", {one.placebo_percent:g} % on placebo"
    months = "" if one.months is None else f" within {one.months:g} months"
    return (
        f"{one.name[0].upper()}{one.name[1:]}: {one.percent:g} % of {one.people} people{months}{placebo} "
        f"(by chance of the count {figure(low)} to {figure(high)} %)."
    )


def ended(text: str) -> str:
    """A text that ends like a sentence."""
    plain = text.strip()
    return plain if plain.endswith((".", "!", "?")) else f"{plain}."
