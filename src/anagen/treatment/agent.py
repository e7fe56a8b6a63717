"""What a drug is: the names of the numbers that its laws read. No number stands here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import ClassVar, Literal

from anagen.errors import InputError

__all__ = ["Agent", "Inhibits", "OneCompartment", "ScalpReservoir", "TwoCompartments", "TwoPhenotypes"]

Units = dict[str, str]


def _units_of(wiring: object, units: Mapping[str, str]) -> Units:
    """Unit by name of parameter, for the places of some wiring that are filled."""
    named = {place: getattr(wiring, place) for place in units}
    return {name: units[place] for place, name in named.items() if name is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class OneCompartment:
    """Swallowed, absorbed into one volume, cleared from it; each field names a parameter."""

    UNITS: ClassVar[Mapping[str, str]] = MappingProxyType(
        {"ka": "1/day", "lag": "day", "clearance": "L/day", "volume": "L", "bioavailability": "1"}
    )
    ka: str
    clearance: str
    volume: str
    bioavailability: str | None = None
    """None where clearance and volume are apparent ones, which hold it already."""
    lag: str | None = None

    def parameters(self) -> Units:
        """Unit by name of each parameter that is read."""
        return _units_of(self, self.UNITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoCompartments:
    """Swallowed, absorbed, spread between two volumes, cleared linearly and, where named, by a saturable pathway."""

    UNITS: ClassVar[Mapping[str, str]] = MappingProxyType(
        {
            **OneCompartment.UNITS,
            "exchange": "L/day",
            "peripheral_volume": "L",
            "capacity": "mg/day",
            "half_capacity": "ng/mL",
        }
    )
    ka: str
    clearance: str
    volume: str
    exchange: str
    peripheral_volume: str
    capacity: str | None = None
    half_capacity: str | None = None
    bioavailability: str | None = None
    """None where clearance and volume are apparent ones, which hold it already."""
    lag: str | None = None

    def __post_init__(self) -> None:
        if (self.capacity is None) != (self.half_capacity is None):
            raise InputError(
                "A saturable pathway needs both its capacity and the concentration at half of it."
            )

    def parameters(self) -> Units:
        """Unit by name of each parameter that is read."""
        return _units_of(self, self.UNITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoPhenotypes:
    """A response that falls into two groups of people, each with a spread of its own; relative to the mean of all."""

    UNITS: ClassVar[Mapping[str, str]] = MappingProxyType({"high_share": "1", "high": "1", "low": "1"})
    high_share: str
    high: str
    low: str

    def parameters(self) -> Units:
        """Unit by name of each parameter that is read."""
        return _units_of(self, self.UNITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalpReservoir:
    """Put on the scalp, held there for a while, with an effect that saturates in the dose."""

    UNITS: ClassVar[Mapping[str, str]] = MappingProxyType(
        {"rate": "1/day", "reference_dose": "mg/day", "half_dose": "mg/day", "hill": "1"}
    )
    rate: str
    reference_dose: str
    half_dose: str
    hill: str
    response: TwoPhenotypes
    formulations: Mapping[str, str | None] = field(default_factory=lambda: {"solution": None})
    """Parameter that says how much of a formulation counts, by its word; None for the reference, which comes first."""

    def parameters(self) -> Units:
        """Unit by name of each parameter that is read."""
        ratios = {name: "1" for name in self.formulations.values() if name is not None}
        return {**_units_of(self, self.UNITS), **self.response.parameters(), **ratios}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inhibits:
    """Kills an isoenzyme of 5-alpha-reductase, at a rate that goes with the concentration."""

    UNITS: ClassVar[Mapping[str, str]] = MappingProxyType({"rate": "mL/ng/day", "scalp_exposure": "1"})
    enzyme: Literal["srd5a1", "srd5a2"]
    rate: str
    scalp_exposure: str | None = None
    """How much of the drug the enzyme sees in the scalp, relative to the blood; None where they are alike."""

    def parameters(self) -> Units:
        """Unit by name of each parameter that is read."""
        return _units_of(self, self.UNITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A drug."""

    name: str
    says: str
    """What it does, in a few words."""
    example: str
    """A course of it, as one would write it."""
    oral: OneCompartment | TwoCompartments | None = None
    topical: ScalpReservoir | None = None
    inhibits: tuple[Inhibits, ...] = ()

    def __post_init__(self) -> None:
        if not self.routes:
            raise InputError(f"The agent {self.name!r} needs a route: oral=..., topical=... or both.")

    @property
    def routes(self) -> tuple[str, ...]:
        """Ways in which it can be given."""
        return tuple(route for route in ("oral", "topical") if getattr(self, route) is not None)

    def parameters(self) -> Units:
        """Unit by name of each parameter that it reads."""
        units: Units = {}
        for one in fields(self):
            wired = getattr(self, one.name)
            for part in wired if isinstance(wired, tuple) else (wired,):
                if hasattr(part, "parameters"):
                    units.update(part.parameters())
        return units
