"""An interrupt that a library swallowed still ends the program before it writes."""

import os
import signal

import pytest

from anagen.cli.interrupt import noted, stop_if_interrupted
from anagen.cli.output import write_file_atomically


@pytest.fixture
def answers_interrupts():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def swallow_an_interrupt():
    try:
        os.kill(os.getpid(), signal.SIGINT)
        for _ in range(1000):  # the signal is answered between two steps of the interpreter
            pass
    except KeyboardInterrupt:
        return
    raise AssertionError("the interrupt did not come")


def run_interrupted_command():
    with noted():
        swallow_an_interrupt()
        stop_if_interrupted()


def write_interrupted(out):
    with noted(), write_file_atomically(out) as draft:
        draft.write_text("{}")
        swallow_an_interrupt()


def test_a_swallowed_interrupt_is_raised_again_at_the_end(answers_interrupts):
    with pytest.raises(KeyboardInterrupt):
        run_interrupted_command()


def test_nothing_is_written_after_a_swallowed_interrupt(answers_interrupts, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        write_interrupted(tmp_path / "result.json")

    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_of_an_earlier_command_is_forgotten(answers_interrupts):
    with noted():
        swallow_an_interrupt()
    with noted():
        stop_if_interrupted()
