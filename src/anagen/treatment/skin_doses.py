"""From doses on the scalp to what each of them does at the follicles, by way of the skin.

A dose counts by the stretch of time until the next one: what it does there depends on the doses, the rollings and the
washes of the days before, and on nothing earlier, since the skin forgets. So the skin is only run until every such
situation has come up once.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled
from anagen.evidence import Catalogue
from anagen.laws.sulfation import sulfated
from anagen.skin.absorb import absorption, reference_concentration
from anagen.skin.absorb import course as skin_course
from anagen.skin.needling import Needling as SkinNeedling
from anagen.skin.product import Application, Formulation
from anagen.treatment.procedures import Rolling
from anagen.treatment.regimen import Course, Regimen
from anagen.units import MINUTES_PER_DAY, convert

__all__ = ["SkinDoses", "SkinTimes", "drive_of_doses", "half_of_reference", "skin_doses", "skin_times"]

Floats = NDArray[np.float64]
MEMORY_DAYS = 3.0
"""Days after which the skin has forgotten a dose. A test holds what this costs in accuracy."""
DOSES_BACK = 6
"""Doses before it that may matter to one; three days of doses twice daily."""
READ_EVERY_MIN = 20
REFERENCE_PERCENT, REFERENCE_ML, REFERENCE_EVERY_DAYS, SETTLED_DAYS = 5.0, 1.0, 0.5, 9.0
"""The course that defines a minoxidil drive of one, and after how long it has settled. [%, mL, day, day]"""
FOLLOWED_DAYS = 10.0
"""Until when one dose is followed, to tell how long it takes. [day]"""
MOST_KEPT = 256
_kept: OrderedDict[tuple[object, ...], SkinDoses] = OrderedDict()


class SkinDoses(NamedTuple):
    """What each dose of a course does until the next one."""

    exposure: Floats
    """Of the follicles, unbound. [ng/mL day] [doses]"""
    sulfated: Floats
    """The rate of sulfation relative to its greatest, summed over time; zero for what is not sulfated. [day] [doses]"""
    blood: Floats
    """Received by the blood. [mg] [doses]"""


def skin_doses(regimen: Regimen, course: Course, until_day: float, evidence: Catalogue) -> SkinDoses:
    """What the doses of one course on the scalp do, in a typical skin.

    Parameters
    ----------
    regimen
        All that is given and done: rolling opens the skin.
    course
        The course, one of the regimen's.
    until_day
        How far to look. [day]
    evidence
        Numbers of the skin.
    """
    rollings = tuple(one for one in regimen.procedures if isinstance(one, Rolling))
    key = (rollings, course, until_day, evidence.fingerprint)  # whatever else is taken
    if key not in _kept:
        _kept[key] = _skin_doses(regimen, course, until_day, evidence)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return _kept[key]


def _skin_doses(regimen: Regimen, course: Course, until_day: float, evidence: Catalogue) -> SkinDoses:
    # A little further, so that the last dose has a next one where the course goes on.
    further = until_day + MEMORY_DAYS
    days = np.array(regimen.dose_days(course, further))
    doses = len(regimen.dose_days(course, until_day))
    if doses == 0:
        return SkinDoses(np.zeros(0), np.zeros(0), np.zeros(0))
    return _of_all_rollers(regimen, course, days, doses, further, evidence)


def _of_all_rollers(
    regimen: Regimen, course: Course, days: Floats, doses: int, until_day: float, evidence: Catalogue
) -> SkinDoses:
    """`SkinDoses` of the first of the doses on some days."""
    rollings = [one for one in regimen.procedures if isinstance(one, Rolling)]
    if not rollings:
        return _run(course, days, doses, None, until_day, evidence)
    found = [_run(course, days, doses, rolling, until_day, evidence) for rolling in rollings]
    # With several rollers each dose counts as after the one that was used last before it.
    last = np.array([_last_before(one, days[:doses], until_day) for one in rollings])
    rows = np.argmax(last, axis=0)
    return SkinDoses(*(np.choose(rows, list(columns)) for columns in zip(*found, strict=True)))


def _last_before(rolling: Rolling, days: Floats, until_day: float) -> Floats:
    """The last session of a roller at or before some days. [day]"""
    rolled = np.array([-np.inf, *rolling.session_days(until_day)])
    latest: Floats = rolled[np.searchsorted(rolled, days + 1e-9, side="right") - 1]
    return latest


def _run(
    course: Course,
    days: Floats,
    doses: int,
    rolling: Rolling | None,
    until_day: float,
    evidence: Catalogue,
) -> SkinDoses:
    """Run the skin until every situation of the first doses has come up once, and read each there."""
    ends = np.append(days[1:], np.inf)
    ends = np.minimum(ends, days + MEMORY_DAYS)
    rolled = [] if rolling is None else rolling.session_days(until_day)
    wash = evidence.value("scalp_wash_interval", "day")
    # Doses beyond the first ones are there to end what is before them: the last of all would end like no other.
    situation = _situations(days, ends, np.array(rolled), wash)[:doses]
    _, first, which = np.unique(situation, axis=0, return_index=True, return_inverse=True)
    # What happens at the end of the last stretch is part of it: steps of the skin end where something happens.
    stop = float(ends[first].max()) + READ_EVERY_MIN / MINUTES_PER_DAY
    seen = skin_course(
        _application(course),
        applied_days=days[days < stop].tolist(),
        needling=None if rolling is None else _needling(rolling, evidence),
        rolled_days=[day for day in rolled if day < stop],
        until_days=stop,
        every_min=READ_EVERY_MIN,
        evidence=evidence,
    )
    when = seen.days + days[0]
    made = _sulfated_so_far(seen.follicle_ng_per_ml, seen.days, course, evidence)
    totals = (seen.follicle_exposure, made, seen.blood_mg)
    values = (np.interp(ends[first], when, total) - np.interp(days[first], when, total) for total in totals)
    return SkinDoses(*(value[which.ravel()] for value in values))


def _situations(days: Floats, ends: Floats, rolled: Floats, wash_days: float) -> NDArray[np.int64]:
    """What matters to each dose, in minutes: the doses before it, the last rolling, the phase of washing, its end."""
    columns = [ends - days, days % wash_days]
    for back in range(1, DOSES_BACK + 1):
        earlier = np.concatenate([np.full(min(back, days.size), -np.inf), days[:-back]])[: days.size]
        columns.append(np.minimum(days - earlier, MEMORY_DAYS))
    before = np.concatenate([[-np.inf], rolled])
    last = before[np.searchsorted(before, days + 1e-9, side="right") - 1]
    columns.append(np.minimum(days - last, MEMORY_DAYS))
    minutes: NDArray[np.int64] = np.round(np.column_stack(columns) * MINUTES_PER_DAY).astype(np.int64)
    return minutes


class SkinTimes(NamedTuple):
    """How long one dose takes, on average."""

    to_blood: float
    """From the application until the drug is in the blood. [day]"""
    at_follicle: float
    """From the application until it has acted at the follicle. [day]"""


def skin_times(course: Course, evidence: Catalogue) -> SkinTimes:
    """Mean times of one dose of a course, on intact skin.

    Parameters
    ----------
    course
        Of something put on the scalp.
    evidence
        Numbers of the skin.
    """
    seen = absorption(_application(course), until_days=FOLLOWED_DAYS, evidence=evidence)
    days = seen.days - seen.days[0]
    missing = 1.0 - seen.blood_mg / seen.blood_mg[-1]
    level = seen.follicle_ng_per_ml
    return SkinTimes(
        to_blood=float(np.trapezoid(missing, days)),
        at_follicle=float(np.trapezoid(level * days, days) / np.trapezoid(level, days)),
    )


def _application(course: Course) -> Application:
    """One dose as the skin takes it."""
    return Application(
        formulation=Formulation(
            drug=course.agent,
            strength_percent=course.strength_percent or 0.0,
            vehicle=course.formulation or "solution",
        ),
        volume_ml=course.volume_ml or 0.0,
    )


def _needling(rolling: Rolling, evidence: Catalogue) -> SkinNeedling:
    """A session as the skin takes it."""
    passes = rolling.passes
    if passes is None:
        passes = evidence.value("needling_reference_passes", "1")
    return SkinNeedling(length_um=convert(rolling.needle_mm, "mm", "um"), passes=passes)


def _sulfated_so_far(level: Floats, days: Floats, course: Course, evidence: Catalogue) -> Floats:
    """Sulfation summed over time. [day]"""
    if course.agent != "minoxidil":
        return np.zeros(level.size)
    half = evidence.value("minoxidil_sulfation_half_concentration", "ng/mL")
    rate = np.empty(level.size)
    _fill_sulfation(level, half, rate)
    total: Floats = np.concatenate([[0.0], np.cumsum(0.5 * (rate[1:] + rate[:-1]) * np.diff(days))])
    return total


@compiled
def _fill_sulfation(level: Floats, half: float, rate: Floats) -> None:
    """The rate of sulfation at each of some levels."""
    for k in range(level.size):
        rate[k] = sulfated(level[k], half)


def drive_of_doses(regimen: Regimen, course: Course, until_day: float, evidence: Catalogue) -> Floats:
    """What each dose of minoxidil adds to the drive, summed over time, in a man of the mean activity. [day]

    Parameters
    ----------
    regimen, course, until_day, evidence
        As in `skin_doses`.
    """
    found: Floats = skin_doses(regimen, course, until_day, evidence).sulfated / _settled_reference(evidence)
    return found


def _settled_reference(evidence: Catalogue) -> float:
    """Mean sulfation under the settled reference course, which is a drive of one. [ratio]"""
    course = Course(
        agent="minoxidil",
        route="topical",
        every_days=REFERENCE_EVERY_DAYS,
        strength_percent=REFERENCE_PERCENT,
        volume_ml=REFERENCE_ML,
    )
    doses = skin_doses(Regimen(courses=(course,)), course, SETTLED_DAYS, evidence)
    a_day = round(1.0 / REFERENCE_EVERY_DAYS)
    return float(doses.sulfated[-a_day:].sum())


def half_of_reference(evidence: Catalogue) -> float:
    """Concentration with half of the greatest sulfation, relative to that of the reference course. [ratio]

    Parameters
    ----------
    evidence
        Numbers of the skin.
    """
    half = evidence.value("minoxidil_sulfation_half_concentration", "ng/mL")
    return half / reference_concentration(evidence)
