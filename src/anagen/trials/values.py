"""From readings of people to what a trial reports: means, spreads, contrasts, and their intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.evidence import Catalogue
from anagen.instruments import Instrument, number
from anagen.trials.protocol import HALF_WIDTH_90, VALUE_KINDS, Arm, Outcome, Trial
from anagen.trials.result import Comparison, Predicted
from anagen.units import DAYS_PER_WEEK, DAYS_PER_YEAR

__all__ = ["Key", "Readings", "Value", "comparison", "people_at", "stay_share", "value", "values_of"]

Floats = NDArray[np.float64]
Readings = Mapping[tuple[str, str], Floats]
"""[people, visits] by arm and measure."""
Key = tuple[str, str | None, str, float, str]
"""Arm, other arm, measure, week, kind of value."""
FEWEST = 2
"""People of whom a mean and a spread can be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """Mean and spread of one outcome over the people of one arm, or of two."""

    mean: float
    sd: float
    sd_versus: float | None = None
    """Standard deviation in the other arm."""


def values_of(trial: Trial, seen: Readings, evidence: Catalogue) -> dict[Key, Value]:
    """Every outcome of every arm, and every contrast, in the order in which they are reported."""
    values: dict[Key, Value] = {}
    noise = {one.measure: number(one.noise_share, "1", evidence) for one in trial.instruments}
    for arm in trial.arms:
        for one in trial.instruments:
            for visit, week in enumerate(trial.visits_weeks):
                for kind in VALUE_KINDS if visit else VALUE_KINDS[:1]:
                    values[arm.name, None, one.measure, week, kind] = value(
                        seen[arm.name, one.measure], visit, kind, noise[one.measure]
                    )
    for arm_name, versus in contrasts(trial):
        for one in trial.instruments:
            for week in trial.visits_weeks[1:]:
                for kind in VALUE_KINDS[1:]:
                    a, b = (values[name, None, one.measure, week, kind] for name in (arm_name, versus))
                    values[arm_name, versus, one.measure, week, kind] = Value(
                        mean=a.mean - b.mean, sd=a.sd, sd_versus=b.sd
                    )
    return values


def contrasts(trial: Trial) -> list[tuple[str, str]]:
    """Pairs of arms that are compared: each with the control, and those of which a difference was published."""
    control = trial.control
    pairs = [] if control is None else [(arm.name, control.name) for arm in trial.arms if arm is not control]
    pairs += [(one.arm, one.versus) for one in trial.outcomes if one.versus is not None]
    return list(dict.fromkeys(pairs))


def value(seen: Floats, visit: int, kind: str, noise_share: float = 0.0) -> Value:
    """Mean and spread over people of one kind of value at one visit.

    A percentage is that of the means, as a trial's own table gives it: the mean of everyone's percentages would hang on
    those who have hardly a hair to begin with. Noise of the instrument widens the spread and moves no mean. Those of
    whom nothing could be read, such as the diameter of a hair where there is none, are left out.
    """
    first, now = seen[:, 0], seen[:, visit]
    could = np.isfinite(first) & np.isfinite(now)
    first, now = first[could], now[could]
    if first.size < FEWEST:
        return Value(mean=math.nan, sd=math.nan)
    before, after = float(first.mean()), float(now.mean())
    noise = noise_share * math.hypot(before, after)
    if kind == "level":
        return Value(mean=after, sd=math.hypot(float(now.std(ddof=1)), noise_share * after))
    if kind == "change_from_baseline":
        return Value(mean=float((now - first).mean()), sd=math.hypot(float((now - first).std(ddof=1)), noise))
    if before == 0.0:
        return Value(mean=math.nan, sd=math.nan)
    ratio = after / before
    own = float((now - ratio * first).std(ddof=1))
    return Value(
        mean=100.0 * (ratio - 1.0),
        sd=100.0 / before * math.hypot(own, noise_share * math.hypot(after, ratio * before)),
    )


def comparison(
    trial: Trial,
    key: Key,
    found: Value,
    published: Outcome | None,
    spread: float,
    read_by: Instrument,
    enrolled: int,
) -> Comparison:
    """One outcome, predicted beside published; `spread` is what is not chance: the fit, and the trial's own ways."""
    arm, versus, measure, week, kind = key
    size = people_at(trial, trial.arm(arm), week, enrolled)
    variance = spread**2 + found.sd**2 / size
    if versus is not None and found.sd_versus is not None:
        variance += found.sd_versus**2 / people_at(trial, trial.arm(versus), week, enrolled)
    half = HALF_WIDTH_90 * math.sqrt(variance)
    least, most = (0.0, read_by.greatest) if kind == "level" else (-math.inf, math.inf)
    return Comparison(
        arm=arm,
        versus=versus,
        measure=measure,
        site=trial.population.site,
        week=week,
        value_kind=kind,
        unit="%" if kind.startswith("pct") else read_by.unit,
        predicted=Predicted(
            mean=found.mean,
            low90=max(least, found.mean - half),
            high90=min(most, found.mean + half),
            half_width_90=half,
            sd_between_people=found.sd if versus is None else None,
        ),
        published=published,
        published_interval=None if published is None else published.interval_90(trial.arm(arm).people),
    )


def people_at(trial: Trial, arm: Arm, week: float, enrolled: int) -> float:
    """How many people a mean rests on in the trial itself: what it published for that visit, or for the arm."""
    said = [
        one for one in trial.outcomes if one.arm == arm.name and one.week == week and one.people is not None
    ]
    if said:
        return float(min(one.people or enrolled for one in said))
    return max(2.0, (arm.people or enrolled) * stay_share(arm, week))


def stay_share(arm: Arm, week: float) -> float:
    """Share of an arm's people that are still there in a week."""
    return math.exp(-arm.dropout_per_year * week * DAYS_PER_WEEK / DAYS_PER_YEAR)
