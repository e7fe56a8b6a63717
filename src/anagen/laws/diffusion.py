"""How a drug gets from a film on the skin through its layers: slabs, films, and what the blood takes.

Lengths are in um, times in days, amounts in mg/cm2. Concentrations are those of water in equilibrium, in mg/cm3, so
that they do not jump where two layers meet.
"""

from __future__ import annotations

import math

from anagen.compiled import inlined

CM_PER_UM = 1e-4
"""Centimeters in a micrometer."""
NG_PER_ML = 1e6
"""Nanograms per milliliter in a milligram per cubic centimeter."""


@inlined
def diffusivity_of_lag(thickness: float, lag: float) -> float:
    r"""Diffusivity of a slab whose lag time is known. [um2/day]

    .. math:: D = \frac{h^2}{6\,t_{lag}}

    Daynes' and Barrer's lag time: where the straight part of the amount that has come through meets the time axis.

    Parameters
    ----------
    thickness
        Of the slab. [um]
    lag
        Its lag time. [day]
    """
    return thickness * thickness / (6.0 * lag)


@inlined
def partition_of_permeability(permeability: float, thickness: float, diffusivity: float) -> float:
    r"""Partition coefficient of a slab from what it lets through. [ratio]

    .. math:: P = \frac{K D}{h} \quad\Rightarrow\quad K = \frac{P h}{D}

    Parameters
    ----------
    permeability
        Steady flux over the concentration on one side, with a sink on the other. [um/day]
    thickness
        Of the slab. [um]
    diffusivity
        In the slab. [um2/day]
    """
    return permeability * thickness / diffusivity


@inlined
def hindered(diffusivity: float, hindrance: float) -> float:
    r"""Diffusivity in living tissue. [um2/day]

    .. math:: D = D_{aq} / H

    (Nitsche2013.)

    Parameters
    ----------
    diffusivity
        In water. [um2/day]
    hindrance
        How many times slower the tissue is. [ratio]
    """
    return diffusivity / hindrance


@inlined
def between_centers(k1: float, d1: float, w1: float, k2: float, d2: float, w2: float) -> float:
    r"""Conductance between the centers of two cells that touch. [cm/day]

    .. math:: g = \left(\frac{w_1}{2 K_1 D_1} + \frac{w_2}{2 K_2 D_2}\right)^{-1}

    Fick's law through half of each, one after the other.

    Parameters
    ----------
    k1, k2
        Partition coefficients. [ratio]
    d1, d2
        Diffusivities. [um2/day]
    w1, w2
        Thicknesses. [um]
    """
    return CM_PER_UM / (0.5 * w1 / (k1 * d1) + 0.5 * w2 / (k2 * d2))


@inlined
def solvent_after(solvent: float, drying: float, loss: float, days: float) -> float:
    r"""Solvent of a film after a while. [ratio]

    .. math:: s(t) = s\,e^{-(k_e + k_l)\,t}

    Ethanol and water dry off (Tsai1993), glycol does not; the film is rubbed off as a whole (Franz1985).

    Parameters
    ----------
    solvent
        At the start, relative to the volume that was put on. [ratio]
    drying, loss
        Rate constants. [1/day]
    days
        How long. [day]
    """
    return solvent * math.exp(-(drying + loss) * days)


@inlined
def film_capacity(layer: float, vehicle_solubility: float, water_solubility: float) -> float:
    r"""Drug that a wet film holds per concentration of water in equilibrium with it. [cm]

    .. math:: \kappa = v_0\,S_v / S_w

    Parameters
    ----------
    layer
        Thickness of the film as it was put on. [um]
    vehicle_solubility, water_solubility
        [mg/cm3]
    """
    return CM_PER_UM * layer * vehicle_solubility / water_solubility


@inlined
def driving_concentration(drug: float, capacity: float, water_solubility: float, solvent: float) -> float:
    r"""Concentration of water in equilibrium with a film, averaged over what is wet and what is dry. [mg/cm3]

    .. math:: u = \min\left(\frac{M}{\kappa},\; S_w\,\min(1, s)\right)

    Only what is dissolved drives: as the solvent dries, drug precipitates and waits (Tsai1993). While nothing has
    precipitated, a smaller volume of solvent holds drug at a higher concentration over a smaller wet area, and
    the two cancel: what is absorbed goes with the dose (Franz1985).

    Parameters
    ----------
    drug
        On the surface. [mg/cm2]
    capacity
        Of the wet film, by `film_capacity`. [cm]
    water_solubility
        [mg/cm3]
    solvent
        Solvent left, relative to what was put on, by `solvent_after`. [ratio]
    """
    dissolved = drug / capacity
    limit = water_solubility * (solvent if solvent < 1.0 else 1.0)
    return dissolved if dissolved < limit else limit


@inlined
def reached_mean(reached: float, elsewhere: float, reach: float) -> float:
    r"""Mean over a tissue of which the drug on the surface reaches a share. [ratio]

    .. math:: \bar E = \rho\,E_{reached} + (1 - \rho)\,E_{elsewhere}

    Parameters
    ----------
    reached, elsewhere
        What is there where the drug comes from above, and where only the blood brings it. [ratio]
    reach
        Share of the tissue that is reached. [ratio]
    """
    return elsewhere + reach * (reached - elsewhere)
