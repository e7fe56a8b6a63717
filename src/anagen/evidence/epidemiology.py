"""Surveys: how many people of a sex and an age have hair loss of a grade or worse."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from anagen.errors import FileError, InputError, unknown_name
from anagen.evidence.catalogue import DATA

__all__ = ["ROLES", "SURVEY_FILE", "TRUST", "Survey", "read_surveys", "surveys"]

SURVEY_FILE = DATA / "epidemiology.toml"
ROLES = ("calibration", "validation")
TRUST = ("high", "medium", "low")
SEXES = ("male", "female", "both")
OLDEST_YEARS = 120.0
"""Stands for "and over"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """One band of ages of one survey."""

    name: str
    """Of the survey, in one sex and for one threshold; its bands share it."""
    source: str
    """Key of the paper, AuthorYear."""
    country: str
    ancestry: str
    """Of nearly everyone in it."""
    sex: str
    """One of `SEXES`."""
    scale: str
    """Such as ``"norwood"``, ``"ludwig"``, ``"sinclair"``, or what was asked."""
    threshold: str
    """Lowest grade that counts."""
    age_low_years: float
    """[year]"""
    age_high_years: float
    """Last year of age that counts. [year]"""
    percent: float
    """Share of the people of the band who have the threshold's grade or a worse one. [%]"""
    n: int | None = None
    """People in the band, where that was printed."""
    study_n: int | None = None
    """People of that sex in the whole study, where that was printed."""
    where: str
    """Where in the paper, and what to know of it."""
    role: str
    """One of `ROLES`."""
    trust: str
    """One of `TRUST`."""

    def __post_init__(self) -> None:
        for value, allowed, what in (
            (self.role, ROLES, "role"),
            (self.trust, TRUST, "trust"),
            (self.sex, SEXES, "sex"),
        ):
            if value not in allowed:
                raise unknown_name(what, value, allowed)
        if not 0.0 <= self.percent <= 100.0:
            raise InputError(f"Survey {self.name}: {self.percent} % of people is no share.")
        if not 0.0 <= self.age_low_years <= self.age_high_years <= OLDEST_YEARS:
            raise InputError(
                f"Survey {self.name}: ages from {self.age_low_years} to {self.age_high_years} are no band."
            )
        if (self.n is not None and self.n < 1) or not self.where.strip():
            raise InputError(f"Survey {self.name}: needs people, and a place in the paper.")


@cache
def surveys() -> tuple[Survey, ...]:
    """All packaged surveys, band by band, in the order of the file."""
    return read_surveys(SURVEY_FILE)


def read_surveys(path: Path) -> tuple[Survey, ...]:
    """The surveys of a file.

    Parameters
    ----------
    path
        In TOML: an array of tables ``[[surveys]]``, each with its ``bands`` [first age, last age, percent].

    Raises
    ------
    FileError
        If the file cannot be read or an entry is wrong.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("surveys", [])
    except (OSError, ValueError) as error:
        raise FileError(path, f"Cannot be read: {error}.") from None
    found: list[Survey] = []
    for entry in entries:
        try:
            found += _bands(entry)
        except (InputError, TypeError, ValueError, KeyError) as error:
            raise FileError(path, f"{entry.get('name', 'a survey')}: {error}") from None
    names = [entry["name"] for entry in entries]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise FileError(path, f"The survey {twice[0]!r} stands twice; names are unique.")
    return tuple(found)


def _bands(entry: dict[str, Any]) -> list[Survey]:
    """Each band of an entry of the file."""
    shared = dict(entry)
    bands, counts = shared.pop("bands"), shared.pop("band_n", None)
    study_n = shared.pop("n", None)
    allowed = {one.name for one in fields(Survey)}
    for name in shared:
        if name not in allowed:
            raise unknown_name("field", name, allowed | {"bands", "band_n", "n"})
    if counts is not None and len(counts) != len(bands):
        raise InputError(f"{len(bands)} bands, but {len(counts)} numbers of people.")
    return [
        Survey(
            **shared,
            age_low_years=float(low),
            age_high_years=float(high),
            percent=float(percent),
            n=None if counts is None else counts[place],
            study_n=study_n,
        )
        for place, (low, high, percent) in enumerate(bands)
    ]
