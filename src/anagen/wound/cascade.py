"""The machine of the wound: sessions in, drives and read-outs out, person by person."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled
from anagen.wound.numbers import WoundNumbers
from anagen.wound.repeats import alike_until, copy_cell, repeats
from anagen.wound.states import (
    FOR_DRIVE,
    LINEAR,
    READ_PERFUSION,
    STATES,
    WNT,
    Floats,
    add_session,
    read_state,
)
from anagen.wound.steps import drive_step, make_steps, repair_step

CALM_DAYS = 1.0
"""Days after a session from which long steps are taken."""
GONE = 1e-9
"""Level below which nothing is left of a wound, as far as the drive goes."""


class Grid(NamedTuple):
    """A uniform grid of short steps, and how many of them a long step takes."""

    step_days: float
    long_step: int
    cells: int
    steps_per_cell: int


@compiled
def follow_drive(
    numbers: WoundNumbers,
    factors: Floats,
    on_step: NDArray[np.int64],
    impulses: Floats,
    done: NDArray[np.bool_],
    grid: Grid,
    out: Floats,
) -> None:
    """Mean drive of each cell.

    Parameters
    ----------
    numbers
        Of biology.
    factors
        Of inflammation, platelets and healing time, by person. [people, 3]
    on_step
        Short step at whose start each session is, rising. [sessions]
    impulses
        What each session brings. [sessions, columns]
    done
        Whether a person had a session. [people, sessions]
    grid
        Cells and steps.
    out
        The drive. [people, cells]
    """
    start, middle, end = np.zeros(STATES), np.zeros(STATES), np.zeros(STATES)
    edge = np.empty(STATES)
    calm = int(CALM_DAYS / grid.step_days)
    last_step = grid.cells * grid.steps_per_cell
    same_until = alike_until(on_step, impulses, grid.cells, grid.steps_per_cell)
    for person in range(factors.shape[0]):
        time = numbers.wound_time_factor * factors[person, 2]
        short = make_steps(numbers, time, grid.step_days)
        long = make_steps(numbers, time, grid.step_days * grid.long_step)
        start[:] = 0.0
        edge[:] = -1.0
        out[person, :] = 0.0
        session, s, hurt = 0, 0, -calm
        while s < last_step:
            while session < on_step.size and on_step[session] == s:
                if done[person, session]:
                    add_session(start, impulses[session], factors[person])
                    hurt = s
                session += 1
            until = on_step[session] if session < on_step.size else last_step
            if start[:FOR_DRIVE].max() < GONE and start[WNT] < GONE:
                start[:] = 0.0
                s = until
                continue
            cell = s // grid.steps_per_cell
            until = min(until, (cell + 1) * grid.steps_per_cell)
            take_long = s - hurt >= calm and s + grid.long_step <= until
            steps = long if take_long else short
            mean = drive_step(start, middle, end, numbers, steps, FOR_DRIVE)
            out[person, cell] += mean * steps.days
            start, end = end, start
            s += grid.long_step if take_long else 1
            if s == (cell + 1) * grid.steps_per_cell:
                # A person who misses sessions has no two cells that are alike for sure.
                if same_until[cell] > cell + 1 and repeats(start, edge) and done[person].all():
                    further = copy_cell(out[person], cell, same_until[cell]) - cell - 1
                    s, hurt = s + further * grid.steps_per_cell, hurt + further * grid.steps_per_cell
                    session = np.searchsorted(on_step, s)
                edge[:] = start
        for cell in range(grid.cells):
            out[person, cell] /= grid.steps_per_cell * grid.step_days


@compiled
def follow_course(
    numbers: WoundNumbers,
    factors: Floats,
    on_step: NDArray[np.int64],
    impulses: Floats,
    done: NDArray[np.bool_],
    read_step: NDArray[np.int64],
    step_days: float,
    out: Floats,
) -> None:
    """Read-outs at some moments, after the session that is on the same step.

    Parameters
    ----------
    numbers, factors, on_step, impulses, done
        As in `follow_drive`.
    read_step
        Steps at whose start everything is read, rising. [moments]
    step_days
        Length of a step. [day]
    out
        What is read. [people, moments, columns]
    """
    start, middle, end = np.zeros(STATES), np.zeros(STATES), np.zeros(STATES)
    for person in range(factors.shape[0]):
        steps = make_steps(numbers, numbers.wound_time_factor * factors[person, 2], step_days)
        start[:] = 0.0
        session, s = 0, 0
        for k in range(read_step.size):
            while True:
                while session < on_step.size and on_step[session] <= s:
                    if done[person, session]:
                        add_session(start, impulses[session], factors[person])
                    session += 1
                if s >= read_step[k]:
                    break
                drive_step(start, middle, end, numbers, steps, LINEAR)
                repair_step(start, middle, end, numbers, steps)
                start, end = end, start
                s += 1
            if read_step[k] >= 0:
                read_state(start, numbers, out[person, k])
            else:
                out[person, k] = 0.0
                out[person, k, READ_PERFUSION] = 1.0
