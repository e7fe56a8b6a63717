"""Numbers that a second reader found again: each agrees with its entry, or the file says why not."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from anagen.evidence import known, trial_files
from anagen.units import convert

Reading = dict[str, Any]

FOLDER = Path(__file__).parent / "second_reading"
TRIALS = "trials.toml"
SECOND_READER = "second reader"
FIELDS = {"value", "unit", "seen_in", "wording", "agrees"}
OPTIONAL = {"from", "because", "sd"}
LONGEST_WORDING = 60
"""A phrase to find the place by; whole sentences belong to their authors."""


def read(path: Path) -> dict[str, Reading]:
    """The readings of one file, by name."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


NUMBERS = {
    name: reading
    for path in sorted(FOLDER.glob("*.toml"))
    if path.name != TRIALS
    for name, reading in read(path).items()
}
OUTCOMES = read(FOLDER / TRIALS)


def half_last_digit(value: float) -> float:
    """Half a unit of the last digit that a number is written with."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return 0.5 * 10.0 ** min(exponent, 0)


def same_within_rounding(reading: Reading, entry: float, unit: str) -> bool:
    """Whether a reading, in its own unit, is the entry to within the digits of the reading."""
    margin = convert(half_last_digit(reading["value"]), reading["unit"], unit)
    return abs(convert(reading["value"], reading["unit"], unit) - entry) <= margin * (1 + 1e-9)


def outcome_key(trial: str, outcome: dict[str, Any]) -> str:
    """A published outcome's name in the file of second readings."""
    arms = f"{outcome['arm']} - {outcome['versus']}" if "versus" in outcome else outcome["arm"]
    return f"{trial}/{arms}/{outcome['week']:g}/{outcome['measure']}/{outcome['value_kind']}"


def entered_outcomes() -> dict[str, dict[str, Any]]:
    """All outcomes of the packaged trials, as their files have them."""
    return {
        outcome_key(trial, outcome): outcome
        for trial, path in trial_files().items()
        for outcome in read(path).get("outcomes", [])
    }


@pytest.mark.parametrize("readings", [NUMBERS, OUTCOMES], ids=["numbers", "outcomes"])
def test_a_reading_says_where_it_was_seen(readings):
    """A reading has a place, a short wording, and a reason where it does not agree."""
    for name, reading in readings.items():
        assert reading.keys() >= FIELDS, name
        assert reading.keys() <= FIELDS | OPTIONAL, name
        assert reading["seen_in"].strip(), name
        assert 0 < len(reading["wording"]) <= LONGEST_WORDING, name
        assert reading["agrees"] is not bool(reading.get("because")), (
            f"{name}: a reason, if and only if it disagrees"
        )


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_found_again_is_the_number_entered(name):
    """The second reader's value is the entry's, to within the digits that were read."""
    reading, parameter = NUMBERS[name], known()[name]

    same = same_within_rounding(reading, parameter.value, parameter.unit)

    assert same is reading["agrees"], f"{name}: entered {parameter.value} {parameter.unit}, read {reading}"


def test_only_what_was_read_again_is_marked_as_checked():
    """No number is marked as checked by the second reader without a reading that agrees."""
    marked = {name for name, one in known().items() if one.checked_by == SECOND_READER}

    assert marked
    assert marked <= {name for name, reading in NUMBERS.items() if reading["agrees"]}


@pytest.mark.parametrize("key", OUTCOMES)
def test_an_outcome_found_again_is_the_outcome_entered(key):
    """A published outcome is in its trial's file as it was read again."""
    reading, outcomes = OUTCOMES[key], entered_outcomes()

    assert key in outcomes, f"No packaged trial has the outcome {key}."
    outcome = outcomes[key]
    near = abs(reading["value"] - outcome["value"]) <= half_last_digit(reading["value"])
    assert near is reading["agrees"], f"{key}: entered {outcome['value']}, read {reading['value']}"
    if "sd" in reading:
        assert outcome["sd"] == pytest.approx(reading["sd"])
