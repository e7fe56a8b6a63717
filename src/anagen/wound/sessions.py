"""What is done to the skin on a day: holes rolled into it, or platelets put into it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from anagen.errors import InputError, unknown_name
from anagen.wound.numbers import ReferenceCourse, reference_course

if TYPE_CHECKING:
    from anagen.evidence import Catalogue

__all__ = [
    "ACTIVATORS",
    "Needling",
    "Platelets",
    "Session",
    "reference_needling",
    "repeated",
    "usual_platelets",
]

ACTIVATORS = ("thrombin", "calcium", "tissue")
"""What makes platelets let go: thrombin within minutes, calcium chloride within hours, hurt tissue within an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Needling:
    """One session of needling."""

    day: float
    """[day]"""
    hole_density_per_cm2: float
    """Holes of all passes together. [1/cm2]"""
    channel_depth_um: float
    """How deep they reach, which is less than the needle is long. [um]"""
    channel_radius_um: float
    """Of a hole at the surface. [um]"""

    def __post_init__(self) -> None:
        _check_day(self.day)
        for what in ("hole_density_per_cm2", "channel_depth_um", "channel_radius_um"):
            _check_positive("session of needling", what, getattr(self, what))


@dataclass(frozen=True, slots=True, kw_only=True)
class Platelets:
    """One injection of platelet-rich plasma."""

    day: float
    """[day]"""
    concentration_ratio: float
    """Platelets relative to blood."""
    volume_ml_per_cm2: float
    """Injected for each square centimeter of scalp. [mL/cm2]"""
    activator: str = "calcium"
    """One of `ACTIVATORS`."""

    def __post_init__(self) -> None:
        _check_day(self.day)
        for what in ("concentration_ratio", "volume_ml_per_cm2"):
            _check_positive("injection of platelets", what, getattr(self, what))
        if self.activator not in ACTIVATORS:
            raise unknown_name("activator of platelets", self.activator, ACTIVATORS)


Session = Needling | Platelets
_Session = TypeVar("_Session", Needling, Platelets)


def repeated(session: _Session, *, every_days: float, count: int) -> tuple[_Session, ...]:
    """A session again and again.

    Parameters
    ----------
    session
        The first one.
    every_days
        Time from one to the next. [day]
    count
        How many there are in all.
    """
    _check_positive("course", "every_days", every_days)
    if count < 1:
        raise InputError(f"A course of {count} sessions is none. Give at least one.")
    return tuple(replace(session, day=session.day + k * every_days) for k in range(count))


def reference_needling(
    evidence: Catalogue,
    *,
    needle_length_um: float | None = None,
    passes: float | None = None,
    day: float = 0.0,
) -> Needling:
    """A session like those of the reference course, with other needles or other passes.

    Depth goes with the length of the needle and the number of holes with the passes; the skin's own model says more.

    Parameters
    ----------
    evidence
        Where the reference course stands.
    needle_length_um
        Length of the needles; None for that of the reference course. [um]
    passes
        How often each place is rolled over; None for as often as in the reference course.
    day
        When. [day]
    """
    reference = reference_course(evidence)
    length = reference.needling_reference_length if needle_length_um is None else needle_length_um
    over = reference.needling_reference_passes if passes is None else passes
    return needling_like(reference, length, over, day)


def needling_like(reference: ReferenceCourse, needle_length_um: float, passes: float, day: float) -> Needling:
    """`reference_needling`, for numbers that are already at hand."""
    _check_positive("session of needling", "needle_length_um", needle_length_um)
    _check_positive("session of needling", "passes", passes)
    holes_per_pass = reference.needling_reference_hole_density / reference.needling_reference_passes
    depth_per_length = reference.needling_reference_depth / reference.needling_reference_length
    return Needling(
        day=day,
        hole_density_per_cm2=holes_per_pass * passes,
        channel_depth_um=depth_per_length * needle_length_um,
        channel_radius_um=reference.needling_reference_radius,
    )


def usual_platelets(evidence: Catalogue, *, day: float = 0.0, activator: str = "calcium") -> Platelets:
    """An injection of platelet-rich plasma as it is usually given.

    Parameters
    ----------
    evidence
        Where the usual dose stands.
    day
        When. [day]
    activator
        One of `ACTIVATORS`.
    """
    return Platelets(
        day=day,
        concentration_ratio=evidence.value("prp_concentration", "1"),
        volume_ml_per_cm2=1000.0 * evidence.value("prp_volume_per_area", "L/cm2"),
        activator=activator,
    )


def _check_day(day: float) -> None:
    if not (math.isfinite(day) and day >= 0.0):
        raise InputError(f"A session on day {day} cannot be followed; the first possible is day 0.")


def _check_positive(whose: str, what: str, value: float) -> None:
    if not (math.isfinite(value) and value > 0.0):
        raise InputError(f"The {what} of a {whose} is {value}; it must be more than zero.")
