"""Virtual people who sit for pictures: one who fits a person, under several regimens, on the days asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from anagen.errors import InputError
from anagen.evidence import known
from anagen.simulation.head import LIKENESSES, HeadHistory, days_of, heads, likenesses

if TYPE_CHECKING:
    from anagen.patient.cohort import Candidates
    from anagen.patient.person import Person

__all__ = ["LIKENESSES", "check_member", "sitters"]


def sitters(
    person: Person, regimens: Sequence[str], at_years: Sequence[float], *, seed: int = 1, member: int = 0
) -> list[HeadHistory]:
    """One virtual person under each regimen; the same as `simulate_head` gives, but all share the past.

    Parameters
    ----------
    person
        Whom the virtual person fits.
    regimens
        What is taken, in words.
    at_years
        When to look, from 0 on. [year]
    seed
        Seed of all random numbers.
    member
        Which of the virtual people who fit, from 0 on.
    """
    check_member(member)
    years = np.unique(np.asarray(at_years, np.float64))
    days_of(years)  # refused before anybody who fits is looked for
    fitting = _fitting(_Key(person), seed)
    return heads(person, regimens, candidate=fitting.take(np.array([member])), years=years, seed=seed)


def check_member(member: int) -> None:
    """Refuse a number that no virtual person has."""
    if not 0 <= member < LIKENESSES:
        raise InputError(
            f"There is no virtual person {member} who fits. Give a member from 0 to {LIKENESSES - 1}."
        )


class _Key:
    """A person as a key of a cache: people who say the same are the same."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.words = json.dumps(person.as_dict(), sort_keys=True)

    def __hash__(self) -> int:
        return hash(self.words)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.words == self.words


@lru_cache(maxsize=8)
def _fitting(key: _Key, seed: int) -> Candidates:
    return likenesses(key.person, seed=seed, evidence=known())
