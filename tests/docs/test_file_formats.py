"""Every field and kind that files may have is documented."""

import dataclasses
from pathlib import Path

import anagen
from anagen.instruments import KINDS
from anagen.trials import protocol

DOCS = Path(anagen.__file__).parents[2] / "docs"


def test_every_field_of_a_trial_is_documented():
    text = (DOCS / "trial-files.md").read_text(encoding="utf-8")
    records = (
        protocol.Trial,
        protocol.TrialPopulation,
        protocol.Enrolment,
        protocol.Arm,
        protocol.TrialInstrument,
        protocol.Drift,
        protocol.Outcome,
    )
    fields = {one.name for record in records for one in dataclasses.fields(record)}
    inside = {"settings", "population", "drifts", "enrolment", "arms", "instruments", "outcomes"}

    assert {name for name in fields - inside if f"`{name}`" not in text} == set()
    assert {name for name in inside - {"settings"} if f"{name}]" not in text} == set()


def test_every_kind_of_instrument_and_its_settings_are_documented():
    text = (DOCS / "trial-files.md").read_text(encoding="utf-8")

    assert {name for name in KINDS if f"`{name}`" not in text} == set()
    assert {name for kind in KINDS.values() for name in kind.settings if f"`{name}`" not in text} == set()
