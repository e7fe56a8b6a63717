"""Trials as files: TOML, read field by field, with the line of whatever is wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from anagen.errors import InputError, TrialFileError, unknown_name
from anagen.evidence import known, trial_files
from anagen.instruments import KINDS
from anagen.tomlfile import Table, read_table, table_of
from anagen.treatment.regimen import Regimen
from anagen.trials import words
from anagen.trials.phases import regimen_of_phases
from anagen.trials.protocol import (
    ANCESTRIES,
    REGIONS,
    ROLES,
    SEXES,
    TRUST,
    VALUE_KINDS,
    Arm,
    Drift,
    Enrolment,
    Outcome,
    Phase,
    Trial,
    TrialInstrument,
    TrialPopulation,
)
from anagen.units import DAYS_PER_YEAR

__all__ = ["find_trial", "packaged_trials", "read_trial", "trial_of"]

T = TypeVar("T")
DAYS_PER_WEEK = 7
LONGEST_WEEKS = 5200.0
"""A century: no trial lasts longer."""
YOUNGEST_YEARS, OLDEST_YEARS = 12.0, 110.0
HALF_RANGE_SD = 3.0**0.5
"""Half the range of a uniform law, in its standard deviations."""
MOST_SHIFT_SD = 6.0
HIGHEST_DROPOUT_PER_YEAR = 50.0
MORE_THAN_ZERO = ("area_cm2", "interval_days", "punch_diameter_um")


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
    visits = _visits(file)
    instruments = tuple(_instrument(one) for one in file.tables("instruments"))
    arms = tuple(_arm(one, visits[-1]) for one in file.tables("arms"))
    measures, names = [one.measure for one in instruments], [one.name for one in arms]
    _all_different(file, "instruments", "measure", measures)
    _all_different(file, "arms", "name", names)
    if sum(arm.control for arm in arms) > 1:
        file.fail("Two arms have control = true. Compare the others with one of them.", "arms")
    outcomes = file.tables("outcomes", required=False)
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
        outcomes=tuple(_outcome(one, measures, names, visits) for one in outcomes),
    )
    _check_outcomes(trial, outcomes)
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


def _check_outcomes(trial: Trial, tables: Sequence[Table]) -> None:
    """Refuse a value that is given twice."""
    seen: dict[tuple[Any, ...], int] = {}
    for place, one in enumerate(trial.outcomes):
        key = (one.arm, one.versus, one.measure, one.week, one.value_kind)
        if key in seen:
            first = tables[seen[key]].line()
            tables[place].fail(f"This outcome stands in line {first} already. Keep one of them.")
        seen[key] = place


def _word(
    table: Table,
    name: str,
    allowed: Sequence[str],
    spellings: Mapping[str, Sequence[str]],
    default: Any = ...,
) -> Any:
    """One of the program's words, however the file spells it."""
    given = table.text(name, default)
    if name not in table:
        return given
    found = words.word(given, allowed, spellings)
    if found is None:
        table.fail(str(unknown_name(name, given, allowed)), name)
    return found


def _number(
    table: Table,
    name: str,
    unit: str,
    default: Any = ...,
    *,
    low: float = float("-inf"),
    high: float = float("inf"),
) -> Any:
    """A number within limits, or the name of one in the evidence that is kept in the unit asked for."""
    given = table.number_or_name(name, default, low=low, high=high)
    if isinstance(given, str) and name in table:
        try:
            known().value(given, unit)
        except InputError as error:
            table.fail(f"{name}: {error}", name)
    return given


def _visits(file: Table) -> tuple[float, ...]:
    visits: tuple[float, ...] = file.numbers("visits_weeks", low=0.0, high=LONGEST_WEEKS)
    days = [round(week * DAYS_PER_WEEK) for week in visits]
    if visits[0] != 0.0 or any(b <= a for a, b in pairwise(visits)):
        file.fail("'visits_weeks' must begin with 0, the baseline, and grow.", "visits_weeks")
    if any(b == a for a, b in pairwise(days)):
        file.fail("Two of 'visits_weeks' fall on one day.", "visits_weeks")
    return visits


def _population(table: Table) -> TrialPopulation:
    sex = _word(table, "sex", SEXES, words.SEX)
    site = table.text("site", "")
    usual = words.region_in(site) or ("mid_scalp" if sex == "female" else "vertex")
    region = _word(table, "region", REGIONS, words.REGION, usual)
    grades = table.texts("grades", ())
    for one in grades:
        if not words.grades_of(one, sex):
            table.fail(
                f"The grade {one!r} is none of Norwood's (I to VII, 'III vertex', 'IIIa'), Ludwig's (I to III) "
                "or Sinclair's (1 to 5). Write it like 'III vertex', 'Ludwig II' or 'Sinclair 3'.",
                "grades",
            )
    mean = table.number("age_mean_years", None, low=YOUNGEST_YEARS, high=OLDEST_YEARS)
    sd = table.number("age_sd_years", None, low=0.1, high=OLDEST_YEARS)
    return _made(
        table,
        TrialPopulation,
        sex=sex,
        female_share=table.number("female_share", None, low=0.0, high=1.0),
        ancestry=_word(table, "ancestry", ANCESTRIES, words.ANCESTRY, "european"),
        age_years=_ages(table, mean, sd),
        age_mean_years=mean,
        age_sd_years=sd,
        region=region,
        site=site or region,
        grades=grades,
        condition=table.text("condition", ""),
        washout_weeks=table.number("washout_weeks", 0.0, low=0.0, high=LONGEST_WEEKS),
        severity_shift_sd=_number(
            table, "severity_shift_sd", "1", 0.0, low=-MOST_SHIFT_SD, high=MOST_SHIFT_SD
        ),
        enrolment=_enrolment(table.table("enrolment")) if "enrolment" in table else None,
    )


def _ages(table: Table, mean: float | None, sd: float | None) -> tuple[float, float]:
    """The range of ages; where only mean and standard deviation are given, the even range that has them."""
    if "age_years" not in table and mean is not None and sd is not None:
        half = HALF_RANGE_SD * sd
        return max(YOUNGEST_YEARS, mean - half), min(OLDEST_YEARS, mean + half)
    ages = table.numbers("age_years", size=2, low=YOUNGEST_YEARS, high=OLDEST_YEARS)
    return ages[0], ages[1]


def _enrolment(table: Table) -> Enrolment:
    kind = _kind(table, "target_area_hair_count")
    values = {name: table.number(name, low=0.0) for name in ("low", "high") if name in table}
    return _made(
        table,
        Enrolment,
        kind=kind,
        settings=_settings(table, kind),
        softness=table.number("softness", 0.0, low=0.0),
        **values,
    )


def _arm(table: Table, last_week: float) -> Arm:
    phases = _phases(table.tables("phases", required=False))
    if phases and "regimen" in table:
        table.fail("Give either 'regimen' or [[arms.phases]], not both.", "regimen")
    return _made(
        table,
        Arm,
        name=table.text("name"),
        regimen=_phased(table, phases) if phases else _regimen(table),
        phases=phases,
        people=table.integer("people", None, low=1),
        adherence_fraction=_number(table, "adherence_fraction", "1", 1.0, low=0.0, high=1.0),
        quits_share=_number(table, "quits_share", "1", 0.0, low=0.0, high=1.0),
        quits_week=table.number("quits_week", None, low=0.0, high=last_week),
        dropout_per_year=_dropout(table, last_week),
        control=table.boolean("control", default=False),
    )


def _regimen(table: Table) -> str:
    """A regimen in words that can be read."""
    regimen: str = table.text("regimen")
    try:
        Regimen.of(regimen)
    except InputError as error:
        table.fail(str(error), "regimen")
    return regimen


def _phases(tables: Sequence[Table]) -> tuple[Phase, ...]:
    """The phases of an arm, in the order of time."""
    phases: list[Phase] = []
    for table in tables:
        from_week = table.number("from_week", low=0.0, high=LONGEST_WEEKS)
        if phases and from_week <= phases[-1].from_week:
            table.fail(
                f"This phase begins no later than the one before, {phases[-1].from_week:g}.", "from_week"
            )
        phases.append(_made(table, Phase, from_week=from_week, regimen=_regimen(table)))
    return tuple(phases)


def _phased(table: Table, phases: tuple[Phase, ...]) -> str:
    """The regimen of an arm's phases, in words."""
    try:
        return str(regimen_of_phases(phases))
    except InputError as error:
        table.fail(str(error), "phases")


def _dropout(table: Table, last_week: float) -> float:
    """The rate at which people leave, as it is or from the share that has left by the last visit. [1/year]"""
    rate: float = table.number("dropout_per_year", 0.0, low=0.0, high=HIGHEST_DROPOUT_PER_YEAR)
    if "dropout_fraction" not in table:
        return rate
    if "dropout_per_year" in table:
        table.fail("Give either 'dropout_per_year' or 'dropout_fraction', not both.", "dropout_fraction")
    left: float = table.number("dropout_fraction", low=0.0, high=0.99)
    return -math.log(1.0 - left) * DAYS_PER_YEAR / (DAYS_PER_WEEK * max(last_week, 1.0))


def _kind(table: Table, default: Any = ...) -> str:
    """The kind of an instrument."""
    kind: str = _word(table, "kind", tuple(KINDS), words.INSTRUMENT, default)
    return kind


def _instrument(table: Table) -> TrialInstrument:
    kind = _kind(table)
    return _made(
        table,
        TrialInstrument,
        kind=kind,
        measure=table.text("measure", kind),
        settings=_settings(table, kind),
        noise_share=_number(table, "noise_share", "1", KINDS[kind].noise_share, low=0.0, high=1.0),
    )


def _settings(table: Table, kind: str) -> dict[str, float | str]:
    """What a table sets of an instrument of a kind; nothing that is measured can be negative."""
    given = {
        name: _number(table, name, setting.unit, low=0.0)
        for name, setting in KINDS[kind].settings.items()
        if name in table
    }
    for name, value in given.items():
        if value == 0.0 and name in MORE_THAN_ZERO:
            table.fail(f"{name} = 0 leaves nothing to look at. Give more.", name)
    for name, setting in KINDS[kind].settings.items():
        if setting.default is None and name not in given:
            table.fail(f"The instrument '{kind}' needs '{name}' [{setting.unit}]. Add it.")
    return given


def _drift(table: Table, measures: list[str], arms: list[str]) -> Drift:
    return _made(
        table,
        Drift,
        measure=table.choice("measure", measures),
        adds=_number(table, "adds", "1", 0.0),
        times=_number(table, "times", "1", 1.0, low=0.0),
        arms=table.texts("arms", (), allowed=arms),
        because=table.text("because"),
    )


def _outcome(table: Table, measures: list[str], arms: list[str], visits: tuple[float, ...]) -> Outcome:
    week = table.number("week", low=0.0)
    if week not in visits:
        table.fail(f"There is no visit in week {week:g}. Add it to 'visits_weeks'.", "week")
    limits = {"sd": 0.0, "se": 0.0, "tolerance": 0.0, "low": float("-inf"), "high": float("-inf")}
    optional = {name: table.number(name, low=low) for name, low in limits.items() if name in table}
    return _made(
        table,
        Outcome,
        arm=table.choice("arm", arms),
        versus=table.choice("versus", arms, None),
        measure=_measure(table, measures),
        week=week,
        value_kind=_word(table, "value_kind", VALUE_KINDS, words.VALUE_KIND),
        value=table.number("value"),
        level=table.number("level", 0.9, low=0.01, high=0.999),
        people=table.integer("people", None, low=1),
        p_value=table.number("p_value", None, low=0.0, high=1.0),
        source=table.text("source"),
        where=table.text("where", "not said"),
        published=table.text("published", f"{table.number('value'):g}"),
        role=table.choice("role", ROLES, None),
        trust=table.choice("trust", TRUST, "high"),
        **optional,
    )


def _measure(table: Table, measures: list[str]) -> str:
    """Which instrument; where there are several, the file must say."""
    if "measure" not in table and len(measures) > 1:
        table.fail(f"'measure' is missing in [outcomes]. Add one of {', '.join(measures)}.")
    measure: str = table.choice("measure", measures, measures[0])
    return measure
