"""How thick and how heavy hair is: mean shaft diameter, weight of the hair grown over an interval."""

from __future__ import annotations

import math
from collections.abc import Mapping

from anagen.instruments.counts import COUNT_NOISE, SEEN
from anagen.instruments.kinds import Kind, Setting, add
from anagen.instruments.reading import REFERENCE_DIAMETER_UM, Floats, HairSum, Instrument
from anagen.units import UM_PER_CM


def mean_shaft_diameter(values: Mapping[str, float]) -> Instrument:
    """Mean shaft diameter of the counted hairs."""
    threshold, lag = values["threshold_um"], values["lag_days"]

    def read(sums: Floats) -> Floats:
        import numpy as np

        summed, hairs = sums[..., 0, :], sums[..., 1, :]
        mean = np.divide(summed, hairs, out=np.full_like(summed, np.nan), where=hairs > 0.0)
        return REFERENCE_DIAMETER_UM * mean

    return Instrument(
        kind="mean_shaft_diameter",
        unit="um",
        sums=(HairSum("hair", threshold, lag, 1.0), HairSum("hair", threshold, lag)),
        read=read,
        settings=tuple(values.items()),
    )


add(
    Kind(
        name="mean_shaft_diameter",
        says="mean shaft diameter of the counted hairs",
        build=mean_shaft_diameter,
        settings={"threshold_um": Setting("um", "visible_hair_diameter"), **SEEN},
        noise_share="shaft_diameter_error",
    )
)


def weight_of_reference_hair(values: Mapping[str, float]) -> float:
    """Weight of what a hair of the reference diameter grows between two clippings. [mg]

    A cylinder: cross-section times growth rate times interval times density. Growth is faster in thicker hair, as a
    power of the diameter.
    """
    radius_cm = REFERENCE_DIAMETER_UM / 2.0 / UM_PER_CM
    relative = REFERENCE_DIAMETER_UM / values["hair_growth_reference_diameter"]
    rate_um: float = values["hair_growth_rate"] * relative ** values["hair_growth_diameter_exponent"]
    length_cm = rate_um * values["interval_days"] / UM_PER_CM
    return math.pi * radius_cm**2 * length_cm * values["hair_shaft_density"]


def hair_weight(values: Mapping[str, float]) -> Instrument:
    """Hair clipped, left to grow for an interval, clipped again and weighed."""
    weight = weight_of_reference_hair(values)
    power = 2.0 + values["hair_growth_diameter_exponent"]

    def read(sums: Floats) -> Floats:
        return weight * sums[..., 0, :]

    return Instrument(
        kind="hair_weight",
        unit="mg/cm2",
        sums=(HairSum("anagen", values["threshold_um"], values["lag_days"], power),),
        read=read,
        settings=tuple(values.items()),
    )


add(
    Kind(
        name="hair_weight",
        says="weight of the hair that an area grows between two clippings",
        build=hair_weight,
        settings={
            "threshold_um": Setting("um", "clipped_hair_diameter"),
            **SEEN,
            "interval_days": Setting("day", None),
        },
        numbers={
            "hair_growth_rate": "um/day",
            "hair_growth_reference_diameter": "um",
            "hair_growth_diameter_exponent": "1",
            "hair_shaft_density": "mg/cm3",
        },
        noise_share=COUNT_NOISE,
    )
)
