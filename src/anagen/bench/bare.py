"""The bare workload on the product's own kernel: its passes over blocks, with two small laws in place of the biology.

Draws, days, cells, moves, the step to the next cycle and the dropping of follicles that are done are the very functions
that run the full biology; what is written here are the laws of the workload, its start and its three kinds of sum.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from anagen.bench import workload as w
from anagen.compiled import compiled, compiled_pass, f4, f8, fma, i4, i8, inlined, u4
from anagen.kernel import cycle as c
from anagen.kernel.block import BLOCK, Follicles, Scratch, new_follicles, new_scratch
from anagen.kernel.block_cycle import add_days, draw_all_stays, draw_words, look_up_reading
from anagen.kernel.clocks import Clock, Grid, build_clock
from anagen.kernel.follicles import drop_done, enter_next_cycles
from anagen.kernel.numbers import FollicleNumbers, Numbers, lognormal_sigma, to_kernel
from anagen.kernel.population import keys_of, make_grid
from anagen.kernel.random import TRAITS
from anagen.kernel.readings import visits_after
from anagen.kernel.record import count_moves, find_cells
from anagen.laws.arithmetic import exp_f32, normal_f32, uniform_f32
from anagen.laws.cycle import lognormal_factor
from anagen.threads import run_ranges

CHUNK_LIMIT = 64
PERSON = 0
ONE = f4(1.0)
MEAN_ANAGEN, MEAN_CATAGEN, MEAN_TELOGEN, MEAN_KENOGEN = (f4(days) for days in w.STAY_DAYS)
SENSITIVITY_SIGMA = f4(lognormal_sigma(w.SENSITIVITY_CV))
HALF = f4(0.5)
DIAMETER_RATE, ANAGEN_RATE = f4(-w.DIAMETER_RATE), f4(-w.ANAGEN_RATE)
LEAST_DIAMETER, LEAST_ANAGEN = f4(w.LEAST_DIAMETER_UM), f4(w.LEAST_ANAGEN_DAYS)
DIAMETER_MEAN, DIAMETER_SD = f4(w.DIAMETER_MEAN_UM), f4(w.DIAMETER_SD_UM)
DIAMETER_LOW, DIAMETER_HIGH = f4(w.DIAMETER_LOW_UM), f4(w.DIAMETER_HIGH_UM)
CLASS_LOW, CLASS_HIGH = (f4(edge) for edge in w.CLASS_EDGES_UM)
FIXED_POINT = f4(w.FIXED_POINT)


class Sums(NamedTuple):
    """Room for what happens between samples, see `workload.course_of`."""

    sample_after: NDArray[np.int32]
    moves: NDArray[np.int64]
    classes: NDArray[np.int64]
    diameters: NDArray[np.int64]


def bare_numbers() -> Numbers:
    """The spreads of the stays, as the kernel's draws take them; there is no other biology in the workload."""
    none = dict.fromkeys(FollicleNumbers._fields, 0.0)
    names = ("anagen_duration_cv", "catagen_duration_cv", "telogen_duration_cv", "kenogen_duration_cv")
    return to_kernel(FollicleNumbers(**{**none, **dict(zip(names, w.STAY_CV, strict=True))}))


@inlined
def shrunk(value: float, rate: float, dose: float, least: float) -> float:
    r"""The law of the workload for both diameter and mean anagen: :math:`\max(v_0, v \exp(-\rho E))`."""
    smaller: float = value * exp_f32(rate * dose)
    return max(smaller, least)


@compiled_pass
def shrink(
    m: int,
    sensitivity: Any,
    exposure: Any,
    last_exposure: Any,
    diameter: Any,
    anagen: Any,
    next_diameter: Any,
) -> None:
    """Shrink each follicle by the exposure since it last returned to anagen."""
    for j in range(m):
        dose = sensitivity[j] * f4(exposure[j] - last_exposure[j])
        next_diameter[j] = shrunk(diameter[j], DIAMETER_RATE, dose, LEAST_DIAMETER)
        anagen[j] = shrunk(anagen[j], ANAGEN_RATE, dose, LEAST_ANAGEN)
    for j in range(m):
        last_exposure[j] = exposure[j]


@compiled_pass
def scale(m: int, mean_anagen: Any, anagen: Any, catagen: Any, telogen: Any, kenogen: Any) -> None:
    """Stays in days from stays relative to their means."""
    for j in range(m):
        anagen[j] *= mean_anagen[j]
        catagen[j] *= MEAN_CATAGEN
        telogen[j] *= MEAN_TELOGEN
        kenogen[j] *= MEAN_KENOGEN


@inlined
def class_of(diameter: float) -> int:
    """The class of a diameter: fine, middle, thick."""
    thick: int = i4(diameter >= CLASS_LOW) + i4(diameter >= CLASS_HIGH)
    return thick


@compiled_pass
def count_first_sizes(m: int, diameter: Any, classes: Any, diameters: Any) -> None:
    """Book the diameters with which follicles open."""
    for j in range(m):
        classes[0, u4(class_of(diameter[j]))] += 1
        diameters[0] += i8(diameter[j] * FIXED_POINT)


@compiled_pass
def count_sizes(
    m: int, cell: Any, diameter: Any, next_diameter: Any, sample_after: Any, classes: Any, diameters: Any
) -> None:
    """Book each change of diameter."""
    for j in range(m):
        sample = u4(sample_after[u4(cell[j])])
        diameters[sample] += i8(next_diameter[j] * FIXED_POINT) - i8(diameter[j] * FIXED_POINT)
        was, now = class_of(diameter[j]), class_of(next_diameter[j])
        if was != now:
            classes[sample, u4(was)] -= 1
            classes[sample, u4(now)] += 1


@compiled_pass
def open_follicles(
    first: int, m: int, f: Follicles, key_0: int, key_1: int, numbers: Numbers, s: Scratch
) -> None:
    """Follicles in the stationary state on day 0, each on the day on which its cycle began.

    A follicle of the workload is kept in the kernel's room for follicles: its diameter as size, its mean anagen as
    full diameter, its last exposure as the day since which it is vellus.
    """
    number, cycle, size, mean_anagen, last_exposure = (
        f.number,
        f.cycle,
        f.size,
        f.full_diameter,
        f.vellus_since,
    )
    sensitivity, first_phase, entry_day, place = f.sensitivity, f.first_phase, f.entry_day, s.size_out
    for j in range(m):
        number[j] = u4(first + j)
        cycle[j] = u4(0)
        mean_anagen[j] = MEAN_ANAGEN
        last_exposure[j] = 0.0
    draw_words(m, number, PERSON, cycle, TRAITS, key_0, key_1, s.word_0, s.word_1, s.word_2, s.word_3)
    word_0, word_1, word_2, word_3 = s.word_0, s.word_1, s.word_2, s.word_3
    for j in range(m):
        d = fma(DIAMETER_SD, normal_f32(word_0[j]), DIAMETER_MEAN)
        size[j] = min(max(d, DIAMETER_LOW), DIAMETER_HIGH)
    for j in range(m):
        half_variance = HALF * SENSITIVITY_SIGMA * SENSITIVITY_SIGMA
        sensitivity[j] = lognormal_factor(normal_f32(word_1[j]), SENSITIVITY_SIGMA, half_variance)
    for j in range(m):
        first_phase[j] = c.opening_phase(word_2[j], MEAN_ANAGEN, MEAN_CATAGEN, MEAN_TELOGEN, MEAN_KENOGEN)
        place[j] = uniform_f32(word_3[j])
    draw_all_stays(m, f, PERSON, key_0, key_1, numbers, s)
    scale(m, mean_anagen, s.anagen, s.catagen, s.telogen, s.kenogen)
    a, b, t, k = s.anagen, s.catagen, s.telogen, s.kenogen
    for j in range(m):
        entry_day[j] = 0.0 - f8(c.opening_age(first_phase[j], place[j], a[j], b[j], t[j], k[j]))


@compiled_pass
def follow_bare_block(  # noqa: PLR0917  compiled functions take no keywords
    m: int,
    f: Follicles,
    key_0: int,
    key_1: int,
    until: float,
    exposure: Clock,
    grid: Grid,
    numbers: Numbers,
    s: Scratch,
    sums: Sums,
) -> None:
    """Live a block of follicles from day 0 until a day and record each event; compare `follicles.follow_block`."""
    after, moves, no_lag, opening = sums.sample_after, sums.moves, 0.0, True
    cell, reading = s.entry_cell, s.reading
    while m > 0:
        find_cells(m, f.entry_day, no_lag, grid, cell)
        look_up_reading(m, f.entry_day, cell, exposure, grid, reading)
        shrink(m, f.sensitivity, reading, f.vellus_since, f.size, f.full_diameter, s.size_out)
        if opening:
            count_moves(m, cell, 0, after, moves)
            count_first_sizes(m, s.size_out, sums.classes, sums.diameters)
        else:
            count_sizes(m, cell, f.size, s.size_out, after, sums.classes, sums.diameters)
        draw_all_stays(m, f, PERSON, key_0, key_1, numbers, s)
        scale(m, f.full_diameter, s.anagen, s.catagen, s.telogen, s.kenogen)
        add_days(m, f.entry_day, s.anagen, s.anagen_end)
        add_days(m, s.anagen_end, s.catagen, s.catagen_end)
        add_days(m, s.catagen_end, s.telogen, s.release)
        add_days(m, s.release, s.kenogen, s.cycle_end)
        find_cells(m, s.anagen_end, no_lag, grid, s.anagen_end_cell)
        count_moves(m, s.anagen_end_cell, 1, after, moves)
        find_cells(m, s.catagen_end, no_lag, grid, s.catagen_end_cell)
        count_moves(m, s.catagen_end_cell, 2, after, moves)
        find_cells(m, s.release, no_lag, grid, s.release_cell)
        count_moves(m, s.release_cell, 3, after, moves)
        find_cells(m, s.cycle_end, no_lag, grid, s.cycle_end_cell)
        count_moves(m, s.cycle_end_cell, 4, after, moves)
        enter_next_cycles(m, f, s.size_out, s)
        m = drop_done(m, f, until)
        opening = False


@compiled
def follow_bare_tasks(  # noqa: PLR0917  likewise
    first_task: int,
    last_task: int,
    tasks: int,
    follicles: int,
    key_0: int,
    key_1: int,
    until: float,
    rate: NDArray[np.float64],
    grid: Grid,
    numbers: Numbers,
    sample_after: NDArray[np.int32],
    moves: NDArray[np.int64],
    classes: NDArray[np.int64],
    diameters: NDArray[np.int64],
) -> None:
    """Follow the follicles of some tasks; each task has rows of its own."""
    f, s = new_follicles(BLOCK), new_scratch()
    exposure = build_clock(rate, np.zeros(rate.size), grid)
    for task in range(first_task, last_task):
        sums = Sums(sample_after, moves[task], classes[task], diameters[task])
        end = (task + 1) * follicles // tasks
        for first in range(task * follicles // tasks, end, BLOCK):
            m = min(BLOCK, end - first)
            open_follicles(first, m, f, key_0, key_1, numbers, s)
            follow_bare_block(m, f, key_0, key_1, until, exposure, grid, numbers, s, sums)


def bare_rate(years: float) -> NDArray[np.float64]:
    """Exposure per day in each cell of the grid, whose cell 0 is the past: nothing is gathered there."""
    return np.concatenate([[0.0], w.exposure_rate(years)])


def run_bare(follicles: int, years: float, seed: int) -> w.Course:
    """The bare workload on the product's kernel, on as many threads as the kernel takes."""
    samples = w.sample_count(years)
    days = np.arange(samples, dtype=np.float64) * w.SAMPLE_DAYS
    grid = make_grid(-w.SAMPLE_DAYS, w.SAMPLE_DAYS, samples)
    tasks = min(-(-follicles // BLOCK), CHUNK_LIMIT)
    moves = np.zeros((tasks, samples + 1, 5), np.int64)
    classes = np.zeros((tasks, samples + 1, 3), np.int64)
    diameters = np.zeros((tasks, samples + 1), np.int64)
    sample_after = visits_after(days, -w.SAMPLE_DAYS, w.SAMPLE_DAYS, samples)
    rate, numbers, (key_0, key_1) = bare_rate(years), bare_numbers(), keys_of(seed)

    def work(first: int, last: int) -> None:
        follow_bare_tasks(
            first,
            last,
            tasks,
            follicles,
            key_0,
            key_1,
            float(days[-1]),
            rate,
            grid,
            numbers,
            sample_after,
            moves,
            classes,
            diameters,
        )

    run_ranges(work, tasks)
    return w.course_of(moves.sum(axis=0), classes.sum(axis=0), diameters.sum(axis=0))
