"""The result of `simulate`: what was read of one person's virtual likenesses, under each regimen, day by day."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError, unknown_name
from anagen.patient.person import Person
from anagen.provenance import Provenance
from anagen.units import DAYS_PER_YEAR

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["History"]

Floats = NDArray[np.float64]
ROUNDING = 0.05
"""A last day that falls short of a whole year by less than this counts as the year."""
PERCENTILES = (50.0, 5.0, 95.0)
"""The median, and the ends of the band that holds nine of ten."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class History:
    """Readings of an ensemble: people who fit what is known of one person, each simulated under every regimen.

    A band says where nine of ten of them are; it holds what is not known of the person, and chance.
    """

    person: Person
    region: str
    regimens: tuple[str, ...]
    """In words; the first is ``"untreated"``."""
    measures: tuple[str, ...]
    units: tuple[str, ...]
    """Unit of each measure."""
    days: Floats
    """Days since baseline. [day]"""
    values: NDArray[np.float32]
    """Readings, of shape (regimens, measures, people, days)."""
    provenance: Provenance

    def __post_init__(self) -> None:
        self.days.flags.writeable = False
        self.values.flags.writeable = False

    @property
    def people(self) -> int:
        """How many stand for the person."""
        return int(self.values.shape[2])

    def place(self, regimen: str | int) -> int:
        """Where a regimen stands, by its words or its place."""
        if isinstance(regimen, int):
            if not 0 <= regimen < len(self.regimens):
                raise InputError(f"There is no regimen {regimen}; there are 0 to {len(self.regimens) - 1}.")
            return int(regimen)
        if regimen not in self.regimens:
            raise unknown_name("regimen of this history", regimen, self.regimens)
        return self.regimens.index(regimen)

    def of(self, measure: str, regimen: str | int = 0) -> NDArray[np.float32]:
        """Readings of one measure under one regimen, of shape (people, days)."""
        if measure not in self.measures:
            raise unknown_name("measure", measure, self.measures)
        chosen: NDArray[np.float32] = self.values[self.place(regimen), self.measures.index(measure)]
        return chosen

    def unit(self, measure: str) -> str:
        """The unit of a measure."""
        if measure not in self.measures:
            raise unknown_name("measure", measure, self.measures)
        return self.units[self.measures.index(measure)]

    def band(self, measure: str, regimen: str | int = 0) -> tuple[Floats, Floats, Floats]:
        """Median, and the ends of the 90 % band, of one measure under one regimen; each of shape (days,)."""
        return band(self.of(measure, regimen))

    def compare(self, regimen: str | int = 1, versus: str | int = 0) -> History:
        """How much each person reads more under one regimen than under another: the same people, the same chance.

        Parameters
        ----------
        regimen, versus
            Two of the regimens, by words or place.
        """
        one, other = self.place(regimen), self.place(versus)
        return History(
            person=self.person,
            region=self.region,
            regimens=(f"{self.regimens[one]} minus {self.regimens[other]}",),
            measures=self.measures,
            units=self.units,
            days=self.days,
            values=(self.values[one] - self.values[other])[None],
            provenance=self.provenance,
        )

    def summary(self, measure: str = "visible_hair_density") -> str:
        """One measure in words: a line for each regimen, a column for each year."""
        days = yearly(self.days)
        rows = [[f"{measure} [{self.unit(measure)}]", *(f"year {year}" for year in days)]]
        for regimen in self.regimens:
            middle, low, high = self.band(measure, regimen)
            rows.append(
                [
                    regimen,
                    *(f"{figure(middle[d])} ({figure(low[d])} to {figure(high[d])})" for d in days.values()),
                ]
            )
        widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
        lines = (
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows
        )
        return "\n".join(line.rstrip() for line in lines)

    def as_dict(self) -> dict[str, Any]:
        """The result as plain values, for JSON."""
        return {
            "person": self.person.as_dict(),
            "regimens": [
                {
                    "regimen": regimen,
                    "courses": [self._course(measure, regimen) for measure in self.measures],
                }
                for regimen in self.regimens
            ],
            "provenance": self.provenance.as_dict(),
        }

    def _course(self, measure: str, regimen: str) -> Mapping[str, Any]:
        middle, low, high = (np.round(one, 4) for one in self.band(measure, regimen))
        return {
            "region": self.region,
            "measure": measure,
            "unit": self.unit(measure),
            "day": self.days.tolist(),
            "median": middle.tolist(),
            "low90": low.tolist(),
            "high90": high.tolist(),
        }

    def to_xarray(self) -> xr.Dataset:
        """Labeled arrays: one variable a measure, with dimensions regimen, statistic and day."""
        import xarray as xr

        data = {
            measure: (
                ("regimen", "statistic", "day"),
                np.stack([np.stack(self.band(measure, regimen)) for regimen in self.regimens]),
                {"units": unit, "long_name": measure.replace("_", " ")},
            )
            for measure, unit in zip(self.measures, self.units, strict=True)
        }
        made = self.provenance.as_dict()
        return xr.Dataset(
            data,
            coords={
                "regimen": list(self.regimens),
                "statistic": ["median", "low90", "high90"],
                "day": ("day", self.days, {"units": "day", "long_name": "days since baseline"}),
            },
            attrs={
                "person": str(self.person),
                "region": self.region,
                "people": self.people,
                "seed": made["seed"],
                "anagen_version": made["version"],
                "evidence_sha256": made["evidence"],
            },
        )

    def to_netcdf(self, path: Path | str) -> None:
        """Write the labeled arrays to a netCDF file."""
        self.to_xarray().to_netcdf(path, engine="h5netcdf")

    def to_csv(self, path: Path | str) -> None:
        """Write one line for each regimen, measure and day."""
        with Path(path).open("w", newline="", encoding="utf-8") as file:
            lines = csv.writer(file)
            lines.writerow(["regimen", "region", "measure", "unit", "day", "median", "low90", "high90"])
            for regimen in self.regimens:
                for measure, unit in zip(self.measures, self.units, strict=True):
                    for row in zip(self.days, *self.band(measure, regimen), strict=True):
                        lines.writerow(
                            [
                                regimen,
                                self.region,
                                measure,
                                unit,
                                f"{row[0]:g}",
                                *(f"{one:.6g}" for one in row[1:]),
                            ]
                        )

    def __repr__(self) -> str:
        return (
            f"History({self.person}, {self.region}, {len(self.regimens)} regimens, "
            f"{self.days[-1] / DAYS_PER_YEAR:.1f} years, {self.people} virtual people)"
        )


def yearly(days: Floats) -> dict[int, int]:
    """For each whole year, the place of the day nearest to it; for less than a year, the first and the last day."""
    whole = int(days[-1] / DAYS_PER_YEAR + ROUNDING)
    if whole == 0:
        return {0: 0}
    return {year: int(np.argmin(np.abs(days - year * DAYS_PER_YEAR))) for year in range(whole + 1)}


def figure(value: float) -> str:
    """A reading with as many digits as it deserves."""
    if not np.isfinite(value):
        return "-"
    return f"{value:.0f}" if abs(value) >= 10.0 else f"{value:.1f}"


def band(values: NDArray[np.float32]) -> tuple[Floats, Floats, Floats]:
    """Median and 90 % band over people [people, days]; not a number on days on which nobody could be read."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a day on which nobody has a hair to read
        middle, low, high = np.nanpercentile(values.astype(np.float64), PERCENTILES, axis=0)
    return middle, low, high
