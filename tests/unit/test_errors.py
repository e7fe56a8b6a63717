"""What an error says."""

import pickle
from pathlib import Path

import pytest

from anagen.errors import (
    AnagenError,
    InputError,
    OutputExistsError,
    PersonFileError,
    TrialFileError,
    UnknownNameError,
    unknown_name,
)


def test_an_error_is_one_line():
    assert str(InputError("one\n  two\tthree")) == "one two three"


def test_a_close_name_is_offered():
    error = unknown_name("parameter", "anagen_durtion", ["anagen_duration", "telogen_duration", "dose"])

    assert isinstance(error, UnknownNameError)
    assert str(error) == (
        "No parameter named 'anagen_durtion'. Did you mean 'anagen_duration' or 'telogen_duration'?"
    )


def test_capitals_do_not_hide_a_close_name():
    assert "Did you mean 'Kaufman1998'?" in str(
        unknown_name("source", "kaufman1998", ["Kaufman1998", "Drake1999"])
    )


def test_few_names_are_all_listed_when_none_is_close():
    assert str(unknown_name("grade", "xyz", ["measured", "derived"])) == (
        "No grade named 'xyz'. There are: derived, measured."
    )


def test_many_names_are_only_begun():
    says = str(unknown_name("name", "zzz", [f"a{i:02}" for i in range(40)]))

    assert "There are 40, such as a00, a01," in says
    assert "a39" not in says


def test_an_empty_catalogue_says_so():
    assert str(unknown_name("drug", "x", [])) == "No drug named 'x'. There are none."


def test_a_file_error_names_file_and_line():
    assert str(TrialFileError("a/b.toml", "unknown field 'x'", 7)) == "a/b.toml:7: unknown field 'x'"
    assert str(PersonFileError(Path("p.toml"), "is missing")) == "p.toml: is missing"


@pytest.mark.parametrize(
    "error", [TrialFileError("b.toml", "bad", 7), OutputExistsError("out"), InputError("x")]
)
def test_an_error_comes_back_from_a_worker(error):
    back = pickle.loads(pickle.dumps(error))  # noqa: S301  our own bytes

    assert type(back) is type(error)
    assert str(back) == str(error)


def test_all_errors_have_one_root():
    assert issubclass(OutputExistsError, AnagenError)
    assert "--force" in str(OutputExistsError("out"))
