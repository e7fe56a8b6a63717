"""Measure the kernel and write the results into README.md beside this file.

python benchmarks/run.py           # about two minutes; best on a machine that has nothing else to do
python benchmarks/run.py --print   # to the terminal only
"""

from __future__ import annotations

import json
import platform
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numba import njit

from anagen.bench import full
from anagen.bench.measure import THOROUGH, best_times, run_benchmark
from anagen.evidence import known
from anagen.kernel import block, block_cycle
from anagen.kernel import cycle as c
from anagen.kernel import follicles as k
from anagen.kernel import record as r
from anagen.kernel.clocks import build_clocks
from anagen.kernel.numbers import to_kernel
from anagen.kernel.population import follow, grow_up, keys_of, make_grid, visits_after
from anagen.kernel.random import DURATIONS
from anagen.simulation.numbers import follicle_numbers
from anagen.units import DAYS_PER_YEAR

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- results: written by run.py -->\n", "<!-- end of results -->\n"
EFFORT = THOROUGH._replace(least_rounds=5, idle_rounds=3, most_rounds=15, most_seconds=60.0)
EVIDENCE = known()
REPEATS, CYCLES_BEFORE, PASS_ROUNDS = 300, 6, 9
Work = tuple[Callable[[], Any], int]


def slope(sizes: Sequence[float], times: Sequence[float]) -> float:
    """The exponent of a power law through times at sizes, by least squares."""
    return float(np.polyfit(np.log(sizes), np.log(times), 1)[0])


def timed(works: dict[Any, Callable[[], Any]]) -> list[float]:
    """Processor seconds of one thread for each piece of work, best of interleaved rounds."""
    single: dict[Any, Work] = {name: (work, 1) for name, work in works.items()}
    return list(best_times(single, time.thread_time, EFFORT).values())


def life(follicles: int, years: float, people: int = 1) -> Callable[[], Any]:
    """Life from puberty, recorded every four weeks in three counts."""
    return lambda: full.live(full.grow(follicles, 0.0, EVIDENCE, people=people), years, full.counts(EVIDENCE))


def scaling() -> Iterator[str]:
    """How the cost grows with follicles, years and people."""
    follicles = [10_000, 30_000, 100_000, 300_000, 1_000_000]
    years = [5, 10, 20, 40, 80]
    people = [10, 30, 100, 300, 1000]
    by_follicles = timed({n: life(n, 20.0) for n in follicles})
    by_years = timed({n: life(100_000, n) for n in years})
    by_people = timed({n: life(500, 5.0, n) for n in people})
    yield "| one core, recorded every four weeks | " + " | ".join(["seconds"] * 5) + " | exponent |"
    yield "|---|" + "---|" * 6
    for what, sizes, times in (
        ("follicles of one man, 20 years", follicles, by_follicles),
        ("years, 100 000 follicles", years, by_years),
        ("people of 500 follicles, 5 years", people, by_people),
    ):
        cells = [
            f"{size:,}: {time_s:.3g}".replace(",", " ") for size, time_s in zip(sizes, times, strict=True)
        ]
        yield f"| {what} | " + " | ".join(cells) + f" | {slope(sizes, times):.2f} |"


def treated() -> Iterator[str]:
    """What drives that change cost: a trial of many people with few follicles each."""
    people, follicles, weeks = 400, 500, 260
    numbers = follicle_numbers(EVIDENCE)
    state = grow_up(
        numbers, sensitivity=np.full(people, 2.0), onset_day=-20 * DAYS_PER_YEAR, follicles=follicles, seed=1
    )
    rng = np.random.default_rng(2)
    settled = np.full(weeks, 0.4)
    settled[:6] = (0.9, 0.7, 0.6, 0.5, 0.45, 0.42)
    arms = {
        "untreated": np.ones(weeks),
        "treated, settles within six weeks": settled,
        "treated, another drive every week": 0.4 + 0.1 * rng.random((people, weeks)),
    }
    seen: dict[str, Any] = {}

    def arm(name: str) -> Callable[[], None]:
        def run() -> None:
            seen[name] = follow(
                state,
                androgen=arms[name],
                minoxidil=0.0,
                cell_days=7.0,
                visit_days=np.arange(11) * 182.0,
                channels=full.counts(EVIDENCE),
            )

        return run

    times = timed({name: arm(name) for name in arms})
    yield f"| {people} people of {follicles} follicles, 5 years, 11 visits, one core | seconds | ns/event |"
    yield "|---|---|---|"
    for name, time_s in zip(arms, times, strict=True):
        yield f"| {name} | {time_s:.3f} | {time_s / seen[name].events * 1e9:.1f} |"


@njit
def live_on(cycles, m, f, key_0, key_1, clocks, numbers, s):  # noqa: ANN001, ANN201  compiled
    """Some cycles of a block, so that its follicles are in the midst of their lives."""
    block_cycle.follicle_constants(m, f, numbers, s)
    for _ in range(cycles):
        block_cycle.run_cycle(m, f, 0, key_0, key_1, clocks, numbers, s)
        k.begin_next_cycles(m, f, 0, key_0, key_1, 1e9, 7.0, numbers, s)
    block_cycle.run_cycle(m, f, 0, key_0, key_1, clocks, numbers, s)


@njit
def open_block(m, f, key_0, key_1, clocks, numbers, s):  # noqa: ANN001, ANN201  compiled
    """A block on the day on which its history opens."""
    k.open_lives(0, m, f, 0, key_0, key_1, 0.0, np.float32(2.0), clocks, numbers, s)


def cost(step: Any, *given: Any) -> float:
    """Nanoseconds a follicle of one pass over a block that lies in the innermost cache."""
    places = ", ".join(f"a{i}" for i in range(len(given)))
    room: dict[str, Any] = {"step": step}
    text = f"def repeat(n, {places}):\n    for _ in range(n):\n        step({places})\n"
    exec(text, room)  # noqa: S102  Numba cannot pass on a tuple of arrays without counting references
    repeat = njit(room["repeat"])
    repeat(1, *given)
    best = float("inf")
    for _ in range(PASS_ROUNDS):
        start = time.thread_time()
        repeat(REPEATS, *given)
        best = min(best, time.thread_time() - start)
    return best / REPEATS / block.BLOCK * 1e9


def passes() -> Iterator[str]:
    """Where the time of one cycle, four events, goes."""
    m, (key_0, key_1), numbers = block.BLOCK, keys_of(3), to_kernel(follicle_numbers(EVIDENCE))
    cells, visits = 1044, 262
    grid = make_grid(-7.0, 7.0, cells)
    clocks = build_clocks(np.ones(cells), np.zeros(cells), np.zeros(cells), grid, numbers)
    f, s, earliest = block.new_follicles(m), block.new_scratch(), np.int32(1)
    open_block(m, f, key_0, key_1, clocks, numbers, s)
    live_on(CYCLES_BEFORE, m, f, key_0, key_1, clocks, numbers, s)
    after = visits_after(np.arange(visits) * 28.0, -7.0, 7.0, cells)
    moves, sums = np.zeros((visits + 1, 6), np.int64), np.zeros(visits + 1, np.int64)
    threshold = np.float32(30.0)
    ends = (s.anagen_end_cell, s.catagen_end_cell, s.release_cell, s.cycle_end_cell)
    days = (f.entry_day, s.anagen_end, s.catagen_end, s.release, s.cycle_end)
    words = (s.word_0, s.word_1, s.word_2, s.word_3)
    stays = (s.anagen, s.catagen, s.telogen, s.kenogen)
    clock = (clocks.telogen, grid, s.late)

    def count_one_channel() -> float:
        hair = (f.full_diameter, s.size_in, s.size_out)
        marked = cost(r.mark_counted, m, s.begin_cell, s.release_cell, *hair, threshold, s.value, s.mark)
        booked = cost(r.book, m, s.begin_cell, s.release_cell, s.value, after, sums)
        return marked + booked + cost(r.list_marked, m, s.mark, s.place)

    steps = {
        "random words (Philox, four words)": cost(
            block_cycle.draw_words, m, f.number, 0, f.cycle, DURATIONS, key_0, key_1, *words
        ),
        "stays (four normal quantiles and exponentials)": 4
        * cost(
            block_cycle.draw_stays,
            m,
            s.word_0,
            numbers.anagen_sigma,
            c.ANAGEN,
            f.first_phase,
            s.place.view(np.float32),
        ),
        "cells of the grid (five days)": sum(
            cost(r.find_cells, m, day, 0.0, grid, s.begin_cell) for day in days
        ),
        "drives": cost(block_cycle.look_up_drives, m, s.entry_cell, clocks, s.androgen, s.lift),
        "size on entry": cost(block_cycle.step_sizes, m, f, s.androgen, s.lift, numbers, s.size_in),
        "means of stays": cost(
            block_cycle.scale_stays, m, s.size_in, numbers, *(stay.copy() for stay in stays)
        ),
        "clocks (three, at rest)": cost(
            block_cycle.run_clock,
            m,
            f.entry_day,
            s.entry_cell,
            earliest,
            s.anagen,
            s.share,
            clocks.anagen,
            *clock[1:],
            s.anagen_end.copy(),
        )
        + 2
        * cost(
            block_cycle.run_clock,
            m,
            s.release,
            s.release_cell,
            earliest,
            s.kenogen,
            s.no_share,
            *clock,
            s.reading,
        ),
        "thinning within anagen": cost(block_cycle.thin_sizes, m, f, clocks, numbers, s),
        "moves (four) and shed hairs": sum(cost(r.count_moves, m, end, 1, after, moves) for end in ends)
        + cost(r.count_shed, m, s.release_cell, f.full_diameter, s.size_out, threshold, after, sums),
        "three counts": 3 * count_one_channel(),
        "next cycle": cost(
            k.mark_established,
            m,
            f.entry_day,
            s.cycle_end,
            s.size_in,
            f.vellus_since.copy(),
            1e9,
            numbers,
            s.mark,
        )
        + cost(k.enter_next_cycles, m, f, s)
        + cost(k.count_living, m, f.entry_day, 1e9),
    }
    total = sum(steps.values())
    yield "| one cycle (four events) of a block in the innermost cache | ns a follicle | share |"
    yield "|---|---|---|"
    for name, ns in steps.items():
        yield f"| {name} | {ns:.2f} | {100 * ns / total:.0f} % |"
    yield f"| sum, {total / 4:.2f} ns an event | {total:.2f} | 100 % |"


def headline(result: dict[str, Any]) -> Iterator[str]:
    """What `anagen bench` reports."""
    rate, every = result["kernel_m_follicle_years_per_s"], result["full_biology_m_follicle_years_per_s"]
    event, compiler = result["ns_per_event"], result["compiler"]
    weighed = f"{every['one_core_with_hair_weight']} M follicle-years/s"
    yield "| figure | here | wanted |"
    yield "|---|---|---|"
    rows = [
        ("bare workload, one core", f"{rate['one_core']} M follicle-years/s, {event['bare']} ns/event", ""),
        (f"bare workload, {result['cores']} cores", f"{rate['all_cores']} M follicle-years/s", ""),
        ("against the C reference, one core each", f"{result['ratio_to_c_reference']}", "0.8"),
        ("speed-up on two threads", f"{result['two_thread_speed_up']}", "1.8"),
        (
            "full biology, three counts, one core",
            f"{every['one_core']} M follicle-years/s, {event['full_biology']} ns/event",
            "",
        ),
        ("full biology against bare, for each event", f"{result['ratio_full_to_bare']}", "0.5"),
        (
            "full biology, two counts and hair weight, one core",
            f"{weighed}, {event['full_biology_with_hair_weight']} ns/event",
            "",
        ),
        ("full biology, unrecorded, one core", f"{every['one_core_unrecorded']} M follicle-years/s", ""),
        (f"full biology, {result['cores']} cores", f"{every['all_cores']} M follicle-years/s", ""),
        (
            "100 000 follicles from puberty on, 40 years recorded, all cores",
            f"{result['head_40_years_s']} s",
            "about 1 s",
        ),
        (
            "memory of the process, 20 and 80 years",
            f"{result['memory_mib_20_years']} and {result['memory_mib_80_years']} MiB",
            "flat",
        ),
    ]
    for what, here, wanted in rows:
        yield f"| {what} | {here} | {wanted} |"
    yield ""
    name = "no C compiler" if compiler is None else f"{compiler['name']}, `{compiler['flags']}`"
    versions = f"Python {platform.python_version()}, Numba {numba.__version__}, NumPy {np.__version__}"
    yield f"{processor()}; {result['cores']} cores, Linux, shared with other work. {versions}; {name}."


def processor() -> str:
    """The kind of processor, in general words."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.machine()
    name = next((line.partition(":")[2].strip() for line in text.splitlines() if "model name" in line), "")
    return f"{name} ({platform.machine()}{', AVX-512' if ' avx512f ' in text else ''})"


def main() -> None:
    """Measure, print, write."""
    result = run_benchmark()
    blocks = ["\n".join(part) for part in (headline(result), scaling(), treated(), passes())]
    text = "\n\n".join(blocks)
    print(text)
    if "--print" in sys.argv[1:]:
        return
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    README.write_text(before + BEGIN + text + "\n" + END + rest.partition(END)[2], encoding="utf-8")
    README.with_name("results.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
