"""The skin: what a scalp lets through of what is put on it, with and without needle channels."""

from __future__ import annotations

from anagen.skin.absorb import Absorption, absorption, course, reference_concentration
from anagen.skin.blood import oral_minoxidil
from anagen.skin.drugs import SKIN_DRUGS, scalp_reach
from anagen.skin.layers import Skin, typical_skin
from anagen.skin.needling import Channels, Needling, Roller, channels
from anagen.skin.product import Application, Formulation
from anagen.skin.sulfate import minoxidil_drive
from anagen.skin.supplies import Supply, supply

__all__ = [
    "SKIN_DRUGS",
    "Absorption",
    "Application",
    "Channels",
    "Formulation",
    "Needling",
    "Roller",
    "Skin",
    "Supply",
    "absorption",
    "channels",
    "course",
    "minoxidil_drive",
    "oral_minoxidil",
    "reference_concentration",
    "scalp_reach",
    "supply",
    "typical_skin",
]
