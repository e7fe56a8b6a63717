"""What a session does, by the models of the skin and of the wound: holes, redness, healing, the risk of a scar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from anagen.evidence import Catalogue, known
from anagen.skin import Application, Channels, Formulation, Needling, Roller, absorption, channels
from anagen.units import HOURS_PER_DAY, UM_PER_MM
from anagen.wound.course import wound_course
from anagen.wound.people import WoundPeople
from anagen.wound.sessions import Needling as Wound

__all__ = ["COURSE_DAYS", "Delivery", "Dose", "Rolled", "course_risk", "delivery", "dose"]

FOLLOWED_DAYS = 28.0
COURSE_DAYS = 168
"""Sessions of so many days count together for the risk of a scar: a course as long as those of the trials. [day]"""
AFTER_DAYS = 56.0
"""For how long after the last session the risk is followed: until new collagen has matured. [day]"""
JUST_VISIBLE = 1.0
"""Redness from which it is seen."""
DELAYS_H = (0.0, 0.5, 1.0, 2.0, 6.0, 24.0)
"""Delays at which absorption is told. [h]"""
LABEL_PERCENT = 5.0
"""Strength of the solution whose absorption is told. [%]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolled:
    """A session that was done, or may be."""

    day: float
    """[day]"""
    needle_mm: float
    """[mm]"""
    passes: float
    """Over each place, in the mean."""
    drum_needles: int = 192


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """What one session does to the skin of a typical adult."""

    holes_per_cm2: float
    """[1/cm2]"""
    depth_um: float
    """Typical depth of a hole. [um]"""
    open_percent: float
    """Share of the surface that is open right after. [%]"""
    redness_h: float
    """For how long redness is seen. [h]"""
    peak_inflammation_h: float
    """[h]"""
    barrier_h: float
    """Until the skin loses no more water than before. [h]"""
    scar_risk_percent: float
    """Risk of a lasting scar from all sessions of the last half year and this one. [%]"""
    scar_limit_percent: float
    """The risk that is accepted: the most that the record does not rule out. [%]"""

    def as_dict(self) -> dict[str, Any]:
        """The dose as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How much of one dose of 5 % minoxidil the blood receives, by its delay after rolling."""

    intact_percent: float
    """Through skin that was not rolled. [%]"""
    by_delay: tuple[tuple[float, float], ...]
    """Hours after rolling, and share. [h, %]"""

    def at(self, hours: float) -> float:
        """Share at one of the delays. [%]"""
        return dict(self.by_delay)[hours]

    def as_dict(self) -> dict[str, Any]:
        """The delivery as plain values."""
        return {
            "intact_percent": self.intact_percent,
            "by_delay": [{"hours": hours, "absorbed_percent": share} for hours, share in self.by_delay],
        }


def dose(session: Rolled, past: Sequence[Rolled] = (), *, evidence: Catalogue | None = None) -> Dose:
    """What a session does.

    Parameters
    ----------
    session
        The session; without a pass it does nothing.
    past
        Those before it.
    evidence
        Where numbers stand; what is known, unless given.
    """
    numbers = evidence or known()
    limit = 100.0 * numbers.value("scar_risk_limit", "1")
    risk = 100.0 * course_risk([*past, session], evidence=numbers)
    if session.passes < 1.0:
        return Dose(
            holes_per_cm2=0.0,
            depth_um=0.0,
            open_percent=0.0,
            redness_h=0.0,
            peak_inflammation_h=0.0,
            barrier_h=0.0,
            scar_risk_percent=risk,
            scar_limit_percent=limit,
        )
    holes = holes_of(session, numbers)
    days = np.arange(0.0, FOLLOWED_DAYS, 1.0 / HOURS_PER_DAY)
    course = wound_course(
        [wound_of(replace(session, day=0.0), numbers)], WoundPeople.typical(), days, evidence=numbers
    )
    red = np.flatnonzero(course.redness[0] >= JUST_VISIBLE)
    return Dose(
        holes_per_cm2=holes.density_per_cm2,
        depth_um=holes.depth_um,
        open_percent=100.0 * holes.open_share,
        redness_h=float(HOURS_PER_DAY * days[red[-1]]) if red.size else 0.0,
        peak_inflammation_h=float(HOURS_PER_DAY * days[np.argmax(course.inflammation[0])]),
        barrier_h=HOURS_PER_DAY * holes.water_recovery_days,
        scar_risk_percent=risk,
        scar_limit_percent=limit,
    )


def course_risk(sessions: Sequence[Rolled], *, evidence: Catalogue | None = None) -> float:
    """Risk of a lasting scar from the sessions of the half year before the last one, and it. [ratio]

    Parameters
    ----------
    sessions
        In any order.
    evidence
        Where numbers stand; what is known, unless given.
    """
    numbers = evidence or known()
    made = [one for one in sessions if one.passes >= 1.0]
    if not made:
        return 0.0
    last = max(one.day for one in made)
    counted = [one for one in made if one.day > last - COURSE_DAYS]
    first = min(one.day for one in counted)
    course = [wound_of(replace(one, day=one.day - first), numbers) for one in counted]
    end = last - first + AFTER_DAYS
    return float(wound_course(course, WoundPeople.typical(), [end], evidence=numbers).scar_risk[0, 0])


def delivery(session: Rolled, *, evidence: Catalogue | None = None) -> Delivery:
    """What waiting costs of the absorption of one dose of minoxidil.

    Parameters
    ----------
    session
        The rolling.
    evidence
        Where numbers stand; what is known, unless given.
    """
    numbers = evidence or known()
    application = Application(formulation=Formulation(drug="minoxidil", strength_percent=LABEL_PERCENT))
    roll = needling_of(session)
    found = [
        absorption(application, roll, 60.0 * hours, evidence=numbers).absorbed_share for hours in DELAYS_H
    ]
    return Delivery(
        intact_percent=100.0 * absorption(application, evidence=numbers).absorbed_share,
        by_delay=tuple((hours, 100.0 * share) for hours, share in zip(DELAYS_H, found, strict=True)),
    )


def needling_of(session: Rolled) -> Needling:
    """A session as the skin takes it."""
    return Needling(
        length_um=UM_PER_MM * session.needle_mm,
        passes=max(1.0, session.passes),
        roller=Roller(needles=session.drum_needles),
    )


def holes_of(session: Rolled, evidence: Catalogue) -> Channels:
    """The channels of a session."""
    return channels(needling_of(session), evidence=evidence)


def wound_of(session: Rolled, evidence: Catalogue) -> Wound:
    """A session as the wound takes it."""
    holes = holes_of(session, evidence)
    return Wound(
        day=session.day,
        hole_density_per_cm2=holes.density_per_cm2,
        channel_depth_um=holes.depth_um,
        channel_radius_um=holes.radius_um,
    )
