"""The benchmark's workload: the kernel's passes, the C reference and a plain event loop do the same science."""

from __future__ import annotations

import numpy as np
import pytest
from plain_workload import run_plain

from anagen.bench import reference as c
from anagen.bench import workload as w
from anagen.bench.bare import run_bare

YEARS, SEED = 20.0, 11
SAMPLES = slice(0, None, 30)


def deviations(course: w.Course, follicles: int, other: w.Course, others: int) -> np.ndarray:
    """Differences of shares between two runs in units of their standard error."""
    one = np.concatenate([course.phases, course.classes])[:, SAMPLES] / follicles
    two = np.concatenate([other.phases, other.classes])[:, SAMPLES] / others
    share = (one * follicles + two * others) / (follicles + others)
    error = np.sqrt(share * (1.0 - share) * (1.0 / follicles + 1.0 / others))
    return np.abs(one - two) / np.maximum(error, 1e-12)


def engines():
    """Each way to run the workload in blocks or by events; those in C where a compiler builds them."""
    yield "kernel", run_bare
    if c.reference() is not None:
        yield "C blocks", c.run_reference
        yield "C events", c.run_plain_events


def test_every_engine_does_what_a_plain_event_loop_does():
    """Shares of phases and classes within their sampling error; mean diameter within five standard errors."""
    many, few = 100_000, 5_000
    plain = run_plain(few, YEARS, SEED)
    for name, run in engines():
        course = run(many, YEARS, SEED)
        assert deviations(course, many, plain, few).max() < 4.5, name
        difference = course.diameter_um / many - plain.diameter_um / few
        assert np.abs(difference).max() < 1.5, name
        assert (course.phases.sum(axis=0) == many).all()
        assert (course.classes.sum(axis=0) == many).all()


def test_the_comparison_would_see_a_law_that_is_off_by_a_tenth(monkeypatch):
    many, few = 100_000, 5_000
    monkeypatch.setattr(w, "DIAMETER_RATE", 1.1 * w.DIAMETER_RATE)
    assert deviations(run_bare(many, YEARS, SEED), many, run_plain(few, YEARS, SEED), few).max() > 4.5


def test_the_kernel_gives_the_bits_of_the_c_reference_on_any_number_of_threads(monkeypatch):
    """Same counters, same arithmetic, integer sums."""
    follicles = 30_001
    expected = run_bare(follicles, YEARS, SEED + (1 << 40))
    for threads in (1, 3):
        monkeypatch.setenv("ANAGEN_THREADS", str(threads))
        others = [run_bare(follicles, YEARS, SEED + (1 << 40))]
        if c.reference() is not None:
            others.append(c.run_reference(follicles, YEARS, SEED + (1 << 40), threads=threads))
        for other in others:
            np.testing.assert_array_equal(other.phases, expected.phases)
            np.testing.assert_array_equal(other.classes, expected.classes)
            np.testing.assert_array_equal(other.diameter_um, expected.diameter_um)
            assert other.events == expected.events


def test_without_a_compiler_there_is_no_reference(monkeypatch):
    monkeypatch.setattr(c.shutil, "which", lambda _name: None)
    c.reference.cache_clear()
    try:
        assert c.reference() is None
        with pytest.raises(FileNotFoundError):
            c.run_reference(10, 1.0, 0)
    finally:
        c.reference.cache_clear()
