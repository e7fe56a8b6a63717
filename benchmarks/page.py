"""docs/performance.md and its chart, from results.json.

python benchmarks/page.py
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from string import Template
from typing import Any

from paper import million_people

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks/results.json"
TEMPLATE = ROOT / "benchmarks/performance.md.in"
PAGE = ROOT / "docs/performance.md"
CHART = ROOT / "docs/pictures/performance.svg"
BUSY_LOAD = 0.5
"""From this load on, other programs ran beside."""


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def number(value: float) -> str:
    """A figure with spaces between its thousands."""
    return f"{value:,.7g}".replace(",", " ") if abs(value) >= 1e-4 else f"{value:.1e}"


def text_of(results: dict[str, Any]) -> str:
    """The whole page."""
    parts = (about, references, engines, growth, begin, where, limit, on_paper)
    told = {name: text for part in parts for name, text in part(results).items()}
    lines = Template(TEMPLATE.read_text(encoding="utf-8")).substitute(told).splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


def about(results: dict[str, Any]) -> dict[str, Any]:
    """What was measured on what."""
    on, used = results["machine"], results["bench"]["provenance"]
    load = f"Other programs ran beside (load {on['load_before']}): read ratios and exponents, not seconds."
    load = load if on["load_before"] >= BUSY_LOAD else "Nothing else ran."
    rough = (
        "**Rough figures of a quick run, which tried the program on little work.** " if on["rough"] else ""
    )
    return {
        **{name: on[name] for name in ("day", "processor", "cores", "system")},
        "python": used["python"],
        "version": used["version"],
        "versions": ", ".join(f"{name} {version}" for name, version in used["libraries"].items()),
        "load": rough + load,
    }


def references(results: dict[str, Any]) -> dict[str, Any]:
    """The kernel beside C, and the full biology beside the bare workload."""
    bench = results["bench"]
    event, full = bench["ns_per_event"], bench["full_biology_m_follicle_years_per_s"]
    bare = bench["kernel_m_follicle_years_per_s"]
    rows = [
        ("bare workload, one core", in_rate(bare["one_core"], event["bare"]), ""),
        ("the same in C", f"{event['c_reference']} ns/event", ""),
        ("kernel, of the speed of C", bench["ratio_to_c_reference"], "0.8"),
        ("speed-up on two threads", bench["two_thread_speed_up"], "1.8"),
        ("full biology, one core", in_rate(full["one_core"], event["full_biology"]), ""),
        ("full biology, of the bare speed for each event", bench["ratio_full_to_bare"], "0.5"),
        ("full biology with hair weight", f"{event['full_biology_with_hair_weight']} ns/event", ""),
        ("100 000 follicles, 40 years recorded, all cores", f"{bench['head_40_years_s']} s", "1 s"),
    ]
    rows = [tuple("not measured" if cell is None else cell for cell in row) for row in rows]
    quiet = bench["threads_undisturbed"]
    return {
        "references": table(("figure", "here", "wanted"), rows),
        "threads": "" if quiet else "Other programs took part of the cores from several threads.",
    }


def in_rate(rate: float, ns: float) -> str:
    """A throughput and what an event takes."""
    return f"{rate} million follicle-years/s, {ns} ns/event"


def engines(results: dict[str, Any]) -> dict[str, Any]:
    """Other engines on the same work."""
    found = results["engines"]
    by_speed = sorted(found["engines"].items(), key=lambda one: -one[1]["m_follicle_years_per_s"])
    rows = [
        (
            one["says"],
            number(one["m_follicle_years_per_s"]),
            number(one["ratio_to_kernel"]),
            number(float(f"{1.0 / one['ratio_to_kernel']:.2g}")),
            number(one["follicles"]),
            one["runs"],
            agreement(name, one, found["reference"]),
        )
        for name, one in by_speed
    ]
    heads = ("engine", "million follicle-years/s", "of the kernel", "kernel is faster by")
    absent = f"Not there, so not measured: {', '.join(found['absent'])}." if found["absent"] else ""
    return {
        "engine_years": f"{found['years']:g}",
        "engines": table((*heads, "follicles", "runs", "agreement"), rows),
        "absent": absent,
    }


def agreement(name: str, one: dict[str, Any], reference: str) -> str:
    """How far an engine's counts lie from those of the reference."""
    if name == reference:
        return "compared with it"
    return "too few" if one["disagreement"] is None else f"{one['disagreement']:g}"


def growth(results: dict[str, Any]) -> dict[str, Any]:
    """Exponents, and what drives cost that change."""
    rows = []
    for row in results["scaling"]:
        pairs = zip(row["sizes"], row["seconds"], strict=True)
        rows.append((row["what"], ", ".join(f"{number(n)}: {s:g}" for n, s in pairs), row["exponent"]))
    regimens = results["regimens"]
    return {
        "growth": table(("what grows", "size: seconds", "exponent"), rows),
        "regimen_people": regimens["people"],
        "regimen_follicles": regimens["follicles"],
        "regimens": table(("drives", "ns/event"), regimens["ns_per_event"].items()),
    }


def begin(results: dict[str, Any]) -> dict[str, Any]:
    """Memory of a process, and how long it takes to begin."""
    rows = [(what, one["busy_s"], one["wall_s"]) for what, one in results["startup"].items()]
    memory = [(what, f"{mib:g}") for what, mib in results["memory"].items()]
    return {
        "memory": table(("a fresh process", "MiB at most"), memory),
        "startup": table(("what", "processor [s]", "on the wall [s]"), rows),
    }


def where(results: dict[str, Any]) -> dict[str, Any]:
    """Where the time goes."""
    total = sum(results["passes"].values())
    passes = [(what, f"{ns:.2f}", f"{100 * ns / total:.0f} %") for what, ns in results["passes"].items()]
    parts = [(part, f"{100 * share:.0f} %") for part, share in results["parts"].items() if share >= 0.01]
    return {
        "pass_ns": f"{total / 4:.2f}",
        "passes": table(("pass", "ns a follicle", "share"), passes),
        "parts": table(("part", "share"), parts),
    }


def limit(results: dict[str, Any]) -> dict[str, Any]:
    """The physical limit."""
    one = results["limit"]
    rows = [
        ("operations that an event cannot do without, counted in the source", f"{one['operations']:g}"),
        ("operations that one core does, measured", f"{one['operations_per_ns']:g} a ns"),
        ("so arithmetic takes", f"{one['arithmetic_ns']:g} ns"),
        ("one addition at a place that nobody can foresee, measured", f"{one['scatter_ns']:g} ns"),
        ("an event of the bare workload takes", f"{one['achieved_ns']:g} ns"),
        ("share of the limit that is reached", f"{100 * one['share']:.0f} %"),
    ]
    return {"limit": table(("what", "figure"), rows)}


def on_paper(results: dict[str, Any]) -> dict[str, Any]:
    """A million people."""
    cost = results["unit_costs"]
    names = ("arms", "ms_per_person", "us_per_follicle", "bytes_per_person")
    heads = ("", "1 000 follicles each", "100 000 follicles each")
    return {
        **{name: f"{cost[name]:g}" for name in names},
        "trial_years": cost["years"],
        "million": table(heads, million_people(cost)),
    }


def draw(results: dict[str, Any]) -> None:
    """The chart of what grows with what."""
    import matplotlib as mpl

    mpl.use("svg")
    import matplotlib.pyplot as plt

    with mpl.rc_context({"svg.hashsalt": "anagen", "font.size": 9}):
        figure, axes = plt.subplots(figsize=(7.0, 4.2), layout="constrained")
        for row, marker in zip(results["scaling"], "osD^v", strict=False):
            sizes = [size / row["sizes"][0] for size in row["sizes"]]
            label = f"{row['what']}: {row['exponent']:g}"
            axes.loglog(sizes, row["seconds"], marker=marker, markersize=4, label=label)
        axes.set(xlabel="size, of the smallest", ylabel="processor time [s]")
        axes.legend(title="what grows: exponent", fontsize=7, title_fontsize=8)
        axes.grid(visible=True, which="major", alpha=0.3)
        CHART.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(CHART, metadata={"Date": None})
        plt.close(figure)


def write(results: dict[str, Any]) -> None:
    """Write the page and its chart."""
    draw(results)
    PAGE.write_text(text_of(results), encoding="utf-8")


if __name__ == "__main__":
    write(json.loads(RESULTS.read_text(encoding="utf-8")))
