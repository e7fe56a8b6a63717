"""How women differ from men in hormones, and in what becomes of drugs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from anagen.evidence import Catalogue
from anagen.laws.androgen import receptor_drive, reduction, share_at_odds, share_of_testosterone
from anagen.laws.pharmacokinetics import sized
from anagen.treatment.agents import agents

__all__ = ["WOMENS_OWN", "WomensAndrogens", "women_from", "womens_androgens"]

WOMENS_OWN: Mapping[str, str] = MappingProxyType({"menopause_age": "year", "female_androgen_share": "1"})
"""Unit by name of what a woman has and a man has not."""

VOLUMES = ("volume", "peripheral_volume")
FLOWS = ("clearance", "exchange", "capacity")
"""Places in a drug's kinetics that go with body size: volumes with mass itself, flows with a power of it below one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WomensAndrogens:
    """Androgens of a typical woman before menopause, relative to a typical man's."""

    serum_testosterone: float
    serum_dht: float
    follicle_drive: float
    """Of a frontal follicle: what it makes of the testosterone that reaches it, times its receptors."""


def womens_androgens(evidence: Catalogue) -> WomensAndrogens:
    """Androgens of a typical woman, relative to a man's.

    Parameters
    ----------
    evidence
        Where the ratios stand.
    """
    testosterone = evidence.value("female_testosterone_ratio", "1")
    dht_made = evidence.value("female_dht_testosterone_ratio", "1") / evidence.value(
        "dht_testosterone_ratio", "1"
    )
    in_follicle = receptor_drive(
        testosterone,
        testosterone * _follicle_reduction(evidence),
        evidence.value("testosterone_drive_share", "1"),
    )
    return WomensAndrogens(
        serum_testosterone=testosterone,
        serum_dht=testosterone * dht_made,
        follicle_drive=float(in_follicle * evidence.value("female_receptor_ratio", "1")),
    )


def women_from(
    values: Mapping[str, NDArray[np.float64]], n: int, evidence: Catalogue
) -> dict[str, NDArray[np.float64]]:
    """What women have where the evidence tells of men.

    Parameters
    ----------
    values
        What each was drawn to have, by name of parameter, as if they were men. [people]
    n
        How many they are.
    evidence
        Where everyone's numbers stand.
    """
    own = dict(values)

    def of(name: str, unit: str) -> NDArray[np.float64]:
        return own.get(name, np.full(n, evidence.value(name, unit)))

    odds = evidence.value("female_srd5a2_ratio", "1") / evidence.value("female_srd5a1_ratio", "1")
    shares = of("serum_srd5a2_share", "1")
    own["serum_srd5a2_share"] = share_at_odds.py_func(shares, odds)
    own["testosterone_drive_share"] = share_of_testosterone.py_func(
        of("testosterone_drive_share", "1"), _follicle_reduction(evidence)
    )
    mass = evidence.value("female_body_mass_ratio", "1")
    power = evidence.value("clearance_size_exponent", "1")
    for agent in agents().values():
        if agent.oral is None:
            continue
        for place, unit in agent.oral.UNITS.items():
            name = getattr(agent.oral, place)
            exponent = size_exponent(place, power)
            if name is not None and exponent != 0.0:
                own[name] = sized.py_func(of(name, unit), mass, exponent)
    return own


def size_exponent(place: str, power: float) -> float:
    """Power of body mass with which a place in a drug's kinetics goes, given that of clearance; 0 where with none."""
    if place in VOLUMES:
        return 1.0
    if place in FLOWS:
        return power
    return 1.0 - power if place == "half_life" else 0.0


def _follicle_reduction(evidence: Catalogue) -> float:
    """Capacity of a woman's frontal follicle to reduce testosterone, relative to a man's. [ratio]"""
    left: float = reduction(
        evidence.value("female_srd5a1_ratio", "1"),
        evidence.value("female_srd5a2_ratio", "1"),
        evidence.value("scalp_srd5a2_share", "1"),
    )
    return left
