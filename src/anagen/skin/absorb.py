"""What becomes of what is put on the scalp: on it, in it, at the follicles, in the blood, lost."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError
from anagen.evidence import Catalogue, known
from anagen.laws.diffusion import NG_PER_ML
from anagen.skin import march as fast
from anagen.skin.blood import elimination, exposure_warnings, plasma
from anagen.skin.drugs import Permeant, permeant
from anagen.skin.events import APPLY, Events, events
from anagen.skin.layers import Skin, typical_skin
from anagen.skin.modes import film_numbers, pore_numbers, slow_modes
from anagen.skin.needling import Channels, Needling, channels
from anagen.skin.product import Application, Film, Formulation, film
from anagen.units import MINUTES_PER_DAY

__all__ = [
    "WAYS_IN",
    "Absorption",
    "absorption",
    "course",
    "march_rows",
    "reference_concentration",
    "run_events",
]

Floats = NDArray[np.float64]

WAYS_IN = ("stratum corneum", "follicle openings", "needle channels")
"""Names of the ways in, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Absorption:
    """What became of a drug, at some times. All amounts are of the whole treated area."""

    drug: str
    days: Floats
    """Since the first application. [day]"""
    applied_mg: Floats
    """Put on so far. [mg]"""
    on_surface_mg: Floats
    lost_mg: Floats
    """Rubbed off, to hair, hands and pillow. [mg]"""
    washed_mg: Floats
    """Washed off. [mg]"""
    stratum_corneum_mg: Floats
    follicle_openings_mg: Floats
    living_skin_mg: Floats
    blood_mg: Floats
    """Received by the blood so far. [mg]"""
    through_mg: Mapping[str, Floats]
    """Gone into the skin so far, by way in. [mg]"""
    follicle_ng_per_ml: Floats
    """Unbound concentration along the sheath of the follicles. [ng/mL]"""
    follicle_exposure: Floats
    """The same summed over time. [ng/mL day]"""
    plasma_ng_per_ml: Floats
    """Concentration in plasma of a typical person. [ng/mL]"""
    warnings: tuple[str, ...]

    @property
    def absorbed_share(self) -> float:
        """Share of what was put on that is in the blood at the end. [ratio]"""
        return float(self.blood_mg[-1] / self.applied_mg[-1])

    @property
    def missing_mg(self) -> Floats:
        """What the balance does not account for: nothing, but for rounding. [mg]"""
        found: Floats = self.applied_mg - (
            self.on_surface_mg
            + self.lost_mg
            + self.washed_mg
            + self.stratum_corneum_mg
            + self.follicle_openings_mg
            + self.living_skin_mg
            + self.blood_mg
        )
        return found

    def between(self, start_day: float, end_day: float) -> tuple[float, float]:
        """Drug that the blood received, and exposure of the follicles, between two days. [mg, ng/mL day]

        Parameters
        ----------
        start_day, end_day
            [day]
        """
        ends = (start_day, end_day)
        blood = np.interp(ends, self.days, self.blood_mg)
        exposure = np.interp(ends, self.days, self.follicle_exposure)
        return float(blood[1] - blood[0]), float(exposure[1] - exposure[0])


def absorption(
    application: Application,
    needling: Needling | None = None,
    delay_min: float = 0.0,
    *,
    contact_days: float = 0.5,
    until_days: float = 6.0,
    every_min: int = 10,
    skin: Skin | None = None,
    permeability_factor: float = 1.0,
    evidence: Catalogue | None = None,
) -> Absorption:
    """One application, on intact skin or some time after a rolling.

    Parameters
    ----------
    application
        What is put on.
    needling
        The rolling before it, if any.
    delay_min
        From the end of the rolling to the application. [min]
    contact_days
        Until it is washed off. [day]
    until_days
        How long to follow it. [day]
    every_min
        How often to read. [min]
    skin
        Whose; not given: a typical scalp.
    permeability_factor
        What the person's barrier lets through, relative to a typical one. [ratio]
    evidence
        Where numbers stand; not given: all that is known.
    """
    if not (math.isfinite(delay_min) and delay_min >= 0.0):
        raise InputError(
            f"An application cannot follow its rolling by {delay_min:g} minutes. Give 0 or more."
        )
    if needling is None and delay_min > 0.0:
        raise InputError("A delay needs a rolling to count from: give needling=Needling(...).")
    start = delay_min / MINUTES_PER_DAY
    what = events(
        [start],
        [] if needling is None else [0.0],
        [start + contact_days] if contact_days < until_days else [],
    )
    read_min = what.minute[what.kind == APPLY][0] + np.arange(0, until_days * MINUTES_PER_DAY + 1, every_min)
    return run_events(
        application,
        what,
        read_min,
        needling=needling,
        skin=skin,
        permeability_factor=permeability_factor,
        evidence=evidence,
    )


def course(
    application: Application,
    *,
    applied_days: Sequence[float],
    needling: Needling | None = None,
    rolled_days: Sequence[float] = (),
    washed_days: Iterable[float] | None = None,
    until_days: float,
    every_min: int = 120,
    skin: Skin | None = None,
    permeability_factor: float = 1.0,
    evidence: Catalogue | None = None,
) -> Absorption:
    """A course of applications and rollings.

    Parameters
    ----------
    application
        What is put on each time.
    applied_days
        When; the first is day 0 of the result. [day]
    needling, rolled_days
        How and when the scalp is rolled. [day]
    washed_days
        When it is washed; not given: as often as people do, before what is put on then. [day]
    until_days
        How long to follow. [day]
    every_min
        How often to read. [min]
    skin, permeability_factor, evidence
        As in `absorption`.
    """
    if not applied_days:
        raise InputError("A course needs at least one application.")
    if needling is None and len(rolled_days) > 0:
        raise InputError("Rolling needs a roller: give needling=Needling(...).")
    numbers = known() if evidence is None else evidence
    if washed_days is None:
        interval = numbers.value("scalp_wash_interval", "day")
        washed_days = np.arange(interval, until_days, interval).tolist()
    what = events(applied_days, rolled_days, washed_days)
    first = what.minute[what.kind == APPLY][0]
    read_min = np.arange(first, math.floor(until_days * MINUTES_PER_DAY + 0.5) + 1, every_min)
    return run_events(
        application,
        what,
        read_min,
        needling=needling,
        skin=skin,
        permeability_factor=permeability_factor,
        evidence=numbers,
    )


def run_events(
    application: Application,
    what: Events,
    read_min: NDArray[np.int64],
    *,
    needling: Needling | None = None,
    skin: Skin | None = None,
    permeability_factor: float = 1.0,
    evidence: Catalogue | None = None,
) -> Absorption:
    """Any order of events.

    Parameters
    ----------
    application, needling
        What an application and a rolling are.
    what
        The events.
    read_min
        When to read, rising; before the events of that minute. [min]
    skin, permeability_factor, evidence
        As in `absorption`.
    """
    numbers = known() if evidence is None else evidence
    layers = typical_skin(numbers) if skin is None else skin
    drug = permeant(application.formulation.drug, numbers, permeability_factor)
    holes = None if needling is None else channels(needling, skin=layers, evidence=numbers)
    layer = film(application, numbers)
    rows = march_rows(layers, drug, layer, what, read_min, holes)
    return _result(application, layer, what, read_min, rows, numbers)


def march_rows(
    skin: Skin, drug: Permeant, layer: Film, what: Events, read_min: NDArray[np.int64], holes: Channels | None
) -> Floats:
    """The fast form's readings, per cm2 and in the columns of `anagen.skin.march`."""
    rows = np.zeros((read_min.size, fast.COLUMNS))
    fast.march(
        slow_modes(skin, drug, holes),
        film_numbers(layer, drug),
        pore_numbers(skin, drug, holes),
        what.minute,
        what.kind,
        np.ascontiguousarray(read_min, dtype=np.int64),
        rows,
    )
    return rows


def _result(
    application: Application,
    layer: Film,
    what: Events,
    read_min: NDArray[np.int64],
    rows: Floats,
    numbers: Catalogue,
) -> Absorption:
    """Readings in words and milligrams."""
    name = application.formulation.drug
    area = layer.area_cm2
    through = area * rows[:, fast.BY_SURFACE : fast.BY_PORES + 1]
    # What blood took never falls; what the fast modes hold wobbles by less than anyone measures.
    blood = np.maximum.accumulate(np.maximum(through.sum(axis=1) - area * rows[:, fast.HELD], 0.0))
    barrier, openings = area * rows[:, fast.BARRIER], area * rows[:, fast.IN_OPENINGS]
    applied_at = what.minute[what.kind == APPLY]
    days = (read_min - applied_at[0]) / MINUTES_PER_DAY
    body = elimination(name, numbers)
    concentration = plasma(blood, days, body.rate, body.volume)
    for one in (through, blood, concentration):
        one.flags.writeable = False
    return Absorption(
        drug=name,
        days=days,
        applied_mg=application.dose_mg
        * np.searchsorted(applied_at, read_min, side="left").astype(np.float64),
        on_surface_mg=area * rows[:, fast.FILM],
        lost_mg=area * rows[:, fast.LOST],
        washed_mg=area * rows[:, fast.WASHED],
        stratum_corneum_mg=barrier,
        follicle_openings_mg=openings,
        living_skin_mg=through.sum(axis=1) - blood - barrier - openings,
        blood_mg=blood,
        through_mg=MappingProxyType({way: through[:, place] for place, way in enumerate(WAYS_IN)}),
        follicle_ng_per_ml=NG_PER_ML * rows[:, fast.SHEATH],
        follicle_exposure=NG_PER_ML * rows[:, fast.EXPOSURE],
        plasma_ng_per_ml=concentration,
        warnings=exposure_warnings(name, days, blood, concentration, numbers),
    )


STEADY_DAYS = 10
"""Days after which a daily course repeats: the skin forgets within two."""


_references: dict[str, float] = {}
"""By the fingerprint of the evidence."""


def reference_concentration(evidence: Catalogue | None = None) -> float:
    """Mean concentration of minoxidil at the follicles of a typical man under 5 % 1 mL twice daily. [ng/mL]

    That is where the minoxidil drive is one.

    Parameters
    ----------
    evidence
        Where numbers stand; not given: all that is known.
    """
    numbers = known() if evidence is None else evidence
    key = numbers.fingerprint
    if key not in _references:
        five = Application(formulation=Formulation(drug="minoxidil", strength_percent=5.0))
        twice = [0.5 * k for k in range(2 * STEADY_DAYS)]
        found = course(five, applied_days=twice, until_days=float(STEADY_DAYS), evidence=numbers)
        _references[key] = found.between(STEADY_DAYS - 1.0, float(STEADY_DAYS))[1]
    return _references[key]
