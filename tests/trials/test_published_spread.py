"""How far trials are said to differ, beside how far the published ones do: never more than twice as far."""

from __future__ import annotations

from functools import partial
from statistics import mean, stdev

import pytest

from anagen.evidence import known
from anagen.instruments import instrument
from anagen.treatment.regimen import Regimen
from anagen.trials.between import between_trials_sd
from anagen.trials.files import find_trial, packaged_trials
from anagen.trials.values import Value

WIDEST, FEWEST, LAST_WEEK = 2.0, 4, 60
CIRCLE_CM2 = 5.067
"""Area of a circle of one inch, in which early trials counted."""
LEVEL_AT_START = {"hairs/cm2": 160.0, "hairs": 876.0, "%": 100.0, "um": 50.0}


def drugs_of(trial, arm):
    """What an arm is given besides procedures."""
    return {f"{one.agent} {one.route}" for one in Regimen.of(trial.arm(arm).regimen).courses}


def is_needled(trial, arm):
    return bool(Regimen.of(trial.arm(arm).regimen).procedures)


def drug_counts(trial, one, unit, *, drug, women):
    """A gain of hairs counted in an area under one drug, within about a year, over nothing or from baseline."""
    return (
        unit in ("hairs/cm2", "hairs")
        and one.value_kind == "change_from_baseline"
        and one.week <= LAST_WEEK
        and not any(word in one.measure for word in ("anagen", "biopsy", "terminal", "40um"))
        and drugs_of(trial, one.arm) == {drug}
        and not is_needled(trial, one.arm)
        and (one.versus is None or Regimen.of(trial.arm(one.versus).regimen).is_empty)
        and (women or trial.population.sex == "male")
    )


def needled_counts(trial, one, unit):
    """A gain of hairs by needling or platelets, over the same drugs without them or from baseline."""
    return (
        unit == "hairs/cm2"
        and one.value_kind == "change_from_baseline"
        and is_needled(trial, one.arm)
        and (one.versus is None or drugs_of(trial, one.versus) == drugs_of(trial, one.arm))
    )


def serum(trial, one, unit):
    """Serum DHT under full doses of finasteride by mouth."""
    full = one.arm in ("finasteride_1mg", "finasteride_5mg")
    return one.measure == "serum_dht" and full and drugs_of(trial, one.arm) == {"finasteride oral"}


def spread_of(trial, one, unit):
    """The spread between trials, were the prediction what was published."""
    values = {}
    start = LEVEL_AT_START[unit]
    for arm in trial.arms:
        gained = one.value if arm.name == one.arm else 0.0
        values[arm.name, None, one.measure, trial.visits_weeks[0], "level"] = Value(mean=start, sd=1.0)
        values[arm.name, None, one.measure, one.week, "level"] = Value(mean=start + gained, sd=1.0)
        values[arm.name, None, one.measure, one.week, one.value_kind] = Value(mean=gained, sd=1.0)
    key = (one.arm, one.versus, one.measure, one.week, one.value_kind)
    values[key] = Value(mean=one.value, sd=1.0)
    return between_trials_sd(trial, key, values, known())


GROUPS = {
    "minoxidil over placebo": (True, partial(drug_counts, drug="minoxidil topical", women=True)),
    "minoxidil from baseline": (False, partial(drug_counts, drug="minoxidil topical", women=True)),
    "finasteride over placebo": (True, partial(drug_counts, drug="finasteride oral", women=False)),
    "needling over none": (True, needled_counts),
    "needling from baseline": (False, needled_counts),
    "serum under finasteride": (False, serum),
}


@pytest.mark.parametrize("group", GROUPS)
def test_trials_are_not_said_to_differ_twice_as_far_as_they_do(group):
    is_contrast, belongs = GROUPS[group]
    published, said = [], []
    for trial in map(find_trial, packaged_trials()):
        for one in trial.outcomes:
            (tool,) = (tool for tool in trial.instruments if tool.measure == one.measure)
            unit = instrument(tool.kind, tool.settings, known()).unit
            if (one.versus is not None) == is_contrast and belongs(trial, one, unit):
                area = CIRCLE_CM2 if unit == "hairs" else 1.0
                published.append(one.value / area)
                said.append(spread_of(trial, one, unit) / area)

    assert len(published) >= FEWEST
    assert mean(said) <= WIDEST * stdev(published), f"{mean(said):.2g} said, {stdev(published):.2g} published"
