"""Dihydrotestosterone in serum and in biopsies of scalp, as a share of its level before treatment."""

from __future__ import annotations

from collections.abc import Mapping

from anagen.instruments.kinds import Kind, add
from anagen.instruments.reading import Instrument, times

PERCENT = 100.0


def serum_dht(values: Mapping[str, float]) -> Instrument:
    """Serum DHT relative to the level before treatment."""
    return Instrument(
        kind="serum_dht", unit="%", source="serum_dht", read=times(PERCENT), settings=tuple(values.items())
    )


def scalp_dht(values: Mapping[str, float]) -> Instrument:
    """Scalp DHT relative to the level before treatment."""
    return Instrument(
        kind="scalp_dht", unit="%", source="scalp_dht", read=times(PERCENT), settings=tuple(values.items())
    )


add(Kind(name="serum_dht", says="DHT in serum, of its level before treatment", build=serum_dht))
add(Kind(name="scalp_dht", says="DHT in a biopsy of scalp, of its level before treatment", build=scalp_dht))
