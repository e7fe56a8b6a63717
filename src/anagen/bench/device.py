"""What `anagen bench --device cuda` measures: how fast a GPU lives follicles, how near to its limit, whether it errs.

The limit is measured, not looked up: the same GPU drawing the chance of the same number of cycles and doing nothing
with it (`device_kernels.draw_each`). That arithmetic is part of every life; there is nothing to look up, to search, to
record or to wait for in it.
"""

from __future__ import annotations

import time
from typing import Any, NamedTuple

import numpy as np

from anagen.bench.full import SEED, counts, grow, live
from anagen.bench.measure import Tell
from anagen.evidence import known
from anagen.kernel.device_choice import CUDA, on_device
from anagen.kernel.numbers import to_kernel
from anagen.kernel.population import Population, Readings, keys_of
from anagen.provenance import provenance
from anagen.simulation.device import check_device
from anagen.simulation.numbers import follicle_numbers
from anagen.threads import thread_count

EVENTS_OF_CYCLE = 4


class DeviceEffort(NamedTuple):
    """How much to measure."""

    people: int
    follicles: int
    """Of each."""
    compared: int
    """People who are also followed on the processor."""
    years: float
    rounds: int


THOROUGH = DeviceEffort(people=2_000, follicles=10_000, compared=20, years=20.0, rounds=5)
QUICK = DeviceEffort(people=200, follicles=10_000, compared=2, years=20.0, rounds=2)
SIMULATED = DeviceEffort(people=2, follicles=8, compared=2, years=3.0, rounds=1)
"""For Numba's simulator, whose times say nothing."""


def same(one: Readings, other: Readings) -> bool:
    """Whether two readings are equal to the last digit."""
    return one.events == other.events and all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in ("sums", "phases", "shed")
    )


def same_people(one: Population, other: Population) -> bool:
    """Whether two populations are equal to the last digit."""
    pairs: Any = zip(one.state, other.state, strict=True)
    return all(np.array_equal(a, b) for a, b in pairs)


def run_device_benchmark(effort: DeviceEffort, tell: Tell = lambda _: None) -> dict[str, Any]:
    """All that `anagen bench --device cuda` reports, as plain values.

    Parameters
    ----------
    effort
        How much to measure.
    tell
        Is told what comes next.
    """
    check_device(CUDA)
    from anagen.kernel import device as gpu

    evidence, years = known(), effort.years
    channels = counts(evidence)
    if gpu.SIMULATED:
        effort = SIMULATED
        years = effort.years

    tell("the processor")
    few = grow(effort.follicles, years, evidence, people=effort.compared)
    live(few, years, channels)
    start = time.perf_counter()
    expected = live(few, years, channels)
    processor_s = time.perf_counter() - start

    tell("compiling for the GPU")
    with on_device(CUDA):
        start = time.perf_counter()
        grown = grow(effort.follicles, years, evidence, people=effort.compared)
        equal = same_people(grown, few) and same(live(few, years, channels), expected)
        gpu.draw_on_device(1, 1, keys_of(SEED), to_kernel(follicle_numbers(evidence)))
        first_call_s = time.perf_counter() - start

        tell("the GPU")
        many = grow(effort.follicles, years, evidence, people=effort.people)
        whole, kernel = float("inf"), float("inf")
        for _ in range(effort.rounds):
            with gpu.timed() as seconds:
                start = time.perf_counter()
                events = live(many, years, channels).events
                whole = min(whole, time.perf_counter() - start)
            kernel = min(kernel, sum(seconds.values()))

        tell("its limit")
        follicles = effort.people * effort.follicles
        cycles = max(1, round(events / follicles / EVENTS_OF_CYCLE))
        limit = float("inf")
        for _ in range(effort.rounds):
            with gpu.timed() as seconds:
                gpu.draw_on_device(follicles, cycles, keys_of(SEED), to_kernel(follicle_numbers(evidence)))
            limit = min(limit, sum(seconds.values()))
    limit *= events / (EVENTS_OF_CYCLE * follicles * cycles)

    def rate(people: int, time_s: float) -> float:
        return round(people * effort.follicles * years / time_s / 1e6, 2)

    return {
        "device": gpu.name_of_device(),
        "full_biology_m_follicle_years_per_s": {
            "kernels": rate(effort.people, kernel),
            "with_transfers": rate(effort.people, whole),
            "processor_all_cores": rate(effort.compared, processor_s),
        },
        "ns_per_event": {
            "kernels": round(kernel / events * 1e9, 4),
            "limit": round(limit / events * 1e9, 4),
        },
        "share_of_limit": round(limit / kernel, 3),
        "same_digits_as_processor": equal,
        "first_call_s": round(first_call_s, 2),
        "cores": thread_count(),
        "follicles": follicles,
        "provenance": provenance(
            seed=SEED, evidence=evidence.fingerprint, settings={"device": CUDA, **effort._asdict()}
        ).as_dict(),
    }
