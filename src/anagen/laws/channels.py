"""Channels that needles leave in the skin: how many, how deep, how they close, what they let through.

A channel does not close once: its opening narrows within hours, the skin resists current again at about the same
time, dye still finds its way for most of a day, and under a cover its electrical trace lasts for days. Each of these
is a law of its own, with a source of its own; none stands for another. Lengths are in um, times in days.

What channels let through is known least: rolled skin in vitro let through from as much as before to seven times as
much (Hoang2015, Nguyen2016). Two forms bound it, and a weight stands between them.
"""

from __future__ import annotations

import math

from anagen.compiled import inlined

LEFT_WHEN_RECOVERED = 0.05
"""Share of a disturbance that nobody can measure any more: what a paper calls recovered."""
CM_PER_UM = 1e-4


@inlined
def hole_density(per_pass: float, passes: float, needles: float, reference_needles: float) -> float:
    r"""Holes per area after some passes. [1/cm2]

    .. math:: \rho = \rho_1\,n\,\frac{N}{N_{ref}}

    (Singh2016; a drum of the same size with more needles leaves more holes in proportion.)

    Parameters
    ----------
    per_pass
        Of the reference drum. [1/cm2]
    passes
        Over the same place. [1]
    needles, reference_needles
        On the drum, and on the reference drum. [1]
    """
    return per_pass * passes * needles / reference_needles


@inlined
def open_area(density: float, radius: float) -> float:
    r"""Open share of the surface. [ratio]

    .. math:: \epsilon = \rho\,\pi r^2

    Parameters
    ----------
    density
        Holes per area. [1/cm2]
    radius
        Of each. [um]
    """
    return density * math.pi * (CM_PER_UM * radius) ** 2


@inlined
def channel_depth(needle_length: float, depth_share: float) -> float:
    r"""Depth of a channel, which is less than its needle is long. [um]

    .. math:: d = f L

    Skin gives way before it is pierced: a fifth of the length for a roller (Kalluri2011), three quarters for an
    array that is pressed in (Donnelly2011).

    Parameters
    ----------
    needle_length
        [um]
    depth_share
        [ratio]
    """
    return needle_length * depth_share


@inlined
def length_factor(needle_length: float, reference_length: float, exponent: float) -> float:
    r"""How much longer the channels of a needle last than those of the reference needle. [ratio]

    .. math:: (L / L_{ref})^p

    (Kalluri2011, two lengths.)

    Parameters
    ----------
    needle_length, reference_length
        [um]
    exponent
        [1]
    """
    return (needle_length / reference_length) ** exponent


@inlined
def area_left(days: float, half_life: float) -> float:
    r"""Open area that is left, by the width of channels. [ratio]

    .. math:: A(t) = 2^{-t / t_{1/2}}

    The radius falls exponentially, half as fast (Haridass2019).

    Parameters
    ----------
    days
        Since the rolling. [day]
    half_life
        Of the area. [day]
    """
    return 2.0 ** (-days / half_life)


@inlined
def barrier_leak(days: float, recovery: float) -> float:
    r"""Extra leak of the barrier that is left, by current or water. [ratio]

    .. math:: B(t) = 0.05^{\,t / t_{rec}}

    A site counts as recovered when one part in twenty is left (Gupta2011, Kalluri2011).

    Parameters
    ----------
    days
        Since the rolling. [day]
    recovery
        Time to recover. [day]
    """
    return LEFT_WHEN_RECOVERED ** (days / recovery)


@inlined
def dye_entry(days: float, closing: float) -> float:
    r"""Channels that dye still enters. [ratio]

    .. math:: C(t) = \max(0,\; 1 - t / t_{close})

    The paper says when the last had closed, not how the others went: the plainest line to that time (Kalluri2011).

    Parameters
    ----------
    days
        Since the rolling. [day]
    closing
        Time by which all are closed. [day]
    """
    left = 1.0 - days / closing
    return left if left > 0.0 else 0.0


@inlined
def admittance_left(days: float, half_life: float) -> float:
    r"""Extra electrical admittance of a covered site that is left. [ratio]

    .. math:: Y(t) = 2^{-t / t_{1/2}}

    (Ogunjimi2021.)

    Parameters
    ----------
    days
        Since the rolling. [day]
    half_life
        Of the admittance. [day]
    """
    return 2.0 ** (-days / half_life)


@inlined
def bottom_permeance(density: float, radius: float, depth: float, d_water: float, d_tissue: float) -> float:
    r"""Permeance of channels that open at their bottom only. [cm/day]

    .. math:: P = \rho \left(\frac{d}{D_{aq} \pi r^2} + \frac{1}{4 D_{ve} r}\right)^{-1}

    Down a straight pipe, then from a disc into a half space.

    Parameters
    ----------
    density
        Channels per area. [1/cm2]
    radius, depth
        Of each. [um]
    d_water, d_tissue
        Diffusivities of the drug in the channel and in living skin. [um2/day]
    """
    r = CM_PER_UM * radius
    water, tissue = CM_PER_UM * CM_PER_UM * d_water, CM_PER_UM * CM_PER_UM * d_tissue
    return density / (CM_PER_UM * depth / (water * math.pi * r * r) + 0.25 / (tissue * r))


@inlined
def wall_permeance(
    density: float, radius: float, depth: float, barrier: float, d_water: float, d_tissue: float
) -> float:
    r"""Permeance of channels whose whole wall lets drug out. [cm/day]

    .. math:: P = \rho \left(\frac{l}{D_{aq} \pi r^2} + \frac{\ln(2 d / r)}{2 \pi d\,D_{ve}}\right)^{-1}

    Through the stratum corneum as down a pipe, then from a thin rod into a half space.

    Parameters
    ----------
    density
        Channels per area. [1/cm2]
    radius, depth
        Of each. [um]
    barrier
        Thickness of the stratum corneum. [um]
    d_water, d_tissue
        Diffusivities of the drug in the channel and in living skin. [um2/day]
    """
    r = CM_PER_UM * radius
    d = CM_PER_UM * depth
    water, tissue = CM_PER_UM * CM_PER_UM * d_water, CM_PER_UM * CM_PER_UM * d_tissue
    slender = 2.0 * d / r
    spread = math.log(slender if slender > math.e else math.e)  # a shorter one is a dimple, not a rod
    return density / (CM_PER_UM * barrier / (water * math.pi * r * r) + spread / (2.0 * math.pi * d * tissue))
