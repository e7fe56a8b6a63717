"""Runs that nobody can mean are refused in one line before anything is computed."""

import pytest

import anagen as ag
from anagen.errors import InputError, TrialFileError
from anagen.evidence import trial_files
from anagen.patient.person import Person
from anagen.provenance import MOST_PEOPLE
from anagen.simulation.simulate import simulate
from anagen.trials.files import read_trial
from anagen.trials.run import run_trial

MAN = {"age_years": 31, "sex": "male"}


@pytest.mark.parametrize("seed", [-1, 1.5, "one", 2**63])
def test_a_seed_is_a_whole_number(seed):
    with pytest.raises(InputError, match="seed"):
        simulate(Person(**MAN), seed=seed)
    with pytest.raises(InputError, match="seed"):
        run_trial("rushton_1991", seed=seed)


@pytest.mark.parametrize("people", [0, 1, -5, MOST_PEOPLE + 1, "x"])
def test_people_are_neither_too_few_nor_too_many(people):
    with pytest.raises(InputError, match="people"):
        simulate(Person(**MAN), people=people)
    with pytest.raises(InputError, match="people"):
        run_trial("rushton_1991", people=people)


@pytest.mark.parametrize("age", [8, 17, 91, 100])
def test_a_child_and_the_very_old_are_not_simulated(age):
    with pytest.raises(InputError, match="from 18 to 90"):
        ag.simulate(Person(age_years=age, sex="male"))


@pytest.mark.parametrize("identifier", ["../evil", "my trial", "Trial", "1st", "a" * 61])
def test_a_trial_cannot_name_its_results_out_of_their_folder(identifier, tmp_path):
    text = trial_files()["rushton_1991"].read_text(encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(text.replace('id = "rushton_1991"', f'id = "{identifier}"'), encoding="utf-8")

    with pytest.raises(TrialFileError, match=r"mine\.toml:\d+: id = "):
        read_trial(path)


def test_a_file_of_an_editor_that_marks_its_encoding_is_read(tmp_path):
    text = trial_files()["rushton_1991"].read_text(encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8-sig")

    assert read_trial(path).id == "rushton_1991"
