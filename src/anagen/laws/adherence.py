"""Which doses are taken, and which are missed."""

from __future__ import annotations

from anagen.compiled import inlined


@inlined
def miss_probability(missed_before: bool, missed_share: float, clustering: float) -> float:
    r"""Probability that a dose is missed, given what happened to the one before. [ratio]

    .. math:: P(\text{miss} \mid \text{miss}) = q + \rho\,(1 - q), \qquad
              P(\text{miss} \mid \text{taken}) = q\,(1 - \rho)

    In the long run the share `q` is missed whatever the clustering, which is the correlation of neighboring doses:
    zero for misses that know nothing of each other, near one for a drug holiday (Vrijens2008).

    Parameters
    ----------
    missed_before
        Whether the dose before was missed.
    missed_share
        Share of doses that are missed. [ratio]
    clustering
        Correlation between one dose and the next. [ratio]
    """
    if missed_before:
        return missed_share + clustering * (1.0 - missed_share)
    return missed_share * (1.0 - clustering)
