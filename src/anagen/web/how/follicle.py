"""One follicle from twenty to seventy under given drives: the plain twin of the model's kernel, with chance left out.

Every stay lasts its mean, so that nothing changes but what the reader changes. What trials leave open is shown by
living the same life with every set of numbers that fits them nearly as well.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from anagen.errors import InputError, unknown_name
from anagen.evidence import Catalogue, known
from anagen.evidence.ensemble import ensemble
from anagen.units import DAYS_PER_YEAR

if TYPE_CHECKING:
    from anagen.kernel.plain import Cycle

__all__ = ["FOLLICLES", "FROM_AGE", "TO_AGE", "Life", "Setting", "androgen_drive", "lives", "percentile"]

FROM_AGE, TO_AGE = 20, 70
FOLLICLES = {"less": 0.1, "middle": 0.5, "more": 0.9}
"""How sensitive the follicle is: the share of a man's follicles that are less so."""
KEY = (7, 1)
"""Of the few draws that are left: where in its cycle the follicle is at puberty."""
NO_CHANCE = {
    "anagen_duration_cv": 0.0,
    "catagen_duration_cv": 0.0,
    "telogen_duration_cv": 0.0,
    "kenogen_duration_cv": 0.0,
    "full_shaft_diameter_cv": 0.0,
    "sensitivity_sd_between_follicles": 0.0,
    "established_vellus_loss_probability": 0.0,
}
MOST_PERCENT = {"dht": 120, "minoxidil": 100, "healing": 100}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is tried out."""

    dht: int = 100
    """DHT in the scalp, relative to the same man untreated. [%]"""
    minoxidil: int = 0
    """Of what the mean man's follicles get from 5 %, 1 mL, twice daily. [%]"""
    healing: int = 0
    """Of the signal in a week of settled weekly rolling. [%]"""
    since: int = 30
    """Age from which that holds. [year]"""
    follicle: str = "middle"
    """One of `FOLLICLES`."""

    def __post_init__(self) -> None:
        for name, most in MOST_PERCENT.items():
            if not 0 <= getattr(self, name) <= most:
                raise InputError(f"{name} can be 0 to {most} %, not {getattr(self, name)}.")
        if not FROM_AGE <= self.since <= TO_AGE:
            raise InputError(f"It can begin at {FROM_AGE} to {TO_AGE}, not at {self.since}.")
        if self.follicle not in FOLLICLES:
            raise unknown_name("follicle", self.follicle, FOLLICLES)

    @property
    def is_untreated(self) -> bool:
        """Whether nothing is changed."""
        return (self.dht, self.minoxidil, self.healing) == (100, 0, 0)

    def untreated(self) -> Setting:
        """The same follicle without any of it."""
        return Setting(follicle=self.follicle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """One life of the follicle."""

    best_um: float
    """Diameter of its best hair. [um]"""
    cycles: tuple[Cycle, ...]
    """With days from the age of twenty on."""
    survival: tuple[float, ...]
    """Chance that it is still there as each cycle begins."""

    def cycle_at(self, age: float) -> int:
        """Which cycle it is in at an age. [year]"""
        day = (age - FROM_AGE) * DAYS_PER_YEAR
        return max((k for k, one in enumerate(self.cycles) if one.entry <= day), default=0)

    def width_um(self, age: float) -> float:
        """Width of the hair of its cycle at an age. [um]"""
        return self.best_um * self.cycles[self.cycle_at(age)].size_in


def androgen_drive(dht: float, evidence: Catalogue) -> float:
    """What a follicle feels of androgens, where less (or more) DHT is made of the same testosterone. [ratio]

    Parameters
    ----------
    dht
        DHT in the scalp, relative to untreated. [ratio]
    evidence
        Numbers.
    """
    from anagen.laws.androgen import receptor_drive, spared_testosterone

    reduced = evidence.value("scalp_testosterone_reduced_share", "1")
    capacity = (
        dht * (1.0 - reduced) / (1.0 - reduced * dht)
    )  # what makes that much DHT: spared testosterone inverted
    testosterone = spared_testosterone.py_func(capacity, reduced)
    return float(receptor_drive.py_func(testosterone, dht, evidence.value("testosterone_drive_share", "1")))


@lru_cache(maxsize=32)
def lives(setting: Setting) -> tuple[Life, ...]:
    """The life by the evidence, then by each set of numbers that fits the trials nearly as well.

    Parameters
    ----------
    setting
        What is tried out.
    """
    return tuple(_life(setting, one) for one in ensemble(known()))


def percentile(values: Sequence[float], percent: float) -> float:
    """A percentile by linear interpolation.

    Parameters
    ----------
    values
        Any order.
    percent
        0 to 100.
    """
    ranked = sorted(values)
    place = percent / 100.0 * (len(ranked) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + (place - below) * (ranked[above] - ranked[below])


def _life(setting: Setting, evidence: Catalogue) -> Life:
    from statistics import NormalDist

    from anagen.kernel.plain import PlainFollicle
    from anagen.simulation.numbers import follicle_numbers

    own = follicle_numbers(evidence)
    spread = own.sensitivity_sd_between_follicles
    more = math.exp(spread * NormalDist().inv_cdf(FOLLICLES[setting.follicle]))
    drives = _drives(setting, evidence)
    follicle = PlainFollicle(
        numbers=own._replace(**NO_CHANCE),
        drives=drives,
        key=KEY,
        person=0,
        follicle=0,
        median_sensitivity=math.exp(evidence.value("sensitivity_median_log", "1")) * more,
        opening_day=drives.first_day,
    )
    cycles = tuple(follicle.live((TO_AGE + 1 - FROM_AGE) * DAYS_PER_YEAR))
    lost = own.established_vellus_loss_probability
    survival = _survival(cycles, own, lost)
    return Life(best_um=own.full_shaft_diameter, cycles=cycles, survival=survival)


def _survival(cycles: Sequence[Cycle], numbers: Any, lost: float) -> tuple[float, ...]:
    """Chance that the follicle is there as each cycle begins: long vellus, it may be lost at the end of each."""
    chances, chance, since = [], 1.0, math.inf
    for one in cycles:
        chances.append(chance)
        since = min(since, one.entry) if one.size_in < numbers.vellus_size_limit else math.inf
        if one.end - since > numbers.vellus_establishment_time:
            chance *= 1.0 - lost
    return tuple(chances)


def _drives(setting: Setting, evidence: Catalogue) -> Any:
    """The drives in steps of the untreated rise, from puberty on; day 0 is the age of twenty."""
    from anagen.kernel.past import STEP_DAYS, drive_on
    from anagen.kernel.plain import PlainDrives

    onset = (evidence.value("onset_age_mean_male_european", "year") - FROM_AGE) * DAYS_PER_YEAR
    puberty = (evidence.value("puberty_age", "year") - FROM_AGE) * DAYS_PER_YEAR
    before = math.ceil((onset - puberty) / STEP_DAYS)
    first = onset - before * STEP_DAYS
    cells = math.ceil(((TO_AGE + 1 - FROM_AGE) * DAYS_PER_YEAR - first) / STEP_DAYS)
    begins = (setting.since - FROM_AGE) * DAYS_PER_YEAR
    rise = evidence.value("susceptibility_rise_time", "day")
    less = androgen_drive(setting.dht / 100.0, evidence)
    middles = [first + (k + 0.5) * STEP_DAYS for k in range(cells)]
    on = [day >= begins for day in middles]
    untreated = [float(drive_on.py_func(day, onset, math.inf, 1.0, rise)) for day in middles]
    return PlainDrives(
        first_day=first,
        cell_days=STEP_DAYS,
        androgen=[full * (less if now else 1.0) for full, now in zip(untreated, on, strict=True)],
        minoxidil=[setting.minoxidil / 100.0 * now for now in on],
        wound=[setting.healing / 100.0 * now for now in on],
    )
