"""The kernels of a GPU against the processor, digit by digit, in Numba's simulator of CUDA.

Numba decides at its import whether it simulates, so the simulator runs in a process of its own, once for all tests
that are held to the processor's results here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from device_work import CASES, Case, arrays_of, trial_values, work

from anagen.bench import device as bench
from anagen.cli import app
from anagen.errors import InputError, UnknownNameError
from anagen.kernel.device import CONTRACTED, check_bits, pieces, what_is_missing
from anagen.kernel.device_choice import chosen_device, on_device
from anagen.simulation.device import check_device
from anagen.trials.run import run_people

SUPPORT = Path(__file__).parents[1] / "support"


def in_simulator(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a process whose GPU is simulated; any warning is an error."""
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        env={
            **os.environ,
            "NUMBA_ENABLE_CUDASIM": "1",
            "PYTHONPATH": os.pathsep.join([str(SUPPORT), *sys.path]),
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def simulated(tmp_path_factory):
    """All arrays of all cases as the simulator gives them, by name."""
    out = tmp_path_factory.mktemp("simulated") / "arrays.npz"
    ran = in_simulator(str(SUPPORT / "device_work.py"), str(out))
    assert ran.returncode == 0, ran.stderr
    with np.load(out) as arrays:
        return dict(arrays)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_gpu_gives_the_digits_of_the_processor(case: Case, simulated) -> None:
    """State on day 0, phases, shed hairs, counts and sums of powers, in one piece of work and in many."""
    expected = arrays_of(*work(case, "cpu"))
    for name, array in expected.items():
        found = simulated[f"{case.name} {name}"]
        assert found.dtype == array.dtype, name
        np.testing.assert_array_equal(found, array, err_msg=name)


def test_the_cases_meet_all_that_a_kernel_does() -> None:
    """Lost follicles, before and after day 0; hairs that thin past a threshold; people untouched by androgen."""
    busy, quiet, _ = (arrays_of(*work(case, "cpu")) for case in CASES)
    lost = busy["phases"][:, 4]
    assert lost[0, 0] > 0
    assert lost[0, -1] > lost[0, 0]
    assert (lost[2] == 0).all()
    assert (busy["state size"] < 1.0).any()
    assert busy["shed"].sum() > 0
    assert (quiet["phases"][:, 4] == 0).all()
    assert np.any(busy["sums"][:, 4] != np.round(busy["sums"][:, 4])), "powers are no whole numbers"


def test_the_comparison_would_see_another_seed(simulated) -> None:
    case = CASES[0]
    other = arrays_of(*work(case._replace(seed=case.seed + 1), "cpu"))
    assert np.any(other["sums"] != simulated[f"{case.name} sums"])


def test_work_is_cut_into_pieces_that_fit_and_hold_all_of_it() -> None:
    whole = list(pieces(7, 100, 1000, 1e9))
    assert [(one.first_person, one.last_person, one.each) for one in whole] == [(0, 7, 100)]
    for room in (12_000.0, 5_000.0, 1_800.0, 1.0):
        seen = np.zeros((7, 100), int)
        for one in pieces(7, 100, 1000, room):
            seen[one.people, one.first_follicle : one.last_follicle] += 1
            small = one.last_person - one.first_person == 1 and one.each == 1
            assert small or (one.last_person - one.first_person) * (1000 + 40 * one.each) <= room
        assert (seen == 1).all()


def test_a_kernel_that_was_contracted_is_refused() -> None:
    """Doubles are never fused in the source; a product that does not say how it rounds may be fused later."""
    exact = "mul.rn.f64 %fd1, %fd2, %fd3;\nadd.rn.f64 %fd4, %fd1, %fd5;\nfma.rn.f32 %f1, %f2, %f3, %f4;"
    check_bits("exact", [exact])
    for fused in (
        "fma.rn.f64 %fd1, %fd2, %fd3, %fd4;",
        "mul.f32 %f1, %f2, %f3;",
        "add.f64 %fd1, %fd2, %fd3;",
    ):
        assert CONTRACTED.search(fused)
        with pytest.raises(RuntimeError, match="contracted"):
            check_bits("fused", [exact, fused])


def test_a_device_is_used_for_what_is_called_inside() -> None:
    assert chosen_device() == "cpu"
    with on_device("cuda"):
        assert chosen_device() == "cuda"
        assert chosen_device("cpu") == "cpu"
        with on_device("cpu"):
            assert chosen_device() == "cpu"
        assert chosen_device() == "cuda"
    assert chosen_device() == "cpu"
    with pytest.raises(ValueError, match="there are"):
        chosen_device("tpu")


class TestWithoutAGpu:
    """What a user is told on a machine that has none."""

    @pytest.fixture(autouse=True)
    def no_gpu(self, monkeypatch):
        monkeypatch.setattr("anagen.kernel.device.what_is_missing", lambda: "no driver was found")

    def test_python_says_what_is_missing_and_what_to_do(self) -> None:
        with pytest.raises(InputError, match=r"no driver was found.*NVIDIA GPU.*numba-cuda.*same digits"):
            check_device("cuda")
        with pytest.raises(InputError, match="no driver was found"):
            run_people("kaufman_1998", people=2, follicles=2, device="cuda")

    @pytest.mark.parametrize("command", [["bench", "--quick"], ["trial", "kaufman_1998", "--people", "2"]])
    def test_commands_end_in_one_line_and_exit_code_2(self, command, capsys) -> None:
        assert app.main([*command, "--device", "cuda"]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.count("\n") == 1
        assert "no driver was found" in err

    def test_an_unknown_device_is_refused(self) -> None:
        with pytest.raises(UnknownNameError, match=r"'gpu'.*'cpu'"):
            check_device("gpu")

    def test_workers_elsewhere_may_have_what_this_machine_lacks(self) -> None:
        check_device("cuda", elsewhere=True)


def test_what_is_missing_is_said_in_a_line() -> None:
    missing = what_is_missing()  # none here only where the tests run on a machine with a GPU
    assert missing is None or ("\n" not in missing and not missing.endswith("."))


def test_the_benchmark_of_a_gpu_runs_in_the_simulator() -> None:
    """Its fields, and that digits are equal; its speeds are those of a simulator."""
    ran = in_simulator("-m", "anagen", "bench", "--device", "cuda", "--json")
    assert ran.returncode == 0, ran.stderr
    result = json.loads(ran.stdout)
    assert result["same_digits_as_processor"] is True
    assert result["share_of_limit"] > 0.0
    assert result["ns_per_event"]["kernels"] > 0.0
    assert set(result["full_biology_m_follicle_years_per_s"]) == {
        "kernels",
        "with_transfers",
        "processor_all_cores",
    }
    assert result["follicles"] == bench.SIMULATED.people * bench.SIMULATED.follicles
    assert result["device"] == "Numba's simulator"


def test_a_trial_on_a_gpu_is_the_trial_on_the_processor(simulated) -> None:
    """The choice reaches all follicles of a trial: those that are grown, screened and followed."""
    expected = trial_values("cpu")
    assert expected.shape[0] > 0
    np.testing.assert_array_equal(simulated["trial values"], expected)


@pytest.mark.parametrize("name", [*(case.name for case in CASES), "trial"])
def test_the_simulator_ran_the_kernels(name: str, simulated) -> None:
    """Had the processor done the work after all, the digits would be equal too."""
    assert set(simulated[f"{name} kernels"]) == {
        "build_clocks_of_past",
        "grow_each",
        "build_clocks_of_drives",
        "follow_each",
    }
