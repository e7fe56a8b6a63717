"""What the model last gave for each claim, for those who show it: figures of a run, with the evidence it was made by.

The file is written by `scripts/make_claims.py`, which runs every check of `anagen claims`; no figure is put in by hand.
Whether a figure is where it has to lie is not in it: that is worked out from the claim whenever it is shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from anagen.evidence.claims import Claim, Requirement

__all__ = ["MEASURED_FILE", "ClaimFigures", "Figure", "MeasuredClaims", "measured_claims"]

MEASURED_FILE = "claims_measured.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured number of a claim, beside where it has to lie."""

    requirement: Requirement
    value: float

    @property
    def met(self) -> bool:
        """Whether it lies where it has to."""
        return self.requirement.met(self.value)

    @property
    def verdict(self) -> str:
        """Whether it holds, or by how much it falls short, in the requirement's unit."""
        return "holds" if self.met else f"falls short by {self.requirement.short_by(self.value):.2g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFigures:
    """What the model gave for one claim."""

    figures: tuple[Figure, ...]
    beside: str
    """What else the check said of it."""
    missing: tuple[str, ...]
    """What of it could not be measured."""
    refused: str
    """What the model said where it could not be run; empty if it could."""

    @property
    def status(self) -> str:
        """As `anagen claims` says it: ``holds``, ``falls short`` or ``not built``."""
        if self.refused:
            return "falls short"
        if not self.figures:
            return "not built"
        return "holds" if all(one.met for one in self.figures) and not self.missing else "falls short"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredClaims:
    """The figures of one run of all checks, and what it was made by."""

    made_by: str
    """The command that writes them."""
    version: str
    """Version of anagen."""
    evidence: str
    """SHA-256 of the evidence that the run read."""
    values: Mapping[str, Mapping[str, float]]
    """Measured numbers, by id of the claim and name of the requirement."""
    beside: Mapping[str, str]
    missing: Mapping[str, tuple[str, ...]]
    refused: Mapping[str, str]

    def of(self, claim: Claim) -> ClaimFigures | None:
        """The figures of a claim; none if it was not measured, or asks for other numbers by now.

        Parameters
        ----------
        claim
            Of the evidence.
        """
        values = self.values.get(claim.id)
        if values is None or (values and set(values) != set(claim.required)):
            return None
        figures = tuple(
            Figure(requirement=claim.required[name], value=value) for name, value in values.items()
        )
        return ClaimFigures(
            figures=figures,
            beside=self.beside.get(claim.id, ""),
            missing=self.missing.get(claim.id, ()),
            refused=self.refused.get(claim.id, ""),
        )


@cache
def measured_claims() -> MeasuredClaims:
    """The figures that came with the package."""
    told = json.loads(files("anagen.evidence").joinpath(MEASURED_FILE).read_text(encoding="utf-8"))
    every = told["claims"]
    return MeasuredClaims(
        made_by=told["made_by"],
        version=told["version"],
        evidence=told["evidence"],
        values=MappingProxyType({key: MappingProxyType(one["values"]) for key, one in every.items()}),
        beside=MappingProxyType({key: one["beside"] for key, one in every.items()}),
        missing=MappingProxyType({key: tuple(one["missing"]) for key, one in every.items()}),
        refused=MappingProxyType({key: one["refused"] for key, one in every.items()}),
    )
