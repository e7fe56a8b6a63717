"""The early shed: how many more hairs fall in the first months than untreated, when most, and when it is over."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anagen.consultation.horizon import EARLY_WEEKS
from anagen.consultation.outlook import EarlyShed
from anagen.consultation.summary import Band
from anagen.units import DAYS_PER_WEEK

__all__ = ["early_shed", "mean_ratio", "redrawn_ratios"]

Floats = NDArray[np.float64]

PEAK_BY_WEEK = 12
"""Week by which an early shed has its peak; what falls later is more hair that turns over faster. [week]"""
SHED_EMERGES, SHED_OVER = 1.2, 0.5
"""Shed hairs relative to untreated from which an early shed is told; share of the excess at which it is over."""
DRAWS = 200
"""Crowds drawn again for the band of a mean."""


def early_shed(treated: Floats, usual: Floats, days: Floats, weight: Floats, seed: int) -> EarlyShed | None:
    """What falls in the first months; None if they were not looked at.

    Parameters
    ----------
    treated, usual
        Shed hairs of each of a crowd, treated and not. [people, days]
    days
        When they were read. [day]
    weight
        Of each of the people.
    seed
        Seed of the crowds that are drawn again.
    """
    weeks = np.round(days / DAYS_PER_WEEK)
    early = [int(np.flatnonzero(weeks == week)[0]) for week in EARLY_WEEKS if week in weeks]
    if not early:
        return None
    treated, usual = treated[:, early], usual[:, early]
    times = mean_ratio(treated, usual, weight)
    peak = int(np.argmax(times[: sum(week <= PEAK_BY_WEEK for week in EARLY_WEEKS)]))
    drawn = redrawn_ratios(treated[:, peak], usual[:, peak], weight, seed)
    low, high = np.percentile(drawn, (5.0, 95.0))
    over_at = 1.0 + SHED_OVER * (times[peak] - 1.0)
    later = zip(EARLY_WEEKS[peak:], times[peak:], strict=False)
    over = next((week for week, one in later if one <= over_at), None)
    emerges = bool(times[peak] >= SHED_EMERGES and low > 1.0)
    return EarlyShed(
        emerges=emerges,
        times_untreated=Band(median=float(times[peak]), low90=float(low), high90=float(high)),
        peak_week=EARLY_WEEKS[peak],
        over_by_week=over if emerges else None,
    )


def mean_ratio(treated: Floats, usual: Floats, weight: Floats) -> Floats:
    """Mean of some people's shed hairs over the mean of those that fall untreated, at each visit."""
    means = [np.average(one, axis=0, weights=weight) for one in (treated, usual)]
    return np.asarray(means[0] / np.maximum(means[1], 1e-9))


def redrawn_ratios(treated: Floats, usual: Floats, weight: Floats, seed: int) -> Floats:
    """The same ratio in crowds that are drawn again by weight from the people there are."""
    chosen = np.random.default_rng((seed, 11)).choice(
        weight.size, size=(DRAWS, weight.size), p=weight / weight.sum()
    )
    return np.asarray(treated[chosen].mean(axis=1) / np.maximum(usual[chosen].mean(axis=1), 1e-9))
