"""What a forecast says: values, without how they are found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from anagen.consultation.summary import Band
from anagen.evidence.side_effects import SideEffect

__all__ = ["Course", "EarlyShed", "Forecast", "Note", "Outlook", "Stopping"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A sentence that must stand beside a forecast, and what it rests on."""

    says: str
    mark: str
    """A source, a claim or a page of the documentation."""
    severity: str = "note"
    """``note`` or ``warning``."""
    overstates: bool = False
    """Whether the model is known to show too much here."""

    def as_dict(self) -> Json:
        """The record as plain values, for JSON."""
        return {
            "says": self.says,
            "mark": self.mark,
            "severity": self.severity,
            "overstates": self.overstates,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """How a person would stand some months ahead."""

    month: int
    """[month]"""
    density: Band
    """Visible hairs. [1/cm2]"""
    diameter: Band
    """Mean of the hairs that are seen. [um]"""
    cover: Band
    """Summed width of visible hairs, relative to the same scalp when healthy. [ratio]"""
    change_percent: Band
    """Of visible hairs against today. [%]"""
    versus_untreated: Band
    """Visible hairs more than the same person would have untreated. [1/cm2]"""
    gain: float
    """Chance to have more visible hairs than today by more than the error of two counts."""
    hold: float
    """Chance of no change that two counts could tell."""
    loss: float
    """Chance to have fewer by more than that; the three sum to 1."""

    def as_dict(self) -> Json:
        """The record as plain values, for JSON."""
        return {
            "month": self.month,
            "density": self.density.as_dict(),
            "diameter": self.diameter.as_dict(),
            "cover": self.cover.as_dict(),
            "change_percent": self.change_percent.as_dict(),
            "versus_untreated": self.versus_untreated.as_dict(),
            "gain": round(self.gain, 4),
            "hold": round(self.hold, 4),
            "loss": round(self.loss, 4),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyShed:
    """Hairs that fall in the first months beyond what falls untreated, on average of the virtual people."""

    emerges: bool
    """Whether the peak lies clearly above what falls untreated."""
    times_untreated: Band
    """At its peak. [ratio]"""
    peak_week: int
    """[week]"""
    over_by_week: int | None
    """Week from which no more hairs fall than untreated, or few more; none if not within half a year. [week]"""

    def as_dict(self) -> Json:
        """The record as plain values, for JSON."""
        return {
            "emerges": self.emerges,
            "times_untreated": self.times_untreated.as_dict(),
            "peak_week": self.peak_week,
            "over_by_week": self.over_by_week,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopping:
    """What giving up after a year does, a year later."""

    stop_month: int
    """[month]"""
    month: int
    """When it is looked at. [month]"""
    density: Band
    """Visible hairs then. [1/cm2]"""
    versus_untreated: Band
    """Visible hairs more than the same person would have who never began. [1/cm2]"""
    benefit_left: float | None
    """Mean of that, relative to what the people had over untreated when they stopped; none if that was nothing."""
    half_lost_after_months: float | None
    """Months after stopping until half of it is gone; none if not within the year. [month]"""

    def as_dict(self) -> Json:
        """The record as plain values, for JSON."""
        return {
            "stop_month": self.stop_month,
            "month": self.month,
            "density": self.density.as_dict(),
            "versus_untreated": self.versus_untreated.as_dict(),
            "benefit_left": None if self.benefit_left is None else round(self.benefit_left, 3),
            "half_lost_after_months": self.half_lost_after_months,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One measure through the years, for a chart."""

    measure: str
    unit: str
    month: tuple[float, ...]
    bands: tuple[Band, ...]

    def as_dict(self) -> Json:
        """The record as plain values, for JSON."""
        return {
            "measure": self.measure,
            "unit": self.unit,
            "month": list(self.month),
            "median": [one.as_dict()["median"] for one in self.bands],
            "low90": [one.as_dict()["low90"] for one in self.bands],
            "high90": [one.as_dict()["high90"] for one in self.bands],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What one regimen would probably do to one person."""

    regimen: str
    """In words."""
    region: str
    today: Outlook
    """Month 0: where the person probably stands."""
    outlooks: tuple[Outlook, ...]
    courses: tuple[Course, ...]
    shed: EarlyShed | None
    """None for no treatment, and for one that began before today."""
    stopping: Stopping | None
    side_effects: tuple[SideEffect, ...]
    notes: tuple[Note, ...]
    least_clear_percent: float
    """Changes of a count that are smaller than this are called none. [%]"""
    people: int
    """Virtual people who stand for the person."""
    effective_people: float
    """Effective number of them that count, under answers and measurements."""
    tempering: float
    """Power to which likelihoods were raised: 1 where enough people fit."""

    @property
    def overstates(self) -> bool:
        """Whether the model is known to show too much of this regimen in this person."""
        return any(one.overstates for one in self.notes)

    def at(self, month: int) -> Outlook:
        """The outlook some months ahead, or the last one before."""
        return [one for one in (self.today, *self.outlooks) if one.month <= month][-1]

    def as_dict(self) -> Json:
        """The record as plain values, for JSON."""
        return {
            "regimen": self.regimen,
            "region": self.region,
            "today": self.today.as_dict(),
            "outlooks": [one.as_dict() for one in self.outlooks],
            "courses": [one.as_dict() for one in self.courses],
            "shed": self.shed and self.shed.as_dict(),
            "stopping": self.stopping and self.stopping.as_dict(),
            "side_effects": [one.as_dict() for one in self.side_effects],
            "notes": [one.as_dict() for one in self.notes],
            "least_clear_percent": round(self.least_clear_percent, 1),
            "people": self.people,
            "effective_people": round(self.effective_people, 1),
            "tempering": round(self.tempering, 3),
        }
