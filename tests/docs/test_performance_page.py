"""The page on performance is what its program makes of the figures that were measured."""

import importlib
import inspect
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def program(monkeypatch):
    """Programs of the folder of benchmarks, by name."""
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    return importlib.import_module


@pytest.fixture
def results():
    """What was measured."""
    return json.loads((ROOT / "benchmarks/results.json").read_text(encoding="utf-8"))


def test_the_page_is_made_from_the_results(program, results):
    page = program("page")

    assert page.PAGE.read_text(encoding="utf-8") == page.text_of(results)


def test_the_page_has_every_part_with_its_figures(program, results):
    text = program("page").text_of(results)

    assert "$" not in text
    for table in (results["engines"]["engines"].values(), results["scaling"]):
        assert all((one.get("says") or one["what"]) in text for one in table)
    for figures in ("startup", "memory", "passes"):
        assert all(what in text for what in results[figures])


@pytest.mark.parametrize(
    ("load", "rough", "says"),
    [(0.1, False, "Nothing else ran."), (3.0, False, "load 3.0"), (0.1, True, "Rough figures")],
)
def test_the_page_says_when_figures_are_not_to_be_trusted(program, results, load, rough, says):
    results["machine"] |= {"load_before": load, "rough": rough}
    text = program("page").text_of(results)

    assert says in text
    assert ("Rough" in text) is rough
    assert ("Other programs ran beside" in text) is (load > 1)


def test_a_million_people_cost_what_one_costs_a_million_times(program):
    paper = program("paper")
    cost = {"ms_per_person": 4.0, "us_per_follicle": 2.0, "bytes_per_person": 440}

    assert paper.processor_s(cost, 1_000) == pytest.approx(1.8e6 * 6e-3)
    assert paper.wall_s(32_000.0, 1) == pytest.approx(1_020.0)
    assert paper.wall_s(32_000.0, 100) == pytest.approx(
        32_000.0 / 1.5 / 500.0
    )  # one scheduler is what limits
    rows = {name: rest for name, *rest in paper.million_people(cost)}
    assert rows["processor time"] == ["3.0 hours", "102.0 hours"]
    assert rows["readings over the network"] == ["0.8 GB", "0.8 GB"]


def test_exponents_are_those_of_power_laws(program):
    rounds = program("rounds")

    assert rounds.exponent([1, 10, 100], [2.0, 20.0, 200.0]) == 1.0
    assert rounds.exponent([1, 4, 16], [3.0, 6.0, 12.0]) == 0.5


def test_medians_leave_out_the_first_run_and_what_is_slow_once(program):
    ticks = iter([0.0, 1.0, 10.0, 19.0, 30.0, 32.0])
    runs = []

    took = program("rounds").medians({"it": lambda: runs.append(1)}, 3, clock=lambda: next(ticks))

    assert took == {"it": 2.0}
    assert len(runs) == 4


def test_arithmetic_is_counted_as_the_source_has_it(program):
    from anagen.laws.arithmetic import log_f32, uniform_f32

    operations = program("ceiling").operations

    assert operations(uniform_f32) == 3  # a shift, a sum, a product
    counted = re.findall(r"fma\(", inspect.getsource(log_f32.py_func))
    assert operations(log_f32) > len(counted)


def test_every_pass_of_the_kernel_is_timed_as_it_is_called_today(program, monkeypatch):
    """Figures take minutes and are seldom made: a pass whose arguments have changed is to be noticed before."""
    ceiling, timed = program("ceiling"), []

    def bound(step, *given):
        inspect.signature(getattr(step, "py_func", step)).bind(*given)
        timed.append(step.__name__)
        return 0.0

    monkeypatch.setattr(ceiling, "cost", bound)
    for lives in ("open_block", "live_on"):  # nothing is timed here, so nothing need have lived
        monkeypatch.setattr(ceiling, lives, lambda *_: None)

    assert set(ceiling.passes().values()) == {0.0}
    assert {"draw_words", "step_sizes", "run_clock", "enter_next_cycles"} <= set(timed)


def test_engines_simulate_the_same(program):
    arrays, follicles, years = program("engines.arrays"), 2_000, 3.0

    samples = arrays.numpy_by_cycles(follicles, years, 1)
    plain = arrays.numpy_by_days(follicles, years, 2)

    assert samples.shape == plain.shape == (37, 8)
    for counts in (samples[:, :4], samples[:, 4:7]):
        assert (counts.sum(axis=1) == follicles).all()
    spread = (2.0 * follicles * 0.25) ** 0.5
    assert abs(samples[:, :7] - plain[:, :7]).max() < 5.0 * spread
    assert abs(samples[:, 7] - plain[:, 7]).max() < 5.0 * (2.0 * follicles) ** 0.5 * 15.0
