"""Trial files: what is read, and what is refused with the line it stands on."""

import pytest

from anagen.errors import TrialFileError, UnknownNameError
from anagen.trials.files import find_trial, read_trial

VALID = """\
id = "mine"
title = "A trial"
source = "Kaufman1998"
visits_weeks = [0, 24, 48]

[population]
sex = "male"
age_years = [20, 40]

[population.enrolment]
low = 500.0

[[arms]]
name = "drug"
regimen = "finasteride 1 mg oral daily until week 24"
people = 20

[[arms]]
name = "placebo"
regimen = "untreated"
control = true

[[instruments]]
kind = "target_area_hair_count"
measure = "count"
area_cm2 = 1.0

[[drifts]]
measure = "count"
adds = 3.0
because = "a season"

[[outcomes]]
arm = "drug"
versus = "placebo"
measure = "count"
week = 48
value_kind = "change_from_baseline"
value = 10.0
source = "Kaufman1998"
where = "abstract"
published = "10 hairs"
role = "validation"
"""


@pytest.fixture
def read(tmp_path):
    """Read a trial from a text."""

    def read_text(text):
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return read_trial(path)

    return read_text


def test_a_trial_is_read_as_it_is_written(read):
    trial = read(VALID)

    assert trial.id == "mine"
    assert trial.visits_weeks == (0.0, 24.0, 48.0)
    assert [arm.name for arm in trial.arms] == ["drug", "placebo"]
    assert trial.control is trial.arms[1]
    assert trial.instrument("count").settings == {"area_cm2": 1.0}
    assert trial.population.enrolment.low == 500.0
    assert trial.outcomes[0].versus == "placebo"
    assert trial.drifts[0].adds == 3.0


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('title = "A trial"', 'titel = "A trial"', "'title' is missing"),
        ("people = 20", "poeple = 20", "Did you mean 'people'"),
        ("people = 20", "people = 0", "people = 0 is not a whole number of at least 1"),
        ("area_cm2 = 1.0", "arae_cm2 = 1.0", "Did you mean 'area_cm2'"),
        ('sex = "male"', 'sex = "men"', "No sex named 'men'"),
        ("age_years = [20, 40]", "age_years = [40, 20]", "The ages 40 to 20 are no range"),
        ("age_years = [20, 40]", "age_years = [20]", "not a list of 2 numbers"),
        ("visits_weeks = [0, 24, 48]", "visits_weeks = [1, 24, 48]", "must begin with 0"),
        ("visits_weeks = [0, 24, 48]", "visits_weeks = [0, 48, 24]", "and grow"),
        ("visits_weeks = [0, 24, 48]", "visits_weeks = [0, 24.1, 48]", "not on a whole day"),
        ("week = 48", "week = 50", "There is no visit in week 50"),
        ('arm = "drug"', 'arm = "drugs"', "Did you mean 'drug'"),
        ('versus = "placebo"', 'versus = "plaecbo"', "Did you mean 'placebo'"),
        ('value_kind = "change_from_baseline"', 'value_kind = "level"', "cannot have 'versus'"),
        ('value_kind = "change_from_baseline"', 'value_kind = "change"', "No value_kind named 'change'"),
        ("value = 10.0", "value = inf", "value = inf is not a number"),
        ("value = 10.0", "value = 10.0\nlow = 11.0\nhigh = 12.0", "lies outside its interval 11 to 12"),
        ("value = 10.0", "value = 10.0\nlow = 9.0", "give both 'low' and 'high'"),
        ("value = 10.0", "value = 10.0\nsd = -1.0", "sd = -1.0 is not a number of at least 0"),
        ('role = "validation"', 'role = "test"', "No role named 'test'"),
        (
            'kind = "target_area_hair_count"',
            'kind = "target_area_count"',
            "Did you mean 'target_area_hair_count'",
        ),
        ("finasteride 1 mg oral", "finastride 1 mg oral", "Did you mean 'finasteride'"),
        ("finasteride 1 mg oral", "finasteride 1 oral", "has no unit"),
        ('name = "placebo"', 'name = "drug"', "There are two arms with name = 'drug'"),
        ("low = 500.0", "low = 500.0\nhigh = 400.0", "window from 500 to 400 is empty"),
        ('because = "a season"', "", "'because' is missing"),
        ("[[drifts]]", "[drifts]", "is not a list of tables"),
        (
            'regimen = "untreated"',
            'regimen = "untreated"\nadherence_fraction = true',
            "adherence_fraction = True",
        ),
    ],
)
def test_a_wrong_field_is_refused_with_the_line_it_stands_on(read, was, becomes, says):
    """The line is that of the field, or of its table where the field is missing or the table as a whole is wrong."""
    assert was in VALID
    text = VALID.replace(was, becomes, 1)

    with pytest.raises(TrialFileError) as caught:
        read(text)

    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    line = caught.value.line
    assert line is None or line <= len(text.splitlines())
    field = becomes.splitlines()[-1].split(" = ")[0] if becomes else ""
    if line is not None and not text.splitlines()[line - 1].startswith("["):
        shown = text.splitlines()[line - 1].split(" = ")[0]
        assert shown in (field, was.split(" = ")[0], "regimen")


def test_an_unknown_field_names_its_line_and_what_is_allowed(read):
    with pytest.raises(TrialFileError) as caught:
        read(VALID.replace("people = 20", "poeple = 20"))

    assert caught.value.line == 16
    assert "No field in [arms] named 'poeple'. Did you mean 'people'?" in str(caught.value)


def test_a_trial_is_found_by_name_and_by_file(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(VALID, encoding="utf-8")

    assert find_trial(path).id == "mine"
    assert find_trial("kaufman_1998").id == "kaufman_1998"
    with pytest.raises(UnknownNameError, match="Did you mean 'kaufman_1998'"):
        find_trial("kaufmann_1998")
    with pytest.raises(TrialFileError, match="There is no such file"):
        find_trial(tmp_path / "none.toml")
