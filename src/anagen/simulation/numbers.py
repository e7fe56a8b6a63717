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
        "minoxidil_habituation_time",
    ),
    "1/day": ("within_anagen_thinning_rate",),
    "um": ("full_shaft_diameter",),
}
"""Units of the numbers that have one; the others are pure numbers."""


def follicle_numbers(evidence: Catalogue, sex: str = "male") -> FollicleNumbers:
    """The biology of one follicle, each number in the unit that the kernel counts on.

    Parameters
    ----------
    evidence
        Where the numbers stand.
    sex
        Whose: the follicles of a woman's unit differ more from one another (Yazdabadi2008), and those of her thick
        hairs stay empty for longer (Guarrera2005).
    """
    units = {name: unit for unit, names in UNITS.items() for name in names}
    numbers = FollicleNumbers(
        **{name: evidence.value(name, units.get(name, "1")) for name in FollicleNumbers._fields}
    )
    if sex != "female":
        return numbers
    spread = numbers.sensitivity_sd_between_follicles
    return numbers._replace(
        sensitivity_sd_between_follicles=spread * evidence.value("female_follicle_spread_ratio", "1"),
        kenogen_duration_full_size=evidence.value("female_kenogen_duration_full_size", "day"),
    )
