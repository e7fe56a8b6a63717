"""How people differ in their answer to a wound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from anagen.errors import InputError
from anagen.laws.platelets import change_with_age

if TYPE_CHECKING:
    from anagen.evidence import Catalogue

__all__ = ["WoundPeople"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WoundPeople:
    """How some people answer a wound, each number relative to the typical adult."""

    inflammation: NDArray[np.float64]
    """How strongly they answer the same damage. [people]"""
    healing_time: NDArray[np.float64]
    """How long each stage of healing takes. [people]"""
    platelets: NDArray[np.float64]
    """What their platelets bring. [people]"""

    def __post_init__(self) -> None:
        arrays = {name: np.asarray(getattr(self, name), np.float64) for name in self.__slots__}
        if any(array.ndim != 1 or array.shape != arrays["platelets"].shape for array in arrays.values()):
            raise InputError("The factors of people must be lists of one length.")
        for name, array in arrays.items():
            if not (np.isfinite(array).all() and (array > 0.0).all()):
                raise InputError(f"Every {name} of a person must be more than zero.")
            own = array.copy()
            own.flags.writeable = False
            object.__setattr__(self, name, own)

    def __len__(self) -> int:
        return int(self.inflammation.size)

    @classmethod
    def typical(cls, people: int = 1) -> WoundPeople:
        """Some people who are all alike.

        Parameters
        ----------
        people
            How many.
        """
        return cls(inflammation=np.ones(people), healing_time=np.ones(people), platelets=np.ones(people))

    @classmethod
    def of_age(
        cls, age_years: ArrayLike, evidence: Catalogue, *, inflammation: ArrayLike | None = None
    ) -> WoundPeople:
        """People of some ages: the older heal more slowly, and get less from platelets.

        Parameters
        ----------
        age_years
            Of each. [year]
        evidence
            Where the slopes stand.
        inflammation
            How strongly each answers the same damage; None for everyone as the typical adult. [people]
        """
        ages = np.atleast_1d(np.asarray(age_years, np.float64))
        reference = evidence.value("wound_age_reference", "year")
        healing = evidence.value("wound_healing_age_slope", "1/year")
        platelets = evidence.value("platelet_age_slope", "1/year")
        answer: ArrayLike = evidence.value("wound_inflammation_response", "1")
        return cls(
            inflammation=np.broadcast_to(
                np.asarray(answer if inflammation is None else inflammation), ages.shape
            ),
            healing_time=np.array([change_with_age(age, reference, healing) for age in ages]),
            platelets=np.array([change_with_age(age, reference, platelets) for age in ages]),
        )
