"""A course in many people, step by step."""

from __future__ import annotations

import numpy as np
import pytest

from anagen.errors import InputError
from anagen.skin import Application, Formulation, Needling, course, supply

FIVE = Application(formulation=Formulation(drug="minoxidil", strength_percent=5.0))
TWICE = [0.5 * k for k in range(20)]
GRID = {"steps": 120, "step_min": 120}


def test_steps_sum_to_what_a_course_brings():
    """A result counts from the first application, which is day 0 here."""
    one = course(FIVE, applied_days=TWICE, until_days=10.0)
    found = supply(FIVE, applied_days=TWICE, **GRID)

    assert found.blood_mg.sum() == pytest.approx(one.blood_mg[-1])
    assert found.sheath_ng_per_ml.mean() * 10.0 == pytest.approx(one.follicle_exposure[-1])
    assert found.blood_mg.shape == (1, 120)


def test_who_misses_all_doses_gets_none_and_others_are_not_touched():
    taken = np.ones((3, 20), dtype=np.bool_)
    taken[1] = False
    found = supply(FIVE, applied_days=TWICE, taken=taken, **GRID)

    assert not found.blood_mg[1].any()
    assert not found.sheath_ng_per_ml[1].any()
    assert (found.blood_mg[0] == found.blood_mg[2]).all()


def test_a_missed_dose_is_missed():
    taken = np.ones((2, 20), dtype=np.bool_)
    taken[1, 5] = False
    found = supply(FIVE, applied_days=TWICE, taken=taken, **GRID)

    assert found.blood_mg[0, :30] == pytest.approx(found.blood_mg[1, :30], rel=1e-2)
    assert found.blood_mg[1].sum() < found.blood_mg[0].sum()


def test_barriers_differ_from_person_to_person():
    found = supply(FIVE, applied_days=TWICE, permeability_factor=[0.5, 1.0, 2.0], **GRID)
    blood = found.blood_mg.sum(axis=1)

    assert (np.diff(blood) > 0.0).all()
    assert blood[2] / blood[0] == pytest.approx(4.0, rel=0.1)  # a leaky barrier empties its film


def test_rolling_shows_in_the_step_in_which_it_happens():
    plain = supply(FIVE, applied_days=TWICE, **GRID)
    rolled = supply(FIVE, applied_days=TWICE, needling=Needling(length_um=500), rolled_days=[5.0], **GRID)

    assert (rolled.blood_mg[0, :60] == plain.blood_mg[0, :60]).all()
    assert rolled.sheath_ng_per_ml[0, 60] > 2.0 * plain.sheath_ng_per_ml[0, 60]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"taken": np.ones((2, 3), dtype=np.bool_)}, "20 doses"),
        (
            {"taken": np.ones((2, 20), dtype=np.bool_), "permeability_factor": [1.0, 1.0, 1.0]},
            "2 people, but 3",
        ),
        ({"rolled_days": [1.0]}, "needs a roller"),
        ({"steps": 0}, "at least 1"),
    ],
)
def test_what_does_not_fit_together_is_refused(given, says):
    with pytest.raises(InputError, match=says):
        supply(FIVE, applied_days=TWICE, **{**GRID, **given})
