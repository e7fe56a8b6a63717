"""How skin answers many small punctures: damage, inflammation, repair, what they send to the hair, what that leaves.

Amounts are relative to one reference session unless a unit is given; growth factors are in ng/mL of tissue. Each rate
of change is one function, so that the same laws make the fast scheme and the reference that it is tested against.
"""

from __future__ import annotations

import math

from anagen.compiled import inlined

CM2_IN_UM2 = 1e8
"""Square micrometers in a square centimeter."""


@inlined
def channel_damage(density: float, radius: float, depth: float) -> float:
    r"""Tissue that a session pierces, as a thickness of skin. [um]

    .. math:: d = n \pi r^2 \ell / 3

    A channel is a cone. All of them, spread evenly, would be a layer of this thickness.

    Parameters
    ----------
    density
        Holes in a square centimeter. [1/cm2]
    radius
        Of a hole at the surface. [um]
    depth
        Of a channel. [um]
    """
    return density / CM2_IN_UM2 * math.pi * radius * radius * depth / 3.0


@inlined
def share_below(depth: float, layer: float) -> float:
    r"""Share of a channel's volume that lies below a layer of the skin. [ratio]

    .. math:: f = \max(0,\ 1 - h / \ell)^3

    The tip of a cone is a smaller cone of the same shape.

    Parameters
    ----------
    depth
        Of the channel. [um]
    layer
        Depth at which the layer ends. [um]
    """
    left = 1.0 - layer / depth
    return left * left * left if left > 0.0 else 0.0


@inlined
def open_area(density: float, radius: float) -> float:
    r"""Share of the surface that is open after a session. [ratio]

    .. math:: \varepsilon = n \pi r^2

    Parameters
    ----------
    density
        Holes in a square centimeter. [1/cm2]
    radius
        Of a hole at the surface. [um]
    """
    return density / CM2_IN_UM2 * math.pi * radius * radius


@inlined
def fading(level: float, time: float) -> float:
    r"""Rate at which something fades. [1/day]

    .. math:: \dot x = -x / \tau
    """
    return -level / time


@inlined
def following(level: float, inflow: float, time: float) -> float:
    r"""Rate at which one stage of repair follows what calls it. [1/day]

    .. math:: \dot x = (u - x) / \tau

    A chain of such stages gives the humps that cells show after a wound, one after another.

    Parameters
    ----------
    level
        Of this stage. [ratio]
    inflow
        Level of the stage that calls it. [ratio]
    time
        Mean stay in this stage. [day]
    """
    return (inflow - level) / time


@inlined
def macrophage_call(neutrophils: float, pdgf: float, recruitment: float) -> float:
    r"""What calls macrophages: neutrophils before them, and PDGF from platelets. [ratio]

    .. math:: u_M = N + r P

    Parameters
    ----------
    neutrophils
        [ratio]
    pdgf
        In the tissue, from platelets. [ng/mL]
    recruitment
        Macrophages that one unit of it calls. [mL/ng]
    """
    return neutrophils + recruitment * pdgf


@inlined
def growth_factor_change(level: float, made: float, released: float, decay: float) -> float:
    r"""Rate of change of a growth factor in the tissue. [ng/mL/day]

    .. math:: \dot G = R + k\,(m - G)

    Parameters
    ----------
    level
        In the tissue. [ng/mL]
    made
        Level that the cells alone would hold. [ng/mL]
    released
        From platelets. [ng/mL/day]
    decay
        Rate constant of its loss. [1/day]
    """
    return released + decay * (made - level)


@inlined
def inflammation(neutrophils: float, macrophages: float, neutrophil_share: float) -> float:
    r"""Inflammation, the sum of its cells. [ratio]

    .. math:: I = f N + (1 - f) M
    """
    return neutrophil_share * neutrophils + (1.0 - neutrophil_share) * macrophages


@inlined
def saturated(signal: float) -> float:
    r"""Share of receptors that a signal fills. [ratio]

    .. math:: s = G / (1 + G)

    Parameters
    ----------
    signal
        Relative to the one that fills half of them. [ratio]
    """
    return signal / (1.0 + signal)


@inlined
def wnt_signal(
    inflamed: float, pdgf: float, vegf: float, half_inflamed: float, half_pdgf: float, half_vegf: float
) -> float:
    r"""What makes cells around the follicle send Wnt, relative to the signal with half of the effect. [ratio]

    .. math:: G = I / I_{50} + P / P_{50} + V / V_{50}

    Inflammation is needed: without TNF-alpha, punctures wake little hair (Jin2023), and macrophages themselves send Wnt
    to the follicle (Castellana2014).

    Parameters
    ----------
    inflamed
        Inflammation. [ratio]
    pdgf, vegf
        In the tissue. [ng/mL]
    half_inflamed, half_pdgf, half_vegf
        Levels with half of the effect. [ratio, ng/mL, ng/mL]
    """
    return inflamed / half_inflamed + pdgf / half_pdgf + vegf / half_vegf


@inlined
def antagonist_target(inflamed: float, cap: float) -> float:
    r"""Level that Wnt antagonists would reach under a lasting inflammation. [ratio]

    .. math:: K^* = (I / I_{cap})^2

    TNF-alpha makes cells release DKK-1 (Diarra2007).

    Parameters
    ----------
    inflamed
        Inflammation. [ratio]
    cap
        Lasting inflammation that halves the drive. [ratio]
    """
    return (inflamed / cap) * (inflamed / cap)


@inlined
def wnt_drive(wnt: float, antagonists: float) -> float:
    r"""Wnt drive that reaches the follicle. [ratio]

    .. math:: w = W / (1 + K)

    The antagonists take up receptors. They rise with the square of inflammation, so that the drive has a hump in dose.
    """
    return wnt / (1.0 + antagonists)


@inlined
def tissue_rate(signal: float, building: float, life: float) -> float:
    r"""Rate constant with which what is built around the follicle nears its level. [1/day]

    .. math:: \lambda = s / \tau_b + 1 / \tau_l

    Parameters
    ----------
    signal
        Drive that wounds and platelets send, relative to the reference course. [ratio]
    building
        Time in which a signal of one fills the room. [day]
    life
        Mean life of what was built. [day]
    """
    return signal / building + 1.0 / life


@inlined
def tissue_settled(signal: float, building: float, life: float) -> float:
    r"""Share of the room that is filled in the end under a lasting signal. [ratio]

    .. math:: B_\infty = (s / \tau_b) / (s / \tau_b + 1 / \tau_l)

    Parameters
    ----------
    signal, building, life
        As in `tissue_rate`.
    """
    return signal / building / tissue_rate(signal, building, life)


@inlined
def tissue_change(tissue: float, signal: float, building: float, life: float) -> float:
    r"""Rate of change of what is built around the follicle: new vessels, and stirred cells of the bulge. [1/day]

    .. math:: \dot B = s\,(1 - B) / \tau_b - B / \tau_l

    Growth factors are gone within days; new vessels are seen 19 days after one injection of platelets into skin, and
    more of them after ten weeks (Sclafani2012); the bulge divides and vessels stand around the follicle two weeks
    after the last of three sessions (Cervelli2014); hair is lost again from a year after it (Gentile2015). More
    vessels alone make follicles start sooner and grow larger (Yano2001). There is only so much room to build in: it
    is what was built that saturates, not the signal of the day.

    Parameters
    ----------
    tissue
        Share of the room that is filled. [ratio]
    signal, building, life
        As in `tissue_rate`.
    """
    return tissue_rate(signal, building, life) * (tissue_settled(signal, building, life) - tissue)


@inlined
def tissue_drive(tissue: float, building: float, life: float) -> float:
    r"""Drive of healing that reaches the follicle; one under the settled reference course. [ratio]

    .. math:: w = B / B_\infty(1)

    Parameters
    ----------
    tissue
        Share of the room that is filled. [ratio]
    building, life
        As in `tissue_rate`.
    """
    return tissue / tissue_settled(1.0, building, life)


@inlined
def fibrosis_pressure(immature: float, antagonists: float) -> float:
    r"""Pressure towards a scar: young collagen that has not matured, in skin that is still inflamed. [ratio]

    .. math:: X = C_{III}\,(1 + K)

    Skin that is hurt again before its repair is over piles up what it cannot mature (Adler2020).

    Parameters
    ----------
    immature
        New collagen III, relative to the collagen that was there. [ratio]
    antagonists
        The mark of inflammation beyond its cap, by `antagonist_target`. [ratio]
    """
    return immature * (1.0 + antagonists)


@inlined
def scar_hazard(pressure: float, scale: float, exponent: float) -> float:
    r"""Hazard of a lasting scar. [1/day]

    .. math:: \lambda = (X / X_1)^n \ \text{per day}

    Parameters
    ----------
    pressure
        By `fibrosis_pressure`. [ratio]
    scale
        Pressure under which the hazard is one a day. [ratio]
    exponent
        Steepness. [1]
    """
    return (pressure / scale) ** exponent


@inlined
def redness(flare: float, dermal_damage: float, of_flare: float, of_dermis: float) -> float:
    r"""Redness, relative to the one that is just visible. [ratio]

    .. math:: R = a_H H + a_D D_d

    A flare of an hour after any puncture, and what lasts while the dermis is hurt.

    Parameters
    ----------
    flare
        What mast cells and nerves released. [ratio]
    dermal_damage
        Damage below the epidermis. [ratio]
    of_flare, of_dermis
        How red one unit of each is. [ratio]
    """
    return of_flare * flare + of_dermis * dermal_damage


@inlined
def perfusion(red: float, greatest: float, half: float) -> float:
    r"""Blood flow through the skin, relative to rest. [ratio]

    .. math:: Q = 1 + q\,R / (R + R_{50})

    Parameters
    ----------
    red
        Redness. [ratio]
    greatest
        What widened vessels can add. [ratio]
    half
        Redness with half of it. [ratio]
    """
    return 1.0 + greatest * saturated(red / half)
