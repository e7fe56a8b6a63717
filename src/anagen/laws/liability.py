"""Liability to pattern hair loss: a standard normal number of each person, inherited in part (Falconer1965).

By an age, those whose liability is above a threshold have lost hair; the share of them is the prevalence. Young twins
share more (Nyholt2003) than older relatives (Yap2018).
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

NORMAL = NormalDist()


class Heredity(NamedTuple):
    """How liability is inherited; each field is the evidence parameter of the same name."""

    liability_heritability: float
    liability_x_share: float


class AncestryShifts(NamedTuple):
    """Liability by ancestry, relative to European; each field is the evidence parameter of the same name."""

    ancestry_liability_east_asian_men: float
    ancestry_liability_east_asian_women: float
    ancestry_liability_south_asian: float
    ancestry_liability_african: float
    ancestry_liability_middle_eastern: float
    ancestry_liability_latin_american: float


class FamilyLiability(NamedTuple):
    """What a family says of a person's liability."""

    shift: float
    """Mean, in standard deviations of everyone's liability."""
    sd: float
    """What spread is left."""


def threshold(prevalence: float) -> float:
    r"""Liability above which people have lost hair. [sd]

    .. math:: t = \Phi^{-1}(1 - K)

    Parameters
    ----------
    prevalence
        Share who have, :math:`K`. [ratio]
    """
    return NORMAL.inv_cdf(1.0 - prevalence)


def prevalence_shift(prevalence: float, reference: float) -> float:
    r"""How far the liability of a population lies from that of another, at the same threshold. [sd]

    .. math:: \Delta = \Phi^{-1}(K) - \Phi^{-1}(K_0)

    Parameters
    ----------
    prevalence, reference
        Shares with hair loss in the two, at the same age and grade. [ratio]
    """
    return threshold(reference) - threshold(prevalence)


def mean_liability(is_affected: bool, prevalence: float) -> float:
    r"""Mean liability of those who have lost hair, or of those who have not. [sd]

    .. math:: i = \varphi(t) / K, \qquad i' = -\varphi(t) / (1 - K)

    Parameters
    ----------
    is_affected
        Which of the two.
    prevalence
        Share who have. [ratio]
    """
    density = NORMAL.pdf(threshold(prevalence))
    return density / prevalence if is_affected else -density / (1.0 - prevalence)


def liability_variance(is_affected: bool, prevalence: float) -> float:
    r"""Variance of liability among those who have lost hair, or among those who have not. [ratio]

    .. math:: v = 1 - i\,(i - t)

    Parameters
    ----------
    is_affected, prevalence
        As in `mean_liability`. [-, ratio]
    """
    mean = mean_liability(is_affected, prevalence)
    return 1.0 - mean * (mean - threshold(prevalence))


def father_correlation(heredity: Heredity) -> float:
    r"""Correlation of a man's liability with his father's. [ratio]

    .. math:: r = h^2\,(1 - x) / 2

    Half of the autosomes are shared; a son's X chromosome is his mother's.

    Parameters
    ----------
    heredity
        How liability is inherited.
    """
    return 0.5 * heredity.liability_heritability * (1.0 - heredity.liability_x_share)


def mothers_father_correlation(heredity: Heredity) -> float:
    r"""Correlation of a man's liability with that of his mother's father. [ratio]

    .. math:: r = h^2 \left(\frac{1 - x}{4} + \frac{x}{2}\right)

    A quarter of the autosomes are shared; the mother has her father's whole X chromosome and hands half of it on.

    Parameters
    ----------
    heredity
        How liability is inherited.
    """
    x = heredity.liability_x_share
    return heredity.liability_heritability * (0.25 * (1.0 - x) + 0.5 * x)


def liability_shift(
    heredity: Heredity,
    father_bald: bool | None,
    mothers_father_bald: bool | None,
    prevalence: float,
) -> FamilyLiability:
    r"""What a man's father and his mother's father say of his liability. [sd]

    .. math:: E = \sum_j r_j i_j, \qquad s^2 = 1 - \sum_j r_j^2\,(1 - v_j)

    Father and mother's father are no kin, so that each adds what he would alone.

    Parameters
    ----------
    heredity
        How liability is inherited.
    father_bald, mothers_father_bald
        Whether each lost hair; None where it is not known.
    prevalence
        Share of men of their age who have, of the same ancestry. [ratio]
    """
    shift, variance = 0.0, 1.0
    for is_bald, correlation in (
        (father_bald, father_correlation(heredity)),
        (mothers_father_bald, mothers_father_correlation(heredity)),
    ):
        if is_bald is not None:
            shift += correlation * mean_liability(is_bald, prevalence)
            variance -= correlation**2 * (1.0 - liability_variance(is_bald, prevalence))
    return FamilyLiability(shift=shift, sd=math.sqrt(variance))


def ancestry_shift(shifts: AncestryShifts, ancestry: str, sex: str) -> float:
    """Mean liability of an ancestry relative to European. [sd]

    Parameters
    ----------
    shifts
        By ancestry.
    ancestry
        A name such as ``"east_asian"``; European, and one without a number of its own, have none.
    sex
        ``"male"`` or ``"female"``.
    """
    named = {name.removeprefix("ancestry_liability_"): value for name, value in shifts._asdict().items()}
    people = "women" if sex == "female" else "men"
    return float(named.get(ancestry, named.get(f"{ancestry}_{people}", 0.0)))
