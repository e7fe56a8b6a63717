"""`anagen roll` in a real terminal: begun, broken off at every step by Ctrl-C and by kill -9, and gone on with."""

import json
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime

import pexpect
import pytest
from forked_terminal import Terminal
from rolling import ANSWERS, small_plan

from anagen.rolling.keeping import SessionFolder
from anagen.rolling.session import Session

ASKED = "leaves it open:\r\n"
SHOWN = "save and leave"
"""The end of every picture: from then on keys are read."""


def as_toml(value):
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(list(value) if isinstance(value, tuple) else value)


NEW_ROLLER = ANSWERS | {"roller_uses": 0}
"""Who has rolled before without the log would be asked when that was."""
TOML = "\n".join(f"{name} = {as_toml(value)}" for name, value in NEW_ROLLER.items())


@pytest.fixture
def person(tmp_path):
    path = tmp_path / "me.toml"
    path.write_text(TOML)
    return path


@pytest.fixture
def folder(tmp_path):
    return SessionFolder(tmp_path / "rolling")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    one = Terminal(tmp_path_factory.mktemp("terminal"), "roll")
    yield one
    one.close()


@pytest.fixture
def terminal(loaded):
    yield loaded
    loaded.settle()


def only(folder):
    ((session, _),) = folder.sessions()
    return session


def reply_to_all(terminal):
    """Answer every question before a session so that nothing speaks against it."""
    while terminal.expect(ASKED, "Step 1 of", "Do not roll") == 0:
        asked = terminal.screen.before
        none = re.findall(r"(\d+)  None of these", asked)
        terminal.press(f"{none[-1] if none else 'y'}\r")


def test_a_session_is_begun_led_by_the_pace_and_ended_with_its_log(terminal, folder, person):
    terminal.start(person, "--folder", folder.path, "--area", "crown", "--pace", "0.1")
    reply_to_all(terminal)
    terminal.expect(SHOWN)
    for _ in range(4):
        terminal.press(" ")
    sections = len(only(folder).plan.sections)
    for number in range(1, sections + 1):
        terminal.expect(f"Section {number} of {sections}: front to back")
        terminal.expect("space begins")
        terminal.press(" ")
    terminal.expect("Look at the skin")
    assert set(only(folder).passes_made.values()) == {12}
    for _ in range(10):
        terminal.press(" ")
    terminal.expect("Done: ")
    terminal.expect("Minoxidil may go on from")
    assert terminal.wait() == 0
    ((session, result),) = folder.sessions()
    assert session.done
    assert result["outcome"] == "finished"
    assert result["checks"]["outcome"] == "go"
    assert result["roller_uses"] == 1
    assert not folder.answers(datetime.now().astimezone().date())


@pytest.mark.parametrize("how", ["interrupt", "kill"])
def test_broken_off_at_every_step_it_goes_on_exactly_there(terminal, folder, how):
    session = Session.begun(small_plan(6, 6, pace_s=0.0, topical="minoxidil"), datetime.now(UTC))
    folder.save(session)
    code = {"interrupt": 130, "kill": -signal.SIGKILL}[how]
    stops = 0
    while not session.done:
        terminal.start("--folder", folder.path)
        terminal.expect("Going on with the session")
        terminal.expect(rf"Step {session.step + 1} of {len(session.steps)}")
        terminal.expect(SHOWN)
        assert (only(folder).step, only(folder).made) == (session.step, session.made)
        session = session.next(datetime.now(UTC))
        terminal.press(" ")
        if session.done:
            terminal.expect("Done: ")
            assert terminal.wait() == 0
            break
        if session.current.kind == "roll" and session.made[session.step]:
            terminal.expect(f"Pass {session.made[session.step] + 1} of 3")
        else:
            terminal.expect(rf"Step {session.step + 1} of")
        assert getattr(terminal, how)() == code
        stops += 1
    assert stops == 4 + 12 + 10 - 1
    assert only(folder).passes_made == {1: 12}
    assert folder.sessions()[0][1]["outcome"] == "finished"


def test_killed_while_the_pace_counts_the_passes_that_were_counted_stay(terminal, folder):
    session = Session.begun(small_plan(6, 6, pace_s=0.3), datetime.now(UTC))
    while session.current.kind != "roll":
        session = session.next(datetime.now(UTC))
    folder.save(session)
    terminal.start("--folder", folder.path)
    terminal.expect("Going on with the session")
    terminal.expect("space begins")
    terminal.press(" ")
    terminal.expect("Pass 3 of 3")
    terminal.kill()

    assert only(folder).passes_made == {1: 2}
    terminal.start("--folder", folder.path)
    terminal.expect("Going on with the session")
    terminal.expect("Pass 3 of 3: space begins")
    terminal.press(" ")
    terminal.expect("side to side")
    terminal.press("q")
    assert terminal.wait() == 0


def test_keys_lead_back_pause_end_a_section_stop_and_leave(terminal, folder):
    folder.save(Session.begun(small_plan(14, 6, pace_s=0.0), datetime.now(UTC)))
    terminal.start("--folder", folder.path)
    terminal.expect("Going on with the session")
    terminal.expect("Step 1 of")
    terminal.expect(SHOWN)
    terminal.press("  ")
    terminal.expect("Step 3 of")
    terminal.press("b")
    terminal.expect("Step 2 of")
    terminal.press("\x1b[A?")  # an arrow and a key that mean nothing
    terminal.press("   ")
    terminal.expect("Section 1 of 2")
    terminal.press("  e")
    terminal.expect("Section 2 of 2")
    terminal.press(" ")
    terminal.expect("Pass 2 of 3")
    terminal.press("b")
    terminal.expect("3 passes: space counts one")
    terminal.press("x")
    terminal.expect("Look at the skin")
    terminal.press("q")
    terminal.expect("Go on with: anagen roll")
    assert terminal.wait() == 0
    session = only(folder)
    assert session.passes_made == {1: 2, 2: 0}
    assert session.stopped


def test_broken_off_at_a_question_the_answers_are_still_there(terminal, folder, person):
    arguments = (person, "--folder", folder.path, "--area", "crown")
    asked = []
    for how in ("interrupt", "kill", "interrupt"):
        terminal.start(*arguments)
        terminal.expect(ASKED)
        asked.append(terminal.screen.before.strip().splitlines()[0])
        none = re.findall(r"(\d+)  None of these", terminal.screen.before)
        terminal.press(f"{none[-1]}\r")
        terminal.expect(ASKED)
        getattr(terminal, how)()
    assert len(set(asked)) == 3  # each time one further
    terminal.start(*arguments)
    reply_to_all(terminal)
    terminal.expect(SHOWN)
    terminal.press("q")
    assert terminal.wait() == 0


def test_a_wrong_reply_is_asked_again_and_a_refusal_ends_with_its_reason(terminal, folder, person):
    terminal.start(person, "--folder", folder.path, "--area", "crown")
    terminal.expect(ASKED)
    terminal.press("many\r")
    terminal.expect("'many' is not one of the numbers 1 to")
    terminal.press("7\r")  # sunburn
    while terminal.expect(ASKED, "Do not roll today") == 0:
        none = re.findall(r"(\d+)  None of these", terminal.screen.before)
        terminal.press(f"{none[-1] if none else 'y'}\r")
    terminal.expect("MND-03")
    assert terminal.wait() == 1
    assert not folder.sessions()


def test_the_command_itself_is_killed_and_goes_on(folder):
    """The same once with nothing between: the installed command, started anew each time."""
    folder.save(Session.begun(small_plan(6, 6, pace_s=0.0), datetime.now(UTC)))
    command = [sys.executable, "-m", "anagen", "roll", "--folder", str(folder.path)]
    screen = pexpect.spawn(command[0], command[1:], dimensions=(32, 100), encoding="utf-8", timeout=150)
    screen.expect("Step 1 of")
    screen.expect(SHOWN)
    screen.send(" ")
    screen.expect("Step 2 of")
    screen.kill(signal.SIGKILL)
    screen.close(force=True)

    done = subprocess.run([*command], input="\nq\n", capture_output=True, text=True, check=False)

    assert done.returncode == 0
    assert "Going on with the session" in done.stdout
    assert "Step 2 of" in done.stdout
    assert only(folder).step == 2
