"""Testosterone, dihydrotestosterone (DHT) and the two enzymes that make the one from the other.

All levels are relative to the same untreated person: one is untreated.
"""

from __future__ import annotations

import math

from anagen.compiled import inlined


@inlined
def enzyme_at_rest(k: float, inactivation: float) -> float:
    r"""Share of an isoenzyme that stays active under a constant inhibitor. [ratio]

    .. math:: E_{ss} = \frac{k}{k + k_o C}

    The enzyme is made at a constant rate and lost at `k`; the inhibitor kills it for good (Gisleskog1998).

    Parameters
    ----------
    k
        Turnover of the enzyme. [1/day]
    inactivation
        Rate at which inhibitors kill it, :math:`k_o C` summed over drugs. [1/day]
    """
    return k / (k + inactivation)


@inlined
def enzyme_after(enzyme: float, k: float, inactivation: float, step: float) -> float:
    r"""Active share of an isoenzyme after a step under a constant inhibitor. [ratio]

    .. math:: E(h) = E + (E_{ss} - E)\left(1 - e^{-(k + k_o C)\,h}\right)

    The exact solution of :math:`\dot E = k - k E - k_o C E` (Gisleskog1998).

    Parameters
    ----------
    enzyme
        Active share at the start. [ratio]
    k, inactivation
        As in `enzyme_at_rest`. [1/day]
    step
        Length of the step. [day]
    """
    return enzyme + (enzyme_at_rest(k, inactivation) - enzyme) * (1.0 - math.exp(-(k + inactivation) * step))


@inlined
def enzyme_over(enzyme: float, after: float, k: float, inactivation: float, step: float) -> float:
    r"""Mean active share of an isoenzyme over a step under a constant inhibitor. [ratio]

    .. math:: \bar E = E_{ss} + \frac{E - E(h)}{(k + k_o C)\,h}

    Parameters
    ----------
    enzyme, after
        Active share at the start and at the end, by `enzyme_after`. [ratio]
    k, inactivation
        As in `enzyme_at_rest`. [1/day]
    step
        Length of the step. [day]
    """
    return enzyme_at_rest(k, inactivation) + (enzyme - after) / ((k + inactivation) * step)


@inlined
def reduction(srd5a1: float, srd5a2: float, srd5a2_share: float) -> float:
    r"""Capacity of a tissue to reduce testosterone. [ratio]

    .. math:: R = f_2 E_2 + (1 - f_2) E_1

    (Gisleskog1998.)

    Parameters
    ----------
    srd5a1, srd5a2
        Active shares of the isoenzymes. [ratio]
    srd5a2_share
        Share of the tissue's DHT that type 2 makes, untreated. [ratio]
    """
    # Written so that two untouched enzymes give exactly one, whatever the share.
    return srd5a1 + srd5a2_share * (srd5a2 - srd5a1)


@inlined
def spared_testosterone(capacity: float, reduced_share: float) -> float:
    r"""Testosterone once less of it is reduced. [ratio]

    .. math:: T = \frac{1}{1 - r\,(1 - R)}

    The mass balance of a constant supply, of which the share `r` is lost by reduction when nothing is inhibited.

    Parameters
    ----------
    capacity
        What is left of the capacity to reduce it, by `reduction`. [ratio]
    reduced_share
        Share of its loss that goes by reduction, untreated. [ratio]
    """
    return 1.0 / (1.0 - reduced_share * (1.0 - capacity))


@inlined
def dht_formed(testosterone: float, capacity: float) -> float:
    r"""Rate at which DHT is made. [ratio]

    .. math:: P = T R

    Both enzymes work far below saturation, so that their flux follows their substrate.

    Parameters
    ----------
    testosterone
        Testosterone in the tissue. [ratio]
    capacity
        Capacity to reduce it, by `reduction`. [ratio]
    """
    return testosterone * capacity


@inlined
def dht_after(dht: float, formed: float, kout: float, step: float) -> float:
    r"""DHT after a step in which it is made at a constant rate. [ratio]

    .. math:: D(h) = D + (P - D)\left(1 - e^{-k_{out} h}\right)

    The exact solution of :math:`\dot D = k_{out}\,(P - D)` (Gisleskog1998).

    Parameters
    ----------
    dht
        Level at the start. [ratio]
    formed
        Rate of formation, by `dht_formed`. [ratio]
    kout
        Turnover of DHT. [1/day]
    step
        Length of the step. [day]
    """
    return dht + (formed - dht) * (1.0 - math.exp(-kout * step))


@inlined
def dht_over(dht: float, after: float, formed: float, kout: float, step: float) -> float:
    r"""Mean DHT over a step in which it is made at a constant rate. [ratio]

    .. math:: \bar D = P + \frac{D - D(h)}{k_{out} h}

    Parameters
    ----------
    dht, after
        Level at the start and at the end, by `dht_after`. [ratio]
    formed, kout, step
        As in `dht_after`. [ratio, 1/day, day]
    """
    return formed + (dht - after) / (kout * step)


@inlined
def receptor_drive(testosterone: float, dht: float, testosterone_share: float) -> float:
    r"""Androgen drive of a follicle. [ratio]

    .. math:: a = f_T T + (1 - f_T) D

    The receptor is far from saturated, so that its occupancy adds up from both hormones.

    Parameters
    ----------
    testosterone, dht
        Levels in the scalp. [ratio]
    testosterone_share
        Share of the drive that testosterone has, untreated. [ratio]
    """
    return dht + testosterone_share * (testosterone - dht)


@inlined
def antagonized(drive: float, block: float) -> float:
    r"""Androgen drive where antagonists hold part of the receptors. [ratio]

    .. math:: a' = \frac{a}{1 + \sum_j C_j / K_j}

    Competition (Gaddum) at a receptor that androgens leave far from saturated.

    Parameters
    ----------
    drive
        Without the antagonists, by `receptor_drive`. [ratio]
    block
        Their concentrations, each over the one that halves the drive, summed. [ratio]
    """
    return drive / (1.0 + block)


@inlined
def effective_androgen(androgen: float, share: float) -> float:
    r"""What thins hair, of which a part does not hang on androgen and stays. [ratio]

    .. math:: e = 1 - s\,(1 - a)

    In women: one without androgen receptors can have pattern hair loss (Cousen2010), a blocker of them added nothing to
    minoxidil (Liborio2025), and yet hair regrew in many on antiandrogens (Sinclair2005).

    Parameters
    ----------
    androgen
        Androgen drive. [ratio]
    share
        Share that hangs on it; one in men. [ratio]
    """
    return 1.0 - share * (1.0 - androgen)


@inlined
def menopause_drive(age: float, menopause_age: float, factor: float) -> float:
    r"""What thins a woman's hair, relative to before menopause. [ratio]

    .. math:: 1 \text{ before}, \quad m \text{ from menopause on}

    Parameters
    ----------
    age, menopause_age
        Hers now, and at menopause. [year]
    factor
        How much stronger it is without estrogen's protection, :math:`m`. [ratio]
    """
    return factor if age >= menopause_age else 1.0


@inlined
def share_at_odds(share: float, ratio: float) -> float:
    r"""Share of type 2 where there is relatively more or less of it. [ratio]

    .. math:: \frac{f'}{1 - f'} = \rho\,\frac{f}{1 - f}

    Parameters
    ----------
    share
        Share before. [ratio]
    ratio
        Type 2 over type 1, relative to before. [ratio]
    """
    return share * ratio / (share * ratio + (1.0 - share))


@inlined
def share_of_testosterone(share: float, reduction_ratio: float) -> float:
    r"""Share of testosterone in the drive where it is reduced less. [ratio]

    .. math:: f' = \frac{f}{f + (1 - f)\,R}

    Parameters
    ----------
    share
        Share before. [ratio]
    reduction_ratio
        Capacity to reduce testosterone, relative to before. [ratio]
    """
    return share / (share + (1.0 - share) * reduction_ratio)


@inlined
def share_elsewhere(share: float, typical: float, typical_elsewhere: float) -> float:
    r"""Share of type 2 in another tissue of a person, from the share in one. [ratio]

    .. math:: \frac{f'}{1 - f'} = \frac{f}{1 - f}\;
              \frac{f'_0\,(1 - f_0)}{(1 - f'_0)\,f_0}

    A person with more type 2 in one tissue has more in the other: the odds keep their ratio.

    Parameters
    ----------
    share
        The person's share here. [ratio]
    typical, typical_elsewhere
        Shares of a typical person here and there. [ratio]
    """
    here = share * (1.0 - typical) * typical_elsewhere
    return here / (here + (1.0 - share) * typical * (1.0 - typical_elsewhere))


@inlined
def assayed(level: float, drift: float) -> float:
    r"""Level that a trial reads when its assay drifts between two visits. [ratio]

    .. math:: y = (1 + \delta)\,x

    Parameters
    ----------
    level
        True level. [ratio]
    drift
        Change that the assay shows where nothing changed, as under placebo. [ratio]
    """
    return (1.0 + drift) * level
