"""From the skin to the blood: concentrations in plasma, and when they are too much.

One compartment. The half-life of minoxidil is that of people whose kidneys work (Halstenson1989); it is longer where
they fail, and the label of the tablets names a longer one (Loniten1999).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from anagen.compiled import compiled
from anagen.errors import InputError
from anagen.evidence import Catalogue, known
from anagen.laws.pharmacokinetics import NG_PER_ML, bateman
from anagen.skin.drugs import skin_drug

__all__ = ["Elimination", "elimination", "exposure_warnings", "oral_minoxidil", "plasma"]

Floats = NDArray[np.float64]


class Elimination(NamedTuple):
    """How blood gets rid of a drug."""

    clearance: float
    """[L/day]"""
    volume: float
    """[L]"""

    @property
    def rate(self) -> float:
        """[1/day]"""
        return self.clearance / self.volume


def elimination(drug: str, evidence: Catalogue) -> Elimination:
    """How blood gets rid of a drug, in a typical person.

    Parameters
    ----------
    drug
        Its name.
    evidence
        Where its numbers stand.
    """
    names = skin_drug(drug)
    clearance = evidence.value(names.clearance, "L/day")
    if names.volume is not None:
        return Elimination(clearance, evidence.value(names.volume, "L"))
    half_life = evidence.value(str(names.half_life), "day")
    return Elimination(clearance, clearance * half_life / math.log(2.0))


@compiled
def plasma(arrived: Floats, days: Floats, rate: float, volume: float) -> Floats:
    """Concentration in plasma at each time, when drug arrives evenly between two times. [ng/mL]

    Parameters
    ----------
    arrived
        Drug that the blood has received by each time. [mg]
    days
        The times, rising. [day]
    rate
        Rate constant of elimination. [1/day]
    volume
        Of distribution. [L]
    """
    found = np.empty(days.size)
    amount = arrived[0]
    found[0] = NG_PER_ML * amount / volume
    for i in range(1, days.size):
        h = days[i] - days[i - 1]
        if h > 0.0:
            amount = amount * math.exp(-rate * h) - math.expm1(-rate * h) * (arrived[i] - arrived[i - 1]) / (
                rate * h
            )
        found[i] = NG_PER_ML * amount / volume
    return found


def oral_minoxidil(
    dose_mg: float, taken_days: Sequence[float], at_days: ArrayLike, *, evidence: Catalogue | None = None
) -> Floats:
    """Concentration of minoxidil in plasma when it is swallowed. [ng/mL]

    Against hair loss this is off-label: only a clinician's plan uses it.

    Parameters
    ----------
    dose_mg
        Each dose. [mg]
    taken_days
        When doses are taken. [day]
    at_days
        When to read. [day]
    evidence
        Where numbers stand; not given: all that is known.
    """
    if not (math.isfinite(dose_mg) and dose_mg > 0.0):
        raise InputError(f"A dose by mouth must be more than zero, not {dose_mg:g} mg.")
    numbers = known() if evidence is None else evidence
    body = elimination("minoxidil", numbers)
    ka = numbers.value("minoxidil_oral_ka", "1/day")
    reaches = dose_mg * numbers.value("minoxidil_oral_bioavailability", "1")
    when = np.atleast_1d(np.asarray(at_days, dtype=np.float64))
    found = np.zeros(when.size)
    for taken in taken_days:
        found += [bateman(float(day - taken), reaches, ka, body.rate, body.volume) for day in when]
    return found


def exposure_warnings(
    drug: str, days: Floats, blood_mg: Floats, plasma_ng_per_ml: Floats, evidence: Catalogue
) -> tuple[str, ...]:
    """What to say where more of a drug gets into the blood than a label or a study holds harmless.

    Parameters
    ----------
    drug
        Its name.
    days
        The times. [day]
    blood_mg
        Drug that the blood has received by each time. [mg]
    plasma_ng_per_ml
        Concentration in plasma. [ng/mL]
    evidence
        Where the limits stand.
    """
    if drug != "minoxidil":
        return ()
    said = []
    label = evidence.value("minoxidil_oral_label_dose", "mg/day")
    limit = label * evidence.value("minoxidil_oral_bioavailability", "1")
    day_before = np.interp(days - 1.0, days, blood_mg, left=blood_mg[0])
    most = float((blood_mg - day_before).max())
    if most > limit:
        said.append(
            f"As much minoxidil gets into the blood in a day, {most:.1f} mg, as from a tablet for high blood pressure:"
            f" the label's first dose, {label:g} mg, brings {limit:.1f} mg. Do not use it so."
        )
    threshold = evidence.value("minoxidil_heart_rate_concentration", "ng/mL")
    peak = float(plasma_ng_per_ml.max())
    if peak > threshold:
        said.append(
            f"Minoxidil in plasma peaks at {peak:.0f} ng/mL;"
            f" above {threshold:g} ng/mL the heart beats faster (Ferry1996)."
        )
    return tuple(said)
