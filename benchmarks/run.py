"""Measure everything that docs/performance.md tells, write it into results.json, and make the page from that.

python benchmarks/run.py                                   # four minutes on a machine that has nothing else to do
python benchmarks/run.py --engines .venv-engines/bin/python    # other engines, too (benchmarks/README.md)
python benchmarks/run.py --quick                           # to try it: rough figures, to the terminal only
python benchmarks/page.py                                  # the page again, from results.json
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import page
from ceiling import limit_of, parts_of_a_trial, passes
from costs import memory, regimens, scaling, startup, unit_costs
from engine_ratios import engine_ratios

from anagen.bench.measure import QUICK, THOROUGH, run_benchmark

RESULTS = Path(__file__).with_name("results.json")


def machine() -> dict[str, Any]:
    """What it was measured on, and how busy that was."""
    name = platform.machine()
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {
        "processor": f"{models[0]} ({name})" if models else name,
        "cores": os.cpu_count(),
        "system": platform.system(),
        "load_before": round(os.getloadavg()[0], 1),
        "day": time.strftime("%Y-%m-%d"),
    }


def measured(python: str, *, quick: bool) -> dict[str, Any]:
    """All figures, by part of the page."""
    found: dict[str, Any] = {"machine": {**machine(), "rough": quick}}
    parts: dict[str, Callable[[], Any]] = {
        "bench": lambda: run_benchmark(QUICK if quick else THOROUGH),
        "engines": lambda: engine_ratios(python, quick=quick),
        "scaling": lambda: scaling(quick=quick),
        "regimens": lambda: regimens(quick=quick),
        "unit_costs": lambda: unit_costs(quick=quick),
        "memory": lambda: memory(quick=quick),
        "startup": lambda: startup(quick=quick),
        "passes": passes,
        "limit": lambda: limit_of(found["bench"]["ns_per_event"]["bare"]),
        "parts": lambda: parts_of_a_trial(quick=quick),
    }
    for name, part in parts.items():
        start = time.monotonic()
        found[name] = part()
        print(f"{name}: {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    found["machine"]["load_after"] = round(os.getloadavg()[0], 1)
    return found


def main() -> None:
    """Measure, and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--engines", default=sys.executable, metavar="PYTHON", help="interpreter that has the other engines"
    )
    parser.add_argument("--quick", action="store_true", help="rough figures")
    parser.add_argument("--out", type=Path, default=RESULTS, help="another file for the figures, and no page")
    asked = parser.parse_args()
    results = measured(asked.engines, quick=asked.quick)
    asked.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    if asked.out == RESULTS:
        page.write(results)


if __name__ == "__main__":
    main()
