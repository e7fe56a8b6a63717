"""The drive that wounds give to all follicles of a person."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError
from anagen.laws.platelets import platelets_bled, platelets_injected
from anagen.laws.wound import channel_damage, open_area, share_below
from anagen.wound import cascade, states
from anagen.wound.numbers import ReferenceCourse, WoundNumbers, reference_course, wound_numbers
from anagen.wound.people import WoundPeople
from anagen.wound.sessions import ACTIVATORS, Needling, Platelets, Session, needling_like, repeated

if TYPE_CHECKING:
    from anagen.evidence import Catalogue

__all__ = ["STEPS_PER_DAY", "reference_drive", "session_damage", "wound_drive"]

STEPS_PER_DAY = 24
"""Short steps in a day; a session is on the nearest one. A test holds what this costs in accuracy."""
LONG_STEPS_PER_DAY = 4
"""Steps in a day once a wound is calm."""
SETTLED_SESSIONS = 16
"""Sessions after which the reference course repeats itself; a test holds how well."""


def wound_drive(
    sessions: Sequence[Session],
    people: WoundPeople,
    *,
    cells: int,
    cell_days: float,
    evidence: Catalogue,
    done: NDArray[np.bool_] | None = None,
) -> NDArray[np.float64]:
    """Wnt drive of some people in the course of some sessions, as means over cells from day 0. [people, cells]

    It is relative to the reference course: one is the mean of the typical adult over a week, once weekly sessions like
    those of Dhurat2013 have gone on for so long that each week is like the one before.

    Parameters
    ----------
    sessions
        What is done, in any order.
    people
        Who they are.
    cells
        Number of cells.
    cell_days
        Length of a cell. [day]
    evidence
        Numbers of the wound.
    done
        Which sessions each of them had; None if all had all. [people, sessions]
    """
    if cells < 1 or not (math.isfinite(cell_days) and cell_days > 0.0):
        raise InputError(f"Cannot fill {cells} cells of {cell_days} days. Both must be more than zero.")
    numbers, reference = wound_numbers(evidence), reference_course(evidence)
    drive = _raw_drive(tuple(sessions), people, cells, cell_days, numbers, reference, done)
    drive /= settled_drive(numbers, reference)
    drive.flags.writeable = False
    return drive


def reference_drive(evidence: Catalogue) -> float:
    """Drive of the typical adult that counts as one: its mean between two sessions of the settled reference course.

    Parameters
    ----------
    evidence
        Numbers of the wound.
    """
    return settled_drive(wound_numbers(evidence), reference_course(evidence))


@lru_cache(maxsize=64)
def settled_drive(numbers: WoundNumbers, reference: ReferenceCourse) -> float:
    """`reference_drive`, for numbers that are already at hand."""
    interval = reference.needling_reference_interval
    sessions = repeated(unit_session(reference), every_days=interval, count=SETTLED_SESSIONS)
    weeks = _raw_drive(sessions, WoundPeople.typical(), SETTLED_SESSIONS, interval, numbers, reference, None)
    return float(weeks[0, -1])


def unit_session(reference: ReferenceCourse) -> Needling:
    """One session of the reference course."""
    return needling_like(
        reference, reference.needling_reference_length, reference.needling_reference_passes, 0.0
    )


def _raw_drive(
    sessions: tuple[Session, ...],
    people: WoundPeople,
    cells: int,
    cell_days: float,
    numbers: WoundNumbers,
    reference: ReferenceCourse,
    done: NDArray[np.bool_] | None,
) -> NDArray[np.float64]:
    """Drive that is not yet relative to the reference. [people, cells]"""
    steps = max(1, math.ceil(cell_days * STEPS_PER_DAY - 1e-9))
    grid = cascade.Grid(
        step_days=cell_days / steps,
        long_step=max(1, min(steps, STEPS_PER_DAY // LONG_STEPS_PER_DAY)),
        cells=cells,
        steps_per_cell=steps,
    )
    on_step, impulses, order = timed_impulses(sessions, grid.step_days, numbers, reference)
    had = _had(done, order, len(people))
    factors = people_columns(people)
    # People who are alike have the same drive: it is computed once.
    alike, which = np.unique(np.column_stack([factors, had]), axis=0, return_inverse=True)
    out = np.empty((len(alike), cells))
    width = factors.shape[1]
    cascade.follow_drive(
        numbers,
        np.ascontiguousarray(alike[:, :width]),
        on_step,
        impulses,
        np.ascontiguousarray(alike[:, width:] > 0.5),
        grid,
        out,
    )
    return out[which.ravel()]


def people_columns(people: WoundPeople) -> NDArray[np.float64]:
    """Factors of people in the columns that the compiled loops read. [people, 3]"""
    return np.column_stack([people.inflammation, people.platelets, people.healing_time])


def _had(done: NDArray[np.bool_] | None, order: NDArray[np.int64], people: int) -> NDArray[np.bool_]:
    if done is None:
        return np.ones((people, order.size), dtype=np.bool_)
    given = np.asarray(done, dtype=np.bool_)
    if given.shape != (people, order.size):
        raise InputError(
            f"Which sessions were done is a table of {given.shape}; "
            f"it must have {people} people and {order.size} sessions."
        )
    return np.ascontiguousarray(given[:, order])


def timed_impulses(
    sessions: Sequence[Session], step_days: float, numbers: WoundNumbers, reference: ReferenceCourse
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """Sessions on a grid of steps: on which step each is, what it brings, and its place in the list that was given.

    Parameters
    ----------
    sessions
        In any order.
    step_days
        Length of a step. [day]
    numbers, reference
        Of the wound, and of the course to which damage is relative.
    """
    unit = session_damage(unit_session(reference), numbers)[0]
    on_step = np.array([math.floor(one.day / step_days + 0.5) for one in sessions], dtype=np.int64)
    order = np.argsort(on_step, kind="stable").astype(np.int64)
    impulses = np.zeros((len(sessions), states.IMPULSES))
    last: Session | None = None
    for row, place in enumerate(order):
        session = sessions[place]
        if last is None or not _alike(session, last):
            last = session
            impulses[row] = _impulse(session, unit, numbers)
        else:
            impulses[row] = impulses[row - 1]
    return on_step[order], impulses, order


def _alike(one: Session, other: Session) -> bool:
    """Whether two sessions differ in their day at most."""
    if isinstance(one, Needling) and isinstance(other, Needling):
        return (
            one.hole_density_per_cm2 == other.hole_density_per_cm2
            and one.channel_depth_um == other.channel_depth_um
            and one.channel_radius_um == other.channel_radius_um
        )
    if isinstance(one, Platelets) and isinstance(other, Platelets):
        return (
            one.concentration_ratio == other.concentration_ratio
            and one.volume_ml_per_cm2 == other.volume_ml_per_cm2
            and one.activator == other.activator
        )
    return False


def _impulse(session: Session, unit: float, n: WoundNumbers) -> NDArray[np.float64]:
    """What a session adds at once, in the columns that the compiled loops read."""
    columns = np.zeros(states.IMPULSES)
    if isinstance(session, Needling):
        damage, dermal, deep = session_damage(session, n)
        columns[states.STORED_TISSUE] = platelets_bled(dermal, n.needling_bleed_ratio)
        columns[states.DAMAGE] = columns[states.FLARE] = damage / unit
        columns[states.DERMAL_DAMAGE] = dermal / unit
        columns[states.LEAK] = open_area(session.hole_density_per_cm2, session.channel_radius_um)
        columns[states.DEEP_DAMAGE] = n.scar_hazard_of_deep_damage * deep / unit
    else:
        pools = (states.STORED_THROMBIN, states.STORED_CALCIUM, states.STORED_TISSUE)
        pool = pools[ACTIVATORS.index(session.activator)]
        columns[pool] = platelets_injected(session.volume_ml_per_cm2, session.concentration_ratio)
    return columns


def session_damage(session: Needling, numbers: WoundNumbers) -> tuple[float, float, float]:
    """Damage of a session: all of it, what is below the epidermis, and what is below the depth that scars. [um]

    Parameters
    ----------
    session
        Its channels.
    numbers
        With the two depths.
    """
    depth = session.channel_depth_um
    damage = channel_damage(session.hole_density_per_cm2, session.channel_radius_um, depth)
    return (
        damage,
        damage * share_below(depth, numbers.vessel_depth),
        damage * share_below(depth, numbers.scar_critical_depth),
    )
