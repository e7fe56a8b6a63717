"""The claims as records: what a document states, what the literature says of it, and what has to be shown."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from anagen.errors import InputError, unknown_name

__all__ = ["DOCUMENTS", "VERDICTS", "Claim", "Requirement", "Shortfall", "claims"]

DOCUMENTS = ("miniaturization", "dermaroller")
"""A clinic's explanation of hair loss, and its guide to the roller."""
VERDICTS = ("agrees", "agrees in part", "unsettled", "disagrees", "not a question of evidence")
"""What the literature says of a claim."""
AS_RECORDED_SHARE = 0.01
"""A shortfall stands as recorded within this share of its figure, which is written with three digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """By how much the model is known to miss what is asked, told wherever the claim is told."""

    value: float
    """What the model gives, in the unit of the requirement."""
    because: str
    """Why the model misses it, and why it is left so."""

    def __post_init__(self) -> None:
        if not math.isfinite(self.value) or not self.because.strip():
            raise InputError("A known shortfall needs 'value', a finite number, and 'because'.")

    def stands(self, value: float) -> bool:
        """Whether a value is the recorded one."""
        return math.isclose(value, self.value, rel_tol=AS_RECORDED_SHARE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One number that a check measures, and where it has to lie."""

    name: str
    says: str
    """What the number is, in words that a value can follow."""
    because: str
    """Where the limits come from."""
    unit: str = "1"
    at_least: float | None = None
    """[`unit`]"""
    at_most: float | None = None
    """[`unit`]"""
    known_shortfall: Shortfall | None = None
    """What the model gives where it is known to lie outside; changed by hand only."""

    def __post_init__(self) -> None:
        limits = [one for one in (self.at_least, self.at_most) if one is not None]
        if not limits or not all(map(math.isfinite, limits)) or limits != sorted(limits):
            raise InputError(
                f"'{self.name}' needs 'at_least' or 'at_most', in that order if both; given {limits}."
            )
        for what in ("name", "says", "because", "unit"):
            if not getattr(self, what).strip():
                raise InputError(f"A requirement needs '{what}'.")
        if self.known_shortfall is not None and self.met(self.known_shortfall.value):
            raise InputError(
                f"'{self.name}' is {self.limits}; {self.known_shortfall.value:g} is no shortfall. Take it out."
            )

    def met(self, value: float) -> bool:
        """Whether a value lies where it has to."""
        above = self.at_least is None or value >= self.at_least
        below = self.at_most is None or value <= self.at_most
        return math.isfinite(value) and above and below

    def short_by(self, value: float) -> float:
        """How far a value lies from the limit that it misses; 0 where it lies as it has to. [`unit`]"""
        if self.met(value):
            return 0.0
        below = self.at_least is not None and value < self.at_least
        limit = self.at_least if below else self.at_most
        return math.nan if limit is None else abs(value - limit)

    def as_recorded(self, value: float) -> bool:
        """Whether a value lies where it has to, or misses that by what is known, no more and no less."""
        if self.known_shortfall is None:
            return self.met(value)
        return not self.met(value) and self.known_shortfall.stands(value)

    @property
    def limits(self) -> str:
        """The limits in words."""
        if self.at_least is None:
            return f"at most {self.at_most:g}"
        return (
            f"at least {self.at_least:g}"
            if self.at_most is None
            else f"{self.at_least:g} to {self.at_most:g}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim of a source document."""

    id: str
    document: str
    """One of `DOCUMENTS`."""
    claim: str
    """In our own words."""
    must_show: str
    """What the software has to show of it."""
    verdict: str
    """One of `VERDICTS`."""
    literature: str
    """What the papers say, and where they and the document differ."""
    sources: tuple[str, ...] = ()
    """AuthorYear keys of the evidence."""
    missing: str | None = None
    """What of it cannot be shown yet; a claim with such a part does not hold."""
    more: str | None = None
    """A command that shows more of it than the check."""
    required: Mapping[str, Requirement]
    """By name."""

    def __post_init__(self) -> None:
        if self.document not in DOCUMENTS:
            raise unknown_name("source document", self.document, DOCUMENTS)
        if self.verdict not in VERDICTS:
            raise unknown_name("verdict", self.verdict, VERDICTS)
        for what in ("claim", "must_show", "literature"):
            if not getattr(self, what).strip():
                raise InputError(f"Claim {self.id} needs '{what}'.")
        if not self.required and self.missing is None:
            raise InputError(f"Claim {self.id} needs a requirement, or 'missing': what is not built yet.")


@cache
def claims() -> Mapping[str, Claim]:
    """Every claim by its id, in the order of the documents."""
    text = files("anagen.evidence").joinpath("claims.toml").read_text(encoding="utf-8")
    return MappingProxyType({key: _claim(key, fields) for key, fields in tomllib.loads(text).items()})


def _claim(key: str, fields: dict[str, Any]) -> Claim:
    """A record from its table; a field that no record has is refused by the record itself."""
    required = [_requirement(one) for one in fields.pop("required", [])]
    by_name = {one.name: one for one in required}
    if len(by_name) < len(required):
        raise InputError(f"Claim {key} has two requirements of one name.")
    return Claim(
        id=key,
        sources=tuple(fields.pop("sources", ())),
        required=MappingProxyType(by_name),
        **fields,
    )


def _requirement(fields: dict[str, Any]) -> Requirement:
    """A requirement from its table."""
    shortfall = fields.pop("known_shortfall", None)
    return Requirement(**fields, known_shortfall=None if shortfall is None else Shortfall(**shortfall))
