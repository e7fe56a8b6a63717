"""The full biology as the benchmark runs it: the follicles of one man, untreated, seen every month."""

from __future__ import annotations

import math

import numpy as np

from anagen.evidence import Catalogue
from anagen.kernel.population import Channel, Population, Readings, follow, grow_up
from anagen.kernel.record import ANAGEN, HAIR
from anagen.simulation.numbers import follicle_numbers
from anagen.units import DAYS_PER_YEAR

CELL_DAYS, VISIT_DAYS = 7.0, 28.0
SEED = 20


def counts(evidence: Catalogue) -> list[Channel]:
    """Three counts: visible hairs, growing hairs of any thickness, terminal hairs."""
    lag = evidence.value("hair_emergence_lag", "day")
    return [
        Channel(HAIR, evidence.value("visible_hair_diameter", "um"), lag, 0.0),
        Channel(ANAGEN, evidence.value("total_hair_diameter", "um"), lag, 0.0),
        Channel(HAIR, evidence.value("terminal_hair_diameter", "um"), lag, 0.0),
    ]


def counts_and_weight(evidence: Catalogue) -> list[Channel]:
    """Two counts and the weight of what grows, for which thinning hairs are looked at in each visit."""
    power = 2.0 + evidence.value("hair_growth_diameter_exponent", "1")
    lag = evidence.value("hair_emergence_lag", "day")
    return [
        *counts(evidence)[:2],
        Channel(ANAGEN, evidence.value("clipped_hair_diameter", "um"), lag, power),
    ]


def grow(follicles: int, years: float, evidence: Catalogue, *, people: int = 1) -> Population:
    """Follicles of men of median sensitivity that have lived untreated for some years since puberty."""
    median = math.exp(evidence.value("sensitivity_median_log", "1"))
    return grow_up(
        follicle_numbers(evidence),
        sensitivity=np.full(people, median),
        onset_day=-years * DAYS_PER_YEAR,
        follicles=follicles,
        seed=SEED,
    )


def live(population: Population, years: float, channels: list[Channel]) -> Readings:
    """The years after day 0, untreated, with a visit every four weeks."""
    visits = np.arange(round(years * DAYS_PER_YEAR / VISIT_DAYS) + 1) * VISIT_DAYS
    return follow(
        population,
        androgen=np.ones(round(visits[-1] / CELL_DAYS)),
        minoxidil=0.0,
        cell_days=CELL_DAYS,
        visit_days=visits,
        channels=channels,
    )
