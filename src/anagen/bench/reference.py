"""The C reference: built where there is a C compiler, absent where there is none."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from anagen.bench import workload as w
from anagen.bench.bare import bare_rate
from anagen.kernel.clocks import build_clock
from anagen.kernel.numbers import lognormal_sigma
from anagen.kernel.population import make_grid

COMPILER = "gcc"
FLAGS = (
    "-O3",
    "-march=native",
    "-ffp-contract=off",
    "-fno-math-errno",
    "-fno-trapping-math",
    "-fopenmp",
    "-shared",
    "-fPIC",
)
BUILD_SECONDS = 120.0


class Reference(NamedTuple):
    """The reference, built."""

    library: Any
    compiler: str
    """What the compiler says it is."""
    flags: str


class Workload(ctypes.Structure):
    """The numbers of the workload, as `reference.c` takes them."""

    _fields_ = (
        ("sample_days", ctypes.c_double),
        ("mean", ctypes.c_double * 4),
        ("sigma", ctypes.c_double * 4),
        *((name, ctypes.c_double) for name in ("sensitivity_sigma", "diameter_rate", "anagen_rate")),
        *((name, ctypes.c_double) for name in ("least_diameter", "least_anagen")),
        *((f"diameter_{name}", ctypes.c_double) for name in ("mean", "sd", "low", "high")),
        *((f"class_{name}", ctypes.c_double) for name in ("low", "high")),
    )


def numbers() -> Workload:
    """The numbers of the workload."""
    return Workload(
        w.SAMPLE_DAYS,
        (ctypes.c_double * 4)(*w.STAY_DAYS),
        (ctypes.c_double * 4)(*(lognormal_sigma(cv) for cv in w.STAY_CV)),
        lognormal_sigma(w.SENSITIVITY_CV),
        w.DIAMETER_RATE,
        w.ANAGEN_RATE,
        w.LEAST_DIAMETER_UM,
        w.LEAST_ANAGEN_DAYS,
        w.DIAMETER_MEAN_UM,
        w.DIAMETER_SD_UM,
        w.DIAMETER_LOW_UM,
        w.DIAMETER_HIGH_UM,
        *w.CLASS_EDGES_UM,
    )


def build_folder(text: str) -> Path:
    """Where the library of a source lies: in the user's cache, or else among the temporary files."""
    from platformdirs import user_cache_dir

    name = hashlib.sha256(" ".join((text, *FLAGS)).encode()).hexdigest()[:16]
    asked = os.environ.get("NUMBA_CACHE_DIR")
    folder = Path(asked or user_cache_dir("anagen", appauthor=False)) / f"reference-{name}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="anagen-reference-"))
    return folder if os.access(folder, os.W_OK) else Path(tempfile.mkdtemp(prefix="anagen-reference-"))


@cache
def reference() -> Reference | None:
    """The C reference, or nothing where no compiler builds it."""
    compiler = shutil.which(COMPILER)
    if compiler is None:
        return None
    source = Path(__file__).with_name("reference.c")
    library = build_folder(source.read_text(encoding="utf-8")) / "reference.so"
    draft = library.with_name(f"{library.name}.{os.getpid()}")
    command = [compiler, *FLAGS, str(source), "-o", str(draft), "-lm"]
    try:
        says = subprocess.run(  # noqa: S603  the compiler found on the user's own path
            [compiler, "--version"], check=True, capture_output=True, text=True, timeout=BUILD_SECONDS
        ).stdout
        if not library.exists():
            subprocess.run(command, check=True, capture_output=True, timeout=BUILD_SECONDS)  # noqa: S603  likewise
            draft.replace(library)
        loaded = ctypes.CDLL(str(library))
    except (OSError, subprocess.SubprocessError):
        return None
    return Reference(loaded, says.partition("\n")[0], " ".join(FLAGS))


def exposure_clock(years: float) -> tuple[np.ndarray, np.ndarray]:
    """What the exposure clock shows at the left edge of each month, and its speed; month 0 lies before day 0."""
    grid = make_grid(-w.SAMPLE_DAYS, w.SAMPLE_DAYS, w.sample_count(years))
    rate = bare_rate(years)
    clock = build_clock(rate, np.zeros(rate.size), grid)
    return clock.reading_base, rate


def address(array: np.ndarray) -> ctypes.c_void_p:
    """Where an array's numbers lie."""
    return ctypes.c_void_p(array.ctypes.data)


def run_reference(follicles: int, years: float, seed: int, *, threads: int = 1) -> w.Course:
    """The bare workload by the block algorithm in C."""
    built = reference()
    if built is None:
        raise FileNotFoundError(COMPILER)
    samples = w.sample_count(years)
    reading, rate = exposure_clock(years)
    moves, classes = np.zeros((samples + 1, 5), np.int64), np.zeros((samples + 1, 3), np.int64)
    diameters = np.zeros(samples + 1, np.int64)
    built.library.follow_blocks(
        ctypes.c_int64(follicles),
        ctypes.c_int32(samples),
        ctypes.c_uint64(seed),
        address(reading),
        address(rate),
        ctypes.byref(numbers()),
        *map(address, (moves, classes, diameters)),
        ctypes.c_int(threads),
    )
    return w.course_of(moves, classes, diameters)


def run_plain_events(follicles: int, years: float, seed: int) -> w.Course:
    """The bare workload by a plain event loop in C, which shares no code with the block algorithm; counts no events."""
    built = reference()
    if built is None:
        raise FileNotFoundError(COMPILER)
    samples = w.sample_count(years)
    reading, rate = exposure_clock(years)
    phases, classes = np.zeros((samples, 4), np.int64), np.zeros((samples, 3), np.int64)
    diameters = np.zeros(samples)
    built.library.follow_events(
        ctypes.c_int64(follicles),
        ctypes.c_int32(samples),
        ctypes.c_uint64(seed),
        address(reading),
        address(rate),
        ctypes.byref(numbers()),
        *map(address, (phases, classes, diameters)),
    )
    return w.Course(phases=phases.T, classes=classes.T, diameter_um=diameters, events=0)
