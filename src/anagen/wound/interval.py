"""How often to roll: the interval with the best drive whose risk of a scar is still accepted."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError
from anagen.units import DAYS_PER_WEEK, UM_PER_MM
from anagen.wound.course import wound_course
from anagen.wound.drive import wound_drive
from anagen.wound.people import WoundPeople
from anagen.wound.sessions import Needling, reference_needling, repeated

if TYPE_CHECKING:
    from anagen.evidence import Catalogue

__all__ = ["BestInterval", "IntervalResponse", "best_interval", "interval_response"]

WEEKS = 24.0
"""Length of the courses that are compared, rounded up to whole intervals; that of the pooled trials. [week]"""
INTERVALS_DAYS = tuple(float(days) for days in range(1, 43))
"""Intervals that people can keep: whole days up to six weeks."""

Channels = Callable[[float], Needling]
"""The session that needles of a length make, on day 0. [mm]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalResponse:
    """What a course gives and risks, by the interval between its sessions."""

    needle_length_mm: float
    interval_days: NDArray[np.float64]
    """[intervals]"""
    mean_drive: NDArray[np.float64]
    """Over the whole course, relative to the reference course. [intervals]"""
    scar_risk: NDArray[np.float64]
    """At the end of the course. [intervals]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BestInterval:
    """The best interval for needles of a length."""

    needle_length_mm: float
    interval_days: float
    """[day]"""
    mean_drive: float
    """Over the course, relative to the reference course. [ratio]"""
    scar_risk: float
    """At the end of the course. [ratio]"""
    risk_decides: bool
    """Whether more frequent sessions would do more, were it not for the risk."""


def interval_response(
    needle_length_mm: float,
    *,
    evidence: Catalogue,
    intervals_days: Sequence[float] = INTERVALS_DAYS,
    weeks: float = WEEKS,
    people: WoundPeople | None = None,
    channels: Channels | None = None,
) -> IntervalResponse:
    """Drive and risk of courses of one length that differ in their interval.

    Parameters
    ----------
    needle_length_mm
        Length of the needles. [mm]
    evidence
        Numbers of the wound.
    intervals_days
        Which intervals. [day]
    weeks
        Length of the course, which is rounded up to whole intervals. [week]
    people
        One person; None for the typical adult.
    channels
        The session that needles of a length make; None for sessions like those of the reference course.
    """
    if not (math.isfinite(needle_length_mm) and needle_length_mm > 0.0):
        raise InputError(f"A needle of {needle_length_mm} mm makes no hole. Give its length in mm.")
    if not (math.isfinite(weeks) and weeks > 0.0):
        raise InputError(f"A course of {weeks} weeks is none. Give more than zero.")
    who = WoundPeople.typical() if people is None else people
    if channels is None:
        session = reference_needling(evidence, needle_length_um=UM_PER_MM * needle_length_mm)
    else:
        session = channels(needle_length_mm)
    drive, risk = [], []
    for interval in intervals_days:
        # Whole intervals: else what a last session gives after the end would count for nothing.
        count = max(1, math.ceil(weeks * DAYS_PER_WEEK / interval - 1e-9))
        course, end = repeated(session, every_days=interval, count=count), count * interval
        drive.append(wound_drive(course, who, cells=1, cell_days=end, evidence=evidence).mean())
        risk.append(wound_course(course, who, [end], evidence=evidence).scar_risk.mean())
    return IntervalResponse(
        needle_length_mm=needle_length_mm,
        interval_days=np.asarray(intervals_days, np.float64),
        mean_drive=np.array(drive),
        scar_risk=np.array(risk),
    )


def best_interval(
    needle_length_mm: float,
    *,
    evidence: Catalogue,
    scar_risk_limit: float | None = None,
    intervals_days: Sequence[float] = INTERVALS_DAYS,
    weeks: float = WEEKS,
    people: WoundPeople | None = None,
    channels: Channels | None = None,
) -> BestInterval | None:
    """The interval whose course has the best mean drive at an accepted risk; None if no interval is accepted.

    Parameters
    ----------
    needle_length_mm, evidence, intervals_days, weeks, people, channels
        As in `interval_response`.
    scar_risk_limit
        Risk over the course that is accepted; None for the one of the evidence. [ratio]
    """
    response = interval_response(
        needle_length_mm,
        evidence=evidence,
        intervals_days=intervals_days,
        weeks=weeks,
        people=people,
        channels=channels,
    )
    limit = evidence.value("scar_risk_limit", "1") if scar_risk_limit is None else scar_risk_limit
    accepted = response.scar_risk <= limit
    if not accepted.any():
        return None
    best = int(np.argmax(np.where(accepted, response.mean_drive, -np.inf)))
    return BestInterval(
        needle_length_mm=needle_length_mm,
        interval_days=float(response.interval_days[best]),
        mean_drive=float(response.mean_drive[best]),
        scar_risk=float(response.scar_risk[best]),
        risk_decides=bool(response.mean_drive.max() > response.mean_drive[best]),
    )
