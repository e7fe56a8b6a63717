"""From minoxidil around the follicle to its sulfate, which is what acts."""

from __future__ import annotations

import math

from anagen.compiled import inlined


@inlined
def sulfated(concentration: float, half_concentration: float) -> float:
    r"""Rate of sulfation relative to its greatest. [ratio]

    .. math:: S = \frac{C}{K_m + C}

    Michaelis and Menten's law; the sulfotransferase of the outer root sheath makes the active form (Roberts2014).

    Parameters
    ----------
    concentration
        Of minoxidil at the sheath. [ng/mL]
    half_concentration
        With half of the greatest rate. [ng/mL]
    """
    return concentration / (half_concentration + concentration) if concentration > 0.0 else 0.0


@inlined
def sulfation_drive(
    concentration: float, reference_concentration: float, half_concentration: float, activity: float
) -> float:
    r"""Drive that minoxidil exerts on a person's follicles. [ratio]

    .. math:: m = s\,\frac{S(C)}{S(C_{ref})}

    One is the mean man under the reference dose.

    Parameters
    ----------
    concentration
        Of minoxidil at the sheath. [ng/mL]
    reference_concentration
        Its steady mean under the reference dose in a typical man. [ng/mL]
    half_concentration
        As in `sulfated`. [ng/mL]
    activity
        The person's sulfotransferase relative to the mean. [ratio]
    """
    return (
        activity
        * sulfated(concentration, half_concentration)
        / sulfated(reference_concentration, half_concentration)
    )


@inlined
def following(drive: float, target: float, rate: float, step: float) -> float:
    r"""Drive after a step in which it goes towards a target. [ratio]

    .. math:: m(h) = m^* + (m - m^*)\,e^{-k h}

    The follicle answers over days, whatever the drug does within them.

    Parameters
    ----------
    drive, target
        At the start, and where it goes. [ratio]
    rate
        Rate constant with which the effect comes and goes. [1/day]
    step
        [day]
    """
    return target + (drive - target) * math.exp(-rate * step)
