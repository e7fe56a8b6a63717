"""`anagen trial ... --power`: what trials of a design might find."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anagen.cli.output import write_folder_atomically
from anagen.cli.tables import aligned, figures, paragraph
from anagen.errors import InputError

if TYPE_CHECKING:
    from anagen.trials.design import ContrastPower, PowerResult, SizePower

__all__ = ["asked_of_power", "power_report", "read_sizes", "write_power"]

HEAD = [
    "people",
    "power",
    "95 %",
    "over fitted sets",
    "trials report",
    "90 % interval",
    "80 % from week",
    "respond",
    "versus",
    "NNT",
    "90 % interval",
]


def asked_of_power(power: bool, **options: Any) -> dict[str, Any]:
    """What is asked of a power analysis, by the names that it has in Python; refused where none is made.

    Parameters
    ----------
    power
        Whether one is made.
    **options
        As they were given at the terminal; none for those that were not.
    """
    asked = {name: value for name, value in options.items() if value is not None}
    if asked and not power:
        names = ", ".join(f"--{name}" for name in asked)
        belong, them = ("belongs", "it") if len(asked) == 1 else ("belong", "them")
        raise InputError(
            f"{names} {belong} to --power, which plans a trial. Add --power, or leave {them} out."
        )
    if "n" in asked:
        asked["n"] = read_sizes(asked["n"])
    return asked


def read_sizes(text: str) -> tuple[int, ...]:
    """Sizes of trials from ``20,40,80``."""
    try:
        return tuple(int(one) for one in text.replace(" ", "").split(",") if one)
    except ValueError:
        raise InputError(f"Cannot read the sizes {text!r}. Write them like 20,40,80.") from None


def power_report(result: PowerResult, out: Path | None) -> str:
    """The power of a design for a person."""
    says = (
        f"{result.measure} at week {result.week:g}, change from baseline [{result.unit}]; Welch's t test, two-sided, "
        f"alpha {result.alpha:g}; {result.simulations} trials of each size; "
        f"a response is {result.responder}; seed {result.provenance.seed}"
    )
    head = f"{result.trial.title} ({result.trial.id}): power to find a difference"
    parts = [paragraph(head), paragraph(says)]
    for one in result.contrasts:
        parts += [
            "",
            paragraph(heading(one, result)),
            aligned([HEAD, *map(row, one.sizes)], [True] * len(HEAD)),
        ]
    if result.notes:
        parts += ["", *map(paragraph, result.notes)]
    parts += [f"Written to {out}."] if out is not None else []
    return "\n".join(parts)


def heading(one: ContrastPower, result: PowerResult) -> str:
    """One contrast, and how many people it needs."""
    difference = figures(one.difference, signed=True)
    says = f"{one.arm} - {one.versus}: {difference} {result.unit} in all virtual people"
    if one.people_for_80 is None:
        return f"{says}; no number of people finds it"
    return f"{says}; {one.people_for_80} an arm for 80 % power, {one.people_for_90} for 90 %"


def row(one: SizePower) -> list[str]:
    """One size."""
    responders = one.responders
    needs = responders.number_needed_to_treat
    ends = (responders.nnt_low90, responders.nnt_high90)
    return [
        str(one.people),
        percent(one.power),
        between(one.low95, one.high95),
        f"{percent(one.assurance)} ({between(one.assurance_low, one.assurance_high)})",
        figures(one.difference, signed=True),
        f"{figures(one.low90, signed=True)} to {figures(one.high90, signed=True)}",
        "-" if one.detected_week is None else f"{one.detected_week:g}",
        percent(responders.share),
        percent(responders.share_versus),
        "-" if needs is None else f"{needs:.1f}",
        "-" if ends[0] is None else f"{ends[0]:.1f} to {'no end' if ends[1] is None else f'{ends[1]:.1f}'}",
    ]


def percent(share: float) -> str:
    """A share in percent; never none or all, which no number of draws can show."""
    if math.isnan(share):
        return "-"
    whole = round(100.0 * share)
    return {0: "< 1 %", 100: "> 99 %"}.get(whole, f"{whole} %")


def between(low: float, high: float) -> str:
    """Two shares as an interval; one where they read alike."""
    ends = percent(low), percent(high)
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)


def write_power(result: PowerResult, out: Path, *, force: bool) -> None:
    """Write table, data and figure into a folder, whole or not at all.

    Parameters
    ----------
    result
        A power analysis.
    out
        The folder.
    force
        Replace it.
    """
    from anagen.plot.power import power_figure
    from anagen.plot.style import save

    rows = result.rows()
    with write_folder_atomically(out, force=force) as folder:
        with (folder / f"{result.trial.id}_power.csv").open("w", newline="", encoding="utf-8") as file:
            lines = csv.DictWriter(file, fieldnames=list(rows[0]))
            lines.writeheader()
            lines.writerows(rows)
        text = json.dumps(result.as_dict(), ensure_ascii=False, indent=1)
        (folder / "result.json").write_text(text + "\n", encoding="utf-8")
        figure = power_figure(result)
        for ending in ("png", "svg"):
            save(figure, folder / f"{result.trial.id}_power.{ending}")
