"""The fit of healing: whose trials move whose numbers, and that a try is what the simulation would do."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from anagen.calibration import needling
from anagen.calibration.predict import make_plan
from anagen.evidence import known
from anagen.trials.files import find_trial

KNOWN = known()


def test_each_trial_tells_of_one_part():
    assert needling.part_of(find_trial("gupta_2023")) == "needling"
    assert needling.part_of(find_trial("kieling_2024")) == "platelets"
    assert needling.part_of(find_trial("kaufman_1998")) is None


def test_every_number_is_moved_by_one_part_and_is_in_the_evidence():
    text = (Path(needling.__file__).parent / "needling.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)

    assert {one["told_by"] for one in told.values()} == set(needling.PARTS)
    for name in told:
        assert KNOWN[name].grade == "calibrated"


def test_no_trial_that_is_kept_for_judging_is_fitted():
    aim = needling.healing_objective("platelets", KNOWN, seed=1, people=20, follicles=10)

    assert [plan.trial.id for plan in aim.plans] == ["kieling_2024"]
    assert {one.role for plan in aim.plans for one in plan.outcomes} == {"calibration"}


def test_a_try_has_the_drives_that_the_simulation_would_have():
    """What is built anew from the kept signal is what a plan of those numbers holds."""
    aim = needling.healing_objective("platelets", KNOWN, seed=1, people=20, follicles=10)
    slow = KNOWN.replace(because="a try", healing_building_time=40.0)
    plan = aim.plans[0]
    anew = make_plan(plan.trial, plan.outcomes, people=20, follicles=10, seed=1, evidence=slow)
    tried = needling.healed(plan, aim.signals[0], slow)

    for arm, given in anew.drives.items():
        np.testing.assert_allclose(tried.drives[arm].wound, given.wound, rtol=1e-12)
    assert tried.drives["platelets"].wound.max() < plan.drives["platelets"].wound.max()


def test_slower_building_leaves_platelets_with_less():
    aim = needling.healing_objective("platelets", KNOWN, seed=1, people=60, follicles=20)
    name = next(one for one in aim.misses(np.array([0.5])) if "kieling" in one)
    fast, slow = (aim.misses(np.array([place]))[name] for place in (0.05, 0.9))

    assert slow < fast
    assert aim(np.array([0.5])) == pytest.approx(
        sum(miss**2 for miss in aim.misses(np.array([0.5])).values())
    )
