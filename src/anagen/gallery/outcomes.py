"""How people fared, and who stands at a centile: the tenth, the middle and the ninetieth, never the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from anagen.errors import InputError

__all__ = ["CENTILES", "FEWEST_PEOPLE", "Outcome", "at_centiles"]

CENTILES = (10, 50, 90)
FEWEST_PEOPLE = 10
"""With fewer there is nobody at the tenth centile but the worst."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one virtual person fared."""

    member: int
    """Which of the virtual people who fit the description."""
    before: float
    """Visible hairs on day 0, averaged over the region where loss is judged. [1/cm2]"""
    after: float
    """Visible hairs at the end. [1/cm2]"""

    @property
    def change(self) -> float:
        """More visible hairs at the end than on day 0. [1/cm2]"""
        return self.after - self.before


def at_centiles(outcomes: Sequence[Outcome], centiles: Sequence[int] = CENTILES) -> dict[int, Outcome]:
    """The person at each centile of the change in visible hair, from the poorest outcome up.

    Parameters
    ----------
    outcomes
        Of everybody.
    centiles
        Between 0 and 100.
    """
    if len(outcomes) < FEWEST_PEOPLE:
        raise InputError(
            f"{len(outcomes)} virtual people are too few to find their tenth and ninetieth centile. "
            f"Give at least {FEWEST_PEOPLE}."
        )
    ranked = sorted(outcomes, key=lambda one: (one.change, one.member))
    return {centile: ranked[round(centile / 100 * (len(ranked) - 1))] for centile in centiles}
