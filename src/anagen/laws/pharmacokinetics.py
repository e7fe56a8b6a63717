"""Where a drug that is swallowed goes: absorbed, spread between two compartments, eliminated.

Amounts are in mg, volumes in L, times in days; concentrations in ng/mL, of which one mg/L has a thousand.
"""

from __future__ import annotations

import math

from anagen.compiled import inlined

NG_PER_ML = 1000.0
"""Nanograms per milliliter in one milligram per liter."""


@inlined
def bateman(t: float, dose: float, ka: float, ke: float, v: float) -> float:
    r"""Plasma concentration after one dose by mouth, one compartment. [ng/mL]

    .. math:: C(t) = \frac{D\,k_a}{V\,(k_a - k_e)} \left(e^{-k_e t} - e^{-k_a t}\right)

    The exact solution of `absorption` and `linear_elimination` where there is no second compartment.

    Parameters
    ----------
    t
        Time since the dose. [day]
    dose
        Absorbed dose: bioavailability times what was taken. [mg]
    ka, ke
        Rate constants of absorption and elimination. [1/day]
    v
        Volume of distribution. [L]
    """
    if t < 0.0:
        return 0.0
    if abs(ka - ke) < 1e-9 * ka:
        return NG_PER_ML * dose / v * ka * t * math.exp(-ke * t)
    return NG_PER_ML * dose * ka / (v * (ka - ke)) * (math.exp(-ke * t) - math.exp(-ka * t))


@inlined
def sized(value: float, mass_ratio: float, exponent: float) -> float:
    r"""A clearance or a volume in a body of another size. [as given]

    .. math:: X' = X\,m^b

    Parameters
    ----------
    value
        In the body in which it was measured.
    mass_ratio
        Mass of the other body over that of this one. [ratio]
    exponent
        One for volumes, below one for clearances, their difference for half-lives.
    """
    return value * mass_ratio**exponent


@inlined
def concentration(amount: float, v: float) -> float:
    r"""Concentration of an amount in its volume. [ng/mL]

    .. math:: C = A / V

    Parameters
    ----------
    amount
        Drug in the compartment. [mg]
    v
        Its volume. [L]
    """
    return NG_PER_ML * amount / v


@inlined
def absorption(depot: float, ka: float) -> float:
    r"""Drug that enters the blood from the gut. [mg/day]

    .. math:: \dot A_{12} = k_a A_1

    First-order absorption (Gisleskog1999, equation 1).

    Parameters
    ----------
    depot
        Drug in the gut. [mg]
    ka
        Rate constant of absorption. [1/day]
    """
    return ka * depot


@inlined
def distribution(central: float, peripheral: float, q: float, vc: float, vp: float) -> float:
    r"""Drug that goes from the central to the peripheral compartment. [mg/day]

    .. math:: \dot A_{23} = Q\,(A_2 / V_c - A_3 / V_p)

    (Gisleskog1999, equation 3.)

    Parameters
    ----------
    central, peripheral
        Drug in each compartment. [mg]
    q
        Clearance between the two. [L/day]
    vc, vp
        Volumes of the two. [L]
    """
    return q * (central / vc - peripheral / vp) if q > 0.0 else 0.0


@inlined
def linear_elimination(central: float, cl: float, vc: float) -> float:
    r"""Drug that leaves the body at a constant clearance. [mg/day]

    .. math:: \dot A_{20} = CL\,A_2 / V_c

    Parameters
    ----------
    central
        Drug in the central compartment. [mg]
    cl
        Clearance. [L/day]
    vc
        Volume of the central compartment. [L]
    """
    return cl * central / vc


@inlined
def saturable_elimination(c: float, vmax: float, km: float) -> float:
    r"""Drug that leaves the body by a pathway that saturates. [mg/day]

    .. math:: \dot A = V_{max}\,C / (K_m + C)

    Beside the linear pathway it makes the half-life of dutasteride grow with its concentration (Gisleskog1999).

    Parameters
    ----------
    c
        Concentration in the central compartment. [ng/mL]
    vmax
        Capacity. [mg/day]
    km
        Concentration at half capacity. [ng/mL]
    """
    return vmax * c / (km + c)


@inlined
def after_saturable_elimination(central: float, vc: float, vmax: float, km: float, step: float) -> float:
    r"""Amount left after a step in which the saturable pathway acts alone. [mg]

    .. math:: A(h) \approx A\,\exp\!\left(-\frac{V_{max}}{V_c\,(K_m + C(h/2))}\,h\right)

    The rate per amount is taken at the middle of the step: of second order in the step, and never negative.

    Parameters
    ----------
    central
        Amount at the start. [mg]
    vc
        Volume of the central compartment. [L]
    vmax, km
        As in `saturable_elimination`. [mg/day, ng/mL]
    step
        Length of the step. [day]
    """
    capacity = NG_PER_ML * vmax / vc
    c = concentration(central, vc)
    middle = c * math.exp(-0.5 * step * capacity / (km + c))
    return central * math.exp(-step * capacity / (km + middle))
