"""Rolling the scalp with needles: the channels it leaves, and how they close."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from anagen.errors import InputError, unknown_name
from anagen.evidence import Catalogue, known
from anagen.laws.channels import (
    admittance_left,
    area_left,
    barrier_leak,
    channel_depth,
    dye_entry,
    hole_density,
    length_factor,
    open_area,
)
from anagen.skin.layers import Skin, typical_skin
from anagen.units import UM_PER_MM

__all__ = ["Channels", "Closure", "Needling", "Roller", "channels"]

SKIN_TONES = {
    "light": "micropore_lifetime_light",
    "medium": "micropore_lifetime_medium",
    "dark": "micropore_lifetime_dark",
}
"""Lifetime of channels, by tone of the skin."""
REFERENCE_DRUM = 192
"""Needles of the usual roller; its holes were counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roller:
    """A drum with needles, of the usual size: 2 cm wide, 2 cm thick."""

    needles: int = REFERENCE_DRUM

    def __post_init__(self) -> None:
        if self.needles < 1:
            raise InputError(
                f"A roller with {self.needles} needles leaves no holes. Usual ones have 192 to 540."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Needling:
    """One session with a roller."""

    length_um: float
    """Of the needles. [um]"""
    passes: float = 12.0
    """Over each place."""
    roller: Roller = Roller()
    covered: bool = False
    """Whether a cap covers the scalp from the rolling on, which keeps channels open for days."""
    skin_tone: str | None = None
    """light, medium or dark; not given: the mean of all people."""
    depth_share: float | None = None
    """Depth of the channels over the length of the needles; not given: that of a roller. [ratio]"""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.length_um) and self.length_um > 0.0):
            raise InputError(f"Needles must be longer than zero, not {self.length_um:g} um.")
        if not self.passes >= 1.0:
            raise InputError(
                f"{self.passes:g} passes leave no channels. Protocols give 10 to 20 over each place."
            )
        if self.skin_tone is not None and self.skin_tone not in SKIN_TONES:
            raise unknown_name("skin tone", self.skin_tone, SKIN_TONES)
        if self.depth_share is not None and not 0.0 < self.depth_share <= 1.0:
            raise InputError(
                f"Channels cannot be {self.depth_share:g} times as deep as needles are long."
                " Give 0.2 (roller) to 0.8 (pressed)."
            )

    def __str__(self) -> str:
        return f"roller {self.length_um / UM_PER_MM:g} mm, {self.passes:g} passes"


class Closure(NamedTuple):
    """What is left of channels by each measure, 1 when fresh; the measures do not agree, and are not meant to."""

    area: NDArray[np.float64]
    """Open area, by their width."""
    current: NDArray[np.float64]
    """Extra leak of electric current."""
    water: NDArray[np.float64]
    """Extra loss of water; not a number under a cover, where nobody measured it."""
    dye: NDArray[np.float64]
    """Channels that dye still enters; not a number under a cover."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """Fresh channels of a session, and how they close."""

    density_per_cm2: float
    """[1/cm2]"""
    radius_um: float
    """Half the width at the surface. [um]"""
    depth_um: float
    """Typical depth. [um]"""
    depth_low_um: float
    """Depth where needles go in least. [um]"""
    depth_high_um: float
    """Depth where they go in most, as when pressed. [um]"""
    reaches: str
    """The layer that the typical channel ends in."""
    open_share: float
    """Open share of the surface. [ratio]"""
    covered: bool
    area_half_life_days: float
    """Half-life of the open area. [day]"""
    current_days: float
    """Time to resist current again; under a cover, half-life of the extra current. [day]"""
    water_recovery_days: float
    """Time to lose no more water than before, uncovered. [day]"""
    dye_closing_days: float
    """Time until dye enters no more, uncovered. [day]"""
    wall_weight: float
    """Between an exit at the bottom only (0) and through the whole wall (1). [ratio]"""

    @property
    def closing_rate(self) -> float:
        """Rate constant with which the radius falls. [1/day]"""
        return 0.5 * math.log(2.0) / self.area_half_life_days

    def closure(self, days: ArrayLike) -> Closure:
        """What is left by each measure.

        Parameters
        ----------
        days
            Since the rolling. [day]
        """
        when = np.asarray(days, dtype=np.float64)
        unmeasured = np.full(when.shape, np.nan)
        return Closure(
            area=_along(area_left, when, self.area_half_life_days),
            current=_along(admittance_left if self.covered else barrier_leak, when, self.current_days),
            water=unmeasured if self.covered else _along(barrier_leak, when, self.water_recovery_days),
            dye=unmeasured if self.covered else _along(dye_entry, when, self.dye_closing_days),
        )


def _along(
    law: Callable[[float, float], float], days: NDArray[np.float64], time: float
) -> NDArray[np.float64]:
    """A law of closure at some times."""
    return np.array([law(float(day), time) for day in days.ravel()], dtype=np.float64).reshape(days.shape)


def channels(needling: Needling, *, skin: Skin | None = None, evidence: Catalogue | None = None) -> Channels:
    """The channels that a session leaves.

    Parameters
    ----------
    needling
        The session.
    skin
        Where; not given: a typical scalp.
    evidence
        Where numbers stand; not given: all that is known.

    Raises
    ------
    InputError
        If needles or passes are outside of what rollers are made for.
    """
    numbers = known() if evidence is None else evidence
    layers = typical_skin(numbers) if skin is None else skin
    _check(needling, numbers)
    typical = (
        numbers.value("needle_depth_share", "1") if needling.depth_share is None else needling.depth_share
    )
    low, high = numbers["needle_depth_share"].interval or (typical, typical)
    density = hole_density(
        numbers.value("roller_holes_per_pass", "1/cm2"),
        float(needling.passes),
        float(needling.roller.needles),
        numbers.value("roller_needles", "1"),
    )
    radius = numbers.value("channel_radius", "um")
    depth = channel_depth(needling.length_um, typical)
    longer = length_factor(
        needling.length_um,
        numbers.value("channel_reference_length", "um"),
        numbers.value("channel_closing_length_exponent", "1"),
    )
    tone = _tone_factor(needling.skin_tone, numbers)
    covered = needling.covered
    area = "channel_area_half_life_covered" if covered else "channel_area_half_life"
    return Channels(
        density_per_cm2=density,
        radius_um=radius,
        depth_um=depth,
        depth_low_um=channel_depth(needling.length_um, min(low, typical)),
        depth_high_um=channel_depth(needling.length_um, max(high, typical)),
        reaches=_layer_at(depth, layers),
        open_share=open_area(density, radius),
        covered=covered,
        area_half_life_days=numbers.value(area, "day") * longer * tone,
        # Current and water came back alike after short and long needles; only width and dye take longer.
        current_days=numbers.value("micropore_half_life" if covered else "current_recovery_time", "day")
        * tone,
        water_recovery_days=numbers.value("water_loss_recovery_time", "day") * tone,
        dye_closing_days=numbers.value("channel_dye_closing_time", "day") * longer * tone,
        wall_weight=numbers.value("channel_wall_weight", "1"),
    )


def _check(needling: Needling, numbers: Catalogue) -> None:
    """Refuse what no roller does."""
    longest = numbers.value("needle_longest_length", "um") / UM_PER_MM
    length = needling.length_um / UM_PER_MM
    if length > longest:
        raise InputError(
            f"A needle of {length:g} mm is refused: it would go through the skin into the fat, where there are larger"
            f" vessels, and no trial rolled so deep. Give at most {longest:g} mm; trials used 0.5 to 1.5 mm."
        )
    most = numbers.value("needling_most_passes", "1")
    if needling.passes > most:
        raise InputError(
            f"{needling.passes:g} passes are refused: protocols give 10 to 20, and nobody tried more than {most:g}."
        )


def _tone_factor(tone: str | None, numbers: Catalogue) -> float:
    """How much longer channels last in a skin of some tone than in all people."""
    if tone is None:
        return 1.0
    return numbers.value(SKIN_TONES[tone], "day") / numbers.value("micropore_lifetime", "day")


def _layer_at(depth: float, skin: Skin) -> str:
    """The layer at a depth below the surface."""
    if depth <= skin.stratum_corneum_thickness:
        return "stratum corneum"
    if depth <= skin.stratum_corneum_thickness + skin.viable_epidermis_thickness:
        return "viable epidermis"
    return "dermis" if depth <= skin.depth_um else "fat below the skin"
