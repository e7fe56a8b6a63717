"""The kinds of people that the gallery shows, and what they take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from anagen.errors import unknown_name
from anagen.gallery.descriptions import DEFAULT_REGIMENS, Description, descriptions

__all__ = ["KINDS", "TREATMENTS", "Kind", "kind_of"]

FINASTERIDE, MINOXIDIL = DEFAULT_REGIMENS["male"][1:3]
REGIMENS = {
    "male": (*DEFAULT_REGIMENS["male"], f"{FINASTERIDE} + {MINOXIDIL}"),
    "female": DEFAULT_REGIMENS["female"],
}
GRADES = {"male": ("II", "III", "IIIv", "IV", "V"), "female": ("I", "II", "III")}
AGES = {"male": 35.0, "female": 45.0}
YEARS = 5.0
TREATMENTS = {
    "untreated": "No treatment",
    FINASTERIDE: "Finasteride 1 mg",
    MINOXIDIL: "Minoxidil 5 %, twice a day",
    f"{FINASTERIDE} + {MINOXIDIL}": "Both",
    REGIMENS["female"][1]: "Minoxidil foam, daily",
}
"""What there is to choose, in short words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of people."""

    sex: str
    grade: str

    @property
    def name(self) -> str:
        """In letters that an address may have."""
        return self.plan[0].group

    @property
    def people(self) -> str:
        """In words."""
        return self.plan[0].people

    @property
    def plan(self) -> tuple[Description, ...]:
        """What is made for them, one description for each treatment."""
        return descriptions(
            sexes=(self.sex,),
            grades=(self.grade,),
            ages=(AGES[self.sex],),
            regimens=REGIMENS[self.sex],
            years=YEARS,
        )

    def hangs_on(self) -> dict[str, Any]:
        """What the result hangs on, beside the program and the evidence."""
        return {
            "sex": self.sex,
            "grade": self.grade,
            "age": AGES[self.sex],
            "regimens": list(REGIMENS[self.sex]),
        }


KINDS = tuple(Kind(sex=sex, grade=grade) for sex, grades in GRADES.items() for grade in grades)


def kind_of(name: str) -> Kind:
    """A kind by its name.

    Raises
    ------
    UnknownNameError
        If there is none of that name.
    """
    by_name = {one.name: one for one in KINDS}
    if name not in by_name:
        raise unknown_name("kind of people", name, by_name)
    return by_name[name]
