"""`anagen bench`: how fast the kernel is on this machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anagen.cli.output import print_json, progress

STEPS, DEVICE_STEPS = 5, 4


def bench(*, quick: bool = False, device: str = "cpu", json: bool = False) -> None:
    """Time the kernel against a C reference on this machine.

    A small workload runs on the product's own kernel and, where there is a C compiler (gcc), in C by the same
    algorithm; beside it runs the full biology. Takes about half a minute, and most of a minute more where the
    kernel has not been compiled before.

    Parameters
    ----------
    quick
        Seconds instead of half a minute, and rougher.
    device
        cpu, or cuda to measure an NVIDIA GPU instead: its speed, its limit, and whether its digits are the same.
    json
        Print one JSON object.

    Examples
    --------
    anagen bench
    anagen bench --json
    anagen bench --device cuda
    """
    from anagen.simulation.device import CUDA, check_device

    check_device(device)
    if device == CUDA:
        bench_device(quick=quick, json=json)
        return
    from anagen.bench.measure import QUICK, THOROUGH, run_benchmark

    with progress("Measuring", STEPS) as advance:
        result = run_benchmark(QUICK if quick else THOROUGH, lambda _says: advance(1))
    if json:
        print_json(result)
    else:
        print("\n".join(table(result)))


def bench_device(*, quick: bool, json: bool) -> None:
    """Time the kernel on a GPU."""
    from anagen.bench.device import QUICK, THOROUGH, run_device_benchmark

    with progress("Measuring", DEVICE_STEPS) as advance:
        result = run_device_benchmark(QUICK if quick else THOROUGH, lambda _says: advance(1))
    if json:
        print_json(result)
    else:
        print("\n".join(device_table(result)))


def device_table(result: dict[str, Any]) -> list[str]:
    """The figures of a GPU as lines for a person."""
    rate, event = result["full_biology_m_follicle_years_per_s"], result["ns_per_event"]
    rows = [
        ("device", result["device"], ""),
        ("full biology, kernels", f"{rate['kernels']} M follicle-years/s", f"{event['kernels']} ns/event"),
        ("full biology, with transfers", f"{rate['with_transfers']} M follicle-years/s", ""),
        (
            "chance alone, the limit",
            f"kernels at {result['share_of_limit']} of it",
            f"{event['limit']} ns/event",
        ),
        (
            f"processor, {result['cores']} cores",
            f"{rate['processor_all_cores']} M follicle-years/s",
            "",
        ),
        ("same digits as the processor", "yes" if result["same_digits_as_processor"] else "NO", ""),
        ("first call, compiling", f"{result['first_call_s']} s", ""),
    ]
    return in_columns(rows)


def table(result: dict[str, Any]) -> list[str]:
    """The figures as lines for a person."""
    rate, full, event = (
        result["kernel_m_follicle_years_per_s"],
        result["full_biology_m_follicle_years_per_s"],
        result["ns_per_event"],
    )
    compiler = result["compiler"]
    rows = [
        ("bare workload, one core", f"{rate['one_core']} M follicle-years/s", f"{event['bare']} ns/event"),
        (f"bare workload, {result['cores']} cores", f"{rate['all_cores']} M follicle-years/s", ""),
        (
            "C reference, one core",
            "no gcc here" if compiler is None else f"kernel at {result['ratio_to_c_reference']} of its speed",
            "" if compiler is None else f"{event['c_reference']} ns/event",
        ),
        (
            "full biology, one core",
            f"{full['one_core']} M follicle-years/s",
            f"{event['full_biology']} ns/event",
        ),
        (
            "full biology with hair weight",
            f"{full['one_core_with_hair_weight']} M follicle-years/s",
            f"{event['full_biology_with_hair_weight']} ns/event",
        ),
        ("full biology, unrecorded", f"{full['one_core_unrecorded']} M follicle-years/s", ""),
        (f"full biology, {result['cores']} cores", f"{full['all_cores']} M follicle-years/s", ""),
        ("full biology against bare", f"{result['ratio_full_to_bare']} of its speed for each event", ""),
        (
            "speed-up on two threads",
            number(result["two_thread_speed_up"]),
            "" if result["threads_undisturbed"] else "other programs took part of the cores",
        ),
        ("100 000 follicles, 40 years, all cores", f"{result['head_40_years_s']} s", ""),
        ("memory, 20 years", number(result["memory_mib_20_years"], " MiB"), ""),
        ("memory, 80 years", number(result["memory_mib_80_years"], " MiB"), ""),
        ("compiler", "none" if compiler is None else compiler["name"], ""),
    ]
    return in_columns(rows)


def in_columns(rows: Sequence[tuple[str, str, str]]) -> list[str]:
    """Rows of three cells under one another."""
    widths = [max(len(row[i]) for row in rows) + 2 for i in range(2)]
    return [f"{a:<{widths[0]}}{b:<{widths[1]}}{c}".rstrip() for a, b, c in rows]


def number(value: float | None, unit: str = "") -> str:
    """A figure with its unit, or that there is none."""
    return "not measured" if value is None else f"{value:g}{unit}"
