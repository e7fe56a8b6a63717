"""What lies between a regimen and the hair, in a typical man: channels, absorption, wound, levels in blood."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anagen.errors import unknown_name
from anagen.evidence import Catalogue
from anagen.skin.needling import Needling, channels
from anagen.treatment.drives import dht_course
from anagen.treatment.healing import sessions_of, wound_people
from anagen.treatment.physiology import typical_physiology
from anagen.treatment.procedures import Rolling
from anagen.treatment.regimen import Regimen
from anagen.treatment.skin_doses import skin_doses
from anagen.units import DAYS_PER_WEEK, DAYS_PER_YEAR, HOURS_PER_DAY, convert
from anagen.wound.course import wound_course

__all__ = ["INSIGHTS", "Insight", "insights"]

Floats = NDArray[np.float64]
CLOSURE_HOURS = np.array([0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 6.0, 12.0, 24.0, 48.0, 72.0])
LEVEL_DAYS, LEVELS_PER_DAY = 28.0, 12
LONGEST_DAYS = 728.0
"""Absorption and wounds are shown for at most so long. [day]"""
WOUND_COLUMNS = ("inflammation", "fibroblasts", "maturing", "drive", "redness", "perfusion")
WOUND_GAINS = ("new_collagen", "elastin", "scar_risk")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Insight:
    """One table of read-outs of one regimen."""

    name: str
    regimen: str
    says: str
    columns: Mapping[str, Floats]
    """By name with unit; the first is time."""

    def as_dict(self) -> dict[str, Any]:
        """The table as plain values, for JSON."""
        columns = {name: np.round(values, 6).tolist() for name, values in self.columns.items()}
        return {"name": self.name, "regimen": self.regimen, "says": self.says, "columns": columns}


def insights(
    names: Sequence[str], regimen: Regimen, years: float, evidence: Catalogue, *, sex: str = "male"
) -> list[Insight]:
    """The tables that are asked for, of those that a regimen has something to show in.

    Parameters
    ----------
    names
        Some of `INSIGHTS`.
    regimen
        What is taken and done.
    years
        How far to look. [year]
    evidence
        All numbers.
    sex
        Of the typical person of whom plasma and wound are shown.
    """
    found = []
    for name in names:
        if name not in INSIGHTS:
            raise unknown_name("read-out to show", name, INSIGHTS)
        found += INSIGHTS[name](regimen, min(years * DAYS_PER_YEAR, LONGEST_DAYS), evidence, sex)
    return found


def _channels(regimen: Regimen, _days: float, evidence: Catalogue, _sex: str) -> list[Insight]:
    found = []
    for one in regimen.procedures:
        if isinstance(one, Rolling):
            passes = evidence.value("needling_reference_passes", "1") if one.passes is None else one.passes
            holes = channels(
                Needling(length_um=convert(one.needle_mm, "mm", "um"), passes=passes), evidence=evidence
            )
            left = holes.closure(CLOSURE_HOURS / HOURS_PER_DAY)
            says = (
                f"{holes.density_per_cm2:.0f} holes per cm2, {holes.depth_um:.0f} um deep (into the "
                f"{holes.reaches}), {100.0 * holes.open_share:.2g} % of the surface open; what is left of them"
            )
            columns = {"hours after rolling": CLOSURE_HOURS, **left._asdict()}
            found.append(Insight(name="channels", regimen=str(one), says=says, columns=columns))
    return found


def _absorption(regimen: Regimen, days: float, evidence: Catalogue, _sex: str) -> list[Insight]:
    found = []
    for course in regimen.courses:
        due = np.array(regimen.dose_days(course, days))
        if course.route == "topical" and due.size:
            doses = skin_doses(regimen, course, days, evidence)
            weeks = np.arange(max(1.0, days // DAYS_PER_WEEK))
            week = (due / DAYS_PER_WEEK).astype(np.int64)
            blood, exposure = (
                np.asarray(
                    np.bincount(week, weights=values, minlength=weeks.size)[: weeks.size] / DAYS_PER_WEEK,
                    np.float64,
                )
                for values in (doses.blood, doses.exposure)
            )
            columns = {
                "week": weeks,
                "into the blood [mg/day]": blood,
                "around the follicle [ng/mL]": exposure,
            }
            says = f"{course.agent} absorbed, mean of each week"
            found.append(Insight(name="absorption", regimen=str(course), says=says, columns=columns))
    return found


def _wound(regimen: Regimen, days: float, evidence: Catalogue, sex: str) -> list[Insight]:
    sessions = sessions_of(regimen, days, evidence)
    if not sessions:
        return []
    when = np.arange(0.0, days + 1e-9)
    seen = wound_course(
        sessions, wound_people(typical_physiology(evidence, sex), evidence), when, evidence=evidence
    )
    columns = {name: getattr(seen, name)[0] for name in (*WOUND_COLUMNS, *WOUND_GAINS)}
    procedures = " + ".join(map(str, regimen.procedures))
    says = "inflammation, fibroblasts and maturing collagen are the three phases"
    return [Insight(name="wound", regimen=procedures, says=says, columns={"day": when, **columns})]


def _plasma(regimen: Regimen, days: float, evidence: Catalogue, sex: str) -> list[Insight]:
    if not regimen.courses:
        return []
    when = np.arange(0.0, min(days, LEVEL_DAYS) + 1e-9, 1.0 / LEVELS_PER_DAY)
    seen = dht_course(regimen, typical_physiology(evidence, sex), when, evidence=evidence)
    levels = {f"{drug} [ng/mL]": level[0] for drug, level in seen.concentration_ng_per_ml.items()}
    says = "levels in blood, before the dose that is due"
    return [Insight(name="plasma", regimen=str(regimen), says=says, columns={"day": when, **levels})]


INSIGHTS: Mapping[str, Callable[[Regimen, float, Catalogue, str], list[Insight]]] = {
    "channels": _channels,
    "absorption": _absorption,
    "wound": _wound,
    "plasma": _plasma,
}
"""What can be shown, by name."""
