"""What is measured, as a trial's file says it: instruments, how their readings drift, and published outcomes."""

from __future__ import annotations

import math
from typing import Any

from anagen.instruments import KINDS
from anagen.tomlfile import Table
from anagen.trials import words
from anagen.trials.file_fields import made, number_of, word_of
from anagen.trials.protocol import ROLES, TRUST, VALUE_KINDS, Drift, Outcome, TrialInstrument

__all__ = ["drift_of", "instrument_of", "kind_of", "outcome_of", "settings_of"]

MORE_THAN_ZERO = ("area_cm2", "interval_days", "punch_diameter_um")
MICROMETERS = {"threshold_um": (1.0, 500.0), "punch_diameter_um": (500.0, 20_000.0)}
"""What is given in micrometers, and between what it can only lie: else a slip of the unit is likely. [um]"""


def kind_of(table: Table, default: Any = ...) -> str:
    """The kind of an instrument."""
    kind: str = word_of(table, "kind", tuple(KINDS), words.INSTRUMENT, default)
    return kind


def instrument_of(table: Table) -> TrialInstrument:
    """One of [[instruments]]."""
    kind = kind_of(table)
    return made(
        table,
        TrialInstrument,
        kind=kind,
        measure=table.text("measure", kind),
        settings=settings_of(table, kind),
        noise_share=number_of(table, "noise_share", "1", KINDS[kind].noise_share, low=0.0, high=1.0),
    )


def settings_of(table: Table, kind: str) -> dict[str, float | str]:
    """What a table sets of an instrument of a kind; nothing that is measured can be negative."""
    given = {
        name: number_of(table, name, setting.unit, low=0.0)
        for name, setting in KINDS[kind].settings.items()
        if name in table
    }
    for name, value in given.items():
        if value == 0.0 and name in MORE_THAN_ZERO:
            table.fail(f"{name} = 0 leaves nothing to look at. Give more.", name)
        low, high = MICROMETERS.get(name, (0.0, math.inf))
        if isinstance(value, float | int) and value != 0.0 and not low <= value <= high:
            table.fail(f"{name} = {value:g} is in micrometers: give {low:g} to {high:g}. 1 mm is 1000.", name)
    for name, setting in KINDS[kind].settings.items():
        if setting.default is None and name not in given:
            table.fail(f"The instrument '{kind}' needs '{name}' [{setting.unit}]. Add it.")
    return given


def drift_of(table: Table, measures: list[str], arms: list[str]) -> Drift:
    """One of [[drifts]], of readings and arms that the file has."""
    return made(
        table,
        Drift,
        measure=table.choice("measure", measures),
        adds=number_of(table, "adds", "1", 0.0),
        times=number_of(table, "times", "1", 1.0, low=0.0),
        arms=table.texts("arms", (), allowed=arms),
        because=table.text("because"),
    )


def outcome_of(table: Table, measures: list[str], arms: list[str], visits: tuple[float, ...]) -> Outcome:
    """One of [[outcomes]], of readings, arms and visits that the file has. [week]"""
    week = table.number("week", low=0.0)
    if week not in visits:
        table.fail(f"There is no visit in week {week:g}. Add it to 'visits_weeks'.", "week")
    limits = {"sd": 0.0, "se": 0.0, "tolerance": 0.0, "low": float("-inf"), "high": float("-inf")}
    optional = {name: table.number(name, low=low) for name, low in limits.items() if name in table}
    return made(
        table,
        Outcome,
        arm=table.choice("arm", arms),
        versus=table.choice("versus", arms, None, kind="arm"),
        measure=_measure(table, measures),
        week=week,
        value_kind=word_of(table, "value_kind", VALUE_KINDS, words.VALUE_KIND),
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
