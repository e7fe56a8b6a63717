"""Trials as files: TOML, read field by field, with the line of whatever is wrong."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from anagen.errors import InputError, TrialFileError, unknown_name
from anagen.evidence import trial_files
from anagen.instruments import KINDS
from anagen.tomlfile import Table, read_table
from anagen.treatment.regimen import Regimen
from anagen.trials.protocol import (
    REGIONS,
    ROLES,
    SEXES,
    TRUST,
    VALUE_KINDS,
    Arm,
    Drift,
    Enrolment,
    Outcome,
    Trial,
    TrialInstrument,
    TrialPopulation,
)

__all__ = ["find_trial", "packaged_trials", "read_trial"]

T = TypeVar("T")
DAYS_PER_WEEK = 7
LONGEST_WEEKS = 5200.0
"""A century: no trial lasts longer."""
OLDEST_YEARS = 110.0


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


IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,59}")


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
    file = read_table(path, TrialFileError)
    identifier = file.text("id")
    if not IDENTIFIER.fullmatch(identifier):  # files of results are named after it
        file.fail(f"id = {identifier!r} is not small letters, digits and underscores, a letter first.", "id")
    title, source, notes = file.text("title"), file.text("source"), file.text("notes", "")
    visits = _visits(file)
    instruments = tuple(_instrument(one) for one in file.tables("instruments"))
    arms = tuple(_arm(one) for one in file.tables("arms"))
    measures, names = [one.measure for one in instruments], [one.name for one in arms]
    _all_different(file, "instruments", "measure", measures)
    _all_different(file, "arms", "name", names)
    if sum(arm.control for arm in arms) > 1:
        file.fail("Two arms have control = true. Compare the others with one of them.", "arms")
    trial = Trial(
        id=identifier,
        title=title,
        source=source,
        notes=notes,
        visits_weeks=visits,
        population=_population(file.table("population")),
        arms=arms,
        instruments=instruments,
        drifts=tuple(_drift(one, measures, names) for one in file.tables("drifts", required=False)),
        outcomes=tuple(
            _outcome(one, measures, names, visits) for one in file.tables("outcomes", required=False)
        ),
    )
    file.close()
    return trial


def _all_different(file: Table, tables: str, field: str, names: list[str]) -> None:
    for place, name in enumerate(names):
        if name in names[:place]:
            file.tables(tables)[place].fail(f"There are two {tables} with {field} = {name!r}.", field)


def _made(table: Table, make: type[T], **values: Any) -> T:
    """A record, with the file and line in front of any complaint."""
    table.close()
    try:
        return make(**values)
    except InputError as error:
        table.fail(str(error))


def _visits(file: Table) -> tuple[float, ...]:
    visits: tuple[float, ...] = file.numbers("visits_weeks", low=0.0, high=LONGEST_WEEKS)
    if visits[0] != 0.0 or any(b <= a for a, b in pairwise(visits)):
        file.fail("'visits_weeks' must begin with 0, the baseline, and grow.", "visits_weeks")
    for week in visits:
        if abs(week * DAYS_PER_WEEK - round(week * DAYS_PER_WEEK)) > 1e-6:
            file.fail(f"The visit in week {week:g} is not on a whole day.", "visits_weeks")
    return visits


def _population(table: Table) -> TrialPopulation:
    ages = table.numbers("age_years", size=2, low=0.0, high=OLDEST_YEARS)
    region = table.choice("region", REGIONS, "vertex")
    return _made(
        table,
        TrialPopulation,
        sex=table.choice("sex", SEXES),
        age_years=(ages[0], ages[1]),
        age_mean_years=table.number("age_mean_years", None, low=0.0, high=OLDEST_YEARS),
        region=region,
        site=table.text("site", region),
        grades=table.texts("grades", ()),
        condition=table.text("condition", ""),
        severity_shift_sd=table.number_or_name("severity_shift_sd", 0.0),
        enrolment=_enrolment(table.table("enrolment")) if "enrolment" in table else None,
    )


def _enrolment(table: Table) -> Enrolment:
    kind = table.choice("kind", KINDS, "target_area_hair_count")
    values = {name: table.number(name) for name in ("low", "high") if name in table}
    return _made(
        table,
        Enrolment,
        kind=kind,
        settings=_settings(table, kind),
        softness=table.number("softness", 0.0, low=0.0),
        **values,
    )


def _arm(table: Table) -> Arm:
    regimen = table.text("regimen")
    try:
        Regimen.of(regimen)
    except InputError as error:
        table.fail(str(error), "regimen")
    return _made(
        table,
        Arm,
        name=table.text("name"),
        regimen=regimen,
        people=table.integer("people", None, low=1),
        adherence_fraction=table.number_or_name("adherence_fraction", 1.0),
        dropout_per_year=table.number("dropout_per_year", 0.0, low=0.0),
        control=table.boolean("control", default=False),
    )


def _instrument(table: Table) -> TrialInstrument:
    kind = table.choice("kind", KINDS)
    return _made(
        table,
        TrialInstrument,
        kind=kind,
        measure=table.text("measure", kind),
        settings=_settings(table, kind),
        noise_share=table.number_or_name("noise_share", 0.0),
    )


def _settings(table: Table, kind: str) -> dict[str, float | str]:
    """What a table sets of an instrument of a kind."""
    return {name: table.number_or_name(name) for name in KINDS[kind].settings if name in table}


def _drift(table: Table, measures: list[str], arms: list[str]) -> Drift:
    return _made(
        table,
        Drift,
        measure=table.choice("measure", measures),
        adds=table.number_or_name("adds", 0.0),
        times=table.number_or_name("times", 1.0),
        arms=table.texts("arms", (), allowed=arms),
        because=table.text("because"),
    )


def _outcome(table: Table, measures: list[str], arms: list[str], visits: tuple[float, ...]) -> Outcome:
    week = table.number("week", low=0.0)
    if week not in visits:
        table.fail(f"There is no visit in week {week:g}. Add it to 'visits_weeks'.", "week")
    optional = {
        name: table.number(name, low=0.0 if name in ("sd", "se", "tolerance") else float("-inf"))
        for name in ("low", "high", "sd", "se", "tolerance")
        if name in table
    }
    return _made(
        table,
        Outcome,
        arm=table.choice("arm", arms),
        versus=table.choice("versus", arms, None),
        measure=table.choice("measure", measures, measures[0]),
        week=week,
        value_kind=table.choice("value_kind", VALUE_KINDS),
        value=table.number("value"),
        level=table.number("level", 0.9, low=0.01, high=0.999),
        people=table.integer("people", None, low=1),
        source=table.text("source"),
        where=table.text("where"),
        published=table.text("published"),
        role=table.choice("role", ROLES, None),
        trust=table.choice("trust", TRUST, "high"),
        **optional,
    )
