"""What an instrument is made of: sums over hairs, and how they become a reading."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float64]"

Window = Literal["hair", "anagen"]
"""``hair``: from anagen start plus lag until release; ``anagen``: from anagen start plus lag until anagen ends."""

REFERENCE_DIAMETER_UM = 64.0
"""Powers of the diameter are taken of diameter / 64 um: a scale of the kernel, not biology."""

Source = Literal["hairs", "shed", "serum_dht", "scalp_dht", "assayed_scalp_dht"]
"""What an instrument looks at: hairs at the skin, hairs shed, or a hormone relative to its level before treatment."""


class HairSum(NamedTuple):
    """One sum over the hairs of a square centimeter.

    Power 0 counts the hairs of at least a shaft diameter; p > 0 sums (diameter / reference diameter) ** p over them.
    """

    window: Window
    threshold_um: float
    lag_days: float = 0.0
    power: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One instrument as one trial used it."""

    kind: str
    """Its name in the registry."""
    unit: str
    """Unit of its reading."""
    source: Source = "hairs"
    """What it looks at."""
    sums: tuple[HairSum, ...] = ()
    """What it adds up over hairs; empty where it looks at something else."""
    read: Callable[[Floats], Floats]
    """From sums [people, sums, visits] to readings [people, visits].

    The sums are per cm2; for ``shed`` there is one, of hairs released per cm2 and day; for a hormone there is one, its
    level relative to the level before treatment.
    """
    greatest: float = math.inf
    """No reading is larger; none is below 0. [unit]"""
    settings: tuple[tuple[str, float], ...] = ()
    """The settings it was built with, for the record."""


def only_sum(sums: Floats) -> Floats:
    """The reading of an instrument that reports its one sum as it is."""
    return sums[..., 0, :]


def times(factor: float) -> Callable[[Floats], Floats]:
    """A reading that is the one sum times a factor, such as the area looked at."""

    def read(sums: Floats) -> Floats:
        return factor * sums[..., 0, :]

    return read
