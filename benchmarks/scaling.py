"""What trials cost, and how they scale over workers: run while nothing else does.

python benchmarks/scaling.py --workers 2 --people 1500
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import replace

from anagen.cluster.executor import Here
from anagen.cluster.workers import opened
from anagen.trials.batches import BATCH
from anagen.trials.files import find_trial
from anagen.trials.protocol import Arm, Trial
from anagen.trials.run import run_people

REGIMENS = {
    "finasteride": "finasteride 1 mg oral daily",
    "dutasteride": "dutasteride 0.5 mg oral daily",
    "minoxidil": "minoxidil 5 % 1 mL topical twice daily",
    "needling": "minoxidil 5 % 1 mL topical twice daily + microneedling 1.5 mm weekly",
    "placebo": "untreated",
}
SETTLE_SECONDS = 3.0
"""Until batches that the first run had begun and no longer needed have ended."""
YEARS, VISITS_PER_YEAR, WEEKS_PER_YEAR = 5, 2, 52


def five_arms() -> Trial:
    """A trial of five arms and five years, with the people of a packaged one."""
    step = WEEKS_PER_YEAR // VISITS_PER_YEAR
    weeks = tuple(float(step * k) for k in range(YEARS * VISITS_PER_YEAR + 1))
    arms = tuple(Arm(name=name, regimen=text, control=name == "placebo") for name, text in REGIMENS.items())
    return replace(find_trial("kaufman_1998"), arms=arms, visits_weeks=weeks, outcomes=())


def seconds(people: int, follicles: int, workers: int | None, *, sets: bool) -> float:
    """Wall time of one run; starting workers is not counted."""
    asked = {"follicles": follicles, "ensemble": None if sets else ()}
    with opened(workers) as executor:
        warm = None if isinstance(executor, Here) else executor
        enough = 2 * BATCH * (workers or 1)  # for every worker
        run_people(five_arms(), people=enough, executor=warm, **asked)
        time.sleep(SETTLE_SECONDS)
        start = time.perf_counter()
        run_people(five_arms(), people=people, executor=warm, **asked)
        return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=1500, help="for each worker")
    parser.add_argument("--follicles", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    print(f"load before: {os.getloadavg()[0]:.1f}")
    whole = seconds(1000, asked.follicles, None, sets=True)
    print(
        f"1 000 people an arm, {asked.follicles} follicles, all sets of numbers, this process: {whole:.1f} s"
    )
    os.environ["ANAGEN_THREADS"] = (
        "1"  # else a worker that is alone takes the cores of those that are not there
    )
    one, many = (
        seconds(asked.people * workers, asked.follicles, workers, sets=False)
        for workers in (1, asked.workers)
    )
    print(f"1 worker, {asked.people} people: {one:.1f} s")
    print(f"{asked.workers} workers, {asked.people * asked.workers} people: {many:.1f} s")
    print(f"weak scaling: {asked.workers * one / many:.2f} of {asked.workers}")


if __name__ == "__main__":
    main()
