"""What can be entered in a diary, as forms show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anagen.diary.effects import offered_effects
from anagen.diary.entries import SCALES, grades_of
from anagen.treatment.agents import agents
from anagen.web.diary.book import OpenDiary, due_of
from anagen.web.diary.views import AddView

__all__ = ["GRADE_SIGN", "KINDS", "add_view"]

KINDS = ("shed", "measurement", "grade", "effect", "treatment", "session")
MEASURES = (
    ("visible_hair_density", "Visible hairs per cm²"),
    ("hair_count", "Hairs counted in an area"),
    ("terminal_hair_density", "Thick (terminal) hairs per cm²"),
    ("mean_shaft_diameter", "Mean thickness of a hair [µm]"),
)
USUAL = (
    "finasteride 1 mg oral daily",
    "dutasteride 0.5 mg oral daily",
    "minoxidil 5 % 1 mL topical twice daily",
    "minoxidil 2 % 1 mL topical twice daily",
    "minoxidil 2.5 mg oral daily",
    "spironolactone 100 mg oral daily",
    "microneedling 0.5 mm 12 passes weekly",
    "microneedling 1.5 mm 12 passes every 3 weeks",
    "prp 3 sessions monthly",
)
COURSES = tuple(dict.fromkeys([*USUAL, *(agent.example for agent in agents().values())]))
"""Examples to choose from, one of every drug among them; anything that a regimen may be can be typed."""
NOT_FOR = {
    "female": ("finasteride", "dutasteride", "minoxidil 5 % 1 mL"),
    "male": ("spironolactone",),
}
"""What is suggested to one sex only; who takes it all the same can type it."""
GRADE_SIGN = "/"
"""Between a scale and its grade, in the one value that a form carries."""


def add_view(book: OpenDiary, what: str, day: str, filled: Mapping[str, Any] | None = None) -> AddView:
    """The form of a kind of entry.

    Parameters
    ----------
    book
        Whose.
    what
        One of `KINDS`.
    day
        The day that is filled in.
    filled
        What was filled in, where it is shown again.
    """
    given = {name: one if isinstance(one, list) else [str(one)] for name, one in (filled or {}).items()}
    given.setdefault("day", [day])
    running_on = book.today if filled else book.day(day)
    sex = book.diary.answers().get("sex")
    scales = [one for one in SCALES if sex is None or (one == "norwood") == (sex == "male")]
    running = book.diary.treatments(running_on=running_on)
    return AddView(
        person=book.person,
        what=what,
        filled=given,
        day=given["day"][0],
        today=book.today.isoformat(),
        site=book.diary.usual_site(),
        treatments=[due_of(book, one, running_on) for one in running if not one.entry.is_drug],
        effects=[(name, f"{says[:1].upper()}{says[1:]}") for name, says in offered_effects().items()],
        measures=list(MEASURES),
        grades=[
            (f"{scale}{GRADE_SIGN}{grade}", f"{scale.capitalize()} {grade}")
            for scale in scales
            for grade in grades_of(scale)
        ],
        courses=[one for one in COURSES if sex is None or not one.startswith(NOT_FOR[sex])],
    )
