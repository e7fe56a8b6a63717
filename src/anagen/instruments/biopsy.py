"""Punch biopsy, cut across: terminal and miniaturized hairs of a small disc of skin."""

from __future__ import annotations

import math
from collections.abc import Mapping

from anagen.instruments.kinds import Kind, Setting, add
from anagen.instruments.reading import Floats, HairSum, Instrument, times

UM_PER_CM = 1e4

SETTINGS = {
    "threshold_um": Setting("um", "vellus_hair_diameter"),
    "punch_diameter_um": Setting("um", "biopsy_punch_diameter"),
}


def punch_area_cm2(values: Mapping[str, float]) -> float:
    """Area of the disc that the punch cuts out. [cm2]"""
    return math.pi * (values["punch_diameter_um"] / UM_PER_CM / 2.0) ** 2


def biopsy_terminal_count(values: Mapping[str, float]) -> Instrument:
    """Hairs of at least a diameter in one punch; a section sees a hair before it reaches the surface."""
    return Instrument(
        kind="biopsy_terminal_count",
        unit="hairs",
        sums=(HairSum("hair", values["threshold_um"]),),
        read=times(punch_area_cm2(values)),
        settings=tuple(values.items()),
    )


def biopsy_miniaturized_count(values: Mapping[str, float]) -> Instrument:
    """Hairs below that diameter in one punch, the finest included."""
    area = punch_area_cm2(values)

    def read(sums: Floats) -> Floats:
        return area * (sums[..., 0, :] - sums[..., 1, :])

    return Instrument(
        kind="biopsy_miniaturized_count",
        unit="hairs",
        sums=(HairSum("hair", 0.0), HairSum("hair", values["threshold_um"])),
        read=read,
        settings=tuple(values.items()),
    )


add(
    Kind(
        name="biopsy_terminal_count",
        says="terminal hairs in one punch biopsy",
        build=biopsy_terminal_count,
        settings=SETTINGS,
    )
)
add(
    Kind(
        name="biopsy_miniaturized_count",
        says="vellus and vellus-like hairs in one punch biopsy",
        build=biopsy_miniaturized_count,
        settings=SETTINGS,
    )
)
