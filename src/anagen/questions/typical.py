"""Who is meant where no person is given: a typical man or woman, with what the question says."""

from __future__ import annotations

from dataclasses import replace

from anagen.patient.person import Person
from anagen.questions.reading import TYPICAL_AGE_YEARS, WhatIf

__all__ = ["TYPICAL", "person_for"]

TYPICAL = {
    "male": Person(age_years=TYPICAL_AGE_YEARS["male"], sex="male", norwood="IIIv"),
    "female": Person(age_years=TYPICAL_AGE_YEARS["female"], sex="female", ludwig="I"),
}
"""Who stands for somebody of whom nothing is said."""


def person_for(what_if: WhatIf, given: Person | None) -> tuple[Person, str]:
    """Whom to simulate, and who that is in words.

    Parameters
    ----------
    what_if
        The question; what it says of age, sex and grade counts where no person is given.
    given
        The person of a file.
    """
    if given is not None:
        return given, f"{given.describe()}, as in the person's file"
    said = what_if.person
    person = TYPICAL[said.sex or "male"]
    if said.age_years is not None:
        person = replace(person, age_years=said.age_years)
    if said.norwood is not None and person.sex == "male":
        person = replace(person, norwood=said.norwood)
    return person, f"{person.describe()}: a typical one, as no person's file was given (--person)"
