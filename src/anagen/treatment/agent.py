"""What a drug is: the names of the numbers that its laws read. No number stands here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import ClassVar, Literal

from anagen.errors import InputError

__all__ = ["Agent", "Blocks", "Inhibits", "OneCompartment", "Stimulates", "TwoCompartments", "TwoPhenotypes"]

Units = dict[str, str]


def _units_of(wiring: object, units: Mapping[str, str]) -> Units:
    """Unit by name of parameter, for the places of some wiring that are filled."""
    named = {place: getattr(wiring, place) for place in units}
    return {name: units[place] for place, name in named.items() if name is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class OneCompartment:
    """Swallowed, absorbed into one volume, cleared from it; each field names a parameter."""

    UNITS: ClassVar[Mapping[str, str]] = MappingProxyType(
        {
            "ka": "1/day",
            "lag": "day",
            "clearance": "L/day",
            "volume": "L",
            "half_life": "day",
            "bioavailability": "1",
        }
    )
    ka: str
    clearance: str
    volume: str | None = None
    half_life: str | None = None
    """Volume or half-life: whichever of the two the evidence has."""
    bioavailability: str | None = None
    """None where clearance and volume are apparent ones, which hold it already."""
    lag: str | None = None

    def __post_init__(self) -> None:
        if (self.volume is None) == (self.half_life is None):
            raise InputError("One compartment needs its volume or its half-life, and not both.")

    def parameters(self) -> Units:
        """Unit by name of each parameter that is read."""
        return _units_of(self, self.UNITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoCompartments:
    """Swallowed, absorbed, spread between two volumes, cleared linearly and, where named, by a saturable pathway."""

    UNITS: ClassVar[Mapping[str, str]] = MappingProxyType(
        {
            "ka": "1/day",
            "lag": "day",
            "clearance": "L/day",
            "volume": "L",
            "bioavailability": "1",
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
class Stimulates:
    """Drives follicles once it is sulfated; the follicle answers over days."""

    UNITS: ClassVar[Mapping[str, str]] = MappingProxyType({"rate": "1/day", "oral_reference_dose": "mg/day"})
    rate: str
    response: TwoPhenotypes
    oral_reference_dose: str | None = None
    """Daily dose by mouth that does what the reference on the scalp does."""

    def parameters(self) -> Units:
        """Unit by name of each parameter that is read."""
        return {**_units_of(self, self.UNITS), **self.response.parameters()}


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
class Blocks:
    """Holds androgen receptors without working them, in competition with androgens."""

    UNITS: ClassVar[Mapping[str, str]] = MappingProxyType({"half": "ng/mL"})
    half: str
    """Concentration that halves the androgen drive."""

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
    vehicles: tuple[str, ...] = ()
    """Vehicles in which it is made for the skin, the usual one first; none if it is not."""
    stimulates: Stimulates | None = None
    inhibits: tuple[Inhibits, ...] = ()
    blocks: Blocks | None = None
    women_only: bool = False
    """Whether men are not given it, because it takes their androgens' effect everywhere."""
    in_women: str | None = None
    """What a woman must know of it."""
    off_label: Mapping[str, str] = field(default_factory=dict)
    """What to know where a route is not what the drug was approved for against hair loss, by route."""

    def __post_init__(self) -> None:
        if not self.routes:
            raise InputError(f"The agent {self.name!r} needs a route: oral=..., vehicles=... or both.")

    @property
    def acts_from_blood(self) -> bool:
        """Whether its concentration changes the androgen drive."""
        return bool(self.inhibits) or self.blocks is not None

    @property
    def routes(self) -> tuple[str, ...]:
        """Ways in which it can be given."""
        given = {"oral": self.oral is not None, "topical": bool(self.vehicles)}
        return tuple(route for route, is_made in given.items() if is_made)

    def topic(self, route: str) -> str:
        """What rules and side effects call it on a route: its name, and the route where it has more than one.

        Parameters
        ----------
        route
            ``"oral"`` or ``"topical"``.
        """
        return self.name if len(self.routes) == 1 else f"{self.name}_{route}"

    def parameters(self) -> Units:
        """Unit by name of each parameter that it reads."""
        units: Units = {}
        for one in fields(self):
            wired = getattr(self, one.name)
            for part in wired if isinstance(wired, tuple) else (wired,):
                if hasattr(part, "parameters"):
                    units.update(part.parameters())
        return units
