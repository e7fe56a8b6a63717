"""Ctrl-C reaches the command only, and it never breaks off what starts workers."""

import os
import signal
import subprocess
import sys
from queue import Queue
from threading import Thread

import pytest

from anagen.cluster.interrupts import held

SAYS_WHAT_IT_BLOCKS = "import signal; print(*signal.pthread_sigmask(signal.SIG_BLOCK, []))"


@pytest.fixture
def answers_interrupts():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def blocked_by_a_child():
    done = subprocess.run(
        [sys.executable, "-c", SAYS_WHAT_IT_BLOCKS], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_an_interrupt_waits_for_the_end(answers_interrupts):
    steps = []

    def work():
        with held():
            os.kill(os.getpid(), signal.SIGINT)
            steps.extend(
                k for k in range(1000)
            )  # the signal is answered between two steps of the interpreter

    with pytest.raises(KeyboardInterrupt):
        work()

    assert len(steps) == 1000
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_without_an_interrupt_nothing_is_raised_and_a_fault_is(answers_interrupts):
    with held():
        pass
    with pytest.raises(ValueError, match="mine"), held():
        raise ValueError("mine")

    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_who_ignores_interrupts_goes_on_doing_so(answers_interrupts):
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    with held():
        os.kill(os.getpid(), signal.SIGINT)

    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_what_a_thread_of_that_time_starts_later_never_hears_of_it(answers_interrupts):
    """Like the thread of Dask that starts a worker in place of one that was killed."""
    asked, told = Queue(), Queue()
    with held():
        thread = Thread(target=lambda: told.put(asked.get() and blocked_by_a_child()))
        thread.start()
    asked.put(True)
    thread.join()

    assert str(signal.SIGINT.value) in told.get()
    assert str(signal.SIGINT.value) not in blocked_by_a_child()
