"""Where the kernel's time goes, and how near it comes to what the machine can do."""

from __future__ import annotations

import ast
import cProfile
import inspect
import pstats
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from costs import in_trial
from numba import njit
from rounds import significant

import anagen
from anagen.bench.measure import on_threads
from anagen.compiled import f4, fma
from anagen.evidence import known
from anagen.kernel import block, block_cycle
from anagen.kernel import cycle as c
from anagen.kernel import follicles as k
from anagen.kernel import record as r
from anagen.kernel.clocks import build_clocks
from anagen.kernel.numbers import to_kernel
from anagen.kernel.population import keys_of, make_grid, visits_after
from anagen.kernel.random import DURATIONS, philox
from anagen.laws.arithmetic import normal_from_tail_f32, tail_f32
from anagen.laws.cycle import lognormal_factor
from anagen.simulation.numbers import follicle_numbers

EVIDENCE = known()
REPEATS, CYCLES_BEFORE, PASS_ROUNDS = 300, 6, 9
EVENTS_OF_CYCLE = 4
PACKAGE = Path(anagen.__file__).parent
COUNTED = (ast.BinOp, ast.AugAssign, ast.UnaryOp, ast.Compare, ast.IfExp)
"""What a processor has an instruction for; a fused multiply-add and a root are one more each."""


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


def passes() -> dict[str, float]:
    """Nanoseconds a follicle of each pass of one cycle, four events, over a block in the innermost cache."""
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

    return {
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
        "drives": cost(block_cycle.look_up_drives, m, s.entry_cell, clocks, s.androgen, s.lift, s.gain),
        "size on entry": cost(block_cycle.step_sizes, m, f, numbers, s),
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
        + cost(k.thin_own_sizes, m, s.own_size.copy(), s.size_in, s.size_out)
        + cost(k.enter_next_cycles, m, f, s.own_size, s)
        + cost(k.count_living, m, f.entry_day, 1e9),
    }


def operations(function: Callable[..., Any]) -> int:
    """Arithmetic of one call of a compiled function, as its source has it, what it calls included.

    Both sides of a choice count: lanes of a vector go both ways. Conversions between kinds of numbers do not count.
    """
    plain = getattr(function, "py_func", function)
    tree = ast.parse(textwrap.dedent(inspect.getsource(plain)))
    return sum(
        operations_of(one, plain.__globals__) for one in ast.iter_child_nodes(tree.body[0]) if is_code(one)
    )


def is_code(node: ast.AST) -> bool:
    """Whether a part of a function is a statement, not a decorator or a type."""
    return isinstance(node, ast.stmt)


def operations_of(node: ast.AST, names: dict[str, Any]) -> int:
    """Arithmetic of a part of a function's source."""
    times = 1
    if (
        isinstance(node, ast.For)
        and isinstance(node.iter, ast.Call)
        and isinstance(node.iter.args[0], ast.Constant)
    ):
        times = int(node.iter.args[0].value)
    inside = sum(operations_of(one, names) for one in ast.iter_child_nodes(node))
    return times * (inside + isinstance(node, COUNTED) + called(node, names))


def called(node: ast.AST, names: dict[str, Any]) -> int:
    """Arithmetic of a call itself."""
    if not isinstance(node, ast.Call):
        return 0
    if isinstance(node.func, ast.Attribute):
        return int(node.func.attr == "sqrt")
    target = names.get(node.func.id) if isinstance(node.func, ast.Name) else None
    if target is fma:
        return 1
    return operations(target) if inspect.isfunction(getattr(target, "py_func", target)) else 0


@njit
def fused(m, x, y, a, b, n):  # noqa: ANN001, ANN201  compiled
    """Eight independent chains of fused multiply-adds for each lane, on numbers in the innermost cache."""
    for _ in range(n):
        for j in range(m):
            s, t = x[j], y[j]
            u, v = s + a, t + a
            for _i in range(16):
                s, t, u, v = fma(s, a, b), fma(t, a, b), fma(u, a, b), fma(v, a, b)
            x[j], y[j] = s + u, t + v


@njit
def scattered(m, place, sums, n):  # noqa: ANN001, ANN201  compiled
    """Additions to a short table at places that nobody can foresee."""
    for _ in range(n):
        for j in range(m):
            sums[place[j]] += 1


def fastest(work: Callable[[], Any]) -> float:
    """Processor seconds of the best of some runs: a limit is what the machine can do."""
    work()
    times = []
    for _ in range(PASS_ROUNDS):
        start = time.thread_time()
        work()
        times.append(time.thread_time() - start)
    return min(times)


def limits() -> dict[str, float]:
    """What one core does at most, measured: arithmetic in lanes, and additions at scattered places."""
    lanes, repeats = 512, 2000
    x, y = np.ones(lanes, np.float32), np.ones(lanes, np.float32)
    a, b = f4(0.999), f4(1e-3)
    place = np.random.default_rng(1).integers(0, 263, block.BLOCK).astype(np.uint32)
    sums = np.zeros(263, np.int64)
    arithmetic_s = fastest(lambda: fused(lanes, x, y, a, b, repeats))
    scatter_s = fastest(lambda: scattered(block.BLOCK, place, sums, repeats))
    return {
        "operations_per_ns": significant(lanes * repeats * (16 * 4 + 4) / arithmetic_s / 1e9),
        "ns_per_scattered_addition": significant(scatter_s / (block.BLOCK * repeats) * 1e9),
    }


def least_event() -> dict[str, float]:
    """What an event of the bare workload needs at the very least: its chance and one addition.

    A quarter of four random words, one normal quantile, one exponential and the sum that gives its day. Of the random
    words, masks and keys that a compiler takes out of the loop make up for lanes of twice the width.
    """
    drawn = operations(tail_f32) + operations(normal_from_tail_f32) + operations(lognormal_factor)
    return {
        "operations": round(operations(philox) / EVENTS_OF_CYCLE + drawn + 2, 1),
        "scattered_additions": 1,
    }


def limit_of(achieved_ns: float) -> dict[str, float]:
    """The least time of an event on this machine, and which share of it the kernel reaches.

    Parameters
    ----------
    achieved_ns
        What an event of the bare workload takes. [ns]
    """
    can, needs = limits(), least_event()
    arithmetic_ns = needs["operations"] / can["operations_per_ns"]
    scatter_ns = needs["scattered_additions"] * can["ns_per_scattered_addition"]
    return {
        **can,
        **needs,
        "arithmetic_ns": significant(arithmetic_ns),
        "scatter_ns": significant(scatter_ns),
        "achieved_ns": significant(achieved_ns),
        "share": round((arithmetic_ns + scatter_ns) / achieved_ns, 2),
    }


def parts_of_a_trial(*, quick: bool) -> dict[str, float]:
    """Share of the time of a trial of five arms that is spent in each part of the package, by a profile. [ratio]"""
    work = in_trial(8 if quick else 60, 1000, 5)
    with on_threads(1):
        work()
        profile = cProfile.Profile()
        profile.runcall(work)
    found: dict[str, float] = {}
    for (file, _line, _name), (_calls, _all, own_s, *_rest) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        path = Path(file)
        inside = path.is_relative_to(PACKAGE)
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py") if inside else "Python and libraries"
        found[part] = found.get(part, 0.0) + own_s
    total = sum(found.values())
    return {part: round(own_s / total, 3) for part, own_s in sorted(found.items(), key=lambda one: -one[1])}
