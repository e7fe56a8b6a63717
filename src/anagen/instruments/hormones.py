"""Dihydrotestosterone in serum and in scalp, as a share of its level before treatment."""

from __future__ import annotations

from collections.abc import Mapping

from anagen.instruments.kinds import Kind, add
from anagen.instruments.reading import Instrument, Source, times

PERCENT = 100.0


def dht(name: str, says: str, source: Source, noise_share: str) -> Kind:
    """A kind that reads DHT of its level before treatment."""

    def build(values: Mapping[str, float]) -> Instrument:
        return Instrument(
            kind=name, unit="%", source=source, read=times(PERCENT), settings=tuple(values.items())
        )

    return Kind(name=name, says=says, build=build, noise_share=noise_share)


SERUM_NOISE, SCALP_NOISE = "serum_dht_noise_share", "scalp_dht_noise_share"
add(dht("serum_dht", "DHT in serum, of its level before treatment", "serum_dht", SERUM_NOISE))
add(dht("scalp_dht", "DHT in the scalp, of its level before treatment", "scalp_dht", SCALP_NOISE))
add(
    dht(
        "scalp_dht_assay",
        "DHT as assayed in biopsies of scalp, which falls somewhat on placebo too",
        "assayed_scalp_dht",
        SCALP_NOISE,
    )
)
