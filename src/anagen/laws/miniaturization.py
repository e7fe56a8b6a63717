"""How androgen shrinks a follicle, how minoxidil thickens its hair, and when the way back is lost.

Size is the shaft diameter relative to the follicle's own best: one is terminal at its finest, zero is nothing.
"""

from __future__ import annotations

from anagen.compiled import f4, fma, inlined
from anagen.laws.arithmetic import exp_f32, log_f32, power_f32

ONE = f4(1.0)


@inlined
def size_target(load: float, hill: float) -> float:
    r"""Size towards which a follicle moves under an androgen load. [ratio]

    .. math:: x^*(L) = 1 / (1 + L^h), \quad L = s \, a

    Parameters
    ----------
    load
        Androgen drive times the follicle's own sensitivity. [ratio]
    hill
        Steepness. [1]
    """
    return ONE / (ONE + power_f32(load, hill))


@inlined
def appetite(sensitivity: float, hill: float) -> float:
    r"""Share of its size that a follicle would lose in the end under untreated androgen. [ratio]

    .. math:: g = 1 - x^*(s)
    """
    return ONE - size_target(sensitivity, hill)


@inlined
def lifted_target(target: float, lift: float) -> float:
    r"""Size target when healing gives back a share of what androgen took. [ratio]

    .. math:: x^*_l = x^* + l (1 - x^*), \quad l = b_w w
    """
    return fma(lift, ONE - target, target)


@inlined
def thickened_size(size: float, gain: float) -> float:
    r"""Size of the shaft that a follicle makes under minoxidil; the follicle's own size stays what it is. [ratio]

    .. math:: x_s = x \, (1 + g (1 - x)), \quad g = b_m m

    Hair grows thicker by a share of what it has lost, and vellus hair does not become terminal (Rushton2016).
    Nothing of it is kept: the next hair starts from the follicle's own size, and the gain ends with the drug
    (Price1999).
    """
    return size * fma(gain, ONE - size, ONE)


@inlined
def own_size(own: float, shaft_in: float, shaft_out: float) -> float:
    r"""The follicle's own size at the end of an anagen in which its shaft has thinned. [ratio]

    .. math:: x' = x \, x_s(t) / x_s(t_0)
    """
    return own * (shaft_out / shaft_in)


@inlined
def next_size(size: float, target: float, down: float, up: float) -> float:
    r"""Size with which a follicle enters its next anagen. [ratio]

    .. math:: x' = x + k (x^* - x), \quad k = k_d \text{ if } x^* < x \text{ else } k_u

    The papilla is remodeled between cycles, where most of the change happens (Whiting2001).
    """
    share = up if target > size else down
    return fma(share, target - size, size)


@inlined
def thinned_size(size: float, rate: float, appetite: float, exposure: float) -> float:
    r"""Size at the end of anagen, when the shaft thins while it grows. [ratio]

    .. math:: x(t) = x(t_0) \exp\Bigl(-\rho \, g \int_{t_0}^{t} a \, dt\Bigr), \quad g = 1 - x^*(s)

    The switchable share of the change that happens within a cycle (Rushton1991 against Whiting2001).

    Parameters
    ----------
    rate
        Rate of thinning of a follicle of full appetite under untreated androgen. [1/day]
    appetite
        Share of its size that the follicle would lose in the end, untreated. [ratio]
    exposure
        Integral of the androgen drive since the start of anagen. [day]
    """
    return size * exp_f32(-rate * appetite * exposure)


@inlined
def thinning_exposure(size: float, later_size: float, rate: float, appetite: float) -> float:
    """Androgen exposure that thins a hair from one size to a smaller one; inverse of `thinned_size`. [day]"""
    return log_f32(size / later_size) / (rate * appetite)


@inlined
def is_established_vellus(day: float, vellus_since_day: float, establishment_time: float) -> bool:
    """Whether a follicle has been vellus for so long that it cannot grow back (Rushton2016, Garza2011)."""
    return day - vellus_since_day > establishment_time
