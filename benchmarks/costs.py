"""What grows with what: cost against follicles, years, people and regimens; memory; how long it takes to begin."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import numpy as np
from first_picture import served
from rounds import Work, exponent, medians, significant

from anagen.bench import full
from anagen.bench.measure import on_threads
from anagen.bench.workload import DAYS_PER_YEAR
from anagen.evidence import known
from anagen.kernel.population import follow, grow_up
from anagen.simulation.numbers import follicle_numbers
from anagen.trials.files import find_trial
from anagen.trials.protocol import Arm, Trial
from anagen.trials.run import run_people

EVIDENCE = known()
REGIMENS = (
    "untreated",
    "finasteride 1 mg oral daily",
    "dutasteride 0.5 mg oral daily",
    "minoxidil 5 % 1 mL topical twice daily",
    "minoxidil 5 % 1 mL topical twice daily + microneedling 1.5 mm weekly",
    "finasteride 1 mg oral daily + minoxidil 5 % 1 mL topical twice daily",
    "microneedling 1.5 mm weekly",
    "minoxidil 2.5 mg oral daily",
)
YEARS, WEEKS_PER_YEAR, VISITS_PER_YEAR = 5, 52, 2
SERVE_PATIENCE_S = 60.0


def trial_of(regimens: tuple[str, ...]) -> Trial:
    """A trial of five years with one arm for each regimen, and the people of a packaged one."""
    step = WEEKS_PER_YEAR // VISITS_PER_YEAR
    weeks = tuple(float(step * k) for k in range(YEARS * VISITS_PER_YEAR + 1))
    arms = tuple(Arm(name=f"arm_{k}", regimen=text, control=k == 0) for k, text in enumerate(regimens))
    return replace(find_trial("kaufman_1998"), arms=arms, visits_weeks=weeks, outcomes=())


def life(follicles: int, years: float, people: int = 1) -> Work:
    """Life from puberty, recorded every four weeks in three counts."""
    return lambda: full.live(full.grow(follicles, 0.0, EVIDENCE, people=people), years, full.counts(EVIDENCE))


def in_trial(people: int, follicles: int, arms: int) -> Work:
    """People of a trial, enrolment and all."""
    return lambda: run_people(
        trial_of(REGIMENS[:arms]), people=people, follicles=follicles, ensemble=(), evidence=EVIDENCE
    )


def scaling(*, quick: bool) -> list[dict[str, Any]]:
    """How the cost grows, one row for each thing that grows."""
    rows: list[tuple[str, list[int], Callable[[int], Work], int]] = [
        (
            "follicles of one man, 20 years",
            [10_000, 30_000, 100_000, 300_000, 1_000_000],
            lambda n: life(n, 20.0),
            5,
        ),
        ("years of 100 000 follicles", [5, 10, 20, 40, 80], lambda n: life(100_000, n), 5),
        ("people of 500 follicles, 5 years", [10, 30, 100, 300, 1000], lambda n: life(500, 5.0, n), 5),
        (
            "people of a trial, two arms of 500 follicles, 5 years",
            [20, 40, 80, 160],
            lambda n: in_trial(n, 500, 2),
            3,
        ),
        (
            "regimens of a trial, 40 people of 500 follicles, 5 years",
            [1, 2, 4, 8],
            lambda n: in_trial(40, 500, n),
            3,
        ),
    ]
    found = []
    for what, all_sizes, work, rounds in rows:
        sizes = all_sizes[:3] if quick else all_sizes
        with on_threads(1):
            times = medians({str(n): work(n) for n in sizes}, 1 if quick else rounds)
        seconds = [significant(times[str(n)]) for n in sizes]
        found.append({"what": what, "sizes": sizes, "seconds": seconds, "exponent": exponent(sizes, seconds)})
    return found


def regimens(*, quick: bool) -> dict[str, Any]:
    """What drives that change cost the kernel: many people with few follicles each, in one regimen each."""
    people, follicles, weeks = 40 if quick else 400, 500, 260
    rng, settled = np.random.default_rng(2), np.full(weeks, 0.4)
    settled[:6] = (0.9, 0.7, 0.6, 0.5, 0.45, 0.42)
    state = grow_up(
        follicle_numbers(EVIDENCE),
        sensitivity=np.full(people, 2.0),
        onset_day=-20 * DAYS_PER_YEAR,
        follicles=follicles,
        seed=1,
    )
    drives = {
        "untreated": np.ones(weeks),
        "treated, settles within six weeks": settled,
        "treated, another drive every week": 0.4 + 0.1 * rng.random((people, weeks)),
    }
    events: dict[str, int] = {}

    def arm(name: str) -> Work:
        def run() -> None:
            events[name] = follow(
                state,
                androgen=drives[name],
                minoxidil=0.0,
                cell_days=7.0,
                visit_days=np.arange(11) * 182.0,
                channels=full.counts(EVIDENCE),
            ).events

        return run

    with on_threads(1):
        times = medians({name: arm(name) for name in drives}, 1 if quick else 7)
    ns = {name: significant(times[name] / events[name] * 1e9) for name in drives}
    return {"people": people, "follicles": follicles, "ns_per_event": ns}


def unit_costs(*, quick: bool) -> dict[str, Any]:
    """Processor time of one person of a trial of five arms: a part for the person, a part for each follicle."""
    people, sizes = (8, [200, 1000]) if quick else (60, [200, 1000, 5000])
    with on_threads(1):
        times = medians({str(n): in_trial(people, n, 5) for n in sizes}, 1 if quick else 3)
    slope, constant = np.polyfit(sizes, [times[str(n)] / people for n in sizes], 1)
    return {
        "arms": 5,
        "years": YEARS,
        "people": people,
        "ms_per_person": significant(constant * 1e3),
        "us_per_follicle": significant(slope * 1e6),
        "bytes_per_person": 5 * (YEARS * VISITS_PER_YEAR + 1) * 8,
    }


def memory(*, quick: bool) -> dict[str, Any]:
    """Most memory of a fresh process, for more follicles and for more years. [MiB]"""
    cases = {"nothing but imports": (0, 0.0), "100 000 follicles, 20 years": (100_000, 20.0)}
    if not quick:
        cases["100 000 follicles, 80 years"] = (100_000, 80.0)
        cases["1 000 000 follicles, 20 years"] = (1_000_000, 20.0)
    return {what: peak_mib(*case) for what, case in cases.items()}


def peak_mib(follicles: int, years: float) -> float:
    """Most memory that a fresh process takes. [MiB]"""
    code = (
        "import resource, sys; from anagen.bench.full import counts, grow, live; from anagen.evidence import known;"
        f"n = {follicles}; n and live(grow(n, 0.0, known()), {years}, counts(known()));"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 ** (2 if sys.platform == 'darwin' else 1))"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)  # noqa: S603
    return round(float(ran.stdout))


def startup(*, quick: bool) -> dict[str, dict[str, float]]:
    """How long it takes to begin, in turn with a Python that does nothing. [s]"""
    commands = {
        "Python that does nothing": ["-c", "pass"],
        "import anagen": ["-c", "import anagen"],
        "anagen --help": ["-m", "anagen", "--help"],
        "anagen evidence finasteride": ["-m", "anagen", "evidence", "finasteride"],
        "anagen simulate example": ["-m", "anagen", "simulate", "example"],
    }
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for round_number in range(2 if quick else 6):
        for name, command in commands.items():
            took = one_start(command)
            if round_number:  # the first fills caches
                seen[name].append(took)
    found = {
        name: {"busy_s": round(statistics.median(busy for busy, _ in times), 3),
               "wall_s": round(statistics.median(wall for _, wall in times), 3)}
        for name, times in seen.items()
    }  # fmt: skip
    pages = [first_page() for _ in range(1 if quick else 3)]
    found["anagen serve, until the first page"] = {
        "busy_s": round(statistics.median(busy for busy, _ in pages), 3),
        "wall_s": round(statistics.median(wall for _, wall in pages), 3),
    }
    return found


def children_busy_s() -> float:
    """Processor time of all processes that this one has started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def one_start(command: list[str]) -> tuple[float, float]:
    """Processor time and time on the wall of one run of this Python."""
    busy, wall = children_busy_s(), time.perf_counter()
    subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return children_busy_s() - busy, time.perf_counter() - wall


def first_page() -> tuple[float, float]:
    """Processor time and time on the wall from starting a server on an empty store until its first page was read."""
    busy, wall = children_busy_s(), time.perf_counter()
    with (
        tempfile.TemporaryDirectory() as kept,
        served(Path(kept)) as address,
        httpx2.Client(timeout=SERVE_PATIENCE_S) as browser,
    ):
        browser.get(address, follow_redirects=True).raise_for_status()
        took = time.perf_counter() - wall
    return children_busy_s() - busy, took
