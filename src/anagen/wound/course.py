"""What is seen of a wound: its three phases, growth factors, collagen, redness, the risk of a scar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from anagen.errors import InputError
from anagen.wound import cascade, states
from anagen.wound.drive import STEPS_PER_DAY, people_columns, settled_drive, timed_impulses
from anagen.wound.numbers import reference_course, wound_numbers
from anagen.wound.people import WoundPeople
from anagen.wound.sessions import Session

if TYPE_CHECKING:
    from anagen.evidence import Catalogue

__all__ = ["WoundCourse", "wound_course"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class WoundCourse:
    """Read-outs of some people at some moments, each after the session of the same hour. [people, days]"""

    days: Floats
    """[day]"""
    neutrophils: Floats
    """One is what one unit of damage would hold for good. [ratio]"""
    macrophages: Floats
    """[ratio]"""
    inflammation: Floats
    """The first phase. [ratio]"""
    fibroblasts: Floats
    """The second phase: share of the fibroblasts that can be summoned. [ratio]"""
    maturing: Floats
    """The third phase: collagen III that gives way to collagen I. [1/day]"""
    tgf_beta_ng_per_ml: Floats
    """[ng/mL]"""
    pdgf_ng_per_ml: Floats
    """From platelets. [ng/mL]"""
    vegf_ng_per_ml: Floats
    """[ng/mL]"""
    wnt: Floats
    """Wnt around the follicle, before its antagonists. [ratio]"""
    wnt_antagonists: Floats
    """One halves the drive. [ratio]"""
    drive: Floats
    """Wnt drive, relative to the reference course. [ratio]"""
    collagen_3: Floats
    """New collagen III relative to the collagen that was there. [ratio]"""
    collagen_1: Floats
    """New collagen I, likewise. [ratio]"""
    elastin: Floats
    """New elastin relative to the elastin that was there. [ratio]"""
    redness: Floats
    """One is just visible. [ratio]"""
    perfusion: Floats
    """Blood flow relative to rest. [ratio]"""
    barrier_leak: Floats
    """Share of the surface that still leaks water. [ratio]"""
    scar_risk: Floats
    """Probability of a lasting scar up to then. [ratio]"""

    @property
    def new_collagen(self) -> Floats:
        """New collagen of both kinds, relative to the collagen that was there. [people, days]"""
        return self.collagen_3 + self.collagen_1


def wound_course(
    sessions: Sequence[Session], people: WoundPeople, days: ArrayLike, *, evidence: Catalogue
) -> WoundCourse:
    """What is seen of the wounds of some people on some days.

    Parameters
    ----------
    sessions
        What is done, in any order.
    people
        Who they are.
    days
        When, rising; to the nearest hour. Before day 0 nothing was done. [day]
    evidence
        Numbers of the wound.
    """
    when = np.atleast_1d(np.asarray(days, np.float64))
    if when.ndim != 1 or when.size == 0 or not np.isfinite(when).all() or (np.diff(when) < 0.0).any():
        raise InputError("The days to read a wound on must be a list of numbers that do not fall.")
    step_days = 1.0 / STEPS_PER_DAY
    numbers, reference = wound_numbers(evidence), reference_course(evidence)
    on_step, impulses, order = timed_impulses(sessions, step_days, numbers, reference)
    reads = np.empty((len(people), when.size, states.READS))
    cascade.follow_course(
        numbers,
        people_columns(people),
        on_step,
        impulses,
        np.ones((len(people), order.size), dtype=np.bool_),
        np.floor(when * STEPS_PER_DAY + 0.5).astype(np.int64),
        step_days,
        reads,
    )
    reads[:, :, states.READ_DRIVE] /= settled_drive(numbers, reference)
    reads.flags.writeable = False
    return WoundCourse(days=when, **{name: reads[:, :, column] for name, column in _COLUMNS.items()})


_COLUMNS = {
    "neutrophils": states.READ_NEUTROPHILS,
    "macrophages": states.READ_MACROPHAGES,
    "inflammation": states.READ_INFLAMMATION,
    "fibroblasts": states.READ_FIBROBLASTS,
    "maturing": states.READ_MATURING,
    "tgf_beta_ng_per_ml": states.READ_TGF,
    "pdgf_ng_per_ml": states.READ_PDGF,
    "vegf_ng_per_ml": states.READ_VEGF,
    "wnt": states.READ_WNT,
    "wnt_antagonists": states.READ_ANTAGONISTS,
    "drive": states.READ_DRIVE,
    "collagen_3": states.READ_COLLAGEN_3,
    "collagen_1": states.READ_COLLAGEN_1,
    "elastin": states.READ_ELASTIN,
    "redness": states.READ_REDNESS,
    "perfusion": states.READ_PERFUSION,
    "barrier_leak": states.READ_LEAK,
    "scar_risk": states.READ_RISK,
}
