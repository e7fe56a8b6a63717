"""`anagen bench`: the shape of what it prints; how fast the machine is, is not for a test to say."""

from __future__ import annotations

import json

import pytest

from anagen.bench import measure, reference
from anagen.cli import app


@pytest.fixture
def no_compiler(monkeypatch):
    """A machine without gcc."""
    monkeypatch.setattr(reference.shutil, "which", lambda _name: None)
    reference.reference.cache_clear()
    yield
    reference.reference.cache_clear()


def test_quick_json_has_the_fields_of_the_design(capsys):
    assert app.main(["bench", "--quick", "--json"]) == 0

    result = json.loads(capsys.readouterr().out)
    assert {"one_core", "all_cores"} == set(result["kernel_m_follicle_years_per_s"])
    assert min(result["kernel_m_follicle_years_per_s"].values()) > 0.0
    assert result["head_40_years_s"] > 0.0
    assert {"version", "seed", "evidence", "settings"} <= set(result["provenance"])
    built = reference.reference() is not None
    assert (result["ratio_to_c_reference"] is not None) == built
    assert (result["compiler"] is not None) == built
    assert 0.0 < result["ratio_full_to_bare"] < 10.0


def test_without_a_compiler_the_ratio_is_null_and_the_table_says_why(no_compiler, capsys):
    assert app.main(["bench", "--quick"]) == 0

    assert "no gcc here" in capsys.readouterr().out


def test_a_round_more_is_run_as_long_as_one_gets_better():
    """Nine rounds at least where nine are asked for, and then until none is better."""
    times = iter([9.0, 8.0, 7.0, 6.0, 6.0, 6.0, 6.0])
    now = 0.0
    started = False

    def clock():
        nonlocal now, started
        now += next(times) if started else 0.0
        started = not started
        return now

    effort = measure.QUICK._replace(least_rounds=2, idle_rounds=2, most_rounds=20)
    assert measure.best_times({"x": (lambda: None, 1)}, clock, effort) == {"x": 6.0}
    assert len(list(times)) == 1, "six rounds: four that were better, two that were not"


def test_rounds_go_on_until_a_run_had_the_cores_that_it_asked_for(monkeypatch):
    rounds = 0

    def run_once(_work, _threads, _clock):
        nonlocal rounds
        rounds += 1
        return measure.Run(1.0, 1.9) if rounds >= 5 else measure.Run(2.0, 1.1)

    monkeypatch.setattr(measure, "run_once", run_once)
    effort = measure.QUICK._replace(least_rounds=2, idle_rounds=1, most_rounds=20)
    assert measure.best_times({"x": (lambda: None, 2)}, lambda: 0.0, effort) == {"x": 1.0}
    assert rounds == 6, "four on a busy machine, one on a quiet one, one that was no better"


def test_the_threads_of_the_user_are_left_as_they_were(monkeypatch):
    monkeypatch.setenv("ANAGEN_THREADS", "7")
    with measure.on_threads(1):
        assert measure.thread_count() == 1
    assert measure.thread_count() == 7
