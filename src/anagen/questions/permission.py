"""Whether a what-if may be simulated for whoever asks: the rules of the consultation decide, and labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from anagen.consultation.rules import rules
from anagen.questions.documents import Document, documents
from anagen.questions.mentions import find_mentions, find_person
from anagen.questions.reading import WhatIf
from anagen.questions.what_if_words import tables
from anagen.questions.words import normal
from anagen.treatment.procedures import Rolling
from anagen.treatment.regimen import Regimen

__all__ = ["HeldBack", "held_back", "ruled_out"]

ADULT_YEARS = 18
ROUTES = ("oral", "topical")
UNDER_AGE_RULE = "SCR-02"
ROUNDING = 1.0 + 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """Why a what-if is not simulated."""

    says: str
    rules: tuple[Document, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The reason as plain values, for JSON."""
        return {"says": self.says, "rules": [one.as_dict() for one in self.rules]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One course of a regimen, as labels and rules see it."""

    drug: str
    name: str
    """As the tables call it: the drug with its route."""
    amounts: Mapping[str, float] = field(default_factory=dict)
    """How much of it, by the units of the table of what is simulated for everybody."""


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
    parts = [part for arm in what_if.arms for part in parts_of(Regimen.of(arm.regimen))]
    reasons = [_ruled_out(one, answers, clinician=clinician) for one in parts]
    if not clinician:
        reasons += [_beyond_label(one) for one in parts]
    return tuple(dict.fromkeys(one for one in reasons if one is not None))


def ruled_out(question: str, answers: Mapping[str, Any], *, clinician: bool = False) -> tuple[HeldBack, ...]:
    """The treatments that a question names and that are not for whoever asks, in any form that is known here.

    Parameters
    ----------
    question
        In plain words, whether it is a what-if or not.
    answers
        What is known of the person, by the names of a person's file.
    clinician
        Whether a clinician asks; rules that leave the decision to one do not count then.
    """
    text = normal(question)
    meant = find_person(text)[0].sex
    if not answers or meant not in (None, answers.get("sex")):
        return ()
    found = []
    for one in find_mentions(text):
        names = [one.drug, *(f"{one.drug} {route}" for route in ROUTES if one.route in (None, route))]
        forms = [Part(drug=one.drug, name=name) for name in names if name in tables()["topics"]]
        rules_of = [_rules_against(form, answers, clinician=clinician) for form in forms]
        if forms and all(rules_of):
            said = tuple(dict.fromkeys(name for names in rules_of for name in names))
            found.append(
                HeldBack(
                    says=f"By the answers here {one.drug} is ruled out, or a clinician has to decide. What follows "
                    "is general.",
                    rules=_documents(list(said)),
                )
            )
    return tuple(found)


def parts_of(regimen: Regimen) -> Iterator[Part]:
    """The courses and procedures of a regimen.

    Parameters
    ----------
    regimen
        What would be taken and done.
    """
    for course in regimen.courses:
        amounts = {
            "mg a day": None if course.amount_mg is None else course.amount_mg / course.every_days,
            "%": course.strength_percent,
            "mL a day": None if course.volume_ml is None else course.volume_ml / course.every_days,
        }
        said = {unit: amount for unit, amount in amounts.items() if amount is not None}
        yield Part(drug=course.agent, name=f"{course.agent} {course.route}", amounts=said)
    for procedure in regimen.procedures:
        needle = {"mm": procedure.needle_mm} if isinstance(procedure, Rolling) else {}
        yield Part(drug=procedure.agent, name=procedure.agent, amounts=needle)


def _ruled_out(part: Part, answers: Mapping[str, Any], *, clinician: bool) -> HeldBack | None:
    """What stands in the way of a course for somebody of whom this is known."""
    names = _rules_against(part, answers, clinician=clinician)
    if not names:
        return None
    says = f"{part.drug.capitalize()} is ruled out here, or a clinician has to decide; nothing is simulated."
    return HeldBack(says=says, rules=_documents(names))


def _rules_against(part: Part, answers: Mapping[str, Any], *, clinician: bool) -> list[str]:
    """The rules that block a course for somebody of whom this is known."""
    how = ("blocks",) if clinician else ("blocks", "holds")
    return [
        one.id
        for one in rules()
        if any(one.acts_on(topic, *how) for topic in tables()["topics"][part.name])
        and one.when.judge(answers) is True
    ]


def _beyond_label(part: Part) -> HeldBack | None:
    says = tables()["clinician_only"].get(part.name)
    if says is not None:
        return HeldBack(says=f"{says}: it is simulated for clinicians only (--clinician).")
    for unit, most in tables()["most"].get(part.name, {}).items():
        if part.amounts.get(unit, 0.0) > most * ROUNDING:
            return HeldBack(
                says=f"{part.drug.capitalize()} above {most:g} {unit} goes beyond labels or home use: it is simulated "
                "for clinicians only (--clinician)."
            )
    return None


def _documents(names: list[str]) -> tuple[Document, ...]:
    return tuple(documents()["rule", name] for name in names)
