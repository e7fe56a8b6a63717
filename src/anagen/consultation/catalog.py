"""What can be offered, as data: single treatments with their forms, and what is given together."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from anagen.consultation.logic import Condition
from anagen.consultation.rules import treatments
from anagen.errors import InputError, unknown_name

__all__ = ["Catalog", "Entry", "Form", "Together", "catalog"]

LABELS = ("licensed", "off-label", "clinic", "supportive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One dose or strength, and for whom."""

    when: Condition
    regimen: str
    """In words; ``"{needling}"`` stands for the course that is planned."""
    licensed: frozenset[str] = frozenset()
    """Regions in which it is licensed against hair loss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One treatment."""

    name: str
    treatment: str
    grade: str
    """Of its evidence."""
    grade_by: str
    """Who graded it."""
    forms: tuple[Form, ...] = ()
    label: str = ""
    """One of `LABELS`; empty where it follows from the region."""
    supportive: bool = False
    """Whether it stands beside a treatment only, and nothing of it is simulated."""
    minutes_per_week: float | None = None
    """Where nothing is simulated. [min]"""

    def __post_init__(self) -> None:
        if self.treatment not in treatments():
            raise unknown_name("treatment", self.treatment, treatments())
        if self.label not in ("", *LABELS):
            raise unknown_name("label", self.label, LABELS)
        if self.supportive == bool(self.forms):
            raise InputError(f"The option {self.name!r} needs forms, or must be supportive, and not both.")

    def form(self, answers: Mapping[str, Any]) -> Form | None:
        """The form for a person: the first that suits, else the first that may; None if none does.

        Parameters
        ----------
        answers
            Of the person.
        """
        suits = [(one, one.when.judge(answers)) for one in self.forms]
        certain = next((one for one, truth in suits if truth), None)
        return certain or next((one for one, truth in suits if truth is None), None)

    def label_of(self, form: Form | None, region: str | None, everywhere: frozenset[str]) -> str:
        """How it is to be had in a region; where that is unknown, licensed only if it is so everywhere."""
        if self.label or form is None:
            return self.label
        licensed = region in form.licensed if region is not None else form.licensed >= everywhere
        return "licensed" if licensed else "off-label"


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Treatments given together."""

    name: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """All that can be offered."""

    entries: Mapping[str, Entry]
    """By treatment."""
    together: tuple[Together, ...]
    needling: Mapping[str, Any]
    minutes: Mapping[str, float]
    """One dose or session. [min]"""
    weeks: float
    """Over which the burden is averaged. [week]"""
    everywhere: frozenset[str]


@cache
def catalog() -> Catalog:
    """What can be offered, as the package's file says."""
    file = tomllib.loads(Path(__file__).with_name("options.toml").read_text(encoding="utf-8"))
    entries = [_entry(one) for one in file["option"]]
    together = tuple(Together(name=one["name"], parts=tuple(one["parts"])) for one in file["together"])
    for one in together:
        for part in one.parts:
            if part not in {entry.treatment for entry in entries}:
                raise unknown_name(f"part of {one.name!r}", part, [entry.treatment for entry in entries])
    return Catalog(
        entries={one.treatment: one for one in entries},
        together=together,
        needling=file["needling"],
        minutes=file["minutes"],
        weeks=file["over"]["weeks"],
        everywhere=frozenset(file["everywhere"]),
    )


def _entry(about: Mapping[str, Any]) -> Entry:
    given = dict(about)
    forms = tuple(
        Form(
            when=Condition.of(one["when"]),
            regimen=one["regimen"],
            licensed=frozenset(one.get("licensed", ())),
        )
        for one in given.pop("form", ())
    )
    return Entry(forms=forms, **given)
