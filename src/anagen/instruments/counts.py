"""Counts of hairs: photograph of a target area, phototrichogram, unit-area trichogram."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from anagen.instruments.kinds import SHORTEST, Kind, Setting, add
from anagen.instruments.reading import Floats, HairSum, Instrument, Window, only_sum, times

SEEN: Mapping[str, Setting] = {"lag_days": Setting("day", "hair_emergence_lag"), SHORTEST: Setting("mm", 0.0)}
"""A new hair counts once it has come to the surface, and has the length that is asked for."""

COUNT_NOISE = "count_noise_share"
"""What a count that is repeated differs by."""


def counted(values: Mapping[str, float], window: Window = "hair") -> HairSum:
    """The hairs of at least the instrument's threshold."""
    return HairSum(window, values["threshold_um"], values["lag_days"])


def target_area_hair_count(values: Mapping[str, float]) -> Instrument:
    """Visible hairs in a tattooed circle, counted on an enlarged photograph."""
    return Instrument(
        kind="target_area_hair_count",
        unit="hairs",
        sums=(counted(values),),
        read=times(values["area_cm2"]),
        settings=tuple(values.items()),
    )


add(
    Kind(
        name="target_area_hair_count",
        says="visible hairs in a tattooed circle, counted on an enlarged photograph",
        build=target_area_hair_count,
        settings={
            "threshold_um": Setting("um", "visible_hair_diameter"),
            "area_cm2": Setting("cm2", "target_area"),
            **SEEN,
        },
        noise_share=COUNT_NOISE,
    )
)


def density(name: str, says: str, threshold: str, window: Window = "hair") -> Kind:
    """A kind that reads the hairs of at least a diameter per square centimeter."""

    def build(values: Mapping[str, float]) -> Instrument:
        return Instrument(
            kind=name,
            unit="hairs/cm2",
            sums=(counted(values, window),),
            read=only_sum,
            settings=tuple(values.items()),
        )

    return Kind(
        name=name,
        says=says,
        build=build,
        settings={"threshold_um": Setting("um", threshold), **SEEN},
        noise_share=COUNT_NOISE,
    )


add(
    density(
        "target_area_hair_density",
        "non-vellus hairs of a target area, per square centimeter",
        "nonvellus_hair_diameter",
    )
)
add(
    density(
        "clipped_hair_density",
        "hairs clipped from an area to be counted and weighed",
        "clipped_hair_diameter",
    )
)
add(density("hair_density", "hairs that a close look counts, thin ones included", "total_hair_diameter"))
add(density("terminal_hair_density", "terminal hairs", "terminal_hair_diameter"))
add(
    density(
        "phototrichogram_total_density",
        "hairs of an area that was clipped and photographed days later",
        "total_hair_diameter",
    )
)
add(
    density(
        "phototrichogram_anagen_density",
        "hairs of a clipped area that have grown when it is photographed days later",
        "total_hair_diameter",
        window="anagen",
    )
)
add(
    density(
        "unit_area_trichogram_total_density", "all hairs plucked from a marked area", "total_hair_diameter"
    )
)
add(
    density(
        "unit_area_trichogram_nonvellus_density",
        "hairs plucked from a marked area that are thick enough to matter",
        "meaningful_hair_diameter",
    )
)


def share(part: Floats, whole: Floats) -> Floats:
    """A part of a whole; not a number where there is no whole. [%]"""
    import numpy as np

    return 100.0 * np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0.0)


def rest(part: Floats, whole: Floats) -> Floats:
    """What a part leaves of a whole. [%]"""
    return 100.0 - share(part, whole)


def ratio_to_rest(part: Floats, whole: Floats) -> Floats:
    """A part for each one of the rest; not a number where there is no rest. [ratio]"""
    return share(part, whole - part) / 100.0


def greatest(unit: str) -> float:
    """The whole, where a part is told in percent; a ratio to the rest has no end. [unit]"""
    return 100.0 if unit == "%" else math.inf


def growing_and_all(values: Mapping[str, float]) -> tuple[HairSum, HairSum]:
    """Of the hairs of at least the threshold, those that grow and all."""
    return counted(values, "anagen"), counted(values)


def thick_and_all(values: Mapping[str, float]) -> tuple[HairSum, HairSum]:
    """Hairs of at least the threshold, and all, the finest included."""
    return counted(values), HairSum("hair", 0.0, values["lag_days"])


def comparison(
    name: str,
    says: str,
    threshold: str,
    part_and_whole: Callable[[Mapping[str, float]], tuple[HairSum, HairSum]],
    compared: Callable[[Floats, Floats], Floats] = share,
    unit: str = "%",
) -> Kind:
    """A kind that reads a part of the hairs against the whole of them."""

    def read(sums: Floats) -> Floats:
        return compared(sums[..., 0, :], sums[..., 1, :])

    def build(values: Mapping[str, float]) -> Instrument:
        return Instrument(
            kind=name,
            unit=unit,
            sums=part_and_whole(values),
            read=read,
            greatest=greatest(unit),
            settings=tuple(values.items()),
        )

    return Kind(
        name=name, says=says, build=build, settings={"threshold_um": Setting("um", threshold), **SEEN}
    )


add(
    comparison("anagen_share", "share of the counted hairs that grow", "total_hair_diameter", growing_and_all)
)
add(
    comparison(
        "telogen_share",
        "share of the counted hairs that no longer grow, as a trichogram of plucked hairs shows it",
        "total_hair_diameter",
        growing_and_all,
        rest,
    )
)
add(
    comparison(
        "thick_hair_share",
        "share of all hairs that are at least as thick as a threshold",
        "terminal_hair_diameter",
        thick_and_all,
    )
)
add(
    comparison(
        "vellus_hair_share",
        "share of all hairs, the finest included, that are vellus or vellus-like",
        "vellus_hair_diameter",
        thick_and_all,
        rest,
    )
)
add(
    comparison(
        "terminal_vellus_ratio",
        "terminal hairs for each vellus or vellus-like hair",
        "vellus_hair_diameter",
        thick_and_all,
        ratio_to_rest,
        unit="1",
    )
)
