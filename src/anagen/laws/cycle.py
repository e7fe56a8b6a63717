"""How long each phase of the hair cycle lasts, and how fast its clock runs.

A phase lasts for a length drawn on entry in *operational time*. The drives that all follicles of a person share
(androgen, minoxidil, healing) set the speed at which that length is used up, so that a change of treatment acts at
once on follicles that are in the middle of a phase. All lengths are in days, all speeds in operational days per day.
"""

from __future__ import annotations

import math

from anagen.compiled import f4, fma, inlined
from anagen.laws.arithmetic import exp_f32, power_f32

ONE = f4(1.0)
NOT_MISSED = 0.001
"""A drive below what follicles are used to by no more than this is not missed: a clock that has settled stays so."""


@inlined
def lognormal_factor(normal: float, sigma: float, half_variance: float) -> float:
    r"""A lognormal draw of mean one: the variation of one stay about its mean. [ratio]

    .. math:: F = \exp(\sigma z - \sigma^2 / 2)

    Stays vary lognormally from cycle to cycle in one follicle (Halloy2000).
    """
    return exp_f32(fma(sigma, normal, -half_variance))


@inlined
def anagen_length(size: float, full: float, smallest: float, exponent: float) -> float:
    r"""Mean length of anagen of a follicle of a given size. [day]

    .. math:: T_a(x) = T_0 + (T_1 - T_0) x^p

    Anagen shortens as the follicle shrinks (Courtois1994).

    Parameters
    ----------
    size
        Shaft diameter relative to the follicle's own best. [ratio]
    full, smallest
        Length at size one and at size zero. [day]
    exponent
        How the length falls with size. [1]
    """
    return fma(full - smallest, power_f32(size, exponent), smallest)


@inlined
def kenogen_length(size: float, full: float, extra: float) -> float:
    r"""Mean time for which a follicle stays empty after the release of its hair. [day]

    .. math:: T_k(x) = K_0 + K_1 (1 - x)

    Fine hairs are missing more often and for longer (Courtois1994, Guarrera1996, Guarrera2005).
    """
    return fma(extra, ONE - size, full)


@inlined
def anagen_clock_relief(minoxidil: float, prolongation: float) -> float:
    r"""Factor by which minoxidil slows the clock of anagen, which lengthens anagen. [ratio]

    .. math:: r(m) = 1 / (1 + g_A m)
    """
    return 1.0 / (1.0 + prolongation * minoxidil)


@inlined
def anagen_clock_androgen(androgen: float, acceleration: float) -> float:
    r"""What androgen adds to the clock of anagen, for each unit of sensitivity. [ratio]

    .. math:: v_A = r(m) (1 + c_A \, s \, a)
    """
    return acceleration * androgen


@inlined
def habit(before: float, minoxidil: float, time_constant: float, step: float) -> float:
    r"""How far follicles have got used to minoxidil after a step under a steady drive. [ratio]

    .. math:: u(t + h) = m + (u(t) - m) e^{-h/\tau}

    Parameters
    ----------
    before
        The same at the start of the step. [ratio]
    minoxidil
        Drive of minoxidil in the step. [ratio]
    time_constant
        Time within which they get used to it, and forget. [day]
    step
        Length of the step. [day]
    """
    return minoxidil + (before - minoxidil) * math.exp(-step / time_constant)


@inlined
def missed(before: float, minoxidil: float, time_constant: float, step: float) -> float:
    r"""By how much the drive of minoxidil falls short of what follicles are used to, mean over a step. [ratio]

    .. math:: d = \max\Bigl(0, (u(t) - m) \frac{\tau}{h} (1 - e^{-h/\tau})\Bigr)

    A mean, so that what has passed on a clock at the end of a step does not depend on how long steps are.
    Parameters as in `habit`.
    """
    short = (before - minoxidil) * (1.0 - math.exp(-step / time_constant)) * time_constant / step
    return short if short > NOT_MISSED else 0.0


@inlined
def anagen_clock_rebound(missed: float, acceleration: float) -> float:
    r"""Factor by which the clock of anagen runs ahead where minoxidil is missed. [ratio]

    .. math:: b = 1 + g_R d

    Within a month after the last application many follicles pass to telogen at once (Rebound2020).
    """
    return 1.0 + acceleration * missed


@inlined
def telogen_clock(minoxidil: float, acceleration: float, wound: float, wound_acceleration: float) -> float:
    r"""Speed of the clock of telogen: minoxidil and healing bring the release forward. [ratio]

    .. math:: v_T = 1 + g_T m + e_T w
    """
    return 1.0 + acceleration * minoxidil + wound_acceleration * wound


@inlined
def kenogen_clock(
    androgen: float,
    delay: float,
    minoxidil: float,
    acceleration: float,
    wound: float,
    wound_acceleration: float,
) -> float:
    r"""Speed of the clock of kenogen: androgen holds the follicle empty, minoxidil and healing wake it. [ratio]

    .. math:: v_K = (1 + c_K \max(0, 1 - a)) (1 + g_K m + e_K w)
    """
    relief = 1.0 - androgen
    if relief < 0.0:
        relief = 0.0
    return (1.0 + delay * relief) * (1.0 + acceleration * minoxidil + wound_acceleration * wound)
