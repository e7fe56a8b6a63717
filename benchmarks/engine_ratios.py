"""The bare workload on anagen's kernel, in C and on other engines, each in a process of its own, in turn."""

from __future__ import annotations

import importlib.util
import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from engines.worker import ENGINES, Engine

YEARS = 20.0
WORKER = Path(__file__).with_name("engines") / "worker.py"
PHASES_AND_CLASSES = 7
LEAST_EXPECTED = 20.0
"""Counts below this are not compared: they are not normal."""


class Running:
    """A worker that has been started."""

    def __init__(self, name: str, python: str, follicles: int, years: float) -> None:
        self.name, self.follicles = name, follicles
        self.process = subprocess.Popen(  # noqa: S603  this very program
            [python, str(WORKER), name, str(follicles), str(years)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.answers: list[dict[str, Any]] = []

    def run(self, seed: int) -> dict[str, Any] | None:
        """One run; nothing if the engine broke down."""
        sent, received = self.process.stdin, self.process.stdout
        assert sent is not None  # noqa: S101  for the type checker
        assert received is not None  # noqa: S101
        try:
            sent.write(f"{seed}\n")
            sent.flush()
        except BrokenPipeError:
            return None
        line = received.readline()
        return json.loads(line) if line else None


@contextmanager
def workers(engines: dict[str, Engine], python: str, scale: float, years: float) -> Iterator[list[Running]]:
    """Workers for all engines that are there; ended afterwards."""
    running = [
        Running(name, python if one.apart else sys.executable, max(32, round(one.follicles * scale)), years)
        for name, one in engines.items()
    ]
    try:
        yield running
    finally:
        for one in running:
            one.process.kill()
            one.process.wait()


def installed(apart: str, python: str) -> bool:
    """Whether an interpreter has a project."""
    if not apart:
        return True
    if python == sys.executable:
        return importlib.util.find_spec(apart) is not None
    code = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({apart!r}) is None)"
    return subprocess.run([python, "-c", code], check=False).returncode == 0  # noqa: S603


def engine_ratios(python: str, *, quick: bool) -> dict[str, Any]:
    """Throughput of each engine beside the kernel's, and whether what it gives agrees.

    Parameters
    ----------
    python
        The interpreter that has the engines which anagen does not need.
    quick
        Few follicles and two rounds: for trying this program.
    """
    there = {name: one for name, one in ENGINES.items() if installed(one.apart, python)}
    scale, years = (0.02, 5.0) if quick else (1.0, YEARS)
    with workers(there, python, scale, years) as running:
        for one in running:
            if there[one.name].compiles:
                one.run(0)
        for round_number in range(1 if quick else max(one.rounds for one in there.values())):
            for one in running:
                if round_number < there[one.name].rounds:
                    answer = one.run(round_number + 1)
                    one.answers += [] if answer is None else [answer]
    done = {one.name: one for one in running if one.answers}
    reference = done.get("c_events") or done["kernel"]
    rates = {name: rate_of(one, years) for name, one in done.items()}
    return {
        "years": years,
        "engines": {
            name: {
                "says": there[name].says,
                "follicles": one.follicles,
                "runs": len(one.answers),
                "m_follicle_years_per_s": float(f"{rates[name] / 1e6:.4g}"),
                "ratio_to_kernel": float(f"{rates[name] / rates['kernel']:.3g}"),
                "disagreement": None if one is reference else disagreement(one, reference),
            }
            for name, one in done.items()
        },
        "reference": reference.name,
        "absent": sorted(set(ENGINES) - set(done)),
    }


def rate_of(one: Running, years: float) -> float:
    """Follicle-years per second of processor time, the median of the runs."""
    return one.follicles * years / statistics.median(answer["busy_s"] for answer in one.answers)


def disagreement(one: Running, other: Running) -> float | None:
    """How far the yearly counts of phases and classes lie apart: root of the mean squared standardized difference."""
    (a, n), (b, m) = ((mean_samples(each), each.follicles * len(each.answers)) for each in (one, other))
    pooled = (a * n + b * m) / (n + m)
    spread = np.sqrt(pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m))
    compared = np.minimum(pooled, 1.0 - pooled) * min(n, m) > LEAST_EXPECTED
    if not compared.any():
        return None
    return round(float(np.sqrt((((a - b)[compared] / spread[compared]) ** 2).mean())), 2)


def mean_samples(one: Running) -> np.ndarray:
    """The share of follicles in each phase and class, one row a year."""
    runs = np.array([answer["samples"] for answer in one.answers])
    return np.asarray(runs.mean(axis=0)[:, :PHASES_AND_CLASSES] / one.follicles)


if __name__ == "__main__":
    print(
        json.dumps(engine_ratios(sys.argv[1] if len(sys.argv) > 1 else sys.executable, quick=True), indent=1)
    )
