"""What `anagen bench` measures, and how: processor time of one thread, the best of several interleaved rounds.

Processor time leaves out what other programs take; the best round leaves out most of what they cost in caches; and
interleaving lets a change in the machine's own speed fall on all sides of a ratio. Only what several threads do
together is measured by the clock on the wall.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from anagen.bench.bare import run_bare
from anagen.bench.full import SEED, counts, counts_and_weight, grow, live
from anagen.bench.reference import reference, run_reference
from anagen.evidence import known
from anagen.provenance import provenance
from anagen.threads import thread_count

HEAD_FOLLICLES, HEAD_YEARS = 100_000, 40.0
YEARS = 20.0
ENOUGH_BETTER = 0.99
"""A round counts as better if it takes less than this share of the best one before."""
QUIET_SHARE = 0.85
"""A run on several threads counts as undisturbed if it had this share of the cores that it asked for."""


class Effort(NamedTuple):
    """How much to measure."""

    follicles: int
    crowd: int
    """Follicles where threads are compared: more, so that starting them is not what is measured."""
    least_rounds: int
    idle_rounds: int
    """Rounds without a better one after which it is enough."""
    most_rounds: int
    most_seconds: float
    """Time after which no further round begins."""
    memory: bool


THOROUGH = Effort(
    follicles=200_000,
    crowd=800_000,
    least_rounds=9,
    idle_rounds=6,
    most_rounds=40,
    most_seconds=12.0,
    memory=True,
)
QUICK = Effort(
    follicles=20_000,
    crowd=20_000,
    least_rounds=2,
    idle_rounds=1,
    most_rounds=2,
    most_seconds=12.0,
    memory=False,
)

Work = Callable[[], Any]
Clock = Callable[[], float]
Tell = Callable[[str], None]


@contextmanager
def on_threads(threads: int) -> Iterator[None]:
    """Let the kernel use so many threads."""
    before = os.environ.get("ANAGEN_THREADS")
    os.environ["ANAGEN_THREADS"] = str(threads)
    try:
        yield
    finally:
        if before is None:
            del os.environ["ANAGEN_THREADS"]
        else:
            os.environ["ANAGEN_THREADS"] = before


class Run(NamedTuple):
    """One run of a piece of work."""

    seconds: float
    cores: float
    """Cores that this process had, on average, while it ran."""


def run_once(work: Work, threads: int, clock: Clock) -> Run:
    """Run a piece of work on a number of threads."""
    with on_threads(threads):
        wall, used, start = time.perf_counter(), time.process_time(), clock()
        work()
        seconds, used, wall = clock() - start, time.process_time() - used, time.perf_counter() - wall
    return Run(seconds, used / wall if wall > 0.0 else 0.0)


def best_runs(works: Mapping[str, tuple[Work, int]], clock: Clock, effort: Effort) -> dict[str, Run]:
    """The quickest run of each piece of work, on its number of threads, over rounds that run each once.

    Rounds go on until none is better any more and every best run has had the cores that it asked for: on a busy
    machine, work on several threads waits for others. They end in any case when the effort is spent.
    """
    best = dict.fromkeys(works, Run(float("inf"), 0.0))
    idle = done = 0
    end = time.monotonic() + effort.most_seconds
    while done < effort.least_rounds or (
        idle < effort.idle_rounds and done < effort.most_rounds and time.monotonic() < end
    ):
        now = {name: run_once(work, threads, clock) for name, (work, threads) in works.items()}
        better = any(now[name].seconds < ENOUGH_BETTER * best[name].seconds for name in works)
        best = {name: min(best[name], now[name]) for name in works}
        idle = idle + 1 if undisturbed(works, best) and not better else 0
        done += 1
    return best


def undisturbed(works: Mapping[str, tuple[Work, int]], runs: Mapping[str, Run]) -> bool:
    """Whether each run on several threads has had the cores that it asked for."""
    return all(
        runs[name].cores > QUIET_SHARE * threads for name, (_, threads) in works.items() if threads > 1
    )


def best_times(works: Mapping[str, tuple[Work, int]], clock: Clock, effort: Effort) -> dict[str, float]:
    """The seconds of `best_runs`."""
    return {name: run.seconds for name, run in best_runs(works, clock, effort).items()}


def memory_mib(years: float) -> float | None:
    """Most memory that a fresh process takes for a recorded life of some years; none where it cannot be told."""
    code = (
        "import resource, sys; from anagen.bench.full import counts, grow, live; from anagen.evidence import known;"
        f"live(grow({HEAD_FOLLICLES}, 0.0, known()), {years}, counts(known()));"
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "print(peak / 1024 ** (2 if sys.platform == 'darwin' else 1))"
    )
    try:
        ran = subprocess.run(  # noqa: S603  this very program
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        )
        return round(float(ran.stdout), 1)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None


def head() -> Any:
    """A scalp from puberty on, recorded for forty years."""
    return live(grow(HEAD_FOLLICLES, 0.0, known()), HEAD_YEARS, counts(known()))


def run_benchmark(effort: Effort = THOROUGH, tell: Tell = lambda _: None) -> dict[str, Any]:
    """All that `anagen bench` reports, as plain values.

    Parameters
    ----------
    effort
        How much to measure.
    tell
        Is told what comes next.
    """
    evidence, n, cores = known(), effort.follicles, thread_count()
    tell("building the C reference")
    built = reference()
    tell("compiling the kernel")
    bare_events = run_bare(n, YEARS, SEED).events
    aged = grow(n, YEARS, evidence)
    with on_threads(1):
        full_events = live(aged, YEARS, counts(evidence)).events
        live(aged, YEARS, counts_and_weight(evidence))

    tell("one core")
    works: dict[str, tuple[Work, int]] = {
        "bare": (lambda: run_bare(n, YEARS, SEED), 1),
        "full": (lambda: live(aged, YEARS, counts(evidence)), 1),
        "weight": (lambda: live(aged, YEARS, counts_and_weight(evidence)), 1),
        "grow": (lambda: grow(n, YEARS, evidence), 1),
    }
    if built is not None:
        works["reference"] = (lambda: run_reference(n, YEARS, SEED), 1)
    one = best_times(works, time.thread_time, effort)

    tell("all cores")
    crowd = grow(effort.crowd, YEARS, evidence)
    wide = {
        "bare": (lambda: run_bare(effort.crowd, YEARS, SEED), cores),
        "full": (lambda: live(crowd, YEARS, counts(evidence)), cores),
        "head": (head, cores),
    }
    if cores > 1:
        wide["bare on one"] = (lambda: run_bare(effort.crowd, YEARS, SEED), 1)
        wide["bare on two"] = (lambda: run_bare(effort.crowd, YEARS, SEED), 2)
    runs = best_runs(wide, time.perf_counter, effort)
    wall = {name: run.seconds for name, run in runs.items()}

    tell("memory")
    memory = [memory_mib(years) if effort.memory else None for years in (20.0, 80.0)]

    def rate(follicles: int, time_s: float) -> float:
        return round(follicles * YEARS / time_s / 1e6, 2)

    def event(name: str, events: int) -> float:
        return round(one[name] / events * 1e9, 3)

    return {
        "kernel_m_follicle_years_per_s": {
            "one_core": rate(n, one["bare"]),
            "all_cores": rate(effort.crowd, wall["bare"]),
        },
        "ratio_to_c_reference": None if built is None else round(one["reference"] / one["bare"], 3),
        "head_40_years_s": round(wall["head"], 3),
        "cores": cores,
        "two_thread_speed_up": round(wall["bare on one"] / wall["bare on two"], 3) if cores > 1 else None,
        "threads_undisturbed": undisturbed(wide, runs),
        "ns_per_event": {
            "c_reference": None if built is None else event("reference", bare_events),
            "bare": event("bare", bare_events),
            "full_biology": event("full", full_events),
            "full_biology_with_hair_weight": event("weight", full_events),
        },
        "full_biology_m_follicle_years_per_s": {
            "one_core": rate(n, one["full"]),
            "one_core_with_hair_weight": rate(n, one["weight"]),
            "one_core_unrecorded": rate(n, one["grow"]),
            "all_cores": rate(effort.crowd, wall["full"]),
        },
        "ratio_full_to_bare": round((one["bare"] / bare_events) / (one["full"] / full_events), 3),
        "memory_mib_20_years": memory[0],
        "memory_mib_80_years": memory[1],
        "compiler": None if built is None else {"name": built.compiler, "flags": built.flags},
        "provenance": provenance(
            seed=SEED, evidence=evidence.fingerprint, settings={"years": YEARS, **effort._asdict()}
        ).as_dict(),
    }
