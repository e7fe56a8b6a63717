"""What to know before following a regimen: off-label use, doses beyond all trials, too much rolling or minoxidil."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from anagen.evidence import Catalogue
from anagen.skin.blood import oral_minoxidil
from anagen.treatment.agents import agents
from anagen.treatment.drives import dht_course
from anagen.treatment.pace import text_of
from anagen.treatment.physiology import typical_physiology
from anagen.treatment.procedures import Rolling
from anagen.treatment.regimen import Regimen
from anagen.treatment.skin_doses import skin_doses
from anagen.treatment.studied import beyond_trials
from anagen.units import every_words
from anagen.wound.interval import best_interval

__all__ = ["regimen_notes", "safe_interval_days"]

LOOK_DAYS, LEVELS_PER_DAY = 28, 12
"""How long, and how finely, levels in blood are looked at: a month, every two hours."""
PEAK_DAYS, FINE_PER_DAY = 3.0, 144
"""The same for the sharp peaks of tablets: three days, every ten minutes."""
ROUNDING = 1.01
SAFE_INTERVALS: dict[tuple[float, str], float | None] = {}
"""What was found before, by length of needle and evidence: many regimens roll alike."""
LABEL_WAIT_DAYS = 1.0
"""Trials withheld minoxidil for so long after rolling; labels warn of broken skin. [day]"""


def regimen_notes(regimen: Regimen, evidence: Catalogue, *, sex: str = "male") -> tuple[str, ...]:
    """Warnings, a line each; none if there is nothing to say.

    Parameters
    ----------
    regimen
        What is taken and done.
    evidence
        Where limits stand.
    sex
        ``"male"`` or ``"female"``: whose regimen it is.
    """
    said = [
        f"{note[0].upper()}{note[1:]}."
        for course in regimen.courses
        if (note := agents()[course.agent].off_label.get(course.route)) is not None
    ]
    said += _by_sex(regimen, sex)
    said += [note for one in regimen.courses if (note := beyond_trials(one)) is not None]
    said += [
        note for one in regimen.procedures if isinstance(one, Rolling) for note in _rolling(one, evidence)
    ]
    said += _on_open_skin(regimen)
    said += _in_blood(regimen, evidence)
    return tuple(dict.fromkeys(said))


def _by_sex(regimen: Regimen, sex: str) -> list[str]:
    """What only women, or only men, must know of the drugs."""
    given = [agents()[course.agent] for course in regimen.courses]
    if sex != "female":
        return [f"{one.name.capitalize()} is given to women only." for one in given if one.women_only]
    return [f"{one.in_women[0].upper()}{one.in_women[1:]}." for one in given if one.in_women is not None]


def safe_interval_days(needle_mm: float, evidence: Catalogue) -> float | None:
    """The best interval whose risk of a scar is accepted, for needles of a length; None if none is. [day]

    Parameters
    ----------
    needle_mm
        Length of the needles. [mm]
    evidence
        Numbers of the wound.
    """
    key = (needle_mm, evidence.fingerprint)
    if key not in SAFE_INTERVALS:
        best = best_interval(needle_mm, evidence=evidence)
        SAFE_INTERVALS[key] = None if best is None else best.interval_days
    return SAFE_INTERVALS[key]


def _rolling(rolling: Rolling, evidence: Catalogue) -> list[str]:
    safe = safe_interval_days(rolling.needle_mm, evidence)
    needle = f"{text_of(rolling.needle_mm)} mm"
    if safe is None:
        return [f"Needles of {needle}: at no interval is the risk of a scar as low as the published record."]
    if rolling.every_days >= safe:
        return []
    said = (
        f"Rolling with {needle} {every_words(rolling.every_days, 3)} is oftener than the model's safe interval of "
        f"{safe:.3g} days: over half a year it gains little or loses, and the risk of a scar is higher than the "
        "published record can rule out."
    )
    return [said]


def _on_open_skin(regimen: Regimen) -> list[str]:
    if not any(isinstance(one, Rolling) for one in regimen.procedures):
        return []
    why = (
        "more of it gets into the blood, its label warns of broken skin, and the main trials waited 24 hours"
    )
    return [
        f"{course.agent.capitalize()} is put on within a day of rolling: {why}."
        for course in regimen.courses
        if course.route == "topical" and (course.wait_after_rolling_days or 0.0) < LABEL_WAIT_DAYS
    ]


def _in_blood(regimen: Regimen, evidence: Catalogue) -> list[str]:
    """Warnings of minoxidil in the blood of a typical man: by what a day brings, and by the peak."""
    courses = [one for one in regimen.courses if one.agent == "minoxidil"]
    if not courses:
        return []
    reaches = evidence.value("minoxidil_oral_bioavailability", "1")
    arrived = np.zeros(LOOK_DAYS)
    first = min(one.start_day for one in courses)
    for course in courses:
        days = np.array(regimen.dose_days(course, first + LOOK_DAYS)) - first
        brought = reaches * course.dose_mg * np.ones(days.size)
        if course.route == "topical":
            brought = skin_doses(regimen, course, first + LOOK_DAYS, evidence).blood
        np.add.at(arrived, days.astype(np.int64), brought)
    label = evidence.value("minoxidil_oral_label_dose", "mg/day")
    said = []
    if arrived.max() > ROUNDING * reaches * label:
        said.append(
            f"A day brings {arrived.max() / (reaches * label):.2g} times as much minoxidil into the blood as the "
            f"first dose of the tablets for high blood pressure ({label:g} mg)."
        )
    threshold = evidence.value("minoxidil_heart_rate_concentration", "ng/mL")
    peak = _peak(regimen, evidence)
    if peak > threshold:
        said.append(
            f"Minoxidil in blood peaks at {peak:.0f} ng/mL; above {threshold:g} ng/mL the heart beats faster "
            "(Ferry1996)."
        )
    return said


def _peak(regimen: Regimen, evidence: Catalogue) -> float:
    """Highest level of minoxidil in the blood of a typical man, by mouth and through the skin. [ng/mL]"""
    oral = [one for one in regimen.courses if one.agent == "minoxidil" and one.route == "oral"]
    fine = np.arange(0.0, PEAK_DAYS, 1.0 / FINE_PER_DAY)
    by_mouth = [
        oral_minoxidil(one.dose_mg, replace(one, start_day=0.0, stop_day=None).dose_days(PEAK_DAYS), fine)
        for one in oral
    ]
    topical = tuple(one for one in regimen.courses if one.agent == "minoxidil" and one.route == "topical")
    through_skin = 0.0
    if topical:
        days = np.arange(LOOK_DAYS * LEVELS_PER_DAY + 1) / LEVELS_PER_DAY
        part = Regimen(courses=topical, procedures=regimen.procedures)
        seen = dht_course(part, typical_physiology(evidence), days, evidence=evidence)
        through_skin = float(seen.concentration_ng_per_ml["minoxidil"].max())
    return through_skin + float(sum(level.max() for level in by_mouth))
