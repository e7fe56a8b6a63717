"""Hairs that fall."""

from __future__ import annotations

from collections.abc import Mapping

from anagen.instruments.kinds import Kind, Setting, add
from anagen.instruments.reading import Instrument, times


def daily_shed(values: Mapping[str, float]) -> Instrument:
    """Hairs released from an area a day, as a mean since the visit before."""
    return Instrument(
        kind="daily_shed",
        unit="hairs/day",
        source="shed",
        read=times(values["area_cm2"]),
        settings=tuple(values.items()),
    )


add(
    Kind(
        name="daily_shed",
        says="hairs shed a day from an area, as a mean since the visit before",
        build=daily_shed,
        settings={"area_cm2": Setting("cm2", None)},
    )
)
