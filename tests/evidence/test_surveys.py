"""Surveys: what they say was read twice, and none is used twice."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from anagen.errors import FileError
from anagen.evidence import known
from anagen.evidence.epidemiology import read_surveys, surveys

READINGS = tomllib.loads(
    (Path(__file__).parent / "survey_readings.toml").read_text(encoding="utf-8"),
)
ENTRY = """
[[surveys]]
name = "one"
source = "Example2000"
country = "Nowhere"
ancestry = "european"
sex = "male"
scale = "norwood"
threshold = "III"
bands = [[20, 29, 2.3]]
where = "abstract"
role = "validation"
trust = "high"
"""


@pytest.mark.parametrize("name", READINGS)
def test_shares_found_again_are_the_shares_entered(name):
    entered = [one.percent for one in surveys() if one.name == name]

    assert entered == READINGS[name]["percent"]
    assert READINGS[name]["seen_in"]
    assert 0 < len(READINGS[name]["wording"]) <= 60


def test_calibration_uses_only_what_a_second_reader_found_again():
    assert {one.name for one in surveys() if one.role == "calibration"} <= set(READINGS)


def test_calibration_reads_korea_and_ohio_and_nothing_else():
    used = {one.source for one in surveys() if one.role == "calibration"}

    assert used == {"Paik2001", "Rhodes1998"}
    assert not used & {one.source for one in surveys() if one.role == "validation"}


def test_every_survey_has_its_paper():
    assert {one.source for one in surveys()} <= set(known().sources)


def test_hair_is_lost_with_age_in_every_survey_that_has_bands():
    for name in {one.name for one in surveys()}:
        bands = [one for one in surveys() if one.name == name]
        apart = [
            one
            for one in bands
            if sum(one.age_low_years <= other.age_low_years <= one.age_high_years for other in bands) == 1
        ]
        ordered = sorted(apart, key=lambda one: one.age_low_years)
        assert all(a.percent < b.percent for a, b in pairwise(ordered)), name


def test_fewer_people_have_a_worse_grade():
    norway = {one.threshold: one.percent for one in surveys() if one.source == "DeMuro2000"}

    assert norway["II"] > norway["III"] > norway["V"]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (('role = "validation"', 'role = "fitting"'), "role"),
        (("2.3]]", "230]]"), "no share"),
        (("[[20, 29,", "[[30, 29,"), "no band"),
        (('sex = "male"', 'sex = "men"'), "sex"),
        (('trust = "high"', 'trust = "high"\nband_n = [1, 2]'), "1 bands, but 2 numbers"),
        (('trust = "high"', 'trust = "high"\npeople = 3'), "people"),
        (('name = "one"', 'name = "one"\nn = "many"\n[['), "Cannot be read"),
    ],
)
def test_a_wrong_survey_is_refused_in_one_line(tmp_path, change, complaint):
    path = tmp_path / "surveys.toml"
    path.write_text(ENTRY.replace(*change), encoding="utf-8")

    with pytest.raises(FileError, match=complaint) as refused:
        read_surveys(path)
    assert "\n" not in str(refused.value)


def test_a_name_stands_once(tmp_path):
    path = tmp_path / "surveys.toml"
    path.write_text(ENTRY * 2, encoding="utf-8")

    with pytest.raises(FileError, match="stands twice"):
        read_surveys(path)
