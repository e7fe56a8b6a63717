"""How gray the hair of people is on average, by age and ancestry."""

from __future__ import annotations

import math

from anagen.errors import unknown_name
from anagen.evidence import Catalogue, known
from anagen.scalp.head import ANCESTRIES, SHAPES

__all__ = ["gray_share"]

ONSET_AGES = {
    "caucasian": "gray_onset_age_european",
    "asian": "gray_onset_age_east_asian",
    "african": "gray_onset_age_african",
}
"""The number of each shape of head, of which ancestries are made."""


def gray_share(age_years: float, ancestry: str = "european", evidence: Catalogue | None = None) -> float:
    """Share of hairs that are gray in a usual person of an age: 1 - exp(-((age - onset) / time)^exponent).

    The curve is that of people worldwide (Panhard2012), begun when graying begins in an ancestry (Keogh1965,
    Evans2012).
    People differ widely about it.

    Parameters
    ----------
    age_years
        Age. [year]
    ancestry
        One of `ANCESTRIES`.
    evidence
        Where the numbers come from; what is known, if not given.

    Examples
    --------
    >>> from anagen.scalp.graying import gray_share
    >>> round(gray_share(55, "european"), 2)
    0.3
    """
    if ancestry not in ANCESTRIES:
        raise unknown_name("ancestry", ancestry, ANCESTRIES)
    numbers = evidence or known()
    onset = sum(share * numbers.value(ONSET_AGES[shape], "year") for shape, share in SHAPES[ancestry].items())
    since = max(age_years - onset, 0.0) / numbers.value("gray_time", "year")
    return 1.0 - math.exp(-(since ** numbers.value("gray_exponent", "1")))
