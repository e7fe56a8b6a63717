"""The cover of whole heads without simulating each: how much hair is left after so many years at a given sensitivity.

Follicles do not talk to each other, and places of a head differ in nothing but when androgen began to act on them. So
the hair that is left is a function of sensitivity and of years since the onset (and, in women, since menopause); it is
simulated once on a grid of these and read off for every place of every head.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from anagen.evidence import Catalogue
from anagen.kernel.numbers import FollicleNumbers
from anagen.kernel.population import follow, grow_up
from anagen.kernel.record import HAIR, Channel
from anagen.kernel.table import read_rows
from anagen.patient.cohort import Candidates, whole_weeks, years_since_menopause
from anagen.scalp.grading import CoverField, grading_sites
from anagen.scalp.pattern import Places, delay_years
from anagen.simulation.numbers import follicle_numbers
from anagen.threads import run_ranges

__all__ = ["CoverTable", "cover_of", "cover_table"]

Floats = NDArray[np.float64]

DAYS_PER_STEP = 7.0
YEARS = (0.0, 1, 2, 3, 4, 5, 6.5, 8, 10, 12, 14, 17, 20, 24, 28, 33, 38, 45, 53, 62, 72)
"""Years since the onset at which the table is made. [year]"""
MENOPAUSE_YEARS = (0.0, 3, 8, 16, 30)
"""Years since menopause at which the table of women of all ages is made. [year]"""
LOG_SENSITIVITY, SENSITIVITIES = (-4.0, 6.0), 21
"""Ends of the table in log sensitivity, and how many values between them."""
FOLLICLES = 1200
"""Follicles of each entry."""
SEED = 4
HEADS_AT_ONCE = 500
"""Heads whose cover is read together, for memory."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CoverTable:
    """Visible hair relative to the healthy scalp, by sensitivity, years since onset, and years since menopause."""

    log_sensitivity: Floats
    years: Floats
    menopause_years: Floats
    cover: NDArray[np.float32]
    """[sensitivities, years, menopause years] sum of the widths of hairs that are seen, relative to the healthy."""

    def read(self, log_sensitivity: Floats, years: Floats, menopause_years: Floats) -> Floats:
        """The cover of some people at some places, between the entries and flat beyond them. [people, places]

        Parameters
        ----------
        log_sensitivity
            Of each person.
        years
            Since androgen began to act, [people, places]; negative where it has not. [year]
        menopause_years
            Since menopause, of each person. [year]
        """
        found = np.empty(years.shape)
        axes = (self.log_sensitivity, self.years, self.menopause_years)

        def work(first: int, last: int) -> None:
            read_rows(first, last, log_sensitivity, years, menopause_years, *axes, self.cover, found)

        run_ranges(work, len(years))
        return found


TABLES: OrderedDict[tuple[object, ...], CoverTable] = OrderedDict()
MOST_TABLES = 64


def cover_table(
    evidence: Catalogue,
    sex: str,
    menopause_years: tuple[float, ...] = (0.0,),
    *,
    up_to_years: float = YEARS[-1],
) -> CoverTable:
    """The table of a sex with one set of numbers; made in a fraction of a second, then kept.

    Parameters
    ----------
    evidence
        All numbers.
    sex
        Of the people.
    menopause_years
        Years since menopause at which to make it; one is enough for women of one age, and for men. [year]
    up_to_years
        Years since the onset that are read of it at most: later ones, which cost most, are made when they are. [year]
    """
    factor = evidence.value("menopause_androgen_factor", "1") if sex == "female" else 1.0
    seen_um, lag_days = (
        evidence.value("visible_hair_diameter", "um"),
        evidence.value("hair_emergence_lag", "day"),
    )
    key = (follicle_numbers(evidence, sex), seen_um, lag_days, factor, menopause_years)
    columns = min(len(YEARS), int(np.searchsorted(YEARS, up_to_years, side="right")) + 1)
    known = TABLES.get(key)
    have = 0 if known is None else known.years.size
    if known is None or have < columns:
        made = make_table(*key, years=YEARS[have:columns])
        TABLES[key] = made if known is None else extended(known, made)
        while len(TABLES) > MOST_TABLES:
            TABLES.popitem(last=False)
    return TABLES[key]


def extended(table: CoverTable, later: CoverTable) -> CoverTable:
    """A table with the years of another one after its own; each entry is a scalp of its own."""
    return replace(
        table,
        years=np.concatenate([table.years, later.years]),
        cover=np.concatenate([table.cover, later.cover], axis=1),
    )


def make_table(
    numbers: FollicleNumbers,
    seen_um: float,
    lag_days: float,
    menopause_factor: float,
    menopause_years: tuple[float, ...],
    *,
    years: Sequence[float] = YEARS,
) -> CoverTable:
    """A table from all that it depends on, at some years since the onset. [year]"""
    axes = (np.linspace(*LOG_SENSITIVITY, SENSITIVITIES), np.array(years, float), np.array(menopause_years))
    sensitivity, onset, menopause = (one.reshape(-1) for one in np.meshgrid(*axes, indexing="ij"))

    def widths(log_sensitivity: Floats, onset_years: Floats, menopause_years: Floats) -> Floats:
        people = grow_up(
            numbers,
            sensitivity=np.exp(log_sensitivity),
            onset_day=whole_weeks(-onset_years),
            change_day=whole_weeks(-menopause_years),
            change_factor=menopause_factor,
            follicles=FOLLICLES,
            seed=SEED,
            person=np.zeros(log_sensitivity.size, np.uint32),  # all alike, so that the table is smooth
        )
        read = follow(
            people,
            androgen=np.ones(1),
            minoxidil=0.0,
            cell_days=DAYS_PER_STEP,
            visit_days=np.zeros(1),
            channels=[Channel(HAIR, seen_um, lag_days, 1.0)],
        )
        return np.asarray(read.sums[:, 0, 0])

    healthy = widths(np.zeros(1), np.zeros(1), np.zeros(1))[0]
    cover = widths(sensitivity, onset, menopause) / healthy
    cover[onset == 0.0] = 1.0
    cover = np.minimum(cover, 1.0).reshape([one.size for one in axes]).astype(np.float32)
    if len(menopause_years) == 1:  # the same wherever it is read
        return CoverTable(
            log_sensitivity=axes[0],
            years=axes[1],
            menopause_years=axes[2] + np.arange(2.0),
            cover=np.repeat(cover, 2, axis=2),
        )
    return CoverTable(log_sensitivity=axes[0], years=axes[1], menopause_years=axes[2], cover=cover)


def cover_of(candidates: Candidates, evidence: Catalogue, *, earlier_years: float = 0.0) -> CoverField:
    """The cover of the whole head of each of some people of one sex, untreated.

    Parameters
    ----------
    candidates
        Who.
    evidence
        All numbers.
    earlier_years
        How long before their age. [year]
    """
    sites = grading_sites(candidates.sex)
    azimuth = np.arctan2(sites.map_mm[:, 0], sites.map_mm[:, 1])
    inside = sites.edge_at(azimuth) - np.hypot(sites.map_mm[:, 0], sites.map_mm[:, 1])
    places = Places(map_mm=sites.map_mm, margin_mm=inside)
    menopause = years_since_menopause(candidates, evidence) - earlier_years
    axis = menopause_axis(candidates.sex, menopause)
    parts = []
    for first in range(0, len(candidates), HEADS_AT_ONCE):
        rows = np.arange(first, min(first + HEADS_AT_ONCE, len(candidates)))
        some = candidates.take(rows)
        onset = some.pattern.onset_years[:, None] + delay_years(places, some.pattern, evidence)
        years = some.age_years[:, None] - earlier_years - onset
        table = cover_table(evidence, candidates.sex, axis, up_to_years=float(years.max()))
        parts.append(table.read(np.log(some.sensitivity), years, menopause[rows]))
    return CoverField(sex=candidates.sex, relative_density=np.concatenate(parts))


def menopause_axis(sex: str, years: Floats) -> tuple[float, ...]:
    """Years since menopause at which a table must be made for some people. [year]"""
    if sex != "female" or years.max() <= 0.0:
        return (0.0,)
    return (float(years[0]),) if np.ptp(years) == 0.0 else MENOPAUSE_YEARS
