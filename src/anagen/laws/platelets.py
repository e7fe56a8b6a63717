"""What platelets bring: how much, how fast it is let go, and how much of it age leaves.

Blood and platelet-rich plasma are counted as a thickness on the skin, in um of blood of the same number of platelets.
"""

from __future__ import annotations

import math

from anagen.compiled import inlined

UM_PER_ML_PER_CM2 = 1e4
"""Thickness of one milliliter on a square centimeter. [um]"""


@inlined
def platelets_bled(dermal_damage: float, ratio: float) -> float:
    r"""Blood that channels let out, as a thickness. [um]

    .. math:: S_0 = b\, d_d

    Only channels that pass the epidermis bleed: there are no vessels in it.

    Parameters
    ----------
    dermal_damage
        Damage below the epidermis, by `channel_damage` and `share_below`. [um]
    ratio
        Blood for each volume of pierced dermis. [ratio]
    """
    return ratio * dermal_damage


@inlined
def platelets_injected(volume: float, concentration: float) -> float:
    r"""Platelets of an injection, as the thickness of blood that holds as many. [um]

    .. math:: S_0 = 10^4\, v\, x

    Parameters
    ----------
    volume
        Injected plasma. [mL/cm2]
    concentration
        Its platelets, relative to blood. [ratio]
    """
    return UM_PER_ML_PER_CM2 * volume * concentration


@inlined
def release_rate(half_life: float) -> float:
    r"""Rate constant with which platelets let go what they store. [1/day]

    .. math:: k_r = \ln 2 / t_{1/2}
    """
    return math.log(2.0) / half_life


@inlined
def released(stored: float, k: float, content: float, depth: float) -> float:
    r"""Growth factor that platelets release into the tissue. [ng/mL/day]

    .. math:: R = k_r S c / h

    Parameters
    ----------
    stored
        Platelets that have not released, as a thickness of blood. [um]
    k
        Rate constant of release. [1/day]
    content
        Growth factor in the platelets of blood. [ng/mL]
    depth
        Thickness of the tissue that shares it. [um]
    """
    return k * stored * content / depth


@inlined
def change_with_age(age: float, reference: float, slope: float) -> float:
    r"""How much an answer of the body is left or stretched by age. [ratio]

    .. math:: y = \exp(\beta\,(a - a_0))

    Parameters
    ----------
    age, reference
        Age, and the one to which the numbers belong. [year]
    slope
        Change of the logarithm with age; negative for what falls. [1/year]
    """
    return math.exp(slope * (age - reference))
