"""One person, as they describe themselves."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from anagen.errors import InputError, PersonFileError, unknown_name
from anagen.tomlfile import Table, read_table
from anagen.units import MONTHS_PER_YEAR

__all__ = ["Person", "example_file", "known_fields", "person_of", "read_answers", "read_person"]

USUAL_ANCESTRY = "european"
"""What is taken where nothing is said: most of the published numbers are of Europeans."""


@cache
def known_fields() -> Mapping[str, Mapping[str, Any]]:
    """Every field that a person's file may have, with its kind and limits."""
    text = Path(__file__).with_name("fields.toml").read_text(encoding="utf-8")
    fields: Mapping[str, Mapping[str, Any]] = tomllib.loads(text)
    return fields


def example_file() -> Path:
    """The file of a person who comes with the package."""
    return Path(__file__).with_name("example.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person.

    Examples
    --------
    >>> Person(age_years=31, sex="male", norwood="IIIv")
    Person(31-year-old male, Norwood IIIv)
    """

    age_years: float
    sex: str
    """Recorded at birth."""
    norwood: str | None = None
    """Norwood-Hamilton grade, as printed."""
    ludwig: str | None = None
    """Ludwig grade, as printed."""
    sinclair: int | None = None
    """Sinclair grade, 1 to 5."""
    ancestry: str = USUAL_ANCESTRY
    """One of `ANCESTRIES`; it sets the head, the density of hair and when loss begins in people at large."""
    onset_months: float | None = None
    """How long ago the loss was first noticed. [month]"""
    answers: Mapping[str, Any] = field(default_factory=dict)
    """All else that was said, by the names of `known_fields`; most of it is kept, but read by nothing yet."""

    def __post_init__(self) -> None:
        fields = known_fields()
        low, high = fields["age"]["low"], fields["age"]["high"]
        if not low <= self.age_years <= high:
            raise InputError(f"The age {self.age_years:g} is not a number of years from {low:g} to {high:g}.")
        for name in ("sex", "norwood", "ludwig", "ancestry"):
            value = getattr(self, name)
            if value is not None and value not in fields[name]["allowed"]:
                raise unknown_name(name, str(value), fields[name]["allowed"])
        if self.sinclair is not None and self.sinclair not in range(1, 6):
            raise InputError(f"The Sinclair grade {self.sinclair} is not one of 1 to 5.")
        if self.onset_months is not None and not 0.0 <= self.onset_months <= self.age_years * MONTHS_PER_YEAR:
            raise InputError(
                f"An onset {self.onset_months:g} months ago does not fit an age of {self.age_years:g}."
            )
        for name in self.answers:
            if name not in fields:
                raise unknown_name("field of a person", name, fields)

    def as_dict(self) -> dict[str, Any]:
        """All that was said, by the names of a person's file."""
        said = {
            "age": self.age_years,
            "sex": self.sex,
            "norwood": self.norwood,
            "ludwig": self.ludwig,
            "sinclair": self.sinclair,
            "ancestry": None if self.ancestry == USUAL_ANCESTRY else self.ancestry,
            "onset_months": self.onset_months,
        }
        return {name: value for name, value in said.items() if value is not None} | dict(self.answers)

    @property
    def grade(self) -> str:
        """The grades that were told, in words: ``Norwood IIIv``; nothing where none was."""
        graded = {"Norwood": self.norwood, "Ludwig": self.ludwig, "Sinclair": self.sinclair}
        return ", ".join(f"{scale} {grade}" for scale, grade in graded.items() if grade is not None)

    def describe(self) -> str:
        """The person in words: ``A man of 31, Norwood IIIv``."""
        who = f"A {'man' if self.sex == 'male' else 'woman'} of {self.age_years:g}"
        return f"{who}, {self.grade}" if self.grade else who

    def __repr__(self) -> str:
        grade = f", {self.grade}" if self.grade else ""
        return f"Person({self.age_years:g}-year-old {self.sex}{grade})"


def read_person(path: Path | str) -> Person:
    """Read a person's file.

    Parameters
    ----------
    path
        The file, in TOML; its fields are those of `known_fields`, and only ``age`` and ``sex`` are required.

    Raises
    ------
    PersonFileError
        With the line, if a field is unknown, missing or not what it must be.
    """
    file, said = _fields_of(path)
    for name in ("age", "sex"):
        if name not in said:
            _read(file, name, known_fields()[name])
    try:
        return person_of(said)
    except InputError as error:
        file.fail(str(error))


def read_answers(path: Path | str) -> dict[str, Any]:
    """Read a person's file of which nothing is required: what was answered so far, by field.

    Parameters
    ----------
    path
        The file, in TOML; its fields are those of `known_fields`.

    Raises
    ------
    PersonFileError
        With the line, if a field is unknown or not what it must be.
    """
    return _fields_of(path)[1]


def person_of(answers: Mapping[str, Any]) -> Person:
    """The person who gave some answers.

    Parameters
    ----------
    answers
        By the names of `known_fields`; what is None was not answered. Age and sex must be.

    Raises
    ------
    InputError
        If age or sex is not answered, or an answer is not what it must be.
    """
    said = {name: value for name, value in answers.items() if value is not None}
    for name in ("age", "sex"):
        if name not in said:
            raise InputError(f"Nobody can be simulated whose {name} is not known. Answer that question.")
    return Person(
        age_years=said.pop("age"),
        sex=said.pop("sex"),
        norwood=said.pop("norwood", None),
        ludwig=said.pop("ludwig", None),
        sinclair=said.pop("sinclair", None),
        ancestry=said.pop("ancestry", USUAL_ANCESTRY),
        onset_months=said.pop("onset_months", None),
        answers=said,
    )


def _fields_of(path: Path | str) -> tuple[Table, dict[str, Any]]:
    file = read_table(path, PersonFileError)
    said = {name: _read(file, name, about) for name, about in known_fields().items() if name in file}
    file.close()
    return file, said


def _read(file: Table, name: str, about: Mapping[str, Any]) -> Any:
    """One field of a file, checked for its kind."""
    match about["kind"]:
        case "integer":
            return file.integer(name, low=about["low"], high=about["high"])
        case "number":
            return file.number(name, low=about["low"], high=about["high"])
        case "boolean":
            return file.boolean(name)
        case "choice":
            return file.choice(name, about["allowed"])
        case "choices":
            return file.texts(name, allowed=about["allowed"])
        case _:
            text = file.text(name)
            if not re.fullmatch(about["pattern"], text):
                file.fail(f"{name} = {text!r} is not written like {about['pattern']}.", name)
            return text
