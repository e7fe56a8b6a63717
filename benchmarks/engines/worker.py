"""One engine in a process of its own: reads seeds from standard input, answers each with what the run took.

python benchmarks/engines/worker.py NAME FOLLICLES YEARS
"""

from __future__ import annotations

import json
import os
import sys
import time
import warnings
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))


class Engine(NamedTuple):
    """One way to run the bare workload."""

    says: str
    function: str
    """Its module in this folder, and its name there."""
    follicles: int
    rounds: int = 5
    compiles: bool = False
    """Whether its first run is of another kind."""
    apart: str = ""
    """The project that it needs beside those of anagen."""


ENGINES = {
    "kernel": Engine("anagen's kernel", "compiled.kernel", 400_000, compiles=True),
    "c_cycles": Engine("C, the same algorithm", "compiled.c_by_cycles", 400_000, compiles=True),
    "c_events": Engine(
        "C, event by event, as one writes it first", "compiled.c_by_events", 60_000, compiles=True
    ),
    "numba_events": Engine("Numba, likewise", "compiled.numba_by_events", 60_000, compiles=True),
    "numpy_cycles": Engine("NumPy, all follicles cycle by cycle", "arrays.numpy_by_cycles", 65_536),
    "jax_cycles": Engine(
        "JAX on the processor, likewise", "arrays.jax_by_cycles", 65_536, compiles=True, apart="jax"
    ),
    "numpy_days": Engine("NumPy, day by day", "arrays.numpy_by_days", 30_000),
    "simpy": Engine("SimPy, a process for each follicle", "agents.simpy_processes", 2_000, apart="simpy"),
    "starsim": Engine("Starsim, day by day", "agents.starsim_by_days", 20_000, 1, apart="starsim"),
    "mesa": Engine("Mesa, day by day", "agents.mesa_by_days", 100, 3, apart="mesa"),
    "vivarium": Engine("Vivarium, day by day", "agents.vivarium_by_days", 10_000, 1, apart="vivarium"),
}


def main() -> None:
    """Serve runs until standard input ends."""
    name, follicles, years = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    warnings.simplefilter("ignore")  # those of the frameworks
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what frameworks print goes elsewhere
    module, _, function = ENGINES[name].function.partition(".")
    run = getattr(import_module(f"engines.{module}"), function)
    for line in sys.stdin:
        busy, wall = time.process_time(), time.perf_counter()
        samples = run(follicles, years, int(line))
        took = {"busy_s": time.process_time() - busy, "wall_s": time.perf_counter() - wall}
        answers.write(json.dumps({**took, "samples": samples[::12].tolist()}) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
