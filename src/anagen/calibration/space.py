"""The free parameters: which numbers of the evidence a fit may move, and within which bounds."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.evidence import Catalogue

WIDE_RATIO = 6.0
"""A range whose ends differ by more than this factor is searched on a logarithmic scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeParameter:
    """One number that a fit may move; searched on a unit scale between its bounds."""

    name: str
    low: float
    high: float

    @property
    def logarithmic(self) -> bool:
        """Whether its scale is logarithmic."""
        return self.low > 0.0 and self.high / self.low > WIDE_RATIO

    def at(self, place: float) -> float:
        """The value at a place between 0 and 1."""
        place = min(max(place, 0.0), 1.0)
        if self.logarithmic:
            return self.low * math.exp(place * math.log(self.high / self.low))
        return self.low + (self.high - self.low) * place

    def place_of(self, value: float) -> float:
        """The place of a value, between 0 and 1."""
        if self.logarithmic:
            place = math.log(max(value, self.low) / self.low) / math.log(self.high / self.low)
        else:
            place = (value - self.low) / (self.high - self.low)
        return min(max(place, 0.0), 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """All free parameters, in alphabetical order."""

    parameters: tuple[FreeParameter, ...]

    def values_at(self, places: NDArray[np.float64]) -> dict[str, float]:
        """Values by name from places between 0 and 1."""
        return {p.name: p.at(float(u)) for p, u in zip(self.parameters, places, strict=True)}

    def places_of(self, evidence: Catalogue) -> NDArray[np.float64]:
        """Where the evidence stands now."""
        return np.array([p.place_of(evidence[p.name].value) for p in self.parameters])


FITTED_BY_THIS_PACKAGE = "calibration/fit"
"""What the evidence says in `where` of each number that the fit of hair counts may move."""


def free_parameters(evidence: Catalogue) -> Space:
    """Every number that the evidence marks as calibrated by the fit, with its interval as bounds."""
    free = []
    for name in evidence.names():
        parameter = evidence[name]
        if parameter.grade == "calibrated" and FITTED_BY_THIS_PACKAGE in parameter.where:
            if parameter.interval is None:
                raise ValueError(f"The calibrated parameter {name!r} has no interval to search in.")
            free.append(FreeParameter(name=name, low=parameter.interval[0], high=parameter.interval[1]))
    return Space(parameters=tuple(free))
