"""The kinds of instrument that there are, by name, and how one is set up for a trial."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from anagen.errors import InputError, unknown_name
from anagen.instruments.reading import Instrument
from anagen.units import UM_PER_MM

if TYPE_CHECKING:
    from anagen.evidence import Catalogue


SHORTEST = "min_length_mm"
"""The setting for hairs that count only from a length on: they count that much later."""


class Setting(NamedTuple):
    """One thing that a trial may set on an instrument."""

    unit: str
    default: str | float | None
    """Taken where a trial says nothing: a number, or the name of one in the evidence; none where it must say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of instrument."""

    name: str
    says: str
    """What it measures, in a few words."""
    build: Callable[[Mapping[str, float]], Instrument]
    """From its settings, and the numbers that it reads, to an instrument."""
    settings: Mapping[str, Setting] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)
    """Numbers of the evidence that it reads besides, each with its unit."""
    noise_share: float | str = 0.0
    """Standard deviation of one person's reading when it is repeated, as a share of it, where a trial says nothing."""


KINDS: dict[str, Kind] = {}
"""All kinds, by name; filled by `add`."""


def add(kind: Kind) -> Kind:
    """Enter a kind into `KINDS`."""
    if kind.name in KINDS:
        raise ValueError(f"There are two kinds of instrument named {kind.name!r}.")
    KINDS[kind.name] = kind
    return kind


def number(value: float | str, unit: str, evidence: Catalogue) -> float:
    """A number that a trial gives as it is, or as the name of a number in the evidence."""
    return evidence.value(value, unit) if isinstance(value, str) else float(value)


def instrument(kind: str, settings: Mapping[str, float | str], evidence: Catalogue) -> Instrument:
    """Set up an instrument.

    Parameters
    ----------
    kind
        Its name in `KINDS`.
    settings
        What the trial sets, each as a number in the setting's unit or as the name of a number in the evidence.
    evidence
        Where the other settings come from.
    """
    if kind not in KINDS:
        raise unknown_name("kind of instrument", kind, KINDS)
    plan = KINDS[kind]
    for name in settings:
        if name not in plan.settings:
            raise unknown_name(f"setting of {kind}", name, plan.settings)
    values = {name: evidence.value(name, unit) for name, unit in plan.numbers.items()}
    for name, setting in plan.settings.items():
        given = settings.get(name, setting.default)
        if given is None:
            raise InputError(
                f"The instrument '{kind}' needs '{name}' [{setting.unit}]. Add it where it is used."
            )
        values[name] = number(given, setting.unit, evidence)
    shortest_um = UM_PER_MM * values.pop(SHORTEST, 0.0)
    if shortest_um > 0.0:  # hair that nobody cuts is as long as it has grown
        values["lag_days"] += shortest_um / evidence.value("hair_growth_rate", "um/day")
    return plan.build(values)
