"""Workers as processes of their own: the same digits, whoever is killed."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import numpy as np
import pytest
from small_trial import small_trial

from anagen.cli.app import main
from anagen.cluster.workers import TRIES, opened
from anagen.errors import InputError
from anagen.trials.collect import collect
from anagen.trials.run import needs_of, run_people

pytestmark = pytest.mark.slow

ASKED = {"people": 300, "follicles": 60, "ensemble": (), "seed": 3}
TRIAL = """id = "small"
title = "A small trial"
visits_weeks = [0, 26, 52]
[population]
sex = "male"
age_years = [20, 45]
[population.enrolment]
kind = "target_area_hair_density"
low = 80.0
high = 190.0
softness = 5.0
[[arms]]
name = "drug"
regimen = "finasteride 1 mg oral daily"
[[arms]]
name = "placebo"
regimen = "untreated"
control = true
[[instruments]]
kind = "target_area_hair_density"
"""
WAIT_SECONDS = 300.0


@pytest.fixture(scope="module")
def executor():
    """Two worker processes of this machine."""
    with opened(workers=2) as found:
        yield found


@pytest.fixture(scope="module")
def plain():
    """What this process finds."""
    return run_people(small_trial(), **ASKED).readings


def same(found, other):
    return all(np.array_equal(found[key], other[key]) for key in other)


def until(true):
    """Wait for something to come true."""
    end = time.monotonic() + WAIT_SECONDS
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def own_pid():
    return os.getpid()


def die(marks, times):
    """Kill the worker that runs this, the first so many times."""
    if len(list(marks.iterdir())) < times:
        (marks / str(time.time_ns())).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def test_processes_find_the_same_digits(executor, plain):
    assert executor.slots == 2
    assert same(run_people(small_trial(), executor=executor, **ASKED).readings, plain)
    assert executor.waiting == 0


def test_a_worker_killed_in_mid_run_changes_no_digit(executor, plain):
    pids = list(executor._client.run(own_pid).values())
    told = []

    def tell(share):
        told.append(share)
        if len(told) == 1:
            os.kill(pids[0], signal.SIGKILL)

    found = run_people(small_trial(), executor=executor, progress=tell, **ASKED)

    assert same(found.readings, plain)
    assert sum(told) == pytest.approx(1.0)


def test_a_task_whose_workers_die_is_tried_again_and_given_up_in_the_end(tmp_path):
    """Dask gives a task up that has taken several workers with it; here even that is tried again."""
    import dask

    (tmp_path / "twice").mkdir()
    (tmp_path / "always").mkdir()
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}), opened(workers=1) as executor:
        executor.submit("a", die, tmp_path / "twice", TRIES - 1)
        assert executor.finished() == ("a", "done")
        executor.submit("b", die, tmp_path / "always", 100)
        with pytest.raises(InputError, match="the workers that had it died"):
            executor.finished()


def test_what_goes_wrong_in_a_worker_is_said_here(executor):
    executor.submit("a", int, "no number")

    with pytest.raises(ValueError, match="no number"):
        executor.finished()


def test_there_must_be_a_scheduler_at_an_address(monkeypatch):
    monkeypatch.setattr("anagen.cluster.workers.CONNECT_SECONDS", 1.0)

    with pytest.raises(InputError, match="no scheduler at"), opened(scheduler="tcp://127.0.0.1:9"):
        pass


def test_a_scheduler_without_workers_is_waited_for_aloud_and_one_that_goes_is_told_in_words(caplog):
    from distributed import LocalCluster

    options = {"n_workers": 0, "processes": False, "dashboard_address": "127.0.0.1:0"}
    with LocalCluster(protocol="tcp://", **options) as cluster:
        address = cluster.scheduler_address
        with opened(scheduler=address) as executor:
            executor.submit("a", int, "1")
            cluster.close()
            with pytest.raises(InputError, match="scheduler has gone"):
                executor.finished()

    told = [one.getMessage() for one in caplog.records if one.levelname in ("WARNING", "ERROR")]
    (says,) = told
    assert says.startswith(f"The scheduler at {address} has no workers yet")
    assert f"'dask worker {address} --nthreads 1'" in says


@contextmanager
def programs():
    """Start programs, and end them in the end, those first that were started last: a worker without its scheduler
    waits for it to come back.
    """
    running = []

    def start(*arguments, **options):
        running.append(subprocess.Popen([sys.executable, *map(str, arguments)], **options))
        return running[-1]

    try:
        yield start
    finally:
        for one in reversed(running):
            one.terminate()
            one.wait(timeout=30)


@pytest.fixture
def started():
    """Start programs, and end them in the end."""
    with programs() as start:
        yield start


QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A scheduler and two workers, started as on a cluster: three programs that know one file."""
    folder = tmp_path_factory.mktemp("cluster")
    file = folder / "scheduler.json"
    options = ["--scheduler-file", file, "--no-dashboard"]
    with programs() as start:
        start("-m", "dask", "scheduler", *options, "--port", "0", cwd=folder, **QUIET)
        for _ in range(2):
            start("-m", "dask", "worker", *options, "--nthreads", "1", cwd=folder, **QUIET)
        until(lambda: file.exists() and file.stat().st_size)
        yield json.loads(file.read_text(encoding="utf-8"))["address"]


def anagen(*arguments, cwd):
    done = subprocess.run(
        [sys.executable, "-m", "anagen", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=WAIT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


@pytest.fixture
def asked(tmp_path):
    """What is asked of the command line."""
    (tmp_path / "small.toml").write_text(TRIAL, encoding="utf-8")
    return ["trial", "small.toml", "--people", "100", "--follicles", "60", "--seed", "3"]


UNGUARDED = """
from anagen.cluster.workers import opened

with opened(workers=2) as executor:
    print("never")
"""


def test_a_script_without_a_guard_is_told_so_once_and_in_words(tmp_path):
    """Each worker reads the script that starts it; what it would say of that is kept from the user."""
    (tmp_path / "unguarded.py").write_text(UNGUARDED, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "unguarded.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=WAIT_SECONDS,
        check=False,
    )

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("Traceback") == 1
    assert "keep what opens workers below 'if __name__ == \"__main__\":'" in done.stderr.splitlines()[-1]


def test_a_scheduler_elsewhere_gives_the_same_json(address, asked, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main([*asked, "--json"]) == 0
    here = capsys.readouterr().out

    assert anagen(*asked, "--json", "--scheduler", address, cwd=tmp_path) == here


def test_two_clients_may_share_a_scheduler(address, plain):
    found = {}

    def client(name):
        with opened(scheduler=address) as executor:
            found[name] = run_people(small_trial(), executor=executor, **ASKED).readings

    threads = [threading.Thread(target=client, args=(name,)) for name in ("a", "b")]
    for one in threads:
        one.start()
    for one in threads:
        one.join(WAIT_SECONDS)

    assert same(found["a"], plain)
    assert same(found["b"], plain)


def test_a_killed_client_goes_on_where_it_was(started, asked, tmp_path, monkeypatch):
    asked[3] = "300"
    monkeypatch.chdir(tmp_path)
    assert main([*asked, "--out", "whole"]) == 0
    work = tmp_path / "out.work"
    client = started(
        "-m",
        "anagen",
        *asked,
        "--workers",
        "2",
        "--out",
        "out",
        cwd=tmp_path,
        start_new_session=True,
        **QUIET,
    )
    until(lambda: len(list(work.glob("*.npz"))) >= 1 or client.poll() is not None)
    client.send_signal(signal.SIGKILL)
    client.wait()
    done = {path.name: path.stat().st_mtime_ns for path in work.glob("*.npz")}
    assert done
    assert not (tmp_path / "out").exists(), "the run was over before it could be killed"

    anagen(*asked, "--workers", "2", "--out", "out", "--resume", cwd=tmp_path)

    result = (tmp_path / "out" / "result.json").read_bytes()
    assert result == (tmp_path / "whole" / "result.json").read_bytes()
    kept = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "out" / "work").glob("*.npz")}
    assert len(kept) > len(done)
    assert {name: kept[name] for name in done} == done
    assert not work.exists()


def test_the_workers_of_a_killed_client_end_too(started, asked, tmp_path):
    import psutil

    asked[3] = "100000"
    client = started(
        "-m",
        "anagen",
        *asked,
        "--workers",
        "2",
        "--out",
        "out",
        cwd=tmp_path,
        start_new_session=True,
        **QUIET,
    )
    until(lambda: len(psutil.Process(client.pid).children(recursive=True)) >= 2)
    children = psutil.Process(client.pid).children(recursive=True)
    client.send_signal(signal.SIGKILL)
    client.wait()

    _, alive = psutil.wait_procs(children, timeout=30)
    assert not alive


def test_ctrl_c_at_a_terminal_ends_in_one_line_and_no_worker_speaks(started, asked, tmp_path):
    """A terminal sends it to the workers too."""
    import psutil

    client = started(
        "-c",
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from anagen.cli.app import main; sys.exit(main())",
        *asked,
        "--workers",
        "2",
        "--out",
        "out",
        cwd=tmp_path,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until(
        lambda: len(psutil.Process(client.pid).children()) >= 3
    )  # two workers, and who tracks what they share
    os.killpg(client.pid, signal.SIGINT)
    printed, complaint = client.communicate(timeout=WAIT_SECONDS)

    assert client.returncode == 130
    assert printed == ""
    assert complaint == "anagen: Interrupted; nothing half-written is left behind.\n"
    assert [one.name for one in tmp_path.iterdir()] == ["small.toml"]


def test_an_executor_knows_its_shared_value_after_every_worker_died(executor):
    """The value is a task of its own, so that it can be made again."""
    (need,) = needs_of(small_trial(), 20, 3, 20, run_people(small_trial(), people=2, follicles=2).evidence)
    before = collect([need])[0]
    shared = executor.share(need.job)
    for pid in executor._client.run(own_pid).values():
        os.kill(pid, signal.SIGKILL)
    executor.submit("a", follicles_of, shared)

    assert executor.finished() == ("a", 20)
    assert np.array_equal(collect([need], executor=executor)[0], before)


def follicles_of(job):
    return job.follicles


def test_what_is_given_up_never_comes_back(executor):
    for place in range(4):
        executor.submit(place, time.sleep, 0.1)
    executor.abandon()
    assert executor.waiting == 0

    executor.submit("next", int, "7")

    assert executor.finished() == ("next", 7)
    assert executor.waiting == 0
