"""What a fit must respect besides trials names its paper, or says that it is assumed."""

import tomllib
from importlib.resources import files
from types import SimpleNamespace

import numpy as np
import pytest

from anagen.calibration.knowledge import read_knowledge
from anagen.calibration.patterns import PatternObjective
from anagen.calibration.predict import weighted_mean
from anagen.evidence import known


def test_each_piece_of_knowledge_has_a_paper_or_is_assumed():
    text = (files("anagen.calibration") / "knowledge.toml").read_text(encoding="utf-8")
    for name, one in tomllib.loads(text).items():
        assert one.get("assumed", False) != (one.get("source") in known().sources), name


@pytest.mark.parametrize("name", ["knowledge", "patterns", "women"])
def test_no_piece_of_knowledge_is_without_an_error_to_weigh_it_by(name):
    assert all(one.sd > 0.0 for one in read_knowledge(name).values())


def test_every_type_of_men_that_is_known_is_looked_at():
    men = SimpleNamespace(
        people=SimpleNamespace(age_years=np.array([35.0, 55.0, 65.0, 75.0])),
        grades=SimpleNamespace(severity=np.array([2, 3, 5, 6]), norwood=np.array(["II", "IIIv", "Va", "VI"])),
    )

    found = PatternObjective.kinds({("male", "east_asian"): men, ("male", "european"): men})

    assert set(found) == set(read_knowledge("patterns"))
    assert found["IIIv most common of III and more, 50 to 69"] == 0.5
    assert found["a variants of III and more, Europeans"] == pytest.approx(1.0 / 3.0)


def test_people_of_whom_nothing_can_be_read_do_not_count_for_the_mean():
    readings = np.array([[60.0, 50.0], [np.nan, 70.0], [40.0, np.nan]])  # [people, visits]

    mean = weighted_mean(readings, np.array([0.5, 0.25, 0.25]))

    assert mean == pytest.approx([(0.5 * 60.0 + 0.25 * 40.0) / 0.75, (0.5 * 50.0 + 0.25 * 70.0) / 0.75])
