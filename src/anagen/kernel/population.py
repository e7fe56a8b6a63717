"""The kernel's face: grow a population up to day 0, then follow it under any number of treatments.

NumPy arrays in, NumPy arrays out. The work is a list of tasks, each one chunk of one person's follicles; a task writes
to room of its own and all sums are integers, so the result is the same on any number of threads.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled
from anagen.kernel.block import BLOCK, Follicles, new_follicles, new_scratch
from anagen.kernel.clocks import Clocks, Grid, build_clocks
from anagen.kernel.cycle import NOT_FIRST
from anagen.kernel.device_choice import CUDA, chosen_device
from anagen.kernel.follicles import copy_follicle, follow_block, grow_block, open_lives
from anagen.kernel.numbers import FollicleNumbers, Numbers, to_kernel
from anagen.kernel.past import STEP_DAYS, Past, fill_past, past_cells, past_of, steps_of, untreated_androgen
from anagen.kernel.readings import Readings, assemble, check_visits, new_record, new_room, visits_after
from anagen.kernel.record import FIXED_POINT, REFERENCE_UM, Channel, Record, exposure_at_visits, with_room
from anagen.threads import run_ranges

__all__ = [
    "FIXED_POINT",
    "REFERENCE_UM",
    "Channel",
    "Population",
    "Readings",
    "all_entering_anagen",
    "follow",
    "grow_up",
]

FloatArray = NDArray[np.float64]
CHUNK_LIMIT = 64
"""Chunks into which one person's follicles are cut at most, so that memory does not grow with their number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """People on day 0: each follicle on the day on which its present cycle began."""

    numbers: FollicleNumbers
    people: int
    follicles: int
    """Follicles of each person."""
    seed: int
    person: NDArray[np.uint32]
    """[people] numbers by which the random counters know people."""
    past: Past
    """When androgen began to act on each person's follicles; a day to come for those that are still untouched."""
    state: Follicles

    def take(self, rows: NDArray[np.int64]) -> Population:
        """Some of the people, each as they are."""
        size = self.follicles
        places = (np.asarray(rows)[:, None] * size + np.arange(size)).reshape(-1)
        return replace(
            self,
            people=len(rows),
            person=self.person[rows],
            past=Past(*(column[rows] for column in self.past)),
            state=Follicles(*(column[places] for column in self.state)),
        )


@compiled
def make_grid(first_day: float, cell_days: float, cells: int) -> Grid:
    """A uniform grid."""
    return Grid(first_day, cell_days, 1.0 / cell_days, cells - 1)


@compiled
def grow_tasks(
    first_task: int,
    last_task: int,
    chunks: int,
    follicles: int,
    person: NDArray[np.uint32],
    key_0: int,
    key_1: int,
    past: Past,
    opening_day: FloatArray,
    median: NDArray[np.float32],
    numbers: Numbers,
    grown: Follicles,
) -> None:
    """Grow the follicles of some tasks to day 0; a task is one chunk of one person's follicles."""
    f, s = new_follicles(BLOCK), new_scratch()
    for task in range(first_task, last_task):
        i, k = task // chunks, task % chunks
        onset = past.onset_day[i]
        cells = 1 + steps_of(i, past, numbers)
        grid = make_grid(onset - STEP_DAYS, STEP_DAYS, cells)
        androgen, none = np.empty(cells), np.zeros(cells)
        fill_past(i, past, numbers, androgen)
        clocks = build_clocks(androgen, none, none, grid, numbers)
        end = (k + 1) * follicles // chunks
        for first in range(k * follicles // chunks, end, BLOCK):
            m = min(end - first, BLOCK)
            open_lives(first, m, f, person[i], key_0, key_1, opening_day[i], median[i], clocks, numbers, s)
            grow_block(m, f, person[i], key_0, key_1, 0.0, clocks, numbers, s, grown, i * follicles)


@compiled
def load_block(state: Follicles, begin: int, end: int, f: Follicles, record: Record) -> int:
    """Copy the living among some follicles into a block; those already lost are recorded. Returns how many live."""
    m = 0
    for j in range(begin, end):
        if state.entry_day[j] == np.inf:
            record.moves[0, 0] += 1
            record.moves[0, 5] += 1
        else:
            copy_follicle(state, j, f, m)
            m += 1
    return m


@compiled
def fill_drives(
    i: int,
    before: int,
    cell_days: float,
    past: Past,
    androgen: FloatArray,
    minoxidil: FloatArray,
    wound: FloatArray,
    numbers: Numbers,
    a: FloatArray,
    m: FloatArray,
    w: FloatArray,
) -> None:
    """One person's drives: `before` cells of the untreated past, then those that are given from day 0 on."""
    i_drive = min(i, androgen.shape[0] - 1)
    first_day = -cell_days * before
    for cell in range(before + androgen.shape[1]):
        a[cell] = untreated_androgen(first_day + cell_days * cell, cell_days, i, past, numbers)
        m[cell] = w[cell] = 0.0
        if cell >= before:
            a[cell] *= androgen[i_drive, cell - before]
            m[cell] = minoxidil[i_drive, cell - before]
            w[cell] = wound[i_drive, cell - before]


@compiled
def clocks_of(
    i: int,
    before: int,
    cell_days: float,
    past: Past,
    androgen: FloatArray,
    minoxidil: FloatArray,
    wound: FloatArray,
    numbers: Numbers,
) -> Clocks:
    """One person's clocks: `before` cells of the untreated past, then the drives that are given from day 0 on."""
    cells = before + androgen.shape[1]
    a, m, w = np.empty(cells), np.empty(cells), np.empty(cells)
    fill_drives(i, before, cell_days, past, androgen, minoxidil, wound, numbers, a, m, w)
    return build_clocks(a, m, w, make_grid(-cell_days * before, cell_days, cells), numbers)


@compiled
def follow_tasks(
    first_task: int,
    last_task: int,
    chunks: int,
    follicles: int,
    person: NDArray[np.uint32],
    key_0: int,
    key_1: int,
    until: float,
    before: int,
    cell_days: float,
    past: Past,
    androgen: FloatArray,
    minoxidil: FloatArray,
    wound: FloatArray,
    numbers: Numbers,
    state: Follicles,
    record: Record,
    sums: NDArray[np.int64],
    levels: NDArray[np.int64],
    moves: NDArray[np.int64],
    shed: NDArray[np.int64],
) -> None:
    """Follow the follicles of some tasks; each task has rows of its own for its differences between visits."""
    f, s = new_follicles(BLOCK), new_scratch()
    exposure = np.zeros(record.exposure.size)
    for task in range(first_task, last_task):
        i, k = task // chunks, task % chunks
        clocks = clocks_of(i, before, cell_days, past, androgen, minoxidil, wound, numbers)
        own = with_room(record, sums[task], levels[task], exposure, moves[task], shed[task])
        exposure_at_visits(record.visit_days, clocks, exposure)
        first, last = i * follicles + k * follicles // chunks, i * follicles + (k + 1) * follicles // chunks
        for begin in range(first, last, BLOCK):
            m = load_block(state, begin, min(begin + BLOCK, last), f, own)
            follow_block(m, f, person[i], key_0, key_1, until, clocks, numbers, s, own)


def keys_of(seed: int) -> tuple[np.uint32, np.uint32]:
    """The two key words of a seed."""
    return np.uint32(seed & 0xFFFFFFFF), np.uint32((seed >> 32) & 0xFFFFFFFF)


def chunks_of(people: int, follicles: int) -> int:
    """Chunks of each person: enough to keep all threads busy, never fewer follicles than a block.

    The number depends on the work alone, not on the machine, so that it can never matter to a result.
    """
    return max(1, min(-(-follicles // BLOCK), CHUNK_LIMIT, -(-256 // max(people, 1))))


def as_rows(values: Any, people: int, cells: int) -> FloatArray:
    """A drive as rows [people, cells] of contiguous cells."""
    return np.ascontiguousarray(np.broadcast_to(np.asarray(values, np.float64), (people, cells)))


def grow_up(
    numbers: FollicleNumbers,
    *,
    sensitivity: Any,
    onset_day: Any,
    follicles: int,
    seed: int,
    change_day: Any = np.inf,
    change_factor: Any = 1.0,
    opening_day: Any = np.inf,
    person: Any = 0,
    device: str | None = None,
) -> Population:
    """Follicles of people on day 0, after a life without treatment.

    Parameters
    ----------
    sensitivity
        Median androgen sensitivity of each person's follicles. [ratio], shape (people,)
    onset_day
        Day on which androgen begins to act on them, one for each person or one for all. Until then all are in the
        stationary state of a healthy scalp; a day after 0 is still to come. [day]
    follicles
        Follicles of each person.
    seed
        A result is a function of the seed and of the numbers of person and follicle.
    change_day, change_factor
        Day from which the untreated androgen drive is multiplied by a factor, and that factor. [day], [ratio]
    opening_day
        Day on which the history opens, on the day of onset or day 0 at the latest; lives that are to be compared on
        different days must open on the same one. [day]
    person
        Numbers by which the random counters know the people; if one is given, that of the first. Shape (people,)
    device
        What lives them: ``"cpu"`` or ``"cuda"``; that of `on_device` if not given.
    """
    median = np.ascontiguousarray(sensitivity, np.float32).reshape(-1)
    people = median.size
    past = past_of(people, onset_day, change_day, change_factor)
    opening = np.minimum(np.minimum(np.broadcast_to(opening_day, (people,)), past.onset_day), 0.0)
    who = np.asarray(person, np.uint32)
    if not who.shape:
        who = np.arange(people, dtype=np.uint32) + np.uint32(who)
    key_0, key_1 = keys = keys_of(seed)
    state = new_follicles(people * follicles)
    chunks, kernel_numbers = chunks_of(people, follicles), to_kernel(numbers)

    def work(first: int, last: int) -> None:
        grow_tasks(
            first, last, chunks, follicles, who, key_0, key_1, past, opening, median, kernel_numbers, state
        )

    if chosen_device(device) == CUDA:
        from anagen.kernel.device import grow_on_device

        grow_on_device(who, keys, past, opening, median, kernel_numbers, state)
    else:
        run_ranges(work, people * chunks)
    return Population(
        numbers=numbers, people=people, follicles=follicles, seed=seed, person=who, past=past, state=state
    )


def all_entering_anagen(
    numbers: FollicleNumbers, *, sensitivity: Any, follicles: int, seed: int
) -> Population:
    """People whose follicles all enter anagen on day 0 at full size, as after a shed that took every hair at once."""
    people = grow_up(numbers, sensitivity=sensitivity, onset_day=0.0, follicles=follicles, seed=seed)
    people.state.entry_day[:] = 0.0
    people.state.cycle[:] += np.uint32(1)
    people.state.first_phase[:] = NOT_FIRST
    return people


def follow(
    population: Population,
    *,
    androgen: Any,
    minoxidil: Any,
    wound: Any = 0.0,
    cell_days: float,
    visit_days: Any,
    channels: list[Channel],
    shed_threshold_um: float = 0.0,
    numbers: FollicleNumbers | None = None,
    device: str | None = None,
) -> Readings:
    """The population from day 0 on, under drives, as its visits see it.

    Parameters
    ----------
    androgen
        Androgen drive relative to that of the person untreated, in each cell from day 0 on: shape (people, cells), or
        (cells,) for all people alike. Its shape sets the number of cells. [ratio]
    minoxidil, wound
        The other drives; like that, or one number. [ratio]
    cell_days
        Width of a cell; visits fall on edges of cells. [day]
    visit_days
        Days of the visits, growing, the first at 0 or later; each a multiple of `cell_days`. [day]
    channels
        What to read.
    shed_threshold_um
        Released hairs thinner than this are not counted as shed. [um]
    numbers
        Other biology than that of the population.
    device
        What lives them: ``"cpu"`` or ``"cuda"``; that of `on_device` if not given.
    """
    if not channels:
        channels = [Channel(0, 0.0, 0.0, 0.0)]
    given = np.shape(androgen)[-1]
    a, m, w = (as_rows(one, population.people, given) for one in (androgen, minoxidil, wound))
    days = np.asarray(visit_days, np.float64)
    check_visits(days, cell_days, given)
    before = past_cells(population.past, population.state, population.numbers, cell_days)
    cells = before + given
    key_0, key_1 = keys_of(population.seed)
    on_gpu = chosen_device(device) == CUDA
    chunks = 1 if on_gpu else chunks_of(population.people, population.follicles)
    tasks = population.people * chunks
    room = new_room(tasks, len(channels), days.size)
    after = visits_after(days, -float(cell_days) * before, float(cell_days), cells)
    record = new_record(days, channels, room, after, shed_threshold_um)
    kernel_numbers = to_kernel(numbers or population.numbers)

    def work(first: int, last: int) -> None:
        follow_tasks(
            first,
            last,
            chunks,
            population.follicles,
            population.person,
            key_0,
            key_1,
            float(days[-1]),
            before,
            float(cell_days),
            population.past,
            a,
            m,
            w,
            kernel_numbers,
            population.state,
            record,
            *room,
        )

    if on_gpu:
        from anagen.kernel.device import follow_on_device
        from anagen.kernel.device_kernels import Drives

        follow_on_device(
            population,
            (key_0, key_1),
            before,
            float(cell_days),
            Drives(a, m, w),
            kernel_numbers,
            record,
            room,
        )
    else:
        run_ranges(work, tasks)
    return assemble(room, days, channels, population.people, population.follicles)
