"""Counts of hairs: photograph of a target area, phototrichogram, unit-area trichogram."""

from __future__ import annotations

from collections.abc import Mapping

from anagen.instruments.kinds import SHORTEST, Kind, Setting, add
from anagen.instruments.reading import Floats, HairSum, Instrument, Window, only_sum, times

SEEN: Mapping[str, Setting] = {"lag_days": Setting("day", "hair_emergence_lag"), SHORTEST: Setting("mm", 0.0)}
"""A new hair counts once it has come to the surface, and has the length that is asked for."""


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


def anagen_share(values: Mapping[str, float]) -> Instrument:
    """Share of the counted hairs that grow."""

    def read(sums: Floats) -> Floats:
        return share(sums[..., 0, :], sums[..., 1, :])

    return Instrument(
        kind="anagen_share",
        unit="%",
        sums=(counted(values, "anagen"), counted(values)),
        read=read,
        settings=tuple(values.items()),
    )


def share(part: Floats, whole: Floats) -> Floats:
    """A part of a whole; not a number where there is no whole. [%]"""
    import numpy as np

    return 100.0 * np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0.0)


add(
    Kind(
        name="anagen_share",
        says="share of the counted hairs that grow",
        build=anagen_share,
        settings={"threshold_um": Setting("um", "total_hair_diameter"), **SEEN},
    )
)


def above_and_all(values: Mapping[str, float]) -> tuple[HairSum, HairSum]:
    """Hairs of at least the threshold, and all, the finest included."""
    return counted(values), HairSum("hair", 0.0, values["lag_days"])


def thick_hair_share(values: Mapping[str, float]) -> Instrument:
    """Share of all hairs that are at least as thick as the threshold."""

    def read(sums: Floats) -> Floats:
        return share(sums[..., 0, :], sums[..., 1, :])

    return Instrument(
        kind="thick_hair_share",
        unit="%",
        sums=above_and_all(values),
        read=read,
        settings=tuple(values.items()),
    )


def vellus_hair_share(values: Mapping[str, float]) -> Instrument:
    """Share of all hairs that are thinner than the threshold."""

    def read(sums: Floats) -> Floats:
        return 100.0 - share(sums[..., 0, :], sums[..., 1, :])

    return Instrument(
        kind="vellus_hair_share",
        unit="%",
        sums=above_and_all(values),
        read=read,
        settings=tuple(values.items()),
    )


def terminal_vellus_ratio(values: Mapping[str, float]) -> Instrument:
    """Hairs of at least the threshold for each that is thinner; not a number where none is."""

    def read(sums: Floats) -> Floats:
        thick = sums[..., 0, :]
        return share(thick, sums[..., 1, :] - thick) / 100.0

    return Instrument(
        kind="terminal_vellus_ratio",
        unit="1",
        sums=above_and_all(values),
        read=read,
        settings=tuple(values.items()),
    )


add(
    Kind(
        name="thick_hair_share",
        says="share of all hairs that are at least as thick as a threshold",
        build=thick_hair_share,
        settings={"threshold_um": Setting("um", "terminal_hair_diameter"), **SEEN},
    )
)
add(
    Kind(
        name="vellus_hair_share",
        says="share of all hairs, the finest included, that are vellus or vellus-like",
        build=vellus_hair_share,
        settings={"threshold_um": Setting("um", "vellus_hair_diameter"), **SEEN},
    )
)
add(
    Kind(
        name="terminal_vellus_ratio",
        says="terminal hairs for each vellus or vellus-like hair",
        build=terminal_vellus_ratio,
        settings={"threshold_um": Setting("um", "vellus_hair_diameter"), **SEEN},
    )
)
