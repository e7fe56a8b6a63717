"""Who is shown in a gallery: descriptions of people, and what they take."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from anagen.errors import InputError, unknown_name
from anagen.patient.person import Person, known_fields
from anagen.simulation.simulate import LONGEST_YEARS, check

__all__ = ["DEFAULT_REGIMENS", "Description", "descriptions"]

UNTREATED = "untreated"
DEFAULT_GRADES = {"male": ("IIIv", "V"), "female": ("I", "II")}
DEFAULT_AGES = {"male": (35,), "female": (45,)}
DEFAULT_REGIMENS = {
    "male": (UNTREATED, "finasteride 1 mg oral daily", "minoxidil 5 % 1 mL topical twice daily"),
    "female": (UNTREATED, "minoxidil 5 % 1 mL foam topical daily"),
}
SCALES = {"male": "norwood", "female": "ludwig"}
"""The scale that grades each sex's loss."""
SHORTEST_YEARS = 0.1
"""Before that no two pictures differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """A kind of person, and what they take."""

    sex: str
    age_years: float
    grade: str
    """Norwood-Hamilton for a man, Ludwig for a woman."""
    regimen: str
    """In words."""
    years: float
    """How far to look. [year]"""

    @property
    def person(self) -> Person:
        """Whoever fits it."""
        if self.sex == "male":
            return Person(age_years=self.age_years, sex=self.sex, norwood=self.grade)
        return Person(age_years=self.age_years, sex=self.sex, ludwig=self.grade)

    @property
    def region(self) -> str:
        """Where the outcome is judged."""
        return "vertex" if self.sex == "male" else "mid_scalp"

    @property
    def view(self) -> str:
        """From where they are shown."""
        return "vertex" if self.sex == "male" else "midline"

    @property
    def group(self) -> str:
        """The people, in letters that a file's name may have: ``man-30-norwood-iiiv``."""
        who = "man" if self.sex == "male" else "woman"
        return f"{who}-{self.age_years:g}-{SCALES[self.sex]}-{self.grade.lower()}"

    @property
    def slug(self) -> str:
        """Everything, likewise; what was cut off is told apart by a digest."""
        words = re.sub(r"[^a-z0-9]+", "-", self.regimen.lower()).strip("-")[:40].strip("-")
        digest = hashlib.sha256(f"{self.regimen}|{self.years:g}".encode()).hexdigest()[:6]
        return f"{self.group}-{words}-{digest}"

    @property
    def people(self) -> str:
        """The people in words: ``Men of 30, Norwood IIIv``."""
        who = "Men" if self.sex == "male" else "Women"
        return f"{who} of {self.age_years:g}, {SCALES[self.sex].capitalize()} {self.grade}"

    def person_file(self) -> str:
        """The person as a file for `anagen render`."""
        lines = [f"{name} = {json.dumps(value)}" for name, value in self.person.as_dict().items()]
        return "\n".join([f"# {self.people}: one of a gallery of virtual people.", *lines, ""])


def descriptions(
    *,
    sexes: Sequence[str] = ("male", "female"),
    grades: Sequence[str] = (),
    ages: Sequence[float] = (),
    regimens: Sequence[str] = (),
    years: float = 5.0,
) -> tuple[Description, ...]:
    """Every combination of what is asked for, grouped by people.

    Parameters
    ----------
    sexes
        Male, female, or both.
    grades
        Of loss; those of a usual gallery if not given. Each goes to the sexes whose scale has it.
    ages
        Likewise. [year]
    regimens
        What is taken, in words; likewise.
    years
        How far to look. [year]
    """
    for sex in sexes:
        if sex not in SCALES:
            raise unknown_name("sex", sex, SCALES)
    allowed = {sex: tuple(known_fields()[SCALES[sex]]["allowed"]) for sex in sexes}
    for grade in grades:
        if not any(grade in one for one in allowed.values()):
            raise unknown_name("grade", grade, [name for one in allowed.values() for name in one])
    if not SHORTEST_YEARS <= years <= LONGEST_YEARS:
        raise InputError(
            f"A gallery cannot look {years:g} years ahead. Give {SHORTEST_YEARS:g} to {LONGEST_YEARS:g} years."
        )
    made = [
        Description(sex=sex, age_years=age, grade=grade, regimen=regimen, years=years)
        for sex in dict.fromkeys(sexes)
        for grade in dict.fromkeys([one for one in grades if one in allowed[sex]] or DEFAULT_GRADES[sex])
        for age in dict.fromkeys(ages or DEFAULT_AGES[sex])
        for regimen in dict.fromkeys(regimens or DEFAULT_REGIMENS[sex])
    ]
    for one in made:
        check(one.person, years, one.region)  # an age that nobody has, or at which nobody is simulated
    return tuple(made)
