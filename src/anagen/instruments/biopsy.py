"""Punch biopsy, cut across: terminal and miniaturized hairs of a small disc of skin.

A section is not the living scalp. Under the blade lie more follicular units than the same area shows from above, a
shaft is thinner in the section than it was alive, and the section shows the vellus hairs that every healthy scalp has.
Those were never terminal; the kernel's follicles all were. Numbers from healthy people read both ways (Hu2022).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from anagen.instruments.counts import greatest, ratio_to_rest, rest
from anagen.instruments.kinds import Kind, Setting, add
from anagen.instruments.reading import Floats, HairSum, Instrument, times
from anagen.units import UM_PER_CM

THRESHOLD = {"threshold_um": Setting("um", "vellus_hair_diameter")}
"""As it is measured in the section."""
PUNCH = {**THRESHOLD, "punch_diameter_um": Setting("um", "biopsy_punch_diameter")}
NUMBERS = {
    "biopsy_units_over_living": "1",
    "biopsy_diameter_over_living": "1",
    "lifelong_vellus_share": "1",
    "follicle_density_per_cm2": "1/cm2",
}


def punch_area_cm2(values: Mapping[str, float]) -> float:
    """Area of the disc that the blade cuts out. [cm2]"""
    return math.pi * (values["punch_diameter_um"] / UM_PER_CM / 2.0) ** 2


def living_area_cm2(values: Mapping[str, float]) -> float:
    """Area of living scalp that bears as many follicular units as the punch shows. [cm2]"""
    return punch_area_cm2(values) * values["biopsy_units_over_living"]


def living_threshold_um(values: Mapping[str, float]) -> float:
    """Diameter of a living hair that is as thick as the threshold in the section. [um]"""
    return values["threshold_um"] / values["biopsy_diameter_over_living"]


def lifelong_vellus_per_cm2(values: Mapping[str, float]) -> float:
    """Vellus hairs of healthy scalp, beside follicles that are or were terminal. [1/cm2]"""
    share = values["lifelong_vellus_share"]
    return values["follicle_density_per_cm2"] * share / (1.0 - share)


def all_and_thick(values: Mapping[str, float]) -> tuple[HairSum, HairSum]:
    """All hairs and those of at least the threshold; a section sees a hair before it reaches the surface."""
    return HairSum("hair", 0.0), HairSum("hair", living_threshold_um(values))


def biopsy_terminal_count(values: Mapping[str, float]) -> Instrument:
    """Hairs of at least a diameter in one punch."""
    return Instrument(
        kind="biopsy_terminal_count",
        unit="hairs",
        sums=all_and_thick(values)[1:],
        read=times(living_area_cm2(values)),
        settings=tuple(values.items()),
    )


def biopsy_miniaturized_count(values: Mapping[str, float]) -> Instrument:
    """Hairs below that diameter in one punch, the finest and the lifelong vellus ones included."""
    area, vellus = living_area_cm2(values), lifelong_vellus_per_cm2(values)

    def read(sums: Floats) -> Floats:
        return area * (sums[..., 0, :] - sums[..., 1, :] + vellus)

    return Instrument(
        kind="biopsy_miniaturized_count",
        unit="hairs",
        sums=all_and_thick(values),
        read=read,
        settings=tuple(values.items()),
    )


def thick_against_all(name: str, says: str, compared: Callable[[Floats, Floats], Floats], unit: str) -> Kind:
    """A kind that compares the thick hairs of a section with all, lifelong vellus ones included."""

    def build(values: Mapping[str, float]) -> Instrument:
        vellus = lifelong_vellus_per_cm2(values)

        def read(sums: Floats) -> Floats:
            return compared(sums[..., 1, :], sums[..., 0, :] + vellus)

        return Instrument(
            kind=name,
            unit=unit,
            sums=all_and_thick(values),
            read=read,
            greatest=greatest(unit),
            settings=tuple(values.items()),
        )

    return Kind(name=name, says=says, build=build, settings=THRESHOLD, numbers=NUMBERS)


add(
    Kind(
        name="biopsy_terminal_count",
        says="terminal hairs in one punch biopsy",
        build=biopsy_terminal_count,
        settings=PUNCH,
        numbers=NUMBERS,
    )
)
add(
    Kind(
        name="biopsy_miniaturized_count",
        says="vellus and vellus-like hairs in one punch biopsy",
        build=biopsy_miniaturized_count,
        settings=PUNCH,
        numbers=NUMBERS,
    )
)
add(
    thick_against_all(
        "biopsy_vellus_share", "share of the hairs of a biopsy that are vellus or vellus-like", rest, "%"
    )
)
add(
    thick_against_all(
        "biopsy_terminal_vellus_ratio",
        "terminal hairs of a biopsy for each vellus or vellus-like hair",
        ratio_to_rest,
        "1",
    )
)
