"""From minoxidil at the follicles to the drive that they feel."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled
from anagen.errors import InputError
from anagen.evidence import Catalogue, known
from anagen.laws.sulfation import following, sulfation_drive
from anagen.skin.absorb import Absorption, reference_concentration

__all__ = ["drive_course", "minoxidil_drive"]

Floats = NDArray[np.float64]


@compiled
def drive_course(
    concentration: Floats,
    days: Floats,
    reference_concentration: float,
    half_concentration: float,
    activity: float,
    onset: float,
) -> Floats:
    """Drive at each time, where sulfation is quick and the follicle answers slowly. [ratio]

    Parameters
    ----------
    concentration
        At the sheath; between two times it is taken as their mean. [ng/mL]
    days
        The times, rising. [day]
    reference_concentration, half_concentration, activity
        As in `anagen.laws.sulfation.sulfation_drive`.
    onset
        Rate constant with which the effect comes and goes. [1/day]
    """
    drive = np.zeros(days.size)
    for i in range(1, days.size):
        mean = 0.5 * (concentration[i - 1] + concentration[i])
        target = sulfation_drive(mean, reference_concentration, half_concentration, activity)
        drive[i] = following(drive[i - 1], target, onset, days[i] - days[i - 1])
    return drive


def minoxidil_drive(found: Absorption, *, activity: float = 1.0, evidence: Catalogue | None = None) -> Floats:
    """Minoxidil drive of a person's follicles: 1 is the typical man's, in the long run, under 5 % 1 mL twice daily.

    Parameters
    ----------
    found
        What became of the minoxidil that was put on.
    activity
        The person's sulfotransferase relative to the mean. [ratio]
    evidence
        Where numbers stand; not given: all that is known.
    """
    if found.drug != "minoxidil":
        raise InputError(f"Sulfotransferase makes nothing of {found.drug}: give the absorption of minoxidil.")
    if not (math.isfinite(activity) and activity >= 0.0):
        raise InputError(f"The activity of sulfotransferase must be 0 or more, not {activity:g}.")
    numbers = known() if evidence is None else evidence
    drive: Floats = drive_course(
        found.follicle_ng_per_ml,
        found.days,
        reference_concentration(numbers),
        numbers.value("minoxidil_sulfation_half_concentration", "ng/mL"),
        activity,
        numbers.value("minoxidil_onset_rate", "1/day"),
    )
    return drive
