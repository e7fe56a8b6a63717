"""How people really take what they should."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled
from anagen.laws.adherence import miss_probability
from anagen.treatment.chance import person_uniforms

__all__ = ["doses_taken"]


def doses_taken(
    seed: int, what: str, person: NDArray[np.int64], doses: int, adherence_fraction: float, clustering: float
) -> NDArray[np.bool_]:
    """Which doses of a course each person takes. [people, doses]

    Parameters
    ----------
    seed
        Of the run.
    what
        Name of the course; people who miss doses of one drug need not miss those of another.
    person
        Numbers of the people. [people]
    doses
        How many are due.
    adherence_fraction
        Share that is taken in the long run.
    clustering
        Correlation between one dose and the next.
    """
    taken = np.ones((person.size, doses), dtype=np.bool_)
    if adherence_fraction < 1.0:
        for row, one in enumerate(person):
            _take(
                person_uniforms(seed, what, int(one), doses), 1.0 - adherence_fraction, clustering, taken[row]
            )
    return taken


@compiled
def _take(
    chance: NDArray[np.float64], missed_share: float, clustering: float, taken: NDArray[np.bool_]
) -> None:
    # The dose before the first counts as missed with the long-run share, so that the first is like any other.
    missed = False
    for k in range(chance.size):
        p = missed_share if k == 0 else miss_probability(missed, missed_share, clustering)
        missed = chance[k] < p
        taken[k] = not missed
