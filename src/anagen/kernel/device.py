"""A population on a GPU through CUDA: the kernels of `device_kernels`, on as many follicles at a time as it holds.

Results are those of the processor to the last digit. For that the compiler must not contract ``a * b + c`` into one
rounding, as compilers for GPUs do unless told: `uncontracted` tells it, `check_bits` looks at what came of it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import import_module
from threading import Lock
from typing import Any, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from anagen.kernel.block import Follicles
from anagen.kernel.clocks import ROWS_OF_CLOCKS
from anagen.kernel.device_kernels import (
    Drives,
    People,
    Room,
    build_clocks_of_drives,
    build_clocks_of_past,
    cuda,
    draw_each,
    follow_each,
    grow_each,
)
from anagen.kernel.numbers import Numbers
from anagen.kernel.past import Past, steps_of
from anagen.kernel.population import Population, make_grid
from anagen.kernel.record import Record

__all__ = [
    "draw_on_device",
    "follow_on_device",
    "grow_on_device",
    "name_of_device",
    "pieces",
    "timed",
    "what_is_missing",
]

SIMULATED = bool(vars(numba.config)["ENABLE_CUDASIM"])
"""Whether this process runs Numba's simulator in place of a GPU."""
THREADS = 16 if SIMULATED else 128
"""Threads of a block."""
FREE_SHARE, MOST_BYTES = 0.5, 8 * 2**30
"""Share of a GPU's free memory that a piece of work may take, and the most that it takes of any."""
FOLLICLE_BYTES, NUMBER_BYTES = 40, 8
CONTRACTED = re.compile(r"\bfma\.rn\.f64\b|\b(?:add|sub|mul)\.f(?:32|64)\b")
"""Signs of contraction in PTX: no law has a fused multiply-add in double precision, and every sum and product must
say how it rounds, or the assembler may fuse them."""

_compiling = Lock()


class Piece(NamedTuple):
    """Some follicles of some people: as much as a GPU has room for at a time."""

    first_person: int
    last_person: int
    first_follicle: int
    last_follicle: int
    """Of each of these people."""

    @property
    def people(self) -> slice:
        """Rows of these people."""
        return slice(self.first_person, self.last_person)

    @property
    def each(self) -> int:
        """Follicles of each person."""
        return self.last_follicle - self.first_follicle

    def of(self, state: Follicles, follicles: int) -> Follicles:
        """Their state, a view of rows that lie one after another; `follicles` is how many each person has in all."""
        begin = self.first_person * follicles + self.first_follicle
        end = (self.last_person - 1) * follicles + self.last_follicle
        columns: Any = (column[begin:end] for column in state)
        return Follicles(*columns)


def pieces(people: int, follicles: int, person_bytes: int, room_bytes: float) -> Iterator[Piece]:
    """The work in pieces that fit: whole people where some fit, else parts of the follicles of one person at a time."""
    each_bytes = person_bytes + FOLLICLE_BYTES * follicles
    at_a_time = int(room_bytes // each_bytes)
    if at_a_time >= 1:
        for first in range(0, people, at_a_time):
            yield Piece(first, min(first + at_a_time, people), 0, follicles)
        return
    most = max(1, int(room_bytes - person_bytes) // FOLLICLE_BYTES)
    for person in range(people):
        for first in range(0, follicles, most):
            yield Piece(person, person + 1, first, min(first + most, follicles))


def what_is_missing() -> str | None:
    """Why no follicle can be lived on a GPU here; nothing if one can."""
    if SIMULATED or cuda.is_available():
        return None
    try:
        error = cuda.cuda_error()
        if error is None and len(cuda.gpus) > 0:
            return "there is a GPU, but no CUDA compiler (libNVVM) that Numba could use"
    except Exception as failure:  # noqa: BLE001  whatever a driver says is the reason
        error = str(failure)
    first = " ".join(str(error or "no GPU answers").split()).split(". ")[0].rstrip(".")
    return first[:1].lower() + first[1:] if first[1:2].islower() else first


def room_bytes() -> float:
    """Bytes that a piece of work may take."""
    if SIMULATED:
        return float(MOST_BYTES)
    return min(FREE_SHARE * float(cuda.current_context().get_memory_info().free), float(MOST_BYTES))


def sent(arrays: Any) -> Any:
    """The same tuple of arrays on the GPU; what is no array stays as it is."""
    there = (sent_array(one) if isinstance(one, np.ndarray) else one for one in arrays)
    return type(arrays)(*there) if hasattr(arrays, "_fields") else tuple(there)


def sent_array(array: NDArray[Any]) -> Any:
    """An array on the GPU."""
    return np.array(array) if SIMULATED else cuda.to_device(np.ascontiguousarray(array))


def fetched(array: Any) -> NDArray[Any]:
    """An array that was on the GPU."""
    return np.asarray(array) if SIMULATED else array.copy_to_host()


@contextmanager
def uncontracted() -> Iterator[None]:
    """Have kernels compiled without contraction; Numba does not pass this option of the compiler on."""
    if SIMULATED:
        yield
        return
    nvvm: Any = import_module("numba.cuda.cudadrv.nvvm")
    with _compiling:
        plain = nvvm.compile_ir
        nvvm.compile_ir = lambda ir, **options: plain(ir, **{**options, "fma": False})
        try:
            yield
        finally:
            nvvm.compile_ir = plain


_checked: set[str] = set()
_seconds: ContextVar[dict[str, float] | None] = ContextVar("anagen_kernel_seconds", default=None)


@contextmanager
def timed() -> Iterator[dict[str, float]]:
    """Seconds that each kernel runs inside, transfers apart, by its name."""
    seconds: dict[str, float] = {}
    before = _seconds.set(seconds)
    try:
        yield seconds
    finally:
        _seconds.reset(before)


def launch(kernel: Any, threads: int, *arguments: Any) -> None:
    """Run a kernel on so many threads, compiling it if it was not."""
    name, seconds = kernel.py_func.__name__, _seconds.get()
    if seconds is not None:
        cuda.synchronize()
    start = time.perf_counter()
    with uncontracted():
        kernel[-(-threads // THREADS), THREADS](*arguments)
    if seconds is not None:
        cuda.synchronize()
        seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - start
    if not SIMULATED and name not in _checked:
        check_bits(name, kernel.inspect_asm().values())
        _checked.add(name)


def check_bits(name: str, texts: Any) -> None:
    """Refuse a compiled kernel whose digits could differ from the processor's."""
    for text in texts:
        found = sorted(set(CONTRACTED.findall(text)))
        if found:
            raise RuntimeError(
                f"The compiler of this GPU contracted products and sums of {name!r} ({', '.join(found)}), "
                "so its digits would differ from the processor's."
            )


def grow_on_device(
    person: NDArray[np.uint32],
    keys: tuple[np.uint32, np.uint32],
    past: Past,
    opening_day: NDArray[np.float64],
    median: NDArray[np.float32],
    numbers: Numbers,
    state: Follicles,
) -> None:
    """Grow follicles up to day 0; `state` takes them, as `population.grow_up` gives them."""
    people = person.size
    if people == 0:
        return
    follicles = state.entry_day.size // people
    cells = 1 + max(steps_of(i, past, numbers) for i in range(people))
    person_bytes = NUMBER_BYTES * (ROWS_OF_CLOCKS + 2) * cells
    for piece in pieces(people, follicles, person_bytes, room_bytes()):
        rows = piece.people
        who = sent(People(person[rows], median[rows], opening_day[rows]))
        own_past = sent(Past(*(column[rows] for column in past)))
        room = sent(empty_room(rows.stop - rows.start, cells))
        host: Any = piece.of(state, follicles)
        grown = sent(host)
        launch(build_clocks_of_past, rows.stop - rows.start, own_past, numbers, room)
        launch(
            grow_each,
            host.entry_day.size,
            piece.first_follicle,
            piece.each,
            *keys,
            who,
            own_past,
            numbers,
            room,
            grown,
        )
        for column, found in zip(host, grown, strict=True):
            column[:] = fetched(found)


def empty_room(people: int, cells: int) -> Room:
    """Room for the clocks of people, all zero."""
    return Room(np.zeros((people, ROWS_OF_CLOCKS, cells)), np.zeros((people, 2, cells)))


def follow_on_device(
    population: Population,
    keys: tuple[np.uint32, np.uint32],
    before: int,
    cell_days: float,
    drives: Drives,
    numbers: Numbers,
    record: Record,
    into: tuple[NDArray[np.int64], ...],
) -> None:
    """Follow a population.

    `record` holds what is common to all people, and the shape of what is summed for each; `into` takes sums, levels,
    moves and shed of all people, as `population.follow` has them.
    """
    cells = before + drives.androgen.shape[1]
    grid, until = make_grid(-cell_days * before, cell_days, cells), float(record.visit_days[-1])
    for piece in pieces(
        population.people, population.follicles, bytes_of_person(record, cells), room_bytes()
    ):
        rows, people = piece.people, piece.last_person - piece.first_person
        host = piece.of(population.state, population.follicles)
        who = sent(People(population.person[rows], np.zeros(people, np.float32), np.zeros(people)))
        past, given = (
            sent(type(one)(*(column[rows] for column in one))) for one in (population.past, drives)
        )
        room, state, own = sent(empty_room(people, cells)), sent(host), sent(for_people(record, people))
        launch(build_clocks_of_drives, people, before, cell_days, past, given, numbers, room, grid, own)
        threads = host.entry_day.size
        launch(follow_each, threads, piece.each, *keys, until, who, numbers, room, grid, state, own)
        for total, part in zip(into, (own.sums, own.levels, own.moves, own.shed), strict=True):
            total[rows] += fetched(part)


def bytes_of_person(record: Record, cells: int) -> int:
    """Bytes that a person takes on the GPU, follicles apart: clocks, drives and sums."""
    sums = record.sums.size + record.levels.size + record.moves.size + record.shed.size
    return NUMBER_BYTES * ((ROWS_OF_CLOCKS + 5) * cells + sums + record.visit_days.size)


def for_people(record: Record, people: int) -> Record:
    """A record with empty sums for each of some people."""
    return record._replace(
        sums=np.zeros((people, *record.sums.shape), np.int64),
        levels=np.zeros((people, *record.levels.shape), np.int64),
        exposure=np.zeros((people, record.visit_days.size)),
        moves=np.zeros((people, *record.moves.shape), np.int64),
        shed=np.zeros((people, *record.shed.shape), np.int64),
    )


def draw_on_device(follicles: int, cycles: int, keys: tuple[np.uint32, np.uint32], numbers: Numbers) -> None:
    """Draw the chance of so many cycles of each follicle and do nothing with it: the limit that a life is held to."""
    launch(
        draw_each, follicles, cycles, *keys, np.uint32(0), numbers, sent((np.zeros(follicles, np.float32),))
    )


def name_of_device() -> str:
    """What this machine's GPU is called."""
    if SIMULATED:
        return "Numba's simulator"
    device = cuda.get_current_device()
    name = device.name.decode() if isinstance(device.name, bytes) else str(device.name)
    return f"{name}, compute capability {'.'.join(map(str, device.compute_capability))}"
