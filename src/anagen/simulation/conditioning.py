"""Virtual people who fit what is known of one person: their age, and how thin the vertex is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError
from anagen.evidence import Catalogue
from anagen.instruments import Instrument, instrument
from anagen.kernel.numbers import FollicleNumbers
from anagen.kernel.population import Population, grow_up
from anagen.patient.cohort import Candidates, Chance, grown
from anagen.patient.person import Person
from anagen.simulation.observe import observe_baseline

__all__ = ["chance_to_fit", "window_chance"]

Floats = NDArray[np.float64]
MONTHS_PER_YEAR, DAYS_PER_YEAR = 12.0, 365.25
HEALTHY_PEOPLE = 32
"""Healthy people whose mean stands for what a person's hair density once was."""

VERTEX_DENSITY = {
    "I": "vertex_density_norwood_i",
    "II": "vertex_density_norwood_ii",
    "IIa": "vertex_density_norwood_ii",
    "III": "vertex_density_norwood_iii",
    "IIIa": "vertex_density_norwood_iii",
    "IIIv": "vertex_density_norwood_iii_vertex",
    "IV": "vertex_density_norwood_iv",
    "IVa": "vertex_density_norwood_iv",
    "V": "vertex_density_norwood_v",
    "Va": "vertex_density_norwood_v",
    "VI": "vertex_density_norwood_vi",
    "VII": "vertex_density_norwood_vii",
}
"""For each grade, the number whose interval is the window of relative hair density at the vertex."""
THINNING_VERTEX = ("IIIv", "IV", "IVa", "V", "Va", "VI", "VII")
"""Grades whose onset may have been noticed at the vertex."""


def window_chance(reading: Floats, low: float, high: float, softness: float) -> Floats:
    """The chance to be taken at a reading: one within a window, falling to nothing around its ends.

    Parameters
    ----------
    reading
        What was read.
    low, high
        Ends of the window.
    softness
        Scale over which the chance falls; 0 is sharp.
    """
    if softness <= 0.0:
        return ((reading >= low) & (reading <= high)).astype(np.float64)
    with np.errstate(over="ignore"):
        above = 1.0 / (1.0 + np.exp(-(reading - low) / softness))
        below = 1.0 / (1.0 + np.exp((reading - high) / softness))
    return np.asarray(above * below)


def chance_to_fit(
    person: Person, numbers: FollicleNumbers, *, follicles: int, seed: int, evidence: Catalogue
) -> Chance | None:
    """How well a candidate of a person's age fits what is known of that person; none if nothing is.

    Parameters
    ----------
    person
        The person; a grade says how thin the vertex is, an onset when it had thinned enough to be noticed.
    numbers
        The biology of follicles.
    follicles
        Follicles of each candidate.
    seed
        Seed of all random numbers.
    evidence
        Where the windows stand.
    """
    if person.norwood not in VERTEX_DENSITY:
        return None
    window = evidence[VERTEX_DENSITY[person.norwood]].interval
    noticed = evidence["noticed_hair_loss_share"].interval
    softness = evidence.value("grade_softness", "1")
    if window is None or noticed is None:
        raise InputError(f"The evidence holds no window for the grade {person.norwood!r}.")
    visible = instrument("target_area_hair_density", {"threshold_um": "visible_hair_diameter"}, evidence)
    healthy = healthy_reading(visible, numbers, follicles, seed, evidence)
    asks_onset = person.onset_months is not None and person.norwood in THINNING_VERTEX
    earlier_days = (person.onset_months or 0.0) / MONTHS_PER_YEAR * DAYS_PER_YEAR

    def chance(population: Population, candidates: Candidates) -> Floats:
        relative = observe_baseline(population, [visible], evidence)[0] / healthy
        fits = window_chance(relative, window[0], window[1], softness)
        if asks_onset:
            before = grown(
                candidates,
                numbers=numbers,
                follicles=follicles,
                seed=seed,
                evidence=evidence,
                earlier_days=earlier_days,
            )
            lost = 1.0 - observe_baseline(before, [visible], evidence)[0] / healthy
            fits = fits * window_chance(lost, noticed[0], noticed[1], softness)
        return fits

    return chance


def healthy_reading(
    visible: Instrument, numbers: FollicleNumbers, follicles: int, seed: int, evidence: Catalogue
) -> float:
    """What an instrument reads of a healthy scalp."""
    healthy = grow_up(
        numbers, sensitivity=np.zeros(HEALTHY_PEOPLE), onset_day=0.0, follicles=follicles, seed=seed
    )
    return float(observe_baseline(healthy, [visible], evidence)[0].mean())
