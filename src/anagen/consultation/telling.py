"""From the lives of a crowd to what is told of a regimen: weighted bands, chances, early shed, what stopping does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anagen.consultation.cautions import cautions, side_effects_of
from anagen.consultation.crowd import Crowd, Lives
from anagen.consultation.early_shed import early_shed
from anagen.consultation.horizon import MONTHS, STOP_MONTH, STOP_SEEN_MONTH, WEEKS_PER_MONTH, week_of
from anagen.consultation.measurements import least_clear_change
from anagen.consultation.outlook import Course, EarlyShed, Forecast, Outlook, Stopping
from anagen.consultation.summary import band_of, bands_of, share_of
from anagen.simulation.conditioning import effective_number
from anagen.treatment.regimen import Regimen
from anagen.units import DAYS_PER_WEEK, MONTHS_PER_YEAR

__all__ = ["Telling"]

Floats = NDArray[np.float64]

LEAST_BENEFIT = 1.0
"""Mean hairs over untreated below which there is no benefit to lose. [1/cm2]"""
LEAST_DENSITY = 1.0
"""Visible hairs that stand for none where a change is relative. [1/cm2]"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Telling:
    """Turns lives into forecasts."""

    crowd: Crowd
    lives: Lives
    after: Lives | None
    weight: Floats
    density: Floats
    caliber: Floats
    tempering: float
    from_day: float
    years: float
    taken: str

    def forecast(self, regimen: Regimen, stopped: Regimen | None) -> Forecast:
        """All that is told of a regimen, and of the same given up, if that was lived too."""
        name, evidence = str(regimen), self.crowd.evidence
        effective = min(self.crowd.effective_people, effective_number(self.weight))
        return Forecast(
            regimen=name,
            region=self.crowd.region,
            today=self.outlook(self.taken, 0),
            outlooks=tuple(
                self.outlook(name, month) for month in MONTHS if month <= self.years * MONTHS_PER_YEAR + 0.5
            ),
            courses=self.courses(name),
            shed=self.shed(name) if self.from_day == 0.0 and not regimen.is_empty else None,
            stopping=self.stopping(str(stopped)) if stopped is not None else None,
            side_effects=side_effects_of(regimen, self.crowd.person.sex),
            notes=cautions(
                regimen, self.crowd.person, evidence, effective, self.tempering, self.crowd.doubtful
            ),
            least_clear_percent=100.0 * least_clear_change("visible_hair_density", "doctor", evidence),
            people=len(self.crowd),
            effective_people=effective,
            tempering=self.tempering,
        )

    def place(self, month: float) -> int:
        """Where the day some months ahead stands."""
        day = DAYS_PER_WEEK * (round(self.from_day / DAYS_PER_WEEK) + week_of(month))
        return int(np.argmin(np.abs(self.lives.days - day)))

    def hairs(self, name: str) -> Floats:
        """Visible hairs, [people, days]. [1/cm2]"""
        return np.asarray(self.density[:, None] * self.lives.of("density", name))

    def outlook(self, name: str, month: int) -> Outlook:
        """Bands and chances some months ahead."""
        k, now = self.place(month), self.place(0)
        then, today = self.hairs(name)[:, k], self.hairs(self.taken)[:, now]
        relative = (then + LEAST_DENSITY) / (today + LEAST_DENSITY)
        least = 1.0 + least_clear_change("visible_hair_density", "doctor", self.crowd.evidence)
        gain, loss = (share_of(one, self.weight) for one in (relative > least, relative < 1.0 / least))
        return Outlook(
            month=month,
            density=band_of(then, self.weight),
            diameter=band_of(self.caliber * self.lives.of("diameter", name)[:, k], self.weight),
            cover=band_of(self.lives.cover(name)[:, k], self.weight),
            change_percent=band_of(100.0 * (relative - 1.0), self.weight),
            versus_untreated=band_of(then - self.hairs(str(Regimen()))[:, k], self.weight),
            gain=gain,
            hold=max(0.0, 1.0 - gain - loss),
            loss=loss,
        )

    def courses(self, name: str) -> tuple[Course, ...]:
        """Bands on all days, for charts."""
        days = self.lives.days
        months = tuple(round(float(day - self.from_day) / DAYS_PER_WEEK / WEEKS_PER_MONTH, 2) for day in days)
        diameter = self.caliber[:, None] * self.lives.of("diameter", name)
        read = {
            "visible_hair_density": ("hairs/cm2", self.hairs(name)),
            "mean_shaft_diameter": ("um", diameter),
            "visible_cover": ("1", self.lives.cover(name)),
        }
        return tuple(
            Course(measure=measure, unit=unit, month=months, bands=tuple(bands_of(values, self.weight)))
            for measure, (unit, values) in read.items()
        )

    def shed(self, name: str) -> EarlyShed | None:
        """What falls in the first months, against what falls untreated."""
        treated, usual = (self.lives.of("shed", one) for one in (name, str(Regimen())))
        return early_shed(treated, usual, self.lives.days, self.weight, self.crowd.seed)

    def stopping(self, stopped: str) -> Stopping | None:
        """What is left of a treatment that was given up."""
        if self.after is None:
            return None
        days, weight = self.after.days, self.weight
        left = self.density[:, None] * self.after.of("density", stopped)
        never = self.hairs(str(Regimen()))
        usual = np.stack([never[:, int(np.argmin(np.abs(self.lives.days - day)))] for day in days], axis=1)
        over = np.average(left - usual, axis=0, weights=weight)
        at_stop = int(np.argmin(np.abs(days - DAYS_PER_WEEK * week_of(STOP_MONTH))))
        benefit = float(over[at_stop])
        gone = [
            float(days[k] - days[at_stop]) / DAYS_PER_WEEK / WEEKS_PER_MONTH
            for k in range(at_stop, days.size)
            if over[k] <= 0.5 * benefit
        ]
        counts = benefit >= LEAST_BENEFIT
        return Stopping(
            stop_month=STOP_MONTH,
            month=STOP_SEEN_MONTH,
            density=band_of(left[:, -1], weight),
            versus_untreated=band_of(left[:, -1] - usual[:, -1], weight),
            benefit_left=float(over[-1]) / benefit if counts else None,
            half_lost_after_months=round(gone[0], 1) if counts and gone else None,
        )
