"""A person's file."""

import pytest

from anagen.errors import InputError, PersonFileError
from anagen.patient.person import Person, example_file, known_fields, read_person


@pytest.fixture
def written(tmp_path):
    """Write a person's file and give its path."""

    def write(text):
        path = tmp_path / "person.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_age_and_sex_are_enough(written):
    person = read_person(written('age = 31\nsex = "male"\n'))

    assert (person.age_years, person.sex, person.norwood) == (31, "male", None)
    assert person.as_dict() == {"age": 31, "sex": "male"}


def test_all_that_was_said_comes_back(written):
    text = 'age = 31\nsex = "male"\nnorwood = "IIIv"\nonset_months = 24\nareas = ["crown"]\nshaved_scalp = false\n'

    said = read_person(written(text)).as_dict()

    assert said == {
        "age": 31,
        "sex": "male",
        "norwood": "IIIv",
        "onset_months": 24.0,
        "areas": ("crown",),
        "shaved_scalp": False,
    }


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('sex = "male"\nage = -3\n', 2, "age = -3 is not a whole number from 0 to 110"),
        ('sex = "male"\nage = 31.5\n', 2, "age = 31.5 is not a whole number"),
        ('sex = "male"\nage = "31"\n', 2, "age = '31' is not a whole number"),
        ("age = 31\n", None, "'sex' is missing"),
        ('sex = "male"\n', None, "'age' is missing"),
        ('age = 31\nsex = "man"\n', 2, "No sex named 'man'"),
        ('age = 31\nsex = "male"\nnorwod = "IV"\n', 3, "Did you mean 'norwood'"),
        ('age = 31\nsex = "male"\nnorwood = "IIIx"\n', 3, "No norwood named 'IIIx'"),
        ('age = 31\nsex = "male"\nareas = ["chin"]\n', 3, "No areas named 'chin'"),
        ('age = 31\nsex = "male"\nbasp = "Q9"\n', 3, "basp = 'Q9' is not written like"),
        ('age = 31\nsex = "male"\nonset_months = 500\n', None, "does not fit an age of 31"),
        ('age = 31\nsex = "male\n', 2, "This is no TOML"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(written, text, line, says):
    path = written(text)

    with pytest.raises(PersonFileError) as caught:
        read_person(path)

    assert says in str(caught.value)
    assert caught.value.line == line
    assert str(caught.value).startswith(f"{path}:{line}: " if line else f"{path}: ")


@pytest.mark.parametrize("name", [name for name in known_fields() if name not in ("age", "sex")])
def test_every_known_field_is_accepted(written, name):
    about = known_fields()[name]
    value = {
        "integer": lambda: int(about["low"]),
        "number": lambda: about["low"],
        "boolean": lambda: "true",
        "choice": lambda: f'"{about["allowed"][-1]}"',
        "choices": lambda: f'["{about["allowed"][0]}"]',
        "text": lambda: '"M1F1V2"',
    }[about["kind"]]()

    assert name in read_person(written(f'age = 31\nsex = "male"\n{name} = {value}\n')).as_dict()


def test_the_packaged_person_can_be_read():
    assert read_person(example_file()).age_years == 31


def test_a_person_made_in_code_is_checked_as_well():
    with pytest.raises(InputError, match="-4"):
        Person(age_years=-4, sex="male")
    with pytest.raises(InputError, match="No sex named"):
        Person(age_years=30, sex="m")
    with pytest.raises(InputError, match="No field of a person named"):
        Person(age_years=30, sex="male", answers={"shoe_size": 44})
