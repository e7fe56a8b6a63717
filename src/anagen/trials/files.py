"""Trials as files: TOML, read field by field, with the line of whatever is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from anagen.errors import TrialFileError, unknown_name
from anagen.evidence import trial_files
from anagen.tomlfile import Table, read_table, table_of
from anagen.trials.file_arms import arm_of
from anagen.trials.file_fields import LONGEST_WEEKS
from anagen.trials.file_measures import drift_of, instrument_of, outcome_of
from anagen.trials.file_people import population_of
from anagen.trials.protocol import Trial
from anagen.units import DAYS_PER_WEEK

__all__ = ["find_trial", "packaged_trials", "read_trial", "trial_of"]

IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,59}")


def packaged_trials() -> tuple[str, ...]:
    """Identifiers of the trials that come with the package."""
    return tuple(trial_files())


def find_trial(name: str | Path) -> Trial:
    """A packaged trial by its identifier, or one of the user's own by its file.

    Parameters
    ----------
    name
        An identifier such as ``kaufman_1998``, or a path that ends in ``.toml``.
    """
    files = trial_files()
    if str(name) in files:
        return read_trial(files[str(name)])
    if str(name).endswith(".toml") or Path(name).exists():
        return read_trial(name)
    raise unknown_name("trial", str(name), files)


def read_trial(path: Path | str) -> Trial:
    """Read a trial's file.

    Parameters
    ----------
    path
        The file, in TOML.

    Raises
    ------
    TrialFileError
        With the line, if a field is unknown, missing or not what it must be.
    """
    return _trial(read_table(path, TrialFileError))


def trial_of(text: str, name: str = "trial.toml") -> Trial:
    """Read a trial from a text, as an editor or a web page holds it; no file is touched.

    Parameters
    ----------
    text
        In TOML.
    name
        What it is called in complaints.

    Raises
    ------
    TrialFileError
        As `read_trial`.
    """
    return _trial(table_of(text, name, TrialFileError))


def _trial(file: Table) -> Trial:
    identifier = file.text("id")
    if not IDENTIFIER.fullmatch(identifier):  # files of results are named after it
        file.fail(f"id = {identifier!r} is not small letters, digits and underscores, a letter first.", "id")
    title, source, notes = file.text("title"), file.text("source", "unpublished"), file.text("notes", "")
    entered = file.day("entered", None)
    visits = _visits(file)
    people, measured, treated = file.table("population"), file.tables("instruments"), file.tables("arms")
    drifts, outcomes = file.tables("drifts", required=False), file.tables("outcomes", required=False)
    file.close()  # before the rest: an arm under a misspelled header would be missed by what names it
    population = population_of(people)
    instruments = tuple(instrument_of(one) for one in measured)
    arms = tuple(arm_of(one, visits[-1], population.sex) for one in treated)
    measures, names = [one.measure for one in instruments], [one.name for one in arms]
    _all_different(file, "instruments", "measure", measures)
    _all_different(file, "arms", "name", names)
    controls = [table for table, arm in zip(treated, arms, strict=True) if arm.control]
    if len(controls) > 1:
        controls[1].fail("Two arms have control = true. Compare the others with one of them.", "control")
    trial = Trial(
        id=identifier,
        title=title,
        source=source,
        notes=notes,
        entered=entered,
        visits_weeks=visits,
        population=population,
        arms=arms,
        instruments=instruments,
        drifts=tuple(drift_of(one, measures, names) for one in drifts),
        outcomes=tuple(outcome_of(one, measures, names, visits) for one in outcomes),
    )
    _check_outcomes(trial, outcomes)
    return trial


def _visits(file: Table) -> tuple[float, ...]:
    visits: tuple[float, ...] = file.numbers("visits_weeks", low=0.0, high=LONGEST_WEEKS)
    days = [round(week * DAYS_PER_WEEK) for week in visits]
    if visits[0] != 0.0 or any(b <= a for a, b in pairwise(visits)):
        file.fail("'visits_weeks' must begin with 0, the baseline, and grow.", "visits_weeks")
    if any(b == a for a, b in pairwise(days)):
        file.fail("Two of 'visits_weeks' fall on one day.", "visits_weeks")
    return visits


def _all_different(file: Table, tables: str, field: str, names: list[str]) -> None:
    for place, name in enumerate(names):
        if name in names[:place]:
            file.tables(tables)[place].fail(f"There are two {tables} with {field} = {name!r}.", field)


def _check_outcomes(trial: Trial, tables: Sequence[Table]) -> None:
    """Refuse a value that is given twice."""
    seen: dict[tuple[Any, ...], int] = {}
    for place, one in enumerate(trial.outcomes):
        key = (one.arm, one.versus, one.measure, one.week, one.value_kind)
        if key in seen:
            first = tables[seen[key]].line()
            tables[place].fail(f"This outcome stands in line {first} already. Keep one of them.")
        seen[key] = place
