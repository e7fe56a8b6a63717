"""A follicle in section as numbers: how deep it reaches, what stands in it, what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from anagen.evidence import known
from anagen.render.closeup.chance import signed
from anagen.scalp.hair import PHASES, HairState

__all__ = ["Anatomy", "Layers", "anatomy_of", "layers_of_skin"]

SHOWN_ABOVE_MM = 1.0
"""So much of a hair is drawn above the skin. [mm]"""
DEPTH_SCATTER = 0.05
LOBULES, MORE_LOBULES = 5, 3
GROWN_BEYOND = 1.08


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """Where the layers of the skin end. [mm]"""

    epidermis_mm: float
    dermis_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Anatomy:
    """One follicle on one day."""

    follicle: int
    phase: str
    """One of `PHASES`."""
    shaft_um: float
    """0 where no hair stands. [um]"""
    size: float
    """Of the follicle, relative to its own best."""
    depth_mm: float
    """Of its lower end. [mm]"""
    former_depth_mm: float
    """To which it reached at its best: a fibrous tract fills what it has left. [mm]"""
    above_mm: float
    """How much of its hair is drawn above the skin. [mm]"""
    terminal: bool
    vellus: bool
    muscle_attached: bool
    """Vellus-like follicles of pattern hair loss have lost their muscle (Yazdabadi2012)."""
    lobules: int
    """Of the sebaceous gland: each stays as large as it was, and there are more of them (Kure2015)."""

    @property
    def name(self) -> str:
        """What a histologist would call it."""
        if self.phase == "lost":
            return "Lost"
        if self.phase == "kenogen":
            return "Empty"
        kind = "Terminal" if self.terminal else "Vellus-like" if self.vellus else "Intermediate"
        return kind if self.phase == "anagen" else f"{kind}, {self.phase}"


def layers_of_skin() -> Layers:
    """The layers of the scalp, as evidence has them."""
    horny, living, dermis = (
        known().value(name, "um") / 1000.0
        for name in ("stratum_corneum_thickness", "viable_epidermis_thickness", "dermis_thickness")
    )
    return Layers(epidermis_mm=horny + living, dermis_mm=horny + living + dermis)


def growing_depth_mm(diameter_um: float) -> float:
    """Depth of a growing follicle's bulb: a straight line in the shaft, from the typical full one to vellus. [mm]"""
    numbers = known()
    terminal = numbers.value("terminal_follicle_depth", "um")
    vellus = numbers.value("vellus_follicle_depth", "um")
    vellus_um = numbers.value("vellus_hair_diameter", "um")
    share = (diameter_um - vellus_um) / (numbers.value("full_shaft_diameter", "um") - vellus_um)
    return (vellus + (terminal - vellus) * min(max(share, 0.0), GROWN_BEYOND)) / 1000.0


def anatomy_of(hair: HairState, follicle: int) -> Anatomy:
    """A follicle of a head on a day.

    Parameters
    ----------
    hair
        The day.
    follicle
        Its row.
    """
    numbers = known()
    diameter, full = float(hair.diameter_um[follicle]), float(hair.full_diameter_um[follicle])
    phase = PHASES[int(hair.phase[follicle])]
    shaft = diameter if phase in {"anagen", "catagen", "telogen"} and hair.length_mm[follicle] > 0.0 else 0.0
    own = 1.0 + DEPTH_SCATTER * float(signed(np.array([follicle]), 31)[0])
    permanent = numbers.value("permanent_follicle_depth", "um") / 1000.0
    growing = growing_depth_mm(diameter) * own
    resting = min(permanent * own, growing) if shaft else permanent * own
    depth = {
        "anagen": growing,
        "catagen": 0.5 * (growing + resting),
        "telogen": resting,
        "kenogen": 0.9 * resting,
        "lost": 0.0,
    }[phase]
    vellus = 0.0 < diameter < numbers.value("vellus_hair_diameter", "um")
    size = diameter / max(full, 1.0)
    return Anatomy(
        follicle=follicle,
        phase=phase,
        shaft_um=shaft,
        size=size,
        depth_mm=depth,
        former_depth_mm=growing_depth_mm(full) * own,
        above_mm=min(SHOWN_ABOVE_MM, float(hair.length_mm[follicle])) if shaft else 0.0,
        terminal=diameter >= numbers.value("terminal_hair_diameter", "um"),
        vellus=vellus,
        muscle_attached=not vellus and phase != "lost",
        lobules=LOBULES + round(MORE_LOBULES * min(max(1.0 - size, 0.0), 1.0)),
    )
