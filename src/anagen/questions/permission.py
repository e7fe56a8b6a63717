"""Whether a what-if may be simulated for whoever asks: the rules of the consultation decide, and labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from anagen.consultation.rules import rules
from anagen.questions.documents import Document, documents
from anagen.questions.reading import Course, WhatIf, tables

__all__ = ["HeldBack", "held_back"]

ADULT_YEARS = 18
UNDER_AGE_RULE = "SCR-02"
UNITS = {"mg": "mass_mg", "percent": "strength_percent", "mm": "needle_mm"}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """Why a what-if is not simulated."""

    says: str
    rules: tuple[Document, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The reason as plain values, for JSON."""
        return {"says": self.says, "rules": [one.as_dict() for one in self.rules]}


def held_back(
    what_if: WhatIf, answers: Mapping[str, Any], *, clinician: bool = False
) -> tuple[HeldBack, ...]:
    """What stands in the way of a simulation; nothing if it may run.

    Parameters
    ----------
    what_if
        What is asked.
    answers
        What is known of the person, by the names of a person's file.
    clinician
        Whether a clinician asks: off-label courses and doses are then simulated, and rules that leave the decision to
        a clinician do not stand in the way.
    """
    age = answers.get("age")
    if age is not None and age < ADULT_YEARS:
        return (HeldBack(says="Nothing is simulated under eighteen.", rules=_documents([UNDER_AGE_RULE])),)
    reasons = [_ruled_out(one, answers, clinician=clinician) for one in what_if.courses]
    if not clinician:
        reasons += [_off_label(one) for one in what_if.courses]
    return tuple(dict.fromkeys(one for one in reasons if one is not None))


def _ruled_out(course: Course, answers: Mapping[str, Any], *, clinician: bool) -> HeldBack | None:
    """The rules that block a course for somebody of whom this is known."""
    topic = tables()["topics"].get(f"{course.drug} {course.route}")
    how = ("blocks",) if clinician else ("blocks", "holds")
    names = [
        one.id
        for one in rules()
        if topic is not None and one.acts_on(topic, *how) and one.when.judge(answers) is True
    ]
    if not names:
        return None
    says = (
        f"{course.drug.capitalize()} is ruled out here, or a clinician has to decide; nothing is simulated."
    )
    return HeldBack(says=says, rules=_documents(names))


def _off_label(course: Course) -> HeldBack | None:
    name = f"{course.drug} {course.route}"
    says = tables()["clinician_only"].get(name)
    if says is not None:
        return HeldBack(says=f"{says}: it is simulated for clinicians only (--clinician).")
    for unit, most in tables()["most"].get(name, {}).items():
        asked = getattr(course.mention, UNITS[unit])
        if asked is not None and asked > most:
            written = "%" if unit == "percent" else unit
            return HeldBack(
                says=f"{course.drug.capitalize()} above {most:g} {written} goes beyond labels or home use: it is "
                "simulated for clinicians only (--clinician)."
            )
    return None


def _documents(names: list[str]) -> tuple[Document, ...]:
    return tuple(documents()["rule", name] for name in names)
