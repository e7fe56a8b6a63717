"""How much each of a crowd counts once something was measured."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from anagen.consultation.crowd import READ, Crowd, Lives, spreads_of
from anagen.consultation.graded import earlier, graded_likelihood
from anagen.consultation.measurements import LEAST_LIKELIHOOD, Measurement, Seen, Weighed, weigh
from anagen.scalp.grading import CoverField
from anagen.simulation.conditioning import effective_number, tempered
from anagen.simulation.cover import cover_of
from anagen.treatment.regimen import Regimen

__all__ = ["cover_on", "weights_of"]

Floats = NDArray[np.float64]

MEASURED_LEAST, MEASURED_LEAST_SHARE = 24.0, 0.3
"""Below this effective number of people (of a small crowd, this share), likelihoods of measurements are tempered."""
BLURS = (0.0, 0.25, 0.5, 0.75, 1.0)
"""How far the chance of a little scalp may count as error, the least first that leaves enough people."""


def weights_of(
    crowd: Crowd, lives: Lives, measurements: Sequence[Measurement], taken: str
) -> tuple[Weighed, Floats, float]:
    """How much each of a crowd counts under measurements, and the power to which their likelihood was raised."""
    if not measurements:
        return Weighed(log_likelihood=np.zeros(len(crowd))), np.ones(len(crowd)), 1.0
    seen = Seen(
        days=lives.days,
        readings={name: lives.of(name, taken) for name in READ if name in lives.readings},
        cover={one.day: cover_on(crowd, lives, one, taken) for one in measurements if one.is_grade},
        area_cm2=lives.area_cm2,
    )
    least, spreads = min(MEASURED_LEAST, MEASURED_LEAST_SHARE * len(crowd)), spreads_of(crowd.evidence)
    counted = already_counted(crowd)
    for blur in BLURS:
        weighed = weigh(measurements, seen, crowd.evidence, spreads, blur)
        left = weighed.log_likelihood - counted
        likelihood = np.exp(left - left.max())
        if effective_number(likelihood) >= least:
            break
    weight, power = tempered(likelihood, least)
    return weighed, weight, power


def already_counted(crowd: Crowd) -> Floats:
    """Logarithm of what grades said when a crowd was gathered, as if nothing had been taken. [people]"""
    parts = [
        np.log(
            np.maximum(graded_likelihood(one.candidates, crowd.grades, one.evidence), LEAST_LIKELIHOOD)
        ).sum(axis=0)
        for one in crowd.shares
    ]
    return np.concatenate(parts)


def cover_on(crowd: Crowd, lives: Lives, one: Measurement, taken: str) -> CoverField:
    """The cover of each one's whole head on the day of a grade.

    Whole heads are known untreated. What a treatment did is read in one region; the hair that is missing elsewhere is
    taken to have changed by the same share.
    """
    ago = earlier(one)
    fields = [cover_of(share.candidates, share.evidence, earlier_years=ago) for share in crowd.shares]
    untreated = np.concatenate([field.heads for field in fields])
    if one.day > 0.0 and taken != str(Regimen()):
        k = int(np.argmin(np.abs(lives.days - one.week_day)))
        missing = np.maximum(1.0 - lives.cover(taken)[:, k], 0.0)
        usual = np.maximum(1.0 - lives.cover(str(Regimen()))[:, k], 0.02)
        untreated = 1.0 - np.minimum(missing / usual, 2.0)[:, None] * (1.0 - untreated)
    return CoverField(sex=crowd.person.sex, relative_density=np.clip(untreated, 0.0, 1.0))
