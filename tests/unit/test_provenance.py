"""The record that a result carries."""

import json

import anagen
from anagen.provenance import provenance


def test_a_record_says_all_that_a_result_depends_on():
    record = provenance(seed=7, evidence="abc", settings={"people": 3}).as_dict()

    assert record["version"] == anagen.__version__
    assert (record["seed"], record["evidence"], record["settings"]) == (7, "abc", {"people": 3})
    assert set(record["libraries"]) == {"numpy", "numba"}


def test_two_runs_of_one_thing_give_one_record():
    one, other = (json.dumps(provenance(seed=7, evidence="abc").as_dict()) for _ in range(2))

    assert one == other


def test_overrides_are_in_the_record():
    override = {"name": "x", "value": 1.0, "was": 2.0, "because": "why"}

    assert provenance(seed=1, evidence="abc", overrides=(override,)).as_dict()["overrides"] == (override,)
