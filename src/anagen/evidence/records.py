"""One number, one paper: frozen records that are checked when they are made."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from anagen.errors import InputError, unknown_name
from anagen.units import check_canonical

__all__ = ["GRADES", "SEEN", "SPREAD_LAWS", "Override", "Parameter", "Source", "Spread"]

GRADES = ("measured", "derived", "calibrated", "assumed")
"""How a number came about, best first."""

SEEN = ("abstract", "full text", "label", "review", "secondary")
"""What of a source the person who entered it has read."""

SPREAD_LAWS = ("normal", "lognormal", "beta", "uniform")
"""How a number may be distributed between people."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_AUTHOR_YEAR = re.compile(r"[A-Z][A-Za-z]*(19|20)\d\d[a-z]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How a number differs between people."""

    law: str
    """One of `SPREAD_LAWS`; uniform spans the parameter's interval."""
    sd: float | None = None
    """Standard deviation. [unit of the parameter]"""
    cv: float | None = None
    """Coefficient of variation, standard deviation over mean."""

    def __post_init__(self) -> None:
        if self.law not in SPREAD_LAWS:
            raise unknown_name("law of spread", self.law, SPREAD_LAWS)
        given = [size for size in (self.sd, self.cv) if size is not None]
        if len(given) != (0 if self.law == "uniform" else 1):
            raise InputError(
                f"A {self.law} spread takes {'no size' if self.law == 'uniform' else 'one of sd, cv'}."
            )
        if given and not (math.isfinite(given[0]) and given[0] > 0):
            raise InputError(f"A spread must be positive, not {given[0]}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One number of biology, and how it is known."""

    name: str
    """Unique among all parameters."""
    meaning: str
    """What it is, in a sentence for a reader of the field."""
    unit: str
    """Canonical unit; ``"1"`` for a pure number."""
    value: float
    """Typical value. [unit]"""
    interval: tuple[float, float] | None = None
    """Where the typical value plausibly lies, 90 % unless `where` says otherwise. [unit]"""
    spread: Spread | None = None
    """How it differs between people."""
    source: str
    """Key of the source, AuthorYear."""
    where: str
    """Table, figure or page."""
    published: str
    """The source's own words and unit."""
    grade: str
    """One of `GRADES`."""
    derivation: str | None = None
    """For a derived number, the sum that was done."""
    fitted_to: str | None = None
    """For a calibrated number, the outcomes it was fitted to."""
    entered_by: str
    """Who entered it."""
    checked_by: str | None = None
    """Who found it again in the source without looking at the entry."""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise InputError(
                f"The parameter {self.name!r} needs a name of small letters, digits and underscores."
            )
        try:
            self._check()
        except InputError as error:
            raise InputError(f"Parameter {self.name}: {error}") from None

    def _check(self) -> None:
        check_canonical(self.unit)
        if self.grade not in GRADES:
            raise unknown_name("grade", self.grade, GRADES)
        if not math.isfinite(self.value):
            raise InputError(f"the value {self.value} is not finite.")
        if self.interval is not None and not self.interval[0] <= self.value <= self.interval[1]:
            raise InputError(f"the value {self.value} lies outside its interval {list(self.interval)}.")
        if self.grade == "derived" and not self.derivation:
            raise InputError("a derived number must say 'from' what.")
        if self.grade == "calibrated" and not self.fitted_to:
            raise InputError("a calibrated number must say what it was 'fitted_to'.")
        _check_words(self, ("meaning", "where", "published", "entered_by"))
        _check_key(self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One paper, label or report."""

    key: str
    """AuthorYear."""
    title: str
    authors: str
    journal: str
    year: int
    doi: str | None = None
    pmid: str | None = None
    identifier: str | None = None
    """What finds a source that has neither: ISBN, application number of a label, address."""
    design: str
    """What kind of study it is."""
    n: int | None = None
    """People in it."""
    seen: str
    """One of `SEEN`."""

    def __post_init__(self) -> None:
        _check_key(self.key)
        try:
            self._check()
        except InputError as error:
            raise InputError(f"Source {self.key}: {error}") from None

    def _check(self) -> None:
        _check_words(self, ("title", "authors", "journal", "design"))
        if self.seen not in SEEN:
            raise unknown_name("way of having seen a source", self.seen, SEEN)
        if not (self.doi or self.pmid or self.identifier):
            raise InputError("needs one of doi, pmid, identifier.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A number that a user put in place of a known one, and why."""

    name: str
    value: float
    """What is used. [unit of the parameter]"""
    was: float
    """What the evidence says. [unit of the parameter]"""
    because: str

    def __post_init__(self) -> None:
        if not self.because.strip():
            raise InputError(f"Overriding {self.name} needs a reason: because='...'.")
        if not math.isfinite(self.value):
            raise InputError(f"Cannot override {self.name} with {self.value}: it must be finite.")


def _check_words(record: Any, fields: tuple[str, ...]) -> None:
    for field in fields:
        if not getattr(record, field).strip():
            raise InputError(f"{field!r} is empty.")


def _check_key(key: str) -> None:
    if not _AUTHOR_YEAR.fullmatch(key):
        raise InputError(
            f"the source {key!r} is not written AuthorYear, like 'Example2000' or 'Example2000b'."
        )
