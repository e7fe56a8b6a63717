"""What an arm takes and who leaves it, as a trial's file says it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from anagen.errors import InputError
from anagen.tomlfile import Table
from anagen.treatment.agents import agents
from anagen.treatment.regimen import Regimen
from anagen.trials.file_fields import LONGEST_WEEKS, made, number_of
from anagen.trials.phases import regimen_of_phases
from anagen.trials.protocol import Arm, Phase
from anagen.units import DAYS_PER_WEEK, DAYS_PER_YEAR

__all__ = ["arm_of"]

HIGHEST_DROPOUT_PER_YEAR = 50.0


def arm_of(table: Table, last_week: float, sex: str) -> Arm:
    """One of [[arms]] of a trial whose last visit is in a week, and in which a sex, or both, took part."""
    phases = _phases(table.tables("phases", required=False), last_week, sex)
    if phases and "regimen" in table:
        table.fail("Give either 'regimen' or [[arms.phases]], not both.", "regimen")
    return made(
        table,
        Arm,
        name=table.text("name"),
        regimen=_phased(table, phases) if phases else _regimen(table, last_week, sex),
        phases=phases,
        people=table.integer("people", None, low=1),
        adherence_fraction=number_of(table, "adherence_fraction", "1", 1.0, low=0.0, high=1.0),
        quits_share=number_of(table, "quits_share", "1", 0.0, low=0.0, high=1.0),
        quits_week=table.number("quits_week", None, low=0.0, high=last_week),
        dropout_per_year=_dropout(table, last_week),
        control=table.boolean("control", default=False),
    )


def _regimen(table: Table, last_week: float, sex: str) -> str:
    """A regimen in words that can be read, is for these people, and begins while they are looked at."""
    text: str = table.text("regimen")
    of_phase = " of this phase" if "phases" in table.key else ""
    try:
        regimen = Regimen.of(text)
    except InputError as error:
        table.fail(str(error), "regimen")
    for course in regimen.courses:
        if sex != "female" and agents()[course.agent].women_only:
            table.fail(
                f"{course.agent} is given to women only: give sex = 'female', or another drug.", "regimen"
            )
    for part in (*regimen.courses, *regimen.procedures):
        if part.start_day > last_week * DAYS_PER_WEEK:
            table.fail(
                f"What begins in week {part.start_day / DAYS_PER_WEEK:g} of {text!r} is seen at no visit: "
                f"the last is in week {last_week:g}{of_phase}. Let it begin earlier, or add a visit.",
                "regimen",
            )
    return text


def _phases(tables: Sequence[Table], last_week: float, sex: str) -> tuple[Phase, ...]:
    """The phases of an arm, in the order of time."""
    phases: list[Phase] = []
    for table in tables:
        from_week = table.number("from_week", low=0.0, high=LONGEST_WEEKS)
        if phases and from_week <= phases[-1].from_week:
            table.fail(
                f"This phase begins no later than the one before, {phases[-1].from_week:g}.", "from_week"
            )
        if from_week > last_week:
            table.fail(
                f"This phase begins in week {from_week:g} and is seen at no visit: the last is in week "
                f"{last_week:g}. Let it begin earlier, or add a visit.",
                "from_week",
            )
        regimen = _regimen(table, last_week - from_week, sex)
        phases.append(made(table, Phase, from_week=from_week, regimen=regimen))
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
