"""`anagen serve` as a process: it answers, it ends in good order, and it says what it cannot do."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest

from anagen.cli.app import main

pytestmark = pytest.mark.slow
PATIENCE_S = 30.0


@pytest.fixture
def serving(tmp_path):
    """Starts `anagen serve` with more options, and ends what is left."""
    started = []

    def start(*options):
        command = [sys.executable, "-m", "anagen", "serve", "--port", "0"]
        own = ["--database", str(tmp_path / "s.sqlite"), "--data", str(tmp_path / "data")]
        with (tmp_path / "errors").open("w") as errors:
            one = subprocess.Popen(
                [*command, *own, *options], stdout=subprocess.PIPE, stderr=errors, text=True
            )
        started.append(one)
        said = re.search(r"http://\S+", one.stdout.readline())
        assert said, (tmp_path / "errors").read_text()
        return one, said.group()

    yield start
    for one in started:
        one.terminate()
        try:
            one.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            one.kill()
        one.stdout.close()


def children(process):
    """Processes that a process has started, by any of its threads."""
    lists = Path(f"/proc/{process.pid}/task").glob("*/children")
    return sorted(int(one) for each in lists for one in each.read_text().split())


def gone(pid):
    """Whether a process has ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def eventually(holds):
    """Whether something comes to hold within the time that a loaded machine may need."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return False


def page(url):
    answer = httpx2.get(url, timeout=PATIENCE_S, follow_redirects=True)
    return answer.status_code, answer.text


def guessed(url):
    """What is said to a wrong password, through a connection of its own: any of the processes may answer."""
    with httpx2.Client(base_url=url, timeout=PATIENCE_S) as browser:
        token = re.search(r'name="csrf" value="(\w+)"', browser.get("/account/sign-in").text)[1]
        given = {"name": "nobody", "password": "a guess", "csrf": token}
        return browser.post("/account/sign-in", data=given).status_code


def runner_is_started_again(process):
    """Whatever ends the runner of a server, there is another one soon."""
    assert eventually(lambda: len(children(process)) == 1)
    first = children(process)

    os.kill(first[0], signal.SIGKILL)

    assert eventually(lambda: len(children(process)) == 1 and children(process) != first)


@pytest.mark.parametrize("workers", [1, 2])
def test_it_answers_starts_a_dead_runner_again_and_leaves_no_process_behind_after_ctrl_c(
    serving, workers, tmp_path
):
    process, url = serving("--workers", str(workers), *(["--clinic"] if workers > 1 else []))

    status, text = page(url)
    if workers > 1:  # they count wrong passwords together
        assert [guessed(url) for _ in range(10)] == [422] * 8 + [429] * 2
    else:
        runner_is_started_again(process)
    assert eventually(lambda: len(children(process)) >= (1 if workers == 1 else workers + 1))
    others = children(process)
    process.send_signal(signal.SIGINT)
    process.wait(PATIENCE_S)

    assert status == 200
    assert "<h1" in text
    assert process.returncode in {0, 130}
    assert "Traceback" not in (tmp_path / "errors").read_text()
    assert eventually(lambda: all(map(gone, others)))


def test_an_address_that_is_taken_is_said_in_one_line(tmp_path, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        code = main(["serve", "--port", str(port), "--database", str(tmp_path / "s.sqlite")])

    said = capsys.readouterr().err
    assert code == 2
    assert f"Cannot listen at 127.0.0.1 port {port}" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "options",
    [
        ["--host", "0.0.0.0"],  # noqa: S104  is refused
        ["--host", "192.0.2.7"],
        ["--port", "70000"],
        ["--workers", "0"],
    ],
)
def test_what_it_does_not_do_is_refused_before_anything_is_made(options, tmp_path, capsys):
    store = tmp_path / "s.sqlite"

    code = main(["serve", "--database", str(store), *options])

    assert code == 2
    assert capsys.readouterr().err.startswith("anagen: ")
    assert not store.exists()


def test_what_pages_need_is_loaded_beside_the_first_ones(monkeypatch, caplog):
    from anagen.web import warming
    from anagen.web.trials import packaged

    packaged.trial_lines.cache_clear()
    warming.load()
    assert packaged.trial_lines.cache_info().currsize == 1

    monkeypatch.setattr(warming, "PAUSE_S", 0.0)
    monkeypatch.setattr(warming, "load", lambda: 1 / 0)
    warming.load_beside()
    assert eventually(lambda: "Warming up met ZeroDivisionError" in caplog.text)
