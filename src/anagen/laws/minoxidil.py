"""From minoxidil at the follicle to the drive that it feels, which comes and goes over days.

What a dose does passes through a reservoir: the follicle answers slowly, whatever the drug does within a day.
"""

from __future__ import annotations

import math

from anagen.compiled import inlined


@inlined
def reservoir_after(amount: float, k: float, step: float) -> float:
    r"""Minoxidil left in the scalp after a step. [mg]

    .. math:: A(h) = A e^{-k h}

    Parameters
    ----------
    amount
        Minoxidil in the scalp at the start. [mg]
    k
        Rate constant with which the effect comes and goes. [1/day]
    step
        Length of the step. [day]
    """
    return amount * math.exp(-k * step)


@inlined
def delivered(amount: float, after: float, step: float) -> float:
    r"""Daily dose that the reservoir passes on over a step. [mg/day]

    .. math:: d = \frac{A - A(h)}{h}

    In the long run it is the daily dose that is applied.

    Parameters
    ----------
    amount, after
        Minoxidil in the scalp at the start and at the end. [mg]
    step
        Length of the step. [day]
    """
    return (amount - after) / step


@inlined
def greatest(half: float) -> float:
    r"""Drive of minoxidil without end, relative to the reference dose. [ratio]

    .. math:: m_\infty = 1 + h

    Parameters
    ----------
    half
        Dose with half of the greatest effect, relative to the reference dose. [ratio]
    """
    return 1.0 + half


@inlined
def dose_of(drive: float, half: float) -> float:
    r"""Steady dose that has a drive, relative to the reference dose. [ratio]

    .. math:: x = h\,\frac{m}{m_\infty - m}

    The inverse of `drive_of`, so that two ways of giving minoxidil can be added where they add: as doses.

    Parameters
    ----------
    drive
        In a man of the mean activity. [ratio]
    half
        As in `greatest`. [ratio]
    """
    most = greatest(half)
    return half * drive / (most - min(drive, 0.999 * most))


@inlined
def drive_of(dose: float, half: float, sulfation: float) -> float:
    r"""Drive that a steady dose exerts on the follicles of a person. [ratio]

    .. math:: m = s\,m_\infty\,\frac{x}{h + x}

    Five percent does more than two, but not two and a half times as much (Olsen2002). One is the mean man under the
    reference dose. The effect goes with the activity of sulfotransferase (Roberts2014).

    Parameters
    ----------
    dose
        Relative to the reference dose. [ratio]
    half
        As in `greatest`. [ratio]
    sulfation
        The person's sulfotransferase relative to the mean. [ratio]
    """
    return sulfation * greatest(half) * dose / (half + dose)
