"""A claim held to what the model shows: measured numbers against the limits of the claim's file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from anagen.claims.read import Claim, claims
from anagen.errors import InputError, unknown_name
from anagen.evidence.claims_measured import Figure

if TYPE_CHECKING:
    from anagen.evidence import Catalogue

__all__ = [
    "STATUSES",
    "TOPICS",
    "Check",
    "Finding",
    "Measured",
    "NotBuiltError",
    "check",
    "check_all",
    "ids_of",
    "measurements",
    "shows",
]

HOLDS, FALLS_SHORT, NOT_BUILT = "holds", "falls short", "not built"
STATUSES = (HOLDS, FALLS_SHORT, NOT_BUILT)
TOPICS = (
    "disease",
    "scalp",
    "treatment",
    "pictures",
    "skin",
    "wounding",
    "needling",
    "asking",
    "rolling",
    "consulting",
)
"""Files of this package that measure."""
NOTHING_TO_RUN = "nothing to run yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a run of the model gave."""

    values: Mapping[str, float]
    """By name of the requirement; each in its unit."""
    beside: str = ""
    """What else to know, such as the single values behind the worst one."""


Measurement = Callable[["Catalogue"], Measured]
_MEASUREMENTS: dict[str, Measurement] = {}


class NotBuiltError(Exception):
    """What a measurement needs is not there yet; the message says what."""


def shows(claim: str) -> Callable[[Measurement], Measurement]:
    """Enter a function as what measures a claim.

    Parameters
    ----------
    claim
        Id of the claim.
    """
    if claim not in claims():
        raise unknown_name("claim", claim, claims())

    def enter(function: Measurement) -> Measurement:
        if claim in _MEASUREMENTS:
            raise ValueError(f"Two functions measure claim {claim}.")
        _MEASUREMENTS[claim] = function
        return function

    return enter


def measurements() -> Mapping[str, Measurement]:
    """The functions that measure, by id of their claim."""
    for topic in TOPICS:
        import_module(f"anagen.claims.{topic}")
    return _MEASUREMENTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Figure):
    """One measured number beside its limits, and what is on record of it."""

    @property
    def as_recorded(self) -> bool:
        """Whether the number is within its limits, or outside by what is known."""
        return self.requirement.as_recorded(self.value)

    def __str__(self) -> str:
        one = self.requirement
        unit = "" if one.unit == "1" else f" {one.unit}"
        asked = f"{'asked' if self.met else 'NOT MET, asked'}: {one.limits}"
        return f"{one.says} {self.value:.3g}{unit} ({asked})"

    @property
    def why(self) -> str:
        """Where the limits come from, and why they are missed where that is known."""
        one = self.requirement
        known = "" if one.known_shortfall is None else f". Known to fall short: {one.known_shortfall.because}"
        return f"{one.name}, {one.limits}: {one.because}{known}"

    def as_dict(self) -> dict[str, Any]:
        """The finding as plain values."""
        one = self.requirement
        return {
            "name": one.name,
            "says": one.says,
            "value": self.value,
            "unit": one.unit,
            "at_least": one.at_least,
            "at_most": one.at_most,
            "because": one.because,
            "met": self.met,
            "known_shortfall": None if one.known_shortfall is None else one.known_shortfall.value,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A claim, and what the model shows of it."""

    claim: Claim
    findings: tuple[Finding, ...] = ()
    beside: str = ""
    missing: tuple[str, ...] = ()
    """What is not built."""
    refused: str | None = None
    """What the model said where it could not be run."""

    @property
    def status(self) -> str:
        """One of `STATUSES`; it holds if every number is within its limits and no part is missing."""
        if self.refused is not None:
            return FALLS_SHORT
        if not self.findings:
            return NOT_BUILT
        return HOLDS if all(one.met for one in self.findings) and not self.missing else FALLS_SHORT

    @property
    def as_recorded(self) -> bool:
        """Whether the claim holds, or falls short only by what is known of it, and exactly by that."""
        measured = self.refused is None and not self.missing and bool(self.findings)
        return measured and all(one.as_recorded for one in self.findings)

    @property
    def figure(self) -> str:
        """The numbers in words."""
        parts = [] if self.refused is None else [f"The model cannot be run so: {self.refused}"]
        parts += [f"{'; '.join(map(str, self.findings))}."] if self.findings else []
        parts += [self.beside] if self.beside else []
        parts += [f"Not built: {one}." for one in self.missing]
        return " ".join(parts)

    @property
    def how(self) -> str:
        """What makes the figure again, and what shows more."""
        more = self.claim.more
        if self.status == NOT_BUILT:
            return NOTHING_TO_RUN
        return f"anagen claims {self.claim.id}" + (f"; more: {more}" if more else "")

    def as_dict(self) -> dict[str, Any]:
        """The check as plain values, for JSON."""
        claim = self.claim
        return {
            "id": claim.id,
            "claim": claim.claim,
            "status": self.status,
            "figure": self.figure,
            "how": self.how,
            "document": claim.document,
            "must_show": claim.must_show,
            "verdict": claim.verdict,
            "literature": claim.literature,
            "sources": list(claim.sources),
            "findings": [one.as_dict() for one in self.findings],
            "missing": list(self.missing),
        }


def ids_of(asked: Iterable[str] = ()) -> tuple[str, ...]:
    """The claims that were asked for, in their own order; all if none was.

    Parameters
    ----------
    asked
        Ids, in capitals or not.
    """
    wanted = {one.upper() for one in asked}
    for one in sorted(wanted):
        if one not in claims():
            raise unknown_name("claim", one, claims())
    return tuple(one for one in claims() if one in wanted or not wanted)


def check(claim: str, evidence: Catalogue | None = None) -> Check:
    """Run the model for a claim, and hold what comes out to what is asked.

    Parameters
    ----------
    claim
        Its id.
    evidence
        Other numbers than those that are known.
    """
    (key,) = ids_of([claim])
    record = claims()[key]
    lacks = (record.missing,) if record.missing else ()
    measure = measurements().get(key)
    if measure is None:
        return Check(claim=record, missing=lacks or ("a measurement of it",))
    if evidence is None:
        from anagen.evidence import known

        evidence = known()
    try:
        measured = measure(evidence)
    except NotBuiltError as error:
        return Check(claim=record, missing=(str(error), *lacks))
    except InputError as error:  # numbers with which there is nobody to simulate, say
        return Check(claim=record, missing=lacks, refused=str(error))
    if set(measured.values) != set(record.required):
        raise ValueError(
            f"Claim {key} asks for {sorted(record.required)}, measured was {sorted(measured.values)}."
        )
    findings = tuple(
        Finding(requirement=one, value=float(measured.values[name])) for name, one in record.required.items()
    )
    return Check(claim=record, findings=findings, beside=measured.beside, missing=lacks)


def check_all(asked: Iterable[str] = (), evidence: Catalogue | None = None) -> Iterator[Check]:
    """Check some claims, or all, one after another.

    Parameters
    ----------
    asked
        Ids; all if none is given.
    evidence
        Other numbers than those that are known.

    Yields
    ------
    Check
        Each as it is done.
    """
    for key in ids_of(asked):
        yield check(key, evidence)
