"""From the evidence to what the kernel takes."""

from __future__ import annotations

from anagen.evidence import Catalogue
from anagen.kernel.numbers import FollicleNumbers

__all__ = ["follicle_numbers"]

UNITS = {
    "day": (
        "anagen_duration_full_size",
        "anagen_duration_smallest",
        "catagen_duration",
        "telogen_duration",
        "kenogen_duration_full_size",
        "kenogen_duration_extra_smallest",
        "susceptibility_rise_time",
        "vellus_establishment_time",
    ),
    "1/day": ("within_anagen_thinning_rate",),
    "um": ("full_shaft_diameter",),
}
"""Units of the numbers that have one; the others are pure numbers."""


def follicle_numbers(evidence: Catalogue) -> FollicleNumbers:
    """The biology of one follicle, each number in the unit that the kernel counts on."""
    units = {name: unit for unit, names in UNITS.items() for name in names}
    return FollicleNumbers(
        **{name: evidence.value(name, units.get(name, "1")) for name in FollicleNumbers._fields}
    )
