"""From minoxidil on the scalp to the drive that a follicle feels.

A dose-to-drive law that stands in for the skin itself: what is applied fills a reservoir, the reservoir feeds the
follicle, the follicle's sulfotransferase makes the active sulfate.
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
def dose_response(dose: float, half_dose: float, hill: float) -> float:
    r"""Share of the greatest effect that a daily dose has. [ratio]

    .. math:: S(d) = \frac{d^n}{d_{50}^n + d^n}

    Five percent does more than two, but not two and a half times as much (Olsen2002).

    Parameters
    ----------
    dose
        Daily dose. [mg/day]
    half_dose
        Daily dose with half of the greatest effect. [mg/day]
    hill
        Steepness. [1]
    """
    if dose <= 0.0:
        return 0.0
    # A power costs ten times as much as the rest, and one is the usual steepness.
    power = dose / half_dose if hill == 1.0 else (dose / half_dose) ** hill
    return power / (1.0 + power)


@inlined
def drive(dose: float, reference_dose: float, half_dose: float, hill: float, sulfation: float) -> float:
    r"""Drive that minoxidil exerts on the follicles of a person. [ratio]

    .. math:: m = s\,\frac{S(d)}{S(d_{ref})}

    One is the mean man under the reference dose. The effect goes with the activity of sulfotransferase
    (Roberts2014).

    Parameters
    ----------
    dose, reference_dose
        Daily dose, and the one that defines a drive of one. [mg/day]
    half_dose, hill
        As in `dose_response`. [mg/day, 1]
    sulfation
        The person's sulfotransferase relative to the mean. [ratio]
    """
    return sulfation * dose_response(dose, half_dose, hill) / dose_response(reference_dose, half_dose, hill)
