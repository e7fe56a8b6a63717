"""What a fit must respect besides trials names its paper, or says that it is assumed."""

import tomllib
from importlib.resources import files

import numpy as np
import pytest

from anagen.calibration.objective import read_knowledge
from anagen.calibration.predict import weighted_mean
from anagen.evidence import known


def test_each_piece_of_knowledge_has_a_paper_or_is_assumed():
    text = (files("anagen.calibration") / "knowledge.toml").read_text(encoding="utf-8")
    for name, one in tomllib.loads(text).items():
        assert one.get("assumed", False) != (one.get("source") in known().sources), name


def test_no_piece_of_knowledge_is_without_an_error_to_weigh_it_by():
    assert all(one.sd > 0.0 for one in read_knowledge().values())


def test_people_of_whom_nothing_can_be_read_do_not_count_for_the_mean():
    readings = np.array([[60.0, 50.0], [np.nan, 70.0], [40.0, np.nan]])  # [people, visits]

    mean = weighted_mean(readings, np.array([0.5, 0.25, 0.25]))

    assert mean == pytest.approx([(0.5 * 60.0 + 0.25 * 40.0) / 0.75, (0.5 * 50.0 + 0.25 * 70.0) / 0.75])
